"""All that a report of shortfalls reads: the run, and what was found of its gaps.

Knows which findings belong to which district. Refuses to put anything into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kbo_screen.reports.rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.screening.questions import Question
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.shortfall import Ask, Lever
    from kbo_screen.screening.submissions.validation import Validation


@dataclass(frozen=True, eq=False)
class Shortfall:
    """All that a report of shortfalls reads: the run, its levers, whom to ask by district, who is nearly in."""

    run: Run
    levers: list[Lever]
    asks: dict[int, list[Ask]]
    nearly: pd.DataFrame
    #: As `boundary_cases` returns.
    boundary: pd.DataFrame
    #: Questions about the preference whose answer would change who is proposed.
    preference: list[Question]
    #: What the districts sent, where that was given.
    checked: Validation | None = None
    with_contacts: bool = False

    def open_districts(self) -> Iterator[Any]:
        """The districts that are not met, in order."""
        return (row for row in each_row(self.run.screening.districts) if row.status != "met")

    def levers_of(self, district_ix: int) -> list[tuple[Lever, Any]]:
        """The levers that would bring a group into a district, the strongest first."""
        rows: list[tuple[Lever, Any]] = [(lever, lever.districts.loc[district_ix]) for lever in self.levers]
        helping = [(lever, row) for lever, row in rows if row["entering"] > 0]
        return sorted(helping, key=lambda pair: -int(pair[1]["entering"]))

    def nearly_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that are one condition away."""
        return self._nearly_by_district.get(district_ix, [])

    def boundary_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that are in, or out, by one unit; those that are out first."""
        return sorted(self._boundary_by_district.get(district_ix, []), key=lambda row: bool(row.listed))

    def preference_of(self, district_ix: int) -> list[Question]:
        """The questions about the preference that would change who a district is proposed."""
        districts = self.run.registry.products["district_ix"].to_numpy()
        return [asked for asked in self.preference if districts[asked.product] == district_ix]

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
