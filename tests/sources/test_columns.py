"""Which column is a field's, and the years that headers name.

- The letter's year is chosen among columns of one field; another year's never stands in for it.
- Of มชช. and the quadrant the newest column counts, and that is said.
- A header that is only "year" is never the round of stars beside a star column with a year of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.registry.scope import make_scope
from kbo_screen.screening.screen import screen
from kbo_screen.sources.header.columns import Columns, letter_years
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.table.table_finder import find_table
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.registries import told, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry
    from kbo_screen.sources.table.table import Table

LETTER = load_letter()
FIRST = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"]
NAMES = ["บางคล้า", "กลุ่มจักสานบ้านสวน", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า"]


def read(
    tmp_path: Path, header: list[str], values: list[Any], **options: Any
) -> Registry:
    """A registry of one product: the four required columns without stars, and these."""
    path = write_csv(tmp_path / "r.csv", [*FIRST, *header], [[*NAMES, *values]])
    return read_registry(path, LETTER, **options)


def columns_of(tmp_path: Path, header: list[str], values: list[Any]) -> Columns:
    return table_of(tmp_path, header, values).columns


def table_of(tmp_path: Path, header: list[str], values: list[Any]) -> Table:
    path = write_csv(tmp_path / "t.csv", [*FIRST, *header], [[*NAMES, *values]])
    (grid,) = read_workbook(path).sheets
    table = find_table(grid, TableSearch(make_scope(LETTER), letter_years(LETTER), {}))
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("header", "values", "field", "chosen", "others"),
    [
        (["ดาว ปี 2562", "ดาว ปี 2565"], [5, 2], "star", 5, (4,)),
        (
            ["ผลการคัดสรร 2567", "OPC ปี 65", "ระดับดาว ปี ๒๕๖๒"],
            [5, 2, 4],
            "star",
            5,
            (4, 6),
        ),
        (
            ["ดาว", "โครงการอื่น ปี 65", "โครงการอื่น ปี 66"],
            [3, "ก", ""],
            "other_project",
            6,
            (5,),
        ),
        (
            ["ดาว", "เข้าร่วมโครงการ ปีงบประมาณ 2566", "โครงการอื่น ปี 2567"],
            [3, "", "ข"],
            "other_project",
            5,
            (6,),
        ),
        (
            ["ดาว", "มชช. ปี 2563", "ผลการประเมิน มชช. ปี 2565"],
            [3, "ไม่ผ่าน", "ผ่าน"],
            "standard",
            6,
            (5,),
        ),
        (["ดาว", "Quadrant 2565", "Quadrant 2562"], [3, "D", "A"], "quadrant", 5, (6,)),
    ],
)
def test_the_year_of_a_header_chooses_among_columns(
    tmp_path: Path,
    header: list[str],
    values: list[Any],
    field: str,
    chosen: int,
    others: tuple[int, ...],
) -> None:
    """1, 2: whatever the order of the columns."""
    columns = columns_of(tmp_path, header, values)
    assert columns.by_field[field] == chosen
    assert columns.other_years == {field: others}
    assert field in columns.years_be
    assert field not in columns.rivals


def test_the_letters_year_goes_before_a_column_without_one(tmp_path: Path) -> None:
    """1: though the other's header is the plain name of the field; both are named."""
    registry = read(tmp_path, ["ดาว", "ผลดาว ที่ได้ ปี 2565"], [5, 2])
    assert registry.products["star"].tolist() == [2]
    assert told(registry) == [("table.undated-column", "E1")]


def test_projects_of_another_year_only_are_no_projects_of_the_letters(
    tmp_path: Path,
) -> None:
    """1: the condition is not checked, and the header is named."""
    registry = read(tmp_path, ["ดาว ปี 2565", "โครงการอื่น ปี 2564"], [3, "OTOP Trader"])
    assert told(registry) == [("table.no-project-of-year", "F1")]
    assert "other_project" in registry.absent_fields
    assert "no-other-project" in [
        blank.condition for blank in screen(registry, LETTER).not_evaluated
    ]


def test_projects_of_another_year_beside_the_letters_are_told(tmp_path: Path) -> None:
    registry = read(
        tmp_path,
        ["ดาว ปี 2565", "โครงการอื่น ปี 2564", "โครงการอื่น ปี 2566"],
        [3, "OTOP Trader", ""],
    )
    assert told(registry) == [("table.other-project-year", "F1")]
    assert registry.products["other_project"].tolist() == ["clear"]


def test_an_older_standard_is_told_beside_the_one_that_counts(tmp_path: Path) -> None:
    registry = read(
        tmp_path,
        ["ดาว ปี 2565", "มชช. 2560", "มชช. 2564"],
        [3, "ผ่าน", "อยู่ระหว่างการพัฒนา"],
    )
    assert registry.products["standard"].tolist() == ["developing"]
    (finding,) = registry.findings
    assert (finding.code, finding.place.cell, finding.fields["chosen_cell"]) == (
        "table.newer-column",
        "F1",
        "G1",
    )


def test_stars_of_another_round_only_stop_the_run(tmp_path: Path) -> None:
    """1: also where the star has an undated name for another thing beside it."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, ["ผลการคัดสรร ปี 2562", "คะแนน ปี 2565"], [5, 80])
    assert [finding.code for finding in caught.value.findings] == [
        "table.no-star-of-round"
    ]


@pytest.mark.parametrize("header", ["ปี", "ปี พ.ศ.", "year"])
def test_a_bare_year_beside_stars_with_a_round_is_the_year_of_registration(
    tmp_path: Path, header: str
) -> None:
    """3: and it is told what else it could be."""
    registry = read(tmp_path, ["ดาว ปี 2565", header], [3, 2560])
    assert registry.products["star_year_be"].tolist() == [2565]
    assert registry.products["registered_year_be"].tolist() == [2560]
    assert told(registry) == [("table.bare-year", "F1")]


def test_a_bare_year_beside_stars_without_a_round_may_be_their_round(
    tmp_path: Path,
) -> None:
    """3: so the stars are not taken for the letter's."""
    registry = read(tmp_path, ["ดาว", "ปี"], [3, 2562])
    assert registry.products["star_year_be"].tolist() == [2562]
    assert told(registry) == [("table.bare-year", "F1")]


def test_a_sheet_with_years_in_its_cells_is_read_alike_from_a_workbook(
    tmp_path: Path,
) -> None:
    """1: a header cell that is a number is a year too."""
    header = [*FIRST, "ดาว 2562", "ดาว 2565"]
    path = write_xlsx(tmp_path / "r.xlsx", [header, [*NAMES, 5, 2]])
    assert read_registry(path, LETTER).products["star"].tolist() == [2]


@pytest.mark.parametrize("header", ["ระดับดาว ปี 2562/2567", "ผลการคัดสรร 2562, 2567"])
def test_a_header_of_several_other_rounds_is_not_the_letters(
    tmp_path: Path, header: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, [header, "คะแนน"], [3, 80])
    assert [finding.code for finding in caught.value.findings] == [
        "table.no-star-of-round"
    ]


def test_rounds_without_a_year_under_one_header_stop_the_run(tmp_path: Path) -> None:
    """1: unless the user says which."""
    rows = [
        [*FIRST, "ระดับดาว", ""],
        ["", "", "", "", "รอบแรก", "รอบสอง"],
        [*NAMES, 5, 2],
    ]
    path = write_xlsx(tmp_path / "r.xlsx", rows)
    with pytest.raises(InputError) as caught:
        read_registry(path, LETTER)
    assert [
        (finding.code, finding.place.cell) for finding in caught.value.findings
    ] == [("table.columns-untold", "E2")]
    assert read_registry(path, LETTER, columns={"star": "F"}).products[
        "star"
    ].tolist() == [2]


@pytest.mark.parametrize(
    "header",
    [
        "กิจกรรม/โครงการ",
        "ชื่อโครงการ",
        "โครงการที่ได้รับการสนับสนุน",
        "การสนับสนุนอื่น",
        "สถานะการซ้ำซ้อน",
    ],
)
def test_a_header_of_any_support_is_of_projects_where_its_values_name_them(
    header: str, tmp_path: Path
) -> None:
    """A loan is no project: the condition stays unchecked then."""
    registry = read(tmp_path, ["ดาว ปี 2565", header], [3, "Young OTOP"])
    assert registry.products["other_project"].tolist() == ["in_project"]
    registry = read(tmp_path, ["ดาว ปี 2565", header], [3, "เงินกู้ 20,000"])
    assert "other_project" in registry.absent_fields


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("กิจกรรมที่เข้าร่วม", "OTOP City"),
        ("การสนับสนุน", "ป้ายร้าน OTOP"),
        ("ชื่อโครงการ", "โครงการทอผ้าไหม (OTOP)"),
        ("ชื่อโครงการ", "โครงการปลูกหม่อน"),
        ("กิจกรรมอื่น", "ออกบูธ OTOP Midyear"),
    ],
)
def test_a_fair_or_a_shelf_is_no_project(
    header: str, value: str, tmp_path: Path
) -> None:
    """The condition stays unchecked; beside a project of the department it is asked."""
    registry = read(tmp_path, ["ดาว ปี 2565", header], [3, value])
    assert "other_project" in registry.absent_fields
    group = ["บางคล้า", "กลุ่มทอผ้า", "กลุ่มผู้ผลิตชุมชน", "ผ้า"]
    rows = [[*NAMES, 3, value], [*group, 3, "Young OTOP"]]
    path = write_csv(tmp_path / "two.csv", [*FIRST, "ดาว ปี 2565", header], rows)
    projects = read_registry(path, LETTER).products["other_project"].astype(object)
    assert projects.where(projects.notna(), None).tolist() == [None, "in_project"]


@pytest.mark.parametrize(
    ("value", "project"),
    [
        ("Young OTOP", "clear"),
        ("ใช่", "clear"),
        ("ไม่เคย", "clear"),
        ("OTOP Trader 66", "in_project"),
    ],
)
def test_a_header_that_asks_for_before_is_of_projects_of_before(
    value: str, project: str, tmp_path: Path
) -> None:
    """As "เคย…" in a cell: clear, and told."""
    registry = read(tmp_path, ["ดาว ปี 2565", "เคยเข้าร่วมโครงการอื่น"], [3, value])
    assert registry.products["other_project"].tolist() == [project]
    is_told = ("cell.former-project", "F2") in told(registry)
    assert is_told == (value in ("Young OTOP", "ใช่"))


@pytest.mark.parametrize(
    "header",
    [
        "อยู่ในโครงการอื่น (ไม่นับปีที่ผ่านมา)",
        "อยู่ในโครงการอื่น ไม่รวมที่เคยเข้าร่วม",
        "เคยเข้าร่วมโครงการในปีงบประมาณนี้",
        "เคยเข้าร่วม/กำลังเข้าร่วมโครงการอื่น",
        "เข้าร่วมโครงการที่ผ่านมาและปัจจุบัน",
        "เข้าร่วมโครงการอื่นหรือไม่ (เคย/ไม่เคย)",
        "Paste: other project",
    ],
)
@pytest.mark.parametrize("value", ["Young OTOP", "ใช่", "✓"])
def test_a_header_that_asks_of_today_too_is_not_of_before(
    header: str, value: str, tmp_path: Path
) -> None:
    registry = read(tmp_path, ["ดาว ปี 2565", header], [3, value])
    assert registry.products["other_project"].tolist() == ["in_project"]


@pytest.mark.parametrize("header", ["เคยเข้าร่วมโครงการ", "ประวัติการเข้าร่วมโครงการ"])
@pytest.mark.parametrize(
    "value",
    [
        "ปัจจุบัน Young OTOP",
        "อยู่ในโครงการ Young OTOP",
        "ยังอยู่ Young OTOP",
        "Young OTOP (ต่อเนื่อง)",
        "ปีนี้ Young OTOP",
        "เข้าร่วมอยู่",
    ],
)
def test_a_project_that_goes_on_is_not_of_before(
    header: str, value: str, tmp_path: Path
) -> None:
    registry = read(tmp_path, ["ดาว ปี 2565", header], [3, value])
    assert registry.products["other_project"].tolist() == ["in_project"]
