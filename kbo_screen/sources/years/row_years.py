"""Of which year the value of every row is.

Its own cell is asked, the header, a year column beside it, and what stands around the
table. Two of them that differ say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, NO_CELL
from kbo_screen.sources.cells.bounded_years import YEAR_FIELDS, bounded_column
from kbo_screen.sources.cells.cell_columns import objects, read_column, take_cells
from kbo_screen.sources.cells.sheet_places import address_place
from kbo_screen.sources.header.columns import years_named
from kbo_screen.sources.table.table_years import YearSource
from kbo_screen.vocabulary.fields import LETTER_YEAR_FIELDS
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.headers import BY_HAND, read_header
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.title_years import column_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.sources.cells.cell_columns import CellColumn, ReadColumn
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.table.table_rows import TableRows
    from kbo_screen.sources.table.table_years import YearSources
    from kbo_screen.vocabulary.reading import Reading
    from kbo_screen.vocabulary.spellings import Spellings
    from kbo_screen.vocabulary.year_bounds import DateBounds


class YearColumn(NamedTuple):
    """A column that says row by row of which year the column beside it is."""

    header: str
    cells: CellColumn
    column: ReadColumn


class RowYears(NamedTuple):
    """Per row of data the year of a value.

    `years_be`: None where nothing says it, or where it is unclear. `is_unclear`: two
    things say different years, or what stands in the year column was not understood.
    """

    years_be: np.ndarray
    is_unclear: np.ndarray
    findings: tuple[Finding, ...] = ()

    @property
    def has_year(self) -> np.ndarray:
        """Per row: it has a year."""
        years_be = self.years_be.tolist()
        return np.array([year_be is not None for year_be in years_be], dtype=bool)


class _YearClash(NamedTuple):
    """The year of a row and the different one that stands elsewhere.

    `other_source` is None where the other year stands in the row's year column.
    """

    year_be: int
    is_of_value_cell: bool
    other_year_be: int
    other_source: YearSource | None


class _RowYear(NamedTuple):
    """The year of a row: None where nothing says one, or where two things differ.

    clash: what is told of the row.
    """

    year_be: int | None
    differs: bool = False
    clash: _YearClash | None = None


class _YearPair(NamedTuple):
    """The year in the cell of a row's value, and the year in its year column."""

    in_cell: int | None
    in_year_column: int | None

    @property
    def year_be(self) -> int | None:
        """What the row says: its own cell goes first."""
        return self.in_year_column if self.in_cell is None else self.in_cell


def stated_years(
    rows: TableRows,
    field: str,
    year_column: YearColumn | None,
) -> RowYears:
    """Of every row the year that its cells, its header or the table's surroundings state; what differs is told.

    What two things say differently is no year, and a finding names both places. A
    project with a year in its own cell is of that year, whatever its header says.
    """
    sources = sources_of_column(rows.table, field)
    is_project = field == "other_project"
    pairs, codes = _different_pairs(rows.columns[field], year_column)
    years_of_pairs = [
        _year_of_pair(pair, sources, is_project=is_project) for pair in pairs
    ]
    years_be = objects([year.year_be for year in years_of_pairs]).take(codes)
    differs = np.array([year.differs for year in years_of_pairs], dtype=bool)
    is_unclear = differs.take(codes)
    findings: list[Finding] = []
    if any(year.differs and year.clash is None for year in years_of_pairs):
        findings.extend(_sources_that_differ(rows, field, sources))
    if year_column:
        is_misread = year_column.column.where(was_not_understood)
        years_be[is_misread] = None
        is_unclear |= is_misread
        findings.extend(_misread_years(rows, year_column))
    clashes = [year.clash for year in years_of_pairs]
    findings.extend(_clashes_of_rows(rows, field, year_column, clashes, codes))
    return RowYears(years_be, is_unclear, tuple(findings))


def sources_of_column(table: Table, field: str) -> YearSources:
    """What says of a whole column of which year it is, in the order in which it is asked."""
    sources_around = table.around.of_field(field)
    if field not in table.columns.by_field:
        return sources_around
    place = table.header_place(table.columns.by_field[field])
    header_years = sorted(years_of_header(table, field))
    header_sources = [YearSource(year_be, "header", place) for year_be in header_years]
    settling_years = set(header_years)
    return (*header_sources, *_without_settled(sources_around, settling_years))


def _without_settled(
    sources: YearSources,
    settling_years: set[int],
) -> YearSources:
    """What stands around, without texts of several years of which one is settled: by these, or by another text."""
    years_at = lists_by_key((source.place, source.year_be) for source in sources)
    single_years = {years[0] for years in years_at.values() if len(years) == 1}
    unsettled_sources = []
    for source in sources:
        years = years_at[source.place]
        is_settled = not settling_years.union(single_years).isdisjoint(years)
        if source.kind == "header" or len(years) == 1 or not is_settled:
            unsettled_sources.append(source)
    return tuple(unsettled_sources)


def years_of_header(table: Table, field: str) -> set[int]:
    """The years that the header of a field's column names; several where each row is of one.

    Of a standard or a quadrant several name none: the latest of them counts, whichever
    that is. Who mapped the column by hand has said which year it is of.
    """
    header_year = table.columns.years_be.get(field)
    if header_year is not None:
        return {header_year}
    if field not in LETTER_YEAR_FIELDS:
        return set()
    column = table.columns.by_field[field]
    matches = table.header.matches.get(column, ())
    if any(match.strength == BY_HAND for match in matches):
        return set()
    return years_named(table.header, column)


def find_year_column(
    table: Table,
    field: str,
    bounds: DateBounds,
    *,
    is_only: bool,
) -> YearColumn | None:
    """The column that says of which year a field's values are, None where there is none.

    is_only: the table is a list of that field and nothing else; then a column "ปี" is of
    it too.
    """
    for column, header in table.header.texts.items():
        if _is_year_column(table, field, column, is_only=is_only):
            cells = take_cells(table.grid, column, table.data_rows)
            years = bounded_column(read_column("star_year_be", cells), bounds)
            return YearColumn(header, cells, years)
    return None


def _is_year_column(
    table: Table,
    field: str,
    column: int,
    *,
    is_only: bool,
) -> bool:
    """The header is one of the field's years; "ปี" alone where the words above it are the field's."""
    field_column = table.columns.by_field.get(field)
    if field_column is None or column in _columns_of_other_values(table):
        return False
    header = table.header.texts[column]
    last_line = table.header.cells.get(column, header)
    words = fold(last_line)
    if not column_words(field).isdisjoint({words, fold(header)}):
        return True
    is_beside = abs(column - field_column) == 1
    if field == "other_project" and is_beside and words in column_words("fiscal"):
        return True
    if words not in column_words("plain"):
        return False
    words_above = header.removesuffix(last_line).strip()
    return is_only or _names_field(words_above, field, table.header.spellings)


def _columns_of_other_values(table: Table) -> set[int]:
    """The columns of fields whose values are no years."""
    columns = set()
    for field, column in table.columns.by_field.items():
        if field not in YEAR_FIELDS:
            columns.add(column)
    return columns


def _names_field(
    header: str,
    field: str,
    spellings: Spellings,
) -> bool:
    matches = read_header(header, spellings) if header else ()
    return any(match.field == field for match in matches)


def _different_pairs(
    column: ReadColumn, year_column: YearColumn | None
) -> tuple[list[_YearPair], np.ndarray]:
    """The different pairs of years that rows hold, and per row the position of its pair."""
    years_in_cells = [reading.year_be for reading in column.readings]
    if year_column is None:
        return [_YearPair(year_be, None) for year_be in years_in_cells], column.codes
    years_beside = [_whole_year(reading) for reading in year_column.column.readings]
    count = len(years_beside)
    joined = column.codes.astype(np.int64) * count + year_column.column.codes
    different, codes = np.unique(joined, return_inverse=True)
    pairs = []
    for pair in different.tolist():
        cell_code, year_code = divmod(pair, count)
        pairs.append(_YearPair(years_in_cells[cell_code], years_beside[year_code]))
    return pairs, codes


def _whole_year(reading: Reading) -> int | None:
    return reading.value if isinstance(reading.value, int) else None


def _year_of_pair(
    pair: _YearPair,
    sources: YearSources,
    *,
    is_project: bool,
) -> _RowYear:
    """The one year that all which say one agree on."""
    if _overrules_header(pair, sources, is_project=is_project):
        sources = tuple(source for source in sources if source.kind != "header")
    if pair.year_be is not None:
        sources = _without_settled(sources, {pair.year_be})
    column_years = {source.year_be for source in sources}
    if len(column_years) > 1:
        return _RowYear(None, differs=True)
    year_be = pair.year_be
    if year_be is None:
        return _RowYear(next(iter(column_years), None))
    clash = _clash_of_pair(pair, year_be, sources)
    if clash:
        return _RowYear(
            None,
            differs=True,
            clash=clash,
        )
    return _RowYear(year_be)


def _overrules_header(
    pair: _YearPair,
    sources: YearSources,
    *,
    is_project: bool,
) -> bool:
    """The row's year counts, not the header's: a project's own, or one of several there."""
    if is_project and pair.in_cell is not None:
        return True
    header_years = {source.year_be for source in sources if source.kind == "header"}
    return len(header_years) > 1 and pair.year_be in header_years


def _clash_of_pair(
    pair: _YearPair,
    year_be: int,
    sources: YearSources,
) -> _YearClash | None:
    """What says another year than the row does: its year column, else its whole column."""
    is_of_value_cell = pair.in_cell is not None
    year_beside = pair.in_year_column
    if year_beside is not None and year_beside != year_be:
        return _YearClash(year_be, is_of_value_cell, year_beside, None)
    for source in sources[:1]:
        if source.year_be != year_be:
            return _YearClash(year_be, is_of_value_cell, source.year_be, source)
    return None


def _sources_that_differ(
    rows: TableRows,
    field: str,
    sources: YearSources,
) -> Iterator[Finding]:
    """The header, the title, the sheet and the file do not say one year: the column has none."""
    first_source = sources[0]
    for source in sources:
        if source.year_be != first_source.year_be:
            is_same_place = source.place == first_source.place
            yield make_finding(
                "table.years-differ",
                first_source.place,
                value=str(first_source.year_be),
                second_year=source.year_be if is_same_place else "",
                other_year=source.year_be,
                other_place="" if is_same_place else source.place.in_words,
                header=rows.header(field),
                field=field,
            )
            return


def _misread_years(rows: TableRows, year_column: YearColumn) -> Iterator[Finding]:
    """The cells of a year column that were not understood.

    Where the column is a field of its own they are told there.
    """
    addresses = year_column.cells.addresses
    columns = set(addresses[addresses != NO_CELL] % EXCEL_MAX_COLUMNS)
    field_columns = rows.table.columns.by_field.values()
    if not columns.isdisjoint(field_columns):
        return
    for row, slug, raw in year_column.column.problems():
        if rows.is_in_scope[row]:
            yield make_finding(
                f"cell.{slug}",
                address_place(rows.table.grid, addresses[row]),
                value=cell_text(raw),
                header=year_column.header,
                year=year_column.column.at(row).value,
            )


def _clashes_of_rows(
    rows: TableRows,
    field: str,
    year_column: YearColumn | None,
    clashes: Sequence[_YearClash | None],
    codes: np.ndarray,
) -> Iterator[Finding]:
    """A finding per row of the scope whose years differ, where its cell says something.

    codes: per row the position of its clash.
    """
    has_clash = np.array([clash is not None for clash in clashes], dtype=bool)
    is_told = has_clash.take(codes) & rows.columns[field].where(says_something)
    for row in rows.of_scope(is_told):
        clash = clashes[codes[row]]
        if clash:
            yield _clash_finding(rows, field, row, year_column, clash)


def _clash_finding(
    rows: TableRows,
    field: str,
    row: int,
    year_column: YearColumn | None,
    clash: _YearClash,
) -> Finding:
    """A row says another year than its header, its year column or what stands around."""
    value_cells = rows.cells[field]
    year_cells = year_column.cells if year_column else value_cells
    cells = value_cells if clash.is_of_value_cell else year_cells
    grid = rows.table.grid
    other_place = address_place(grid, year_cells.addresses[row])
    if clash.other_source:
        other_place = clash.other_source.place
    return make_finding(
        "cell.years-differ",
        address_place(grid, cells.addresses[row]),
        value=cell_text(cells.at(row)),
        header=rows.header(field),
        year=clash.year_be,
        other_year=clash.other_year_be,
        other_place=other_place.in_words,
        field=field,
    )


def was_not_understood(reading: Reading) -> bool:
    """Something stands in a year's cell that was not understood."""
    return reading.problem is not None and not reading.known


def says_something(reading: Reading) -> bool:
    """A value, or something that was not understood; a blank says nothing of any year."""
    return reading.value is not None or not reading.known
