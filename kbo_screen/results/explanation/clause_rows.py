"""What decided about a group, a row per clause and what it rests on: the cell, its words, our reading, who answered.

For the auditor, who goes from the clause to the cell. The screen says the same in lines (`explanation_lines`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.findings.finding import NOWHERE
from kbo_screen.findings.masking import mask_people
from kbo_screen.results.explanation.explanation_lines import (
    comparison_lines,
    deciding_conditions,
    deciding_lines,
    doubts_of,
    group_lines,
    preference_answer,
    preference_product,
    product_names,
    value_as_read,
)
from kbo_screen.results.wording.given_answers import answers_by_product
from kbo_screen.results.wording.sentences import disputed_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.results.explanation.explanation import (
        Answer,
        Comparison,
        Explanation,
    )

#: What stands in the place of a condition's id where the letter's preference is told.
PREFERENCE: Final = "preference"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedGroup:
    """An explanation with what it is told from.

    run: with people hidden. cell_words: by place, the words of the cells that decide. comparison: with another group,
    where one was asked for.
    """

    run: Run
    explanation: Explanation
    cell_words: Mapping[Place, str]
    comparison: Comparison | None = None


class GivenAnswer(NamedTuple):
    """What a person answered, by whom, when and why as written, and where it stands; the value before and after."""

    words: str
    by: str | None
    date: str | None
    reason: str | None
    place: Place
    field: str
    before: int | str | None
    after: int | str | None


class EvidenceRow(NamedTuple):
    """A clause for a product, and one thing that its answer rests on.

    rule: the id of the condition, "preference" for the letter's preference. written: the words of the cell, None for a
    blank one or none. value: our reading.
    """

    product: int
    rule: str
    clause: str
    wording: str
    answer: Answer
    place: Place
    written: str | None
    value: str
    answered: GivenAnswer | None = None


def summary_lines(explained: ExplainedGroup, *, with_names: bool) -> list[str]:
    """The group, where it stands and what decided it; how it stands to another group, where that was asked.

    with_names: who answered, too.
    """
    run, group = explained.run, explained.explanation.group
    of_group = group_lines(group, run, with_names=with_names)
    lines = [*of_group, *deciding_lines(group, run)]
    if explained.comparison:
        lines += comparison_lines(explained.comparison, run)
    return [line.words for line in lines if line.words]


def evidence_rows(explained: ExplainedGroup) -> list[EvidenceRow]:
    """The preference of the group, then product by product the conditions of its tier."""
    run = explained.run
    rows = list(_preference_rows(explained))
    for product in explained.explanation.products:
        for condition in deciding_conditions(product, run):
            row = EvidenceRow(
                product=product.product,
                rule=condition.id,
                clause=condition.clause,
                wording=condition.wording.to(run.lang),
                answer=product.answers[condition.id],
                place=NOWHERE,
                written=None,
                value="",
            )
            rows += _rows_of_condition(row, condition.field, explained)
    return rows


def _preference_rows(explained: ExplainedGroup) -> Iterator[EvidenceRow]:
    run = explained.run
    preference = run.letter.preference
    if preference is None or preference.field in run.registry.absent_fields:
        return
    group = run.screening.groups.loc[explained.explanation.group]
    row = EvidenceRow(
        product=preference_product(group),
        rule=PREFERENCE,
        clause=preference.clause,
        wording=preference.wording.to(run.lang),
        answer=preference_answer(group),
        place=NOWHERE,
        written=None,
        value="",
    )
    yield _row_of_cell(row, preference.field, explained)


def _rows_of_condition(
    row: EvidenceRow,
    field: str,
    explained: ExplainedGroup,
) -> list[EvidenceRow]:
    """A row per answer, doubtful line or cell that disagrees; else one of the cell."""
    run = explained.run
    return (
        list(_rows_of_answers(row, field, explained))
        or [
            row._replace(place=doubt.place, written=doubt.name)
            for doubt in doubts_of(run, row.product, field)
        ]
        or [
            row._replace(
                place=cell.place,
                written=_written(explained, cell.place),
                value=disputed_value(run, field, cell),
            )
            for cell in run.registry.cells_in_dispute(row.product, field)
        ]
        or [_row_of_cell(row, field, explained)]
    )


def _rows_of_answers(
    row: EvidenceRow,
    field: str,
    explained: ExplainedGroup,
) -> Iterator[EvidenceRow]:
    """A row per answer: what the cell holds, and what a person said in its place."""
    for answer in answers_by_product(explained.run).get(row.product, []):
        if answer.condition == row.rule:
            answered = GivenAnswer(
                answer.words,
                answer.by or None,
                answer.date or None,
                answer.reason or None,
                answer.place,
                answer.field,
                answer.before,
                answer.after,
            )
            yield _row_of_cell(row, field, explained)._replace(answered=answered)


def _row_of_cell(
    row: EvidenceRow,
    field: str,
    explained: ExplainedGroup,
) -> EvidenceRow:
    """The cell of a value, its words and our reading; of a value without a cell none of them."""
    run = explained.run
    place = run.registry.place(row.product, field)
    if not place.cell:
        return row
    return row._replace(
        place=place,
        written=_written(explained, place),
        value=value_as_read(run, row.product, field),
    )


def _written(explained: ExplainedGroup, place: Place) -> str | None:
    words = explained.cell_words.get(place)
    return mask_people(words) if words else None


def written_words(row: EvidenceRow, lang: str) -> str | None:
    """What stands in the cell of a row, in words where it is blank; None where there is no cell."""
    if row.written is None and row.place.cell:
        return text("inspect.blank", lang)
    return row.written


def product_words(row: EvidenceRow, explained: ExplainedGroup) -> str:
    """The product of a row by name and id; what is asked of the whole group says so first."""
    words = _product_in_words(row, explained)
    if row.rule == PREFERENCE:
        whole_group = text("explain.whole_group", explained.run.lang)
        return f"{whole_group}: {words}"
    return words


def _product_in_words(row: EvidenceRow, explained: ExplainedGroup) -> str:
    product_id, name = product_names(explained.run, row.product)
    return " ".join(part for part in (name, product_id) if part)
