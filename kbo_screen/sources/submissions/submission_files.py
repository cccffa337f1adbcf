"""Reads what districts send back: our form in any version, or a table of their own."""

from __future__ import annotations

import datetime as dt
import glob
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import NOT_CALCULATED, column_of
from kbo_screen.registry.form_stamp import STAMP_SHEET, FormStamp, read_stamp
from kbo_screen.registry.submission import CellEntry, Submission, SubmittedRow
from kbo_screen.sources.cells.cell_columns import read_column
from kbo_screen.sources.cells.sheet_places import sheet_place
from kbo_screen.sources.header.columns import letter_years
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.submissions.own_marks import without_own_marks
from kbo_screen.sources.submissions.submission_cells import (
    GROUP_FIELDS,
    cell_entry,
    check_blank_cells,
    check_gaps,
    check_people,
    check_typed_over,
    problems_of_list,
    share_people,
    with_people_behind,
    with_surnames,
    with_telephones,
)
from kbo_screen.sources.submissions.submission_district import (
    check_districts,
    district_of_file,
    districts_of_rows,
    owner_of_list,
    owner_of_sheet,
    rows_by_district,
)
from kbo_screen.sources.submissions.submission_head import (
    check_head,
    read_head,
    with_reason_in_column,
)
from kbo_screen.sources.submissions.submission_nil import (
    nil_of_sheet,
    nil_statement,
    rows_with_none,
    without_nil_rows,
)
from kbo_screen.sources.submissions.submission_reasons import with_reasons
from kbo_screen.sources.submissions.submission_rows import holds_reserves, rows_of_list
from kbo_screen.sources.table.cell_fills import check_fills
from kbo_screen.sources.table.columns_by_hand import by_hand_of, mapped_by_hand
from kbo_screen.sources.table.nearest_headers import nearest_in_words
from kbo_screen.sources.table.table_checks import check_shape, hidden_sheets
from kbo_screen.sources.table.table_finder import find_table
from kbo_screen.sources.table.table_rows import table_cells
from kbo_screen.sources.workbooks import (
    input_of,
    input_of_file,
    read_into,
    workbook_findings,
)
from kbo_screen.sources.years.letter_years import clear_other_years, projects_of_letter
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import InputFile, Scope
    from kbo_screen.registry.submission import CellEntries
    from kbo_screen.sources.cells.cell_columns import (
        CellColumns,
        ReadColumn,
        ReadColumns,
    )
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.submissions.submission_district import (
        ListOwner,
        RowDistricts,
    )
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.workbooks import Reader

#: Files that systems leave in a folder; nobody sent them.
_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
#: So many districts are named to a list that names none.
_MOST_DISTRICTS_NAMED: Final = 12
#: Rows of a file with lists. The lists of all 928 districts take some 20,000; whatever is wrong in a row is told.
MOST_LIST_ROWS: Final = 50_000


def find_submissions(paths: Iterable[Path]) -> list[Path]:
    """The files that files, folders and patterns name, each once, in order.

    Of a folder it is all that was sent. What is no spreadsheet is among them, for its
    district has sent something, and hears why it cannot be read. Lock files (~$), hidden
    files and files of the system are left out. A pattern that matches nothing stays as
    it is.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.rglob("*") if _is_sent(file, path))
        elif path.exists():
            files.append(path)
        else:
            files += _files_of_pattern(path) or [path]
    return list(dict.fromkeys(files))


def _is_sent(file: Path, folder: Path) -> bool:
    if not file.is_file() or file.name.startswith("~$"):
        return False
    if file.name.lower() in _SYSTEM_FILES:
        return False
    names = file.relative_to(folder).parts
    return not any(name.startswith((".", "__MACOSX")) for name in names)


def _files_of_pattern(path: Path) -> list[Path]:
    pattern = str(path)
    if not glob.has_magic(pattern):
        return []
    matches = glob.glob(pattern, recursive=True)  # noqa: PTH207 - may be absolute
    return sorted(map(Path, matches))


def read_submission(
    path: Path,
    letter: Letter,
    scope: Scope,
    *,
    district_ix: int | None = None,
    columns: Mapping[str, str] | None = None,
    today: dt.date | None = None,
    reader: Reader | None = None,
    spellings: Spellings = NO_SPELLINGS,
) -> list[Submission]:
    """The submissions of one file, as `read_lists` gives them; the rest is described at `list_reading`."""
    reading = list_reading(
        letter,
        scope,
        district_ix=district_ix,
        columns=columns,
        today=today,
        spellings=spellings,
    )
    return read_lists(path, reading, reader)


def list_reading(
    letter: Letter,
    scope: Scope,
    *,
    district_ix: int | None = None,
    columns: Mapping[str, str] | None = None,
    today: dt.date | None = None,
    spellings: Spellings = NO_SPELLINGS,
) -> ListReading:
    """By what all lists of a run are read.

    district_ix: the district that the user says every file is of, for files that name
    none. columns: field -> header, mapped by hand. today: the day of the run, after which
    no list is dated; the clock's where none is given. spellings: the office's own words.
    """
    search = TableSearch(
        scope,
        letter_years(letter, spellings),
        by_hand_of(columns or {}, spellings),
        letters_fill=True,
    )
    return ListReading(letter, search, district_ix, today)


def read_lists(
    path: Path,
    reading: ListReading,
    reader: Reader | None = None,
) -> list[Submission]:
    """The submissions of one file, one per district named in it.

    Never fails: what is wrong are its findings. reader: opens the file; one without
    passwords where none is given. Where it was planned with `reading`, its process reads
    the lists too.
    """
    try:
        lists = read_into(path, reading, reader, with_formulas=True)
    except InputError as error:
        named_ix = district_of_file(path, reading.search.scope)
        unreadable = Submission(
            path.name,
            input_of_file(path, "submission"),
            findings=error.findings,
            is_readable=False,
            district_ix=named_ix,
            named_district_ix=named_ix,
        )
        lists = [unreadable]
    return [replace(submission, path=path) for submission in lists]


@dataclass(frozen=True)
class ListReading:
    """By what the lists of a run are read; called, it reads those of a workbook. It can be pickled and compared.

    option_ix: the district that the user gives for files that name none.
    """

    letter: Letter
    search: TableSearch
    option_ix: int | None
    today: dt.date | None

    def __call__(self, workbook: Workbook, path: Path) -> list[Submission]:
        """The submissions of one workbook; where it lies is for the caller to say."""
        named_ix = district_of_file(path, self.search.scope)
        return _read_file(
            _SubmissionFile(workbook, self, _read_stamp(workbook), named_ix)
        )


def _read_stamp(workbook: Workbook) -> FormStamp | None:
    """The hidden part of a form, wherever its sheet stands."""
    for grid in workbook.sheets:
        if grid.sheet == STAMP_SHEET and grid.width > 1:
            names = map(cell_text, grid.columns[0])
            values = map(cell_text, grid.columns[1])
            return read_stamp(dict(zip(names, values, strict=True)))
    return None


class _SubmissionFile(NamedTuple):
    """One workbook that was opened, and what every list in it is read by.

    `named_ix`: the district that the file's name gives.
    """

    workbook: Workbook
    reading: ListReading
    stamp: FormStamp | None
    named_ix: int | None

    @property
    def scope(self) -> Scope:
        """The districts that may send a list."""
        return self.reading.search.scope

    @property
    def is_form(self) -> bool:
        """The workbook is a form of ours; hidden sheets and colours are by its design."""
        return self.stamp is not None

    @property
    def saved(self) -> dt.datetime:
        """When the file was last changed."""
        modified = dt.datetime.fromtimestamp(self.workbook.modified, dt.UTC)
        return modified.astimezone()

    @property
    def input(self) -> InputFile:
        """The file as the receipt records it."""
        row_count = sum(grid.height for grid in self.workbook.visible_sheets)
        return input_of(self.workbook, row_count, "submission")


def _read_file(file: _SubmissionFile) -> list[Submission]:
    """One submission per district whose table stands in the workbook."""
    row_count = file.input.rows
    if row_count > MOST_LIST_ROWS:
        return [_unreadable(file, (), _too_many_rows(file, row_count))]
    tables, reserves = _find_tables(file)
    lists: list[Submission] = []
    for table in tables:
        if not table.columns.by_field.keys().isdisjoint(GROUP_FIELDS):
            lists.extend(_submissions_of_table(file, table))
    if not lists:
        no_list = _no_list(file, tables)
        return [_without_table(file) or _unreadable(file, tables, no_list)]
    first, *others = _lists_that_say(lists)
    first = replace(first, findings=(*first.findings, *reserves))
    return [first, *others]


def _lists_that_say(lists: Sequence[Submission]) -> Sequence[Submission]:
    """The lists with rows, else those that say that there is none, else the first."""
    filled_lists = [submission for submission in lists if submission.rows]
    nil_lists = [submission for submission in lists if submission.nil]
    return filled_lists or nil_lists or lists[:1]


def _find_tables(file: _SubmissionFile) -> tuple[list[Table], list[Finding]]:
    """The tables of the sheets in sight, and a finding per sheet of reserves."""
    tables: list[Table] = []
    reserves: list[Finding] = []
    for grid in file.workbook.visible_sheets:
        if holds_reserves(grid.sheet):
            reserves.append(make_finding("table.reserves", sheet_place(grid)))
            continue
        if file.is_form:
            grid = _without_uncalculated(grid)
        table = find_table(without_own_marks(grid), file.reading.search)
        if table:
            tables.append(table)
    return tables, reserves


def _without_uncalculated(grid: SheetGrid) -> SheetGrid:
    """The sheet of a form with blanks for formulas that were never calculated.

    The group's name says the same.
    """
    columns = []
    for column in grid.columns:
        values = (None if value == NOT_CALCULATED else value for value in column)
        columns.append(column_of(values))
    return replace(grid, columns=columns)


def _without_table(file: _SubmissionFile) -> Submission | None:
    """A letter of a few lines, without a table, that says there is no group; None where no sheet says so."""
    for grid in file.workbook.visible_sheets:
        nil = nil_of_sheet(grid)
        if nil:
            return _nil_letter(file, grid, nil)
    return None


def _nil_letter(
    file: _SubmissionFile,
    grid: SheetGrid,
    nil: CellEntry,
) -> Submission:
    district_ix, district_from = owner_of_sheet(
        grid, file.scope, file.named_ix, file.reading.option_ix
    )
    findings = (
        *workbook_findings(file.workbook),
        *_check_owner(grid, district_ix, file.scope),
    )
    return Submission(
        file.workbook.file,
        file.input,
        grid.sheet,
        district_ix,
        district_from,
        saved=file.saved,
        findings=findings,
        named_district_ix=file.named_ix,
        nil=nil,
    )


def _unreadable(
    file: _SubmissionFile,
    tables: Sequence[Table],
    reason: Finding,
) -> Submission:
    """No list can be read from a file; tables: those that were looked at."""
    district_ix = file.reading.option_ix if file.named_ix is None else file.named_ix
    findings = [reason, *workbook_findings(file.workbook)]
    return Submission(
        file.workbook.file,
        file.input,
        district_ix=district_ix,
        saved=file.saved,
        findings=(*findings, *_hidden_sheets(file)),
        is_readable=False,
        mapped_by_hand=mapped_by_hand(tables),
        named_district_ix=file.named_ix,
    )


def _too_many_rows(file: _SubmissionFile, row_count: int) -> Finding:
    return make_finding(
        "table.too-many-rows",
        Place(file.workbook.file),
        count=f"{row_count:,}",
        limit=f"{MOST_LIST_ROWS:,}",
    )


def _no_list(file: _SubmissionFile, tables: Sequence[Table]) -> Finding:
    """No table names groups: which header comes nearest."""
    if not tables:
        return make_finding("table.no-list", Place(file.workbook.file))
    table = max(tables, key=lambda table: len(table.columns.by_field))
    return make_finding(
        "table.no-group-column",
        table.header_row_place,
        suggestion=nearest_in_words("group_name", table),
    )


def _hidden_sheets(file: _SubmissionFile) -> list[Finding]:
    return [] if file.is_form else list(hidden_sheets(file.workbook))


def _submissions_of_table(file: _SubmissionFile, table: Table) -> Iterator[Submission]:
    """One submission per district of a table; what is wrong with its head is said in each."""
    head = read_head(table)
    rows, row_findings = rows_of_list(table, is_form=file.is_form)
    none_rows = rows_with_none(table)
    nil = nil_statement(table, head, none_rows, is_form=file.is_form)
    rows = without_nil_rows(table, rows, none_rows)
    districts = districts_of_rows(table, rows, file.scope)
    owner = _owner_of(file, table, head, districts)
    table_findings = (
        *workbook_findings(file.workbook),
        *row_findings,
        *_check_table(file, table),
        *check_head(
            head, file.reading.letter, file.reading.today, sheet_place(table.grid)
        ),
    )
    parts = rows_by_district(districts, owner)
    for district_ix, positions in parts.items():
        list_rows, cell_findings = _read_rows(file, table, rows[positions])
        row_districts = [districts[position] for position in positions]
        is_whole = len(parts) == 1
        rows_of_reason = table.data_rows if is_whole else rows[positions]
        yield Submission(
            file.workbook.file,
            file.input,
            table.grid.sheet,
            district_ix,
            owner.source_of_part(district_ix, table),
            tuple(list_rows),
            with_reason_in_column(head, table, rows_of_reason.tolist()),
            file.stamp,
            file.saved,
            (
                *table_findings,
                *cell_findings,
                *check_districts(list_rows, row_districts, district_ix, file.scope),
                *_check_owner(table.grid, district_ix, file.scope),
            ),
            mapped_by_hand=mapped_by_hand([table]),
            named_district_ix=file.named_ix,
            nil=nil,
            header_row=table.header.last_row + 1,
        )


def _owner_of(
    file: _SubmissionFile,
    table: Table,
    head: CellEntries,
    row_districts: RowDistricts,
) -> ListOwner:
    """Whose list a table is."""
    form_code = file.stamp.district if file.stamp else None
    return owner_of_list(
        table,
        head,
        row_districts,
        file.scope,
        form_code,
        file.named_ix,
        file.reading.option_ix,
    )


def _check_table(file: _SubmissionFile, table: Table) -> Iterator[Finding]:
    """What a person would not see on the sheet, and rows that somebody marked with a colour."""
    yield from _hidden_sheets(file)
    yield from check_shape(table)
    if not file.is_form:
        yield from check_fills(table)


def _check_owner(
    grid: SheetGrid,
    district_ix: int | None,
    scope: Scope,
) -> Iterator[Finding]:
    """Nothing says whose list it is."""
    if district_ix is None:
        yield make_finding(
            "table.no-district",
            sheet_place(grid),
            suggestion=", ".join(scope.district_names[:_MOST_DISTRICTS_NAMED]),
        )


def _read_rows(
    file: _SubmissionFile,
    table: Table,
    rows: np.ndarray,
) -> tuple[list[SubmittedRow], list[Finding]]:
    """Some rows of the sheet as rows of a list, and what is wrong in their cells."""
    years = file.reading.search.years
    fields = [field for field in FIELDS if field in table.columns.by_field]
    cells = {field: table_cells(table, field, rows) for field in fields}
    columns = _read_columns(cells, years)
    list_rows = []
    for position, row in enumerate(rows.tolist()):
        entries = _entries_of_row(table, cells, columns, position)
        list_rows.append(SubmittedRow(row + 1, entries))
    list_rows = with_people_behind(table, list_rows)
    list_rows = with_surnames(table, list_rows)
    list_rows = share_people(with_telephones(list_rows))
    list_rows = with_reasons(table, list_rows, _sheet_as_it_came(file, table))
    findings = [
        *problems_of_list(table, columns, cells, years),
        *check_blank_cells(table, list_rows, file.reading.letter),
        *check_people(table, list_rows, file.reading.letter),
    ]
    if file.is_form:
        findings += check_gaps(table, list_rows)
        findings += check_typed_over(table, list_rows)
    return list_rows, findings


def _sheet_as_it_came(file: _SubmissionFile, table: Table) -> SheetGrid:
    """The sheet of a table with the notes of ours on it."""
    sheets = (grid for grid in file.workbook.sheets if grid.sheet == table.grid.sheet)
    return next(sheets, table.grid)


def _read_columns(
    cells: CellColumns,
    years: LetterYears,
) -> dict[str, ReadColumn]:
    """What the cells of every field were read as; a project of another year is none."""
    columns = {field: read_column(field, cells[field]) for field in cells}
    if "other_project" in columns:
        projects = projects_of_letter(columns["other_project"], years)
        columns["other_project"] = clear_other_years(projects, years)
    return columns


def _entries_of_row(
    table: Table,
    cells: CellColumns,
    columns: ReadColumns,
    position: int,
) -> CellEntries:
    """What every cell of a row says, by field."""
    return {
        field: cell_entry(table, cells[field], column, position)
        for field, column in columns.items()
    }
