"""Worlds that were tried: where a group stands when changes are undone, or made alone, as far as the rows allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.editions.moves import NOWHERE_LISTED, GroupStanding, standings_by_group
from kbo_screen.editions.worlds import (
    MOST_ROWS,
    NEW,
    OLD,
    decide_worlds,
    swap_change,
    swap_groups,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kbo_screen.editions.changes import Change
    from kbo_screen.editions.edition_rows import EditionRows
    from kbo_screen.editions.worlds import World

Standings = dict[int, GroupStanding]
#: Changes of one group that are tried one by one; more are told together.
MOST_CHANGES: Final = 12


class MoveQuestion(NamedTuple):
    """A group that moved, and what of its standing says so, then and now."""

    group: int
    aspect: str
    old: GroupStanding
    new: GroupStanding

    def is_as_before(self, standing: GroupStanding) -> bool:
        """It stands as in the old edition, in what is asked about."""
        return bool(self._value(standing) == self._value(self.old))

    def is_as_now(self, standing: GroupStanding) -> bool:
        """It stands as in the new edition, in what is asked about."""
        return bool(self._value(standing) == self._value(self.new))

    def _value(self, standing: GroupStanding) -> Any:
        return getattr(standing, self.aspect)


@dataclass(eq=False)
class Trials:
    """What came of every world that was tried.

    undone: by group, all of its changes undone in the new edition. made: by group, all of them made in the old one.
    change_undone, change_made: the same of single changes. several_undone: by the group that is asked about, the groups
    that were undone together.
    """

    rows: EditionRows
    rows_left: int = MOST_ROWS
    undone: dict[int, Standings] = field(default_factory=dict)
    made: dict[int, Standings] = field(default_factory=dict)
    change_undone: dict[Change, Standings] = field(default_factory=dict)
    change_made: dict[Change, Standings] = field(default_factory=dict)
    several_undone: dict[int, Standings] = field(default_factory=dict)

    def try_groups(self, groups: Iterable[int]) -> None:
        """Undo all changes of each group, group by group."""
        self.undone = self._decide(
            {group: self._swapped(group, NEW) for group in groups}
        )

    def try_alone(self, groups: Iterable[int]) -> None:
        """Make all changes of each group alone."""
        self.made = self._decide({group: self._swapped(group, OLD) for group in groups})

    def try_changes(self, changes: Sequence[Change]) -> None:
        """Undo each change, and make each alone."""
        undone = {
            change: swap_change(
                self.rows,
                change,
                NEW,
            )
            for change in changes
        }
        made = {
            change: swap_change(
                self.rows,
                change,
                OLD,
            )
            for change in changes
        }
        self.change_undone = self._decide(undone)
        self.change_made = self._decide(made)

    def try_several(self, groups_of: Mapping[int, Collection[int]]) -> None:
        """Undo several groups together, by the group that is asked about."""
        worlds = {}
        for group, groups in groups_of.items():
            area = self.rows.area_of_group[group]
            worlds[group] = swap_groups(
                self.rows,
                groups,
                NEW,
                area,
            )
        self.several_undone = self._decide(worlds)

    def _swapped(
        self,
        group: int,
        start: int,
    ) -> World:
        area = self.rows.area_of_group[group]
        return swap_groups(
            self.rows,
            [group],
            start,
            area,
        )

    def _decide(self, worlds: Mapping[Any, World]) -> dict[Any, Standings]:
        """Where all groups stand in each world; those for which no rows are left are left out."""
        fitting = {}
        for key, world in worlds.items():
            if len(world.rows) <= self.rows_left:
                self.rows_left -= len(world.rows)
                fitting[key] = world
        frames = decide_worlds(self.rows, list(fitting.values()))
        return {
            key: standings_by_group(frame)
            for key, frame in zip(
                fitting,
                frames,
                strict=True,
            )
        }


def standing_in(standings: Standings, group: int) -> GroupStanding:
    """Where a group stands in a world."""
    return standings.get(group, NOWHERE_LISTED)
