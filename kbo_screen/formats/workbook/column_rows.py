"""The rows of a table, held and written by whole columns.

xlsxwriter takes microseconds for a cell. Here each different value of a column is measured
and made the end of a cell once; the cells of all rows are then joined by position.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kbo_screen.formats.workbook.cell_xml import ValueNumbers, cell_rest
from kbo_screen.registry.registry import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kbo_screen.formats.workbook.cell_xml import SharedTexts

    #: A whole number per row.
    Numbers = np.ndarray[Any, np.dtype[np.intp]]
    #: A piece of XML per different value.
    Endings = np.ndarray[Any, np.dtype[np.object_]]

#: Rows that are taken, and joined, at a time.
BATCH: Final = 8192


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """The values of a column: each different one once, and by number which stands in each row."""

    values: list[Any]
    codes: Numbers

    def __iter__(self) -> Iterator[Any]:
        """The value of each row."""
        return map(self.values.__getitem__, self.codes.tolist())

    def rows_of(self, code: int) -> list[int]:
        """The rows, from 0, in which a value stands."""
        return np.flatnonzero(self.codes == code).tolist()


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Rows of one sheet, from a row on (counted from 0), as the values of their columns."""

    first_row: int
    columns: list[ColumnValues]

    def __len__(self) -> int:
        return len(self.columns[0].codes)

    @property
    def positions(self) -> range:
        """The positions of the rows on the sheet."""
        return range(self.first_row, self.first_row + len(self))

    def line_counts(
        self, measures: Sequence[Callable[[Sequence[Any]], Sequence[int]]]
    ) -> Numbers:
        """How many lines each row takes: those of its highest cell, as each column measures its different values."""
        highest = np.ones(len(self), np.intp)
        for column, measure in zip(self.columns, measures, strict=True):
            lines = np.array(measure(column.values), np.intp)
            np.maximum(highest, lines[column.codes], out=highest)
        return highest


def take_rows(
    rows: Iterable[Sequence[Any]],
    first_row: int,
    width: int,
) -> SheetRows:
    """Rows as the values of their columns. Raises ValueError for one that is not as wide as it should be."""
    numbers = [ValueNumbers() for _ in range(width)]
    codes: list[list[Numbers]] = [[np.empty(0, np.intp)] for _ in range(width)]
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        columns = zip(*batch, strict=True)
        for ix, values in zip(range(width), columns, strict=True):
            column_codes = map(numbers[ix].__getitem__, values)
            codes[ix].append(np.fromiter(column_codes, np.intp, len(values)))
    return SheetRows(
        first_row,
        [
            ColumnValues(list(values), np.concatenate(batches))
            for values, batches in zip(numbers, codes, strict=True)
        ],
    )


def rows_xml(
    table: SheetRows,
    points: Sequence[float] | None,
    styles: Sequence[str],
    texts: SharedTexts,
) -> Iterator[str]:
    """The rows of a table as elements of a sheet, some thousand at a time.

    points: the height of each row; None: the usual. styles: the number of each column's style.
    """
    cell_starts = [f'<c r="{column_letters(ix)}' for ix in range(len(styles))]
    row_starts = _row_starts(len(table), points, cell_starts[0])
    endings = []
    for ix, column in enumerate(table.columns):
        next_start = [*cell_starts, "</row>"][ix + 1]
        endings.append(_cell_endings(column, styles[ix], texts, next_start))
    for start in range(0, len(table), BATCH):
        batch = slice(start, start + BATCH)
        cells = [
            ending[column.codes[batch]].tolist()
            for ending, column in zip(endings, table.columns, strict=True)
        ]
        yield _joined(table.first_row + start, row_starts[batch], cells)


def _row_starts(
    count: int,
    points: Sequence[float] | None,
    cell_start: str,
) -> list[str]:
    """What stands behind each row's number, up to the number in its first cell's name."""
    if points is None:
        return [f'">{cell_start}'] * count
    starts = {}
    for height in set(points):
        attributes = f'ht="{height:.16g}" customHeight="1"'
        starts[height] = f'" {attributes}>{cell_start}'
    return list(map(starts.__getitem__, points))


def _cell_endings(
    column: ColumnValues,
    style: str,
    texts: SharedTexts,
    next_start: str,
) -> Endings:
    """Of each different value what stands behind a cell's name, up to the number in the next one's."""
    endings = [cell_rest(value, style, texts) + next_start for value in column.values]
    return np.array(endings, object)


def _joined(
    first_row: int,
    row_starts: Sequence[str],
    cells: Sequence[Sequence[str]],
) -> str:
    """Rows from their pieces, laid side by side."""
    count = len(row_starts)
    numbers = [str(first_row + number) for number in range(1, count + 1)]
    columns = [['<row r="'] * count, numbers, row_starts]
    for column in cells:
        columns += [numbers, column]
    pieces = [""] * (count * len(columns))
    for position, column in enumerate(columns):
        pieces[position :: len(columns)] = column
    return "".join(pieces)
