"""Notes that people put on cells: told with their cell.

Asked where one says that the group is no more, or another value than the cell does.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.grid import NotedTextError
from kbo_screen.sources.cells.merged_cells import last_rows_covered
from kbo_screen.sources.cells.sheet_cells import value_at, with_values
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.vocabulary.fields import DECISIVE_FIELDS
from kbo_screen.vocabulary.note_values import note_differs
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.values import read_field, says_dissolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.findings import Place
    from kbo_screen.grid import CellValue, Position
    from kbo_screen.sources.header.columns import Columns, LetterYears
    from kbo_screen.sources.table.table import Table


def cells_noted_dissolved(table: Table) -> dict[int, Position]:
    """By row of data with a note that says that the group is no more, that cell; of a merged one all that it covers."""
    cells: dict[int, Position] = {}
    last_rows = last_rows_covered(table.grid)
    for cell, text in sorted(table.grid.notes.items()):
        row, _ = cell
        if row in table.data_row_set and says_dissolved(text):
            last_row = last_rows.get(cell, row)
            for covered_row in range(row, last_row + 1):
                cells.setdefault(covered_row, cell)
    return cells


def without_noted_facts(
    table: Table,
    years: LetterYears,
) -> Table:
    """The table with every cell of data as unknown that decides something and whose note says another value."""
    grid = table.grid
    fields = _deciding_columns(table.columns)
    doubtful_values: dict[Position, CellValue] = {}
    for (row, column), note in grid.notes.items():
        if row not in table.data_row_set or column not in fields:
            continue
        field = fields[column]
        value = value_at(grid, row, column)
        reading = read_field(field, value, years.spellings)
        letter_year = years.of_field(field)
        if note_differs(field, reading, note, letter_year):
            doubtful_values[row, column] = NotedTextError(cell_text(value))
    return replace(table, grid=with_values(grid, doubtful_values))


def _deciding_columns(columns: Columns) -> dict[int, str]:
    """Column -> the field that it gives and that decides something; none of a tick matrix."""
    fields = {}
    for field in DECISIVE_FIELDS:
        if field in columns.by_field and field not in columns.matrices:
            fields[columns.by_field[field]] = field
    return fields


def check_notes(table: Table) -> Iterator[Finding]:
    """A finding per note in the table's header and rows of data, with its text; none where another tells of it."""
    rows = table.data_row_set
    remarks = {remark.cell for remark in table.remarked_facts.values()}
    sources = chain.from_iterable(table.around.by_field.values())
    years = {source.place for source in sources}
    for (row, column), text in sorted(table.grid.notes.items()):
        place = cell_place(table.grid, row, column)
        if (row, column) in remarks or place in years:
            continue
        if row in rows and says_dissolved(text):
            yield make_finding("cell.note-dissolved", place, value=text)
            continue
        value = value_at(table.grid, row, column)
        if isinstance(value, NotedTextError):
            yield _note_differs(place, text, str(value))
        elif row in rows or row in table.header.rows:
            yield make_finding("cell.note", place, value=text)


def _note_differs(place: Place, note: str, value: str) -> Finding:
    """A note says something else than its cell."""
    return make_finding(
        "cell.note-differs",
        place,
        value=note,
        other_value=value or "-",
    )
