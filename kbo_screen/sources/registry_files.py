"""Reads a registry from its files, told as a story: open, find tables, read products.

Knows the order of the steps and which columns a registry needs. Of a letter it knows its
districts and the round of its stars. Refuses to know any rule.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kbo_screen.desk.contradictions import settle_contradictions
from kbo_screen.desk.latest import keep_latest
from kbo_screen.desk.repeated_rows import fold_repeated_rows
from kbo_screen.findings import Finding, InputError, Place, UsageError, make_finding
from kbo_screen.registry.registry import InputFile, Registry
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.column_checks import (
    doubtful_ticks,
    is_summary,
    parts_not_read,
    second_tables,
    untold_columns,
)
from kbo_screen.sources.column_names import by_hand_of, nearest_headers, unknown_headers
from kbo_screen.sources.columns import letter_years
from kbo_screen.sources.products import TableProducts, read_products
from kbo_screen.sources.sheet_walk import walk_sheets
from kbo_screen.sources.table_checks import check_table, hidden_sheets
from kbo_screen.sources.table_search import TableSearch
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.sources.years import year_bounds
from kbo_screen.vocabulary.fields import FIELDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from kbo_screen.grid import Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.columns import LetterYears
    from kbo_screen.sources.table import Table
    from kbo_screen.vocabulary.year_bounds import DateBounds


def read_registry(
    paths: str | Path | Sequence[str | Path],
    letter: Letter,
    *,
    province: str | None = None,
    columns: Mapping[str, str] | None = None,
    brought: Collection[str] = (),
    headers_elsewhere: bool = False,
    today: dt.date | None = None,
    on_read: Callable[[Sequence[InputFile]], object] = id,  # nobody
) -> Registry:
    """Read one or several files as one registry; the result is described at `Registry`.

    province: another province than the letter's, or "all". columns: field -> header, mapped by hand.
    brought: fields that side lists bring, which the registry may lack.
    headers_elsewhere: a header in `columns` may stand in lists that are read later, and is not refused here.
    today: the day of the run, after which no year can be; the clock's where none is given.
    on_read: told after every file which were read so far.
    Raises InputError for a file that cannot be read, holds no table or lacks a required column; UsageError for an
    unknown province, field or header.
    """
    scope = make_scope(letter, province)
    by_hand = by_hand_of(columns or {})
    files = (
        [Path(paths)]
        if isinstance(paths, str | Path)
        else [Path(path) for path in paths]
    )
    years = letter_years(letter)
    bounds = year_bounds(letter, today)
    read, inputs, findings = _read_tables(
        files, scope, years, bounds, by_hand, brought, on_read
    )
    tables, parts = [table for table, _ in read], [part for _, part in read]
    unknown = tuple(unknown_headers(by_hand, tables))
    if unknown and not headers_elsewhere:
        raise UsageError(*unknown)
    noticed = [
        finding
        for finding in findings
        if finding.code not in ("table.sheet-skipped", "table.second-table")
    ]
    in_doubt = [finding for table in tables for finding in doubtful_ticks(table)]
    if in_doubt:
        raise InputError(*in_doubt, *noticed)
    _refuse_missing_columns(tables, brought, noticed)
    if not any(len(table.data_rows) for table in tables):
        place = Place(tables[0].grid.file, tables[0].grid.sheet)
        raise InputError(make_finding("table.no-data", place), *noticed)
    found = {name for table in tables for name in table.columns.by_field}
    for table, part in zip(tables, parts, strict=True):
        findings += [*check_table(table, years), *part.findings]
    registry = Registry(
        products=pd.concat([part.products for part in parts], ignore_index=True),
        addresses=pd.concat([part.addresses for part in parts], ignore_index=True),
        tables=tuple(table.source() for table in tables),
        inputs=tuple(inputs),
        scope=scope,
        absent_fields=frozenset(FIELDS) - found - {"district", "star_year_be"},
        unusable=tuple(row for part in parts for row in part.unusable),
        out_of_scope=sum(part.out_of_scope for part in parts),
        findings=tuple(findings),
        unknown_headers=unknown,
    )
    registry = settle_contradictions(keep_latest(registry, letter.choices), letter)
    return fold_repeated_rows(registry, letter.choices)


def _read_tables(
    files: list[Path],
    scope: Scope,
    years: LetterYears,
    bounds: Mapping[str, DateBounds],
    by_hand: Mapping[str, Sequence[str]],
    brought: Collection[str],
    on_read: Callable[[Sequence[InputFile]], object],
) -> tuple[list[tuple[Table, TableProducts]], list[InputFile], list[Finding]]:
    """The registry tables of all files with their products, the files as the receipt records them, what was noticed.

    Products are read file by file: meanwhile the next file is being opened.
    """
    read: list[tuple[Table, TableProducts]] = []
    inputs: list[InputFile] = []
    findings: list[Finding] = []
    for path in files:
        workbook = read_workbook(path)
        noticed = [*workbook_findings(workbook), *hidden_sheets(workbook)]
        findings += noticed
        if any(known.sha256 == workbook.sha256 for known in inputs):
            findings.append(make_finding("file.given-twice", Place(workbook.file)))
            continue
        of_file, others = _tables_of(workbook, scope, years, by_hand, findings)
        if not of_file:
            raise InputError(
                *_why_no_registry(workbook.file, others, brought), *noticed
            )
        for table in of_file:
            read.append((table, read_products(table, len(read), scope, years, bounds)))
        rows = sum(table.row_count for table in of_file)
        inputs.append(
            InputFile(workbook.file, workbook.sha256, workbook.size_bytes, rows)
        )
        on_read(inputs)
    return read, inputs, findings


def _tables_of(
    workbook: Workbook,
    scope: Scope,
    years: LetterYears,
    by_hand: Mapping[str, Sequence[str]],
    findings: list[Finding],
) -> tuple[list[Table], list[Table]]:
    """The registry tables of a file and the other ones; `findings` takes what is to be said of the sheets.

    A summary beside a registry is passed over; without one it is the best that the file has.
    """
    registries: list[Table] = []
    others: list[Table] = []
    search = TableSearch(scope, years, by_hand)
    for sheet in walk_sheets(workbook, search, lambda table: table.is_registry):
        of_others = [table for table in sheet.tables if not table.is_registry]
        others += of_others
        registries += sheet.chosen
        findings += second_tables(sheet.chosen)
        findings += parts_not_read(of_others) if sheet.chosen else []
        if sheet.is_skipped:
            findings.append(make_finding("table.sheet-skipped", sheet.place))
    whole = [table for table in registries if not is_summary(table)]
    if not whole:
        return registries, others
    for table in registries:
        if is_summary(table):
            findings.append(
                make_finding(
                    "table.summary-skipped", table.header_place(min(table.header.texts))
                )
            )
    return whole, others


def _why_no_registry(
    file: str, others: list[Table], brought: Collection[str]
) -> list[Finding]:
    """The columns that the most telling table of a file lacks; that there is no header at all."""
    if not others:
        return [make_finding("table.no-header", Place(file))]
    best = max(others, key=lambda table: len(table.columns.by_field))
    return list(_missing_columns(best, brought))


def _refuse_missing_columns(
    tables: list[Table], brought: Collection[str], noticed: list[Finding]
) -> None:
    missing = [
        finding for table in tables for finding in _missing_columns(table, brought)
    ]
    if missing:
        raise InputError(*missing, *noticed)


def _missing_columns(table: Table, brought: Collection[str]) -> Iterator[Finding]:
    """One finding per required column that a table lacks, with the headers that come nearest."""
    for name in (name for name in table.missing_fields if name not in brought):
        place = Place(table.grid.file, table.grid.sheet, str(table.header.last_row + 1))
        nearby = ", ".join(nearest_headers(name, table)) or "-"
        rounds = [
            table.header.texts[column]
            for column in table.columns.other_years.get("star", ())
        ]
        if name == "star" and name in table.columns.untold:
            yield untold_columns(table, name)
        elif name == "star" and rounds:
            yield make_finding(
                "table.no-star-of-round", place, value=rounds[0], suggestion=nearby
            )
        else:
            slug = "no-star-column" if name == "star" else "missing-column"
            yield make_finding(f"table.{slug}", place, suggestion=nearby, field=name)
