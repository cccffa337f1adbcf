"""What another side of each reading would do in this run: who is proposed then, and what districts could name.

Every side is taken alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.gap.decide_again import twins_of
from kbo_screen.screening.quotas import quota_columns, sums_of_provinces
from kbo_screen.screening.screening import (
    NOT_TOGETHER,
    RESTS_ON,
    ROBUST,
    ReadingEffect,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.gap.decide_again import Standings
    from kbo_screen.letters.other_sides import ReadingSide
    from kbo_screen.screening.screening import QuotaCounts, ReadingBounds, Screening


def no_effect(side: ReadingSide, current: Standings) -> ReadingEffect:
    """A side under which everything stands as it does. current: where that is."""
    is_changed = np.zeros(len(current.districts.certain), dtype=bool)
    is_moved = np.zeros_like(current.is_proposed)
    return ReadingEffect(
        id=side.reading.id,
        name=side.name,
        enters=0,
        leaves=0,
        decides=0,
        losing=frozenset(),
        gaining=frozenset(),
        counts=current.districts,
        is_changed=is_changed,
        provinces=_provinces_under(current, current, is_moved, is_moved),
    )


def effect_of_side(
    side: ReadingSide,
    current: Standings,
    under_side: Standings,
) -> ReadingEffect:
    """What one side does. current: where everything stands under the letter; under_side: under the side."""
    twins = twins_of(current.facts, under_side.facts)
    leaves = twins.only_first(
        current.is_listed,
        under_side.is_listed,
    )
    enters = twins.only_second(
        current.is_listed,
        under_side.is_listed,
    )
    loses = twins.only_first(
        current.is_proposed,
        under_side.is_proposed,
    )
    gains = twins.only_second(
        current.is_proposed,
        under_side.is_proposed,
    )
    moves = leaves | loses
    moves_then = enters | gains
    moved_districts = np.concatenate(
        [
            current.facts.index.district_ix[moves],
            under_side.facts.index.district_ix[moves_then],
        ]
    )
    moved_groups = np.concatenate(
        [
            twins.first[moves],
            twins.second[moves_then],
        ]
    )
    is_gained = np.isin(twins.first, twins.second[gains])
    is_changed = _is_counted_otherwise(current.districts, under_side.districts)
    is_changed[moved_districts] = True
    return ReadingEffect(
        id=side.reading.id,
        name=side.name,
        enters=int(enters.sum()),
        leaves=int(leaves.sum()),
        decides=len(np.unique(moved_groups)),
        losing=_numbers(loses),
        gaining=_numbers(is_gained),
        counts=under_side.districts,
        is_changed=is_changed,
        provinces=_provinces_under(current, under_side, loses, gains),
    )


def _units_by_province(standings: Standings, is_flagged: np.ndarray) -> np.ndarray:
    """Per province what some groups bring to its quota."""
    index = standings.facts.index
    units = index.sum_by_district(np.where(is_flagged, standings.units, 0))
    return sums_of_provinces(units, index.province_of_district)


def _provinces_under(
    current: Standings,
    under_side: Standings,
    loses: np.ndarray,
    gains: np.ndarray,
) -> pd.DataFrame | None:
    """What stands against the quotas of provinces under a side; None unless they have one here and there.

    loses, gains: per group proposed only now, only then.
    """
    provinces, provinces_then = current.provinces, under_side.provinces
    if provinces is None or provinces_then is None:
        return None
    losing = _units_by_province(current, loses)
    gaining = _units_by_province(under_side, gains)
    is_changed = _is_counted_otherwise(provinces, provinces_then)
    is_changed |= current.province_quota != under_side.province_quota
    is_changed |= (losing > 0) | (gaining > 0)
    columns = {
        **quota_columns(provinces_then),
        "required": under_side.province_quota,
        "losing": losing,
        "gaining": gaining,
        "is_changed": is_changed,
    }
    return pd.DataFrame(columns)


def _is_counted_otherwise(counts: QuotaCounts, counts_then: QuotaCounts) -> np.ndarray:
    """Per district, or province: a count or the status is another."""
    is_otherwise: np.ndarray = counts.certain != counts_then.certain
    is_otherwise |= counts.possible != counts_then.possible
    is_otherwise |= counts.status_ix != counts_then.status_ix
    return is_otherwise


def _numbers(is_flagged: np.ndarray) -> frozenset[int]:
    return frozenset(np.flatnonzero(is_flagged).tolist())


def with_effects(
    screening: Screening,
    effects: Sequence[ReadingEffect],
    bounds: ReadingBounds | None = None,
) -> Screening:
    """The screening with what its readings decide, and notes on every proposed group: robust, or on what it rests.

    bounds: over several readings at once, where they were computed.
    """
    groups = screening.groups
    rests_on = readings_by_group(effects)
    notes = []
    rows = zip(groups.index, groups["selected"], groups["notes"], strict=True)
    for group, is_selected, notes_of_group in rows:
        marks = _marks(rests_on.get(group, ())) if is_selected else []
        if bounds and ROBUST in marks and group not in bounds.in_all:
            marks.append(NOT_TOGETHER)
        notes.append((*notes_of_group, *marks))
    with_notes = groups.assign(notes=pd.Series(notes, groups.index, dtype=object))
    return replace(
        screening,
        groups=with_notes,
        readings=tuple(effects),
        reading_bounds=bounds,
    )


def _marks(reading_ids: Sequence[str]) -> list[str]:
    """The notes on a proposed group: what it rests on, or that it rests on nothing."""
    return [f"{RESTS_ON}{reading_id}" for reading_id in reading_ids] or [ROBUST]


def readings_by_group(effects: Iterable[ReadingEffect]) -> dict[int, list[str]]:
    """The readings under another side of which a proposed group is proposed no more, by its number."""
    by_group: dict[int, list[str]] = {}
    for effect in effects:
        for group in effect.losing:
            reading_ids = by_group.setdefault(group, [])
            if effect.id not in reading_ids:
                reading_ids.append(effect.id)
    return by_group
