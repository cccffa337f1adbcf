"""Looks at files as a run would read them, without being told what they are.

Knows what a reader recognises, and what a file is by its columns. Refuses to stop at a missing column: it is told
instead.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import NOT_CALCULATED
from kbo_screen.registry.form_stamp import CHOICES_SHEET, STAMP_SHEET
from kbo_screen.registry.inspection import Inspection, ValueCount
from kbo_screen.registry.registry import TableSource
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.answer_files import count_questions, find_answer_columns
from kbo_screen.sources.cells import read_column
from kbo_screen.sources.column_checks import second_tables
from kbo_screen.sources.column_names import by_hand_of
from kbo_screen.sources.columns import letter_years
from kbo_screen.sources.products import read_products
from kbo_screen.sources.sheet_walk import walk_sheets
from kbo_screen.sources.side_list_files import read_side_list
from kbo_screen.sources.submission_files import read_submission
from kbo_screen.sources.table_checks import check_table, hidden_sheets
from kbo_screen.sources.table_kind import kind_of
from kbo_screen.sources.table_rows import table_cells
from kbo_screen.sources.table_search import TableSearch
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.sources.years import year_bounds
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.inspection import Kind
    from kbo_screen.registry.registry import Scope
    from kbo_screen.registry.side_list import Role
    from kbo_screen.sources.table import Table

#: Columns whose different values are told: none of them holds anything personal.
TOLD_FIELDS: Final = (*CODED_VALUES, "star", "star_year_be", "registered_year_be")
#: What a blank says row by row; where the whole column is missing that is told once.
_BLANK_IN: Final = {
    "row.no-group": "group_name",
    "row.no-district": "district",
    "row.no-product": "product_name",
}
_LIST_ROLES: Final[tuple[Role, ...]] = ("projects", "stars", "standards")


def inspect_files(
    paths: Sequence[Path],
    letter: Letter,
    *,
    province: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[list[Inspection], list[Finding]]:
    """What was recognised on every sheet, and what is to be said of the files.

    Raises InputError where no file holds a table or one cannot be read.
    """
    scope = make_scope(letter, province)
    by_hand = by_hand_of(columns or {})
    inspections: list[Inspection] = []
    noticed: list[Finding] = []
    skipped: list[Finding] = []
    for path in paths:
        workbook = read_workbook(path)
        is_form = any(grid.sheet == STAMP_SHEET for grid in workbook.sheets)
        noticed += [
            *workbook_findings(workbook),
            *(() if is_form else hidden_sheets(workbook)),
        ]
        found = list(_inspect_answers(workbook))
        if not found:
            tables, others = _find_tables(workbook, letter, scope, by_hand)
            found = [
                _inspect(table, letter, scope, is_form=is_form) for table in tables
            ]
            skipped += [
                *others,
                *_by_other_readers(path, {one.kind for one in found}, letter, scope),
            ]
        inspections += found
    if not inspections:
        raise InputError(
            make_finding("table.no-header", Place(paths[0].name)), *noticed
        )
    if not any(inspection.table.rows["data"] for inspection in inspections):
        noticed.append(
            make_finding("table.no-data", Place(paths[0].name), severity="warning")
        )
    return inspections, [*noticed, *skipped]


def _inspect_answers(workbook: Workbook) -> Iterator[Inspection]:
    """The to-confirm sheets of a workbook; what else stands in it is the shortlist that they went out with."""
    for grid in workbook.sheets:
        found = find_answer_columns(grid) if grid.visibility == "visible" else None
        if found:
            header_row, columns = found
            asked, answered = count_questions(grid, header_row, columns)
            yield Inspection(
                _answer_table(grid, header_row, columns, asked),
                "answers",
                asked=asked,
                answered=answered,
            )


def _answer_table(
    grid: SheetGrid, header_row: int, columns: dict[str, int], asked: int
) -> TableSource:
    named = {
        name: (at, cell_text(grid.columns[at][header_row]))
        for name, at in columns.items()
    }
    return TableSource(grid.file, grid.sheet, (header_row + 1,), named, {"data": asked})


def _find_tables(
    workbook: Workbook, letter: Letter, scope: Scope, by_hand: dict[str, list[str]]
) -> tuple[list[Table], list[Finding]]:
    """The tables of the sheets in sight, and a finding per sheet that holds none."""
    tables: list[Table] = []
    findings: list[Finding] = []
    search = TableSearch(scope, letter_years(letter), by_hand)
    for sheet in walk_sheets(workbook, search, lambda _table: True):
        if sheet.grid.sheet in (STAMP_SHEET, CHOICES_SHEET):
            continue
        tables += sheet.tables
        findings += second_tables(sheet.tables)
        if sheet.is_skipped:
            findings.append(make_finding("table.sheet-skipped", sheet.place))
    return tables, findings


def _inspect(
    table: Table, letter: Letter, scope: Scope, *, is_form: bool
) -> Inspection:
    found = set(table.columns.by_field)
    kind = kind_of(found, is_form=is_form)
    values: dict[str, tuple[ValueCount, ...]] = {
        name: _values(table, name)
        for name in FIELDS
        if name in TOLD_FIELDS and name in found
    }
    if kind == "submission":
        return Inspection(table.source(), kind, values)
    told = tuple(check_table(table, letter_years(letter)))
    if kind != "registry":
        return Inspection(table.source(), kind, values, findings=told)
    stamped = [
        c
        for c in letter.conditions
        if c.field not in found and c.no_source in ("stamp", "tier-unavailable")
    ]
    read = read_products(table, 0, scope, letter_years(letter), year_bounds(letter))
    missing = table.missing_fields
    findings = (
        *told,
        *(
            finding
            for finding in read.findings
            if _BLANK_IN.get(finding.code) not in missing
        ),
    )
    return Inspection(
        table.source(), kind, values, tuple(missing), tuple(stamped), findings
    )


def _by_other_readers(
    path: Path, kinds: set[Kind], letter: Letter, scope: Scope
) -> Iterator[Finding]:
    """What the readers of side lists and of districts' lists say of a file; what its sheets are was said before."""
    for role in _LIST_ROLES:
        if role in kinds:
            told = read_side_list(path, role, letter, scope).findings
            yield from (
                finding
                for finding in told
                if not finding.code.startswith(("file.", "table."))
            )
    if "submission" in kinds:
        for submission in read_submission(path, letter, scope):
            yield from (
                finding
                for finding in submission.findings
                if not finding.code.startswith("file.")
            )


def _values(table: Table, field: str) -> tuple[ValueCount, ...]:
    """Every different value of a column, the most frequent first."""
    cells = table_cells(table, field, table.data_rows)
    read = read_column(field, cells)
    counts = np.bincount(read.codes, minlength=len(read.raw))
    rows: Counter[tuple[str, Any, bool]] = (
        Counter()
    )  # summed: each merged range stands in `raw` with a value of its own
    for raw, reading, count in zip(read.raw, read.readings, counts, strict=True):
        if count and raw != NOT_CALCULATED:
            rows[cell_text(raw), reading.value, reading.known] += int(count)
    values = [ValueCount(*value, count) for value, count in rows.items()]
    return tuple(sorted(values, key=lambda value: (-value.rows, value.text)))
