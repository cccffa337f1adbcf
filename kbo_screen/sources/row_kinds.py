"""Tells the rows of a sheet apart: data, titles, headers, totals, notes and blanks.

Knows what stands above, between and below the data of a table. Refuses to drop a row: each has exactly one kind.
"""

from __future__ import annotations

import re
from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.sources.cells import rows_where
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.header import Header

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
#: What stands beside the words of a total.
_COUNT: Final = re.compile(r"^\d[\d.,%]*\s*(?:ราย|กลุ่ม|แห่ง|รายการ|ผลิตภัณฑ์|คน|ดาว)?$")
_TOTAL_OF_PLACE: Final = re.compile(r"^รวม\s*(?:อ|ต|จ)\.")
#: The fields that name what a row is about.
NAME_FIELDS: Final = ("group_name", "product_name", "group_id", "product_id")
_REMARK: Final = re.compile(r"^(?:หมายเหตุ|ที่มา|แหล่งข้อมูล|ข้อมูล ณ|\*)")
_DISTRICT_TITLE: Final = re.compile(
    r"^[\s\d.()*_-]*(?:อำเภอ|สพอ\s*\.?|เขต|อ\s*\.|จังหวัด|จ\s*\.)"
)


def classify_rows(
    grid: SheetGrid,
    header: Header,
    columns: Mapping[str, int],
    *,
    is_list: bool = False,
) -> np.ndarray:
    """The kind of every row of a sheet, as positions in KINDS.

    A row of data names a group or a product beside something else, in cells of its own or merged down from above; of a
    side list the name alone is data. A row with a single cell is a title where it names a place or more data follow,
    else a note.
    """
    own = np.array(
        [rows_where(column, _holds_something) for column in grid.columns], dtype=bool
    )
    filled = _fill_down(own, grid)
    counts = own.sum(axis=0)
    mapped = [columns[field] for field in FIELDS if field in columns]
    evidence = filled[mapped].sum(axis=0)
    names = [
        columns[field] for field in ("group_name", "product_name") if field in columns
    ] or [columns[field] for field in ("group_id", "product_id") if field in columns]
    has_name = filled[names].any(axis=0) if names else np.zeros(grid.height, dtype=bool)

    kinds = np.full(grid.height, NOTE)
    kinds[(evidence >= 2) & has_name & ((counts > 1) | (evidence > counts))] = DATA
    enough = max(2, min(3, len(mapped) - 1))
    kinds[(evidence >= enough) & (counts >= enough)] = DATA
    if is_list:
        kinds[
            filled[[columns[field] for field in NAME_FIELDS if field in columns]].any(
                axis=0
            )
        ] = DATA
    kinds[counts == 0] = BLANK
    kinds[_is_repeated_header(grid, header, columns)] = HEADER
    is_thin = (counts <= FEW_CELLS) if is_list else ~filled[names].all(axis=0)
    for row in np.flatnonzero((kinds == NOTE) | ((kinds == DATA) & is_thin)):
        kinds[row] = _of_few_cells(
            grid, int(row), own[:, row], int(kinds[row]), is_list=is_list
        )
    kinds[_rows_of_sums(grid, kinds, header.last_row + 1)] = TOTAL
    kinds[: header.first_row] = np.where(counts[: header.first_row] == 0, BLANK, TITLE)
    kinds[header.first_row : header.last_row + 1] = HEADER
    _mark_numbering(kinds, grid, header.last_row + 1)
    return _save_lone_names(kinds, own, columns)


def _holds_something(value: CellValue) -> bool:
    """More than nothing and white space."""
    return value is not None and (
        type(value) is not str or (bool(value) and not value.isspace())
    )


def _fill_down(own: np.ndarray, grid: SheetGrid) -> np.ndarray:
    filled = own.copy()
    for top, left, bottom, right in grid.merges:
        if bottom > top and left < grid.width and top < grid.height and own[left, top]:
            filled[left : right + 1, top : bottom + 1] = True
    return filled


def _is_repeated_header(
    grid: SheetGrid, header: Header, columns: Mapping[str, int]
) -> np.ndarray:
    """Rows in which at least half of the columns repeat their header, as prints do on every page."""
    same = np.zeros(grid.height, dtype=int)
    used = 0
    for column in columns.values():
        raw = (
            grid.columns[column][header.last_row]
            or grid.columns[column][header.first_row]
        )
        if raw is not None:
            used += 1
            same += rows_where(grid.columns[column], partial(eq, raw))
    return same >= max(2, (used + 1) // 2)


def _rows_of_sums(grid: SheetGrid, kinds: np.ndarray, first_row: int) -> list[int]:
    """Rows of data with a cell that says "รวม …" and else only counts, and the place that is summed up."""
    has_sum = np.zeros(grid.height, dtype=bool)
    for column in grid.columns:
        has_sum |= rows_where(column, _is_sum)
    rows = []
    for row in np.flatnonzero(has_sum & (kinds == DATA)).tolist():
        texts = [
            cell_text(column[row])
            for column in grid.columns
            if _holds_something(column[row])
        ]
        others = [text for text in texts if not _is_sum(text)]
        counts = [text for text in others if _COUNT.match(text)]
        if row >= first_row and len(others) - len(counts) <= 1 and counts:
            rows.append(row)
    return rows


def _is_sum(value: CellValue) -> bool:
    """A text that begins a sum; without a digit or a word of a sum it may be a name: "รวมใจพัฒนา"."""
    if not isinstance(value, str) or len(value) >= LONGEST_TOTAL:
        return False
    return bool(_TOTAL.search(fold(value)) or _TOTAL_OF_PLACE.match(value))


def _of_few_cells(
    grid: SheetGrid, row: int, own: np.ndarray, kind: int, *, is_list: bool
) -> int:
    """A total where a cell says so, a title where the only cell names a place; in a list a remark is no name."""
    texts = [cell_text(grid.columns[column][row]) for column in np.flatnonzero(own)]
    if any(_is_sum(words) for words in texts):
        return TOTAL
    if (
        (kind == NOTE or is_list)
        and len(texts) == 1
        and _DISTRICT_TITLE.match(texts[0])
    ):
        return TITLE
    return NOTE if is_list and len(texts) == 1 and _REMARK.match(texts[0]) else kind


def _mark_numbering(kinds: np.ndarray, grid: SheetGrid, row: int) -> None:
    """The row under a header that numbers its columns, (1) (2) (3), is part of it."""
    if row >= grid.height:
        return
    texts = [
        fold(cell_text(column[row]))
        for column in grid.columns
        if column[row] is not None
    ]
    if len(texts) > 2 and texts == [str(number + 1) for number in range(len(texts))]:
        kinds[row] = HEADER


def _save_lone_names(
    kinds: np.ndarray, own: np.ndarray, columns: Mapping[str, int]
) -> np.ndarray:
    """A lone cell in the column of group names, with data after it, is a row that lacks the rest: data."""
    data = np.flatnonzero(kinds == DATA)
    if "group_name" in columns and len(data):
        lone = (
            (kinds == NOTE)
            & own[columns["group_name"]]
            & (np.arange(len(kinds)) < data[-1])
        )
        kinds[lone & (np.arange(len(kinds)) > data[0])] = DATA
    return kinds
