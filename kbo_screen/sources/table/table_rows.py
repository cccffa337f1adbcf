"""Reads the rows of data of one table, column by column, as every kind of table does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.grid import column_of
from kbo_screen.sources.cells.bounded_years import within_bounds
from kbo_screen.sources.cells.cell_columns import (
    NEVER_REPEATED,
    CellColumn,
    no_cells,
    read_column,
    settle_dittos,
    take_cells,
)
from kbo_screen.sources.cells.districts import OUT_OF_SCOPE, settle_districts
from kbo_screen.sources.cells.sheet_cells import codes_of
from kbo_screen.sources.cells.sheet_places import address_place
from kbo_screen.sources.header.tick_columns import take_ticked
from kbo_screen.sources.table.rival_columns import compare_rivals
from kbo_screen.vocabulary.headers import asks_of_before, names_support
from kbo_screen.vocabulary.ticks import (
    read_denied_project,
    read_former_project,
    read_support,
    read_ticked,
)
from kbo_screen.vocabulary.values import read_field, reader_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.cells.cell_columns import (
        CellColumns,
        ReadColumn,
        ReadColumns,
    )
    from kbo_screen.sources.cells.districts import RowAreas
    from kbo_screen.sources.header.header import Header
    from kbo_screen.sources.table.table import Table
    from kbo_screen.vocabulary.values import ValueReader

#: Fields that `settle_districts` reads.
AREA_FIELDS: Final = ("province", "district")
#: Fields whose header may be an answer: "ผ่าน มชช." over ticks.
ANSWERED_FIELDS: Final = ("standard", "quadrant", "potential")


class TableRows(NamedTuple):
    """Every row of data of a table as it was read; arrays have one entry per row.

    `cells`: field -> what stands there. `columns`: field -> what it was read as, of all
    fields but province and district. `areas`: the district of every row, or why there is
    none. `is_in_scope`: per row that it is not of another province. A row is named by its
    position, from 0.
    """

    table: Table
    cells: CellColumns
    columns: ReadColumns
    areas: RowAreas
    is_in_scope: np.ndarray

    def has(self, field: str) -> bool:
        """The table has a column for the field."""
        return field in self.table.columns.by_field

    def header(self, field: str) -> str:
        """The header of the field's column; "-" where the table has none."""
        return self.table.header_text(field) if self.has(field) else "-"

    def header_place(self, field: str) -> Place:
        """Where the header of the field's column stands."""
        return self.table.header_place_of(field)

    def place(
        self,
        field: str,
        row: int,
    ) -> Place:
        """The cell of a row's value; the sheet where the table has no column for it."""
        addresses = self.cells[field].addresses
        return address_place(self.table.grid, addresses[row])

    def sheet_row(self, row: int) -> int:
        """The row of the sheet, from 1."""
        return int(self.table.data_rows[row]) + 1

    def of_scope(self, is_picked: np.ndarray) -> list[int]:
        """The rows of the scope among those that are picked."""
        is_picked_in_scope = is_picked & self.is_in_scope
        return np.flatnonzero(is_picked_in_scope).tolist()

    def values(self, field: str) -> np.ndarray:
        """What every row's cell was read as; None for unknown and for nothing."""
        return self.columns[field].values()

    def with_column(
        self,
        field: str,
        column: ReadColumn,
    ) -> TableRows:
        """The same rows, one column read otherwise."""
        columns = {**self.columns, field: column}
        return self._replace(columns=columns)


def read_rows(
    table: Table,
    fields: Iterable[str],
    scope: Scope,
    bounds: YearBounds,
) -> TableRows:
    """Read some fields of every row of data; province and district are among them.

    bounds: what years can be, by field of years.
    """
    cells = {name: table_cells(table, name, table.data_rows) for name in fields}
    areas = settle_districts(cells["province"], cells["district"], scope)
    columns = {
        name: read_column(name, cells[name])
        for name in cells
        if name not in AREA_FIELDS
    }
    is_in_scope = areas.district_ix != OUT_OF_SCOPE
    columns = within_bounds(columns, bounds)
    return TableRows(table, cells, columns, areas, is_in_scope)


def compare_columns(
    rows: TableRows, fields: Iterable[str]
) -> tuple[TableRows, list[Finding]]:
    """Settle the columns of each field with one another; what they say differently is told."""
    table = rows.table
    cells = dict(rows.cells)
    columns = dict(rows.columns)
    findings: list[Finding] = []
    for field in table.columns.rivals:
        if field not in fields:
            continue
        compared = compare_rivals(
            table,
            field,
            columns[field],
            cells[field],
            partial(_cells_of_column, table, field, table.data_rows),
            rows.is_in_scope,
        )
        columns[field] = compared.column
        cells[field] = compared.cells
        findings.extend(compared.findings)
    return rows._replace(
        cells=cells,
        columns=columns,
    ), findings


def table_cells(
    table: Table,
    field: str,
    rows: np.ndarray,
) -> CellColumn:
    """What stands in the column of a field at some rows of the sheet, from 0.

    Of tick columns it is the answer that is ticked. A district may stand in a title. A
    field without a column is blank.
    """
    if field in table.columns.matrices:
        matrix = table.columns.matrices[field]
        ticked = take_ticked(table.grid, matrix, rows)
        return replace(ticked, reader=reader_of(field, table.header.spellings))
    column = table.column_of(field)
    if column is not None:
        return _cells_of_column(table, field, rows, column)
    if field == "district" and table.title_places:
        texts, addresses = table.title_places
        districts = column_of(texts[rows].tolist())
        return CellColumn(codes_of(districts), districts.distinct, addresses[rows])
    return no_cells(len(rows))


def _cells_of_column(
    table: Table,
    field: str,
    rows: np.ndarray,
    column: int,
) -> CellColumn:
    """What stands in one column that is a field's."""
    cells = take_cells(table.grid, column, rows)
    reader = _reader_under(table, field, column)
    cells = replace(cells, reader=reader)
    if field in NEVER_REPEATED:
        return cells
    return settle_dittos(table.grid, column, rows, cells)


def _reader_of_projects(header: Header, column: int) -> ValueReader | None:
    """What reads a column of projects whose header denies, asks for those of before, or for any support; else None."""
    if header.denies(column):
        return read_denied_project
    text = header.texts.get(column, "")
    if asks_of_before(text):
        return read_former_project
    if names_support(text):
        return read_support
    return None


def _reader_under(
    table: Table,
    field: str,
    column: int,
) -> ValueReader | None:
    """What reads a column otherwise than its field: the header is an answer itself, or denies; the office's words."""
    header = table.header
    field_reader = None
    if field in header.spellings.codes:
        field_reader = reader_of(field, header.spellings)
    path = header.paths.get(column)
    if path is None:
        return field_reader
    if field == "other_project":
        return _reader_of_projects(header, column) or field_reader
    is_answer = read_field(field, path[-1], header.spellings).known
    if field in ANSWERED_FIELDS and is_answer:
        return partial(
            read_ticked,
            field,
            path[-1],
            spellings=header.spellings,
        )
    return field_reader
