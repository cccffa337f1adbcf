"""Which rows of a sheet stand on which printed page, as far as that can be told without a printer.

A sheet is as wide as its page; how much that shrinks it says how many points of rows a page takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Margins of the paper, in inches.
MARGINS: Final = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.7}
#: The height of a row that nobody sets, in points.
USUAL_POINTS: Final = 15.0
_POINTS_PER_INCH: Final = 72
#: What the margins leave of A4 lying on its side, in points.
_WIDTH: Final = (11.69 - MARGINS["left"] - MARGINS["right"]) * _POINTS_PER_INCH
_HEIGHT: Final = (8.27 - MARGINS["top"] - MARGINS["bottom"]) * _POINTS_PER_INCH
#: A unit of a column's width in points: 7 pixels of 96 to the inch, and 5 pixels of padding per column of about 20.
_UNIT_POINTS: Final = 7.25 * 0.75
#: How much further a sheet that is nearly one page is shrunk, so that it is one.
_MOST_SHRINKING: Final = 1.12
#: How much of its last page a sheet fills at least, beside what is signed; below that, a row is brought along.
_LEAST_FILLED: Final = 0.1


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The pages of a sheet.

    width: of all columns, in a sheet's units. heights: of every row, in points. header_row: it repeats on every page.
    """

    width: float
    heights: Sequence[float]
    header_row: int

    @property
    def room(self) -> float:
        """How many points of rows a page takes."""
        shrinking = max(1.0, self.width * _UNIT_POINTS / _WIDTH)
        return _HEIGHT * shrinking

    def is_one(self) -> bool:
        """The sheet is one page, or so nearly that it can be."""
        return sum(self.heights) <= self.room * _MOST_SHRINKING

    def start_of_last(self, last_row: int) -> int:
        """The row with which the last page should begin, so that not only what stands below `last_row` is on it.

        It fits on a page as small as any; how much those before it take depends on the fonts at hand.
        """
        header = self.heights[self.header_row]
        first_row, filled = 0, 0.0
        for row, height in enumerate(self.heights):
            if filled + height > self.room:
                first_row, filled = row, header
            filled += height
        return min(first_row, self._row_that_fills(last_row))

    def _row_that_fills(self, last_row: int) -> int:
        """The row from which on the rows up to `last_row` fill enough of a page."""
        row, least = last_row, self.room * _LEAST_FILLED
        while row and sum(self.heights[row : last_row + 1]) < least:
            row -= 1
        return row
