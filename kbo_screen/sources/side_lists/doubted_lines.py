"""Lines of a list of projects of which a title above them, or a remark beside them, leaves open whether they count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.masking import mask_people
from kbo_screen.sources.cells.cell_columns import take_cells
from kbo_screen.sources.cells.sheet_cells import rows_of, texts_of_row
from kbo_screen.sources.cells.sheet_places import address_of, address_place, cell_place
from kbo_screen.sources.table.row_kinds import (
    NOTE,
    TITLE,
    is_remark,
    names_place,
)
from kbo_screen.sources.table.row_remarks import is_remark as is_of_row
from kbo_screen.sources.table.row_remarks import remark_columns
from kbo_screen.sources.table.table_years import TextAround, texts_around
from kbo_screen.vocabulary.grouping import lists_by_key, row_ranges
from kbo_screen.vocabulary.listed_words import (
    denies_listed,
    remark_doubts,
    title_doubts,
)
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.registry.side_list import Role
    from kbo_screen.sources.table.table import Table


class LineDoubt(NamedTuple):
    """Words that leave lines in doubt, their place, and its address where they stand in a cell of the table's sheet."""

    words: str
    place: Place
    address: int | None


#: Per line (position) what leaves it in doubt.
LineDoubts = dict[int, LineDoubt]


def doubted_lines(
    table: Table,
    lines: pd.DataFrame,
    role: Role,
    fiscal_year: int | None,
) -> LineDoubts:
    """Of the lines that count as being in a project those in doubt: by a remark, else by the nearest title above."""
    if role != "projects":
        return {}
    doubts = dict(_doubts_of_titles(table))
    doubts.update(_doubts_of_remarks(table, fiscal_year))
    counting = rows_of((lines["other_project"] == "in_project").to_numpy(dtype=bool))
    return {position: doubts[position] for position in counting if position in doubts}


def denying_title(table: Table) -> LineDoubt | None:
    """What is written around a table without a column of projects and says that its groups are in none."""
    if "other_project" in table.columns.by_field:
        return None
    for text in _titles_above(table):
        if denies_listed(text.words):
            return LineDoubt(text.words, text.place, None)
    return None


def _titles_above(table: Table) -> Iterator[TextAround]:
    """What stands around a table, but for its file's name: a file is called after much, and holds other sheets."""
    for text in texts_around(table.grid, table.header):
        if text.kind != "file":
            yield text


def _doubts_of_titles(table: Table) -> Iterator[tuple[int, LineDoubt]]:
    """A title between the lines takes the place of what stands above the table, and of the one before it.

    The banner of a district stands within what is above the table, and within a title that it follows at once.
    """
    above = _doubt_above(table)
    doubt = above
    has_lines = False
    titles = _titles_between(table)
    position_of_row = {row: n for n, row in enumerate(table.data_rows.tolist())}
    for row in range(table.grid.height):
        title = titles.get(row)
        if title is not None:
            own_doubt = _doubt_in_title(table, row, title)
            if own_doubt is not None or not names_place(_first_words(title)):
                doubt = own_doubt
            elif has_lines:
                doubt = above
            has_lines = False
        if row not in position_of_row:
            continue
        has_lines = True
        if doubt is not None:
            yield position_of_row[row], doubt


def _doubt_above(table: Table) -> LineDoubt | None:
    for text in _titles_above(table):
        if title_doubts(text.words):
            return LineDoubt(text.words, text.place, None)
    return None


def _titles_between(table: Table) -> dict[int, dict[int, str]]:
    """By row the texts of the titles below the header; a remark of the table is none."""
    titles = {}
    for row in rows_of((table.kinds == TITLE) | (table.kinds == NOTE)):
        texts = texts_of_row(table.grid, row)
        if row <= table.header.last_row or not texts:
            continue
        if not is_remark(_first_words(texts)):
            titles[row] = texts
    return titles


def _first_words(texts: dict[int, str]) -> str:
    return next(iter(texts.values()))


def _doubt_in_title(
    table: Table,
    row: int,
    texts: dict[int, str],
) -> LineDoubt | None:
    for column, words in texts.items():
        if title_doubts(words):
            place = cell_place(table.grid, row, column)
            return LineDoubt(words, place, address_of(row, column))
    return None


def _doubts_of_remarks(
    table: Table, fiscal_year: int | None
) -> Iterator[tuple[int, LineDoubt]]:
    for column in remark_columns(table):
        cells = take_cells(table.grid, column, table.data_rows)
        texts = list(map(cell_text, cells.distinct))
        is_doubt = [
            is_of_row(text) and remark_doubts(text, fiscal_year) for text in texts
        ]
        for position, code in enumerate(cells.codes.tolist()):
            if is_doubt[code]:
                address = int(cells.addresses[position])
                place = address_place(table.grid, address)
                yield position, LineDoubt(texts[code], place, address)


def without_doubted_values(lines: pd.DataFrame, doubts: LineDoubts) -> pd.DataFrame:
    """The lines with their project as unknown where it is in doubt, and what says so in its place."""
    lines = lines.copy()
    for position, doubt in doubts.items():
        lines.loc[position, "other_project"] = None
        lines.loc[position, "value_words"] = doubt.words
        if doubt.address is not None:
            lines.loc[position, "value_address"] = doubt.address
    return lines


def findings_of_doubts(table: Table, doubts: LineDoubts) -> Iterator[Finding]:
    """A finding per place that leaves lines in doubt."""
    rows_of_data = (table.data_rows + 1).tolist()
    rows_of_doubts = lists_by_key(
        (doubt, rows_of_data[position]) for position, doubt in doubts.items()
    )
    for doubt, rows in rows_of_doubts.items():
        yield make_finding(
            "list.lines-in-doubt",
            doubt.place,
            value=mask_people(doubt.words),
            count=len(rows),
            rows=row_ranges(rows),
        )
