"""What is struck out on a sheet: a careful clerk neither counts it nor leaves it out, but asks.

Knows which columns say what a row is about and which say something of it. Refuses to read values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.grid import StruckRowError, StruckTextError
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, cell_name
from kbo_screen.sources.cell_notes import rows_said_dissolved
from kbo_screen.vocabulary.fields import DECISIVE_FIELDS, NAMING_FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kbo_screen.grid import CellError, SheetGrid
    from kbo_screen.sources.table import Table

Position = tuple[int, int]


def without_struck_facts(
    grid: SheetGrid, columns: Mapping[str, int], rows: Collection[int]
) -> SheetGrid:
    """The sheet with what is struck out in its rows of data as unknown.

    Of a row whose name or id is struck out, or with a note that says that the group is no more, the producer type is
    unknown, so that nothing of it is certain; a list without that column says nothing for sure in any other.
    """
    said_dissolved = rows_said_dissolved(grid, rows)
    if not grid.struck and not said_dissolved:
        return grid
    of_row = columns.get("producer_type")
    gates = (
        [columns[field] for field in DECISIVE_FIELDS if field in columns]
        if of_row is None
        else [of_row]
    )
    doubtful: dict[Position, CellError] = {}
    for row in _rows_of(struck_names(grid, columns, rows), grid) | said_dissolved:
        for column in gates:
            doubtful[_anchor(grid, (row, column))] = StruckRowError()
    names = {columns[field] for field in NAMING_FIELDS if field in columns}
    for row, column in grid.struck:
        value = _value(grid, (row, column))
        if row in rows and column not in names and value is not None:
            doubtful[row, column] = StruckTextError(cell_text(value))
    return _with_values(grid, doubtful)


def check_struck_rows(table: Table) -> Iterator[Finding]:
    """A finding per row of data whose name, id or district is struck out, at the first such cell."""
    grid = table.grid
    rows = frozenset(table.data_rows.tolist())
    told: set[int] = set()
    for row, column in sorted(struck_names(grid, table.columns.by_field, rows)):
        if row not in told:
            told.add(row)
            place = Place(
                grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + column)
            )
            yield make_finding("row.struck-out", place, row=row + 1)


def struck_names(
    grid: SheetGrid, columns: Mapping[str, int], rows: Collection[int]
) -> set[Position]:
    """The cells that say what a row of data is about, hold something and are struck out."""
    names = {columns[field] for field in NAMING_FIELDS if field in columns}
    return {
        (row, column)
        for row, column in grid.struck
        if column in names and row in rows and _value(grid, (row, column)) is not None
    }


def _rows_of(cells: set[Position], grid: SheetGrid) -> set[int]:
    """The rows that these cells stand in, of a merged cell all that it covers."""
    rows = {row for row, _ in cells}
    for top, left, bottom, _ in grid.merges:
        if (top, left) in cells:
            rows.update(range(top, min(bottom, grid.height - 1) + 1))
    return rows


def _anchor(grid: SheetGrid, cell: Position) -> Position:
    """The cell whose value stands in a cell: of a merged one its first."""
    row, column = cell
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return cell


def _value(grid: SheetGrid, cell: Position) -> object:
    row, column = cell
    return (
        grid.columns[column][row] if column < grid.width and row < grid.height else None
    )


def _with_values(grid: SheetGrid, values: Mapping[Position, CellError]) -> SheetGrid:
    columns = list(grid.columns)
    for (row, column), value in values.items():
        columns[column] = columns[column].with_value([row], value)
    return replace(grid, columns=columns)
