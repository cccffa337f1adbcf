"""Reads what districts send back: our form in any version, or a table of their own.

Knows where a form keeps its stamp and how a district is named. Refuses to compare anything with the registry.
"""

from __future__ import annotations

import datetime as dt
import glob
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import NOT_CALCULATED, column_of
from kbo_screen.registry.form_stamp import STAMP_SHEET, FormStamp, read_stamp
from kbo_screen.registry.registry import InputFile
from kbo_screen.registry.submission import (
    CellEntry,
    DistrictFrom,
    Submission,
    SubmittedRow,
)
from kbo_screen.sources.cell_fills import check_fills
from kbo_screen.sources.cells import read_column
from kbo_screen.sources.column_names import by_hand_of, mapped_by_hand, nearest_headers
from kbo_screen.sources.columns import letter_years
from kbo_screen.sources.letter_years import clear_other_years, projects_of_letter
from kbo_screen.sources.submission_cells import (
    NAMED_BY,
    blank_cells,
    check_gaps,
    check_people,
    check_typed_over,
    problems_of_list,
    share_people,
    with_people_behind,
    with_surnames,
    with_telephones,
    written,
)
from kbo_screen.sources.submission_district import (
    check_districts,
    district_in_name,
    district_of_code,
    district_of_file,
    district_of_titles,
    districts_of_rows,
    rows_by_district,
    several_districts,
)
from kbo_screen.sources.submission_head import check_head, read_head
from kbo_screen.sources.submission_rows import holds_reserves, rows_of_list
from kbo_screen.sources.table_checks import check_shape, hidden_sheets
from kbo_screen.sources.table_finder import find_table
from kbo_screen.sources.table_rows import table_cells
from kbo_screen.sources.table_search import TableSearch
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.table import Table

#: Files that systems leave in a folder; nobody sent them.
_OF_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


def find_submissions(paths: Iterable[Path]) -> list[Path]:
    """The files that files, folders and patterns name, each once, in order; of a folder all that was sent.

    What is no spreadsheet is among them, for its district has sent something, and hears why it cannot be read. Lock
    files (~$), hidden files and files of the system are left out. A pattern that finds nothing stays as it is.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if _is_sent(file, path))
        elif not path.exists() and glob.has_magic(str(path)):
            found += sorted(map(Path, glob.glob(str(path), recursive=True))) or [path]  # noqa: PTH207 - may be absolute
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _is_sent(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    is_of_system = file.name.lower() in _OF_SYSTEM or any(
        part.startswith((".", "__MACOSX")) for part in parts
    )
    return file.is_file() and not file.name.startswith("~$") and not is_of_system


def read_submission(
    path: Path,
    letter: Letter,
    scope: Scope,
    *,
    district_ix: int | None = None,
    columns: Mapping[str, str] | None = None,
    today: dt.date | None = None,
) -> list[Submission]:
    """The submissions of one file, one per district named in it; never fails: what is wrong are its findings.

    district_ix: the district that the user says every file is of, for files that name none. columns: field -> header,
    mapped by hand. today: the day of the run, after which no list is dated; the clock's where none is given.
    """
    try:
        workbook = read_workbook(path, with_formulas=True)
    except InputError as error:
        named = district_of_file(path, scope)
        return [
            Submission(
                path.name,
                findings=error.findings,
                is_readable=False,
                named_district_ix=named,
                district_ix=named,
                path=path,
            )
        ]
    saved = dt.datetime.fromtimestamp(workbook.modified, dt.UTC).astimezone()
    stamp = _stamp(workbook)
    by_hand = by_hand_of(columns or {})
    reader = _Reader(
        workbook, path, letter, scope, stamp, saved, district_ix, by_hand, today
    )
    return [replace(one, path=path) for one in reader.read()]


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
        by_hand: Mapping[str, Sequence[str]],
        today: dt.date | None,
    ) -> None:
        self.workbook, self.letter, self.scope, self.stamp = (
            workbook,
            letter,
            scope,
            stamp,
        )
        self.saved, self.said_ix, self.by_hand = saved, said_ix, by_hand
        self.today = today
        self.named_ix = district_of_file(path, scope)
        self.input = InputFile(
            workbook.file,
            workbook.sha256,
            workbook.size_bytes,
            sum(
                grid.height for grid in workbook.sheets if grid.visibility == "visible"
            ),
            "submission",
        )

    def read(self) -> list[Submission]:
        """One submission per district whose table stands in the workbook."""
        tables: list[Table] = []
        reserves: list[Finding] = []
        search = TableSearch(
            self.scope, letter_years(self.letter), self.by_hand, letters_fill=True
        )
        for grid in self.workbook.visible_sheets:
            if holds_reserves(grid.sheet):
                reserves.append(
                    make_finding("table.reserves", Place(grid.file, grid.sheet))
                )
                continue
            read = _without_uncalculated(grid) if self.stamp else grid
            table = find_table(read, search)
            if table:
                tables.append(table)
        useful = [
            table
            for table in tables
            if any(name in table.columns.by_field for name in NAMED_BY)
        ]
        if not useful:
            return [self._unreadable(tables)]
        lists = [one for table in useful for one in self._of_table(table)]
        with_rows = [one for one in lists if one.rows] or lists[:1]
        first = replace(with_rows[0], findings=(*with_rows[0].findings, *reserves))
        return [first, *with_rows[1:]]

    def _unreadable(self, tables: list[Table]) -> Submission:
        """No table names groups: which header comes nearest."""
        if tables:
            table = max(tables, key=lambda table: len(table.columns.by_field))
            place = Place(
                table.grid.file, table.grid.sheet, str(table.header.last_row + 1)
            )
            nearby = ", ".join(nearest_headers("group_name", table)) or "-"
            finding = make_finding("table.no-group-column", place, suggestion=nearby)
        else:
            finding = make_finding("table.no-list", Place(self.workbook.file))
        return Submission(
            self.workbook.file,
            self.input,
            findings=(finding, *workbook_findings(self.workbook), *self._unseen()),
            is_readable=False,
            mapped_by_hand=frozenset().union(*map(mapped_by_hand, tables)),
            district_ix=self.named_ix if self.named_ix is not None else self.said_ix,
            named_district_ix=self.named_ix,
            saved=self.saved,
        )

    def _unseen(self) -> list[Finding]:
        """Hidden sheets; a form has some by design."""
        return [] if self.stamp else list(hidden_sheets(self.workbook))

    def _coloured(self, table: Table) -> list[Finding]:
        """Rows that somebody marked with a colour; a form has colours by design."""
        return [] if self.stamp else list(check_fills(table))

    def _of_table(self, table: Table) -> Iterator[Submission]:
        """One submission per district of a table; what is wrong with its head is said in each."""
        head = read_head(table)
        rows, noticed = rows_of_list(table, is_form=self.stamp is not None)
        named = districts_of_rows(table, rows, self.scope)
        district_ix, source, splits = self._district(table, head, named)
        place = Place(table.grid.file, table.grid.sheet)
        noticed += [*self._unseen(), *check_shape(table), *self._coloured(table)]
        noticed += check_head(head, self.letter, self.today, place)
        for own_ix, of_part in rows_by_district(
            named, district_ix, splits=splits
        ).items():
            read, findings = self._rows(table, rows[of_part])
            findings += check_districts(
                read, [named[at] for at in of_part], own_ix, self.scope
            )
            if own_ix is None:
                names = ", ".join(
                    district.district for district in self.scope.districts[:12]
                )
                findings.append(
                    make_finding("table.no-district", place, suggestion=names)
                )
            of_source = (
                source
                if own_ix == district_ix
                else "column"
                if "district" in table.columns.by_field
                else "title"
            )
            yield self._submission(
                table, head, read, [*noticed, *findings], own_ix, of_source
            )

    def _submission(
        self,
        table: Table,
        head: dict[str, CellEntry],
        rows: list[SubmittedRow],
        findings: list[Finding],
        district_ix: int | None,
        district_from: DistrictFrom | None,
    ) -> Submission:
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
            (*workbook_findings(self.workbook), *findings),
            mapped_by_hand=mapped_by_hand(table),
            named_district_ix=self.named_ix,
        )

    def _district(
        self, table: Table, head: dict[str, CellEntry], named: list[int | None]
    ) -> tuple[int | None, DistrictFrom | None, bool]:
        """The district of a list: its form, a title above it, its column, the sheet's name, the file's, the user's.

        And whether its rows are of several: a column names some and nothing else says whose list it is, or titles
        stand between the rows.
        """
        if (
            self.stamp
            and (found := district_of_code(self.stamp.district, self.scope)) is not None
        ):
            return found, "form", False
        sheet = district_in_name(table.grid.sheet or "", self.scope)
        column = [ix for ix in named if ix is not None and ix >= 0]
        known = (sheet, self.named_ix, self.said_ix)
        ways: tuple[tuple[DistrictFrom, int | None], ...] = (
            ("title", district_of_titles(table, head, self.scope)),
            (
                "column",
                next((ix for ix in known if ix in column), next(iter(column), None)),
            ),
            ("sheet", sheet),
            ("file", self.named_ix),
            ("option", self.said_ix),
        )
        ix, way = next(((ix, way) for way, ix in ways if ix is not None), (None, None))
        if "district" not in table.columns.by_field:
            return ix, "title" if way == "column" else way, True
        return ix, way, way == "column" and several_districts(named, known)

    def _rows(
        self, table: Table, rows: np.ndarray
    ) -> tuple[list[SubmittedRow], list[Finding]]:
        """The rows that name or should name a group, and what is wrong in their cells."""
        names: list[str] = [name for name in FIELDS if name in table.columns.by_field]
        cells = {name: table_cells(table, name, rows) for name in names}
        read = {name: read_column(name, cells[name]) for name in names}
        years = letter_years(self.letter)
        if "other_project" in read:
            projects = projects_of_letter(read["other_project"], years)
            read["other_project"] = clear_other_years(projects, years)
        found = [
            SubmittedRow(
                int(rows[at]) + 1,
                {name: written(table, cells[name], read[name], at) for name in names},
            )
            for at in range(len(rows))
        ]
        found = share_people(
            with_telephones(with_surnames(table, with_people_behind(table, found)))
        )
        findings = [
            *problems_of_list(table, read, cells, years),
            *blank_cells(table, found, self.letter),
            *check_people(table, found, self.letter),
        ]
        if self.stamp:
            findings += [*check_gaps(table, found), *check_typed_over(table, found)]
        return found, findings


def _stamp(workbook: Workbook) -> FormStamp | None:
    """The hidden part of a form, wherever its sheet stands."""
    for grid in workbook.sheets:
        if grid.sheet == STAMP_SHEET and grid.width > 1:
            return read_stamp(
                {
                    cell_text(name): cell_text(value)
                    for name, value in zip(*grid.columns[:2], strict=True)
                }
            )
    return None


def _without_uncalculated(grid: SheetGrid) -> SheetGrid:
    """The sheet of a form, a formula that was never calculated taken as blank: the group's name says the same."""
    columns = [
        column_of(None if value == NOT_CALCULATED else value for value in column)
        for column in grid.columns
    ]
    return replace(grid, columns=columns)
