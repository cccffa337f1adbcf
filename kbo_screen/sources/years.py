"""The years of what stands in a table: bounded by what can be.

Knows which fields hold years. Refuses to know what a letter asks of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.vocabulary.dates import read_date, to_buddhist
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.reading import Reading, unknown
from kbo_screen.vocabulary.year_bounds import bounded_year

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kbo_screen.letters.model import Letter
    from kbo_screen.sources.cells import ReadColumn
    from kbo_screen.vocabulary.year_bounds import DateBounds, Subject

#: Fields whose values are years.
FIELDS_OF_YEARS: Final[tuple[Subject, ...]] = ("registered_year_be", "star_year_be")

IMPOSSIBLE_YEAR: Final = unknown("year-out-of-range")


def year_bounds(letter: Letter, today: dt.date | None = None) -> dict[str, DateBounds]:
    """What the years of each field of years can be."""
    return {field: bounds_of(field, letter, today) for field in FIELDS_OF_YEARS}


def within_bounds(
    columns: Mapping[str, ReadColumn], bounds: Mapping[str, DateBounds]
) -> dict[str, ReadColumn]:
    """The columns with every year that can be; one that cannot is mended, or unknown with a finding at its cell.

    columns: field -> column. The year beside a star, a standard, a quadrant or a project is bounded too.
    """
    bounded = dict(columns)
    for field, its_bounds in bounds.items():
        if field in columns:
            bounded[field] = bounded_column(columns[field], its_bounds)
    for field in DATED_FIELDS if "star_year_be" in bounds else ():
        if field in columns:
            column = columns[field]
            its_bounds = bounds_of_years_beside(field, bounds)
            readings = [
                _with_possible_year(reading, its_bounds) for reading in column.readings
            ]
            bounded[field] = replace(column, readings=readings)
    return bounded


def bounds_of_years_beside(field: str, bounds: Mapping[str, DateBounds]) -> DateBounds:
    """What the year of a dated field's value can be; of projects it is a fiscal year."""
    of_rounds = bounds["star_year_be"]
    return of_rounds.of_fiscal_years if field == "other_project" else of_rounds


def bounded_column(column: ReadColumn, bounds: DateBounds) -> ReadColumn:
    """A column of years, each within the bounds, mended or unknown."""
    readings = []
    for reading, raw in zip(column.readings, column.raw, strict=True):
        readings.append(_bounded_reading(reading, raw, bounds))
    return replace(column, readings=readings)


def _bounded_reading(reading: Reading, raw: object, bounds: DateBounds) -> Reading:
    """A year that can be stays as it was read."""
    is_impossible = reading.problem == IMPOSSIBLE_YEAR.problem
    if isinstance(reading.value, int):
        is_impossible = not bounds.hold_year(reading.value)
    if not is_impossible:
        return IMPOSSIBLE_YEAR if _is_day_to_come(raw, bounds) else reading
    year = bounded_year(raw, bounds)
    return (
        Reading(year.year_be, problem="mended-year")
        if year.year_be
        else IMPOSSIBLE_YEAR
    )


def _is_day_to_come(raw: object, bounds: DateBounds) -> bool:
    """The value is a whole date, in a year that can be, behind the last day that can be."""
    date = read_date(raw).date
    return (
        date is not None and date > bounds.last and bounds.hold_year(to_buddhist(date))
    )


def _with_possible_year(reading: Reading, bounds: DateBounds) -> Reading:
    """A value of a year that cannot be is unknown."""
    if reading.year_be is None or bounds.hold_year(reading.year_be):
        return reading
    return IMPOSSIBLE_YEAR
