"""A sheet as stored: every value in its column at its row, nothing interpreted.

Knows cells, merges and what is hidden. Refuses to know what a column means.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from kbo_screen.findings import Finding


class CellError(str):
    """What Excel shows in place of a value: "#REF!", "#N/A"."""

    __slots__ = ()


#: A formula that was saved without its result: its value is not in the file.
NOT_CALCULATED: Final = CellError("=?")

CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Merge = tuple[int, int, int, int]
Visibility = Literal["visible", "hidden", "very-hidden"]


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One sheet, from cell A1 on: `columns[c][r]` is the value in column c (A is 0) of sheet row r + 1.

    A blank is None, an error a CellError. All columns are of one length; blank rows and columns at the end are left
    out, those in front are kept, so that a position is an address. `merges` are (first row, first column, last row,
    last column), counted from 0.
    """

    file: str
    sheet: str | None
    columns: list[list[CellValue]]
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


def to_columns(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """Columns of equal length from rows that may be ragged; "" becomes None, blank ends are cut off."""
    width = max(map(len, rows), default=0)
    if any(len(row) != width for row in rows):
        rows = [row + [None] * (width - len(row)) for row in rows]
    columns = [_share(column) for column in zip(*rows, strict=True)]
    height = max((_length(column) for column in columns), default=0)
    while columns and _length(columns[-1]) == 0:
        columns.pop()
    return [column[:height] for column in columns]


def _share(column: tuple[CellValue, ...]) -> list[CellValue]:
    """A column in which equal texts are one text, and "" is None: a registry repeats itself, and is handed on."""
    known: dict[CellValue, CellValue] = {"": None}
    if set(map(type, column)) == {str}:
        return list(map(known.setdefault, column, column))
    return [known.setdefault(value, value) if type(value) is str else value for value in column]


def _length(column: list[CellValue]) -> int:
    """Rows up to the last that holds a value."""
    length = len(column)
    while length and column[length - 1] is None:
        length -= 1
    return length
