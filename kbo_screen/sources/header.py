"""Finds the header of a table on a sheet: below titles, in one row or up to three, with merged cells in it.

Knows how headers lie on a sheet. Refuses to choose between two columns for one field (`columns.py` does).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.headers import (
    BY_HAND,
    WORDED,
    HeaderMatch,
    header_year,
    is_only_year,
    is_part_of_header,
    read_header,
)
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kbo_screen.grid import SheetGrid


#: Rows that hold something, from the top, in which a header is looked for on every sheet.
SEARCHED_ROWS: Final = 80
#: Rows in which it is looked for where the first ones hold none.
FARTHEST_ROW: Final = 1000
#: A header names at least so many fields.
FEWEST_FIELDS: Final = 2
#: A text longer than this is no header.
LONGEST_HEADER: Final = 150
#: The last column of a sheet is XFD.
LONGEST_LETTERS: Final = 3
#: A header has no more rows.
MOST_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its first and last row (from 0), and per column its text and the fields that it may name.

    `paths` are the cells over a column from the top, a merged cell spread over what it covers: ("ระดับดาว", "ปี 2565").
    `texts` joins them; `cells` is what stands in the last row alone.
    """

    first_row: int
    last_row: int
    paths: dict[int, tuple[str, ...]]
    texts: dict[int, str]
    cells: dict[int, str]
    matches: dict[int, tuple[HeaderMatch, ...]]

    @property
    def fields(self) -> set[str]:
        """The fields that some column names by more than a shared word."""
        return {
            match.field
            for match in chain(*self.matches.values())
            if match.strength >= WORDED
        }

    def may_name(self, wanted: Collection[str]) -> bool:
        """Some column may be one of the wanted fields, if only by a word that others share."""
        return any(match.field in wanted for match in chain(*self.matches.values()))

    def strength(self, wanted: Collection[str]) -> int:
        """How strongly some column names one of the wanted fields, 0 where none does.

        A shared word counts where it can be one of them only: "กลุ่ม", not "ชื่อ".
        """
        strongest = 0
        for matches in self.matches.values():
            wanted_matches = [match for match in matches if match.field in wanted]
            if len(wanted_matches) == 1 or (
                wanted_matches and wanted_matches[0].strength >= WORDED
            ):
                strongest = max(strongest, wanted_matches[0].strength)
        return strongest

    @property
    def weight(self) -> tuple[int, int]:
        """How much the header says: its fields, then the columns that name one by a shared word only."""
        return len(self.fields), sum(
            matches[0].strength < WORDED for matches in self.matches.values()
        )

    @property
    def years(self) -> int:
        """How many columns have a year in their header."""
        return sum(
            any(match.year_be for match in matches) for matches in self.matches.values()
        )


def find_header(
    grid: SheetGrid, by_hand: Mapping[str, Sequence[str]], *, letters_fill: bool = False
) -> Header | None:
    """The rows that name the most fields; the first of equals.

    Where no row names two, the first that looks like a header: only then can be said what it lacks. None for none.
    by_hand: field -> headers, paths of headers or letters of columns that the user mapped to it. letters_fill: letters
    name only fields that no header names.
    """
    rows = _HeaderRows(grid, by_hand)
    best: Header | None = None
    looks_right: Header | None = None
    for number, row in enumerate(rows.filled()):
        if number >= SEARCHED_ROWS and best and _is_enough(best):
            break
        for header in _candidates(rows, row):
            if best is None or header.weight > best.weight:
                best = header
            if looks_right is None and _looks_like_header(grid, header):
                looks_right = header
    chosen = best if best and _is_enough(best) else looks_right
    if chosen is None:
        return None
    chosen = _with_years_above(rows, _with_rows_below(rows, chosen))
    return _with_letters(grid, chosen, by_hand, letters_fill=letters_fill)


def find_lone_header(grid: SheetGrid, wanted: Collection[str]) -> Header | None:
    """The row that names one of the wanted fields, where no row names two; of rows below one another the last.

    A title may say no more than the header under it: "รายชื่อกลุ่ม" over "ชื่อกลุ่ม".
    """
    rows = _HeaderRows(grid, {})
    lone: Header | None = None
    for number, row in enumerate(rows.filled()):
        if number >= SEARCHED_ROWS:
            break
        for header in _candidates(rows, row):
            strength = header.strength(wanted)
            if lone and strength < WORDED:
                return lone
            lone = header if strength else None
    return lone


def _is_enough(header: Header) -> bool:
    return bool(header.fields) and sum(header.weight) >= FEWEST_FIELDS


def _looks_like_header(grid: SheetGrid, header: Header) -> bool:
    """Several cells, all words, over a row that is not; or all that stands on the sheet."""
    row = header.last_row
    cells = [column[row] for column in grid.columns if column[row] is not None]
    if len(cells) < FEWEST_FIELDS or not all(map(_is_word, cells)):
        return False
    if row + 1 < grid.height:
        below = [column[row + 1] for column in grid.columns]
        if any(cell is not None and not _is_word(cell) for cell in below):
            return True
    filled = [
        other
        for other in range(grid.height)
        if any(column[other] is not None for column in grid.columns)
    ]
    return filled == [row]


def _is_word(cell: object) -> bool:
    return isinstance(cell, str) and not any(map(str.isdigit, cell))


def _candidates(rows: _HeaderRows, row: int) -> Iterator[Header]:
    """The row alone, and together with the rows above it where that names more fields."""
    header = rows.read(row, row)
    yield header
    for first_row in (row - 1, row - 2):
        if first_row < 0 or not rows.is_parent(first_row, row):
            return
        taller = rows.read(first_row, row)
        if len(taller.fields) <= len(header.fields):
            return
        header = taller
        yield header


def _with_rows_below(rows: _HeaderRows, header: Header) -> Header:
    """The header with the rows that tell columns under its cells apart: rounds, years, star and score."""
    while header.last_row - header.first_row + 1 < MOST_ROWS:
        row = header.last_row + 1
        if not rows.is_under(header, row) and not rows.is_of_years(header, row):
            return header
        header = rows.read(header.first_row, row)
    return header


def _with_years_above(rows: _HeaderRows, header: Header) -> Header:
    """The header with the row above it where that says of which years its columns are."""
    row = header.first_row - 1
    if (
        row < 0
        or header.last_row - row >= MOST_ROWS
        or not rows.is_parent(row, header.first_row)
    ):
        return header
    taller = rows.read(row, header.last_row)
    return (
        taller
        if taller.years > header.years and taller.fields >= header.fields
        else header
    )


def _with_letters(
    grid: SheetGrid,
    header: Header,
    by_hand: Mapping[str, Sequence[str]],
    *,
    letters_fill: bool,
) -> Header:
    """The header with the columns that the user named by their letters, where no header of that name stands there."""
    mapped = {
        match.field
        for match in chain(*header.matches.values())
        if match.strength == BY_HAND
    }
    if letters_fill:
        mapped |= header.fields
    texts, matches = dict(header.texts), dict(header.matches)
    for field, wanted in by_hand.items():
        for letters in wanted:
            column = _column_of_letters(letters)
            if field in mapped or column is None or column >= grid.width:
                continue
            texts.setdefault(column, letters.upper())
            matches[column] = (
                HeaderMatch(field, BY_HAND, _year_of(header.paths.get(column, ()))),
            )
    return replace(header, texts=texts, matches=matches)


def _column_of_letters(letters: str) -> int | None:
    """The column of "F" or "AB", counted from 0; None for anything else.

    >>> _column_of_letters("f"), _column_of_letters("AB"), _column_of_letters("ดาว")
    (5, 27, None)
    """
    letters = letters.strip().upper()
    if not (
        letters.isascii() and letters.isalpha() and len(letters) <= LONGEST_LETTERS
    ):
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _HeaderRows:
    """The rows of a sheet as a header may lie in them: their texts, and what merged cells cover."""

    def __init__(self, grid: SheetGrid, by_hand: Mapping[str, Sequence[str]]) -> None:
        self.grid = grid
        self.by_hand = by_hand
        self._texts: dict[int, dict[int, str]] = {}

    def filled(self) -> Iterator[int]:
        """The rows that hold something, from the top, as far as a header is looked for."""
        for row in range(min(self.grid.height, FARTHEST_ROW)):
            if self.texts(row):
                yield row

    def texts(self, row: int) -> dict[int, str]:
        """The cells of a row that hold something, by column."""
        if row in self._texts:
            return self._texts[row]
        texts = {}
        for column, values in enumerate(self.grid.columns):
            value = values[row]
            if value is not None and (text := " ".join(cell_text(value).split())):
                texts[column] = text
        self._texts[row] = texts
        return texts

    @cached_property
    def _merges_by_row(self) -> dict[int, list[tuple[int, int, int, int]]]:
        by_row: dict[int, list[tuple[int, int, int, int]]] = {}
        for merge in self.grid.merges:
            top, _, bottom, _ = merge
            for row in range(top, min(bottom, top + MOST_ROWS) + 1):
                by_row.setdefault(row, []).append(merge)
        return by_row

    def _anchors(self, row: int) -> dict[int, tuple[int, int]]:
        """Columns of a row that a merged cell covers: the row and column of its first cell."""
        anchors = {}
        for top, left, _, right in self._merges_by_row.get(row, ()):
            for column in range(left, min(right, self.grid.width - 1) + 1):
                anchors[column] = (top, left)
        return anchors

    def _cell_over(
        self, row: int, below: Collection[int]
    ) -> dict[int, tuple[int, int]]:
        """Per column the cell of a row that stands over it: its own, the merged one, or the one that it lies under.

        A cell lies over the columns to its right while they are blank and the row below says something in all of them.
        below: the columns in which it does.
        """
        texts, anchors = self.texts(row), self._anchors(row)
        over: dict[int, tuple[int, int]] = {}
        parent: tuple[int, int] | None = None
        for column in range(self.grid.width):
            if column in anchors:
                over[column] = anchors[column]
                parent = None
            elif column in texts:
                over[column] = (row, column)
                parent = (row, column) if column in below else None
            elif column not in below or (
                parent and self._ends_year(parent, column, row + 1)
            ):
                parent = None
            elif parent:
                over[column] = parent
        return over

    def _ends_year(self, parent: tuple[int, int], column: int, row: int) -> bool:
        """A year that is not merged over its columns lies no further than their field: not from stars to มชช."""
        if header_year(self.texts(parent[0])[parent[1]]) is None:
            return False
        children = self.texts(row)
        fields = _fields_named(children[column])
        fields_before: set[str] = set()
        for other in range(parent[1], column):
            fields_before |= _fields_named(children[other])
        return bool(fields) and bool(fields_before) and not fields & fields_before

    def paths(self, first_row: int, last_row: int) -> dict[int, tuple[str, ...]]:
        """Per column the texts over it, from the top, each cell once."""
        cells: dict[int, list[tuple[int, int]]] = {}
        for row in range(first_row, last_row + 1):
            below = self.texts(row + 1) if row < last_row else ()
            for column, cell in self._cell_over(row, below).items():
                if cell[0] >= first_row and cell not in cells.setdefault(column, []):
                    cells[column].append(cell)
        paths = {}
        for column, cells_over in cells.items():
            if cells_over[-1][1] != column:
                continue  # it only lies under a merged cell
            texts = [self.texts(row).get(at) for row, at in cells_over]
            path = tuple(text for text in texts if text)
            if path:
                paths[column] = path
        return paths

    def read(self, first_row: int, last_row: int) -> Header:
        """Rows read as a header."""
        paths = self.paths(first_row, last_row)
        matches = {}
        for column, path in paths.items():
            column_matches = _match(path, self.by_hand)
            if column_matches:
                matches[column] = column_matches
        texts = {column: " ".join(path) for column, path in paths.items()}
        return Header(first_row, last_row, paths, texts, self.texts(last_row), matches)

    def is_parent(self, row: int, child_row: int) -> bool:
        """Some cell of the row lies over several cells of the row below, though not over all of them.

        A cell that says something right below a cell that lies over nothing else is no child: it is data. A lone cell
        that is not merged lies over nothing: it is a title, or data too.
        """
        below = self.texts(row + 1)
        over = self._cell_over(row, below)
        widths = _widths(over, below)
        parents = [
            cell
            for cell, width in widths.items()
            if 1 < width < len(self.texts(child_row))
        ]
        merged = set(self._anchors(row).values())
        if not parents or (len(self.texts(row)) == 1 and merged.isdisjoint(parents)):
            return False
        own_children = [
            column for column in below if column in over and widths[over[column]] == 1
        ]
        return all(is_part_of_header(below[column]) for column in own_children)

    def is_under(self, header: Header, row: int) -> bool:
        """The row tells columns apart that lie under one cell of the header; a row of data says something elsewhere."""
        if row >= self.grid.height:
            return False
        texts = self.texts(row)
        over = self._cell_over(row - 1, texts)
        widths = _widths(over, texts)
        if not any(width > 1 for width in widths.values()):
            return False
        if len(self.read(row, row).fields) >= len(header.fields):
            return False
        for column, text in texts.items():
            is_child = column in over and widths[over[column]] > 1
            if not is_child and not is_part_of_header(text):
                return False
        return True

    def is_of_years(self, header: Header, row: int) -> bool:
        """The row says of which year a column above it is, "(ปี 2562)" below "ระดับดาว", and holds no data."""
        texts = self.texts(row) if row < self.grid.height else {}
        years = [column for column, text in texts.items() if is_only_year(text)]
        for column in years:
            fields = {match.field for match in header.matches.get(column, ())}
            if fields.isdisjoint(DATED_FIELDS):
                return False
        return bool(years) and all(is_part_of_header(text) for text in texts.values())


def _fields_named(text: str) -> set[str]:
    return {match.field for match in read_header(text)}


def _widths(
    over: Mapping[int, tuple[int, int]], below: Collection[int]
) -> dict[tuple[int, int], int]:
    """Per cell of a row over how many cells of the row below it lies."""
    widths: dict[tuple[int, int], int] = {}
    for column, cell in over.items():
        widths[cell] = widths.get(cell, 0) + (column in below)
    return widths


def _match(
    path: tuple[str, ...], by_hand: Mapping[str, Sequence[str]]
) -> tuple[HeaderMatch, ...]:
    """What the lowest cells of a path name, the fewest that say it most strongly; the year may stand in any cell."""
    if field := _mapped_by_hand(path, by_hand):
        return (HeaderMatch(field, BY_HAND, _year_of(path)),)
    best: tuple[HeaderMatch, ...] = ()
    for count in range(1, len(path) + 1):
        text = " ".join(path[-count:])
        matches = read_header(text) if len(text) <= LONGEST_HEADER else ()
        if matches and (not best or matches[0].strength > best[0].strength):
            best = matches
    year_be = _year_of(path)
    return tuple(match._replace(year_be=year_be) for match in best)


def _mapped_by_hand(
    path: tuple[str, ...], by_hand: Mapping[str, Sequence[str]]
) -> str | None:
    """The field to which the user mapped a column: by its last cell, or by all of them, "ระดับดาว > ปี 2565"."""
    if not by_hand:
        return None
    spellings = {fold(" ".join(path)), fold(path[-1])}
    for field, wanted in by_hand.items():
        for header in wanted:
            if fold(header) in spellings:
                return field
    return None


def _year_of(path: tuple[str, ...]) -> int | None:
    """The year of the lowest cell that names one."""
    for text in reversed(path):
        if year_be := header_year(text):
            return year_be
    return None
