"""Cuts a sheet that holds two tables: side by side, as printed in two halves, or one below the other.

No cell is moved: every part keeps the addresses of the sheet.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.grid import Column
from kbo_screen.sources.cells.sheet_cells import (
    cells_per_row,
    codes_of,
    rows_among,
    rows_of,
    rows_where,
    values_of_row,
    without_unused_values,
)
from kbo_screen.sources.header.header_finder import find_header
from kbo_screen.vocabulary.headers import (
    EXACT,
    WORDED,
    is_aggregate,
    is_no_field,
    plain_headers,
    read_header,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.header.header import Header
    from kbo_screen.sources.header.table_search import TableSearch
    from kbo_screen.vocabulary.spellings import Spellings

#: A header names at least so many fields, a group or a product among them, to begin a table of its own.
FEWEST_FIELDS: Final = 3
#: The same of a side list, which may name groups and no more than where they are.
FEWEST_FIELDS_OF_LIST: Final = 2
#: The part of a row's cells that are headers where the row is one; a row of data holds words of headers too.
HEADER_PART: Final = 0.75
_NAMES: Final = frozenset({"group_name", "product_name"})


class SheetPart(NamedTuple):
    """A part of a sheet with a table of its own: the sheet with the rest blank.

    `first_row`: the first row that is the part's. `header`: its header where it is known, so that none looks again.
    """

    grid: SheetGrid
    first_row: int = 0
    header: Header | None = None


def parts_of(grid: SheetGrid, search: TableSearch) -> list[SheetPart]:
    """The parts of a sheet, one for each table, in reading order; most sheets are one part."""
    header = find_header(grid, search)
    fewest = FEWEST_FIELDS_OF_LIST if search.is_list else FEWEST_FIELDS
    if header is None or not _begins_table(header.fields, fewest):
        return [SheetPart(grid, header=header)]
    column = _column_of_second_table(grid, header, fewest)
    if column is not None:
        return _split_at_column(grid, header.first_row, column, search)
    row = _row_of_second_table(grid, header, fewest)
    if row is not None:
        return _split_at_row(grid, header.first_row, row, search)
    return [SheetPart(grid, header=header)]


def _split_at_column(
    grid: SheetGrid,
    header_row: int,
    column: int,
    search: TableSearch,
) -> list[SheetPart]:
    """Both halves; the title over the first is the second's too where that has none of its own."""
    first_half = _columns_between(grid, 0, column)
    second_half = _columns_between(grid, column, grid.width)
    second_half = _with_title_of(second_half, grid, header_row)
    return [*parts_of(first_half, search), *parts_of(second_half, search)]


def _split_at_row(
    grid: SheetGrid,
    header_row: int,
    row: int,
    search: TableSearch,
) -> list[SheetPart]:
    """Both tables; the lower one has the title right above it, or that of the sheet where none stands there."""
    title_row = _first_row_of_title(grid, row)
    upper = _rows_between(grid, 0, title_row)
    parts = [SheetPart(without_unused_values(upper))]
    lower = _rows_between(grid, title_row, grid.height)
    if not cells_per_row(lower)[:row].any():
        lower = _with_title_of(lower, grid, header_row)
    lower = without_unused_values(lower)
    for part in parts_of(lower, search):
        first_row = max(title_row, part.first_row)
        parts.append(part._replace(first_row=first_row))
    return parts


def _first_row_of_title(grid: SheetGrid, header_row: int) -> int:
    """The first of the rows of one cell above a header: behind the first gap, where the table above ends with one."""
    counts = cells_per_row(grid)
    first_row = header_row
    while first_row > 0 and counts[first_row - 1] <= 1:
        first_row -= 1
    gaps = np.flatnonzero(counts[first_row:header_row] == 0)
    return first_row + int(gaps[0]) if len(gaps) else first_row


def _begins_table(fields: set[str], fewest: int) -> bool:
    return len(fields) >= fewest and not fields.isdisjoint(_NAMES)


def _column_of_second_table(
    grid: SheetGrid,
    header: Header,
    fewest: int,
) -> int | None:
    """The column from which the header names again what it has named, behind a blank one or by the same words."""
    first_column, *columns = sorted(header.texts)
    column_before = first_column
    for column in columns:
        is_behind_gap = column_before < column - 1 and _is_blank(grid, column - 1)
        is_repeated = header.texts[column] == header.texts[first_column]
        column_before = column
        if not is_behind_gap and not is_repeated:
            continue
        fields = _fields_between(header, column, grid.width)
        fields_before = _fields_between(header, 0, column)
        if _begins_table(fields & fields_before, fewest):
            return column
        if is_behind_gap and _is_list_beside(fields, fields_before, fewest):
            return column
        names_same = bool(fields) and fields <= fields_before
        if is_behind_gap and names_same and _is_summary_from(header, column):
            return column
    return None


def _is_list_beside(
    fields: set[str],
    fields_before: set[str],
    fewest: int,
) -> bool:
    """A short table that names the same things stands beside a whole one."""
    is_beside_table = _begins_table(fields_before, fewest)
    names_same = not _NAMES.isdisjoint(fields & fields_before)
    return is_beside_table and names_same and len(fields) >= FEWEST_FIELDS_OF_LIST


def _is_summary_from(header: Header, first_column: int) -> bool:
    """The headers from a column on are those of a summary."""
    texts = [text for column, text in header.texts.items() if column >= first_column]
    return _is_header_of_summary(texts, header.spellings)


def _fields_between(
    header: Header,
    first_column: int,
    end_column: int,
) -> set[str]:
    fields: set[str] = set()
    for column, matches in header.matches.items():
        is_between = first_column <= column < end_column
        if is_between and matches[0].strength >= WORDED:
            fields.add(matches[0].field)
    return fields


def _is_blank(grid: SheetGrid, column: int) -> bool:
    return not np.any(codes_of(grid.columns[column]))


def _row_of_second_table(
    grid: SheetGrid,
    header: Header,
    fewest: int,
) -> int | None:
    """The row below the data that is a header with other columns; a header that is only repeated is none."""
    for row, stands_apart in _rows_of_headers(grid, header, fewest):
        values = values_of_row(grid, row)
        cells = {column: str(value).strip() for column, value in values.items()}
        if _is_repeated_header(header, cells):
            continue
        texts = cells.values()
        if stands_apart and _begins_list_or_summary(texts, header.spellings):
            return row
        fields = _fields_of_cells(texts, header.spellings)
        are_headers = _are_headers(texts, header.spellings)
        if are_headers and _begins_table(fields, fewest):
            return row
    return None


def _header_texts_per_row(grid: SheetGrid, header: Header) -> np.ndarray:
    """Per row how many cells hold a text of a header."""
    header_texts = plain_headers() | header.all_texts
    counts = np.zeros(grid.height, dtype=int)
    for column in grid.columns:
        counts += rows_where(column, header_texts.__contains__)
    return counts


def _rows_of_headers(
    grid: SheetGrid,
    header: Header,
    fewest: int,
) -> Iterator[tuple[int, bool]]:
    """The rows below a table's first that hold texts of headers: several, or some in a row that stands apart.

    A row stands apart where the row above it holds one cell at most.
    """
    counts = _header_texts_per_row(grid, header)
    is_thin = cells_per_row(grid) <= 1
    stands_apart = np.append([False], is_thin[:-1])
    counts += _counts_of_sums(grid, np.flatnonzero(stands_apart))
    may_be_header = (counts >= fewest) | ((counts > 0) & stands_apart)
    may_be_header[: header.last_row + 2] = False
    for row in rows_of(may_be_header):
        yield row, bool(stands_apart[row])


def _counts_of_sums(grid: SheetGrid, rows: np.ndarray) -> np.ndarray:
    """Per row of a sheet how many cells are headers of a sum or a count; looked for in some rows only."""
    counts = np.zeros(grid.height, dtype=int)
    for column in grid.columns:
        counts[rows] += rows_among(column, rows, _is_sum)
    return counts


def _is_sum(value: CellValue) -> bool:
    return isinstance(value, str) and is_aggregate(value)


def _begins_list_or_summary(cells: Collection[str], spellings: Spellings) -> bool:
    return _is_header_of_list(cells, spellings) or _is_header_of_summary(
        cells, spellings
    )


def _is_header_of_summary(cells: Collection[str], spellings: Spellings) -> bool:
    """Several cells, a count or a sum among them, and the others are headers: "อำเภอ", "จำนวนกลุ่ม"."""
    others = [cell for cell in cells if not is_aggregate(cell)]
    has_sum = len(others) < len(cells)
    if not has_sum or not others:
        return False
    return all(is_no_field(cell) or read_header(cell, spellings) for cell in others)


def _is_header_of_list(cells: Iterable[str], spellings: Spellings) -> bool:
    """Cells that are all headers, one of a group or a product and one of something else."""
    fields: set[str] = set()
    fields_by_name: set[str] = set()
    for cell in cells:
        matches = read_header(cell, spellings)
        if not matches and not is_no_field(cell):
            return False
        for match in matches:
            fields.add(match.field)
            if match.strength >= EXACT:
                fields_by_name.add(match.field)
    has_name = not fields_by_name.isdisjoint(_NAMES)
    return has_name and len(fields) >= FEWEST_FIELDS_OF_LIST


def _are_headers(cells: Collection[str], spellings: Spellings) -> bool:
    """Most cells are headers."""
    exact_count = sum(_is_exact(cell, spellings) for cell in cells)
    return exact_count >= len(cells) * HEADER_PART


def _is_repeated_header(header: Header, cells: Mapping[int, str]) -> bool:
    """All cells are those of the table's header, at their columns."""
    return all(_is_repeated(header, column, cell) for column, cell in cells.items())


def _is_exact(text: str, spellings: Spellings) -> bool:
    if is_no_field(text):
        return True
    matches = read_header(text, spellings)
    return bool(matches) and matches[0].strength >= EXACT


def _is_repeated(
    header: Header,
    column: int,
    cell: str,
) -> bool:
    return cell in (
        header.texts.get(column),
        header.cells.get(column),
        *header.paths.get(column, ()),
    )


def _fields_of_cells(cells: Iterable[str], spellings: Spellings) -> set[str]:
    matches = chain.from_iterable(read_header(cell, spellings) for cell in cells)
    return {match.field for match in matches if match.strength >= WORDED}


def _with_title_of(
    part: SheetGrid,
    grid: SheetGrid,
    header_row: int,
) -> SheetGrid:
    """A part of a sheet with what stands above the first header of the sheet, where nothing of the part does."""
    if cells_per_row(part)[:header_row].any():
        return part
    columns = []
    for part_column, column in zip(part.columns, grid.columns, strict=True):
        codes = column.codes[:header_row] + part_column.codes[header_row:]
        columns.append(Column(codes, column.distinct))
    merges_above = [merge for merge in grid.merges if merge[0] < header_row]
    return replace(
        part,
        columns=columns,
        merges=(*merges_above, *part.merges),
    )


def _columns_between(
    grid: SheetGrid,
    first_column: int,
    end_column: int,
) -> SheetGrid:
    """The sheet with all columns blank but those from the first to before the end."""
    blank_codes = array("i", bytes(4 * grid.height))
    blank = Column(blank_codes, [None])
    columns = [blank] * first_column + grid.columns[first_column:end_column]
    merges = [merge for merge in grid.merges if first_column <= merge[1] < end_column]
    return replace(
        grid,
        columns=columns,
        merges=tuple(merges),
    )


def _rows_between(
    grid: SheetGrid,
    first_row: int,
    end_row: int,
) -> SheetGrid:
    """The sheet with all rows blank but those from the first to before the end."""
    columns = []
    for column in grid.columns:
        codes = column.codes[:end_row]
        codes[:first_row] = array(codes.typecode, bytes(codes.itemsize * first_row))
        columns.append(Column(codes, column.distinct))
    merges = [merge for merge in grid.merges if first_row <= merge[0] < end_row]
    lengths = None if grid.row_lengths is None else grid.row_lengths[:end_row]
    return replace(
        grid,
        columns=columns,
        merges=tuple(merges),
        row_lengths=lengths,
    )
