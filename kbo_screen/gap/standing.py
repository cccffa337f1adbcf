"""Where groups and districts stand under other masks or another letter, as a whole screening would have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.screening.group_tiers import GroupIndex, place_groups
from kbo_screen.screening.tiers import against_quota, available_tiers, place_products

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_tiers import GroupTiers
    from kbo_screen.screening.screening import Screening


class Standing(NamedTuple):
    """Where groups stand, and what that amounts to.

    districts: one row per district, columns `certain`, `possible`, `to_confirm`, `shortfall`, `status`.
    """

    groups: GroupTiers
    districts: pd.DataFrame


def group_index(registry: Registry, screening: Screening) -> GroupIndex:
    """The products of every group of a screening."""
    return GroupIndex(
        screening.products["group"].to_numpy(),
        registry.products["district_ix"].to_numpy(dtype=np.int64),
        len(registry.scope.districts),
    )


def place_again(
    index: GroupIndex,
    masks: pd.DataFrame,
    letter: Letter,
    registry: Registry,
) -> Standing:
    """Place every group by masks (nullable booleans, a column per evaluated condition) and the tiers of a letter."""
    available = available_tiers(letter, registry.absent_fields)
    products = place_products(masks, letter, available)
    groups = place_groups(index, products, letter, available)
    certain, possible = groups.counts(index)
    counts = {"certain": certain, "possible": possible}
    counts |= against_quota(certain, possible, letter.quota.groups_per_district)
    return Standing(groups, pd.DataFrame(counts))
