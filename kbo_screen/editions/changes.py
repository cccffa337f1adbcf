"""What changed of the groups between two editions under one letter: cells, rows, whole groups.

Only what screening reads is looked at; whether a change decides anything is asked of `causes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.editions.pairing import NO_PRODUCT, pair_products
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.registry.same_product import BESIDE_VALUE
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from kbo_screen.editions.edition import ByEdition, Edition
    from kbo_screen.letters.model import Letter

#: What stands in place of a field where a whole row, or all rows of a group, came or went.
ROW: Final = "row"
GROUP: Final = "group"
#: What orders groups and products by our own keys.
_ORDERING: Final = ("star", "standard")
#: What names a thing, and the name that orders where it has no id.
_NAMES_BY_ID: Final = {"group_id": "group_name", "product_id": "product_name"}
#: What else of a product goes with a field, besides BESIDE_VALUE.
_GOING_WITH: Final = {
    "star": ("star_year_be",),
    "group_id": ("group_name",),
    "product_id": ("product_name",),
}

#: The columns that decide, where that is not the field's own alone; others beside them only explain.
_COMPARED_COLUMNS: Final = {"star": ("star", "star_rated", "star_year_be")}


#: A product in the old edition and in the new one, NO_PRODUCT where it is not in that one.
ProductPair = tuple[int, int]


class Change(NamedTuple):
    """What changed: a field of a product, else ROW or GROUP.

    group: common number. old, new: the product in its registry, NO_PRODUCT where it is not in that edition. also: the
    same of the other products of the group, where the field is the producer's and all rows change together.
    """

    group: int
    field: str
    old: int
    new: int
    also: tuple[ProductPair, ...] = ()

    @property
    def pairs(self) -> tuple[ProductPair, ...]:
        """Every product that changed, before and now."""
        return ((self.old, self.new), *self.also)


@dataclass(frozen=True, eq=False)
class EditionPair:
    """Two editions under one letter, whose groups and products are paired.

    groups: per edition, index = its own number of a group, the common number. districts: per edition the common number
    of each of its districts.
    """

    old: Edition
    new: Edition
    groups: ByEdition[pd.Series[int]]
    districts: ByEdition[np.ndarray]

    @cached_property
    def group_of_product(self) -> ByEdition[np.ndarray]:
        """Per edition and product the common number of its group."""
        return (
            _by_product(self.old, self.groups[0]),
            _by_product(self.new, self.groups[1]),
        )

    @cached_property
    def district_of_product(self) -> ByEdition[np.ndarray]:
        """Per edition and product the common number of its district."""
        old, new = self.districts
        return old[self.old.district_ix], new[self.new.district_ix]

    @cached_property
    def standings(self) -> ByEdition[pd.DataFrame]:
        """The standings of both editions, index = common number."""
        old, new = self.groups
        return self.old.renumbered_standings(old), self.new.renumbered_standings(new)

    @cached_property
    def old_of_new(self) -> np.ndarray:
        """Per product of the new edition its partner in the old one."""
        return pair_products(self.old, self.new, *self.group_of_product)

    @cached_property
    def products_in_one_group(self) -> ByEdition[np.ndarray]:
        """The products of the old edition, and their partners in the new one, that stand under the same group."""
        old_groups, new_groups = self.group_of_product
        new = np.flatnonzero(self.old_of_new != NO_PRODUCT)
        old = self.old_of_new[new]
        is_in_one = old_groups[old] == new_groups[new]
        return old[is_in_one], new[is_in_one]


def _by_product(edition: Edition, groups: pd.Series[int]) -> np.ndarray:
    return groups.loc[edition.group_of_product].to_numpy(dtype=np.int64)


def changes_by_group(pair: EditionPair) -> dict[int, list[Change]]:
    """By the common number of a group what changed of it, in the order of its products; unchanged ones are left out."""
    changes = _by_group((*_row_changes(pair), *_cell_changes(pair)))
    old_groups, new_groups = (set(numbers.tolist()) for numbers in pair.groups)
    for group in old_groups ^ new_groups:
        first = changes[group][0]
        changes[group] = [first._replace(field=GROUP)]
    return changes


def _row_changes(pair: EditionPair) -> Iterator[Change]:
    """Rows that are in one edition alone, or stand under another group now."""
    old_groups, new_groups = pair.group_of_product
    old_of_same_group, new_of_same_group = pair.products_in_one_group
    is_gone = np.ones(len(old_groups), dtype=bool)
    is_gone[old_of_same_group] = False
    is_new = np.ones(len(new_groups), dtype=bool)
    is_new[new_of_same_group] = False
    for product in np.flatnonzero(is_gone).tolist():
        yield Change(
            int(old_groups[product]),
            ROW,
            product,
            NO_PRODUCT,
        )
    for product in np.flatnonzero(is_new).tolist():
        yield Change(
            int(new_groups[product]),
            ROW,
            NO_PRODUCT,
            product,
        )


def _cell_changes(pair: EditionPair) -> Iterator[Change]:
    """Fields that screening reads and that say something else, or on which a person said something else."""
    letter = pair.new.letter
    for field in fields_read(letter):
        changes = _changes_of_field(pair, field)
        is_of_producer = field in letter.choices.producer_fields
        yield from _joined(changes) if is_of_producer else changes


def _changes_of_field(pair: EditionPair, field: str) -> list[Change]:
    differs = _differs(pair, field)
    old, new = (products[differs] for products in pair.products_in_one_group)
    groups = pair.group_of_product[1][new]
    rows = zip(
        groups.tolist(),
        old.tolist(),
        new.tolist(),
        strict=True,
    )
    return [
        Change(
            group,
            field,
            old_product,
            new_product,
        )
        for group, old_product, new_product in rows
    ]


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """One change per group, of all of its products."""
    for first, *further in _by_group(changes).values():
        yield first._replace(also=tuple((each.old, each.new) for each in further))


def _by_group(changes: Iterable[Change]) -> dict[int, list[Change]]:
    return lists_by_key((change.group, change) for change in changes)


def fields_read(letter: Letter) -> list[str]:
    """The fields that a letter, and the order of our own, decide by; each once."""
    fields = fields_of_verdicts(letter).values()
    return list(dict.fromkeys([*fields, *_ORDERING, *_NAMES_BY_ID]))


def fields_of_verdicts(letter: Letter) -> Mapping[str, str]:
    """The field of everything that a person can say yes or no to: conditions by their id, and the preference."""
    fields = {condition.id: condition.field for condition in letter.conditions}
    if letter.preference:
        fields[PREFERENCE] = letter.preference.field
    return fields


def columns_of(field: str) -> tuple[str, ...]:
    """The columns of a registry's products that go with a field."""
    return (field, *BESIDE_VALUE.get(field, ()), *_GOING_WITH.get(field, ()))


def _differs(pair: EditionPair, field: str) -> np.ndarray:
    """Per pair of products in one group whether the field says something else."""
    differs = _is_other_verdict(pair, field)
    for column in _COMPARED_COLUMNS.get(field, (field,)):
        differs |= _is_other_value(pair, column)
    if field in _NAMES_BY_ID:  # without an id the name orders
        new = pair.products_in_one_group[1]
        has_id = pair.new.registry.products[field].notna().to_numpy()[new]
        differs |= _is_other_value(pair, _NAMES_BY_ID[field]) & ~has_id
    return differs


def _is_other_value(pair: EditionPair, column: str) -> np.ndarray:
    old, new = pair.products_in_one_group
    return _differ(
        pair.old.known_values(column)[old],
        pair.new.known_values(column)[new],
    )


def _differ(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    return np.asarray(old != new, dtype=bool)


def _is_other_verdict(pair: EditionPair, field: str) -> np.ndarray:
    """Per pair of products whether people said yes or no to something else of the field."""
    old, new = pair.products_in_one_group
    return _differ(
        _verdict_words(pair.old, field)[old],
        _verdict_words(pair.new, field)[new],
    )


def _verdict_words(edition: Edition, field: str) -> np.ndarray:
    """Per product what people said yes or no to of a field; "" for nothing."""
    words = np.full(len(edition.group_of_product), "", dtype=object)
    field_of = fields_of_verdicts(edition.letter)
    for (product, condition), verdict in edition.registry.verdicts.items():
        if field_of.get(condition) == field:
            words[product] += f" {condition}={verdict}"
    return words
