"""The newest result of a group or product counts, where every row that states one says of which year it is.

That holds of มชช. and the quadrant. Where a row has no year nothing is older, and all rows count as before.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.identity import number_groups, number_products
from kbo_screen.registry.same_product import take_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.list_lines import Statement
    from kbo_screen.findings import Place
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry

#: Field -> the column that says of which year its value is, NA where the cell is blank or nothing says it.
YEAR_OF: Final = {
    "standard": "standard_year_be",
    "quadrant": "quadrant_year_be",
}

#: The code that pandas gives to an unknown value.
NO_CODE: Final = -1


class NewestStandards(NamedTuple):
    """What counts of a standard that the registry and lists state: the registry's own value, lines, what is told."""

    own_value: Any
    statements: list[Statement]
    findings: list[Finding]


class DatedCell(NamedTuple):
    """A cell that states a value, and of which year that is; None where nothing says it."""

    place: Place
    year_be: int | None


def newest_standards(
    registry: Registry,
    product: int,
    own_value: Any,
    statements: list[Statement],
    first_year_be: int,
) -> NewestStandards:
    """The newest of what the registry's cell and the lines of lists say of a group's standard.

    Where one of them has no year nothing is older, and all count. first_year_be: a line of a year before says nothing.
    """
    statements = [
        line for line in statements if (line.year_be or first_year_be) >= first_year_be
    ]
    own_cell = DatedCell(
        registry.place(product, "standard"), _own_year(registry, product)
    )
    cells = [DatedCell(line.place, line.year_be) for line in statements]
    if own_value is not None:
        cells.append(own_cell)
    years = {cell.year_be for cell in cells}
    if None in years or len(years) < 2:
        return NewestStandards(own_value, statements, [])
    newest = max(cells, key=attrgetter("year_be"))
    group = str(registry.products["group_name"].iloc[product])
    if own_cell.year_be != newest.year_be:
        own_value = None
    return NewestStandards(
        own_value,
        [line for line in statements if line.year_be == newest.year_be],
        list(_older_values(cells, newest, group)),
    )


def _older_values(
    cells: list[DatedCell],
    newest: DatedCell,
    group: str,
) -> Iterator[Finding]:
    """A finding at every cell that is older than the newest."""
    for cell in cells:
        if cell.year_be != newest.year_be:
            yield _newer_value("standard", group, cell, newest)


def _newer_value(
    field: str,
    group: str,
    older: DatedCell,
    newest: DatedCell,
) -> Finding:
    """A finding at an older cell, which names the newest one."""
    return make_finding(
        "registry.newer-value",
        older.place,
        group=group,
        year=older.year_be,
        other_year=newest.year_be,
        other_place=newest.place.in_words,
        field=field,
    )


def _own_year(registry: Registry, product: int) -> int | None:
    """The year of the standard that a product's own row states."""
    year_be: Any = registry.products["standard_year_be"].iloc[product]
    return None if pd.isna(year_be) else int(year_be)


def oldest_valid_year(letter: Letter) -> int:
    """The first year of which a standard counts under the letter; 0 where every year's does."""
    if letter.choices.old_standard == "any-year":
        return 0
    return letter.fiscal_year_be - letter.choices.standard_valid_years


def _without_expired(registry: Registry, first_year_be: int) -> Registry:
    """The registry in which a standard of a year before the first that counts is none."""
    products = registry.products
    years = products[YEAR_OF["standard"]]
    is_expired = years.lt(first_year_be).fillna(value=False).astype(bool)
    is_expired &= products["standard"].notna()
    if not is_expired.any():
        return registry
    standards = products["standard"].copy()
    standards.loc[is_expired] = "none"
    return replace(registry, products=products.assign(standard=standards))


def keep_latest(registry: Registry, letter: Letter) -> Registry:
    """The registry without values that a newer one of the same group (มชช.) or product (quadrant) replaces.

    An older มชช. is unknown from then on, an older quadrant is the newest; a finding at the older cell names the newer
    one. A newest cell that was not understood leaves the value unknown. A มชช. counts whatever its year is, or while it
    is valid, as the letter chooses.
    """
    products = registry.products
    if not any(products[year].notna().any() for year in YEAR_OF.values()):
        return registry
    registry = _without_expired(registry, oldest_valid_year(letter))
    groups = number_groups(products, letter.choices)
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
    products: pd.DataFrame,
    field: str,
    units: np.ndarray,
) -> dict[int, int]:
    """Position of every row with an older value -> position of the newest row of its unit."""
    years = products[YEAR_OF[field]].astype("float").to_numpy()
    has_value = products[field].notna().to_numpy()
    newest_years = _newest_years(years, has_value, units)
    newest_rows: dict[int, int] = {}
    for row in np.flatnonzero(years < newest_years).tolist():
        is_newest = (units == units[row]) & (years == newest_years[row])
        newest_rows[row] = int(np.flatnonzero(is_newest)[0])
    return newest_rows


def _newest_years(
    years: np.ndarray,
    has_value: np.ndarray,
    units: np.ndarray,
) -> np.ndarray:
    """Per row the newest year of its unit, minus infinity where some value of the unit has no year."""
    has_year = ~np.isnan(years)
    newest_of_unit = np.full(int(units.max()) + 1, -np.inf)
    np.maximum.at(
        newest_of_unit,
        units[has_year],
        years[has_year],
    )
    newest_of_unit[units[has_value & ~has_year]] = -np.inf
    newest_years: np.ndarray = newest_of_unit[units]
    return newest_years


def _without_older(
    registry: Registry,
    field: str,
    newest_rows: dict[int, int],
) -> Registry:
    """An older quadrant becomes the newest, an older standard unknown."""
    findings = (*registry.findings, *_newer_findings(registry, field, newest_rows))
    if field == "quadrant":
        return replace(take_values(registry, field, newest_rows), findings=findings)
    products = registry.products.copy()
    older_rows = products.index[list(newest_rows)]
    products.loc[older_rows, field] = pd.NA
    return replace(
        registry,
        products=products,
        findings=findings,
    )


def _newer_findings(
    registry: Registry,
    field: str,
    newest_rows: dict[int, int],
) -> Iterator[Finding]:
    """A finding at every older cell that says something else than the newest."""
    codes = registry.products[field].cat.codes.tolist()
    years = registry.products[YEAR_OF[field]].tolist()
    groups = registry.products["group_name"].tolist()
    for row, newest_row in newest_rows.items():
        if codes[row] in (NO_CODE, codes[newest_row]):
            continue
        older, newest = (
            DatedCell(registry.place(each, field), int(years[each]))
            for each in (row, newest_row)
        )
        yield _newer_value(field, groups[row], older, newest)
