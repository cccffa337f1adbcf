"""Reads a side list: stars, standards or other projects, by the same finder and readers as a registry.

Knows which columns each kind of list needs. Refuses to know which product a line means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.screening.registry import InputFile
from kbo_screen.screening.side_lists import FIELD_OF_ROLE, Role, SideList
from kbo_screen.sources.cells import read_column, typed
from kbo_screen.sources.districts import OUT_OF_SCOPE, settle_districts
from kbo_screen.sources.products import problem_of_place, problems_of_cells, star_years, table_cells
from kbo_screen.sources.spreadsheet import read_workbook
from kbo_screen.sources.table import Table, find_table, nearest_headers
from kbo_screen.sources.table_checks import check_shape, hidden_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.cells import CellColumn
    from kbo_screen.sources.districts import Settled

#: Columns of which a list has at least one, by its kind: what a line is about.
NAMED_BY: Final[dict[str, tuple[str, ...]]] = {
    "projects": ("group_name", "group_id", "product_name", "product_id"),
    "stars": ("product_name", "product_id"),
    "standards": ("group_name", "group_id"),
}
_NAMES: Final = ("group_id", "group_name", "product_id", "product_name")


def read_side_list(path: Path, role: Role, letter: Letter, scope: Scope) -> SideList:
    """Read one list. Raises InputError for a file that cannot be read or lacks the columns of its kind."""
    workbook = read_workbook(path)
    tables: list[Table] = []
    noticed = [*workbook.findings, *hidden_sheets(workbook)]
    findings: list[Finding] = list(noticed)
    for grid in workbook.sheets:
        table = find_table(grid, scope, letter.star_year_be, {}) if grid.visibility == "visible" else None
        if table and not _missing(table, role):
            tables.append(table)
        elif table and not tables and grid is workbook.sheets[-1]:
            raise InputError(*_missing_findings(table, role), *noticed)
        elif grid.height and grid.visibility == "visible":
            findings.append(make_finding("table.sheet-skipped", Place(grid.file, grid.sheet)))
    if not tables:
        raise InputError(make_finding("table.no-header", Place(workbook.file)), *noticed)
    parts = [_read(table, number, role, letter, scope) for number, table in enumerate(tables)]
    rows = sum(table.grid.height for table in tables)
    return SideList(
        role=role,
        rows=pd.concat([rows for rows, _, _ in parts], ignore_index=True),
        tables=tuple(table.source() for table in tables),
        input=InputFile(workbook.file, workbook.sha256, workbook.size_bytes, rows, role),
        out_of_scope=sum(count for _, count, _ in parts),
        findings=(*findings, *(finding for _, _, own in parts for finding in own)),
    )


def _missing(table: Table, role: Role) -> list[str]:
    """The fields that a list of this kind needs and the table lacks; of a choice, the first."""
    fields = table.columns.by_field
    missing = [] if any(name in fields for name in NAMED_BY[role]) else [NAMED_BY[role][0]]
    if role != "projects" and FIELD_OF_ROLE[role] not in fields:
        missing.append(FIELD_OF_ROLE[role])
    return missing


def _missing_findings(table: Table, role: Role) -> Iterator[Finding]:
    for name in _missing(table, role):
        place = Place(table.grid.file, table.grid.sheet, str(table.header.last_row + 1))
        nearby = ", ".join(f"“{text}”" for text in nearest_headers(name, table)) or "-"
        yield make_finding("list.missing-column", place, suggestion=nearby, field=name)


def _read(
    table: Table, number: int, role: Role, letter: Letter, scope: Scope
) -> tuple[pd.DataFrame, int, list[Finding]]:
    """The lines of one table in scope, how many are out of it, and what was not understood."""
    rows = table.data_rows
    value_field = FIELD_OF_ROLE[role]
    wanted = (*_NAMES, "star", "star_year_be", "standard", "other_project")
    cells = {name: table_cells(table, name, rows) for name in ("province", "district", *wanted)}
    settled = settle_districts(cells["province"], cells["district"], scope)
    read = {name: read_column(name, cells[name]) for name in wanted}
    frame = pd.DataFrame({name: typed(name, read[name].pick(lambda reading: reading.value)) for name in wanted})
    if role == "projects" and value_field not in table.columns.by_field:
        frame[value_field] = typed(value_field, np.full(len(rows), "in_project", dtype=object))
    rated = read["star"].pick(lambda reading: reading.value is not None if reading.known else None)
    frame["star_rated"] = pd.array(rated, dtype="boolean")
    years = star_years(read, table.columns.star_year_be or letter.star_year_be)
    frame["star_year_be"] = pd.array(years, dtype="Int16")
    frame["district_ix"] = settled.district_ix
    frame["table"] = number
    frame["name_address"] = _name_addresses(table, cells)
    frame["value_address"] = np.where(
        cells[value_field].addresses >= 0, cells[value_field].addresses, frame["name_address"]
    )
    in_scope = settled.district_ix != OUT_OF_SCOPE
    own = {name: read[name] for name in (*_NAMES, value_field)}
    findings = [
        *check_shape(table),
        *problems_of_cells(table, own, cells, in_scope),
        *_problems_of_districts(table, settled, cells),
    ]
    named = frame[list(NAMED_BY[role])].notna().any(axis=1).to_numpy()
    findings += [
        make_finding("list.nameless-row", Place(table.grid.file, table.grid.sheet, str(rows[row] + 1)))
        for row in np.flatnonzero(in_scope & ~named)
    ]
    return frame[in_scope & named], int((~in_scope).sum()), findings


def _name_addresses(table: Table, cells: dict[str, CellColumn]) -> np.ndarray:
    """The cell that names what a line is about."""
    name = next(name for name in ("group_name", "product_name", *_NAMES) if name in table.columns.by_field)
    addresses: np.ndarray = cells[name].addresses
    return addresses


def _problems_of_districts(table: Table, settled: Settled, cells: dict[str, CellColumn]) -> Iterator[Finding]:
    """A district that is written and not understood; a list may leave it out."""
    for row, code in enumerate(settled.codes):
        place = settled.places[code]
        if place.problem and place.problem != "no-district":
            yield problem_of_place(table, place, cells, row)
