"""What the rows of one product say together: a cell that says nothing takes what another row of the product states.

The value's place goes with it. A blank star is no such cell, for it says that the product was not rated; of other
projects only a row whose table has no such column says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

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
    rows = rows_of_several(product_numbers)
    for field in SHARED_FIELDS:
        sources = _sources(
            registry,
            field,
            product_numbers,
            rows,
        )
        if sources:
            registry = take_values(registry, field, sources)
    return registry


def rows_of_several(units: np.ndarray) -> np.ndarray:
    """The rows, by position, of units that have more than one. units: per row a number for its unit."""
    return np.flatnonzero(np.bincount(units)[units] > 1)


def _sources(
    registry: Registry,
    field: str,
    product_numbers: np.ndarray,
    rows: np.ndarray,
) -> dict[int, int]:
    """Position of a row that says nothing of a field -> position of the last row of its product that states it."""
    is_unknown = registry.products[field].isna().to_numpy()[rows]
    stating_row_of: dict[int, int] = {}
    for row in rows[~is_unknown].tolist():
        stating_row_of[product_numbers[row]] = row
    sources: dict[int, int] = {}
    for row in rows[is_unknown].tolist():
        stating_row = stating_row_of.get(product_numbers[row])
        if stating_row is not None and _says_nothing(registry, row, field):
            sources[row] = stating_row
    return sources


def _says_nothing(
    registry: Registry,
    row: int,
    field: str,
) -> bool:
    """The cell is blank, or there is none; a word that was not understood says something."""
    is_disputed = (row, field) in registry.disputed
    return not (is_disputed or registry.is_unclear(row, field))


def take_values(
    registry: Registry,
    field: str,
    sources: dict[int, int],
) -> Registry:
    """The registry with the value of a field taken from another row, with its place.

    sources: position of a row -> position of the row that it takes the value from.
    """
    rows = list(sources)
    stating_rows = list(sources.values())
    columns = (field, *BESIDE_VALUE.get(field, ()))
    return replace(
        registry,
        products=_taken_over(registry.products, columns, rows, stating_rows),
        addresses=_taken_over(registry.addresses, (field,), rows, stating_rows),
        origins=_origins(registry, field, rows, stating_rows),
    )


def _taken_over(
    frame: pd.DataFrame,
    columns: tuple[str, ...],
    rows: list[int],
    stating_rows: list[int],
) -> pd.DataFrame:
    """A frame with what stands in some columns of some rows taken from other rows, by position."""
    frame = frame.copy()
    for name in columns:
        frame.loc[rows, name] = frame[name].iloc[stating_rows].array
    return frame


def _origins(
    registry: Registry,
    field: str,
    rows: list[int],
    stating_rows: list[int],
) -> pd.DataFrame:
    """The origins of values where some rows take a field from rows of perhaps another table."""
    origins = registry.origins.reindex(registry.products.index)
    if field not in origins:
        origins[field] = -1
    tables = registry.products["table"].to_numpy()
    is_of_other_table = tables[rows] != tables[stating_rows]
    values = np.where(is_of_other_table, tables[stating_rows], -1)
    origins.loc[rows, field] = values
    return origins
