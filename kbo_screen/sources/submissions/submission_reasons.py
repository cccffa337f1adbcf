"""The column in which a district confirms its rows, and what notes of ours on a row have asked before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.registry.returned_list import MARK, read_asked
from kbo_screen.registry.submission import CellEntry
from kbo_screen.sources.cells.merged_cells import anchor_of
from kbo_screen.sources.cells.sheet_cells import text_at
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.vocabulary.confirmations import is_confirmation_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.registry.returned_list import Asked
    from kbo_screen.registry.submission import SubmittedRow
    from kbo_screen.sources.table.table import Table


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
    marks = _marks_by_cell(sheet)
    full_rows = []
    for row in rows:
        cells = row.addresses
        reason = None
        if column is not None:
            reason = _reason(table, row.row - 1, column)
            cells.add(reason.place.cell)
        marks_of_row: set[Asked] = set()
        for cell in cells:
            marks_of_row.update(marks.get(cell, ()))
        full_rows.append(
            replace(
                row,
                reason=reason,
                asked=frozenset(marks_of_row),
            )
        )
    return full_rows


def _reason(
    table: Table,
    row: int,
    column: int,
) -> CellEntry:
    anchor = anchor_of(table.grid, row, column)
    words = text_at(table.grid, *anchor)
    place = cell_place(table.grid, *anchor)
    return CellEntry(words, words or None, place)


def _marks_by_cell(sheet: SheetGrid) -> Mapping[str | None, list[Asked]]:
    """What notes of ours ask, by the cell that bears the note."""
    marks = {}
    for (row, column), words in sheet.notes.items():
        if MARK in words:
            place = cell_place(sheet, row, column)
            marks[place.cell] = read_asked(words)
    return marks
