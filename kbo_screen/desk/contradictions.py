"""Where rows of one product or one producer contradict each other: such a value is unknown until a person settles it.

Compares whole columns; only contradictions are looked at one by one. A blank says nothing against a value, but in the
column of other projects it says "none", as that column is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from kbo_screen.desk.stated_values import differing_cell, in_words, write_value
from kbo_screen.findings import make_finding
from kbo_screen.registry.identity import number_producers
from kbo_screen.registry.registry import NO_CELL, DisputedCell
from kbo_screen.registry.same_product import share_values
from kbo_screen.vocabulary.fields import NUMBER_FIELDS, PRODUCER_FIELDS, PRODUCT_FIELDS
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.findings import Finding
    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.identity import RowNumbers
    from kbo_screen.registry.registry import DisputedCells, Registry

_SAYS_NOTHING: Final = -1
_NOT_RATED: Final = 0
#: By the number of a product or producer, its rows in reading order.
RowsOfUnit = dict[int, list[int]]


def settle_contradictions(
    registry: Registry,
    letter: Letter,
    numbers: RowNumbers,
) -> Registry:
    """The registry with every value unknown that its rows contradict, and a finding at each of their cells.

    Rows are of one product by its id, else by group and name; of one producer by its id, else by district and name.
    Type and year of registration are the producer's, or each product's own, as the letter chooses. Stars are compared
    within the letter's round, with stars whose round nobody says. Also unknown is a value beside a cell of the same
    product that was not understood. What the cells say stands in `disputed_cells`. A row of a product that says
    nothing takes what another row states.

    numbers: which rows are one group or product.
    """
    products = numbers.products
    producers = number_producers(registry.products, numbers.groups)
    for name in (*PRODUCER_FIELDS, *PRODUCT_FIELDS):
        if name in registry.absent_fields:
            continue
        is_of_producer = name in letter.choices.producer_fields
        field = _Statements(
            name,
            units=producers if is_of_producer else products,
            numbers=_stated_values(registry, name, letter.star_year_be),
            is_of_producer=is_of_producer,
        )
        is_disputed = _beside_unclear(registry, field, products, letter.star_year_be)
        is_disputed |= differ(field.units, field.numbers)
        if is_disputed.any():
            registry = _leave_unknown(registry, field, is_disputed)
    return share_values(registry, products)


class _Statements(NamedTuple):
    """What the rows of a registry state of a field.

    units: per row a number for the product or producer that the field speaks of. numbers: per row one for what its
    cell says, _SAYS_NOTHING for a blank or an unknown.
    """

    field: str
    units: np.ndarray
    numbers: np.ndarray
    is_of_producer: bool

    @property
    def is_stated(self) -> np.ndarray:
        """The rows that state a value."""
        is_stated: np.ndarray = self.numbers != _SAYS_NOTHING
        return is_stated


class _RowNames(NamedTuple):
    """Per row of a registry its group and its product, as arrays: a frame is slow to ask for one cell."""

    groups: np.ndarray
    products: np.ndarray


def _names_of_rows(products: pd.DataFrame) -> _RowNames:
    return _RowNames(
        products["group_name"].to_numpy(dtype=object),
        products["product_name"].to_numpy(dtype=object),
    )


def _stated_values(
    registry: Registry,
    field: str,
    star_year_be: int | None,
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
    rated = products["star_rated"]
    is_rated = rated.fillna(value=False).to_numpy(dtype=bool)
    is_unrated = rated.eq(False).fillna(value=False).to_numpy(dtype=bool)
    says_unrated = is_unrated & products["star_said"].to_numpy(dtype=bool)
    stars = products["star"].fillna(_SAYS_NOTHING).to_numpy(dtype=np.int64)
    values = np.full(
        len(products),
        _SAYS_NOTHING,
        dtype=np.int64,
    )
    values[says_unrated] = _NOT_RATED
    values[is_rated] = stars[is_rated]
    values[~_may_be_of_round(products, star_year_be)] = _SAYS_NOTHING
    return values


def _may_be_of_round(products: pd.DataFrame, star_year_be: int | None) -> np.ndarray:
    """The rows whose stars are of the round, or of a round that nobody says."""
    if star_year_be is None:
        return np.ones(len(products), dtype=bool)
    is_of_round = products["star_year_be"].eq(star_year_be).fillna(value=True)
    return is_of_round.to_numpy(dtype=bool)


def differ(units: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The rows that state a value, of units whose rows state more than one."""
    is_stated = values != _SAYS_NOTHING
    n_units = int(units.max()) + 1
    lowest = np.full(
        n_units,
        np.iinfo(np.int64).max,
        dtype=np.int64,
    )
    highest = np.full(n_units, _SAYS_NOTHING, dtype=np.int64)
    np.minimum.at(lowest, units[is_stated], values[is_stated])
    np.maximum.at(highest, units[is_stated], values[is_stated])
    is_disputed: np.ndarray = (lowest < highest)[units] & is_stated
    return is_disputed


def _may_be_unclear(
    products: pd.DataFrame,
    field: str,
    star_year_be: int | None,
) -> np.ndarray:
    """The rows without a value; a star of another round leaves nothing open in the letter's."""
    if field == "star":
        is_unrated = products["star_rated"].isna()
        return (is_unrated & _may_be_of_round(products, star_year_be)).to_numpy()
    return products[field].isna().to_numpy()


def _beside_unclear(
    registry: Registry,
    field: _Statements,
    products: np.ndarray,
    star_year_be: int | None,
) -> np.ndarray:
    """The rows of products of which one row states a value and another has a cell that was not understood.

    A word that says nothing is as good as a blank: it leaves nothing in doubt.
    products: per row a number for its product.
    """
    may_be_unclear = _may_be_unclear(registry.products, field.field, star_year_be)
    states_value = np.zeros(int(products.max()) + 1, dtype=bool)
    states_value[products[field.is_stated]] = True
    rows = np.flatnonzero(may_be_unclear & states_value[products]).tolist()
    unclear_rows = [row for row in rows if registry.is_unclear(row, field.field)]
    is_disputed = np.zeros(len(products), dtype=bool)
    if unclear_rows:
        is_of_unclear_product = np.isin(products, products[unclear_rows])
        is_disputed = is_of_unclear_product & field.is_stated
        is_disputed[unclear_rows] = True
    return is_disputed


def _leave_unknown(
    registry: Registry,
    field: _Statements,
    is_disputed: np.ndarray,
) -> Registry:
    """The registry with the disputed values of a field unknown, and what its cells say kept.

    A blank beside them is unknown too: it is the same product's, or producer's.
    """
    disputed = dict(registry.disputed)
    disputed_cells = dict(registry.disputed_cells)
    findings: list[Finding] = []
    names = _names_of_rows(registry.products)
    is_of_disputed_unit = np.isin(field.units, field.units[is_disputed])
    is_blank = _is_blank(registry.products, field) & is_of_disputed_unit
    blank_rows = _rows_by_unit(field.units, is_blank)
    for unit, rows in _rows_by_unit(field.units, is_disputed).items():
        cells = _cells_of(registry, field, rows)
        values = _values_of(cells)
        unknown_rows = rows + blank_rows.get(unit, [])
        keys = [(row, field.field) for row in unknown_rows]
        disputed |= dict.fromkeys(keys, values)
        disputed_cells |= dict.fromkeys(keys, cells)
        findings += _rows_differ(registry, field, rows, cells, names)
    products = registry.products.copy()
    write_value(products, is_disputed | is_blank, field.field, None, None)
    return replace(
        registry,
        products=products,
        disputed=disputed,
        disputed_cells=disputed_cells,
        findings=(*registry.findings, *findings),
    )


def _values_of(cells: DisputedCells) -> tuple[str, ...]:
    """The different values that cells state."""
    return tuple(sorted({str(cell.value) for cell in cells}))


def _is_blank(products: pd.DataFrame, field: _Statements) -> np.ndarray:
    """The rows that say nothing of a field; a star of another round says something."""
    says_nothing = ~field.is_stated
    if field.field == "star":
        says_nothing &= products["star"].isna().to_numpy()
    return says_nothing


def _rows_by_unit(units: np.ndarray, is_in: np.ndarray) -> RowsOfUnit:
    """The rows of a mask, by unit, in reading order."""
    rows = np.flatnonzero(is_in)
    return lists_by_key(zip(units[rows].tolist(), rows.tolist(), strict=True))


def _cells_of(
    registry: Registry,
    field: _Statements,
    rows: list[int],
) -> DisputedCells:
    """What disputed cells say, as codes or numbers; None where one was not understood."""
    cells: list[DisputedCell] = []
    column = registry.products[field.field]
    for row in rows:
        value = _value_of_number(field.field, column, int(field.numbers[row]))
        cells.append(DisputedCell(value, registry.place(row, field.field)))
    return tuple(cells)


def _value_of_number(field: str, column: pd.Series, number: int) -> Any:
    """The value that a number of `_stated_values` stands for. column: the field's, of all products."""
    if number == _SAYS_NOTHING:
        return None
    if field == "star" and number == _NOT_RATED:
        return "none"
    return number if field in NUMBER_FIELDS else column.cat.categories[number]


def _rows_differ(
    registry: Registry,
    field: _Statements,
    rows: list[int],
    cells: DisputedCells,
    names: _RowNames,
) -> Iterator[Finding]:
    """A finding at every cell, which names the first cell that says something else."""
    first_cell = cells[0]
    unlike_first = differing_cell(cells, first_cell.value)
    for row, cell in zip(rows, cells, strict=True):
        is_like_first = cell.value == first_cell.value
        other_cell = unlike_first if is_like_first else first_cell
        if other_cell is not None:
            yield _row_differs(registry, field, row, cell, other_cell, names)


def _row_differs(
    registry: Registry,
    field: _Statements,
    row: int,
    cell: DisputedCell,
    other_cell: DisputedCell,
    names: _RowNames,
) -> Finding:
    code = "registry.product-rows-differ"
    if field.is_of_producer:
        code = "registry.producer-rows-differ"
    words = _words(registry, field.field, cell)
    return make_finding(
        code,
        cell.place,
        value=words["th"],
        said=words,
        group=str(names.groups[row]),
        product=str(names.products[row]),
        other_value=_words(registry, field.field, other_cell),
        other_place=other_cell.place.in_words_beside(cell.place),
        field=field.field,
    )


def _words(
    registry: Registry,
    field: str,
    cell: DisputedCell,
) -> TextInEach:
    return in_words(
        field,
        cell.value,
        registry.not_understood.get(cell.place),
    )
