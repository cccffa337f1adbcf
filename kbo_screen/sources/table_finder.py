"""Finds the tables of a sheet, and checks how each was understood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.grid import NOT_GIVEN
from kbo_screen.sources.cell_fills import check_fills
from kbo_screen.sources.column_checks import check_columns
from kbo_screen.sources.columns import LetterYears, assign_columns
from kbo_screen.sources.districts import mark_banners, places_from_titles
from kbo_screen.sources.header import Header, find_header, find_lone_header
from kbo_screen.sources.row_kinds import DATA, NAME_FIELDS, classify_rows
from kbo_screen.sources.sheet_parts import parts_of
from kbo_screen.sources.struck import without_struck_facts
from kbo_screen.sources.table_checks import check_formulas, check_headers, check_shape
from kbo_screen.sources.table_years import without_other_years, years_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.registry.registry import Scope


from kbo_screen.sources.table import Table


def find_tables(
    grid: SheetGrid,
    scope: Scope,
    years: LetterYears,
    by_hand: Mapping[str, Sequence[str]],
    *,
    is_list: bool = False,
    sheets: Sequence[str] = (),
    only_field: str | None = None,
    letters_fill: bool = False,
) -> list[Table]:
    """The tables of a sheet, one or, side by side or one below the other, several; arguments as of `find_table`."""
    tables = []
    for part in parts_of(grid, by_hand, is_list=is_list, letters_fill=letters_fill):
        table = find_table(
            part.grid,
            scope,
            years,
            by_hand,
            is_list=is_list,
            sheets=sheets,
            only_field=only_field,
            letters_fill=letters_fill,
            header=part.header,
        )
        if table:
            tables.append(replace(table, first_row=part.first_row))
    return tables


def find_table(
    grid: SheetGrid,
    scope: Scope,
    years: LetterYears,
    by_hand: Mapping[str, Sequence[str]],
    *,
    is_list: bool = False,
    sheets: Sequence[str] = (),
    only_field: str | None = None,
    letters_fill: bool = False,
    header: Header | None = None,
) -> Table | None:
    """The table of a sheet; None where no row is a header. A list may name things and say no more of them.

    sheets: the names of all visible sheets of the workbook. only_field: the field that a list is of and nothing else.
    letters_fill: a letter of a column in `by_hand` was meant for the registry, and names a field here only where no
    header does. header: the sheet's header, where it was found before.
    """
    header = header or find_header(grid, by_hand, letters_fill=letters_fill)
    if is_list and not (header and header.may_name(NAME_FIELDS)):
        header = find_lone_header(grid, NAME_FIELDS) or header
    if header is None:
        return None
    columns = assign_columns(grid, header, years)
    kinds = classify_rows(grid, header, columns.by_field, is_list=is_list)
    titles = None
    if "district" not in columns.by_field:
        kinds = mark_banners(grid, kinds, scope)
        titles = places_from_titles(grid, kinds, scope)
    around = years_around(grid, header, sheets, only_field)
    if only_field is None:
        columns = without_other_years(columns, around, years)
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


def check_table(table: Table, years: LetterYears) -> Iterator[Finding]:
    """What a reader should know of how the table was understood."""
    yield from check_columns(table, years)
    yield from check_headers(table)
    yield from check_shape(table)
    yield from check_formulas(table)
    yield from check_fills(table)
    if not len(table.data_rows):
        yield make_finding("table.no-rows", Place(table.grid.file, table.grid.sheet))
