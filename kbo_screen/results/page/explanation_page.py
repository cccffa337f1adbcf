"""What stands on the page of an explanation, as plain values; it names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.explanation.clause_rows import (
    PREFERENCE,
    evidence_rows,
    summary_lines,
    written_words,
)
from kbo_screen.results.explanation.explanation_lines import product_heading
from kbo_screen.results.page.content import Day, day_of, receipt_lines
from kbo_screen.results.wording.given_answers import change_words, date_words
from kbo_screen.results.wording.head_lines import letter_line
from kbo_screen.results.wording.sentences import not_evaluated_lines
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from kbo_screen.results.explanation.clause_rows import (
        EvidenceRow,
        ExplainedGroup,
        GivenAnswer,
    )
    from kbo_screen.results.explanation.explanation import Answer

#: By answer, a class of the page's style.
_LOOK: Final[dict[Answer, str]] = {
    "true": "met",
    "false": "short",
    "unknown": "confirm",
    "not-checked": "confirm",
}
#: Columns of the table of clauses.
COLUMNS: Final = ("clause", "wording", "result", "place", "written", "value", "answer")


class PageEvidence(NamedTuple):
    """A clause and one thing that its result rests on, in words."""

    clause: str
    wording: str
    look: str
    result: str
    place: str
    written: str
    value: str
    answer: str


@dataclass(slots=True)
class ExplanationPage:
    """The page: the group, what is to be said of it, and by heading the clauses of the group and of each product."""

    lang: str
    title: str
    day: Day
    head: list[str]
    stamps: list[str]
    heading: str
    statements: list[str]
    columns: list[str]
    sections: dict[str, list[PageEvidence]]
    receipt: list[str]


def explanation_page(explained: ExplainedGroup) -> ExplanationPage:
    """The page of an explanation."""
    run, lang = explained.run, explained.run.lang
    heading, *statements = summary_lines(explained, with_names=False)
    return ExplanationPage(
        lang=lang,
        title=text("explain.title", lang),
        day=day_of(run),
        head=[letter_line(run)],
        stamps=not_evaluated_lines(run),
        heading=heading,
        statements=statements,
        columns=[text(f"explain.column.{name}", lang) for name in COLUMNS],
        sections=_sections(explained),
        receipt=receipt_lines(run),
    )


def _sections(explained: ExplainedGroup) -> dict[str, list[PageEvidence]]:
    """By heading, what is asked of the group as a whole, then of each product, the one it stands by first."""
    run = explained.run
    headings = {
        product.product: product_heading(product, run)
        for product in explained.explanation.products
    }
    whole_group = text("explain.whole_group", run.lang)
    return lists_by_key(
        (
            whole_group if row.rule == PREFERENCE else headings[row.product],
            _evidence(row, run.lang),
        )
        for row in evidence_rows(explained)
    )


def _evidence(row: EvidenceRow, lang: str) -> PageEvidence:
    return PageEvidence(
        clause=row.clause,
        wording=row.wording,
        look=_LOOK[row.answer],
        result=text(f"explain.answer.{row.answer}", lang),
        place=row.place.in_words,
        written=written_words(row, lang) or "",
        value=row.value,
        answer=_answer_words(row.answered, lang) if row.answered else "",
    )


def _answer_words(answered: GivenAnswer, lang: str) -> str:
    """What was answered, what it changed, when, why, and where it stands; who stands there."""
    date = date_words(answered.date, lang)
    words = f"“{answered.words}” ({change_words(answered, lang)})"
    parts = (words, date, answered.reason, answered.place.in_words)
    return ", ".join(filter(None, parts))
