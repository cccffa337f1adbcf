"""Looks at files as a run would read them, without being told what they are.

A missing column is told, and stops nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import NOT_CALCULATED
from kbo_screen.registry.form_stamp import CHOICES_SHEET, STAMP_SHEET
from kbo_screen.registry.inspection import Inspection, UnusedColumn, ValueCount
from kbo_screen.registry.registry import TableSource
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.answer_files import count_questions, find_answer_columns
from kbo_screen.sources.cells.bounded_years import year_bounds
from kbo_screen.sources.cells.cell_columns import read_column
from kbo_screen.sources.cells.sheet_cells import text_at
from kbo_screen.sources.header.columns import letter_years
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.registries.products import read_products
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from kbo_screen.sources.side_lists.table_kind import ROLES, kind_of
from kbo_screen.sources.submissions.submission_files import read_submission
from kbo_screen.sources.table.column_checks import second_tables
from kbo_screen.sources.table.columns_by_hand import by_hand_of
from kbo_screen.sources.table.sheet_walk import walk_sheets
from kbo_screen.sources.table.skipped_sheets import skipped_sheet
from kbo_screen.sources.table.table_checks import check_table, hidden_sheets
from kbo_screen.sources.table.table_rows import table_cells
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS, NUMBER_FIELDS
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.inspection import Kind
    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.table.sheet_walk import SheetTables
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.workbooks import Reader

#: Columns whose different values are told: none of them holds anything personal.
TOLD_FIELDS: Final = (*CODED_VALUES, *NUMBER_FIELDS)
#: What a blank says row by row; where the whole column is missing that is told once.
_BLANK_IN: Final = {
    "row.no-group": "group_name",
    "row.no-district": "district",
    "row.no-product": "product_name",
}
#: What nothing checks where the letter's condition has no column: a stamp says so.
_UNCHECKED: Final = frozenset({"stamp", "tier-unavailable"})


def inspect_files(
    paths: Sequence[Path],
    letter: Letter,
    *,
    province: str | None = None,
    columns: Mapping[str, str] | None = None,
    reader: Reader | None = None,
    today: dt.date | None = None,
    spellings: Spellings = NO_SPELLINGS,
) -> tuple[list[Inspection], list[Finding]]:
    """What was recognised on every sheet, and what is to be said of the files.

    today: the day of the run, after which no year can be; the clock's where none is given.
    reader: opens the files; one without passwords where none is given.
    Raises InputError where no file holds a table or one cannot be read.
    """
    scope = make_scope(letter, province)
    years = letter_years(letter, spellings)
    search = TableSearch(scope, years, by_hand_of(columns or {}, spellings))
    bounds = year_bounds(letter, today)
    inspections: list[Inspection] = []
    file_findings: list[Finding] = []
    table_findings: list[Finding] = []
    for path in paths:
        workbook = read_workbook(path, reader)
        file_findings += _findings_of_file(workbook)
        of_file = list(_inspect_answers(workbook))
        if not of_file:
            of_file, findings = _inspect_tables(workbook, letter, search, bounds)
            table_findings += findings
            kinds = {inspection.kind for inspection in of_file}
            table_findings += _by_other_readers(
                path,
                kinds,
                letter,
                search,
                reader,
                today,
            )
        inspections += of_file
    if not inspections:
        place = Place(paths[0].name)
        raise InputError(make_finding("table.no-header", place), *file_findings)
    file_findings += _no_data(paths[0], inspections)
    return inspections, [*file_findings, *table_findings]


def _no_data(
    first_path: Path,
    inspections: Sequence[Inspection],
) -> Iterator[Finding]:
    """No table of any file has a row of data."""
    if not any(inspection.table.rows["data"] for inspection in inspections):
        yield make_finding("table.no-data", Place(first_path.name), severity="warning")


def _findings_of_file(workbook: Workbook) -> list[Finding]:
    findings = workbook_findings(workbook)
    if not _is_form(workbook):
        findings += hidden_sheets(workbook)
    return findings


def _is_form(workbook: Workbook) -> bool:
    return any(grid.sheet == STAMP_SHEET for grid in workbook.sheets)


def _inspect_answers(workbook: Workbook) -> Iterator[Inspection]:
    """The to-confirm sheets of a workbook; what else stands in it is the shortlist that they went out with."""
    for grid in workbook.visible_sheets:
        answer_columns = find_answer_columns(grid)
        if answer_columns is None:
            continue
        header_row, columns = answer_columns
        question_count, answer_count = count_questions(grid, answer_columns)
        yield Inspection(
            _answer_table(grid, header_row, columns, question_count),
            "answers",
            asked=question_count,
            answered=answer_count,
        )


def _answer_table(
    grid: SheetGrid,
    header_row: int,
    columns: Mapping[str, int],
    question_count: int,
) -> TableSource:
    headers = {}
    for name, column in columns.items():
        headers[name] = (column, text_at(grid, header_row, column))
    rows = {"data": question_count}
    return TableSource(grid.file, grid.sheet, (header_row + 1,), headers, rows)


def _inspect_tables(
    workbook: Workbook,
    letter: Letter,
    search: TableSearch,
    bounds: YearBounds,
) -> tuple[list[Inspection], list[Finding]]:
    """The tables of the visible sheets, and a finding per sheet that holds none."""
    is_form = _is_form(workbook)
    inspections: list[Inspection] = []
    findings: list[Finding] = []
    skipped: list[SheetTables] = []
    tables: list[Table] = []
    for sheet in walk_sheets(workbook, search, lambda _table: True):
        if sheet.grid.sheet in (STAMP_SHEET, CHOICES_SHEET):
            continue
        inspections += [
            _inspect(
                table,
                letter,
                search,
                bounds,
                is_form=is_form,
            )
            for table in sheet.tables
        ]
        findings += second_tables(sheet.tables)
        tables += sheet.tables
        if sheet.is_skipped:
            skipped.append(sheet)
    findings += [skipped_sheet(sheet, tables) for sheet in skipped]
    return inspections, findings


def _inspect(
    table: Table,
    letter: Letter,
    search: TableSearch,
    bounds: YearBounds,
    *,
    is_form: bool,
) -> Inspection:
    kind = kind_of(table.columns.by_field, is_form=is_form)
    inspection = Inspection(
        table.source(),
        kind,
        _values_by_field(table),
        unused_columns=tuple(_unused_columns(table)),
    )
    if kind == "submission":
        return inspection
    findings = list(check_table(table, search.years))
    if kind != "registry":
        return replace(
            inspection,
            findings=tuple(findings),
        )
    findings += _findings_of_products(table, search, bounds)
    return replace(
        inspection,
        missing=tuple(table.missing_fields),
        stamped=tuple(_unchecked_conditions(table, letter)),
        findings=tuple(findings),
    )


def _unused_columns(table: Table) -> Iterator[UnusedColumn]:
    """The columns that hold no field, from the left."""
    for column in sorted(table.unused_headers):
        path = table.header.paths.get(column, ())
        if path:
            yield UnusedColumn(column, path)


def _findings_of_products(
    table: Table,
    search: TableSearch,
    bounds: YearBounds,
) -> Iterator[Finding]:
    """What reading every product says, without the blanks of columns that are missing."""
    for finding in read_products(table, 0, search, bounds).findings:
        if _BLANK_IN.get(finding.code) not in table.missing_fields:
            yield finding


def _unchecked_conditions(
    table: Table,
    letter: Letter,
) -> Iterator[Condition]:
    """The conditions of the letter that the table has no column for, and nothing else answers."""
    for condition in letter.conditions:
        has_column = condition.field in table.columns.by_field
        if not has_column and condition.no_source in _UNCHECKED:
            yield condition


def _by_other_readers(
    path: Path,
    kinds: Collection[Kind],
    letter: Letter,
    search: TableSearch,
    reader: Reader | None,
    today: dt.date | None,
) -> Iterator[Finding]:
    """What the readers of side lists and of submissions say of a file; what its sheets are was said before."""
    for role in ROLES:
        if role not in kinds:
            continue
        side_list = read_side_list(
            path,
            role,
            letter,
            search.scope,
            spellings=search.years.spellings,
            reader=reader,
            today=today,
        )
        for finding in side_list.findings:
            if not finding.code.startswith(("file.", "table.")):
                yield finding
    if "submission" in kinds:
        yield from _by_reader_of_submissions(path, letter, search, reader, today)


def _by_reader_of_submissions(
    path: Path,
    letter: Letter,
    search: TableSearch,
    reader: Reader | None,
    today: dt.date | None,
) -> Iterator[Finding]:
    submissions = read_submission(
        path,
        letter,
        search.scope,
        spellings=search.years.spellings,
        reader=reader,
        today=today,
    )
    for submission in submissions:
        for finding in submission.findings:
            if not finding.code.startswith("file."):
                yield finding


def _values_by_field(table: Table) -> dict[str, tuple[ValueCount, ...]]:
    by_field = table.columns.by_field
    return {
        field: _values(table, field)
        for field in FIELDS
        if field in TOLD_FIELDS and field in by_field
    }


def _values(table: Table, field: str) -> tuple[ValueCount, ...]:
    """Every different value of a column, the most frequent first."""
    cells = table_cells(table, field, table.data_rows)
    column = read_column(field, cells)
    counts = np.bincount(column.codes, minlength=len(column.raw))
    # Summed: each merged range stands in `raw` with a value of its own.
    rows: Counter[tuple[str, Any, bool, str | None]] = Counter()
    for code in np.flatnonzero(counts).tolist():
        raw = column.raw[code]
        reading = column.readings[code]
        if raw != NOT_CALCULATED:
            value = (cell_text(raw), reading.value, reading.known, reading.problem)
            rows[value] += int(counts[code])
    values = [ValueCount(*value, count) for value, count in rows.items()]
    return tuple(sorted(values, key=_most_frequent_first))


def _most_frequent_first(value: ValueCount) -> tuple[int, str]:
    return -value.rows, value.text
