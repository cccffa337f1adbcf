"""What is struck out on a sheet: a careful clerk neither counts it nor leaves it out, but asks.

Some columns say what a row is about, others say something of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.grid import StruckRowError, StruckTextError
from kbo_screen.sources.cells.merged_cells import anchors_in, rows_covered
from kbo_screen.sources.cells.sheet_cells import text_at, value_at, with_values
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.vocabulary.fields import DECISIVE_FIELDS, NAMING_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kbo_screen.grid import CellError, Position, SheetGrid
    from kbo_screen.sources.table.table import Table


def without_struck_facts(
    grid: SheetGrid,
    columns: Mapping[str, int],
    rows: Collection[int],
    dissolved_rows: Collection[int],
) -> SheetGrid:
    """The sheet with what is struck out in its rows of data as unknown.

    Of a row whose name or id is struck out, or whose group is no more, the producer type is unknown, so that nothing of
    it is certain; a list without that column says nothing for sure in any other.
    dissolved_rows: rows of which a note or a colour says that the group is no more.
    """
    if not grid.struck and not dissolved_rows:
        return grid
    names = struck_names(grid, columns, rows)
    doubtful_rows = rows_covered(grid, names).union(dissolved_rows)
    values: dict[Position, CellError] = {}
    for column in _gate_columns(columns):
        anchors = anchors_in(grid, column)
        for row in doubtful_rows:
            cell = anchors.get(row, (row, column))
            values[cell] = StruckRowError()
    for row, column in _struck_facts(grid, columns, rows):
        text = text_at(grid, row, column)
        values[row, column] = StruckTextError(text)
    return with_values(grid, values)


def _struck_facts(
    grid: SheetGrid,
    columns: Mapping[str, int],
    rows: Collection[int],
) -> Iterator[Position]:
    """The cells of rows of data, but for names, that hold something and are struck out."""
    name_columns = _name_columns(columns)
    for row, column in grid.struck:
        if row not in rows or column in name_columns:
            continue
        if value_at(grid, row, column) is not None:
            yield row, column


def _gate_columns(columns: Mapping[str, int]) -> list[int]:
    """The columns that must be known for a row to be certain."""
    if "producer_type" in columns:
        return [columns["producer_type"]]
    return [columns[field] for field in DECISIVE_FIELDS if field in columns]


def _name_columns(columns: Mapping[str, int]) -> set[int]:
    return {columns[field] for field in NAMING_FIELDS if field in columns}


def struck_names(
    grid: SheetGrid,
    columns: Mapping[str, int],
    rows: Collection[int],
) -> set[Position]:
    """The cells that say what a row of data is about, hold something and are struck out."""
    name_columns = _name_columns(columns)
    cells = set()
    for row, column in grid.struck:
        is_name = row in rows and column in name_columns
        if is_name and value_at(grid, row, column) is not None:
            cells.add((row, column))
    return cells


def check_struck_rows(table: Table) -> Iterator[Finding]:
    """A finding per row of data whose name, id or district is struck out, at the first such cell."""
    rows = frozenset(table.data_rows.tolist())
    cells = struck_names(table.grid, table.columns.by_field, rows)
    first_columns: dict[int, int] = {}
    for row, column in sorted(cells):
        first_columns.setdefault(row, column)
    for row, column in first_columns.items():
        place = cell_place(table.grid, row, column)
        yield make_finding(
            "row.struck-out",
            place,
            row=row + 1,
        )
