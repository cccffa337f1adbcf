"""An explanation as a workbook for the auditor: why the group stands there, then a row per clause with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.explanation.clause_rows import (
    evidence_rows,
    product_words,
    summary_lines,
    written_words,
)
from kbo_screen.results.sheets.district_view import view_of
from kbo_screen.results.sheets.receipt_sheet import receipt_sheet
from kbo_screen.results.sheets.sheet import Sheet
from kbo_screen.results.sheets.sheet_parts import labelled_columns, title_block
from kbo_screen.results.wording.given_answers import change_words, date_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.results.explanation.clause_rows import (
        EvidenceRow,
        ExplainedGroup,
        GivenAnswer,
    )

_WIDTHS: Final = {
    "product": 26,
    "clause": 9,
    "wording": 40,
    "result": 11,
    "place": 24,
    "written": 24,
    "value": 22,
    "answer": 14,
    "change": 16,
    "by": 22,
}


def explanation_sheets(explained: ExplainedGroup) -> Iterator[Sheet]:
    """The sheets of an explanation: the clauses, and what made it."""
    run, lang = explained.run, explained.run.lang
    yield Sheet(
        name=text("explain.sheet", lang),
        title_block=title_block(
            run, text("explain.title", lang), *summary_lines(explained, with_names=True)
        ),
        columns=labelled_columns(
            "explain.column",
            _WIDTHS,
            lang,
            centred=("clause", "result"),
        ),
        rows=[_row(row, explained) for row in evidence_rows(explained)],
    )
    yield receipt_sheet(view_of(run), for_replay=True)


def _row(row: EvidenceRow, explained: ExplainedGroup) -> list[Any]:
    lang = explained.run.lang
    answered = row.answered
    return [
        product_words(row, explained),
        row.clause,
        row.wording,
        text(f"explain.answer.{row.answer}", lang),
        row.place.in_words,
        written_words(row, lang),
        row.value,
        answered.words if answered else None,
        change_words(answered, lang) if answered else None,
        _by_whom(answered, lang) if answered else None,
    ]


def _by_whom(answered: GivenAnswer, lang: str) -> str:
    """By whom, when, why, and where the answer stands, a line each."""
    date = date_words(answered.date, lang)
    parts = (answered.by, date, answered.reason, answered.place.in_words)
    return "\n".join(filter(None, parts))
