"""Notes that say another value than their cell, and groups of which a note or a colour says that they are no more.

1. A note that says another value of the cell's field leaves it unknown, with both told at the cell.
2. A note that says the same, or something else, is told and changes nothing.
3. In a list such a line is asked; in what a district sends nothing is decided by it.
4. A group that is said to be no more is asked in all its rows, on every sheet, at the cell that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from kbo_screen import load_letter, read_registry
from kbo_screen.desk.questions import open_questions
from kbo_screen.registry.scope import make_scope
from kbo_screen.results.sentences import question_line
from kbo_screen.screening.screen import screen
from kbo_screen.sources.side_list_files import read_side_list
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
HEADER = [
    "อำเภอ",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว ปี 2565",
    "โครงการอื่น",
    "Quadrant",
    "ปีที่ลงทะเบียน",
    "มชช.",
]
ROW = ["บางคล้า", "กลุ่มทอผ้า", "กลุ่มผู้ผลิตชุมชน", "ผ้าขาวม้า", 3, "-", "D", 2560, "ผ่าน"]
YELLOW = PatternFill("solid", fgColor="FFFF00")


def noted(path: Path, cell: str, note: str, rows: list[list[Any]]) -> Path:
    """A workbook of these rows with a note on one cell."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.active[cell].comment = Comment(note, "ผู้เขียน")
    workbook.save(path)
    return path


def told(registry: Registry) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.place.cell) for finding in registry.findings]


def certainty(registry: Registry) -> list[str]:
    return screen(registry, LETTER).groups["certainty"].tolist()


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("E2", "ที่จริงได้ 4 ดาว"),
        ("E2", "สมศรี: แก้เป็น 5 ดาว"),
        ("E2", "น่าจะ ๒ ดาวครับ"),
        ("E2", "ขอแก้ไขเป็น 4 ดาว ตามประกาศจังหวัด"),
        ("E2", "ปี 65 ได้ 4 ดาว"),
        ("E2", "ยังไม่ได้คัดสรร"),
        ("C2", "ที่จริงเป็นรายเดี่ยว"),
        ("C2", "แจ้งว่าเป็น SME"),
        ("F2", "อยู่ในโครงการ Young OTOP ปี 66"),
    ],
)
def test_a_note_that_says_another_value_leaves_the_cell_unknown(
    cell: str, note: str, tmp_path: Path
) -> None:
    """1."""
    registry = read_registry(
        noted(tmp_path / "r.xlsx", cell, note, [HEADER, ROW]), LETTER
    )
    assert certainty(registry) == ["check"]
    assert told(registry) == [("cell.note-differs", cell)]
    message = registry.findings[0].message("th")
    assert note in message
    assert str(ROW["ABCDEF".index(cell[0])]) in message


@pytest.mark.parametrize(
    ("cell", "note", "field"),
    [
        ("G2", "ที่จริงเป็น A", "quadrant"),
        ("H2", "ลงทะเบียนปี 2550", "registered_year_be"),
        ("I2", "ไม่ผ่าน", "standard"),
    ],
)
def test_so_does_one_on_any_field_that_decides(
    cell: str, note: str, field: str, tmp_path: Path
) -> None:
    """1."""
    registry = read_registry(
        noted(tmp_path / "r.xlsx", cell, note, [HEADER, ROW]), LETTER
    )
    assert registry.products[field].isna().all()
    assert told(registry) == [("cell.note-differs", cell)]


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("E2", "3 ดาว"),
        ("E2", "ปี 62 ได้ 4 ดาว"),
        ("E2", "โทรถามแล้ว 2 ครั้ง"),
        ("E2", "ตรวจแล้ว 12/3/65"),
        ("E2", "-"),
        ("E2", "ยืนยัน 3 ดาว (5 ดาวเป็นของอีกผลิตภัณฑ์)"),
        ("C2", "กลุ่ม"),
        ("C2", "ประธานเปลี่ยนคน"),
        ("F2", "ตรวจแล้วไม่ซ้ำ"),
        ("F2", "ดูบัญชีปี 64"),
        ("F2", "สอบถามโครงการแล้ว"),
        ("F2", "เคยเข้าร่วมโครงการปี 63"),
        ("G2", "ดูกลุ่ม A ด้วย"),
        ("B2", "ที่จริงได้ 4 ดาว"),
    ],
)
def test_any_other_note_changes_nothing(cell: str, note: str, tmp_path: Path) -> None:
    """2."""
    registry = read_registry(
        noted(tmp_path / "r.xlsx", cell, note, [HEADER, ROW]), LETTER
    )
    assert certainty(registry) == ["certain"]
    assert told(registry) == [("cell.note", cell)]


def test_a_noted_cell_takes_no_value_from_another_row(tmp_path: Path) -> None:
    """1. Of a product that stands twice what is in doubt in one row stays so."""
    path = noted(tmp_path / "r.xlsx", "E2", "ที่จริงได้ 4 ดาว", [HEADER, ROW, ROW])
    assert certainty(read_registry(path, LETTER)) == ["check"]


@pytest.mark.parametrize(
    ("role", "header", "note"),
    [("stars", "ระดับดาว ปี 2565", "ที่จริงได้ 5 ดาว"), ("standards", "มชช.", "ไม่ผ่าน")],
)
def test_a_line_of_a_list_with_such_a_note_is_asked(
    role: Any, header: str, note: str, tmp_path: Path
) -> None:
    """3."""
    value = 3 if role == "stars" else "ผ่าน"
    rows = [["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", header], [*ROW[:2], ROW[3], value]]
    path = noted(tmp_path / "s.xlsx", "D2", note, rows)
    side_list = read_side_list(path, role, LETTER, make_scope(LETTER))
    cells = [(finding.code, finding.place.cell) for finding in side_list.findings]
    assert cells == [("cell.note-differs", "D2")]
    field = "star_rated" if role == "stars" else "standard"
    assert side_list.rows[field].isna().all()


def asked(path: Path) -> list[tuple[str | None, str | None, str]]:
    """Sheet, cell and words of every question."""
    run = build_run([path], RunOptions(lang="en"))
    return [
        (question.place.sheet, question.place.cell, question_line(run, question))
        for question in open_questions(run.registry, run.screening, run.letter)
    ]


def test_a_group_with_such_a_mark_is_asked_where_it_stands(tmp_path: Path) -> None:
    """4. On every sheet, with the words of the note or of the legend."""
    workbook = openpyxl.Workbook()
    first, second = workbook.active, workbook.create_sheet("อื่น")
    for row in (HEADER, ROW, [], ["สีเหลือง = ยุบ"]):
        first.append(row)
    for row in (HEADER, [*ROW[:3], "ผ้าถุง", *ROW[4:]]):
        second.append(row)
    first["B2"].fill = YELLOW
    workbook.save(tmp_path / "colour.xlsx")
    del first["A4"]
    first["B2"].fill = PatternFill()
    first["B2"].comment = Comment("ยุบแล้ว", "ผู้เขียน")
    workbook.save(tmp_path / "note.xlsx")
    for name, words in (("colour", "สีเหลือง = ยุบ"), ("note", "ยุบแล้ว")):
        questions = asked(tmp_path / f"{name}.xlsx")
        assert {(sheet, cell) for sheet, cell, _ in questions} == {("Sheet", "B2")}
        assert all(words in line for _, _, line in questions)
        assert certainty(read_registry(tmp_path / f"{name}.xlsx", LETTER)) == ["check"]
