"""A district's whole choice against the letter: an earlier tier left out, the quota, and whom to name instead.

A district is held to the letter's order, never to keys of our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text_in_each
from kbo_screen.registry.frame_values import value_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from kbo_screen.checking.check_selection import DistrictChoice
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Severity
    from kbo_screen.letters.model import Letter, Preference
    from kbo_screen.registry.submission import Submission

#: Eligible groups that are named in place of one that is refused.
ALTERNATIVES: Final = 3


class UnnamedGroup(NamedTuple):
    """A certain group that a list does not name. tier: position of the tier it stands in."""

    group: int
    tier: int
    prefers: bool


def check_order(
    choices: Sequence[DistrictChoice],
    named_groups: Collection[int],
    district_ix: int,
    run: Run,
) -> Iterator[Finding]:
    """Certain groups left out though the letter puts them before one that is named.

    A later tier's group takes the place of an earlier one's (told or refused, as the letter chooses), a group without
    the standard that of one with it in the same tier (a warning). Each group left out answers for one choice, from the
    last named upwards. A choice of a tier that the district does not need is a warning.
    """
    left_out = _groups_left_out(named_groups, district_ix, run)
    closed_tiers = _closed_tiers(district_ix, run)
    preference = run.letter.preference
    for choice in reversed(_eligible_in_order(choices, run)):
        earlier = _of_earlier_tier(left_out, choice)
        preferred = _preferred_in_tier(left_out, choice, run)
        if earlier:
            left_out.remove(earlier)
            yield _earlier_tier_left_out(choice, earlier, run)
        elif preferred and preference:
            left_out.remove(preferred)
            yield _standard_passed_over(choice, preferred, preference, run)
        elif (choice.tier or 0) in closed_tiers:
            yield _tier_closed(choice, run)


def _groups_left_out(
    named_groups: Collection[int],
    district_ix: int,
    run: Run,
) -> list[UnnamedGroup]:
    """The certain groups of a district that its list does not name, in rank order."""
    tier_ids = [tier.id for tier in run.letter.tiers]
    listed = _shortlist(district_ix, run)
    certain = listed[listed["certainty"] == "certain"]
    left_out = []
    rows = zip(certain.index, certain["tier"], certain["prefers"], strict=True)
    for group, tier_id, prefers in rows:
        if group not in named_groups:
            tier = tier_ids.index(str(tier_id))
            left_out.append(UnnamedGroup(int(group), tier, bool(prefers)))
    return left_out


def _shortlist(district_ix: int, run: Run) -> pd.DataFrame:
    """The listed groups of a district, in rank order."""
    groups = run.screening.groups
    return run.screening.shortlists.get(district_ix, groups.iloc[:0])


def _eligible_in_order(
    choices: Sequence[DistrictChoice], run: Run
) -> list[DistrictChoice]:
    """The choices that stand in a tier: by tier, preferred ones first, then as the list has them."""
    eligible = [
        choice
        for choice in choices
        if choice.outcome == "eligible" and choice.tier is not None
    ]

    def order(choice: DistrictChoice) -> tuple[int, bool, int]:
        return choice.tier or 0, not _prefers(choice, run), choice.row.row

    return sorted(eligible, key=order)


def _prefers(choice: DistrictChoice, run: Run) -> bool:
    """The letter puts the group of a choice first."""
    return bool(value_at(run.screening.groups, choice.group, "prefers"))


def _closed_tiers(district_ix: int, run: Run) -> set[int]:
    """The positions of the tiers that a district does not need."""
    closed_ids = run.screening.closed_tiers.get(district_ix, ())
    return {
        position
        for position, tier in enumerate(run.letter.tiers)
        if tier.id in closed_ids
    }


def _of_earlier_tier(
    left_out: Sequence[UnnamedGroup], choice: DistrictChoice
) -> UnnamedGroup | None:
    """The first group left out that stands in an earlier tier than a choice."""
    for group in left_out:
        if group.tier < (choice.tier or 0):
            return group
    return None


def _preferred_in_tier(
    left_out: Sequence[UnnamedGroup],
    choice: DistrictChoice,
    run: Run,
) -> UnnamedGroup | None:
    """The first group left out that the letter prefers to a choice of the same tier."""
    if not _prefers(choice, run):
        for group in left_out:
            if group.tier == choice.tier and group.prefers:
                return group
    return None


def _earlier_tier_left_out(
    choice: DistrictChoice,
    left_out: UnnamedGroup,
    run: Run,
) -> Finding:
    """A group of an earlier tier is left out: whether the district must name all of it is a reading.

    Where it is only told, the remedy ends with: or say why.
    """
    severity: Severity = "warning"
    or_why = text_in_each("words.remedy.or_why")
    if run.letter.choices.exhaust_primary == "refused":
        severity = "error"
        or_why = dict.fromkeys(LANGUAGES, "")
    return make_finding(
        "selection.earlier-tier-left-out",
        choice.row.group_place,
        **_passed_over(choice, left_out, run),
        clause=run.letter.tiers[choice.tier or 0].clause,
        severity=severity,
        or_why=or_why,
    )


def _standard_passed_over(
    choice: DistrictChoice,
    left_out: UnnamedGroup,
    preference: Preference,
    run: Run,
) -> Finding:
    return make_finding(
        "selection.standard-passed-over",
        choice.row.group_place,
        **_passed_over(choice, left_out, run),
        clause=preference.clause,
        wording=preference.wording.in_each(),
    )


def _passed_over(
    choice: DistrictChoice,
    left_out: UnnamedGroup,
    run: Run,
) -> dict[str, Any]:
    """The group that is named, and the one that the letter puts before it, with its rank."""
    return {
        "value": run.screening.name_of(choice.group),
        "suggestion": run.screening.name_of(left_out.group),
        "rank": int(value_at(run.screening.groups, left_out.group, "rank")),
    }


def _tier_closed(choice: DistrictChoice, run: Run) -> Finding:
    tier = run.letter.tiers[choice.tier or 0]
    return make_finding(
        "selection.tier-closed",
        choice.row.group_place,
        value=run.screening.name_of(choice.group),
        tier=tier.name.in_each(),
        clause=tier.clause,
    )


def check_quota(
    n_named: int,
    submission: Submission,
    district_ix: int,
    run: Run,
) -> Iterator[Finding]:
    """Fewer groups than the quota: an error; a warning where the district has no more to name, told where it says why.

    Who says why need not name a group that waits for its word.
    More groups than the quota are no fault where it is the least number; more than the most that the letter sets are.
    """
    place = submission.place
    yield from _check_most(n_named, place, run.letter)
    district: Any = run.screening.districts.loc[district_ix]
    required = int(district["required"])
    nameable = required - int(district["shortfall"])
    if n_named >= required:
        return
    reason = submission.reason
    if reason and n_named >= nameable:
        yield make_finding(
            "selection.fewer-with-reason",
            reason.place,
            value=reason.text,
            count=n_named,
            required=required,
            unit=text_in_each(f"words.unit.{run.letter.quota.unit}"),
            clause=run.letter.quota.clause,
        )
        return
    has_to_name = min(required, int(district["certain"])) if reason else nameable
    severity: Severity = "error" if n_named < has_to_name else "warning"
    yield make_finding(
        "selection.too-few",
        place,
        value=reason.text if reason else None,
        severity=severity,
        reason_cell=(reason.place.cell if reason else None) or "",
        count=n_named,
        required=required,
        unit=text_in_each(f"words.unit.{run.letter.quota.unit}"),
        possible=int(district["possible"]),
        clause=run.letter.quota.clause,
    )


def _check_most(
    n_named: int,
    place: Place,
    letter: Letter,
) -> Iterator[Finding]:
    most = letter.most_per_district
    if most is not None and n_named > most:
        yield make_finding(
            "selection.too-many",
            place,
            count=n_named,
            most=most,
            clause=letter.quota.clause,
        )


def next_eligible(
    named_groups: Collection[int], district_ix: int, run: Run
) -> list[int]:
    """The next groups of the district's shortlist that are not on its list, at most ALTERNATIVES."""
    not_named = [
        group
        for group in _shortlist(district_ix, run).index.tolist()
        if group not in named_groups
    ]
    return not_named[:ALTERNATIVES]
