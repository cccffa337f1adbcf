"""What the fast reader does not tell of a sheet, whichever format it is of, and how far a workbook may reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.grid.grid import CellError, Merge, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Sized

#: More cells than this between the corners of a workbook's sheets, with next to nothing in them, is a trap: laying a
#: million out takes a quarter of a second.
MAX_GRID_CELLS: Final = 6_000_000
#: More cells are in no workbook, however they are filled: four countries have as many.
MOST_GRID_CELLS: Final = 20_000_000
#: No two merged cells of an honest sheet overlap; careless web pages have some that do.
MOST_TIMES_COVERED: Final = 4
#: Ranges that may stand where there are few cells, or none.
FREE_RANGES: Final = 10_000
#: An honest workbook fills at least one cell in so many.
MAX_SPARSENESS: Final = 20
#: More coloured cells than these are the look of a sheet, no marks.
MAX_FILLS: Final = 40_000
#: Excel's own limit.
MAX_COLUMNS: Final = 16_384
_HIDDEN: Final = b"\x01"
#: What Excel shows for the errors that xls and xlsb store as numbers.
ERRORS: Final = {
    0x00: CellError("#NULL!"),
    0x07: CellError("#DIV/0!"),
    0x0F: CellError("#VALUE!"),
    0x17: CellError("#REF!"),
    0x1D: CellError("#NAME?"),
    0x24: CellError("#NUM!"),
    0x2A: CellError("#N/A"),
    0x2B: CellError("#GETTING_DATA"),
}
UNNAMED_ERROR: Final = CellError("#ERR")


class Extent(NamedTuple):
    """How far a sheet reaches from A1, and how many cells of it hold something."""

    rows: int = 0
    columns: int = 0
    cells: int = 0

    @property
    def area(self) -> int:
        """The cells between its corners."""
        return self.rows * self.columns


def _no_columns() -> bytearray:
    return bytearray(MAX_COLUMNS)


@dataclass(slots=True)
class SheetFacts:
    """What was seen in the stored form of one sheet; positions are (row, column) from 0."""

    #: As it is stored, where that is looked at.
    name: str | None = None
    errors: dict[Position, CellError] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    #: Per column of a sheet whether it is hidden.
    hides_column: bytearray = field(default_factory=_no_columns)
    #: None where the reader itself tells the merges.
    merges: list[Merge] | None = None
    #: Cells that hold a formula; None where nobody looked.
    formulas: set[Position] | None = None
    has_formulas: bool = False
    rows_in_disorder: bool = False
    #: The program that saved the sheet said that its formulas wait to be calculated.
    is_stale: bool = False
    #: Cells whose text, or a part of it, is struck out.
    struck: set[Position] = field(default_factory=set)
    #: Cells in a symbol font, and the font in small letters.
    symbols: dict[Position, str] = field(default_factory=dict)
    #: Cells with a coloured fill, and its colour; of a sheet that is coloured all over, none.
    fills: dict[Position, str] = field(default_factory=dict)
    #: Notes and threaded comments by their cells.
    notes: Mapping[Position, str] = field(default_factory=dict)
    #: Where pivot tables lie: (first row, first column, last row, last column).
    pivots: tuple[Merge, ...] = ()
    extent: Extent = field(default_factory=Extent)

    def hide_columns(self, first: int, last: int) -> None:
        """The columns first to last are hidden, as far as a sheet goes."""
        first = max(first, 0)
        end = min(last + 1, MAX_COLUMNS)
        # as bytes: a workbook may say it of all columns 100,000 times
        self.hides_column[first:end] = _HIDDEN * (end - first)

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The columns that nobody sees."""
        end = self.hides_column.rfind(_HIDDEN) + 1  # most sheets hide none
        columns = enumerate(self.hides_column[:end])
        return frozenset(column for column, hidden in columns if hidden)

    def note_error(
        self,
        row: int,
        column: int,
        code: int,
    ) -> None:
        """A cell holds the error that xls and xlsb store under a code."""
        self.errors[row, column] = ERRORS.get(code, UNNAMED_ERROR)

    @property
    def fault_count(self) -> int:
        """What is noted cell by cell though nobody reads it as a value: errors and strikes."""
        return len(self.errors) + len(self.struck)

    def saw_cell(self, row: int, column: int) -> None:
        """A cell at (row, column) holds something."""
        rows, columns, cells = self.extent
        self.extent = Extent(max(rows, row + 1), max(columns, column + 1), cells + 1)

    @property
    def free_fills(self) -> int:
        """So many fills more are noted: one more than the most tells that the sheet is coloured all over."""
        return max(MAX_FILLS + 1 - len(self.fills), 0)


def covers_too_often(
    ranges: Iterable[Merge],
    columns: Sequence[Sized],
) -> bool:
    """True where merged cells, or pivot tables, cover the cells of a sheet many times over.

    columns: of the sheet, all of one length.

    >>> covers_too_often([(0, 0, 9, 9)] * 4, [range(10)] * 10)
    False
    >>> covers_too_often([(0, 0, 999, 999)] * 9, [range(1000)] * 1000)
    True
    """
    width = len(columns)
    height = len(columns[0]) if columns else 0
    covered = 0
    for top, first_column, bottom, last_column in ranges:
        covered_rows = min(bottom + 1, height) - top
        covered_columns = min(last_column + 1, width) - first_column
        covered += max(covered_rows, 0) * max(covered_columns, 0)
    return covered > FREE_RANGES + MOST_TIMES_COVERED * height * width


def is_sparse(extents: Iterable[Extent]) -> bool:
    """True where a workbook's sheets, laid out, would fill the memory with blanks.

    >>> is_sparse([Extent(1_048_576, 16_384, 2)]), is_sparse([Extent(212_000, 25, 5_300_000)])
    (True, False)
    """
    laid_out = filled = 0
    for extent in extents:
        laid_out += extent.area
        filled += extent.cells
    return laid_out > max(MAX_GRID_CELLS, MAX_SPARSENESS * filled)
