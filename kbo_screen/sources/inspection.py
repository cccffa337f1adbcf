"""Looks at files as a registry would be read, without asking that they be one.

Knows what a reader recognises. Refuses to stop at a missing column: it is told instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.screening.inspection import Inspection, ValueCount
from kbo_screen.screening.scope import make_scope
from kbo_screen.sources.cells import read_column, take_cells
from kbo_screen.sources.products import read_products
from kbo_screen.sources.spreadsheet import read_workbook
from kbo_screen.sources.table import Table, check_table, find_table
from kbo_screen.sources.table_checks import hidden_sheets
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Scope

#: Columns whose different values are told: none of them holds anything personal.
TOLD_FIELDS: Final = (*CODED_VALUES, "star", "star_year_be", "registered_year_be")


def inspect_files(
    paths: Sequence[Path], letter: Letter, *, province: str | None = None, columns: Mapping[str, str] | None = None
) -> tuple[list[Inspection], list[Finding]]:
    """What was recognised on every sheet, and what is to be said of the files.

    Raises InputError where no file holds a table or one cannot be read.
    """
    scope = make_scope(letter, province)
    by_hand = {field: [header] for field, header in (columns or {}).items()}
    inspections: list[Inspection] = []
    noticed: list[Finding] = []
    skipped: list[Finding] = []
    for path in paths:
        workbook = read_workbook(path)
        noticed += [*workbook.findings, *hidden_sheets(workbook)]
        for grid in workbook.sheets:
            place = Place(grid.file, grid.sheet)
            if grid.visibility != "visible":
                continue
            if table := find_table(grid, scope, letter.star_year_be, by_hand):
                inspections.append(_inspect(table, letter, scope))
            elif grid.height:
                skipped.append(make_finding("table.sheet-skipped", place))
    if not inspections:
        raise InputError(make_finding("table.no-header", Place(paths[0].name)), *noticed)
    if not any(inspection.table.rows["data"] for inspection in inspections):
        noticed.append(make_finding("table.no-data", Place(paths[0].name), severity="warning"))
    return inspections, [*noticed, *skipped]


def _inspect(table: Table, letter: Letter, scope: Scope) -> Inspection:
    found = set(table.columns.by_field)
    stamped = [c.id for c in letter.conditions if c.field not in found and c.no_source in ("stamp", "tier-unavailable")]
    read = read_products(table, 0, scope, letter.star_year_be)
    values: dict[str, tuple[ValueCount, ...]] = {
        name: _values(table, name) for name in FIELDS if name in TOLD_FIELDS and name in found
    }
    findings = (*check_table(table, letter.star_year_be), *read.findings)
    return Inspection(table.source(), values, tuple(table.missing_fields), tuple(stamped), findings)


def _values(table: Table, field: str) -> tuple[ValueCount, ...]:
    """Every different value of a column, the most frequent first."""
    cells = take_cells(table.grid, table.columns.by_field[field], table.data_rows)
    read = read_column(field, cells)
    counts = np.bincount(read.codes, minlength=len(read.raw))
    rows = [
        ValueCount(cell_text(raw), reading.value, reading.known, int(count))
        for raw, reading, count in zip(read.raw, read.readings, counts, strict=True)
        if count
    ]
    return tuple(sorted(rows, key=lambda value: (-value.rows, value.text)))
