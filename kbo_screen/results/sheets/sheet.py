"""A sheet of a workbook as a value: title block, columns, rows, notes, signature.

What a command shows as a workbook is its sheets in their order: an `Iterable[Sheet]`,
as `rank_sheets` gives it. `formats.workbook` writes any of them, and knows no command.
From top to bottom a sheet holds: the title block; the header (the labels of the
columns); the rows; the total; the notes; an empty line and the lines of the signature.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The rows of a sheet in their order, read once: a cell is a text, a number, a day, a link, a formula or None.
Rows = Iterable[list[Any]]
#: title: large, centred. line: centred. stamp: what was not checked, red. plain: a note.
LineStyle = Literal["title", "line", "stamp", "plain"]


class Line(NamedTuple):
    """A line over the whole width of a sheet."""

    text: str
    style: LineStyle = "line"


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text in a cell that leads to a target when it is clicked."""

    text: str
    target: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell, with what it gives now."""

    text: str
    value: str | float

    def __str__(self) -> str:
        return str(self.value)


class WordList(NamedTuple):
    """Words to pick from in a column; they stand on a hidden sheet of their own.

    other_words: what a spreadsheet says to somebody who types something else.
    """

    sheet_name: str
    words: tuple[str, ...]
    other_words: str


class SheetColumn(NamedTuple):
    """A column of a table: its label, its width in Excel's units, and its kind.

    is_typed: people type into it, so a file in which they did is not replaced.
    is_shaded: its colour invites them to. word_list: what is offered to pick from.
    """

    label: str
    width: int
    is_centred: bool = False
    is_typed: bool = False
    is_shaded: bool = False
    word_list: WordList | None = None


class Bars(NamedTuple):
    """One colour of the bars of a chart: the position of its column of numbers."""

    column: int
    colour: str


class Chart(NamedTuple):
    """A bar per row, stacked of several columns; the first column names the bars."""

    title: str
    bars: tuple[Bars, ...]


class Sheet(NamedTuple):
    """One sheet. Its rows are read once, when it is written.

    name: as the tab says it; what Excel does not take is replaced, a name that stands
    already is numbered. total: a last row of the table, which no filter hides. signature:
    names are typed over these lines. has_filter: its rows are a list, which is filtered by
    its columns. fits_one_page: it is printed on one page, however small. is_for_screen:
    only its title block is printed. screen_rows: so many of its last rows are not printed.
    """

    name: str
    title_block: Sequence[Line]
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    total: Sequence[Any] | None = None
    notes: Sequence[Line] = ()
    signature: Sequence[str] = ()
    chart: Chart | None = None
    has_filter: bool = True
    fits_one_page: bool = False
    is_for_screen: bool = False
    screen_rows: int = 0
