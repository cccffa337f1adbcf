"""A worksheet's XML looked at token by token: for sheets that are spelled as no spreadsheet program spells them.

Single quotes, comments, CDATA, prefixes and cells without a name are all understood. It
is many times slower than `sheet_xml.py`, which asks for it.
"""

from __future__ import annotations

import re
from typing import IO, Final
from xml.parsers import expat

from kbo_screen.grid.addresses import position_of
from kbo_screen.grid.grid import NOT_CALCULATED, CellError, Position
from kbo_screen.grid.sheet_facts import SheetFacts
from kbo_screen.grid.styles_xml import Marks

Attributes = dict[str, str]

PIECE_BYTES: Final = 1024**2
#: No number of a shared text has more digits.
MOST_DIGITS: Final = 9
_LESS_THAN_ONE: Final = re.compile(r"^0*(?:\.\d*)?$")
_YES: Final = ("1", "true")


def look_at_tokens(
    xml: IO[bytes],
    marks: Marks | None = None,
) -> SheetFacts:
    """Look at a whole worksheet; marks: the styles and texts that are to be looked for.

    Raises ExpatError for XML that is none, ValueError for a cell of no name or a value with a comment inside.
    """
    handler = _TokenHandler(marks or Marks())
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.begin
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.CommentHandler = lambda _: handler.tear()
    parser.StartCdataSectionHandler = handler.tear
    while piece := xml.read(PIECE_BYTES):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return handler.facts


class _TokenHandler:
    """Where in the sheet the parser stands, and what it saw so far."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.facts = SheetFacts()
        self.formulas: set[Position] = set()
        self.facts.formulas = self.formulas
        self.row = self.column = -1
        #: Of the cell that is open: its attributes, the pieces of its value, whether it has a formula.
        self.cell: Attributes = {}
        self.value: list[str] | None = None
        self.has_formula = False
        self.is_in_value = False
        self.beginnings = {
            "row": self._begin_row,
            "col": self._column,
            "c": self._begin_cell,
            "f": self._formula,
            "v": self._begin_value,
            "is": self._begin_value,
            "strike": self._strike,
        }

    @property
    def position(self) -> Position:
        return self.row, self.column

    def begin(self, name: str, attributes: Attributes) -> None:
        begin = self.beginnings.get(_without_prefix(name))
        if begin:
            begin(attributes)

    def text(self, text: str) -> None:
        if self.is_in_value and self.value is not None:
            self.value.append(text)

    def tear(self) -> None:
        """Refuse a comment or CDATA inside a value: the fast reader takes the part before it for the whole."""
        if self.is_in_value:
            raise ValueError

    def end(self, name: str) -> None:
        local = _without_prefix(name)
        if local in ("v", "is"):
            self.is_in_value = False
        elif local == "c":
            self._end_cell()

    def _column(self, attributes: Attributes) -> None:
        if _is_hidden(attributes, size="width"):
            first = int(attributes["min"]) - 1
            last = int(attributes["max"]) - 1
            self.facts.hide_columns(first, last)

    def _begin_row(self, attributes: Attributes) -> None:
        row = self.row + 1
        if "r" in attributes:
            row = int(attributes["r"]) - 1
        self.facts.rows_in_disorder |= row <= self.row
        self.row = row
        self.column = -1
        if _is_hidden(attributes, size="ht"):
            self.facts.hidden_rows.add(row)

    def _begin_cell(self, attributes: Attributes) -> None:
        if "r" in attributes:
            name = attributes["r"].strip()
            self.row, self.column = position_of(name.upper())
        else:
            self.column += 1
        self.cell = attributes
        self.value = None
        self.has_formula = False

    def _formula(self, _: Attributes) -> None:
        self.has_formula = True

    def _begin_value(self, _: Attributes) -> None:
        self.value = []
        self.is_in_value = True

    def _strike(self, attributes: Attributes) -> None:
        """A run of the text inside the cell is struck out."""
        if self.is_in_value and attributes.get("val", "1") in _YES:
            self.facts.struck.add(self.position)

    def _end_cell(self) -> None:
        if self.has_formula:
            self.facts.has_formulas = True
            self.formulas.add(self.position)
        if self.value is not None or self.has_formula:
            text = "".join(self.value or ()).strip()
            self.facts.saw_cell(self.row, self.column)
            self._note_error(text)
            self._note_marks(text)

    def _note_error(self, text: str) -> None:
        """An error value; a formula without a result, which a text that came out empty is not."""
        kind = None if self.value is None else self.cell.get("t")
        if kind == "e":
            self.facts.errors[self.position] = CellError(text)
        elif self.has_formula and not text and kind != "str":
            self.facts.errors[self.position] = NOT_CALCULATED

    def _note_marks(self, text: str) -> None:
        """What the look of the cell, or of its shared text, says."""
        style = _number(self.cell.get("s", "0"))
        if style in self.marks.struck_styles or self._is_struck_text(text):
            self.facts.struck.add(self.position)
        if font := self.marks.symbol_styles.get(style):
            self.facts.symbols[self.position] = font
        if colour := self.marks.fill_styles.get(style):
            self.facts.fills[self.position] = colour

    def _is_struck_text(self, text: str) -> bool:
        """True for a cell that names a shared text which is struck out."""
        if self.cell.get("t") != "s" or len(text) > MOST_DIGITS:
            return False
        return _number(text, -1) in self.marks.struck_texts


def _number(digits: str, otherwise: int = 0) -> int:
    """A number of digits alone; for any other text the other number."""
    is_number = digits.isascii() and digits.isdigit()
    return int(digits) if is_number else otherwise


def _without_prefix(name: str) -> str:
    return name.rpartition(":")[2]


def _is_hidden(attributes: Attributes, *, size: str) -> bool:
    """Hidden, or of less than a point in height or a character in width, which nobody sees."""
    if attributes.get("hidden") in _YES:
        return True
    if size not in attributes:
        return False
    return bool(_LESS_THAN_ONE.match(attributes[size]))
