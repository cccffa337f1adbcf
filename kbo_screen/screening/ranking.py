"""The order of products inside a group and of groups inside a district: whole columns of keys, smaller first.

The letter's tiers and preference come first, then the tie-breaks that it lists as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.screening.tiers import NO_TIER
from kbo_screen.vocabulary.thai_order import sort_key

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter, TieBreakKey

#: "passed before developing before the rest": a key of ours, where the letter's class ties.
STANDARD_ORDER = ("passed", "developing")


def standing_products(
    products: pd.DataFrame,
    placed: pd.DataFrame,
    letter: Letter,
) -> pd.Series[int]:
    """The product each group stands by: index = group number, value = index of the product.

    products: columns of a registry and `group`. placed: as `place_products` returns. The best is by tier,
    certainty, higher star (where the tier orders by star), product id or name, row order; of products without a
    tier, the one the fewest conditions away.
    """
    keys = _standing_keys(products, placed, letter)
    order = np.lexsort((*reversed(keys), products["group"].to_numpy()))
    best_first = products["group"].iloc[order]
    standing = best_first[~best_first.duplicated()]
    numbers = pd.Index(standing.to_numpy(), name="group")
    by_group = pd.Series(
        standing.index,
        index=numbers,
        name="product",
    )
    return by_group.sort_index()


def _standing_keys(
    products: pd.DataFrame,
    placed: pd.DataFrame,
    letter: Letter,
) -> list[np.ndarray]:
    """Tier, certainty, conditions away, stars, id or name: the keys that order the products of one group."""
    tier_ix = placed["tier_ix"].to_numpy()
    farthest = np.iinfo(np.int8).max
    return [
        np.where(tier_ix == NO_TIER, len(letter.tiers), tier_ix),
        placed["certainty_ix"].to_numpy(),
        placed["conditions_away"].fillna(farthest).to_numpy(dtype=np.int64),
        star_order(products, placed, letter),
        text_order(products["product_id"], products["product_name"]),
    ]


def ranking_keys(
    groups: pd.DataFrame,
    products: pd.DataFrame,
    letter: Letter,
) -> pd.DataFrame:
    """The keys that order groups within a district, most important first, smaller before greater.

    groups: one row per group, columns `product`, `tier_ix`, `certainty_ix`, `standard`, `prefers`, `group_id`,
    `group_name`. Returns same index, one integer column per key: `tier` and `preference` are the letter's, the
    rest carry the key of the tie-break that the letter file lists as ours. Certainty stands before the preference,
    and the preference before the tiers, where the letter file chooses so.
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
            standing = products.loc[groups["product"]].set_axis(groups.index)
            return star_order(standing, groups, letter)
        case "group-id":
            return text_order(groups["group_id"], groups["group_name"])
        case "row-order":
            return groups["first_row"].to_numpy()


def rank_within_districts(groups: pd.DataFrame, keys: pd.DataFrame) -> pd.Series[int]:
    """Rank groups from 1 within their district by the columns of `keys`, the first column first; same index."""
    columns = [keys[name].to_numpy() for name in reversed(keys.columns)]
    order = np.lexsort((*columns, groups["district_ix"].to_numpy()))
    place_in_district = groups.iloc[order].groupby("district_ix").cumcount()
    ranks = np.empty(len(groups), dtype=np.int32)
    ranks[order] = place_in_district.to_numpy() + 1
    return pd.Series(
        ranks,
        index=groups.index,
        dtype="Int32",
    )


def star_order(
    products: pd.DataFrame,
    placed: pd.DataFrame,
    letter: Letter,
) -> np.ndarray:
    """More stars first, none or unknown last, in tiers that order by star; elsewhere all tie."""
    no_tier_orders = False  # the last entry is that of NO_TIER
    orders_by_star = [tier.orders_by_star for tier in letter.tiers] + [no_tier_orders]
    is_ordered = np.array(orders_by_star)[placed["tier_ix"].to_numpy()]
    stars = products["star"].fillna(0).to_numpy(dtype=np.int64)
    return np.where(is_ordered, -stars, 0)


def text_order(ids: pd.Series, names: pd.Series) -> np.ndarray:
    """The order of ids as text, and of names in Thai dictionary order where there is no id."""
    has_id = ids.notna().to_numpy()
    names_without_id = names.astype(object).mask(has_id)
    texts = np.where(has_id, ids.astype(object), _thai_keys(names_without_id))
    return pd.factorize(texts, sort=True)[0]


def _thai_keys(names: pd.Series) -> np.ndarray:
    """Of every name its key; each different name is looked at once, and none has an empty key."""
    codes, distinct = pd.factorize(names)
    keys = [sort_key(str(name)) for name in distinct]
    no_name = ""  # the last entry: the code of a missing name is -1
    return np.array([*keys, no_name], dtype=object)[codes]


def _standard_order(standards: pd.Series) -> np.ndarray:
    is_named = [(standards == name).to_numpy(dtype=bool) for name in STANDARD_ORDER]
    return np.select(
        is_named,
        range(len(STANDARD_ORDER)),
        default=len(STANDARD_ORDER),
    )
