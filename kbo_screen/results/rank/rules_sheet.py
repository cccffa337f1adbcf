"""The sheet that tells the letter as it was applied, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.sheets.sheet import Sheet
from kbo_screen.results.sheets.sheet_parts import labelled_columns, title_block
from kbo_screen.results.wording.letter_sections import labelled, need_words
from kbo_screen.results.wording.reading_sentences import (
    bounds_line,
    bounds_of_districts,
    decided_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.results.sheets.district_view import View
    from kbo_screen.results.sheets.sheet import Rows

    #: What stands of a rule before its counts: kind, clause, words, and a remark.
    Rule = list[str | None]

_WIDTHS: Final = {
    "kind": 27,
    "clause": 12,
    "words": 76,
    "chosen": 60,
    "true": 10,
    "false": 10,
    "unknown": 10,
}
_CENTRED: Final = frozenset({"clause", "true", "false", "unknown"})
_NO_COUNTS: Final = (None, None, None)
#: A clause where the rule is not the letter's.
_NO_CLAUSE: Final = "-"


class TruthCounts(NamedTuple):
    """For how many products a condition is true, false, unknown."""

    true: int
    false: int
    unknown: int


def rules_sheet(view: View) -> Sheet:
    """Clauses, conditions with their counts, tiers, order, readings, what is left out."""
    lang = view.lang
    return Sheet(
        name=text("workbook.sheet.rules", lang),
        title_block=title_block(view.run, text("workbook.title.rules", lang)),
        columns=labelled_columns("workbook.column", _WIDTHS, lang, centred=_CENTRED),
        rows=_rows(view),
    )


def _rows(view: View) -> Rows:
    kind = text("letter.title.clauses", view.lang)
    for clause in view.run.letter.clauses:
        yield [kind, clause.id, clause.th, None, *_NO_COUNTS]
    yield from _condition_rows(view)
    for row in _uncounted_rows(view):
        yield [*row, *_NO_COUNTS]


def _condition_rows(view: View) -> Rows:
    """Every condition, with how many products shown it is true, false, unknown for."""
    kind = text("letter.title.conditions", view.lang)
    for condition in view.run.letter.conditions:
        wording = condition.wording.to(view.lang)
        counts = _truth_counts(view, condition.id)
        remark = _remark(view, counts)
        shown_counts = _NO_COUNTS if counts is None else counts
        yield [kind, condition.clause, wording, remark, *shown_counts]


def _truth_counts(view: View, condition_id: str) -> TruthCounts | None:
    """Of the products shown; None where the condition was not checked."""
    screening = view.run.screening
    if condition_id not in screening.is_true:
        return None
    is_true = screening.is_true[condition_id].loc[view.products.index]
    is_unknown = screening.is_unknown[condition_id].loc[view.products.index]
    true_count, unknown_count = int(is_true.sum()), int(is_unknown.sum())
    false_count = len(view.products) - true_count - unknown_count
    return TruthCounts(true_count, false_count, unknown_count)


def _remark(view: View, counts: TruthCounts | None) -> str | None:
    """What to say of a condition that was not checked, or is true of no product."""
    if counts is None:
        return text("explain.answer.not-checked", view.lang)
    return None if counts.true else text("workbook.zero_hits", view.lang)


def _uncounted_rows(view: View) -> Iterator[Rule]:
    """The rules behind the conditions, for which no product is counted."""
    run = view.run
    yield from _tier_rows(run)
    yield from _order_rows(run)
    yield from _reading_rows(run)
    yield from _bounds_rows(view)
    yield from _left_out_rows(run)


def _tier_rows(run: Run) -> Iterator[Rule]:
    letter, lang = run.letter, run.lang
    kind = text("letter.title.tiers", lang)
    for tier in letter.tiers:
        wordings = [need_words(letter, need, lang) for need in tier.needs]
        yield [kind, tier.clause, tier.name.to(lang), " + ".join(wordings)]


def _order_rows(run: Run) -> Iterator[Rule]:
    """The letter's preference, then how we order what it leaves open."""
    letter, lang = run.letter, run.lang
    kind = text("letter.title.order", lang)
    if letter.preference:
        wording = letter.preference.wording.to(lang)
        yield [kind, letter.preference.clause, wording, None]
    for tie_break in letter.tie_breaks:
        wording = tie_break.wording.to(lang)
        yield [kind, _NO_CLAUSE, wording, text("letter.ours", lang)]


def _reading_rows(run: Run) -> Iterator[Rule]:
    """How the letter was read where it can be read in two ways."""
    lang = run.lang
    kind = text("letter.title.readings", lang)
    for reading in run.letter.readings:
        chosen = labelled("letter.chosen", reading.chosen, lang)
        other_sides = [
            labelled("letter.other", side, lang) for side in reading.other_sides
        ]
        question = reading.question.to(lang)
        sides = "\n".join((chosen, *other_sides, *decided_lines(run, reading)))
        yield [kind, reading.clause, question, sides]


def _bounds_rows(view: View) -> Iterator[Rule]:
    """What several readings decide at once: of all districts of the run, and of each that is shown."""
    kind = text("letter.title.together", view.lang)
    if together := bounds_line(view.run):
        yield [kind, _NO_CLAUSE, together, None]
    for district, words in bounds_of_districts(view.run, view.districts):
        yield [kind, _NO_CLAUSE, district, words]


def _left_out_rows(run: Run) -> Iterator[Rule]:
    """Errors in print, and what is not encoded."""
    letter, lang = run.letter, run.lang
    kind = text("letter.title.printed_errors", lang)
    for error in letter.printed_errors:
        words = f"{error.printed}\n{error.fault.to(lang)}"
        used = labelled("letter.used", error.used, lang)
        yield [kind, _NO_CLAUSE, words, used]
    kind = text("letter.title.not_encoded", lang)
    for rule in letter.not_encoded:
        clause = rule.clause or _NO_CLAUSE
        yield [kind, clause, rule.what.to(lang), rule.why.to(lang)]
