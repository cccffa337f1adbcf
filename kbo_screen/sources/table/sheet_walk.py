"""Walks over the sheets of a workbook that a person sees, and finds the tables on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Place
from kbo_screen.sources.table.table_finder import find_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.sources.header.table_search import TableSearch
    from kbo_screen.sources.table.table import Table


class SheetTables(NamedTuple):
    """A sheet and the tables on it, in reading order; `chosen` are those that a reader reads."""

    grid: SheetGrid
    tables: list[Table]
    chosen: list[Table]

    @property
    def place(self) -> Place:
        """The sheet as findings name it."""
        return Place(self.grid.file, self.grid.sheet)

    @property
    def is_skipped(self) -> bool:
        """The sheet holds something, and nothing that is read."""
        return bool(self.grid.height) and not self.chosen


def walk_sheets(
    workbook: Workbook,
    search: TableSearch,
    is_chosen: Callable[[Table], bool],
) -> Iterator[SheetTables]:
    """Every visible sheet of a workbook with its tables.

    is_chosen: whether the reader reads a table.
    """
    sheet_names = [grid.sheet or "" for grid in workbook.visible_sheets]
    search = search._replace(sheet_names=tuple(sheet_names))
    for grid in workbook.visible_sheets:
        tables = list(find_tables(grid, search))
        chosen = [table for table in tables if is_chosen(table)]
        yield SheetTables(grid, tables, chosen)
