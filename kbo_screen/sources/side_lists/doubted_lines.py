"""Lines of a list of projects of which a title above them, or a remark beside them, leaves open whether they count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.masking import mask_people
from kbo_screen.sources.cells.cell_columns import take_cells
from kbo_screen.sources.cells.sheet_cells import rows_of, texts_of_row
from kbo_screen.sources.cells.sheet_places import address_of, address_place, cell_place
from kbo_screen.sources.table.row_kinds import NOTE, TITLE
from kbo_screen.sources.table.row_remarks import is_remark, remark_columns
from kbo_screen.sources.table.table_years import texts_around
from kbo_screen.vocabulary.grouping import lists_by_key, row_ranges
from kbo_screen.vocabulary.listed_words import denies_listed, doubts_listed
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
    for text in texts_around(table.grid, table.header):
        if denies_listed(text.words):
            return LineDoubt(text.words, text.place, None)
    return None


def _doubts_of_titles(table: Table) -> Iterator[tuple[int, LineDoubt]]:
    """A title between the lines takes the place of what stands above the table."""
    titles: dict[int, LineDoubt | None] = {}
    for text in texts_around(table.grid, table.header):
        if doubts_listed(text.words):
            titles[0] = LineDoubt(text.words, text.place, None)
            break
    for row in rows_of((table.kinds == TITLE) | (table.kinds == NOTE)):
        if row > table.header.last_row:
            titles[row] = _doubt_in_title(table, row)
    doubt = None
    position_of_row = {row: n for n, row in enumerate(table.data_rows.tolist())}
    for row in range(table.grid.height):
        doubt = titles.get(row, doubt)
        if doubt is not None and row in position_of_row:
            yield position_of_row[row], doubt


def _doubt_in_title(table: Table, row: int) -> LineDoubt | None:
    for column, words in texts_of_row(table.grid, row).items():
        if doubts_listed(words):
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
            is_remark(text) and doubts_listed(text, fiscal_year) for text in texts
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
