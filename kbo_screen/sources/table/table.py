"""A table on a sheet: its header, the column of every field, the kind of every row; no values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.registry.registry import TableSource
from kbo_screen.sources.cells.sheet_places import cell_place, row_place
from kbo_screen.sources.table.row_kinds import DATA, KINDS
from kbo_screen.sources.table.table_years import NO_YEARS, TableYears
from kbo_screen.vocabulary.fields import REQUIRED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbo_screen.findings import Place
    from kbo_screen.grid import Position, SheetGrid
    from kbo_screen.sources.header.columns import Columns
    from kbo_screen.sources.header.header import Header

#: A sheet whose header names fewer fields, or neither a group nor a product, is no registry.
FEWEST_FIELDS: Final = 3


class RowRemark(NamedTuple):
    """Words about a row of data, and the cell that bears them: a remark, a note, a name in a colour."""

    row: int
    cell: Position
    words: str


@dataclass(frozen=True)
class Table:
    """A table on a sheet.

    `kinds`: per sheet row a position in KINDS. `title_places`: per sheet row the district that a title or the sheet's
    name gives, with its address; None where the table has a district column or none is named. `around`: the years that
    the title, the sheet's and the file's name say. `first_row`: the row from which on the sheet is this table's, where
    another one stands above it. `dissolved_rows`: by row of data of which a note or a colour says that the group is no
    more, the cell that bears it. `remarked_facts`: by cell of which a remark on its row says another value, that
    remark. `other_district`: the title that gives the district, and names another one than the sheet's name.
    """

    grid: SheetGrid
    header: Header
    columns: Columns
    kinds: np.ndarray
    title_places: tuple[np.ndarray, np.ndarray] | None
    around: TableYears = NO_YEARS
    first_row: int = 0
    dissolved_rows: Mapping[int, Position] = field(default_factory=dict)
    remarked_facts: Mapping[Position, RowRemark] = field(default_factory=dict)
    other_district: Position | None = None

    @property
    def row_count(self) -> int:
        """The rows of the sheet that are the table's: all but those of a table above it."""
        return len(self.kinds) - self.first_row

    @cached_property
    def data_rows(self) -> np.ndarray:
        """Sheet rows of data, from 0."""
        return np.flatnonzero(self.kinds == DATA)

    @cached_property
    def data_row_set(self) -> frozenset[int]:
        """The same rows, to ask whether one is among them."""
        return frozenset(self.data_rows.tolist())

    @property
    def rows_below_header(self) -> range:
        """Sheet rows below the header, from 0."""
        return range(self.header.last_row + 1, self.grid.height)

    @property
    def is_registry(self) -> bool:
        """The table speaks of groups or products, and of more than that."""
        fields = self.columns.by_field
        has_name = "group_name" in fields or "product_name" in fields
        return has_name and len(fields) >= FEWEST_FIELDS

    @property
    def missing_fields(self) -> list[str]:
        """The required fields that nothing in the table gives (a list may still bring one)."""
        fields = set(self.columns.by_field)
        if self.title_places is not None:
            fields.add("district")
        return [field for field in REQUIRED_FIELDS if field not in fields]

    def column_of(self, field: str) -> int | None:
        """The column of a field; None where the table has none."""
        return self.columns.by_field.get(field)

    def columns_of(self, fields: Iterable[str]) -> set[int]:
        """The columns of those fields that the table has."""
        by_field = self.columns.by_field
        return {by_field[field] for field in fields if field in by_field}

    @property
    def used_columns(self) -> set[int]:
        """The columns that hold a field, all tick columns of one included."""
        columns = set(self.columns.by_field.values())
        for matrix in self.columns.matrices.values():
            columns.update(matrix.options)
        return columns

    @property
    def unused_headers(self) -> dict[int, str]:
        """The headers of the columns that hold no field, by column."""
        headers = dict(self.header.texts)
        for column in self.used_columns:
            headers.pop(column, None)
        return headers

    def header_text(self, field: str) -> str:
        """The header of a field's column as it stands there, of tick columns the one above them and the answers."""
        if field in self.columns.matrices:
            return self.columns.matrices[field].title
        return self.header.texts[self.columns.by_field[field]]

    def texts_over(self, columns: Iterable[int]) -> list[str]:
        """The headers of some columns."""
        return [self.header.texts[column] for column in columns]

    @property
    def header_row_place(self) -> Place:
        """The last row of the header."""
        return row_place(self.grid, self.header.last_row)

    def header_place(self, column: int) -> Place:
        """Where a column's header stands."""
        return cell_place(self.grid, self.header.last_row, column)

    def header_place_of(self, field: str) -> Place:
        """Where the header of a field's column stands."""
        return self.header_place(self.columns.by_field[field])

    @property
    def first_header_place(self) -> Place:
        """Where the header of its first column stands."""
        return self.header_place(min(self.header.texts))

    def source(self) -> TableSource:
        """The table as the registry records it."""
        counts = np.bincount(self.kinds[self.first_row :], minlength=len(KINDS))
        return TableSource(
            self.grid.file,
            self.grid.sheet,
            header_rows=tuple(row + 1 for row in self.header.rows),
            columns=self._headers_by_field(),
            rows=dict(zip(KINDS, counts.tolist(), strict=True)),
            alternatives=self._headers_of_rivals(),
            unused_headers=tuple(self.unused_headers.values()),
        )

    def _headers_by_field(self) -> dict[str, tuple[int, str]]:
        """Field -> its column and the header as it stands there."""
        headers = {}
        for name, column in self.columns.by_field.items():
            headers[name] = (column, self.header_text(name))
        return headers

    def _headers_of_rivals(self) -> dict[str, tuple[str, ...]]:
        """Field -> the other headers that could have been it."""
        headers = {}
        for name, columns in self.columns.rivals.items():
            headers[name] = tuple(self.texts_over(columns))
        return headers
