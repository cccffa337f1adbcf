"""Lays the cells of a scanned sheet out as columns: some rows at a time, which are joined when all of them are scanned.

A key says what a cell holds: 1 + the number of a text, or -1 - the position of a number among those of its column.
"""

from __future__ import annotations

from array import array
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from kbo_screen.grid.grid import MAX_CELL_LETTERS, Column, within_a_cell
from kbo_screen.grid.shared_texts import UnusualSpellingError
from kbo_screen.grid.sheet_facts import Extent, is_sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.grid.grid import CellValue
    from kbo_screen.grid.scan_cells import CellsOfPiece

_BLANK: Final = np.zeros(1, dtype=np.intc)
_NO_KEYS: Final = np.zeros(0, dtype=np.int32)
_NO_NUMBERS: Final = np.zeros(0, dtype=np.float64)


class CodedColumn(NamedTuple):
    """One column of some rows: `codes`, for each row 0 or a place in `keys` from 1 on; the keys as they come."""

    codes: np.ndarray
    keys: np.ndarray
    numbers: np.ndarray


class CodedRows(NamedTuple):
    """Some rows of a sheet, by their numbers from 0, and their columns from A on."""

    rows: np.ndarray
    columns: list[CodedColumn]
    cell_count: int

    def column(self, number: int) -> CodedColumn:
        """A column, blank behind the last one."""
        if number < len(self.columns):
            return self.columns[number]
        blanks = np.zeros_like(self.rows, dtype=np.intc)
        return CodedColumn(blanks, _NO_KEYS, _NO_NUMBERS)


class CellsWithTexts(NamedTuple):
    """Some rows of a sheet, and the number of the text that each key names, by `TextNumbers`."""

    cells: CodedRows
    text_numbers: np.ndarray


def code_rows(pieces: Sequence[CellsOfPiece]) -> CodedRows:
    """The rows of some pieces in their order. Raises UnusualSpellingError where laying them out is too much."""
    if not pieces:
        return CodedRows(np.zeros(0, dtype=np.int64), [], 0)
    rows = np.concatenate([piece.rows for piece in pieces])
    numbers = np.concatenate([piece.numbers for piece in pieces])
    width = max(piece.places.shape[1] for piece in pieces)
    cell_count = sum(piece.cell_count for piece in pieces)
    if is_sparse([Extent(len(rows), width, cell_count)]):
        raise UnusualSpellingError
    places = np.zeros((width, len(rows)), dtype=np.int32)
    start = number_count = 0
    for piece in pieces:
        height, piece_width = piece.places.shape
        is_number = piece.places < 0
        piece.places[is_number] -= number_count
        end = start + height
        places[:piece_width, start:end] = piece.places.T
        start = end
        number_count += len(piece.numbers)
    columns = [_coded_column(column, numbers) for column in places]
    return CodedRows(rows, columns, cell_count)


def _coded_column(places: np.ndarray, numbers: np.ndarray) -> CodedColumn:
    """A column of places, which hold positions in `numbers`, with numbers of its own."""
    is_number = places < 0
    own_numbers, positions = np.unique(
        numbers[-1 - places[is_number]],
        return_inverse=True,
    )
    # behind the keys of texts, as no key of a table may be less than 0
    first_number = 1 + int(places.max(initial=0))
    places[is_number] = first_number + positions
    keys, codes = _coded(places, first_number + len(own_numbers))
    is_number = keys >= first_number
    keys[is_number] = first_number - 1 - keys[is_number]
    return CodedColumn(codes, keys, own_numbers)


def _coded(
    keys: np.ndarray,
    key_count: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The different keys as they come, 0 left out; and for each row the place of its key from 1, or 0."""
    rows = np.arange(len(keys), dtype=np.int32)
    first_rows = np.empty(key_count, dtype=np.int32)
    # of several rows with one key the last that is written stays: the first
    first_rows[keys[::-1]] = rows[::-1]
    is_first = first_rows[keys] == rows
    different_keys = keys[is_first & (keys != 0)]
    codes = np.zeros(key_count, dtype=np.intc)
    codes[different_keys] = np.arange(1, len(different_keys) + 1, dtype=np.intc)
    return different_keys, codes[keys]


class TextNumbers:
    """Numbers the texts of a workbook by the place of the first that is equal; 0 is the empty text."""

    def __init__(self, shared_texts: Sequence[str]) -> None:
        self._texts = ["", *shared_texts]
        #: Of all texts so far; not filled as long as no two are equal, as spreadsheet programs write them.
        self._first_places: dict[str, int] = {}
        self._shared_numbers = np.arange(len(self._texts), dtype=np.int32)
        if len(set(self._texts)) < len(self._texts):
            self._shared_numbers = self._numbers_of(self._texts, start=0)

    def of_keys(self, texts: Sequence[str]) -> np.ndarray:
        """By each key of cells the number of its text. texts: those that are not shared."""
        if not texts:
            return self._shared_numbers
        if not self._first_places:
            self._numbers_of(self._texts, start=0)
        numbers = self._numbers_of(texts, start=len(self._texts))
        self._texts.extend(texts)
        return np.append(self._shared_numbers, numbers)

    def _numbers_of(self, texts: Sequence[str], start: int) -> np.ndarray:
        numbers = map(self._first_places.setdefault, texts, count(start))
        return np.fromiter(numbers, np.int32, len(texts))

    def values(self) -> np.ndarray:
        """The texts by their numbers, as cells hold them, in an array of objects; None for the empty one."""
        values: list[Any] = list(self._texts)
        values[0] = None
        if max(map(len, self._texts)) > MAX_CELL_LETTERS:
            values = list(map(within_a_cell, values))
        array_of_values = np.empty(len(values), dtype=object)
        array_of_values[:] = values
        return array_of_values


def join_rows(parts: Sequence[CellsWithTexts], values: np.ndarray) -> list[Column]:
    """The columns of a sheet that is no trap, all as long as the last row with a value.

    values: those of the texts, by `TextNumbers`.
    """
    last_rows = [part.cells.rows.max(initial=-1) for part in parts]
    height = 1 + int(max(last_rows))
    width = max(len(part.cells.columns) for part in parts)
    columns = []
    used_height = used_width = 0
    for number in range(width):
        codes, distinct = _joined_column(
            parts,
            number,
            height,
            values,
        )
        columns.append(Column(array("i", codes.tobytes()), distinct))
        used_rows = np.flatnonzero(codes)
        if len(used_rows):
            used_width = len(columns)
            used_height = max(used_height, 1 + int(used_rows[-1]))
    del columns[used_width:]
    for column in columns:
        del column.codes[used_height:]
    return columns


def _joined_column(
    parts: Sequence[CellsWithTexts],
    number: int,
    height: int,
    values: np.ndarray,
) -> tuple[np.ndarray, list[CellValue]]:
    """A column of all parts: for each of the sheet's rows the place of its value, and the different values."""
    columns = [part.cells.column(number) for part in parts]
    numbers = _different(np.concatenate([column.numbers for column in columns]))
    keys_of_parts = []
    for part, column in zip(parts, columns, strict=True):
        keys = _common_keys(
            column,
            part.text_numbers,
            numbers,
            len(values),
        )
        keys_of_parts.append(keys)
    all_keys = np.concatenate(keys_of_parts)
    key_count = len(values) + len(numbers)
    different_keys, codes_of_keys = _coded(all_keys, key_count)
    codes = np.zeros(height, dtype=np.intc)
    start = 0
    for part, column in zip(parts, columns, strict=True):
        end = start + len(column.keys)
        codes_of_part = np.append(_BLANK, codes_of_keys[start:end])
        codes[part.cells.rows] = codes_of_part[column.codes]
        start = end
    distinct = _values_of(
        different_keys,
        values,
        numbers,
    )
    return codes, [None, *distinct]


def _different(numbers: np.ndarray) -> np.ndarray:
    """The different numbers in their order.

    Asked for nothing else, `np.unique` loads the masked arrays of numpy, which takes longer than most sheets.
    """
    different_numbers: np.ndarray
    different_numbers, _ = np.unique(numbers, return_index=True)
    return different_numbers


def _common_keys(
    column: CodedColumn,
    text_numbers: np.ndarray,
    numbers: np.ndarray,
    first_number: int,
) -> np.ndarray:
    """The keys of a column as all parts have them: the numbers of texts; from `first_number` on those of numbers."""
    is_number = column.keys < 0
    positions = np.searchsorted(numbers, column.numbers)
    keys = np.empty(len(column.keys), dtype=np.int32)
    positions_of_keys = positions[-1 - column.keys[is_number]]
    keys[is_number] = first_number + positions_of_keys
    keys_of_texts = column.keys[~is_number]
    keys[~is_number] = text_numbers[keys_of_texts]
    return keys


def _values_of(
    keys: np.ndarray,
    values: np.ndarray,
    numbers: np.ndarray,
) -> list[CellValue]:
    """What common keys mean."""
    is_number = keys >= len(values)
    keys_of_texts = np.where(is_number, 0, keys)
    distinct = values[keys_of_texts]
    positions = keys[is_number] - len(values)
    distinct[is_number] = numbers[positions]
    cell_values: list[CellValue] = distinct.tolist()
    return cell_values
