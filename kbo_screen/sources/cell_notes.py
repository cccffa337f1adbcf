"""Notes that people put on cells: told with their cell, and asked where one says that the group is no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.sources.merged_cells import rows_covered
from kbo_screen.sources.sheet_places import cell_place
from kbo_screen.vocabulary.values import says_dissolved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.table import Table


def rows_said_dissolved(
    grid: SheetGrid,
    rows: Collection[int],
) -> set[int]:
    """The rows of data with a note that says that the group is no more; of a merged cell all that it covers."""
    cells = set()
    for cell, text in grid.notes.items():
        row, _ = cell
        if row in rows and says_dissolved(text):
            cells.add(cell)
    return rows_covered(grid, cells)


def check_notes(table: Table) -> Iterator[Finding]:
    """A finding per note in the table's header and rows of data, with its text."""
    rows = frozenset(table.data_rows.tolist())
    for (row, column), text in sorted(table.grid.notes.items()):
        place = cell_place(table.grid, row, column)
        if row in rows and says_dissolved(text):
            yield make_finding(
                "cell.note-dissolved",
                place,
                value=text,
            )
        elif row in rows or row in table.header.rows:
            yield make_finding(
                "cell.note",
                place,
                value=text,
            )
