"""Reads what districts send back: our form in any version, or a table of their own.

Knows where a form keeps its stamp and how a district is named. Refuses to compare anything with the registry.
"""

from __future__ import annotations

import datetime as dt
import glob
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.screening.registry import InputFile
from kbo_screen.screening.submissions.form_stamp import STAMP_SHEET, FormStamp, read_stamp
from kbo_screen.screening.submissions.submission import (
    TYPED_FIELDS,
    DistrictFrom,
    Submission,
    SubmittedRow,
    Written,
)
from kbo_screen.sources.cells import read_column
from kbo_screen.sources.products import table_cells
from kbo_screen.sources.row_kinds import DATA, NOTE
from kbo_screen.sources.spreadsheet import NOT_CALCULATED, column_of, read_workbook
from kbo_screen.sources.submission_cells import (
    NAMED_BY,
    blank_cells,
    check_gaps,
    check_people,
    check_typed_over,
    problems_of_list,
    says,
    written,
)
from kbo_screen.sources.submission_district import (
    WORDS_AROUND,
    district_named,
    district_of_code,
    district_of_column,
    district_of_file,
    district_of_titles,
)
from kbo_screen.sources.submission_head import check_head, read_head
from kbo_screen.sources.table import Table, find_table, nearest_headers
from kbo_screen.sources.table_checks import check_shape, hidden_sheets
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.spreadsheet import SheetGrid, Workbook

#: Suffixes of the files that are taken from a folder.
SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".htm", ".html"})
_NOT_A_GROUP: Final = re.compile(r"^(?:หมายเหตุ|ลงชื่อ|ตำแหน่ง|วันที่|note|signed|\(|\.{3})", re.IGNORECASE)


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
        named = district_of_file(path, scope)
        return [
            Submission(
                path.name, findings=error.findings, is_readable=False, named_district_ix=named, district_ix=named
            )
        ]
    saved = dt.datetime.fromtimestamp(workbook.modified, dt.UTC)
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
        self.named_ix = district_of_file(path, scope)
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
            table = find_table(
                _without_uncalculated(grid) if self.stamp else grid, self.scope, self.letter.star_year_be, {}
            )
            if table:
                tables.append(table)
        useful = [table for table in tables if any(name in table.columns.by_field for name in NAMED_BY)]
        if not useful:
            return [self._unreadable(tables)]
        found = [self._submission(table) for table in useful]
        return [one for one in found if one.rows] or found[:1]

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
            findings=(finding, *self.workbook.findings, *self._unseen()),
            is_readable=False,
            district_ix=self.named_ix if self.named_ix is not None else self.said_ix,
            named_district_ix=self.named_ix,
            saved=self.saved,
        )

    def _unseen(self) -> list[Finding]:
        """Hidden sheets; a form has some by design."""
        return [] if self.stamp else list(hidden_sheets(self.workbook))

    def _submission(self, table: Table) -> Submission:
        head = read_head(table)
        rows, findings = self._rows(table)
        findings += [*self._unseen(), *check_shape(table)]
        district_ix, district_from = self._district(table, head)
        place = Place(table.grid.file, table.grid.sheet)
        if district_ix is None:
            names = ", ".join(district.district for district in self.scope.districts[:12])
            findings.append(make_finding("table.no-district", place, suggestion=names))
        findings += check_head(head, self.letter)
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
        if self.stamp and (found := district_of_code(self.stamp.district, self.scope)) is not None:
            return found, "form"
        sheet = WORDS_AROUND.sub(" ", table.grid.sheet or "").strip()
        ways: tuple[tuple[DistrictFrom, int | None], ...] = (
            ("title", district_of_titles(table, head, self.scope)),
            ("column", district_of_column(table, self.scope)),
            ("sheet", district_named(sheet, self.scope)),
            ("file", self.named_ix),
            ("option", self.said_ix),
        )
        return next(((ix, way) for way, ix in ways if ix is not None), (None, None))

    def _rows(self, table: Table) -> tuple[list[SubmittedRow], list[Finding]]:
        """The rows that name or should name a group, and what is wrong in their cells."""
        rows = _sheet_rows(table, is_form=self.stamp is not None)
        names: list[str] = [name for name in FIELDS if name in table.columns.by_field]
        cells = {name: table_cells(table, name, rows) for name in names}
        read = {name: read_column(name, cells[name]) for name in names}
        found = [
            SubmittedRow(int(rows[at]) + 1, {name: written(table, cells[name], read[name], at) for name in names})
            for at in range(len(rows))
        ]
        findings = [
            *problems_of_list(table, read, cells),
            *blank_cells(found),
            *check_people(table, found, self.letter),
        ]
        if self.stamp:
            findings += [*check_gaps(found), *check_typed_over(table, found)]
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
    columns = [column_of(None if value == NOT_CALCULATED else value for value in column) for column in grid.columns]
    return replace(grid, columns=columns)


def _sheet_rows(table: Table, *, is_form: bool) -> np.ndarray:
    """Sheet rows (from 0) that are filled in. Of a form all in which something was typed; of a table its data."""
    start = table.header.last_row + 1
    by_field = table.columns.by_field
    typed = [by_field[name] for name in TYPED_FIELDS if name in by_field]
    if is_form:
        rows = range(start, table.grid.height)
        return np.array([r for r in rows if any(says(table.grid.columns[c][r]) for c in typed)], dtype=np.int64)
    kinds = table.kinds.copy()
    named = [by_field[name] for name in NAMED_BY if name in by_field]
    for row in range(start, table.grid.height):  # a lone name right below a row of data is one more group
        before = row == start or kinds[row - 1] == DATA
        words = [cell_text(table.grid.columns[c][row]) for c in named]
        if kinds[row] == NOTE and before and any(words) and not _NOT_A_GROUP.match("".join(words)):
            kinds[row] = DATA
    return np.flatnonzero(kinds == DATA)
