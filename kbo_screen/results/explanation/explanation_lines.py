"""An explanation in words, line by line: where a group stands, what decided it, every clause with value and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.findings.masking import mask_people
from kbo_screen.results.rows import plain
from kbo_screen.results.wording.area_names import district_title
from kbo_screen.results.wording.cell_places import is_elsewhere, place_words
from kbo_screen.results.wording.given_answers import (
    answer_parts,
    answers_by_product,
    change_words,
)
from kbo_screen.results.wording.letter_sections import need_words
from kbo_screen.results.wording.reading_sentences import gained_lines, note_words
from kbo_screen.results.wording.sentences import (
    disputed_value,
    group_reasons,
    question_line,
    star_in_words,
    value_in_words,
)
from kbo_screen.screening.screening import ROBUST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Letter, Preference
    from kbo_screen.registry.question import Doubt
    from kbo_screen.results.explanation.explanation import (
        Answer,
        Comparison,
        ExplainedProduct,
        Explanation,
    )

#: heading: of a group or product. opening: a sentence before statements. statement: what is so. note: what an officer
#: should see. place: where a product stands. source: what an answer rests on. gap: an empty line. The others are the
#: answers of a condition.
LineKind = Literal[
    "heading",
    "opening",
    "statement",
    "note",
    "place",
    "source",
    "gap",
    "true",
    "false",
    "unknown",
    "not-checked",
]


class ExplanationLine(NamedTuple):
    """One line, and what it is."""

    kind: LineKind
    words: str


_GAP = ExplanationLine("gap", "")


def explanation_lines(
    explanation: Explanation,
    run: Run,
    cell_words: Mapping[Place, str] | None = None,
) -> Iterator[ExplanationLine]:
    """Where the group stands and what decided it, then the conditions of the tier of each product.

    cell_words: by place, the words of the cells that decide, where somebody has read them.
    """
    cell_words = cell_words or {}
    yield from group_lines(explanation.group, run)
    yield from deciding_lines(explanation.group, run)
    yield from _preference_lines(explanation.group, run, cell_words)
    for product in explanation.products:
        yield _GAP
        yield from _product_lines(product, run, cell_words)


def group_lines(
    group: int,
    run: Run,
    *,
    with_names: bool = True,
) -> Iterator[ExplanationLine]:
    """Who the group is, where it stands and why, and the notes on it; with_names: who answered, too."""
    row = run.screening.groups.loc[group]
    yield ExplanationLine("heading", _group_heading(row, run.lang))
    yield ExplanationLine("statement", _standing(run, group))
    for words in gained_lines(run, group):
        yield ExplanationLine("note", f"! {words}")
    if row["outcome"] != "listed":
        return
    reasons = group_reasons(
        run,
        run.screening.groups.loc[[group]],
        with_names=with_names,
    )
    yield ExplanationLine("statement", str(reasons.iat[0]))
    for note in row["notes"]:
        sign = "-" if note == ROBUST else "!"  # nothing to look at
        yield ExplanationLine("note", f"{sign} {note_words(note, run)}")


def _group_heading(group: Any, lang: str) -> str:
    """group: a row of `Screening.groups`."""
    return text(
        "explain.head",
        lang,
        group=group["group_name"],
        id=group["group_id"] or "-",
        district=district_title(group["district"], group["province"], lang),
    )


def _standing(run: Run, group: int) -> str:
    """Where a group stands, in one sentence."""
    row = run.screening.groups.loc[group]
    lang = run.lang
    if row["outcome"] != "listed":
        return text(f"words.outcome.{row['outcome']}", lang)
    selected = "words.selected.yes" if row["selected"] else "words.selected.no"
    in_province = plain(row["province_rank"])
    return text(
        "explain.standing" if in_province is None else "explain.standing_of_province",
        lang,
        rank=row["rank"],
        province_rank=in_province,
        selected=text(selected, lang),
        tier=run.letter.tier(str(row["tier"])).name.to(lang),
        certainty=text(f"words.certainty.{row['certainty']}", lang),
    )


def deciding_lines(group: int, run: Run) -> Iterator[ExplanationLine]:
    """What kept a group out first, or the one answer that would settle where it stands."""
    row = run.screening.groups.loc[group]
    if row["outcome"] == "not_listed":
        blocking = run.screening.products["first_blocking"].loc[row["product"]]
        if plain(blocking):
            yield ExplanationLine("statement", _decided_first(run, str(blocking)))
    elif row["outcome"] == "not_needed":
        tier = run.letter.tier(str(row["tier"])).name.to(run.lang)
        words = text("explain.not_needed", run.lang, tier=tier)
        yield ExplanationLine("statement", words)
    elif len(row["to_confirm"]) == 1:
        yield from _only_question(int(str(row["product"])), run)


def _only_question(product: int, run: Run) -> Iterator[ExplanationLine]:
    """The question about a product, if it is the only one."""
    questions = [q for q in run.questions if q.product == product]
    if len(questions) == 1:
        question = question_line(run, questions[0])
        words = text("explain.one_answer", run.lang, question=question)
        yield ExplanationLine("note", words)


def _decided_first(run: Run, condition_id: str) -> str:
    condition = run.letter.condition(condition_id)
    return text(
        "explain.decided_first",
        run.lang,
        clause=condition.clause,
        wording=condition.wording.to(run.lang),
    )


def _preference_lines(
    group: int,
    run: Run,
    cell_words: Mapping[Place, str],
) -> Iterator[ExplanationLine]:
    """What the letter's preference reads of the group, with the cell that says so."""
    preference = run.letter.preference
    if preference is None or preference.field in run.registry.absent_fields:
        return
    row = run.screening.groups.loc[group]
    answer = preference_answer(row)
    yield _answer_line("explain.preference", preference, answer, run.lang)
    product = preference_product(row)
    source = _by_cell(run, product, preference.field, cell_words)
    yield ExplanationLine("source", source)


def preference_product(group: Any) -> int:
    """The product whose value decides whether the letter prefers a group; group: a row of `Screening.groups`."""
    product = int(str(group["preference_product"]))
    return product if product >= 0 else int(str(group["product"]))


def preference_answer(group: Any) -> Answer:
    """Whether the letter prefers a group."""
    if group["prefers"]:
        return "true"
    return "unknown" if plain(group["preference_value"]) is None else "false"


def _answer_line(
    line: str,
    rule: Condition | Preference,
    answer: Answer,
    lang: str,
) -> ExplanationLine:
    """A rule of the letter in its own words and clause, with what it answers of the group or product."""
    words = text(
        line,
        lang,
        answer=text(f"explain.answer.{answer}", lang),
        clause=rule.clause,
        wording=rule.wording.to(lang),
    )
    return ExplanationLine(answer, words)


def _product_lines(
    product: ExplainedProduct,
    run: Run,
    cell_words: Mapping[Place, str],
) -> Iterator[ExplanationLine]:
    """A product, the tier it stands in, and the conditions of that tier, each with what its answer rests on.

    A product without a tier is told by the conditions of all: each of the tiers refuses it.
    """
    yield ExplanationLine("heading", product_heading(product, run))
    place = run.registry.place(product.product, "product_name")
    yield ExplanationLine("place", place.in_words)
    if product.tier is not None:
        tier = run.letter.tier(product.tier)
        words = text(
            "explain.of_tier",
            run.lang,
            tier=tier.name.to(run.lang),
        )
        yield ExplanationLine("statement", words)
        for alternatives in tier.any_of:
            any_of = need_words(run.letter, alternatives, run.lang)
            yield ExplanationLine("statement", any_of)
    for condition in deciding_conditions(product, run):
        answer = product.answers[condition.id]
        yield _answer_line("explain.condition", condition, answer, run.lang)
        for source in _sources(run, product.product, condition, cell_words):
            yield ExplanationLine("source", source)


def deciding_conditions(product: ExplainedProduct, run: Run) -> list[Condition]:
    """The conditions of the tier that a product stands in; of one without a tier all."""
    conditions: list[Condition] = list(run.letter.conditions)
    if product.tier is None:
        return conditions
    tier = run.letter.tier(product.tier)
    return [c for c in conditions if c.id in tier.asks]


def product_heading(product: ExplainedProduct, run: Run) -> str:
    """A product by name and id, and whether its group stands by it."""
    product_id, name = product_names(run, product.product)
    return text(
        "explain.product_standing" if product.stands else "explain.product_other",
        run.lang,
        product=name or "-",
        id=product_id or "-",
    )


def product_names(run: Run, product: int) -> tuple[str | None, str | None]:
    """The id and the name of a product, None where there is none."""
    row = run.registry.products.loc[product]
    return plain(row["product_id"]) or None, plain(row["product_name"]) or None


def _sources(
    run: Run,
    product: int,
    condition: Condition,
    cell_words: Mapping[Place, str],
) -> list[str]:
    """What the answer of a condition rests on: a person's answer, a doubtful line, cells that disagree, or the cell."""
    return (
        _by_answers(run, product, condition.id)
        or _by_lists(run, product, condition.field)
        or _by_disputed_cells(run, product, condition.field)
        or [_by_cell(run, product, condition.field, cell_words)]
    )


def _by_answers(
    run: Run,
    product: int,
    condition_id: str,
) -> list[str]:
    """What was answered, in place of which cell: no cell is said to hold what a person said.

    An answer about a line of a list takes what that line says, in place of nothing.
    """
    return [
        _by_answer(run, product, answer)
        for answer in answers_by_product(run).get(product, [])
        if answer.condition == condition_id
    ]


def _by_answer(
    run: Run,
    product: int,
    answer: Any,
) -> str:
    """answer: as `answers_by_product` gives it."""
    place = run.registry.place(product, answer.field)
    instead = ""
    if place.cell and not answer.doubt:
        group_place = run.registry.place(product, "group_name")
        words = place_words(place, beside=group_place)
        instead = text("explain.instead", run.lang, place=words)
    parts = answer_parts(run, answer, with_names=True)
    return text(
        "explain.by_answer",
        run.lang,
        instead=instead,
        changed=change_words(answer, run.lang),
        **parts,
    )


def _by_lists(
    run: Run,
    product: int,
    field: str,
) -> list[str]:
    """The lines of lists that leave a value in doubt."""
    return [
        text(
            "explain.doubt",
            run.lang,
            name=doubt.name,
            place=doubt.place.in_words,
        )
        for doubt in doubts_of(run, product, field)
    ]


def doubts_of(
    run: Run,
    product: int,
    field: str,
) -> list[Doubt]:
    """The lines of lists that may be of a product, and leave its value in doubt."""
    return run.doubts.get((product, field), [])


def _by_disputed_cells(
    run: Run,
    product: int,
    field: str,
) -> list[str]:
    """Every cell that contradicts another of the value, where it is not settled."""
    group_place = run.registry.place(product, "group_name")
    lines = []
    for cell in run.registry.cells_in_dispute(product, field):
        is_of_list = cell.place.file != group_place.file
        line = text(
            "explain.value_of_list" if is_of_list else "explain.value",
            run.lang,
            value=disputed_value(run, field, cell),
            place=place_words(cell.place, beside=group_place),
        )
        lines.append(line)
    return lines


def _by_cell(
    run: Run,
    product: int,
    field: str,
    cell_words: Mapping[Place, str],
) -> str:
    """The value with its cell, whosever it is, beside the words of the cell, or why there is none."""
    group_place = run.registry.place(product, "group_name")
    place = run.registry.place(product, field)
    if not place.cell:
        return _no_cell(run, field)
    value = value_as_read(run, product, field)
    words = place_words(place, beside=group_place)
    if place in cell_words:
        return text(
            "explain.value_as_written",
            run.lang,
            place=words,
            words=mask_people(cell_words[place]),
            value=value,
        )
    is_of_list = is_elsewhere(place, group_place)
    line = "explain.value_of_list" if is_of_list else "explain.value"
    return text(
        line,
        run.lang,
        value=value,
        place=words,
    )


def _no_cell(run: Run, field: str) -> str:
    has_list = bool(run.registry.side_tables) and field in run.registry.origins
    return text("explain.not_on_list" if has_list else "explain.no_cell", run.lang)


def value_as_read(
    run: Run,
    product: int,
    field: str,
) -> str:
    """Our reading of a value, in words."""
    row = run.registry.products.loc[product]
    if field != "star":
        return value_in_words(field, row[field], run.lang)
    star = star_in_words(
        row["star"],
        is_rated=row["star_rated"],
        lang=run.lang,
    )
    year = plain(row["star_year_be"])
    return f"{star} ({year})" if plain(row["star"]) and year else star


def comparison_lines(comparison: Comparison, run: Run) -> Iterator[ExplanationLine]:
    """Which group stands above the other, by which key, and whether the key is the letter's or ours."""
    lang = run.lang
    groups = run.screening.groups
    upper, lower = groups.loc[comparison.upper], groups.loc[comparison.lower]
    yield _GAP
    if comparison.key is None:
        yield from _not_comparable_lines(comparison, run)
        return
    yield ExplanationLine("heading", _above(upper, lower, lang))
    line = "explain.key_letter" if comparison.is_of_letter else "explain.key_ours"
    key = _key_words(run.letter, comparison.key, lang)
    yield ExplanationLine("statement", text(line, lang, key=key))


def _not_comparable_lines(
    comparison: Comparison,
    run: Run,
) -> Iterator[ExplanationLine]:
    """Two groups that are not ranked together: where each stands."""
    not_comparable = text(
        "explain.not_comparable",
        run.lang,
        a=run.screening.name_of(comparison.upper),
        b=run.screening.name_of(comparison.lower),
    )
    yield ExplanationLine("opening", not_comparable)
    for group in (comparison.upper, comparison.lower):
        statement = f"{run.screening.name_of(group)}: {_standing(run, group)}"
        yield ExplanationLine("statement", statement)


def _above(
    upper: Any,
    lower: Any,
    lang: str,
) -> str:
    """That one group stands above the other, each with its rank."""
    return text(
        "explain.above",
        lang,
        a=upper["group_name"],
        b=lower["group_name"],
        ra=upper["rank"],
        rb=lower["rank"],
    )


def _key_words(
    letter: Letter,
    key: str,
    lang: str,
) -> str:
    """The key on which two groups differ: a clause of the letter, or a tie-break of ours."""
    if key == "tier":
        clauses = dict.fromkeys(tier.clause for tier in letter.tiers)
        return text("explain.tier_key", lang, clause=", ".join(clauses))
    if key == "preference" and letter.preference:
        return text(
            "explain.clause",
            lang,
            words=letter.preference.wording.to(lang),
            clause=letter.preference.clause,
        )
    return next(tie.wording.to(lang) for tie in letter.tie_breaks if tie.key == key)
