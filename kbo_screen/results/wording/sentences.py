"""Clauses, values, questions and cells in words: why a group is listed, what to ask."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.desk.stated_values import in_words
from kbo_screen.findings.catalogue import text, value_text
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.registry.side_list import FIELD_OF_ROLE
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.wording.cell_places import place_in_run, place_words
from kbo_screen.results.wording.given_answers import answer_sentence, answers_by_product
from kbo_screen.results.wording.letter_sections import need_words
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Tier
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import DisputedCell, OpenLine
    from kbo_screen.screening.screening import UnansweredCondition

#: The option whose list brings a field.
_LIST_OPTIONS: Final = {field: f"--{role}" for role, field in FIELD_OF_ROLE.items()}


def group_reasons(
    run: Run,
    groups: pd.DataFrame,
    *,
    with_names: bool = False,
) -> pd.Series[str]:
    """One sentence per listed group, same index.

    It says its conditions with their values and clauses, and what is open.
    """
    conditions = {tier.id: _asked(run, tier) for tier in run.letter.tiers}
    is_true = run.screening.is_true.loc[groups["product"]]
    truths = {name: is_true[name].tolist() for name in is_true}
    values = _values(run, groups)
    answered = answered_sentences(run, with_names=with_names)
    sentences = []
    sentences_of_held: dict[tuple[Any, ...], str] = {}
    for position, group in enumerate(each_row(groups)):
        held = [c for c in conditions[group.tier] if truths[c.id][position]]
        held_values = [plain(values[c.field][position]) for c in held]
        # groups share what they hold: a country has some hundred different sentences
        key = (group.tier, *(condition.id for condition in held), *held_values)
        if key not in sentences_of_held:
            sentences_of_held[key] = _holds(run, held, held_values)
        sentence = sentences_of_held[key]
        sentence += _preference(run, group)
        sentence += _what_is_open(run, group)
        sentence += answered.get(group.product, "")
        sentences.append(sentence)
    return pd.Series(sentences, groups.index, dtype=object)


def _what_is_open(run: Run, group: Any) -> str:
    """What of a group is to be confirmed, and what is unknown without a difference."""
    product = group.product
    to_confirm = _open_parts(run, "sentences.open", product, group.to_confirm)
    either_way = _open_parts(run, "sentences.either_way", product, group.either_way)
    return to_confirm + either_way


def _asked(run: Run, tier: Tier) -> list[Condition]:
    """The conditions of a tier that this run checks, required or one of several."""
    return [each for each in run.evaluated_conditions if each.id in tier.asks]


def _values(
    run: Run,
    groups: pd.DataFrame,
) -> dict[str, list[Any]]:
    """Per field that a condition asks, the value of the product each group stands by."""
    products = run.registry.products.loc[groups["product"]]
    values: dict[str, list[Any]] = {
        condition.field: products[condition.field].astype(object).tolist()
        for condition in run.letter.conditions
    }
    if "standard" in values:
        values["standard"] = groups["standard"].astype(object).tolist()
    return values


def _holds(
    run: Run,
    conditions: list[Condition],
    values: list[Any],
) -> str:
    """The conditions that hold, each in brief, and the clauses they come from."""
    if not conditions:
        return ""
    briefs = [
        condition.brief_of(value, run.lang)
        for condition, value in zip(conditions, values, strict=True)
    ]
    clauses = dict.fromkeys(condition.clause for condition in conditions)
    return text(
        "sentences.holds",
        run.lang,
        briefs=text("sentences.joiner", run.lang).join(briefs),
        clauses=", ".join(clauses),
    )


def _preference(run: Run, group: Any) -> str:
    """Why the letter puts a group first: the value it prefers, or a plain yes."""
    preference, value = run.letter.preference, group.preference_value
    if not group.prefers or preference is None:
        return ""
    if pd.isna(value) or value not in preference.first:
        return text("sentences.preferred_by_answer", run.lang, clause=preference.clause)
    words = value_in_words(preference.field, value, run.lang)
    if preference.field != "standard":
        words = f"{text(f'words.field.{preference.field}', run.lang)} {words}"
    return text(
        "sentences.preferred",
        run.lang,
        value=words,
        clause=preference.clause,
    )


def _open_parts(
    run: Run,
    text_id: str,
    product: int,
    condition_ids: tuple[str, ...],
) -> str:
    """What is not known of a group, each with the cell where it stands."""
    if not condition_ids:
        return ""
    parts = [_open_part(run, product, name) for name in condition_ids]
    return text(text_id, run.lang, parts=", ".join(parts))


def _open_part(
    run: Run,
    product: int,
    condition_id: str,
) -> str:
    condition = run.letter.condition(condition_id)
    words = text(f"words.field.{condition.field}", run.lang)
    if condition.is_judgement:
        return text("sentences.open_judgement", run.lang, what=words)
    place = run.registry.place(product, condition.field)
    if not place.cell:
        return words
    neighbour = run.registry.place(product, "group_name")
    cell = place_words(place, neighbour)
    return text(
        "sentences.open_cell",
        run.lang,
        what=words,
        cell=cell,
    )


def answered_sentences(run: Run, *, with_names: bool) -> dict[int, str]:
    """By product, what it owes to answers: who (where names may be shown), when, where.

    An answer to the letter's preference is about the group, and told of the product that
    the group stands by.
    """
    group_of_product = run.screening.products["group"].to_numpy()
    standing = run.screening.groups["product"].to_dict()
    sentences: dict[int, str] = {}
    for product, rows in answers_by_product(run).items():
        for row in rows:
            owner = product
            if row.condition == PREFERENCE:
                owner = standing[group_of_product[product]]
            sentence = answer_sentence(run, row, with_names=with_names)
            sentences[owner] = sentences.get(owner, "") + sentence
    return sentences


def blocking_sentence(run: Run, condition_id: str) -> str:
    """Which condition a product that is not listed fails, with its clause and what would do in its place."""
    condition = run.letter.condition(condition_id)
    need = run.letter.need_with(condition_id)
    return text(
        "sentences.blocked",
        run.lang,
        wording=need_words(run.letter, need, run.lang),
        clause=condition.clause,
    )


def _condition_question(run: Run, condition_id: str) -> str:
    """What to ask a person about a condition that is unknown."""
    condition = run.letter.condition(condition_id)
    words = condition.asking_words.to(run.lang)
    return text(f"sentences.ask.{condition.kind}", run.lang, wording=words)


def question_line(run: Run, question: Question) -> str:
    """One question in words, with its cell.

    Of a line that may be the same group the registry's cell and the line's.
    """
    words = question_words(run, question)
    places = [place_in_run(run, place) for place in question_places(run, question)]
    return f"{words} ({'; '.join(places)})" if places else words


def question_words(run: Run, question: Question) -> str:
    """What one question asks and what stands in its cell.

    A doubt says the name on the list and the likeness. A question that somebody was asked
    before, and was not sure, says so.
    """
    words = _doubt_words(run, question) or _value_question(run, question)
    if question.id in run.registry.not_sure:
        words += text("sentences.ask.not_sure", run.lang)
    return words


def _doubt_words(run: Run, question: Question) -> str:
    doubt = question.doubt
    if not doubt:
        return ""
    likeness = f"{doubt.likeness:.0f}"
    return text(
        "sentences.ask.same",
        run.lang,
        name=doubt.name,
        likeness=likeness,
    )


def _value_question(run: Run, question: Question) -> str:
    if question.condition == PREFERENCE:
        words = preference_question(run)
    else:
        words = _condition_question(run, question.condition)
    return words + cell_says(run, question)


def question_places(run: Run, question: Question) -> list[Place]:
    """The cells that a question is about, none without a column.

    Of a doubt the cells of the two names, the registry's first.
    """
    registry = run.registry
    if question.doubt:
        name_place = registry.place(question.product, "group_name")
        places = [name_place, question.doubt.place]
    else:
        cells = registry.cells_in_dispute(question.product, question.field)
        places = [cell.place for cell in cells] or [question.place]
    return [place for place in dict.fromkeys(places) if place.cell]


def disputed_words(
    run: Run,
    product: int,
    field: str,
) -> str:
    """What cells that contradict each other say of a value, each once, in reading order; nothing where none do."""
    cells = run.registry.cells_in_dispute(product, field)
    words = [disputed_value(run, field, cell) for cell in cells]
    return ", ".join(f"“{value}”" for value in dict.fromkeys(words))


def disputed_value(
    run: Run,
    field: str,
    cell: DisputedCell,
) -> str:
    """What one of several cells that contradict each other says."""
    return in_words(field, cell.value, run.registry.not_understood.get(cell.place))[
        run.lang
    ]


def preference_question(run: Run) -> str:
    """What to ask a group about the field that the letter prefers."""
    preference, lang = run.letter.preference, run.lang
    if preference is None:
        return ""
    field = preference.field
    either_or = text("sentences.ask.or", lang)
    if field == "standard":
        words = [
            text(f"sentences.ask_standard.{each}", lang) for each in preference.first
        ]
        return text("sentences.ask.standard", lang, values=either_or.join(words))
    words = [value_text(field, each, lang) for each in preference.first]
    return text(
        "sentences.ask.preference",
        lang,
        what=text(f"words.field.{field}", lang),
        values=either_or.join(words),
    )


def preference_heading(run: Run) -> str:
    """The heading of the questions about the field that the letter prefers."""
    preference = run.letter.preference
    what = text(f"words.field.{preference.field}", run.lang) if preference else ""
    return text("shortfall.preference", run.lang, what=what)


def cell_says(run: Run, question: Question) -> str:
    """What stands in the cell of a question, or that nothing does.

    Nothing where the cell is not what is in doubt.
    """
    registry, product, field = run.registry, question.product, question.field
    if (product, field) in registry.disputed_cells and question.doubt is None:
        words = disputed_words(run, product, field)
        return text("sentences.ask.differ", run.lang, values=words)
    if question.place in registry.not_understood:
        entry = registry.not_understood[question.place]
        return text("sentences.ask.written", run.lang, value=entry)
    return text("sentences.ask.blank", run.lang) if _is_blank(run, question) else ""


def _is_blank(run: Run, question: Question) -> bool:
    """The registry's own cell of a fact, and nothing in it.

    A blank star is a fact and no question, the district's word is never there yet, a
    list's cell is never blank.
    """
    registry, field = run.registry, question.field
    if not question.place.cell or field == "star":
        return False
    if registry.is_completed(question.product, field):
        return False
    if question.condition != PREFERENCE:
        kind = run.letter.condition(question.condition).kind
        if kind != "fact":
            return False
    return plain(registry.products[field].iat[question.product]) is None


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


def effect_of(run: Run, gap: UnansweredCondition) -> str:
    """What follows from a condition that is not evaluated."""
    return text(
        f"sentences.effect.{gap.effect}",
        run.lang,
        what=_gap_wording(run, gap),
        clause=gap.clause,
    )


def _gap_wording(run: Run, gap: UnansweredCondition) -> str:
    preference = run.letter.preference if gap.condition == PREFERENCE else None
    rule = preference or run.letter.condition(gap.condition)
    return rule.wording.to(run.lang)


def remedy_of(run: Run, gap: UnansweredCondition) -> str:
    """What would let it be evaluated."""
    list_option = ""
    if gap.field in _LIST_OPTIONS:
        option = _LIST_OPTIONS[gap.field]
        list_option = text("sentences.or_list", run.lang, option=option)
    return text(
        "sentences.gap_remedy",
        run.lang,
        column=text(f"words.field.{gap.field}", run.lang),
        field=gap.field,
        option=list_option,
    )


def status_words(
    status: str,
    selected_to_check: int,
    lang: str,
    lines_to_settle: int = 0,
    *,
    required: int = 1,
) -> str:
    """The status of a district; where it is met, how many of its proposed groups wait all the same.

    And how many lines of projects lists may be about one of its groups, and wait to be placed. required: its quota; of
    0 it says that the letter sets none.
    """
    text_id = f"words.status.{status}" if required else "terminal.no_least"
    words = text(text_id, lang)
    if status == "met" and selected_to_check:
        words = text(
            "sentences.met_waits",
            lang,
            status=words,
            count=selected_to_check,
        )
    if lines_to_settle:
        words = text(
            "sentences.lines_wait",
            lang,
            status=words,
            count=lines_to_settle,
        )
    return words


def nobody_words(
    district: Any,
    *,
    lang: str,
) -> str:
    """Why nobody of a district is proposed. district: a row of `Screening.districts`.

    A quota of the province may leave a district its reserves alone, or not come to the tier of its groups.
    """
    if not district.products:
        return text("terminal.no_rows", lang)
    if district.possible or not district.required:
        return text("terminal.none_proposed", lang)
    return text("terminal.nobody", lang)


def statuses_in_words(districts: pd.DataFrame, lang: str) -> str:
    """How many districts there are of each status, a line each; of none with a least, that the letter sets none.

    districts: as `Screening.districts`.
    """
    if not districts["required"].any():
        return text("terminal.no_least", lang)
    counts = Counter(districts["status"])
    return "\n".join(
        f"{text(f'words.status.{status}', lang)} {counts[status]:,}"
        for status in STATUSES
    )


def open_line_words(run: Run) -> dict[int | None, list[str]]:
    """By district (None: the line names none), the lines of projects lists to place, each with its cell."""
    place_of = run.registry.place_of_line
    return lists_by_key(
        (
            line.district_ix,
            f"{line_question(line, run.lang)} ({place_of(line).in_words})",
        )
        for line in run.registry.open_lines
    )


def line_question(line: OpenLine, lang: str) -> str:
    """Which group of the registry a line of a list is, the nearest ones numbered."""
    choices = [f"{number}) {name}" for number, name in enumerate(line.candidates, 1)]
    return text(
        "sentences.ask.which_group",
        lang,
        name=line.name,
        choices=" ".join(choices),
    )


def field_words(field: str | None, lang: str) -> str:
    """The name of a field within a sentence; nothing where there is none."""
    return text(f"words.field.{field}", lang) if field else ""


def value_in_words(
    field: str,
    value: Any,
    lang: str,
) -> str:
    """A value as a person reads it; unknown is said."""
    if pd.isna(value):
        return text("words.truth.unknown", lang)
    return value_text(field, value, lang)


def star_in_words(
    star: Any,
    *,
    is_rated: Any,
    lang: str,
) -> str:
    """The stars of a product: a number, not rated, or unknown."""
    if pd.isna(is_rated):
        return text("words.value.star.unknown", lang)
    return str(star) if is_rated else text("words.value.star.not_rated", lang)
