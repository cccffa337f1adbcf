"""Rows that somebody marked with a colour: told once a sheet, with what the sheet says that the colour means.

Knows which fills mark rows and which are the look of a table. Refuses to guess what a colour means.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.masking import mask_people
from kbo_screen.sources.row_kinds import DATA
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.table import Table

#: A colour on more than this part of the rows of data is the look of the table (bands, a whole table in one colour).
MOST_MARKED: Final = 0.4
#: A row is marked where this part of its cells with something in them has one colour.
PART_OF_ROW: Final = 0.8
#: A legend is a short text.
LONGEST_LEGEND: Final = 60


def check_fills(table: Table) -> Iterator[Finding]:
    """A finding per colour that marks whole rows of data, at the first of them."""
    grid = table.grid
    marked = _marked_rows(table)
    for colour, rows in sorted(marked.items()):
        if len(rows) > MOST_MARKED * len(table.data_rows) or _are_bands(rows, table):
            continue
        legend = _legend(table, colour)
        yield make_finding(
            "table.coloured-rows",
            Place(grid.file, grid.sheet, str(rows[0] + 1)),
            count=len(rows),
            what=colour,
            legend={
                lang: mask_people(legend) or text("words.colour.no_legend", lang)
                for lang in LANGUAGES
            },
        )


def _are_bands(rows: list[int], table: Table) -> bool:
    """The rows are every second one of a table: its look. Of three rows the one in the middle may be marked."""
    data_rows = table.data_rows.tolist()
    return len(rows) > 1 and rows in (data_rows[::2], data_rows[1::2])


def _marked_rows(table: Table) -> dict[str, list[int]]:
    """By colour the rows of data that have it from end to end."""
    grid = table.grid
    counts: defaultdict[tuple[int, str], int] = defaultdict(int)
    for (row, column), colour in grid.fills.items():
        if (
            column in table.header.texts
            and row < grid.height
            and table.kinds[row] == DATA
            and _text(grid, row, column)
        ):
            counts[row, colour] += 1
    marked: defaultdict[str, list[int]] = defaultdict(list)
    for (row, colour), count in sorted(counts.items()):
        filled = sum(1 for column in table.header.texts if _text(grid, row, column))
        if count >= max(2, PART_OF_ROW * filled):
            marked[colour].append(row)
    return marked


def _legend(table: Table, colour: str) -> str:
    """What stands in, or right of, a cell of this colour outside the table: "" where nothing does."""
    grid = table.grid
    for (row, column), own in sorted(grid.fills.items()):
        is_outside = (
            row >= grid.height
            or table.kinds[row] != DATA
            or column not in table.header.texts
        )
        if (
            own != colour
            or not is_outside
            or row in range(table.header.first_row, table.header.last_row + 1)
        ):
            continue
        words = _text(grid, row, column) or _text(grid, row, column + 1)
        if words and len(words) <= LONGEST_LEGEND:
            return words
    return ""


def _text(grid: SheetGrid, row: int, column: int) -> str:
    if column >= grid.width or row >= grid.height:
        return ""
    return cell_text(grid.columns[column][row])
