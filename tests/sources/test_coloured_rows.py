"""Rows that somebody marked with a colour: told once a colour, with the legend where the sheet has one.

1. Whole rows of one colour are told at the first, with what a coloured cell outside the table says.
2. Bands, a table in one colour, a coloured column and a coloured header mark nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from kbo_screen import load_letter, read_registry

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


def rows(*numbers: int) -> list[str]:
    return [f"{letter}{number}" for number in numbers for letter in "ABCDEF"]


def test_marked_rows_are_told_with_the_legend(tmp_path: Path) -> None:
    """1."""
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
    """2."""
    assert coloured(tmp_path / "a.xlsx", cells) == []


def test_every_second_row_of_a_short_table_is_its_look(tmp_path: Path) -> None:
    """2. Two rows of five are marks where they are not every second one."""
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
