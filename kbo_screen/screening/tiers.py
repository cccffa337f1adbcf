"""Tiers: where each product may stand, how sure that is, and which tiers a district needs.

A product stands in the first tier of which no condition is false. A later tier is needed as far as the earlier ones
leave the quota unmet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from kbo_screen.screening.answer_patterns import answer_patterns
from kbo_screen.screening.conditions import is_without_source
from kbo_screen.screening.quotas import is_needed
from kbo_screen.screening.screening import CERTAINTIES, TIER_STATES
from kbo_screen.screening.tier_needs import needs_of
from kbo_screen.screening.worst_tiers import worst_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter, Tier

NO_TIER: Final = -1
CERTAIN, JUDGEMENT, CHECK = range(len(CERTAINTIES))


def available_tiers(letter: Letter, absent: frozenset[str]) -> list[bool]:
    """Per tier of the letter: True unless a condition that it cannot do without has no source.

    Of alternatives it can do without those that have none, as long as another one is left.
    """
    missing, unanswered = set(), set()
    for condition in letter.conditions:
        if is_without_source(condition, absent):
            unanswered.add(condition.id)
            if condition.no_source == "tier-unavailable":
                missing.add(condition.id)
    return [_is_available(tier, missing, unanswered) for tier in letter.tiers]


def _is_available(tier: Tier, missing: set[str], unanswered: set[str]) -> bool:
    """missing: conditions for want of which a tier is left out. unanswered: these, and those that are stamped."""
    return not any(
        unanswered.issuperset(need) and not missing.isdisjoint(need)
        for need in tier.needs
    )


def place_products(
    answers: pd.DataFrame,
    letter: Letter,
    available: Sequence[bool],
) -> pd.DataFrame:
    """Place every product in the first tier of which no condition is false.

    answers: one nullable boolean column per evaluated condition. Returns, same index: `tier_ix` (NO_TIER where
    none), `worst_tier_ix` (the last tier that it may come to stand in, the number of tiers where it may come to have
    none), `certainty_ix` (position in CERTAINTIES, of that tier, meaningful only with one), `first_blocking`
    (condition id or NA), `conditions_away` (Int8, 0 with a tier; NA where no tier can be screened). Products with the
    same answers are looked at once.
    """
    patterns = answer_patterns(answers)
    placed = _place_patterns(answers.iloc[patterns.first_rows], letter, available)
    columns = {name: values[patterns.of_product] for name, values in placed.items()}
    return pd.DataFrame(columns, index=answers.index)


def _place_patterns(
    answers: pd.DataFrame,
    letter: Letter,
    available: Sequence[bool],
) -> dict[str, Any]:
    """The columns of `place_products` as arrays; each row of answers is another one."""
    false_counts = _false_counts(answers, letter, available)
    nearest = false_counts.argmin(axis=1)
    away = false_counts.min(axis=1)
    has_tier = away == 0
    is_screened = away <= len(letter.conditions)
    worst_tier = worst_tiers(answers, letter, available)
    certainty = _certainty_in_tier(answers, letter, nearest)
    blocking = _first_blocking(answers, letter, nearest)
    blocking[has_tier | ~is_screened] = pd.NA
    conditions_away = pd.arrays.IntegerArray(away.astype(np.int8), ~is_screened)
    return {
        "tier_ix": np.where(has_tier, nearest, NO_TIER),
        "worst_tier_ix": worst_tier,
        "certainty_ix": np.where(worst_tier == nearest, CERTAIN, certainty),
        "first_blocking": blocking,
        "conditions_away": conditions_away,
    }


def _false_counts(
    answers: pd.DataFrame,
    letter: Letter,
    available: Sequence[bool],
) -> np.ndarray:
    """Per product and tier the conditions that are false; of a tier that cannot be screened more than there are."""
    is_false = _is_false(answers)
    counts = np.empty((len(answers), len(letter.tiers)), dtype=np.int64)
    for position, tier in enumerate(letter.tiers):
        needs = needs_of(tier, answers.columns)
        counts[:, position] = needs.count_failed(is_false)
    counts[:, ~np.asarray(available)] = len(letter.conditions) + 1
    return counts


def _certainty_in_tier(
    answers: pd.DataFrame,
    letter: Letter,
    tier_ix: np.ndarray,
) -> np.ndarray:
    """An unknown fact outweighs a judgement not yet given; both are of the tier the product stands in."""
    is_unknown = answers.isna().to_numpy(dtype=bool)
    is_true = ~is_unknown & ~_is_false(answers)
    is_judgement = np.array(
        [letter.condition(name).is_judgement for name in answers.columns], dtype=bool
    )
    certainty = np.full(len(answers), CERTAIN)
    for position, tier in enumerate(letter.tiers):
        is_of_tier = tier_ix == position
        doubtful = needs_of(tier, answers.columns).doubtful(is_true, is_unknown)
        waits = doubtful[:, is_judgement].any(axis=1)
        doubts = doubtful[:, ~is_judgement].any(axis=1)
        certainty[is_of_tier & waits] = JUDGEMENT
        certainty[is_of_tier & doubts] = CHECK
    return certainty


def _first_blocking(
    answers: pd.DataFrame,
    letter: Letter,
    tier_ix: np.ndarray,
) -> np.ndarray:
    """Per product the first condition of its nearest tier, in the letter's order, that is false."""
    is_false = _is_false(answers)
    names = answers.columns.to_numpy(dtype=object)
    blocking = np.full(len(answers), pd.NA, dtype=object)
    for position, tier in enumerate(letter.tiers):
        if not len(names):
            continue
        failing = needs_of(tier, names).failing(is_false)
        first = names[failing.argmax(axis=1)]
        is_of_tier = tier_ix == position
        blocking[is_of_tier] = first[is_of_tier]
    return blocking


def _is_false(answers: pd.DataFrame) -> np.ndarray:
    """Per product and condition: known not to hold."""
    is_false = np.zeros(answers.shape, dtype=bool)
    for position, name in enumerate(answers):
        may_hold = answers[name].to_numpy(dtype=bool, na_value=True)
        is_false[:, position] = ~may_hold
    return is_false


def open_tiers(
    district_ix: np.ndarray,
    tier_ix: np.ndarray,
    certainty_ix: np.ndarray,
    province_of_district: np.ndarray,
    letter: Letter,
    available: Sequence[bool],
) -> pd.DataFrame:
    """Open the tiers of every district in order, as far as the earlier ones leave the quota unmet.

    district_ix, tier_ix, certainty_ix: per group, or per product where the quota counts these; the certainty is that of
    standing in this very tier.
    province_of_district: per district a number for its province.

    Returns one row per district and tier in order: `district_ix`, `tier`, `state` (TIER_STATES), `certain`, `possible`
    (groups of this tier). A later tier is closed where the certain groups of the earlier ones reach the quota, open
    where even the possible ones do not, and maybe needed between (`is_needed`).
    Where the letter chooses so, a whole province is asked, or the certain groups alone.
    """
    n_districts = len(province_of_district)
    n_tiers = len(letter.tiers)
    is_possible = tier_ix != NO_TIER
    is_certain = is_possible & (certainty_ix == CERTAIN)
    slots = district_ix.astype(np.intp) * n_tiers + tier_ix
    possible = np.bincount(slots[is_possible], minlength=n_districts * n_tiers)
    certain = np.bincount(slots[is_certain], minlength=n_districts * n_tiers)
    certain_before, possible_before = _counts_asked(
        _in_earlier_tiers(certain, n_tiers),
        _in_earlier_tiers(possible, n_tiers),
        province_of_district,
        letter,
    )
    states = _states(
        is_needed(certain_before, province_of_district, letter),
        is_needed(possible_before, province_of_district, letter),
        available,
    )
    return pd.DataFrame(
        {
            "district_ix": np.repeat(np.arange(n_districts), n_tiers),
            "tier": [tier.id for tier in letter.tiers] * n_districts,
            "state": pd.Categorical(states.ravel(), categories=TIER_STATES),
            "certain": certain,
            "possible": possible,
        }
    )


def _counts_asked(
    certain: np.ndarray,
    possible: np.ndarray,
    province_of_district: np.ndarray,
    letter: Letter,
) -> tuple[np.ndarray, np.ndarray]:
    """The certain and the possible groups of earlier tiers that count against the quota of a district.

    certain, possible: per district (row) and tier. For a whole province its mean: the sum against the sum of quotas,
    where no quota is the province's own.
    """
    if letter.quota.per_province is not None:
        is_alone = letter.choices.insufficient == "certain-only"
        return certain, certain if is_alone else possible
    match letter.choices.insufficient:
        case "per-district":
            return certain, possible
        case "certain-only":
            return certain, certain
        case "per-province":
            return (
                _mean_of_province(certain, province_of_district),
                _mean_of_province(possible, province_of_district),
            )


def _mean_of_province(
    counts: np.ndarray, province_of_district: np.ndarray
) -> np.ndarray:
    sums = np.zeros((int(province_of_district.max(initial=0)) + 1, counts.shape[1]))
    np.add.at(sums, province_of_district, counts)
    n_districts = np.bincount(province_of_district)
    means: np.ndarray = (sums / n_districts[:, np.newaxis])[province_of_district]
    return means


def _in_earlier_tiers(counts: np.ndarray, n_tiers: int) -> np.ndarray:
    """Per district (row) and tier, the groups of all earlier tiers together."""
    by_tier = counts.reshape(-1, n_tiers)
    earlier: np.ndarray = by_tier.cumsum(axis=1) - by_tier
    return earlier


def _states(
    is_needed_at_worst: np.ndarray,
    is_needed_at_best: np.ndarray,
    available: Sequence[bool],
) -> np.ndarray:
    """Per district and tier its state, by whether the certain and the possible units before it leave it needed."""
    states = np.select(
        [~is_needed_at_worst, is_needed_at_best],
        ["closed", "open"],
        default="maybe",
    )
    states = states.astype(object)
    states[:, 0] = "open"
    states[:, ~np.asarray(available)] = "unavailable"
    return states
