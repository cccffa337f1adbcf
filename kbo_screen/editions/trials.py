"""Worlds that were tried: where a group stands when changes are undone, or made alone, as far as the rows allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.editions.moves import standing_in
from kbo_screen.editions.worlds import (
    MOST_ROWS,
    NEW,
    OLD,
    decide_worlds,
    swap_change,
    swap_groups,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from kbo_screen.editions.changes import Change
    from kbo_screen.editions.edition_rows import EditionRows
    from kbo_screen.editions.moves import GroupStanding, Standings
    from kbo_screen.editions.worlds import World

#: Changes of one group that are tried one by one; more are told together.
MOST_CHANGES: Final = 12


class MoveQuestion(NamedTuple):
    """A group that moved, and what of its standing says so, then and now."""

    group: int
    aspect: str
    old: GroupStanding
    new: GroupStanding

    def is_as_before(self, standings: Standings) -> bool:
        """In a world it stands as in the old edition, in what is asked about."""
        return self._value_in(standings) == self._value(self.old)

    def is_as_now(self, standings: Standings) -> bool:
        """In a world it stands as in the new edition, in what is asked about."""
        return self._value_in(standings) == self._value(self.new)

    def _value_in(self, standings: Standings) -> object:
        return self._value(standing_in(standings, self.group))

    def _value(self, standing: GroupStanding) -> object:
        value: object = getattr(standing, self.aspect)
        return value


@dataclass(eq=False)
class Trials:
    """What came of every world that was tried.

    rows_left: rows that further worlds may hold; what finds too few of them is not tried. undone: by group, all of its
    changes undone in the new edition. made: by group, all of them made in the old one.
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
        fitting = self._fitting(groups)
        self.undone = self._decide(
            {group: self._swapped([group], NEW) for group in fitting}
        )

    def try_alone(self, groups: Iterable[int]) -> None:
        """Make all changes of each group alone."""
        fitting = self._fitting(groups)
        self.made = self._decide(
            {group: self._swapped([group], OLD) for group in fitting}
        )

    def try_changes(self, changes: Iterable[Change]) -> None:
        """Undo each change, and make each alone."""
        undone, made = {}, {}
        for change in changes:
            if self._takes_rows(change.group, n_worlds=2):
                undone[change] = swap_change(self.rows, change, NEW)
                made[change] = swap_change(self.rows, change, OLD)
        self.change_undone = self._decide(undone)
        self.change_made = self._decide(made)

    def try_several(
        self,
        groups: Iterable[int],
        groups_to_undo: Callable[[int], Collection[int]],
    ) -> None:
        """Undo several groups together. groups: those that are asked about; groups_to_undo: tells which for each."""
        fitting = self._fitting(groups)
        self.several_undone = self._decide(
            {group: self._swapped(groups_to_undo(group), NEW) for group in fitting}
        )

    def _fitting(self, groups: Iterable[int]) -> Iterator[int]:
        """The groups for whose worlds rows are left."""
        return filter(self._takes_rows, groups)

    def _takes_rows(self, group: int, n_worlds: int = 1) -> bool:
        """Take the rows of so many worlds of a group's area from those that are left; False where these are too few."""
        area = self.rows.area_of_group[group]
        rows_of_world = max(len(self.rows.of_area(area, side)) for side in (OLD, NEW))
        n_rows = rows_of_world * n_worlds
        if n_rows > self.rows_left:
            return False
        self.rows_left -= n_rows
        return True

    def _swapped(
        self,
        groups: Collection[int],
        start: int,
    ) -> World:
        """groups: of one area."""
        area = self.rows.area_of_group[next(iter(groups))]
        return swap_groups(
            self.rows,
            groups,
            start,
            area,
        )

    def _decide(self, worlds: Mapping[Any, World]) -> dict[Any, Standings]:
        """Where all groups stand in each world."""
        standings = decide_worlds(self.rows, worlds.values())
        return dict(zip(worlds, standings, strict=True))
