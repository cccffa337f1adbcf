"""Where groups and districts stand under other masks or another letter, as a whole screening would have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.screening.group_tiers import place_groups
from kbo_screen.screening.tiers import available_tiers, place_products

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_tiers import GroupProducts, GroupTiers


def place_again(
    index: GroupProducts,
    masks: pd.DataFrame,
    letter: Letter,
    registry: Registry,
) -> GroupTiers:
    """Place every group by masks (nullable booleans, a column per evaluated condition) and the tiers of a letter."""
    available = available_tiers(letter, registry.absent_fields)
    placed = place_products(masks, letter, available)
    return place_groups(index, placed, letter, available)
