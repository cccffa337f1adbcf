"""`validate --return`: what is sent back to a district, and what comes back then.

1. Its own workbook with notes and colours, where nothing else of it changes by meaning.
2. A new workbook of the same table, all rows in it, where something would be lost, and why (`output.list-anew`).
3. Corrected, it is read like any list; our notes and colours are no words of the district's.
4. A form keeps what was typed and its drop-downs.
5. No input is written over; no note names a person.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import warnings
import zipfile
from itertools import chain
from pathlib import Path  # noqa: TC003 - a fixture is typed by it
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from kbo_screen.cli.app import app
from kbo_screen.findings import InputError
from kbo_screen.formats.forms.marked_workbook import marked_copy
from kbo_screen.grid import ReadError
from kbo_screen.grid.meaning import differences, meaning_of
from kbo_screen.registry.returned_list import MARK, ReturnedNote
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.corpus import CORPUS
from tests.tools.lists import PEOPLE, OwnList, make_run
from tests.tools.written import write_forms

REASON = "ยืนยัน / เหตุผล"


def csv_line(row: Any) -> str:
    return ",".join("" if value is None else str(value) for value in row)


def words_of(line: str) -> list[str]:
    return list(filter(None, line.split(",")))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    make_run(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def flawed_list() -> OwnList:
    """A star that is not the registry's, and a group that nobody knows."""
    own = OwnList("บางคล้า")
    own.rows[0]["ระดับดาว"] = 2
    own.rows[1]["ชื่อกลุ่ม"] = "กลุ่มที่ไม่มีในทะเบียน"
    del own.rows[1]["รหัสผู้ผลิต"]
    return own


def call(desk: Path, *words: object) -> Result:
    arguments = [
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--today",
        "20/12/2565",
        *words,
    ]
    return CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "120"})


def send_back(desk: Path) -> tuple[Path, Result]:
    result = call(desk, "--return", desk / "out")
    files = list((desk / "out").iterdir())
    assert len(files) == 1, result.output
    return files[0], result


def notes_of(path: Path) -> dict[str, str]:
    book = openpyxl.load_workbook(path)
    all_cells = chain.from_iterable(book.worksheets[0].iter_rows())
    cells = [cell for cell in all_cells if cell.comment]
    return {cell.coordinate: cell.comment.text for cell in cells}


def codes(result: Result) -> list[str]:
    return sorted(line for line in result.output.splitlines() if "[" in line)


def test_own_workbook_has_notes_and_colours_and_nothing_else_is_changed(
    desk: Path,
) -> None:
    own = flawed_list().write(desk / "in")
    returned, _ = send_back(desk)
    assert returned.name == "บางคล้า (ส่งคืน).xlsx"
    changed = differences(
        meaning_of(own.read_bytes()), meaning_of(returned.read_bytes())
    )
    assert {fact.kind for fact in changed} == {"note", "fill"}
    notes = notes_of(returned)
    assert {"B8"} <= set(notes)
    assert all(words.startswith(MARK) for words in notes.values())
    assert "กลุ่มที่ไม่มีในทะเบียน" in notes["B8"]
    assert {fact.where for fact in changed} == set(notes)


def test_a_second_return_has_one_ending_whatever_its_language(desk: Path) -> None:
    flawed_list().write(desk / "in")
    returned, _ = send_back(desk)
    (desk / "in" / "บางคล้า.xlsx").unlink()
    shutil.copy(returned, desk / "in")
    call(desk, "--return", desk / "again", "--lang", "en")
    names = [path.name for path in (desk / "again").iterdir()]
    assert names == ["บางคล้า (returned).xlsx"]


def test_a_list_that_another_replaced_or_that_is_only_late_is_not_sent_back(
    desk: Path,
) -> None:
    flawed_list().write(desk / "in")
    newer = OwnList("บางคล้า")
    newer.name = "บางคล้า แก้ไข.xlsx"
    newer.head["วันที่รายงาน"] = "22/12/2565"
    newer.write(desk / "in")
    late = ["--today", "31/12/2565", "--received", "30/12/2565"]
    result = call(desk, "--return", desk / "out", *late)
    assert "ไม่มีรายชื่อที่ต้องส่งคืน" in result.stderr
    line = call(desk, "--line", *late).stdout.split("\n\n")[0]
    assert "(ส่งหลังกำหนด)" in line
    assert "ไม่มีสิ่งที่ต้องแก้ไข ขอบคุณ" in line


def test_no_note_names_a_person_or_a_telephone(desk: Path) -> None:
    own = flawed_list()
    own.rows[2]["โทรศัพท์"] = own.rows[0]["โทรศัพท์"]
    own.rows[2]["ผู้แทนกลุ่ม"] = own.rows[0]["ผู้แทนกลุ่ม"]
    own.write(desk / "in")
    words = " ".join(notes_of(send_back(desk)[0]).values())
    assert "08000000" not in words
    assert not any(person in words for person in PEOPLE)


def test_corrected_it_is_accepted_with_our_marks_still_on_it(desk: Path) -> None:
    flawed_list().write(desk / "in")
    returned, result = send_back(desk)
    assert result.exit_code == 1
    shutil.rmtree(desk / "in")
    correct(returned, desk)
    again = call(desk)
    assert again.exit_code == 0, again.output
    assert "รับแบบแล้ว" in again.output
    assert "โน้ต" not in again.output
    assert "สี" not in again.output


def correct(returned: Path, desk: Path) -> None:
    """Write the right values over the wrong ones, as an officer does, and save under the first name."""
    right = OwnList("บางคล้า")
    book = openpyxl.load_workbook(returned)
    sheet = book.worksheets[0]
    for number, row in enumerate(right.rows):
        for column, name in enumerate(right.header, start=1):
            sheet.cell(7 + number, column).value = row.get(name)
    (desk / "in").mkdir()
    book.save(desk / "in" / "บางคล้า.xlsx")


def test_unchanged_it_is_told_the_same_again(desk: Path) -> None:
    flawed_list().write(desk / "in")
    returned, _ = send_back(desk)
    before = call(desk, "--format", "csv").stdout.splitlines()
    shutil.move(returned, desk / "in" / "บางคล้า.xlsx")
    after = call(desk, "--format", "csv").stdout.splitlines()
    assert after == before


def test_sent_back_again_it_bears_the_notes_of_now_alone(desk: Path) -> None:
    """Its own workbook still, in which the star was corrected and the group was not."""
    flawed_list().write(desk / "in")
    first, _ = send_back(desk)
    assert {"B8", "F7"} <= set(notes_of(first))
    book = openpyxl.load_workbook(first)
    book.worksheets[0]["F7"].value = 3
    book.save(desk / "in" / "บางคล้า.xlsx")
    result = call(desk, "--return", desk / "again")
    (second,) = (desk / "again").iterdir()
    assert "สมุดงานใหม่" not in result.stderr
    notes = notes_of(second)
    assert "B8" in notes
    assert "F7" not in notes
    assert notes["B8"].count(MARK) == 1
    cell = openpyxl.load_workbook(second).worksheets[0]["F7"]
    assert cell.fill.fill_type is None


def test_stored_results_of_formulas_are_a_reason_for_a_new_workbook(desk: Path) -> None:
    own = flawed_list().write(desk / "in")
    with_stored_result(own)
    returned, result = send_back(desk)
    assert "เพราะถ้าเขียนลงไฟล์เดิมจะเสียผลของสูตร" in " ".join(result.stderr.split())
    assert "B8" in notes_of(returned)
    assert [row[:-1] for row in values(returned)[:9]] == values(own)[:9]
    assert [row[-1] for row in values(returned)[:9]] == [
        *[None] * 5,
        REASON,
        *[None] * 3,
    ]


def test_a_new_workbook_keeps_merged_cells_so_that_it_reads_alike(desk: Path) -> None:
    """One person stands for two groups, in a cell merged over both rows."""
    own = flawed_list()
    for name in ("ผู้แทนกลุ่ม", "โทรศัพท์"):
        del own.rows[1][name]
    path = own.write(desk / "in")
    book = openpyxl.load_workbook(path)
    for area in ("A1:L1", "K7:K8"):
        book.worksheets[0].merge_cells(area)
    book.save(path)
    with_stored_result(path)
    before = call(desk, "--format", "csv").stdout.splitlines()
    returned, result = send_back(desk)
    assert "สมุดงานใหม่" in result.stderr
    sheet = openpyxl.load_workbook(returned).worksheets[0]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:L1", "K7:K8"}
    shutil.move(returned, path)
    assert call(desk, "--format", "csv").stdout.splitlines() == before


def test_a_new_workbook_prints_as_a_table(desk: Path) -> None:
    """One page wide, framed, every row as high as its Thai needs; a title reaches over its neighbours."""
    own = flawed_list()
    own.rows[1]["ชื่อกลุ่ม"] = "กลุ่มที่มีชื่อยาวมากจนต้องขึ้นบรรทัดใหม่ " * 3
    own.header[8] = "มชช."
    path = own.write(desk / "in")
    with_stored_result(path)
    returned, _ = send_back(desk)
    sheet = openpyxl.load_workbook(returned).worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.page_setup.orientation == "landscape"
    heights = [sheet.row_dimensions[row].height for row in (6, 7, 8)]
    assert heights[0] == heights[1] >= 24
    assert heights[2] >= 3 * 24
    assert sheet["B8"].border.left.style == "thin"
    assert sheet["A1"].border.left.style is None
    assert not sheet["A1"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width <= 24
    assert sheet.column_dimensions["M"].width >= 24


def with_stored_result(path: Path) -> None:
    """A cell =1+1 with its result, far below the table."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    row = b'<row r="40"><c r="A40"><f>1+1</f><v>2</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", row)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def values(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_csv_is_sent_back_as_a_workbook_with_all_its_rows(desk: Path) -> None:
    own = flawed_list()
    lines = list(map(csv_line, own.cells()))
    (desk / "in" / "บางคล้า.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    returned, result = send_back(desk)
    assert returned.name == "บางคล้า (ส่งคืน).xlsx"
    assert "ไฟล์ไม่ใช่ .xlsx" in result.stderr
    rows = [words_of(csv_line(row)) for row in values(returned)]
    expected = [words_of(line) for line in lines if line]
    expected[3].append(REASON)
    assert list(filter(None, rows)) == expected
    shutil.rmtree(desk / "in")
    correct(returned, desk)
    assert call(desk).exit_code == 0


def test_a_reason_in_the_column_of_a_new_workbook_confirms(desk: Path) -> None:
    own = OwnList("บางคล้า")
    own.rows[0]["ระดับดาว"] = 2
    lines = list(map(csv_line, own.cells()))
    (desk / "in" / "บางคล้า.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    returned, _ = send_back(desk)
    assert "ของแถวนี้ [" in notes_of(returned)["F7"]
    book = openpyxl.load_workbook(returned)
    book.worksheets[0]["M7"].value = "กรมแก้ผลคัดสรรแล้ว"
    shutil.rmtree(desk / "in")
    (desk / "in").mkdir()
    book.save(desk / "in" / "บางคล้า.xlsx")
    result = call(desk)
    assert "ยืนยันโดยอำเภอบางคล้า (เซลล์ M7)" in " ".join(result.output.split())
    assert "ควรตรวจสอบ: " not in result.output


def test_a_table_of_two_districts_has_all_notes_and_one_column_more(desk: Path) -> None:
    """What concerns both lists stands at one cell."""
    own, other = OwnList("บางคล้า"), OwnList("บางปะกง")
    rows = [*own.rows, *other.rows]
    header = ["อำเภอ", *own.header]
    for row in rows:
        row["อำเภอ"] = own.district if row in own.rows else other.district
        row["ระดับดาว"] = "รอผล"
    cells = [map(row.get, header) for row in rows]
    lines = [header, *cells]
    path = desk / "in" / "สองอำเภอ.csv"
    path.write_text("\n".join(map(csv_line, lines)), encoding="utf-8-sig")
    returned, _ = send_back(desk)
    notes = notes_of(returned)
    assert {f"G{row}" for row in range(2, 8)} <= set(notes)
    assert values(returned)[0] == [*header, REASON]


def form_of(desk: Path) -> Path:
    """A form of a district, prefilled, among what was sent."""
    run = make_run(desk)
    write_forms(
        forms_of(run, prefill=True),
        desk / "forms",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    form = desk / "in" / "2402 บางคล้า.xlsx"
    shutil.copy(desk / "forms" / form.name, form)
    return form


def test_a_form_whose_groups_stand_by_their_ids_is_sent_back(desk: Path) -> None:
    form = form_of(desk)
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == 1)
    sheet.cell(row - 1, 2).value = "รหัสกลุ่ม"
    sheet.cell(row, 2).value = "999999999"
    book.save(form)
    returned, result = send_back(desk)
    assert not result.exception or isinstance(result.exception, SystemExit)
    first = openpyxl.load_workbook(returned).worksheets[0]
    assert first.cell(row, 2).comment.text.startswith(MARK)


def test_a_form_keeps_what_was_typed_and_its_drop_downs(desk: Path) -> None:
    form = form_of(desk)
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == 1)
    sheet.cell(row, 11).value, sheet.cell(row, 12).value = (
        "นางสาวหนึ่ง ตัวอย่าง",
        "0800000001",
    )
    sheet.cell(row + 2, 2).value = "กลุ่มที่ไม่มีในรายการ"
    book.save(form)
    returned, _ = send_back(desk)
    back = openpyxl.load_workbook(returned)
    assert [one.sheet_state for one in back.worksheets] == [
        one.sheet_state for one in book.worksheets
    ]
    first = back.worksheets[0]
    assert first.cell(row, 12).value == "0800000001"
    lists = [
        rule for rule in first.data_validations.dataValidation if rule.type == "list"
    ]
    rules = {str(rule.sqref): rule.formula1 for rule in lists}
    groups = f"B{row} B{row + 1}"
    rest = " ".join(f"B{row + number}" for number in range(2, 8))
    count = len(list(back["kbo_screen_choices"]["A"]))
    assert rules[groups] == f"kbo_screen_choices!$A$1:$A${count}"
    assert rules[rest] == f"kbo_screen_choices!$K$1:$K${count}"
    assert len(rules) == 4
    offered = [cell.value for cell in back["kbo_screen_choices"]["K"]]
    labels = [cell.value for cell in book["kbo_screen_choices"]["A"]]
    named = {sheet.cell(row + number, 2).value for number in range(2)}
    assert offered[:3] == [label for label in labels if label not in named][:3]
    assert sorted(offered) == sorted(labels)
    lines = [cell.value for cell in first["A"] if str(cell.value).startswith("แก้ไข ")]
    assert len(lines) == 1
    assert first.cell(row + 2, 2).comment.text.startswith(MARK)
    assert first.protection.sheet


def test_inputs_are_never_written_over(desk: Path) -> None:
    own = flawed_list().write(desk / "in")
    before = own.read_bytes()
    result = call(desk, "--return", desk / "in", "--force")
    assert result.exit_code == 2
    assert own.read_bytes() == before
    assert [path.name for path in (desk / "in").iterdir()] == [own.name]


def test_a_folder_that_cannot_be_is_told_before_anything_is_read(desk: Path) -> None:
    result = call(desk, "--return", desk / "none" / "out")
    assert result.exit_code == 2
    assert "none" not in [path.name for path in desk.iterdir()]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
@pytest.mark.slow
def test_libreoffice_shows_the_notes(desk: Path) -> None:
    flawed_list().write(desk / "in")
    returned, _ = send_back(desk)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{desk}/lo", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(desk / "lo_out"), str(returned)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert notes_of(desk / "lo_out" / returned.name).keys() == notes_of(returned).keys()


def benign_workbooks() -> list[Path]:
    """Workbooks of the corpus that are read, and neither hostile nor sparse."""
    files = sorted((*CORPUS.glob("*.xlsx"), *CORPUS.glob("*.xlsm")))
    return [path for path in files if path.stat().st_size < 2_000_000]


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_a_few_of_the_corpus_are_kept_or_refused_with_a_reason() -> None:
    for path in random.Random(17).sample(benign_workbooks(), 4):
        assert_kept_or_seen(path)


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_every_benign_workbook_of_the_corpus_is_kept_or_refused_with_a_reason() -> None:
    kept = [assert_kept_or_seen(path) for path in benign_workbooks()]
    assert kept.count(True) >= 10


def assert_kept_or_seen(path: Path) -> bool:
    """A note on B2: either nothing but it and its colour is changed, or what is changed has a kind."""
    content = path.read_bytes()
    note = ReturnedNote(None, "B2", f"{MARK} ทดสอบ", kind="mend")
    try:
        read_workbook(path)  # a trap is refused here, as a list would be
        before = meaning_of(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            after = meaning_of(marked_copy(content, path.name, [note]))
    except (ReadError, InputError):
        return False
    kinds = {fact.kind for fact in differences(before, after)}
    assert "note" in kinds
    return kinds <= {"note", "fill"}
