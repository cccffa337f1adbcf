"""Which products belong to one group, and which groups to one district: side by side, for sums and minima."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from kbo_screen.registry.registry import Registry


class GroupProducts:
    """The products of every group side by side, so that a group's best is one minimum."""

    def __init__(self, groups: np.ndarray, registry: Registry) -> None:
        """groups: per product of the registry the number of its group, from 0, none left out.

        province_of_district: per district a number for its province.
        """
        districts = registry.products["district_ix"].to_numpy(dtype=np.intp)
        provinces = [district.province for district in registry.scope.districts]
        self.of_product = groups
        self.order = np.argsort(groups, kind="stable")
        self.starts = np.flatnonzero(np.diff(groups[self.order], prepend=-1))
        self.district_of_product = districts
        self.district_ix = districts[self.order][self.starts]
        self.province_of_district = pd.factorize(np.array(provinces, dtype=object))[0]
        self.n_districts = len(provinces)

    def least(self, values: np.ndarray) -> np.ndarray:
        """Per group the least value of its products."""
        least: np.ndarray = np.minimum.reduceat(values[self.order], self.starts)
        return least

    def count_products(self, is_counted: np.ndarray) -> np.ndarray:
        """Per group the number of its products that are counted; is_counted: a truth value per product."""
        return np.add.reduceat(is_counted[self.order].astype(np.int64), self.starts)

    def sum_by_district(self, numbers: np.ndarray) -> np.ndarray:
        """Per district the sum of a whole number of each of its groups."""
        sums = np.bincount(self.district_ix, numbers, minlength=self.n_districts)
        return sums.astype(np.int64)

    def count_by_district(self, is_counted: np.ndarray) -> np.ndarray:
        """Per district the number of groups that are counted; is_counted: a truth value per group."""
        return np.bincount(self.district_ix[is_counted], minlength=self.n_districts)
