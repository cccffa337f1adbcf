"""Reads a registry from its files: opens each, finds its tables, reads their products."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.desk.contradictions import settle_contradictions
from kbo_screen.desk.latest import keep_latest
from kbo_screen.desk.repeated_rows import fold_repeated_rows
from kbo_screen.findings import Finding, InputError, Place, UsageError, make_finding
from kbo_screen.registry.identity import number_rows
from kbo_screen.registry.registry import Registry
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.cells.bounded_years import year_bounds
from kbo_screen.sources.cells.sheet_places import sheet_place
from kbo_screen.sources.header.columns import letter_years, with_stars_of_other_round
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.old_results.old_output import cells_for_people
from kbo_screen.sources.registries.dissolved import doubt_dissolved
from kbo_screen.sources.registries.products import read_products
from kbo_screen.sources.table.column_checks import (
    doubtful_ticks,
    is_summary,
    parts_not_read,
    second_tables,
    summary_skipped,
    untold_columns,
)
from kbo_screen.sources.table.columns_by_hand import by_hand_of, unknown_headers
from kbo_screen.sources.table.nearest_headers import missing_column, nearest_in_words
from kbo_screen.sources.table.sheet_walk import walk_sheets
from kbo_screen.sources.table.skipped_sheets import skipped_sheet
from kbo_screen.sources.table.table_checks import check_table, hidden_sheets
from kbo_screen.sources.workbooks import (
    input_of,
    read_workbook,
    workbook_findings,
)
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from kbo_screen.grid import Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import InputFile
    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.registries.products import TableProducts
    from kbo_screen.sources.table.sheet_walk import SheetTables
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.workbooks import Reader

#: Findings of sheets that were passed over: nobody needs them where the run stops.
_OF_OTHER_SHEETS: Final = ("table.sheet-skipped", "table.second-table")
#: Fields that no column needs to give.
_GIVEN_OTHERWISE: Final = ("district", "star_year_be")


def _tell_nobody(_inputs: Sequence[InputFile]) -> None:
    pass


def read_registry(
    paths: str | Path | Sequence[str | Path],
    letter: Letter,
    *,
    province: str | None = None,
    columns: Mapping[str, str] | None = None,
    brought: Collection[str] = (),
    headers_elsewhere: bool = False,
    today: dt.date | None = None,
    spellings: Spellings = NO_SPELLINGS,
    on_read: Callable[[Sequence[InputFile]], object] = _tell_nobody,
    reader: Reader | None = None,
) -> Registry:
    """Read one or several files as one registry; the result is described at `Registry`.

    province: another province than the letter's, or "all".
    columns: field -> header, mapped by hand.
    brought: fields that side lists bring, which the registry may lack.
    headers_elsewhere: a header in `columns` may stand in lists that are read later, and is
    not refused here.
    today: the day of the run, after which no year can be; the clock's where none is given.
    spellings: the office's own headers and words.
    on_read: told after every file which were read so far.
    reader: opens the files; one without passwords where none is given.
    Raises InputError for a file that cannot be read, holds no table or lacks a required
    column; UsageError for an unknown province, field or header.
    """
    scope = make_scope(letter, province)
    by_hand = by_hand_of(columns or {}, spellings)
    search = TableSearch(scope, letter_years(letter, spellings), by_hand)
    bounds = year_bounds(letter, today)
    parts = _read_files(as_paths(paths), search, bounds, brought, on_read, reader)
    unknown = tuple(unknown_headers(by_hand, parts.tables))
    if unknown and not headers_elsewhere:
        raise UsageError(*unknown)
    _refuse_unusable_tables(parts, brought)
    registry = _registry_of(parts, search, unknown)
    if registry.products.empty:
        return registry
    dissolved_at = np.concatenate([part.dissolved_at for part in parts.products])
    registry = doubt_dissolved(registry, dissolved_at)
    registry = keep_latest(registry, letter)
    if registry.products.empty:
        return registry
    numbers = number_rows(registry.products, letter.choices)
    registry = settle_contradictions(registry, letter, numbers)
    return fold_repeated_rows(registry, numbers)


def as_paths(paths: str | Path | Sequence[str | Path]) -> list[Path]:
    """One path, or several, as a caller may name them."""
    if isinstance(paths, str | Path):
        return [Path(paths)]
    return [Path(path) for path in paths]


@dataclass(frozen=True, slots=True)
class _RegistryParts:
    """What was read of a registry so far: its tables, the products of each, its files, what is told."""

    tables: list[Table] = field(default_factory=list)
    products: list[TableProducts] = field(default_factory=list)
    inputs: list[InputFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def hold(self, workbook: Workbook) -> bool:
        """The same bytes were read before."""
        return any(file.sha256 == workbook.sha256 for file in self.inputs)


def _read_files(
    paths: Sequence[Path],
    search: TableSearch,
    bounds: YearBounds,
    brought: Collection[str],
    on_read: Callable[[Sequence[InputFile]], object],
    reader: Reader | None,
) -> _RegistryParts:
    """Read files one after the other: meanwhile the next file is being opened."""
    parts = _RegistryParts()
    for path in paths:
        workbook = read_workbook(path, reader)
        file_findings = [*workbook_findings(workbook), *hidden_sheets(workbook)]
        parts.findings.extend(file_findings)
        if parts.hold(workbook):
            place = Place(workbook.file)
            parts.findings.append(make_finding("file.given-twice", place))
            continue
        tables = _find_tables(workbook, search)
        _refuse_own_result(path, tables)
        if not tables.registries:
            faults = _why_no_registry(workbook, tables.others, brought)
            raise InputError(*faults, *file_findings)
        _read_registries(workbook, tables, parts, search, bounds)
        on_read(parts.inputs)
    return parts


def _refuse_own_result(path: Path, tables: _FileTables) -> None:
    """Say in one sentence that the file is a result or a form of this program, not column by column what it lacks."""
    lacks_columns = all(table.missing_fields for table in tables.registries)
    if lacks_columns and any(cells_for_people(path)):
        raise InputError.of("table.own-result", Place(path.name))


def _read_registries(
    workbook: Workbook,
    tables: _FileTables,
    parts: _RegistryParts,
    search: TableSearch,
    bounds: YearBounds,
) -> None:
    """Add what the registries of one file hold to the parts."""
    tables = _with_stars_of_other_rounds(_without_summaries(tables))
    parts.findings.extend(tables.findings)
    for table in tables.registries:
        products = read_products(table, len(parts.tables), search, bounds)
        parts.tables.append(table)
        parts.products.append(products)
    row_count = sum(table.row_count for table in tables.registries)
    parts.inputs.append(input_of(workbook, row_count))


class _FileTables(NamedTuple):
    """The registry tables of a file, its other tables, and what is to be said of its sheets."""

    registries: list[Table]
    others: list[Table]
    findings: list[Finding]


def _find_tables(workbook: Workbook, search: TableSearch) -> _FileTables:
    registries: list[Table] = []
    others: list[Table] = []
    findings: list[Finding] = []
    skipped: list[SheetTables] = []
    for sheet in walk_sheets(workbook, search, lambda table: table.is_registry):
        other_tables = [table for table in sheet.tables if not table.is_registry]
        registries += sheet.chosen
        others += other_tables
        findings += second_tables(sheet.chosen)
        if sheet.chosen:
            findings += parts_not_read(other_tables)
        if sheet.is_skipped:
            skipped.append(sheet)
    findings += [skipped_sheet(sheet, registries) for sheet in skipped]
    return _FileTables(registries, others, findings)


def _without_summaries(tables: _FileTables) -> _FileTables:
    """The tables without summaries beside a registry.

    Where all are summaries, they are the best that the file has.
    """
    summaries = [table for table in tables.registries if is_summary(table)]
    registries = [table for table in tables.registries if not is_summary(table)]
    if not registries:
        return tables
    findings = [*tables.findings, *map(summary_skipped, summaries)]
    return _FileTables(registries, tables.others, findings)


def _with_stars_of_other_rounds(tables: _FileTables) -> _FileTables:
    """A table of another round beside the registry lacks nothing: its stars are of that round."""
    registries = tables.registries
    if all(table.missing_fields for table in registries):
        return tables
    rounds_read = [_with_stars_of_other_round(table) for table in registries]
    return _FileTables(rounds_read, tables.others, tables.findings)


def _with_stars_of_other_round(table: Table) -> Table:
    if "star" in table.missing_fields and table.columns.other_years.get("star"):
        columns = with_stars_of_other_round(table.columns, table.header)
        return replace(table, columns=columns)
    return table


def _why_no_registry(
    workbook: Workbook,
    others: Sequence[Table],
    brought: Collection[str],
) -> list[Finding]:
    """The columns that the most telling table of a file lacks; or that there is no header at all."""
    if not others:
        return [make_finding("table.no-header", Place(workbook.file))]
    most_telling = max(others, key=lambda table: len(table.columns.by_field))
    return list(_missing_columns(most_telling, brought))


def _refuse_unusable_tables(parts: _RegistryParts, brought: Collection[str]) -> None:
    """Stop where ticks may mean two things, a required column is missing, or nothing is data."""
    tables = parts.tables
    doubts = list(chain.from_iterable(map(doubtful_ticks, tables)))
    missing: list[Finding] = []
    for table in tables:
        missing.extend(_missing_columns(table, brought))
    faults = doubts or missing
    if not faults and not any(len(table.data_rows) for table in tables):
        faults = [make_finding("table.no-data", sheet_place(tables[0].grid))]
    if faults:
        raise InputError(*faults, *_without_other_sheets(parts.findings))


def _without_other_sheets(findings: Sequence[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if finding.code not in _OF_OTHER_SHEETS:
            yield finding


def _missing_columns(table: Table, brought: Collection[str]) -> Iterator[Finding]:
    """A finding per required column that a table lacks, with the headers that come nearest."""
    for name in table.missing_fields:
        if name in brought:
            continue
        if name == "star":
            yield _missing_stars(table)
        else:
            yield missing_column("table.missing-column", table, name)


def _missing_stars(table: Table) -> Finding:
    """No column of stars; or none of the letter's round, or none that says its round."""
    if table.columns.untold_stars:
        return untold_columns(table)
    columns_of_other_rounds = table.columns.other_years.get("star")
    if columns_of_other_rounds:
        return make_finding(
            "table.no-star-of-round",
            table.header_row_place,
            value=table.header.texts[columns_of_other_rounds[0]],
            suggestion=nearest_in_words("star", table),
        )
    return missing_column("table.no-star-column", table, "star")


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One frame of all rows, numbered from 0; that of a single table is not copied."""
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    return pd.concat(frames, ignore_index=True)


def _registry_of(
    parts: _RegistryParts,
    search: TableSearch,
    unknown: tuple[Finding, ...],
) -> Registry:
    """The parts as one registry. unknown: the headers mapped by hand that no table has."""
    products = parts.products
    findings = list(parts.findings)
    fields = set(_GIVEN_OTHERWISE)
    for table, part in zip(parts.tables, products, strict=True):
        findings += [*check_table(table, search.years), *part.findings]
        fields.update(table.columns.by_field)
    return Registry(
        products=_joined([part.products for part in products]),
        addresses=_joined([part.addresses for part in products]),
        tables=tuple(table.source() for table in parts.tables),
        inputs=tuple(parts.inputs),
        scope=search.scope,
        absent_fields=frozenset(FIELDS) - fields,
        unusable=tuple(chain.from_iterable(part.unusable for part in products)),
        out_of_scope=sum(part.out_of_scope for part in products),
        findings=tuple(findings),
        unknown_headers=unknown,
    )
