"""What a list of groups should say beside each: codes of notes, and the conditions still to confirm.

Knows what an officer should see on a group that the letter is silent about. Refuses to decide anything by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.letters.choices import SideNotBuiltError
from kbo_screen.letters.model import Between, StarBetween
from kbo_screen.screening.ranking import STANDARD_ORDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter


def note_groups(
    groups: pd.DataFrame, products: pd.DataFrame, answers: pd.DataFrame, letter: Letter
) -> pd.Series:
    """The note codes of every group.

    groups: columns `product`, `tier_ix` (a tier for each row) and `either_way`. products: registry columns and `group`.
    answers: nullable boolean columns per condition. A group with more stars than the letter takes stands all the same,
    by its other product or in another tier: that is noted. Returns same index as `groups`, a tuple of codes each.
    """
    if letter.choices.higher_star_sibling != "qualifies":
        raise SideNotBuiltError(
            "higher_star_sibling", letter.choices.higher_star_sibling
        )
    if letter.choices.fallback_with_more_stars != "may-enter":
        raise SideNotBuiltError(
            "fallback_with_more_stars", letter.choices.fallback_with_more_stars
        )
    flags = {
        "sibling-above-range": _has_sibling(
            groups, products, _is_above_range(products, letter)
        ),
        "product-above-range": _is_above_range(products, letter)[
            groups["product"]
        ].to_numpy(),
        "sibling-in-project": _has_sibling(
            groups, products, products["other_project"].eq("in_project")
        ),
        "registered-outside-window": _is_outside_other_window(groups, answers, letter),
        "standard-may-be-developing": _said_failed(groups, products),
        "eligible-either-way": groups["either_way"].map(len).to_numpy() > 0,
        "at-the-edge": _is_at_the_edge(groups, products, letter),
    }
    return _tuples(flags, groups.index)


def unknown_conditions(
    groups: pd.DataFrame, answers: pd.DataFrame, letter: Letter
) -> pd.Series:
    """The conditions of its tier that are unknown for the product a group stands by: a tuple of ids per group."""
    unknown = answers.loc[groups["product"]].isna().to_numpy(dtype=bool)
    of_tiers = [answers.columns.isin(tier.requires) for tier in letter.tiers]
    asked = np.array(of_tiers, dtype=bool).reshape(
        len(letter.tiers), len(answers.columns)
    )
    needed = asked[groups["tier_ix"].to_numpy()]
    return _tuples(
        dict(zip(answers.columns, (unknown & needed).T, strict=True)), groups.index
    )


def _is_above_range(products: pd.DataFrame, letter: Letter) -> pd.Series[bool]:
    """The product has more stars than a star condition of the letter takes, in the round that it asks for."""
    above = pd.Series(data=False, index=products.index)
    for condition in letter.conditions:
        if isinstance(condition, StarBetween):
            is_of_round = (
                products["star_year_be"].eq(condition.year_be).fillna(value=False)
            )
            above |= is_of_round.astype(bool) & products["star"].gt(
                condition.max
            ).fillna(value=False).astype(bool)
    return above


def _has_sibling(
    groups: pd.DataFrame, products: pd.DataFrame, flag: pd.Series
) -> np.ndarray:
    """Another product of the group, not the one it stands by, carries the flag."""
    of_group = flag.astype(int).groupby(products["group"]).sum()
    return (
        of_group[groups.index] - flag.astype(int)[groups["product"]].to_numpy()
    ).to_numpy() > 0


def _said_failed(groups: pd.DataFrame, products: pd.DataFrame) -> np.ndarray:
    """A row of the group says that it did not pass the standard, and none says that it passed or is developing."""
    said_failed = products["standard_said_failed"].astype(bool)
    said_better = products["standard"].isin(STANDARD_ORDER)
    by_group = (
        pd.DataFrame({"failed": said_failed, "better": said_better})
        .groupby(products["group"])
        .any()
    )
    of_group = by_group.loc[groups.index]
    may_be_developing: np.ndarray = (of_group["failed"] & ~of_group["better"]).to_numpy(
        dtype=bool
    )
    return may_be_developing


def _is_outside_other_window(
    groups: pd.DataFrame, answers: pd.DataFrame, letter: Letter
) -> np.ndarray:
    """A window of years that does not bind the group's tier is missed by the product it stands by."""
    outside = np.zeros(len(groups), dtype=bool)
    for condition in letter.conditions:
        if isinstance(condition, Between) and condition.id in answers:
            binds = np.array([condition.id in tier.requires for tier in letter.tiers])
            is_false = answers[condition.id].eq(False).fillna(value=False)
            outside |= ~binds[groups["tier_ix"].to_numpy()] & is_false[
                groups["product"]
            ].to_numpy(dtype=bool)
    return outside


def _is_at_the_edge(
    groups: pd.DataFrame, products: pd.DataFrame, letter: Letter
) -> np.ndarray:
    """A year that binds the group's tier is the first or the last of its window."""
    edge = np.zeros(len(groups), dtype=bool)
    for condition in letter.conditions:
        if isinstance(condition, Between):
            binds = np.array([condition.id in tier.requires for tier in letter.tiers])
            years = products[condition.field][groups["product"]]
            edge |= (
                binds[groups["tier_ix"].to_numpy()]
                & years.isin([condition.min, condition.max]).to_numpy()
            )
    return edge


def _tuples(flags: dict[str, np.ndarray], index: pd.Index) -> pd.Series:
    """Per row the names whose flag is set; each combination that occurs is built once."""
    names: Sequence[str] = list(flags)
    bits = np.zeros(len(index), dtype=np.int64)
    for position, flag in enumerate(flags.values()):
        bits |= np.asarray(flag, dtype=np.int64) << position
    combinations, which = np.unique(bits, return_inverse=True)
    tuples = np.empty(len(combinations), dtype=object)
    for row, bit in enumerate(combinations):
        tuples[row] = tuple(
            name for position, name in enumerate(names) if bit >> position & 1
        )
    return pd.Series(tuples[which] if len(index) else [], index=index, dtype=object)
