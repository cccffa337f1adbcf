"""What stands beside the fields of a row: what its district confirms or remarks, and what notes of ours have asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kbo_screen.grid import column_letters
from kbo_screen.registry.returned_list import MARK, read_marks
from kbo_screen.sources.cells.merged_cells import anchors_in
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.sources.submissions.submission_cells import entry_of_text
from kbo_screen.vocabulary.confirmations import is_confirmation_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.grid import Position, SheetGrid
    from kbo_screen.registry.returned_list import WarningMark
    from kbo_screen.registry.submission import CellEntries, CellEntry, SubmittedRow
    from kbo_screen.sources.table.table import Table

    #: By column and row the first cell of the merged one that covers a cell.
    Anchors = Mapping[int, Mapping[int, Position]]

#: Cells beside the fields of a list that are held against the list before: each is kept with its place.
MOST_REMARKS: Final = 200_000


def reason_column(table: Table) -> int | None:
    """The first column of no field whose header asks to confirm; None where there is none."""
    for column, header in sorted(table.unused_headers.items()):
        if is_confirmation_header(header):
            return column
    return None


def with_reasons(
    table: Table,
    rows: Sequence[SubmittedRow],
    sheet: SheetGrid,
) -> list[SubmittedRow]:
    """Rows with what the district says beside them, and what was asked of them. sheet: as it came, with our notes."""
    column = reason_column(table)
    remark_columns = _remark_columns(table, column, len(rows))
    columns = {number for number, _ in remark_columns}
    if column is not None:
        columns.add(column)
    anchors = {number: anchors_in(table.grid, number) for number in columns}
    marks = _marks_by_cell(sheet)
    full_rows = []
    for row in rows:
        cells = row.addresses
        reason = None
        if column is not None:
            reason = _entry(table, row.row - 1, column, anchors)
            cells.add(reason.place.cell)
        marks_of_row: set[WarningMark] = set()
        for cell in cells:
            marks_of_row.update(marks.get(cell, ()))
        full_rows.append(
            replace(
                row,
                reason=reason,
                marks=frozenset(marks_of_row),
                remarks=_remarks(table, row.row - 1, remark_columns, anchors),
            )
        )
    return full_rows


def _remark_columns(
    table: Table,
    column_of_reasons: int | None,
    row_count: int,
) -> list[tuple[int, str]]:
    """The columns of no field, each by a header of its own; reasons have one. Of many rows the first columns.

    The column right of all headers counts too: people write beside a table without one.
    """
    columns: dict[str, int] = {}
    for column, header in sorted(table.unused_headers.items()):
        if column != column_of_reasons:
            letters = column_letters(column)
            name = f"{header} ({letters})" if header in columns else header
            columns[name] = column
    next_column = max(table.header.texts, default=-1) + 1
    if next_column < table.grid.width:
        columns[f"({column_letters(next_column)})"] = next_column
    most_columns = MOST_REMARKS // max(1, row_count)
    return [(column, name) for name, column in columns.items()][:most_columns]


def _remarks(
    table: Table,
    row: int,
    columns: Sequence[tuple[int, str]],
    anchors: Anchors,
) -> CellEntries:
    """What somebody wrote in columns of no field, by header."""
    formulas = table.grid.formulas or frozenset()
    return {
        header: _entry(table, row, column, anchors)
        for column, header in columns
        if (row, column) not in formulas
    }


def _entry(
    table: Table,
    row: int,
    column: int,
    anchors: Anchors,
) -> CellEntry:
    anchor = anchors[column].get(row, (row, column))
    return entry_of_text(table.grid, *anchor)


def _marks_by_cell(sheet: SheetGrid) -> Mapping[str | None, list[WarningMark]]:
    """What notes of ours ask, by the cell that bears the note."""
    return {
        cell_place(sheet, *cell).cell: read_marks(words)
        for cell, words in sheet.notes.items()
        if MARK in words
    }
