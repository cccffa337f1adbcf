"""What many decisions over one registry share: who belongs together, and how texts order. No letter changes it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.screening.best_rows import standard_of_groups
from kbo_screen.screening.group_tiers import index_groups
from kbo_screen.screening.preferences import prefer_groups
from kbo_screen.screening.text_order import text_order

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter, Preference
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_tiers import GroupProducts


class GroupFacts:
    """The products of a registry with their groups; each fact is found when it is first asked for."""

    def __init__(
        self,
        products: pd.DataFrame,
        registry: Registry,
        index: GroupProducts | None = None,
    ) -> None:
        """products: those of the registry, with the column `group`. index: of its groups, where it is known."""
        self.products = products
        self.registry = registry
        self.index = index or index_groups(products["group"], registry)
        self._preferences: dict[Preference | None, pd.DataFrame] = {}

    def over(self, registry: Registry) -> GroupFacts:
        """The facts of the same rows where some of their cells read otherwise; no cell that says who they are."""
        products = registry.products.assign(group=self.products["group"])
        facts = GroupFacts(products, registry, self.index)
        for name in ("products_in_order", "place_in_order", "numbers", "groups"):
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
    def groups(self) -> pd.DataFrame:
        """One row per group.

        Columns: `first_row`, `district_ix`, `group_id`, `group_name`, `text_order` (of id, or name), `standard` (the
        best of its rows).
        """
        products = self.products
        number = products["group"]
        rows = np.arange(len(products))
        row_order = pd.Series(rows, index=products.index)
        first_rows = row_order.groupby(number).first()
        groups = pd.DataFrame({"first_row": first_rows})
        groups["district_ix"] = products["district_ix"].groupby(number).first()
        for name in ("group_id", "group_name"):
            values = products[name].astype(object)
            groups[name] = values.groupby(number).first()
        groups["text_order"] = text_order(groups["group_id"], groups["group_name"])
        groups["standard"] = standard_of_groups(products)
        return groups.set_axis(self.numbers)

    @cached_property
    def numbers(self) -> pd.Index:
        """The numbers of the groups, from 0."""
        return pd.RangeIndex(len(self.index.starts), name="group")

    def preferred(self, letter: Letter) -> pd.DataFrame:
        """What the letter's preference reads of every group, as `prefer_groups` gives it."""
        key = letter.preference
        if key not in self._preferences:
            preferred = prefer_groups(self.products, self.registry, letter)
            self._preferences[key] = preferred.set_axis(self.numbers)
        return self._preferences[key]
