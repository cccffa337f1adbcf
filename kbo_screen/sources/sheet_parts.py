"""Where one sheet holds two tables: side by side, as printed in two halves, or one below the other.

Knows headers only. Refuses to move a cell: every part keeps the addresses of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.grid import Column
from kbo_screen.sources.cells import rows_where
from kbo_screen.sources.header import Header, find_header
from kbo_screen.vocabulary.headers import (
    EXACT,
    WORDED,
    is_no_field,
    plain_headers,
    read_header,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.table_search import TableSearch

#: A header names at least so many fields, a group or a product among them, to begin a table of its own.
FEWEST_FIELDS: Final = 3
#: The same of a side list, which may name groups and no more than where they are.
FEWEST_FIELDS_OF_LIST: Final = 2
#: The part of a row's cells that are headers where the row is one; a row of data holds words of headers too.
HEADER_PART: Final = 0.75
_NAMES: Final = frozenset({"group_name", "product_name"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of a sheet with a table of its own: the sheet with the rest blank.

    `first_row`: the first row that is the part's. `header`: its header where it is known, so that none looks again.
    """

    grid: SheetGrid
    first_row: int = 0
    header: Header | None = None


def parts_of(grid: SheetGrid, search: TableSearch) -> list[SheetPart]:
    """The parts of a sheet, one for each table, in reading order; most sheets are one part."""
    fewest = FEWEST_FIELDS_OF_LIST if search.is_list else FEWEST_FIELDS
    header = find_header(grid, search.by_hand, letters_fill=search.letters_fill)
    if header is None or not _begins_table(header.fields, fewest):
        return [SheetPart(grid, header=header)]
    split_column = _column_of_second_table(grid, header, fewest)
    if split_column is not None:
        left = _columns_kept(grid, 0, split_column)
        right = _columns_kept(grid, split_column, grid.width)
        return [
            SheetPart(left),
            *parts_of(right, search),
        ]
    split_row = _row_of_second_table(grid, header, fewest)
    if split_row is not None:
        upper = _rows_kept(grid, 0, split_row)
        lower = _rows_kept(grid, split_row, grid.height)
        rest = parts_of(lower, search)
        return [
            SheetPart(upper),
            *(replace(part, first_row=max(split_row, part.first_row)) for part in rest),
        ]
    return [SheetPart(grid, header=header)]


def _begins_table(fields: set[str], fewest: int) -> bool:
    return len(fields) >= fewest and not fields.isdisjoint(_NAMES)


def _column_of_second_table(grid: SheetGrid, header: Header, fewest: int) -> int | None:
    """The column from which the header names again what it has named, behind a blank one or by the same words."""
    columns = sorted(header.texts)
    for position in range(1, len(columns)):
        column = columns[position]
        is_behind_gap = columns[position - 1] < column - 1 and _is_blank_column(
            grid, column - 1
        )
        is_repeated = header.texts[column] == header.texts[columns[0]]
        if not is_behind_gap and not is_repeated:
            continue
        left = _fields_between(header, 0, column)
        right = _fields_between(header, column, grid.width)
        is_list_beside = (
            is_behind_gap
            and len(right) >= FEWEST_FIELDS_OF_LIST
            and not _NAMES.isdisjoint(left & right)
        )
        if _begins_table(left & right, fewest) or (
            is_list_beside and _begins_table(left, fewest)
        ):
            return column
    return None


def _fields_between(header: Header, first_column: int, end_column: int) -> set[str]:
    fields: set[str] = set()
    for column, matches in header.matches.items():
        if first_column <= column < end_column and matches[0].strength >= WORDED:
            fields.add(matches[0].field)
    return fields


def _is_blank_column(grid: SheetGrid, column: int) -> bool:
    return not np.any(np.frombuffer(grid.columns[column].codes, dtype=np.intc))


def _row_of_second_table(grid: SheetGrid, header: Header, fewest: int) -> int | None:
    """The row below the data that is a header with other columns; a header that is only repeated is none."""
    header_texts = plain_headers().union(header.texts.values(), header.cells.values())
    counts = np.zeros(grid.height, dtype=int)
    for column in grid.columns:
        counts += rows_where(column, header_texts.__contains__)
    stands_apart = np.append([False], _cells_of_rows(grid)[:-1] <= 1)
    for row in np.flatnonzero(
        (counts >= fewest) | ((counts > 0) & stands_apart)
    ).tolist():
        if row <= header.last_row + 1:
            continue
        cells = {
            at: str(column[row]).strip()
            for at, column in enumerate(grid.columns)
            if column[row] is not None
        }
        if stands_apart[row] and _is_header_of_list(list(cells.values())):
            return int(row)
        if sum(map(_is_exact, cells.values())) < len(cells) * HEADER_PART:
            continue
        if all(_is_repeated(header, column, cell) for column, cell in cells.items()):
            continue
        if _begins_table(_fields_of_cells(cells), fewest):
            return int(row)
    return None


def _cells_of_rows(grid: SheetGrid) -> np.ndarray:
    """Per row how many cells hold something."""
    counts = np.zeros(grid.height, dtype=int)
    for column in grid.columns:
        counts += rows_where(column, lambda value: value is not None)
    return counts


def _is_header_of_list(cells: Sequence[str]) -> bool:
    """Cells that are all headers, one of a group or a product and one of something else."""
    fields: set[str] = set()
    named: set[str] = set()
    for cell in cells:
        matches = read_header(cell)
        if not matches and not is_no_field(cell):
            return False
        fields.update(match.field for match in matches)
        named.update(match.field for match in matches if match.strength >= EXACT)
    return len(fields) >= FEWEST_FIELDS_OF_LIST and not named.isdisjoint(_NAMES)


def _is_exact(text: str) -> bool:
    matches = read_header(text)
    return is_no_field(text) or (bool(matches) and matches[0].strength >= EXACT)


def _is_repeated(header: Header, column: int, cell: str) -> bool:
    return cell in (
        header.texts.get(column),
        header.cells.get(column),
        *header.paths.get(column, ()),
    )


def _fields_of_cells(cells: Mapping[int, str]) -> set[str]:
    fields: set[str] = set()
    for cell in cells.values():
        fields.update(
            match.field for match in read_header(cell) if match.strength >= WORDED
        )
    return fields


def _columns_kept(grid: SheetGrid, first_column: int, end_column: int) -> SheetGrid:
    blank = Column(type(grid.columns[0].codes)("i", bytes(4 * grid.height)), [None])
    columns = [blank] * first_column + grid.columns[first_column:end_column]
    merges = tuple(
        merge for merge in grid.merges if first_column <= merge[1] < end_column
    )
    return replace(grid, columns=columns, merges=merges)


def _rows_kept(grid: SheetGrid, first_row: int, end_row: int) -> SheetGrid:
    columns = []
    for column in grid.columns:
        codes = column.codes[:end_row]
        for row in range(min(first_row, end_row)):
            codes[row] = 0
        columns.append(Column(codes, column.distinct))
    merges = tuple(merge for merge in grid.merges if first_row <= merge[0] < end_row)
    lengths = None if grid.row_lengths is None else grid.row_lengths[:end_row]
    return replace(grid, columns=columns, merges=merges, row_lengths=lengths)
