"""Which group of the registry a submitted row means, and what the district is told of it.

A group of another district, or a name that is only like another, is never taken without saying so.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.desk.group_matching import (
    EXACT,
    NO_GROUP,
    Candidate,
    GroupIndex,
    GroupMatch,
    GroupMatcher,
    GroupQuery,
    rules_of_submissions,
)
from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text_in_each
from kbo_screen.vocabulary.ids import read_id
from kbo_screen.vocabulary.name_trimmings import trim_name
from kbo_screen.vocabulary.names import group_key, product_likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.letters.model import MatchCuts
    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.submission import SubmittedRow

#: Names and ids suggested for a group that is not known.
SUGGESTED: Final = 3
#: Ids less alike than this (0 to 100) are no slip of the hand.
LIKE_ID: Final = 85
#: A form tells groups of one name apart by their id behind it, or by what hides it.
_ID_BEHIND: Final = re.compile(r"^(.*\S)\s?\((\w{1,40}|\*{1,40})\)$")
#: An id that our form hid: it says nothing.
_HIDDEN: Final = re.compile(r"\*+")


class SubmittedGroups:
    """The groups of a registry, as the rows of submissions name them.

    numbers: the group of every product, as `number_groups` gives.
    """

    def __init__(
        self,
        registry: Registry,
        numbers: pd.Series[int],
        cut: MatchCuts,
    ) -> None:
        self.rules = rules_of_submissions(cut)
        self.index = GroupIndex(registry.products, numbers, as_shown=True)
        self.matcher = GroupMatcher(self.index, self.rules)
        self.districts = registry.scope.district_names

    def match(
        self,
        row: SubmittedRow,
        district_ix: int,
    ) -> GroupMatch:
        """The group that a row of a district's list means; one of another district is found, and told by `check`."""
        if not row.names_group:
            return NO_GROUP
        return self.matcher.match(self._query(row, district_ix))

    def own_group(self, match: GroupMatch, district_ix: int) -> int | None:
        """The group of the district that a row of its list means, None where it means none of them."""
        return match.group if match.group in self.index.groups_in(district_ix) else None

    def check(
        self,
        row: SubmittedRow,
        match: GroupMatch,
        district_ix: int,
    ) -> Iterator[Finding]:
        """What is to be said of the group that a row of a district's list means."""
        if not row.names_group:
            return
        query = self._query(row, district_ix)
        match match.basis:
            case "id":
                yield from self._check_name(row, query, match)
            case "name" if match.group is None:
                yield self._ambiguous_name(row, query, match)
            case "name":
                yield from self._check_id(row, query, match)
            case "likeness":
                yield self._nearly_right(row, query, match)
                yield from self._check_id(row, query, match)
            case "other-district":
                yield self._other_district(row, match, district_ix)
            case "nothing":
                yield self._unknown(row, query)

    def _query(
        self,
        row: SubmittedRow,
        district_ix: int,
    ) -> GroupQuery:
        """What a row says of its group; an id may stand behind the name, or in its stead."""
        group_id = _unhidden(row.value("group_id"))
        name = row.value("group_name")
        if name and group_id is None:
            name, group_id = self._apart(name)
        if not name:
            return GroupQuery(district_ix, group_id, None)
        subdistrict = trim_name(name).subdistrict or row.value("subdistrict")
        return GroupQuery(district_ix, group_id, name, subdistrict)

    def _apart(self, name: str) -> tuple[str | None, str | None]:
        """A name and the id behind it, as far as they stand in a cell of names."""
        behind = _ID_BEHIND.match(name)
        if behind:
            bare_name, id_behind = behind.groups()
            if self.index.has_id(id_behind) or _HIDDEN.fullmatch(id_behind):
                return bare_name, _unhidden(id_behind)
        as_id = read_id(name).value
        if as_id is not None and self.index.has_id(str(as_id)):
            return None, str(as_id)
        return name, None

    def _check_name(
        self,
        row: SubmittedRow,
        query: GroupQuery,
        match: GroupMatch,
    ) -> Iterator[Finding]:
        """The name beside an id of the district must not be another group's."""
        (candidate,) = match.candidates
        if candidate.id_differs:
            yield make_finding(
                "registry.id-and-name-differ",
                row.place("group_name"),
                value=query.name,
                suggestion=self.index.name_of[candidate.group],
                group_id=query.group_id,
            )
        elif candidate.likeness < EXACT:
            yield self._nearly_right(row, query, match)

    def _nearly_right(
        self,
        row: SubmittedRow,
        query: GroupQuery,
        match: GroupMatch,
    ) -> Finding:
        candidate = match.candidates[0]
        return make_finding(
            "registry.name-nearly-right",
            row.place("group_name"),
            value=query.name,
            suggestion=self.index.name_of[candidate.group],
            likeness=f"{candidate.likeness:.0f}",
        )

    def _check_id(
        self,
        row: SubmittedRow,
        query: GroupQuery,
        match: GroupMatch,
    ) -> Iterator[Finding]:
        """The id beside a group's name is none of the district's: it should be the group's."""
        group = match.candidates[0].group
        registry_id = self.index.id_of[group]
        if registry_id and query.group_id:
            yield make_finding(
                "registry.id-differs",
                row.place("group_id"),
                value=query.group_id,
                suggestion=registry_id,
                group=self.index.name_of[group],
            )

    def _ambiguous_name(
        self,
        row: SubmittedRow,
        query: GroupQuery,
        match: GroupMatch,
    ) -> Finding:
        """Several groups of the district have the name: their ids tell them apart."""
        ids = [self.index.id_of[group] or "-" for group in match.other_groups]
        return make_finding(
            "registry.ambiguous-name",
            row.group_place,
            value=query.name,
            suggestion=", ".join(ids),
        )

    def _other_district(
        self,
        row: SubmittedRow,
        match: GroupMatch,
        district_ix: int,
    ) -> Finding:
        """A group of another district, or of several that have one of that name."""
        districts = [
            self.districts[self.index.district_of[candidate.group]]
            for candidate in match.candidates
        ]
        return make_finding(
            "registry.other-district",
            row.group_place,
            value=row.value("group_name") or row.value("group_id"),
            district=self.districts[district_ix],
            other_district=", ".join(dict.fromkeys(districts)),
        )

    def _unknown(
        self,
        row: SubmittedRow,
        query: GroupQuery,
    ) -> Finding:
        """No group of the registry: what comes nearest is told, what is likely meant may be written instead."""
        alike = self._perhaps_meant(query)
        likely_groups = sorted(candidate.group for candidate in alike)
        likely_names = [self.index.name_of[group] for group in likely_groups]
        return make_finding(
            "registry.unknown-group",
            row.group_place,
            value=query.name or query.group_id,
            suggestion=", ".join(likely_names) or None,
            nearest=self._nearest_in_words(query),
        )

    def _nearest_in_words(self, query: GroupQuery) -> TextInEach:
        """The nearest groups, by language; nothing where none comes near."""
        nearest = self._nearest(query)
        in_words: TextInEach = {}
        for lang in LANGUAGES:
            in_words[lang] = ", ".join(name[lang] for name in nearest)
        return in_words

    def _perhaps_meant(self, query: GroupQuery) -> list[Candidate]:
        """The groups of the district that a name perhaps means, best first."""
        alike = self.matcher.may_be_called(query.name, query.district)
        return [
            candidate for candidate in alike if candidate.likeness >= self.rules.perhaps
        ]

    def _nearest(self, query: GroupQuery) -> list[TextInEach]:
        """The groups of the district that come nearest, by name, else by id, each with how near in words.

        By name as the check itself compares them; of names that are equally like, those spelled most alike.
        What is less alike than the letter's cut-off is not offered.
        """
        basis = "name"
        nearest = sorted(self._perhaps_meant(query), key=partial(self._rank, query))
        if not nearest:
            basis, nearest = "id", self._nearest_ids(query)
        return [self._in_words(basis, candidate) for candidate in nearest[:SUGGESTED]]

    def _rank(
        self,
        query: GroupQuery,
        candidate: Candidate,
    ) -> tuple[float, float, int]:
        """The key by which the nearest names are sorted: likeness, spelling, order of the registry."""
        from rapidfuzz import fuzz

        registry_key = group_key(self.index.name_of[candidate.group])
        spelled = fuzz.ratio(group_key(str(query.name)), registry_key)
        return -candidate.likeness, -spelled, candidate.group

    def _nearest_ids(self, query: GroupQuery) -> list[Candidate]:
        from rapidfuzz import fuzz, process

        if not query.group_id:
            return []
        ids = {
            group: self.index.id_of[group]
            for group in self.index.groups_in(query.district)
        }
        nearest = process.extract(
            query.group_id,
            ids,
            scorer=fuzz.ratio,
            limit=SUGGESTED,
            score_cutoff=LIKE_ID,
        )
        return [Candidate(score, group) for _, score, group in nearest]

    def _in_words(self, basis: str, candidate: Candidate) -> TextInEach:
        """A group that comes near by its name or id, per language."""
        return text_in_each(
            f"validate.nearest.{basis}",
            name=self.index.name_of[candidate.group],
            id=self.index.id_of[candidate.group] or "-",
            score=f"{candidate.likeness:.0f}",
        )


def _unhidden(group_id: str | None) -> str | None:
    """An id; None for one that our form hid."""
    if group_id is None or _HIDDEN.fullmatch(group_id):
        return None
    return group_id


def product_of_row(
    row: SubmittedRow,
    products: Sequence[tuple[int, Any, Any]],
    cut: float,
) -> int | None:
    """The product that a row names, of its group's (index, id, name); None where it is none of them."""
    product_id, name = row.value("product_id"), row.value("product_name")
    for index, registry_id, _ in products:
        if product_id is not None and registry_id == product_id:
            return index
    scores = {
        index: product_likeness(name, registry_name)
        for index, _, registry_name in products
        if name and registry_name
    }
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= cut else None
