"""In which tier every group stands, how sure that is, and which tiers its district needs.

A group stands by the best of its products. It is certain where it stands in one tier or another whatever its unknown
cells hold, and none of these tiers is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.screening.quotas import against_quota, against_quota_of_provinces
from kbo_screen.screening.tiers import CERTAIN, NO_TIER, open_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry

#: More than there are certainties: a tier and a certainty are one number that sorts by the tier first.
_CERTAINTY_BASE: Final = 8


class GroupProducts:
    """The products of every group side by side, so that a group's best is one minimum."""

    def __init__(
        self,
        groups: np.ndarray,
        districts: np.ndarray,
        province_of_district: np.ndarray,
    ) -> None:
        """groups, districts: per product the number of its group (from 0, none left out) and of its district.

        province_of_district: per district a number for its province.
        """
        self.of_product = groups
        self.order = np.argsort(groups, kind="stable")
        self.starts = np.flatnonzero(np.diff(groups[self.order], prepend=-1))
        self.district_of_product = districts
        self.district_ix = districts[self.order][self.starts]
        self.province_of_district = province_of_district
        self.n_districts = len(province_of_district)

    def least(self, values: np.ndarray) -> np.ndarray:
        """Per group the least value of its products."""
        least: np.ndarray = np.minimum.reduceat(values[self.order], self.starts)
        return least

    def count_products(self, is_counted: np.ndarray) -> np.ndarray:
        """Per group the number of its products that are counted; is_counted: a truth value per product."""
        return np.add.reduceat(is_counted[self.order].astype(np.int64), self.starts)

    def sum_by_district(self, numbers: np.ndarray) -> np.ndarray:
        """Per district the sum of a whole number of each of its groups."""
        sums = np.bincount(self.district_ix, numbers, minlength=self.n_districts)
        return sums.astype(np.int64)

    def count_by_district(self, is_counted: np.ndarray) -> np.ndarray:
        """Per district the number of groups that are counted; is_counted: a truth value per group."""
        return np.bincount(self.district_ix[is_counted], minlength=self.n_districts)


def index_groups(group_of_product: pd.Series[int], registry: Registry) -> GroupProducts:
    """The groups of a registry. group_of_product: per product the number of its group."""
    provinces = [district.province for district in registry.scope.districts]
    return GroupProducts(
        group_of_product.to_numpy(),
        registry.products["district_ix"].to_numpy(dtype=np.intp),
        pd.factorize(np.array(provinces, dtype=object))[0],
    )


@dataclass(frozen=True, eq=False)
class GroupTiers:
    """Where groups stand.

    tier_ix, certainty_ix, is_listed: per group; NO_TIER for none. units: per group what the quota counts of it.
    product_certainty_ix: per product. is_product_listed: per product where these are counted; None where each goes with
    its group. tiers: as `open_tiers` returns; its `certain` counts only groups that are sure to stand in that very
    tier. districts: as `against_quota` returns, of what is listed. provinces: the same, None without their quota.
    """

    tier_ix: np.ndarray
    certainty_ix: np.ndarray
    is_listed: np.ndarray
    units: np.ndarray
    product_certainty_ix: np.ndarray
    is_product_listed: np.ndarray | None
    tiers: pd.DataFrame
    districts: pd.DataFrame
    provinces: pd.DataFrame | None

    @property
    def is_certain(self) -> np.ndarray:
        """Per group: listed for sure."""
        is_certain: np.ndarray = self.is_listed & (self.certainty_ix == CERTAIN)
        return is_certain


def place_groups(
    index: GroupProducts,
    placed: pd.DataFrame,
    letter: Letter,
    available: Sequence[bool],
) -> GroupTiers:
    """Place every group in the first tier that one of its products may stand in.

    placed: as `place_products` returns.
    """
    n_tiers = len(letter.tiers)
    tier_ix, certainty_in_tier = _best_standing(index, placed, n_tiers)
    units = _units_in_tiers(index, placed, tier_ix, certainty_in_tier, letter)
    tiers = open_tiers(*units, index.province_of_district, letter, available)
    is_in_use = _tiers_in_use(tiers, n_tiers)
    is_listed = is_in_use[index.district_ix, tier_ix]
    worst_tier = index.least(placed["worst_tier_ix"].to_numpy())
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
    placed: pd.DataFrame,
    tier_ix: np.ndarray,
    certainty_ix: np.ndarray,
    letter: Letter,
) -> UnitsInTiers:
    """tier_ix, certainty_ix: per group."""
    if letter.quota.unit == "groups":
        return UnitsInTiers(index.district_ix, tier_ix, certainty_ix)
    return UnitsInTiers(
        index.district_of_product,
        placed["tier_ix"].to_numpy(),
        placed["certainty_ix"].to_numpy(),
    )


def _count_products(
    index: GroupProducts,
    placed: pd.DataFrame,
    certainty_ix: np.ndarray,
    is_in_use: np.ndarray,
) -> UnitCounts:
    """Of every group its products in tiers that are not closed. certainty_ix: per product."""
    is_listed = is_in_use[index.district_of_product, placed["tier_ix"]]
    is_certain = is_listed & (certainty_ix == CERTAIN)
    return UnitCounts(
        index.count_products(is_certain),
        index.count_products(is_listed),
        is_listed,
    )


def _certainty_of_products(
    index: GroupProducts,
    placed: pd.DataFrame,
    is_in_use: np.ndarray,
) -> np.ndarray:
    """A product is certain too where the tier in which it stands at worst is in use."""
    district_ix = index.district_of_product
    is_sure = is_in_use[district_ix, placed["worst_tier_ix"]]
    return np.where(is_sure, CERTAIN, placed["certainty_ix"])


def _best_standing(
    index: GroupProducts,
    placed: pd.DataFrame,
    n_tiers: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Per group the first tier of its products (NO_TIER for none), and the best certainty in that very tier."""
    tier_of_product = placed["tier_ix"].to_numpy()
    has_tier = tier_of_product != NO_TIER
    tier = np.where(has_tier, tier_of_product, n_tiers)
    certainty = np.where(has_tier, placed["certainty_ix"].to_numpy(), 0)
    best = index.least(tier * _CERTAINTY_BASE + certainty)
    first_tier = best // _CERTAINTY_BASE
    return np.where(first_tier == n_tiers, NO_TIER, first_tier), best % _CERTAINTY_BASE


def _tiers_in_use(tiers: pd.DataFrame, n_tiers: int) -> np.ndarray:
    """Per district (row) and tier: not closed. The last column stands for no tier, which is never in use."""
    is_in_use = tiers["state"].ne("closed").to_numpy().reshape(-1, n_tiers)
    return np.column_stack([is_in_use, np.zeros(len(is_in_use), dtype=bool)])
