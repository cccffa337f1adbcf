"""Where something stands on a sheet, as findings say it. Rows and columns count from 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Place
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, NO_CELL, cell_name

if TYPE_CHECKING:
    from kbo_screen.grid import Position, SheetGrid


def sheet_place(grid: SheetGrid) -> Place:
    """The sheet."""
    return Place(grid.file, grid.sheet)


def row_place(grid: SheetGrid, row: int) -> Place:
    """A row of the sheet."""
    return Place(grid.file, grid.sheet, str(row + 1))


def cell_place(
    grid: SheetGrid,
    row: int,
    column: int,
) -> Place:
    """A cell of the sheet."""
    return address_place(grid, address_of(row, column))


def address_of(row: int, column: int) -> int:
    """The address of a cell as at `Registry`."""
    return row * EXCEL_MAX_COLUMNS + column


def position_at(address: int) -> Position:
    """The row and column of an address as at `Registry`."""
    row, column = divmod(address, EXCEL_MAX_COLUMNS)
    return row, column


def address_place(grid: SheetGrid, address: int) -> Place:
    """The cell of an address as at `Registry`; of NO_CELL it is the sheet."""
    if address == NO_CELL:
        return sheet_place(grid)
    return Place(grid.file, grid.sheet, cell_name(int(address)))
