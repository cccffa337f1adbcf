"""What a quota asks of districts and of a whole province, and which groups of a list are proposed for it.

A quota counts groups or products: *units*. Of a group that is listed it counts one, or its products that may stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter


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
    of_province = _sums(_nameable(counts, letter), province_of_district)
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


def _sums(counts: np.ndarray, province_of_district: np.ndarray) -> np.ndarray:
    """Per province the sum over its districts (rows)."""
    n_provinces = int(province_of_district.max(initial=-1)) + 1
    sums = np.zeros((n_provinces, *counts.shape[1:]), dtype=np.int64)
    np.add.at(sums, province_of_district, counts)
    return sums


def against_quota(
    certain: np.ndarray,
    possible: np.ndarray,
    quota: int,
) -> pd.DataFrame:
    """What stands against the quota of every district, or province: one row each.

    certain, possible: listed units of each. Columns: `certain`, `possible` as given; `certain_of_quota`,
    `to_confirm` and `shortfall`, counts that add up to the quota; `status` (categorical of STATUSES).
    """
    certain_of_quota = certain.clip(max=quota)
    possible_of_quota = possible.clip(max=quota)
    is_met = certain >= quota
    is_met_once_confirmed = possible >= quota
    status = np.select([is_met, is_met_once_confirmed], ["met", "confirm"], "short")
    return pd.DataFrame(
        {
            "certain": certain,
            "possible": possible,
            "certain_of_quota": certain_of_quota,
            "to_confirm": possible_of_quota - certain_of_quota,
            "shortfall": quota - possible_of_quota,
            "status": pd.Categorical(status, categories=STATUSES),
        }
    )


def against_quota_of_provinces(
    districts: pd.DataFrame,
    province_of_district: np.ndarray,
    letter: Letter,
) -> pd.DataFrame | None:
    """What stands against the quota of every province, columns as `against_quota`; None where the letter has none.

    districts: as `against_quota` gives them. Of a district no more counts than it can name.
    """
    quota = letter.quota.per_province
    if quota is None:
        return None
    certain = _nameable(districts["certain"].to_numpy(), letter)
    possible = _nameable(districts["possible"].to_numpy(), letter)
    return against_quota(
        _sums(certain, province_of_district),
        _sums(possible, province_of_district),
        quota,
    )


def propose(
    ranked: pd.DataFrame,
    letter: Letter,
    take: int | None,
) -> np.ndarray:
    """Per group whether it is proposed: of every district its least, then in the province's order up to its quota.

    ranked: listed groups, columns `district_ix`, `province_ix`, `rank` in the district, `units`, and `province_rank`
    where the province has a quota. take: so many groups of every district instead.
    """
    quota = letter.quota
    if take is not None:
        return (ranked["rank"] <= take).to_numpy()
    before = ranked["rank"].to_numpy() - 1
    if quota.unit == "products":
        before = _units_before(ranked, "district_ix", "rank")
    is_proposed = before < quota.least_per_district
    if quota.per_province is None:
        return is_proposed
    is_open = ~is_proposed
    if letter.most_per_district is not None:
        is_open &= (ranked["rank"] <= letter.most_per_district).to_numpy()
    proposed_units = _units_by_province(ranked[is_proposed], ranked["province_ix"])
    is_proposed[is_open] = _fills(ranked[is_open], quota.per_province - proposed_units)
    return is_proposed


def _fills(groups: pd.DataFrame, units_left: np.ndarray) -> np.ndarray:
    """Per group whether it is among the first of its province that fill what is left. units_left: per province."""
    before = _units_before(groups, "province_ix", "province_rank")
    return before < units_left[groups["province_ix"]]


def _units_by_province(groups: pd.DataFrame, provinces: pd.Series[int]) -> np.ndarray:
    """Per province the units of these groups. provinces: the numbers of all provinces."""
    n_provinces = max(provinces, default=-1) + 1
    units = np.bincount(groups["province_ix"], groups["units"], minlength=n_provinces)
    return units.astype(np.int64)


def _units_before(
    groups: pd.DataFrame,
    area: str,
    rank: str,
) -> np.ndarray:
    """Per group the units of the groups of its area that stand before it."""
    order = np.lexsort((groups[rank].to_numpy(), groups[area].to_numpy()))
    areas = groups[area].to_numpy()[order]
    units = groups["units"].to_numpy()[order]
    before_in_all = units.cumsum() - units
    first_of_area = np.searchsorted(areas, areas)
    before = np.empty(len(groups), dtype=np.int64)
    before[order] = before_in_all - before_in_all[first_of_area]
    return before
