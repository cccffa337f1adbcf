"""What people answered, applied to a registry: values, verdicts, and whether a line of a list is about a product.

An answer settles the question as it was printed, and no other. What is contradicted settles nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from kbo_screen.desk.apply_lists import effect_of_doubt, in_words, write_value
from kbo_screen.desk.open_lines import (
    LineAnswer,
    how_to_answer,
    read_line_answer,
    told_as_answered,
)
from kbo_screen.desk.questions import all_questions, former_ids, is_question_id
from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.question import Answer, Doubt, Question
from kbo_screen.registry.registry import ANSWER_COLUMNS, OpenLine, Registry
from kbo_screen.vocabulary.answer_words import (
    NOT_UNDERSTOOD,
    AnswerReading,
    is_not_sure,
    read_answer,
    read_yes_no,
)
from kbo_screen.vocabulary.dates import read_date
from kbo_screen.vocabulary.reading import is_blank

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.vocabulary.reading import Reading
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: Questions, by field or kind, for which the catalogue says how they are answered.
ANSWERED_AS: Final = (
    "same", "star", "quadrant", "registered_year_be", "other_project", "potential", "standard", "producer_type",
)  # fmt: skip

Questions = dict[str, list[Question]]


class Reply(NamedTuple):
    """A yes or no to the question whether a line of a list is about a product."""

    question: Question
    answer: Answer
    is_yes: bool


@dataclass
class _Desk:
    """What changes while answers are taken, one copy of each: nothing of the registry that came in is touched."""

    products: pd.DataFrame
    addresses: pd.DataFrame
    origins: pd.DataFrame
    perhaps: pd.DataFrame
    verdicts: dict[tuple[int, str], bool]
    letter: Letter
    not_sure: dict[str, Answer] = field(default_factory=dict)
    #: One row of ANSWER_COLUMNS per answer that settled something of a product.
    rows: list[list[Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: By the cells of a line and of the group that it may be about: what was answered.
    replies_at: dict[tuple[Place, str], bool] = field(default_factory=dict)

    def write(self, product: int, name: str, value: Any) -> None:
        """Set one value; stars without a round are of the letter's, which is what was asked."""
        row: Any = self.products.loc[product]
        has_round = name == "star" and pd.notna(row["star_year_be"])
        write_value(
            self.products,
            product,
            name,
            value,
            None if has_round else self.letter.star_year_be,
        )

    def settled(self, registry: Registry) -> Registry:
        """The registry with what the answers settled, and what is to be told of them."""
        findings = [
            _as_answered(finding, self.replies_at) for finding in registry.findings
        ]
        return replace(
            registry,
            products=self.products,
            addresses=self.addresses,
            origins=self.origins,
            perhaps=self.perhaps,
            verdicts=self.verdicts,
            answers=_with_rows(registry.answers, self.rows),
            not_sure=self.not_sure,
            answered_under=self.letter,
            findings=(*findings, *_each_once(self.findings)),
        )


def apply_answers(
    registry: Registry,
    answers: Sequence[Answer],
    letter: Letter,
    today: dt.date | None = None,
) -> Registry:
    """The registry as the answers settle it; of several to one question the latest counts, and that is said.

    A value ("3", "D", "2560", a project's name) becomes the product's; yes or no settles the condition itself.
    Whether a list's line is about a product is settled first: what is then still unknown is asked of its cell.
    Findings: an answer to nothing, a question that is gone or was asked under an id of before, an answer that is not
    understood, that contradicts another, that a later one replaces, that nobody signed, that says "not sure".
    letter: the letter whose questions were printed. today: the day of the run, after which no year can be.
    """
    latest, findings = _latest(answers)
    open_lines = {line.id: line for line in registry.open_lines}
    questions = all_questions(registry, letter)
    findings += _blank_answers(answers, questions)
    about_lines = {
        id_: answer
        for id_, answer in latest.items()
        if id_ in questions and questions[id_][0].doubt
    }
    if about_lines:
        desk = _desk_of(registry, letter)
        _settle_doubts(desk, about_lines, questions)
        registry = desk.settled(registry)
        questions = all_questions(registry, letter)
    registry = _settle_open_lines(registry, latest, letter)
    of_open_lines = set(latest) & set(open_lines)
    about_cells = {
        id_: answer
        for id_, answer in latest.items()
        if id_ not in about_lines and id_ not in of_open_lines
    }
    desk = _desk_of(registry, letter)
    for id_, answer in about_cells.items():
        _settle(
            desk,
            questions.get(id_, []),
            answer,
            bounds_of("registered_year_be", letter, today),
        )
    findings += _gone(
        {id_: answer for id_, answer in about_cells.items() if id_ not in questions},
        questions,
        registry,
    )
    registry = desk.settled(registry)
    counting = {
        *registry.answers["place"],
        *(answer.place for answer in registry.not_sure.values()),
    }
    findings += _unsigned(
        answer for answer in latest.values() if answer.place in counting
    )
    return replace(registry, findings=registry.findings + _each_once(findings))


def _settle_open_lines(
    registry: Registry, answers: Mapping[str, Answer], letter: Letter
) -> Registry:
    """Place the lines of projects lists that mean nothing: in a group, or in no group of the registry."""
    desk = _desk_of(registry, letter)
    settled: dict[str, LineAnswer] = {}
    for line in registry.open_lines:
        answer = answers.get(line.id)
        if answer is None:
            continue
        reading = read_line_answer(registry, line, answer.words)
        if reading.kind == "not-sure":
            _not_sure(desk, answer)
        elif reading.kind == "not-understood":
            how = how_to_answer()
            desk.findings.append(
                make_finding(
                    "answer.not-understood",
                    answer.place,
                    value=answer.words,
                    field="other_project",
                    how=how,
                )
            )
        else:
            settled[line.id] = reading
            _take_line(desk, registry, line, answer, reading.products)
    if not (settled or desk.findings):
        return registry
    findings = tuple(
        told_as_answered(finding, registry, settled) for finding in registry.findings
    )
    left_open = tuple(line for line in registry.open_lines if line.id not in settled)
    return replace(
        desk.settled(replace(registry, findings=findings)), open_lines=left_open
    )


def _take_line(
    desk: _Desk,
    registry: Registry,
    line: OpenLine,
    answer: Answer,
    products: Sequence[int],
) -> None:
    """What a line says becomes the value of the products that it is about, from the line's cell."""
    place = registry.place_of_line(line)
    for product in products:
        desk.write(product, "other_project", line.value)
        desk.products.loc[product, "project_words"] = (
            line.words if line.value == "in_project" else None
        )
        desk.addresses.loc[product, "other_project"] = line.value_address
        desk.origins.loc[product, "other_project"] = line.table
        for condition in desk.letter.conditions:
            if condition.field == "other_project":
                doubt = Doubt(line.name, place, 0.0, line.value)
                question = Question(
                    line.id,
                    product,
                    condition.id,
                    condition.field,
                    place,
                    line.name,
                    doubt,
                )
                desk.rows.append(_answer_row(question, answer))


def _desk_of(registry: Registry, letter: Letter) -> _Desk:
    return _Desk(
        products=registry.products.copy(),
        addresses=registry.addresses.copy(),
        origins=registry.origins.copy(),
        perhaps=registry.perhaps,
        verdicts=dict(registry.verdicts),
        letter=letter,
        not_sure=dict(registry.not_sure),
    )


def _latest(answers: Sequence[Answer]) -> tuple[dict[str, Answer], list[Finding]]:
    """By question the answer that counts: the later by date where both have one, else the one given later."""
    latest: dict[str, Answer] = {}
    findings: list[Finding] = []
    for answer in answers:
        if is_blank(answer.words):
            continue
        if not is_question_id(answer.question):
            findings.append(
                make_finding("answer.no-question", answer.place, value=answer.words)
            )
            continue
        earlier = latest.setdefault(answer.question, answer)
        if earlier is answer:
            continue
        winner, loser, reason = _of_two(earlier, answer)
        latest[answer.question] = winner
        if earlier.words != answer.words:
            findings.append(_superseded(loser, winner, reason))
    return latest, findings


def _of_two(earlier: Answer, later: Answer) -> tuple[Answer, Answer, str]:
    """Of two answers to one question, in the order given: the one that counts, the other, and why ("date", "order")."""
    dates = [read_date(answer.date).date for answer in (earlier, later)]
    if dates[0] is None or dates[1] is None or dates[0] == dates[1]:
        return later, earlier, "order"
    return (later, earlier, "date") if dates[0] < dates[1] else (earlier, later, "date")


def _superseded(loser: Answer, winner: Answer, reason: str) -> Finding:
    words = _in_both(f"words.superseded.{reason}")
    return make_finding(
        "answer.superseded",
        loser.place,
        value=loser.words,
        other_place=winner.place.whole,
        reason=words,
    )


def _in_both(text_id: str) -> dict[str, str]:
    return {lang: text(text_id, lang) for lang in LANGUAGES}


def _blank_answers(
    answers: Sequence[Answer], questions: Questions
) -> Iterator[Finding]:
    """A dash in a row that somebody signed is no answer."""
    for answer in answers:
        if not is_blank(answer.words):
            continue
        if answer.question in questions:
            yield _not_understood(questions[answer.question][0], answer)
        elif is_question_id(answer.question):
            yield make_finding("answer.question-gone", answer.place, value=answer.words)
        else:
            yield make_finding("answer.no-question", answer.place, value=answer.words)


def _gone(
    gone: Mapping[str, Answer], questions: Questions, registry: Registry
) -> Iterator[Finding]:
    """A finding per answer to a question that this run does not ask; an id of before is told as that."""
    former = (
        former_ids(chain.from_iterable(questions.values()), registry)
        if gone
        else frozenset()
    )
    for id_, answer in gone.items():
        if id_ in former:
            yield make_finding(
                "answer.former-question", answer.place, value=answer.words
            )
        else:
            yield make_finding("answer.question-gone", answer.place, value=answer.words)


def _not_understood(question: Question, answer: Answer) -> Finding:
    """An answer that is none to its question, with what would be one."""
    kind = "same" if question.doubt else question.field
    return make_finding(
        "answer.not-understood",
        answer.place,
        value=answer.words,
        field=question.field,
        how=_in_both(f"words.answer_as.{kind if kind in ANSWERED_AS else 'value'}"),
    )


def _unsigned(answers: Iterable[Answer]) -> Iterator[Finding]:
    """Answers that count and do not say who gave them, or on which day that there is."""
    for answer in answers:
        is_dated = bool(answer.date and read_date(answer.date).date)
        if not (answer.by and is_dated):
            slug = "date" if answer.by else "by" if is_dated else "both"
            what = _in_both(f"words.unsigned.{slug}")
            yield make_finding(
                "answer.unsigned", answer.place, value=answer.words, what=what
            )


def _answer_row(question: Question, answer: Answer) -> list[Any]:
    """One row of ANSWER_COLUMNS."""
    about = [question.product, question.field, question.condition]
    return [*about, answer.words, answer.by, answer.date, answer.place, question.doubt]


def _with_rows(answers: pd.DataFrame, rows: list[list[Any]]) -> pd.DataFrame:
    """More rows; an answer without a name or a date has None there, as it came."""
    more = pd.DataFrame(rows, columns=ANSWER_COLUMNS, dtype=object)
    return (
        pd.concat([answers.astype(object), more], ignore_index=True)
        if rows
        else answers
    )


def _not_sure(desk: _Desk, answer: Answer) -> None:
    """Keep who was asked and is not sure: the question stays open, and is not asked as new."""
    desk.not_sure[answer.question] = answer
    desk.findings.append(
        make_finding("answer.not-sure", answer.place, value=answer.words)
    )


def _settle(
    desk: _Desk, questions: Sequence[Question], answer: Answer, years: DateBounds
) -> None:
    """Take one answer about a cell, for every product that shares the question; a finding where it cannot be taken.

    years: what a year of registration can be.
    """
    for question in questions:
        reading = read_answer(question.field, answer.words)
        if reading.kind == "value" and question.field == "registered_year_be":
            reading = _possible_year(reading, years)
        if reading.kind == "not-sure":
            _not_sure(desk, answer)
        elif reading.kind == "not-understood":
            desk.findings.append(_not_understood(question, answer))
        elif reading.kind == "value":
            _take_value(desk, question, answer, reading.reading)
        else:
            _take_yes_or_no(desk, question, answer, is_yes=reading.kind == "yes")


def _possible_year(reading: AnswerReading, years: DateBounds) -> AnswerReading:
    """A year that cannot be is no answer."""
    return (
        reading if years.hold_year(int(str(reading.reading.value))) else NOT_UNDERSTOOD
    )


def _take_yes_or_no(
    desk: _Desk, question: Question, answer: Answer, *, is_yes: bool
) -> None:
    """A yes or no settles the condition; of potential it is the district's word itself."""
    if question.field == "potential":
        desk.write(question.product, "potential", "yes" if is_yes else "no")
    else:
        desk.verdicts[question.product, question.condition] = is_yes
    desk.rows.append(_answer_row(question, answer))


def _take_value(
    desk: _Desk, question: Question, answer: Answer, reading: Reading
) -> None:
    """A value becomes the product's; a star of another round answers nothing, another year's project is none."""
    letter, value = desk.letter, reading.value
    if question.field == "star":
        if reading.year_be not in (None, letter.star_year_be):
            year, wanted = reading.year_be, letter.star_year_be
            desk.findings.append(
                make_finding(
                    "answer.other-round",
                    answer.place,
                    value=answer.words,
                    year=year,
                    wanted=wanted,
                )
            )
            return
        value = "none" if value is None else value
    if question.field == "other_project" and reading.year_be not in (
        None,
        letter.fiscal_year_be,
    ):
        value = "clear"
    desk.write(question.product, question.field, value)
    desk.rows.append(_answer_row(question, answer))


def _settle_doubts(
    desk: _Desk, answers: Mapping[str, Answer], questions: Questions
) -> None:
    """Whether lines of lists are about products: a yes takes what its line says; all denied, all is as it was before.

    A line that is denied is asked no more. Lines that are confirmed and say different things settle nothing.
    """
    replies: dict[tuple[int, str], list[Reply]] = defaultdict(list)
    for id_, answer in answers.items():
        yes_or_no = read_yes_no(answer.words)
        if yes_or_no is None and is_not_sure(answer.words):
            _not_sure(desk, answer)
            continue
        for question in questions[id_]:
            if yes_or_no is None:
                desk.findings.append(_not_understood(question, answer))
            else:
                replies[question.product, question.field].append(
                    Reply(question, answer, yes_or_no == "yes")
                )
    for (product, name), of_product in replies.items():
        _settle_lines(desk, product, name, of_product)


def _settle_lines(
    desk: _Desk, product: int, name: str, replies: Sequence[Reply]
) -> None:
    """Take what was answered of all lines that may be about one value of a product."""
    confirmed = [reply for reply in replies if reply.is_yes]
    contradictions = _contradictions(confirmed)
    if contradictions:
        desk.findings += contradictions
        return
    lines = desk.perhaps
    is_of_value = (lines["product"] == product) & (lines["field"] == name)
    if confirmed:
        line: Any = next(
            row
            for row in lines[is_of_value].itertuples()
            if _is_meant(row, confirmed[0].question.doubt)
        )
        desk.write(product, name, line.value)
        desk.addresses.loc[product, name] = line.value_address
        desk.origins.loc[product, name] = line.table
        is_settled = is_of_value
    else:
        is_settled = is_of_value & _is_denied(lines, replies)
        if is_settled.sum() == is_of_value.sum():
            write_value(
                desk.products,
                product,
                name,
                lines.loc[is_of_value, "state"].iloc[0],
                None,
            )
    desk.perhaps = lines[~is_settled].reset_index(drop=True)
    for question, answer, is_yes in replies:
        desk.rows.append(_answer_row(question, answer))
        desk.replies_at[question.place, question.group_place.whole] = is_yes


def _contradictions(confirmed: Sequence[Reply]) -> list[Finding]:
    """A finding at every yes whose line says something else than the first one's."""
    findings = []
    for reply in confirmed[1:]:
        first, other = confirmed[0].question, reply.question
        if (
            first.doubt is None
            or other.doubt is None
            or first.doubt.value == other.doubt.value
        ):
            continue
        findings.append(
            make_finding(
                "answer.contradicts",
                reply.answer.place,
                value=reply.answer.words,
                said=in_words(other.field, other.doubt.value),
                other_value=in_words(first.field, first.doubt.value),
                other_place=confirmed[0].answer.place.whole,
                field=other.field,
            )
        )
    return findings


def _is_denied(lines: pd.DataFrame, replies: Sequence[Reply]) -> pd.Series[bool]:
    """The lines of which somebody said that they are about another."""
    denied = [reply.question.doubt for reply in replies if not reply.is_yes]
    return pd.Series(
        [_is_one_of(line, denied) for line in lines.itertuples()],
        index=lines.index,
        dtype=bool,
    )


def _is_one_of(line: Any, doubts: Sequence[Doubt | None]) -> bool:
    return any(_is_meant(line, doubt) for doubt in doubts)


def _is_meant(line: Any, doubt: Doubt | None) -> bool:
    """The line is the doubt's, or one that says the same under the same name."""
    return (
        doubt is not None and str(line.name) == doubt.name and line.value == doubt.value
    )


def _as_answered(
    finding: Finding, replies_at: Mapping[tuple[Place, str], bool]
) -> Finding:
    """What was told of a line that is perhaps about a product, told as it was answered."""
    if finding.code not in ("list.perhaps-same", "list.id-and-name-differ"):
        return finding
    is_yes = replies_at.get((finding.place, finding.fields["other_place"]))
    if is_yes is None:
        return finding
    effect = effect_of_doubt("yes" if is_yes else "no")
    return replace(
        finding, severity="info", fields={**finding.fields, "effect": effect}
    )


def _each_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without repetition: one cell of a form answers for several products."""
    distinct: dict[str, Finding] = {}
    for finding in findings:
        distinct.setdefault(repr(finding), finding)
    return tuple(distinct.values())
