"""What a group has of a field: what the best of its rows says. Its standard is so, and what the letter prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Sequence


def best_rows_of_groups(
    products: pd.DataFrame,
    field: str,
    first: Sequence[str],
) -> pd.Series[int]:
    """Per group the row with its best value of a coded field: index = number of the group, value = index of the row.

    products: columns of a registry and `group`. The best are the values in `first`, in their order, then the others of
    the field; a row that says nothing is last.
    """
    ranks = _ranks(products[field], [*first, *CODED_VALUES[field]])
    numbers = products["group"].to_numpy()
    best_first = np.lexsort((np.arange(len(products)), ranks, numbers))
    is_first_of_group = np.diff(numbers[best_first], prepend=-1) != 0
    best = best_first[is_first_of_group]
    groups = pd.Index(numbers[best], name="group")
    return pd.Series(products.index[best], index=groups)


def _ranks(values: pd.Series, order: Sequence[str]) -> np.ndarray:
    """Per row where its value first stands in the order; behind all where it says nothing."""
    places = list(dict.fromkeys(order))
    codes = pd.Categorical(values.astype(object), categories=places).codes
    return np.where(codes < 0, len(places), codes)


def standard_of_groups(products: pd.DataFrame) -> pd.Series:
    """Per group the best standard of its rows: passed, developing, none; NA where no row says.

    products: columns of a registry and `group`. Index = number of the group.
    """
    order = CODED_VALUES["standard"]
    best_rows = best_rows_of_groups(products, "standard", order)
    standards = products["standard"].cat.set_categories(order)
    return standards.loc[best_rows].set_axis(best_rows.index)


def with_group_standard(products: pd.DataFrame) -> pd.DataFrame:
    """The products with the standard of their group. products: columns of a registry and `group`."""
    standards = standard_of_groups(products).reindex(products["group"])
    return products.assign(standard=standards.set_axis(products.index))
