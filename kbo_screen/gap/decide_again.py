"""Decides over one registry under many letters: what no letter changes, and the answers to a condition, are found once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.gap.levers import changed_mask, masks_of
from kbo_screen.registry.identity import name_keys
from kbo_screen.screening.conditions import is_without_source
from kbo_screen.screening.group_facts import GroupFacts
from kbo_screen.screening.screen import decide

if TYPE_CHECKING:
    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening


class Standings(NamedTuple):
    """Where groups and districts stand under some letter.

    facts: whose groups they are. is_listed, is_proposed: per group. districts: one row per district, columns as
    `against_quota` gives them.
    """

    facts: GroupFacts
    is_listed: np.ndarray
    is_proposed: np.ndarray
    districts: pd.DataFrame


class Decisions:
    """The decisions over one registry."""

    def __init__(
        self,
        registry: Registry,
        groups: pd.Series[int],
        take: int | None = None,
    ) -> None:
        """groups: per product the number of its group. take: as `screen` takes it."""
        self._registry = registry
        self._take = take
        self._groups = groups
        self._facts = GroupFacts(registry.products.assign(group=groups), registry)
        self._answers: dict[tuple[AnyCondition, int], pd.Series[bool]] = {}

    def keep_answers(self, screening: Screening, letter: Letter) -> None:
        """Take over what a screening of the registry answered under its letter."""
        masks = masks_of(screening)
        for condition in letter.conditions:
            if condition.id in masks:
                key = (condition, letter.fiscal_year_be)
                self._answers[key] = masks[condition.id]

    def under(self, letter: Letter) -> Standings:
        """Where everything stands under a letter, as `screen` would have it."""
        answers = self._answers_under(letter)
        decision = decide(self._facts, answers, letter, take=self._take)
        return Standings(
            self._facts,
            decision.groups["outcome"].eq("listed").to_numpy(),
            decision.groups["selected"].to_numpy(),
            decision.group_tiers.districts,
        )

    def _answers_under(self, letter: Letter) -> pd.DataFrame:
        answers = {}
        for condition in letter.conditions:
            if not is_without_source(condition, self._registry.absent_fields):
                answers[condition.id] = self._answers_to(condition, letter)
        return pd.DataFrame(answers, index=self._registry.products.index)

    def _answers_to(self, condition: AnyCondition, letter: Letter) -> pd.Series[bool]:
        key = (condition, letter.fiscal_year_be)
        if key not in self._answers:
            self._answers[key] = changed_mask(
                self._registry,
                self._groups,
                condition.id,
                letter,
            )
        return self._answers[key]


class Twins(NamedTuple):
    """Per group of two standings a number for which group it is, equal for the same group of both."""

    first: np.ndarray
    second: np.ndarray


def twins_of(first: GroupFacts, second: GroupFacts) -> Twins:
    """Groups are the same by their number in one registry; in two, by district and id, or name where there is none."""
    if first is second:
        numbers = np.arange(len(first.groups))
        return Twins(numbers, numbers)
    keys = np.concatenate([_keys(first), _keys(second)])
    codes = pd.factorize(keys)[0]
    n_first = len(first.groups)
    return Twins(codes[:n_first], codes[n_first:])


def _keys(facts: GroupFacts) -> np.ndarray:
    groups = facts.groups
    districts = facts.registry.scope.districts
    codes = np.array([district.code for district in districts], dtype=object)
    names = name_keys(groups["group_name"])
    ids = groups["group_id"].where(groups["group_id"].notna(), names)
    keys: np.ndarray = codes[groups["district_ix"].to_numpy()] + "|" + ids.to_numpy()
    return keys


def only_in(
    is_flagged: np.ndarray,
    codes: np.ndarray,
    other_flagged: np.ndarray,
    other_codes: np.ndarray,
) -> np.ndarray:
    """Per group: flagged, and its twin is not flagged in the other standings."""
    n_codes = 1 + max(codes.max(initial=-1), other_codes.max(initial=-1))
    has_flagged_twin = np.zeros(n_codes, dtype=bool)
    has_flagged_twin[other_codes[other_flagged]] = True
    is_only_here: np.ndarray = is_flagged & ~has_flagged_twin[codes]
    return is_only_here
