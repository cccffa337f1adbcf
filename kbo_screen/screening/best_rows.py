"""What a group has of a field: what the best of its rows says. Its standard is so, and what the letter prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.screening.group_products import GroupProducts


#: "passed before developing before the rest": a key of ours, where the letter's class ties.
STANDARD_ORDER = ("passed", "developing")


def best_rows_of_groups(
    index: GroupProducts,
    products: pd.DataFrame,
    field: str,
    first: Sequence[str],
) -> np.ndarray:
    """Per group the position of the row with its best value of a coded field.

    products: columns of a registry. The best are the values in `first`, in their order, then the others of the field; a
    row that says nothing is last.
    """
    ranks = places_in([*first, *CODED_VALUES[field]], products[field])
    n_rows = len(ranks)
    best: np.ndarray = index.least(ranks * n_rows + np.arange(n_rows)) % max(n_rows, 1)
    return best


def places_in(order: Iterable[str], values: pd.Series) -> np.ndarray:
    """Per row where its value first stands in the order; behind all where it is none of these, or nothing."""
    places = list(dict.fromkeys(order))
    positions = pd.Index(places).get_indexer(pd.Index(values))
    return np.where(positions < 0, len(places), positions)


def standard_of_groups(index: GroupProducts, products: pd.DataFrame) -> pd.Series:
    """Per group the best standard of its rows: passed, developing, none; NA where no row says.

    products: columns of a registry. Index = the row that says so.
    """
    order = CODED_VALUES["standard"]
    best_rows = best_rows_of_groups(index, products, "standard", order)
    return products["standard"].cat.set_categories(order).iloc[best_rows]


def standard_order(standards: pd.Series) -> np.ndarray:
    """Per standard its place in STANDARD_ORDER, behind all for any other and for none."""
    return places_in(STANDARD_ORDER, standards)
