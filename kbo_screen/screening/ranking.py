"""The order of products inside a group and of groups inside a district: whole columns of keys, smaller first.

The letter's tiers and preference come first, then the tie-breaks that it lists as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.screening.best_rows import standard_order
from kbo_screen.screening.text_order import text_order
from kbo_screen.screening.tiers import NO_TIER, in_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kbo_screen.letters.model import Letter, TieBreakKey
    from kbo_screen.screening.group_facts import GroupFacts
    from kbo_screen.screening.screening import Screening
    from kbo_screen.screening.tiers import PlacedProducts

#: What orders groups, by its name: a column of whole numbers each, the most important first.
RankingKeys = dict[str, np.ndarray]


def standing_products(
    facts: GroupFacts,
    placed: PlacedProducts,
    letter: Letter,
) -> np.ndarray:
    """Per group the position of the product that it stands by.

    The best is by tier, certainty, higher star (where the tier orders by star), product id or name, row order; of
    products without a tier, the one the fewest conditions away.
    """
    has_no_tier = placed.tier_ix == NO_TIER
    keys = [
        np.where(has_no_tier, len(letter.tiers), placed.tier_ix),
        placed.certainty_ix,
        placed.conditions_away,
        star_order(facts.stars, placed.tier_ix, letter),
        facts.place_in_order,
    ]
    best = facts.index.least(_as_one_number(keys))
    places = best % len(facts.products)
    positions: np.ndarray = facts.products_in_order[places]
    return positions


def _as_one_number(keys: Sequence[np.ndarray]) -> np.ndarray:
    """Per row one number that sorts as the keys do, the first key first.

    The last key, of whole numbers from 0, is what is left when the number is divided by its length.
    """
    *first_keys, last_key = keys
    number = np.zeros(len(last_key), dtype=np.int64)
    for key in first_keys:
        least = int(key.min(initial=0))
        most = int(key.max(initial=0))
        number *= most - least + 1
        number += key - least
    number *= len(last_key)
    number += last_key
    return number


class RankedGroups(NamedTuple):
    """What groups are ordered by, an entry per group in each array.

    stars: of the product that it stands by, 0 for none. standard_order: as it returns. text_order: the place by id, or
    name. first_row: position of the first row.
    """

    tier_ix: np.ndarray
    certainty_ix: np.ndarray
    prefers: np.ndarray
    standard_order: np.ndarray
    stars: np.ndarray
    text_order: np.ndarray
    first_row: np.ndarray


def ranked_groups(
    groups: pd.DataFrame,
    screening: Screening,
    products: pd.DataFrame,
) -> RankedGroups:
    """Groups of a screening by what they are ordered by. groups: rows of its `groups`. products: of the registry."""
    group_of_product = screening.products["group"].to_numpy()
    first_rows = np.unique(group_of_product, return_index=True)[1]
    stars = products["star"].loc[groups["product"]]
    return RankedGroups(
        tier_ix=groups["tier"].cat.codes.to_numpy(),
        certainty_ix=groups["certainty"].cat.codes.to_numpy(),
        prefers=groups["prefers"].to_numpy(dtype=bool),
        standard_order=standard_order(groups["standard"]),
        stars=stars.to_numpy(dtype=np.int64, na_value=0),
        text_order=text_order(groups["group_id"], groups["group_name"]),
        first_row=first_rows[groups.index],
    )


def ranking_keys(groups: RankedGroups, letter: Letter) -> RankingKeys:
    """The keys that order groups within a district, most important first, smaller before greater.

    `tier` and `preference` are the letter's, the rest carry the key of the tie-break that the letter file lists as
    ours. Certainty stands before the preference, and the preference before the tiers, where the letter file chooses so.
    """
    keys = {"tier": groups.tier_ix}
    if letter.choices.preference_before_certainty == "certainty-first":
        keys["certainty"] = groups.certainty_ix
    keys["preference"] = (~groups.prefers).astype(np.int64)
    if letter.choices.preference_scope == "before-tiers":
        keys["tier"] = keys.pop("tier")
    for tie_break in letter.tie_breaks:
        if tie_break.key not in keys:
            keys[tie_break.key] = _tie_break(tie_break.key, groups, letter)
    return keys


def _tie_break(
    key: TieBreakKey,
    groups: RankedGroups,
    letter: Letter,
) -> np.ndarray:
    """A key of ours, where the letter leaves a tie."""
    match key:
        case "certainty":
            return groups.certainty_ix
        case "standard-passed":
            return groups.standard_order
        case "star":
            return star_order(groups.stars, groups.tier_ix, letter)
        case "group-id":
            return groups.text_order
        case "row-order":
            return groups.first_row


def rank_within(area_ix: np.ndarray, keys: RankingKeys) -> np.ndarray:
    """Per group its rank from 1 within its area by the keys, the first one first.

    area_ix: per group the number of its district or province.
    """
    order = np.lexsort((*reversed(keys.values()), area_ix))
    areas = area_ix[order]
    first_of_area = np.searchsorted(areas, areas)
    ranks = np.empty(len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order)) - first_of_area + 1
    return ranks


def star_order(
    stars: np.ndarray,
    tier_ix: np.ndarray,
    letter: Letter,
) -> np.ndarray:
    """More stars first, none or unknown last, in tiers that order by star; elsewhere all tie. stars: 0 for none."""
    is_ordered = in_tiers((tier.orders_by_star for tier in letter.tiers), tier_ix)
    return np.where(is_ordered, -stars, 0)
