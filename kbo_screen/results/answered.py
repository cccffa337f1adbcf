"""What a result owes to answers: the words, who (where names may be shown), when, where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.results.cell_places import place_words
from kbo_screen.results.rows import each_row
from kbo_screen.vocabulary.dates import read_date, thai_date

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.results.schemas import AnswerShape


def answers_by_product(run: Run) -> dict[int, list[Any]]:
    """By product, the answers that settled something of it: named tuples of `ANSWER_COLUMNS`."""
    answers: dict[int, list[Any]] = {}
    for row in each_row(run.registry.answers):
        answers.setdefault(row.product, []).append(row)
    return answers


def answered_before(run: Run, question_id: str) -> list[str | None]:
    """The answer, by whom and when, where somebody was asked before and was not sure; else room for them."""
    answer = run.registry.not_sure.get(question_id)
    return [answer.words, answer.by, answer.date] if answer else [None, None, None]


def answer_sentence(
    run: Run,
    row: Any,
    *,
    with_names: bool,
) -> str:
    """What was answered, by whom, when and where it stands; of a list's line its name and cell too."""
    return text(
        "sentences.answered",
        run.lang,
        what=text(f"words.field.{row.field}", run.lang),
        **answer_parts(run, row, with_names=with_names),
    )


def answer_parts(
    run: Run,
    row: Any,
    *,
    with_names: bool,
) -> dict[str, str]:
    """The fields that every sentence about an answer is filled with."""
    return {
        "words": row.words,
        "about": _about(row, run.lang),
        "who": _who(row, run.lang) if with_names else "",
        "date": _when(row, run.lang),
        "place": place_words(row.place),
    }


def _about(row: Any, lang: str) -> str:
    """The line of a list that the answer is about, if it is about one."""
    if not row.doubt:
        return ""
    place = place_words(row.doubt.place)
    return text(
        "sentences.answer_about",
        lang,
        name=row.doubt.name,
        place=place,
    )


def _who(row: Any, lang: str) -> str:
    return (
        text(
            "sentences.answer_by",
            lang,
            by=row.by,
        )
        if row.by
        else ""
    )


def _when(row: Any, lang: str) -> str:
    """The day, where one was written."""
    if not row.date:
        return ""
    return text("sentences.answer_on", lang, date=date_words(row.date, lang))


def date_words(written: str, lang: str) -> str:
    """A day in the words of the language; as it was written where it is no date."""
    date = read_date(written).date
    return thai_date(date, lang) if date else written


def answer_payload(row: Any) -> AnswerShape:
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
