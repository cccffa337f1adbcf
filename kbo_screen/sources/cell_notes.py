"""Notes that people put on cells: told with their cell, and asked where one says that the group is no more.

Knows which notes stand in a table. Refuses to read values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, cell_name
from kbo_screen.vocabulary.values import says_dissolved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.table import Table


def rows_said_dissolved(grid: SheetGrid, rows: Collection[int]) -> set[int]:
    """The rows of data with a note that says that the group is no more; of a merged cell all that it covers."""
    cells = {
        cell
        for cell, text in grid.notes.items()
        if cell[0] in rows and says_dissolved(text)
    }
    said = {row for row, _ in cells}
    for top, left, bottom, _ in grid.merges:
        if (top, left) in cells:
            said.update(range(top, min(bottom, grid.height - 1) + 1))
    return said


def check_notes(table: Table) -> Iterator[Finding]:
    """A finding per note in the table's header and rows of data, with its text."""
    grid = table.grid
    rows = frozenset(table.data_rows.tolist())
    header = range(table.header.first_row, table.header.last_row + 1)
    for (row, column), text in sorted(grid.notes.items()):
        place = Place(
            grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + column)
        )
        if row in rows and says_dissolved(text):
            yield make_finding("cell.note-dissolved", place, value=text)
        elif row in rows or row in header:
            yield make_finding("cell.note", place, value=text)
