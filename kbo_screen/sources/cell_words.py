"""The words that stand in single cells of a file, as they were typed: what a reading is shown beside.

Knows how an address becomes a position. Refuses to read any meaning into the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kbo_screen.findings import Place

_CELL: Final = re.compile(r"^([A-Z]+)([0-9]+)$")
_LETTERS: Final = 26


def words_in_cells(
    paths: Iterable[Path], places: Collection[Place]
) -> dict[Place, str]:
    """By place, what is typed in its cell; blanks, and cells of other files, are left out."""
    words: dict[Place, str] = {}
    for path in paths:
        of_file = [place for place in places if place.file == path.name and place.cell]
        if not of_file:
            continue
        sheets = {sheet.sheet: sheet for sheet in read_workbook(path).sheets}
        for place in of_file:
            row, column = _position(str(place.cell))
            sheet = sheets.get(place.sheet)
            if sheet is None or column >= sheet.width or row >= sheet.height:
                continue
            value = sheet.columns[column][row]
            if value is not None and str(value).strip():
                words[place] = f"{value:g}" if isinstance(value, float) else str(value)
    return words


def _position(cell: str) -> tuple[int, int]:
    """Row and column of an address, both from 0.

    >>> _position("AB5")
    (4, 27)
    """
    letters, row = _CELL.fullmatch(cell).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(row) - 1, column - 1
