"""Reads what districts send back: our form in any version, or a table of their own.

Knows where a form keeps its stamp and how a district is named. Refuses to compare anything with the registry.
"""

from __future__ import annotations

import datetime as dt
import glob
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, InputError, Place, Severity, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, NO_CELL, InputFile, cell_name
from kbo_screen.screening.submissions.form_stamp import STAMP_SHEET, FormStamp, read_stamp
from kbo_screen.screening.submissions.submission import (
    HEAD_FIELDS,
    TYPED_FIELDS,
    DistrictFrom,
    Submission,
    SubmittedRow,
    Written,
)
from kbo_screen.sources.cells import read_column
from kbo_screen.sources.districts import district_in_title, settle_districts
from kbo_screen.sources.products import MASK, table_cells
from kbo_screen.sources.row_kinds import DATA, NOTE
from kbo_screen.sources.spreadsheet import NOT_CALCULATED, CellError, read_workbook
from kbo_screen.sources.table import Table, find_table, nearest_headers
from kbo_screen.vocabulary.dates import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR, read_date, thai_date
from kbo_screen.vocabulary.fields import FIELDS, PERSONAL_FIELDS
from kbo_screen.vocabulary.ids import is_phone
from kbo_screen.vocabulary.names import people_named
from kbo_screen.vocabulary.places import resolve_district
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.cells import CellColumn, ReadColumn
    from kbo_screen.sources.spreadsheet import CellValue, SheetGrid, Workbook

#: Suffixes of the files that are taken from a folder.
SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".htm", ".html"})
#: A district's own table needs one of these.
NAMED_BY: Final = ("group_name", "group_id")
#: Findings of a cell that stay what they are in a registry; every other one must be mended before a list goes up.
_MILD: Final = frozenset({"assumed-century", "unreadable-id"})
_NOT_A_GROUP: Final = re.compile(r"^(?:หมายเหตุ|ลงชื่อ|ตำแหน่ง|วันที่|note|signed|\(|\.{3})", re.IGNORECASE)
_WORDS_AROUND: Final = re.compile(r"[\d\s._()\-]+")


def find_submissions(paths: Iterable[Path]) -> list[Path]:
    """The files that files, folders and patterns name, each once, in order; of a folder all spreadsheets in it.

    Excel's lock files (~$) and hidden files of a folder are left out. A pattern that finds nothing stays as it is.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and _is_sent(file))
        elif not path.exists() and glob.has_magic(str(path)):
            found += sorted(map(Path, glob.glob(str(path), recursive=True))) or [path]  # noqa: PTH207 - may be absolute
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _is_sent(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(("~$", "."))


def read_submission(path: Path, letter: Letter, scope: Scope, *, district_ix: int | None = None) -> list[Submission]:
    """The submissions of one file, one per district named in it; never fails: what is wrong are its findings.

    district_ix: the district that the user says every file is of, for files that name none.
    """
    try:
        workbook = read_workbook(path, with_formulas=True)
    except InputError as error:
        named = _district_of_file(path, scope)
        return [
            Submission(
                path.name, findings=error.findings, is_readable=False, named_district_ix=named, district_ix=named
            )
        ]
    saved = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    stamp = _stamp(workbook)
    reader = _Reader(workbook, path, letter, scope, stamp, saved, district_ix)
    return reader.read()


class _Reader:
    """Reads one workbook that was opened."""

    def __init__(
        self,
        workbook: Workbook,
        path: Path,
        letter: Letter,
        scope: Scope,
        stamp: FormStamp | None,
        saved: dt.datetime,
        said_ix: int | None,
    ) -> None:
        self.workbook, self.letter, self.scope, self.stamp = workbook, letter, scope, stamp
        self.saved, self.said_ix = saved, said_ix
        self.named_ix = _district_of_file(path, scope)
        self.input = InputFile(
            workbook.file,
            workbook.sha256,
            workbook.size_bytes,
            sum(grid.height for grid in workbook.sheets if grid.visibility == "visible"),
            "submission",
        )

    def read(self) -> list[Submission]:
        """One submission per district whose table stands in the workbook."""
        tables: list[Table] = []
        for grid in self.workbook.sheets:
            if grid.visibility != "visible":
                continue
            table = find_table(_without_uncalculated(grid) if self.stamp else grid, self.scope, self._star_year, {})
            if table:
                tables.append(table)
        useful = [table for table in tables if any(name in table.columns.by_field for name in NAMED_BY)]
        if not useful:
            return [self._unreadable(tables)]
        found = [self._submission(table) for table in useful]
        return [one for one in found if one.rows] or found[:1]

    @property
    def _star_year(self) -> int | None:
        return self.letter.star_year_be

    def _unreadable(self, tables: list[Table]) -> Submission:
        """No table names groups: which header comes nearest."""
        if tables:
            table = max(tables, key=lambda table: len(table.columns.by_field))
            place = Place(table.grid.file, table.grid.sheet, str(table.header.last_row + 1))
            nearby = ", ".join(f"“{header}”" for header in nearest_headers("group_name", table)) or "-"
            finding = make_finding("table.no-group-column", place, suggestion=nearby)
        else:
            finding = make_finding("table.no-list", Place(self.workbook.file))
        return Submission(
            self.workbook.file,
            self.input,
            findings=(*self.workbook.findings, finding),
            is_readable=False,
            district_ix=self.named_ix if self.named_ix is not None else self.said_ix,
            named_district_ix=self.named_ix,
            saved=self.saved,
        )

    def _submission(self, table: Table) -> Submission:
        head = _read_head(table)
        rows, findings = self._rows(table)
        district_ix, district_from = self._district(table, head)
        place = Place(table.grid.file, table.grid.sheet)
        if district_ix is None:
            names = ", ".join(district.district for district in self.scope.districts[:12])
            findings.append(make_finding("table.no-district", place, suggestion=names))
        findings += _check_head(head, self.letter)
        return Submission(
            self.workbook.file,
            self.input,
            table.grid.sheet,
            district_ix,
            district_from,
            tuple(rows),
            head,
            self.stamp,
            self.saved,
            (*self.workbook.findings, *findings),
            named_district_ix=self.named_ix,
        )

    def _district(self, table: Table, head: dict[str, Written]) -> tuple[int | None, DistrictFrom | None]:
        """The district of a list: its form, a title above it, its column, the sheet's name, the file's, the user's."""
        if self.stamp and (found := _of_code(self.stamp.district, self.scope)) is not None:
            return found, "form"
        sheet = _WORDS_AROUND.sub(" ", table.grid.sheet or "").strip()
        ways: tuple[tuple[DistrictFrom, int | None], ...] = (
            ("title", _of_titles(table, head, self.scope)),
            ("column", _of_column(table, self.scope)),
            ("sheet", _index_of(sheet, self.scope)),
            ("file", self.named_ix),
            ("option", self.said_ix),
        )
        return next(((ix, way) for way, ix in ways if ix is not None), (None, None))

    def _rows(self, table: Table) -> tuple[list[SubmittedRow], list[Finding]]:
        """The rows that name or should name a group, and what is wrong in their cells."""
        rows = _sheet_rows(table, is_form=self.stamp is not None)
        names: list[str] = [name for name in FIELDS if name in table.columns.by_field]
        cells = {name: table_cells(table, name, rows) for name in names}
        read = {name: read_column(name, cells[name].stored) for name in names}
        found = [
            SubmittedRow(int(rows[at]) + 1, {name: _written(table, cells[name], read[name], at) for name in names})
            for at in range(len(rows))
        ]
        findings = [*_problems(table, read, cells), *_blanks(found), *_people(found, self.letter)]
        if self.stamp:
            findings += [*_gaps(found), *_typed_over(table, found)]
        return found, findings


def _stamp(workbook: Workbook) -> FormStamp | None:
    """The hidden part of a form, wherever its sheet stands."""
    for grid in workbook.sheets:
        if grid.sheet == STAMP_SHEET and grid.width > 1:
            return read_stamp(
                {cell_text(name): cell_text(value) for name, value in zip(*grid.columns[:2], strict=True)}
            )
    return None


def _without_uncalculated(grid: SheetGrid) -> SheetGrid:
    """The sheet of a form, a formula that was never calculated taken as blank: the group's name says the same."""
    columns = [[None if value == NOT_CALCULATED else value for value in column] for column in grid.columns]
    return replace(grid, columns=columns)


def _sheet_rows(table: Table, *, is_form: bool) -> np.ndarray:
    """Sheet rows (from 0) that are filled in. Of a form all in which something was typed; of a table its data."""
    start = table.header.last_row + 1
    by_field = table.columns.by_field
    typed = [by_field[name] for name in TYPED_FIELDS if name in by_field]
    if is_form:
        rows = range(start, table.grid.height)
        return np.array([r for r in rows if any(_says(table.grid.columns[c][r]) for c in typed)], dtype=np.int64)
    kinds = table.kinds.copy()
    named = [by_field[name] for name in NAMED_BY if name in by_field]
    for row in range(start, table.grid.height):  # a lone name right below a row of data is one more group
        before = row == start or kinds[row - 1] == DATA
        words = [cell_text(table.grid.columns[c][row]) for c in named]
        if kinds[row] == NOTE and before and any(words) and not _NOT_A_GROUP.match("".join(words)):
            kinds[row] = DATA
    return np.flatnonzero(kinds == DATA)


def _says(value: CellValue) -> bool:
    return value is not None and not is_blank(cell_text(value))


def _written(table: Table, cells: CellColumn, read: ReadColumn, at: int) -> Written:
    reading = read.readings[read.codes[at]]
    address = int(cells.addresses[at])
    place = Place(table.grid.file, table.grid.sheet, cell_name(address) if address != NO_CELL else None)
    stored = cells.stored[at]
    words = cell_text(stored)
    is_clear = reading.known or not words
    return Written("" if is_blank(words) else words, reading.value, place, is_clear)


def _problems(table: Table, read: dict[str, ReadColumn], cells: dict[str, CellColumn]) -> Iterator[Finding]:
    """A finding per cell that is not understood; in a list that goes up it must be mended."""
    for name, column in read.items():
        header = table.header_text(name)
        for at, slug, raw in column.problems():
            place = Place(table.grid.file, table.grid.sheet, cell_name(int(cells[name].addresses[at])))
            severity: Severity = "error"
            if name in PERSONAL_FIELDS and slug not in ("error-value", "not-calculated"):
                continue  # telephones are looked at below, more strictly
            if slug in _MILD:
                severity = "info" if slug == "assumed-century" else "warning"
            value = MASK if name in PERSONAL_FIELDS else str(raw)
            yield make_finding(f"cell.{slug}", place, value=value, severity=severity, header=header)


def _blanks(rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """A row without a group, and a group without a representative."""
    for row in rows:
        names = [row.cells[name] for name in NAMED_BY if name in row.cells]
        if all(name.is_clear and not name.text for name in names):
            yield make_finding("cell.required-blank", row.place("group_name", "group_id"), field="group_name")
        elif (person := row.cells.get("representative")) and person.is_clear and not _says(person.text):
            yield make_finding("cell.required-blank", person.place, severity="warning", field="representative")


def _people(rows: Sequence[SubmittedRow], letter: Letter) -> Iterator[Finding]:
    """More than the letter's number of representatives, and telephone numbers that cannot be one."""
    meeting = letter.meeting
    for row in rows:
        person = row.cells.get("representative")
        if person and person.is_clear and len(people_named(person.text)) > meeting.representatives_per_group:
            yield make_finding(
                "cell.several-representatives",
                person.place,
                value=MASK,
                count=len(people_named(person.text)),
                wanted=meeting.representatives_per_group,
                clause=meeting.clause,
            )
        phone = row.cells.get("phone")
        if phone and phone.is_clear and phone.text and not is_phone(phone.value or phone.text):
            yield make_finding("cell.unreadable-phone", phone.place, value=MASK, severity="warning", header="โทรศัพท์")


def _gaps(rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """Rows of a form below rows that were left empty."""
    for before, row in pairwise(rows):
        if row.row > before.row + 1:
            yield make_finding("form.gap", row.group_place, row=row.row, before=before.row)


def _typed_over(table: Table, rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """Cells of a form whose formula was typed over; not where a program took all formulas out."""
    formulas = table.grid.formulas
    if not formulas:
        return
    columns = {column for _, column in formulas}
    for name, column in table.columns.by_field.items():
        if column not in columns or name in TYPED_FIELDS[2:]:
            continue
        for row in rows:
            written = row.cells[name]
            if written.text and (row.row - 1, column) not in formulas:
                yield make_finding("form.typed-over", written.place, value=written.text, header=table.header_text(name))


def _read_head(table: Table) -> dict[str, Written]:
    """What stands beside the labels above a table: reporter, date, the officer who attends."""
    labels = {fold(text(f"form.head.{name}", lang)): name for name in HEAD_FIELDS for lang in LANGUAGES}
    grid, found = table.grid, {}
    for row in range(table.header.first_row):
        for column in range(grid.width):
            name = labels.get(fold(cell_text(grid.columns[column][row]).rstrip(" :")))
            if name and name not in found:
                found[name] = _beside(grid, row, column)
    return found


def _beside(grid: SheetGrid, row: int, column: int) -> Written:
    """The cell right of a label, past what the label is merged over."""
    ends = [right for top, left, bottom, right in grid.merges if top <= row <= bottom and left <= column <= right]
    at = (ends[0] if ends else column) + 1
    value = grid.columns[at][row] if at < grid.width else None
    place = Place(grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + at))
    if isinstance(value, CellError):
        return Written(str(value), None, place, is_clear=False)
    return Written(cell_text(value), value, place)


def _check_head(head: dict[str, Written], letter: Letter) -> Iterator[Finding]:
    """No officer named, and a date that cannot be, or is of the wrong era."""
    officer = head.get("officer")
    if letter.officer and officer and not _says(officer.text):
        wording = {lang: letter.officer.wording.to(lang) for lang in LANGUAGES}
        yield make_finding("cell.no-officer", officer.place, clause=letter.officer.clause, what=wording)
    date = head.get("date")
    if date and _says(date.text):
        yield from _check_date(date)


def _check_date(date: Written) -> Iterator[Finding]:
    stored = date.value
    if isinstance(stored, dt.date) and stored.year >= FIRST_BUDDHIST_YEAR:
        right = thai_date(dt.date(stored.year - BUDDHIST_OFFSET, stored.month, stored.day), "th")
        yield make_finding("cell.wrong-era-date", date.place, value=stored.strftime("%Y-%m-%d"), suggestion=right)
        return
    problem = read_date(stored).problem
    if problem == "year-out-of-range":
        yield make_finding("cell.wrong-era-date", date.place, value=date.text, suggestion="-")
    elif problem:
        yield make_finding("cell.impossible-date", date.place, value=date.text)


def _district_of_file(path: Path, scope: Scope) -> int | None:
    """The one district whose name stands in a file's name."""
    name = fold(path.stem)
    found = [ix for ix, district in enumerate(scope.districts) if fold(district.district) in name]
    longest = [ix for ix in found if not any(_holds(scope, other, ix) for other in found if other != ix)]
    if len(longest) == 1:
        return longest[0]
    return None if found else _index_of(_WORDS_AROUND.sub(" ", path.stem).strip(), scope)


def _holds(scope: Scope, longer: int, shorter: int) -> bool:
    """The name of one district holds the other's: บางปะกง in no name, but โพธิ์ in บ้านโพธิ์."""
    a, b = scope.districts[longer].district, scope.districts[shorter].district
    return b in a and a != b


def _of_code(code: str, scope: Scope) -> int | None:
    return next((ix for ix, district in enumerate(scope.districts) if district.code == code), None)


def _index_of(name: str, scope: Scope) -> int | None:
    found = resolve_district(name, scope.districts) if name else None
    return scope.districts.index(found) if found else None


def _of_titles(table: Table, head: dict[str, Written], scope: Scope) -> int | None:
    """The district that a line above the table names, the last such line; a labelled cell goes first."""
    if (said := head.get("district")) and (found := _index_of(said.text, scope)) is not None:
        return found
    for row in reversed(range(table.header.first_row)):
        for values in table.grid.columns:
            name = district_in_title(cell_text(values[row]), scope)
            if name and (found := _index_of(name, scope)) is not None:
                return found
    return None


def _of_column(table: Table, scope: Scope) -> int | None:
    """The first district that the table's own column names."""
    if "district" not in table.columns.by_field:
        return None
    rows = table.data_rows
    cells = [table_cells(table, name, rows).stored for name in ("province", "district")]
    named = [int(ix) for ix in settle_districts(cells[0], cells[1], scope).district_ix if ix >= 0]
    return named[0] if named else None
