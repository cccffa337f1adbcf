"""What years and dates can be under a letter: the days that bound them.

It knows the day and the fiscal year of a letter.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kbo_screen.vocabulary.dates import BUDDHIST_OFFSET, FISCAL_YEAR_BEGINS
from kbo_screen.vocabulary.year_bounds import DateBounds, day_of_run, first_of

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.vocabulary.year_bounds import Subject


def bounds_of(
    subject: Subject,
    letter: Letter,
    today: dt.date | None = None,
) -> DateBounds:
    """The first and the last day that can be. today: the day of the run, the clock's where none is given."""
    first = first_of(subject)
    if isinstance(first, int):
        first_day = dt.date(first - BUDDHIST_OFFSET, 1, 1)
    elif first == "letter":
        first_day = letter.date
    else:
        month, day = FISCAL_YEAR_BEGINS
        first_day = dt.date(letter.fiscal_year_be - BUDDHIST_OFFSET - 1, month, day)
    return DateBounds(first_day, day_of_run(today))
