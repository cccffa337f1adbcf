"""Why, in one sentence: of a group that is listed, of a product that is not, of a condition that nothing answers.

Knows how clauses, values and cells become words. Refuses to decide anything, and to know a number of the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.desk.apply_lists import in_words
from kbo_screen.findings.catalogue import text, value_text
from kbo_screen.letters.model import OneOf, StarBetween
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.registry.side_list import FIELD_OF_ROLE
from kbo_screen.results.answered import answer_sentence, answers_by_product
from kbo_screen.results.cell_places import place_in_run, place_words
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.thai_text import to_thai_digits

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.letters.model import Condition, Letter, Tier
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import DisputedCell, OpenLine
    from kbo_screen.screening.screening import NotEvaluated


#: The option whose list brings a field.
_LIST_OPTIONS: Final = {field: f"--{role}" for role, field in FIELD_OF_ROLE.items()}


def group_reasons(
    run: Run, groups: pd.DataFrame, *, with_names: bool = False
) -> pd.Series[str]:
    """One sentence per listed group, same index: its conditions with their values and clauses, and what is open."""
    required = {tier.id: _required(run, tier) for tier in run.letter.tiers}
    names = (
        "tier",
        "product",
        "prefers",
        "preference_value",
        "to_confirm",
        "either_way",
    )
    columns = zip(*(groups[name] for name in names), strict=True)
    values = _values(run, groups)
    answered = answered_sentences(run, with_names=with_names)
    sentences = [
        _reason(run, required[tier], values, row, not_known=(*to_confirm, *either_way))
        + _preference(run, preference_value, prefers=prefers)
        + _open(run, product, to_confirm)
        + _either_way(run, product, either_way)
        + answered.get(product, "")
        for row, (
            tier,
            product,
            prefers,
            preference_value,
            to_confirm,
            either_way,
        ) in enumerate(columns)
    ]
    return pd.Series(sentences, index=groups.index, dtype=object)


def blocking_sentence(run: Run, condition_id: str) -> str:
    """Which condition a product that is not listed fails, with its clause."""
    condition = run.letter.condition(condition_id)
    return text(
        "sentences.blocked",
        run.lang,
        wording=condition.wording.to(run.lang),
        clause=condition.clause,
    )


def question(run: Run, condition_id: str) -> str:
    """What to ask a person about a condition that is unknown."""
    condition = run.letter.condition(condition_id)
    wording = condition.brief if condition.kind == "judgement" else condition.wording
    return text(
        f"sentences.ask.{condition.kind}", run.lang, wording=wording.to(run.lang)
    )


def question_line(run: Run, asked: Question) -> str:
    """One question in words, with its cell; of a line that may be the same group the registry's cell and the line's."""
    places = "; ".join(
        place_in_run(run, place) for place in question_places(run, asked)
    )
    return (
        f"{question_words(run, asked)} ({places})"
        if places
        else question_words(run, asked)
    )


def question_words(run: Run, asked: Question) -> str:
    """What one question asks and what stands in its cell; a doubt with the name on the list and the likeness.

    A question that somebody was asked before, and was not sure, says so.
    """
    before = (
        text("sentences.ask.not_sure", run.lang)
        if asked.id in run.registry.not_sure
        else ""
    )
    if asked.doubt:
        likeness = f"{asked.doubt.likeness:.0f}"
        return (
            text(
                "sentences.ask.same", run.lang, name=asked.doubt.name, likeness=likeness
            )
            + before
        )
    if asked.condition == PREFERENCE:
        return preference_question(run) + cell_says(run, asked) + before
    return question(run, asked.condition) + cell_says(run, asked) + before


def question_places(run: Run, asked: Question) -> list[Place]:
    """The cells that a question is about, none without a column; of a doubt the two names', the registry's first."""
    if asked.doubt:
        places = [run.registry.place(asked.product, "group_name"), asked.doubt.place]
    else:
        disputed_cells = run.registry.disputed_cells.get(
            (asked.product, asked.field), ()
        )
        places = [cell.place for cell in disputed_cells] or [asked.place]
    return [place for place in dict.fromkeys(places) if place.cell]


def disputed_words(run: Run, product: int, field: str) -> str:
    """What cells that contradict each other say of a value, each once, in reading order; nothing where none do."""
    cells = run.registry.disputed_cells.get((product, field), ())
    words = [disputed_value(run, field, cell) for cell in cells]
    return ", ".join(f"“{value}”" for value in dict.fromkeys(words))


def disputed_value(run: Run, field: str, cell: DisputedCell) -> str:
    """What one of several cells that contradict each other says."""
    return in_words(field, cell.value, run.registry.not_understood.get(cell.place))[
        run.lang
    ]


def preference_question(run: Run) -> str:
    """What to ask a group about the field that the letter prefers."""
    preference, lang = run.letter.preference, run.lang
    if preference is None:
        return ""
    joiner = text("sentences.ask.or", lang)
    if preference.field == "standard":
        words = joiner.join(
            text(f"sentences.ask_standard.{value}", lang) for value in preference.first
        )
        return text("sentences.ask.standard", lang, values=words)
    words = joiner.join(
        value_text(preference.field, value, lang) for value in preference.first
    )
    return text(
        "sentences.ask.preference",
        lang,
        what=text(f"words.field.{preference.field}", lang),
        values=words,
    )


def preference_heading(run: Run) -> str:
    """The heading of the questions about the field that the letter prefers."""
    preference = run.letter.preference
    what = text(f"words.field.{preference.field}", run.lang) if preference else ""
    return text("shortfall.preference", run.lang, what=what)


def cell_says(run: Run, asked: Question) -> str:
    """What stands in the cell of a question, or that nothing does; nothing where the cell is not what is in doubt."""
    registry, field = run.registry, asked.field
    if (asked.product, field) in registry.disputed_cells and asked.doubt is None:
        return text(
            "sentences.ask.differ",
            run.lang,
            values=disputed_words(run, asked.product, field),
        )
    if asked.place in registry.not_understood:
        return text(
            "sentences.ask.written",
            run.lang,
            value=registry.not_understood[asked.place],
        )
    # A blank star is a fact and no question, the district's word is never there yet, a list's cell is never blank.
    kind = (
        "fact"
        if asked.condition == PREFERENCE
        else run.letter.condition(asked.condition).kind
    )
    is_own = (
        asked.place.cell
        and kind == "fact"
        and field != "star"
        and not registry.is_completed(asked.product, field)
    )
    is_blank = is_own and plain(registry.products[field].iat[asked.product]) is None
    return text("sentences.ask.blank", run.lang) if is_blank else ""


def not_evaluated_lines(run: Run) -> list[str]:
    """One line per condition that no column and no list answers: what was not checked, and the remedy."""
    return [
        text(
            "sentences.stamp",
            run.lang,
            effect=effect_of(run, gap),
            remedy=remedy_of(run, gap),
        )
        for gap in run.screening.not_evaluated
    ]


def effect_of(run: Run, gap: NotEvaluated) -> str:
    """What follows from a condition that is not evaluated."""
    return text(
        f"sentences.effect.{gap.effect}",
        run.lang,
        what=_gap_wording(run, gap),
        clause=gap.clause,
    )


def remedy_of(run: Run, gap: NotEvaluated) -> str:
    """What would let it be evaluated."""
    return text(
        "sentences.gap_remedy",
        run.lang,
        column=text(f"words.field.{gap.field}", run.lang),
        field=gap.field,
        option=text("sentences.or_list", run.lang, option=_LIST_OPTIONS[gap.field])
        if gap.field in _LIST_OPTIONS
        else "",
    )


def status_words(
    status: str, selected_to_check: int, lang: str, lines_to_settle: int = 0
) -> str:
    """The status of a district; where it is met, how many of its proposed groups wait all the same.

    And how many lines of projects lists may be about one of its groups, and wait to be placed.
    """
    words = text(f"words.status.{status}", lang)
    if status == "met" and selected_to_check:
        words = text("sentences.met_waits", lang, status=words, count=selected_to_check)
    return (
        text("sentences.lines_wait", lang, status=words, count=lines_to_settle)
        if lines_to_settle
        else words
    )


def open_line_words(run: Run) -> dict[int | None, list[str]]:
    """By district (None: the line names none), the lines of projects lists to place, each with its cell."""
    by_district: dict[int | None, list[str]] = {}
    for line in run.registry.open_lines:
        place = place_words(run.registry.place_of_line(line))
        by_district.setdefault(line.district_ix, []).append(
            f"{line_question(line, run.lang)} ({place})"
        )
    return by_district


def line_question(line: OpenLine, lang: str) -> str:
    """Which group of the registry a line of a list is, the nearest ones numbered."""
    choices = [
        f"{number}) {name}" for number, name in enumerate(line.candidates, start=1)
    ]
    return text(
        "sentences.ask.which_group", lang, name=line.name, choices=" ".join(choices)
    )


def value_in_words(field: str, value: Any, lang: str) -> str:
    """A value as a person reads it; unknown is said."""
    if pd.isna(value):
        return text("words.truth.unknown", lang)
    return value_text(field, value, lang)


def star_in_words(star: Any, *, is_rated: Any, lang: str) -> str:
    """The stars of a product: a number, not rated, or unknown."""
    if pd.isna(is_rated):
        return text("words.value.star.unknown", lang)
    return str(star) if is_rated else text("words.value.star.not_rated", lang)


def _values(run: Run, groups: pd.DataFrame) -> dict[str, list[Any]]:
    """Per field that a condition asks, the value of the product each group stands by."""
    standing = run.registry.products.loc[groups["product"]]
    values: dict[str, list[Any]] = {
        c.field: standing[c.field].astype(object).tolist()
        for c in run.letter.conditions
    }
    if "standard" in values:
        values["standard"] = groups["standard"].astype(object).tolist()
    return values


def _reason(
    run: Run,
    required: list[Any],
    values: dict[str, list[Any]],
    row: int,
    not_known: tuple[str, ...],
) -> str:
    """The conditions of a tier that hold, each in brief, and the clauses they come from."""
    held = [c for c in required if c.id not in not_known]
    briefs = [_brief(c, values[c.field][row], run.lang) for c in held]
    clauses = ", ".join(dict.fromkeys(c.clause for c in held))
    joiner = text("sentences.joiner", run.lang)
    return (
        text("sentences.holds", run.lang, briefs=joiner.join(briefs), clauses=clauses)
        if held
        else ""
    )


def _brief(condition: Condition, value: Any, lang: str) -> str:
    """A condition in brief; one that holds by a plain yes has no value, and its own range stands there."""
    words = condition.brief.to(lang)
    if isinstance(condition, OneOf):
        return words.format(value=value_in_words(condition.field, value, lang))
    if not pd.isna(value) or "{value}" not in words:
        return words.format(value=value)
    limits = {name: str(getattr(condition, name)) for name in ("min", "max")}
    if lang == "th":
        limits = {name: to_thai_digits(limit) for name, limit in limits.items()}
    return text(
        "sentences.by_answer",
        lang,
        brief=words.format(value=text("sentences.range", lang, **limits)),
    )


def _required(run: Run, tier: Tier) -> list[Any]:
    """The conditions of a tier that this run checks."""
    evaluated = run.screening.is_true.columns
    return [
        c for c in run.letter.conditions if c.id in tier.requires and c.id in evaluated
    ]


def _preference(run: Run, value: Any, *, prefers: bool) -> str:
    """Why the letter puts a group first: the value that it prefers, in words, or a person's plain yes."""
    preference = run.letter.preference
    if not prefers or preference is None:
        return ""
    if pd.isna(value) or value not in preference.first:
        return text("sentences.preferred_by_answer", run.lang, clause=preference.clause)
    words = value_in_words(preference.field, value, run.lang)
    if preference.field != "standard":
        words = f"{text(f'words.field.{preference.field}', run.lang)} {words}"
    return text("sentences.preferred", run.lang, value=words, clause=preference.clause)


def _open(run: Run, product: int, to_confirm: tuple[str, ...]) -> str:
    """What is still open, each with the cell where it stands."""
    if not to_confirm:
        return ""
    open_parts = [_open_part(run, product, name, run.letter) for name in to_confirm]
    return text("sentences.open", run.lang, parts=", ".join(open_parts))


def _either_way(run: Run, product: int, either_way: tuple[str, ...]) -> str:
    """What is not known of a group that is certain all the same."""
    if not either_way:
        return ""
    parts = [_open_part(run, product, name, run.letter) for name in either_way]
    return text("sentences.either_way", run.lang, parts=", ".join(parts))


def _open_part(run: Run, product: int, condition_id: str, letter: Letter) -> str:
    condition = letter.condition(condition_id)
    place = run.registry.place(product, condition.field)
    cell = (
        place_words(place, beside=run.registry.place(product, "group_name"))
        if place.cell
        else ""
    )
    words = text(f"words.field.{condition.field}", run.lang)
    if isinstance(condition, StarBetween) or condition.kind == "fact":
        return (
            text("sentences.open_cell", run.lang, what=words, cell=cell)
            if cell
            else words
        )
    return text("sentences.open_judgement", run.lang, what=words)


def answered_sentences(run: Run, *, with_names: bool) -> dict[int, str]:
    """By product, what it owes to answers: who (where names may be shown), when, which file and cell.

    An answer to the letter's preference is about the group, and told of the product that the group stands by.
    """
    numbers = run.screening.products["group"].to_numpy()
    standing = run.screening.groups["product"].to_dict()
    found: dict[int, str] = {}
    for product, rows in answers_by_product(run).items():
        for row in rows:
            told_of = (
                standing[numbers[product]] if row.condition == PREFERENCE else product
            )
            found[told_of] = found.get(told_of, "") + answer_sentence(
                run, row, with_names=with_names
            )
    return found


def _gap_wording(run: Run, gap: NotEvaluated) -> str:
    if gap.condition == "preference" and run.letter.preference:
        return run.letter.preference.wording.to(run.lang)
    return run.letter.condition(gap.condition).wording.to(run.lang)
