"""Whom to ring, over all districts: a call per group for facts, one to the district for its word on all its groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.shortfall.shortfall_sentences import (
    asked_words,
    name_and_cell,
    phone_words,
)
from kbo_screen.results.wording.area_names import district_among
from kbo_screen.results.wording.sentences import question_words
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.question import Question
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

    #: A question with the group that it is about.
    GroupQuestion = tuple[int, Question]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: to a group, or (group None) to the district for its word; what it asks and what it alone settles.

    questions: with the group that each is about. to_name: certain groups that the district left out of its list.
    settled: groups that it has after a good answer. meets: the district is met by these.
    """

    district: Any
    group: int | None
    questions: tuple[GroupQuestion, ...]
    to_name: tuple[int, ...]
    settled: int
    meets: bool


def calls_in_order(shortfall: Shortfall) -> list[Call]:
    """The calls to all districts that lack groups, those first by which one call settles most."""
    calls: list[Call] = []
    for district in shortfall.open_districts():
        calls += _calls_of_district(shortfall, district)
    return sorted(calls, key=_worth)


def _worth(call: Call) -> tuple[bool, int, int]:
    return not call.meets, -call.settled, -len(call.questions)


def _calls_of_district(shortfall: Shortfall, district: Any) -> list[Call]:
    """A call to the district, if its word or a group is asked for, and one to every group whose facts are asked."""
    questions_by_callee: dict[int | None, list[GroupQuestion]] = {}
    if shortfall.to_name_of(district.Index):
        questions_by_callee[None] = []
    for ask in shortfall.asks_of(district.Index):
        for question in ask.questions:
            is_judgement = _is_judgement(shortfall.run, question)
            callee = None if is_judgement else ask.group
            questions = questions_by_callee.setdefault(callee, [])
            questions.append((ask.group, question))
    return [
        _call(shortfall, district, callee, questions)
        for callee, questions in questions_by_callee.items()
    ]


def _is_judgement(run: Run, question: Question) -> bool:
    if question.condition == PREFERENCE:
        return False
    return run.letter.condition(question.condition).is_judgement


def _call(
    shortfall: Shortfall,
    district: Any,
    group: int | None,
    questions: list[GroupQuestion],
) -> Call:
    asked_ids = {question.id for _, question in questions}
    to_name = shortfall.to_name_of(district.Index) if group is None else []
    settled = len(to_name)
    for ask in shortfall.asks_of(district.Index):
        question_ids = {question.id for question in ask.questions}
        settled += question_ids <= asked_ids
    return Call(
        district=district,
        group=group,
        questions=tuple(questions),
        to_name=tuple(to_name),
        settled=settled,
        meets=settled >= shortfall.needed(district),
    )


def call_line(shortfall: Shortfall, call: Call) -> str:
    """Whom to ring, what to ask about which groups, and that the district is met by it, where it is."""
    ending = text("shortfall.call.meets", shortfall.lang) if call.meets else ""
    if call.group is None:
        return _district_call_line(shortfall.run, call) + ending
    return _group_call_line(shortfall, call) + ending


def _district_call_line(run: Run, call: Call) -> str:
    """The district, the groups that it can name at once, its question once, and the groups with their cells."""
    parts = [*_to_name_words(run, call), *_judgement_words(run, call)]
    return text(
        "shortfall.call.district",
        run.lang,
        district=district_among(run, call.district),
        parts=text("sentences.also", run.lang).join(parts),
    )


def _to_name_words(run: Run, call: Call) -> Iterator[str]:
    names = map(run.screening.name_of, call.to_name)
    if call.to_name:
        yield text("shortfall.call.to_name", run.lang, groups=", ".join(names))


def _judgement_words(run: Run, call: Call) -> Iterator[str]:
    """Each question once, with the groups that it is about."""
    groups_by_question = lists_by_key(
        (question_words(run, question), name_and_cell(run, group, question.place))
        for group, question in call.questions
    )
    for words, names in groups_by_question.items():
        yield f"{words} {', '.join(names)}"


def _group_call_line(shortfall: Shortfall, call: Call) -> str:
    """The group with its district and telephone, and its questions."""
    run = shortfall.run
    questions = [asked_words(run, question) for _, question in call.questions]
    row: Any = run.screening.groups.loc[call.group]
    return text(
        "shortfall.call.group",
        run.lang,
        group=row["group_name"],
        district=district_among(run, call.district),
        phone=phone_words(shortfall, row["product"]),
        questions=text("sentences.also", run.lang).join(questions),
    )
