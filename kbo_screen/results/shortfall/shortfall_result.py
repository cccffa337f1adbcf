"""What every district lacks and what would close the gap: all that a report of shortfalls reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from kbo_screen.desk.questions import preference_questions
from kbo_screen.gap.levers import pull_levers
from kbo_screen.gap.near_misses import boundary_cases, kept_out, nearly_in, one_away
from kbo_screen.gap.whom_to_ask import (
    groups_to_name,
    sure_groups,
    units_by_group,
    unsettled_questions,
    whom_to_ask,
)
from kbo_screen.gap.yes_answers import results_of_yes
from kbo_screen.results.rows import each_row
from kbo_screen.results.shown import shown_check, shown_question, shown_run
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.gap.levers import Lever
    from kbo_screen.gap.whom_to_ask import AcceptedGroups, GroupToAsk
    from kbo_screen.gap.yes_answers import YesResult
    from kbo_screen.registry.question import Question
    from kbo_screen.results.schemas import Status

#: A lever with what it brings a district: a row of its `districts`.
LeverEffect = tuple["Lever", Any]
#: By district, rows of a frame of groups.
RowsByDistrict = dict[int, list[Any]]


def find_shortfall(
    run: Run,
    checked: Validation | None = None,
    *,
    with_contacts: bool = False,
) -> Shortfall:
    """What every district lacks and what would close the gap, as the reports show it.

    checked: what the districts sent, where lists were given.
    """
    registry, screening, letter = run.registry, run.screening, run.letter
    accepted = accepted_groups(checked) if checked else None
    misses = one_away(registry, screening, letter)
    nearly = nearly_in(misses, letter)
    preferences = preference_questions(registry, screening, letter)
    unsettled = unsettled_questions(preferences, screening, accepted)
    unit = letter.quota.unit
    asks = whom_to_ask(
        screening,
        run.questions,
        accepted,
        unit=unit,
    )
    shown = shown_run(checked.run if checked else run, with_contacts=with_contacts)
    return Shortfall(
        run=shown,
        levers=pull_levers(registry, screening, letter),
        asks=whom_to_ask(screening, shown.questions, accepted, unit=unit),
        if_yes=results_of_yes(registry, screening, letter, asks),
        nearly=nearly,
        kept_out=kept_out(nearly, screening),
        boundary=boundary_cases(registry, screening, letter, misses),
        preference=[shown_question(question) for question in unsettled],
        sure=sure_groups(screening, accepted),
        to_name={} if accepted is None else groups_to_name(screening, accepted),
        accepted=accepted,
        checked=shown_check(checked) if checked else None,
        with_contacts=with_contacts,
    )


def accepted_groups(checked: Validation) -> AcceptedGroups:
    """By district, the groups that its list may take up; a district that sent no list is left out."""
    groups = {}
    for district, file in checked.lists_that_count():
        groups[district.district_ix] = {choice.group for choice in file.accepted}
    return groups


@dataclass(frozen=True, eq=False)
class Shortfall:
    """The run, its levers, whom to ask by district, who is nearly in, and what the districts sent."""

    run: Run
    levers: list[Lever]
    asks: dict[int, list[GroupToAsk]]
    #: As `nearly_in`, `kept_out` and `boundary_cases` return them.
    nearly: pd.DataFrame
    kept_out: pd.DataFrame
    boundary: pd.DataFrame
    #: Questions about the preference whose answer would change who is proposed.
    preference: list[Question]
    #: What follows if the first group to ask of every district, the first two, and so on, are answered with yes.
    if_yes: list[YesResult]
    #: Per district, what it has or can name without a question, as the quota counts.
    sure: dict[int, int]
    #: Per district, the certain groups that its list left out.
    to_name: dict[int, list[int]]
    #: By district, the groups accepted from its list; None where no lists were given.
    accepted: AcceptedGroups | None = None
    #: What the districts sent, where that was given.
    checked: Validation | None = None
    with_contacts: bool = False

    @property
    def lang(self) -> str:
        """The language of the run."""
        return self.run.lang

    @property
    def is_short(self) -> bool:
        """Some district lacks groups: after what it sent where lists were given, else by the registry."""
        if self.checked:
            return any(district.shortfall for district in self.checked.districts)
        return bool(self.run.screening.districts["status"].eq("short").any())

    def asks_of(self, district_ix: int) -> list[GroupToAsk]:
        """The groups to ask in a district."""
        return self.asks.get(district_ix, [])

    def to_name_of(self, district_ix: int) -> list[int]:
        """The certain groups that the list of a district left out."""
        return self.to_name.get(district_ix, [])

    def open_districts(self) -> Iterator[Any]:
        """The districts that are not met, in order: after what they sent where lists were given."""
        for district in each_row(self.run.screening.districts):
            if self.is_open(district):
                yield district

    def is_open(self, district: Any) -> bool:
        """A district (a row of `Screening.districts`) still lacks groups, or questions stand between it and them."""
        if self.checked:
            return bool(self.checked.districts[int(district.Index)].shortfall)
        return bool(district.status != "met")

    def needed(self, district: Any) -> int:
        """The groups that a district still needs."""
        if self.checked:
            return self.checked.districts[int(district.Index)].shortfall
        return int(district.required - district.certain_of_quota)

    def status_after(self, district: Any, groups: int) -> Status:
        """The status of a district if the questions of so many of its groups to ask are answered with yes.

        It has named its certain groups then; a yes that keeps a group out leaves the district shorter.
        """
        ix = int(district.Index)
        if groups == 0:
            is_met = self.sure[ix] >= district.required
            return "met" if is_met else cast("Status", district.status)
        result = self.if_yes[groups - 1]
        status: Status = result.statuses[ix]
        if self.accepted is None:
            return status
        if self._sure_after(ix, result) >= district.required:
            return "met"
        return "confirm" if status == "met" else status

    def _sure_after(self, district_ix: int, result: YesResult) -> int:
        """What a district has and can name for sure after some answers, as the quota counts."""
        groups = self.run.screening.groups
        accepted = list((self.accepted or {}).get(district_ix, ()))
        is_open = groups["district_ix"].eq(district_ix) & ~groups.index.isin(accepted)
        units = units_by_group(self.run.screening)
        accepted_units = sum(units[group] for group in accepted)
        return int(result.sure_units[is_open].sum()) + accepted_units

    @property
    def felt_levers(self) -> list[Lever]:
        """The levers that some district feels: what changes nothing is not told."""
        return [lever for lever in self.levers if lever.districts["is_felt"].any()]

    def levers_of(self, district_ix: int) -> list[LeverEffect]:
        """The levers that a district feels, the strongest first; none where its registry meets the quota."""
        if self._is_met(district_ix):
            return []
        effects = [(lever, lever.districts.loc[district_ix]) for lever in self.levers]
        felt_effects = [
            (lever, effect) for lever, effect in effects if effect["is_felt"]
        ]
        return sorted(felt_effects, key=_weakness)

    def nearly_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that one condition keeps out; none where its registry meets the quota."""
        if self._is_met(district_ix):
            return []
        return self._nearly_by_district.get(district_ix, [])

    def boundary_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that are in, or out, by one unit, those out first; none as above."""
        if self._is_met(district_ix):
            return []
        return self._boundary_by_district.get(district_ix, [])

    def missed_by_one(self, district_ix: int) -> list[Any]:
        """The groups of a district that are out by one unit."""
        return [case for case in self.boundary_of(district_ix) if not case.listed]

    def preference_of(self, district_ix: int) -> list[Question]:
        """The questions about the preference that would change who a district is proposed."""
        return self._preference_by_district.get(district_ix, [])

    def _is_met(self, district_ix: int) -> bool:
        return bool(self.run.screening.districts["status"].iat[district_ix] == "met")

    @cached_property
    def _preference_by_district(self) -> dict[int, list[Question]]:
        district_of_product = self.run.registry.products["district_ix"].tolist()
        return lists_by_key(
            (district_of_product[question.product], question)
            for question in self.preference
        )

    @cached_property
    def _nearly_by_district(self) -> RowsByDistrict:
        return self._by_district(self.nearly)

    @cached_property
    def _boundary_by_district(self) -> RowsByDistrict:
        missed_first = self.boundary.sort_values("listed", kind="stable")
        return self._by_district(missed_first)

    def _by_district(self, frame: pd.DataFrame) -> RowsByDistrict:
        """The rows of a frame of groups, by the district of the group."""
        district_of_group = self.run.screening.groups["district_ix"]
        districts = district_of_group.loc[frame["group"]]
        return lists_by_key(zip(districts, each_row(frame), strict=True))


def _weakness(lever_with_effect: LeverEffect) -> tuple[int, int]:
    """Sorts the levers of a district, the strongest first: by the groups that enter, then by those that are certain."""
    _, effect = lever_with_effect
    return -int(effect["entering"]), -int(effect["certain"])
