"""A district's choice against the letter: every condition refused, an earlier tier left out, the quota.

Knows how a choice is judged: facts by the registry, potential by the district's own word in the list. Refuses to hold
a district to keys of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import pandas as pd

from kbo_screen.checking.check_registry import registry_words
from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.letters.choices import SideNotBuiltError
from kbo_screen.screening.tiers import available_tiers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter, Preference
    from kbo_screen.registry.submission import SubmittedRow

Truth = bool | None
#: The slug of a refused condition, by the field it asks.
REFUSED: Final = {
    "producer_type": "producer-type-refused",
    "star": "star-out-of-range",
    "other_project": "in-other-project",
    "quadrant": "quadrant-refused",
    "registered_year_be": "registered-outside-window",
    "standard": "standard-refused",
    "potential": "potential-not-certified",
}
#: Findings that leave a place on the list free: each is answered with the groups that may be named instead.
REFUSALS: Final = frozenset(
    {
        *(f"selection.{slug}" for slug in REFUSED.values()),
        "selection.too-few",
        "registry.unknown-group",
        "registry.id-and-name-differ",
        "registry.ambiguous-name",
        "registry.other-district",
        "cross.claimed-twice",
    }
)
#: Eligible groups that are named in place of one that is refused.
ALTERNATIVES: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A row whose group is known, judged. tier: position of the tier it stands in, None where it is refused.

    outcome: "eligible" (also while a fact is to be checked), "waits" for the district's word, or "refused".
    certified: the conditions that the district certified by naming the group, in a list without a column for them.
    """

    row: SubmittedRow
    group: int
    product: int
    tier: int | None
    outcome: Literal["eligible", "waits", "refused"]
    findings: tuple[Finding, ...]
    certified: tuple[str, ...] = ()


def judge(row: SubmittedRow, group: int, product: int, run: Run) -> Choice:
    """Judge one row by the letter: the first tier of which nothing is false, else what the nearest one refuses."""
    answers = _answers(row, product, run)
    letter = run.letter
    false = [
        [c for c in tier.requires if answers.get(c, True) is False]
        for tier in letter.tiers
    ]
    available = available_tiers(letter, run.registry.absent_fields)
    screened = [tier for tier, is_available in enumerate(available) if is_available]
    met = [tier for tier in range(len(letter.tiers)) if not false[tier]]
    if not met:
        nearest = min(
            screened or range(len(letter.tiers)),
            key=lambda tier: _distance(tier, false[tier], product, run),
        )
        refused = tuple(
            _refusal(row, product, name, run)
            for name in _in_order(false[nearest], letter)
        )
        return Choice(row, group, product, None, "refused", refused)
    if met[0] not in screened:
        tier_name = {lang: letter.tiers[met[0]].name.to(lang) for lang in LANGUAGES}
        finding = make_finding(
            "selection.tier-not-screened",
            row.group_place,
            value=_name(run, group),
            tier=tier_name,
        )
        return Choice(row, group, product, met[0], "eligible", (finding,))
    unanswered = [
        name
        for name in _in_order(letter.tiers[met[0]].requires, letter)
        if answers.get(name, True) is None
    ]
    if _is_sure(product, answers, run):
        unanswered = []
    certified = tuple(
        name for name in unanswered if _certifies_by_naming(row, name, letter)
    )
    findings = tuple(
        _open(row, product, name, run) for name in unanswered if name not in certified
    )
    waits = any(finding.code == "selection.potential-not-said" for finding in findings)
    return Choice(
        row,
        group,
        product,
        met[0],
        "waits" if waits else "eligible",
        findings,
        certified,
    )


def _certifies_by_naming(row: SubmittedRow, condition_id: str, letter: Letter) -> bool:
    """The list has no column for the district's word: by naming the group the district says it (a reading)."""
    condition = letter.condition(condition_id)
    by_naming = letter.choices.naming_certifies == "without-column"
    return by_naming and condition.is_judgement and condition.field not in row.cells


def certified_by_naming(
    choices: Sequence[Choice], place: Place, run: Run
) -> Iterator[Finding]:
    """Once a list and condition: how many groups the district certified by naming them."""
    for condition in run.letter.conditions:
        count = sum(condition.id in choice.certified for choice in choices)
        if count:
            wording = {lang: condition.brief.to(lang) for lang in LANGUAGES}
            yield make_finding(
                "selection.certified-by-naming",
                place,
                count=count,
                wording=wording,
                clause=condition.clause,
            )


class LeftOut(NamedTuple):
    """A certain group that a list does not name. tier: position of the tier it stands in."""

    group: int
    tier: int
    prefers: bool


def check_order(
    choices: Sequence[Choice], named: Collection[int], district_ix: int, run: Run
) -> Iterator[Finding]:
    """Certain groups left out though the letter puts them before one that is named.

    A later tier's group takes the place of an earlier one's (told or refused, as the letter chooses), a group without
    the standard that of one with it in the same tier (a warning). Each group left out answers for one choice, from the
    last named upwards. A choice of a tier that the district does not need is a warning.
    """
    left_out = _groups_left_out(named, district_ix, run)
    closed_tiers = _closed_tiers(district_ix, run)
    for choice in reversed(_eligible_in_order(choices, run)):
        tier = choice.tier or 0
        prefers = bool(run.screening.groups["prefers"].loc[choice.group])
        earlier = [group for group in left_out if group.tier < tier]
        preferred = [
            group
            for group in left_out
            if group.tier == tier and group.prefers and not prefers
        ]
        if earlier:
            left_out.remove(earlier[0])
            yield _earlier_tier_left_out(choice, earlier[0], run)
        elif preferred and run.letter.preference:
            left_out.remove(preferred[0])
            yield _standard_passed_over(
                choice, preferred[0], run.letter.preference, run
            )
        elif tier in closed_tiers:
            yield _tier_closed(choice, run)


def _groups_left_out(
    named: Collection[int], district_ix: int, run: Run
) -> list[LeftOut]:
    """The certain groups of a district that its list does not name, in rank order."""
    tier_ids = [tier.id for tier in run.letter.tiers]
    groups = run.screening.groups
    is_listed = (groups["district_ix"] == district_ix) & (groups["outcome"] == "listed")
    is_named = groups.index.isin(list(named))
    rows = groups[
        is_listed & (groups["certainty"] == "certain") & ~is_named
    ].sort_values("rank")
    columns = zip(rows.index, rows["tier"], rows["prefers"], strict=True)
    return [
        LeftOut(int(group), tier_ids.index(tier), bool(prefers))
        for group, tier, prefers in columns
    ]


def _eligible_in_order(choices: Sequence[Choice], run: Run) -> list[Choice]:
    """The choices that stand in a tier: by tier, preferred ones first, then as the list has them."""
    prefers = run.screening.groups["prefers"]
    eligible = [
        choice
        for choice in choices
        if choice.outcome == "eligible" and choice.tier is not None
    ]
    return sorted(
        eligible,
        key=lambda choice: (
            choice.tier,
            not bool(prefers.loc[choice.group]),
            choice.row.row,
        ),
    )


def _closed_tiers(district_ix: int, run: Run) -> set[int]:
    """The positions of the tiers that a district does not need."""
    states = run.screening.tiers
    is_closed = (states["district_ix"] == district_ix) & (states["state"] == "closed")
    closed_ids = set(states.loc[is_closed, "tier"])
    return {
        position
        for position, tier in enumerate(run.letter.tiers)
        if tier.id in closed_ids
    }


def _earlier_tier_left_out(choice: Choice, left_out: LeftOut, run: Run) -> Finding:
    """A group of an earlier tier is left out: whether the district must name all of it is a reading."""
    is_refused = run.letter.choices.exhaust_primary == "refused"
    return _passed_over(
        "earlier-tier-left-out",
        choice,
        left_out.group,
        run,
        run.letter.tiers[choice.tier or 0].clause,
        severity="error" if is_refused else "warning",
        or_why=_or_why(is_refused=is_refused),
    )


def _standard_passed_over(
    choice: Choice, left_out: LeftOut, preference: Preference, run: Run
) -> Finding:
    wording = {lang: preference.wording.to(lang) for lang in LANGUAGES}
    return _passed_over(
        "standard-passed-over",
        choice,
        left_out.group,
        run,
        preference.clause,
        wording=wording,
    )


def _tier_closed(choice: Choice, run: Run) -> Finding:
    tier = run.letter.tiers[choice.tier or 0]
    return make_finding(
        "selection.tier-closed",
        choice.row.group_place,
        value=_name(run, choice.group),
        tier={lang: tier.name.to(lang) for lang in LANGUAGES},
        clause=tier.clause,
    )


def check_quota(
    n_named: int, place: Place, district_ix: int, run: Run
) -> Iterator[Finding]:
    """Fewer groups than the quota: an error, or a warning where the district has no more to name.

    More groups than the quota are no fault: it is the least number.
    """
    if run.letter.choices.quota_is != "minimum":
        raise SideNotBuiltError("quota_is", run.letter.choices.quota_is)
    row = run.screening.districts.loc[district_ix]
    required, possible = (int(str(row[name])) for name in ("required", "possible"))
    if n_named < required:
        yield make_finding(
            "selection.too-few",
            place,
            severity="error" if n_named < min(required, possible) else "warning",
            count=n_named,
            required=required,
            possible=possible,
            clause=run.letter.quota.clause,
        )


def next_eligible(named: Collection[int], district_ix: int, run: Run) -> list[int]:
    """The next groups of the district's shortlist that are not on its list, at most ALTERNATIVES."""
    groups = run.screening.groups
    listed = groups[
        (groups["district_ix"] == district_ix) & (groups["outcome"] == "listed")
    ]
    return [
        int(group) for group in listed.sort_values("rank").index if group not in named
    ][:ALTERNATIVES]


def _answers(row: SubmittedRow, product: int, run: Run) -> dict[str, Truth]:
    """Every evaluated condition of a product; where the district judges, its own word in the list goes first."""
    is_true, is_unknown = run.screening.is_true, run.screening.is_unknown
    answers: dict[str, Truth] = {}
    for condition in run.letter.conditions:
        if condition.id not in is_true:
            continue
        said = row.value(condition.field) if condition.is_judgement else None
        if said is not None:
            answers[condition.id] = condition.takes(said)
        elif is_unknown[condition.id].to_numpy()[product]:
            answers[condition.id] = None
        else:
            answers[condition.id] = bool(is_true[condition.id].to_numpy()[product])
    return answers


def _is_sure(product: int, answers: dict[str, Truth], run: Run) -> bool:
    """The product stands in one tier or another whatever is unknown of it, and the list denies none of its facts."""
    if run.screening.products["certainty"].loc[product] != "certain":
        return False
    is_true = run.screening.is_true.loc[product]
    return all(answers[name] is not False for name in answers if is_true[name])


def _distance(
    tier: int, false: Collection[str], product: int, run: Run
) -> tuple[int, bool, bool, int]:
    """How far a product is from a tier.

    Of tiers equally far, the one that waits for the district's word alone, then the one that speaks of stars for a
    product that was rated, and another for one that was not.
    """
    letter = run.letter
    rated = run.registry.products["star_rated"].loc[product]
    waits = all(letter.condition(name).is_judgement for name in false)
    is_of_stars = letter.tiers[tier].orders_by_star
    return len(false), not waits, is_of_stars != bool(pd.notna(rated) and rated), tier


def _in_order(names: Collection[str], letter: Letter) -> list[str]:
    return [condition.id for condition in letter.conditions if condition.id in names]


def _refusal(row: SubmittedRow, product: int, condition_id: str, run: Run) -> Finding:
    """Why the letter refuses a row, at the cell that says so, with the registry's own value and cell."""
    condition = run.letter.condition(condition_id)
    own = run.registry.place(product, condition.field)
    group = int(run.screening.products["group"].loc[product])
    standing = int(run.screening.groups["product"].loc[group])
    other = None
    if standing != product and pd.notna(run.screening.groups["tier"].loc[group]):
        other = run.registry.products["product_name"].loc[standing]
    words = condition.asking_words
    return make_finding(
        f"selection.{REFUSED[condition.field]}",
        _cell_of(row, condition.field),
        value=_name(run, group),
        suggestion=other,
        clause=condition.clause,
        wording={lang: words.to(lang) for lang in LANGUAGES},
        known=registry_words(condition.field, group, product, run),
        registry_cell=own.whole,
    )


def _open(row: SubmittedRow, product: int, condition_id: str, run: Run) -> Finding:
    """A condition that nobody has answered: potential waits for the district, a fact for whoever keeps the registry."""
    condition = run.letter.condition(condition_id)
    if condition.is_judgement:
        return make_finding(
            "selection.potential-not-said",
            _cell_of(row, condition.field),
            value=_name(run, int(run.screening.products["group"].loc[product])),
            clause=condition.clause,
            wording={lang: condition.brief.to(lang) for lang in LANGUAGES},
        )
    own = run.registry.place(product, condition.field)
    return make_finding(
        "selection.fact-unknown",
        row.group_place,
        value=_name(run, int(run.screening.products["group"].loc[product])),
        clause=condition.clause,
        wording={lang: condition.wording.to(lang) for lang in LANGUAGES},
        registry_cell=own.whole,
        field=condition.field,
    )


def _cell_of(row: SubmittedRow, field: str) -> Place:
    """The cell of the field where the list has it, else the group's."""
    return row.cells[field].place if field in row.cells else row.group_place


def _or_why(*, is_refused: bool) -> dict[str, str]:
    """The end of a remedy where the district may also say why; nothing where the list is refused."""
    return {
        lang: "" if is_refused else text("words.remedy.or_why", lang)
        for lang in LANGUAGES
    }


def _passed_over(
    slug: str, choice: Choice, group: int, run: Run, clause: str, **more: Any
) -> Finding:
    return make_finding(
        f"selection.{slug}",
        choice.row.group_place,
        value=_name(run, choice.group),
        suggestion=_name(run, group),
        rank=int(run.screening.groups["rank"].loc[group]),
        clause=clause,
        **more,
    )


def _name(run: Run, group: int) -> str:
    return str(run.screening.groups["group_name"].loc[group])
