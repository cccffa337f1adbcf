"""What a proof starts from: the products as read, in the order of their groups, and the letter that is to decide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from kbo_screen.findings import UsageError
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.thai_order import sort_key

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter, Tier

#: More products than this make sheets that calculate too slowly to be of use.
MOST_PRODUCTS: Final = 5_000


class Orders:
    """In which place ids and names stand, as text and by the Thai dictionary: by product, and by group."""

    def __init__(self, run: Run) -> None:
        """run: with ids and names as the files say them, before any is hidden."""
        self.of_product = _places(run.registry.products, "product")
        self.of_group = _places(run.screening.groups, "group")


def _places(rows: pd.DataFrame, kind: str) -> dict[int, int]:
    """The place of each product or group by its id, or by its name where it has none; equal ones share it."""
    ids = rows[f"{kind}_id"].astype(object)
    names = rows[f"{kind}_name"].map(str).map(sort_key)  # also where there is none
    keys = ids.map(str).where(ids.notna(), names)
    places = {key: place for place, key in enumerate(sorted(set(keys)), 1)}
    return {
        row: places[key]
        for row, key in zip(
            rows.index,
            keys,
            strict=True,
        )
    }


@dataclass(frozen=True, eq=False)
class ReadValues:
    """What the formulas take from a run: its letter, its registry, and which products are one group."""

    run: Run
    orders: Orders

    @property
    def letter(self) -> Letter:
        """The letter that decides."""
        return self.run.letter

    @cached_property
    def conditions(self) -> list[AnyCondition]:
        """The conditions that something answers in this run."""
        absent = self.run.registry.absent_fields
        return [
            condition
            for condition in self.letter.conditions
            if condition.effect_of_absence is None or condition.field not in absent
        ]

    @cached_property
    def missing_tiers(self) -> list[bool]:
        """Per tier, whether a condition that it cannot do without has no source."""
        answered = {condition.id for condition in self.conditions}
        missing = {
            condition.id
            for condition in self.letter.conditions
            if condition.id not in answered
            and condition.no_source == "tier-unavailable"
        }
        return [_lacks_a_source(tier, answered, missing) for tier in self.letter.tiers]

    @cached_property
    def preferred_field(self) -> str | None:
        """The field by which the letter prefers groups, where something brings it."""
        preference = self.letter.preference
        absent = self.run.registry.absent_fields
        if preference is None or preference.field in absent:
            return None
        return preference.field

    @property
    def take(self) -> int | None:
        """So many groups of every district are to be proposed, whatever the quota counts; None: as the letter says."""
        return self.run.receipt.options.get("take")

    @property
    def has_province_quota(self) -> bool:
        """The letter sets a number for the whole province."""
        return self.letter.quota.per_province is not None

    @property
    def fills_province(self) -> bool:
        """Groups are proposed for the province too, behind the least of each district."""
        return self.has_province_quota and not self.take

    @property
    def has_least_of_district(self) -> bool:
        """The letter sets a number for each district."""
        return self.letter.quota.groups_per_district is not None

    @property
    def counts_products(self) -> bool:
        """The quota counts the products of a group that may stand, and not the group once."""
        return self.letter.quota.unit == "products"

    def number_of_tier(self, tier_id: str | None) -> int:
        """The place of a tier in the letter, from 1; 0 for none."""
        ids = [None, *(tier.id for tier in self.letter.tiers)]
        return ids.index(tier_id)

    def names_of(self, group: int) -> dict[str, object]:
        """What names a group, by column."""
        decided = self.run.screening.groups.loc[group]
        names = ("province", "district", "district_code", "group_id")
        return {
            **{name: plain(decided[name]) for name in names},
            "group": plain(decided["group_name"]),
            "group_number": group + 1,
        }

    @property
    def province_of_district(self) -> list[str]:
        """By position of a district its province."""
        return [str(each.province) for each in self.run.areas]

    @cached_property
    def province_order(self) -> list[int]:
        """The groups by province; within one in the order of its list, behind it those that are not on it."""
        groups = self.run.screening.groups
        provinces = list(dict.fromkeys(self.province_of_district))
        places = groups["province"].map(provinces.index)
        ordered = groups.assign(place=places).sort_values(["place", "province_rank"])
        return list(ordered.index)

    @cached_property
    def fields(self) -> list[str]:
        """The fields whose values decide, in the order in which they are asked."""
        fields: list[str] = [condition.field for condition in self.conditions]
        if self.preferred_field:
            fields.append(self.preferred_field)
        if "standard" not in self.run.registry.absent_fields:
            fields.append("standard")
        return list(dict.fromkeys(fields))

    @cached_property
    def product_order(self) -> list[int]:
        """The products, each group's together, the groups by district and rank."""
        groups = self.run.screening.products["group"]
        in_order = groups.astype(pd.CategoricalDtype(self.group_order))
        return list(in_order.sort_values(kind="stable").index)

    @cached_property
    def group_order(self) -> list[int]:
        """The groups by district; within one in the order of the list, behind it those that are not on it."""
        groups = self.run.screening.groups
        return list(groups.sort_values(["district_ix", "rank"]).index)

    @cached_property
    def verdicts(self) -> dict[str, dict[int, bool]]:
        """By condition, the products of which a person said yes or no; of the preference by group."""
        of_condition: dict[str, dict[int, bool]] = {}
        groups = self.run.screening.products["group"]
        for (product, condition), verdict in self.run.registry.verdicts.items():
            rows = self._rows_of_verdict(product, condition, groups)
            of_condition.setdefault(condition, {}).update(dict.fromkeys(rows, verdict))
        return of_condition

    def _rows_of_verdict(
        self,
        product: int,
        condition: str,
        groups: pd.Series,
    ) -> list[int]:
        """Of which rows a person's word on a product is: for the preference of its group, of all of a group asked."""
        group = int(groups[product])
        if condition == PREFERENCE:
            return [group]
        is_of_group = any(
            each.id == condition and each.is_of_group for each in self.conditions
        )
        return groups.index[groups == group].tolist() if is_of_group else [product]


def _lacks_a_source(
    tier: Tier,
    answered: set[str],
    missing: set[str],
) -> bool:
    """A need of the tier has nothing that answers it, and the tier cannot do without."""
    return any(
        answered.isdisjoint(need) and not missing.isdisjoint(need)
        for need in tier.needs
    )


def refuse_too_many(run: Run) -> None:
    """Raises UsageError for a run of more products than sheets calculate in time."""
    products = len(run.registry.products)
    if products > MOST_PRODUCTS:
        raise UsageError.of(
            "output.proof-too-large",
            count=f"{products:,}",
            limit=f"{MOST_PRODUCTS:,}",
        )
