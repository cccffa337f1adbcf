"""The districts that a run looks at: the letter's own, another province's, or the whole country's.

The letter names its own districts; elsewhere they are the official ones.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import UsageError
from kbo_screen.registry.registry import Registry, Scope, ScopeDistrict, Value
from kbo_screen.vocabulary.areas import (
    districts_of,
    nearest,
    province_named,
    provinces,
    resolve_district,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import OfValues, OpenLine, RepeatedRow

WHOLE_COUNTRY = "all"
#: Districts named where none comes near what was written.
DISTRICTS_SUGGESTED: Final = 12
#: The position of a district that a narrowed scope leaves out.
NOT_IN_SCOPE: Final = -1


def make_scope(letter: Letter, province: str | None = None) -> Scope:
    """The letter's districts in its order; of another province, or "all", the official ones by code.

    Raises UsageError for a province that does not exist.
    """
    if province is None:
        return _scope_of_letter(letter)
    names = [official.name for official in provinces()]
    if province == WHOLE_COUNTRY:
        return _scope_of(names)
    official = province_named(province)
    if official is None:
        raise _unknown(
            "usage.unknown-province",
            province,
            nearest(province, names),
        )
    if official.name == letter.province:
        return _scope_of_letter(letter)
    return _scope_of([official.name])


def _scope_of_letter(letter: Letter) -> Scope:
    districts = tuple(
        ScopeDistrict(
            letter.province,
            district.name,
            district.code,
        )
        for district in letter.districts
    )
    return Scope((letter.province,), districts)


def _scope_of(names: list[str]) -> Scope:
    """The official districts of provinces."""
    areas = chain.from_iterable(map(districts_of, names))
    districts = [
        ScopeDistrict(
            area.province,
            area.district,
            area.code,
        )
        for area in areas
    ]
    return Scope(
        tuple(names),
        tuple(districts),
        is_of_letter=False,
    )


def _unknown(
    code: str,
    name: str,
    nearest_names: Sequence[str],
) -> UsageError:
    """A province or district that does not exist, with what may be written instead."""
    suggestion = ", ".join(nearest_names) or "-"
    return UsageError.of(
        code,
        value=name,
        suggestion=suggestion,
    )


def pick_districts(scope: Scope, names: Sequence[str]) -> tuple[ScopeDistrict, ...]:
    """Some districts of a scope in its order, all where none is named. Raises UsageError for one that is not in it."""
    if not names:
        return scope.districts
    return tuple(scope.districts[position] for position in _positions(scope, names))


def _positions(scope: Scope, names: Sequence[str]) -> list[int]:
    """The positions of districts in a scope, in its order. Raises UsageError for one that is not in it."""
    return sorted({_position_of(name, scope) for name in names})


def _position_of(name: str, scope: Scope) -> int:
    district = resolve_district(name, scope.districts)
    if district is None:
        names = scope.district_names
        raise _unknown(
            "usage.unknown-district",
            name,
            nearest(name, names) or names[:DISTRICTS_SUGGESTED],
        )
    return scope.districts.index(district)


def keep_districts(registry: Registry, names: Sequence[str]) -> Registry:
    """The registry narrowed to some districts; the products of the others count as out of scope.

    Raises UsageError for a district that is not in the scope.
    """
    scope = registry.scope
    positions = _positions(scope, names)
    districts = tuple(scope.districts[position] for position in positions)
    new_position = _new_positions(scope, positions)
    district_ix = new_position[registry.products["district_ix"].to_numpy()]
    stays = district_ix != NOT_IN_SCOPE
    narrowed = keep_products(registry, stays)
    return replace(
        narrowed,
        products=narrowed.products.assign(district_ix=district_ix[stays]),
        scope=replace(scope, districts=districts),
        open_lines=tuple(_lines_in(registry.open_lines, new_position)),
        out_of_scope=registry.out_of_scope + _n_rows_between(registry, narrowed),
    )


def _new_positions(scope: Scope, positions: list[int]) -> np.ndarray:
    """Per district of a scope its position among some of them, NOT_IN_SCOPE for the others."""
    new_position = np.full(len(scope.districts), NOT_IN_SCOPE)
    new_position[positions] = np.arange(len(positions))
    return new_position


def _n_rows_between(registry: Registry, narrowed: Registry) -> int:
    """The rows of the products that a narrowed registry leaves out."""
    n_products = len(registry.products) - len(narrowed.products)
    n_repeated_rows = len(registry.repeated) - len(narrowed.repeated)
    return n_products + n_repeated_rows


def _lines_in(
    lines: Iterable[OpenLine], new_position: np.ndarray
) -> Iterator[OpenLine]:
    """The lines of the districts that stay, and those that name none.

    new_position: per district its position in the narrowed scope.
    """
    for line in lines:
        district_ix = line.district_ix
        if district_ix is not None:
            district_ix = int(new_position[district_ix])
        if district_ix != NOT_IN_SCOPE:
            yield line._replace(district_ix=district_ix)


def keep_products(registry: Registry, stays: np.ndarray) -> Registry:
    """The registry with some of its products, numbered anew, and what is known of them.

    stays: per product, whether it is kept.
    """
    numbering = _Numbering(stays)
    origins = registry.origins
    if len(origins):
        origins = numbering.of_products(origins)
    return replace(
        registry,
        products=numbering.of_products(registry.products),
        addresses=numbering.of_products(registry.addresses),
        origins=origins,
        perhaps=numbering.about_products(registry.perhaps),
        answers=numbering.about_products(registry.answers),
        verdicts=numbering.by_product(registry.verdicts),
        disputed=numbering.by_product(registry.disputed),
        disputed_cells=numbering.by_product(registry.disputed_cells),
        repeated=tuple(numbering.repeated(registry.repeated)),
    )


class _Numbering:
    """The products that stay in a registry, numbered anew from 0: everything that names a product follows.

    Positions and index are one in every room that reads a registry, so that an index with gaps would not do.
    """

    def __init__(self, stays: np.ndarray) -> None:
        self.stays = stays
        self.new_index: list[int] = (np.cumsum(stays) - 1).tolist()

    def of_products(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame that has one row per product."""
        return frame[self.stays].reset_index(drop=True)

    def about_products(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame that names products in the column `product`."""
        products = frame["product"].astype(int)
        renumbered = frame.assign(product=np.take(self.new_index, products).astype(int))
        return renumbered[self.stays.take(products)].reset_index(drop=True)

    def by_product(self, values: OfValues[Value]) -> OfValues[Value]:
        """The entries of the products that stay."""
        return {
            (self.new_index[product], name): value
            for (product, name), value in values.items()
            if self.stays[product]
        }

    def repeated(self, rows: Iterable[RepeatedRow]) -> Iterator[RepeatedRow]:
        """The rows that a product stands for."""
        for row in rows:
            if self.stays[row.product]:
                yield row._replace(product=self.new_index[row.product])
