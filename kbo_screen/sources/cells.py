"""Reads the cells of one column: each different value once, every row with its address.

Knows how merged cells fill what they cover and how a reading becomes a column of its field's type. Refuses to know
which column it reads, and to guess: what is not understood is NA and a finding at its cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, NO_CELL
from kbo_screen.sources.spreadsheet import NOT_CALCULATED, NOT_GIVEN, CellError
from kbo_screen.vocabulary.fields import CODED_VALUES, NUMBER_FIELDS
from kbo_screen.vocabulary.reading import UNKNOWN, Reading, unknown
from kbo_screen.vocabulary.values import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kbo_screen.sources.spreadsheet import CellValue, Column, SheetGrid

#: What Excel shows for an error; pasted as text it is an error still.
ERROR_TEXTS: Final = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


ERROR_VALUE: Final = unknown("error-value")
NEVER_CALCULATED: Final = unknown("not-calculated")


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One column of a table, one entry per row of data: `codes`, positions in `distinct`, and `addresses`.

    `distinct`: what stands in the file, the blank (None) first.
    """

    codes: np.ndarray
    distinct: list[CellValue]
    addresses: np.ndarray

    def at(self, row: int) -> CellValue:
        """What stands in one row."""
        return self.distinct[int(self.codes[row])]


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """One column that was read: per row the position of its reading in `readings`; `raw` is what stood there."""

    codes: np.ndarray
    readings: list[Reading]
    raw: list[CellValue]

    def pick(self, part: Callable[[Reading], Any]) -> np.ndarray:
        """A part of every row's reading, as an object array."""
        return _objects([part(reading) for reading in self.readings]).take(self.codes)

    def at(self, row: int) -> Reading:
        """The reading of one row."""
        return self.readings[int(self.codes[row])]

    def problems(self) -> Iterator[tuple[int, str, object]]:
        """Every row (position) whose cell raises a finding: its slug and what stands there."""
        slugs = _objects([reading.problem for reading in self.readings])[self.codes]
        for row in np.flatnonzero(slugs != None):  # noqa: E711 - element by element
            yield int(row), slugs[row], self.raw[self.codes[row]]


def take_cells(grid: SheetGrid, column: int, rows: np.ndarray) -> CellColumn:
    """What stands in a column at some rows, merged cells filled from their anchor, each with the anchor's address."""
    values = grid.columns[column].distinct
    codes = codes_of(grid.columns[column])
    addresses = np.arange(grid.height, dtype=np.int64) * EXCEL_MAX_COLUMNS + column
    merges = [m for m in grid.merges if m[1] <= column <= m[3] and m[1] < grid.width and m[0] < grid.height]
    if merges:
        codes, values = codes.copy(), values.copy()
    for top, left, bottom, _ in merges:
        anchor = grid.columns[left][top]
        codes[top : bottom + 1] = 0 if anchor is None else len(values)
        values.append(anchor)
        addresses[top : bottom + 1] = top * EXCEL_MAX_COLUMNS + left
    return CellColumn(codes[rows], values, addresses[rows])


def no_cells(count: int) -> CellColumn:
    """A column that the table lacks: blank, without an address."""
    return CellColumn(np.zeros(count, dtype=np.int32), [None], np.full(count, NO_CELL, dtype=np.int64))


def codes_of(column: Column) -> np.ndarray:
    """Per row of a sheet the position of its value in `column.distinct`."""
    return np.frombuffer(column.codes, dtype=np.intc)


def rows_where(column: Column, test: Callable[[CellValue], bool]) -> np.ndarray:
    """Per row of a sheet whether its value passes; each different value is tested once."""
    passes = np.fromiter(map(test, column.distinct), dtype=bool, count=len(column.distinct))
    return passes.take(codes_of(column))


def read_column(field: str, cells: CellColumn) -> ReadColumn:
    """Read every different value of a column that stands in one of its rows, once."""
    used = np.flatnonzero(np.bincount(cells.codes, minlength=len(cells.distinct)))
    codes = np.zeros(len(cells.distinct), dtype=np.int64)
    codes[used] = np.arange(len(used))
    stored = [cells.distinct[code] for code in used.tolist()]
    raw = [str(value).upper() if isinstance(value, bool) else value for value in stored]  # Excel shows TRUE
    read = reader_of(field)
    return ReadColumn(codes.take(cells.codes), [fault(value) or read(value) for value in raw], raw)


def typed(field: str, values: np.ndarray) -> pd.Series:
    """Values of one field in its type: a categorical, Int16, or text with None for none."""
    if field in CODED_VALUES:
        return pd.Series(pd.Categorical(values, categories=CODED_VALUES[field]))
    if field in NUMBER_FIELDS:
        return pd.Series(pd.array(values, dtype="Int16"))
    return pd.Series(values, dtype=object)


def fault(value: object) -> Reading | None:
    """An error value, shown or pasted as text, and a formula that nobody calculated; None for all else.

    A cell that a row cut short does not have is unknown too: the row has its finding.
    """
    if type(value) is str:
        return ERROR_VALUE if "#" in value and value.strip().upper() in ERROR_TEXTS else None
    if isinstance(value, CellError):
        return {NOT_CALCULATED: NEVER_CALCULATED, NOT_GIVEN: UNKNOWN}.get(value, ERROR_VALUE)
    return None


def _objects(values: Any) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
