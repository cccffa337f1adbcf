"""A table found on a sheet: its header, the column of every field, the kind of every row.

Knows when a sheet holds a registry. Refuses to read values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, TableSource, cell_name
from kbo_screen.sources.cell_fills import check_fills
from kbo_screen.sources.column_checks import check_columns
from kbo_screen.sources.columns import Columns, LetterYears, assign_columns
from kbo_screen.sources.districts import mark_banners, places_from_titles
from kbo_screen.sources.header import Header, find_header, find_lone_header
from kbo_screen.sources.row_kinds import DATA, KINDS, NAME_FIELDS, classify_rows
from kbo_screen.sources.sheet_parts import parts_of
from kbo_screen.sources.spreadsheet import NOT_GIVEN
from kbo_screen.sources.struck import without_struck_facts
from kbo_screen.sources.table_checks import check_formulas, check_headers, check_shape
from kbo_screen.sources.table_years import NO_YEARS, TableYears, without_other_years, years_around
from kbo_screen.vocabulary.fields import REQUIRED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.spreadsheet import SheetGrid

#: A sheet whose header names fewer fields, or neither a group nor a product, is no registry.
FEWEST_FIELDS: Final = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet.

    `kinds`: per sheet row a position in KINDS. `title_places`: per sheet row the district that a title or the sheet's
    name gives, with its address; None where the table has a district column or none is named. `around`: the years that
    the title, the sheet's and the file's name say. `first_row`: the row from which on the sheet is this table's, where
    another one stands above it.
    """

    grid: SheetGrid
    header: Header
    columns: Columns
    kinds: np.ndarray
    title_places: tuple[np.ndarray, np.ndarray] | None
    around: TableYears = NO_YEARS
    first_row: int = 0

    @property
    def row_count(self) -> int:
        """The rows of the sheet that are the table's: all but those of a table above it."""
        return len(self.kinds) - self.first_row

    @property
    def data_rows(self) -> np.ndarray:
        """Sheet rows of data, from 0."""
        return np.flatnonzero(self.kinds == DATA)

    @property
    def is_registry(self) -> bool:
        """The table speaks of groups or products, and of more than that."""
        fields = self.columns.by_field
        return len(fields) >= FEWEST_FIELDS and ("group_name" in fields or "product_name" in fields)

    @property
    def missing_fields(self) -> list[str]:
        """The required fields that nothing in the table gives (a list may still bring one)."""
        has_district = self.title_places is not None
        return [f for f in REQUIRED_FIELDS if f not in self.columns.by_field and not (f == "district" and has_district)]

    def header_text(self, field: str) -> str:
        """The header of a field's column as it stands there, of tick columns the one above them and the answers."""
        if field in self.columns.matrices:
            return self.columns.matrices[field].title
        return self.header.texts[self.columns.by_field[field]]

    def header_place(self, column: int) -> Place:
        """Where a column's header stands."""
        cell = cell_name(self.header.last_row * EXCEL_MAX_COLUMNS + column)
        return Place(self.grid.file, self.grid.sheet, cell)

    def source(self) -> TableSource:
        """The table as the registry records it."""
        used = set(self.columns.by_field.values())
        for matrix in self.columns.matrices.values():
            used.update(matrix.options)
        counts = np.bincount(self.kinds[self.first_row :], minlength=len(KINDS))
        return TableSource(
            self.grid.file,
            self.grid.sheet,
            tuple(range(self.header.first_row + 1, self.header.last_row + 2)),
            {field: (column, self.header_text(field)) for field, column in self.columns.by_field.items()},
            {kind: int(count) for kind, count in zip(KINDS, counts, strict=True)},
            {f: tuple(self.header.texts[c] for c in columns) for f, columns in self.columns.rivals.items()},
            tuple(text for column, text in self.header.texts.items() if column not in used),
        )


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


def _without_lost_cells(grid: SheetGrid, header: Header, kinds: np.ndarray) -> SheetGrid:
    """The sheet with the cells that rows of a CSV, cut short, do not have: what nobody wrote is no blank."""
    if grid.row_lengths is None:
        return grid
    rows, lengths = np.flatnonzero(kinds == DATA), np.asarray(grid.row_lengths)
    columns = [
        column.with_value(rows[lengths[rows] <= at].tolist(), NOT_GIVEN) if at in header.texts else column
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
