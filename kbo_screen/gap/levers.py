"""What another letter would change in each district: a condition left out, or a range one unit wider.

A lever is computed from the answers alone, and equals a run with the changed letter. It changes nothing: the
letter decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.gap.place_again import place_again
from kbo_screen.gap.variants import OFF, vary_letter
from kbo_screen.screening.answers import FALSE, TRUE, UNKNOWN, Answers
from kbo_screen.screening.conditions import answer_condition
from kbo_screen.screening.group_facts import GroupFacts
from kbo_screen.screening.quotas import quota_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_products import GroupProducts
    from kbo_screen.screening.group_tiers import GroupTiers
    from kbo_screen.screening.screening import Screening

Change = Literal["drop", "min", "max"]


class Variant(NamedTuple):
    """One step away from the letter: a condition left out ("drop"), or its range one wider at one end."""

    condition: str
    change: Change
    #: The new end of the range; None where the condition is left out.
    value: int | None

    @property
    def path(self) -> str:
        """The step as it is written: "star-in-range.max=4", "quadrant-d=off"."""
        if self.value is None:
            return f"{self.condition}={OFF}"
        return f"{self.condition}.{self.change}={self.value}"


@dataclass(frozen=True, eq=False)
class Lever:
    """What one variant changes.

    districts: one row per district, columns `certain`, `possible` (counts of listed groups under the variant),
        `entering` (groups listed under it that are not now), `leaving` (listed now and not under it), `shortfall`,
        `status`, `is_felt` (bool: a group enters or leaves, or a count or the status is another).
    provinces: one row per province in the order of the scope, columns as of `QuotaCounts`; None without a quota
        of the province.
    """

    variant: Variant
    districts: pd.DataFrame
    provinces: pd.DataFrame | None = None


def pull_levers(
    registry: Registry,
    screening: Screening,
    letter: Letter,
) -> list[Lever]:
    """What each variant would change in each district: the same as a run with the changed letter."""
    answers = answers_in(screening)
    facts = GroupFacts(registry, screening.products["group"])
    listed_now = screening.groups["outcome"].eq("listed").to_numpy()
    levers = []
    for variant in variants_of(letter):
        condition = letter.condition(variant.condition)
        is_answered = condition.id in answers.condition_ids
        if not is_answered and not _would_open_tiers(condition, variant):
            continue
        changed = vary_letter(letter, variant.path)
        changed_answers = _changed_answers(answers, facts, variant, changed)
        groups = place_again(facts, changed_answers, changed)
        districts = _districts(facts.index, groups, listed_now)
        districts["is_felt"] = _is_felt(districts, screening.districts)
        levers.append(Lever(variant, districts, _provinces(groups)))
    return levers


def _changed_answers(
    answers: Answers,
    facts: GroupFacts,
    variant: Variant,
    changed: Letter,
) -> Answers:
    """The answers under the changed letter: of a condition that is left out they stay as they are."""
    if variant.value is None:
        return answers
    widened = changed.condition(variant.condition)
    digits = answer_condition(facts, widened, changed)
    return answers.with_digits(widened.id, digits)


def variants_of(letter: Letter) -> Iterator[Variant]:
    """Every condition left out, and every range one wider at each end that stays possible."""
    for condition in letter.conditions:
        if _can_be_dropped(condition.id, letter):
            yield Variant(condition.id, "drop", None)
        for end in condition.wider_ends():
            yield Variant(condition.id, end.part, end.beyond)


def _can_be_dropped(condition_id: str, letter: Letter) -> bool:
    """Some tier requires it, and without it some tier still asks something.

    To leave out one of several alternatives makes a tier narrower.
    """
    is_required = any(condition_id in tier.requires for tier in letter.tiers)
    return is_required and any(tier.asks != {condition_id} for tier in letter.tiers)


def _would_open_tiers(condition: Condition, variant: Variant) -> bool:
    """The condition has no column, and its tiers are unavailable for that: left out, they can be screened."""
    return variant.change == "drop" and condition.no_source == "tier-unavailable"


def answers_in(screening: Screening) -> Answers:
    """The answers that a screening rests on."""
    is_true = screening.is_true.to_numpy(dtype=bool)
    is_unknown = screening.is_unknown.to_numpy(dtype=bool)
    digits = np.select([is_unknown, is_true], [UNKNOWN, TRUE], FALSE).astype(np.int8)
    return Answers(tuple(map(str, screening.is_true)), digits.T)


def _districts(
    index: GroupProducts,
    groups: GroupTiers,
    listed_now: np.ndarray,
) -> pd.DataFrame:
    """The counts of every district under a letter, as `screen` would have them."""
    is_entering = groups.is_listed & ~listed_now
    is_leaving = listed_now & ~groups.is_listed
    return pd.DataFrame(
        {
            **quota_columns(groups.districts),
            "entering": index.count_by_district(is_entering),
            "leaving": index.count_by_district(is_leaving),
        }
    )


def _provinces(groups: GroupTiers) -> pd.DataFrame | None:
    counts = groups.provinces
    return None if counts is None else pd.DataFrame(quota_columns(counts))


def _is_felt(districts: pd.DataFrame, districts_now: pd.DataFrame) -> np.ndarray:
    """Per district: a variant changes who is listed there, how sure they are, or what that amounts to."""
    changes = [districts["entering"] > 0, districts["leaving"] > 0]
    for name in ("certain", "possible", "status"):
        value_now = districts_now[name].astype(object).to_numpy()
        changes.append(districts[name].astype(object) != value_now)
    is_felt: np.ndarray = np.logical_or.reduce(changes)
    return is_felt
