"""Reads rows of a sheet as a header: which cell lies over which column, and what the texts over a column name."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kbo_screen.sources.cells.merged_cells import merges_by_row
from kbo_screen.sources.cells.sheet_cells import (
    cells_per_row,
    texts_of_row,
)
from kbo_screen.sources.header.header import Header
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.headers import (
    BY_HAND,
    HeaderMatch,
    HeaderMatches,
    header_year,
    is_only_year,
    is_part_of_header,
    read_header,
)
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kbo_screen.grid import Merge, Position, SheetGrid
    from kbo_screen.sources.header.header import HeaderPath
    from kbo_screen.sources.header.table_search import MappedHeaders
    from kbo_screen.vocabulary.spellings import Spellings

#: Rows in which a header is looked for where the first ones hold none.
FARTHEST_ROW: Final = 1000
#: A text longer than this is no header.
LONGEST_HEADER: Final = 150
#: A row of more cells is no header.
MOST_CELLS: Final = 300
#: A header has no more rows.
MOST_ROWS: Final = 3


class HeaderRows:
    """The rows of a sheet as a header may lie in them: their texts, and what merged cells cover."""

    def __init__(
        self,
        grid: SheetGrid,
        by_hand: MappedHeaders,
        spellings: Spellings,
    ) -> None:
        self.grid = grid
        self.by_hand = by_hand
        self.spellings = spellings
        self._texts: dict[int, dict[int, str]] = {}

    def filled(self) -> Iterator[int]:
        """The rows that hold something and may be headers, from the top, as far as one is looked for."""
        for row in range(min(self.grid.height, FARTHEST_ROW)):
            is_narrow = self._cell_counts[row] <= MOST_CELLS
            if is_narrow and self.texts(row):
                yield row

    @cached_property
    def _cell_counts(self) -> list[int]:
        """Per row how many cells hold something."""
        counts: list[int] = cells_per_row(self.grid).tolist()
        return counts

    @cached_property
    def cell_count(self) -> int:
        """How many cells of the sheet hold something."""
        return sum(self._cell_counts)

    def texts(self, row: int) -> dict[int, str]:
        """The cells of a row that hold something, by column."""
        if row not in self._texts:
            self._texts[row] = self._read_texts(row)
        return self._texts[row]

    def _read_texts(self, row: int) -> dict[int, str]:
        texts = texts_of_row(self.grid, row)
        return {column: " ".join(text.split()) for column, text in texts.items()}

    def read(self, first_row: int, last_row: int) -> Header:
        """Rows read as a header."""
        paths = self._paths(first_row, last_row)
        matches = {}
        for column, path in paths.items():
            column_matches = _matches_of_path(path, self.by_hand, self.spellings)
            if column_matches:
                matches[column] = column_matches
        texts = {column: " ".join(path) for column, path in paths.items()}
        cells = self.texts(last_row)
        return Header(first_row, last_row, paths, texts, cells, matches, self.spellings)

    def _paths(
        self,
        first_row: int,
        last_row: int,
    ) -> dict[int, HeaderPath]:
        """Per column the texts over it, from the top, each cell once."""
        paths = {}
        for column, cells in self._cells_over(first_row, last_row).items():
            lowest_cell = cells[-1]
            if lowest_cell[1] != column:
                continue  # it only lies under a merged cell
            texts = [self.texts(row).get(cell_column) for row, cell_column in cells]
            path = tuple(text for text in texts if text)
            if path:
                paths[column] = path
        return paths

    def _cells_over(
        self,
        first_row: int,
        last_row: int,
    ) -> dict[int, list[Position]]:
        """Per column the cells of these rows that stand over it, from the top."""
        cells_over: dict[int, list[Position]] = {}
        for row in range(first_row, last_row + 1):
            columns_below = self.texts(row + 1) if row < last_row else ()
            for column, cell in self._cell_over(row, columns_below).items():
                if cell[0] < first_row:
                    continue  # of a row above the header
                cells = cells_over.setdefault(column, [])
                if cell not in cells:
                    cells.append(cell)
        return cells_over

    def _cell_over(
        self,
        row: int,
        columns_below: Collection[int],
    ) -> dict[int, Position]:
        """Per column the cell of a row that stands over it: its own, the merged one, or the one that it lies under.

        A cell lies over the columns to its right while they are blank and the row below says something in all of them.
        columns_below: the columns in which it does.
        """
        texts = self.texts(row)
        anchors = self._anchors(row)
        over: dict[int, Position] = {}
        parent: Position | None = None
        for column in range(self.grid.width):
            if column in anchors:
                over[column] = anchors[column]
                parent = None
            elif column in texts:
                over[column] = (row, column)
                parent = over[column] if column in columns_below else None
            elif parent and self._reaches(parent, column, columns_below):
                over[column] = parent
            else:
                parent = None
        return over

    def _reaches(
        self,
        parent: Position,
        column: int,
        columns_below: Collection[int],
    ) -> bool:
        """A cell lies over a blank one to its right, below which something stands.

        A year that is not merged over its columns lies no further than their field: not from stars to มชช.
        """
        if column not in columns_below:
            return False
        row, first_column = parent
        if header_year(self.texts(row)[first_column]) is None:
            return True
        texts_below = self.texts(row + 1)
        fields = self._fields_named(texts_below[column])
        fields_before: set[str] = set()
        for column_before in range(first_column, column):
            fields_before |= self._fields_named(texts_below[column_before])
        return not fields or not fields_before or bool(fields & fields_before)

    def _anchors(self, row: int) -> dict[int, Position]:
        """Columns of a row that a merged cell covers: the row and column of its first cell."""
        anchors: dict[int, Position] = {}
        for top, first_column, _, last_column in self._merges_by_row.get(row, ()):
            end_column = min(last_column + 1, self.grid.width)
            covered = range(first_column, end_column)
            anchors.update(dict.fromkeys(covered, (top, first_column)))
        return anchors

    @cached_property
    def _merges_by_row(self) -> dict[int, list[Merge]]:
        return merges_by_row(self.grid, MOST_ROWS)

    def may_name(self, row: int) -> bool:
        """A cell of the row names something, or it does so together with the cells above it; most rows are data."""
        if self.by_hand or (row > 0 and self.is_parent(row - 1, row)):
            return True
        texts = self.texts(row).values()
        return any(_matches_of_path((text,), {}, self.spellings) for text in texts)

    def is_parent(self, row: int, child_row: int) -> bool:
        """Some cell of the row lies over several cells of the row below, though not over all of them.

        A cell that says something right below a cell that lies over nothing else is no child: it is data. A lone cell
        that is not merged lies over nothing: it is a title, or data too.
        """
        texts_below = self.texts(row + 1)
        is_filled_above = texts_below.keys() <= self.texts(row).keys()
        if is_filled_above and row not in self._merges_by_row:
            return False  # every cell lies over its own column
        over = self._cell_over(row, texts_below)
        widths = _widths(over, texts_below)
        child_count = len(self.texts(child_row))
        parents = {cell for cell, width in widths.items() if 1 < width < child_count}
        is_lone_cell = len(self.texts(row)) == 1
        if is_lone_cell:
            parents.intersection_update(self._anchors(row).values())
        if not parents:
            return False
        for column, text in texts_below.items():
            is_only_child = column in over and widths[over[column]] == 1
            if is_only_child and not self._is_part(text):
                return False
        return True

    def is_under(self, header: Header, row: int) -> bool:
        """The row tells columns apart that lie under one cell of the header; a row of data says something elsewhere."""
        texts = self.texts(row)
        over = self._cell_over(row - 1, texts)
        widths = _widths(over, texts)
        if max(widths.values(), default=0) <= 1:
            return False
        if len(self.read(row, row).fields) >= len(header.fields):
            return False
        for column, text in texts.items():
            is_child = column in over and widths[over[column]] > 1
            if not is_child and not self._is_part(text):
                return False
        return True

    def is_of_years(self, header: Header, row: int) -> bool:
        """The row says of which year a column above it is, "(ปี 2562)" below "ระดับดาว", and holds no data."""
        texts = self.texts(row)
        year_columns = [column for column, text in texts.items() if is_only_year(text)]
        for column in year_columns:
            if header.fields_at(column).isdisjoint(DATED_FIELDS):
                return False
        return bool(year_columns) and all(map(self._is_part, texts.values()))

    def _is_part(self, text: str) -> bool:
        return is_part_of_header(text, self.spellings)

    def _fields_named(self, text: str) -> set[str]:
        return {match.field for match in read_header(text, self.spellings)}


def _widths(
    over: Mapping[int, Position],
    columns_below: Collection[int],
) -> Counter[Position]:
    """Per cell of a row over how many cells of the row below it lies."""
    return Counter(cell for column, cell in over.items() if column in columns_below)


def _matches_of_path(
    path: HeaderPath,
    by_hand: MappedHeaders,
    spellings: Spellings,
) -> HeaderMatches:
    """What the lowest cells of a path name, the fewest that say it most strongly; the year may stand in any cell."""
    field = _mapped_by_hand(path, by_hand)
    if field:
        return (HeaderMatch(field, BY_HAND, year_of_path(path)),)
    strongest: HeaderMatches = ()
    for first in reversed(range(len(path))):
        text = " ".join(path[first:])
        is_short = len(text) <= LONGEST_HEADER
        matches = read_header(text, spellings) if is_short else ()
        if _strength(matches) > _strength(strongest):
            strongest = matches
    if not strongest:
        return ()
    year_be = year_of_path(path)
    return tuple(match._replace(year_be=year_be) for match in strongest)


def _strength(matches: Sequence[HeaderMatch]) -> int:
    return matches[0].strength if matches else 0


def _mapped_by_hand(
    path: HeaderPath,
    by_hand: MappedHeaders,
) -> str | None:
    """The field to which the user mapped a column: by its last cell, or by all of them, "ระดับดาว > ปี 2565"."""
    if not by_hand:
        return None
    spellings = {fold(" ".join(path)), fold(path[-1])}
    for field, headers in by_hand.items():
        if not spellings.isdisjoint(map(fold, headers)):
            return field
    return None


def year_of_path(path: Sequence[str]) -> int | None:
    """The year of the lowest cell that names one."""
    years_be = map(header_year, reversed(path))
    return next(filter(None, years_be), None)
