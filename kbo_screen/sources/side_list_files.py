"""Reads a side list: stars, standards or other projects, by the same finder and readers as a registry.

Knows which columns each kind of list needs. Refuses to know which product a line means.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import StruckRowError
from kbo_screen.registry.registry import InputFile
from kbo_screen.registry.side_list import FIELD_OF_ROLE, Role, SideList
from kbo_screen.sources.cells import read_column, typed
from kbo_screen.sources.column_checks import doubtful_ticks, second_tables
from kbo_screen.sources.column_names import by_hand_of, mapped_by_hand, nearest_headers
from kbo_screen.sources.columns import letter_years
from kbo_screen.sources.districts import OUT_OF_SCOPE, settle_districts
from kbo_screen.sources.letter_years import (
    projects_of_letter,
    star_rounds,
    year_columns_of,
)
from kbo_screen.sources.products import (
    compare_columns,
    place_of,
    problem_of_place,
    problems_of_cells,
    table_cells,
)
from kbo_screen.sources.row_years import years_of_rows
from kbo_screen.sources.sheet_walk import walk_sheets
from kbo_screen.sources.table_checks import check_shape, hidden_sheets
from kbo_screen.sources.table_search import TableSearch
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.sources.years import within_bounds, year_bounds
from kbo_screen.vocabulary.reading import Reading, cell_text, is_blank, unknown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.grid import Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.cells import CellColumn, ReadColumn
    from kbo_screen.sources.columns import LetterYears
    from kbo_screen.sources.districts import Settled
    from kbo_screen.sources.row_years import RowYears
    from kbo_screen.sources.table import Table
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: Columns of which a list has at least one, by its kind: what a line is about.
NAMED_BY: Final[dict[str, tuple[str, ...]]] = {
    "projects": ("group_name", "group_id", "product_name", "product_id"),
    "stars": ("product_name", "product_id"),
    "standards": ("group_name", "group_id"),
}
_NAMES: Final = ("group_id", "group_name", "product_id", "product_name")
_READ_FIELDS: Final = (*_NAMES, "star", "star_year_be", "standard", "other_project")


def read_side_list(
    path: Path,
    role: Role,
    letter: Letter,
    scope: Scope,
    *,
    columns: Mapping[str, str] | None = None,
    today: dt.date | None = None,
) -> SideList:
    """Read one list. Raises InputError for a file that cannot be read or lacks the columns of its kind.

    columns: field -> header, mapped by hand; a letter of a column names only a field that no header of the list names.
    today: the day of the run, after which no year can be; the clock's where none is given.
    """
    workbook = read_workbook(path)
    noticed = [*workbook_findings(workbook), *hidden_sheets(workbook)]
    tables, findings = _find_tables(
        workbook, role, letter, scope, by_hand_of(columns or {}), noticed
    )
    bounds = year_bounds(letter, today)
    parts = [
        _read(table, number, role, letter, scope, bounds)
        for number, table in enumerate(tables)
    ]
    return SideList(
        role=role,
        rows=pd.concat([part.rows for part in parts], ignore_index=True),
        tables=tuple(table.source() for table in tables),
        input=InputFile(
            workbook.file,
            workbook.sha256,
            workbook.size_bytes,
            sum(table.row_count for table in tables),
            role,
        ),
        out_of_scope=sum(part.out_of_scope for part in parts),
        nameless=sum(part.nameless for part in parts),
        findings=(
            *noticed,
            *findings,
            *(finding for part in parts for finding in part.findings),
        ),
        mapped_by_hand=frozenset().union(*map(mapped_by_hand, tables)),
    )


def _find_tables(
    workbook: Workbook,
    role: Role,
    letter: Letter,
    scope: Scope,
    by_hand: Mapping[str, Sequence[str]],
    noticed: list[Finding],
) -> tuple[list[Table], list[Finding]]:
    """The tables of a list, and what is to be said of the other sheets; what these lack stops where none is whole.

    noticed: of the file, told beside what stops.
    """
    tables: list[Table] = []
    lacking: list[Finding] = []
    findings: list[Finding] = []
    field = FIELD_OF_ROLE[role]
    search = TableSearch(
        scope,
        letter_years(letter),
        by_hand,
        is_list=True,
        only_field=field,
        letters_fill=True,
    )
    for sheet in walk_sheets(workbook, search, lambda table: not _missing(table, role)):
        in_doubt = [
            finding for table in sheet.tables for finding in doubtful_ticks(table)
        ]
        if in_doubt:
            raise InputError(*in_doubt, *noticed)
        tables += sheet.chosen
        findings += second_tables(sheet.chosen)
        for table in sheet.chosen:
            if not len(table.data_rows):
                findings.append(make_finding("list.no-rows", sheet.place))
        if sheet.is_skipped:
            for table in sheet.tables:
                lacking += _missing_findings(table, role)
            findings.append(
                make_finding("list.sheet-skipped", sheet.place, field=field)
            )
    if not tables:
        nothing = make_finding(
            "list.no-header", Place(workbook.file), field=FIELD_OF_ROLE[role]
        )
        raise InputError(*(lacking or [nothing]), *noticed)
    return tables, findings


def _missing(table: Table, role: Role) -> list[str]:
    """The fields that a list of this kind needs and the table lacks; of a choice, the first."""
    fields = table.columns.by_field
    missing = (
        [] if any(name in fields for name in NAMED_BY[role]) else [NAMED_BY[role][0]]
    )
    if role != "projects" and FIELD_OF_ROLE[role] not in fields:
        missing.append(FIELD_OF_ROLE[role])
    return missing


def _missing_findings(table: Table, role: Role) -> Iterator[Finding]:
    for name in _missing(table, role):
        place = Place(table.grid.file, table.grid.sheet, str(table.header.last_row + 1))
        nearby = ", ".join(nearest_headers(name, table)) or "-"
        yield make_finding("list.missing-column", place, suggestion=nearby, field=name)


class _Part(NamedTuple):
    """The lines of one table that are in scope and name something, how many are not, and what was not understood."""

    rows: pd.DataFrame
    out_of_scope: int
    nameless: int
    findings: list[Finding]


class _Lines(NamedTuple):
    """Every row of data of one table, as it was read: per field its cells and readings, and the place of each row."""

    table: Table
    role: Role
    cells: dict[str, CellColumn]
    columns: dict[str, ReadColumn]
    settled: Settled
    #: What two columns of the value say differently.
    noticed: tuple[Finding, ...] = ()

    @property
    def value_field(self) -> str:
        """The field that the list brings."""
        return FIELD_OF_ROLE[self.role]

    @property
    def is_in_scope(self) -> np.ndarray:
        """Per row: of no other province."""
        in_scope: np.ndarray = (
            self.settled.district_ix != OUT_OF_SCOPE
        ) & ~_is_of_elsewhere(self.settled)
        return in_scope


def _read(
    table: Table,
    number: int,
    role: Role,
    letter: Letter,
    scope: Scope,
    bounds: Mapping[str, DateBounds],
) -> _Part:
    """Read every row of data of a table. number: its position among the tables of the list."""
    lines = _read_lines(table, role, scope, bounds, letter_years(letter))
    dated = _dated_values(lines, letter_years(letter), bounds)
    frame = _frame(lines, dated, number)
    is_in_scope = lines.is_in_scope
    is_named = frame[list(NAMED_BY[role])].notna().any(axis=1).to_numpy()
    findings = [
        *check_shape(table),
        *problems_of_cells(table, _own_columns(lines), lines.cells, is_in_scope),
        *lines.noticed,
        *dated.findings,
        *_problems_of_districts(table, lines.settled, lines.cells, is_in_scope),
        *_nameless_rows(table, is_in_scope & ~is_named),
    ]
    nameless = int((is_in_scope & ~is_named).sum())
    return _Part(
        frame[is_in_scope & is_named], int((~is_in_scope).sum()), nameless, findings
    )


def _read_lines(
    table: Table,
    role: Role,
    scope: Scope,
    bounds: Mapping[str, DateBounds],
    years: LetterYears,
) -> _Lines:
    rows = table.data_rows
    cells = {
        name: table_cells(table, name, rows)
        for name in ("province", "district", *_READ_FIELDS)
    }
    settled = settle_districts(cells["province"], cells["district"], scope)
    columns = {name: read_column(name, cells[name]) for name in _READ_FIELDS}
    columns = within_bounds(columns, bounds)
    value_column = {FIELD_OF_ROLE[role]: columns[FIELD_OF_ROLE[role]]}
    noticed = compare_columns(
        table, value_column, cells, settled.district_ix != OUT_OF_SCOPE
    )
    columns |= value_column
    if role == "projects":
        columns["other_project"] = _as_listed(
            projects_of_letter(columns["other_project"], years)
        )
    return _Lines(table, role, cells, columns, settled, tuple(noticed))


def _dated_values(
    lines: _Lines, years: LetterYears, bounds: Mapping[str, DateBounds]
) -> RowYears:
    """Of every row the year of what the list brings."""
    field = lines.value_field
    year_columns = year_columns_of(
        lines.table, lines.columns, lines.cells, bounds, only_field=field
    )
    column, cells, year_column = (
        lines.columns[field],
        lines.cells[field],
        year_columns.get(field),
    )
    if field == "star":
        return star_rounds(
            lines.table, column, cells, year_column, years, lines.is_in_scope
        )
    return years_of_rows(
        lines.table, field, column, cells, year_column, lines.is_in_scope
    )


def _frame(lines: _Lines, dated: RowYears, number: int) -> pd.DataFrame:
    """One row per row of data, columns as at `SideList.rows`; a value of which the year is unclear is unknown."""
    columns, field = lines.columns, lines.value_field
    values = {
        name: columns[name].pick(lambda reading: reading.value) for name in _READ_FIELDS
    }
    rated = columns["star"].pick(
        lambda reading: reading.value is not None if reading.known else None
    )
    if field != "standard":
        values[field][dated.is_unclear] = None
        rated[dated.is_unclear] = None
    frame = pd.DataFrame(
        {name: typed(name, values[name]) for name in (*_NAMES, *FIELD_OF_ROLE.values())}
    )
    frame["star_rated"] = pd.array(rated, dtype="boolean")
    frame["year_be"] = pd.array(dated.years_be, dtype="Int16")
    frame["district_ix"] = lines.settled.district_ix
    frame["table"] = number
    name_addresses = _name_addresses(lines.table, lines.cells)
    value_addresses = lines.cells[field].addresses
    frame["name_address"] = name_addresses
    frame["value_address"] = np.where(
        value_addresses >= 0, value_addresses, name_addresses
    )
    frame["value_words"] = columns[field].pick_raw(lambda raw: cell_text(raw) or None)
    return frame


def _own_columns(lines: _Lines) -> dict[str, ReadColumn]:
    """The columns of which a list tells what was not understood: its names and what it brings."""
    own_fields = [*_NAMES, lines.value_field]
    if lines.role == "stars":
        own_fields.append("star_year_be")
    return {name: lines.columns[name] for name in own_fields}


def _nameless_rows(table: Table, is_nameless: np.ndarray) -> Iterator[Finding]:
    """A finding per row that names nothing."""
    for row in table.data_rows[is_nameless].tolist():
        place = Place(table.grid.file, table.grid.sheet, str(row + 1))
        yield make_finding("list.nameless-row", place)


def _as_listed(read: ReadColumn) -> ReadColumn:
    """What a list of groups in other projects says by its project cell: who stands there is in one, named or not.

    That a blank is none is how the column of a registry is kept. A dash may say either: it is asked.
    """
    readings = []
    for reading, raw in zip(read.readings, read.raw, strict=True):
        words = "" if not reading.known else cell_text(raw)
        if words and is_blank(words):
            readings.append(unknown("unclear-project"))
        elif (
            words or reading.problem or isinstance(raw, StruckRowError)
        ):  # whether a struck line counts is asked
            readings.append(reading)
        else:
            readings.append(Reading("in_project"))
    return replace(read, readings=readings)


def _is_of_elsewhere(settled: Settled) -> np.ndarray:
    """Per row: its district is one that only other provinces have."""
    by_place = np.array(
        [place.problem == "foreign-district" for place in settled.places] or [False],
        dtype=bool,
    )
    return by_place.take(settled.codes)


def _name_addresses(table: Table, cells: dict[str, CellColumn]) -> np.ndarray:
    """The cell that names what a line is about."""
    name = next(
        name
        for name in ("group_name", "product_name", *_NAMES)
        if name in table.columns.by_field
    )
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
