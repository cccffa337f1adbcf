"""The order of products inside a group and of groups inside a district: whole columns of keys, smaller first.

The letter's tiers and preference come first, then the tie-breaks that it lists as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.screening.text_order import text_order
from kbo_screen.screening.tiers import NO_TIER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter, TieBreakKey
    from kbo_screen.screening.group_facts import GroupFacts

#: "passed before developing before the rest": a key of ours, where the letter's class ties.
STANDARD_ORDER = ("passed", "developing")


def standing_products(
    facts: GroupFacts,
    placed: pd.DataFrame,
    letter: Letter,
) -> pd.Series[int]:
    """The product each group stands by: index = group number, value = index of the product.

    placed: as `place_products` returns. The best is by tier, certainty, higher star (where the tier orders by star),
    product id or name, row order; of products without a tier, the one the fewest conditions away.
    """
    keys = _standing_keys(facts, placed, letter)
    keys.append(facts.place_in_order)
    best = facts.index.least(_as_one_number(keys))
    places = best % len(facts.products)
    positions = facts.products_in_order[places]
    return pd.Series(
        facts.products.index[positions],
        index=facts.numbers,
        name="product",
    )


def _standing_keys(
    facts: GroupFacts,
    placed: pd.DataFrame,
    letter: Letter,
) -> list[np.ndarray]:
    """Tier, certainty, conditions away, stars: the keys that order the products of one group before their ids."""
    tier_ix = placed["tier_ix"].to_numpy()
    farthest = np.iinfo(np.int8).max
    return [
        np.where(tier_ix == NO_TIER, len(letter.tiers), tier_ix),
        placed["certainty_ix"].to_numpy(),
        placed["conditions_away"].to_numpy(dtype=np.int64, na_value=farthest),
        star_order(facts.products["star"], tier_ix, letter),
    ]


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


def ranking_keys(
    groups: pd.DataFrame,
    products: pd.DataFrame,
    letter: Letter,
) -> pd.DataFrame:
    """The keys that order groups within a district, most important first, smaller before greater.

    groups: one row per group, columns `product`, `tier_ix`, `certainty_ix`, `standard`, `prefers`, `group_id`,
    `group_name`, and `text_order` where it is known. Returns same index, one integer column per key: `tier` and
    `preference` are the letter's, the rest carry the key of the tie-break that the letter file lists as ours. Certainty
    stands before the preference, and the preference before the tiers, where the letter file chooses so.
    """
    keys = {"tier": groups["tier_ix"].to_numpy()}
    if letter.choices.preference_before_certainty == "certainty-first":
        keys["certainty"] = groups["certainty_ix"].to_numpy()
    keys["preference"] = (~groups["prefers"]).to_numpy(dtype=int)
    if letter.choices.preference_scope == "before-tiers":
        keys["tier"] = keys.pop("tier")
    for tie_break in letter.tie_breaks:
        if tie_break.key not in keys:
            keys[tie_break.key] = _tie_break(tie_break.key, groups, products, letter)
    return pd.DataFrame(keys, index=groups.index)


def _tie_break(
    key: TieBreakKey,
    groups: pd.DataFrame,
    products: pd.DataFrame,
    letter: Letter,
) -> np.ndarray:
    """A key of ours, where the letter leaves a tie."""
    match key:
        case "certainty":
            return groups["certainty_ix"].to_numpy()
        case "standard-passed":
            return _standard_order(groups["standard"])
        case "star":
            stars = products["star"].loc[groups["product"]]
            return star_order(stars, groups["tier_ix"].to_numpy(), letter)
        case "group-id":
            if "text_order" in groups:
                return groups["text_order"].to_numpy()
            return text_order(groups["group_id"], groups["group_name"])
        case "row-order":
            return groups["first_row"].to_numpy()


def rank_within(
    area_ix: np.ndarray,
    keys: pd.DataFrame,
) -> np.ndarray:
    """Per group its rank from 1 within its area by the columns of `keys`, the first column first.

    area_ix: per group the number of its district or province.
    """
    columns = [keys[name].to_numpy() for name in reversed(keys.columns)]
    order = np.lexsort((*columns, area_ix))
    areas = area_ix[order]
    first_of_area = np.searchsorted(areas, areas)
    ranks = np.empty(len(keys), dtype=np.int32)
    ranks[order] = np.arange(len(keys)) - first_of_area + 1
    return ranks


def star_order(
    stars: pd.Series,
    tier_ix: np.ndarray,
    letter: Letter,
) -> np.ndarray:
    """More stars first, none or unknown last, in tiers that order by star; elsewhere all tie."""
    no_tier_orders = False  # the last entry is that of NO_TIER
    orders_by_star = [tier.orders_by_star for tier in letter.tiers] + [no_tier_orders]
    is_ordered = np.array(orders_by_star)[tier_ix]
    more_first = -stars.to_numpy(dtype=np.int64, na_value=0)
    return np.where(is_ordered, more_first, 0)


def _standard_order(standards: pd.Series) -> np.ndarray:
    is_named = [(standards == name).to_numpy(dtype=bool) for name in STANDARD_ORDER]
    return np.select(
        is_named,
        range(len(STANDARD_ORDER)),
        default=len(STANDARD_ORDER),
    )
