"""What the year of a value means for the letter: stars of its round, projects of its fiscal year.

A value of another year never stands in for one of the letter's. Where a year stands is
for `row_years.py` to know.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, Severity, make_finding
from kbo_screen.screening.project_sides import under_choices
from kbo_screen.sources.cells.bounded_years import bounds_of_years_beside
from kbo_screen.sources.years.row_years import (
    RowYears,
    YearColumn,
    find_year_column,
    sources_of_column,
    years_of_header,
)
from kbo_screen.sources.years.section_years import years_of_rows
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.reading import Reading, cell_text, holds_words, unknown
from kbo_screen.vocabulary.values import (
    read_other_project,
    says_lapsed,
    says_still_in_project,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.choices import Choices
    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.cells.cell_columns import ReadColumn
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.table.table_rows import TableRows
    from kbo_screen.sources.table.table_years import YearSource

#: Why words about a project are clear without saying that the group is in no other.
_CLEAR_OF_ITSELF: Final = ("former-project", "kbo-itself")


class LetterProjects(NamedTuple):
    """Per row of data whether the product is in another project of the letter's fiscal year.

    `values`: "in_project", "clear" or None (unknown). `is_said`: the cell says something
    of the letter's fiscal year.
    """

    values: np.ndarray
    is_said: np.ndarray
    findings: tuple[Finding, ...]


def year_columns_of(
    rows: TableRows,
    bounds: YearBounds,
    only_field: str | None = None,
) -> dict[str, YearColumn]:
    """The columns that say of which year other columns are: field -> its year column.

    only_field: the field that a list is of and nothing else.
    """
    year_columns: dict[str, YearColumn] = {}
    for field in DATED_FIELDS:
        if field == "star" and rows.has("star_year_be"):
            year_column: YearColumn | None = _star_year_column(rows)
        else:
            field_bounds = bounds_of_years_beside(field, bounds)
            is_only = field == only_field
            year_column = find_year_column(
                rows.table, field, field_bounds, is_only=is_only
            )
        if year_column:
            year_columns[field] = year_column
    return year_columns


def _star_year_column(rows: TableRows) -> YearColumn:
    """The field of the round of stars, as a year column."""
    name = "star_year_be"
    return YearColumn(
        rows.header(name),
        rows.cells[name],
        rows.columns[name],
    )


def star_rounds(
    rows: TableRows,
    year_column: YearColumn | None,
    years: LetterYears,
) -> RowYears:
    """Of every row the round of its stars.

    Where nothing says it, the letter's round is taken, and that is said. A table that
    was made before the letter's round has no stars of it.
    """
    rounds = years_of_rows(rows, "star", year_column, assumed_year=years.star)
    nothing_says = ~rounds.has_year & ~rounds.is_unclear
    older_year = _year_before_round(rows, years)
    if older_year and nothing_says.any():
        code = "table.older-than-round"
        finding = _finding_of_other_round(code, rows, older_year, years)
        return RowYears(
            rounds.years_be,
            rounds.is_unclear | nothing_says,
            (*rounds.findings, finding),
        )
    years_be = rounds.years_be.copy()
    years_be[nothing_says] = years.star
    findings = list(rounds.findings)
    is_assumed = nothing_says & rows.columns["star"].where(_is_rated)
    says_rounds = year_column is not None or bool(rows.table.around.sections)
    if rows.has("star") and (is_assumed.any() or not says_rounds):
        findings.extend(_check_round_of_column(rows, years))
    return RowYears(years_be, rounds.is_unclear, tuple(findings))


def _is_rated(reading: Reading) -> bool:
    return reading.value is not None


def _year_before_round(rows: TableRows, years: LetterYears) -> YearSource | None:
    """The latest year around a table, where it is older than the letter's round.

    None where the table's stars say their round themselves.
    """
    latest = rows.table.around.latest
    if latest is None or years.star is None or latest.year_be >= years.star:
        return None
    if not rows.has("star") or sources_of_column(rows.table, "star"):
        return None
    return latest


def _check_round_of_column(rows: TableRows, years: LetterYears) -> Iterator[Finding]:
    """The letter's round was taken for all stars, or what stands around names another."""
    if years.star is None:
        return
    sources = sources_of_column(rows.table, "star")
    if not sources:
        yield make_finding(
            "table.star-year-assumed",
            rows.header_place("star"),
            value=rows.header("star"),
            wanted=years.star,
        )
        return
    stated_years = {source.year_be for source in sources}
    if len(stated_years) == 1 and years.star not in stated_years:
        code = "table.stars-of-other-round"
        severity: Severity = "info" if sources[0].kind == "sheet" else "warning"
        yield _finding_of_other_round(code, rows, sources[0], years, severity)


def _finding_of_other_round(
    code: str,
    rows: TableRows,
    source: YearSource,
    years: LetterYears,
    severity: Severity | None = None,
) -> Finding:
    """What is told of stars of which something says another round than the letter's."""
    return make_finding(
        code,
        rows.header_place("star"),
        severity=severity,
        value=rows.header("star"),
        year=source.year_be,
        other_place=source.place.in_words,
        wanted=years.star,
    )


def value_years(
    rows: TableRows,
    field: str,
    year_column: YearColumn | None,
) -> RowYears:
    """Of every row the year of a standard or a quadrant, None too where the cell is blank."""
    dated = years_of_rows(rows, field, year_column)
    years_be = dated.years_be.copy()
    says_nothing = rows.columns[field].where(_says_nothing)
    years_be[says_nothing] = None
    return dated._replace(years_be=years_be)


def _says_nothing(reading: Reading) -> bool:
    return reading.value is None and reading.problem is None


def projects_of_letter(column: ReadColumn, years: LetterYears) -> ReadColumn:
    """A column of other projects as the letter means its words.

    The sides that the letter takes count, and its fiscal year.
    """
    dated = column.read_anew(partial(_in_fiscal_year, years=years))
    chosen = projects_as_chosen(dated, years.choices)
    return chosen.read_anew(partial(_of_letter_year, years=years))


def _of_letter_year(
    reading: Reading,
    raw: object,
    years: LetterYears,
) -> Reading:
    """A project that may be one of the letter's fiscal year, or of before it, is unknown."""
    if _may_be_of_now(reading, raw, years):
        return unknown("unclear-project")
    return reading


def _in_fiscal_year(
    reading: Reading,
    raw: object,
    years: LetterYears,
) -> Reading:
    """What says more where the letter's fiscal year is known: several years, or the day of a check.

    Under a header that denies, and by the words of an office, a cell is read otherwise: its reading stays.
    """
    if type(raw) is not str or years.project is None:
        return reading
    may_be_dated = reading.value == "clear" and any(map(str.isdigit, raw))
    if reading.problem != "unclear-project" and not may_be_dated:
        return reading
    if read_other_project(raw) != reading:
        return reading
    return read_other_project(raw, years.project)


def projects_as_chosen(column: ReadColumn, choices: Choices) -> ReadColumn:
    """A column of other projects under the sides that the letter takes."""
    return column.read_anew(partial(under_choices, choices=choices))


def standards_as_chosen(column: ReadColumn, choices: Choices) -> ReadColumn:
    """A column of standards: where only valid ones count, one that ran out or was given back is none."""
    if choices.old_standard == "any-year":
        return column
    return column.read_anew(_valid_standard)


def _valid_standard(reading: Reading, raw: object) -> Reading:
    is_lapsed = not reading.known and says_lapsed(cell_text(raw))
    return Reading("none") if is_lapsed else reading


def _may_be_of_now(
    reading: Reading,
    raw: object,
    years: LetterYears,
) -> bool:
    """A project "of before" of the letter's own fiscal year, or of another that goes on; a denial of another year."""
    if reading.year_be is None or years.project is None:
        return False
    if reading.year_be == years.project:
        return reading.problem == "former-project"
    if reading.value == "clear":
        return reading.problem is None
    return says_still_in_project(raw)


def clear_other_years(column: ReadColumn, years: LetterYears) -> ReadColumn:
    """A project whose cell names another fiscal year than the letter's is none: clear, and told.

    column: other projects.
    """
    if years.project is None:
        return column
    return column.read_anew(partial(_of_year_alone, year_be=years.project))


def _of_year_alone(
    reading: Reading,
    _raw: object,
    year_be: int,
) -> Reading:
    is_of_other_year = reading.year_be not in (None, year_be)
    if reading.value == "in_project" and is_of_other_year:
        return reading._replace(value="clear", problem="project-of-other-year")
    return reading


def letter_projects(
    rows: TableRows,
    year_column: YearColumn | None,
    years: LetterYears,
) -> LetterProjects:
    """Whether each row is in a project of the letter's fiscal year.

    A project of another year is none of them.
    """
    column = rows.columns["other_project"]
    values = rows.values("other_project")
    is_said = column.where_raw(holds_words)
    if not rows.has("other_project"):
        unknown_values = np.full(len(values), None, dtype=object)
        return LetterProjects(unknown_values, is_said, ())
    fiscal = years_of_rows(
        rows,
        "other_project",
        year_column,
        assumed_year=years.project,
    )
    is_of_other_year = _is_of_other_year(values, fiscal, years)
    is_unclear = fiscal.is_unclear
    if _covers_letter_year(rows.table, years):
        is_unclear = is_unclear & (values != "clear")
    values[is_unclear] = None
    values[is_of_other_year] = "clear"
    findings = (
        *fiscal.findings,
        *_projects_of_other_years(rows, fiscal, is_of_other_year, years),
    )
    is_of_none = column.pick(_says_nothing_of_others).astype(bool)
    is_said &= ~(is_of_other_year | is_of_none)
    return LetterProjects(values, is_said, findings)


def _says_nothing_of_others(reading: Reading) -> bool:
    """The cell names a project of before, or KBO itself: it does not say that there is no other."""
    return reading.problem in _CLEAR_OF_ITSELF


def _is_of_other_year(
    values: np.ndarray,
    fiscal: RowYears,
    years: LetterYears,
) -> np.ndarray:
    """Per row: it is in a project of another fiscal year than the letter's."""
    if years.project is None:
        return np.zeros(len(values), dtype=bool)
    has_other_year = fiscal.has_year & (fiscal.years_be != years.project)
    is_of_other_year: np.ndarray = has_other_year & (values == "in_project")
    return is_of_other_year


def _covers_letter_year(table: Table, years: LetterYears) -> bool:
    """The header names several fiscal years, the letter's among them: a blank is clear of all."""
    header_years = years_of_header(table, "other_project")
    return len(header_years) > 1 and years.project in header_years


def _projects_of_other_years(
    rows: TableRows,
    fiscal: RowYears,
    is_of_other_year: np.ndarray,
    years: LetterYears,
) -> Iterator[Finding]:
    """A finding per row of the scope in a project of another fiscal year."""
    cells = rows.cells["other_project"]
    for row in rows.of_scope(is_of_other_year):
        yield make_finding(
            "cell.project-of-other-year",
            rows.place("other_project", row),
            value=cell_text(cells.at(row)),
            header=rows.header("other_project"),
            year=fiscal.years_be[row],
            wanted=years.project,
        )
