"""In which tier every group stands, how sure that is, and which tiers its district needs.

A group stands by the best of its products. It is certain where it stands in one tier or another whatever its unknown
cells hold, and none of these tiers is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.screening.quotas import against_quota, against_quota_of_provinces
from kbo_screen.screening.tiers import (
    CERTAIN,
    CLOSED,
    NO_TIER,
    available_tiers,
    open_tiers,
)

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.group_facts import GroupFacts
    from kbo_screen.screening.group_products import GroupProducts
    from kbo_screen.screening.screening import QuotaCounts
    from kbo_screen.screening.tiers import PlacedProducts, TierCounts

#: More than there are certainties: a tier and a certainty are one number that sorts by the tier first.
_CERTAINTY_BASE: Final = 8


class GroupTiers(NamedTuple):
    """Where groups stand.

    tier_ix, certainty_ix, is_listed: per group; NO_TIER for none. units: per group what the quota counts of it;
    sure_units: of these, for sure.
    product_certainty_ix: per product. is_product_listed: per product where these are counted; None where each goes with
    its group. tiers: its `certain` counts only groups that are sure to stand in that very tier. districts: what is
    listed. provinces: the same, None without their quota.
    """

    tier_ix: np.ndarray
    certainty_ix: np.ndarray
    is_listed: np.ndarray
    units: np.ndarray
    sure_units: np.ndarray
    product_certainty_ix: np.ndarray
    is_product_listed: np.ndarray | None
    tiers: TierCounts
    districts: QuotaCounts
    provinces: QuotaCounts | None


def place_groups(
    facts: GroupFacts,
    placed: PlacedProducts,
    letter: Letter,
) -> GroupTiers:
    """Place every group in the first tier that one of its products may stand in."""
    index = facts.index
    available = available_tiers(letter, facts.registry.absent_fields)
    n_tiers = len(letter.tiers)
    tier_ix, certainty_in_tier = _best_standing(index, placed, n_tiers)
    units = _units_in_tiers(index, placed, tier_ix, certainty_in_tier, letter)
    tiers = open_tiers(*units, index.province_of_district, letter, available)
    is_in_use = _tiers_in_use(tiers)
    is_listed = is_in_use[index.district_ix, tier_ix]
    worst_tier = index.least(placed.worst_tier_ix)
    is_sure = is_in_use[index.district_ix, worst_tier]
    certainty_ix = np.where(is_sure, CERTAIN, certainty_in_tier)
    product_certainty_ix = _certainty_of_products(index, placed, is_in_use)
    counts = UnitCounts(is_listed & (certainty_ix == CERTAIN), is_listed)
    if letter.quota.unit == "products":
        counts = _count_products(index, placed, product_certainty_ix, is_in_use)
    districts = against_quota(
        index.sum_by_district(counts.certain),
        index.sum_by_district(counts.possible),
        letter.quota.least_per_district,
    )
    return GroupTiers(
        tier_ix=tier_ix,
        certainty_ix=certainty_ix,
        is_listed=is_listed,
        units=counts.possible.astype(np.int64),
        sure_units=counts.certain.astype(np.int64),
        product_certainty_ix=product_certainty_ix,
        is_product_listed=counts.is_product_listed,
        tiers=tiers,
        districts=districts,
        provinces=against_quota_of_provinces(
            districts, index.province_of_district, letter
        ),
    )


class UnitsInTiers(NamedTuple):
    """What a quota counts, groups or products: of each its district, its tier and the certainty in that very tier."""

    district_ix: np.ndarray
    tier_ix: np.ndarray
    certainty_ix: np.ndarray


class UnitCounts(NamedTuple):
    """Per group what the quota counts of it for sure, and at most. is_product_listed: as in `GroupTiers`."""

    certain: np.ndarray
    possible: np.ndarray
    is_product_listed: np.ndarray | None = None


def _units_in_tiers(
    index: GroupProducts,
    placed: PlacedProducts,
    tier_ix: np.ndarray,
    certainty_ix: np.ndarray,
    letter: Letter,
) -> UnitsInTiers:
    """tier_ix, certainty_ix: per group."""
    if letter.quota.unit == "groups":
        return UnitsInTiers(index.district_ix, tier_ix, certainty_ix)
    return UnitsInTiers(
        index.district_of_product,
        placed.tier_ix,
        placed.certainty_ix,
    )


def _count_products(
    index: GroupProducts,
    placed: PlacedProducts,
    certainty_ix: np.ndarray,
    is_in_use: np.ndarray,
) -> UnitCounts:
    """Of every group its products in tiers that are not closed. certainty_ix: per product."""
    is_listed = is_in_use[index.district_of_product, placed.tier_ix]
    is_certain = is_listed & (certainty_ix == CERTAIN)
    return UnitCounts(
        index.count_products(is_certain),
        index.count_products(is_listed),
        is_listed,
    )


def _certainty_of_products(
    index: GroupProducts,
    placed: PlacedProducts,
    is_in_use: np.ndarray,
) -> np.ndarray:
    """A product is certain too where the tier in which it stands at worst is in use."""
    district_ix = index.district_of_product
    is_sure = is_in_use[district_ix, placed.worst_tier_ix]
    return np.where(is_sure, CERTAIN, placed.certainty_ix)


def _best_standing(
    index: GroupProducts,
    placed: PlacedProducts,
    n_tiers: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Per group the first tier of its products (NO_TIER for none), and the best certainty in that very tier."""
    tier_of_product = placed.tier_ix
    has_tier = tier_of_product != NO_TIER
    tier = np.where(has_tier, tier_of_product, n_tiers)
    certainty = np.where(has_tier, placed.certainty_ix, 0)
    best = index.least(tier * _CERTAINTY_BASE + certainty)
    first_tier = best // _CERTAINTY_BASE
    return np.where(first_tier == n_tiers, NO_TIER, first_tier), best % _CERTAINTY_BASE


def _tiers_in_use(tiers: TierCounts) -> np.ndarray:
    """Per district (row) and tier: not closed. The last column stands for no tier, which is never in use."""
    is_in_use = tiers.state_ix != CLOSED
    return np.column_stack([is_in_use, np.zeros(len(is_in_use), dtype=bool)])
