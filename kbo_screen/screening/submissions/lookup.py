"""Which group of the registry a submitted row means: by id, by name, by a name that is nearly right.

Knows the registry's groups by id and name. Refuses to take a group of another district, or a name that is only like
another, without saying so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.masking import mask_numbers
from kbo_screen.vocabulary.names import group_key, likeness, product_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Matching
    from kbo_screen.screening.registry import Registry
    from kbo_screen.screening.submissions.submission import SubmittedRow

#: Names and ids suggested for a group that is not known.
SUGGESTED: Final = 3
#: Ids less alike than this (0 to 100) are no slip of the hand.
LIKE_ID: Final = 70
#: A form tells groups of one name apart by their id behind it, or by what hides it.
_ID_BEHIND: Final = re.compile(r"^(.*\S)\s*\((\w+|\*+)\)$")
#: An id that our form hid: it says nothing.
_HIDDEN: Final = re.compile(r"\*+")


class Meant(NamedTuple):
    """The group that a row means (None: none), and what is to be said of that."""

    group: int | None
    findings: tuple[Finding, ...] = ()


class Groups:
    """The groups of a registry, by id and by name. numbers: the group of every product, as `number_groups` gives."""

    def __init__(self, registry: Registry, numbers: pd.Series[int], cut: Matching) -> None:
        self.cut = cut
        self.districts = [district.district for district in registry.scope.districts]
        self.district_of: dict[int, int] = {}
        self.name_of: dict[int, str] = {}
        self.id_of: dict[int, str | None] = {}
        self.names: dict[int, set[str]] = defaultdict(set)
        columns = (registry.products[name].tolist() for name in ("district_ix", "group_name", "group_id"))
        for group, district_ix, name, group_id in zip(numbers.tolist(), *columns, strict=True):
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
            for key in {group_key(written) for name in names for written in (name, mask_numbers(name))}:
                self.by_name[key].append(group)

    def meant_by(self, row: SubmittedRow, district_ix: int) -> Meant:
        """The group that a row of a district's list means; one of another district is found, and refused."""
        group_id, name = _unhidden(row.value("group_id")), row.value("group_name")
        if (
            name
            and group_id is None
            and (told := _ID_BEHIND.match(name))
            and (told[2] in self.by_id or _HIDDEN.fullmatch(told[2]))
        ):
            name, group_id = told[1], _unhidden(told[2])
        if group_id is not None and (own := self._here(self.by_id.get(group_id, ()), district_ix)):
            return self._by_id(row, own[0], group_id, name)
        return self._by_name(row, group_id, name, district_ix)

    def _here(self, groups: Iterable[int], district_ix: int) -> list[int]:
        return [group for group in groups if self.district_of[group] == district_ix]

    def _by_id(self, row: SubmittedRow, group: int, group_id: str, name: str | None) -> Meant:
        """An id that is known here; its name must not be another group's."""
        if name is None or group in self.by_name.get(group_key(name), ()):
            return Meant(group)
        known = self.name_of[group]
        if max(likeness(name, other) for other in self.names[group]) >= self.cut.perhaps:
            return Meant(group, (_nearly(row, name, known),))
        place = row.place("group_name")
        return Meant(
            None, (make_finding("registry.id-and-name-differ", place, value=name, suggestion=known, group_id=group_id),)
        )

    def _by_name(self, row: SubmittedRow, group_id: str | None, name: str | None, district_ix: int) -> Meant:
        named = self.by_name.get(group_key(name), []) if name else []
        here = self._here(named, district_ix)
        if len(here) == 1:
            return Meant(here[0], self._other_id(row, group_id, here[0]))
        if len(here) > 1:
            ids = ", ".join(str(self.id_of[group] or "-") for group in here)
            return Meant(None, (make_finding("registry.ambiguous-name", row.group_place, value=name, suggestion=ids),))
        alike = [g for g in self.of_district[district_ix] if name and self._likeness(name, g) >= self.cut.same]
        if len(alike) == 1:
            nearly = _nearly(row, str(name), self.name_of[alike[0]])
            return Meant(alike[0], (nearly, *self._other_id(row, group_id, alike[0])))
        elsewhere = (self.by_id.get(group_id, []) if group_id else []) or named
        if elsewhere:
            group = elsewhere[0]
            found = make_finding(
                "registry.other-district",
                row.group_place,
                value=name or group_id,
                district=self.districts[district_ix],
                other_district=", ".join(dict.fromkeys(self.districts[self.district_of[g]] for g in elsewhere)),
            )
            return Meant(group, (found,))
        suggestion = ", ".join(self._nearest(group_id, name, district_ix)) or "-"
        return Meant(
            None,
            (make_finding("registry.unknown-group", row.group_place, value=name or group_id, suggestion=suggestion),),
        )

    def _other_id(self, row: SubmittedRow, group_id: str | None, group: int) -> tuple[Finding, ...]:
        known = self.id_of[group]
        if group_id is None or known is None:
            return ()
        place = row.place("group_id")
        return (
            make_finding("registry.id-differs", place, value=group_id, suggestion=known, group=self.name_of[group]),
        )

    def _likeness(self, name: str, group: int) -> float:
        return max(likeness(name, known) for known in self.names[group])

    def _nearest(self, group_id: str | None, name: str | None, district_ix: int) -> list[str]:
        """The groups of the district that come nearest, by name and by id, each with how near."""
        from rapidfuzz import fuzz, process

        own = self.of_district[district_ix]
        told: dict[int, str] = {}
        if name:
            keys = {group: group_key(self.name_of[group]) for group in own}
            for _, score, group in process.extract(group_key(name), keys, scorer=fuzz.ratio, limit=SUGGESTED):
                told[group] = f"“{self.name_of[group]}” ({self.id_of[group] or '-'}, {score:.0f}%)"
        if group_id:
            ids = {group: known for group in own if (known := self.id_of[group])}
            near = process.extract(group_id, ids, scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=LIKE_ID)
            for known, score, group in near:
                told.setdefault(group, f"“{self.name_of[group]}” ({known}, {score:.0f}%)")
        return list(told.values())


def _unhidden(group_id: str | None) -> str | None:
    """An id; None for one that our form hid."""
    return None if group_id is None or _HIDDEN.fullmatch(group_id) else group_id


def product_meant(row: SubmittedRow, products: Sequence[tuple[int, Any, Any]], cut: float) -> int | None:
    """The product that a row names, of its group's (index, id, name); None where it is none of them."""
    product_id, name = row.value("product_id"), row.value("product_name")
    by_id = [index for index, known, _ in products if product_id is not None and known == product_id]
    if by_id:
        return by_id[0]
    scored = [(product_likeness(name, known), -index) for index, _, known in products if name and known]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= cut else None


def _nearly(row: SubmittedRow, name: str, known: str) -> Finding:
    return make_finding(
        "registry.name-nearly-right",
        row.place("group_name"),
        value=name,
        suggestion=known,
        likeness=f"{likeness(name, known):.0f}",
    )
