"""Notes that say another value than their cell, and groups of which a note or a colour says that they are no more.

- A note that says another value of the cell's field leaves it unknown, with both told at the cell.
- A note that says the same, or something else, is told and changes nothing.
- In a list such a line is asked; in what a district sends nothing is decided by it.
- A group that is said to be no more is asked in all its rows, on every sheet, at the cell that says so.
- A remark on a row that says another value of a field, in words that speak of it, leaves that field unknown; so does a
  note on a name, or the meaning of the row's colour. Other remarks change nothing.
- A note on the header that says its round counts as a title does.
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
from kbo_screen.results.wording.sentences import question_line
from kbo_screen.screening.screen import screen
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from kbo_screen.tasks import notebook
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.registries import told

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
        ("E2", "รอผล"),
        ("E2", "?"),
        ("C2", "ไม่แน่ใจว่าเป็นกลุ่ม"),
        ("C2", "ที่จริงเป็นรายเดี่ยว"),
        ("C2", "แจ้งว่าเป็น SME"),
        ("F2", "อยู่ในโครงการ Young OTOP ปี 66"),
    ],
)
def test_a_note_that_says_another_value_leaves_the_cell_unknown(
    cell: str, note: str, tmp_path: Path
) -> None:
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
        ("E2", "สมศรี: ตรวจสอบแล้ว"),
        ("E2", "-"),
        ("E2", "ยืนยัน 3 ดาว (5 ดาวเป็นของอีกผลิตภัณฑ์)"),
        ("C2", "กลุ่ม"),
        ("C2", "ประธานเปลี่ยนคน"),
        ("F2", "ตรวจแล้วไม่ซ้ำ"),
        ("F2", "ดูบัญชีปี 64"),
        ("F2", "สอบถามโครงการแล้ว"),
        ("F2", "เคยเข้าร่วมโครงการปี 63"),
        ("G2", "ดูกลุ่ม A ด้วย"),
        ("B2", "เปลี่ยนชื่อเมื่อปี 2564"),
    ],
)
def test_any_other_note_changes_nothing(cell: str, note: str, tmp_path: Path) -> None:
    registry = read_registry(
        noted(tmp_path / "r.xlsx", cell, note, [HEADER, ROW]), LETTER
    )
    assert certainty(registry) == ["certain"]
    assert told(registry) == [("cell.note", cell)]


def test_a_noted_cell_takes_no_value_from_another_row(tmp_path: Path) -> None:
    """Of a product that stands twice what is in doubt in one row stays so."""
    path = noted(tmp_path / "r.xlsx", "E2", "ที่จริงได้ 4 ดาว", [HEADER, ROW, ROW])
    assert certainty(read_registry(path, LETTER)) == ["check"]


@pytest.mark.parametrize(
    ("role", "header", "note"),
    [("stars", "ระดับดาว ปี 2565", "ที่จริงได้ 5 ดาว"), ("standards", "มชช.", "ไม่ผ่าน")],
)
def test_a_line_of_a_list_with_such_a_note_is_asked(
    role: Any, header: str, note: str, tmp_path: Path
) -> None:
    value = 3 if role == "stars" else "ผ่าน"
    rows = [["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", header], [*ROW[:2], ROW[3], value]]
    path = noted(tmp_path / "s.xlsx", "D2", note, rows)
    side_list = read_side_list(path, role, LETTER, make_scope(LETTER))
    cells = [(finding.code, finding.place.cell) for finding in side_list.findings]
    assert cells == [("cell.note-differs", "D2")]
    field = "star_rated" if role == "stars" else "standard"
    assert side_list.rows[field].isna().all()


def test_a_noted_cell_of_a_districts_list_is_no_error(tmp_path: Path) -> None:
    """It agrees with the registry, or not: the note is told, and the list is taken."""
    workbook = openpyxl.Workbook()
    for row in (HEADER, ROW):
        workbook.active.append(row)
    workbook.save(tmp_path / "registry.xlsx")
    header = ["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "ผู้แทนกลุ่ม"]
    line = [ROW[1], ROW[3], 3, "นางสมมุติ ใจดี"]
    path = tmp_path / "2402 บางคล้า.xlsx"
    noted(path, "C2", "ที่จริงได้ 4 ดาว", [header, line])
    registry = notebook.read(str(tmp_path / "registry.xlsx"))
    checked = notebook.validate(notebook.screen(registry), str(path))
    assert checked.files["status"].tolist() == ["accepted_with_warnings"]
    assert "cell.note-differs" in checked.findings["code"].tolist()


def asked(path: Path) -> list[tuple[str | None, str | None, str]]:
    """Sheet, cell and words of every question."""
    run = build_run([path], RunOptions(lang="en"))
    return [
        (question.place.sheet, question.place.cell, question_line(run, question))
        for question in open_questions(run.registry, run.screening, run.letter)
    ]


def test_a_group_with_such_a_mark_is_asked_where_it_stands(tmp_path: Path) -> None:
    """On every sheet, with the words of the note or of the legend."""
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


REMARKS = {
    "ซ้ำโครงการ Young OTOP ปี 66": "F2",
    "อยู่ในโครงการ OTOP Trader": "F2",
    "ที่จริงได้ 4 ดาว": "E2",
    "ย้ายเป็น SME": "C2",
    "รายเดี่ยว": "C2",
    "มชช. ไม่ผ่าน": "I2",
}


@pytest.mark.parametrize(("remark", "cell"), REMARKS.items())
def test_a_remark_that_says_another_value_leaves_it_unknown(
    remark: str, cell: str, tmp_path: Path
) -> None:
    """5: in a column of remarks, in a note on a name, or as the meaning of a colour."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append([*HEADER, "หมายเหตุ"])
    sheet.append([*ROW, remark])
    for number in range(4):
        sheet.append([ROW[0], f"กลุ่มอื่น {number}", *ROW[2:]])
    workbook.save(tmp_path / "remark.xlsx")
    sheet["J2"] = None
    sheet["B2"].comment = Comment(f"ผู้เขียน: {remark}", "ผู้เขียน")
    workbook.save(tmp_path / "note.xlsx")
    sheet["B2"].comment = None
    sheet["B2"].fill = YELLOW
    sheet["A9"] = f"สีเหลือง = {remark}"
    workbook.save(tmp_path / "colour.xlsx")
    for name in ("remark", "note", "colour"):
        registry = read_registry(tmp_path / f"{name}.xlsx", LETTER)
        assert told(registry) == [("cell.remark-differs", cell)]
        if cell != "I2":
            assert certainty(registry) == ["check", *["certain"] * 4]
        message = registry.findings[0].message("en")
        assert remark in message
        assert ("J2" if name == "remark" else "B2") in message


@pytest.mark.parametrize(
    "remark",
    [
        "3 ดาว",
        "ได้ 4 ดาว ปี 2562",
        "เดิม 4 ดาว",
        "ผลิตภัณฑ์อื่นได้ 5 ดาว",
        "4",
        "รอผล",
        "กลุ่มเข้มแข็ง",
        "พร้อมเข้าร่วมโครงการ",
        "เคยเข้าร่วมโครงการ OTOP Trader ปี 63",
        "ผ่าน",
        "มชช. ผ่าน",
        "เปลี่ยนประธาน",
        "-",
    ],
)
def test_any_other_remark_changes_nothing(remark: str, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW, remark])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert certainty(registry) == ["certain"]
    assert told(registry) == []


@pytest.mark.parametrize(
    ("remark", "is_asked"),
    [
        ("ถอนตัวแล้ว", True),
        ("สละสิทธิ์ ปี 66", True),
        ("ยังไม่ได้ถอนตัว", False),
        ("ติดต่อประธานแล้ว", False),
    ],
)
def test_a_remark_that_the_group_left_is_asked_beside_its_project(
    remark: str, is_asked: bool, tmp_path: Path
) -> None:
    """In a registry and in a list of projects; a group without a project is left as it is."""
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW[:5], "Young OTOP", *ROW[6:], remark])
    workbook.active.append([ROW[0], "กลุ่มอื่น", *ROW[2:], remark])
    workbook.save(tmp_path / "r.xlsx")
    projects = read_registry(tmp_path / "r.xlsx", LETTER).products["other_project"]
    assert projects.isna().tolist() == [is_asked, False]
    del workbook["Sheet"]
    sheet = workbook.create_sheet()
    for row in (["ชื่อกลุ่ม", "โครงการ", "สถานะ"], [ROW[1], "Young OTOP", remark]):
        sheet.append(row)
    workbook.save(tmp_path / "l.xlsx")
    listed = read_side_list(tmp_path / "l.xlsx", "projects", LETTER, make_scope(LETTER))
    assert listed.rows["other_project"].isna().tolist() == [is_asked]


def test_a_remark_that_says_less_than_a_list_of_projects_admits_nobody(
    tmp_path: Path,
) -> None:
    """What keeps a group out stays."""
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW[:5], "Young OTOP", *ROW[6:], "ไม่ซ้ำ"])
    workbook.active.append([ROW[0], "กลุ่มอื่น", "SME", *ROW[3:], "กลุ่ม"])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert registry.products["other_project"][0] == "in_project"
    assert "cell.remark-differs" not in {code for code, _ in told(registry)}


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("ผลการคัดสรร ปี 2562", {"table.stars-of-other-round"}),
        ("ตรวจแล้ว 12/3/2564", {"cell.note", "table.star-year-assumed"}),
    ],
)
def test_a_note_on_the_header_says_its_round(
    note: str, codes: set[str], tmp_path: Path
) -> None:
    """A day says nothing of it."""
    header = [*HEADER[:4], "ระดับดาว", *HEADER[5:]]
    registry = read_registry(
        noted(tmp_path / "r.xlsx", "E1", note, [header, ROW]), LETTER
    )
    assert {code for code, _ in told(registry)} == codes
    is_of_round = registry.products["star_year_be"].tolist() == [2565]
    assert is_of_round is ("cell.note" in codes)


@pytest.mark.parametrize(
    "header",
    [
        "หมายเหตุ (สพอ.)",
        "สถานะปัจจุบัน",
        "ความเห็นเจ้าหน้าที่",
        "บันทึกการลงพื้นที่",
        None,
    ],
)
def test_a_remark_is_read_under_any_header_of_remarks_and_under_none(
    header: str | None, tmp_path: Path
) -> None:
    """A legend of colours and a count that stand beside the table are of no row."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append([*HEADER, header])
    remarks = [
        "ยุบกลุ่มแล้ว",
        "เข้า OTOP Trader ปี 66 แล้ว",
        "สีเหลือง = ยุบกลุ่ม",
        "จำนวนกลุ่มที่ยุบ",
        "โทรแล้ว",
    ]
    for number, remark in enumerate(remarks):
        name = f"กลุ่มทอผ้า หมู่ {number + 1}"
        sheet.append([ROW[0], name, *ROW[2:], remark])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    findings = set(told(registry))
    if header is None:
        findings.remove(("table.blank-header", "J1"))
    assert findings == {
        ("cell.dissolved-group", "J2"),
        ("cell.remark-differs", "F3"),
    }
    groups = screen(registry, LETTER).groups
    asked = groups[groups["certainty"] == "check"]
    assert sorted(asked["group_name"]) == [
        "กลุ่มทอผ้า หมู่ 1",
        "กลุ่มทอผ้า หมู่ 2",
    ]


@pytest.mark.parametrize(
    ("remark", "cells"),
    [
        ("ถอนตัวจาก Young OTOP ปี 66", ["F2"]),
        ("ถอนตัวจาก Young OTOP ปี 64", []),
        ("รอผลดาว", ["E2"]),
        ("รอผลดาว ปี 67", []),
        ("รอประกาศผลดาว", ["E2"]),
        ("มชช. รอผล", ["I2"]),
    ],
)
def test_a_remark_that_doubts_a_value_of_the_letters_year_leaves_it_unknown(
    remark: str, cells: list[str], tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW, remark])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert told(registry) == [("cell.remark-differs", cell) for cell in cells]


@pytest.mark.parametrize(
    "remark",
    [
        "รอใบประกาศดาว",
        "รอรับป้ายดาว 3 ดาว",
        "รอป้ายดาว",
        "รอโลโก้ดาว",
        "รอฟอร์มดาว",
        "รอนัดคุณดาว",
        "รอคุณดาวยืนยัน",
        "รอรับใบประกาศ มชช.",
        "รอต่ออายุ มชช.",
        "รอแบบ มชช.",
        "รอเอกสารประกอบ มชช.",
        "รอลงพื้นที่ มชช.",
        "สมัครมชช.แล้ว รอตรวจ",
        "รอเข้าร่วมประชุม",
        "รอเข้าร่วมอบรม",
        "รอเชิญเข้าร่วม KBO",
        "รอยืนยันการเข้าร่วม",
        "รอ SME D Bank",
        "กู้ SME รอผล",
        "ถอนตัวจากตลาดประชารัฐ เข้าร่วมประชุมได้",
        "ขอถอนเงินออม เข้าร่วมได้",
        "ประธานลาออก มีประธานใหม่อยู่ในตำแหน่ง",
        "ลาออกประธาน เข้าร่วมโดยรองประธาน",
        "สิ้นสุดสัญญาเช่า อยู่ในที่ดินวัด",
        "ตัดออกจากบัญชีเดิม อยู่ในบัญชีใหม่",
        "เลิกเข้าร่วมงานเกษตร",
        "จบการอบรมนวัตวิถี",
    ],
)
def test_a_remark_that_waits_for_or_leaves_something_else_doubts_nothing(
    remark: str, tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW, remark])
    workbook.active.append([*ROW[:3], "ผ้าถุง", *ROW[4:8], "อยู่ระหว่างการพัฒนา", remark])
    workbook.save(tmp_path / "r.xlsx")
    assert told(read_registry(tmp_path / "r.xlsx", LETTER)) == []


@pytest.mark.parametrize(
    ("remark", "findings"),
    [
        ("ยกเลิกผลดาว", [("cell.remark-differs", "E2")]),
        ("อยู่ระหว่างอุทธรณ์ผลดาว", [("cell.remark-differs", "E2")]),
        ("ยกเลิกผลดาว ปี 62", []),
        ("มชช. หมดอายุ", [("cell.remark-differs", "I2")]),
        ("มชช. ยังไม่หมดอายุ", []),
        ("ยกเลิกกลุ่ม", [("cell.dissolved-group", "J2")]),
        ("สมาชิกไม่มี ยกเลิก", [("cell.dissolved-group", "J2")]),
        ("3 ดาว ปี 62 ยกเลิก", [("cell.dissolved-group", "J2")]),
        ("ยกเลิก เดิม 3 ดาว", [("cell.dissolved-group", "J2")]),
        ("ยกเลิกแล้ว (เดิมได้ 3 ดาว)", [("cell.dissolved-group", "J2")]),
        ("มชช. ถูกเพิกถอน ตามประกาศ", [("cell.remark-differs", "I2")]),
        ("มชช. หมดอายุปี 64", [("cell.remark-differs", "I2")]),
    ],
)
def test_a_remark_that_takes_a_result_back_leaves_it_unknown(
    remark: str, findings: list[tuple[str, str]], tmp_path: Path
) -> None:
    """It is the result that is asked, not whether the group is one."""
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW, remark])
    workbook.save(tmp_path / "r.xlsx")
    assert told(read_registry(tmp_path / "r.xlsx", LETTER)) == findings


@pytest.mark.parametrize(
    "remark",
    [
        "ยุบแล้ว มชช. หมดอายุ",
        "เลิกแล้ว มชช. หมดอายุ",
        "ปิดตัวแล้ว มชช. หมดอายุ",
        "เลิกทำแล้ว ขอถอน มชช.",
        "หยุดทำ มชช. ถูกยกเลิก",
        "ไม่เคลื่อนไหว มชช. หมดอายุปี 64",
        "พ้นสภาพ ระงับ มชช.",
        "ยุบเลิกแล้ว สละสิทธิ์ 3 ดาว",
    ],
)
def test_beside_a_result_that_is_taken_back_a_group_may_be_no_more(
    remark: str, tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW, remark])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert ("cell.dissolved-group", "J2") in told(registry)
    assert certainty(registry) == ["check"]


NO_RESULT_TAKEN_BACK = [
    "มชช. หมดอายุ 31 ธ.ค. 2568",
    "มชช. หมดอายุปี 2568",
    "มชช. 2565 หมดอายุ 2568",
    "น้ำสละ 3 ดาว",
    "สละลอยแก้ว 3 ดาว ปี 65",
    "สบู่ระงับกลิ่นกาย 3 ดาว",
    "ลูกประคบระงับปวด ได้ 3 ดาว",
    "สินค้า 3 ดาว วันหมดอายุสั้น",
    "3 ดาว เก็บได้ 6 เดือนก่อนหมดอายุ",
    "ไม่มีการอุทธรณ์ผลดาว",
    "ผลดาวไม่มีผู้คัดค้าน",
    "อุทธรณ์ผลดาวแล้ว ยืนผล 3 ดาว",
    "มชช. ไม่มีผู้คัดค้าน",
    "มชช. ผ่านการทบทวนแล้ว",
    "ทบทวน มชช. แล้ว ผ่าน",
    "มชช. ต่ออายุแล้ว หลังหมดอายุ",
    "ไม่เพิกถอน มชช.",
    "ยังไม่ถูกยกเลิก มชช.",
    "เสียสละพัฒนาจนได้ 3 ดาว",
    "มผช. หมดอายุ รอต่ออายุ (มชช. ผ่าน)",
    "3 ดาว, ประธานเดิมขอถอนตัวจากตำแหน่ง",
    "บัตรผู้ผลิตหมดอายุ 3 ดาว",
    "ทบทวนทะเบียนแล้ว 3 ดาว",
    "ผลการประเมิน มชช. (ยกเลิกประกาศฉบับเดิม)",
]
#: The same in a list of one result, where a remark need not name it.
NO_RESULT_TAKEN_BACK_IN_LIST = [
    "หมดอายุ 2568",
    "ยกเลิกเบอร์เดิม",
    "สมาชิกถอนตัว 2 คน",
    "ใบอนุญาต อย. หมดอายุ",
    "ประธานเสียสละ",
    "ถอนตัวจาก Young OTOP",
    "สละสิทธิ์ KBO",
    "ระงับบัญชีธนาคาร",
    "สินค้ามีวันหมดอายุ",
]


@pytest.mark.parametrize("remark", NO_RESULT_TAKEN_BACK)
def test_a_remark_on_other_things_takes_no_result_back(
    remark: str, tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, "หมายเหตุ"])
    workbook.active.append([*ROW, remark])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert registry.products[["star", "standard"]].notna().all(axis=None)


@pytest.mark.parametrize("role", ["stars", "standards"])
def test_nor_does_it_in_a_list_of_one_result(role: Any, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    result, value = ("ดาว ปี 2565", 3) if role == "stars" else ("มชช.", "ผ่าน")
    sheet.append(["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", result, "หมายเหตุ"])
    for remark in (*NO_RESULT_TAKEN_BACK, *NO_RESULT_TAKEN_BACK_IN_LIST):
        sheet.append([ROW[1], "ผ้าขาวม้า", value, remark])
    workbook.save(tmp_path / "l.xlsx")
    listed = read_side_list(tmp_path / "l.xlsx", role, LETTER, make_scope(LETTER))
    field = "star" if role == "stars" else "standard"
    assert listed.rows[field].notna().all()


def test_in_a_list_of_one_result_a_remark_need_not_name_it(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ดาว ปี 2565", "หมายเหตุ"])
    for remark in ("อุทธรณ์", "โทรแล้ว"):
        sheet.append([ROW[1], "ผ้าขาวม้า", 3, remark])
    workbook.save(tmp_path / "l.xlsx")
    listed = read_side_list(tmp_path / "l.xlsx", "stars", LETTER, make_scope(LETTER))
    assert listed.rows["star"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("header", "remark", "is_asked"),
    [
        ("สถานะผลิตภัณฑ์", "หยุดผลิตหน้าฝน", False),
        ("ผลิตภัณฑ์เพิ่มเติม", "ข้าวเกรียบ (เลิกทำ)", False),
        ("วันที่ลงพื้นที่", "ยกเลิกเพราะน้ำท่วม", False),
        ("การติดตามหนี้", "ยุติเรื่อง", False),
        ("บันทึกข้อตกลง (MOU)", "ยกเลิก", False),
        ("สถานะผู้ประสานงาน", "ยกเลิก", False),
        ("Notebook", "ยกเลิก", False),
        (None, "ยุบ = 1", False),
        ("Notes", "ยกเลิก", True),
        ("Group status", "ยกเลิก", True),
        ("หมายเหตุ (โครงการ)", "ยุบกลุ่มแล้ว", True),
    ],
)
def test_a_word_of_an_end_counts_where_the_header_asks_for_the_group(
    header: str | None, remark: str, *, is_asked: bool, tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*HEADER, header])
    workbook.active.append([*ROW, remark])
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert certainty(registry) == ["check" if is_asked else "certain"]
