"""What many decisions over one registry share: who belongs together, and how texts order. No letter changes it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.registry.identity import number_groups
from kbo_screen.screening.best_rows import standard_of_groups, standard_order
from kbo_screen.screening.group_products import GroupProducts
from kbo_screen.screening.preferences import prefer_groups
from kbo_screen.screening.text_order import text_order

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter, Preference
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.preferences import GroupPreferences

#: The facts that rest on who a product and its group are, and on nothing that a side of a reading reads otherwise.
_OF_IDENTITY: Final = ("products_in_order", "place_in_order", "group_ids", "group_names", "text_order")  # fmt: skip


class GroupFacts:
    """The products of a registry with their groups; each fact is found when it is first asked for."""

    def __init__(
        self,
        registry: Registry,
        groups: pd.Series[int],
        index: GroupProducts | None = None,
    ) -> None:
        """groups: per product the number of its group. index: of these groups, where it is known."""
        self.products = registry.products.assign(group=groups)
        self.registry = registry
        self.index = index or GroupProducts(groups.to_numpy(), registry)
        self._preferences: dict[Preference | None, GroupPreferences] = {}

    def over(self, registry: Registry) -> GroupFacts:
        """The facts of the same rows where some of their cells read otherwise; no cell that says who they are."""
        facts = GroupFacts(registry, self.products["group"], self.index)
        for name in _OF_IDENTITY:
            facts.__dict__[name] = getattr(self, name)
        return facts

    @cached_property
    def products_in_order(self) -> np.ndarray:
        """The positions of all products by id, or name where there is none, then by row."""
        products = self.products
        texts = text_order(products["product_id"], products["product_name"])
        return np.argsort(texts, kind="stable")

    @cached_property
    def place_in_order(self) -> np.ndarray:
        """Per product its place among `products_in_order`."""
        places = np.empty(len(self.products), dtype=np.int64)
        places[self.products_in_order] = np.arange(len(places))
        return places

    @cached_property
    def stars(self) -> np.ndarray:
        """Per product its stars, 0 for none or unknown."""
        return self.products["star"].to_numpy(dtype=np.int64, na_value=0)

    @property
    def first_rows(self) -> np.ndarray:
        """Per group the position of its first row."""
        first_rows: np.ndarray = self.index.order[self.index.starts]
        return first_rows

    @cached_property
    def group_ids(self) -> pd.Series:
        """Per group its id, None where no row has one."""
        return self._first_said("group_id")

    @cached_property
    def group_names(self) -> pd.Series:
        """Per group its name, as its first row writes it."""
        return self._first_said("group_name")

    def _first_said(self, field: str) -> pd.Series:
        """Per group the first text that one of its rows has in a field, None for none."""
        values = self.products[field].to_numpy(dtype=object)
        rows = np.flatnonzero(self.products[field].notna())[::-1]
        texts = np.full(len(self.numbers), None, dtype=object)
        # of several rows of one group the last that is written stays: the first
        texts[self.index.of_product[rows]] = values[rows]
        return pd.Series(texts, index=self.numbers, dtype=object)

    @cached_property
    def text_order(self) -> np.ndarray:
        """Per group its place by id, or name where there is none."""
        return text_order(self.group_ids, self.group_names)

    @cached_property
    def standards(self) -> pd.Series:
        """Per group the best standard of its rows, as `standard_of_groups` gives it."""
        standards = standard_of_groups(self.index, self.products)
        return standards.set_axis(self.numbers)

    @cached_property
    def standard_order(self) -> np.ndarray:
        """Per group the place of its standard among those that are put first."""
        return standard_order(self.standards)

    @cached_property
    def products_with_group_standard(self) -> pd.DataFrame:
        """The products, each with the standard of its group."""
        standards = self.standards.iloc[self.index.of_product]
        return self.products.assign(standard=standards.set_axis(self.products.index))

    @property
    def numbers(self) -> pd.RangeIndex:
        """The numbers of the groups, from 0."""
        return pd.RangeIndex(len(self.index.starts), name="group")

    def preferred(self, letter: Letter) -> GroupPreferences:
        """What the letter's preference reads of every group."""
        key = letter.preference
        if key not in self._preferences:
            self._preferences[key] = prefer_groups(self.index, self.registry, letter)
        return self._preferences[key]


def facts_of(registry: Registry, letter: Letter) -> GroupFacts:
    """The facts of a registry whose groups nobody has numbered."""
    return GroupFacts(registry, number_groups(registry.products, letter.choices))
