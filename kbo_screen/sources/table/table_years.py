"""The years that stand around a table: in its title, in its sheet's name, in its file's name.

It says which field each of them is of, and chooses between no two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from kbo_screen.findings import Place
from kbo_screen.sources.cells.sheet_cells import rows_of, texts_of_row
from kbo_screen.sources.cells.sheet_places import cell_place, sheet_place
from kbo_screen.sources.table.row_kinds import DATA, NOTE, TITLE, is_remark
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.headers import is_only_year
from kbo_screen.vocabulary.title_years import (
    bare_year,
    without_edition,
    years_in_title,
)
from kbo_screen.vocabulary.year_bounds import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.header.columns import Columns, LetterYears
    from kbo_screen.sources.header.header import Header
    from kbo_screen.vocabulary.title_years import TitleYear

#: A row above the header with more cells than these is no title.
MOST_CELLS_OF_A_TITLE: Final = 2
#: Fields that a sheet of one year is of, in a workbook with a sheet per year. Projects are of fiscal years.
FIELDS_OF_A_YEARS_SHEET: Final = ("star", "standard", "quadrant")
#: A workbook has a sheet per year where so many of its sheets differ in their year alone.
FEWEST_YEARS_SHEETS: Final = 2

#: What stands in brackets tells editions of a sheet apart: "ปี65 (แก้ล่าสุด)".
_BRACKETED: Final = re.compile(r"\([^()]*\)")


class YearSource(NamedTuple):
    """A year that something says of a whole column, and where it stands."""

    year_be: int
    kind: Literal["header", "title", "sheet", "file"]
    place: Place


#: Years that are said of one column, in the order in which they are asked.
YearSources = tuple[YearSource, ...]


class SectionTitle(NamedTuple):
    """A title between the rows of a table that names years: field -> the year that it says of the rows below.

    is_tied: its words say of what. A year and nothing else may be of stars, a fiscal year of projects, or of something
    else.
    """

    row: int
    place: Place
    words: str
    years_be: Mapping[str, int]
    is_tied: bool


@dataclass(frozen=True, slots=True)
class TableYears:
    """What the title, the sheet's name and the file's name say of a table's years.

    `by_field`: field -> the years that they tie to it, in that order. `latest`: the latest year that any of them
    names; the table was made in that year or later. None where they name none. `sections`: the titles between its
    rows that name years, from the top.
    """

    by_field: Mapping[str, YearSources] = field(default_factory=dict)
    latest: YearSource | None = None
    sections: tuple[SectionTitle, ...] = ()

    def of_field(self, field_name: str) -> YearSources:
        """The years that are tied to a field; of several places each once."""
        return self.by_field.get(field_name, ())


NO_YEARS: Final = TableYears()


def years_around(
    grid: SheetGrid,
    header: Header,
    sheet_names: Sequence[str],
    only_field: str | None,
) -> TableYears:
    """The years that stand around a table.

    sheet_names: of the visible sheets of its workbook. only_field: the field that a list is of and nothing else; every
    year around it is then of that field, unless its words say otherwise. A note on the header counts where its words
    tie its year to a field.
    """
    sources: list[YearSource] = []
    by_field: dict[str, list[YearSource]] = {}
    notes = list(_notes_on_header(grid, header))
    for text in [*notes, *texts_around(grid, header)]:
        title_years = years_in_title(text.words)
        if text not in notes:
            sources += [text.source(year.year_be) for year in title_years]
        for field_name in DATED_FIELDS:
            is_only = field_name == only_field
            years_be = _years_of_field(title_years, field_name, is_only=is_only)
            dated_texts = map(text.source, sorted(years_be))
            by_field.setdefault(field_name, []).extend(dated_texts)
    of_sheet = _sheet_of_one_year(grid, sheet_names)
    if of_sheet:
        sources.append(of_sheet)
        for field_name in FIELDS_OF_A_YEARS_SHEET:
            by_field.setdefault(field_name, []).append(of_sheet)
    return TableYears(_each_once(by_field), _latest(sources))


def section_titles(
    grid: SheetGrid,
    kinds: np.ndarray,
    first_row: int,
    only_field: str | None,
) -> Iterator[SectionTitle]:
    """The titles from first_row on, with data below them, that name a year. only_field: as at `years_around`."""
    data_rows = np.flatnonzero(kinds == DATA)
    last_row = int(data_rows[-1]) if len(data_rows) else 0
    for row in rows_of((kinds == TITLE) | (kinds == NOTE)):
        if not first_row <= row < last_row:
            continue
        for column, words in texts_of_row(grid, row).items():
            title = _section_title(
                row, cell_place(grid, row, column), words, only_field
            )
            if title:
                yield title


def _section_title(
    row: int,
    place: Place,
    words: str,
    only_field: str | None,
) -> SectionTitle | None:
    title_years = years_in_title(words)
    if not title_years or is_remark(words):
        return None
    years_be = {}
    for field_name in DATED_FIELDS:
        is_only = field_name == only_field
        tied_years = _years_of_field(title_years, field_name, is_only=is_only)
        if len(tied_years) == 1:
            years_be[field_name] = tied_years.pop()
    is_tied = bool(years_be)
    if not is_tied and is_only_year(words):
        year = title_years[0]
        field_name = "other_project" if year.is_fiscal else "star"
        years_be = {field_name: year.year_be}
    if not years_be:
        return None
    return SectionTitle(row, place, words, years_be, is_tied)


def _each_once(
    by_field: Mapping[str, Sequence[YearSource]],
) -> dict[str, YearSources]:
    each_once = {}
    for field_name, sources in by_field.items():
        each_once[field_name] = tuple(dict.fromkeys(sources))
    return each_once


def _latest(sources: Sequence[YearSource]) -> YearSource | None:
    return max(
        sources,
        key=lambda source: source.year_be,
        default=None,
    )


class TextAround(NamedTuple):
    """A text around a table, and where it stands."""

    kind: Literal["title", "sheet", "file"]
    place: Place
    words: str

    def source(self, year_be: int) -> YearSource:
        """A year of the text, with its place."""
        return YearSource(year_be, self.kind, self.place)


def texts_around(
    grid: SheetGrid,
    header: Header,
) -> Iterator[TextAround]:
    """The cells of the titles above a table, the name of its sheet, the name of its file."""
    for row in range(header.first_row):
        texts = texts_of_row(grid, row)
        if len(texts) > MOST_CELLS_OF_A_TITLE:
            continue
        for column, text in texts.items():
            yield TextAround("title", cell_place(grid, row, column), text)
    if grid.sheet:
        yield TextAround("sheet", sheet_place(grid), grid.sheet)
    yield TextAround("file", Place(grid.file), PurePath(grid.file).stem)


def _notes_on_header(grid: SheetGrid, header: Header) -> Iterator[TextAround]:
    for (row, column), note in sorted(grid.notes.items()):
        if row in header.rows:
            yield TextAround("title", cell_place(grid, row, column), note)


def _years_of_field(
    title_years: Sequence[TitleYear],
    field_name: str,
    *,
    is_only: bool,
) -> set[int]:
    """The years that a text ties to a field; in a list of that field alone the one year that could be its."""
    single_years = [year for year in title_years if year.is_of_one_year]
    tied = {year.year_be for year in single_years if field_name in year.fields}
    if not is_only or tied:
        return tied
    possible = {year.year_be for year in single_years if _may_be_of(year, field_name)}
    return possible if len(possible) == 1 else set()


def _may_be_of(year: TitleYear, field_name: str) -> bool:
    """No word ties the year to a field; stars are of no fiscal year."""
    is_fiscal_star = year.is_fiscal and field_name == "star"
    return not year.fields and not is_fiscal_star


def _sheet_of_one_year(
    grid: SheetGrid,
    sheet_names: Sequence[str],
) -> YearSource | None:
    """The year of a sheet in a workbook that has a sheet per year: 2564, 2565; ทะเบียน 64, ทะเบียน 65."""
    year_be, words = _year_sheet(grid.sheet or "")
    if year_be is None:
        return None
    years_of_alike_sheets = set()
    for name in sheet_names:
        other_year, other_words = _year_sheet(name)
        if other_year and other_words == words:
            years_of_alike_sheets.add(other_year)
    if len(years_of_alike_sheets) < FEWEST_YEARS_SHEETS:
        return None
    return YearSource(year_be, "sheet", sheet_place(grid))


def _year_sheet(name: str) -> tuple[int | None, str]:
    """The year of a sheet's name, where it can be a year of OTOP, and its other words but for an edition's."""
    year_be, words = bare_year(_BRACKETED.sub(" ", name))
    first_year_be = first_of("star_year_be")
    words = without_edition(words)
    if year_be is None or not isinstance(first_year_be, int):
        return None, words
    return (None if year_be < first_year_be else year_be), words


def without_other_years(
    columns: Columns,
    around: TableYears,
    years: LetterYears,
) -> Columns:
    """The columns of a registry without projects that only its title, sheet or file says are of another fiscal year.

    As a column whose header says so they are no projects of the letter's year: the field has no column then.
    """
    column = columns.by_field.get("other_project")
    if column is None or "other_project" in columns.years_be:
        return columns
    tied = {source.year_be for source in around.of_field("other_project")}
    if len(tied) != 1 or years.project is None or years.project in tied:
        return columns
    by_field = dict(columns.by_field)
    del by_field["other_project"]
    other_columns = (*columns.other_years.get("other_project", ()), column)
    other_years = {**columns.other_years, "other_project": other_columns}
    return replace(
        columns,
        by_field=by_field,
        other_years=other_years,
    )
