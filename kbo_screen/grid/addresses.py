"""The names of cells and columns, "AB5" and "AB", as positions from 0, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbo_screen.grid.grid import Position

#: The letters of a column, and a row. The fast reader does not survive a column far behind Excel's last, XFD.
_CELL: Final = re.compile("([A-Z]{1,3})([0-9]+)")


def position_of(name: str) -> Position:
    """Row and column of a cell's name. Raises ValueError for what is none.

    >>> position_of("AB5")
    (4, 27)
    """
    cell = _CELL.fullmatch(name)
    if cell is None:
        raise ValueError(name)
    letters, row = cell.groups()
    return int(row) - 1, column_of_letters(letters)


def column_of_letters(letters: str) -> int:
    """The column of capital letters.

    >>> column_of_letters("F"), column_of_letters("AB")
    (5, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(column: int) -> str:
    """The letters of a column.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
