"""A table found on a sheet: its header, the column of every field, the kind of every row.

Knows when a sheet holds a registry. Refuses to read values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Place
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, TableSource, cell_name
from kbo_screen.sources.row_kinds import DATA, KINDS
from kbo_screen.sources.table_years import NO_YEARS, TableYears
from kbo_screen.vocabulary.fields import REQUIRED_FIELDS

if TYPE_CHECKING:
    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.columns import Columns
    from kbo_screen.sources.header import Header

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
        return len(fields) >= FEWEST_FIELDS and (
            "group_name" in fields or "product_name" in fields
        )

    @property
    def missing_fields(self) -> list[str]:
        """The required fields that nothing in the table gives (a list may still bring one)."""
        has_district = self.title_places is not None
        return [
            f
            for f in REQUIRED_FIELDS
            if f not in self.columns.by_field and not (f == "district" and has_district)
        ]

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
            {
                field: (column, self.header_text(field))
                for field, column in self.columns.by_field.items()
            },
            {kind: int(count) for kind, count in zip(KINDS, counts, strict=True)},
            {
                f: tuple(self.header.texts[c] for c in columns)
                for f, columns in self.columns.rivals.items()
            },
            tuple(
                text for column, text in self.header.texts.items() if column not in used
            ),
        )
