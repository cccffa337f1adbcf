"""What a letter in a symbol font shows: a tick, a cross, a box.

Knows the places of these signs in the fonts that Windows has. Refuses to know what a tick means.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.grid.grid import CellValue, Column
    from kbo_screen.grid.sheet_facts import Position

TICK, CROSS, BOX, TICKED_BOX, CROSSED_BOX = "✓", "✗", "☐", "☑", "☒"
#: By font, the character that is stored -> what a person sees.
SHOWN: Final = {
    "wingdings": {
        "ü": TICK, "û": CROSS, "o": BOX, "¨": BOX, "q": BOX, "þ": TICKED_BOX, "ý": CROSSED_BOX, "x": CROSSED_BOX,
    },
    "wingdings 2": {
        "P": TICK, "O": CROSS, "£": BOX, "R": TICKED_BOX, "Q": CROSSED_BOX, "S": CROSSED_BOX, "T": CROSSED_BOX,
    },
    "webdings": {"a": TICK, "r": CROSS, "c": BOX},
    "marlett": {"a": TICK, "b": TICK, "r": CROSS},
}  # fmt: skip
#: Word and Excel store a symbol also as its place in the font, behind this one.
_PRIVATE_USE: Final = 0xF000


def with_symbols(columns: list[Column], fonts: Mapping[Position, str]) -> list[Column]:
    """The columns with the texts of these cells as a person sees them."""
    by_column: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for (row, column), font in fonts.items():
        if column < len(columns) and row < len(columns[column]):
            by_column[column].append((row, font))
    shown = list(columns)
    for column, cells in by_column.items():
        shown[column] = _with_signs(columns[column], cells)
    return shown


def _with_signs(column: Column, cells: list[tuple[int, str]]) -> Column:
    """One column with these rows' texts in these fonts; each different sign is stored once."""
    codes, distinct = column.codes[:], list(column.distinct)
    places: dict[CellValue, int] = {}
    for row, font in cells:
        text = column[row]
        if type(text) is not str:
            continue
        sign = shown_symbol(text, font)
        if sign == text:
            continue
        if sign not in places:
            places[sign] = len(distinct)
            distinct.append(sign)
        codes[row] = places[sign]
    return replace(column, codes=codes, distinct=distinct)


def shown_symbol(text: str, font: str) -> str:
    r"""What stands there for the eye: signs that are known, as the signs of Unicode; all else as it is.

    >>> shown_symbol("ü", "wingdings"), shown_symbol("\uf052", "wingdings 2"), shown_symbol("z", "webdings")
    ('✓', '☑', 'z')
    """
    signs = SHOWN.get(font, {})
    return "".join(signs.get(_plain(character), character) for character in text)


def _plain(character: str) -> str:
    place = ord(character)
    return (
        chr(place - _PRIVATE_USE)
        if _PRIVATE_USE < place <= _PRIVATE_USE + 0xFF
        else character
    )
