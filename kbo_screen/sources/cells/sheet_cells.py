"""What stands in the cells of a sheet, as it lies there."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kbo_screen.grid import Column
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kbo_screen.grid import CellValue, Position, SheetGrid

    #: Whether what stands in a cell passes.
    CellTest = Callable[[CellValue], bool]

Value = TypeVar("Value")


def value_at(
    grid: SheetGrid,
    row: int,
    column: int,
) -> CellValue:
    """What stands in a cell; None outside the sheet too."""
    if row >= grid.height or column >= grid.width:
        return None
    return grid.columns[column][row]


def text_at(
    grid: SheetGrid,
    row: int,
    column: int,
) -> str:
    """The text of a cell; "" outside the sheet too."""
    return cell_text(value_at(grid, row, column))


def without_unused_values(grid: SheetGrid) -> SheetGrid:
    """The sheet whose columns hold no value that stands in none of its rows: each different one is looked at."""
    columns = list(map(_without_unused, grid.columns))
    return replace(grid, columns=columns)


def _without_unused(column: Column) -> Column:
    codes = codes_of(column)
    is_used = np.zeros(len(column.distinct), dtype=bool)
    is_used[0] = True
    is_used[codes] = True
    if is_used.all():
        return column
    new_codes = (np.cumsum(is_used) - 1)[codes].astype(np.intc)
    distinct = [column.distinct[code] for code in rows_of(is_used)]
    return Column(array("i", new_codes.tobytes()), distinct)


def with_values(grid: SheetGrid, values: Mapping[Position, CellValue]) -> SheetGrid:
    """The sheet with values that it does not hold yet in these cells."""
    values_by_column: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in values.items():
        values_by_column.setdefault(column, {})[row] = value
    columns = list(grid.columns)
    for column, values_by_row in values_by_column.items():
        columns[column] = columns[column].with_values(values_by_row)
    return replace(grid, columns=columns)


def values_of_row(grid: SheetGrid, row: int) -> dict[int, CellValue]:
    """What stands in a row, by column; blank cells are left out."""
    values = enumerate(column[row] for column in grid.columns)
    return {column: value for column, value in values if value is not None}


def texts_of_row(grid: SheetGrid, row: int) -> dict[int, str]:
    """The texts of a row, by column; cells without one are left out."""
    texts = enumerate(cell_text(column[row]) for column in grid.columns)
    return {column: text for column, text in texts if text}


def codes_of(column: Column) -> np.ndarray:
    """Per row of a sheet the position of its value in `column.distinct`."""
    return np.frombuffer(column.codes, dtype=np.intc)


def rows_where(
    column: Column,
    test: CellTest,
) -> np.ndarray:
    """Per row of a sheet whether its value passes; each different value is tested once."""
    return passes_of_codes(column.distinct, codes_of(column), test)


def passes_of_codes(
    values: Iterable[Value], codes: np.ndarray, test: Callable[[Value], bool]
) -> np.ndarray:
    """Per code whether the value at that position passes; each value is tested once."""
    return np.fromiter(map(test, values), dtype=bool).take(codes)


def rows_among(
    column: Column,
    rows: np.ndarray,
    test: CellTest,
) -> np.ndarray:
    """Per row of some of a sheet whether its value passes; each different value that stands in them is tested once."""
    codes = codes_of(column).take(rows)
    return _passes(column, np.unique(codes), test).take(codes)


def _passes(
    column: Column,
    codes: Iterable[int],
    test: CellTest,
) -> np.ndarray:
    """Per position in `column.distinct` whether the value passes; of all that are not in `codes` none does."""
    passes = np.zeros(len(column.distinct), dtype=bool)
    for code in codes:
        passes[code] = test(column.distinct[code])
    return passes


def codes_of_words(values: Sequence[CellValue]) -> list[int]:
    """The positions of all values that are more than digits: marks, sums and words are looked for among these alone."""
    return [
        code
        for code, value in enumerate(values)
        if type(value) is not str or not value.isdigit()
    ]


def rows_with_words(
    column: Column,
    test: CellTest,
) -> np.ndarray:
    """Per row of a sheet whether its value passes a test that digits alone never pass."""
    passes = _passes(column, codes_of_words(column.distinct), test)
    return passes.take(codes_of(column))


def rows_of(mask: np.ndarray) -> list[int]:
    """The rows (positions) in which a mask is true."""
    return np.flatnonzero(mask).tolist()


def cells_per_row(grid: SheetGrid) -> np.ndarray:
    """Per row of a sheet how many cells hold something."""
    counts = np.zeros(grid.height, dtype=int)
    for column in grid.columns:
        counts += codes_of(column) != 0
    return counts
