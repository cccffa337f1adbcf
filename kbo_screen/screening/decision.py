"""Where products and groups stand by their answers, in whole columns; nothing is said of them here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.screening.conditions import answer_conditions
from kbo_screen.screening.group_facts import facts_of
from kbo_screen.screening.group_tiers import place_groups
from kbo_screen.screening.quotas import RankedUnits, propose
from kbo_screen.screening.ranking import (
    RankedGroups,
    rank_within,
    ranking_keys,
    standing_products,
)
from kbo_screen.screening.screening import OUTCOMES
from kbo_screen.screening.tiers import NO_TIER, place_products

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.group_facts import GroupFacts
    from kbo_screen.screening.group_tiers import GroupTiers
    from kbo_screen.screening.tiers import PlacedProducts

LISTED, NOT_NEEDED, NOT_LISTED = range(len(OUTCOMES))
#: The rank of a group that is not ranked.
NO_RANK = 0


class Ranks(NamedTuple):
    """The order of groups, an entry per group in each array.

    rank: from 1 in its district, NO_RANK unless listed. province_rank: the same in its province; NO_RANK without a
    quota of the province.
    """

    rank: np.ndarray
    province_rank: np.ndarray
    is_selected: np.ndarray


@dataclass(frozen=True, eq=False)
class Decision:
    """Where products and groups stand.

    placed: its certainty is that of the tiers that are in use. standing: per group the position of the product that it
    stands by.
    """

    facts: GroupFacts
    placed: PlacedProducts
    group_tiers: GroupTiers
    standing: np.ndarray
    ranks: Ranks

    @cached_property
    def outcome_ix(self) -> np.ndarray:
        """Per group its position in OUTCOMES: without a tier not listed, of a closed one not needed, else listed."""
        group_tiers = self.group_tiers
        outcome_ix = np.where(group_tiers.is_listed, LISTED, NOT_NEEDED)
        outcome_ix[group_tiers.tier_ix == NO_TIER] = NOT_LISTED
        return outcome_ix

    @property
    def is_listed(self) -> np.ndarray:
        """Per group: on the list of its district."""
        is_listed: np.ndarray = self.outcome_ix == LISTED
        return is_listed


def decide(
    facts: GroupFacts,
    answers: Answers,
    letter: Letter,
    *,
    take: int | None,
) -> Decision:
    """Tiers, certainty and rank of every group.

    answers: of the products of `facts`. take: how many groups of each district to propose; None for the letter's
    quotas.
    """
    placed = place_products(answers, letter, facts.registry.absent_fields)
    return decide_placed(facts, placed, letter, take=take)


def decide_placed(
    facts: GroupFacts,
    placed: PlacedProducts,
    letter: Letter,
    *,
    take: int | None,
) -> Decision:
    """As `decide`, the products placed already."""
    group_tiers = place_groups(facts, placed, letter)
    placed = placed._replace(certainty_ix=group_tiers.product_certainty_ix)
    standing = standing_products(facts, placed, letter)
    return Decision(
        facts=facts,
        placed=placed,
        group_tiers=group_tiers,
        standing=standing,
        ranks=_rank(facts, group_tiers, standing, letter, take),
    )


def decide_anew(
    registry: Registry,
    letter: Letter,
    *,
    take: int | None,
) -> Decision:
    """As `decide`, of a registry whose groups nobody has numbered, by what its cells and people say."""
    facts = facts_of(registry, letter)
    answers = answer_conditions(facts, letter)
    return decide(facts, answers, letter, take=take)


def _rank(
    facts: GroupFacts,
    group_tiers: GroupTiers,
    standing: np.ndarray,
    letter: Letter,
    take: int | None,
) -> Ranks:
    """Rank the listed groups, and say which of them are proposed."""
    is_listed = group_tiers.is_listed
    district_ix = facts.index.district_ix[is_listed]
    province_ix = facts.index.province_of_district[district_ix]
    keys = ranking_keys(
        _listed_groups(facts, group_tiers, standing, letter),
        letter,
    )
    ranked = RankedUnits(
        district_ix=district_ix,
        province_ix=province_ix,
        rank=rank_within(district_ix, keys),
        units=group_tiers.units[is_listed],
        province_rank=_province_ranks(province_ix, keys, letter),
    )
    is_selected = np.zeros(len(is_listed), dtype=bool)
    is_selected[is_listed] = propose(ranked, letter, take)
    return Ranks(
        rank=_of_all(ranked.rank, is_listed),
        province_rank=_of_all(ranked.province_rank, is_listed),
        is_selected=is_selected,
    )


def _listed_groups(
    facts: GroupFacts,
    group_tiers: GroupTiers,
    standing: np.ndarray,
    letter: Letter,
) -> RankedGroups:
    """The listed groups by what they are ordered by."""
    is_listed = group_tiers.is_listed
    return RankedGroups(
        tier_ix=group_tiers.tier_ix[is_listed],
        certainty_ix=group_tiers.certainty_ix[is_listed],
        prefers=facts.preferred(letter).prefers[is_listed],
        standard_order=facts.standard_order[is_listed],
        stars=facts.stars[standing[is_listed]],
        text_order=facts.text_order[is_listed],
        first_row=facts.first_rows[is_listed],
    )


def _province_ranks(
    province_ix: np.ndarray,
    keys: dict[str, np.ndarray],
    letter: Letter,
) -> np.ndarray | None:
    if letter.quota.per_province is None:
        return None
    return rank_within(province_ix, keys)


def _of_all(ranks: np.ndarray | None, is_listed: np.ndarray) -> np.ndarray:
    """Per group its rank, NO_RANK unless it is listed. ranks: of the listed groups, None where there are none."""
    ranks_of_all = np.full(len(is_listed), NO_RANK, dtype=np.int32)
    if ranks is not None:
        ranks_of_all[is_listed] = ranks
    return ranks_of_all
