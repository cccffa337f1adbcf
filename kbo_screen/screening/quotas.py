"""What a quota asks of districts and of a whole province, and which groups of a list are proposed for it.

A quota counts groups or products: *units*. Of a group that is listed it counts one, or its products that may stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.screening.screening import STATUSES, QuotaCounts

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter

MET, CONFIRM, SHORT = range(len(STATUSES))


def is_needed(
    counts: np.ndarray,
    province_of_district: np.ndarray,
    letter: Letter,
) -> np.ndarray:
    """Per district (row) and tier: with so many units in the earlier tiers, the quota still needs this one.

    A district needs it for its own least, or for the province as long as it may name more. More units never make a
    tier needed that was not, so that the least and the greatest counts bound what may come of it.
    """
    quota = letter.quota
    is_short: np.ndarray = counts < quota.least_per_district
    if quota.per_province is None:
        return is_short
    of_province = sums_of_provinces(_nameable(counts, letter), province_of_district)
    is_province_short = (of_province < quota.per_province)[province_of_district]
    if letter.choices.insufficient == "per-province":
        is_short = is_province_short
    is_short = is_short | is_province_short
    if letter.most_per_district is not None:
        is_short &= counts < letter.most_per_district
    return is_short


def _nameable(counts: np.ndarray, letter: Letter) -> np.ndarray:
    """What a district can name of so many units."""
    most = letter.most_per_district
    return counts if most is None else counts.clip(max=most)


def sums_of_provinces(
    counts: np.ndarray, province_of_district: np.ndarray
) -> np.ndarray:
    """Per province the sum over its districts (rows)."""
    n_provinces = int(province_of_district.max(initial=-1)) + 1
    sums = np.zeros((n_provinces, *counts.shape[1:]), dtype=np.int64)
    np.add.at(sums, province_of_district, counts)
    return sums


def quota_columns(counts: QuotaCounts) -> dict[str, object]:
    """The columns of a table, by their names; `status` is categorical."""
    columns = counts._asdict()
    codes = columns.pop("status_ix")
    columns["status"] = pd.Categorical.from_codes(codes, categories=pd.Index(STATUSES))
    return columns


def against_quota(
    certain: np.ndarray,
    possible: np.ndarray,
    quota: int,
) -> QuotaCounts:
    """What stands against the quota of every district, or province. certain, possible: listed units of each."""
    certain_of_quota = certain.clip(max=quota)
    possible_of_quota = possible.clip(max=quota)
    status_ix = np.where(possible >= quota, CONFIRM, SHORT)
    status_ix[certain >= quota] = MET
    return QuotaCounts(
        certain=certain,
        possible=possible,
        certain_of_quota=certain_of_quota,
        to_confirm=possible_of_quota - certain_of_quota,
        shortfall=quota - possible_of_quota,
        status_ix=status_ix,
    )


def against_quota_of_provinces(
    districts: QuotaCounts,
    province_of_district: np.ndarray,
    letter: Letter,
) -> QuotaCounts | None:
    """What stands against the quota of every province; None where the letter has none.

    Of a district no more counts than it can name.
    """
    quota = letter.quota.per_province
    if quota is None:
        return None
    certain = _nameable(districts.certain, letter)
    possible = _nameable(districts.possible, letter)
    return against_quota(
        sums_of_provinces(certain, province_of_district),
        sums_of_provinces(possible, province_of_district),
        quota,
    )


class RankedUnits(NamedTuple):
    """Listed groups in their order, an entry per group in each array.

    rank: in the district, from 1. units: what the quota counts of each. province_rank: None unless the province has a
    quota.
    """

    district_ix: np.ndarray
    province_ix: np.ndarray
    rank: np.ndarray
    units: np.ndarray
    province_rank: np.ndarray | None = None


def propose(
    ranked: RankedUnits,
    letter: Letter,
    take: int | None,
) -> np.ndarray:
    """Per group whether it is proposed: of every district its least, then in the province's order up to its quota.

    take: so many groups of every district instead.
    """
    quota = letter.quota
    if take is not None:
        return ranked.rank <= take
    before = ranked.rank - 1
    if quota.unit == "products":
        before = _units_before(ranked.units, ranked.district_ix, ranked.rank)
    is_proposed = before < quota.least_per_district
    if quota.per_province is None or ranked.province_rank is None:
        return is_proposed
    is_open = ~is_proposed
    if letter.most_per_district is not None:
        is_open &= ranked.rank <= letter.most_per_district
    proposed_units = sums_of_provinces(
        np.where(is_proposed, ranked.units, 0),
        ranked.province_ix,
    )
    units_left = quota.per_province - proposed_units[ranked.province_ix]
    before_in_province = _units_before(
        np.where(is_open, ranked.units, 0),
        ranked.province_ix,
        ranked.province_rank,
    )
    fills = is_open & (before_in_province < units_left)
    is_proposed |= fills
    return is_proposed


def _units_before(
    units: np.ndarray,
    area_ix: np.ndarray,
    rank: np.ndarray,
) -> np.ndarray:
    """Per group the units of the groups of its area that stand before it."""
    order = np.lexsort((rank, area_ix))
    areas = area_ix[order]
    units_in_order = units[order]
    before_in_all = units_in_order.cumsum() - units_in_order
    first_of_area = np.searchsorted(areas, areas)
    before = np.empty(len(units), dtype=np.int64)
    before[order] = before_in_all - before_in_all[first_of_area]
    return before
