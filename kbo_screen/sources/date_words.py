"""Dates as findings say them, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import LANGUAGES
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    import datetime as dt

    from kbo_screen.vocabulary.year_bounds import DateBounds


def date_in_words(date: dt.date) -> dict[str, str]:
    """A day, per language."""
    return {lang: thai_date(date, lang) for lang in LANGUAGES}


def bounds_in_words(bounds: DateBounds) -> tuple[dict[str, str], dict[str, str]]:
    """The first and the last day that can be, per language."""
    return date_in_words(bounds.first), date_in_words(bounds.last)
