"""What a letter in a symbol font shows: a tick, a cross, a box."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.grid.grid import Column, Position

TICK = "✓"
CROSS = "✗"
BOX = "☐"
TICKED_BOX = "☑"
CROSSED_BOX = "☒"
#: By font, the character that is stored -> what a person sees.
SIGNS: Final = {
    "wingdings": {
        "ü": TICK,
        "û": CROSS,
        "o": BOX,
        "¨": BOX,
        "q": BOX,
        "þ": TICKED_BOX,
        "ý": CROSSED_BOX,
        "x": CROSSED_BOX,
    },
    "wingdings 2": {
        "P": TICK,
        "O": CROSS,
        "£": BOX,
        "R": TICKED_BOX,
        "Q": CROSSED_BOX,
        "S": CROSSED_BOX,
        "T": CROSSED_BOX,
    },
    "webdings": {
        "a": TICK,
        "r": CROSS,
        "c": BOX,
    },
    "marlett": {
        "a": TICK,
        "b": TICK,
        "r": CROSS,
    },
}
#: Word and Excel store a symbol also as its place in the font, behind this one.
_PRIVATE_USE: Final = 0xF000
_LAST_PLACE: Final = 0xFF


def with_symbols(
    columns: list[Column],
    fonts: Mapping[Position, str],
) -> list[Column]:
    """The columns with the texts of these cells as a person sees them."""
    fonts_by_column: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), font in fonts.items():
        if column < len(columns) and row < len(columns[column]):
            fonts_by_column[column][row] = font
    seen_columns = list(columns)
    for column, fonts_by_row in fonts_by_column.items():
        seen_columns[column] = _with_signs(columns[column], fonts_by_row)
    return seen_columns


def _with_signs(
    column: Column,
    fonts_by_row: Mapping[int, str],
) -> Column:
    """One column with these rows' texts in these fonts; each different sign is stored once."""
    codes = column.codes[:]
    distinct = list(column.distinct)
    code_of_sign: dict[str, int] = {}
    for row, font in fonts_by_row.items():
        text = column[row]
        if type(text) is not str:
            continue
        sign = seen_symbol(text, font)
        if sign == text:
            continue
        if sign not in code_of_sign:
            code_of_sign[sign] = len(distinct)
            distinct.append(sign)
        codes[row] = code_of_sign[sign]
    return replace(
        column,
        codes=codes,
        distinct=distinct,
    )


def seen_symbol(text: str, font: str) -> str:
    r"""What stands there for the eye: signs that are known, as the signs of Unicode; all else as it is.

    >>> seen_symbol("ü", "wingdings"), seen_symbol("\uf052", "wingdings 2"), seen_symbol("z", "webdings")
    ('✓', '☑', 'z')
    """
    signs = SIGNS.get(font, {})
    seen_characters = [signs.get(_plain(letter), letter) for letter in text]
    return "".join(seen_characters)


def _plain(character: str) -> str:
    offset = ord(character) - _PRIVATE_USE
    return chr(offset) if 0 < offset <= _LAST_PLACE else character
