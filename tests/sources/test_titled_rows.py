"""Titles that say something of the rows under them: groups that are no more, a value of their own.

- Under a title, or on a sheet, of groups that are no more it is asked whether a group is one.
- Under a title that says another value than the cell, the value is asked; where the cell agrees, nothing is.
- A title of a district stands within the one that it follows at once, and ends one that has rows already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.screening.screen import screen
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
]

Rows = list[list[Any]]


def group(number: int, star: int | None = 3) -> list[Any]:
    name = f"กลุ่มทอผ้าบ้านหนองแหน หมู่ {number}"
    return ["บางคล้า", name, "กลุ่มผู้ผลิตชุมชน", "ผ้าขาวม้า", star, None, "A"]


def read(path: Path, sheets: dict[str, Rows]) -> Registry:
    """A registry from a workbook of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path / "r.xlsx")
    return read_registry(path / "r.xlsx", LETTER)


def asked_groups(registry: Registry) -> list[int]:
    """The numbers of the groups that wait for an answer."""
    groups = screen(registry, LETTER).groups
    asked = groups[groups["certainty"] == "check"]
    return sorted(int(name.split()[-1]) for name in asked["group_name"])


@pytest.mark.parametrize(
    "title",
    [
        "กลุ่มที่ยกเลิก/เลิกกิจการ",
        "รายชื่อกลุ่มที่ยุบเลิก ปี 2565",
        "ผู้ผลิตที่ถูกเพิกถอนทะเบียน",
    ],
)
def test_groups_under_a_title_of_those_that_are_no_more_are_asked(
    title: str, tmp_path: Path
) -> None:
    """Between the rows, above the table, as a sheet's name."""
    rows = [HEADER, group(1), [title], group(2), group(3)]
    registry = read(tmp_path, {"ทะเบียน": rows})
    assert told(registry) == [("table.dissolved-rows", "A3")]
    assert asked_groups(registry) == [2, 3]
    registry = read(tmp_path, {"ทะเบียน": [[title], HEADER, group(1)]})
    assert told(registry) == [("table.dissolved-rows", "A1")]
    assert asked_groups(registry) == [1]
    sheet = title.replace("/", " ")
    sheets = {
        "ทะเบียน": [HEADER, group(1)],
        sheet: [HEADER, group(2)],
    }
    registry = read(tmp_path, sheets)
    assert told(registry) == [("table.dissolved-rows", None)]
    assert asked_groups(registry) == [2]


@pytest.mark.parametrize(
    "title",
    [
        "ทะเบียน (ไม่รวมกลุ่มที่ยุบเลิก)",
        "สีแดง = เลิกกิจการ",
        "หมายเหตุ ตัดกลุ่มที่ยุบเลิกแล้วออก",
        "ยุบเลิก 3 กลุ่ม",
        "กลุ่มที่ดำเนินการอยู่",
        "ทะเบียนผู้ผลิต OTOP (ยกเลิกฉบับเดิม)",
        "บัญชีนี้ยกเลิกบัญชีเดิม",
        "เอกสารแนบ ยกเลิกชั้นความลับ",
        "ศูนย์ยุติธรรมชุมชน ตำบลบางคล้า",
        "ทะเบียน OTOP (ตัดรายที่เลิกกิจการออกแล้ว)",
        "ลบกลุ่มที่ยุบแล้ว",
        "ตรวจสอบแล้วไม่พบกลุ่มที่เลิกกิจการ",
        "ทะเบียน OTOP ไม่มีกลุ่มที่ยุบเลิก",
        "ทะเบียน OTOP ปลอดกลุ่มเลิกกิจการ",
        "หลังปรับปรุงกลุ่มที่ยุบเลิกแล้ว",
        "โปรดแจ้งกลุ่มที่เลิกกิจการ",
        "หากกลุ่มยกเลิกให้แจ้ง",
        "กรุณาขีดฆ่ากลุ่มที่ยุบ",
        "ผู้จัดทำ: นายยุทธ ยุติธรรม",
        "ต.ยุบใหญ่",
        "หน้า 2 (ยกเลิกหน้าเดิม)",
        "กลุ่มที่เลิกกิจการ: ไม่มี",
    ],
)
def test_any_other_title_says_nothing_of_its_rows(title: str, tmp_path: Path) -> None:
    rows = [[title], HEADER, group(1), [title], group(2)]
    registry = read(tmp_path, {"ทะเบียน": rows})
    assert told(registry) == []
    assert asked_groups(registry) == []


@pytest.mark.parametrize("sheet", ["ยกเลิกฉบับเก่า", "ทะเบียน(ยกเลิกซ่อน)"])
def test_any_other_name_of_a_sheet_says_nothing_of_its_rows(
    sheet: str, tmp_path: Path
) -> None:
    assert asked_groups(read(tmp_path, {sheet: [HEADER, group(1)]})) == []


@pytest.mark.parametrize("file", ["ทะเบียน ล้างกลุ่มยุบแล้ว", "กลุ่มที่เลิกกิจการ"])
def test_the_name_of_a_file_says_nothing_of_its_rows(file: str, tmp_path: Path) -> None:
    read(tmp_path, {"ทะเบียน": [HEADER, group(1)]})
    path = (tmp_path / "r.xlsx").rename(tmp_path / f"{file}.xlsx")
    assert asked_groups(read_registry(path, LETTER)) == []


def test_a_title_without_rows_ends_with_its_district(tmp_path: Path) -> None:
    """A title of a subdistrict, and one of a district that stands above too, is within it."""
    title, district, other = ["กลุ่มที่เลิกกิจการ"], ["อำเภอบางคล้า"], ["อำเภอบ้านโพธิ์"]
    rows = [HEADER, district, group(1), title, other, group(2)]
    assert asked_groups(read(tmp_path, {"ทะเบียน": rows})) == []
    part = ["ตำบลบางสวน"]
    parts = [HEADER, district, part, group(1), title, other, part, group(2)]
    assert asked_groups(read(tmp_path, {"ทะเบียน": parts})) == []
    rows += [title, part, group(3), ["อำเภอแปลงยาว"], group(4)]
    rows += [title, district, group(5), other, group(6)]
    assert asked_groups(read(tmp_path, {"ทะเบียน": rows})) == [3, 5, 6]


def test_a_title_of_a_district_stands_within_the_title_that_it_follows(
    tmp_path: Path,
) -> None:
    title, district = ["กลุ่มที่เลิกกิจการ"], ["อำเภอบางคล้า"]
    nested = [title, district, group(1), district, group(2)]
    ended = [["กลุ่มที่ดำเนินการอยู่"], group(3), title, group(4), district, group(5)]
    registry = read(tmp_path, {"ทะเบียน": [HEADER, *nested, *ended]})
    assert asked_groups(registry) == [1, 2, 4]


@pytest.mark.parametrize(
    ("title", "star", "cell"),
    [
        ("ระดับ 3 ดาว", None, "E3"),
        ("ระดับ 5 ดาว", 3, "E3"),
        ("ระดับ 3 ดาว", 3, None),
        ("กลุ่มที่เข้าร่วมโครงการอื่นแล้ว", 3, "F3"),
        ("ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", 3, "C3"),
        ("อำเภอบางคล้า", 3, None),
    ],
)
def test_a_title_that_says_another_value_than_a_cell_leaves_it_unknown(
    title: str, star: int | None, cell: str | None, tmp_path: Path
) -> None:
    registry = read(tmp_path, {"ทะเบียน": [HEADER, [title], group(1, star)]})
    assert told(registry) == ([("cell.remark-differs", cell)] if cell else [])
    assert asked_groups(registry) == ([1] if cell else [])


def test_an_edition_in_a_sheets_name_hides_no_district(tmp_path: Path) -> None:
    sheets = {
        "บางคล้า": [HEADER[1:], group(1)[1:]],
        "บ้านโพธิ์ (แก้ไข)": [HEADER[1:], group(2)[1:]],
    }
    registry = read(tmp_path, sheets)
    assert registry.products["district_ix"].nunique() == 2
    assert told(registry) == []


def test_a_title_of_another_district_than_the_sheets_is_told(tmp_path: Path) -> None:
    """The title counts, as it did; of the same district nothing is told."""
    rows = [["ทะเบียนผู้ผลิต อำเภอบางคล้า"], HEADER[1:], group(1)[1:]]
    registry = read(tmp_path, {"อ.เมือง": rows})
    assert told(registry) == [("table.other-district", "A1")]
    assert told(read(tmp_path, {"บางคล้า": rows})) == []


@pytest.mark.parametrize(
    "titles",
    [
        ["เรียน พัฒนาการอำเภอเมืองฉะเชิงเทรา", "อำเภอบางคล้า"],
        ["อำเภอบางคล้า", "ถึง สพอ.เมืองฉะเชิงเทรา"],
        ["เรียน พัฒนาการอำเภอเมืองฉะเชิงเทรา"],
        ["ส่งจาก อ.เมืองฉะเชิงเทรา", "อำเภอบางคล้า"],
    ],
)
def test_only_the_title_that_gives_the_district_is_compared(
    titles: list[str], tmp_path: Path
) -> None:
    """Whom the sheet is sent to gives none beside the sheet's name."""
    rows = [*([title] for title in titles), HEADER[1:], group(1)[1:]]
    registry = read(tmp_path, {"บางคล้า": rows})
    assert told(registry) == []
    (district,) = registry.products["district_ix"]
    assert registry.scope.districts[district].district == "บางคล้า"
