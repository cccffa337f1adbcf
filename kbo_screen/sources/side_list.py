"""Reads a side list: stars, standards or other projects, by the same finder and readers as a registry.

Knows which columns each kind of list needs. Refuses to know which product a line means.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.screening.registry import InputFile
from kbo_screen.screening.side_lists import FIELD_OF_ROLE, Role, SideList
from kbo_screen.sources.cells import read_column, typed
from kbo_screen.sources.columns import letter_years
from kbo_screen.sources.districts import OUT_OF_SCOPE, settle_districts
from kbo_screen.sources.products import place_of, problem_of_place, problems_of_cells, star_years, table_cells
from kbo_screen.sources.spreadsheet import read_workbook
from kbo_screen.sources.table import Table, find_table, nearest_headers
from kbo_screen.sources.table_checks import check_shape, hidden_sheets
from kbo_screen.vocabulary.reading import Reading, cell_text, is_blank, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.cells import CellColumn, ReadColumn
    from kbo_screen.sources.districts import Settled
    from kbo_screen.sources.spreadsheet import Workbook

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
    noticed = [*workbook.findings, *hidden_sheets(workbook)]
    tables, findings = _find_tables(workbook, role, letter, scope, noticed)
    parts = [_read(table, number, role, letter, scope) for number, table in enumerate(tables)]
    return SideList(
        role=role,
        rows=pd.concat([part.rows for part in parts], ignore_index=True),
        tables=tuple(table.source() for table in tables),
        input=InputFile(
            workbook.file, workbook.sha256, workbook.size_bytes, sum(table.grid.height for table in tables), role
        ),
        out_of_scope=sum(part.out_of_scope for part in parts),
        nameless=sum(part.nameless for part in parts),
        findings=(*noticed, *findings, *(finding for part in parts for finding in part.findings)),
    )


def _find_tables(
    workbook: Workbook, role: Role, letter: Letter, scope: Scope, noticed: list[Finding]
) -> tuple[list[Table], list[Finding]]:
    """The tables of a list, and what is to be said of the other sheets; what these lack stops where none is whole.

    noticed: of the file, told beside what stops.
    """
    tables: list[Table] = []
    lacking: list[Finding] = []
    findings: list[Finding] = []
    for grid in workbook.sheets:
        place = Place(grid.file, grid.sheet)
        if grid.visibility != "visible":
            continue
        table = find_table(grid, scope, letter_years(letter), {}, is_list=True)
        if table and not _missing(table, role):
            tables.append(table)
            findings += [] if len(table.data_rows) else [make_finding("list.no-rows", place)]
        elif grid.height:
            lacking += _missing_findings(table, role) if table else ()
            findings.append(make_finding("list.sheet-skipped", place, field=FIELD_OF_ROLE[role]))
    if not tables:
        nothing = make_finding("list.no-header", Place(workbook.file), field=FIELD_OF_ROLE[role])
        raise InputError(*(lacking or [nothing]), *noticed)
    return tables, findings


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


class _Part(NamedTuple):
    """The lines of one table that are in scope and name something, how many are not, and what was not understood."""

    rows: pd.DataFrame
    out_of_scope: int
    nameless: int
    findings: list[Finding]


def _read(table: Table, number: int, role: Role, letter: Letter, scope: Scope) -> _Part:
    rows = table.data_rows
    value_field = FIELD_OF_ROLE[role]
    wanted = (*_NAMES, "star", "star_year_be", "standard", "other_project")
    cells = {name: table_cells(table, name, rows) for name in ("province", "district", *wanted)}
    settled = settle_districts(cells["province"], cells["district"], scope)
    read = {name: read_column(name, cells[name]) for name in wanted}
    if role == "projects":
        read[value_field] = _as_listed(read[value_field])
    frame = pd.DataFrame({name: typed(name, read[name].pick(lambda reading: reading.value)) for name in wanted})
    rated = read["star"].pick(lambda reading: reading.value is not None if reading.known else None)
    frame["star_rated"] = pd.array(rated, dtype="boolean")
    years = star_years(read, table.columns.years_be.get("star", letter.star_year_be))
    frame["star_year_be"] = pd.array(years, dtype="Int16")
    frame["district_ix"] = settled.district_ix
    frame["table"] = number
    frame["name_address"] = _name_addresses(table, cells)
    frame["value_address"] = np.where(
        cells[value_field].addresses >= 0, cells[value_field].addresses, frame["name_address"]
    )
    words = np.array([cell_text(raw) or None for raw in read[value_field].raw], dtype=object)
    frame["value_words"] = words.take(read[value_field].codes) if len(words) else None
    in_scope = (settled.district_ix != OUT_OF_SCOPE) & ~_is_of_elsewhere(settled)
    own = {name: read[name] for name in (*_NAMES, value_field, *(("star_year_be",) if role == "stars" else ()))}
    named = frame[list(NAMED_BY[role])].notna().any(axis=1).to_numpy()
    findings = [
        *check_shape(table),
        *problems_of_cells(table, own, cells, in_scope),
        *_problems_of_districts(table, settled, cells, in_scope),
        *(
            make_finding("list.nameless-row", Place(table.grid.file, table.grid.sheet, str(rows[row] + 1)))
            for row in np.flatnonzero(in_scope & ~named)
        ),
    ]
    return _Part(frame[in_scope & named], int((~in_scope).sum()), int((in_scope & ~named).sum()), findings)


def _as_listed(read: ReadColumn) -> ReadColumn:
    """What a list of groups in other projects says by its project cell: who stands there is in one, named or not.

    That a blank is none is how the column of a registry is kept. A dash may say either: it is asked.
    """
    readings = []
    for reading, raw in zip(read.readings, read.raw, strict=True):
        words = "" if not reading.known else cell_text(raw)
        if words and is_blank(words):
            readings.append(unknown("unclear-project"))
        elif words or reading.problem:
            readings.append(reading)
        else:
            readings.append(Reading("in_project"))
    return replace(read, readings=readings)


def _is_of_elsewhere(settled: Settled) -> np.ndarray:
    """Per row: its district is one that only other provinces have."""
    by_place = np.array([place.problem == "foreign-district" for place in settled.places] or [False], dtype=bool)
    return by_place.take(settled.codes)


def _name_addresses(table: Table, cells: dict[str, CellColumn]) -> np.ndarray:
    """The cell that names what a line is about."""
    name = next(name for name in ("group_name", "product_name", *_NAMES) if name in table.columns.by_field)
    addresses: np.ndarray = cells[name].addresses
    return addresses


def _problems_of_districts(
    table: Table, settled: Settled, cells: dict[str, CellColumn], in_scope: np.ndarray
) -> Iterator[Finding]:
    """A place that is written and not understood; a list may leave it out: the line is looked for everywhere."""
    for row, code in enumerate(settled.codes):
        place = settled.places[code]
        if not in_scope[row] or place.problem in (None, "no-district"):
            continue
        if place.problem in ("error-value", "not-calculated", "doubtful-ditto"):
            yield problem_of_place(table, place, cells, row)
        else:
            yield make_finding(
                "list.unknown-place",
                place_of(table, cells, place.field, row),
                value=str(cells[place.field].at(int(row))),
                suggestion=place.suggestion,
                field=place.field,
            )
