"""The words that stand in single cells of a file, as they were typed: what a reading is shown beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.grid import position_of
from kbo_screen.sources.cells.sheet_cells import value_at
from kbo_screen.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kbo_screen.findings import Place
    from kbo_screen.grid import CellValue
    from kbo_screen.sources.workbooks import Reader


def words_in_cells(
    paths: Iterable[Path],
    places: Collection[Place],
    *,
    reader: Reader | None,
) -> dict[Place, str]:
    """By place, what is typed in its cell; blanks, and cells of other files, are left out.

    reader: opens the files; one without passwords where none is given.
    """
    words: dict[Place, str] = {}
    for path in paths:
        places_of_file = [place for place in places if place.file == path.name]
        places_of_cells = [place for place in places_of_file if place.cell]
        if places_of_cells:
            words |= _words_in_file(path, places_of_cells, reader)
    return words


def _words_in_file(
    path: Path,
    places: Collection[Place],
    reader: Reader | None,
) -> dict[Place, str]:
    sheets = read_workbook(path, reader).sheets
    grids = {grid.sheet: grid for grid in sheets}
    words = {}
    for place in places:
        grid = grids.get(place.sheet)
        if grid is None:
            continue
        value = value_at(grid, *position_of(str(place.cell)))
        if value is not None and str(value).strip():
            words[place] = _as_typed(value)
    return words


def _as_typed(value: CellValue) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
