"""What a person would not see on a sheet, or would see otherwise than it was read: hidden parts, ragged rows, headers.

Knows how a table lies on its sheet. Refuses to read values. The registry, side lists and districts' lists ask the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.grid import NOT_CALCULATED, CellError
from kbo_screen.registry.question import ANSWER_WORDS_SHEET
from kbo_screen.sources.cell_fills import check_fills
from kbo_screen.sources.cell_notes import check_notes
from kbo_screen.sources.cells import rows_where
from kbo_screen.sources.column_checks import check_columns
from kbo_screen.sources.row_kinds import BLANK
from kbo_screen.sources.struck import check_struck_rows
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import CellValue, Workbook
    from kbo_screen.sources.columns import LetterYears
    from kbo_screen.sources.table import Table


def hidden_sheets(workbook: Workbook) -> Iterator[Finding]:
    """A finding per hidden sheet that holds something: it was not read. What our own shortlist hides is none."""
    for grid in workbook.sheets:
        if (
            grid.visibility != "visible"
            and grid.height
            and grid.sheet != ANSWER_WORDS_SHEET
        ):
            yield make_finding("table.hidden-sheet", Place(grid.file, grid.sheet))


def check_table(table: Table, years: LetterYears) -> Iterator[Finding]:
    """What a reader should know of how the table was understood."""
    yield from check_columns(table, years)
    yield from check_headers(table)
    yield from check_shape(table)
    yield from check_formulas(table)
    yield from check_fills(table)
    if not len(table.data_rows):
        yield make_finding("table.no-rows", Place(table.grid.file, table.grid.sheet))


def check_shape(table: Table) -> Iterator[Finding]:
    """Hidden rows that hold something, hidden columns that were read, rows shorter or longer than the header."""
    grid = table.grid
    below = (
        row
        for row in sorted(grid.hidden_rows)
        if table.header.last_row < row < grid.height
    )
    hidden = [row for row in below if table.kinds[row] != BLANK]
    if hidden:
        yield make_finding(
            "table.hidden-rows",
            Place(grid.file, grid.sheet, f"{hidden[0] + 1}"),
            count=len(hidden),
        )
    columns = sorted(
        column
        for column in set(table.columns.by_field.values())
        if column in grid.hidden_columns
    )
    if columns:
        names = ", ".join(f"“{table.header.texts[column]}”" for column in columns)
        yield make_finding(
            "table.hidden-columns",
            table.header_place(columns[0]),
            value=names,
            count=len(columns),
        )
    yield from _ragged_rows(table)
    yield from check_struck_rows(table)
    yield from check_notes(table)


def check_headers(table: Table) -> Iterator[Finding]:
    """A column of data without a header, and headers that stand twice without claiming one field."""
    texts = table.header.texts
    for column in range(table.grid.width):
        if (
            column not in texts
            and rows_where(table.grid.columns[column], _says)[table.data_rows].any()
        ):
            yield make_finding("table.blank-header", table.header_place(column))
    told = {column for columns in table.columns.rivals.values() for column in columns}
    counts = Counter(fold(text) for text in texts.values())
    for column, text in texts.items():
        first = next(other for other, same in texts.items() if fold(same) == fold(text))
        if counts[fold(text)] > 1 and column != first and not told & {column, first}:
            place, other_cell = (
                table.header_place(column),
                table.header_place(first).cell,
            )
            yield make_finding(
                "table.duplicate-header", place, value=text, other_cell=other_cell
            )


def check_formulas(table: Table) -> Iterator[Finding]:
    """The sheet holds formulas: what was read is what was saved last, where it was calculated at all.

    A cell of data that was read has a finding of its own.
    """
    place = Place(table.grid.file, table.grid.sheet)
    if table.grid.has_formulas:
        yield make_finding("table.formulas", place)
    count = 0
    for at, column in enumerate(table.grid.columns):
        waits = rows_where(column, _is_not_calculated)
        if at in table.columns.by_field.values():
            waits[table.data_rows] = False
        count += int(waits.sum())
    if count:
        yield make_finding("table.not-calculated", place, count=count)


def _ragged_rows(table: Table) -> Iterator[Finding]:
    """Rows of a CSV that lack cells under a header, or say something behind the last."""
    grid = table.grid
    if grid.row_lengths is None:
        return
    lengths = np.asarray(grid.row_lengths)
    wanted, width = max(table.header.texts) + 1, int(lengths[table.header.last_row])
    surplus = np.zeros(grid.height, dtype=bool)
    for column in grid.columns[max(width, wanted) :]:
        surplus |= rows_where(column, _says)
    rows = table.data_rows
    for row in rows[(lengths[rows] < wanted) | surplus[rows]].tolist():
        place = Place(grid.file, grid.sheet, str(row + 1))
        yield make_finding("row.ragged", place, count=int(lengths[row]), wanted=wanted)


def _is_not_calculated(value: CellValue) -> bool:
    return isinstance(value, CellError) and value == NOT_CALCULATED


def _says(value: CellValue) -> bool:
    return value is not None and bool(str(value).strip())
