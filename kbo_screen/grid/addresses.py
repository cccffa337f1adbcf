"""The names of cells, ranges and columns, "AB5", "A1:B3" and "AB", as positions from 0, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbo_screen.grid.grid import Merge, Position

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


def range_of(name: str) -> Merge:
    """First row and column, last row and column of a range's name. Raises ValueError for what is none.

    >>> range_of("$A$1:$B$3"), range_of("AB5")
    ((0, 0, 2, 1), (4, 27, 4, 27))
    """
    first, _, last = name.replace("$", "").partition(":")
    return (*position_of(first), *position_of(last or first))


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
