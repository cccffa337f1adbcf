"""A sheet as stored: every value in its column at its row, nothing interpreted.

Knows cells, merges and what is hidden. Refuses to know what a column means.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.findings import Finding


class CellError(str):
    """What Excel shows in place of a value: "#REF!", "#N/A"."""

    __slots__ = ()


#: A formula that was saved without its result: its value is not in the file.
NOT_CALCULATED: Final = CellError("=?")

CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Merge = tuple[int, int, int, int]
Visibility = Literal["visible", "hidden", "very-hidden"]


class Column:
    """One column of a sheet. A registry repeats itself: every different value is stored once, each row says which.

    `distinct`: the different values, None first (values of two types are different); `codes`: per row a position in
    `distinct`. It reads as a list of the rows' values.
    """

    __slots__ = ("codes", "distinct")

    def __init__(self, stored: Iterable[CellValue]) -> None:
        stored = stored if isinstance(stored, list | tuple) else list(stored)
        self.codes, self.distinct = _coded(stored)

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

    @property
    def used(self) -> int:
        """Rows up to the last that holds a value."""
        length = len(self.codes)
        while length and self.codes[length - 1] == 0:
            length -= 1
        return length

    def cut(self, height: int) -> None:
        """Drop the rows from `height` on, which are blank."""
        del self.codes[height:]


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
    formulas: frozenset[tuple[int, int]] | None = None

    @property
    def height(self) -> int:
        """Rows, blank ones in front included."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        """Columns, blank ones in front included."""
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: what it is, its sheets in order, what was noticed on the way."""

    file: str
    sha256: str
    size_bytes: int
    format: str
    sheets: tuple[SheetGrid, ...]
    findings: tuple[Finding, ...] = ()


def to_columns(rows: list[list[CellValue]]) -> list[Column]:
    """Columns of equal length from rows that may be ragged; "" becomes None, blank ends are cut off."""
    width = max(map(len, rows), default=0)
    if any(len(row) != width for row in rows):
        rows = [row + [None] * (width - len(row)) for row in rows]
    columns = [Column(stored) for stored in zip(*rows, strict=True)]
    height = max((column.used for column in columns), default=0)
    while columns and not columns[-1].used:
        columns.pop()
    for column in columns:
        column.cut(height)
    return columns


def _coded(stored: list[CellValue] | tuple[CellValue, ...]) -> tuple[array[int], list[CellValue]]:
    """Per row the number of its value, and the values: a dictionary that numbers what it has not seen."""
    known: defaultdict[Any, int] = defaultdict(count(1).__next__)
    types = set(map(type, stored))
    if types <= {str, int, type(None)} or types <= {str, float, type(None)}:
        known |= {None: 0, "": 0}
        return array("i", map(known.__getitem__, stored)), [None, *list(known)[2:]]
    # 1 equals True and 1.0, and an error equals the text that shows it: told apart by their type.
    known |= {(type(None), None): 0, (str, ""): 0}
    codes = array("i", map(known.__getitem__, zip(map(type, stored), stored, strict=True)))
    return codes, [None, *(value for _, value in list(known)[2:])]
