"""What the year of a value means for the letter: stars of its round, projects of its fiscal year.

Knows which years the letter means and that a value of another year never stands in for its own. Refuses to know where
a year was found (`row_years.py` does).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.screening.project_sides import under_choices
from kbo_screen.sources.row_years import (
    RowYears,
    YearColumn,
    find_year_column,
    place_in,
    sources_of_column,
    years_of_header,
    years_of_rows,
)
from kbo_screen.sources.years import bounds_of_years_beside
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.reading import cell_text, is_blank, unknown
from kbo_screen.vocabulary.values import says_still_in_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.letters.choices import Choices
    from kbo_screen.sources.cells import CellColumn, ReadColumn
    from kbo_screen.sources.columns import LetterYears
    from kbo_screen.sources.table import Table
    from kbo_screen.vocabulary.year_bounds import DateBounds


@dataclass(frozen=True, slots=True)
class LetterProjects:
    """Per row of data whether the product is in another project of the letter's fiscal year.

    `values`: "in_project", "clear" or None (unknown). `is_said`: the cell says something of the letter's fiscal year.
    """

    values: np.ndarray
    is_said: np.ndarray
    findings: tuple[Finding, ...]


def year_columns_of(
    table: Table,
    columns: Mapping[str, ReadColumn],
    cells: Mapping[str, CellColumn],
    bounds: Mapping[str, DateBounds],
    only_field: str | None = None,
) -> dict[str, YearColumn]:
    """The columns that say of which year other columns are: field -> its year column.

    only_field: the field that a list is of and nothing else.
    """
    found: dict[str, YearColumn] = {}
    for field in DATED_FIELDS:
        if field == "star" and "star_year_be" in table.columns.by_field:
            header = table.header_text("star_year_be")
            found[field] = YearColumn(
                header, cells["star_year_be"], columns["star_year_be"]
            )
            continue
        rows = table.data_rows
        its_bounds = bounds_of_years_beside(field, bounds)
        year_column = find_year_column(
            table, field, rows, its_bounds, is_only=field == only_field
        )
        if year_column:
            found[field] = year_column
    return found


def star_rounds(
    table: Table,
    column: ReadColumn,
    cells: CellColumn,
    year_column: YearColumn | None,
    years: LetterYears,
    is_in_scope: np.ndarray,
) -> RowYears:
    """Of every row the round of its stars; where nothing says it, the letter's round is taken, and that is said.

    A table that was made before the letter's round has no stars of it.
    """
    rounds = years_of_rows(table, "star", column, cells, year_column, is_in_scope)
    years_be = rounds.years_be.copy()
    nothing_says = ~rounds.has_year & ~rounds.is_unclear
    findings = list(rounds.findings)
    has_stars = "star" in table.columns.by_field
    latest = table.around.latest
    is_older = (
        has_stars
        and years.star is not None
        and latest is not None
        and latest.year_be < years.star
    )
    if (
        is_older
        and latest
        and nothing_says.any()
        and not sources_of_column(table, "star")
    ):
        place = table.header_place(table.columns.by_field["star"])
        header = table.header_text("star")
        findings.append(
            make_finding(
                "table.older-than-round",
                place,
                value=header,
                year=latest.year_be,
                other_place=latest.place.whole,
                wanted=years.star,
            )
        )
        return RowYears(years_be, rounds.is_unclear | nothing_says, tuple(findings))
    years_be[nothing_says] = years.star
    if (
        has_stars
        and year_column is None
        and not sources_of_column(table, "star")
        and years.star
    ):
        place = table.header_place(table.columns.by_field["star"])
        header = table.header_text("star")
        findings.append(
            make_finding(
                "table.star-year-assumed", place, value=header, wanted=years.star
            )
        )
    if has_stars and year_column is None:
        findings.extend(_stars_of_other_round(table, years))
    return RowYears(years_be, rounds.is_unclear, tuple(findings))


def _stars_of_other_round(table: Table, years: LetterYears) -> Iterator[Finding]:
    """All stars of a table are of another round than the letter's, by what stands around it and no header says."""
    sources = sources_of_column(table, "star")
    stated = {source.year_be for source in sources}
    if years.star is None or len(stated) != 1 or years.star in stated:
        return
    source = sources[0]
    yield make_finding(
        "table.stars-of-other-round",
        table.header_place(table.columns.by_field["star"]),
        severity="info" if source.kind == "sheet" else "warning",
        value=table.header_text("star"),
        year=source.year_be,
        other_place=source.place.whole,
        wanted=years.star,
    )


def projects_of_letter(column: ReadColumn, years: LetterYears) -> ReadColumn:
    """A column of other projects as the letter means its words: by the sides that it takes, and its fiscal year."""
    return _doubt_projects_of_before(projects_as_chosen(column, years.choices), years)


def projects_as_chosen(column: ReadColumn, choices: Choices) -> ReadColumn:
    """A column of other projects under the sides that the letter takes."""
    pairs = zip(column.readings, column.raw, strict=True)
    return replace(
        column,
        readings=[under_choices(reading, raw, choices) for reading, raw in pairs],
    )


def _doubt_projects_of_before(column: ReadColumn, years: LetterYears) -> ReadColumn:
    """A project "of before" of the letter's own fiscal year, and one of another year that goes on, may be of now.

    column: other projects.
    """
    readings = []
    for reading, raw in zip(column.readings, column.raw, strict=True):
        is_of_letter_year = reading.year_be == years.project
        has_other_year = reading.year_be is not None and not is_of_letter_year
        is_doubtful = (
            reading.problem == "former-project"
            and reading.year_be is not None
            and is_of_letter_year
        )
        if (
            reading.value == "in_project"
            and has_other_year
            and years.project is not None
        ):
            is_doubtful = says_still_in_project(raw)
        readings.append(unknown("unclear-project") if is_doubtful else reading)
    return replace(column, readings=readings)


def value_years(
    table: Table,
    field: str,
    column: ReadColumn,
    cells: CellColumn,
    year_column: YearColumn | None,
    is_in_scope: np.ndarray,
) -> RowYears:
    """Of every row the year of a standard or a quadrant, None too where the cell is blank."""
    dated = years_of_rows(table, field, column, cells, year_column, is_in_scope)
    is_blank_cell = column.pick(
        lambda reading: reading.value is None and reading.problem is None
    ).astype(bool)
    years_be = dated.years_be.copy()
    years_be[is_blank_cell] = None
    return RowYears(years_be, dated.is_unclear, dated.findings)


def clear_other_years(column: ReadColumn, years: LetterYears) -> ReadColumn:
    """A project whose cell names another fiscal year than the letter's is none of them: clear, and told.

    column: other projects.
    """
    readings = []
    for reading in column.readings:
        is_of_other_year = (
            reading.year_be is not None and reading.year_be != years.project
        )
        if (
            reading.value == "in_project"
            and is_of_other_year
            and years.project is not None
        ):
            reading = reading._replace(value="clear", problem="project-of-other-year")
        readings.append(reading)
    return replace(column, readings=readings)


def letter_projects(
    table: Table,
    column: ReadColumn,
    cells: CellColumn,
    year_column: YearColumn | None,
    years: LetterYears,
    is_in_scope: np.ndarray,
) -> LetterProjects:
    """Whether each row is in a project of the letter's fiscal year; a project of another year is none of them."""
    values = column.pick(lambda reading: reading.value)
    is_said = column.pick_raw(lambda raw: not is_blank(cell_text(raw))).astype(bool)
    if "other_project" not in table.columns.by_field:
        return LetterProjects(np.full(len(values), None, dtype=object), is_said, ())
    fiscal = years_of_rows(
        table, "other_project", column, cells, year_column, is_in_scope
    )
    is_of_other_year = np.zeros(len(values), dtype=bool)
    if years.project is not None:
        is_of_other_year = fiscal.has_year & (fiscal.years_be != years.project)
    is_of_other_year &= values == "in_project"
    values = values.copy()
    header_years = years_of_header(table, "other_project")
    is_clear_of_all = np.full(
        len(values), len(header_years) > 1 and years.project in header_years
    )
    values[fiscal.is_unclear & ~(is_clear_of_all & (values == "clear"))] = None
    values[is_of_other_year] = "clear"
    told = _projects_of_other_years(
        table, cells, fiscal, is_of_other_year & is_in_scope, years
    )
    return LetterProjects(
        values, is_said & ~is_of_other_year, (*fiscal.findings, *told)
    )


def _projects_of_other_years(
    table: Table,
    cells: CellColumn,
    fiscal: RowYears,
    is_of_other_year: np.ndarray,
    years: LetterYears,
) -> Iterator[Finding]:
    for row in np.flatnonzero(is_of_other_year).tolist():
        yield make_finding(
            "cell.project-of-other-year",
            place_in(table, cells, row),
            value=cell_text(cells.at(row)),
            header=table.header_text("other_project"),
            year=fiscal.years_be[row],
            wanted=years.project,
        )
