"""What a person would not see on a sheet, or would see otherwise than it was read: hidden parts, ragged rows, headers.

The readers of registries, side lists and submissions ask the same of a table; no value is read.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.grid import NOT_CALCULATED, CellError
from kbo_screen.registry.question import ANSWER_WORDS_SHEET
from kbo_screen.sources.cells.sheet_cells import rows_among, rows_where, text_at
from kbo_screen.sources.cells.sheet_places import cell_place, row_place, sheet_place
from kbo_screen.sources.table.cell_fills import check_fills
from kbo_screen.sources.table.cell_notes import check_notes
from kbo_screen.sources.table.column_checks import check_columns
from kbo_screen.sources.table.row_kinds import BLANK
from kbo_screen.sources.table.row_remarks import check_remarks
from kbo_screen.sources.table.struck import check_struck_rows
from kbo_screen.sources.table.titled_rows import check_titles_of_dissolved
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import CellValue, Workbook
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.table.table import Table


def hidden_sheets(workbook: Workbook) -> Iterator[Finding]:
    """A finding per hidden sheet that holds something: it was not read. What our own shortlist hides is none."""
    for grid in workbook.sheets:
        is_hidden = grid.visibility != "visible"
        is_ours = grid.sheet == ANSWER_WORDS_SHEET
        if is_hidden and grid.height and not is_ours:
            yield make_finding("table.hidden-sheet", sheet_place(grid))


def check_table(table: Table, years: LetterYears) -> Iterator[Finding]:
    """What a reader should know of how the table was understood."""
    yield from check_columns(table, years)
    yield from check_headers(table)
    yield from check_shape(table)
    yield from check_formulas(table)
    yield from check_fills(table)
    yield from check_titles_of_dissolved(table)
    if table.other_district is not None:
        yield _title_of_other_district(table, *table.other_district)
    if not len(table.data_rows):
        yield make_finding("table.no-rows", sheet_place(table.grid))


def _title_of_other_district(
    table: Table,
    row: int,
    column: int,
) -> Finding:
    return make_finding(
        "table.other-district",
        cell_place(table.grid, row, column),
        value=text_at(table.grid, row, column),
        other_name=table.grid.sheet,
    )


def check_shape(table: Table) -> Iterator[Finding]:
    """Hidden rows that hold something, hidden columns that were read, rows shorter or longer than the header."""
    yield from _hidden_rows(table)
    yield from _hidden_columns(table)
    yield from _ragged_rows(table)
    yield from check_struck_rows(table)
    yield from check_notes(table)
    yield from check_remarks(table)


def _hidden_rows(table: Table) -> Iterator[Finding]:
    grid = table.grid
    rows_below = grid.hidden_rows.intersection(table.rows_below_header)
    rows = [row for row in sorted(rows_below) if table.kinds[row] != BLANK]
    if rows:
        place = row_place(grid, rows[0])
        yield make_finding(
            "table.hidden-rows",
            place,
            count=len(rows),
        )


def _hidden_columns(table: Table) -> Iterator[Finding]:
    columns_read = set(table.columns.by_field.values())
    columns = sorted(columns_read & table.grid.hidden_columns)
    if columns:
        headers = [f"“{header}”" for header in table.texts_over(columns)]
        yield make_finding(
            "table.hidden-columns",
            table.header_place(columns[0]),
            value=", ".join(headers),
            count=len(columns),
        )


def _ragged_rows(table: Table) -> Iterator[Finding]:
    """Rows of a CSV that lack cells under a header, or say something behind the last."""
    grid = table.grid
    if grid.row_lengths is None:
        return
    lengths = np.asarray(grid.row_lengths)[: grid.height]
    width = max(table.header.texts) + 1
    header_length = int(lengths[table.header.last_row])
    is_ragged = lengths < width
    for column in grid.columns[max(header_length, width) :]:
        is_ragged |= rows_where(column, _holds_text)
    rows = table.data_rows
    for row in rows[is_ragged[rows]].tolist():
        yield make_finding(
            "row.ragged",
            row_place(grid, row),
            count=int(lengths[row]),
            wanted=width,
        )


def _holds_text(value: CellValue) -> bool:
    return value is not None and bool(str(value).strip())


def check_headers(table: Table) -> Iterator[Finding]:
    """A column of data without a header, and headers that stand twice without claiming one field."""
    yield from _blank_headers(table)
    yield from _duplicate_headers(table)


def _blank_headers(table: Table) -> Iterator[Finding]:
    for number, column in enumerate(table.grid.columns):
        if number in table.header.texts:
            continue
        if rows_among(column, table.data_rows, _holds_text).any():
            yield make_finding("table.blank-header", table.header_place(number))


def _duplicate_headers(table: Table) -> Iterator[Finding]:
    """Headers that stand before; columns that claim one field are told as such."""
    rival_columns = set(chain.from_iterable(table.columns.rivals.values()))
    first_columns: dict[str, int] = {}
    for column, header in table.header.texts.items():
        first_column = first_columns.setdefault(fold(header), column)
        if column == first_column or rival_columns & {column, first_column}:
            continue
        yield make_finding(
            "table.duplicate-header",
            table.header_place(column),
            value=header,
            other_cell=table.header_place(first_column).cell,
        )


def check_formulas(table: Table) -> Iterator[Finding]:
    """The sheet holds formulas: what was read is what was saved last, where it was calculated at all.

    A cell of data that was read has a finding of its own.
    """
    place = sheet_place(table.grid)
    if table.grid.has_formulas:
        yield make_finding("table.formulas", place)
    columns_read = table.columns.by_field.values()
    count = 0
    for number, column in enumerate(table.grid.columns):
        if CellError not in set(map(type, column.distinct)):
            continue
        is_uncalculated = rows_where(column, _is_not_calculated)
        if number in columns_read:
            is_uncalculated[table.data_rows] = False
        count += int(is_uncalculated.sum())
    if count:
        yield make_finding(
            "table.not-calculated",
            place,
            count=count,
        )


def _is_not_calculated(value: CellValue) -> bool:
    return isinstance(value, CellError) and value == NOT_CALCULATED
