"""What a result says of the desk: every value under the file it came from, every answer with who, when and where.

- Who is left out by an answer is told so: on the sheet of what is not listed, in the JSON, by `explain`.
- A list's cell is never shown as the registry's: `explain`, JSON, CSV, workbook.
- A star settled by a plain yes has no number; the letter's range stands in its place.
- A doubt shows both names, both cells and the likeness.
- The to-confirm sheet says how to answer, offers yes and no, and asks nobody to edit the registry.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from kbo_screen.desk.questions import open_questions
from kbo_screen.formats.terminal.console import Screen
from kbo_screen.formats.terminal.explain_terminal import show_explanation
from kbo_screen.formats.text.csv_file import to_csv
from kbo_screen.results.explanation.explanation import explain_group
from kbo_screen.results.explanation.explanation_lines import explanation_lines
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rank.rank_table import rank_table
from kbo_screen.results.wording.sentences import question_line
from kbo_screen.tasks.build_run import build_run
from tests.desk.test_answers import OPTIONS, fill, sheet_of
from tests.tools.looks import groups_of, texts_of
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.side_list import Role

REGISTRY = """
    | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม            | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | ปีที่ลงทะเบียน | ศักยภาพ |
    | บางคล้า  | 240200001 | กลุ่มจักสาน          | กลุ่ม        | ตะกร้า     | รอผล            | A        | 2560        |        |
    | บางคล้า  | 240200002 | กลุ่มทอผ้าบ้านทุ่งสน   | กลุ่ม        | ผ้าขาวม้า   | 3               | A        | 2560        |        |
    | บางคล้า  | 240200003 | กลุ่มน้ำปลา          | กลุ่ม        | น้ำปลา      | -               | D        | 2560        |        |
"""
WITHOUT_STARS = """
    | อำเภอ  | รหัสผู้ผลิต | ชื่อกลุ่ม     | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | Quadrant |
    | บางคล้า | 240200001 | กลุ่มจักสาน  | กลุ่ม        | ตะกร้า     | A        |
    | บางคล้า | 240200002 | กลุ่มน้ำปลา  | กลุ่ม        | น้ำปลา      | A        |
"""
STARS = """
    | รหัสผู้ผลิต | ผลิตภัณฑ์ | ระดับดาว |
    | 240200001 | ตะกร้า   | 3       |
"""
PROJECTS = """
    | อำเภอ  | ชื่อกลุ่ม                | โครงการ    |
    | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสนเหนือ | Young OTOP |
"""


def desk(
    folder: Path, registry: str, *answers: Path, lang: str = "th", **lists: str
) -> Any:
    """A run over a drawn registry with drawn lists."""
    drawn = {
        name: text_table(table)
        for name, table in {"registry": registry, **lists}.items()
    }
    files = {
        name: write_csv(folder / f"{name}.csv", table[0], table[1:])
        for name, table in drawn.items()
    }
    given: list[tuple[Role, Path]] = [
        (role, files[role]) for role in files if role != "registry"
    ]
    return build_run(
        [files["registry"]],
        replace(OPTIONS, lang=lang, lists=tuple(given), answers=answers),
    )


def explained(run: Any, group: str) -> list[str]:
    screen_text = io.StringIO()
    lines = explanation_lines(explain_group(run, group), run)
    show_explanation(lines, Screen(400, screen_text))
    return [line.strip() for line in screen_text.getvalue().splitlines()]


def sheet_rows(run: Any, folder: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(
        load_workbook(sheet_of(run, folder / "out.xlsx"))[sheet].iter_rows(
            values_only=True
        )
    )


def test_who_is_left_out_by_an_answer_is_told_so(tmp_path: Path) -> None:
    """Potential denied, and "the same group" confirmed."""
    before = desk(tmp_path, REGISTRY, projects=PROJECTS)
    said = {"กลุ่มน้ำปลา": "ไม่มี", "กลุ่มทอผ้าบ้านทุ่งสน": "ใช่"}
    path = fill(
        sheet_of(before, tmp_path / "a.xlsx"),
        said,
        by="พัฒนากรตัวอย่าง",
        date="2022-12-20",
    )
    after = desk(tmp_path, REGISTRY, path, projects=PROJECTS)
    rows = {
        row[1]: row
        for row in sheet_rows(after, tmp_path, "ไม่เข้าหลักเกณฑ์")
        if row[0] == "บางคล้า"
    }
    assert rows["กลุ่มน้ำปลา"][3] == (
        "ไม่เข้าข้อ 1(2): ผลิตภัณฑ์ระดับ ๑ – ๓ ดาว ปี ๒๕๖๕ ศักยภาพ: ตอบว่า “ไม่มี” โดย พัฒนากรตัวอย่าง เมื่อ 20 ธันวาคม 2565 (a.xlsx รอยืนยัน G8)"
    )
    assert rows["กลุ่มทอผ้าบ้านทุ่งสน"][3] == (
        "ไม่เข้าข้อ 1(2): ไม่ซ้ำกับโครงการอื่นของกรมการพัฒนาชุมชน ปีงบประมาณ ๒๕๖๖ "
        "โครงการอื่น: ตอบว่า “ใช่” ที่ถามว่าเป็นกลุ่มเดียวกับ “กลุ่มทอผ้าบ้านทุ่งสนเหนือ” (projects.csv B2) หรือไม่ "
        "โดย พัฒนากรตัวอย่าง เมื่อ 20 ธันวาคม 2565 (a.xlsx รอยืนยัน G6)"
    )
    payload = rank_payload(after, all_rows=True)
    told = {row["group_name"]: row["answers"] for row in payload["not_listed"]["rows"]}
    assert told["กลุ่มน้ำปลา"] == [
        {
            "condition": "potential",
            "field": "potential",
            "answer": "ไม่มี",
            "date": "2022-12-20",
            "reason": None,
            "before": None,
            "after": "no",
            "file": "a.xlsx",
            "sheet": "รอยืนยัน",
            "cell": "G8",
        }
    ]
    assert [answer["answer"] for answer in told["กลุ่มทอผ้าบ้านทุ่งสน"]] == ["ใช่"]
    assert "พัฒนากรตัวอย่าง" not in str(payload)
    assert (
        "ตามคำตอบ “ไม่มี” โดย พัฒนากรตัวอย่าง เมื่อ 20 ธันวาคม 2565 (a.xlsx รอยืนยัน G8) แทนค่าในเซลล์ I4 "
        "เดิม ยังไม่ทราบ หลังตอบ ไม่มีศักยภาพ" in explained(after, "กลุ่มน้ำปลา")
    )
    assert (
        "ตามคำตอบ “ใช่” ที่ถามว่าเป็นกลุ่มเดียวกับ “กลุ่มทอผ้าบ้านทุ่งสนเหนือ” (projects.csv B2) หรือไม่ "
        "โดย พัฒนากรตัวอย่าง เมื่อ 20 ธันวาคม 2565 (a.xlsx รอยืนยัน G6) "
        "เดิม ยังไม่ทราบ หลังตอบ ซ้ำกับโครงการอื่น" in explained(after, "กลุ่มทอผ้าบ้านทุ่งสน")
    )


def test_a_cell_of_a_list_stands_under_the_list_s_file(tmp_path: Path) -> None:
    found = desk(tmp_path, WITHOUT_STARS, stars=STARS)
    lines = explained(found, "กลุ่มจักสาน")
    assert "ค่าจากบัญชี: 3 (2565) (stars.csv C2)" in lines
    assert "ค่าในทะเบียน: กลุ่มผู้ผลิตชุมชน (เซลล์ D2)" in lines
    assert "ทะเบียนไม่มีคอลัมน์นี้ และบัญชีที่ให้มาไม่มีชื่อนี้" in explained(found, "กลุ่มน้ำปลา")
    payload = rank_payload(found, all_rows=True)
    (group,) = groups_of(payload)
    assert group["source"]["file"] == "registry.csv"
    assert "star" not in group["source"]["cells"]
    assert group["source"]["other_files"] == {
        "star": {"file": "stars.csv", "sheet": None, "cell": "C2"}
    }
    (row,) = csv.DictReader(
        io.StringIO(to_csv(rank_table(found)).removeprefix("\ufeff"))
    )
    assert (row["file"], row["other_files"]) == ("registry.csv", "star: stars.csv C2")
    (line,) = [
        row for row in sheet_rows(found, tmp_path, "บัญชีรายชื่อ") if row[3] == "กลุ่มจักสาน"
    ]
    assert line[9] == "E2\nระดับดาว: stars.csv C2"


def test_an_exclusion_by_a_list_names_the_list_s_cell(tmp_path: Path) -> None:
    found = desk(tmp_path, REGISTRY, projects=PROJECTS.replace("บ้านทุ่งสนเหนือ", "บ.ทุ่งสน"))
    (row,) = [
        row
        for row in sheet_rows(found, tmp_path, "ไม่เข้าหลักเกณฑ์")
        if row[1] == "กลุ่มทอผ้าบ้านทุ่งสน"
    ]
    assert row[5] == "E3\nโครงการอื่น: projects.csv C2"
    rejected = {
        row["group_name"]: row
        for row in rank_payload(found, all_rows=True)["not_listed"]["rows"]
    }
    assert rejected["กลุ่มทอผ้าบ้านทุ่งสน"]["source"]["other_files"] == {
        "other_project": {"file": "projects.csv", "sheet": None, "cell": "C2"}
    }


def test_a_star_settled_by_yes_is_told_by_its_range(tmp_path: Path) -> None:
    path = fill(
        sheet_of(desk(tmp_path, REGISTRY), tmp_path / "a.xlsx"), {"กลุ่มจักสาน": "ใช่"}
    )
    for lang, words in (
        ("th", "1–3 ดาว ปี 2565 (ตามคำตอบ)"),
        ("en", "1 to 3 stars of 2565 (by the answer)"),
    ):
        after = desk(tmp_path, REGISTRY, path, lang=lang)
        (group,) = [
            group
            for group in groups_of(rank_payload(after))
            if group["group_name"] == "กลุ่มจักสาน"
        ]
        assert words in group["reason"]
        assert "NA" not in "".join(explained(after, "กลุ่มจักสาน"))
        assert not any(
            "NA>" in str(cell)
            for row in sheet_rows(after, tmp_path, _shortlist(lang))
            for cell in row
        )


def _shortlist(lang: str) -> str:
    return {"th": "บัญชีรายชื่อ", "en": "Shortlist"}[lang]


def test_a_doubt_shows_both_cells(tmp_path: Path) -> None:
    found = desk(tmp_path, REGISTRY, projects=PROJECTS)
    asked = [
        q
        for q in open_questions(found.registry, found.screening, found.letter)
        if q.doubt
    ]
    likeness = f"{asked[0].doubt.likeness:.0f}"
    assert [question_line(found, question) for question in asked] == [
        f"เป็นกลุ่มเดียวกับ “กลุ่มทอผ้าบ้านทุ่งสนเหนือ” ในบัญชีหรือไม่ (ชื่อคล้ายกันร้อยละ {likeness}) (registry.csv C3; projects.csv B2)"
    ]
    assert "อาจเป็นกลุ่มเดียวกับ “กลุ่มทอผ้าบ้านทุ่งสนเหนือ” ในบัญชี (projects.csv B2)" in explained(
        found, "กลุ่มทอผ้าบ้านทุ่งสน"
    )


def test_the_sheet_says_how_to_answer_and_offers_words(tmp_path: Path) -> None:
    book = load_workbook(
        sheet_of(desk(tmp_path, REGISTRY, projects=PROJECTS), tmp_path / "a.xlsx")
    )
    sheet = book["รอยืนยัน"]
    texts = texts_of(sheet)
    assert any(line.startswith("วิธีตอบ: ") for line in texts)
    assert not any("แก้หรือเติมข้อมูลในเซลล์" in line for line in texts)
    (offer,) = sheet.data_validations.dataValidation
    assert (offer.formula1, offer.errorStyle, str(offer.sqref)) == (
        "answer_words!$A$1:$A$2",
        "information",
        "G6:G8",
    )
    assert book["answer_words"].sheet_state == "hidden"
    assert [cell.value for cell in book["answer_words"]["A"]] == ["ใช่", "ไม่ใช่"]


def test_a_product_that_is_left_out_names_the_cell_that_keeps_it_out(
    tmp_path: Path,
) -> None:
    found = desk(
        tmp_path,
        REGISTRY.replace("กลุ่มน้ำปลา          | กลุ่ม   ", "กลุ่มน้ำปลา          | รายเดียว"),
    )
    (row,) = [
        row
        for row in sheet_rows(found, tmp_path, "ไม่เข้าหลักเกณฑ์")
        if row[1] == "กลุ่มน้ำปลา"
    ]
    assert row[3:] == ("ไม่เข้าข้อ 1(1): เป็นกลุ่มผู้ผลิตชุมชน", 1, "D4")
