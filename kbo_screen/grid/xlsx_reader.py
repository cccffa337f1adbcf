"""Reads an xlsx workbook: what its XML tells is looked at while the fast reader reads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from python_calamine import CalamineWorkbook

from kbo_screen.cores.threads import begin
from kbo_screen.grid.active_content import active_content
from kbo_screen.grid.calamine_grids import faults_refuse, read_grids, sheet_notices
from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.package import (
    broken_is_corrupt,
    check_package,
    is_utf16,
    with_names_apart,
    with_parts,
    without_macro_sheets,
)
from kbo_screen.grid.shared_texts import SHARED_TEXTS
from kbo_screen.grid.sheet_xml import are_large, is_sparse_trap
from kbo_screen.grid.stored_sheets import StoredSheet, stored_sheets
from kbo_screen.grid.styles_xml import Marks, read_marks
from kbo_screen.grid.xml_tree import Package

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from kbo_screen.grid.calamine_grids import Look
    from kbo_screen.grid.grid import SheetGrid
    from kbo_screen.grid.notices import Notice
    from kbo_screen.grid.scanned_sheets import ScannedSheet
    from kbo_screen.grid.sheet_facts import SheetFacts

#: A sheet whose XML is larger is scanned: a province's of 2,000 products takes 2 MB.
SCANNED_BYTES: Final = 2 * 1024**2
#: A sheet whose XML is smaller is looked at sooner than a thread begins.
_BESIDE_BYTES: Final = 64 * 1024


class _OpenWorkbook(NamedTuple):
    """A package that was checked, its sheets in order (None where nobody can say the part), its marks."""

    package: Package
    sheets: list[StoredSheet | None]
    marks: Marks


def read_xlsx(
    data: bytes,
    file: str,
    *,
    with_formulas: bool = False,
) -> tuple[list[SheetGrid], list[Notice]]:
    """The sheets in order, and what was noticed. Raises ReadError.

    A large sheet is scanned. What cannot be scanned is read by the fast reader, and no trap
    may reach it. A trap is small, or padded: a large sheet is looked at for one beside the
    reader. What a padded trap could do until it is seen, the limits of the process hold.
    """
    with broken_is_corrupt():
        book = _open(data)
        scans = _scan_large_sheets(book)
        _refuse_small_trap(_not_scanned(book, scans))
    with faults_refuse():
        # needs the interpreter: before the looking takes it
        data = _without_scanned(book, scans)
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    with book.package, ThreadPoolExecutor(max_workers=1) as pool, faults_refuse():
        looks = _begin_looks(pool, book, scans, with_formulas=with_formulas)
        grids = read_grids(workbook, file, looks, scans)
        facts = [look() if look else None for look in looks]
        _refuse_large_trap(_not_scanned(book, scans), filter(None, facts))
    notices = [
        *active_content(book.package.namelist()),
        *sheet_notices(workbook.sheet_names, facts),
    ]
    return grids, notices


def _open(data: bytes) -> _OpenWorkbook:
    check_package(data)
    package = with_names_apart(without_macro_sheets(Package(data)))
    sheets = stored_sheets(package)
    _refuse_utf16(filter(None, sheets))
    return _OpenWorkbook(package, sheets, read_marks(package))


def _scan_large_sheets(book: _OpenWorkbook) -> dict[int, ScannedSheet]:
    """The large sheets that are spelled as usual, by their places."""
    large_sheets = {
        number: sheet
        for number, sheet in enumerate(book.sheets)
        if sheet and sheet.part.file_size > SCANNED_BYTES
    }
    if not large_sheets:
        return {}
    # numpy takes longer to load than a small sheet to read
    from kbo_screen.grid.scanned_sheets import scan_sheets

    return scan_sheets(book.package, large_sheets, book.marks)


def _not_scanned(
    book: _OpenWorkbook,
    scans: Collection[int],
) -> list[StoredSheet]:
    """The worksheets that are left to the fast reader."""
    return [
        sheet
        for number, sheet in enumerate(book.sheets)
        if sheet and number not in scans
    ]


def _without_scanned(
    book: _OpenWorkbook,
    scans: Mapping[int, ScannedSheet],
) -> bytes:
    """What the fast reader needs to see: without sheets and shared texts where all sheets were scanned."""
    if len(scans) < len(book.sheets):
        return book.package.data
    contents = {sheet.part.filename: b"" for sheet in book.sheets if sheet}
    for part in book.package.namelist():
        if part.lower() == SHARED_TEXTS:
            contents[part] = b"<sst/>"
    return with_parts(book.package, contents)


def _refuse_utf16(sheets: Iterable[StoredSheet]) -> None:
    """The fast reader would find nothing in a sheet in UTF-16."""
    if any(is_utf16(sheet.package, sheet.part) for sheet in sheets):
        raise unreadable("corrupt")


def _refuse_small_trap(sheets: Sequence[StoredSheet]) -> None:
    small_sheets = [sheet for sheet in sheets if not sheet.is_large]
    _refuse_trap(small_sheets)


def _begin_looks(
    pool: Executor,
    book: _OpenWorkbook,
    scans: Mapping[int, ScannedSheet],
    *,
    with_formulas: bool,
) -> list[Look | None]:
    """What waits for the look at each sheet; a sheet that was scanned is not looked at again."""
    looks: list[Look | None] = []
    for number, sheet in enumerate(book.sheets):
        if sheet is None:
            looks.append(None)
        elif number in scans:
            looks.append(scans[number].look)
        else:
            look = partial(sheet.look, book.marks, with_formulas=with_formulas)
            is_small = sheet.part.file_size < _BESIDE_BYTES
            looks.append(cache(look) if is_small else begin(pool, look))
    return looks


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
