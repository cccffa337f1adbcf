"""The districts that a run looks at: the letter's own, another province's, or the whole country's.

Knows the letter's districts and the official ones elsewhere. Refuses to know files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.registry.registry import Registry, Scope, ScopeDistrict
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
    from kbo_screen.registry.registry import OpenLine, RepeatedRow

WHOLE_COUNTRY = "all"
Said = TypeVar("Said")


def make_scope(letter: Letter, province: str | None = None) -> Scope:
    """The letter's districts in its order; of another province, or "all", the official ones by code.

    Raises UsageError for a province that does not exist.
    """
    if province is None:
        return _scope_of_letter(letter)
    if province == WHOLE_COUNTRY:
        return _scope_of([p.name for p in provinces()])
    found = province_named(province)
    if found is None:
        names = nearest(province, [p.name for p in provinces()])
        raise UsageError(
            make_finding(
                "usage.unknown-province",
                value=province,
                suggestion=", ".join(names) or "-",
            )
        )
    return (
        _scope_of_letter(letter)
        if found.name == letter.province
        else _scope_of([found.name])
    )


def pick_districts(scope: Scope, names: Sequence[str]) -> tuple[ScopeDistrict, ...]:
    """Some districts of a scope in its order, all where none is named. Raises UsageError for one that is not in it."""
    kept = sorted({_index_of(name, scope) for name in names}) or range(
        len(scope.districts)
    )
    return tuple(scope.districts[ix] for ix in kept)


def keep_districts(registry: Registry, names: Sequence[str]) -> Registry:
    """The registry narrowed to some districts; the products of the others count as out of scope.

    Raises UsageError for a district that is not in the scope.
    """
    scope = registry.scope
    kept = sorted({_index_of(name, scope) for name in names})
    position = np.full(len(scope.districts), -1)
    position[kept] = np.arange(len(kept))
    stays: np.ndarray = position[registry.products["district_ix"].to_numpy()] >= 0
    narrowed = keep_products(registry, stays)
    district_ix = position[narrowed.products["district_ix"].to_numpy()]
    n_rows_left = int((~stays).sum()) + len(registry.repeated) - len(narrowed.repeated)
    return replace(
        narrowed,
        products=narrowed.products.assign(district_ix=district_ix),
        scope=replace(scope, districts=tuple(scope.districts[ix] for ix in kept)),
        open_lines=tuple(_in_districts(registry.open_lines, position)),
        out_of_scope=registry.out_of_scope + n_rows_left,
    )


def keep_products(registry: Registry, stays: np.ndarray) -> Registry:
    """The registry with some of its products, numbered anew, and what is known of them.

    stays: per product, whether it is kept.
    """
    return replace(
        registry,
        products=registry.products[stays].reset_index(drop=True),
        addresses=registry.addresses[stays].reset_index(drop=True),
        origins=registry.origins[stays].reset_index(drop=True)
        if len(registry.origins)
        else registry.origins,
        perhaps=_renumber(registry.perhaps, stays),
        answers=_renumber(registry.answers, stays),
        verdicts=_renumber_keys(registry.verdicts, stays),
        disputed=_renumber_keys(registry.disputed, stays),
        disputed_cells=_renumber_keys(registry.disputed_cells, stays),
        repeated=tuple(_renumber_repeated(registry.repeated, stays)),
    )


def _in_districts(
    lines: Iterable[OpenLine], position: np.ndarray
) -> Iterator[OpenLine]:
    """The lines of the districts that stay, and those that name none.

    position: per district its new one, -1 for none.
    """
    for line in lines:
        if line.district_ix is None:
            yield line
        elif position[line.district_ix] >= 0:
            yield replace(line, district_ix=int(position[line.district_ix]))


def _renumber(rows: pd.DataFrame, stays: np.ndarray) -> pd.DataFrame:
    """The rows about the products that stay, by their new index."""
    index = np.cumsum(stays) - 1
    products = rows["product"].to_numpy(dtype=np.int64)
    kept = rows[stays[products]] if len(rows) else rows
    return kept.assign(
        product=index[kept["product"].to_numpy(dtype=np.int64)]
    ).reset_index(drop=True)


def _renumber_keys(
    said: dict[tuple[int, str], Said], stays: np.ndarray
) -> dict[tuple[int, str], Said]:
    index = np.cumsum(stays) - 1
    return {
        (int(index[product]), name): value
        for (product, name), value in said.items()
        if stays[product]
    }


def _renumber_repeated(
    rows: Iterable[RepeatedRow], stays: np.ndarray
) -> Iterator[RepeatedRow]:
    index = np.cumsum(stays) - 1
    for row in rows:
        if stays[row.product]:
            yield row._replace(product=int(index[row.product]))


def _scope_of_letter(letter: Letter) -> Scope:
    districts = tuple(
        ScopeDistrict(letter.province, d.name, d.code) for d in letter.districts
    )
    return Scope((letter.province,), districts)


def _scope_of(names: list[str]) -> Scope:
    districts = (
        ScopeDistrict(d.province, d.district, d.code)
        for name in names
        for d in districts_of(name)
    )
    return Scope(tuple(names), tuple(districts), is_of_letter=False)


def _index_of(name: str, scope: Scope) -> int:
    found = resolve_district(name, scope.districts)
    if found is None:
        names = nearest(name, [d.district for d in scope.districts]) or [
            d.district for d in scope.districts[:12]
        ]
        raise UsageError(
            make_finding(
                "usage.unknown-district", value=name, suggestion=", ".join(names)
            )
        )
    return scope.districts.index(found)
