"""What a list of groups should say beside each: codes of notes, and the conditions still to confirm.

A note is what an officer should see of a group where the letter is silent; nothing is decided by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.screening.conditions import values_asked
from kbo_screen.screening.ranking import STANDARD_ORDER
from kbo_screen.screening.tier_needs import needs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter


def note_groups(
    groups: pd.DataFrame,
    products: pd.DataFrame,
    answers: pd.DataFrame,
    letter: Letter,
) -> pd.Series:
    """The note codes of every group.

    groups: columns `product`, `tier_ix` (a tier for each row) and `either_way`. products: registry columns and `group`.
    answers: nullable boolean columns per condition. A group with more stars than the letter takes stands all the same,
    by its other product or in another tier: that is noted. Returns same index as `groups`, a tuple of codes each.
    """
    is_above_range = _is_above_range(products, letter)
    is_in_project = products["other_project"].eq("in_project")
    flags = {
        "sibling-above-range": _has_sibling(groups, products, is_above_range),
        "product-above-range": is_above_range[groups["product"]].to_numpy(),
        "sibling-in-project": _has_sibling(groups, products, is_in_project),
        "registered-outside-window": _is_outside_other_window(groups, answers, letter),
        "standard-may-be-developing": _said_failed(groups, products),
        "eligible-either-way": groups["either_way"].map(len).to_numpy() > 0,
        "at-the-edge": _is_at_the_edge(groups, products, letter),
    }
    return _tuples(flags, groups.index)


def unknown_conditions(
    groups: pd.DataFrame,
    answers: pd.DataFrame,
    letter: Letter,
) -> pd.Series:
    """The conditions of its tier that are open for the product a group stands by: a tuple of ids per group."""
    standing = answers.loc[groups["product"]]
    is_unknown = standing.isna().to_numpy(dtype=bool)
    is_true = standing.fillna(value=False).to_numpy(dtype=bool)
    is_open = np.zeros_like(is_unknown)
    for position, tier in enumerate(letter.tiers):
        is_of_tier = groups["tier_ix"].to_numpy() == position
        doubtful = needs_of(tier, answers.columns).doubtful(is_true, is_unknown)
        is_open |= doubtful & is_of_tier[:, np.newaxis]
    flags = dict(zip(map(str, answers.columns), is_open.T, strict=True))
    return _tuples(flags, groups.index)


def _binds(
    condition_id: str,
    groups: pd.DataFrame,
    letter: Letter,
) -> np.ndarray:
    """Per group: the tier in which it stands asks the condition."""
    is_asked = np.array([condition_id in tier.asks for tier in letter.tiers])
    binds: np.ndarray = is_asked[groups["tier_ix"].to_numpy()]
    return binds


def _is_above_range(products: pd.DataFrame, letter: Letter) -> pd.Series[bool]:
    """The product has more stars than a star condition of the letter takes, in the round that it asks for."""
    is_above = pd.Series(data=False, index=products.index)
    for condition in letter.conditions:
        if condition.star_round_be is None:
            continue
        stars = values_asked(products, condition)
        for end in condition.ends:
            if end.part == "max":
                is_above |= stars.gt(end.last).fillna(value=False).astype(bool)
    return is_above


def _has_sibling(
    groups: pd.DataFrame,
    products: pd.DataFrame,
    is_flagged: pd.Series,
) -> np.ndarray:
    """Another product of the group, not the one it stands by, carries the flag."""
    count = is_flagged.astype(int)
    of_group = count.groupby(products["group"]).sum()[groups.index].to_numpy()
    of_standing_product = count[groups["product"]].to_numpy()
    has_sibling: np.ndarray = of_group > of_standing_product
    return has_sibling


def _said_failed(groups: pd.DataFrame, products: pd.DataFrame) -> np.ndarray:
    """A row of the group says that it did not pass the standard, and none says that it passed or is developing."""
    says_failed = products["standard_said_failed"].astype(bool)
    says_better = products["standard"].isin(STANDARD_ORDER)
    number = products["group"]
    is_failed = says_failed.groupby(number).any()[groups.index]
    is_better = says_better.groupby(number).any()[groups.index]
    return (is_failed & ~is_better).to_numpy(dtype=bool)


def _is_outside_other_window(
    groups: pd.DataFrame,
    answers: pd.DataFrame,
    letter: Letter,
) -> np.ndarray:
    """A window of years that does not bind the group's tier is missed by the product it stands by."""
    is_outside = np.zeros(len(groups), dtype=bool)
    for condition, _ in _windows(letter):
        if condition.id not in answers:
            continue
        is_false = answers[condition.id].eq(False).fillna(value=False)
        is_missed = is_false[groups["product"]].to_numpy(dtype=bool)
        is_outside |= is_missed & ~_binds(condition.id, groups, letter)
    return is_outside


def _is_at_the_edge(
    groups: pd.DataFrame,
    products: pd.DataFrame,
    letter: Letter,
) -> np.ndarray:
    """A year that binds the group's tier is the first or the last of its window."""
    is_at_edge = np.zeros(len(groups), dtype=bool)
    for condition, window in _windows(letter):
        years = products[condition.field][groups["product"]]
        is_first_or_last = years.isin(window).to_numpy()
        is_at_edge |= is_first_or_last & _binds(condition.id, groups, letter)
    return is_at_edge


def _windows(letter: Letter) -> Iterator[tuple[AnyCondition, tuple[int, ...]]]:
    """The conditions that ask for a year within a window, each with the years at its edge."""
    for condition in letter.conditions:
        if condition.window is not None:
            yield condition, condition.window


def _tuples(flags: dict[str, np.ndarray], index: pd.Index) -> pd.Series:
    """Per row the names whose flag is set; each combination that occurs is built once."""
    bits = np.zeros(len(index), dtype=np.int64)
    for position, flag in enumerate(flags.values()):
        bits |= np.asarray(flag, dtype=np.int64) << position
    combinations, position_of_row = np.unique(bits, return_inverse=True)
    tuples = np.empty(len(combinations), dtype=object)
    for row, combination in enumerate(combinations):
        tuples[row] = _names_of_bits(list(flags), int(combination))
    return pd.Series(
        tuples[position_of_row],
        index=index,
        dtype=object,
    )


def _names_of_bits(names: list[str], bits: int) -> tuple[str, ...]:
    return tuple(name for position, name in enumerate(names) if bits >> position & 1)
