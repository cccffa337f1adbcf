"""Finds on a district's sheet the cell that says it has no group to name: in a row of the table, above or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.sources.cells.sheet_cells import (
    rows_among,
    rows_of,
    rows_where,
    texts_of_row,
)
from kbo_screen.sources.submissions.submission_cells import entry_of_text
from kbo_screen.sources.table.row_kinds import DATA
from kbo_screen.vocabulary.marks import is_cross, is_tick, is_unticked
from kbo_screen.vocabulary.nil_returns import is_ticked_nil, nil_wording
from kbo_screen.vocabulary.reading import cell_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.grid import CellValue, Position, SheetGrid
    from kbo_screen.registry.submission import CellEntries, CellEntry
    from kbo_screen.sources.table.table import Table

#: Fields in whose column a lone "none" says that there is no group.
_GROUP_FIELDS: Final = ("group_name", "group_id", "product_name")


def rows_with_none(table: Table) -> np.ndarray:
    """Per row of the sheet whether it may say that there is no group.

    A cell says "none", and of a row of data no other says more. Each different value of a
    column is read once, however many rows hold it.
    """
    has_none = np.zeros(table.grid.height, dtype=bool)
    for column in table.grid.columns:
        has_none |= rows_where(column, _says_none)
    is_data = has_none & (table.kinds == DATA)
    has_none[is_data] = False
    has_none[_rows_without_more(table.grid, np.flatnonzero(is_data))] = True
    return has_none


def _says_none(value: CellValue) -> bool:
    return nil_wording(value) is not None


def _rows_without_more(grid: SheetGrid, rows: np.ndarray) -> np.ndarray:
    """Those of some rows that hold no words but numbers, marks, blanks and words for none."""
    for column in grid.columns:
        rows = rows[~rows_among(column, rows, _says_more)]
    return rows


def nil_statement(
    table: Table,
    head: CellEntries,
    none_rows: np.ndarray,
    *,
    is_form: bool,
) -> CellEntry | None:
    """The first cell that says there is no group; None where none does.

    none_rows: what `rows_with_none` gives. Of a form it is the tick, a row, or the reason
    that it gives; a printed sentence of it says nothing.
    """
    for field in ("none", "reason"):
        entry = head.get(field)
        if entry and _is_said(field, entry):
            return entry
    rows = _rows_to_look_at(table, is_form=is_form)
    for row in rows:
        entry = _nil_of_row(table, row) if none_rows[row] else None
        if entry:
            return entry
    return None


def nil_of_sheet(grid: SheetGrid) -> CellEntry | None:
    """The cell of a sheet without a table that says in a sentence that there is no group."""
    for row, column in sorted(_sentences(grid)):
        if _says_sentence(texts_of_row(grid, row), column):
            return entry_of_text(grid, row, column)
    return None


def _sentences(grid: SheetGrid) -> Iterator[Position]:
    """The cells that say it in a sentence; each different value of a column is read once."""
    for at, column in enumerate(grid.columns):
        for row in rows_of(rows_where(column, _is_sentence)):
            yield row, at


def _is_sentence(value: CellValue) -> bool:
    """Words that say in a sentence that there is no group."""
    return nil_wording(value) == "sentence"


def without_nil_rows(
    table: Table,
    rows: np.ndarray,
    none_rows: np.ndarray,
) -> np.ndarray:
    """Rows of a list but for those that say that there is no group, and nothing else."""
    is_nil = [
        bool(none_rows[row]) and _nil_of_row(table, row) is not None
        for row in rows.tolist()
    ]
    kept_rows: np.ndarray = rows[~np.array(is_nil, dtype=bool)]
    return kept_rows


def _is_said(field: str, entry: CellEntry) -> bool:
    """A field of the head says that there is none: by a tick, or in its words."""
    if field == "none":
        return is_ticked_nil(entry.text)
    return _is_sentence(entry.text)


def _rows_to_look_at(table: Table, *, is_form: bool) -> Iterator[int]:
    """The rows below the header, of a table of the district's own also those above it.

    Of a form those that are data, or in whose column of groups it is said: what is printed stands in the first column.
    """
    for row in table.rows_below_header:
        if not is_form or row in table.data_row_set or _is_in_group(table, row):
            yield row
    if not is_form:
        yield from range(table.header.first_row)


def _is_in_group(table: Table, row: int) -> bool:
    """A column of groups says in the row that there is none."""
    columns = table.columns_of(_GROUP_FIELDS)
    return any(nil_wording(cell_text(table.grid.columns[at][row])) for at in columns)


def _nil_of_row(table: Table, row: int) -> CellEntry | None:
    """The cell of a row that says there is no group; a row that says anything else beside it is none.

    A short "none" says so in the column of groups, or where it stands alone outside every column of a field.
    The row is one of `rows_with_none`.
    """
    words = texts_of_row(table.grid, row)
    for column, text in words.items():
        is_short = nil_wording(text) == "short"
        is_lone = len(words) == 1
        if is_short and _may_say_none(table, row, column, is_lone=is_lone):
            return entry_of_text(table.grid, row, column)
        if _says_sentence(words, column):
            return entry_of_text(table.grid, row, column)
    return None


def _may_say_none(
    table: Table,
    row: int,
    column: int,
    *,
    is_lone: bool,
) -> bool:
    """A short "none" in a column speaks of groups: below their header, or alone in its row under no field's."""
    fields = [name for name, at in table.columns.by_field.items() if at == column]
    is_of_groups = not set(fields).isdisjoint(_GROUP_FIELDS)
    is_below = row > table.header.last_row
    return (is_of_groups and is_below) or (is_lone and (is_of_groups or not fields))


def _says_sentence(words: Mapping[int, str], column: int) -> bool:
    """A cell says it in a sentence, and no empty box stands beside it."""
    neighbours = [words.get(column - 1, ""), words.get(column + 1, "")]
    return _is_sentence(words[column]) and not any(map(is_unticked, neighbours))


def _says_more(value: CellValue) -> bool:
    """A cell holds other words than the number of the row, marks, blanks and words for none."""
    text = cell_text(value)
    if is_blank(text) or text.strip("().").isdecimal():
        return False
    is_mark = is_tick(text) or is_cross(text) or is_unticked(text)
    return not is_mark and nil_wording(text) is None
