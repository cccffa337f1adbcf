"""Of which year the value of every row is: its own cell, the header, a year column beside it, what stands around.

Knows the order in which they are asked, and that two which differ say nothing. Refuses to know which year a letter
wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, NO_CELL, cell_name
from kbo_screen.sources.cells import read_column, take_cells
from kbo_screen.sources.columns import years_named
from kbo_screen.sources.table_years import YearSource
from kbo_screen.sources.years import bounded_column
from kbo_screen.vocabulary.headers import BY_HAND, read_header
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.title_years import column_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.sources.cells import CellColumn, ReadColumn
    from kbo_screen.sources.table import Table
    from kbo_screen.vocabulary.reading import Reading
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: A column whose header is only "year" may have been taken for one of these.
_YEAR_FIELDS: Final = ("star_year_be", "registered_year_be")
#: Fields of which a letter means one year and no other.
FIELDS_OF_ONE_YEAR: Final = ("star", "other_project")


class YearColumn(NamedTuple):
    """A column that says row by row of which year the column beside it is."""

    header: str
    cells: CellColumn
    column: ReadColumn


@dataclass(frozen=True, slots=True)
class RowYears:
    """Per row of data the year of a value.

    `years_be`: None where nothing says it, or where it is unclear. `is_unclear`: two things say different years, or
    what stands in the year column was not understood.
    """

    years_be: np.ndarray
    is_unclear: np.ndarray
    findings: tuple[Finding, ...] = ()

    @property
    def has_year(self) -> np.ndarray:
        """Per row: it has a year."""
        return np.array(
            [year_be is not None for year_be in self.years_be.tolist()], dtype=bool
        )


class _Clash(NamedTuple):
    """A row's own year and the other one; `other` is None where the other stands in the row's year column."""

    year_be: int
    is_of_own_cell: bool
    other_year_be: int
    other: YearSource | None


class _Settled(NamedTuple):
    """The year of a row; None where nothing says one, or where two things differ. clash: what is told of the row."""

    year_be: int | None
    differs: bool = False
    clash: _Clash | None = None


def years_of_rows(
    table: Table,
    field: str,
    column: ReadColumn,
    cells: CellColumn,
    year_column: YearColumn | None,
    is_in_scope: np.ndarray,
) -> RowYears:
    """Of every row the year of a field's value; what differs is told of rows in scope.

    What two things say differently is no year, and a finding names both places. A project with a year in its own cell
    is of that year, whatever its header says.
    """
    sources = sources_of_column(table, field)
    misread: Iterable[Finding] = ()
    pairs, codes = _different_pairs(column, year_column)
    settled = [
        _settle(own, beside, sources, is_project=field == "other_project")
        for own, beside in pairs
    ]
    years_be = _per_row([one.year_be for one in settled], codes)
    is_unclear = _per_row([one.differs for one in settled], codes).astype(bool)
    if year_column:
        is_misread = year_column.column.pick(_is_misread).astype(bool)
        years_be[is_misread] = None
        is_unclear |= is_misread
        misread = _misread_years(table, year_column, is_in_scope)
    is_told = _per_row([one.clash is not None for one in settled], codes).astype(bool)
    is_told &= column.pick(_says_something).astype(bool) & is_in_scope
    findings = [*_differs_around(table, field, sources), *misread]
    for row in np.flatnonzero(is_told).tolist():
        clash = settled[codes[row]].clash
        if clash:
            findings.append(
                _differs_in_row(table, field, row, cells, year_column, clash)
            )
    return RowYears(years_be, is_unclear, tuple(findings))


def sources_of_column(table: Table, field: str) -> tuple[YearSource, ...]:
    """What says of a whole column of which year it is, in the order in which it is asked."""
    around = table.around.of_field(field)
    if field not in table.columns.by_field:
        return around
    place = table.header_place(table.columns.by_field[field])
    years_be = sorted(years_of_header(table, field))
    return (*(YearSource(year_be, "header", place) for year_be in years_be), *around)


def years_of_header(table: Table, field: str) -> set[int]:
    """The years that the header of a field's column names; several where each row is of one of them.

    Of a standard or a quadrant several name none: the latest of them counts, whichever that is. Who mapped the column
    by hand has said which year it is of.
    """
    header_year = table.columns.years_be.get(field)
    if header_year is not None:
        return {header_year}
    if field not in FIELDS_OF_ONE_YEAR:
        return set()
    column = table.columns.by_field[field]
    is_by_hand = any(
        match.strength == BY_HAND for match in table.header.matches.get(column, ())
    )
    return set() if is_by_hand else years_named(table.header, column)


def find_year_column(
    table: Table,
    field: str,
    rows: np.ndarray,
    bounds: DateBounds,
    *,
    is_only: bool = False,
) -> YearColumn | None:
    """The column that says of which year a field's values are, None where there is none.

    is_only: the table is a list of that field and nothing else; then a column "ปี" is of it too.
    """
    for at in table.header.texts:
        if _is_year_column(table, field, at, is_only=is_only):
            cells = take_cells(table.grid, at, rows)
            column = bounded_column(read_column("star_year_be", cells), bounds)
            return YearColumn(table.header.texts[at], cells, column)
    return None


def _is_year_column(table: Table, field: str, at: int, *, is_only: bool) -> bool:
    own_column = table.columns.by_field.get(field)
    taken = {
        column
        for name, column in table.columns.by_field.items()
        if name not in _YEAR_FIELDS
    }
    if own_column is None or at in taken:
        return False
    whole = table.header.texts[at]
    last = table.header.cells.get(at, whole)
    if fold(last) in column_words(field) or fold(whole) in column_words(field):
        return True
    if (
        field == "other_project"
        and fold(last) in column_words("fiscal")
        and abs(at - own_column) == 1
    ):
        return True
    if fold(last) not in column_words("plain"):
        return False
    above = whole.removesuffix(last).strip()
    return is_only or any(match.field == field for match in read_header(above) if above)


def _different_pairs(
    column: ReadColumn, year_column: YearColumn | None
) -> tuple[list[tuple[int | None, int | None]], np.ndarray]:
    """The different pairs of a year in the own cell and one in the year column; per row the position of its pair."""
    if year_column is None:
        return [(reading.year_be, None) for reading in column.readings], column.codes
    count = len(year_column.column.readings)
    joined = column.codes.astype(np.int64) * count + year_column.column.codes
    different, codes = np.unique(joined, return_inverse=True)
    pairs: list[tuple[int | None, int | None]] = []
    for pair in different.tolist():
        own, beside = divmod(pair, count)
        year_be = year_column.column.readings[beside].value
        pairs.append(
            (
                column.readings[own].year_be,
                year_be if isinstance(year_be, int) else None,
            )
        )
    return pairs, codes


def _settle(
    own: int | None,
    beside: int | None,
    sources: tuple[YearSource, ...],
    *,
    is_project: bool,
) -> _Settled:
    """The one year that all which say one agree on."""
    if is_project and own is not None:
        sources = tuple(source for source in sources if source.kind != "header")
    row_year = own if own is not None else beside
    years_of_header = {source.year_be for source in sources if source.kind == "header"}
    if len(years_of_header) > 1 and row_year in years_of_header:
        sources = tuple(source for source in sources if source.kind != "header")
    years_of_column = {source.year_be for source in sources}
    if len(years_of_column) > 1:
        return _Settled(None, differs=True)
    if row_year is None:
        return _Settled(years_of_column.pop() if years_of_column else None)
    if beside not in (None, row_year):
        clash = _Clash(
            row_year, is_of_own_cell=True, other_year_be=beside or row_year, other=None
        )
        return _Settled(None, differs=True, clash=clash)
    if sources and sources[0].year_be != row_year:
        clash = _Clash(row_year, own is not None, sources[0].year_be, sources[0])
        return _Settled(None, differs=True, clash=clash)
    return _Settled(row_year)


def _differs_around(
    table: Table, field: str, sources: tuple[YearSource, ...]
) -> Iterator[Finding]:
    """The header, the title, the sheet and the file do not say one year: the whole column has none."""
    if not sources:
        return
    first = sources[0]
    for other in sources[1:]:
        if other.year_be != first.year_be:
            yield make_finding(
                "table.years-differ",
                first.place,
                value=str(first.year_be),
                other_year=other.year_be,
                other_place=other.place.whole,
                header=_header(table, field),
                field=field,
            )
            return


def _misread_years(
    table: Table, year_column: YearColumn, is_in_scope: np.ndarray
) -> Iterator[Finding]:
    """The cells of a year column that were not understood; of one that is a field of its own they are told there."""
    addresses = year_column.cells.addresses
    columns = set(addresses[addresses != NO_CELL] % EXCEL_MAX_COLUMNS)
    if not columns.isdisjoint(table.columns.by_field.values()):
        return
    for row, slug, raw in year_column.column.problems():
        if is_in_scope[row]:
            yield make_finding(
                f"cell.{slug}",
                place_in(table, year_column.cells, row),
                value=cell_text(raw),
                header=year_column.header,
                year=year_column.column.at(row).value,
            )


def _differs_in_row(
    table: Table,
    field: str,
    row: int,
    cells: CellColumn,
    year_column: YearColumn | None,
    clash: _Clash,
) -> Finding:
    """A row that says another year than its header, its year column or what stands around the table."""
    value_place = place_in(table, cells, row)
    year_place = place_in(table, year_column.cells, row) if year_column else value_place
    place = value_place if clash.is_of_own_cell else year_place
    words = (
        cells.at(row)
        if clash.is_of_own_cell or year_column is None
        else year_column.cells.at(row)
    )
    return make_finding(
        "cell.years-differ",
        place,
        value=cell_text(words),
        header=_header(table, field),
        year=clash.year_be,
        other_year=clash.other_year_be,
        other_place=(clash.other.place if clash.other else year_place).whole,
        field=field,
    )


def _header(table: Table, field: str) -> str:
    """The header of the field's column; a list may have none."""
    return table.header_text(field) if field in table.columns.by_field else "-"


def place_in(table: Table, cells: CellColumn, row: int) -> Place:
    """Where a row's value stands."""
    address = int(cells.addresses[row])
    return Place(
        table.grid.file,
        table.grid.sheet,
        cell_name(address) if address != NO_CELL else None,
    )


def _is_misread(reading: Reading) -> bool:
    return reading.problem is not None and not reading.known


def _says_something(reading: Reading) -> bool:
    """A value, or something that was not understood; a blank says nothing of any year."""
    return reading.value is not None or not reading.known


def _per_row(values: Sequence[object], codes: np.ndarray) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array.take(codes)
