"""Rows that somebody marked with a colour: told once a sheet, with what the sheet says that the colour means.

Where it says that these groups are no more, the name in each row is told, and is asked.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.masking import mask_people
from kbo_screen.sources.cells.sheet_cells import codes_of, text_at
from kbo_screen.sources.cells.sheet_places import cell_place, row_place
from kbo_screen.sources.table.row_kinds import DATA, NOTE, TITLE
from kbo_screen.vocabulary.colours import may_be_called, parts_on_colours
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.values import says_dissolved

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from kbo_screen.grid import Position
    from kbo_screen.sources.table.table import Table

#: A colour on more than this part of the rows of data is the look of the table (bands, a whole table in one colour).
MOST_MARKED: Final = 0.4
#: A row is marked where this part of its cells with something in them has one colour.
PART_OF_ROW: Final = 0.8
#: A row is marked in at least so many cells.
FEWEST_CELLS: Final = 2
#: A legend is a short text.
LONGEST_LEGEND: Final = 60
_NAMES: Final = ("group_name", "group_id", "product_name")


def cells_coloured_dissolved(table: Table) -> dict[int, Position]:
    """By row of data in a colour of which the sheet says that it marks groups that are no more, its first name."""
    names = words_of_coloured_names(table, says_dissolved)
    return {cell[0]: cell for cell in names}


def check_fills(table: Table) -> Iterator[Finding]:
    """A finding per colour that marks whole rows of data, at the first of them.

    Of groups that are no more, as the sheet says, one at each name instead; none where what
    it says is told elsewhere.
    """
    words_of_names = words_of_coloured_names(table, says_dissolved)
    for (row, column), words in sorted(words_of_names.items()):
        yield make_finding(
            "cell.coloured-dissolved",
            cell_place(table.grid, row, column),
            value=mask_people(words),
        )
    told_rows = {row for row, _ in words_of_names}
    told_rows.update(remark.row for remark in table.remarked_facts.values())
    for colour, rows in sorted(_marked_rows(table).items()):
        if _is_look(rows, table) or not told_rows.isdisjoint(rows):
            continue
        legend = mask_people(_words_in_colour(table, colour))
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


def words_of_coloured_names(
    table: Table,
    is_telling: Callable[[str], bool],
) -> dict[Position, str]:
    """The first name of each row in a colour of which the sheet says something, with what it says."""
    words_of_names: dict[Position, str] = {}
    colours = sorted(set(table.grid.fills.values()))
    legends = list(_legends_in_words(table, is_telling)) if colours else []
    for colour in colours:
        words = _words_in_colour(table, colour)
        words = words or _words_naming(table, colour, legends)
        if is_telling(words):
            for name in _names_in(table, colour):
                words_of_names[name] = words
    return words_of_names


def _words_naming(
    table: Table,
    colour: str,
    legends: list[str],
) -> str:
    """What a legend in words says of a colour that it names; of one that it does not name, unless it is a look."""
    if not legends:
        return ""
    is_look = _is_look(_marked_rows(table).get(colour, []), table)
    for part in legends:
        if may_be_called(colour, part, unnamed=not is_look):
            return part
    return ""


def _names_in(
    table: Table,
    colour: str,
) -> Collection[Position]:
    """Of each row of data with a name or an id in a colour that cell, the group's before the product's."""
    first_cells: dict[int, Position] = {}
    for field in _NAMES:
        column = table.columns.by_field.get(field, -1)
        for row in table.data_rows.tolist():
            if table.grid.fills.get((row, column)) == colour:
                first_cells.setdefault(row, (row, column))
    return first_cells.values()


def _is_look(rows: list[int], table: Table) -> bool:
    """The colour is how the table looks: on many rows, or on every second one."""
    return len(rows) > MOST_MARKED * len(table.data_rows) or _are_bands(rows, table)


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


def _words_in_colour(table: Table, colour: str) -> str:
    """What stands in, or right of, a cell of this colour outside the table."""
    for cell, fill in sorted(table.grid.fills.items()):
        row, column = cell
        if fill != colour or row in table.header.rows or _is_in_data(table, cell):
            continue
        words = text_at(table.grid, row, column)
        words = words or text_at(table.grid, row, column + 1)
        if words and len(words) <= LONGEST_LEGEND:
            return words
    return ""


def _legends_in_words(
    table: Table,
    is_telling: Callable[[str], bool],
) -> Iterator[str]:
    """The parts of short texts outside the table that each say something of a colour."""
    for number, column in enumerate(table.grid.columns):
        is_outside = np.isin(table.kinds, (TITLE, NOTE))
        if number not in table.header.texts:
            is_outside[:] = True
        for code in np.unique(codes_of(column)[is_outside]).tolist():
            words = cell_text(column.distinct[code])
            if len(words) <= LONGEST_LEGEND:
                yield from filter(is_telling, parts_on_colours(words))
