"""What the rows of one product say together: a cell that says nothing takes what another row of the product states.

Knows which row states a value, and carries the value's place with it. A blank star is no such cell, for it says that
the product was not rated; of other projects only a row whose table has no such column says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from kbo_screen.registry.registry import Registry

#: Fields whose blank cell says nothing.
SHARED_FIELDS: Final = (
    "producer_type",
    "registered_year_be",
    "quadrant",
    "potential",
    "other_project",
)
#: What goes with the value of a field.
BESIDE_VALUE: Final = {
    "other_project": ("project_said", "project_words"),
    "quadrant": ("quadrant_year_be",),
    "standard": ("standard_year_be", "standard_said_failed"),
    "star": ("star_rated", "star_said"),
}


def share_values(registry: Registry, product_numbers: np.ndarray) -> Registry:
    """The registry with what any row of a product states on all of its rows that say nothing.

    product_numbers: per row a number for its product. Call it where no two rows contradict each other any more.
    """
    counts = np.bincount(product_numbers)
    has_other_rows = counts[product_numbers] > 1
    if not has_other_rows.any():
        return registry
    for field in SHARED_FIELDS:
        is_unknown = registry.products[field].isna().to_numpy()
        stating_rows = np.flatnonzero(has_other_rows & ~is_unknown)
        row_of_product = dict(
            zip(
                product_numbers[stating_rows].tolist(),
                stating_rows.tolist(),
                strict=True,
            )
        )
        sources: dict[int, int] = {}
        for row in np.flatnonzero(has_other_rows & is_unknown).tolist():
            stating_row = row_of_product.get(int(product_numbers[row]))
            if stating_row is not None and _says_nothing(registry, row, field):
                sources[row] = stating_row
        if sources:
            registry = take_values(registry, field, sources)
    return registry


def take_values(registry: Registry, field: str, sources: dict[int, int]) -> Registry:
    """The registry with the value of a field taken from another row, with its place.

    sources: position of a row -> position of the row that it takes the value from.
    """
    products = registry.products.copy()
    addresses = registry.addresses.copy()
    origins = registry.origins.reindex(products.index)
    if field not in origins:
        origins[field] = -1
    rows = list(sources)
    stating_rows = list(sources.values())
    for name in (field, *BESIDE_VALUE.get(field, ())):
        products.loc[products.index[rows], name] = (
            products[name].iloc[stating_rows].array
        )
    addresses.loc[addresses.index[rows], field] = (
        addresses[field].iloc[stating_rows].to_numpy()
    )
    tables = products["table"].to_numpy()
    is_elsewhere = tables[rows] != tables[stating_rows]
    origins.loc[origins.index[rows], field] = np.where(
        is_elsewhere, tables[stating_rows], -1
    )
    return replace(registry, products=products, addresses=addresses, origins=origins)


def _says_nothing(registry: Registry, row: int, field: str) -> bool:
    """The cell is blank, or there is none; a word that was not understood says something."""
    if (row, field) in registry.disputed:
        return False
    place = registry.place(row, field)
    return (
        place not in registry.not_understood or place in registry.places_of_null_words
    )
