"""A list with notes and colours on its cells: in the district's own workbook, or in a new one of the same table."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.formats.forms.kept_workbook import open_kept, saved_bytes
from kbo_screen.formats.forms.returned_form import change_form
from kbo_screen.formats.workbook.book import Book
from kbo_screen.formats.workbook.limits import accepted
from kbo_screen.registry.returned_list import MARK, MARK_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from kbo_screen.findings import Finding
    from kbo_screen.formats.forms.returned_form import FormChanges
    from kbo_screen.registry.returned_list import (
        PlainSheet,
        ReasonColumn,
        ReturnedNote,
    )

#: Who speaks in a note.
_AUTHOR: Final = "kbo-screen"
#: The size of a note in pixels; a line holds so many letters.
_NOTE_WIDTH: Final = 340
_LINE_HEIGHT: Final = 20
_LETTERS_OF_LINE: Final = 42
#: The widest column of a new table, and the narrowest.
_WIDEST: Final = 45
_NARROWEST: Final = 9


def marked_copy(
    content: bytes,
    file: str,
    notes: Sequence[ReturnedNote],
    changes: FormChanges | None = None,
) -> bytes:
    """A workbook with a note and a colour on each cell, and without those of an earlier return.

    changes: of a form of ours. Raises InputError for a workbook that cannot be changed.
    """
    workbook = open_kept(content, file)
    for sheet in workbook.worksheets:
        _take_marks_off(sheet)
    for note in notes:
        _mark(_cell_of(workbook, note), note)
    if changes:
        change_form(workbook, changes)
    return saved_bytes(workbook, file)


def _mark(cell: Any, note: ReturnedNote) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    words = note.words
    if cell.comment is not None and cell.comment.text:
        words = f"{cell.comment.text}\n{words}"
    height = _height_of(words)
    cell.comment = Comment(words, _AUTHOR, width=_NOTE_WIDTH, height=height)
    cell.fill = PatternFill("solid", fgColor=f"FF{note.colour}")


def _take_marks_off(sheet: Worksheet) -> None:
    """Take off notes and colours of ours; what others wrote before a note of ours stays."""
    from openpyxl.comments import Comment

    marked_cells = [cell for cell in _cells_of(sheet) if _is_marked(cell)]
    for cell in marked_cells:
        words = cell.comment.text.partition(MARK)[0].strip()
        cell.comment = Comment(words, cell.comment.author) if words else None
        if _colour_of(cell) in MARK_COLOURS:
            cell.fill = _fill_beside_marks(sheet, cell)


def _cells_of(sheet: Worksheet) -> Iterator[Any]:
    return chain.from_iterable(sheet.iter_rows())


def _is_marked(cell: Any) -> bool:
    return cell.comment is not None and MARK in (cell.comment.text or "")


def _colour_of(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:].upper()


def _fill_beside_marks(sheet: Worksheet, cell: Any) -> Any:
    """The colour that a cell of a form had: that of cells which people type into; elsewhere none."""
    from openpyxl.styles import PatternFill

    is_typed = sheet.protection.sheet and not cell.protection.locked
    for other in _cells_of(sheet) if is_typed else ():
        is_like_it = not other.protection.locked and other.fill.fill_type == "solid"
        if is_like_it and _colour_of(other) not in MARK_COLOURS:
            return copy(other.fill)
    return PatternFill()


def _cell_of(workbook: Workbook, note: ReturnedNote) -> Any:
    """The cell of a note: of a merged one its first; on a sheet that there is."""
    sheet = workbook.worksheets[0]
    if note.sheet in workbook.sheetnames:
        sheet = workbook[note.sheet]
    for merge in sheet.merged_cells.ranges:
        if note.cell in merge:
            return sheet.cell(merge.min_row, merge.min_col)
    return sheet[note.cell]


def _height_of(words: str) -> int:
    lines = sum(1 + len(line) // _LETTERS_OF_LINE for line in words.split("\n"))
    return _LINE_HEIGHT * (lines + 1)


def write_table_anew(
    path: Path,
    sheets: Sequence[PlainSheet],
    notes: Sequence[ReturnedNote],
    font: str,
    reason_columns: Sequence[ReasonColumn] = (),
) -> Sequence[Finding]:
    """Write the sheets of a list into a new workbook, every value at its cell, with notes and colours.

    A list without a column for reasons has one behind all others.
    """
    book = Book(path, font)
    for column in reason_columns:
        sheets = [_with_reason_column(sheet, column) for sheet in sheets]
    by_sheet: dict[str, dict[str, ReturnedNote]] = {sheet.name: {} for sheet in sheets}
    for note in notes:
        name = note.sheet if note.sheet in by_sheet else sheets[0].name
        by_sheet[name or ""][note.cell] = note
    for sheet in sheets:
        _write_sheet(book, sheet, by_sheet[sheet.name])
    book.close()
    return book.findings


def _with_reason_column(sheet: PlainSheet, column: ReasonColumn) -> PlainSheet:
    """A sheet with the header of one more column, where it is the one of the list."""
    if column.sheet not in (None, sheet.name):
        return sheet
    rows = [[*row, None] for row in sheet.rows]
    rows[column.header_row - 1][-1] = column.header
    return replace(sheet, rows=rows)


def _write_sheet(
    book: Book,
    sheet: PlainSheet,
    notes: Mapping[str, ReturnedNote],
) -> None:
    from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

    page = book.workbook.add_worksheet(sheet.name[:31])
    plain = book.style({"text_wrap": True})
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            note = notes.get(xl_rowcol_to_cell(row, column))
            look = _look_of(book, note, value) if note or _is_date(value) else plain
            _write_value(book, page, row, column, value, look)
    for cell, note in notes.items():
        row, column = xl_cell_to_rowcol(cell)
        is_outside = row >= len(sheet.rows) or column >= len(sheet.rows[row])
        if is_outside:
            accepted(page.write_blank(row, column, None, _look_of(book, note, None)))
        size = {
            "width": _NOTE_WIDTH,
            "height": _height_of(note.words),
            "author": _AUTHOR,
        }
        accepted(page.write_comment(row, column, note.words, size))
    for column, width in enumerate(_widths(sheet)):
        accepted(page.set_column(column, column, width))


def _look_of(book: Book, note: ReturnedNote | None, value: Any) -> Any:
    look: dict[str, Any] = {"text_wrap": True}
    if note:
        look["bg_color"] = f"#{note.colour}"
    if _is_date(value):
        look["num_format"] = "d/m/yyyy"
    return book.style(look)


def _is_date(value: Any) -> bool:
    return isinstance(value, dt.date)


def _write_value(
    book: Book,
    page: Any,
    row: int,
    column: int,
    value: Any,
    look: Any,
) -> None:
    """A value of its own type; a text is never a formula."""
    if value is None:
        accepted(page.write_blank(row, column, None, look))
    elif isinstance(value, str):
        words = book.text(value, page, row, column)
        accepted(page.write_string(row, column, words, look))
    elif isinstance(value, bool):
        accepted(page.write_boolean(row, column, value, look))
    elif _is_date(value):
        accepted(page.write_datetime(row, column, value, look))
    else:
        accepted(page.write_number(row, column, value, look))


def _widths(sheet: PlainSheet) -> list[int]:
    """The widths of columns, by their longest text."""
    widths: list[int] = []
    for column in zip(*sheet.rows, strict=True):
        longest = max(len(str(value)) for value in column)
        widths.append(min(_WIDEST, max(_NARROWEST, longest + 2)))
    return widths
