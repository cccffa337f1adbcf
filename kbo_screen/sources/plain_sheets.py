"""The sheets of a list without their looks, for a new workbook in place of one that cannot be kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kbo_screen.registry.returned_list import PlainSheet
from kbo_screen.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.workbooks import Reader


def plain_sheets(path: Path, reader: Reader) -> list[PlainSheet]:
    """The sheets in sight of a file of any kind. Raises InputError for one that cannot be read."""
    workbook = read_workbook(path, reader)
    return [
        PlainSheet(grid.sheet or path.stem, _rows_of(grid), grid.merges)
        for grid in workbook.visible_sheets
    ]


def _rows_of(grid: SheetGrid) -> list[list[Any]]:
    rows = zip(*grid.columns, strict=True)
    return [list(map(_plain, row)) for row in rows]


def _plain(value: CellValue) -> Any:
    """A value as a new workbook takes it."""
    if value is None or isinstance(value, int | float | dt.date):
        return value
    return str(value)
