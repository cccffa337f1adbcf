"""What a result owes to answers: the words, who (where names may be shown), when, why, where, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text, value_text
from kbo_screen.results.rows import each_row
from kbo_screen.vocabulary.dates import read_date, thai_date
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.results.schemas import AnswerShape


def answers_by_product(run: Run) -> dict[int, list[Any]]:
    """By product, the answers that settled something of it: named tuples of `ANSWER_COLUMNS`."""
    return lists_by_key((row.product, row) for row in each_row(run.registry.answers))


def answered_before(run: Run, question_id: str) -> list[str | None]:
    """The answer, by whom, when and why, where somebody was asked before and was not sure; else room for them."""
    answer = run.registry.not_sure.get(question_id)
    if answer is None:
        return [None] * 4
    return [answer.words, answer.by, answer.date, answer.reason]


def answer_sentence(
    run: Run,
    row: Any,
    *,
    with_names: bool,
) -> str:
    """What was answered, by whom, when, why and where it stands; of a list's line its name and cell too."""
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
        "reason": _why(row, run.lang),
        "place": row.place.in_words,
    }


def _about(row: Any, lang: str) -> str:
    """The line of a list that the answer is about, if it is about one."""
    if not row.doubt:
        return ""
    place = row.doubt.place.in_words
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


def _why(row: Any, lang: str) -> str:
    """The reason, where one was written."""
    if not row.reason:
        return ""
    return text("sentences.answer_why", lang, reason=row.reason)


def settled_words(field: str, value: int | str | None, lang: str) -> str:
    """A value before or after an answer, as ANSWER_COLUMNS has it, in words."""
    if value is None:
        return text("words.truth.unknown", lang)
    if field == "star" and value == "none":
        return value_text(field, "not_rated", lang)
    if value in ("yes", "no") and field != "potential":
        return text(f"workbook.answer_word.{value}", lang)
    return value_text(field, value, lang)


def change_words(answer: Any, lang: str) -> str:
    """The value before and after an answer: anything with its `field`, `before` and `after`."""
    return text(
        "explain.changed",
        lang,
        before=settled_words(answer.field, answer.before, lang),
        after=settled_words(answer.field, answer.after, lang),
    )


def date_words(written: str | None, lang: str) -> str:
    """A day in the words of the language; as it was written where it is no date, nothing where none was."""
    date = read_date(written).date
    return thai_date(date, lang) if date else written or ""


def answer_payload(row: Any) -> AnswerShape:
    """An answer for programs: no name of a person."""
    return {
        "condition": row.condition,
        "field": row.field,
        "answer": row.words,
        "date": row.date or None,
        "reason": row.reason or None,
        "before": row.before,
        "after": row.after,
        "file": row.place.file,
        "sheet": row.place.sheet,
        "cell": row.place.cell,
    }
