"""The lines at the head of every result: the letter, the files, the quota."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.deadline_words import deadline_words
from kbo_screen.vocabulary.dates import letter_date

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run


def letter_line(run: Run) -> str:
    """The letter by its number, date and province."""
    letter, lang = run.letter, run.lang
    return text(
        "terminal.letter",
        lang,
        number=letter.number,
        date=letter_date(letter.date, lang),
        province=letter.province,
    )


def registry_line(
    run: Run,
    files: list[str],
    products: int,
) -> str:
    """The files and products that a sheet is about."""
    return text(
        "terminal.registry",
        run.lang,
        files=", ".join(files),
        products=f"{products:,}",
    )


def quota_line(run: Run) -> str:
    """The quota of the letter with its clause, and the day by which to answer."""
    quota, lang = run.letter.quota, run.lang
    return text(
        "terminal.quota",
        lang,
        quota=quota.wording.to(lang),
        clause=quota.clause,
        deadline=deadline_words(run.letter, lang),
    )
