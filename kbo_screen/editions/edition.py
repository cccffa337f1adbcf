"""An edition: a registry as it stands under a letter, and where every group of it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import pandas as pd

from kbo_screen.registry.frame_values import values_at
from kbo_screen.registry.same_product import BESIDE_VALUE
from kbo_screen.screening.decision import NO_RANK, decide_anew
from kbo_screen.screening.screening import CERTAINTIES, OUTCOMES
from kbo_screen.screening.tiers import NO_TIER
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.decision import Decision
    from kbo_screen.screening.screening import Screening

#: What is compared of a group: on the list, proposed, its rank (0 for none), tier and certainty in one text ("" for a
#: group that is not on the list).
STANDING_COLUMNS: Final = ("listed", "selected", "rank", "state")

Value = TypeVar("Value")
#: What the old one of two editions has of something, and the new one.
ByEdition = tuple[Value, Value]


@dataclass(frozen=True, eq=False)
class Edition:
    """A registry screened under a letter.

    group_of_product: per product of the registry the number of its group. standings: one row per group, index = its
    number, columns STANDING_COLUMNS and `outcome`. standing_product: per group the product that it stands by.
    """

    registry: Registry
    letter: Letter
    take: int | None
    group_of_product: np.ndarray
    standings: pd.DataFrame
    standing_product: pd.Series[int]

    @cached_property
    def products_of_group(self) -> dict[int, list[int]]:
        """By the number of a group its products, in the order of the registry."""
        groups = self.group_of_product.tolist()
        return lists_by_key((group, product) for product, group in enumerate(groups))

    @property
    def district_ix(self) -> np.ndarray:
        """Per product the position of its district in the scope."""
        return self.registry.products["district_ix"].to_numpy(dtype=np.intp)

    def known_values(self, column: str) -> np.ndarray:
        """Per product what stands in a column of the registry; None where nothing is known."""
        values = self.registry.products[column].astype(object)
        return values.where(values.notna(), None).to_numpy()

    def renumbered_standings(self, numbers: pd.Series[int]) -> pd.DataFrame:
        """The standings by other numbers of the groups. numbers: of each, by its own."""
        return self.standings.set_axis(numbers.loc[self.standings.index].to_numpy())


def edition_of(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    take: int | None,
) -> Edition:
    """The edition of a run."""
    groups = screening.groups
    standings = _standings(
        outcomes=groups["outcome"].to_numpy(dtype=object),
        is_selected=groups["selected"].to_numpy(dtype=bool),
        ranks=groups["rank"].to_numpy(dtype=np.int64, na_value=NO_RANK),
        tiers=groups["tier"].to_numpy(dtype=object),
        certainties=groups["certainty"].to_numpy(dtype=object),
    )
    return Edition(
        registry,
        letter,
        take,
        screening.products["group"].to_numpy(),
        standings,
        groups["product"],
    )


def edition_under(
    registry: Registry,
    letter: Letter,
    take: int | None,
    absent: Iterable[str],
) -> Edition:
    """A registry decided under a letter as if the fields `absent` had no column."""
    registry = _without_fields(registry, frozenset(absent))
    decision = decide_anew(
        registry,
        letter,
        take=take,
    )
    facts = decision.facts
    standing_products = facts.products.index[decision.standing]
    return Edition(
        registry,
        letter,
        take,
        facts.index.of_product,
        standings_of(decision, letter),
        pd.Series(standing_products, index=facts.numbers),
    )


def _without_fields(registry: Registry, absent: frozenset[str]) -> Registry:
    """The registry as it reads without the columns of some fields."""
    blanks = {}
    for field in absent - registry.absent_fields:
        for column in (field, *BESIDE_VALUE.get(field, ())):
            values = registry.products[column]
            is_flag = values.dtype == bool
            blanks[column] = False if is_flag else values.where(values.isna())
    products = registry.products.assign(**blanks) if blanks else registry.products
    return replace(
        registry,
        products=products,
        absent_fields=absent,
    )


def standings_of(decision: Decision, letter: Letter) -> pd.DataFrame:
    """Where the groups of a decision stand, as `Edition.standings`."""
    tier_ix = decision.group_tiers.tier_ix
    tier_ids = [tier.id for tier in letter.tiers]
    certainty_ix = np.where(
        tier_ix == NO_TIER,
        0,
        decision.group_tiers.certainty_ix,
    )
    return _standings(
        outcomes=np.array(OUTCOMES, dtype=object)[decision.outcome_ix],
        is_selected=decision.ranks.is_selected,
        ranks=decision.ranks.rank.astype(np.int64),
        tiers=values_at(tier_ix, tier_ids, ""),
        certainties=np.array(CERTAINTIES, dtype=object)[certainty_ix],
    )


def _standings(
    outcomes: np.ndarray,
    is_selected: np.ndarray,
    ranks: np.ndarray,
    tiers: np.ndarray,
    certainties: np.ndarray,
) -> pd.DataFrame:
    """As `Edition.standings`. All of them: an entry per group."""
    is_listed = outcomes == "listed"
    states = pd.Series(tiers).astype(str) + "/" + pd.Series(certainties).astype(str)
    columns = {
        "outcome": outcomes,
        "listed": is_listed,
        "selected": is_selected,
        "rank": ranks,
        "state": states.where(is_listed, ""),
    }
    return pd.DataFrame(columns).rename_axis("group")
