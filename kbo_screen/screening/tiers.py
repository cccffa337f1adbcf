"""Tiers: where each product may stand, how sure that is, and which tiers a district needs.

A product stands in the first tier of which no condition is false. A later tier is needed as far as the earlier ones
leave the quota unmet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.screening.answers import FALSE, TRUE, UNKNOWN, answer_patterns
from kbo_screen.screening.conditions import is_without_source
from kbo_screen.screening.quotas import is_needed, sums_of_provinces
from kbo_screen.screening.screening import CERTAINTIES, TIER_STATES
from kbo_screen.screening.tier_needs import needs_of
from kbo_screen.screening.worst_tiers import worst_tiers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kbo_screen.letters.model import Letter, Tier
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.tier_needs import TierNeeds

NO_TIER: Final = -1
NO_CONDITION: Final = -1
#: More conditions than any letter has: no tier can be screened.
UNSCREENED: Final = np.iinfo(np.int8).max
CERTAIN, JUDGEMENT, CHECK = range(len(CERTAINTIES))
OPEN, MAYBE, CLOSED, UNAVAILABLE = range(len(TIER_STATES))


def available_tiers(letter: Letter, absent: Collection[str]) -> np.ndarray:
    """Per tier of the letter: True unless a condition that it cannot do without has no source.

    Of alternatives it can do without those that have none, as long as another one is left.
    """
    without = [each for each in letter.conditions if is_without_source(each, absent)]
    unanswered = {condition.id for condition in without}
    missing = {each.id for each in without if each.no_source == "tier-unavailable"}
    return np.array([_is_available(tier, missing, unanswered) for tier in letter.tiers])


def _is_available(
    tier: Tier,
    missing: set[str],
    unanswered: set[str],
) -> bool:
    """missing: conditions for want of which a tier is left out. unanswered: these, and those that are stamped."""
    return not any(
        unanswered.issuperset(need) and not missing.isdisjoint(need)
        for need in tier.needs
    )


def in_tiers(is_so: Iterable[bool], tier_ix: np.ndarray) -> np.ndarray:
    """Per entry whether something is so of the tier that it stands in; without a tier it never is.

    is_so: per tier of the letter.
    """
    of_no_tier = False  # the last entry is that of NO_TIER
    flags: np.ndarray = np.array([*is_so, of_no_tier])[tier_ix]
    return flags


class PlacedProducts(NamedTuple):
    """Where products stand, an entry per product in each array.

    tier_ix: NO_TIER where none. worst_tier_ix: the last tier that it may come to stand in, the number of tiers where it
    may come to have none. certainty_ix: position in CERTAINTIES, of that tier, meaningful only with one. blocking_ix:
    position of the first condition in the way, NO_CONDITION for none. conditions_away: 0 with a tier, UNSCREENED where
    no tier can be screened.
    """

    tier_ix: np.ndarray
    worst_tier_ix: np.ndarray
    certainty_ix: np.ndarray
    blocking_ix: np.ndarray
    conditions_away: np.ndarray


def place_products(
    answers: Answers,
    letter: Letter,
    absent: Collection[str],
) -> PlacedProducts:
    """Place every product in the first tier of which no condition is false.

    absent: fields that nothing brings. Products with the same answers are looked at once.
    """
    distinct, of_product = answer_patterns(answers)
    placed = _place_each(distinct, letter, absent)
    return PlacedProducts(*(column[of_product] for column in placed))


def _place_each(
    answers: Answers,
    letter: Letter,
    absent: Collection[str],
) -> PlacedProducts:
    """As `place_products`, every product by itself."""
    digits = answers.digits.T
    available = available_tiers(letter, absent)
    needs = [needs_of(tier, answers.condition_ids) for tier in letter.tiers]
    false_counts = _false_counts(digits, letter, needs, available)
    nearest = false_counts.argmin(axis=1)
    away = false_counts.min(axis=1)
    has_tier = away == 0
    is_screened = away <= len(letter.conditions)
    worst_tier = worst_tiers(answers, letter, needs, available)
    certainty = _certainty_in_tier(answers, letter, needs, nearest)
    blocking = _first_blocking(digits, needs, nearest)
    is_blocked = is_screened & ~has_tier
    return PlacedProducts(
        tier_ix=np.where(has_tier, nearest, NO_TIER),
        worst_tier_ix=worst_tier,
        certainty_ix=np.where(worst_tier == nearest, CERTAIN, certainty),
        blocking_ix=np.where(is_blocked, blocking, NO_CONDITION),
        conditions_away=np.where(is_screened, away, UNSCREENED),
    )


def _false_counts(
    digits: np.ndarray,
    letter: Letter,
    needs: Sequence[TierNeeds],
    available: np.ndarray,
) -> np.ndarray:
    """Per product and tier the conditions that are false; of a tier that cannot be screened more than there are."""
    is_false = digits == FALSE
    counts = np.empty((len(digits), len(needs)), dtype=np.int64)
    for position, needs_of_tier in enumerate(needs):
        counts[:, position] = needs_of_tier.count_failed(is_false)
    counts[:, ~available] = len(letter.conditions) + 1
    return counts


def _certainty_in_tier(
    answers: Answers,
    letter: Letter,
    needs: Sequence[TierNeeds],
    tier_ix: np.ndarray,
) -> np.ndarray:
    """An unknown fact outweighs a judgement not yet given; both are of the tier the product stands in."""
    digits = answers.digits.T
    is_unknown = digits == UNKNOWN
    is_true = digits == TRUE
    is_judgement = np.array(
        [letter.condition(name).is_judgement for name in answers.condition_ids],
        dtype=bool,
    )
    certainty = np.full(len(digits), CERTAIN)
    for position, needs_of_tier in enumerate(needs):
        is_of_tier = tier_ix == position
        doubtful = needs_of_tier.doubtful(is_true, is_unknown)
        waits = doubtful[:, is_judgement].any(axis=1)
        doubts = doubtful[:, ~is_judgement].any(axis=1)
        certainty[is_of_tier & waits] = JUDGEMENT
        certainty[is_of_tier & doubts] = CHECK
    return certainty


def _first_blocking(
    digits: np.ndarray,
    needs: Sequence[TierNeeds],
    tier_ix: np.ndarray,
) -> np.ndarray:
    """Per product the position of the first condition of its nearest tier, in the letter's order, that is false."""
    is_false = digits == FALSE
    blocking = np.full(len(digits), NO_CONDITION)
    if not is_false.shape[1]:
        return blocking
    for position, needs_of_tier in enumerate(needs):
        is_of_tier = tier_ix == position
        first = needs_of_tier.failing(is_false).argmax(axis=1)
        blocking[is_of_tier] = first[is_of_tier]
    return blocking


class TierCounts(NamedTuple):
    """The tiers of every district: a row per district, a column per tier.

    state_ix: position in TIER_STATES. certain, possible: units of this tier.
    """

    state_ix: np.ndarray
    certain: np.ndarray
    possible: np.ndarray


def open_tiers(
    district_ix: np.ndarray,
    tier_ix: np.ndarray,
    certainty_ix: np.ndarray,
    province_of_district: np.ndarray,
    letter: Letter,
    available: np.ndarray,
) -> TierCounts:
    """Open the tiers of every district in order, as far as the earlier ones leave the quota unmet.

    district_ix, tier_ix, certainty_ix: per group, or per product where the quota counts these; the certainty is that of
    standing in this very tier.
    province_of_district: per district a number for its province.

    A later tier is closed where the certain groups of the earlier ones reach the quota, open
    where even the possible ones do not, and maybe needed between (`is_needed`).
    Where the letter chooses so, a whole province is asked, or the certain groups alone.
    """
    n_districts = len(province_of_district)
    n_tiers = len(letter.tiers)
    is_possible = tier_ix != NO_TIER
    is_certain = is_possible & (certainty_ix == CERTAIN)
    slots = district_ix.astype(np.intp) * n_tiers + tier_ix
    n_slots = n_districts * n_tiers
    possible = np.bincount(slots[is_possible], minlength=n_slots).reshape(-1, n_tiers)
    certain = np.bincount(slots[is_certain], minlength=n_slots).reshape(-1, n_tiers)
    certain_before, possible_before = _counts_asked(
        _in_earlier_tiers(certain),
        _in_earlier_tiers(possible),
        province_of_district,
        letter,
    )
    state_ix = _states(
        is_needed(certain_before, province_of_district, letter),
        is_needed(possible_before, province_of_district, letter),
        available,
    )
    return TierCounts(state_ix, certain, possible)


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


def _mean_of_province(counts: np.ndarray, province_ix: np.ndarray) -> np.ndarray:
    """Per district (row) the mean over the districts of its province. province_ix: per district its province."""
    sums = sums_of_provinces(counts, province_ix)
    means: np.ndarray = (sums.T / np.bincount(province_ix)).T[province_ix]
    return means


def _in_earlier_tiers(by_tier: np.ndarray) -> np.ndarray:
    """Per district (row) and tier, the groups of all earlier tiers together."""
    earlier: np.ndarray = by_tier.cumsum(axis=1) - by_tier
    return earlier


def _states(
    is_needed_at_worst: np.ndarray,
    is_needed_at_best: np.ndarray,
    available: np.ndarray,
) -> np.ndarray:
    """Per district and tier its state, by whether the certain and the possible units before it leave it needed."""
    state_ix = np.where(is_needed_at_best, OPEN, MAYBE)
    state_ix[~is_needed_at_worst] = CLOSED
    state_ix[:, 0] = OPEN
    state_ix[:, ~available] = UNAVAILABLE
    return state_ix
