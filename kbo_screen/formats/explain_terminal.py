"""Why a group stands where it stands, on a screen: clause, words, value, cell, answer.

Knows how an explanation reads. Refuses to work one out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.desk.questions import QuestionWriter
from kbo_screen.findings.catalogue import text
from kbo_screen.findings.masking import mask_people
from kbo_screen.formats.terminal import print_line
from kbo_screen.results.answered import answer_parts, answers_by_product
from kbo_screen.results.area_names import district_title
from kbo_screen.results.cell_places import is_elsewhere, place_words
from kbo_screen.results.rows import plain
from kbo_screen.results.sentences import (
    disputed_value,
    group_reasons,
    question_line,
    star_in_words,
    value_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.letters.model import Condition, Letter, Preference, Tier
    from kbo_screen.registry.question import Doubt
    from kbo_screen.results.explanation import Comparison, ExplainedProduct, Explanation

_STYLE = {"true": "green", "false": "red", "unknown": "yellow", "not-checked": "yellow"}


def show_explanation(
    explanation: Explanation,
    run: Run,
    console: Console,
    written: Mapping[Place, str] | None = None,
) -> None:
    """Show where the group stands and what decided it, then the conditions of the tier of each product.

    written: by place, the words of the cells that decide, where somebody has read them.
    """
    written = written or {}
    lang = run.lang
    group = run.screening.groups.loc[explanation.group]
    district = district_title(str(group["district"]), str(group["province"]), lang)
    head = text(
        "explain.head",
        lang,
        group=group["group_name"],
        id=group["group_id"] or "-",
        district=district,
    )
    print_line(console, head, style="bold")
    print_line(console, _standing(run, explanation.group), indent=2)
    if group["outcome"] == "listed":
        reasons = group_reasons(
            run, run.screening.groups.loc[[explanation.group]], with_names=True
        )
        print_line(console, str(reasons.iat[0]), indent=2)
        for note in group["notes"]:
            print_line(
                console,
                "! " + text(f"words.note.{note}", lang),
                indent=2,
                style="yellow",
            )
    _show_what_decided(explanation, run, console)
    _show_preference(explanation, run, console, written)
    for product in explanation.products:
        _show_product(product, run, console, written)


def _show_what_decided(explanation: Explanation, run: Run, console: Console) -> None:
    """Show what kept a group out first, or the one answer that would settle where it stands."""
    lang = run.lang
    group = run.screening.groups.loc[explanation.group]
    if group["outcome"] == "not_listed":
        blocking = run.screening.products["first_blocking"].loc[group["product"]]
        if plain(blocking):
            condition = run.letter.condition(str(blocking))
            wording = condition.wording.to(lang)
            print_line(
                console,
                text(
                    "explain.decided_first",
                    lang,
                    clause=condition.clause,
                    wording=wording,
                ),
                indent=2,
            )
    elif group["outcome"] == "not_needed":
        tier = _tier_of(run, str(group["tier"]))
        print_line(
            console, text("explain.not_needed", lang, tier=tier.name.to(lang)), indent=2
        )
    elif len(group["to_confirm"]) == 1:
        questions = [
            question
            for question in run.questions
            if question.product == group["product"]
        ]
        if len(questions) == 1:
            words = question_line(run, questions[0])
            print_line(
                console,
                text("explain.one_answer", lang, question=words),
                indent=2,
                style="yellow",
            )


def _show_preference(
    explanation: Explanation, run: Run, console: Console, written: Mapping[Place, str]
) -> None:
    """Show what the letter's preference reads of the group, with the cell that says so."""
    preference, lang = run.letter.preference, run.lang
    if preference is None or preference.field in run.registry.absent_fields:
        return
    group = run.screening.groups.loc[explanation.group]
    value = plain(group["preference_value"])
    answer = "true" if group["prefers"] else "unknown" if value is None else "false"
    _show_answer("preference", preference, answer, console, lang)
    row = int(str(group["preference_product"]))
    product = int(str(group["product"])) if row < 0 else row
    print_line(
        console,
        _by_cell(run, product, preference.field, written),
        indent=6,
        style="dim",
    )


def _tier_of(run: Run, tier_id: str) -> Tier:
    return next(tier for tier in run.letter.tiers if tier.id == tier_id)


def show_comparison(comparison: Comparison, run: Run, console: Console) -> None:
    """Show which group stands above the other, by which key, and whether the key is the letter's or ours."""
    lang = run.lang
    groups = run.screening.groups
    upper, lower = groups.loc[comparison.upper], groups.loc[comparison.lower]
    console.print()
    if comparison.key is None:
        print_line(
            console,
            text(
                "explain.not_comparable",
                lang,
                a=upper["group_name"],
                b=lower["group_name"],
            ),
        )
        for number in (comparison.upper, comparison.lower):
            print_line(
                console,
                f"{groups.loc[number]['group_name']}: {_standing(run, number)}",
                indent=2,
            )
        return
    names = {
        "a": upper["group_name"],
        "b": lower["group_name"],
        "ra": upper["rank"],
        "rb": lower["rank"],
    }
    print_line(console, text("explain.above", lang, **names), style="bold")
    owner = "letter" if comparison.is_of_letter else "ours"
    print_line(
        console,
        text(
            f"explain.key_{owner}",
            lang,
            key=_key_words(run.letter, comparison.key, lang),
        ),
        indent=2,
    )


def _standing(run: Run, group: int) -> str:
    """Where a group stands, in one sentence."""
    row = run.screening.groups.loc[group]
    lang = run.lang
    if row["outcome"] != "listed":
        return text(f"words.outcome.{row['outcome']}", lang)
    tier = _tier_of(run, str(row["tier"]))
    selected = text(f"words.selected.{'yes' if row['selected'] else 'no'}", lang)
    certainty = text(f"words.certainty.{row['certainty']}", lang)
    return text(
        "explain.standing",
        lang,
        rank=row["rank"],
        selected=selected,
        tier=tier.name.to(lang),
        certainty=certainty,
    )


def _key_words(letter: Letter, key: str, lang: str) -> str:
    if key == "tier":
        return text(
            "explain.tier_key",
            lang,
            clause=", ".join(dict.fromkeys(tier.clause for tier in letter.tiers)),
        )
    if key == "preference" and letter.preference:
        return text(
            "explain.clause",
            lang,
            words=letter.preference.wording.to(lang),
            clause=letter.preference.clause,
        )
    return next(tie.wording.to(lang) for tie in letter.tie_breaks if tie.key == key)


def _show_product(
    product: ExplainedProduct, run: Run, console: Console, written: Mapping[Place, str]
) -> None:
    lang = run.lang
    row = run.registry.products.loc[product.product]
    console.print()
    kind = "standing" if product.stands else "other"
    name = text(
        f"explain.product_{kind}",
        lang,
        product=row["product_name"] or "-",
        id=row["product_id"] or "-",
    )
    print_line(console, name, style="bold")
    print_line(
        console,
        place_words(run.registry.place(product.product, "product_name")),
        indent=2,
        style="dim",
    )
    answers = answers_by_product(run).get(product.product, [])
    doubts = (
        QuestionWriter(run.registry, run.letter).doubts
        if len(run.registry.perhaps)
        else {}
    )
    # A product without a tier is told by the conditions of all: each of the tiers refuses it.
    tier = None if product.tier is None else _tier_of(run, product.tier)
    if tier is not None:
        print_line(
            console, text("explain.of_tier", lang, tier=tier.name.to(lang)), indent=2
        )
    for condition in run.letter.conditions:
        if tier is not None and condition.id not in tier.requires:
            continue
        answer = product.answers[condition.id]
        _show_answer("condition", condition, answer, console, lang)
        said = [row for row in answers if row.condition == condition.id]
        doubtful = doubts.get((product.product, condition.field), [])
        lines = (
            _by_answers(run, said)
            if said
            else _by_lists(doubtful, lang)
            if doubtful
            else []
        )
        lines = lines or _by_disputed_cells(run, product.product, condition.field)
        for line in lines or [_by_cell(run, product.product, condition.field, written)]:
            print_line(console, line, indent=6, style="dim")


def _show_answer(
    kind: str, rule: Condition | Preference, answer: str, console: Console, lang: str
) -> None:
    """A rule of the letter in its own words and clause, with what it answers of the group or product."""
    said = text(f"explain.answer.{answer}", lang)
    line = text(
        f"explain.{kind}",
        lang,
        answer=said,
        clause=rule.clause,
        wording=rule.wording.to(lang),
    )
    print_line(console, line, indent=2, style=_STYLE[answer])


def _by_answers(run: Run, answers: list[Any]) -> list[str]:
    """What was answered, in place of which cell: no cell is said to hold what a person said.

    An answer about a line of a list takes what that line says, in place of nothing.
    """
    lines = []
    for row in answers:
        own = run.registry.place(row.product, "group_name")
        place = run.registry.place(row.product, row.field)
        is_instead = place.cell and not row.doubt
        instead = (
            text("explain.instead", run.lang, place=place_words(place, beside=own))
            if is_instead
            else ""
        )
        parts = answer_parts(run, row, with_names=True)
        lines.append(text("explain.by_answer", run.lang, instead=instead, **parts))
    return lines


def _by_lists(doubts: list[Doubt], lang: str) -> list[str]:
    """The lines of lists that leave a value in doubt."""
    return [
        text("explain.doubt", lang, name=doubt.name, place=place_words(doubt.place))
        for doubt in doubts
    ]


def _by_disputed_cells(run: Run, product: int, field: str) -> list[str]:
    """Every cell that contradicts another of the value, where it is not settled."""
    own = run.registry.place(product, "group_name")
    lines = []
    for cell in run.registry.disputed_cells.get((product, field), ()):
        kind = "value_of_list" if cell.place.file != own.file else "value"
        value = disputed_value(run, field, cell)
        lines.append(
            text(
                f"explain.{kind}",
                run.lang,
                value=value,
                place=place_words(cell.place, beside=own),
            )
        )
    return lines


def _by_cell(run: Run, product: int, field: str, written: Mapping[Place, str]) -> str:
    """The value with its cell, whosever it is, beside the words of the cell, or why there is none."""
    lang, own = run.lang, run.registry.place(product, "group_name")
    place = run.registry.place(product, field)
    if not place.cell:
        has_list = bool(run.registry.side_tables) and field in run.registry.origins
        return text("explain.not_on_list" if has_list else "explain.no_cell", lang)
    if place in written:
        fields = {
            "words": mask_people(written[place]),
            "value": _value(run, product, field),
        }
        return text(
            "explain.value_as_written",
            lang,
            place=place_words(place, beside=own),
            **fields,
        )
    kind = "value_of_list" if is_elsewhere(place, own) else "value"
    return text(
        f"explain.{kind}",
        lang,
        value=_value(run, product, field),
        place=place_words(place, beside=own),
    )


def _value(run: Run, product: int, field: str) -> str:
    row = run.registry.products.loc[product]
    if field != "star":
        return value_in_words(field, row[field], run.lang)
    star = star_in_words(row["star"], is_rated=row["star_rated"], lang=run.lang)
    year = plain(row["star_year_be"])
    return f"{star} ({year})" if plain(row["star"]) and year else star
