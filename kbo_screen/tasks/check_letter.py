"""Checks a letter file: its shape, its worked examples, and what it has of the letter's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.letters.text_watch import text_findings, watch_text
from kbo_screen.results.letter_coverage import LetterCheck
from kbo_screen.tasks.build_run import open_letter

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run


def check_letter_file(letter: str | Path, run: Run | None = None) -> LetterCheck:
    """A letter file beside its text, and the rows that its parts hit in a run under it.

    Raises UsageError for a letter that does not hold together; where it says something else than its text, that
    stands in the findings.
    """
    loaded = open_letter(letter)
    watch = watch_text(loaded)
    return LetterCheck(loaded, watch, text_findings(loaded, watch), run)
