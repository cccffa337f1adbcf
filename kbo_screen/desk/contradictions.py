"""Where rows of one product or one producer contradict each other: such a value is unknown until a person settles it.

Compares whole columns; only contradictions are looked at one by one. A blank says nothing against a value, but in the
column of other projects it says "none", as that column is kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from kbo_screen.desk.apply_lists import in_words
from kbo_screen.findings import make_finding
from kbo_screen.registry.identity import (
    number_groups,
    number_producers,
    number_products,
)
from kbo_screen.registry.registry import NO_CELL, DisputedCell
from kbo_screen.registry.same_product import share_values
from kbo_screen.vocabulary.fields import PRODUCER_FIELDS, PRODUCT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.findings import Finding
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry

_SAYS_NOTHING: Final = -1
_NOT_RATED: Final = 0


def settle_contradictions(registry: Registry, letter: Letter) -> Registry:
    """The registry with every value unknown that its rows contradict, and a finding at each of their cells.

    Rows are of one product by its id, else by group and name; of one producer by its id, else by district and name.
    Type and year of registration are the producer's, or each product's own, as the letter chooses. Stars are compared
    within the letter's round, with stars whose round nobody says. Also unknown is a value beside a cell of the same
    product that was not understood. What the cells say stands in `disputed_cells`. A row of a product that says
    nothing takes what another row states.
    """
    if registry.products.empty:
        return registry
    groups = number_groups(registry.products, letter.choices)
    producers = number_producers(registry.products, groups)
    products = number_products(registry.products, groups)
    for field in (*PRODUCER_FIELDS, *PRODUCT_FIELDS):
        if field in registry.absent_fields:
            continue
        values = _stated_values(registry, field, letter.star_year_be)
        is_of_producer = field in letter.choices.producer_fields
        units = producers if is_of_producer else products
        may_be_unclear = _may_be_unclear(registry.products, field, letter.star_year_be)
        is_disputed = differ(units, values) | _beside_unclear(
            registry, field, products, values, may_be_unclear
        )
        if is_disputed.any():
            registry = _leave_unknown(
                registry,
                field,
                units,
                values,
                is_disputed,
                is_of_producer=is_of_producer,
            )
    return share_values(registry, products)


def _stated_values(
    registry: Registry, field: str, star_year_be: int | None
) -> np.ndarray:
    """Per row a number for what its cell says of a field, _SAYS_NOTHING for a blank or an unknown."""
    products = registry.products
    if field == "star":
        values = _stated_stars(products, star_year_be)
    elif field == "registered_year_be":
        values = products[field].fillna(_SAYS_NOTHING).to_numpy(dtype=np.int64)
    else:
        values = products[field].cat.codes.to_numpy(dtype=np.int64)
    has_cell = registry.addresses[field].to_numpy() != NO_CELL
    return np.where(has_cell, values, _SAYS_NOTHING)


def _stated_stars(products: pd.DataFrame, star_year_be: int | None) -> np.ndarray:
    """The stars of the round; _NOT_RATED where the cell says so in words."""
    is_rated = products["star_rated"].fillna(value=False).to_numpy(dtype=bool)
    is_unrated = (
        products["star_rated"].eq(False).fillna(value=False).to_numpy(dtype=bool)
    )
    stars = products["star"].fillna(_SAYS_NOTHING).to_numpy(dtype=np.int64)
    is_said_unrated = is_unrated & products["star_said"].to_numpy(dtype=bool)
    values = np.where(
        is_rated, stars, np.where(is_said_unrated, _NOT_RATED, _SAYS_NOTHING)
    )
    return np.where(_may_be_of_round(products, star_year_be), values, _SAYS_NOTHING)


def _may_be_of_round(products: pd.DataFrame, star_year_be: int | None) -> np.ndarray:
    """The rows whose stars are of the round, or of a round that nobody says."""
    if star_year_be is None:
        return np.ones(len(products), dtype=bool)
    years = products["star_year_be"]
    is_of_round: np.ndarray = (
        years.eq(star_year_be).fillna(value=True).to_numpy(dtype=bool)
    )
    return is_of_round


def differ(units: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The rows that state a value, of units whose rows state more than one."""
    is_stated = values != _SAYS_NOTHING
    n_units = int(units.max()) + 1
    lowest = np.full(n_units, np.iinfo(np.int64).max)
    highest = np.full(n_units, _SAYS_NOTHING)
    np.minimum.at(lowest, units[is_stated], values[is_stated])
    np.maximum.at(highest, units[is_stated], values[is_stated])
    is_disputed: np.ndarray = (lowest < highest)[units] & is_stated
    return is_disputed


def _may_be_unclear(
    products: pd.DataFrame, field: str, star_year_be: int | None
) -> np.ndarray:
    """The rows without a value; a star of another round leaves nothing open in the letter's."""
    column = products["star_rated" if field == "star" else field]
    is_unknown: np.ndarray = column.isna().to_numpy()
    if field == "star":
        is_unknown = is_unknown & _may_be_of_round(products, star_year_be)
    return is_unknown


def _beside_unclear(
    registry: Registry,
    field: str,
    products: np.ndarray,
    values: np.ndarray,
    may_be_unclear: np.ndarray,
) -> np.ndarray:
    """The rows of products of which one row states a value and another has a cell that was not understood.

    A word that says nothing is as good as a blank: it leaves nothing in doubt.
    """
    blank_places = registry.places_of_null_words
    is_stated = values != _SAYS_NOTHING
    states_value = np.zeros(int(products.max()) + 1, dtype=bool)
    states_value[products[is_stated]] = True
    unclear_rows = []
    for row in np.flatnonzero(may_be_unclear & states_value[products]).tolist():
        place = registry.place(row, field)
        if place in registry.not_understood and place not in blank_places:
            unclear_rows.append(row)
    is_disputed = np.zeros(len(values), dtype=bool)
    if unclear_rows:
        is_disputed = np.isin(products, products[unclear_rows]) & is_stated
        is_disputed[unclear_rows] = True
    return is_disputed


def _leave_unknown(
    registry: Registry,
    field: str,
    units: np.ndarray,
    values: np.ndarray,
    is_disputed: np.ndarray,
    *,
    is_of_producer: bool,
) -> Registry:
    """The registry with the disputed values of a field unknown, and what its cells say kept.

    A blank beside them is unknown too: it is the same product's, or producer's.
    """
    disputed = dict(registry.disputed)
    disputed_cells = dict(registry.disputed_cells)
    findings: list[Finding] = []
    is_blank = _is_blank(registry.products, field, values) & np.isin(
        units, units[is_disputed]
    )
    blank_rows = _rows_by_unit(units, is_blank)
    for unit, rows in _rows_by_unit(units, is_disputed).items():
        cells = tuple(_cell_of(registry, field, row, int(values[row])) for row in rows)
        different_values = tuple(sorted({str(cell.value) for cell in cells}))
        for row in (*rows, *blank_rows.get(unit, ())):
            disputed[row, field] = different_values
            disputed_cells[row, field] = cells
        findings.extend(
            _findings(registry, field, rows, cells, is_of_producer=is_of_producer)
        )
    is_unknown = is_disputed | is_blank
    frame = registry.products.copy()
    frame.loc[is_unknown, field] = pd.NA
    if field == "star":
        frame.loc[is_unknown, "star_rated"] = pd.NA
    return replace(
        registry,
        products=frame,
        disputed=disputed,
        disputed_cells=disputed_cells,
        findings=(*registry.findings, *findings),
    )


def _is_blank(products: pd.DataFrame, field: str, values: np.ndarray) -> np.ndarray:
    """The rows that say nothing of a field; a star of another round says something."""
    says_nothing: np.ndarray = values == _SAYS_NOTHING
    if field == "star":
        says_nothing &= products["star"].isna().to_numpy()
    return says_nothing


def _rows_by_unit(units: np.ndarray, is_meant: np.ndarray) -> dict[int, list[int]]:
    """The rows that are meant, of every unit, in reading order."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(is_meant).tolist():
        rows_of[int(units[row])].append(row)
    return rows_of


def _cell_of(registry: Registry, field: str, row: int, value: int) -> DisputedCell:
    """What one disputed cell says, as a code or a number; None where it was not understood."""
    place = registry.place(row, field)
    return DisputedCell(_named(registry.products, field, value), place)


def _named(products: pd.DataFrame, field: str, value: int) -> Any:
    if value == _SAYS_NOTHING:
        return None
    if field == "star":
        return "none" if value == _NOT_RATED else value
    if field == "registered_year_be":
        return value
    return products[field].cat.categories[value]


def _findings(
    registry: Registry,
    field: str,
    rows: list[int],
    cells: tuple[DisputedCell, ...],
    *,
    is_of_producer: bool,
) -> Iterator[Finding]:
    """A finding at every cell, which names the first cell that says something else."""
    code = (
        "registry.producer-rows-differ"
        if is_of_producer
        else "registry.product-rows-differ"
    )
    names = registry.products[["group_name", "product_name"]].astype(object)
    for row, cell in zip(rows, cells, strict=True):
        other = next((other for other in cells if other.value != cell.value), None)
        if other is None:
            continue
        yield make_finding(
            code,
            cell.place,
            value=_words(registry, field, cell)["th"],
            said=_words(registry, field, cell),
            group=str(names["group_name"].iat[row]),
            product=str(names["product_name"].iat[row]),
            other_value=_words(registry, field, other),
            other_place=other.place.beside(cell.place),
            field=field,
        )


def _words(registry: Registry, field: str, cell: DisputedCell) -> dict[str, str]:
    return in_words(field, cell.value, registry.not_understood.get(cell.place))
