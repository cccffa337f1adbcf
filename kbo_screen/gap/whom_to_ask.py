"""Whom to ask in which district, and which certain groups a district can name without asking anybody."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from kbo_screen.registry.question import Question
    from kbo_screen.screening.screening import Screening

#: By district, the groups of the lists that were sent and accepted.
AcceptedGroups = Mapping[int, Collection[int]]


@dataclass(frozen=True, slots=True)
class GroupToAsk:
    """A group whose open questions, answered well, would bring its district one group nearer; its questions."""

    group: int
    questions: tuple[Question, ...]

    def count_questions(self) -> int:
        """How many questions stand between the group and its district's quota."""
        return len(self.questions)


#: By district, the groups to ask there.
AsksByDistrict = Mapping[int, Sequence[GroupToAsk]]


def whom_to_ask(
    screening: Screening,
    questions: list[Question],
    accepted: AcceptedGroups | None = None,
    *,
    unit: str = "groups",
) -> dict[int, list[GroupToAsk]]:
    """Per district that is not met, the fewest questions that would bring it there, as far as its groups reach.

    Groups are taken by the number of their open questions, then by rank: as many as the quota still needs, that of the
    district first, then that of its province over all districts.
    accepted: None where no lists were given. Accepted groups are not asked about, and a district is met by them and
    by the certain groups that it can still name. unit: what the quota counts.
    """
    required = screening.districts["required"].to_dict()
    sure = sure_groups(screening, accepted)
    gains = units_to_gain(screening)
    asks = _asks(_by_group(questions, screening, unit), screening, accepted or {})
    by_district = {}
    asks_left = {}
    for ix, asks_of_district in asks.items():
        fewest_first = sorted(asks_of_district, key=GroupToAsk.count_questions)
        groups = [ask.group for ask in fewest_first]
        n_asked = len(_first_that_bring(groups, required[ix] - sure[ix], gains))
        asks_left[ix] = fewest_first[n_asked:]
        if n_asked:
            by_district[ix] = fewest_first[:n_asked]
    if screening.provinces is not None:
        _ask_for_provinces(by_district, asks_left, sure, screening)
    return by_district


def _ask_for_provinces(
    by_district: dict[int, list[GroupToAsk]],
    asks_left: AsksByDistrict,
    sure: Mapping[int, int],
    screening: Screening,
) -> None:
    """Add to the districts' groups to ask what the quota of their province still needs, the fewest questions first."""
    province_of = screening.districts["province"].to_dict()
    gains = units_to_gain(screening)
    needed = _needed_by_provinces(by_district, sure, screening)
    for ix, ask in _of_provinces(asks_left, screening):
        province = province_of[ix]
        if needed[province] > 0:
            by_district.setdefault(ix, []).append(ask)
            needed[province] -= gains[ask.group]


def _needed_by_provinces(
    by_district: AsksByDistrict,
    sure: Mapping[int, int],
    screening: Screening,
) -> dict[str, int]:
    """By province what its quota lacks beside what is sure, and what is asked about already."""
    assert screening.provinces is not None  # noqa: S101 - the caller has looked
    provinces = screening.provinces
    gains = units_to_gain(screening)
    quotas = zip(provinces["province"], provinces["required"], strict=True)
    needed = {str(name): int(count) for name, count in quotas}
    for ix, province in enumerate(screening.districts["province"].tolist()):
        needed[province] -= sure[ix]
        for ask in by_district.get(ix, ()):
            needed[province] -= gains[ask.group]
    return needed


def _of_provinces(
    asks_left: AsksByDistrict,
    screening: Screening,
) -> list[tuple[int, GroupToAsk]]:
    """The groups to ask of all districts, each with its district: the fewest questions first, then by rank."""
    ranks = screening.groups["province_rank"].to_dict()
    asks = []
    for ix, asks_of_district in asks_left.items():
        asks += [(ix, ask) for ask in asks_of_district]
    return sorted(asks, key=lambda pair: _order(pair[1], ranks))


def _order(
    ask: GroupToAsk,
    ranks: Mapping[Hashable, int],
) -> tuple[int, int]:
    return ask.count_questions(), ranks[ask.group]


def _asks(
    questions_by_group: Mapping[int, Sequence[Question]],
    screening: Screening,
    accepted: AcceptedGroups,
) -> dict[int, list[GroupToAsk]]:
    """Per district its listed groups that may bring more than is sure, and are not accepted, by rank, with questions.

    A certain group without one is asked nothing: it stands whatever its products hold.
    """
    listed = screening.listed
    is_open = listed["sure_units"] < listed["units"]
    is_open &= listed["certainty"].ne("certain") | listed.index.isin(questions_by_group)
    open_groups = listed.loc[is_open, "district_ix"]
    groups = open_groups.index.tolist()
    asks: dict[int, list[GroupToAsk]] = {}
    for group, ix in zip(groups, open_groups.tolist(), strict=True):
        asks_of_district = asks.setdefault(ix, [])
        if group not in accepted.get(ix, ()):
            group_questions = questions_by_group.get(group, ())
            asks_of_district.append(GroupToAsk(group, tuple(group_questions)))
    return asks


def _by_group(
    questions: list[Question],
    screening: Screening,
    unit: str,
) -> dict[int, list[Question]]:
    """The questions about the product that its group stands by; about each listed one where these are counted."""
    is_counted = screening.products["stands"].to_numpy()
    if unit == "products":
        is_counted = screening.products["outcome"].eq("listed").to_numpy()
    group_of_product = screening.products["group"].tolist()
    return lists_by_key(
        (group_of_product[question.product], question)
        for question in questions
        if is_counted[question.product]
    )


def sure_groups(
    screening: Screening,
    accepted: AcceptedGroups | None = None,
) -> dict[int, int]:
    """Per district, what it has or can name without a question, as the quota counts: certain, or accepted."""
    districts = screening.districts.index.tolist()
    if accepted is None:
        counts = screening.districts["certain"].tolist()
        return dict(zip(districts, counts, strict=True))
    certain = _certain_not_named(screening, accepted)
    units = units_by_group(screening)
    sure_units = sure_units_by_group(screening)
    return {
        ix: _sum(units, accepted.get(ix, ())) + _sum(sure_units, certain.get(ix, ()))
        for ix in districts
    }


def _sum(units: Mapping[int, int], groups: Collection[int]) -> int:
    return sum(units[group] for group in groups)


def units_by_group(screening: Screening) -> dict[int, int]:
    """By group what the quota counts of it; of one that is not listed the product that a district names."""
    units = screening.groups["units"].clip(lower=1)
    return dict(zip(units.index.tolist(), units.tolist(), strict=True))


def sure_units_by_group(screening: Screening) -> dict[int, int]:
    """By group what the quota counts of it for sure."""
    units = screening.groups["sure_units"]
    return dict(zip(units.index.tolist(), units.tolist(), strict=True))


def units_to_gain(screening: Screening) -> dict[int, int]:
    """By group what its open questions, answered well, would add to what the quota counts for sure."""
    groups = screening.groups
    gains = groups["units"] - groups["sure_units"]
    return dict(zip(gains.index.tolist(), gains.tolist(), strict=True))


def groups_to_name(
    screening: Screening,
    accepted: AcceptedGroups,
) -> dict[int, list[int]]:
    """Per district whose accepted list is short, the certain groups that it left out, by rank, as many as it needs."""
    required = screening.districts["required"].to_dict()
    units = units_by_group(screening)
    sure_units = sure_units_by_group(screening)
    by_district = {}
    for ix, groups in _certain_not_named(screening, accepted).items():
        needed = required[ix] - _sum(units, accepted.get(ix, ()))
        if needed > 0:
            by_district[ix] = _first_that_bring(groups, needed, sure_units)
    return by_district


def _first_that_bring(
    groups: Sequence[int],
    needed: int,
    units: Mapping[int, int],
) -> list[int]:
    """The first groups that make up a number of units; all of them where they bring fewer."""
    first: list[int] = []
    for group in groups:
        if needed <= 0:
            break
        first.append(group)
        needed -= units[group]
    return first


def _certain_not_named(
    screening: Screening,
    accepted: AcceptedGroups,
) -> dict[int, list[int]]:
    """Per district the certain groups, by rank, that are not on its accepted list."""
    listed = screening.listed
    certain = listed.loc[listed["certainty"] == "certain", "district_ix"]
    return lists_by_key(
        (ix, int(str(group)))
        for group, ix in certain.to_dict().items()
        if group not in accepted.get(ix, ())
    )


def unsettled_questions(
    questions: list[Question],
    screening: Screening,
    accepted: AcceptedGroups | None,
) -> list[Question]:
    """The questions that the lists leave open: not of an accepted group, nor where a list reaches the quota."""
    if accepted is None:
        return questions
    group_of_product = screening.products["group"].to_numpy()
    district_of_group = screening.groups["district_ix"].to_dict()
    required = screening.districts["required"].to_dict()
    units = units_by_group(screening)
    unsettled = []
    for question in questions:
        group = int(group_of_product[question.product])
        district_ix = district_of_group[group]
        accepted_here = accepted.get(district_ix, ())
        is_short = _sum(units, accepted_here) < required[district_ix]
        if is_short and group not in accepted_here:
            unsettled.append(question)
    return unsettled
