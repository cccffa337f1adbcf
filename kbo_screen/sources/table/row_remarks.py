"""What stands beside the values of a row and says another one: a column of remarks, a note on a name, a colour.

A careful clerk signs for neither: the value is unknown, and asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.masking import mask_people
from kbo_screen.grid import NotedTextError
from kbo_screen.sources.cells.cell_columns import take_cells
from kbo_screen.sources.cells.merged_cells import anchors_in
from kbo_screen.sources.cells.sheet_cells import (
    rows_of,
    text_at,
    value_at,
    with_values,
)
from kbo_screen.sources.cells.sheet_places import cell_place, position_at
from kbo_screen.sources.table.cell_fills import words_of_coloured_names
from kbo_screen.sources.table.table import RowRemark
from kbo_screen.sources.table.titled_rows import remarks_of_sections
from kbo_screen.vocabulary.colours import parts_on_colours
from kbo_screen.vocabulary.fields import NAMING_FIELDS
from kbo_screen.vocabulary.note_values import (
    REMARKED_FIELDS,
    remark_differs,
    speaks_of_any,
)
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.remark_headers import counts_groups, heads_remarks
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from kbo_screen.grid import CellValue, Position
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.table.table import Table


def remark_columns(table: Table) -> Iterator[int]:
    """The columns of no field in which people write remarks: under such a header, or beside the table under none."""
    columns = set(range(table.grid.width)) - table.used_columns
    for column in sorted(columns):
        header = table.header.texts.get(column)
        if not header or heads_remarks(header):
            yield column


def is_remark(text: str) -> bool:
    """What stands beside a row is of it; a legend and a count are of others: "สีเหลือง = ยุบ", "จำนวนที่ยุบ"."""
    return not parts_on_colours(text) and not counts_groups(text)


def without_remarked_facts(
    table: Table, years: LetterYears, only_field: str | None
) -> Table:
    """The table with every value as unknown of which a remark on its row says another; it knows the remarks then.

    only_field: the field that a list is of and nothing else.
    """
    remarks: list[RowRemark] = []
    remarks.extend(_written_remarks(table))
    remarks.extend(_noted_names(table))
    remarks.extend(_coloured_rows(table))
    remarks.extend(_titles_of_sections(table))
    remarked_facts: dict[Position, RowRemark] = {}
    for field in REMARKED_FIELDS:
        is_only = field == only_field
        for cell, remark in _contradicted(
            table, field, remarks, years, is_only=is_only
        ):
            remarked_facts.setdefault(cell, remark)
    doubtful_values: dict[Position, CellValue] = {}
    for cell in remarked_facts:
        text = text_at(table.grid, *cell)
        doubtful_values[cell] = NotedTextError(text)
    grid = with_values(table.grid, doubtful_values)
    return replace(table, grid=grid, remarked_facts=remarked_facts)


def _contradicted(
    table: Table,
    field: str,
    remarks: list[RowRemark],
    years: LetterYears,
    *,
    is_only: bool,
) -> Iterator[tuple[Position, RowRemark]]:
    """The cells of a field beside a remark that says another value."""
    column = table.column_of(field)
    if column is None or field in table.columns.matrices:
        return
    letter_year = years.of_field(field)
    anchors = anchors_in(table.grid, column)
    verdicts: dict[Hashable, bool] = {}
    for remark in remarks:
        cell = anchors.get(remark.row, (remark.row, column))
        value = value_at(table.grid, *cell)
        question = (type(value), value, remark.words)
        if question not in verdicts:
            reading = read_field(field, value, years.spellings)
            verdicts[question] = remark_differs(
                field,
                reading,
                remark.words,
                letter_year,
                years.star,
                is_only=is_only,
            )
        if verdicts[question]:
            yield cell, remark


def _written_remarks(table: Table) -> Iterator[RowRemark]:
    """The remarks in columns of remarks that say a value; each different text is looked at once."""
    for column in remark_columns(table):
        cells = take_cells(table.grid, column, table.data_rows)
        telling_codes = []
        for code, value in enumerate(cells.distinct):
            if type(value) is not str or not speaks_of_any(cell_text(value)):
                continue
            if is_remark(value):
                telling_codes.append(code)
        for position in rows_of(np.isin(cells.codes, telling_codes)):
            row = int(table.data_rows[position])
            address = int(cells.addresses[position])
            words = cell_text(cells.at(position))
            yield RowRemark(row, position_at(address), words)


def _noted_names(table: Table) -> Iterator[RowRemark]:
    """The notes on names of rows of data that say a value."""
    name_columns = table.columns_of(NAMING_FIELDS)
    for cell, note in sorted(table.grid.notes.items()):
        row, column = cell
        is_on_name = row in table.data_row_set and column in name_columns
        if is_on_name and speaks_of_any(note):
            yield RowRemark(row, cell, note)


def _coloured_rows(table: Table) -> Iterator[RowRemark]:
    """The rows in a colour of which the sheet says a value."""
    for cell, words in words_of_coloured_names(table, speaks_of_any).items():
        row, _ = cell
        yield RowRemark(row, cell, words)


def _titles_of_sections(table: Table) -> Iterator[RowRemark]:
    """What titles between the rows say, of each row under them, where it is a value."""
    verdicts: dict[str, bool] = {}
    for remark in remarks_of_sections(table):
        if remark.words not in verdicts:
            verdicts[remark.words] = speaks_of_any(remark.words)
        if verdicts[remark.words]:
            yield remark


def check_remarks(table: Table) -> Iterator[Finding]:
    """A finding at every cell of which a remark on its row says another value."""
    for cell, remark in sorted(table.remarked_facts.items()):
        value = value_at(table.grid, *cell)
        remark_place = cell_place(table.grid, *remark.cell)
        yield make_finding(
            "cell.remark-differs",
            cell_place(table.grid, *cell),
            value=mask_people(remark.words),
            other_value=str(value) or "-",
            other_cell=remark_place.cell,
        )
