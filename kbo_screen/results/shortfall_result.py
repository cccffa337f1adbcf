"""All that a report of shortfalls reads: the run, and what was found of its gaps.

Knows which findings belong to which district. Refuses to put anything into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kbo_screen.results.rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.gap.gaps import Ask, Lever
    from kbo_screen.gap.yes_answers import YesOutcome
    from kbo_screen.registry.question import Question


@dataclass(frozen=True, eq=False)
class Shortfall:
    """All that a report of shortfalls reads: the run, its levers, whom to ask by district, who is nearly in."""

    run: Run
    levers: list[Lever]
    asks: dict[int, list[Ask]]
    #: As `nearly_in`, `kept_out` and `boundary_cases` return them.
    nearly: pd.DataFrame
    kept_out: pd.DataFrame
    boundary: pd.DataFrame
    #: Questions about the preference whose answer would change who is proposed.
    preference: list[Question]
    #: What follows if the first group to ask of every district, the first two, and so on, are answered with yes.
    if_yes: list[YesOutcome]
    #: Per district, the groups that it has or can name without a question.
    sure: dict[int, int]
    #: Per district, the certain groups that its list left out.
    to_name: dict[int, list[int]]
    #: By district, the groups accepted from its list; None where no lists were given.
    accepted: dict[int, frozenset[int]] | None = None
    #: What the districts sent, where that was given.
    checked: Validation | None = None
    with_contacts: bool = False

    def open_districts(self) -> Iterator[Any]:
        """The districts that are not met, in order: after what they sent where lists were given."""
        return (
            row for row in each_row(self.run.screening.districts) if self.is_open(row)
        )

    def is_open(self, district: Any) -> bool:
        """A district (a row of `Screening.districts`) still lacks groups, or questions stand between it and them."""
        if self.checked:
            return bool(self.checked.districts[int(district.Index)].shortfall)
        return bool(district.status != "met")

    def needed(self, district: Any) -> int:
        """The groups that a district still needs."""
        if self.checked:
            return self.checked.districts[int(district.Index)].shortfall
        return int(max(0, district.required - district.certain))

    def status_after(self, district: Any, groups: int) -> str:
        """The status of a district if the questions of so many of its groups to ask are answered with yes.

        It has named its certain groups then; a yes that keeps a group out leaves the district shorter.
        """
        ix = int(district.Index)
        if groups == 0:
            return "met" if self.sure[ix] >= district.required else str(district.status)
        outcome = self.if_yes[groups - 1]
        if self.accepted is None:
            return str(outcome.statuses[ix])
        is_here = self.run.screening.groups["district_ix"].to_numpy() == ix
        certain = set(self.run.screening.groups.index[is_here & outcome.is_certain])
        sure = len(certain | self.accepted.get(ix, frozenset()))
        left_open = (
            "confirm" if outcome.statuses[ix] == "met" else str(outcome.statuses[ix])
        )
        return "met" if sure >= district.required else left_open

    def levers_of(self, district_ix: int) -> list[tuple[Lever, Any]]:
        """The levers that a district feels, the strongest first; none where its registry meets the quota."""
        if self._is_met(district_ix):
            return []
        rows: list[tuple[Lever, Any]] = [
            (lever, lever.districts.loc[district_ix]) for lever in self.levers
        ]
        felt = [(lever, row) for lever, row in rows if row["is_felt"]]
        return sorted(
            felt, key=lambda pair: (-int(pair[1]["entering"]), -int(pair[1]["certain"]))
        )

    def nearly_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that one condition keeps out; none where its registry meets the quota."""
        if self._is_met(district_ix):
            return []
        return self._nearly_by_district.get(district_ix, [])

    def boundary_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that are in, or out, by one unit, those out first; none as above."""
        if self._is_met(district_ix):
            return []
        return sorted(
            self._boundary_by_district.get(district_ix, []),
            key=lambda row: bool(row.listed),
        )

    def preference_of(self, district_ix: int) -> list[Question]:
        """The questions about the preference that would change who a district is proposed."""
        return self._preference_by_district.get(district_ix, [])

    def _is_met(self, district_ix: int) -> bool:
        return bool(self.run.screening.districts["status"].iat[district_ix] == "met")

    @cached_property
    def _preference_by_district(self) -> dict[int, list[Question]]:
        districts = self.run.registry.products["district_ix"].to_numpy()
        found: dict[int, list[Question]] = {}
        for asked in self.preference:
            found.setdefault(int(districts[asked.product]), []).append(asked)
        return found

    @cached_property
    def _nearly_by_district(self) -> dict[int, list[Any]]:
        return self._by_district(self.nearly)

    @cached_property
    def _boundary_by_district(self) -> dict[int, list[Any]]:
        return self._by_district(self.boundary)

    def _by_district(self, frame: pd.DataFrame) -> dict[int, list[Any]]:
        districts = self.run.screening.groups["district_ix"].to_dict()
        found: dict[int, list[Any]] = {}
        for row in each_row(frame):
            found.setdefault(districts[row.group], []).append(row)
        return found
