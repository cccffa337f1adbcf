"""The rows of data under each title of a table, and what such a title says of them: "กลุ่มที่เลิกกิจการ", "ระดับ 3 ดาว"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.masking import mask_people
from kbo_screen.sources.cells.sheet_cells import rows_of, texts_of_row
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.sources.table.row_kinds import (
    NOTE,
    TITLE,
    is_remark,
    names_place,
    names_subdistrict,
)
from kbo_screen.sources.table.table import RowRemark
from kbo_screen.sources.table.table_years import texts_around
from kbo_screen.vocabulary.colours import parts_on_colours
from kbo_screen.vocabulary.grouping import row_ranges
from kbo_screen.vocabulary.values import title_says_dissolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import Position
    from kbo_screen.sources.table.table import Table


class RowTitle(NamedTuple):
    """A title, its place and, where it is one, its cell, and the rows of data (sheet rows) that stand under it."""

    words: str
    place: Place
    cell: Position | None
    rows: list[int]


def section_titles_of(table: Table) -> Iterator[RowTitle]:
    """The titles between the rows of a table.

    One ends where the next begins; one that names places alone stands within another that it follows at once. Where
    districts stand above such titles, not within them, a title without rows ends with its district.
    """
    data_rows = table.data_rows
    is_between = (table.kinds == TITLE) | (table.kinds == NOTE)
    rows = [row for row in rows_of(is_between) if row > table.header.last_row]
    if not len(data_rows) or not rows:
        return
    bounds = np.searchsorted(data_rows, [*rows, table.grid.height])
    outer: RowTitle | None = None
    districts: set[str] = set()
    for row, first, last in zip(rows, bounds, bounds[1:], strict=False):
        rows_below = data_rows[first:last].tolist()
        title = _title_in(table, row, rows_below)
        if outer is not None and title is not None and _is_within(title, districts):
            outer.rows.extend(rows_below)
            _mark_district(districts, outer, title)
            continue
        if outer is not None:
            yield outer
            outer = None
        if title is None:
            continue
        if rows_below and names_place(title.words):
            districts.add(title.words)
        if rows_below:
            yield title
        else:
            outer = title
    if outer is not None:
        yield outer


def _is_within(title: RowTitle, districts: set[str]) -> bool:
    """A title names a place of those that the title above it is of; districts: those that stand within no title."""
    if names_place(title.words):
        return not districts or title.words in districts
    return names_subdistrict(title.words)


def _mark_district(
    districts: set[str],
    outer: RowTitle,
    title: RowTitle,
) -> None:
    """What a title within another makes of the districts that stand within none: within other titles stand all."""
    if names_place(outer.words):
        is_part = names_subdistrict(title.words)
        districts.add(outer.words if is_part else title.words)
    elif names_place(title.words):
        districts.clear()


def _title_in(
    table: Table,
    row: int,
    rows_below: list[int],
) -> RowTitle | None:
    """The title that a row is; a remark of the table, and a legend of colours, is none."""
    for column, words in texts_of_row(table.grid, row).items():
        if is_remark(words) or parts_on_colours(words):
            return None
        place = cell_place(table.grid, row, column)
        return RowTitle(words, place, (row, column), rows_below)
    return None


def remarks_of_sections(table: Table) -> Iterator[RowRemark]:
    """What the titles between the rows say, of each row under them."""
    for title in section_titles_of(table):
        if title.cell is None:
            continue
        for row in title.rows:
            yield RowRemark(row, title.cell, title.words)


def titles_of_dissolved(table: Table) -> list[RowTitle]:
    """The titles that say the groups below them are no more: between the rows, above the table, the sheet's name.

    A file's name is of many things: its groups are not all that it speaks of.
    """
    titles = [
        title for title in section_titles_of(table) if title_says_dissolved(title.words)
    ]
    rows = table.data_rows.tolist()
    for text in texts_around(table.grid, table.header):
        if text.kind == "file":
            continue
        is_legend = bool(parts_on_colours(text.words))
        if title_says_dissolved(text.words) and not is_legend:
            return [*titles, RowTitle(text.words, text.place, None, rows)]
    return titles


def rows_titled_dissolved(table: Table) -> dict[int, Position]:
    """By row of data under such a title the cell that says so: the title's, else the name's in the row."""
    name_column = table.columns.by_field.get("group_name", 0)
    cells: dict[int, Position] = {}
    for title in titles_of_dissolved(table):
        for row in title.rows:
            cells.setdefault(row, title.cell or (row, name_column))
    return cells


def check_titles_of_dissolved(table: Table) -> Iterator[Finding]:
    """A finding per title that says the groups below it are no more."""
    for title in titles_of_dissolved(table):
        if title.rows:
            yield make_finding(
                "table.dissolved-rows",
                title.place,
                value=mask_people(title.words),
                count=len(title.rows),
                rows=row_ranges(row + 1 for row in title.rows),
            )
