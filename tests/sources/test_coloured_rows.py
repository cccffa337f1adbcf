"""Rows that somebody marked with a colour: told once a colour, with the legend where the sheet has one.

- Whole rows of one colour are told at the first, with what a coloured cell outside the table says.
- Bands, a table in one colour, a coloured column and a coloured header mark nothing.
- Where the sheet says that a colour marks groups that are no more, each such group is asked, at its name.
- A legend that names a colour is of no other; one in a colour is of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from kbo_screen import load_letter, read_registry
from kbo_screen.screening.screen import screen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LETTER = load_letter()
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "โครงการอื่น"]
YELLOW = PatternFill("solid", fgColor="FFFF00")


def coloured(
    path: Path, cells: Iterable[str], legend: str | None = None
) -> list[tuple[str | None, str]]:
    """Place and text of what is told of colours, of ten groups with these cells in yellow."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(HEADER)
    for number in range(10):
        sheet.append(
            ["บางคล้า", f"กลุ่มทอผ้า {number}", "กลุ่มผู้ผลิตชุมชน", f"ผ้า {number}", 3, "-"]
        )
    for cell in cells:
        sheet[cell].fill = YELLOW
    if legend:
        sheet["A14"].fill, sheet["B14"] = YELLOW, legend
    workbook.save(path)
    registry = read_registry(path, LETTER)
    return [
        (f.place.cell, f.message("en"))
        for f in registry.findings
        if f.code == "table.coloured-rows"
    ]


GREEN = PatternFill("solid", fgColor="92D050")


def dissolved_cells(path: Path, *cells: str) -> list[str | None]:
    """Where a colour says that a group is no more; ten groups, what `cells` name is "B4" yellow, "B4!" green.

    "A14=words" is a legend, "A14=words!" one in green, "A14=words?" one in yellow.
    """
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(HEADER)
    for number in range(10):
        sheet.append(
            ["บางคล้า", f"กลุ่มทอผ้า {number}", "กลุ่มผู้ผลิตชุมชน", f"ผ้า {number}", 3, "-"]
        )
    for cell in cells:
        name, _, words = cell.rstrip("!?").partition("=")
        if words:
            sheet[name] = words
        if not words or cell.endswith("?"):
            sheet[name].fill = YELLOW
        if cell.endswith("!"):
            sheet[name].fill = GREEN
    workbook.save(path)
    registry = read_registry(path, LETTER)
    groups = screen(registry, LETTER).groups
    unsure_rows = groups.index[groups["certainty"] != "certain"]
    told_cells = [
        f.place.cell for f in registry.findings if f.code == "cell.coloured-dissolved"
    ]
    assert len(unsure_rows) == len(told_cells)
    return told_cells


def rows(*numbers: int) -> list[str]:
    return [f"{letter}{number}" for number in numbers for letter in "ABCDEF"]


def test_marked_rows_are_told_with_the_legend(tmp_path: Path) -> None:
    ((cell, message),) = coloured(tmp_path / "a.xlsx", rows(4, 7), "กลุ่มที่ขอถอนตัว")
    assert cell == "4"
    assert "2 whole rows" in message
    assert "FFFF00" in message
    assert "กลุ่มที่ขอถอนตัว" in message
    ((cell, message),) = coloured(tmp_path / "b.xlsx", rows(5))
    assert (cell, "the sheet does not say" in message) == ("5", True)


@pytest.mark.parametrize(
    "cells",
    [
        rows(2, 4, 6, 8, 10),
        rows(*range(2, 12)),
        [f"E{row}" for row in range(2, 12)],
        rows(1),
        ["B4", "C7"],
    ],
    ids=["bands", "all", "a column", "the header", "single cells"],
)
def test_the_look_of_a_table_marks_nothing(cells: list[str], tmp_path: Path) -> None:
    assert coloured(tmp_path / "a.xlsx", cells) == []


def test_every_second_row_of_a_short_table_is_its_look(tmp_path: Path) -> None:
    """Two rows of five are marks where they are not every second one."""
    for numbers, count in (((3, 5), 0), ((3, 4), 1)):
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.append(HEADER)
        for number in range(5):
            sheet.append(
                ["บางคล้า", f"กลุ่มทอผ้า {number}", "กลุ่มผู้ผลิตชุมชน", f"ผ้า {number}", 3, "-"]
            )
        for cell in rows(*numbers):
            sheet[cell].fill = YELLOW
        workbook.save(tmp_path / "r.xlsx")
        registry = read_registry(tmp_path / "r.xlsx", LETTER)
        assert (
            len([f for f in registry.findings if f.code == "table.coloured-rows"])
            == count
        )


@pytest.mark.parametrize(
    "legend",
    [
        "A14=สีเหลือง = ยุบ",
        "A14=แถวที่ระบายสี คือ กลุ่มที่ยุบแล้ว",
        "A14=สีเขียว = กลุ่มใหม่ สีเหลือง = เลิกกิจการ",
        "A14=ยุบเลิกแล้ว?",
        "H3=yellow: ยกเลิก",
    ],
)
def test_groups_in_a_colour_that_means_no_more_are_asked(
    legend: str, tmp_path: Path
) -> None:
    """3, 4: whole rows, and names alone."""
    assert dissolved_cells(tmp_path / "a.xlsx", *rows(4, 7), legend) == ["B4", "B7"]
    assert dissolved_cells(tmp_path / "a.xlsx", "B4", legend) == ["B4"]


@pytest.mark.parametrize(
    "legend",
    [
        "A14=สีเหลือง = กลุ่มใหม่",
        "A14=สีแดง = ยุบ",
        "A14=สีเหลือง = ยังไม่ยุบ",
        "A14=กลุ่มใหม่?",
        "A14=ยุบ!",
        "A14=กลุ่มที่ยุบแล้ว 2 กลุ่ม",
    ],
)
def test_a_colour_that_means_something_else_changes_nothing(
    legend: str, tmp_path: Path
) -> None:
    assert dissolved_cells(tmp_path / "a.xlsx", *rows(4, 7), legend) == []


def test_the_look_of_a_table_is_what_no_legend_means_without_its_name(
    tmp_path: Path,
) -> None:
    """2, 4: bands and a coloured header, with a legend of a colour that no row has, or of "a colour"."""
    bands = rows(1, 2, 4, 6, 8, 10)
    for words in ("สีแดง = ยุบ", "แถบสี = ยุบ"):
        assert dissolved_cells(tmp_path / "a.xlsx", *bands, f"A14={words}") == []
    yellow_bands = dissolved_cells(tmp_path / "a.xlsx", *bands, "A14=สีเหลือง = ยุบ")
    assert len(yellow_bands) == len(range(2, 12, 2))
