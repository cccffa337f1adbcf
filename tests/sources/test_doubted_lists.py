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
OTHER_LINE = [2, "กลุ่มจักสานบ้านไร่", "บางคล้า"]

Rows = list[list[Any]]


def read_list(path: Path, sheets: dict[str, Rows], role: Role = "projects") -> SideList:
    """A list from a workbook of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path / "รายชื่อ.xlsx")
    return read_side_list(path / "รายชื่อ.xlsx", role, LETTER, make_scope(LETTER))


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
    ],
)
def test_any_other_remark_leaves_a_line_in_its_project(
    remark: str, tmp_path: Path
) -> None:
    rows = [[*HEADER, "หมายเหตุ"], [*LINE, remark]]
    side_list = read_list(tmp_path, {"Sheet1": rows})
    assert counting(side_list) == [True]
    assert cells_in_doubt(side_list) == []


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
