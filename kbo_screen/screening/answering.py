"""What people answered, applied to a registry: values, verdicts, and whether a line of a list is about a product.

Knows which answer counts and what it settles. Refuses to know how it was read, and to settle what is contradicted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.screening.apply_lists import effect_of_doubt, in_words, write_value
from kbo_screen.screening.questions import PREFERENCE, Answer, Doubt, Question, all_questions, is_question_id
from kbo_screen.screening.registry import ANSWER_COLUMNS, Registry
from kbo_screen.vocabulary.dates import read_date
from kbo_screen.vocabulary.reading import Reading, is_blank
from kbo_screen.vocabulary.values import read_field, read_yes_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.letters.model import Letter

#: Questions, by field or kind, for which the catalogue says how they are answered.
ANSWERED_AS: Final = (
    "same", "star", "quadrant", "registered_year_be", "other_project", "potential", "standard", "producer_type",
)  # fmt: skip


def apply_answers(registry: Registry, answers: Sequence[Answer], letter: Letter) -> Registry:
    """The registry as the answers settle it; of several to one question the latest counts, and that is said.

    A value ("3", "D", "2560", a project's name) becomes the product's; yes or no settles the condition itself.
    Whether a list's line is about a product is settled first: what is then still unknown is asked of its cell.
    Findings: an answer to nothing, a question that is gone, an answer that is not understood, that contradicts
    another, that a later one replaces, that nobody signed.
    """
    last, findings = _latest(answers)
    asked = all_questions(registry, letter)
    about_doubts = {id_: answer for id_, answer in last.items() if any(q.doubt for q in asked.get(id_, ()))}
    findings += _not_understood(answers, asked)
    if about_doubts:
        registry, told = _settle_doubts(registry, asked, about_doubts, letter)
        findings += told
        asked = all_questions(registry, letter)
    products, verdicts, rows = registry.products.copy(), dict(registry.verdicts), []
    for id_, answer in last.items():
        if id_ in about_doubts:
            continue
        questions = [question for question in asked.get(id_, ()) if not question.doubt]
        if not questions:
            findings.append(make_finding("answer.question-gone", answer.place, value=answer.words))
        for question in questions:
            if problem := _settle(products, verdicts, question, answer, letter):
                findings.append(problem)
            else:
                rows.append(_answer_row(question, answer))
    settled = _with_rows(registry.answers, rows)
    counting = set(settled["place"])
    findings += _unsigned(answer for answer in last.values() if answer.place in counting)
    return replace(
        registry,
        products=products,
        verdicts=verdicts,
        answers=settled,
        findings=registry.findings + _each_once(findings),
    )


def _latest(answers: Sequence[Answer]) -> tuple[dict[str, Answer], list[Finding]]:
    """By question the answer that counts: the later by date where both have one, else the one given later."""
    last: dict[str, Answer] = {}
    findings: list[Finding] = []
    for answer in answers:
        if is_blank(answer.words):
            continue
        if not is_question_id(answer.question):
            findings.append(make_finding("answer.no-question", answer.place, value=answer.words))
            continue
        earlier = last.get(answer.question)
        if earlier is None:
            last[answer.question] = answer
            continue
        dates = [read_date(one.date).date for one in (earlier, answer)]
        by_date = None not in dates and dates[0] != dates[1]
        loser, last[answer.question] = (
            (answer, earlier) if by_date and str(dates[1]) < str(dates[0]) else (earlier, answer)
        )
        if earlier.words != answer.words:
            findings.append(_superseded(loser, last[answer.question], "date" if by_date else "order"))
    return last, findings


def _superseded(loser: Answer, winner: Answer, why: str) -> Finding:
    other = winner.place.whole
    reason = _in_both(f"words.superseded.{why}")
    return make_finding("answer.superseded", loser.place, value=loser.words, other_place=other, reason=reason)


def _in_both(text_id: str) -> dict[str, str]:
    return {lang: text(text_id, lang) for lang in LANGUAGES}


def _not_understood(answers: Sequence[Answer], asked: dict[str, list[Question]]) -> Iterator[Finding]:
    """A dash in a row that somebody signed is no answer."""
    for answer in answers:
        if is_blank(answer.words):
            questions = asked.get(answer.question)
            yield (
                _unclear(questions[0], answer)
                if questions
                else make_finding(
                    "answer.no-question" if not is_question_id(answer.question) else "answer.question-gone",
                    answer.place,
                    value=answer.words,
                )
            )


def _unclear(question: Question, answer: Answer) -> Finding:
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
            yield make_finding("answer.unsigned", answer.place, value=answer.words, what=what)


def _answer_row(question: Question, answer: Answer) -> list[Any]:
    """One row of ANSWER_COLUMNS."""
    about = [question.product, question.field, question.condition]
    return [*about, answer.words, answer.by, answer.date, answer.place, question.doubt]


def _with_rows(answers: pd.DataFrame, rows: list[list[Any]]) -> pd.DataFrame:
    """More rows; an answer without a name or a date has None there, as it came."""
    more = pd.DataFrame(rows, columns=ANSWER_COLUMNS, dtype=object)
    return pd.concat([answers.astype(object), more], ignore_index=True) if rows else answers


def _settle(
    products: pd.DataFrame,
    verdicts: dict[tuple[int, str], bool],
    question: Question,
    answer: Answer,
    letter: Letter,
) -> Finding | None:
    """Take one answer about a cell; a finding where it cannot be taken."""
    yes_or_no = read_yes_no(answer.words)
    if yes_or_no and question.field != "potential" and question.condition != PREFERENCE:
        verdicts[question.product, question.condition] = yes_or_no == "yes"
        return None
    reading = read_field(question.field, answer.words)
    if question.field == "potential" and not reading.known and yes_or_no:
        reading = Reading(yes_or_no)
    if not reading.known:
        return _unclear(question, answer)
    if reading.year_be not in (None, letter.star_year_be):
        return make_finding(
            "answer.other-round", answer.place, value=answer.words, year=reading.year_be, wanted=letter.star_year_be
        )
    value = "none" if question.field == "star" and reading.value is None else reading.value
    _write(products, question.product, question.field, value, letter)
    return None


def _write(products: pd.DataFrame, product: int, field: str, value: Any, letter: Letter) -> None:
    """As `write_value`; stars without a round are of the letter's, which is what was asked."""
    row: Any = products.loc[product]
    has_round = field == "star" and pd.notna(row["star_year_be"])
    write_value(products, product, field, value, None if has_round else letter.star_year_be)


def _settle_doubts(
    registry: Registry, asked: dict[str, list[Question]], answers: dict[str, Answer], letter: Letter
) -> tuple[Registry, list[Finding]]:
    """Whether lines of lists are about products: a yes takes what its line says; all denied, all is as it was before.

    A line that is denied is asked no more. Lines that are confirmed and say different things settle nothing.
    """
    said: dict[tuple[int, str], list[tuple[Question, Answer, str]]] = defaultdict(list)
    findings: list[Finding] = []
    for id_, answer in answers.items():
        for question in asked[id_]:
            if word := read_yes_no(answer.words):
                said[question.product, question.field].append((question, answer, word))
            else:
                findings.append(_unclear(question, answer))
    products, perhaps, rows = registry.products.copy(), registry.perhaps, []
    addresses, origins = registry.addresses.copy(), registry.origins.copy()
    words_of: dict[tuple[Place, str], str] = {}
    for (product, field), replies in said.items():
        confirmed = [(question, answer) for question, answer, word in replies if word == "yes"]
        if contradictions := _contradictions(confirmed):
            findings += contradictions
            continue
        of_product = (perhaps["product"] == product) & (perhaps["field"] == field)
        own = perhaps[of_product]
        gone = of_product if confirmed else of_product & _is_denied(perhaps, replies)
        if confirmed:
            line: Any = next(row for row in own.itertuples() if _is_meant(row, confirmed[0][0].doubt))
            _write(products, product, field, line.value, letter)
            addresses.loc[product, field], origins.loc[product, field] = line.value_address, line.table
        elif gone.sum() == of_product.sum():
            write_value(products, product, field, own["state"].iloc[0], None)
        perhaps = perhaps[~gone].reset_index(drop=True)
        rows += [_answer_row(question, answer) for question, answer, _ in replies]
        words_of |= {
            (question.place, registry.place(product, "group_name").whole): word for question, _, word in replies
        }
    settled = replace(
        registry,
        products=products,
        addresses=addresses,
        origins=origins,
        perhaps=perhaps,
        answers=_with_rows(registry.answers, rows),
        findings=tuple(_with_answer(finding, words_of) for finding in registry.findings),
    )
    return settled, findings


def _contradictions(confirmed: list[tuple[Question, Answer]]) -> list[Finding]:
    """A finding at every yes whose line says something else than the first one's."""
    if not confirmed:
        return []
    (first, answer), *others = confirmed
    values = [(question, own, question.doubt.value) for question, own in others if question.doubt]
    return [
        make_finding(
            "answer.contradicts",
            own.place,
            value=own.words,
            said=in_words(question.field, value),
            other_value=in_words(first.field, first.doubt.value if first.doubt else None),
            other_place=answer.place.whole,
            field=question.field,
        )
        for question, own, value in values
        if first.doubt and value != first.doubt.value
    ]


def _is_denied(perhaps: pd.DataFrame, replies: list[tuple[Question, Answer, str]]) -> pd.Series[bool]:
    """The lines of which somebody said that they are about another."""
    denied = [question.doubt for question, _, word in replies if word == "no"]
    lines = list(perhaps.itertuples())
    return pd.Series(
        [any(_is_meant(line, doubt) for doubt in denied) for line in lines], index=perhaps.index, dtype=bool
    )


def _is_meant(line: Any, doubt: Doubt | None) -> bool:
    """The line is the doubt's, or one that says the same under the same name."""
    return doubt is not None and str(line.name) == doubt.name and line.value == doubt.value


def _with_answer(finding: Finding, words_of: dict[tuple[Place, str], str]) -> Finding:
    """What was told of a line that is perhaps about a product, told as it was answered."""
    if finding.code not in ("list.perhaps-same", "list.id-and-name-differ"):
        return finding
    word = words_of.get((finding.place, finding.fields["other_place"]))
    if word is None:
        return finding
    return replace(finding, severity="info", fields={**finding.fields, "effect": effect_of_doubt(word)})


def _each_once(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings without repetition: one cell of a form answers for several products."""
    found: dict[str, Finding] = {}
    for finding in findings:
        found.setdefault(repr(finding), finding)
    return tuple(found.values())
