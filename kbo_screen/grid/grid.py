"""A sheet as stored: every value in its column at its row, nothing interpreted."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbo_screen.grid.notices import Notice


class CellError(str):
    """What Excel shows in place of a value: "#REF!", "#N/A"."""

    __slots__ = ()


class StruckTextError(CellError):
    """What stands in a cell that is struck out: shown as it is, and not known to hold."""

    __slots__ = ()


class StruckRowError(CellError):
    """What a cell says of a row whose name is struck out: the row has its finding."""

    __slots__ = ()


class NotedTextError(CellError):
    """What stands in a cell whose note says another value: which of the two holds is not known."""

    __slots__ = ()


class LongTextError(CellError):
    """The beginning of a text that is longer than a cell of Excel can hold: no value of a table."""

    __slots__ = ()


#: The letters that a cell of Excel can hold.
MAX_CELL_LETTERS: Final = 32_767
#: So much of a longer text is shown.
SHOWN_LETTERS: Final = 60

#: A formula that was saved without its result: its value is not in the file.
NOT_CALCULATED: Final = CellError("=?")

#: A cell that a row of a CSV, cut short, does not have: nobody said that it is blank.
NOT_GIVEN: Final = CellError("")

#: Rows that are taken from the reader at a time.
PIECE_ROWS = 1000

CellValue = (
    str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
)
#: Row and column, from 0.
Position = tuple[int, int]
#: First row, first column, last row, last column, from 0.
Merge = tuple[int, int, int, int]
Visibility = Literal["visible", "hidden", "very-hidden"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. A registry repeats itself: every different value is stored once, each row says which.

    `distinct`: the different values, None first (values of two types are different); `codes`: per row a position in
    `distinct`. It reads as a list of the rows' values.
    """

    codes: array[int]
    distinct: list[CellValue]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[CellValue]:
        return map(self.distinct.__getitem__, self.codes)

    @overload
    def __getitem__(self, row: int) -> CellValue: ...
    @overload
    def __getitem__(self, row: slice) -> list[CellValue]: ...
    def __getitem__(self, row: int | slice) -> CellValue | list[CellValue]:
        if isinstance(row, slice):
            return [self.distinct[code] for code in self.codes[row]]
        return self.distinct[self.codes[row]]

    def with_value(
        self,
        rows: Sequence[int],
        value: CellValue,
    ) -> Column:
        """The column with a value that it does not hold yet in these rows."""
        if not rows:
            return self
        codes = self.codes[:]
        for row in rows:
            codes[row] = len(self.distinct)
        return Column(codes, [*self.distinct, value])

    def with_values(self, values: Mapping[int, CellValue]) -> Column:
        """The column with values that it does not hold yet, by row: copied once, however many they are."""
        codes = self.codes[:]
        distinct = self.distinct[:]
        for row, value in values.items():
            codes[row] = len(distinct)
            distinct.append(value)
        return Column(codes, distinct)

    def without(self, first: int, last: int) -> Column:
        """The column with the rows from first to last blank."""
        codes = self.codes[:]
        for row in range(first, min(last + 1, len(codes))):
            codes[row] = 0
        return Column(codes, self.distinct)

    @property
    def used(self) -> int:
        """Rows up to the last that holds a value."""
        length = len(self.codes)
        while length and self.codes[length - 1] == 0:
            length -= 1
        return length


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One sheet, from cell A1 on: `columns[c][r]` is the value in column c (A is 0) of sheet row r + 1.

    A blank is None, an error a CellError. All columns are of one length; blank rows and columns at the end are left
    out, those in front are kept, so that a position is an address. `merges` are (first row, first column, last row,
    last column), counted from 0.
    """

    file: str
    sheet: str | None
    columns: list[Column]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visibility: Visibility = "visible"
    #: Cells that hold a formula, as (row, column); None where nobody looked, or the format has none.
    formulas: frozenset[Position] | None = None
    has_formulas: bool = False
    #: Cells whose text, or a part of it, is struck out, as (row, column); told of xlsx and xlsm.
    struck: frozenset[Position] = frozenset()
    #: Cells with a coloured fill, and its colour ("FFFF00", "theme 4"); none of a sheet that is coloured all over.
    fills: Mapping[Position, str] = field(default_factory=dict)
    #: The symbol font ("wingdings") of cells that stand in one. Their values are what a person sees already: a "ü"
    #: in Wingdings is read as "✓", a "P" in Wingdings 2 too (`symbols.py`). A reader of words need not look here.
    symbol_fonts: Mapping[Position, str] = field(default_factory=dict)
    #: Notes on cells and threaded comments, as texts; told of xlsx and xlsm.
    notes: Mapping[Position, str] = field(default_factory=dict)
    #: Of a CSV the number of cells in each row of the file; a row may be cut short.
    row_lengths: Sequence[int] | None = None

    @property
    def height(self) -> int:
        """Rows, blank ones in front included."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        """Columns, blank ones in front included."""
        return len(self.columns)


class Workbook(NamedTuple):
    """A file that was read: what it is, its sheets in order, what was noticed on the way."""

    file: str
    sha256: str
    size_bytes: int
    format: str
    sheets: tuple[SheetGrid, ...]
    notices: tuple[Notice, ...] = ()
    #: When the file was last changed, in seconds since 1970.
    modified: float = 0.0

    @property
    def visible_sheets(self) -> tuple[SheetGrid, ...]:
        """The sheets that a person sees; the others are told, and not read."""
        return tuple(sheet for sheet in self.sheets if sheet.visibility == "visible")


def to_columns(
    rows: Iterable[Sequence[CellValue]],
    *,
    blank_columns: int = 0,
    put: Mapping[Position, CellValue] | None = None,
) -> list[Column]:
    """Columns of equal length from rows that may be ragged; "" becomes None, blank ends are cut off.

    blank_columns: in front of every row. put: values by (row, column) that take the
    place of what stands there.
    """
    coders = [_Coder() for _ in range(blank_columns)]
    _code_rows(rows, coders, blank_columns)
    for position, value in (put or {}).items():
        row, column = position
        _widen(coders, column + 1)
        coders[column].put(row, value)
    columns = [coder.column() for coder in coders]
    return _trimmed(columns)


def _code_rows(
    rows: Iterable[Sequence[CellValue]],
    coders: list[_Coder],
    blank_columns: int,
) -> None:
    """Give every row's values to the coders of their columns.

    Rows are taken in pieces, so that not all of a country's cells are in the memory at
    once.
    """
    height = 0
    rows = iter(rows)
    while piece := list(islice(rows, PIECE_ROWS)):
        longest = max(map(len, piece))
        _widen(coders, blank_columns + longest, blanks=height)
        width = len(coders) - blank_columns
        if any(len(row) != width for row in piece):
            piece = [_padded(row, width) for row in piece]
        columns = zip(*piece, strict=True)
        for coder, values in zip(coders[blank_columns:], columns, strict=True):
            coder.add(values)
        height += len(piece)


def _padded(
    row: Sequence[CellValue],
    width: int,
) -> list[CellValue]:
    missing_cells = width - len(row)
    return [*row, *[None] * missing_cells]


def _widen(
    coders: list[_Coder],
    width: int,
    *,
    blanks: int = 0,
) -> None:
    """Have a coder for every column, the new ones with so many blanks on top."""
    while len(coders) < width:
        coders.append(_Coder(blanks))


def _trimmed(columns: list[Column]) -> list[Column]:
    """The columns without blank ones at the end, all as long as the last row with a value."""
    while columns and not columns[-1].used:
        columns.pop()
    height = max((column.used for column in columns), default=0)
    for column in columns:
        del column.codes[height:]
        missing_rows = height - len(column.codes)
        column.codes.extend(bytes(missing_rows))
    return columns


def within_a_cell(value: CellValue) -> CellValue:
    """A value as it is; of a text that no cell of Excel can hold its beginning, as an error.

    All that is done with a text takes time and memory for every letter of it: this is the door.
    """
    if isinstance(value, str) and len(value) > MAX_CELL_LETTERS:
        return LongTextError(value[:SHOWN_LETTERS] + "…")
    return value


def column_of(values: Iterable[CellValue]) -> Column:
    """A column that reads as these values, "" as None."""
    coder = _Coder()
    coder.add(list(values))
    return coder.column()


class _Coder:
    """Numbers the different values of a column as they come."""

    def __init__(self, blanks: int = 0) -> None:
        self.codes = array("i", [0]) * blanks
        #: Value -> its number; a value that is new gets the next one.
        self.numbers: defaultdict[Any, int] = defaultdict(
            count(1).__next__, {None: 0, "": 0}
        )
        #: The types so far; None once the keys of `numbers` are (type, value).
        self.types: set[type] | None = set()

    def add(self, values: Sequence[CellValue]) -> None:
        """Append these values. Where 1 could meet True or 1.0, or an error its text, they are told apart by type."""
        if self.types is not None:
            self.types.update(map(type, values))
            if any(self.types <= plain for plain in _PLAIN):
                self.codes.extend(map(self.numbers.__getitem__, values))
                return
            self._tell_types_apart()
        typed_values = zip(map(type, values), values, strict=True)
        self.codes.extend(map(self.numbers.__getitem__, typed_values))

    def put(self, row: int, value: CellValue) -> None:
        """Set one value, growing the column where it stops before it."""
        missing_rows = row + 1 - len(self.codes)
        self.codes.extend(bytes(max(0, missing_rows)))
        if self.types is not None:
            self._tell_types_apart()
        self.codes[row] = self.numbers[type(value), value]

    def column(self) -> Column:
        """What was added."""
        keys = list(self.numbers)[2:]
        if self.types is None:
            keys = [value for _, value in keys]
        return Column(self.codes, [None, *map(within_a_cell, keys)])

    def _tell_types_apart(self) -> None:
        numbers = self.numbers
        self.numbers = defaultdict(numbers.default_factory)
        for value, number in numbers.items():
            self.numbers[type(value), value] = number
        self.types = None


#: Types among which equal values are the same value.
_PLAIN: Final = (
    {str, int, type(None)},
    {str, float, type(None)},
)
