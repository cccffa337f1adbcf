"""What the letter's preference reads of every group, and in which of its rows that stands.

A group has what the best of its rows says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.registry.question import PREFERENCE
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry


def prefer_groups(
    products: pd.DataFrame,
    registry: Registry,
    letter: Letter,
) -> pd.DataFrame:
    """One row per group, index = its number.

    products: columns of a registry and `group`. Columns: `prefers` (the letter puts the group first, by a value or by
    a person's plain yes or no), `preference_value` (the best value of its rows, NA where no row says one),
    `preference_product` (the row that says it, -1 for none).
    """
    preference = letter.preference
    groups = pd.Index(np.sort(products["group"].unique()), name="group")
    if preference is None or preference.field in registry.absent_fields:
        nothing = {
            "prefers": False,
            "preference_value": None,
            "preference_product": -1,
        }
        return pd.DataFrame(nothing, index=groups)
    best_rows = best_rows_of_groups(products, preference.field, preference.first)
    values = products[preference.field].loc[best_rows]
    is_said = values.notna().to_numpy()
    values = values.astype(object).set_axis(groups)
    prefers = values.isin(list(preference.first))
    for product, verdict in _verdicts(registry, letter).items():
        prefers.loc[products["group"].loc[product]] = verdict
    return pd.DataFrame(
        {
            "prefers": prefers,
            "preference_value": values.where(is_said, None),
            "preference_product": np.where(is_said, best_rows, -1),
        }
    )


def _verdicts(registry: Registry, letter: Letter) -> dict[int, bool]:
    """By product, a person's plain yes or no to this very preference."""
    asked_under = registry.answered_under
    if asked_under is not None and asked_under.preference != letter.preference:
        return {}
    verdicts = {}
    for (product, condition_id), verdict in registry.verdicts.items():
        if condition_id == PREFERENCE:
            verdicts[product] = verdict
    return verdicts


def best_rows_of_groups(
    products: pd.DataFrame,
    field: str,
    first: tuple[str, ...],
) -> np.ndarray:
    """Per group, in the order of their numbers, the row with its best value of a coded field.

    The best are the values in `first`, in their order, then the others of the field; a row that says nothing is last.
    """
    order = [*first, *(value for value in CODED_VALUES[field] if value not in first)]
    values = pd.Categorical(products[field].astype(object), categories=order)
    codes = values.codes.astype(np.int64)
    rank = np.where(codes < 0, len(order), codes)
    numbers = products["group"].to_numpy()
    best_first = np.lexsort((np.arange(len(products)), rank, numbers))
    is_first_of_group = np.diff(numbers[best_first], prepend=-1) != 0
    rows: np.ndarray = products.index.to_numpy()[best_first[is_first_of_group]]
    return rows


def with_group_standard(products: pd.DataFrame) -> pd.DataFrame:
    """The products with the standard of their group: it is the group's, and the best of its rows counts.

    products: columns of a registry and `group`.
    """
    numbers = products["group"]
    best_rows = best_rows_of_groups(products, "standard", CODED_VALUES["standard"])
    standard_of_group = products["standard"].loc[best_rows]
    positions = np.searchsorted(np.sort(numbers.unique()), numbers.to_numpy())
    standards = standard_of_group.take(positions).set_axis(products.index)
    return products.assign(standard=standards)
