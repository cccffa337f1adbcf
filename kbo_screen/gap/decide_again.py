"""Decides over one registry under many letters; what no letter changes is found once, and so is each answer."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import pandas as pd

from kbo_screen.gap.levers import answers_in
from kbo_screen.gap.reads_alike import ordering_parts
from kbo_screen.registry.identity import ids_or_names
from kbo_screen.screening.answers import join_digits
from kbo_screen.screening.conditions import answer_condition, is_without_source
from kbo_screen.screening.decision import decide_placed
from kbo_screen.screening.quotas import against_quota
from kbo_screen.screening.tiers import place_products

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.group_facts import GroupFacts
    from kbo_screen.screening.screening import QuotaCounts, Screening
    from kbo_screen.screening.tiers import PlacedProducts


class Standings(NamedTuple):
    """Where groups and districts stand under some letter.

    facts: whose groups they are. is_listed, is_proposed: per group. units: per group what the quota counts of it.
    districts, provinces: what they have of their quota; provinces and province_quota are None where the letter has no
    quota of the province.
    """

    facts: GroupFacts
    is_listed: np.ndarray
    is_proposed: np.ndarray
    units: np.ndarray
    districts: QuotaCounts
    provinces: QuotaCounts | None
    province_quota: int | None


class Decisions:
    """The decisions over one registry."""

    def __init__(
        self,
        facts: GroupFacts,
        take: int | None = None,
    ) -> None:
        """take: as `screen` takes it."""
        self._facts = facts
        self._take = take
        #: By condition and fiscal year the digits of its answers.
        self._digits: dict[tuple[AnyCondition, int], np.ndarray] = {}
        #: What came of products that were so placed, and of groups that were so ordered.
        self._decided: dict[tuple[bytes, Hashable], Standings] = {}

    def over(self, registry: Registry) -> Self:
        """Decisions over the same rows where some of their cells read otherwise; no cell that says who they are."""
        return type(self)(self._facts.over(registry), self._take)

    def keep(
        self,
        screening: Screening,
        letter: Letter,
    ) -> Standings:
        """Take over what a screening of the registry found under its letter: answers, and where everything stands."""
        answers = answers_in(screening)
        for condition_id, digits in zip(*answers, strict=True):
            condition = letter.condition(condition_id)
            self._digits[condition, letter.fiscal_year_be] = digits
        groups = screening.groups
        standings = Standings(
            facts=self._facts,
            is_listed=groups["outcome"].eq("listed").to_numpy(),
            is_proposed=groups["selected"].to_numpy(),
            units=groups["units"].to_numpy(),
            districts=_counts(screening.districts, letter.quota.least_per_district),
            provinces=_counts_of_provinces(screening, letter),
            province_quota=letter.quota.per_province,
        )
        placing = _placing(self._place(letter))
        self._decided[placing, _ordered_by(letter)] = standings
        return standings

    def under(self, letter: Letter) -> Standings:
        """Where everything stands under a letter, as `screen` would have it.

        Products that stand where they stood under another letter, and are ordered as there, are not ranked again: the
        standings are the very same.
        """
        placed = self._place(letter)
        key = (_placing(placed), _ordered_by(letter))
        if key not in self._decided:
            self._decided[key] = self._decide(placed, letter)
        return self._decided[key]

    def _decide(self, placed: PlacedProducts, letter: Letter) -> Standings:
        decision = decide_placed(
            self._facts,
            placed,
            letter,
            take=self._take,
        )
        return Standings(
            facts=self._facts,
            is_listed=decision.is_listed,
            is_proposed=decision.ranks.is_selected,
            units=decision.group_tiers.units,
            districts=decision.group_tiers.districts,
            provinces=decision.group_tiers.provinces,
            province_quota=letter.quota.per_province,
        )

    def _place(self, letter: Letter) -> PlacedProducts:
        absent = self._facts.registry.absent_fields
        return place_products(self._answers_under(letter), letter, absent)

    def _answers_under(self, letter: Letter) -> Answers:
        absent = self._facts.registry.absent_fields
        columns = {}
        for condition in letter.conditions:
            if not is_without_source(condition, absent):
                columns[condition.id] = self._digits_of(condition, letter)
        return join_digits(columns, len(self._facts.products))

    def _digits_of(self, condition: AnyCondition, letter: Letter) -> np.ndarray:
        key = (condition, letter.fiscal_year_be)
        if key not in self._digits:
            self._digits[key] = answer_condition(self._facts, condition, letter)
        return self._digits[key]


def _counts(areas: pd.DataFrame, quota: int) -> QuotaCounts:
    """The counts of the districts, or provinces, of a screening."""
    return against_quota(
        areas["certain"].to_numpy(),
        areas["possible"].to_numpy(),
        quota,
    )


def _counts_of_provinces(screening: Screening, letter: Letter) -> QuotaCounts | None:
    quota = letter.quota.per_province
    if screening.provinces is None or quota is None:
        return None
    return _counts(screening.provinces, quota)


def _ordered_by(letter: Letter) -> Hashable:
    return letter.choices, ordering_parts(letter)


def _placing(placed: PlacedProducts) -> bytes:
    """Equal where every product stands in the same tier as surely; how far others are from one decides nothing."""
    digest = blake2b()
    for column in (placed.tier_ix, placed.worst_tier_ix, placed.certainty_ix):
        digest.update(column.astype(np.int8).tobytes())
    return digest.digest()


class Twins(NamedTuple):
    """Per group of two standings a number for which group it is, equal for the same group of both."""

    first: np.ndarray
    second: np.ndarray

    def only_first(
        self, is_in_first: np.ndarray, is_in_second: np.ndarray
    ) -> np.ndarray:
        """Per group of the first standings: in these, and its twin not in the second ones."""
        has_twin = np.isin(self.first, self.second[is_in_second])
        is_only: np.ndarray = is_in_first & ~has_twin
        return is_only

    def only_second(
        self,
        is_in_first: np.ndarray,
        is_in_second: np.ndarray,
    ) -> np.ndarray:
        """Per group of the second standings: in these, and its twin not in the first ones."""
        return Twins(self.second, self.first).only_first(is_in_second, is_in_first)


def twins_of(first: GroupFacts, second: GroupFacts) -> Twins:
    """Groups are the same by their number in one registry; in two, by district and id, or name where there is none."""
    if first.index is second.index:
        numbers = np.arange(len(first.numbers))
        return Twins(numbers, numbers)
    keys = np.concatenate([_keys(first), _keys(second)])
    codes = pd.factorize(keys)[0]
    n_first = len(first.numbers)
    return Twins(codes[:n_first], codes[n_first:])


def _keys(facts: GroupFacts) -> np.ndarray:
    districts = facts.registry.scope.districts
    codes = np.array([district.code for district in districts], dtype=object)
    ids = ids_or_names(facts.group_ids, facts.group_names)
    keys: np.ndarray = codes[facts.index.district_ix] + "|" + ids.to_numpy()
    return keys
