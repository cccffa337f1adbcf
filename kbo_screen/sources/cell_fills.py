"""Rows that somebody marked with a colour: told once a sheet, with what the sheet says that the colour means."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.masking import mask_people
from kbo_screen.sources.row_kinds import DATA
from kbo_screen.sources.sheet_cells import text_at
from kbo_screen.sources.sheet_places import row_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import Position
    from kbo_screen.sources.table import Table

#: A colour on more than this part of the rows of data is the look of the table (bands, a whole table in one colour).
MOST_MARKED: Final = 0.4
#: A row is marked where this part of its cells with something in them has one colour.
PART_OF_ROW: Final = 0.8
#: A row is marked in at least so many cells.
FEWEST_CELLS: Final = 2
#: A legend is a short text.
LONGEST_LEGEND: Final = 60


def check_fills(table: Table) -> Iterator[Finding]:
    """A finding per colour that marks whole rows of data, at the first of them."""
    for colour, rows in sorted(_marked_rows(table).items()):
        is_look = len(rows) > MOST_MARKED * len(table.data_rows)
        if is_look or _are_bands(rows, table):
            continue
        legend = mask_people(_legend(table, colour))
        yield make_finding(
            "table.coloured-rows",
            row_place(table.grid, rows[0]),
            count=len(rows),
            what=colour,
            legend={
                language: legend or text("words.colour.no_legend", language)
                for language in LANGUAGES
            },
        )


def _are_bands(rows: list[int], table: Table) -> bool:
    """The rows are every second one of a table: its look. Of three rows the one in the middle may be marked."""
    data_rows = table.data_rows.tolist()
    bands = (data_rows[::2], data_rows[1::2])
    return len(rows) > 1 and rows in bands


def _marked_rows(table: Table) -> dict[str, list[int]]:
    """By colour the rows of data that have it from end to end."""
    counts: defaultdict[tuple[int, str], int] = defaultdict(int)
    for cell, colour in table.grid.fills.items():
        if _is_in_data(table, cell) and text_at(table.grid, *cell):
            row, _ = cell
            counts[row, colour] += 1
    marked_rows: defaultdict[str, list[int]] = defaultdict(list)
    for (row, colour), count in sorted(counts.items()):
        if count >= max(FEWEST_CELLS, PART_OF_ROW * _text_count(table, row)):
            marked_rows[colour].append(row)
    return marked_rows


def _is_in_data(table: Table, cell: Position) -> bool:
    row, column = cell
    if row >= table.grid.height or column not in table.header.texts:
        return False
    return bool(table.kinds[row] == DATA)


def _text_count(table: Table, row: int) -> int:
    """How many cells of a row, under the header, hold a text."""
    texts = [text_at(table.grid, row, column) for column in table.header.texts]
    return len(list(filter(None, texts)))


def _legend(table: Table, colour: str) -> str:
    """What stands in, or right of, a cell of this colour outside the table: "" where nothing does."""
    for cell, fill in sorted(table.grid.fills.items()):
        row, column = cell
        if fill != colour or row in table.header.rows or _is_in_data(table, cell):
            continue
        words = text_at(table.grid, row, column)
        words = words or text_at(table.grid, row, column + 1)
        if words and len(words) <= LONGEST_LEGEND:
            return words
    return ""
