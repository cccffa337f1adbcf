"""What people answered, applied to a registry: values, verdicts, and whether a line of a list is about a product.

An answer settles the question as it was printed, and no other. What is contradicted settles nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from kbo_screen.desk.open_lines import (
    LineAnswer,
    finding_as_answered,
    how_to_answer,
    read_line_answer,
)
from kbo_screen.desk.questions import QuestionsById, all_questions, former_ids
from kbo_screen.desk.stated_values import (
    effect_of_doubt,
    in_words,
    read_value,
    write_value,
)
from kbo_screen.findings import Finding, Place, each_once, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.question import Answer, Doubt, Question, is_question_id
from kbo_screen.registry.registry import ANSWER_COLUMNS, OpenLine, Registry
from kbo_screen.vocabulary.answer_words import (
    NOT_UNDERSTOOD,
    AnswerReading,
    is_not_sure,
    read_answer,
    read_yes_no,
)
from kbo_screen.vocabulary.dates import read_date
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.reading import is_blank
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.vocabulary.reading import Reading
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: By the id of a question, the answer to it that counts.
AnswersById = dict[str, Answer]


def apply_answers(
    registry: Registry,
    answers: Sequence[Answer],
    letter: Letter,
    today: dt.date | None = None,
    spellings: Spellings = NO_SPELLINGS,
) -> Registry:
    """The registry as the answers settle it; of several to one question the latest counts, and that is said.

    A value ("3", "D", "2560", a project's name) becomes the product's; yes or no settles the condition itself.
    Whether a list's line is about a product is settled first: what is then still unknown is asked of its cell.
    Findings: an answer to nothing, a question that is gone or was asked under an id of before, an answer that is not
    understood, that contradicts another, that a later one replaces, that nobody signed, that says "not sure".
    letter: the letter whose questions were printed. today: the day of the run, after which no year can be.
    spellings: the office's own words.
    """
    latest, findings = _latest(answers)
    questions = all_questions(registry, letter)
    findings += _blank_answers(answers, questions)
    about_doubts = _answers_about_doubts(latest, questions)
    if about_doubts:
        registry = _settle_doubts(registry, about_doubts, questions, letter)
        questions = all_questions(registry, letter)
    about_lines = {*about_doubts, *(line.id for line in registry.open_lines)}
    registry = _settle_open_lines(registry, latest, letter)
    about_cells = {id_: latest[id_] for id_ in latest if id_ not in about_lines}
    findings += _gone(about_cells, questions, registry)
    registry = _settle_cells(registry, about_cells, questions, letter, today, spellings)
    findings += _unsigned(_answers_that_count(registry, latest))
    return replace(registry, findings=registry.findings + each_once(findings))


def _answers_about_doubts(
    answers: AnswersById, questions: QuestionsById
) -> AnswersById:
    """The answers to the question whether a line of a list is about a product."""
    return {
        id_: answer
        for id_, answer in answers.items()
        if id_ in questions and questions[id_][0].doubt
    }


def _answers_that_count(registry: Registry, answers: AnswersById) -> Iterator[Answer]:
    """Those of the answers that settled something, or say that somebody was asked and is not sure."""
    places = set(registry.answers["place"])
    places.update(answer.place for answer in registry.not_sure.values())
    for answer in answers.values():
        if answer.place in places:
            yield answer


class _RegistryDraft:
    """What changes while answers are taken, one copy of each: nothing of the registry that came in is touched."""

    def __init__(
        self,
        registry: Registry,
        letter: Letter,
    ) -> None:
        self.registry = registry
        self.letter = letter
        self.products = registry.products.copy()
        self.addresses = registry.addresses.copy()
        self.origins = registry.origins.copy()
        self.perhaps = registry.perhaps
        self.verdicts = dict(registry.verdicts)
        self.not_sure = dict(registry.not_sure)
        #: One row of ANSWER_COLUMNS per answer that settled something of a product.
        self.rows: list[dict[str, Any]] = []
        #: What was told before, as it reads after the answers.
        self.findings_before: Sequence[Finding] = registry.findings
        self.findings: list[Finding] = []

    def settled(self) -> Registry:
        """The registry with what the answers settled, and what is to be told of them."""
        return replace(
            self.registry,
            products=self.products,
            addresses=self.addresses,
            origins=self.origins,
            perhaps=self.perhaps,
            verdicts=self.verdicts,
            answers=_with_rows(self.registry.answers, self.rows),
            not_sure=self.not_sure,
            answered_under=self.letter,
            findings=(*self.findings_before, *each_once(self.findings)),
        )

    def write(
        self,
        product: int,
        field: str,
        value: Any,
    ) -> None:
        """Set one value; stars without a round are of the letter's, which is what was asked."""
        has_round = pd.notna(self.products["star_year_be"].loc[product])
        star_year_be = None if has_round else self.letter.star_year_be
        write_value(
            self.products,
            product,
            field,
            value,
            star_year_be,
        )

    def take_line(
        self,
        product: int,
        field: str,
        line: Any,
    ) -> None:
        """Set one value from a line of a list, with its cell. line: an OpenLine, or a row of `perhaps`."""
        self.write(product, field, line.value)
        self.addresses.loc[product, field] = line.value_address
        self.origins.loc[product, field] = line.table

    def record(
        self,
        question: Question,
        answer: Answer,
        *,
        verdict: str | None = None,
    ) -> None:
        """Keep that an answer settled a question, as one row of ANSWER_COLUMNS.

        verdict: "yes" or "no" where the condition itself was settled, and no value written.
        """
        value_at = question.product, question.field
        row: dict[str, Any] = {
            "product": question.product,
            "field": question.field,
            "condition": question.condition,
            "words": answer.words,
            "by": answer.by,
            "date": answer.date,
            "reason": answer.reason,
            "place": answer.place,
            "doubt": question.doubt,
            "before": read_value(self.registry.products, *value_at),
            "after": verdict or read_value(self.products, *value_at),
        }
        self.rows.append(row)

    def record_not_sure(self, answer: Answer) -> None:
        """Keep who was asked and is not sure: the question stays open, and is not asked as new."""
        self.not_sure[answer.question] = answer
        self.findings.append(
            make_finding(
                "answer.not-sure",
                answer.place,
                value=answer.words,
            )
        )


def _with_rows(answers: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """More rows; an answer without a name or a date has None there, as it came."""
    if not rows:
        return answers
    more_answers = pd.DataFrame(
        rows,
        columns=ANSWER_COLUMNS,
        dtype=object,
    )
    return pd.concat([answers.astype(object), more_answers], ignore_index=True)


def _latest(answers: Sequence[Answer]) -> tuple[AnswersById, list[Finding]]:
    """By question the answer that counts: the later by date where both have one, else the one given later."""
    latest: AnswersById = {}
    findings: list[Finding] = []
    for answer in answers:
        if is_blank(answer.words):
            continue
        if not is_question_id(answer.question):
            findings.append(_about_nothing(answer))
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
    earlier_date = read_date(earlier.date).date
    later_date = read_date(later.date).date
    if earlier_date is None or later_date is None or earlier_date == later_date:
        return later, earlier, "order"
    if earlier_date < later_date:
        return later, earlier, "date"
    return earlier, later, "date"


def _superseded(
    loser: Answer,
    winner: Answer,
    reason: str,
) -> Finding:
    return make_finding(
        "answer.superseded",
        loser.place,
        value=loser.words,
        other_place=winner.place.in_words,
        reason=text_in_each(f"words.superseded.{reason}"),
    )


def _blank_answers(
    answers: Sequence[Answer], questions: QuestionsById
) -> Iterator[Finding]:
    """A dash in a row that somebody signed is no answer."""
    for answer in answers:
        if not is_blank(answer.words):
            continue
        if answer.question in questions:
            yield _not_understood(questions[answer.question][0], answer)
        elif is_question_id(answer.question):
            yield make_finding(
                "answer.question-gone",
                answer.place,
                value=answer.words,
            )
        else:
            yield _about_nothing(answer)


def _about_nothing(answer: Answer) -> Finding:
    """An answer that has no question's id."""
    return make_finding("answer.no-question", answer.place, value=answer.words)


def _gone(
    answers: AnswersById,
    questions: QuestionsById,
    registry: Registry,
) -> Iterator[Finding]:
    """A finding per answer to a question that this run does not ask; an id of before is told as that."""
    gone = {id_: answer for id_, answer in answers.items() if id_ not in questions}
    if not gone:
        return
    former = former_ids(chain.from_iterable(questions.values()), registry)
    for id_, answer in gone.items():
        place, words = answer.place, answer.words
        if id_ in former:
            yield make_finding("answer.former-question", place, value=words)
        else:
            yield make_finding("answer.question-gone", place, value=words)


def _not_understood(question: Question, answer: Answer) -> Finding:
    """An answer that is none to its question, with what would be one."""
    kind = "same" if question.doubt else question.field
    return make_finding(
        "answer.not-understood",
        answer.place,
        value=answer.words,
        field=question.field,
        how=text_in_each(f"words.answer_as.{kind}"),
    )


def _unsigned(answers: Iterable[Answer]) -> Iterator[Finding]:
    """Answers that count and do not say who gave them, or on which day that there is."""
    for answer in answers:
        slug = _missing_signature(answer)
        if slug:
            yield make_finding(
                "answer.unsigned",
                answer.place,
                value=answer.words,
                what=text_in_each(f"words.unsigned.{slug}"),
            )


def _missing_signature(answer: Answer) -> str | None:
    """What an answer lacks: "by", "date" or "both"; None where it is signed and dated."""
    is_dated = bool(answer.date and read_date(answer.date).date)
    if answer.by:
        return None if is_dated else "date"
    return "by" if is_dated else "both"


class Reply(NamedTuple):
    """A yes or no to the question whether a line of a list is about a product."""

    question: Question
    answer: Answer
    is_yes: bool

    @property
    def value(self) -> Any:
        """What the line says."""
        doubt = self.question.doubt
        return doubt.value if doubt else None


def _settle_doubts(
    registry: Registry,
    answers: AnswersById,
    questions: QuestionsById,
    letter: Letter,
) -> Registry:
    """Whether lines of lists are about products: a yes takes what its line says; all denied, all is as it was before.

    A line that is denied is asked no more. Lines that are confirmed and say different things settle nothing.
    """
    draft = _RegistryDraft(registry, letter)
    settled_replies: list[Reply] = []
    replies_of_value = lists_by_key(
        ((reply.question.product, reply.question.field), reply)
        for reply in _read_all_replies(draft, answers, questions)
    )
    for (product, field), replies in replies_of_value.items():
        contradictions = _contradictions([reply for reply in replies if reply.is_yes])
        if contradictions:
            draft.findings += contradictions
        else:
            _settle_lines(draft, product, field, replies)
            settled_replies += replies
    draft.findings_before = _as_answered(registry.findings, settled_replies)
    return draft.settled()


def _read_all_replies(
    draft: _RegistryDraft,
    answers: AnswersById,
    questions: QuestionsById,
) -> Iterator[Reply]:
    """What was answered of the lines that may be about a value."""
    for id_, answer in answers.items():
        yield from _read_replies(draft, questions[id_], answer)


def _read_replies(
    draft: _RegistryDraft,
    questions: Sequence[Question],
    answer: Answer,
) -> Iterator[Reply]:
    """A yes or no to every question that an answer is for; a finding where it is neither."""
    yes_or_no = read_yes_no(answer.words)
    if yes_or_no is None and is_not_sure(answer.words):
        draft.record_not_sure(answer)
        return
    for question in questions:
        if yes_or_no is None:
            draft.findings.append(_not_understood(question, answer))
        else:
            yield Reply(question, answer, yes_or_no == "yes")


def _contradictions(confirmed: Sequence[Reply]) -> list[Finding]:
    """A finding at every yes whose line says something else than the first one's."""
    return [
        _contradiction(confirmed[0], reply)
        for reply in confirmed[1:]
        if reply.value != confirmed[0].value
    ]


def _contradiction(first: Reply, reply: Reply) -> Finding:
    field = reply.question.field
    return make_finding(
        "answer.contradicts",
        reply.answer.place,
        value=reply.answer.words,
        said=in_words(field, reply.value),
        other_value=in_words(field, first.value),
        other_place=first.answer.place.in_words,
        field=field,
    )


def _settle_lines(
    draft: _RegistryDraft,
    product: int,
    field: str,
    replies: Sequence[Reply],
) -> None:
    """Take what was answered of all lines that may be about one value of a product."""
    lines = draft.perhaps
    is_of_value = (lines["product"] == product) & (lines["field"] == field)
    confirmed = [reply for reply in replies if reply.is_yes]
    if confirmed:
        is_settled = is_of_value
        line = _line_of(lines[is_of_value], confirmed[0].question.doubt)
        draft.take_line(product, field, line)
    else:
        is_settled = is_of_value & _is_denied(lines, replies)
        if is_settled.sum() == is_of_value.sum():
            state = lines.loc[is_of_value, "state"].iloc[0]
            write_value(draft.products, product, field, state, None)
    draft.perhaps = lines[~is_settled].reset_index(drop=True)
    for reply in replies:
        draft.record(reply.question, reply.answer)


def _line_of(lines: pd.DataFrame, doubt: Doubt | None) -> Any:
    """The first of the lines that is the doubt's."""
    return next(line for line in lines.itertuples() if _is_line_of(line, doubt))


def _is_denied(lines: pd.DataFrame, replies: Sequence[Reply]) -> pd.Series[bool]:
    """The lines of which somebody said that they are about another."""
    doubts = [reply.question.doubt for reply in replies if not reply.is_yes]
    is_denied = [_is_line_of_any(line, doubts) for line in lines.itertuples()]
    return pd.Series(
        is_denied,
        index=lines.index,
        dtype=bool,
    )


def _is_line_of_any(line: Any, doubts: Sequence[Doubt | None]) -> bool:
    return any(_is_line_of(line, doubt) for doubt in doubts)


def _is_line_of(line: Any, doubt: Doubt | None) -> bool:
    """The line is the doubt's, or one that says the same under the same name."""
    if doubt is None:
        return False
    return str(line.name) == doubt.name and bool(line.value == doubt.value)


def _as_answered(
    findings: Sequence[Finding], replies: Sequence[Reply]
) -> list[Finding]:
    """The findings of lines that are perhaps about a product as they were answered; any other as it is."""
    answers_at = {
        (reply.question.place, reply.question.group_place.in_words): reply.is_yes
        for reply in replies
    }
    return [_answered_finding(finding, answers_at) for finding in findings]


def _answered_finding(
    finding: Finding, answers_at: Mapping[tuple[Place, str], bool]
) -> Finding:
    """A finding as it was answered. answers_at: by the cell of a line and that of the group it may be about."""
    if finding.code not in ("list.perhaps-same", "list.id-and-name-differ"):
        return finding
    is_yes = answers_at.get((finding.place, finding.fields["other_place"]))
    if is_yes is None:
        return finding
    effect = effect_of_doubt("yes" if is_yes else "no")
    fields = {**finding.fields, "effect": effect}
    return replace(
        finding,
        severity="info",
        fields=fields,
    )


def _settle_open_lines(
    registry: Registry,
    answers: AnswersById,
    letter: Letter,
) -> Registry:
    """Place the lines of projects lists that mean nothing: in a group, or in no group of the registry."""
    draft = _RegistryDraft(registry, letter)
    line_answers = _take_line_answers(draft, answers)
    if not (line_answers or draft.findings):
        return registry
    draft.findings_before = [
        finding_as_answered(finding, registry, line_answers)
        for finding in registry.findings
    ]
    open_lines = tuple(
        line for line in registry.open_lines if line.id not in line_answers
    )
    return replace(draft.settled(), open_lines=open_lines)


def _take_line_answers(
    draft: _RegistryDraft, answers: AnswersById
) -> dict[str, LineAnswer]:
    """By the id of a line, what was answered of it and taken."""
    line_answers: dict[str, LineAnswer] = {}
    for line in draft.registry.open_lines:
        answer = answers.get(line.id)
        line_answer = _take_line_answer(draft, line, answer) if answer else None
        if line_answer is not None:
            line_answers[line.id] = line_answer
    return line_answers


def _take_line_answer(
    draft: _RegistryDraft,
    line: OpenLine,
    answer: Answer,
) -> LineAnswer | None:
    """Take what was answered of a line; None where it settles nothing."""
    line_answer = read_line_answer(draft.registry, line, answer.words)
    if line_answer.kind == "not-sure":
        draft.record_not_sure(answer)
        return None
    if line_answer.kind == "not-understood":
        draft.findings.append(_line_not_understood(answer))
        return None
    _take_line(draft, line, answer, line_answer.products)
    return line_answer


def _line_not_understood(answer: Answer) -> Finding:
    """An answer that names neither a group nor none."""
    return make_finding(
        "answer.not-understood",
        answer.place,
        value=answer.words,
        field="other_project",
        how=how_to_answer(),
    )


def _take_line(
    draft: _RegistryDraft,
    line: OpenLine,
    answer: Answer,
    products: Sequence[int],
) -> None:
    """What a line says becomes the value of the products that it is about, from the line's cell."""
    project_words = line.words if line.value == "in_project" else None
    for product in products:
        draft.take_line(product, "other_project", line)
        draft.products.loc[product, "project_words"] = project_words
        for question in _questions_of_line(draft, line, product):
            draft.record(question, answer)


def _questions_of_line(
    draft: _RegistryDraft,
    line: OpenLine,
    product: int,
) -> Iterator[Question]:
    """What a line that was placed answers of a product: every condition on other projects."""
    field = "other_project"
    place = draft.registry.place_of_line(line)
    doubt = Doubt(line.name, place, 0.0, line.value)
    for condition in draft.letter.conditions:
        if condition.field == field:
            yield Question(
                line.id,
                product,
                condition.id,
                field,
                place,
                line.name,
                doubt,
            )


def _settle_cells(
    registry: Registry,
    answers: AnswersById,
    questions: QuestionsById,
    letter: Letter,
    today: dt.date | None,
    spellings: Spellings,
) -> Registry:
    """Take the answers about cells, for every product that shares the question."""
    draft = _RegistryDraft(registry, letter)
    years = bounds_of("registered_year_be", letter, today)
    for id_, answer in answers.items():
        for question in questions.get(id_, []):
            _settle_cell(draft, question, answer, years, spellings)
    return draft.settled()


def _settle_cell(
    draft: _RegistryDraft,
    question: Question,
    answer: Answer,
    years: DateBounds,
    spellings: Spellings,
) -> None:
    """Take one answer about a cell; a finding where it cannot be taken. years: what a year of registration can be."""
    reading = read_answer(question.field, answer.words, spellings)
    if reading.kind == "value" and question.field == "registered_year_be":
        reading = _possible_year(reading, years)
    if reading.kind == "value" and question.field == "other_project":
        reading = _of_fiscal_year(reading, draft.letter)
    if reading.agrees and not _holds_for(question, reading, draft.letter):
        reading = NOT_UNDERSTOOD
    match reading.kind:
        case "not-sure":
            draft.record_not_sure(answer)
        case "not-understood":
            draft.findings.append(_not_understood(question, answer))
        case "value":
            _take_value(draft, question, answer, reading.reading)
        case _:
            _take_verdict(draft, question, answer, reading.kind)


def _holds_for(
    question: Question,
    reading: AnswerReading,
    letter: Letter,
) -> bool:
    """A value holds the condition to which a yes stands in front of it; "ใช่ 5 ดาว" says yes and no."""
    for condition in letter.conditions:
        if condition.id == question.condition:
            return condition.takes(reading.reading.value)
    return False


def _possible_year(reading: AnswerReading, years: DateBounds) -> AnswerReading:
    """A year that cannot be is no answer."""
    year_be = int(str(reading.reading.value))
    return reading if years.hold_year(year_be) else NOT_UNDERSTOOD


def _of_fiscal_year(reading: AnswerReading, letter: Letter) -> AnswerReading:
    """That there was no project in another fiscal year says nothing of the letter's."""
    project = reading.reading
    is_plain_denial = project.value == "clear" and project.problem is None
    is_of_other_year = project.year_be not in (None, letter.fiscal_year_be)
    return NOT_UNDERSTOOD if is_plain_denial and is_of_other_year else reading


def _take_verdict(
    draft: _RegistryDraft,
    question: Question,
    answer: Answer,
    verdict: Literal["yes", "no"],
) -> None:
    """A yes or no settles the condition; of potential it is the district's word itself."""
    if question.field == "potential":
        draft.write(question.product, "potential", verdict)
        draft.record(question, answer)
        return
    draft.verdicts[question.product, question.condition] = verdict == "yes"
    draft.record(question, answer, verdict=verdict)


def _take_value(
    draft: _RegistryDraft,
    question: Question,
    answer: Answer,
    reading: Reading,
) -> None:
    """A value becomes the product's; a star of another round answers nothing, another year's project is none."""
    letter, value = draft.letter, reading.value
    if question.field == "star":
        if reading.year_be not in (None, letter.star_year_be):
            draft.findings.append(_of_other_round(answer, reading, letter))
            return
        value = "none" if value is None else value
    elif question.field == "other_project":
        is_of_year = reading.year_be in (None, letter.fiscal_year_be)
        value = value if is_of_year else "clear"
    draft.write(question.product, question.field, value)
    draft.record(question, answer)


def _of_other_round(
    answer: Answer,
    reading: Reading,
    letter: Letter,
) -> Finding:
    return make_finding(
        "answer.other-round",
        answer.place,
        value=answer.words,
        year=reading.year_be,
        wanted=letter.star_year_be,
    )
