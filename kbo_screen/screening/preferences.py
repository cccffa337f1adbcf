"""What the letter's preference reads of every group, and in which of its rows that stands.

A group has what the best of its rows says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.registry.question import PREFERENCE
from kbo_screen.screening.best_rows import best_rows_of_groups

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
    if preference is None or preference.field in registry.absent_fields:
        return _no_preferences(products)
    best_rows = best_rows_of_groups(products, preference.field, preference.first)
    values = products[preference.field].astype(object).loc[best_rows]
    values = values.set_axis(best_rows.index)
    is_said = values.notna()
    prefers = values.isin(list(preference.first))
    for product, verdict in _verdicts(registry, letter).items():
        prefers.loc[products["group"].loc[product]] = verdict
    return pd.DataFrame(
        {
            "prefers": prefers,
            "preference_value": values.where(is_said, None),
            "preference_product": best_rows.where(is_said, -1),
        }
    )


def _no_preferences(products: pd.DataFrame) -> pd.DataFrame:
    groups = pd.Index(np.sort(products["group"].unique()), name="group")
    nothing = {"prefers": False, "preference_value": None, "preference_product": -1}
    return pd.DataFrame(nothing, index=groups)


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
