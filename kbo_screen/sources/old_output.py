"""Whether a file that a result would replace must be kept: somebody typed into it, or it is no result of ours.

Knows the marks of our own files. Refuses to know what a result holds.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

from kbo_screen.findings import InputError
from kbo_screen.grid import custom_properties
from kbo_screen.registry.typed_cells import PROPERTY, TypedCells, digest_of, read_mark
from kbo_screen.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.grid import CellValue, SheetGrid, Workbook

#: What stands near the beginning of every text of ours, by the suffix of its file.
_MARKS: Final = {
    ".json": b'"schema": "kbo-screen/',
    ".html": b'name="generator" content="kbo-screen"',
}
_HEAD_BYTES: Final = 16 * 1024


def why_kept(old: Path, new: Path) -> Literal["typed", "foreign"] | None:
    """Why an old file must not be lost when a new one takes its place; None where nothing is lost.

    "typed": somebody typed into cells that are for people, or beside what was written. "foreign": it could not be read
    or is no result of ours. old, new: files of one suffix.
    """
    if old.suffix == ".xlsx":
        return _why_workbook_is_kept(old)
    return None if _is_of_one_kind(old, new) else "foreign"


def _why_workbook_is_kept(old: Path) -> Literal["typed", "foreign"] | None:
    try:
        workbook = read_workbook(old)
    except InputError:
        return "foreign"
    marked = [
        cells
        for name, text in custom_properties(old).items()
        if name.startswith(PROPERTY) and (cells := read_mark(text)) is not None
    ]
    if not marked:
        return "foreign"
    is_typed = _has_another_sheet(workbook, marked) or any(
        _is_typed_into(workbook, cells) for cells in marked
    )
    return "typed" if is_typed else None


def _has_another_sheet(workbook: Workbook, marked: list[TypedCells]) -> bool:
    """A sheet in sight holds something that we did not write."""
    names = {cells.sheet for cells in marked}
    return any(
        grid.height and grid.sheet not in names for grid in workbook.visible_sheets
    )


def _is_typed_into(workbook: Workbook, cells: TypedCells) -> bool:
    """The cells hold something else than what was written; of a sheet that is gone nobody knows."""
    grid = next((grid for grid in workbook.sheets if grid.sheet == cells.sheet), None)
    return grid is None or digest_of(_values(grid, cells)) != cells.digest


def _values(grid: SheetGrid, cells: TypedCells) -> chain[CellValue]:
    """What stands in some cells of a sheet."""
    last_column = grid.width if cells.last_column is None else cells.last_column + 1
    last_row = grid.height if cells.last_row is None else cells.last_row + 1
    columns = grid.columns[cells.first_column : last_column]
    return chain.from_iterable(column[cells.first_row : last_row] for column in columns)


def _is_of_one_kind(old: Path, new: Path) -> bool:
    """Two texts are results of one kind: they begin alike, or with our mark. A config is typed: it is never."""
    old_head, new_head = (_head(path) for path in (old, new))
    if old_head is None or new_head is None:
        return False
    if old.suffix == ".csv":
        return old_head.partition(b"\n")[0] == new_head.partition(b"\n")[0]
    mark = _MARKS.get(old.suffix)
    return mark is not None and mark in old_head


def _head(path: Path) -> bytes | None:
    """The beginning of a file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return None
