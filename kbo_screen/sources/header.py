"""Finds the header of a table on a sheet: below titles, in one row or two, with merged cells in it.

Knows how headers lie on a sheet. Refuses to choose between two columns for one field (`columns.py` does).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.headers import WORDED, HeaderMatch, header_year, read_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kbo_screen.sources.spreadsheet import CellValue, SheetGrid


#: Rows that hold something, from the top, in which a header is looked for.
SEARCHED_ROWS: Final = 80
#: A header names at least so many fields.
FEWEST_FIELDS: Final = 2
#: A text longer than this is no header.
LONGEST_HEADER: Final = 150


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its first and last row (from 0), and per column its text and the fields that it may name.

    `texts` joins the two rows of a two-row header, "ที่ตั้ง ตำบล"; `cells` is what stands in the last row alone.
    """

    first_row: int
    last_row: int
    texts: dict[int, str]
    cells: dict[int, str]
    matches: dict[int, tuple[HeaderMatch, ...]]

    @property
    def fields(self) -> set[str]:
        """The fields that some column names by more than a shared word."""
        return {match.field for match in chain(*self.matches.values()) if match.strength >= WORDED}

    def may_name(self, wanted: Collection[str]) -> bool:
        """Some column may be one of the wanted fields, if only by a word that others share."""
        return any(match.field in wanted for match in chain(*self.matches.values()))

    def strength(self, wanted: Collection[str]) -> int:
        """How strongly some column names one of the wanted fields, 0 where none does.

        A shared word counts where it can be one of them only: "กลุ่ม", not "ชื่อ".
        """
        own = ([match for match in matches if match.field in wanted] for matches in self.matches.values())
        told = (found for found in own if found and (len(found) == 1 or found[0].strength >= WORDED))
        return max((found[0].strength for found in told), default=0)

    @property
    def weight(self) -> tuple[int, int]:
        """How much the header says: its fields, then the columns that name one by a shared word only."""
        return len(self.fields), sum(matches[0].strength < WORDED for matches in self.matches.values())


def find_header(grid: SheetGrid, extra: Mapping[str, Sequence[str]]) -> Header | None:
    """The row, or two rows, that name the most fields; the first of equals.

    Where no row names two, the first that looks like a header: only then can be said what it lacks. None for none.
    """
    best: Header | None = None
    looks_right: Header | None = None
    for header in _candidates(grid, extra):
        if best is None or header.weight > best.weight:
            best = header
        if looks_right is None and _looks_like_header(grid, header):
            looks_right = header
    return best if best and best.fields and sum(best.weight) >= FEWEST_FIELDS else looks_right


def find_lone_header(grid: SheetGrid, wanted: Collection[str]) -> Header | None:
    """The row that names one of the wanted fields, where no row names two; of rows below one another the last.

    A title may say no more than the header under it: "รายชื่อกลุ่ม" over "ชื่อกลุ่ม".
    """
    found: Header | None = None
    for header in _candidates(grid, {}):
        strength = header.strength(wanted)
        if found and strength < WORDED:
            return found
        found = header if strength else None
    return found


def _looks_like_header(grid: SheetGrid, header: Header) -> bool:
    """Several cells, all words, over a row that is not; or all that stands on the sheet."""
    row = header.last_row
    cells = [column[row] for column in grid.columns if column[row] is not None]
    below = (column[row + 1] for column in grid.columns if row + 1 < grid.height)
    return (
        len(cells) >= FEWEST_FIELDS
        and all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in cells)
        and (
            any(not isinstance(cell, str) or any(map(str.isdigit, cell)) for cell in below if cell is not None)
            or all(column[other] is None for column in grid.columns for other in range(grid.height) if other != row)
        )
    )


def _candidates(grid: SheetGrid, extra: Mapping[str, Sequence[str]]) -> Iterator[Header]:
    searched = 0
    singles: dict[int, Header] = {}
    for row in range(grid.height):
        cells = _texts(grid, row)
        if not cells:
            continue
        searched += 1
        if searched > SEARCHED_ROWS:
            return
        singles[row] = _header(row, row, cells, cells, extra)
        yield singles[row]
        above = singles.get(row - 1)
        if above and above.fields and (parents := _parents(grid, above, cells)):
            texts = {column: " ".join(parts) for column, parts in parents.items()}
            double = _header(row - 1, row, texts, cells, extra)
            if len(double.fields) > len(singles[row].fields):
                yield double


def _texts(grid: SheetGrid, row: int) -> dict[int, str]:
    """The cells of a row that hold something, by column."""
    found = {}
    for column, values in enumerate(grid.columns):
        value = values[row]
        if value is not None and str(value).strip():
            found[column] = " ".join(str(value).split())
    return found


def _header(
    first: int, last: int, texts: dict[int, str], cells: dict[int, str], extra: Mapping[str, Sequence[str]]
) -> Header:
    matches = {
        column: found
        for column, text in texts.items()
        if len(text) <= LONGEST_HEADER and (found := _match(text, cells.get(column), extra))
    }
    return Header(first, last, texts, cells, matches)


def _match(text: str, cell: str | None, extra: Mapping[str, Sequence[str]]) -> tuple[HeaderMatch, ...]:
    """What the cell alone names, unless it says more together with the cell above; the year may stand in either."""
    together = read_header(text, extra)
    alone = read_header(cell, extra) if cell and cell != text else ()
    if not alone or (together and together[0].strength > alone[0].strength):
        return together
    year_be = header_year(text)
    return tuple(match._replace(year_be=match.year_be or year_be) for match in alone)


def _parents(grid: SheetGrid, above: Header, below: dict[int, str]) -> dict[int, list[str]] | None:
    """Per column the texts of a two-row header, top first; None where the lower row is no second row of it.

    A parent stands over its children: it is merged over them, or the cells to its right are blank. A cell with an
    unmerged cell of its own above it is data, not a child.
    """
    row = above.last_row
    spans = _spans(grid, row)
    joined: dict[int, list[str]] = {}
    parent: str | None = None
    was_child = False
    for column in range(grid.width):
        top, sub = above.texts.get(column), below.get(column)
        if top is not None:
            parent = top
            is_over = column in spans or (column + 1 in below and column + 1 not in above.texts)
            if sub is not None and not is_over:
                return None
            was_child = sub is not None
        elif sub is not None and not was_child and spans.get(column) is None:
            return None
        parts = [text for text in (parent if top or sub else None, sub) if text]
        if parts:
            joined[column] = parts
    return joined


def _spans(grid: SheetGrid, row: int) -> dict[int, CellValue]:
    """Columns of a row under a cell that is merged over several columns of that row alone."""
    return {
        column: grid.columns[left][row] if left < grid.width else None
        for top, left, bottom, right in grid.merges
        if top <= row == bottom and right > left
        for column in range(left, right + 1)
    }
