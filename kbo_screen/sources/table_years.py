"""The years that stand around a table: in its title, in its sheet's name, in its file's name.

Knows which field each of them is of. Refuses to know what a letter asks, and to choose between two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbo_screen.findings import Place
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, cell_name
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.title_years import bare_year, without_edition, years_in_title
from kbo_screen.vocabulary.year_bounds import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.columns import Columns, LetterYears
    from kbo_screen.sources.header import Header
    from kbo_screen.vocabulary.title_years import TitleYear

#: A row above the header with more cells than these is no title.
MOST_CELLS_OF_A_TITLE: Final = 2
#: Fields that a sheet of one year is of, in a workbook with a sheet per year. Projects are of fiscal years.
FIELDS_OF_A_YEARS_SHEET: Final = ("star", "standard", "quadrant")

#: What stands in brackets tells editions of a sheet apart: "ปี65 (แก้ล่าสุด)".
_BRACKETED: Final = re.compile(r"\([^)]*\)")


class YearSource(NamedTuple):
    """A year that something says of a whole column, and where it stands."""

    year_be: int
    kind: Literal["header", "title", "sheet", "file"]
    place: Place


@dataclass(frozen=True, slots=True)
class TableYears:
    """What the title, the sheet's name and the file's name say of a table's years.

    `by_field`: field -> the years that they tie to it, in that order. `latest`: the latest year that any of them
    names; the table was made in that year or later. None where they name none.
    """

    by_field: Mapping[str, tuple[YearSource, ...]] = field(default_factory=dict)
    latest: YearSource | None = None

    def of_field(self, field_name: str) -> tuple[YearSource, ...]:
        """The years that are tied to a field; of several places each once."""
        return self.by_field.get(field_name, ())


NO_YEARS: Final = TableYears()


def years_around(
    grid: SheetGrid,
    header: Header,
    sheets: Sequence[str],
    only_field: str | None = None,
) -> TableYears:
    """The years that stand around a table.

    sheets: the names of the visible sheets of its workbook. only_field: the field that a list is of and nothing else;
    every year around it is then of that field, unless its words say otherwise.
    """
    by_field: dict[str, list[YearSource]] = {}
    sources: list[YearSource] = []
    for kind, place, words in _texts_around(grid, header):
        stated = years_in_title(words)
        sources.extend(YearSource(year.year_be, kind, place) for year in stated)
        for name in DATED_FIELDS:
            year_be = _year_of_field(stated, name, is_only=name == only_field)
            if year_be:
                by_field.setdefault(name, []).append(YearSource(year_be, kind, place))
    of_sheet = _sheet_of_one_year(grid, sheets)
    if of_sheet:
        sources.append(of_sheet)
        for name in FIELDS_OF_A_YEARS_SHEET:
            by_field.setdefault(name, []).append(of_sheet)
    latest = max(sources, key=lambda source: source.year_be, default=None)
    return TableYears(
        {name: tuple(dict.fromkeys(tied)) for name, tied in by_field.items()}, latest
    )


def without_other_years(
    columns: Columns, around: TableYears, years: LetterYears
) -> Columns:
    """The columns of a registry without projects that only its title, sheet or file says are of another fiscal year.

    As a column whose header says so they are no projects of the letter's year: the field has no column then.
    """
    tied = {source.year_be for source in around.of_field("other_project")}
    column = columns.by_field.get("other_project")
    if (
        column is None
        or "other_project" in columns.years_be
        or len(tied) != 1
        or years.project in (None, *tied)
    ):
        return columns
    by_field = {
        name: at for name, at in columns.by_field.items() if name != "other_project"
    }
    other_years = {
        **columns.other_years,
        "other_project": (*columns.other_years.get("other_project", ()), column),
    }
    return replace(columns, by_field=by_field, other_years=other_years)


def _texts_around(
    grid: SheetGrid, header: Header
) -> Iterator[tuple[Literal["title", "sheet", "file"], Place, str]]:
    """The cells of the titles above a table, the name of its sheet, the name of its file; each with its place."""
    for row in range(header.first_row):
        texts = {
            column: cell_text(values[row]) for column, values in enumerate(grid.columns)
        }
        filled = {column: text for column, text in texts.items() if text}
        if len(filled) > MOST_CELLS_OF_A_TITLE:
            continue
        for column, text in filled.items():
            yield (
                "title",
                Place(
                    grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + column)
                ),
                text,
            )
    if grid.sheet:
        yield "sheet", Place(grid.file, grid.sheet), grid.sheet
    yield "file", Place(grid.file), PurePath(grid.file).stem


def _year_of_field(
    stated: Sequence[TitleYear], field_name: str, *, is_only: bool
) -> int | None:
    """The one year that a text ties to a field; in a list of that field alone any year that could be its."""
    single = [year for year in stated if year.is_of_one_year]
    tied = {year.year_be for year in single if field_name in year.fields}
    if is_only and not tied:
        is_star = field_name == "star"
        tied = {
            year.year_be
            for year in single
            if not year.fields and not (is_star and year.is_fiscal)
        }
    return tied.pop() if len(tied) == 1 else None


def _sheet_of_one_year(grid: SheetGrid, sheets: Sequence[str]) -> YearSource | None:
    """The year of a sheet in a workbook that has a sheet per year: 2564, 2565; ทะเบียน 64, ทะเบียน 65."""
    year_be, words = _year_sheet(grid.sheet or "")
    if year_be is None:
        return None
    years_of_alike_sheets = set()
    for name in sheets:
        other_year, other_words = _year_sheet(name)
        if other_year and other_words == words:
            years_of_alike_sheets.add(other_year)
    if len(years_of_alike_sheets) < 2:
        return None
    return YearSource(year_be, "sheet", Place(grid.file, grid.sheet))


def _year_sheet(name: str) -> tuple[int | None, str]:
    """The year of a sheet's name, where it can be a year of OTOP, and its other words but for an edition's."""
    year_be, words = bare_year(_BRACKETED.sub(" ", name))
    first_year_be = first_of("star_year_be")
    if year_be is None or not isinstance(first_year_be, int) or year_be < first_year_be:
        return None, without_edition(words)
    return year_be, without_edition(words)
