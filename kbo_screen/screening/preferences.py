"""What the letter's preference reads of every group, and in which of its rows that stands.

A group has what the best of its rows says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.registry.question import PREFERENCE
from kbo_screen.screening.best_rows import best_rows_of_groups

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_products import GroupProducts


class GroupPreferences(NamedTuple):
    """What the preference reads of groups, an entry per group in each array.

    prefers: the letter puts the group first, by a value or by a person's plain yes or no. value: the best value of its
    rows, None where no row says one. product: index of the row that says it, -1 for none.
    """

    prefers: np.ndarray
    value: np.ndarray
    product: np.ndarray


def prefer_groups(
    index: GroupProducts,
    registry: Registry,
    letter: Letter,
) -> GroupPreferences:
    """What the letter prefers of every group."""
    preference = letter.preference
    products = registry.products
    if preference is None or preference.field in registry.absent_fields:
        return _no_preferences(len(index.starts))
    best_rows = best_rows_of_groups(
        index,
        products,
        preference.field,
        preference.first,
    )
    values = products[preference.field].iloc[best_rows]
    prefers = values.isin(list(preference.first)).to_numpy(dtype=bool, copy=True)
    for product, verdict in _verdicts(registry, letter).items():
        prefers[index.of_product[product]] = verdict
    is_said = values.notna().to_numpy()
    best_products = products.index.to_numpy()[best_rows]
    return GroupPreferences(
        prefers=prefers,
        value=values.astype(object).where(is_said, None).to_numpy(),
        product=np.where(is_said, best_products, -1),
    )


def _no_preferences(n_groups: int) -> GroupPreferences:
    return GroupPreferences(
        prefers=np.zeros(n_groups, dtype=bool),
        value=np.full(n_groups, None, dtype=object),
        product=np.full(n_groups, -1),
    )


def _verdicts(registry: Registry, letter: Letter) -> dict[int, bool]:
    """By product, a person's plain yes or no to this very preference."""
    asked_under = registry.answered_under or letter
    if asked_under.preference != letter.preference:
        return {}
    return registry.verdicts_on(PREFERENCE)
