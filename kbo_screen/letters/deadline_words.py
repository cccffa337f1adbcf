"""When lists are due, in words, saying so where that is a reading; and that a letter's days are over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.vocabulary.dates import (
    BUDDHIST_OFFSET,
    letter_date,
    read_date,
    thai_date,
)

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter

#: A fiscal year of the state ends on the last day of September (พ.ร.บ. วิธีการงบประมาณ).
FISCAL_YEAR_END: Final = (9, 30)


def past_words(
    letter: Letter,
    today: dt.date,
    lang: str,
) -> str | None:
    """That the day is past the letter's fiscal year, else its meeting, else its deadline; None where it is not."""
    fiscal_year_end = dt.date(letter.fiscal_year_be - BUDDHIST_OFFSET, *FISCAL_YEAR_END)
    last_days = {
        "fiscal_year": fiscal_year_end,
        "meeting": letter.meeting.used if letter.meeting else None,
        "deadline": letter.due_date,
    }
    for name, last_day in last_days.items():
        if last_day and today > last_day:
            return text(
                f"letter.past.{name}",
                lang,
                year=letter.fiscal_year_be,
                day=thai_date(last_day, lang),
                today=thai_date(today, lang),
            )
    return None


def deadline_words(letter: Letter, lang: str) -> str:
    """When lists are due; where the letter prints another date, that this one is a reading of it."""
    if read_date(letter.deadline.printed).date == letter.due_date:
        return letter_date(letter.due_date, lang)
    return text(
        "letter.reading_of",
        lang,
        used=thai_date(letter.due_date, lang),
        printed=letter.deadline.printed,
    )
