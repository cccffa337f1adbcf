"""Compares the columns of one table that say the same of a product: two of stars, two of other projects.

Knows that what two columns say differently is unknown, and that several columns of projects are several projects.
Refuses to choose between columns (`columns.py` does).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.registry import cell_name
from kbo_screen.sources.cells import CellColumn, ReadColumn, read_column
from kbo_screen.sources.columns import READABLE_PART, fit_of_column, year_of_column
from kbo_screen.vocabulary.fields import DATED_FIELDS, LATEST_YEAR_FIELDS
from kbo_screen.vocabulary.headers import BY_HAND
from kbo_screen.vocabulary.reading import UNKNOWN, Reading, cell_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kbo_screen.sources.table import Table

#: Fields that decide something; of the others the first column counts.
COMPARED_FIELDS: Final = (
    "producer_type", "star", "quadrant", "registered_year_be", "standard", "other_project", "potential",
)  # fmt: skip


class _Settled(NamedTuple):
    """What two cells say together. is_of_rival: the rival's cell says it. differs: they say different things."""

    reading: Reading
    is_of_rival: bool = False
    differs: bool = False


class _Merged(NamedTuple):
    """Two columns as one; per row whether the rival's cell counts, and whether the two differ."""

    column: ReadColumn
    is_of_rival: np.ndarray
    differs: np.ndarray


class Compared(NamedTuple):
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
) -> Compared:
    """The column of a field, settled with the other columns that claim the field.

    cells_of: the cells of a column at the table's rows.
    """
    findings: list[Finding] = []
    for rival in _rivals_of(table, field):
        rival_cells = cells_of(rival)
        merged = _merge(
            field,
            column,
            read_column(field, rival_cells),
            is_undated=_is_undated(table, field, rival),
        )
        findings.extend(
            _told(table, field, merged.differs & is_in_scope, cells, rival_cells)
        )
        addresses = np.where(merged.is_of_rival, rival_cells.addresses, cells.addresses)
        column = merged.column
        cells = replace(
            cells, codes=column.codes, distinct=column.raw, addresses=addresses
        )
    return Compared(column, cells, tuple(findings))


def _merge(
    field: str, own: ReadColumn, rival: ReadColumn, *, is_undated: bool
) -> _Merged:
    """Two columns read as one; each different pair of values is settled once."""
    pairs = own.codes.astype(np.int64) * len(rival.readings) + rival.codes
    uniques, codes = np.unique(pairs, return_inverse=True)
    settled = []
    raw = []
    for pair in uniques.tolist():
        own_code, rival_code = divmod(pair, len(rival.readings))
        together = _settle(
            field,
            own.readings[own_code],
            rival.readings[rival_code],
            is_undated=is_undated,
        )
        settled.append(together)
        raw.append(rival.raw[rival_code] if together.is_of_rival else own.raw[own_code])
    column = ReadColumn(codes, [together.reading for together in settled], raw)
    is_of_rival = np.array([together.is_of_rival for together in settled], dtype=bool)
    differs = np.array([together.differs for together in settled], dtype=bool)
    return _Merged(column, is_of_rival[codes], differs[codes])


def _rivals_of(table: Table, field: str) -> Iterator[int]:
    """The other columns of a field whose values are the field's."""
    columns = table.columns
    matches = table.header.matches.get(columns.by_field[field], ())
    is_by_hand = any(match.strength == BY_HAND for match in matches)
    if field not in COMPARED_FIELDS or field in columns.matrices or is_by_hand:
        return
    for rival in columns.rivals.get(field, ()):
        is_project = field == "other_project"
        if (
            field == "registered_year_be"
            and matches[0].strength > table.header.matches[rival][0].strength
        ):
            continue  # "ปีที่ลงทะเบียนผู้ผลิต" is the producer's year, "ปีที่ลงทะเบียนผลิตภัณฑ์" is not
        if not is_project and _is_undated(table, field, rival):
            continue
        if field in LATEST_YEAR_FIELDS and _year(table, field, rival) != _year(
            table, field, columns.by_field[field]
        ):
            continue  # the newest column counts: one of another year says something of that year
        if (
            is_project
            or fit_of_column(table.grid, table.header, rival, field) >= READABLE_PART
        ):
            yield rival


def _year(table: Table, field: str, column: int) -> int | None:
    return year_of_column(table.header, column, field)


def _is_undated(table: Table, field: str, rival: int) -> bool:
    """The field's header names its year and the rival's none: the rival may be of another year."""
    is_dated = field in DATED_FIELDS and field in table.columns.years_be
    return is_dated and year_of_column(table.header, rival, field) is None


def _settle(field: str, own: Reading, rival: Reading, *, is_undated: bool) -> _Settled:
    if field == "other_project":
        return _settle_projects(own, rival, is_undated=is_undated)
    if own == rival:
        return _Settled(own)
    is_told_by_both = field == "star" or (
        _says_something(own) and _says_something(rival)
    )
    if is_told_by_both and (own.value, own.known) != (rival.value, rival.known):
        return _Settled(UNKNOWN, differs=True)
    return _Settled(own)


def _settle_projects(own: Reading, rival: Reading, *, is_undated: bool) -> _Settled:
    """A project in either column is one; a doubt in either is one, where neither names a project."""
    if own.value == "in_project":
        return _Settled(own)
    if rival.value == "in_project":
        return (
            _Settled(UNKNOWN, differs=True)
            if is_undated
            else _Settled(rival, is_of_rival=True)
        )
    is_rival_doubtful = own.known and not rival.known
    return _Settled(rival, is_of_rival=True) if is_rival_doubtful else _Settled(own)


def _says_something(reading: Reading) -> bool:
    return reading.value is not None or reading.problem is not None


def _told(
    table: Table,
    field: str,
    differs: np.ndarray,
    cells: CellColumn,
    rival_cells: CellColumn,
) -> Iterator[Finding]:
    """A finding per row in which two columns say different things, at the first, naming the other."""
    for row in np.flatnonzero(differs).tolist():
        rival_text = cell_text(rival_cells.at(row))
        yield make_finding(
            "cell.columns-differ",
            Place(
                table.grid.file, table.grid.sheet, cell_name(int(cells.addresses[row]))
            ),
            value=cell_text(cells.at(row)) or "-",
            header=table.header_text(field),
            field=field,
            other_cell=cell_name(int(rival_cells.addresses[row])),
            other_value="-" if is_blank(rival_text) else rival_text,
        )
