"""What the registry holds of the group that a row names, and of the product by which it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kbo_screen.findings.catalogue import text_in_each, value_in_each
from kbo_screen.registry.frame_values import value_at
from kbo_screen.screening.conditions import PRODUCT_TYPES, evaluate_condition
from kbo_screen.vocabulary.fields import NUMBER_FIELDS

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.letters.condition_kinds import AnyCondition


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A group of the registry (its number in the screening) and one of its products (its index)."""

    run: Run
    group: int
    product: int

    @property
    def group_name(self) -> str:
        """The group's name."""
        return self.run.screening.name_of(self.group)

    @property
    def standing_product(self) -> int:
        """The product by which the group stands in the screening."""
        return int(self.of_group("product"))

    def of_group(self, column: str) -> Any:
        """A value of `Screening.groups`."""
        return value_at(self.run.screening.groups, self.group, column)

    def is_known(self, field: str) -> bool:
        """The registry says something of the field; that a product was not rated says something of its stars."""
        told_by = "star_rated" if field == "star" else field
        return bool(pd.notna(self._raw_value(told_by)))

    def value(self, field: str) -> Any:
        """A code or a number; None where it is unknown, and for the stars of a product that was not rated."""
        raw_value = self._raw_value(field)
        if pd.isna(raw_value):
            return None
        return int(raw_value) if field in NUMBER_FIELDS else str(raw_value)

    def words(self, field: str) -> TextInEach:
        """The value in the words of each language."""
        if not self.is_known(field):
            return text_in_each("words.value.star.unknown")
        value = self.value(field)
        return value_in_each(field, "not_rated" if value is None else value)

    def cell(self, field: str) -> str:
        """Where the value stands: file, sheet and cell."""
        return self.run.registry.place(self.product, field).in_words

    def decides(
        self,
        field: str,
        value: Any,
    ) -> bool:
        """The value, put in the registry's place, would change a condition of the tier, or the letter's preference."""
        preference = self.run.letter.preference
        if preference and field == preference.field:
            return (value in preference.first) != bool(self.of_group("prefers"))
        product = self.run.registry.products.loc[[self.product]]
        products_now = _with_value(product, "standard", self._raw_value("standard"))
        products_then = _with_value(products_now, field, value)
        for condition in self._binding_conditions(field):
            answer_now = evaluate_condition(products_now, condition)
            answer_then = evaluate_condition(products_then, condition)
            if not answer_then.equals(answer_now):
                return True
        return False

    def _raw_value(self, field: str) -> Any:
        """As the frames hold it; a standard is the group's best."""
        if field == "standard":
            return self.of_group("standard")
        return value_at(self.run.registry.products, self.product, field)

    def _binding_conditions(self, field: str) -> list[AnyCondition]:
        """The evaluated conditions on a field that the product's tier asks; without a tier, that any tier asks."""
        tier_id = value_at(self.run.screening.products, self.product, "tier")
        required: set[str] = set()
        for tier in self.run.letter.tiers:
            if pd.isna(tier_id) or tier.id == tier_id:
                required.update(tier.asks)
        field_asked = "star" if field == "star_year_be" else field
        return [
            condition
            for condition in self.run.letter.conditions
            if condition.field == field_asked
            and condition.id in required
            and condition.id in self.run.screening.is_true
        ]


def _with_value(
    products: pd.DataFrame,
    field: str,
    value: Any,
) -> pd.DataFrame:
    """One product with another value of a field; stars of None: it was not rated."""
    column = pd.Series(
        [value],
        index=products.index,
        dtype=object,
    )
    if field == "star":
        is_rated = pd.Series([value is not None], index=products.index)
        return products.assign(
            star=column.astype(PRODUCT_TYPES["star"]),
            star_rated=is_rated.astype(PRODUCT_TYPES["star_rated"]),
        )
    return products.assign(**{field: column.astype(products[field].dtype)})
