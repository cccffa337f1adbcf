"""Which group of the registry a submitted row means: by id, by name, by a name that is nearly right.

Knows the registry's groups by id and name. Refuses to take a group of another district, or a name that is only like
another, without saying so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.masking import mask_name
from kbo_screen.vocabulary.ids import read_id
from kbo_screen.vocabulary.name_trimmings import TrimmedName, trim_name
from kbo_screen.vocabulary.names import (
    NameParts,
    group_key,
    likeness,
    name_parts,
    product_likeness,
    word_of_parts,
)
from kbo_screen.vocabulary.thai_text import fold, repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Matching
    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.submission import SubmittedRow

#: The likeness of names that say the same, with or without the word for a group in front.
SAME_NAME: Final = 100.0
#: Names and ids suggested for a group that is not known.
SUGGESTED: Final = 3
#: Ids less alike than this (0 to 100) are no slip of the hand.
LIKE_ID: Final = 85
#: How much less like (0 to 100) the next group must be for a name nearly right to mean one group.
CLEAR_MARGIN: Final = 10
#: Letters of craft and village that a slip of the hand changes; with more it is another place (หนองบัว, หนองบัวแดง).
SLIPPED: Final = 2
#: A form tells groups of one name apart by their id behind it, or by what hides it.
_ID_BEHIND: Final = re.compile(r"^(.*\S)\s*\((\w+|\*+)\)$")
_MOO_BEHIND: Final = re.compile(r"\s*(?:ม\.|หมู่ที่|หมู่)\s*\d+$")
_SUBDISTRICT_WORD: Final = re.compile(r"^\s*(?:ตำบล|แขวง|ต\s*\.)\s*")
#: An id that our form hid: it says nothing.
_HIDDEN: Final = re.compile(r"\*+")


class Meant(NamedTuple):
    """The group that a row means (None: none), what is to be said of that, and the other groups it may mean."""

    group: int | None
    findings: tuple[Finding, ...] = ()
    others: tuple[int, ...] = ()


def bare_subdistrict(text: str) -> str:
    """A subdistrict without the word for it, as it is compared.

    >>> bare_subdistrict("ต. บางสวน") == bare_subdistrict("ตำบลบางสวน")
    True
    """
    return fold(_SUBDISTRICT_WORD.sub("", repair(text)))


def _spellings(name: str) -> set[str]:
    """The keys by which a group is found: as its name is written, as it is shown, and without what stands around it."""
    return {
        group_key(written) for written in (name, mask_name(name), trim_name(name).name)
    }


class Groups:
    """The groups of a registry, by id and by name. numbers: the group of every product, as `number_groups` gives."""

    def __init__(
        self, registry: Registry, numbers: pd.Series[int], cut: Matching
    ) -> None:
        self.cut = cut
        self.districts = [district.district for district in registry.scope.districts]
        self.district_of: dict[int, int] = {}
        self.name_of: dict[int, str] = {}
        self.id_of: dict[int, str | None] = {}
        self.names: dict[int, set[str]] = defaultdict(set)
        self.subdistrict_of: dict[int, str | None] = {}
        columns = (
            registry.products[name].tolist()
            for name in ("district_ix", "group_name", "group_id", "subdistrict")
        )
        for group, district_ix, name, group_id, subdistrict in zip(
            numbers.tolist(), *columns, strict=True
        ):
            self.subdistrict_of.setdefault(
                group, bare_subdistrict(subdistrict) if subdistrict else None
            )
            self.district_of.setdefault(group, district_ix)
            self.name_of.setdefault(group, name)
            self.names[group].add(name)
            known = group_id if isinstance(group_id, str) else None
            self.id_of[group] = self.id_of.get(group) or known
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.of_district: dict[int, list[int]] = defaultdict(list)
        for group, names in self.names.items():
            self.of_district[self.district_of[group]].append(group)
            if own_id := self.id_of[group]:
                self.by_id[own_id].append(group)
            for key in {key for name in names for key in _spellings(name)}:
                self.by_name[key].append(group)

    def meant_by(self, row: SubmittedRow, district_ix: int) -> Meant:
        """The group that a row of a district's list means; one of another district is found, and refused."""
        group_id, name = _unhidden(row.value("group_id")), row.value("group_name")
        if name and group_id is None:
            told = _ID_BEHIND.match(name)
            if told and (told[2] in self.by_id or _HIDDEN.fullmatch(told[2])):
                name, group_id = told[1], _unhidden(told[2])
            elif (as_id := read_id(name).value) in self.by_id:
                name, group_id = None, str(as_id)
        if group_id is not None and (
            own := self._here(self.by_id.get(group_id, ()), district_ix)
        ):
            return self._by_id(row, own[0], group_id, name)
        return self._by_name(row, group_id, name, district_ix)

    def _named(self, name: str) -> list[int]:
        """The groups of a name as it is written, else as it is without a number in front or an address behind."""
        trimmed = trim_name(name)
        groups = self.by_name.get(group_key(name)) or self.by_name.get(
            group_key(trimmed.name), []
        )
        return groups or self._without_moo(trimmed)

    def _without_moo(self, trimmed: TrimmedName) -> list[int]:
        """The groups of a name whose moo number is part of the address behind it, where no group is told by one.

        Without a subdistrict behind it a moo number tells groups apart.
        """
        moo = _MOO_BEHIND.search(trimmed.name)
        if not (moo and trimmed.subdistrict):
            return []
        name = trimmed.name[: moo.start()]
        groups = self.by_name.get(group_key(name), [])
        is_told_by_moo = any(
            self._is_told_by_moo(name, other)
            for group in groups
            for other in self.of_district[self.district_of[group]]
        )
        return [] if is_told_by_moo else groups

    def _is_told_by_moo(self, name: str, group: int) -> bool:
        """The group is called by the name and a number."""
        bare, parts = name_parts(name), name_parts(self.name_of[group])
        return bool(parts.numbers) and (bare.craft, bare.village) == (
            parts.craft,
            parts.village,
        )

    def _of_subdistrict(self, groups: list[int], subdistrict: str | None) -> list[int]:
        """Of groups of one name the one in the subdistrict that the row names; all where it tells none apart."""
        if not subdistrict:
            return groups
        in_subdistrict = [
            group
            for group in groups
            if self.subdistrict_of[group] == bare_subdistrict(subdistrict)
        ]
        return in_subdistrict if len(in_subdistrict) == 1 else groups

    def _here(self, groups: Iterable[int], district_ix: int) -> list[int]:
        return [group for group in groups if self.district_of[group] == district_ix]

    def _by_id(
        self, row: SubmittedRow, group: int, group_id: str, name: str | None
    ) -> Meant:
        """An id that is known here; its name must not be another group's."""
        if name is None or group in self._named(name):
            return Meant(group)
        known = self.name_of[group]
        score = self._likeness(name, group)
        if score == SAME_NAME:
            return Meant(group)
        if score >= self.cut.perhaps:
            return Meant(group, (_nearly(row, name, known, score),))
        place = row.place("group_name")
        return Meant(
            None,
            (
                make_finding(
                    "registry.id-and-name-differ",
                    place,
                    value=name,
                    suggestion=known,
                    group_id=group_id,
                ),
            ),
        )

    def _by_name(
        self,
        row: SubmittedRow,
        group_id: str | None,
        name: str | None,
        district_ix: int,
    ) -> Meant:
        named = self._named(name) if name else []
        here = self._here(named, district_ix)
        if name and len(here) > 1:
            here = self._of_subdistrict(
                here, trim_name(name).subdistrict or row.value("subdistrict")
            )
        if len(here) == 1:
            return Meant(here[0], self._other_id(row, group_id, here[0]))
        if len(here) > 1:
            ids = ", ".join(str(self.id_of[group] or "-") for group in here)
            return Meant(
                None,
                (
                    make_finding(
                        "registry.ambiguous-name",
                        row.group_place,
                        value=name,
                        suggestion=ids,
                    ),
                ),
            )
        elsewhere = (self.by_id.get(group_id, []) if group_id else []) or named
        likely = self._likely(name, district_ix) if name and not named else None
        if likely:
            group, score = likely
            nearly = _nearly(row, str(name), self.name_of[group], score)
            return Meant(group, (nearly, *self._other_id(row, group_id, group)))
        if elsewhere:
            return self._of_other_district(row, elsewhere, district_ix)
        return Meant(None, (self._unknown(row, group_id, name, district_ix),))

    def _of_other_district(
        self, row: SubmittedRow, elsewhere: Sequence[int], district_ix: int
    ) -> Meant:
        """A group of another district, or of several that have one of that name."""
        found = make_finding(
            "registry.other-district",
            row.group_place,
            value=row.value("group_name") or row.value("group_id"),
            district=self.districts[district_ix],
            other_district=", ".join(
                dict.fromkeys(self.districts[self.district_of[g]] for g in elsewhere)
            ),
        )
        return Meant(elsewhere[0], (found,), tuple(elsewhere[1:]))

    def _unknown(
        self,
        row: SubmittedRow,
        group_id: str | None,
        name: str | None,
        district_ix: int,
    ) -> Finding:
        """No group of the registry: what comes nearest is told, what is likely meant may be written instead."""
        likely = [
            g
            for g in self.of_district[district_ix]
            if name and self._likeness(name, g) >= self.cut.perhaps
        ]
        nearest = self._nearest(group_id, name, district_ix)
        return make_finding(
            "registry.unknown-group",
            row.group_place,
            value=name or group_id,
            suggestion=", ".join(self.name_of[group] for group in likely) or None,
            nearest={
                lang: ", ".join(one[lang] for one in nearest)
                or text("validate.nearest.none", lang)
                for lang in LANGUAGES
            },
        )

    def _other_id(
        self, row: SubmittedRow, group_id: str | None, group: int
    ) -> tuple[Finding, ...]:
        known = self.id_of[group]
        if group_id is None or known is None:
            return ()
        place = row.place("group_id")
        return (
            make_finding(
                "registry.id-differs",
                place,
                value=group_id,
                suggestion=known,
                group=self.name_of[group],
            ),
        )

    def _likeness(self, name: str, group: int) -> float:
        return max(likeness(name, known) for known in self.names[group])

    def _likely(self, name: str, district_ix: int) -> tuple[int, float] | None:
        """The one group of the district that a name nearly right can mean, and how like it is.

        It may differ by a slip of the hand, and no other group may be perhaps the same or nearly as like.
        """
        own = self.of_district[district_ix]
        scored = sorted(
            ((self._likeness(name, group), -group) for group in own), reverse=True
        )
        if not scored or scored[0][0] < self.cut.perhaps:
            return None
        score, group = scored[0][0], -scored[0][1]
        next_score = scored[1][0] if len(scored) > 1 else 0.0
        is_clear = next_score < self.cut.perhaps and score - next_score >= CLEAR_MARGIN
        is_slip = any(
            _is_slip(name_parts(name), name_parts(known)) for known in self.names[group]
        )
        return (group, score) if is_clear and is_slip else None

    def _nearest(
        self, group_id: str | None, name: str | None, district_ix: int
    ) -> list[dict[str, str]]:
        """The groups of the district that come nearest, by name, else by id, each with how near.

        By name as the check itself compares them; of names that differ in number or form, those spelled most alike.
        What is less alike than the letter's cut-off is not offered.
        """
        from rapidfuzz import fuzz, process

        own = self.of_district[district_ix]
        told: dict[int, dict[str, str]] = {}
        if name:
            spelled = {
                g: fuzz.ratio(group_key(name), group_key(self.name_of[g])) for g in own
            }
            scored = sorted(
                ((self._likeness(name, g), spelled[g], -g) for g in own), reverse=True
            )
            near_names = [
                (score, -g)
                for score, _, g in scored[:SUGGESTED]
                if score >= self.cut.perhaps
            ]
            told |= {
                group: self._near("name", group, score) for score, group in near_names
            }
        if group_id and not told:
            ids = {group: known for group in own if (known := self.id_of[group])}
            near = process.extract(
                group_id, ids, scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=LIKE_ID
            )
            for _, score, group in near:
                told.setdefault(group, self._near("id", group, score))
        return list(told.values())

    def _near(self, by: str, group: int, score: float) -> dict[str, str]:
        words = {
            "name": self.name_of[group],
            "id": self.id_of[group] or "-",
            "score": f"{score:.0f}",
        }
        return {
            lang: text(f"validate.nearest.{by}", lang, **words) for lang in LANGUAGES
        }


def _is_slip(mine: NameParts, yours: NameParts) -> bool:
    """The same number and legal form, and few letters that differ."""
    from rapidfuzz.distance import Levenshtein

    is_same_kind = (mine.form, mine.numbers) == (yours.form, yours.numbers)
    return (
        is_same_kind
        and Levenshtein.distance(word_of_parts(mine), word_of_parts(yours)) <= SLIPPED
    )


def _unhidden(group_id: str | None) -> str | None:
    """An id; None for one that our form hid."""
    return None if group_id is None or _HIDDEN.fullmatch(group_id) else group_id


def product_meant(
    row: SubmittedRow, products: Sequence[tuple[int, Any, Any]], cut: float
) -> int | None:
    """The product that a row names, of its group's (index, id, name); None where it is none of them."""
    product_id, name = row.value("product_id"), row.value("product_name")
    by_id = [
        index
        for index, known, _ in products
        if product_id is not None and known == product_id
    ]
    if by_id:
        return by_id[0]
    scored = [
        (product_likeness(name, known), -index)
        for index, _, known in products
        if name and known
    ]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= cut else None


def _nearly(row: SubmittedRow, name: str, known: str, score: float) -> Finding:
    return make_finding(
        "registry.name-nearly-right",
        row.place("group_name"),
        value=name,
        suggestion=known,
        likeness=f"{score:.0f}",
    )
