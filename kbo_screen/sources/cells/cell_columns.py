"""Reads the cells of one column: each different value once, every row with its address.

Merged cells fill what they cover; what is not understood is NA and a finding at its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, overload

import numpy as np
import pandas as pd

from kbo_screen.grid import (
    NOT_CALCULATED,
    NOT_GIVEN,
    CellError,
    LongTextError,
    NotedTextError,
    StruckRowError,
    StruckTextError,
)
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, NO_CELL
from kbo_screen.sources.cells.merged_cells import has_anchor, is_merged, merges_over
from kbo_screen.sources.cells.sheet_cells import (
    codes_of,
    codes_of_words,
    passes_of_codes,
    rows_of,
)
from kbo_screen.vocabulary.fields import CODED_VALUES, NUMBER_FIELDS
from kbo_screen.vocabulary.marks import is_ditto, is_unticked
from kbo_screen.vocabulary.reading import UNKNOWN, Reading, cell_text, unknown
from kbo_screen.vocabulary.values import are_plain_names, plain_test_of, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.cells.sheet_cells import CellTest
    from kbo_screen.vocabulary.values import PlainTest, ValueReader

#: What Excel shows for an error; pasted as text it is an error still.
ERROR_TEXTS: Final = frozenset(
    {
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
    }
)


class TickFault(str):
    """What stands for a row of tick columns that has no tick, several, or something else; it reads as what is there."""

    __slots__ = ("problem",)
    problem: str

    def __new__(cls, problem: str, words: str) -> Self:
        """problem: the slug of the finding. words: what is ticked, or stands there."""
        fault = super().__new__(cls, words)
        fault.problem = problem
        return fault

    def __eq__(self, value: object) -> bool:
        if not isinstance(value, TickFault):
            return False
        return str(self) == str(value) and self.problem == value.problem

    def __hash__(self) -> int:
        return hash((self.problem, str(self)))


ERROR_VALUE: Final = unknown("error-value")
NEVER_CALCULATED: Final = unknown("not-calculated")
STRUCK_OUT: Final = unknown("struck-out")
LONG_TEXT: Final = unknown("long-text")
_FAULTS: Final = {NOT_CALCULATED: NEVER_CALCULATED, NOT_GIVEN: UNKNOWN}

#: Ids are one for one thing: what a mark repeats there nobody knows.
NEVER_REPEATED: Final = ("group_id", "product_id")
#: Fields whose column may be boxes to tick.
BOX_FIELDS: Final = ("other_project", "potential")


class Ditto(NamedTuple):
    """A mark for "as above" that was settled: the mark, and the cell that it repeats."""

    mark: str
    source_address: int


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One column of a table, one entry per row of data: `codes`, positions in `distinct`, and `addresses`.

    `distinct`: what stands in the file, the blank (None) first. `dittos`: rows (positions) in which a mark was read as
    the cell above; their codes are that cell's, their addresses are their own. `reader`: what reads the values where
    the column's header gives them another meaning than its field does; None where the field's own reader does.
    """

    codes: np.ndarray
    distinct: list[CellValue]
    addresses: np.ndarray
    dittos: dict[int, Ditto] = field(default_factory=dict)
    reader: ValueReader | None = None

    def at(self, row: int) -> CellValue:
        """What stands in one row."""
        return self.distinct[int(self.codes[row])]


@dataclass(frozen=True, slots=True)
class PlainReadings(Sequence[Reading]):
    """Readings of values of which most are read as they are: a `Reading` is made of those that are asked for.

    `values`: what every value was read as. `others`: the readings that say more than their value, by position.
    """

    values: list[Any]
    others: dict[int, Reading]

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, position: int) -> Reading: ...
    @overload
    def __getitem__(self, position: slice) -> list[Reading]: ...
    def __getitem__(self, position: int | slice) -> Reading | list[Reading]:
        if isinstance(position, slice):
            return list(map(self.__getitem__, range(len(self))[position]))
        return self.others.get(position) or Reading(self.values[position])


class ReadColumn(NamedTuple):
    """One column that was read: per row the position of its reading in `readings`; `raw` is what stood there.

    `is_unticked`: the column is boxes that nobody ticked, so that every reading is unknown, and told once.
    """

    codes: np.ndarray
    readings: Sequence[Reading]
    raw: list[CellValue]
    is_unticked: bool = False

    def values(self) -> np.ndarray:
        """What every row's cell was read as, as an object array; None for unknown and for nothing."""
        if isinstance(self.readings, PlainReadings):
            return objects(self.readings.values).take(self.codes)
        return self.pick(lambda reading: reading.value)

    def pick(self, part: Callable[[Reading], Any]) -> np.ndarray:
        """A part of every row's reading, as an object array."""
        return objects([part(reading) for reading in self.readings]).take(self.codes)

    def pick_raw(self, part: Callable[[CellValue], Any]) -> np.ndarray:
        """A part of what stands in every row, as an object array."""
        return objects([part(raw) for raw in self.raw]).take(self.codes)

    def where(self, test: Callable[[Reading], bool]) -> np.ndarray:
        """Per row whether its reading passes; each different one is tested once."""
        return passes_of_codes(self.readings, self.codes, test)

    def where_raw(self, test: CellTest) -> np.ndarray:
        """Per row whether what stands there passes; each different value is tested once."""
        return passes_of_codes(self.raw, self.codes, test)

    def read_anew(self, read: Callable[[Reading, CellValue], Reading]) -> ReadColumn:
        """The column with other readings, each made of the old one and what stands there."""
        readings = list(map(read, self.readings, self.raw))
        return self._replace(readings=readings)

    def at(self, row: int) -> Reading:
        """The reading of one row."""
        return self.readings[int(self.codes[row])]

    def problems(self) -> Iterator[tuple[int, str, object]]:
        """Every row (position) whose cell raises a finding: its slug and what stands there."""
        codes = [
            code for code, reading in self._remarkable() if reading.problem is not None
        ]
        for row in rows_of(np.isin(self.codes, codes)):
            code = self.codes[row]
            yield row, str(self.readings[code].problem), self.raw[code]

    def _remarkable(self) -> Iterable[tuple[int, Reading]]:
        """The readings that may say more than their value, with their positions."""
        if isinstance(self.readings, PlainReadings):
            return self.readings.others.items()
        return enumerate(self.readings)


#: Field -> what stands in its column.
CellColumns = Mapping[str, CellColumn]
#: Field -> what its column was read as.
ReadColumns = Mapping[str, ReadColumn]


def take_cells(
    grid: SheetGrid,
    column: int,
    rows: np.ndarray,
) -> CellColumn:
    """What stands in a column at some rows, merged cells filled from their anchor, each with the anchor's address."""
    stored = grid.columns[column]
    codes = codes_of(stored)
    values = stored.distinct
    addresses = np.arange(grid.height, dtype=np.int64) * EXCEL_MAX_COLUMNS + column
    merges = [merge for merge in merges_over(grid, column) if has_anchor(grid, merge)]
    if merges:
        codes = codes.copy()
        values = values.copy()
    for top, first_column, bottom, _ in merges:
        anchor = grid.columns[first_column][top]
        covered = slice(top, bottom + 1)
        codes[covered] = 0 if anchor is None else len(values)
        values.append(anchor)
        addresses[covered] = top * EXCEL_MAX_COLUMNS + first_column
    return CellColumn(codes[rows], values, addresses[rows])


def settle_dittos(
    grid: SheetGrid,
    column: int,
    rows: np.ndarray,
    cells: CellColumn,
) -> CellColumn:
    """The same cells, marks for "as above" taken as the cell above them.

    Only where nobody could mean another cell: the row above is one of `rows`, its cell says something, and neither of
    the two is merged. A mark below a mark repeats what that one repeats. Other marks stay, and are read as unknown.
    """
    values = cells.distinct
    marks = list(_codes_of_dittos(values))
    if not marks:
        return cells
    codes = cells.codes.copy()
    dittos: dict[int, Ditto] = {}
    repeats_above = _rows_below_data(grid, column, rows)
    unrepeatable = {*marks, *_codes_of_blanks(cells)}
    for position in rows_of(np.isin(codes, marks) & repeats_above):
        code_above = int(codes[position - 1])
        if code_above in unrepeatable:
            continue
        codes[position] = code_above
        mark = cell_text(cells.at(position))
        address = int(cells.addresses[position - 1])
        if position - 1 in dittos:
            address = dittos[position - 1].source_address
        dittos[position] = Ditto(mark, address)
    return replace(
        cells,
        codes=codes,
        dittos=dittos,
    )


def _codes_of_dittos(values: Sequence[CellValue]) -> Iterator[int]:
    """The positions of the marks for "as above"; a plain name is none."""
    words = {}
    for code in codes_of_words(values):
        value = values[code]
        if type(value) is str:
            words[code] = value
    texts = list(words.values())
    for code, is_plain in zip(words, are_plain_names(texts), strict=True):
        if not is_plain and is_ditto(cell_text(words[code])):
            yield code


def _codes_of_blanks(cells: CellColumn) -> Iterator[int]:
    for code, value in enumerate(cells.distinct):
        if value is None or value == "":
            yield code


def _rows_below_data(
    grid: SheetGrid,
    column: int,
    rows: np.ndarray,
) -> np.ndarray:
    """Per row of data whether the row right above is one of data too, and neither cell is merged."""
    is_plain = ~is_merged(grid, column)[rows]
    is_below = np.zeros(len(rows), dtype=bool)
    is_below[1:] = np.diff(rows) == 1
    is_below[1:] &= is_plain[:-1]
    is_below &= is_plain
    return is_below


def no_cells(count: int) -> CellColumn:
    """A column that the table lacks: blank, without an address."""
    codes = np.zeros(count, dtype=np.int32)
    addresses = np.full(count, NO_CELL, dtype=np.int64)
    return CellColumn(codes, [None], addresses)


def read_column(field_name: str, cells: CellColumn) -> ReadColumn:
    """Read every different value of a column that stands in one of its rows, once."""
    codes, stored = _used_values(cells)
    raw = _as_shown(stored)
    if field_name in BOX_FIELDS and _is_unticked(raw):
        return ReadColumn(
            codes,
            [UNKNOWN] * len(raw),
            raw,
            is_unticked=True,
        )
    reader = cells.reader or reader_of(field_name)
    are_plain = None if cells.reader else plain_test_of(field_name)
    if are_plain is None:
        readings = [fault(value) or reader(value) for value in raw]
        return ReadColumn(codes, readings, raw)
    return ReadColumn(codes, _plain_readings(raw, reader, are_plain), raw)


def _plain_readings(
    raw: Sequence[Any],
    reader: ValueReader,
    are_plain: PlainTest,
) -> PlainReadings:
    """Each value read; a text that is plain is its own reading, and no plain text is empty."""
    values = list(raw)
    others = {}
    texts = [value if type(value) is str else "" for value in raw]
    for position, is_plain in enumerate(are_plain(texts)):
        if not is_plain:
            value = raw[position]
            reading = fault(value) or reader(value)
            others[position] = reading
            values[position] = reading.value
    return PlainReadings(values, others)


def _used_values(cells: CellColumn) -> tuple[np.ndarray, list[CellValue]]:
    """The values that stand in some row, and per row the position of its value among them."""
    value_count = len(cells.distinct)
    is_used = np.bincount(cells.codes, minlength=value_count) > 0
    codes = is_used.cumsum(dtype=np.int32) - 1
    values = list(compress(cells.distinct, is_used))
    return codes.take(cells.codes), values


def _as_shown(values: list[CellValue]) -> list[CellValue]:
    """The values as Excel shows them: TRUE for what is true."""
    return [
        str(value).upper() if isinstance(value, bool) else value for value in values
    ]


def _is_unticked(raw: Sequence[CellValue]) -> bool:
    """Boxes stand in a column, nobody ticked one, and nothing else is written there."""
    texts = list(filter(None, map(text_without_fault, raw)))
    return bool(texts) and all(map(is_unticked, texts))


#: The types of fields whose values are no texts.
_TYPES: Final[dict[str, Any]] = {
    **{
        field: pd.CategoricalDtype(list(codes)) for field, codes in CODED_VALUES.items()
    },
    **dict.fromkeys(NUMBER_FIELDS, "Int16"),
}


def typed(field_name: str, values: np.ndarray) -> pd.Series:
    """Values of one field in its type: a categorical, Int16, or text with None for none."""
    series: pd.Series = pd.Series(values, dtype=_TYPES.get(field_name, object))
    return series


def fault(value: object) -> Reading | None:
    """An error value, shown or pasted as text, and a formula that nobody calculated; None for all else.

    A cell that a row cut short does not have is unknown too, one that is struck out or longer than a cell can be, and
    one whose note says otherwise.
    """
    if type(value) is str:
        is_error = "#" in value and value.strip().upper() in ERROR_TEXTS
        return ERROR_VALUE if is_error else None
    if isinstance(value, TickFault):
        return unknown(value.problem)
    if isinstance(value, StruckTextError):
        return STRUCK_OUT
    if isinstance(value, StruckRowError | NotedTextError):
        return UNKNOWN
    if isinstance(value, LongTextError):
        return LONG_TEXT
    if isinstance(value, CellError):
        return _FAULTS.get(value, ERROR_VALUE)
    return None


def text_without_fault(value: CellValue) -> str:
    """The text of a value; "" for one that is a fault."""
    return "" if fault(value) else cell_text(value)


def objects(values: Sequence[object]) -> np.ndarray:
    """The values as an object array, none of them taken for an array itself."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
