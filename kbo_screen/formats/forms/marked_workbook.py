"""A list with notes and colours on its cells, in the district's own workbook."""

from __future__ import annotations

from copy import copy
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.formats.forms.kept_workbook import (
    first_of_merge,
    open_kept,
    saved_bytes,
)
from kbo_screen.formats.forms.returned_form import change_form
from kbo_screen.registry.returned_list import MARK, MARK_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from kbo_screen.formats.forms.returned_form import FormChanges
    from kbo_screen.registry.returned_list import (
        ReturnedNote,
    )

#: Who speaks in a note.
NOTE_AUTHOR: Final = "kbo-screen"
#: The size of a note in pixels; a line holds so many letters.
NOTE_WIDTH: Final = 340
_LINE_HEIGHT: Final = 20
_LETTERS_OF_LINE: Final = 42


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
    height = note_height(words)
    cell.comment = Comment(words, NOTE_AUTHOR, width=NOTE_WIDTH, height=height)
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
    for neighbour in _cells_of(sheet) if is_typed else ():
        is_like_it = (
            not neighbour.protection.locked and neighbour.fill.fill_type == "solid"
        )
        if is_like_it and _colour_of(neighbour) not in MARK_COLOURS:
            return copy(neighbour.fill)
    return PatternFill()


def _cell_of(workbook: Workbook, note: ReturnedNote) -> Any:
    """The cell of a note: of a merged one its first; on a sheet that there is."""
    sheet = workbook.worksheets[0]
    if note.sheet in workbook.sheetnames:
        sheet = workbook[note.sheet]
    return first_of_merge(sheet[note.cell])


def note_height(words: str) -> int:
    """In pixels."""
    lines = sum(1 + len(line) // _LETTERS_OF_LINE for line in words.split("\n"))
    return _LINE_HEIGHT * (lines + 1)
