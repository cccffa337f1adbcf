"""Headers of two and three rows, and headers far down.

- Where the upper cell names the field, the rows below tell its columns apart: rounds, years, star and score.
- A header row is never a product, with merged cells or without them.
- A row of data is never part of a header.
- A header is found far down; a merged cell without cells below it is the header of its first column alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.header.columns import letter_years
from kbo_screen.sources.header.header_rows import FARTHEST_ROW
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.table.table_finder import find_table
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.registries import text_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.sources.table.table import Table

LETTER = load_letter()
NAMES = ["บางคล้า", "กลุ่มสานบ้านสวน", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า"]


def write(path: Path, rows: Sequence[Sequence[Any]], merges: Sequence[str]) -> Path:
    """Rows as a sheet, with these ranges merged."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("ทะเบียน")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in ("", None):
                    page.write(number, column, value)
        for merge in merges:
            first = merge.partition(":")[0]
            row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
            page.merge_range(merge, rows[row][column])
    return path


def table_of(path: Path) -> Table:
    (grid,) = read_workbook(path).sheets
    table = find_table(grid, TableSearch(make_scope(LETTER), letter_years(LETTER), {}))
    assert table is not None
    return table


TALL = [f"{letter}1:{letter}2" for letter in "ABCD"]
DRAWN = {
    "rounds below": (
        """
        | อำเภอ | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว |      |      |
        |       |          |              |              | 2562     | 2565 | 2567 |
        """,
        "E1:G1",
        [5, 2, 4],
        "F4",
    ),
    "years above": (
        """
        | อำเภอ | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ปี ๒๕๖๗ |       | ปี ๒๕๖๕ |       |
        |       |          |              |              | ดาว     | คะแนน | ดาว     | คะแนน |
        """,
        "E1:F1 G1:H1",
        [5, 91, 2, 70],
        "G4",
    ),
    "star and score": (
        """
        | อำเภอ | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ผลการคัดสรร ปี 65 |          | มชช. |
        |       |          |              |              | คะแนน             | ระดับดาว |      |
        """,
        "E1:F1",
        [70, 2, "ผ่าน"],
        "F4",
    ),
}


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("name", DRAWN)
def test_the_lower_row_tells_columns_apart(
    tmp_path: Path, name: str, merged: bool
) -> None:
    """1, 2: the star of 2565, at its cell."""
    drawn, wide, values, star_cell = DRAWN[name]
    rows = [*text_table(drawn), [*NAMES, *values], [*NAMES[:3], "กระบุง", *values]]
    path = write(tmp_path / "r.xlsx", rows, [*TALL, *wide.split()] if merged else [])
    registry = read_registry(path, LETTER)
    assert registry.products["product_name"].tolist() == ["ตะกร้า", "กระบุง"]
    assert registry.products["star"][1] == 2
    assert registry.tables[0].header_rows == (1, 2)
    column, _ = registry.tables[0].columns["star"]
    assert f"{chr(ord('A') + column)}4" == star_cell
    assert not [
        finding.code
        for finding in registry.findings
        if finding.code == "table.blank-header"
    ]


def test_three_rows_of_header(tmp_path: Path) -> None:
    """1, 2: field, year and what was given, one below the other."""
    rows = text_table("""
        | อำเภอ | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ผลการคัดสรร |       |         |       | มชช.        |    |
        |       |          |              |              | ปี 2562     |       | ปี 2565 |       | ปีที่ประเมิน | ผล |
        |       |          |              |              | ดาว         | คะแนน | ดาว     | คะแนน |             |    |
    """)
    rows.append([*NAMES, 5, 90, 2, 60, 2564, "อยู่ระหว่างการพัฒนา"])
    wide = ["E1:H1", "I1:J1", "E2:F2", "G2:H2", "I2:I3", "J2:J3"]
    tall = [f"{letter}1:{letter}3" for letter in "ABCD"]
    table = table_of(write(tmp_path / "r.xlsx", rows, [*tall, *wide]))
    assert (table.header.first_row, table.header.last_row) == (0, 2)
    assert table.header.paths[6] == ("ผลการคัดสรร", "ปี 2565", "ดาว")
    assert {name: table.columns.by_field[name] for name in ("star", "standard")} == {
        "star": 6,
        "standard": 9,
    }
    assert table.columns.other_years["star"] == (4,)
    assert len(table.data_rows) == 1


def test_names_of_the_field_above_join_those_below(tmp_path: Path) -> None:
    """1: "กลุ่ม" over "ชื่อ | ประเภท", "ผลิตภัณฑ์" over "ชื่อ | ประเภท"."""
    rows = text_table("""
        | ที่ | กลุ่มผู้ผลิต |        | ผลิตภัณฑ์ |        | ที่ตั้ง |        | ผลการคัดสรร |
        |    | ชื่อ        | ประเภท | ชื่อ      | ประเภท | ตำบล   | อำเภอ  | ปี 65       |
    """)
    rows.append([1, NAMES[1], NAMES[2], NAMES[3], "ของใช้", "บางสวน", NAMES[0], 2])
    path = write(tmp_path / "r.xlsx", rows, ["A1:A2", "B1:C1", "D1:E1", "F1:G1"])
    by_field = table_of(path).columns.by_field
    wanted = {
        "group_name": 1,
        "producer_type": 2,
        "product_name": 3,
        "category": 4,
        "district": 6,
        "star": 7,
    }
    assert {name: by_field[name] for name in wanted} == wanted


def test_rows_of_data_are_no_header(tmp_path: Path) -> None:
    """3: though a header cell is blank, and a group lies merged over its products."""
    rows = [["อำเภอ", "ชื่อกลุ่ม", "", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว ปี 2565"]]
    rows += [["บางคล้า", "กลุ่มหนึ่ง", "x", "กลุ่ม", "ก", 3], ["", "", "", "กลุ่ม", "ข", 2]]
    table = table_of(write(tmp_path / "r.xlsx", rows, ["A2:A3", "B2:B3"]))
    assert (
        table.header.first_row,
        table.header.last_row,
        table.data_rows.tolist(),
    ) == (0, 0, [1, 2])


def test_a_wide_title_is_no_header(tmp_path: Path) -> None:
    """3: it lies over all columns, whatever year it names."""
    rows = [
        ["ทะเบียนผลิตภัณฑ์ ปี 2562", "", "", "", ""],
        ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว"],
    ]
    rows.append([*NAMES, 3])
    table = table_of(write(tmp_path / "r.xlsx", rows, ["A1:E1"]))
    assert (table.header.first_row, table.columns.years_be) == (1, {})


def test_a_header_below_long_explanations_is_found(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[f"คำอธิบายข้อที่ {number}"] for number in range(200)]
    rows += [["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว ปี 2565"], [*NAMES, 3]]
    registry = read_registry(write(tmp_path / "r.xlsx", rows, []), LETTER)
    assert registry.products["star"].tolist() == [3]
    assert registry.tables[0].header_rows == (201,)


def test_a_refusal_says_how_far_it_looked(tmp_path: Path) -> None:
    rows = [[f"คำอธิบายข้อที่ {number}"] for number in range(FARTHEST_ROW)]
    with pytest.raises(InputError) as caught:
        read_registry(write(tmp_path / "r.xlsx", [*rows, [*NAMES, "x"]], []), LETTER)
    (finding,) = caught.value.findings
    assert finding.code == "table.no-header"
    assert f"{FARTHEST_ROW:,}" in finding.message("th")
    assert f"{FARTHEST_ROW:,}" in finding.message("en")


def test_a_merged_header_without_cells_below_is_of_its_first_column(
    tmp_path: Path,
) -> None:
    rows = [
        ["อำเภอ", "ชื่อกลุ่ม", "", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว ปี 2565"],
        [*NAMES[:2], "", *NAMES[2:], 3],
    ]
    table = table_of(write(tmp_path / "r.xlsx", rows, ["B1:C1"]))
    assert table.columns.by_field["group_name"] == 1
    assert table.columns.rivals == {}
