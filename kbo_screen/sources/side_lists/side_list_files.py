"""Reads a side list from its file: stars, standards or other projects.

The tables of a list are found and read as those of a registry are.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from kbo_screen.findings import Finding, InputError, Place, Severity, make_finding
from kbo_screen.registry.side_list import FIELD_OF_ROLE, Role, SideList
from kbo_screen.sources.cells.bounded_years import year_bounds
from kbo_screen.sources.header.columns import letter_years
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.side_lists.doubted_lines import denying_title
from kbo_screen.sources.side_lists.side_list_lines import NAMING_FIELDS, read_lines
from kbo_screen.sources.table.column_checks import doubtful_ticks, second_tables
from kbo_screen.sources.table.columns_by_hand import by_hand_of, mapped_by_hand
from kbo_screen.sources.table.nearest_headers import missing_column
from kbo_screen.sources.table.sheet_walk import walk_sheets
from kbo_screen.sources.table.table_checks import hidden_sheets
from kbo_screen.sources.workbooks import input_of, read_workbook, workbook_findings
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.grid import Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import InputFile, Scope
    from kbo_screen.sources.side_lists.doubted_lines import LineDoubt
    from kbo_screen.sources.side_lists.side_list_lines import TableLines
    from kbo_screen.sources.table.sheet_walk import SheetTables
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.workbooks import Reader


def read_side_list(
    path: Path,
    role: Role,
    letter: Letter,
    scope: Scope,
    *,
    columns: Mapping[str, str] | None = None,
    today: dt.date | None = None,
    reader: Reader | None = None,
    spellings: Spellings = NO_SPELLINGS,
) -> SideList:
    """Read one list.

    columns: field -> header, mapped by hand; a letter of a column names only a field
    that no header of the list names.
    today: the day of the run, after which no year can be; the clock's where none is given.
    reader: opens the file; one without passwords where none is given.
    spellings: the office's own headers and words.
    Raises InputError for a file that cannot be read or lacks the columns of its kind.
    """
    search = TableSearch(
        scope,
        letter_years(letter, spellings),
        by_hand_of(columns or {}, spellings),
        is_list=True,
        only_field=FIELD_OF_ROLE[role],
        letters_fill=True,
    )
    bounds = year_bounds(letter, today)
    workbook = read_workbook(path, reader)
    file_findings = [*workbook_findings(workbook), *hidden_sheets(workbook)]
    tables, sheet_findings = _find_tables(workbook, role, search, file_findings)
    parts = []
    for number, table in enumerate(tables):
        parts.append(read_lines(table, number, role, search, bounds))
    row_count = sum(table.row_count for table in tables)
    file = input_of(workbook, row_count, role)
    return _list_of(role, file, tables, parts, [*file_findings, *sheet_findings])


def _list_of(
    role: Role,
    file: InputFile,
    tables: Sequence[Table],
    parts: Sequence[TableLines],
    findings: Sequence[Finding],
) -> SideList:
    """The tables of a list and their lines as one. findings: of the file and its sheets."""
    table_findings = chain.from_iterable(part.findings for part in parts)
    return SideList(
        role=role,
        rows=pd.concat([part.lines for part in parts], ignore_index=True),
        tables=tuple(table.source() for table in tables),
        input=file,
        out_of_scope=sum(part.out_of_scope for part in parts),
        nameless=sum(part.nameless for part in parts),
        findings=(*findings, *table_findings),
        mapped_by_hand=mapped_by_hand(tables),
    )


def _find_tables(
    workbook: Workbook,
    role: Role,
    search: TableSearch,
    file_findings: list[Finding],
) -> tuple[list[Table], list[Finding]]:
    """The tables of a list, and what is to be said of its sheets.

    Where no sheet has the columns of a list, what they lack stops, told with
    `file_findings`.
    """
    tables: list[Table] = []
    findings: list[Finding] = []
    missing_columns: list[Finding] = []
    denying: list[LineDoubt] = []
    sheets = walk_sheets(workbook, search, lambda table: not _missing(table, role))
    for sheet in sheets:
        doubts = list(chain.from_iterable(map(doubtful_ticks, sheet.tables)))
        if doubts:
            raise InputError(*doubts, *file_findings)
        for table in sheet.chosen:
            denial = denying_title(table) if role == "projects" else None
            if denial is None:
                tables.append(table)
            else:
                denying.append(denial)
        findings += _check_sheet(sheet, role)
        if sheet.is_skipped:
            for table in sheet.tables:
                missing_columns += _missing_columns(table, role)
    if not tables:
        faults = list(_denying_titles(denying, "error"))
        faults = faults or missing_columns or [_no_header(workbook, role)]
        raise InputError(*faults, *file_findings)
    return tables, [*findings, *_denying_titles(denying, "warning")]


def _denying_titles(
    denying: Sequence[LineDoubt], severity: Severity
) -> Iterator[Finding]:
    """A finding per title that says its groups are in no project: such a list is not read."""
    for title in denying:
        yield make_finding(
            "list.denies",
            title.place,
            severity=severity,
            value=title.words,
        )


def _no_header(workbook: Workbook, role: Role) -> Finding:
    place = Place(workbook.file)
    return make_finding(
        "list.no-header",
        place,
        field=FIELD_OF_ROLE[role],
    )


def _check_sheet(sheet: SheetTables, role: Role) -> Iterator[Finding]:
    """What is to be said of a sheet: several tables, one without rows, none that is read."""
    yield from second_tables(sheet.chosen)
    for table in sheet.chosen:
        if not len(table.data_rows):
            yield make_finding("list.no-rows", sheet.place)
    field = FIELD_OF_ROLE[role]
    if sheet.is_skipped:
        yield make_finding(
            "list.sheet-skipped",
            sheet.place,
            field=field,
        )
        return
    for table in sheet.tables:
        if _missing(table, role):
            yield make_finding(
                "list.part-skipped",
                table.first_header_place,
                count=len(table.data_rows),
                field=field,
            )


def _missing(table: Table, role: Role) -> list[str]:
    """The fields that a list of this kind needs and the table lacks; of a choice, the first."""
    fields = table.columns.by_field
    naming_fields = NAMING_FIELDS[role]
    missing = []
    if fields.keys().isdisjoint(naming_fields):
        missing.append(naming_fields[0])
    value_field = FIELD_OF_ROLE[role]
    if role != "projects" and value_field not in fields:
        missing.append(value_field)
    return missing


def _missing_columns(table: Table, role: Role) -> Iterator[Finding]:
    """A finding per column that the table lacks, with the headers that come nearest."""
    for field in _missing(table, role):
        yield missing_column("list.missing-column", table, field)
