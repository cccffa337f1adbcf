"""What another letter would change in each district: a condition left out, or a range one unit wider.

A lever is computed from the condition masks alone, and equals a run with the changed letter. It changes nothing: the
letter decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.gap.place_again import place_again
from kbo_screen.gap.variants import OFF, vary_letter
from kbo_screen.screening.best_rows import with_group_standard
from kbo_screen.screening.conditions import (
    answer_for_groups,
    evaluate_condition,
    settle_by_verdicts,
)
from kbo_screen.screening.group_tiers import index_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_tiers import GroupProducts, GroupTiers
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
    provinces: one row per province in the order of the scope, columns as `against_quota` gives them; None without a
        quota of the province.
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
    masks = masks_of(screening)
    index = index_groups(screening.products["group"], registry)
    listed_now = screening.groups["outcome"].eq("listed").to_numpy()
    levers = []
    for variant in variants_of(letter):
        condition = letter.condition(variant.condition)
        if condition.id not in masks and not _would_open_tiers(condition, variant):
            continue
        changed = vary_letter(letter, variant.path)
        changed_masks = _changed_masks(
            masks, registry, screening.products["group"], variant, changed
        )
        groups = place_again(index, changed_masks, changed, registry)
        districts = _districts(index, groups, listed_now)
        districts["is_felt"] = _is_felt(districts, screening.districts)
        levers.append(Lever(variant, districts, groups.provinces))
    return levers


def _changed_masks(
    masks: pd.DataFrame,
    registry: Registry,
    groups: pd.Series[int],
    variant: Variant,
    changed: Letter,
) -> pd.DataFrame:
    """The masks under the changed letter: of a condition that is left out they stay as they are."""
    if variant.value is None:
        return masks
    widened = changed_mask(registry, groups, variant.condition, changed)
    return masks.assign(**{variant.condition: widened})


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


def masks_of(screening: Screening) -> pd.DataFrame:
    """The masks as nullable booleans again."""
    masks = {}
    for name in screening.is_true:
        is_true = screening.is_true[name].to_numpy()
        is_unknown = screening.is_unknown[name].to_numpy()
        masks[name] = pd.arrays.BooleanArray(is_true, is_unknown)
    return pd.DataFrame(masks, index=screening.is_true.index)


def changed_mask(
    registry: Registry,
    groups: pd.Series[int],
    condition_id: str,
    changed_letter: Letter,
) -> pd.Series[bool]:
    """The mask of a condition of a changed letter; what a person settled holds as far as it reaches.

    groups: per product the number of its group.
    """
    condition = changed_letter.condition(condition_id)
    products = registry.products.assign(group=groups)
    if condition.field == "standard":
        products = with_group_standard(products)
    masks = pd.DataFrame({condition.id: evaluate_condition(products, condition)})
    settle_by_verdicts(masks, registry, changed_letter)
    masks = answer_for_groups(masks, products, registry, changed_letter)
    return masks[condition.id]


def _districts(
    index: GroupProducts,
    groups: GroupTiers,
    listed_now: np.ndarray,
) -> pd.DataFrame:
    """The counts of every district under a letter, as `screen` would have them."""
    is_entering = groups.is_listed & ~listed_now
    is_leaving = listed_now & ~groups.is_listed
    return groups.districts.assign(
        entering=index.count_by_district(is_entering),
        leaving=index.count_by_district(is_leaving),
    )


def _is_felt(districts: pd.DataFrame, districts_now: pd.DataFrame) -> np.ndarray:
    """Per district: a variant changes who is listed there, how sure they are, or what that amounts to."""
    changes = [districts["entering"] > 0, districts["leaving"] > 0]
    for name in ("certain", "possible", "status"):
        value_now = districts_now[name].astype(object).to_numpy()
        changes.append(districts[name].astype(object) != value_now)
    is_felt: np.ndarray = np.logical_or.reduce(changes)
    return is_felt
