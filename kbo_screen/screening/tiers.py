"""Tiers: where each product may stand, how sure that is, and which tiers a district needs.

Knows that tiers stand in order and that each needs all its conditions. Refuses to know which conditions, how many
tiers, and how groups are ordered inside one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.letters.choices import SideNotBuiltError
from kbo_screen.screening.screening import CERTAINTIES, TIER_STATES
from kbo_screen.screening.worst_tiers import worst_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter, Tier

NO_TIER: Final = -1
CERTAIN, JUDGEMENT, CHECK = range(len(CERTAINTIES))


def available_tiers(letter: Letter, absent: frozenset[str]) -> list[bool]:
    """Per tier of the letter: True unless a condition that it cannot do without has no source."""
    missing = {
        c.id
        for c in letter.conditions
        if c.no_source == "tier-unavailable" and c.field in absent
    }
    return [missing.isdisjoint(tier.requires) for tier in letter.tiers]


def place_products(
    answers: pd.DataFrame, letter: Letter, available: Sequence[bool]
) -> pd.DataFrame:
    """Place every product in the first tier of which no condition is false.

    answers: one nullable boolean column per evaluated condition. Returns, same index: `tier_ix` (NO_TIER where
    none), `worst_tier_ix` (the last tier that it may come to stand in, the number of tiers where it may come to have
    none), `certainty_ix` (position in CERTAINTIES, of that tier, meaningful only with one), `first_blocking`
    (condition id or NA), `conditions_away` (Int8, 0 with a tier; NA where no tier can be screened).
    """
    is_false = answers.eq(False).fillna(False).to_numpy(dtype=bool)
    is_unknown = answers.isna().to_numpy(dtype=bool)
    false_counts = np.column_stack(
        [_false_count(is_false, answers, tier) for tier in letter.tiers]
    )
    false_counts[:, ~np.asarray(available)] = len(letter.conditions) + 1
    nearest = false_counts.argmin(axis=1)
    away = false_counts.min(axis=1)
    placed = pd.DataFrame(
        {"tier_ix": np.where(away == 0, nearest, NO_TIER)}, index=answers.index
    )
    placed["worst_tier_ix"] = worst_tiers(answers, letter, available)
    certainty = _certainty(is_unknown, answers, letter, nearest)
    placed["certainty_ix"] = np.where(
        placed["worst_tier_ix"] == nearest, CERTAIN, certainty
    )
    placed["first_blocking"] = _first_blocking(is_false, answers, letter, nearest, away)
    placed["conditions_away"] = pd.array(away, dtype="Int8")
    return placed.assign(
        conditions_away=placed["conditions_away"].mask(away > len(letter.conditions))
    )


def _false_count(is_false: np.ndarray, answers: pd.DataFrame, tier: Tier) -> np.ndarray:
    count: np.ndarray = is_false[:, answers.columns.isin(tier.requires)].sum(axis=1)
    return count


def _certainty(
    is_unknown: np.ndarray, answers: pd.DataFrame, letter: Letter, tier_ix: np.ndarray
) -> np.ndarray:
    """An unknown fact outweighs a judgement not yet given; both are of the tier the product stands in."""
    is_judgement = np.array(
        [letter.condition(name).kind == "judgement" for name in answers.columns],
        dtype=bool,
    )
    certainty = np.full(len(answers), CERTAIN)
    for position, tier in enumerate(letter.tiers):
        is_required = answers.columns.isin(tier.requires)
        waits = is_unknown[:, is_required & is_judgement].any(axis=1)
        doubts = is_unknown[:, is_required & ~is_judgement].any(axis=1)
        here = tier_ix == position
        certainty[here] = np.where(doubts, CHECK, np.where(waits, JUDGEMENT, CERTAIN))[
            here
        ]
    return certainty


def _first_blocking(
    is_false: np.ndarray,
    answers: pd.DataFrame,
    letter: Letter,
    nearest: np.ndarray,
    away: np.ndarray,
) -> pd.Series:
    blocking = pd.Series(pd.NA, index=answers.index, dtype=object)
    for position, tier in enumerate(letter.tiers):
        required = [name for name in answers.columns if name in tier.requires]
        here = (nearest == position) & (away > 0) & (away <= len(letter.conditions))
        if required:
            first = is_false[:, answers.columns.isin(required)].argmax(axis=1)
            blocking[here] = np.array(required, dtype=object)[first][here]
    return blocking


def open_tiers(
    district_ix: np.ndarray,
    tier_ix: np.ndarray,
    certainty_ix: np.ndarray,
    n_districts: int,
    letter: Letter,
    available: Sequence[bool],
) -> pd.DataFrame:
    """Open the tiers of every district in order, as far as the earlier ones leave the quota unmet.

    district_ix, tier_ix, certainty_ix: per group; the certainty is that of standing in this very tier. Returns one row
    per district and tier in order: `district_ix`, `tier`, `state` (TIER_STATES), `certain`, `possible` (groups of this
    tier). A later tier is closed where the certain groups of the earlier ones reach the quota, open where even the
    possible ones do not, and maybe needed between.
    """
    if letter.choices.insufficient != "per-district":
        raise SideNotBuiltError("insufficient", letter.choices.insufficient)
    n_tiers = len(letter.tiers)
    is_placed = tier_ix != NO_TIER
    is_certain = is_placed & (certainty_ix == CERTAIN)
    slots = district_ix.astype(np.int64) * n_tiers + tier_ix
    size = n_districts * n_tiers
    possible = np.bincount(slots[is_placed], minlength=size).reshape(
        n_districts, n_tiers
    )
    certain = np.bincount(slots[is_certain], minlength=size).reshape(
        n_districts, n_tiers
    )
    states = _states(
        _before(certain), _before(possible), letter.quota.groups_per_district, available
    )
    return pd.DataFrame(
        {
            "district_ix": np.repeat(np.arange(n_districts), n_tiers),
            "tier": [tier.id for tier in letter.tiers] * n_districts,
            "state": pd.Categorical(states.ravel(), categories=TIER_STATES),
            "certain": certain.ravel(),
            "possible": possible.ravel(),
        }
    )


def against_quota(
    certain: np.ndarray, possible: np.ndarray, quota: int
) -> dict[str, np.ndarray]:
    """Per district what stands against the quota: quota = certain + `to_confirm` + `shortfall`, counts capped at it.

    certain, possible: listed groups per district. Keys: to_confirm, shortfall, status.
    """
    return {
        "to_confirm": possible.clip(max=quota) - certain.clip(max=quota),
        "shortfall": quota - possible.clip(max=quota),
        "status": np.where(
            certain >= quota, "met", np.where(possible >= quota, "confirm", "short")
        ),
    }


def _before(counts: np.ndarray) -> np.ndarray:
    """Per district and tier, the count of all earlier tiers together."""
    before: np.ndarray = counts.cumsum(axis=1) - counts
    return before


def _states(
    certain: np.ndarray, possible: np.ndarray, quota: int, available: Sequence[bool]
) -> np.ndarray:
    states = np.where(
        certain >= quota, "closed", np.where(possible < quota, "open", "maybe")
    ).astype(object)
    states[:, 0] = "open"
    states[:, ~np.asarray(available)] = "unavailable"
    return states
