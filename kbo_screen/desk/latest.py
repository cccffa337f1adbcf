"""The newest result of a group or product counts, where every row that states one says of which year it is.

Knows มชช. and the quadrant. Where a row has no year nothing is older, and the rows stand beside each other as before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.letters.choices import SideNotBuiltError
from kbo_screen.registry.identity import number_groups, number_products
from kbo_screen.registry.same_product import take_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.list_lines import Statement
    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.registry import Registry

#: Field -> the column that says of which year its value is, NA where the cell is blank or nothing says it.
YEAR_OF: Final = {"standard": "standard_year_be", "quadrant": "quadrant_year_be"}

#: The code that pandas gives to an unknown value.
NO_CODE: Final = -1


class NewestStandards(NamedTuple):
    """What counts of a standard that the registry and lists state: the registry's own value, lines, what is told."""

    own_value: Any
    statements: list[Statement]
    findings: list[Finding]


def newest_standards(
    registry: Registry, product: int, own_value: Any, statements: list[Statement]
) -> NewestStandards:
    """The newest of what the registry's cell and the lines of lists say of a group's standard.

    Where one of them has no year nothing is older, and all count.
    """
    own_year = registry.products["standard_year_be"].iloc[product]
    years = {statement.year_be for statement in statements}
    if own_value is not None:
        years.add(None if pd.isna(own_year) else int(own_year))
    if None in years or len(years) == 1:
        return NewestStandards(own_value, statements, [])
    newest_year = max(year_be for year_be in years if year_be is not None)
    newest = [statement for statement in statements if statement.year_be == newest_year]
    own_place = registry.place(product, "standard")
    newest_place = newest[0].place if newest else own_place
    older = [
        (statement.place, statement.year_be)
        for statement in statements
        if statement.year_be != newest_year
    ]
    if own_value is not None and int(own_year) != newest_year:
        older.append((own_place, int(own_year)))
        own_value = None
    findings = []
    for place, year_be in older:
        finding = make_finding(
            "registry.newer-value",
            place,
            group=str(registry.products["group_name"].iloc[product]),
            year=year_be,
            other_year=newest_year,
            other_place=newest_place.whole,
            field="standard",
        )
        findings.append(finding)
    return NewestStandards(own_value, newest, findings)


def keep_latest(registry: Registry, choices: Choices) -> Registry:
    """The registry without values that a newer one of the same group (มชช.) or product (quadrant) replaces.

    An older มชช. is unknown from then on, an older quadrant is the newest; a finding at the older cell names the newer
    one. A newest cell that was not understood leaves the value unknown. A มชช. counts whatever its year is.
    """
    if choices.old_standard != "any-year":
        raise SideNotBuiltError("old_standard", choices.old_standard)
    if registry.products.empty:
        return registry
    groups = number_groups(registry.products, choices)
    units_of = {
        "standard": groups.to_numpy(),
        "quadrant": number_products(registry.products, groups),
    }
    for field, units in units_of.items():
        newest_rows = _newest_rows(registry.products, field, units)
        if newest_rows:
            registry = _without_older(registry, field, newest_rows)
    return registry


def _newest_rows(
    products: pd.DataFrame, field: str, units: np.ndarray
) -> dict[int, int]:
    """Position of every row with an older value -> position of the newest row of its unit."""
    years = products[YEAR_OF[field]].astype("float").to_numpy()
    has_year = ~np.isnan(years)
    lacks_year = products[field].notna().to_numpy() & ~has_year
    n_units = int(units.max()) + 1
    newest = np.full(n_units, -np.inf)
    oldest = np.full(n_units, np.inf)
    np.maximum.at(newest, units[has_year], years[has_year])
    np.minimum.at(oldest, units[has_year], years[has_year])
    is_ordered = oldest < newest
    is_ordered[units[lacks_year]] = False
    is_older = is_ordered[units] & has_year & (years < newest[units])
    newest_rows: dict[int, int] = {}
    for row in np.flatnonzero(is_older).tolist():
        is_newest = (units == units[row]) & (years == newest[units[row]])
        newest_rows[row] = int(np.flatnonzero(is_newest)[0])
    return newest_rows


def _without_older(
    registry: Registry, field: str, newest_rows: dict[int, int]
) -> Registry:
    findings = (*registry.findings, *_newer_findings(registry, field, newest_rows))
    if field == "quadrant":
        return replace(take_values(registry, field, newest_rows), findings=findings)
    products = registry.products.copy()
    products.loc[products.index[list(newest_rows)], field] = pd.NA
    return replace(registry, products=products, findings=findings)


def _newer_findings(
    registry: Registry, field: str, newest_rows: dict[int, int]
) -> Iterator[Finding]:
    """A finding at every older cell that says something else than the newest."""
    codes = registry.products[field].cat.codes.tolist()
    years = registry.products[YEAR_OF[field]].tolist()
    groups = registry.products["group_name"].tolist()
    for row, newest in newest_rows.items():
        if codes[row] in (NO_CODE, codes[newest]):
            continue
        yield make_finding(
            "registry.newer-value",
            registry.place(row, field),
            group=groups[row],
            year=int(years[row]),
            other_year=int(years[newest]),
            other_place=registry.place(newest, field).whole,
            field=field,
        )
