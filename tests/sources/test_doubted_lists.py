"""Lists of groups in projects whose titles and remarks say that a group may be in none, or is in none.

- Who left, applied, waits or is a reserve is asked: in a title of the list, between its lines, or beside a line.
- A list of groups that are in no project is not read, and told; nothing else in the file stops for it.
- A title that names two fields is no header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen import load_letter
from kbo_screen.findings import InputError
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.side_lists.side_list_files import read_side_list

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.side_list import Role, SideList

LETTER = load_letter()
HEADER = ["ที่", "ชื่อกลุ่ม", "อำเภอ"]
LINE = [1, "กลุ่มทอผ้าบ้านหนองแหน", "บางคล้า"]
LONGEST_SHEET_NAME = 31
OTHER_LINE = [2, "กลุ่มจักสานบ้านไร่", "บางคล้า"]

Rows = list[list[Any]]


def read_list(
    path: Path,
    sheets: dict[str, Rows],
    role: Role = "projects",
    name: str = "รายชื่อ.xlsx",
) -> SideList:
    """A list from a workbook of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path / name)
    return read_side_list(path / name, role, LETTER, make_scope(LETTER))


def counting(side_list: SideList) -> list[bool]:
    """Per line whether it is in a project; unknown counts for no."""
    values: list[bool] = side_list.rows["other_project"].eq("in_project").tolist()
    return values


def cells_in_doubt(side_list: SideList) -> list[str | None]:
    return [
        finding.place.cell
        for finding in side_list.findings
        if finding.code == "list.lines-in-doubt"
    ]


@pytest.mark.parametrize(
    "remark",
    [
        "ขอถอนตัว 15 พ.ย. 65",
        "สำรอง",
        "รอประกาศผล",
        "ย้ายไปปี 67",
        "ปีงบ 65",
        "ไม่ผ่านการคัดเลือก",
        "ไม่ผ่านรอบแรก",
        "สำรอง (รอเรียก)",
        "สมัครรอบ 2",
        "ถอนตัว ขอเข้า KBO",
    ],
)
def test_a_line_with_such_a_remark_is_asked(remark: str, tmp_path: Path) -> None:
    """Under a header of remarks and beside the table; what says it is named in the question."""
    for header in ("หมายเหตุ", None):
        rows = [[*HEADER, header], [*LINE, remark], OTHER_LINE]
        side_list = read_list(tmp_path, {"Sheet1": rows})
        assert counting(side_list) == [False, True]
        assert cells_in_doubt(side_list) == ["D2"]
        assert side_list.rows["value_words"].tolist()[0] == remark


@pytest.mark.parametrize(
    "remark",
    [
        "ยังไม่ถอนตัว",
        "เข้าแทนกลุ่มที่ถอนตัว",
        "ปี 2566",
        "ผ่านการคัดเลือกจากผู้สมัคร 20 กลุ่ม",
        "โทรแล้ว",
        "สำรองที่พักแล้ว",
        "มีเงินสำรองกลุ่ม",
        "รอผลผลิต",
        "รอยืนยันวันอบรม",
        "รอพิจารณางบงวด 2",
        "อยู่ระหว่างพิจารณางบ",
        "ไม่ผ่าน อย.",
        "มชช. ไม่ผ่าน",
        "ไม่เข้าร่วม KBO",
        "ตัดออกจาก KBO",
        "สมัคร KBO ด้วย",
        "ไม่ซ้ำกลุ่มอื่น",
        "ไม่แน่ใจเบอร์โทร",
        "ไม่ประสงค์ออกนาม",
        "ขอเลื่อนวันอบรม",
        "เสนอชื่อรับรางวัล",
        "สมัครสมาชิกแล้ว",
        "สมัครแล้วเข้าร่วมแล้ว",
        "ตัวสำรองได้เลื่อนเป็นตัวจริง",
        "สิ้นสุด 30 ก.ย. 2566",
    ],
)
def test_any_other_remark_leaves_a_line_in_its_project(
    remark: str, tmp_path: Path
) -> None:
    for header in ("หมายเหตุ", None):
        rows = [[*HEADER, header], [*LINE, remark], [*OTHER_LINE, "สมัคร LINE กลุ่มแล้ว"]]
        side_list = read_list(tmp_path, {"Sheet1": rows})
        assert counting(side_list) == [True, True]
        assert cells_in_doubt(side_list) == []


#: Titles of lists whose lines count, though a word in them is also said of lines that do not.
INNOCENT_TITLES = [
    "กลุ่มที่ได้รับการคัดเลือกเข้าร่วมโครงการ Young OTOP (สำรองข้อมูล)",
    "บัญชีกลุ่มในโครงการ Young OTOP ไฟล์สำรอง",
    "สำรองข้อมูล",
    "กลุ่มในโครงการ Young OTOP ไม่รวมกลุ่มสำรอง",
    "กลุ่มตัวจริง (ไม่ใช่สำรอง)",
    "กลุ่มในโครงการ Young OTOP (ตัดกลุ่มที่ถอนตัวแล้ว)",
    "กลุ่มในโครงการ Young OTOP (ยกเลิกฉบับเดิม)",
    "โครงการ Young OTOP สิ้นสุด 30 ก.ย. 2566",
    "ระยะเวลาสิ้นสุดโครงการ 30 ก.ย. 66",
    "โครงการ Young OTOP ปิดรับสมัครแล้ว",
    "โครงการ Young OTOP รับสมัครถึง 30 พ.ย. 65",
    "กลุ่มที่สมัครเข้าร่วมโครงการและผ่านเกณฑ์",
    "บัญชีกลุ่มในโครงการอื่น ใช้คัดออกจาก KBO",
    "กลุ่มที่ถูกตัดสิทธิ KBO เพราะอยู่ในโครงการ Young OTOP",
    "กลุ่มที่ถูกตัดสิทธิ์ KBO",
    "กลุ่มที่ต้องตัดออกเพราะอยู่ในโครงการอื่น",
    "โครงการ Young OTOP ผู้สนใจสอบถาม โทร 0",
    "กลุ่มในโครงการ ตำบลบ้านสมัคร",
    "รายชื่อกลุ่มในโครงการอื่น (ตรวจแล้วไม่ซ้ำรายการ)",
    "กลุ่มในโครงการ OTOP (รายชื่อไม่ซ้ำ)",
    "รายชื่อกลุ่มในโครงการ ปี 2566 เรียงไม่ซ้ำชื่อ",
    "กลุ่มที่อยู่ในโครงการ และไม่ซ้ำกับกลุ่มปี 65",
]


@pytest.mark.parametrize("title", INNOCENT_TITLES)
def test_any_other_title_leaves_lines_in_their_project(
    title: str, tmp_path: Path
) -> None:
    """Above the table, as its sheet's name and between its lines."""
    sheets: dict[str, Rows] = {"Sheet1": [[title], HEADER, LINE, [title], OTHER_LINE]}
    if len(title) <= LONGEST_SHEET_NAME:
        sheets[title] = [HEADER, LINE]
    side_list = read_list(tmp_path, sheets)
    assert all(counting(side_list))
    assert cells_in_doubt(side_list) == []


@pytest.mark.parametrize("title", INNOCENT_TITLES)
def test_nor_does_it_beside_a_column_of_projects(title: str, tmp_path: Path) -> None:
    rows = [[title], [*HEADER, "โครงการ"], [*LINE, "Young OTOP"]]
    side_list = read_list(tmp_path, {"Sheet1": rows})
    assert counting(side_list) == [True]
    assert cells_in_doubt(side_list) == []


@pytest.mark.parametrize(
    "name",
    [
        "รายชื่อ (ไม่ซ้ำ).xlsx",
        "ตรวจสอบโครงการ ไม่ซ้ำ KBO.xlsx",
        "บัญชีโครงการ สำเนาสำรอง.xlsx",
        "สำรอง.xlsx",
    ],
)
def test_the_name_of_a_file_says_nothing_of_its_lines(
    name: str, tmp_path: Path
) -> None:
    for header in (HEADER, [*HEADER, "โครงการ"]):
        line = [*LINE, "Young OTOP"][: len(header)]
        side_list = read_list(tmp_path, {"Sheet1": [header, line]}, name=name)
        assert counting(side_list) == [True]


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("รายชื่อกลุ่มที่ถอนตัวจากโครงการ Young OTOP ปี 2566", True),
        ("รายชื่อกลุ่มที่สมัครเข้าร่วมโครงการ Young OTOP ปี 2566 (รอประกาศผล)", True),
        ("บัญชีสำรอง โครงการ OTOP Trader ปี 2566", True),
        ("รายชื่อกลุ่มที่ผ่านการคัดเลือกเข้าร่วมโครงการ OTOP Trader ปี 2566", False),
    ],
)
def test_the_title_of_a_list_says_whether_its_lines_count(
    title: str, is_asked: bool, tmp_path: Path
) -> None:
    side_list = read_list(tmp_path, {"Sheet1": [[title], HEADER, LINE]})
    assert counting(side_list) == [not is_asked]
    assert cells_in_doubt(side_list) == (["A1"] if is_asked else [])


def test_a_title_between_the_lines_is_of_those_below_it(tmp_path: Path) -> None:
    rows = [HEADER, LINE, ["สำรอง"], OTHER_LINE]
    side_list = read_list(tmp_path, {"Sheet1": rows})
    assert counting(side_list) == [True, False]
    assert cells_in_doubt(side_list) == ["A3"]


@pytest.mark.parametrize(
    "note",
    [
        "หมายเหตุ: กลุ่มสำรองไม่อยู่ในบัญชีนี้",
        "หมายเหตุ กลุ่มที่ถอนตัวได้ตัดออกแล้ว",
        "หมายเหตุ สำรอง 2 กลุ่ม",
    ],
)
def test_a_note_between_the_lines_says_nothing_of_those_below_it(
    note: str, tmp_path: Path
) -> None:
    side_list = read_list(tmp_path, {"Sheet1": [HEADER, LINE, [note], OTHER_LINE]})
    assert counting(side_list) == [True, True]


def test_the_banner_of_a_district_stands_within_what_is_above_the_table(
    tmp_path: Path,
) -> None:
    title, banner = ["รายชื่อกลุ่มที่สมัคร"], ["อำเภอบางคล้า"]
    rows = [title, HEADER, banner, LINE, banner, OTHER_LINE]
    side_list = read_list(tmp_path, {"Sheet1": rows})
    assert counting(side_list) == [False, False]
    rows = [HEADER, ["สำรอง"], banner, LINE, banner, OTHER_LINE]
    side_list = read_list(tmp_path, {"Sheet1": rows})
    assert counting(side_list) == [False, True]


def test_only_lines_that_are_looked_for_are_in_doubt(tmp_path: Path) -> None:
    elsewhere = [3, "กลุ่มจักสานบ้านนา", "เมืองเชียงใหม่"]
    rows = [["กลุ่มสำรอง"], HEADER, LINE, elsewhere, [4, None, "บางคล้า"]]
    side_list = read_list(tmp_path, {"Sheet1": rows})
    (doubt,) = [
        finding
        for finding in side_list.findings
        if finding.code == "list.lines-in-doubt"
    ]
    assert doubt.fields["count"] == 1


def test_a_list_of_groups_in_no_project_is_not_read(tmp_path: Path) -> None:
    """Alone it stops; beside a sheet of the others it is told."""
    title = ["รายชื่อกลุ่มที่ไม่ซ้ำกับโครงการอื่น ปี 2566"]
    with pytest.raises(InputError) as stopped:
        read_list(tmp_path, {"Sheet1": [title, HEADER, LINE]})
    assert [finding.code for finding in stopped.value.findings] == ["list.denies"]
    assert stopped.value.findings[0].place.cell == "A1"
    sheets = {
        "ซ้ำ": [HEADER, LINE],
        "ไม่ซ้ำ": [HEADER, OTHER_LINE],
    }
    side_list = read_list(tmp_path, sheets)
    assert side_list.rows["group_name"].tolist() == [LINE[1]]
    assert "list.denies" in {finding.code for finding in side_list.findings}


def test_a_title_that_names_two_fields_is_no_header(tmp_path: Path) -> None:
    title = ["รายชื่อกลุ่มที่ผ่านการประเมิน มชช. ประจำปี 2564"]
    with pytest.raises(InputError) as stopped:
        read_list(tmp_path, {"Sheet1": [title, HEADER, LINE]}, "standards")
    (finding,) = stopped.value.findings
    assert (finding.code, finding.place.cell) == ("list.missing-column", "2")
    rows = [title, [*HEADER, "มชช."], [*LINE, "ผ่าน"]]
    side_list = read_list(tmp_path, {"Sheet1": rows}, "standards")
    assert side_list.rows["standard"].tolist() == ["passed"]
