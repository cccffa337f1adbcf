"""The list that a result states, group by group, whatever its cells are now: a JSON of `rank`, or a workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from kbo_screen.desk.run import Receipt, Run


class StatedGroup(NamedTuple):
    """A listed group. values: the whole group of the JSON, empty for a workbook, as its province and tier are."""

    district: str
    group_name: str
    rank: int
    selected: bool
    certainty: str
    values: Mapping[str, Any]
    province: str = ""
    group_id: str | None = None
    tier: str = ""

    @property
    def standing(self) -> tuple[object, ...]:
        """What every kind of result says of a group."""
        name = group_key(self.group_name)
        return self.district, name, self.rank, self.selected, self.certainty


@dataclass(frozen=True, slots=True)
class StatedList:
    """What a result says.

    file: its name, None for a registry that was ranked now. has_list: it states a list; a shortfall does not.
    inputs_found: it could be made again; letter_found: by the letter as it was then, None where it was not made.
    """

    file: str | None
    receipt: Receipt
    groups: tuple[StatedGroup, ...]
    has_list: bool = True
    inputs_found: bool = False
    letter_found: bool | None = None

    @property
    def says_all(self) -> bool:
        """It says in which province and tier groups stand, as a workbook does not."""
        return all(group.tier for group in self.groups)

    def as_workbooks_say(self) -> StatedList:
        """The same list with no province and no tier said."""
        groups = tuple(group._replace(province="", tier="") for group in self.groups)
        return replace(self, groups=groups)

    def says_the_same(self, other_list: StatedList) -> bool:
        """Both state the same groups in the same order."""
        return _standings(self) == _standings(other_list)


def _standings(stated: StatedList) -> Counter[Hashable]:
    return Counter(group.standing for group in stated.groups)


def list_of_payload(
    payload: Mapping[str, Any],
    receipt: Receipt,
    file: str | None,
) -> StatedList:
    """The list of a JSON of `rank`. Raises KeyError or TypeError for one that lost what it says."""
    groups = chain.from_iterable(map(_groups_of, payload["districts"]))
    return StatedList(
        file,
        receipt,
        tuple(groups),
    )


def _groups_of(district: Mapping[str, Any]) -> list[StatedGroup]:
    return [
        StatedGroup(
            province=district["province"],
            district=district["district"],
            group_id=group["group_id"],
            group_name=group["group_name"],
            rank=group["rank"],
            selected=group["selected"],
            certainty=group["certainty"],
            tier=group["tier"],
            values=group,
        )
        for group in district["groups"]
    ]


def list_of_run(run: Run) -> StatedList:
    """The list of a run as it is shown."""
    return list_of_payload(
        rank_payload(run),
        run.receipt,
        None,
    )
