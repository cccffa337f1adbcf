"""Which group of the registry a row means: by its id, by its exact name, by a name that is like it.

Side lists and submissions ask the same; `MatchRules` holds what differs. "Perhaps" is never taken for "the same".
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kbo_screen.desk.alike_names import compare_names
from kbo_screen.findings.masking import mask_name, words_with_people
from kbo_screen.vocabulary.areas import subdistrict_key
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.name_trimmings import trim_name
from kbo_screen.vocabulary.names import (
    group_key,
    likeness,
    name_parts,
    names_inside,
    word_of_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from kbo_screen.letters.model import MatchCuts
    from kbo_screen.vocabulary.name_trimmings import TrimmedName
    from kbo_screen.vocabulary.names import NameParts

#: The likeness of names that say the same, with or without the word for a group in front.
EXACT: Final = 100.0
#: The district of a row that names none: it is looked for everywhere.
ANYWHERE: Final = -1
#: Of two names that a list may mean, the one that is more alike by this (of 100) is the one that is meant.
MARGIN: Final = 5.0
#: The same of the names of a submission, whose other groups may not even be perhaps the same.
SUBMISSION_MARGIN: Final = 10.0
#: Letters of craft and village that a slip of the hand changes; with more it is another place (หนองบัว, หนองบัวแดง).
SLIPPED: Final = 2
_MOO_BEHIND: Final = re.compile(r"\s?(?:ม\.|หมู่ที่|หมู่)\s?\d{1,4}$")

Basis = Literal["id", "name", "likeness", "other-district", "nothing"]


class MatchRules(NamedTuple):
    """When a name means one group.

    perhaps, same: the letter's cut-offs of likeness. clear: the least likeness of a name that means one group. margin:
    how much less like the next group must be. next_below: how little alike the next group must be at any rate.
    one_or_none: a row must mean one group of its district, so that a name may be written as our forms show it, may
    only differ by a slip of the hand, and is looked for in other districts; else every group that may be meant counts.
    """

    perhaps: float
    same: float
    clear: float
    margin: float
    next_below: float = EXACT + 1
    one_or_none: bool = False


def rules_of_lists(cut: MatchCuts) -> MatchRules:
    """A line of a list means the group that is clearly the same, else perhaps all that are like it."""
    return MatchRules(cut.perhaps, cut.same, cut.same, MARGIN)


def rules_of_submissions(cut: MatchCuts) -> MatchRules:
    """A submitted row means one group: a name that is nearly right does where no other comes near."""
    return MatchRules(
        cut.perhaps,
        cut.same,
        cut.perhaps,
        SUBMISSION_MARGIN,
        next_below=cut.perhaps,
        one_or_none=True,
    )


class GroupQuery(NamedTuple):
    """What a row says of the group that it means. district: a position in the scope, or ANYWHERE."""

    district: int
    group_id: str | None
    name: str | None
    #: Tells groups of one name apart.
    subdistrict: str | None = None


class Candidate(NamedTuple):
    """A group that a row may mean, and how alike the names are (EXACT also where only an id stands).

    id_differs: the row gives the group's id beside a name that is another's.
    """

    likeness: float
    group: int
    id_differs: bool = False


class GroupMatch(NamedTuple):
    """The groups that a row may mean, best first, and the one that it clearly means, None for none.

    basis: what tells it; "other-district" where no group of the row's own district is meant.
    """

    basis: Basis = "nothing"
    group: int | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def likeness(self) -> float:
        """How alike the best candidate is."""
        return self.candidates[0].likeness

    @property
    def other_groups(self) -> tuple[int, ...]:
        """The groups that may be meant beside the one that is."""
        groups = (candidate.group for candidate in self.candidates)
        return tuple(group for group in groups if group != self.group)


NO_GROUP: Final = GroupMatch()
#: A name as it is written, and the district in which it is looked for.
NameInDistrict = tuple[str, int]
#: By name and district, the groups that may be meant, best first.
CandidatesOfName = dict[NameInDistrict, list[Candidate]]
#: By a name as it is written, the groups that are called so.
GroupsOfSpelling = dict[str, set[int]]


class GroupMatcher:
    """Matches rows with the groups of a registry, as its rules say."""

    def __init__(
        self,
        index: GroupIndex,
        rules: MatchRules,
    ) -> None:
        self.index = index
        self.rules = rules
        self._exact: CandidatesOfName = {}
        self._alike: CandidatesOfName = {}
        #: Names that no comparison found the time for.
        self.not_compared: set[NameInDistrict] = set()

    def match(self, query: GroupQuery) -> GroupMatch:
        """The group that a row means: by its id, else by its exact name, else by likeness."""
        for step in (self._by_id, self._by_name, self._by_likeness, self._elsewhere):
            match = step(query)
            if match is not None:
                return match
        return NO_GROUP

    def compare_at_once(self, names_in: Mapping[int, Iterable[str]]) -> None:
        """Compare many names (by district) with those of the groups, before they are asked for one by one."""
        for district, names in names_in.items():
            unknown_names = [
                name for name in sorted(names) if not self._called(name, district)
            ]
            spellings = self.index.spellings_in(district)
            alike = compare_names(
                unknown_names,
                sorted(spellings),
                self.rules.perhaps,
            )
            for name in unknown_names:
                if name not in alike:
                    self.not_compared.add((name, district))
                scored_spellings = alike.get(name, [])
                candidates = _best_spelling_of_each(scored_spellings, spellings)
                if not candidates:
                    candidates = self._named_inside(name, district)
                self._alike[name, district] = candidates

    def may_be_called(
        self,
        name: str | None,
        district: int,
    ) -> list[Candidate]:
        """The groups that are called so, else those that are like it; best first."""
        if name is None:
            return []
        return self._called(name, district) or self.alike(name, district)

    def groups_meant(self, query: GroupQuery) -> list[int]:
        """The groups that a row may mean, by its id, else by its name."""
        return self.index.with_id(query.group_id, query.district) or [
            candidate.group
            for candidate in self.may_be_called(query.name, query.district)
        ]

    def alike(
        self,
        name: str,
        district: int,
    ) -> list[Candidate]:
        """The groups of a district by likeness, best first: all, or those perhaps the same if compared at once."""
        if (name, district) not in self._alike:
            candidates = [
                Candidate(self.index.likeness(name, group), group)
                for group in self.index.groups_in(district)
            ]
            self._alike[name, district] = _best_first(candidates)
        return self._alike[name, district]

    def beside_id(
        self,
        query: GroupQuery,
        group: int,
    ) -> Candidate:
        """The group whose id a row gives; in doubt where the name beside the id is another's."""
        if query.name is None:
            return Candidate(EXACT, group)
        score = self._likeness(query.name, group)
        return Candidate(score, group, self._names_another(query, score))

    def _by_id(self, query: GroupQuery) -> GroupMatch | None:
        groups = self.index.with_id(query.group_id, query.district)
        if not groups:
            return None
        candidates = tuple(self.beside_id(query, group) for group in groups)
        is_clear = len(groups) == 1 and not candidates[0].id_differs
        return GroupMatch("id", groups[0] if is_clear else None, candidates)

    def _by_name(self, query: GroupQuery) -> GroupMatch | None:
        if query.name is None:
            return None
        candidates = self._called(query.name, query.district)
        if len(candidates) > 1 and query.subdistrict:
            candidates = self._of_subdistrict(candidates, query.subdistrict)
        if not candidates:
            return None
        return GroupMatch(
            "name",
            self._clear_group(candidates),
            tuple(candidates),
        )

    def _by_likeness(self, query: GroupQuery) -> GroupMatch | None:
        name = query.name
        if name is None:
            return None
        if self.rules.one_or_none and self.groups_called(name):
            return None
        candidates = self.alike(name, query.district)
        group = self._clear_group(candidates)
        if not self.rules.one_or_none:
            return GroupMatch("likeness", group, tuple(candidates))
        if group is None or not self.index.is_slip_of(name, group):
            return None
        return GroupMatch("likeness", group, (candidates[0],))

    def _elsewhere(self, query: GroupQuery) -> GroupMatch | None:
        """A group of another district, or several of one name, where a row must mean one."""
        if not self.rules.one_or_none:
            return None
        groups = self.index.with_id(query.group_id, ANYWHERE)
        if not groups and query.name is not None:
            groups = self.groups_called(query.name)
        if not groups:
            return None
        candidates = [Candidate(EXACT, group) for group in groups]
        return GroupMatch("other-district", groups[0], tuple(candidates))

    def groups_called(self, name: str) -> list[int]:
        """The groups of an exact name, in all districts.

        Where a row must mean one group, also without a number in front of the name or an address behind it.
        """
        groups = self.index.called(group_key(name))
        if groups or not self.rules.one_or_none:
            return groups
        trimmed = trim_name(name)
        return self.index.called(group_key(trimmed.name)) or self._without_moo(trimmed)

    def _called(
        self,
        name: str,
        district: int,
    ) -> list[Candidate]:
        """The groups of a district that have exactly this name, best first."""
        if (name, district) not in self._exact:
            candidates: list[Candidate] = []
            for group in self.index.in_district(self.groups_called(name), district):
                score = self._likeness(name, group)
                if score >= self.rules.perhaps:
                    candidates.append(Candidate(score, group))
            self._exact[name, district] = _best_first(candidates)
        return self._exact[name, district]

    def _likeness(
        self,
        name: str,
        group: int,
    ) -> float:
        """How alike a name and a group's are; our forms shorten names, and a name that they show is the same."""
        if self.rules.one_or_none and group in self.groups_called(name):
            return EXACT
        return self.index.likeness(name, group)

    def _names_another(
        self,
        query: GroupQuery,
        score: float,
    ) -> bool:
        """The name beside an id, like the group's by `score`, is another group's."""
        if score < self.rules.perhaps:
            return True
        if self.rules.one_or_none or score >= self.rules.same:
            return False
        return any(
            candidate.likeness >= self.rules.same
            for candidate in self.may_be_called(query.name, query.district)
        )

    def _clear_group(self, candidates: Sequence[Candidate]) -> int | None:
        """The group of the best candidate if it is like enough, and clearly more than the next."""
        scores = [candidate.likeness for candidate in candidates[:2]]
        return candidates[0].group if is_clear(scores, self.rules) else None

    def _of_subdistrict(
        self,
        candidates: list[Candidate],
        subdistrict: str,
    ) -> list[Candidate]:
        """Of groups of one name the one in the subdistrict that the row names; all where it tells none apart."""
        key = subdistrict_key(subdistrict)
        in_subdistrict = [
            candidate
            for candidate in candidates
            if self.index.subdistrict_key_of(candidate.group) == key
        ]
        return in_subdistrict if len(in_subdistrict) == 1 else candidates

    def _without_moo(self, trimmed: TrimmedName) -> list[int]:
        """The groups of a name whose moo number is part of the address behind it, where no group is told by one.

        Without a subdistrict behind it a moo number tells groups apart.
        """
        moo = _MOO_BEHIND.search(trimmed.name)
        if not (moo and trimmed.subdistrict):
            return []
        name = trimmed.name[: moo.start()]
        groups = self.index.called(group_key(name))
        for group in groups:
            district = self.index.district_of[group]
            if self.index.has_numbered(name, district):
                return []
        return groups

    def _named_inside(
        self,
        name: str,
        district: int,
    ) -> list[Candidate]:
        """The groups whose whole name stands in a name beside other words: perhaps meant."""
        groups: set[int] = set()
        for key in names_inside(name):
            groups_called = self.index.called(key)
            groups.update(self.index.in_district(groups_called, district))
        return [Candidate(self.rules.perhaps, group) for group in sorted(groups)]


def is_clear(scores: Sequence[float], rules: MatchRules) -> bool:
    """The first of the likenesses (best first) is high enough, and clearly higher than the next."""
    if not scores or scores[0] < rules.clear:
        return False
    if len(scores) == 1:
        return True
    score, next_score = scores[:2]
    lead = score - next_score
    return lead >= rules.margin and next_score < rules.next_below


def _best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(
        candidates, key=lambda candidate: (-candidate.likeness, candidate.group)
    )


def _best_spelling_of_each(
    scored_spellings: Iterable[tuple[float, str]], spellings: GroupsOfSpelling
) -> list[Candidate]:
    """Every group once, by its best spelling."""
    best_scores: dict[int, float] = {}
    for score, spelling in scored_spellings:
        for group in spellings[spelling]:
            best_scores[group] = max(score, best_scores.get(group, 0.0))
    return _best_first(Candidate(score, group) for group, score in best_scores.items())


class GroupIndex:
    """The groups of a registry by id, by name and by district.

    products: columns `district_ix`, `group_id`, `group_name`, `subdistrict`. numbers: the group of every product, as
    `number_groups` gives. as_shown: a group is also called as our forms show its name.
    """

    def __init__(
        self,
        products: pd.DataFrame,
        numbers: pd.Series[int],
        *,
        as_shown: bool = False,
    ) -> None:
        table = products[["district_ix", "group_id", "group_name", "subdistrict"]]
        table = table.assign(group=numbers)
        self.district_of: dict[int, int] = _first_of_group(table, "district_ix")
        self.name_of: dict[int, str] = _first_of_group(table, "group_name")
        self._subdistrict_of = _first_of_group(table, "subdistrict")
        groups = list(self.name_of)
        self.id_of: dict[int, str | None] = dict.fromkeys(groups)
        self.id_of |= _first_of_group(table[table["group_id"].notna()], "group_id")
        self._names_of = _names_of_groups(table)
        self._file_groups(groups, as_shown=as_shown)

    def _file_groups(
        self,
        groups: Sequence[int],
        *,
        as_shown: bool,
    ) -> None:
        """File every group under its district, its id and what it is called."""
        names = dict.fromkeys(chain.from_iterable(self._names_of.values()))
        keys_of = _keys_of_names(list(names), as_shown=as_shown)
        self._with_id: dict[str, list[int]] = defaultdict(list)
        self._called: dict[str, list[int]] = defaultdict(list)
        self._in_district: dict[int, list[int]] = defaultdict(list)
        for group in groups:
            self._in_district[self.district_of[group]].append(group)
            self._in_district[ANYWHERE].append(group)
            group_id = self.id_of[group]
            if group_id:
                self._with_id[group_id].append(group)
            keys: set[str] = set()
            for name in self._names_of[group]:
                keys |= keys_of[name]
            for key in keys:
                self._called[key].append(group)

    def with_id(
        self,
        group_id: str | None,
        district: int,
    ) -> list[int]:
        """The groups of a district that have an id."""
        if group_id is None:
            return []
        return self.in_district(self._with_id.get(group_id, []), district)

    def has_id(self, group_id: str) -> bool:
        """Some group of the registry has this id."""
        return group_id in self._with_id

    def called(self, key: str) -> list[int]:
        """The groups that are called so, in all districts. key: as `group_key`."""
        return self._called.get(key, [])

    def in_district(
        self,
        groups: list[int],
        district: int,
    ) -> list[int]:
        """Those of the groups that stand in a district."""
        if district == ANYWHERE:
            return groups
        return [group for group in groups if self.district_of[group] == district]

    def groups_in(self, district: int) -> list[int]:
        """The groups of a district, in the order of the registry."""
        return self._in_district.get(district, [])

    def spellings_in(self, district: int) -> GroupsOfSpelling:
        """Every name that stands in a district, and the groups that it is written for."""
        spellings: GroupsOfSpelling = defaultdict(set)
        for group in self.groups_in(district):
            for name in self._names_of[group]:
                spellings[name].add(group)
        return spellings

    def likeness(
        self,
        name: str,
        group: int,
    ) -> float:
        """How alike a name and the group's are, of several spellings the most alike."""
        return max(likeness(name, spelling) for spelling in self._names_of[group])

    def is_slip_of(
        self,
        name: str,
        group: int,
    ) -> bool:
        """The name differs from one of the group's by a slip of the hand."""
        parts = name_parts(name)
        return any(
            _is_slip(parts, name_parts(spelling)) for spelling in self._names_of[group]
        )

    def has_numbered(
        self,
        name: str,
        district: int,
    ) -> bool:
        """Some group of a district is called by the name and a number."""
        bare = name_parts(name)
        for group in self.groups_in(district):
            parts = name_parts(self.name_of[group])
            is_same_word = (parts.craft, parts.village) == (bare.craft, bare.village)
            if parts.numbers and is_same_word:
                return True
        return False

    def subdistrict_key_of(self, group: int) -> str | None:
        """The group's subdistrict as subdistricts are compared."""
        subdistrict = self._subdistrict_of[group]
        return subdistrict_key(subdistrict) if subdistrict else None


def _first_of_group(table: pd.DataFrame, column: str) -> dict[int, Any]:
    """The value of a column in the first row of every group."""
    first_rows = table.drop_duplicates("group")
    return dict(zip(first_rows["group"], first_rows[column], strict=True))


def _names_of_groups(table: pd.DataFrame) -> dict[int, list[str]]:
    """The different names of every group, as they are written."""
    rows = table[["group", "group_name"]].drop_duplicates()
    return lists_by_key(zip(rows["group"], rows["group_name"], strict=True))


def _keys_of_names(
    names: list[str],
    *,
    as_shown: bool,
) -> dict[str, set[str]]:
    """Name -> the keys by which its group is found.

    as_shown: also as a form shows the name, and without what stands around it; most names are shown as they are.
    """
    keys_of = {name: {group_key(name)} for name in names}
    if not as_shown:
        return keys_of
    for name in words_with_people(names):
        keys_of[name].add(group_key(mask_name(name)))
    for name in names:
        trimmed_name = trim_name(name).name
        if trimmed_name != name:
            keys_of[name].add(group_key(trimmed_name))
    return keys_of


def _is_slip(parts: NameParts, other_parts: NameParts) -> bool:
    """The same number and legal form, and few letters that differ."""
    from rapidfuzz.distance import Levenshtein

    if parts.form != other_parts.form or parts.numbers != other_parts.numbers:
        return False
    distance = Levenshtein.distance(word_of_parts(parts), word_of_parts(other_parts))
    return distance <= SLIPPED
