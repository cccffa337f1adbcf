"""A row of a district's list, judged by the letter: what it refuses, and what nobody has answered.

Facts are the registry's; of potential the district's own word in the list counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.registry.frame_values import value_at
from kbo_screen.screening.tiers import available_tiers
from kbo_screen.vocabulary.fields import FIELD_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.checking.registry_entry import RegistryEntry
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter, Tier
    from kbo_screen.registry.submission import SubmittedRow

    #: Conditions of which one is enough.
    Need = list[AnyCondition]

Truth = bool | None
#: By condition, None where it is unknown.
Truths = dict[str, Truth]


@dataclass(frozen=True, slots=True)
class DistrictChoice:
    """A row whose group is known, judged. tier: position of the tier it stands in, None where it is refused.

    outcome: "eligible" (also while a fact is to be checked), "waits" for the district's word, or "refused".
    certified: the conditions that the district certified by naming the group, in a list without a column for them.
    units: what the quota counts of the group.
    """

    row: SubmittedRow
    group: int
    product: int
    tier: int | None
    outcome: Literal["eligible", "waits", "refused"]
    findings: tuple[Finding, ...]
    certified: tuple[str, ...] = ()
    units: int = 1


def judge_row(row: SubmittedRow, entry: RegistryEntry) -> DistrictChoice:
    """Judge one row by the letter: the first tier of which nothing is false, else what the nearest one refuses."""
    letter = entry.run.letter
    answers = _answers(row, entry)
    failed_by_tier = [_failed_needs(tier, answers, letter) for tier in letter.tiers]
    screened = _screened_tiers(entry.run)
    met = [position for position, failed in enumerate(failed_by_tier) if not failed]
    if not met:
        nearest = _nearest_tier(screened, failed_by_tier, entry)
        refusals = [_refusal(row, need, entry) for need in failed_by_tier[nearest]]
        return _choice(row, entry, None, "refused", refusals)
    tier = met[0]
    if tier not in screened:
        finding = _tier_not_screened(row, tier, entry)
        return _choice(row, entry, tier, "eligible", [finding])
    return _judge_in_tier(row, tier, answers, entry)


def _judge_in_tier(
    row: SubmittedRow,
    tier: int,
    answers: Truths,
    entry: RegistryEntry,
) -> DistrictChoice:
    """A row in the tier of which nothing is false: what is unknown is certified by naming, or asked."""
    letter = entry.run.letter
    if _is_sure(answers, entry):
        return _choice(row, entry, tier, "eligible", [])
    questions = []
    certified = []
    outcome: Literal["eligible", "waits"] = "eligible"
    for need in _open_needs(letter.tiers[tier], answers, letter):
        by_naming = [c.id for c in need if _certifies_by_naming(row, c, letter)]
        if by_naming:
            certified += by_naming
            continue
        questions += [_unanswered(row, condition, entry) for condition in need]
        if any(condition.is_judgement for condition in need):
            outcome = "waits"
    return _choice(row, entry, tier, outcome, questions, tuple(certified))


def _choice(
    row: SubmittedRow,
    entry: RegistryEntry,
    tier: int | None,
    outcome: Literal["eligible", "waits", "refused"],
    findings: Sequence[Finding],
    certified: tuple[str, ...] = (),
) -> DistrictChoice:
    return DistrictChoice(
        row=row,
        group=entry.group,
        product=entry.product,
        tier=tier,
        outcome=outcome,
        findings=tuple(findings),
        certified=certified,
        units=_units(entry),
    )


def _units(entry: RegistryEntry) -> int:
    """What the quota counts of a group; of one whose tier is not needed its one product that is named."""
    return max(1, int(entry.of_group("units")))


def _answers(row: SubmittedRow, entry: RegistryEntry) -> Truths:
    """Every evaluated condition of a product; where the district judges, its own word in the list goes first."""
    screening = entry.run.screening
    is_true = screening.is_true.loc[entry.product].to_dict()
    is_unknown = screening.is_unknown.loc[entry.product].to_dict()
    answers: Truths = {}
    for condition in entry.run.letter.conditions:
        if condition.id not in is_true:
            continue
        word = row.value(condition.field) if condition.is_judgement else None
        if word is not None:
            answers[condition.id] = condition.takes(word)
        elif is_unknown[condition.id]:
            answers[condition.id] = None
        else:
            answers[condition.id] = is_true[condition.id]
    return answers


def _failed_needs(
    tier: Tier,
    answers: Truths,
    letter: Letter,
) -> list[Need]:
    """The needs of a tier that nothing meets, in the letter's order."""
    return [
        need
        for need in _evaluated_needs(tier, answers, letter)
        if all(answers[condition.id] is False for condition in need)
    ]


def _open_needs(
    tier: Tier,
    answers: Truths,
    letter: Letter,
) -> list[Need]:
    """The needs of a tier that may yet be met, each its conditions that are unknown, in the letter's order."""
    open_needs = []
    for need in _evaluated_needs(tier, answers, letter):
        unknown = [condition for condition in need if answers[condition.id] is None]
        is_settled = any(answers[condition.id] for condition in need)
        if unknown and not is_settled:
            open_needs.append(unknown)
    return open_needs


def _evaluated_needs(
    tier: Tier,
    answers: Truths,
    letter: Letter,
) -> list[Need]:
    """What a tier needs of the conditions that are answered, by the letter's order of their first one."""
    needs = []
    for need in tier.needs:
        names = answers.keys() & set(need)
        if names:
            needs.append([c for c in letter.conditions if c.id in names])
    order = {condition.id: place for place, condition in enumerate(letter.conditions)}
    return sorted(needs, key=lambda need: order[need[0].id])


def _screened_tiers(run: Run) -> list[int]:
    """The positions of the tiers whose conditions something answers."""
    available = available_tiers(run.letter, run.registry.absent_fields)
    return [position for position, is_available in enumerate(available) if is_available]


class Distance(NamedTuple):
    """How far a product is from a tier; the nearest tier has the least.

    Of tiers equally far, the one that waits for the district's word alone is nearest, then the one that speaks of
    stars for a product that was rated, and another for one that was not.
    """

    n_failed: int
    needs_more_than_a_word: bool
    is_for_others: bool
    tier: int


def _nearest_tier(
    screened: list[int],
    failed_by_tier: Sequence[Sequence[Need]],
    entry: RegistryEntry,
) -> int:
    """The position of the tier from which a product is least far; of the screened ones where there are any."""
    tiers = screened or range(len(failed_by_tier))
    distances = [_distance(tier, failed_by_tier[tier], entry) for tier in tiers]
    return min(distances).tier


def _distance(
    tier: int,
    failed: Sequence[Need],
    entry: RegistryEntry,
) -> Distance:
    """How far a product is from a tier. failed: the tier's needs that nothing meets."""
    rated = value_at(entry.run.registry.products, entry.product, "star_rated")
    is_rated = bool(pd.notna(rated) and rated)
    by_a_word = [any(condition.is_judgement for condition in need) for need in failed]
    needs_fact = not all(by_a_word)
    is_for_others = entry.run.letter.tiers[tier].orders_by_star != is_rated
    return Distance(len(failed), needs_fact, is_for_others, tier)


def _is_sure(answers: Truths, entry: RegistryEntry) -> bool:
    """The product stands in one tier or another whatever is unknown of it, and the list denies none of its facts."""
    screening = entry.run.screening
    if value_at(screening.products, entry.product, "certainty") != "certain":
        return False
    denied = [name for name, answer in answers.items() if answer is False]
    return not any(value_at(screening.is_true, entry.product, name) for name in denied)


def _certifies_by_naming(
    row: SubmittedRow,
    condition: AnyCondition,
    letter: Letter,
) -> bool:
    """The list has no column for the district's word: by naming the group the district says it (a reading)."""
    by_naming = letter.choices.naming_certifies == "without-column"
    has_column = condition.field in row.cells
    return by_naming and condition.is_judgement and not has_column


def _refusal(
    row: SubmittedRow,
    need: Need,
    entry: RegistryEntry,
) -> Finding:
    """Why the letter refuses a row, at the cell that says so, with the registry's own value and cell.

    need: of several conditions that would do, the first one's value is told.
    """
    condition = need[0]
    code = FIELD_OF[condition.field].refused_as
    if code is None:
        raise KeyError(condition.field)
    return make_finding(
        code,
        _cell_of(row, condition.field),
        value=entry.group_name,
        suggestion=_better_product(entry),
        clause=condition.clause,
        wording={lang: _asking_words(need, lang) for lang in LANGUAGES},
        known=entry.words(condition.field),
        registry_cell=entry.cell(condition.field),
    )


def _asking_words(need: Need, lang: str) -> str:
    """What a need asks; of several conditions all, with an or between them."""
    words = [condition.asking_words.to(lang) for condition in need]
    return text("letter.or", lang).join(words)


def _better_product(entry: RegistryEntry) -> str | None:
    """The name of the product by which the group stands in a tier, where the row names another."""
    standing = entry.standing_product
    if standing == entry.product or pd.isna(entry.of_group("tier")):
        return None
    name: str | None = value_at(entry.run.registry.products, standing, "product_name")
    return name


def _tier_not_screened(
    row: SubmittedRow,
    tier: int,
    entry: RegistryEntry,
) -> Finding:
    return make_finding(
        "selection.tier-not-screened",
        row.group_place,
        value=entry.group_name,
        tier=entry.run.letter.tiers[tier].name.in_each(),
    )


def _unanswered(
    row: SubmittedRow,
    condition: AnyCondition,
    entry: RegistryEntry,
) -> Finding:
    """A condition that nobody has answered: potential waits for the district, a fact for whoever keeps the registry."""
    wording = condition.asking_words.in_each()
    if condition.is_judgement:
        return make_finding(
            "selection.potential-not-said",
            _cell_of(row, condition.field),
            value=entry.group_name,
            clause=condition.clause,
            wording=wording,
        )
    return make_finding(
        "selection.fact-unknown",
        row.group_place,
        value=entry.group_name,
        clause=condition.clause,
        wording=wording,
        registry_cell=entry.cell(condition.field),
        field=condition.field,
    )


def _cell_of(row: SubmittedRow, field: str) -> Place:
    """The cell of the field where the list has it, else the group's."""
    return row.cells[field].place if field in row.cells else row.group_place


def certified_by_naming(
    choices: Sequence[DistrictChoice],
    place: Place,
    run: Run,
) -> Iterator[Finding]:
    """Once a list and condition: how many groups the district certified by naming them."""
    for condition in run.letter.conditions:
        count = sum(condition.id in choice.certified for choice in choices)
        if count:
            yield make_finding(
                "selection.certified-by-naming",
                place,
                count=count,
                wording=condition.brief.in_each(),
                clause=condition.clause,
            )
