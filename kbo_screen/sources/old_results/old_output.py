"""Whether a file that a result would replace must be kept: somebody typed into it, or it is no result of ours.

Our own files are known by their marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from kbo_screen.findings import InputError
from kbo_screen.grid import custom_properties, document_parts
from kbo_screen.registry.document_mark import is_ours, mark_of
from kbo_screen.registry.typed_cells import PROPERTY, TypedCells, digest_of, read_mark
from kbo_screen.sources.workbooks import read_into, shared_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kbo_screen.grid import CellValue, SheetGrid, Workbook
    from kbo_screen.sources.workbooks import Reader

WhyKept: TypeAlias = Literal["typed", "foreign"]
#: What stands near the beginning of every text of ours, by the suffix of its file.
_MARKS: Final = {
    ".json": b'"schema": "kbo-screen/',
    ".html": b'name="generator" content="kbo-screen"',
}
_WORKBOOK_SUFFIX: Final = ".xlsx"
_CONFIG_SUFFIX: Final = ".toml"
_HEAD_BYTES: Final = 16 * 1024


def kept_files(
    new_by_old: Mapping[Path, Path],
    *,
    reader: Reader | None = None,
) -> dict[Path, WhyKept]:
    """The old files that must not be lost when new ones take their places, and `why_kept`.

    Many workbooks are looked at by several processes. reader: opens them; one without
    passwords where none is given.
    """
    reader = reader or shared_reader()
    workbooks = [old for old in new_by_old if old.suffix == _WORKBOOK_SUFFIX]
    reader.plan(workbooks, work=_why_opened_is_kept)
    reasons: dict[Path, WhyKept] = {}
    for old, new in new_by_old.items():
        reason = why_kept(old, new, reader=reader)
        if reason:
            reasons[old] = reason
    return reasons


def why_kept(
    old: Path,
    new: Path,
    *,
    reader: Reader | None = None,
) -> WhyKept | None:
    """Why an old file must not be lost when a new one takes its place; None where nothing is lost.

    "typed": somebody typed into cells that are for people, or beside what was written.
    "foreign": it could not be read or is no result of ours. old, new: files of one suffix.
    reader: opens the old one; one without passwords where none is given.
    """
    if old.suffix == _WORKBOOK_SUFFIX:
        return _why_workbook_is_kept(old, reader)
    if old.suffix == ".docx":
        return _why_document_is_kept(old)
    return None if _is_of_one_kind(old, new) else "foreign"


def _why_workbook_is_kept(
    old: Path,
    reader: Reader | None,
) -> WhyKept | None:
    try:
        return read_into(old, _why_opened_is_kept, reader)
    except InputError:
        return "foreign"


def _why_opened_is_kept(workbook: Workbook, old: Path) -> WhyKept | None:
    """Why a workbook is kept that was read, in whichever process."""
    cells_of_sheets = list(cells_for_people(old))
    if not cells_of_sheets:
        return "foreign"
    if _has_another_sheet(workbook, cells_of_sheets):
        return "typed"
    if any(_is_typed_into(workbook, cells) for cells in cells_of_sheets):
        return "typed"
    return None


def _why_document_is_kept(old: Path) -> WhyKept | None:
    """A letter of ours is kept as soon as a word processor has saved it: somebody filled it in."""
    document = document_parts(old)
    if document is None or not is_ours(document.identifier):
        return "foreign"
    return None if document.identifier == mark_of(document.body) else "typed"


def cells_for_people(
    path: Path,
    reader: Reader | None = None,
) -> Iterator[TypedCells]:
    """The marks in a workbook's properties: which cells of a sheet are for people. reader: knows its password."""
    password = reader.password_of(path) if reader else None
    for name, text in custom_properties(path, password).items():
        cells = read_mark(text) if name.startswith(PROPERTY) else None
        if cells is not None:
            yield cells


def _has_another_sheet(
    workbook: Workbook,
    cells_of_sheets: Iterable[TypedCells],
) -> bool:
    """A sheet in sight holds something that we did not write."""
    names = {cells.sheet for cells in cells_of_sheets}
    return any(
        grid.height and grid.sheet not in names for grid in workbook.visible_sheets
    )


def _is_typed_into(workbook: Workbook, cells: TypedCells) -> bool:
    """The cells hold something else than what was written; of a sheet that is gone nobody knows."""
    for grid in workbook.sheets:
        if grid.sheet == cells.sheet:
            return digest_of(_values(grid, cells)) != cells.digest
    return True


def _values(grid: SheetGrid, cells: TypedCells) -> Iterator[CellValue]:
    """What stands in some cells of a sheet, column by column."""
    for column in grid.columns[cells.columns.start : cells.columns.stop]:
        yield from column[cells.rows.start : cells.rows.stop]


def _is_of_one_kind(old: Path, new: Path) -> bool:
    """Two texts are results of one kind: they begin alike, or with our mark. A config is typed: it is never."""
    old_head = head_of(old)
    new_head = head_of(new)
    if old_head is None or new_head is None:
        return False
    if old.suffix == _CONFIG_SUFFIX:
        return False
    mark = _MARKS.get(old.suffix)
    if mark is None:
        return _first_line(old_head) == _first_line(new_head)
    return mark in old_head


def head_of(path: Path) -> bytes | None:
    """The beginning of a file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return None


def _first_line(head: bytes) -> bytes:
    return head.partition(b"\n")[0]
