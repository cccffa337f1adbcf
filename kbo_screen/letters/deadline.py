"""When lists are due, in words: where the date is a reading of what is printed, it says so.

It knows the two dates of a letter's deadline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.vocabulary.dates import read_date, thai_date

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter


def deadline_words(letter: Letter, lang: str) -> str:
    """When lists are due; where the letter prints another date, that this one is a reading of it."""
    due = thai_date(letter.due_date, lang)
    if read_date(letter.deadline.printed).date == letter.due_date:
        return due
    return text(
        "letter.reading_of",
        lang,
        used=due,
        printed=letter.deadline.printed,
    )
