"""In which tier every group stands, how sure that is, and which tiers its district needs.

Knows that a group stands by the best of its products, and that it is certain where it stands in one tier or another
whatever its unknown cells hold, none of them closed. Refuses to know the letter's conditions, and the order in a tier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.screening.tiers import CERTAIN, NO_TIER, open_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kbo_screen.letters.model import Letter

#: More than there are certainties: a tier and a certainty are one number that sorts by the tier first.
_CERTAINTY_BASE: Final = 8


class GroupIndex:
    """The products of every group side by side, so that a group's best is one minimum."""

    def __init__(
        self, groups: np.ndarray, districts: np.ndarray, n_districts: int
    ) -> None:
        """groups, districts: per product the number of its group (from 0, none left out) and of its district."""
        self.of_product = groups
        self.order = np.argsort(groups, kind="stable")
        self.starts = np.flatnonzero(np.diff(groups[self.order], prepend=-1))
        self.district_ix = districts[self.order][self.starts]
        self.n_districts = n_districts

    def least(self, values: np.ndarray) -> np.ndarray:
        """Per group the least value of its products."""
        if not len(values):
            return values
        least: np.ndarray = np.minimum.reduceat(values[self.order], self.starts)
        return least

    def count_by_district(self, is_counted: np.ndarray) -> np.ndarray:
        """Per district the number of groups that are counted; is_counted: a truth value per group."""
        return np.bincount(self.district_ix[is_counted], minlength=self.n_districts)


@dataclass(frozen=True, eq=False)
class GroupTiers:
    """Where groups stand.

    tier_ix, certainty_ix, is_listed: per group; NO_TIER for none. product_certainty_ix: per product. tiers: as
    `open_tiers` returns; its `certain` counts only groups that are sure to stand in that very tier.
    """

    tier_ix: np.ndarray
    certainty_ix: np.ndarray
    is_listed: np.ndarray
    product_certainty_ix: np.ndarray
    tiers: pd.DataFrame

    def counts(self, index: GroupIndex) -> tuple[np.ndarray, np.ndarray]:
        """Per district the certain and the possible groups among those that are listed."""
        is_certain = self.is_listed & (self.certainty_ix == CERTAIN)
        certain = index.count_by_district(is_certain)
        possible = index.count_by_district(self.is_listed)
        return certain, possible


def place_groups(
    index: GroupIndex, placed: pd.DataFrame, letter: Letter, available: Sequence[bool]
) -> GroupTiers:
    """Place every group in the first tier that one of its products may stand in.

    placed: as `place_products` returns.
    """
    n_tiers = len(letter.tiers)
    tier_of_product = placed["tier_ix"].to_numpy()
    is_placed = tier_of_product != NO_TIER
    certainty_of_product = np.where(is_placed, placed["certainty_ix"].to_numpy(), 0)
    least = index.least(
        np.where(is_placed, tier_of_product, n_tiers) * _CERTAINTY_BASE
        + certainty_of_product
    )
    first_tier = least // _CERTAINTY_BASE
    tier_ix = np.where(first_tier == n_tiers, NO_TIER, first_tier)
    certainty_in_tier = least % _CERTAINTY_BASE
    tiers = open_tiers(
        index.district_ix,
        tier_ix,
        certainty_in_tier,
        index.n_districts,
        letter,
        available,
    )
    is_in_use = tiers["state"].ne("closed").to_numpy().reshape(-1, n_tiers)
    is_in_use = np.column_stack(
        [is_in_use, np.zeros(index.n_districts, dtype=bool)]
    )  # no tier: never in use
    worst_tier = placed["worst_tier_ix"].to_numpy()
    worst_tier_of_group = index.least(worst_tier)
    is_sure_product = is_in_use[index.district_ix[index.of_product], worst_tier]
    is_sure_group = is_in_use[index.district_ix, worst_tier_of_group]
    return GroupTiers(
        tier_ix=tier_ix,
        certainty_ix=np.where(is_sure_group, CERTAIN, certainty_in_tier),
        is_listed=is_in_use[index.district_ix, tier_ix],
        product_certainty_ix=np.where(
            is_sure_product, CERTAIN, placed["certainty_ix"].to_numpy()
        ),
        tiers=tiers,
    )
