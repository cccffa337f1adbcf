"""Finds the tables of a sheet: header, columns, kinds of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.grid import NOT_GIVEN
from kbo_screen.sources.cells.sheet_cells import rows_of
from kbo_screen.sources.header.columns import assign_columns
from kbo_screen.sources.header.header_finder import find_header, find_lone_header
from kbo_screen.sources.header.split_sheets import parts_of
from kbo_screen.sources.table.cell_fills import cells_coloured_dissolved
from kbo_screen.sources.table.cell_notes import (
    cells_noted_dissolved,
    without_noted_facts,
)
from kbo_screen.sources.table.row_kinds import DATA, NAME_FIELDS, classify_rows
from kbo_screen.sources.table.row_remarks import without_remarked_facts
from kbo_screen.sources.table.struck import without_struck_facts
from kbo_screen.sources.table.table import Table
from kbo_screen.sources.table.table_years import (
    section_titles,
    without_other_years,
    years_around,
)
from kbo_screen.sources.table.title_places import (
    mark_banners,
    places_from_titles,
    title_of_other_district,
)
from kbo_screen.sources.table.titled_rows import rows_titled_dissolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.header.header import Header
    from kbo_screen.sources.header.table_search import TableSearch


def find_tables(grid: SheetGrid, search: TableSearch) -> Iterator[Table]:
    """The tables of a sheet: one or, side by side or one below the other, several."""
    for part in parts_of(grid, search):
        table = find_table(part.grid, search, part.header)
        if table:
            yield replace(table, first_row=part.first_row)


def find_table(
    grid: SheetGrid,
    search: TableSearch,
    header: Header | None = None,
) -> Table | None:
    """The table of a sheet; None where no row is a header.

    header: the sheet's header, where it was found before.
    """
    header = _header_of_table(grid, search, header)
    if header is None:
        return None
    columns = assign_columns(grid, header, search.years)
    kinds = classify_rows(
        grid,
        header,
        columns.by_field,
        is_list=search.is_list,
    )
    title_places = other_district = None
    if "district" not in columns.by_field:
        kinds = mark_banners(grid, kinds, search.scope)
        title_places = places_from_titles(grid, kinds, search.scope)
        other_district = title_of_other_district(
            grid,
            kinds,
            search.scope,
            title_places,
        )
    around = years_around(grid, header, search.sheet_names, search.only_field)
    titles = section_titles(grid, kinds, header.last_row + 1, search.only_field)
    around = replace(around, sections=tuple(titles))
    if search.only_field is None:
        columns = without_other_years(columns, around, search.years)
    rows = rows_of(kinds == DATA)
    grid = _without_lost_cells(grid, header, rows)
    table = Table(
        grid,
        header,
        columns,
        kinds,
        title_places,
        around,
        other_district=other_district,
    )
    return _without_doubtful_facts(table, search)


def _without_doubtful_facts(table: Table, search: TableSearch) -> Table:
    """The table with what a strike, a note or a colour leaves in doubt as unknown."""
    dissolved_rows = rows_titled_dissolved(table)
    dissolved_rows |= cells_coloured_dissolved(table) | cells_noted_dissolved(table)
    table = replace(table, dissolved_rows=dissolved_rows)
    table = without_struck_facts(without_noted_facts(table, search.years))
    return without_remarked_facts(table, search.years, search.only_field)


def _header_of_table(
    grid: SheetGrid,
    search: TableSearch,
    header: Header | None,
) -> Header | None:
    """The header that is known or found; of a list that names nothing in it, the row that names one thing."""
    if header is None:
        header = find_header(grid, search)
    names_something = header is not None and header.may_name(NAME_FIELDS)
    if search.is_list and not names_something:
        return find_lone_header(grid, NAME_FIELDS, search.years.spellings) or header
    return header


def _without_lost_cells(
    grid: SheetGrid,
    header: Header,
    data_rows: Sequence[int],
) -> SheetGrid:
    """The sheet with the cells that rows of a CSV, cut short, do not have: what nobody wrote is no blank."""
    if grid.row_lengths is None:
        return grid
    rows = np.array(data_rows, dtype=int)
    lengths = np.asarray(grid.row_lengths)[rows]
    columns = list(grid.columns)
    for number in header.texts:
        rows_cut_short = rows[lengths <= number].tolist()
        columns[number] = columns[number].with_value(rows_cut_short, NOT_GIVEN)
    return replace(grid, columns=columns)
