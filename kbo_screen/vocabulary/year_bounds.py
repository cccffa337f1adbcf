"""What years and dates can be, and the few ways in which an impossible one is mended.

The bounds stand in `year_bounds.toml`. Between two mendings nothing is chosen: then the value is unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, Literal, NamedTuple

from kbo_screen.vocabulary.dates import (
    BUDDHIST_OFFSET,
    CENTURY_BE,
    FIRST_BUDDHIST_YEAR,
    DateReading,
    YearReading,
    read_date,
    read_year_be,
    serial_date,
)
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.word_tables import word_table

Subject = Literal["registered_year_be", "star_year_be", "receipt", "report", "answer"]

#: Years of two digits from 30 on are stored by Excel in this century.
EXCEL_CENTURY: Final = 1900

_FOUR_DIGITS: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


class DateBounds(NamedTuple):
    """The first and the last day that can be, both included."""

    first: dt.date
    last: dt.date

    def hold(self, date: dt.date) -> bool:
        """The day can be."""
        return self.first <= date <= self.last

    def hold_year(self, year_be: int) -> bool:
        """Some day of the Buddhist year can be."""
        return self.first.year <= year_be - BUDDHIST_OFFSET <= self.last.year

    @property
    def of_fiscal_years(self) -> DateBounds:
        """The same for fiscal years: one begins in the calendar year before it."""
        return self._replace(last=dt.date(self.last.year + 1, 12, 31))


def day_of_run(today: dt.date | None) -> dt.date:
    """The day that `--today` says, else the day of the clock."""
    return today or dt.datetime.now(dt.UTC).astimezone().date()


def first_of(subject: Subject) -> int | str:
    """What a subject's bounds begin with: a Buddhist year, or the name of a day of the letter."""
    first: int | str = _table()[subject]["first"]
    return first


def bounded_year(value: object, bounds: DateBounds) -> YearReading:
    """The Buddhist year of a value, as `read_year_be`; one that cannot be is mended where one mending is possible.

    >>> bounds = DateBounds(dt.date(2001, 1, 1), dt.date(2022, 12, 25))
    >>> bounded_year(dt.date(1962, 9, 30), bounds)
    YearReading(year_be=2562, problem=None, assumed_century=False, is_mended=True)
    >>> [bounded_year(value, bounds).problem for value in ("30/9/05", 2572, "30/09/1962")]
    ['year-out-of-range', 'year-out-of-range', 'year-out-of-range']
    """
    plain = read_year_be(value)
    if plain.year_be is None:
        if plain.problem != "year-out-of-range":
            return plain
    elif bounds.hold_year(plain.year_be):
        return plain
    years_be = {year + BUDDHIST_OFFSET for year in _mended_years(value)}
    possible = list(filter(bounds.hold_year, years_be))
    if len(possible) != 1:
        return YearReading(problem="year-out-of-range")
    return YearReading(possible[0], is_mended=True)


def bounded_date(value: object, bounds: DateBounds) -> DateReading:
    """The day of a value, as `read_date`; one that cannot be is mended where one mending is possible.

    >>> bounds = DateBounds(dt.date(2022, 12, 23), dt.date(2023, 1, 31))
    >>> bounded_date(dt.date(1965, 12, 30), bounds).date, bounded_date("30/12/2564", bounds).problem
    (datetime.date(2022, 12, 30), 'date-out-of-range')
    """
    plain = read_date(value)
    if plain.date is None:
        if plain.problem != "year-out-of-range":
            return plain
    elif bounds.hold(plain.date):
        return plain
    possible = set()
    for year in _mended_years(value):
        date = _in_year(value, year)
        if date and bounds.hold(date):
            possible.add(date)
    if len(possible) != 1:
        return DateReading(problem="date-out-of-range")
    return DateReading(possible.pop(), is_mended=True)


def _mended_years(value: object) -> set[int]:
    """The years (CE) that may be meant by a year that cannot be.

    Excel stores 30/9/62 as 1962, where 2562 is meant; and 543 is added or taken away once too often. Two digits and
    four digits typed as text are what somebody wrote: only the second slip is looked for in them.
    """
    written = _written_year(value)
    if written is None:
        return set()
    years = {
        _common_era(written - BUDDHIST_OFFSET),
        _common_era(written + BUDDHIST_OFFSET),
    }
    if _stored_date(value) and EXCEL_CENTURY <= written < EXCEL_CENTURY + 100:
        years.add(CENTURY_BE + written % 100 - BUDDHIST_OFFSET)
    return years


def _common_era(year: int) -> int:
    return year - BUDDHIST_OFFSET if year >= FIRST_BUDDHIST_YEAR else year


def _written_year(value: object) -> int | None:
    """The one year of four digits that a value holds, as it is written or stored."""
    stored = _stored_date(value)
    if stored:
        return stored.year
    years = _FOUR_DIGITS.findall(cell_text(value))
    return int(years[0]) if len(years) == 1 else None


def _stored_date(value: object) -> dt.date | None:
    """The date that Excel stored: as a date, or as a serial number that lost its format."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float):
        return serial_date(value)
    return None


def _in_year(value: object, year: int) -> dt.date | None:
    """The day of a value, put into another year (CE); None where that year has no such day."""
    stored = _stored_date(value)
    if stored is None:
        written = cell_text(value)
        return read_date(_FOUR_DIGITS.sub(str(year), written)).date
    try:
        return stored.replace(year=year)
    except ValueError:
        return None


def _table() -> dict[str, Any]:
    return word_table("year_bounds")
