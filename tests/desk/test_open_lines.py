"""A line of a projects list that means nothing in the registry is a question: which of the nearest it is, or none.

1. It is asked with the nearest names numbered, on the sheet, in the shortfall; the district's status says that it waits.
2. A number, a name or an id makes the line the group's; "not in the registry" ends the question; each is told.
3. "Not sure" keeps it; words that say nothing are told; another fiscal year's answer is none.
4. A line of another list than of projects, a clear one, and one to which no name comes near, ask nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rank.rank_sheets import rank_sheets
from kbo_screen.results.shortfall.shortfall_payload import shortfall_payload
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from tests.desk.test_doubts import Desk, told
from tests.tools.looks import texts_of
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = """
    | อำเภอ  | รหัสผู้ผลิต | ชื่อกลุ่ม           | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม        | ผ้าขาวม้า   | 3               | A        |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม        | ผ้าถุง      | 2               | A        |
    | บางคล้า | 240200002 | กลุ่มเสื่อกกบ้านหัวไทร | กลุ่ม        | เสื่อกก     | 3               | A        |
    | บางคล้า | 240200003 | กลุ่มน้ำพริกบ้านไร่    | กลุ่ม        | น้ำพริก     | 3               | A        |
"""
LINE = "| อำเภอ | ชื่อกลุ่ม | โครงการ |\n| บางคล้า | สตรีสหกรณ์ผ้าไทย | Young OTOP |"


def question_of(run: Any) -> Any:
    (line,) = run.registry.open_lines
    return line


def projects(run: Any) -> list[str]:
    return run.registry.products["other_project"].tolist()


def test_a_line_that_means_nothing_is_asked_and_the_district_waits(
    tmp_path: Path,
) -> None:
    run = Desk(tmp_path, REGISTRY, projects=LINE).run()
    line = question_of(run)
    assert len(line.candidates) == 3
    (district,) = [
        one for one in rank_payload(run)["districts"] if one["district"] == "บางคล้า"
    ]
    assert (district["status"], district["lines_to_settle"]) == ("met", 1)
    (of_shortfall,) = [
        one
        for one in shortfall_payload(find_shortfall(run))["districts"]
        if one["district"] == "บางคล้า"
    ]
    assert [(one["id"], one["cell"]) for one in of_shortfall["list_lines"]] == [
        (line.id, "B2")
    ]
    path = tmp_path / "a.xlsx"
    write_workbook(rank_sheets(run), path, font="Garuda", force=True, inputs=[])
    book = load_workbook(path)
    rows = [
        row for row in book["รอยืนยัน"].iter_rows(values_only=True) if row[-1] == line.id
    ]
    assert [(row[0], row[1]) for row in rows] == [("บางคล้า", "สตรีสหกรณ์ผ้าไทย")]
    assert f"1) {line.candidates[0]}" in rows[0][3]
    words = texts_of(book["สรุปผลรายอำเภอ"])
    assert any("รอตรวจบัญชี 1" in word for word in words)


@pytest.mark.parametrize(
    "answer", ["{number}", "ข้อ {number}", "กลุ่มทอผ้าบ้านหนองแหน", "240200001", "๒๔๐๒๐๐๐๐๑"]
)
def test_a_number_a_name_or_an_id_makes_the_line_the_group_s(
    answer: str, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, REGISTRY, projects=LINE)
    line = question_of(desk.run())
    number = line.candidates.index("กลุ่มทอผ้าบ้านหนองแหน") + 1
    after = desk.run([[line.id, answer.format(number=number), "ก", "1/12/2565"]])
    assert projects(after) == ["in_project", "in_project", "clear", "clear"]
    assert (after.registry.open_lines, told(after)) == ((), [])
    assert after.registry.place(0, "other_project").file == "projects.csv"
    assert [
        f.code
        for f in after.findings
        if f.place.file == "projects.csv" and f.place.cell == "B2"
    ] == ["list.line-settled"]


@pytest.mark.parametrize(
    "answer", ["ไม่มีในทะเบียน", "ไม่พบ", "ไม่ใช่", "ไม่มีครับ", "not in the registry"]
)
def test_none_of_them_ends_the_question(answer: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, REGISTRY, projects=LINE)
    after = desk.run([[question_of(desk.run()).id, answer, "ก", "1/12/2565"]])
    assert (projects(after), after.registry.open_lines) == (["clear"] * 4, ())
    assert "list.not-in-registry" in [finding.code for finding in after.findings]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("ไม่แน่ใจ", "answer.not-sure"),
        ("ใช่", "answer.not-understood"),
        ("9", "answer.not-understood"),
    ],
)
def test_what_settles_nothing_is_told(answer: str, code: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, REGISTRY, projects=LINE)
    line = question_of(desk.run())
    after = desk.run([[line.id, answer, "ก", "1/12/2565"]])
    assert (question_of(after).id, told(after)) == (line.id, [(code, "B2", answer)])


@pytest.mark.parametrize(
    "lists",
    [
        {"projects": LINE.replace("Young OTOP", "ไม่ซ้ำ")},
        {"standards": "| อำเภอ | ชื่อกลุ่ม | มชช. |\n| บางคล้า | สตรีสหกรณ์ผ้าไทย | ผ่าน |"},
        {"projects": LINE.replace("บางคล้า", "ราชสาส์น")},
    ],
)
def test_other_lines_ask_nothing(lists: dict[str, str], tmp_path: Path) -> None:
    assert Desk(tmp_path, REGISTRY, **lists).run().registry.open_lines == ()
