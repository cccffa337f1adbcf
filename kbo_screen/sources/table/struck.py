"""What is struck out on a sheet: a careful clerk neither counts it nor leaves it out, but asks.

Some columns say what a row is about, others say something of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.grid import StruckRowError, StruckTextError
from kbo_screen.sources.cells.merged_cells import anchors_in, rows_covered
from kbo_screen.sources.cells.sheet_cells import text_at, value_at, with_values
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.vocabulary.fields import DECISIVE_FIELDS, NAMING_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import CellError, Position
    from kbo_screen.sources.table.table import Table


def without_struck_facts(table: Table) -> Table:
    """The table with what is struck out in its rows of data as unknown.

    Of a row whose name or id is struck out, or whose group is no more, the producer type is unknown, so that nothing of
    it is certain; a list without that column says nothing for sure in any other.
    """
    grid = table.grid
    if not grid.struck and not table.dissolved_rows:
        return table
    doubtful_rows = set(rows_covered(grid, _struck_names(table)))
    doubtful_rows.update(table.dissolved_rows)
    values: dict[Position, CellError] = {}
    for column in _gate_columns(table):
        anchors = anchors_in(grid, column)
        for row in doubtful_rows:
            cell = anchors.get(row, (row, column))
            values[cell] = StruckRowError()
    name_columns = table.columns_of(NAMING_FIELDS)
    for row, column in _struck_cells(table):
        if column not in name_columns:
            text = text_at(grid, row, column)
            values[row, column] = StruckTextError(text)
    return replace(table, grid=with_values(grid, values))


def _struck_cells(table: Table) -> Iterator[Position]:
    """The cells in rows of data that hold something and are struck out."""
    for cell in table.grid.struck:
        is_of_data = cell[0] in table.data_row_set
        if is_of_data and value_at(table.grid, *cell) is not None:
            yield cell


def _gate_columns(table: Table) -> set[int]:
    """The columns that must be known for a row to be certain."""
    return table.columns_of(["producer_type"]) or table.columns_of(DECISIVE_FIELDS)


def _struck_names(table: Table) -> list[Position]:
    """Of the struck cells those that say what a row is about."""
    name_columns = table.columns_of(NAMING_FIELDS)
    return [cell for cell in _struck_cells(table) if cell[1] in name_columns]


def check_struck_rows(table: Table) -> Iterator[Finding]:
    """A finding per row of data whose name, id or district is struck out, at the first such cell."""
    first_columns: dict[int, int] = {}
    for row, column in sorted(_struck_names(table)):
        first_columns.setdefault(row, column)
    for row, column in first_columns.items():
        place = cell_place(table.grid, row, column)
        yield make_finding(
            "row.struck-out",
            place,
            row=row + 1,
        )
