"""The order of products inside a group and of groups inside a district: whole columns of keys, smaller first.

Knows the keys that a letter may name and how each is computed. Refuses to know which come first: the letter's
tiers and preference do, then the tie-breaks it lists as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.letters.choices import SideNotBuiltError
from kbo_screen.screening.tiers import NO_TIER
from kbo_screen.vocabulary.thai_order import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbo_screen.letters.model import Letter

#: "passed before developing before the rest": a key of ours, where the letter's class ties.
STANDARD_ORDER = ("passed", "developing")


def standing_products(
    products: pd.DataFrame, placed: pd.DataFrame, letter: Letter
) -> pd.Series[int]:
    """The product each group stands by: index = group number, value = index of the product.

    products: columns of a registry and `group`. placed: as `place_products` returns. The best is by tier,
    certainty, higher star (where the tier orders by star), product id or name, row order; of products without a
    tier, the one the fewest conditions away.
    """
    keys = (
        np.arange(len(products)),
        text_order(products["product_id"], products["product_name"]),
        star_order(products, placed, letter),
        placed["conditions_away"]
        .fillna(np.iinfo(np.int8).max)
        .to_numpy(dtype=np.int64),
        placed["certainty_ix"].to_numpy(),
        np.where(placed["tier_ix"] == NO_TIER, len(letter.tiers), placed["tier_ix"]),
        products["group"].to_numpy(),
    )
    best_first = products.index[np.lexsort(keys)]
    ordered = products["group"].loc[best_first]
    first = ordered[~ordered.duplicated()]
    return pd.Series(
        first.index, index=pd.Index(first.to_numpy(), name="group"), name="product"
    ).sort_index()


def ranking_keys(
    groups: pd.DataFrame, products: pd.DataFrame, letter: Letter
) -> pd.DataFrame:
    """The keys that order groups within a district, most important first, smaller before greater.

    groups: one row per group, columns `product`, `tier_ix`, `certainty_ix`, `standard`, `prefers`, `group_id`,
    `group_name`. Returns same index, one integer column per key: `tier` and `preference` are the letter's, the
    rest carry the key of the tie-break that the letter file lists as ours. Certainty stands before the preference
    where the letter file chooses so.
    """
    standing = products.loc[groups["product"]].set_axis(groups.index)
    if letter.choices.preference_scope != "within-tier":
        raise SideNotBuiltError("preference_scope", letter.choices.preference_scope)
    keys = {"tier": groups["tier_ix"].to_numpy()}
    if letter.choices.preference_before_certainty == "certainty-first":
        keys["certainty"] = groups["certainty_ix"].to_numpy()
    keys["preference"] = (~groups["prefers"]).to_numpy(dtype=int)
    ours: dict[str, Callable[[], np.ndarray]] = {
        "certainty": lambda: groups["certainty_ix"].to_numpy(),
        "standard-passed": lambda: _standard_order(groups["standard"]),
        "star": lambda: star_order(standing, groups, letter),
        "group-id": lambda: text_order(groups["group_id"], groups["group_name"]),
        "row-order": lambda: groups["first_row"].to_numpy(),
    }
    for tie_break in letter.tie_breaks:
        if tie_break.key not in keys:
            keys[tie_break.key] = ours[tie_break.key]()
    return pd.DataFrame(keys, index=groups.index)


def rank_within_districts(groups: pd.DataFrame, keys: pd.DataFrame) -> pd.Series[int]:
    """Rank groups from 1 within their district by the columns of `keys`, the first column first; same index."""
    columns = [keys[name].to_numpy() for name in reversed(keys.columns)]
    order = np.lexsort((*columns, groups["district_ix"].to_numpy()))
    ranks = np.empty(len(groups), dtype=np.int32)
    ranks[order] = groups.iloc[order].groupby("district_ix").cumcount().to_numpy() + 1
    return pd.Series(ranks, index=groups.index, dtype="Int32")


def star_order(
    products: pd.DataFrame, placed: pd.DataFrame, letter: Letter
) -> np.ndarray:
    """More stars first, none or unknown last, in tiers that order by star; elsewhere all tie."""
    by_star = np.array([tier.orders_by_star for tier in letter.tiers] + [False])
    stars = products["star"].fillna(0).to_numpy(dtype=np.int64)
    return np.where(by_star[placed["tier_ix"].to_numpy()], -stars, 0)


def text_order(ids: pd.Series, names: pd.Series) -> np.ndarray:
    """The order of ids as text, and of names in Thai dictionary order where there is no id."""
    has_id = ids.notna().to_numpy()
    texts = np.where(
        has_id, ids.astype(object), _thai_keys(names.astype(object).mask(has_id))
    )
    return pd.factorize(texts, sort=True)[0]


def _thai_keys(names: pd.Series) -> np.ndarray:
    codes, uniques = pd.factorize(names)
    keys = np.array([*(sort_key(str(name)) for name in uniques), ""], dtype=object)
    return keys[codes]


def _standard_order(standards: pd.Series) -> np.ndarray:
    is_known = [(standards == name).to_numpy(dtype=bool) for name in STANDARD_ORDER]
    return np.select(is_known, range(len(STANDARD_ORDER)), default=len(STANDARD_ORDER))
