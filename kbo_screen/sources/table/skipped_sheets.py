"""What is said of a sheet on which no table was found, and whether it goes on with the rows of a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings import make_finding
from kbo_screen.sources.header.column_fit import fit_of_values, least_fit
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.reading import holds_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.table.sheet_walk import SheetTables
    from kbo_screen.sources.table.table import Table

#: So many columns must hold what the registry's hold: one could be anything that is numbered.
FEWEST_ALIKE: Final = 2


def skipped_sheet(sheet: SheetTables, registries: Sequence[Table]) -> Finding:
    """What is said of a sheet that was not read.

    registries: the tables of the same file that were.
    """
    counts = [_rows_that_go_on(sheet.grid, table) for table in registries]
    row_count = max(counts, default=0)
    if not row_count:
        return make_finding("table.sheet-skipped", sheet.place)
    return make_finding("table.rows-without-header", sheet.place, count=row_count)


def _rows_that_go_on(grid: SheetGrid, table: Table) -> int:
    """The rows that hold something, where the sheet's columns hold what the table's do; else 0."""
    alike = [
        field
        for field, column in table.columns.by_field.items()
        if field in CODED_VALUES and _holds(grid, column, field, table)
    ]
    if len(alike) < FEWEST_ALIKE:
        return 0
    return max(len(_values(grid, column)) for column in table.columns.by_field.values())


def _holds(
    grid: SheetGrid,
    column: int,
    field: str,
    table: Table,
) -> bool:
    values = _values(grid, column)
    return fit_of_values(values, field, table.header.spellings) >= least_fit(field)


def _values(grid: SheetGrid, column: int) -> list[CellValue]:
    """What a column holds, without blanks; nothing of a column that the sheet has not."""
    if column >= grid.width:
        return []
    return [value for value in grid.columns[column] if value and holds_words(value)]
