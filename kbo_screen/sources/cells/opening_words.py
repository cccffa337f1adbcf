"""What the rows of a sheet open with; each different value of a column is looked at once, however many rows hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.sources.cells.sheet_cells import rows_where
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from kbo_screen.grid import CellValue, SheetGrid


class OpeningWords(NamedTuple):
    """Row by row of a sheet: its first two texts, and how many there are.

    counts: cells that are not blank; first_columns: where the first of them stands, -1 in a
    blank row; first_words, second_words: the texts of the first two, "" for none.
    """

    counts: list[int]
    first_columns: list[int]
    first_words: list[str]
    second_words: list[str]

    def of_row(self, row: int) -> list[str]:
        """The first two texts of a row, or as many as it has."""
        return list(filter(None, (self.first_words[row], self.second_words[row])))


def opening_words(grid: SheetGrid) -> OpeningWords:
    """What every row of a sheet opens with."""
    counts = np.zeros(grid.height, dtype=np.int64)
    first_columns = np.full(grid.height, -1, dtype=np.int64)
    second_columns = first_columns.copy()
    for number, column in enumerate(grid.columns):
        is_filled = rows_where(column, _has_text)
        first_columns[is_filled & (counts == 0)] = number
        second_columns[is_filled & (counts == 1)] = number
        counts += is_filled
    return OpeningWords(
        counts.tolist(),
        first_columns.tolist(),
        _texts_at(grid, first_columns),
        _texts_at(grid, second_columns),
    )


def _has_text(value: CellValue) -> bool:
    return bool(cell_text(value))


def _texts_at(grid: SheetGrid, columns: np.ndarray) -> list[str]:
    """Per row of a sheet the text in its column; "" where that is -1."""
    return [
        "" if column < 0 else cell_text(grid.columns[column][row])
        for row, column in enumerate(columns.tolist())
    ]
