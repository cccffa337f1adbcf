"""The result of a screening: the waist between what comes in and what goes out. Shapes only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kbo_screen.registry.frame_values import count_each, value_at
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd

    from kbo_screen.findings import Finding

CERTAINTIES = ("certain", "judgement", "check")
STATUSES = ("met", "confirm", "short")
OUTCOMES = ("listed", "not_needed", "not_listed")
TIER_STATES = ("open", "maybe", "closed", "unavailable")

#: Notes on a proposed group, where the readings were computed.
ROBUST = "under-every-reading"
RESTS_ON = "rests-on:"
#: Of a group that is robust: some readings taken together leave it out.
NOT_TOGETHER = "not-under-all-together"

#: Why readings are not taken together: too many of them, too much to decide, or two that do not go together.
WhySingly = Literal["many-sides", "much-work", "contrary"]


class UnansweredCondition(NamedTuple):
    """A condition (or the preference: id "preference") that no column and no list answers in this run."""

    condition: str
    clause: str
    effect: Literal["stamp", "tier-unavailable"]
    field: str


class Accounting(NamedTuple):
    """Where every row and every product went. `check` has summed it up; the parts add up by construction."""

    rows_read: int
    rows: dict[str, int]
    products: int
    listed: int
    not_needed: int
    not_listed: int
    out_of_scope: int
    unusable: int
    #: Rows of data that state a product again: rows of data are products and these.
    repeated: int

    @property
    def products_by_outcome(self) -> dict[str, int]:
        """How many products went where; together they are all."""
        return {
            "listed": self.listed,
            "not_needed": self.not_needed,
            "not_listed": self.not_listed,
            "out_of_scope": self.out_of_scope,
            "unusable": self.unusable,
        }


class QuotaCounts(NamedTuple):
    """What stands against a quota, an entry per district, or province, in each array.

    certain, possible: listed units. certain_of_quota, to_confirm, shortfall: they add up to the quota. status_ix:
    position in STATUSES.
    """

    certain: np.ndarray
    possible: np.ndarray
    certain_of_quota: np.ndarray
    to_confirm: np.ndarray
    shortfall: np.ndarray
    status_ix: np.ndarray


class ReadingEffect(NamedTuple):
    """What another side of a reading would do in a run.

    id, name: of the reading, and of its side ("withdrawn/2" is the second). enters, leaves: how many groups are listed
    only then, only now. decides: how many enter, leave or are proposed otherwise. losing, gaining: numbers of the
    groups that are proposed only now, only then. counts: what districts have of their quota then. is_changed: per
    district whether a group moves there, or a count is another. provinces: one row per province, the columns of
    `QuotaCounts`, `required`, `is_changed`, and `losing`, `gaining`: what the groups bring to the quota of the province
    that are proposed only now, only then; None where the letter or the side has no such quota.
    """

    id: str
    name: str
    enters: int
    leaves: int
    decides: int
    losing: frozenset[int]
    gaining: frozenset[int]
    counts: QuotaCounts
    is_changed: np.ndarray
    provinces: pd.DataFrame | None = None

    @property
    def districts_changed(self) -> int:
        """In how many districts a group moves, or a count is another."""
        return int(self.is_changed.sum())

    @property
    def changes_anything(self) -> bool:
        """A group moves, or what stands against a quota is another, of a district or of a province."""
        if self.provinces is not None and bool(self.provinces["is_changed"].any()):
            return True
        return self.districts_changed > 0


class ReadingBounds(NamedTuple):
    """What may be proposed under several readings at once.

    sides: names of those that change anything in the run. ways: how many ways to read the letter were looked at, its
    own among them: every combination of the sides, or, where `singly` says why, each alone. least, most: the groups
    proposed of all districts together. in_all: numbers of the groups that are proposed in every one. districts: one row
    per district, columns `least`, `most`, `proposed` (under the letter as it is), `in_all` (how many of these are
    proposed in every one).
    """

    sides: tuple[str, ...]
    ways: int
    singly: WhySingly | None
    least: int
    most: int
    in_all: frozenset[int]
    districts: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Screening:
    """The letter applied to a registry.

    products: one row per product of the registry, same index. Columns: `group` (position in all groups), `tier`
        (categorical of the letter's tier ids, NA: none), `certainty` (ordered categorical, NA without a tier),
        `stands` (True for the product its group stands by), `outcome` (categorical: listed, not_needed,
        not_listed), `first_blocking` (condition id or NA), `conditions_away` (Int8, NA where a tier is met).
    is_true, is_unknown: one row per product, one bool column per condition id in the letter's order; neither
        is false. A condition that is not evaluated has no column.
    groups: one row per group, index = its number in `products.group`. Columns: `district_ix`, `province`,
        `district`, `district_code`, `group_id`, `group_name`, `standard` (best of its rows), `outcome` (listed,
        not_needed, not_listed), `tier`, `certainty`, `product` (index of the product it stands by; of a group not
        listed, the one nearest to a tier), `rank` (Int32 from 1 in its district, NA unless listed), `province_rank`
        (the same in its province, NA without a quota of the province), `units` (what the quota counts of it: one, or
        its listed products; 0 unless listed), `sure_units` (of these, for sure), `selected`, `prefers` (bool: in the
        letter's first class), `preference_value`, `preference_product` (what the letter's
        preference reads of it and the row that says so; NA and -1 for none), `to_confirm` (tuple of condition ids),
        `either_way` (tuple of condition ids: unknown of a group that is certain all the same), `notes` (tuple of
        codes).
    districts: one row per district of the scope, in its order. Columns: `province`, `district`, `district_code`,
        `required`, `certain`, `possible` (counts of listed groups), `certain_of_quota`, `to_confirm`, `shortfall`
        (the three add up to the quota), `status`,
        `selected_to_check` (proposed groups that wait for a check or the district's word), `lines_to_settle` (lines of
        projects lists that may be about one of its groups, and that nobody has placed), `products` (products read).
    provinces: one row per province where the letter has a quota of the province, else None. Columns: `province`,
        `required`, and the counts and `status` of `QuotaCounts`.
    tiers: one row per district and tier. Columns: `district_ix`, `tier`, `state`, `certain` (groups that are sure to
        stand in that very tier), `possible`, `not_needed`.
    readings: what every other side of the letter's readings would do; None where it was not computed.
    reading_bounds: what several of them would do at once; None where it was not computed.
    """

    products: pd.DataFrame
    is_true: pd.DataFrame
    is_unknown: pd.DataFrame
    groups: pd.DataFrame
    districts: pd.DataFrame
    tiers: pd.DataFrame
    not_evaluated: tuple[UnansweredCondition, ...]
    accounting: Accounting
    findings: tuple[Finding, ...] = ()
    readings: tuple[ReadingEffect, ...] | None = None
    provinces: pd.DataFrame | None = None
    reading_bounds: ReadingBounds | None = None

    @property
    def is_false(self) -> pd.DataFrame:
        """The conditions that a product fails: neither true nor unknown, same shape as these."""
        return ~(self.is_true | self.is_unknown)

    def name_of(self, group: int) -> str:
        """What a group is called."""
        return str(value_at(self.groups, group, "group_name"))

    @property
    def listed(self) -> pd.DataFrame:
        """The listed groups, sorted by district and rank: the shortlist of every district, one after another."""
        listed = self.groups[self.groups["outcome"] == "listed"]
        return listed.sort_values(["district_ix", "rank"])

    def products_of(self, group: int) -> list[int]:
        """The products of a group, by their index, in the order of the registry."""
        positions = self._positions_by_group[group]
        products: list[int] = self.products.index[positions].tolist()
        return products

    @cached_property
    def _positions_by_group(self) -> Mapping[Any, Any]:
        """Where the products of every group stand: the whole country is gone through once."""
        return self.products.groupby("group").indices

    @cached_property
    def closed_tiers(self) -> dict[int, list[str]]:
        """The ids of the tiers that a district does not need, by its position."""
        closed = self.tiers[self.tiers["state"] == "closed"]
        return lists_by_key(closed[["district_ix", "tier"]].itertuples(index=False))

    @cached_property
    def shortlists(self) -> dict[int, pd.DataFrame]:
        """The listed groups of every district that has some, by its position, in rank order."""
        by_district = self.listed.groupby("district_ix", sort=False)
        return {int(str(ix)): groups for ix, groups in by_district}


def counts_by_status(districts: pd.DataFrame) -> dict[str, int]:
    """How many districts are of each status, in the order of STATUSES. districts: as `Screening.districts`."""
    return count_each(districts["status"], STATUSES)
