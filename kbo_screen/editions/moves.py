"""What became of a group between two editions, in one word, and the sums that these words must give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kbo_screen.editions.changes import Change

#: Proposed now, or no more; a reserve now, or no more; another rank; another tier or certainty; the same.
Move = Literal["entered", "left", "listed", "unlisted", "moved", "state", "same"]
MOVES: Final[tuple[Move, ...]] = (
    "entered",
    "left",
    "listed",
    "unlisted",
    "moved",
    "state",
    "same",
)
#: What of a standing says that a group moved so.
ASPECT_OF: Final[dict[Move, str]] = {
    "entered": "selected",
    "left": "selected",
    "listed": "listed",
    "unlisted": "listed",
    "moved": "rank",
    "state": "state",
}
#: A change, others of the area that moved, a part of the letter, an option, a column that all rows lack, the order of
#: rows.
CauseKind = Literal["change", "others", "letter", "take", "column", "order"]
#: Undone alone, the group stands where it stood; of several each alone would move it; only several together; not tried.
Proof = Literal["alone", "each", "together", "not-tried"]


class GroupStanding(NamedTuple):
    """Where a group stands in an edition. state: tier and certainty, "" where it is not on the list."""

    listed: bool
    selected: bool
    rank: int
    state: str


#: By number of a group where it stands in an edition; groups that are not listed are left out.
Standings = dict[int, GroupStanding]
NOWHERE_LISTED: Final = GroupStanding(
    listed=False,
    selected=False,
    rank=0,
    state="",
)


class Cause(NamedTuple):
    """Why a group moved.

    change: of a cell, row or group. others: common numbers of groups, of many the first; n_others: how many there are.
    part: of a letter, else a field.
    """

    kind: CauseKind
    proof: Proof
    change: Change | None = None
    others: tuple[int, ...] = ()
    n_others: int = 0
    part: str = ""


#: Why a group moved, all that is told of it.
Causes = tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class GroupMove:
    """One group, by its common number, in both editions."""

    group: int
    move: Move
    old: GroupStanding
    new: GroupStanding
    causes: Causes = ()


def move_of(old: GroupStanding, new: GroupStanding) -> Move:
    """What became of a group that stands so and then so."""
    if old.selected != new.selected:
        return "entered" if new.selected else "left"
    if old.listed != new.listed:
        return "listed" if new.listed else "unlisted"
    if old.rank != new.rank:
        return "moved"
    return "same" if old.state == new.state else "state"


def standing_in(standings: Standings, group: int) -> GroupStanding:
    """Where a group stands in an edition, or a world."""
    return standings.get(group, NOWHERE_LISTED)


def standings_by_group(standings: pd.DataFrame) -> Standings:
    """The standings of an edition, a row per group, by the number of each."""
    listed = standings[standings["listed"]]
    rows = zip(
        listed.index.tolist(),
        listed["selected"].tolist(),
        listed["rank"].tolist(),
        listed["state"].tolist(),
        strict=True,
    )
    return {
        group: GroupStanding(
            listed=True,
            selected=selected,
            rank=rank,
            state=state,
        )
        for group, selected, rank, state in rows
    }


class Totals(NamedTuple):
    """How many groups were proposed and listed, came and went: old - left + entered = new, of both.

    left, entered: of the proposed. off_list, on_list: of all listed groups.
    """

    proposed_old: int
    left: int
    entered: int
    proposed_new: int
    listed_old: int
    off_list: int
    on_list: int
    listed_new: int
    moved: int
    state: int
    same: int


class TotalsError(AssertionError):
    """The sums of a comparison do not add up: our fault, never the files'."""


def totals_of(moves: Iterable[GroupMove]) -> Totals:
    """The sums of some groups. Raises TotalsError where they do not add up."""
    moves = list(moves)
    counts = Counter(each.move for each in moves)
    off_list = [each for each in moves if each.old.listed > each.new.listed]
    on_list = [each for each in moves if each.new.listed > each.old.listed]
    totals = Totals(
        proposed_old=sum(each.old.selected for each in moves),
        left=counts["left"],
        entered=counts["entered"],
        proposed_new=sum(each.new.selected for each in moves),
        listed_old=sum(each.old.listed for each in moves),
        off_list=len(off_list),
        on_list=len(on_list),
        listed_new=sum(each.new.listed for each in moves),
        moved=counts["moved"],
        state=counts["state"],
        same=counts["same"],
    )
    _check(totals)
    return totals


def _check(totals: Totals) -> None:
    proposed = totals.proposed_old - totals.left + totals.entered
    listed = totals.listed_old - totals.off_list + totals.on_list
    if proposed != totals.proposed_new or listed != totals.listed_new:
        raise TotalsError(totals)
