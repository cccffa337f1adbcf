"""A list that is sent back as a new workbook of the same table: every value at its cell, with notes and colours.

It looks like a table that prints, whatever the file looked like that it was read from.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.formats.forms.form_formulas import WIDTHS
from kbo_screen.formats.forms.marked_workbook import (
    NOTE_AUTHOR,
    NOTE_WIDTH,
    note_height,
)
from kbo_screen.formats.workbook.book import (
    LINE_POINTS,
    TALLEST_ROW,
    Book,
    lay_out,
    lines_of,
)
from kbo_screen.formats.workbook.limits import accepted
from kbo_screen.vocabulary.file_names import same_name, unique_sheet_name
from kbo_screen.vocabulary.thai_text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.registry.returned_list import (
        PlainSheet,
        ReasonColumn,
        ReturnedNote,
    )

    #: First row, first column, last row, last column, from 0.
    Merge = tuple[int, int, int, int]
    #: The row and the column of a cell, from 0.
    Cell = tuple[int, int]

#: The widest column of a new table, the narrowest, and the widest that a label above the table makes.
_WIDEST: Final = 45
_NARROWEST: Final = 9
_WIDEST_OF_LABEL: Final = 20
#: Columns of a text that fit per unit of a column's width, and what a column has beside its widest text.
_FIT: Final = 0.8
_AIR: Final = 2
#: Values that a row of a table has at least; with fewer it is a title, or a label and what stands beside it.
_FEWEST_OF_TABLE: Final = 3


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
    wider_sheets = set()
    for column in reason_columns:
        sheets = [_with_reason_column(sheet, column) for sheet in sheets]
        wider_sheets.add(column.sheet or sheets[0].name)
    by_sheet: dict[str, dict[str, ReturnedNote]] = {sheet.name: {} for sheet in sheets}
    for note in notes:
        name = note.sheet if note.sheet in by_sheet else sheets[0].name
        by_sheet[name or ""][note.cell] = note
    for sheet in sheets:
        has_new_column = sheet.name in wider_sheets
        new_sheet = _NewSheet(
            book,
            sheet,
            by_sheet[sheet.name],
            has_new_column,
        )
        new_sheet.write()
    book.close()
    return book.findings


def _with_reason_column(sheet: PlainSheet, column: ReasonColumn) -> PlainSheet:
    """A sheet with the header of one more column, where it is the one of the list."""
    if column.sheet not in (None, sheet.name):
        return sheet
    rows = [[*row, None] for row in sheet.rows]
    rows[column.header_row - 1][-1] = column.header
    return replace(sheet, rows=rows)


@dataclass
class _NewSheet:
    """A sheet that is being written."""

    book: Book
    sheet: PlainSheet
    notes: Mapping[str, ReturnedNote]
    #: Its last column is one for reasons, which the list had not.
    has_new_column: bool
    page: Any = None
    widths: Sequence[int] = ()
    #: Cells that lie under a merged one, as row and column.
    covered: set[Cell] = field(default_factory=set)
    #: Styles by what they look like: colour, date, how many values their row has.
    looks: dict[tuple[str | None, bool, int], Any] = field(default_factory=dict)

    def write(self) -> None:
        """Write merges first, for they write their first cell; then rows, and notes."""
        workbook = self.book.workbook
        taken_names = [same_name(page.name) for page in workbook.worksheets()]
        name = unique_sheet_name(self.sheet.name, taken_names)
        self.page = workbook.add_worksheet(name)
        lay_out(self.page)
        self.widths = self._widths_with_reasons()
        for column, width in enumerate(self.widths):
            accepted(self.page.set_column(column, column, width))
        for merge in _merges_apart(self.sheet):
            self._merge(merge)
            self.covered |= _cells_of(merge) - {merge[:2]}
        for row in range(len(self.sheet.rows)):
            self._write_row(row)
        for cell, note in self.notes.items():
            self._write_note(cell, note)

    def _widths_with_reasons(self) -> list[int]:
        """The widths of columns, with room to write into the last one where it was added."""
        widths = _widths(self.sheet)
        if self.has_new_column:
            widths[-1] = max(widths[-1], WIDTHS["confirmation"])
        return widths

    def _merge(self, merge: Merge) -> None:
        first_row, first_column, _, _ = merge
        look = self._look_at(first_row, first_column)
        accepted(self.page.merge_range(*merge, "", look))

    def _write_row(self, row: int) -> None:
        values = self.sheet.rows[row]
        is_alone = _filled(values) == 1
        lines = 1
        for column, value in enumerate(values):
            if (row, column) in self.covered:
                continue
            self._write_value(row, column, value)
            if isinstance(value, str) and not is_alone:
                lines_of_cell = lines_of(
                    value,
                    self.widths[column],
                    indent=0,
                )
                lines = max(lines, lines_of_cell)
        height = min(TALLEST_ROW, LINE_POINTS * lines)
        accepted(self.page.set_row(row, height))

    def _write_value(
        self,
        row: int,
        column: int,
        value: Any,
    ) -> None:
        """A value of its own type; a text is never a formula."""
        page, look = self.page, self._look_at(row, column)
        if value is None:
            accepted(page.write_blank(row, column, None, look))
        elif isinstance(value, str):
            words = self.book.text(
                value,
                page,
                row,
                column,
            )
            accepted(page.write_string(row, column, words, look))
        elif isinstance(value, bool):
            accepted(page.write_boolean(row, column, value, look))
        elif _is_date(value):
            accepted(page.write_datetime(row, column, value, look))
        else:
            accepted(page.write_number(row, column, value, look))

    def _write_note(self, cell: str, note: ReturnedNote) -> None:
        from xlsxwriter.utility import xl_cell_to_rowcol

        row, column = xl_cell_to_rowcol(cell)
        rows = self.sheet.rows
        is_outside = row >= len(rows) or column >= len(rows[row])
        if is_outside:
            look = self._look_at(row, column)
            accepted(
                self.page.write_blank(
                    row,
                    column,
                    None,
                    look,
                )
            )
        size = {
            "width": NOTE_WIDTH,
            "height": note_height(note.words),
            "author": NOTE_AUTHOR,
        }
        accepted(self.page.write_comment(row, column, note.words, size))

    def _look_at(self, row: int, column: int) -> Any:
        from xlsxwriter.utility import xl_rowcol_to_cell

        note = self.notes.get(xl_rowcol_to_cell(row, column))
        values = self.sheet.rows[row] if row < len(self.sheet.rows) else ()
        value = values[column] if column < len(values) else None
        filled = min(_filled(values), _FEWEST_OF_TABLE)
        look = (
            note.colour if note else None,
            _is_date(value),
            filled,
        )
        if look not in self.looks:
            self.looks[look] = self._style(*look)
        return self.looks[look]

    def _style(
        self,
        colour: str | None,
        is_date: bool,
        filled: int,
    ) -> Any:
        """A title alone in its row reaches over its neighbours, all else stays in its column."""
        style: dict[str, Any] = {"text_wrap": filled > 1, "valign": "top"}
        if filled >= _FEWEST_OF_TABLE:
            style["border"] = 1
        if colour:
            style["bg_color"] = f"#{colour}"
        if is_date:
            style |= {"num_format": "d/m/yyyy", "align": "left"}
        return self.book.style(style)


def _is_date(value: Any) -> bool:
    return isinstance(value, dt.date)


def _filled(values: Sequence[Any]) -> int:
    """How many values a row has."""
    return len([value for value in values if value not in (None, "")])


def _merges_apart(sheet: PlainSheet) -> Iterator[Merge]:
    """The merges of more than one cell within the rows of a sheet, without those that lie over one before."""
    merged_cells: set[Cell] = set()
    bottom = len(sheet.rows) - 1
    right = _columns_of(sheet) - 1
    for first_row, first_column, last_row, last_column in sheet.merges:
        merge = (
            first_row,
            first_column,
            min(last_row, bottom),
            min(last_column, right),
        )
        cells = _cells_of(merge)
        if len(cells) > 1 and merged_cells.isdisjoint(cells):
            merged_cells |= cells
            yield merge


def _cells_of(merge: Merge) -> set[Cell]:
    first_row, first_column, last_row, last_column = merge
    rows = range(first_row, last_row + 1)
    columns = range(first_column, last_column + 1)
    return set(product(rows, columns))


def _columns_of(sheet: PlainSheet) -> int:
    return max((len(row) for row in sheet.rows), default=0)


def _widths(sheet: PlainSheet) -> list[int]:
    """The widths of columns, by the widest text in a row of the table, as far as they go by labels above it."""
    widths = [_NARROWEST] * _columns_of(sheet)
    for row in sheet.rows:
        filled = _filled(row)
        widest = _WIDEST if filled >= _FEWEST_OF_TABLE else _WIDEST_OF_LABEL
        for column, value in enumerate(row):
            if value is not None and filled > 1:
                text_width = display_width(str(value))
                needed = round(text_width / _FIT) + _AIR
                widths[column] = max(
                    widths[column],
                    min(widest, needed),
                )
    return widths
