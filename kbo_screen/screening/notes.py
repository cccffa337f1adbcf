"""What a list of groups should say beside each: codes of notes, and the conditions still to confirm.

A note is what an officer should see of a group where the letter is silent; nothing is decided by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.screening.answers import FALSE, TRUE, UNKNOWN
from kbo_screen.screening.best_rows import STANDARD_ORDER
from kbo_screen.screening.conditions import values_asked
from kbo_screen.screening.tier_needs import needs_of
from kbo_screen.screening.tiers import NO_TIER, in_tiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.decision import Decision
    from kbo_screen.screening.group_facts import GroupFacts


def note_groups(
    decision: Decision,
    answers: Answers,
    letter: Letter,
    is_either_way: np.ndarray,
) -> np.ndarray:
    """The note codes of every group, a tuple each; a group without a tier has none.

    answers: of the products. is_either_way: per group, certain though something is unknown of it. A group with more
    stars than the letter takes stands all the same, by its other product or in another tier: that is noted.
    """
    products = decision.facts.products
    is_above_range = _is_above_range(products, letter)
    is_in_project = products["other_project"].eq("in_project").to_numpy(dtype=bool)
    flags = {
        "sibling-above-range": _has_sibling(decision, is_above_range),
        "product-above-range": is_above_range[decision.standing],
        "sibling-in-project": _has_sibling(decision, is_in_project),
        "registered-outside-window": _is_outside_other_window(
            decision, answers, letter
        ),
        "standard-may-be-developing": _said_failed(decision.facts),
        "eligible-either-way": is_either_way,
        "at-the-edge": _is_at_the_edge(decision, letter),
    }
    has_tier = decision.group_tiers.tier_ix != NO_TIER
    is_noted = np.array(list(flags.values())).T & has_tier[:, np.newaxis]
    return names_of_flags(is_noted, list(flags))


def open_conditions(
    decision: Decision,
    answers: Answers,
    letter: Letter,
) -> np.ndarray:
    """Groups by conditions: the condition of its tier is open for the product a group stands by."""
    digits = answers.digits[:, decision.standing].T
    is_unknown = digits == UNKNOWN
    is_true = digits == TRUE
    is_open: np.ndarray = np.zeros_like(is_unknown)
    for position, tier in enumerate(letter.tiers):
        is_of_tier = decision.group_tiers.tier_ix == position
        doubtful = needs_of(tier, answers.condition_ids).doubtful(is_true, is_unknown)
        is_open |= doubtful & is_of_tier[:, np.newaxis]
    return is_open


def _binds(
    condition_id: str,
    decision: Decision,
    letter: Letter,
) -> np.ndarray:
    """Per group: the tier in which it stands asks the condition."""
    is_asked = [condition_id in tier.asks for tier in letter.tiers]
    return in_tiers(is_asked, decision.group_tiers.tier_ix)


def _is_above_range(products: pd.DataFrame, letter: Letter) -> np.ndarray:
    """The product has more stars than a star condition of the letter takes, in the round that it asks for."""
    is_above = np.zeros(len(products), dtype=bool)
    for condition in letter.conditions:
        if condition.star_round_be is None:
            continue
        stars = values_asked(products, condition)
        for end in condition.ends:
            if end.part == "max":
                is_above |= stars.gt(end.last).to_numpy(dtype=bool, na_value=False)
    return is_above


def _has_sibling(decision: Decision, is_flagged: np.ndarray) -> np.ndarray:
    """Another product of the group, not the one it stands by, carries the flag."""
    of_group = decision.facts.index.count_products(is_flagged)
    has_sibling: np.ndarray = of_group > is_flagged[decision.standing]
    return has_sibling


def _said_failed(facts: GroupFacts) -> np.ndarray:
    """A row of the group says that it did not pass the standard, and none says that it passed or is developing."""
    says_failed = facts.products["standard_said_failed"].to_numpy()
    only_failed: np.ndarray = facts.index.count_products(says_failed) > 0
    only_failed &= facts.standard_order == len(STANDARD_ORDER)
    return only_failed


def _is_outside_other_window(
    decision: Decision,
    answers: Answers,
    letter: Letter,
) -> np.ndarray:
    """A window of years that does not bind the group's tier is missed by the product it stands by."""
    is_outside = np.zeros(len(decision.standing), dtype=bool)
    for condition, _ in _windows(letter):
        if condition.id in answers.condition_ids:
            is_missed = answers.of(condition.id)[decision.standing] == FALSE
            is_outside |= is_missed & ~_binds(condition.id, decision, letter)
    return is_outside


def _is_at_the_edge(decision: Decision, letter: Letter) -> np.ndarray:
    """A year that binds the group's tier is the first or the last of its window."""
    is_at_edge = np.zeros(len(decision.standing), dtype=bool)
    for condition, window in _windows(letter):
        years = decision.facts.products[condition.field].iloc[decision.standing]
        is_first_or_last = years.isin(window).to_numpy(dtype=bool)
        is_at_edge |= is_first_or_last & _binds(condition.id, decision, letter)
    return is_at_edge


def _windows(letter: Letter) -> Iterator[tuple[AnyCondition, tuple[int, ...]]]:
    """The conditions that ask for a year within a window, each with the years at its edge."""
    for condition in letter.conditions:
        if condition.window is not None:
            yield condition, condition.window


def names_of_flags(flags: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Per row a tuple of the names whose flag is set; each combination that occurs is built once.

    flags: rows by names.
    """
    bits = flags @ (1 << np.arange(len(names)))
    combinations, position_of_row = np.unique(bits, return_inverse=True)
    tuples = np.empty(len(combinations), dtype=object)
    for row, combination in enumerate(combinations.tolist()):
        tuples[row] = _names_of_bits(names, combination)
    return tuples[position_of_row]


def _names_of_bits(names: Sequence[str], bits: int) -> tuple[str, ...]:
    return tuple(name for position, name in enumerate(names) if bits >> position & 1)
