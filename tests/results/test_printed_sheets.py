"""Sheets as they are read and printed.

1. Every label of every command's sheets is broken at its spaces alone: each of its words fits its column.
2. So does every word of a column that holds few, which a dictionary would break inside (กลุ่มเป้า/หมาย).
3. The overview ends with sums that are those of the JSON; what would be empty is left out, and named.
4. A district's sheet says the standard and the cell that each group stands by.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.forms.form_formulas import WIDTHS
from kbo_screen.formats.workbook.book import label_room, lines_of
from kbo_screen.results.meeting.invitations import called_by_lists
from kbo_screen.results.meeting.roster_sheets import roster_sheets
from kbo_screen.results.rank.questions_sheet import questions_sheet
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rank.rank_sheets import rank_sheets, split_rank_sheets
from kbo_screen.results.sheets.district_view import view_of
from kbo_screen.results.sheets.sheet_parts import labelled_columns
from kbo_screen.results.shortfall.shortfall_payload import shortfall_payload
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from kbo_screen.results.shortfall.shortfall_sheets import shortfall_sheets
from kbo_screen.results.validation.collected_sheets import collected_sheets
from kbo_screen.results.validation.validation_sheets import validation_sheets
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings
from kbo_screen.vocabulary.thai_text import display_width
from tests.tools.lists import check
from tests.tools.looks import rows_of, texts_of
from tests.tools.registries import write_xlsx
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.results.sheets.sheet import Sheet, SheetColumn

SAMPLE = Path(__file__).parents[2] / "sample_data"
LANGUAGES = ("th", "en")
OPTIONS = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
#: Columns that hold few words, none of which is broken: their position is found by their label.
FEW_WORDS = {
    "workbook.column.selected": "words.selected",
    "workbook.column.certainty": "words.certainty",
    "workbook.column.status": "words.status",
    "workbook.column.next_tier": "words.tier_state",
    "workbook.column.severity": "words.severity",
}
KEYS = {
    "words.selected": ("yes", "no"),
    "words.certainty": ("certain", "judgement", "check"),
    "words.status": ("met", "confirm", "short"),
    "words.tier_state": ("open", "maybe", "closed"),
    "words.severity": ("error", "warning", "info"),
}


@pytest.fixture(scope="module")
def run() -> Run:
    options = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    return build_run([SAMPLE / "registry.xlsx"], options)


def all_sheets(run: Run, lang: str) -> Iterator[Sheet]:
    """The sheets of every command of a run."""
    run = replace(run, lang=lang)
    checked = check(sorted((SAMPLE / "submissions").iterdir()), run)
    yield from rank_sheets(run)
    yield from shortfall_sheets(find_shortfall(run, checked), each=True)
    yield from validation_sheets(checked, SAMPLE)
    yield from collected_sheets(checked)
    yield from roster_sheets(
        called_by_lists(checked, with_contacts=True), with_contacts=True
    )


def words_of(label: str) -> list[str]:
    return re.split(r"\s+", label.strip())


def too_wide(column: SheetColumn) -> list[str]:
    """The words of a label that its column does not hold on a line."""
    room = label_room(column.width)
    return [word for word in words_of(column.label) if display_width(word) > room]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_label_is_broken_inside_a_word(run: Run, lang: str) -> None:
    broken = {
        (sheet.name, column.label, column.width)
        for sheet in all_sheets(run, lang)
        for column in sheet.columns
        if too_wide(column)
    }
    assert broken == set()


def test_no_label_of_a_form_is_broken_inside_a_word() -> None:
    columns = labelled_columns("form.column", WIDTHS, "th")
    assert [column.label for column in columns if too_wide(column)] == []


def test_few_words_of_a_column_stand_on_one_line(run: Run) -> None:
    """Names and sentences are broken between words; these few are one to the eye."""
    looked_at = set()
    for sheet in all_sheets(run, "th"):
        for label_id, family in FEW_WORDS.items():
            for column in sheet.columns:
                if column.label != text(label_id, "th"):
                    continue
                looked_at.add(label_id)
                for key in KEYS[family]:
                    words = text(f"{family}.{key}", "th")
                    assert lines_of(words, column.width) == 1, (sheet.name, words)
    assert looked_at == set(FEW_WORDS)


def test_the_official_categories_stand_whole_on_a_district_s_sheet(run: Run) -> None:
    sheet = next(sheet for sheet in rank_sheets(run) if sheet.name == "บางคล้า")
    column = next(c for c in sheet.columns if c.label == "ประเภทผลิตภัณฑ์")
    for word in ("ผ้าและเครื่องแต่งกาย", "สมุนไพรที่ไม่ใช่อาหาร", "และของที่ระลึก"):
        assert lines_of(word, column.width) == 1, word


def write(sheets: Any, tmp_path: Path) -> Any:
    path, _ = write_workbook(
        sheets, tmp_path / "out.xlsx", font="Garuda", force=True, inputs=[]
    )
    return load_workbook(path)


def total_of(sheet: Any) -> list[Any]:
    return next(list(row) for row in rows_of(sheet) if row[0] == "รวม")


def test_the_sums_of_the_overview_are_those_of_the_json(
    run: Run, tmp_path: Path
) -> None:
    districts = rank_payload(run)["districts"]
    sums = {
        name: sum(district[name] for district in districts)
        for name in ("required", "to_confirm", "shortfall", "certain", "possible")
    }
    of_quota = sum(min(d["certain"], d["required"]) for d in districts)
    sheet = write(rank_sheets(run), tmp_path)["สรุปผลรายอำเภอ"]
    assert total_of(sheet) == [
        "รวม",
        sums["required"],
        of_quota,
        sums["to_confirm"],
        sums["shortfall"],
        "ครบตามจำนวน 8\nครบเมื่อตรวจสอบแล้ว 1\nไม่ครบตามจำนวน 2",
        sums["certain"],
        sums["possible"],
        None,
    ]
    assert sheet.auto_filter.ref == "A4:I15"
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "'สรุปผลรายอำเภอ'!$C$5:$C$15"


def test_the_sums_of_the_shortfall_are_those_of_the_json(
    run: Run, tmp_path: Path
) -> None:
    shortfall = find_shortfall(run)
    totals = shortfall_payload(shortfall)["totals"]
    sheet = write(shortfall_sheets(shortfall), tmp_path)["รายอำเภอ"]
    _, required, _, to_confirm, short, _ = total_of(sheet)
    assert (required, to_confirm, short) == (
        totals["required"],
        totals["to_confirm"],
        totals["shortfall"],
    )


def test_every_list_is_filtered_and_keeps_its_head_in_sight(
    run: Run, tmp_path: Path
) -> None:
    """So do the districts' lists: who prints the proposed groups alone filters by them. A receipt is no list."""
    book = write(rank_sheets(run), tmp_path)
    unfiltered = []
    for sheet in book:
        if sheet.sheet_state == "visible":
            assert sheet.freeze_panes is not None, sheet.title
            if not sheet.auto_filter.ref:
                unfiltered.append(sheet.title)
    assert unfiltered == ["หลักฐานการประมวลผล"]
    signed = book["แปลงยาว"]
    listed = rank_payload(run)["districts"]
    groups = next(each for each in listed if each["district"] == "แปลงยาว")["groups"]
    assert signed.auto_filter.ref == f"A4:L{4 + len(groups)}", "no line to sign on"


def test_a_district_without_a_group_has_no_sheet_and_is_named(
    run: Run, tmp_path: Path
) -> None:
    book = write(rank_sheets(run), tmp_path)
    assert "ราชสาส์น" not in book.sheetnames
    assert texts_of(book["สรุปผลรายอำเภอ"])[-1] == (
        "ไม่มีแผ่นงานรายชื่อ เพราะไม่มีกลุ่มในบัญชีรายชื่อ: ราชสาส์น"
    )


def test_what_is_not_listed_is_for_the_screen(run: Run, tmp_path: Path) -> None:
    """It is all there, and prints its title alone."""
    sheet = write(rank_sheets(run), tmp_path)["ไม่เข้าหลักเกณฑ์"]
    assert sheet.print_area == "'ไม่เข้าหลักเกณฑ์'!$A$1:$F$3"
    count = int((run.screening.products["outcome"] == "not_listed").sum())
    assert sheet["A3"].value == (
        f"รายการนี้ใช้ค้นและกรองบนจอ จึงไม่พิมพ์ (ผลิตภัณฑ์ {count} รายการ)"
    )
    assert sheet.max_row == 4 + count


def test_a_district_s_sheet_says_the_standard_and_the_cell(
    run: Run, tmp_path: Path
) -> None:
    sheet = write(rank_sheets(run), tmp_path)["แปลงยาว"]
    head, first = rows_of(sheet, min_row=4, max_row=5)
    labels = [str(label).replace("\n", " ") for label in head]
    row = dict(zip(labels, first, strict=True))
    districts = rank_payload(run)["districts"]
    district = next(each for each in districts if each["district"] == "แปลงยาว")
    group = district["groups"][0]
    cell = f"{group['source']['sheet']} {group['source']['cells']['product_name']}"
    assert (row["มชช."], row["แผ่นงาน และเซลล์"]) == ("ยังไม่ทราบ", cell)
    assert group["standard"] is None


def test_cells_of_several_registries_say_of_which_file(tmp_path: Path) -> None:
    """Two files that name their sheet alike: without the file nobody finds the cell."""
    head = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว", "Quadrant"]
    paths = []
    for name, district in (("ก.xlsx", "บางคล้า"), ("ข.xlsx", "บ้านโพธิ์")):
        rows = [
            head,
            [district, f"กลุ่ม{district}", "กลุ่ม", "ผ้า", 3, "A"],
            [district, f"รอผล{district}", "กลุ่ม", "เสื่อ", "รอผล", "A"],
            [district, f"ห้าดาว{district}", "กลุ่ม", "ไม้", 5, "A"],
        ]
        paths.append(write_xlsx(tmp_path / name, rows))
    both = build_run(paths, OPTIONS)
    book = write(rank_sheets(both), tmp_path)
    places = {
        "บัญชีรายชื่อ": ["ก.xlsx ทะเบียน D2", "ก.xlsx ทะเบียน D3"],
        "บ้านโพธิ์": ["ข.xlsx ทะเบียน D2", "ข.xlsx ทะเบียน D3"],
        "ไม่เข้าหลักเกณฑ์": ["ก.xlsx ทะเบียน E4", "ข.xlsx ทะเบียน E4"],
        "รอยืนยัน": ["ก.xlsx ทะเบียน E3", "ข.xlsx ทะเบียน E3"],
    }
    for name, first in places.items():
        assert places_of(book[name])[:2] == first, name
    for name, column in (("บัญชีรายชื่อ", "J"), ("บ้านโพธิ์", "K")):
        assert book[name].column_dimensions[column].width > 28, "a file's name has room"
    sheets = {sheet.name: sheet for sheet in shortfall_sheets(find_shortfall(both))}
    asked = [row[4] for row in sheets["เรื่องที่ต้องสอบถาม"].rows]
    assert asked == ["ก.xlsx ทะเบียน E3", "ข.xlsx ทะเบียน E3"]
    nearly = [row[4] for row in sheets["กลุ่มที่ไม่ผ่านข้อเดียว"].rows]
    assert nearly[0] == "ก.xlsx ทะเบียน E4"
    alone = write(rank_sheets(build_run(paths[:1], OPTIONS)), tmp_path)
    assert places_of(alone["บัญชีรายชื่อ"]) == ["ทะเบียน D2", "ทะเบียน D3"]


def places_of(sheet: Any) -> list[str]:
    """What stands in the column of cells, row by row."""
    rows = [
        [str(value or "").replace("\n", " ") for value in row] for row in rows_of(sheet)
    ]
    label = "แผ่นงาน และเซลล์"
    head = next(number for number, row in enumerate(rows) if label in row)
    position = rows[head].index(label)
    return [row[position] for row in rows[head + 1 :] if row[position]]


def test_a_workbook_of_one_district_says_its_list_once(run: Run) -> None:
    workbooks = split_rank_sheets(run, "district")
    assert [sheet.name for sheet in workbooks["บางคล้า"]][:2] == [
        "สรุปผลรายอำเภอ",
        "บางคล้า",
    ]
    first = next(workbooks["ราชสาส์น"])
    assert first.name == "สรุปผลรายอำเภอ"


def test_no_questions_no_sheet(run: Run, tmp_path: Path) -> None:
    """Nothing of the district is asked: the overview says so, and no blank sheet is printed."""
    workbook = write(split_rank_sheets(run, "district")["ราชสาส์น"], tmp_path)
    assert questions_sheet(view_of(run)) is not None
    assert "รอยืนยัน" not in workbook.sheetnames
    assert "ไม่มีเรื่องที่ต้องยืนยัน" in texts_of(workbook["สรุปผลรายอำเภอ"])


def test_of_a_long_list_of_who_is_nearly_in_the_first_rows_are_printed(
    tmp_path: Path,
) -> None:
    letter = tmp_path / "many.toml"
    letter.write_text(
        'extends = "chachoengsao_2566"\nid = "many"\n[quota]\ngroups_per_district = 9\n',
        encoding="utf-8",
    )
    options = RunOptions(letter=str(letter), lang="th", quiet=True)
    run = build_run([SAMPLE / "registry.xlsx"], options)
    sheets = {sheet.name: sheet for sheet in shortfall_sheets(find_shortfall(run))}
    sheet = sheets["กลุ่มที่ไม่ผ่านข้อเดียว"]
    count = len(list(sheet.rows))
    assert sheet.screen_rows == count - 30 > 0
    words = f"พิมพ์ 30 แถวแรกจาก {count} แถว ที่เหลือใช้ค้นและกรองบนจอ"
    assert [line.text for line in sheet.title_block][-1] == words


def test_a_reading_is_a_mark_behind_the_reason_and_explained_once_below(
    run: Run,
) -> None:
    options = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    with_marks = with_readings(run, [SAMPLE / "registry.xlsx"], options)
    marks: set[str] = set()
    for sheet in list(rank_sheets(with_marks))[1:12]:
        reasons = [str(row[reason_at(sheet)]) for row in sheet.rows]
        marks_here = set(re.findall(r"\[(?:\d+|\*)\]", " ".join(reasons)))
        key = [str(line.text).partition(" ")[0] for line in sheet.notes]
        assert sorted(key) == sorted(marks_here)
        marks |= marks_here
    assert {"[*]", "[1]", "[2]", "[3]"} <= marks


def reason_at(sheet: Sheet) -> int:
    labels = [column.label for column in sheet.columns]
    return labels.index(text("workbook.column.reason", "th"))
