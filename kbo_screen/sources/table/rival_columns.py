"""Compares the columns of one table that say the same of a product: two of stars, two of other projects.

What two columns say differently is unknown; several columns of projects are several projects. `columns.py` chooses
which column is a field's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.registry import cell_name
from kbo_screen.sources.cells.cell_columns import CellColumn, ReadColumn, read_column
from kbo_screen.sources.cells.sheet_cells import rows_of
from kbo_screen.sources.cells.sheet_places import address_place
from kbo_screen.sources.header.column_fit import READABLE_PART, fit_of_column
from kbo_screen.sources.header.columns import year_of_column
from kbo_screen.vocabulary.fields import (
    COMPARED_FIELDS,
    DATED_FIELDS,
    LATEST_YEAR_FIELDS,
)
from kbo_screen.vocabulary.headers import BY_HAND
from kbo_screen.vocabulary.reading import UNKNOWN, Reading, cell_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kbo_screen.sources.table.table import Table


class _PairReading(NamedTuple):
    """What two cells say together. is_of_rival: the rival's cell says it. differs: they say different things."""

    reading: Reading
    is_of_rival: bool = False
    differs: bool = False


class _MergedColumn(NamedTuple):
    """Two columns as one; per row whether the rival's cell counts, and whether the two differ."""

    column: ReadColumn
    is_of_rival: np.ndarray
    differs: np.ndarray


class ComparedColumn(NamedTuple):
    """A field's column, its cells where a rival's count, and what is to be told."""

    column: ReadColumn
    cells: CellColumn
    findings: tuple[Finding, ...]


def compare_rivals(
    table: Table,
    field: str,
    column: ReadColumn,
    cells: CellColumn,
    cells_of: Callable[[int], CellColumn],
    is_in_scope: np.ndarray,
) -> ComparedColumn:
    """The column of a field, settled with the other columns that claim the field.

    cells_of: the cells of a column at the table's rows.
    """
    findings: list[Finding] = []
    for rival in rivals_compared(table, field):
        rival_cells = cells_of(rival)
        rival_column = read_column(field, rival_cells)
        is_undated = is_undated_beside(table, field, rival)
        merged = _merge(
            field,
            column,
            rival_column,
            is_undated=is_undated,
        )
        rows = rows_of(merged.differs & is_in_scope)
        findings += _differences(table, field, rows, cells, rival_cells)
        addresses = np.where(merged.is_of_rival, rival_cells.addresses, cells.addresses)
        column = merged.column
        cells = replace(
            cells,
            codes=column.codes,
            distinct=column.raw,
            addresses=addresses,
        )
    return ComparedColumn(column, cells, tuple(findings))


def rivals_compared(table: Table, field: str) -> list[int]:
    """The other columns of a field that are compared with it, for their values are its; none of one mapped by hand."""
    columns = table.columns
    if field not in COMPARED_FIELDS or field in columns.matrices:
        return []
    matches = table.header.matches_at(columns.by_field[field])
    if any(match.strength == BY_HAND for match in matches):
        return []
    rivals = columns.rivals.get(field, ())
    if field == "other_project":
        return list(rivals)
    return [rival for rival in rivals if _may_say_the_same(table, field, rival)]


def _may_say_the_same(
    table: Table,
    field: str,
    rival: int,
) -> bool:
    """A column is of the field's year, is named as well, and holds values of the field."""
    header = table.header
    column = table.columns.by_field[field]
    is_named_less = header.strength_at(column) > header.strength_at(rival)
    if field == "registered_year_be" and is_named_less:
        # "ปีที่ลงทะเบียนผู้ผลิต" is the producer's year, "ปีที่ลงทะเบียนผลิตภัณฑ์" is not.
        return False
    if is_undated_beside(table, field, rival):
        return False
    if field in LATEST_YEAR_FIELDS:
        # The newest column counts: one of another year says something of that year.
        rival_year = year_of_column(header, rival, field)
        if rival_year != year_of_column(header, column, field):
            return False
    return fit_of_column(table.grid, header, rival, field) >= READABLE_PART


def is_undated_beside(
    table: Table,
    field: str,
    rival: int,
) -> bool:
    """The field's header names its year and the rival's none: the rival may be of another year."""
    is_dated = field in DATED_FIELDS and field in table.columns.years_be
    return is_dated and year_of_column(table.header, rival, field) is None


def _merge(
    field: str,
    column: ReadColumn,
    rival: ReadColumn,
    *,
    is_undated: bool,
) -> _MergedColumn:
    """Two columns read as one; each different pair of values is settled once."""
    rival_count = len(rival.readings)
    pairs = column.codes.astype(np.int64) * rival_count + rival.codes
    uniques, codes = np.unique(pairs, return_inverse=True)
    settled, raw = [], []
    for pair in uniques.tolist():
        code, rival_code = divmod(pair, rival_count)
        settled_pair = _settle(
            field,
            column.readings[code],
            rival.readings[rival_code],
            is_undated=is_undated,
        )
        settled.append(settled_pair)
        is_of_rival = settled_pair.is_of_rival
        raw.append(rival.raw[rival_code] if is_of_rival else column.raw[code])
    return _MergedColumn(
        ReadColumn(codes, [pair.reading for pair in settled], raw),
        np.array([pair.is_of_rival for pair in settled], dtype=bool)[codes],
        np.array([pair.differs for pair in settled], dtype=bool)[codes],
    )


def _settle(
    field: str,
    reading: Reading,
    rival: Reading,
    *,
    is_undated: bool,
) -> _PairReading:
    """The field's reading; unknown where both say something, and something different. A blank star says something."""
    if field == "other_project":
        return _settle_projects(
            reading,
            rival,
            is_undated=is_undated,
        )
    both_say = _says_something(reading) and _says_something(rival)
    is_same = (reading.value, reading.known) == (rival.value, rival.known)
    if not is_same and (both_say or field == "star"):
        return _PairReading(UNKNOWN, differs=True)
    return _PairReading(reading)


def _settle_projects(
    reading: Reading,
    rival: Reading,
    *,
    is_undated: bool,
) -> _PairReading:
    """A project in either column is one; a doubt in either is one, where neither names a project."""
    if reading.value == "in_project":
        return _PairReading(reading)
    if rival.value == "in_project" and is_undated:
        return _PairReading(UNKNOWN, differs=True)
    is_rival_doubtful = reading.known and not rival.known
    if rival.value == "in_project" or is_rival_doubtful:
        return _PairReading(rival, is_of_rival=True)
    return _PairReading(reading)


def _says_something(reading: Reading) -> bool:
    return reading.value is not None or reading.problem is not None


def _differences(
    table: Table,
    field: str,
    rows: Sequence[int],
    cells: CellColumn,
    rival_cells: CellColumn,
) -> Iterator[Finding]:
    """A finding per row in which two columns say different things, at the first, naming the other."""
    for row in rows:
        rival_text = cell_text(rival_cells.at(row))
        yield make_finding(
            "cell.columns-differ",
            address_place(table.grid, int(cells.addresses[row])),
            value=cell_text(cells.at(row)) or "-",
            header=table.header_text(field),
            field=field,
            other_cell=cell_name(int(rival_cells.addresses[row])),
            other_value="-" if is_blank(rival_text) else rival_text,
        )
