"""A worksheet's XML looked at token by token: for sheets that are spelled as no spreadsheet program spells them.

Knows rows and cells however they are written: single quotes, comments, CDATA, prefixes, cells without a name.
Refuses to build a tree. It is many times slower than `sheet_xml.py`, which asks for it.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final
from xml.parsers import expat

from kbo_screen.grid.grid import NOT_CALCULATED, CellError
from kbo_screen.grid.sheet_facts import Position, SheetFacts, span
from kbo_screen.grid.styles_xml import Marks

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE_BYTES: Final = 1024**2
#: No number of a shared text has more digits.
MOST_DIGITS: Final = 10
_LESS_THAN_ONE: Final = re.compile(r"^0*(?:\.\d*)?$")
_YES: Final = ("1", "true")


def look_at_tokens(xml: IO[bytes], marks: Marks | None = None) -> SheetFacts:
    """Look at a whole worksheet; marks: the styles and texts that are to be looked for.

    Raises ExpatError for XML that is none, ValueError for a cell of no name or a value with a comment inside.
    """
    look = _Look(marks or Marks())
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = look.begin
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    parser.CommentHandler = lambda _: look.tear()
    parser.StartCdataSectionHandler = look.tear
    while piece := xml.read(PIECE_BYTES):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return look.facts


class _Look:
    """Where in the sheet the parser stands, and what was seen so far."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.facts = SheetFacts(formulas=set())
        self.at: Position = (-1, -1)
        self.cell: dict[str, str] = {}
        self.value: list[str] | None = None
        self.has_formula = self.is_value = False
        self.beginnings: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._begin_row,
            "col": self._column,
            "c": self._begin_cell,
            "f": self._formula,
            "v": self._begin_value,
            "is": self._begin_value,
            "strike": self._strike,
        }

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if begin := self.beginnings.get(name.rpartition(":")[2]):
            begin(attributes)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in ("v", "is"):
            self.is_value = False
        elif local == "c":
            self._end_cell()

    def text(self, text: str) -> None:
        if self.is_value and self.value is not None:
            self.value.append(text)

    def tear(self) -> None:
        """Refuse a comment or CDATA inside a value: the fast reader takes the part before it for the whole."""
        if self.is_value:
            raise ValueError

    def _column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _YES or _is_zero(attributes.get("width")):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.facts.hidden_columns.update(span(first - 1, last - 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes["r"]) - 1 if "r" in attributes else self.at[0] + 1
        self.facts.rows_in_disorder |= row <= self.at[0]
        self.at = row, -1
        if attributes.get("hidden") in _YES or _is_zero(attributes.get("ht")):
            self.facts.hidden_rows.add(row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.at = (
            position_of(attributes["r"].strip().upper())
            if "r" in attributes
            else (self.at[0], self.at[1] + 1)
        )
        self.cell, self.value, self.has_formula = attributes, None, False

    def _strike(self, attributes: dict[str, str]) -> None:
        """A run of the text inside the cell is struck out."""
        if self.is_value and attributes.get("val", "1") in _YES:
            self.facts.struck.add(self.at)

    def _formula(self, _: dict[str, str]) -> None:
        self.has_formula = True

    def _begin_value(self, _: dict[str, str]) -> None:
        self.value, self.is_value = [], True

    def _end_cell(self) -> None:
        if self.has_formula:
            self.facts.has_formulas = True
            if self.facts.formulas is not None:
                self.facts.formulas.add(self.at)
        if self.value is not None or self.has_formula:
            self.facts.saw_cell(*self.at)
            self._note_marks()
        shown, kind = "".join(self.value or ()).strip(), self.cell.get("t")
        if kind == "e" and self.value is not None:
            self.facts.errors[self.at] = CellError(shown)
        elif (
            self.has_formula
            and not shown
            and not (self.value is not None and kind == "str")
        ):
            self.facts.errors[self.at] = (
                NOT_CALCULATED  # but a text that came out empty is a result
            )

    def _note_marks(self) -> None:
        """What the look of the cell, or of its shared text, says."""
        style = self.cell.get("s", "0")
        style_number = int(style) if style.isascii() and style.isdigit() else 0
        text = "".join(self.value or ()).strip()
        is_shared = (
            self.cell.get("t") == "s"
            and text.isascii()
            and text.isdigit()
            and len(text) < MOST_DIGITS
        )
        if style_number in self.marks.struck_styles or (
            is_shared and int(text) in self.marks.struck_texts
        ):
            self.facts.struck.add(self.at)
        if font := self.marks.symbol_styles.get(style_number):
            self.facts.symbols[self.at] = font
        if colour := self.marks.fill_styles.get(style_number):
            self.facts.fills[self.at] = colour


def _is_zero(size: str | None) -> bool:
    """A row of less than a point, or a column of less than a character, which nobody sees."""
    return size is not None and bool(_LESS_THAN_ONE.match(size))


def position_of(name: str) -> Position:
    """Row and column, from 0, of a cell's name.

    >>> position_of("AB5")
    (4, 27)
    """
    letters = name.rstrip("0123456789")
    if not (
        letters.isascii()
        and letters.isalpha()
        and letters.isupper()
        and len(letters) < len(name)
    ):
        raise ValueError(name)
    if len(letters) > len(
        "XFD"
    ):  # Excel's last column: the fast reader does not survive one far behind it
        raise ValueError(name)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1
