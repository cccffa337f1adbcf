"""The years of what stands in a table, bounded by what can be."""

from __future__ import annotations

from functools import partial
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
    from kbo_screen.sources.cells.cell_columns import ReadColumn, ReadColumns
    from kbo_screen.vocabulary.year_bounds import DateBounds, Subject

    #: What years can be, by field of years.
    YearBounds = Mapping[str, DateBounds]

#: Fields whose values are years.
YEAR_FIELDS: Final[tuple[Subject, ...]] = ("star_year_be", "registered_year_be")

IMPOSSIBLE_YEAR: Final = unknown("year-out-of-range")


def year_bounds(letter: Letter, today: dt.date | None = None) -> dict[str, DateBounds]:
    """What the years of each field of years can be."""
    return {field: bounds_of(field, letter, today) for field in YEAR_FIELDS}


def within_bounds(columns: ReadColumns, bounds: YearBounds) -> dict[str, ReadColumn]:
    """The columns with every year that can be; one that cannot is mended, or unknown.

    columns: field -> column. bounds: as of `year_bounds`. The year beside a star, a
    standard, a quadrant or a project is bounded too.
    """
    bounded = dict(columns)
    for field in YEAR_FIELDS:
        if field in columns:
            bounded[field] = bounded_column(columns[field], bounds[field])
    for dated_field in DATED_FIELDS:
        if dated_field in columns:
            years_beside = bounds_of_years_beside(dated_field, bounds)
            column = columns[dated_field]
            bounded[dated_field] = _with_possible_years(column, years_beside)
    return bounded


def bounds_of_years_beside(field: str, bounds: YearBounds) -> DateBounds:
    """What the year of a dated field's value can be; of projects it is a fiscal year."""
    round_bounds = bounds["star_year_be"]
    if field == "other_project":
        return round_bounds.of_fiscal_years
    return round_bounds


def bounded_column(column: ReadColumn, bounds: DateBounds) -> ReadColumn:
    """A column of years, each within the bounds, mended or unknown."""
    return column.read_anew(partial(_bounded_reading, bounds=bounds))


def _bounded_reading(
    reading: Reading,
    raw: object,
    bounds: DateBounds,
) -> Reading:
    """A year that can be stays as it was read."""
    is_impossible = reading.problem == IMPOSSIBLE_YEAR.problem
    if isinstance(reading.value, int):
        is_impossible = not bounds.hold_year(reading.value)
    if is_impossible:
        return _mended_reading(raw, bounds)
    if _is_day_to_come(raw, bounds):
        return IMPOSSIBLE_YEAR
    return reading


def _mended_reading(raw: object, bounds: DateBounds) -> Reading:
    """The one year that a slip of the pen leads to; unknown where none is."""
    year_be = bounded_year(raw, bounds).year_be
    if year_be:
        return Reading(year_be, problem="mended-year")
    return IMPOSSIBLE_YEAR


def _is_day_to_come(raw: object, bounds: DateBounds) -> bool:
    """The value is a date behind the last day that can be, in a year that can be."""
    date = read_date(raw).date
    if date is None or date <= bounds.last:
        return False
    return bounds.hold_year(to_buddhist(date))


def _with_possible_years(column: ReadColumn, bounds: DateBounds) -> ReadColumn:
    """A value beside which a year stands that cannot be is unknown."""

    def read(reading: Reading, _raw: object) -> Reading:
        if reading.year_be is None or bounds.hold_year(reading.year_be):
            return reading
        return IMPOSSIBLE_YEAR

    return column.read_anew(read)
