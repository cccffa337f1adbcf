"""Tells the rows of a sheet apart: data, titles, headers, totals, notes and blanks.

Every row has exactly one kind; none is dropped.
"""

from __future__ import annotations

import re
from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.sources.cells.merged_cells import filled_down
from kbo_screen.sources.cells.sheet_cells import (
    codes_of,
    rows_of,
    rows_where,
    rows_with_words,
    texts_of_row,
    values_of_row,
)
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.grid import CellValue, Column, SheetGrid
    from kbo_screen.sources.header.columns import ColumnByField
    from kbo_screen.sources.header.header import Header

KINDS: Final = ("data", "title", "header", "total", "note", "blank")
DATA, TITLE, HEADER, TOTAL, NOTE, BLANK = range(len(KINDS))

#: Words of a total are shorter.
LONGEST_TOTAL: Final = 60
#: A row of a list that may be a total or a title has no more cells.
FEW_CELLS: Final = 2
#: What a total says, folded: of a page, of a place, of all; what a pivot table writes behind a name.
_TOTAL: Final = re.compile(
    r"^(?:รวมยอด|ยอดรวม|จำนวนรวม|ผลรวม|รวมย่อย|grandtotal|subtotal|ยอดยก(?:มา|ไป)|ยก(?:ยอด)?(?:มา|ไป)(?:จาก|หน้า|$)|รวมหน้า|รวมยก)"
    r"|^(?:รวม|total|sum)(?:$|\d|อำเภอ|จังหวัด|ตำบล|เขต|ทั้ง|จำนวน|ประเภท|กลุ่ม\d)"
    r"|^รวม.*\d(?:ราย|กลุ่ม|แห่ง|รายการ|ผลิตภัณฑ์|คน)$"
    r"|(?:ผลรวม|total)$"
)
#: A row of data gives so many fields, or all but one of those that the table has.
ENOUGH_FIELDS: Final = 3
#: A row of numbers under a header has more cells.
FEWEST_NUMBERED: Final = 3
#: What stands beside the words of a total.
_COUNT: Final = re.compile(r"^\d[\d.,%]*\s*(?:ราย|กลุ่ม|แห่ง|รายการ|ผลิตภัณฑ์|คน|ดาว)?$")
_TOTAL_OF_PLACE: Final = re.compile(r"^รวม\s*(?:อ|ต|จ)\.")
#: The fields that name what a row is about.
NAME_FIELDS: Final = ("group_name", "product_name", "group_id", "product_id")
_REMARK: Final = re.compile(r"^(?:หมายเหตุ|ที่มา|แหล่งข้อมูล|ข้อมูล ณ|\*)")
_DISTRICT_TITLE: Final = re.compile(
    r"^[\s\d.()*_-]*(?:อำเภอ|สพอ\s*\.?|เขต|อ\s*\.|จังหวัด|จ\s*\.)"
)
_SUBDISTRICT_TITLE: Final = re.compile(r"^[\s\d.()*_-]*(?:ตำบล|ต\s?\.)")


class _FilledCells(NamedTuple):
    """Which cells of a sheet hold something, as columns × rows: cells of their own, and with what merges cover."""

    stored: np.ndarray
    covered: np.ndarray
    columns: ColumnByField

    @property
    def counts(self) -> np.ndarray:
        """Per row its cells that hold something."""
        counts: np.ndarray = self.stored.sum(axis=0)
        return counts

    def of_fields(self, fields: Iterable[str]) -> np.ndarray:
        """The columns of those fields that the table has, merged cells filled."""
        columns = [self.columns[field] for field in fields if field in self.columns]
        return self.covered[columns]

    @property
    def of_names(self) -> np.ndarray:
        """The columns of names; of a table without any, the columns of ids."""
        if "group_name" in self.columns or "product_name" in self.columns:
            return self.of_fields(("group_name", "product_name"))
        return self.of_fields(("group_id", "product_id"))


def classify_rows(
    grid: SheetGrid,
    header: Header,
    columns: ColumnByField,
    *,
    is_list: bool,
) -> np.ndarray:
    """The kind of every row of a sheet, as positions in KINDS.

    A row of data names a group or a product beside something else, in cells of its own or merged down from above; of a
    side list the name alone is data. A row with a single cell is a title where it names a place or more data follow,
    else a note.
    """
    cells = _filled_cells(grid, columns)
    is_blank_row = cells.counts == 0
    kinds = np.full(grid.height, NOTE)
    kinds[_is_data(cells)] = DATA
    if is_list:
        kinds[cells.of_fields(NAME_FIELDS).any(axis=0)] = DATA
    kinds[is_blank_row] = BLANK
    kinds[_is_repeated_header(grid, header, columns)] = HEADER
    _mark_thin_rows(
        kinds,
        grid,
        cells,
        is_list=is_list,
    )
    _mark_sums(kinds, grid, header.last_row + 1)
    above = slice(0, header.first_row)
    kinds[above] = np.where(is_blank_row[above], BLANK, TITLE)
    kinds[header.first_row : header.last_row + 1] = HEADER
    _mark_numbering(kinds, grid, header.last_row + 1)
    if "group_name" in columns:
        _save_lone_names(kinds, cells.stored[columns["group_name"]])
    return kinds


def _filled_cells(
    grid: SheetGrid,
    columns: ColumnByField,
) -> _FilledCells:
    filled = list(map(_filled_rows, grid.columns))
    stored = np.array(filled, dtype=bool)
    return _FilledCells(stored, filled_down(grid, stored), columns)


def _filled_rows(column: Column) -> np.ndarray:
    """Per row of a sheet whether its cell holds something; hardly a column has cells of white space."""
    texts = [value for value in column.distinct if type(value) is str]
    if "" in texts or any(map(str.isspace, texts)):
        return rows_where(column, _holds_something)
    is_filled: np.ndarray = codes_of(column) != 0
    return is_filled


def _holds_something(value: CellValue) -> bool:
    """More than nothing and white space."""
    if type(value) is str:
        return bool(value) and not value.isspace()
    return value is not None


def _is_data(cells: _FilledCells) -> np.ndarray:
    """Rows that name something and say more of it, and rows that give most of the fields."""
    counts = cells.counts
    of_fields = cells.of_fields(FIELDS)
    field_counts = of_fields.sum(axis=0)
    has_name = cells.of_names.any(axis=0)
    has_cell_beside = (counts > 1) | (field_counts > counts)
    names_and_says_more = (field_counts >= 2) & has_name & has_cell_beside
    enough = max(2, min(ENOUGH_FIELDS, len(of_fields) - 1))
    gives_enough = (field_counts >= enough) & (counts >= enough)
    is_data: np.ndarray = names_and_says_more | gives_enough
    return is_data


def _is_repeated_header(
    grid: SheetGrid,
    header: Header,
    columns: ColumnByField,
) -> np.ndarray:
    """Rows in which at least half of the columns repeat their header, as prints do on every page."""
    repeats = np.zeros(grid.height, dtype=int)
    header_count = 0
    for number in columns.values():
        column = grid.columns[number]
        header_value = column[header.last_row] or column[header.first_row]
        if header_value is not None:
            header_count += 1
            repeats += rows_where(column, partial(eq, header_value))
    return repeats >= max(2, (header_count + 1) // 2)


def _mark_thin_rows(
    kinds: np.ndarray,
    grid: SheetGrid,
    cells: _FilledCells,
    *,
    is_list: bool,
) -> None:
    """Look at the words of notes, and of rows of data that say little: a cell may say that the row is a total."""
    is_thin = _is_thin(cells, is_list=is_list)
    is_unsure = (kinds == NOTE) | ((kinds == DATA) & is_thin)
    kind_of_lone_text = _kind_in_list if is_list else _kind_in_registry
    for row in rows_of(is_unsure):
        values = filter(_holds_something, values_of_row(grid, row).values())
        texts = list(map(cell_text, values))
        if any(map(_is_sum, texts)):
            kinds[row] = TOTAL
        elif len(texts) == 1:
            kinds[row] = kind_of_lone_text(texts[0], int(kinds[row]))


def _is_thin(cells: _FilledCells, *, is_list: bool) -> np.ndarray:
    """Rows of few cells in a list; of another table, rows that lack a name."""
    if is_list:
        return cells.counts <= FEW_CELLS
    lacks_name: np.ndarray = np.invert(cells.of_names).any(axis=0)
    return lacks_name


def _kind_in_registry(text: str, kind: int) -> int:
    """What a row with this text alone is: a note that names a place is a title."""
    if kind == NOTE and _DISTRICT_TITLE.match(text):
        return TITLE
    return kind


def _kind_in_list(text: str, kind: int) -> int:
    """The same of a list, in which a lone name is data: a place or a remark is no name."""
    if _DISTRICT_TITLE.match(text):
        return TITLE
    return NOTE if is_remark(text) else kind


def names_place(text: str) -> bool:
    """A text begins as the banner of a district or a province does."""
    return _DISTRICT_TITLE.match(text) is not None


def names_subdistrict(text: str) -> bool:
    """A text begins as the banner of a subdistrict does."""
    return _SUBDISTRICT_TITLE.match(text) is not None


def is_remark(text: str) -> bool:
    """A text begins as remarks and sources of figures do."""
    return _REMARK.match(text) is not None


def _mark_sums(
    kinds: np.ndarray,
    grid: SheetGrid,
    first_row: int,
) -> None:
    """Rows of data, from first_row on, with a cell that says "รวม …" are totals where they only count."""
    says_little = kinds == DATA
    says_little[:first_row] = False
    text_counts = np.zeros(grid.height, dtype=int)
    # columns of few different values first: hardly a row is left for those of many
    for column in sorted(grid.columns, key=_value_count):
        text_counts += rows_where(column, _is_other_text)
        says_little &= text_counts <= 1
        if not says_little.any():
            return
    has_sum = np.zeros(grid.height, dtype=bool)
    for column in grid.columns:
        has_sum |= rows_with_words(column, _is_sum)
    for row in rows_of(has_sum & says_little):
        if _has_count(grid, row):
            kinds[row] = TOTAL


def _value_count(column: Column) -> int:
    return len(column.distinct)


def _is_other_text(value: CellValue) -> bool:
    """A text that is neither a sum nor a count: of those a row of a sum has one, the place that is summed up."""
    if not _holds_something(value):
        return False
    text = cell_text(value)
    return not _is_sum(text) and _COUNT.match(text) is None


def _has_count(grid: SheetGrid, row: int) -> bool:
    """A cell beside the words of a sum counts something."""
    texts = texts_of_row(grid, row).values()
    return any(_COUNT.match(text) and not _is_sum(text) for text in texts)


def _is_sum(value: CellValue) -> bool:
    """A text that begins a sum; without a digit or a word of a sum it may be a name: "รวมใจพัฒนา"."""
    if not isinstance(value, str) or len(value) >= LONGEST_TOTAL:
        return False
    return bool(_TOTAL.search(fold(value)) or _TOTAL_OF_PLACE.match(value))


def _mark_numbering(
    kinds: np.ndarray,
    grid: SheetGrid,
    row: int,
) -> None:
    """The row under a header that numbers its columns, (1) (2) (3), is part of it."""
    if row >= grid.height:
        return
    texts = map(cell_text, values_of_row(grid, row).values())
    folded_texts = list(map(fold, texts))
    numbers = list(map(str, range(1, len(folded_texts) + 1)))
    if len(numbers) >= FEWEST_NUMBERED and folded_texts == numbers:
        kinds[row] = HEADER


def _save_lone_names(
    kinds: np.ndarray,
    has_group_name: np.ndarray,
) -> None:
    """A lone cell in the column of group names, between rows of data, is a row that lacks the rest: data."""
    data_rows = np.flatnonzero(kinds == DATA)
    if not len(data_rows):
        return
    between = slice(data_rows[0], data_rows[-1])
    is_lone_name = (kinds == NOTE) & has_group_name
    kinds[between][is_lone_name[between]] = DATA
