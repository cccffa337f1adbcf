"""Finds the tables of a sheet: header, columns, kinds of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.grid import NOT_GIVEN
from kbo_screen.sources.columns import assign_columns
from kbo_screen.sources.districts import mark_banners, places_from_titles
from kbo_screen.sources.header import Header, find_header, find_lone_header
from kbo_screen.sources.row_kinds import DATA, NAME_FIELDS, classify_rows
from kbo_screen.sources.sheet_parts import parts_of
from kbo_screen.sources.struck import without_struck_facts
from kbo_screen.sources.table import Table
from kbo_screen.sources.table_years import without_other_years, years_around

if TYPE_CHECKING:
    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.table_search import TableSearch


def find_tables(grid: SheetGrid, search: TableSearch) -> list[Table]:
    """The tables of a sheet: one or, side by side or one below the other, several."""
    tables = []
    for part in parts_of(grid, search):
        table = find_table(part.grid, search, part.header)
        if table:
            tables.append(replace(table, first_row=part.first_row))
    return tables


def find_table(
    grid: SheetGrid, search: TableSearch, header: Header | None = None
) -> Table | None:
    """The table of a sheet; None where no row is a header.

    header: the sheet's header, where it was found before.
    """
    header = header or find_header(
        grid, search.by_hand, letters_fill=search.letters_fill
    )
    if search.is_list and not (header and header.may_name(NAME_FIELDS)):
        header = find_lone_header(grid, NAME_FIELDS) or header
    if header is None:
        return None
    columns = assign_columns(grid, header, search.years)
    kinds = classify_rows(grid, header, columns.by_field, is_list=search.is_list)
    titles = None
    if "district" not in columns.by_field:
        kinds = mark_banners(grid, kinds, search.scope)
        titles = places_from_titles(grid, kinds, search.scope)
    around = years_around(grid, header, search.sheet_names, search.only_field)
    if search.only_field is None:
        columns = without_other_years(columns, around, search.years)
    whole = _without_lost_cells(grid, header, kinds)
    data_rows = frozenset(np.flatnonzero(kinds == DATA).tolist())
    sure = without_struck_facts(whole, columns.by_field, data_rows)
    return Table(sure, header, columns, kinds, titles, around)


def _without_lost_cells(
    grid: SheetGrid, header: Header, kinds: np.ndarray
) -> SheetGrid:
    """The sheet with the cells that rows of a CSV, cut short, do not have: what nobody wrote is no blank."""
    if grid.row_lengths is None:
        return grid
    rows, lengths = np.flatnonzero(kinds == DATA), np.asarray(grid.row_lengths)
    columns = [
        column.with_value(rows[lengths[rows] <= at].tolist(), NOT_GIVEN)
        if at in header.texts
        else column
        for at, column in enumerate(grid.columns)
    ]
    return replace(grid, columns=columns)
