"""Reads an xlsx workbook: what its XML tells is looked at while the fast reader reads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZipFile, ZipInfo

from python_calamine import CalamineWorkbook

from kbo_screen.grid.active_content import active_content
from kbo_screen.grid.calamine_grids import faults_refuse, read_grids, sheet_notices
from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.package import (
    broken_is_corrupt,
    check_package,
    is_utf16,
    sheet_parts,
    with_names_apart,
    without_macro_sheets,
)
from kbo_screen.grid.sheet_extras import SheetExtras, read_extras
from kbo_screen.grid.sheet_xml import are_large, is_sparse_trap, look_at_sheet
from kbo_screen.grid.styles_xml import Marks, read_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from kbo_screen.grid.calamine_grids import Look
    from kbo_screen.grid.grid import SheetGrid
    from kbo_screen.grid.notices import Notice
    from kbo_screen.grid.sheet_facts import SheetFacts

#: A sheet whose XML is larger is looked at for a trap while it is read: a province's
#: takes about 3 MB.
LARGE_SHEET_BYTES: Final = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A worksheet as its part of the package holds it, and what lies beside it."""

    package: ZipFile
    part: ZipInfo
    extras: SheetExtras

    @property
    def is_large(self) -> bool:
        """Looking at it for a trap would take as long as a third of the reading."""
        return self.part.file_size > LARGE_SHEET_BYTES

    def open_part(self) -> IO[bytes]:
        """The XML, from its beginning."""
        return self.package.open(self.part)

    def look(
        self,
        marks: Marks,
        *,
        with_formulas: bool,
    ) -> SheetFacts:
        """What the XML tells, and what lies beside it."""
        facts = look_at_sheet(self.open_part, marks, with_formulas=with_formulas)
        facts.notes = self.extras.notes
        facts.pivots = self.extras.pivots
        return facts


def read_xlsx(
    data: bytes,
    file: str,
    *,
    with_formulas: bool = False,
) -> tuple[list[SheetGrid], list[Notice]]:
    """The sheets in order, and what was noticed. Raises ReadError.

    A trap must never reach the fast reader. A trap is small, or padded: a large sheet is
    looked at for one beside the reader. What a padded trap could do until it is seen,
    the limits of the process hold.
    """
    with broken_is_corrupt():
        check_package(data)
        data = with_names_apart(without_macro_sheets(data))
        package = ZipFile(BytesIO(data))
        sheets = _stored_sheets(package)
        marks = read_marks(package)
        stored_sheets = [sheet for sheet in sheets if sheet]
        _refuse_utf16(stored_sheets)
        _refuse_small_trap(stored_sheets)
    with faults_refuse():
        # needs the interpreter: before the looking takes it
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    with package, ThreadPoolExecutor(max_workers=1) as pool, faults_refuse():
        looks = _begin_looks(pool, sheets, marks, with_formulas=with_formulas)
        grids = read_grids(workbook, file, looks)
        facts = [look() if look else None for look in looks]
        _refuse_large_trap(stored_sheets, filter(None, facts))
    notices = [
        *active_content(package.namelist()),
        *sheet_notices(workbook.sheet_names, facts),
    ]
    return grids, notices


def _stored_sheets(package: ZipFile) -> list[StoredSheet | None]:
    """Every sheet in the order of the workbook; None where nobody can say its part."""
    sheets: list[StoredSheet | None] = []
    for _, part in sheet_parts(package):
        if part is None:
            sheets.append(None)
        else:
            extras = read_extras(package, part.filename)
            sheets.append(StoredSheet(package, part, extras))
    return sheets


def _refuse_utf16(sheets: Sequence[StoredSheet]) -> None:
    """The fast reader would find nothing in a sheet in UTF-16."""
    if any(is_utf16(sheet.package, sheet.part) for sheet in sheets):
        raise unreadable("corrupt")


def _refuse_small_trap(sheets: Sequence[StoredSheet]) -> None:
    small_sheets = [sheet for sheet in sheets if not sheet.is_large]
    _refuse_trap(small_sheets)


def _begin_looks(
    pool: Executor,
    sheets: Sequence[StoredSheet | None],
    marks: Marks,
    *,
    with_formulas: bool,
) -> list[Look | None]:
    """What waits for the look at each sheet."""
    looks: list[Look | None] = []
    for sheet in sheets:
        if sheet is None:
            looks.append(None)
        else:
            look = partial(sheet.look, marks, with_formulas=with_formulas)
            looks.append(_look_beside(pool, look))
    return looks


def _look_beside(pool: Executor, look: Look) -> Look:
    """Begin a look in a thread; where none can be started, it is done when it is asked for."""
    try:
        return pool.submit(look).result
    except RuntimeError:
        return cache(look)


def _refuse_large_trap(
    sheets: Sequence[StoredSheet],
    facts_of_sheets: Iterable[SheetFacts],
) -> None:
    """Refuse a trap in a large sheet, whose facts say that a closer look is needed."""
    if not any(sheet.is_large for sheet in sheets):
        return
    if are_large(facts.extent for facts in facts_of_sheets):
        _refuse_trap(sheets)


def _refuse_trap(sheets: Sequence[StoredSheet]) -> None:
    if is_sparse_trap([sheet.open_part for sheet in sheets]):
        raise unreadable("sparse")
