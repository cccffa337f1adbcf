"""The rows of two editions under each other: which of them can matter, in which area, and what people answered of them.

An area is the part of the country within which groups compete: a district, or a province where a letter judges whole
ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.editions.changes import EditionPair
    from kbo_screen.editions.edition import ByEdition

    RowsByArea = dict[int, np.ndarray]

_NO_ROWS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class EditionRows:
    """The products of both editions, the old ones first.

    products: columns of a registry, `common_group` and `common_district`. n_old: how many are of the old edition.
    area_of_group: by common number of a group the number of its area. districts_of_area: by area how many districts it
    has, those without rows too. rows_of_area: per edition, by area, the positions of its rows that can matter.
    """

    pair: EditionPair
    products: pd.DataFrame
    n_old: int
    area_of_group: dict[int, int]
    districts_of_area: Counter[int]
    rows_of_area: ByEdition[RowsByArea]

    @cached_property
    def groups(self) -> np.ndarray:
        """Per row the common number of its group."""
        return self.products["common_group"].to_numpy()

    def of_area(
        self,
        area: int,
        edition: int,
    ) -> np.ndarray:
        """The rows of an edition (0: the old one) in an area."""
        return self.rows_of_area[edition].get(area, _NO_ROWS)

    def in_order(self, rows: np.ndarray) -> np.ndarray:
        """In the order of rows in their own edition, which is the last to decide."""
        places = np.where(
            rows >= self.n_old,
            rows - self.n_old,
            rows,
        )
        return rows[np.argsort(places, kind="stable")]

    @cached_property
    def verdicts(self) -> dict[int, dict[str, bool]]:
        """By row what people said yes or no to: condition -> verdict."""
        by_row: dict[int, dict[str, bool]] = {}
        for start, edition in ((0, self.pair.old), (self.n_old, self.pair.new)):
            for (product, condition), verdict in edition.registry.verdicts.items():
                by_row.setdefault(start + product, {})[condition] = verdict
        return by_row


def rows_of_editions(pair: EditionPair, changed: Iterable[int]) -> EditionRows:
    """changed: common numbers of the groups of which something changed."""
    products = _stacked(_products(pair, 0), _products(pair, 1))
    n_old = len(pair.old.registry.products)
    groups = products["common_group"].to_numpy()
    area_of_district = _area_of_districts(pair)
    areas = area_of_district[products["common_district"].to_numpy()]
    can_matter = np.isin(groups, _groups_that_can_matter(pair, changed))
    rows = np.flatnonzero(can_matter)
    return EditionRows(
        pair=pair,
        products=products,
        n_old=n_old,
        area_of_group=dict(
            zip(
                groups.tolist(),
                areas.tolist(),
                strict=True,
            )
        ),
        districts_of_area=Counter(area_of_district.tolist()),
        rows_of_area=(
            _by_area(rows[rows < n_old], areas),
            _by_area(rows[rows >= n_old], areas),
        ),
    )


def _products(pair: EditionPair, edition: int) -> pd.DataFrame:
    return (pair.old, pair.new)[edition].registry.products.assign(
        common_group=pair.group_of_product[edition],
        common_district=pair.district_of_product[edition],
    )


def _stacked(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """One under the other, every column of one type."""
    columns = {}
    for name in new:
        parts = [old[name], new[name]]
        if old[name].dtype != new[name].dtype:
            parts = [part.astype(object) for part in parts]
        columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _area_of_districts(pair: EditionPair) -> np.ndarray:
    """By common number of a district its area; -1 for a district of neither edition."""
    province_of = _province_of_districts(pair)
    numbers = np.array(list(province_of), dtype=np.int64)
    areas = np.full(int(numbers.max()) + 1, -1)
    if pair.new.letter.judges_whole_provinces:
        areas[numbers] = pd.factorize(np.array(list(province_of.values())))[0]
    else:
        areas[numbers] = numbers
    return areas


def _province_of_districts(pair: EditionPair) -> dict[int, str]:
    """By common number of a district its province."""
    provinces: dict[int, str] = {}
    for edition, numbers in zip(
        (pair.old, pair.new),
        pair.districts,
        strict=True,
    ):
        names = [district.province for district in edition.registry.scope.districts]
        provinces |= dict(
            zip(
                numbers.tolist(),
                names,
                strict=True,
            )
        )
    return provinces


def _groups_that_can_matter(pair: EditionPair, changed: Iterable[int]) -> np.ndarray:
    """Groups that have a tier, or of which something changed: no other is ever on a list or opens a tier."""
    parts = [np.array(list(changed), dtype=np.int64)]
    for standings in pair.standings:
        has_tier = standings["outcome"] != "not_listed"
        parts.append(standings.index[has_tier].to_numpy(dtype=np.int64))
    return np.unique(np.concatenate(parts))


def _by_area(rows: np.ndarray, areas: np.ndarray) -> RowsByArea:
    return {
        int(str(area)): part.to_numpy()
        for area, part in pd.Series(rows).groupby(areas[rows])
    }
