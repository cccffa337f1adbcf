"""What a result owes to answers: the words, who (where names may be shown), when, in which file and cell.

Knows how an answer is told of. Refuses to know what it settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.results.cell_places import place_words
from kbo_screen.results.rows import each_row
from kbo_screen.vocabulary.dates import read_date, thai_date

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run


def answers_by_product(run: Run) -> dict[int, list[Any]]:
    """By product, the answers that settled something of it: named tuples of `ANSWER_COLUMNS`."""
    found: dict[int, list[Any]] = {}
    for row in each_row(run.registry.answers):
        found.setdefault(row.product, []).append(row)
    return found


def answered_before(run: Run, question_id: str) -> list[str | None]:
    """The answer, by whom and when, where somebody was asked before and was not sure; else room for them."""
    answer = run.registry.not_sure.get(question_id)
    return [answer.words, answer.by, answer.date] if answer else [None, None, None]


def answer_sentence(run: Run, row: Any, *, with_names: bool) -> str:
    """What was answered, by whom, when and where it stands; of a list's line its name and cell too."""
    return text(
        "sentences.answered",
        run.lang,
        what=text(f"words.field.{row.field}", run.lang),
        **answer_parts(run, row, with_names=with_names),
    )


def answer_parts(run: Run, row: Any, *, with_names: bool) -> dict[str, str]:
    """The fields that every sentence about an answer is filled with."""
    doubt = row.doubt
    said = {"name": doubt.name, "place": place_words(doubt.place)} if doubt else {}
    return {
        "words": row.words,
        "about": text("sentences.answer_about", run.lang, **said) if doubt else "",
        "who": text("sentences.answer_by", run.lang, by=row.by)
        if with_names and row.by
        else "",
        "date": text("sentences.answer_on", run.lang, date=_day(row.date, run.lang))
        if row.date
        else "",
        "place": place_words(row.place),
    }


def _day(written: str, lang: str) -> str:
    """A date in the words of the language, as it was written where it is none."""
    date = read_date(written).date
    return thai_date(date, lang) if date else written


def answer_payload(row: Any) -> dict[str, Any]:
    """An answer for programs: no name of a person."""
    return {
        "condition": row.condition,
        "field": row.field,
        "answer": row.words,
        "date": row.date or None,
        "file": row.place.file,
        "sheet": row.place.sheet,
        "cell": row.place.cell,
    }
