"""Whom the letter calls to its meeting: the groups of every district, who comes for each, and the officers.

It holds names and telephones of people, for that is what an invitation needs: it is handed to documents and rosters,
never to a payload or a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kbo_screen.findings.catalogue import text
from kbo_screen.findings.masking import mask_ids
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.shown import shown_check, shown_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.checking.check_result import (
        CheckedDistrict,
        CheckedFile,
        Validation,
    )
    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import ScopeDistrict

#: Why no group of a district is called.
WhyNone = Literal["not_sent", "not_accepted", "no_groups"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A group that is called, the product that it brings, and who comes for it.

    representative, phone: None where nobody said, or where contacts are left out; is_named:
    somebody was named all the same.
    """

    group_name: str
    subdistrict: str | None
    product_name: str
    representative: str | None = None
    phone: str | None = None
    is_named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledDistrict:
    """A district: the groups that are called, else why none is, and the officer whom it sends.

    officer: None where nobody is named, or contacts are left out; has_officer: somebody is.
    """

    area: ScopeDistrict
    invitations: tuple[Invitation, ...] = ()
    why_none: WhyNone | None = None
    officer: str | None = None
    has_officer: bool = False

    @property
    def unnamed(self) -> int:
        """How many groups have not said who comes."""
        return sum(not invitation.is_named for invitation in self.invitations)

    @property
    def names_people(self) -> bool:
        """Whether a name or a telephone of somebody stands in it."""
        if self.officer is not None:
            return True
        return any(
            invitation.representative or invitation.phone
            for invitation in self.invitations
        )


@dataclass(frozen=True, eq=False)
class MeetingCall:
    """All who are called, district by district; run: with people hidden, for titles and stamps."""

    run: Run
    districts: tuple[CalledDistrict, ...]
    is_proposed: bool = False

    @property
    def lang(self) -> str:
        """The language of the run."""
        return self.run.lang

    @property
    def names_people(self) -> bool:
        """Whether its letters and rosters hold a name or a telephone of somebody."""
        return any(called.names_people for called in self.districts)


def numbered_invitations(
    districts: Iterable[CalledDistrict],
) -> Iterator[tuple[int, CalledDistrict, Invitation]]:
    """Every invitation with its number through all of these districts, and its district."""
    number = 0
    for called in districts:
        for invitation in called.invitations:
            number += 1
            yield number, called, invitation


def called_by_lists(checked: Validation, *, with_contacts: bool) -> MeetingCall:
    """The groups of the lists that were accepted, and the officers that they name.

    checked: with nobody hidden. with_contacts: names and telephones of people are told.
    """
    shown = shown_check(checked)
    source = checked if with_contacts else shown
    districts = [
        _called_district(district, source, with_contacts=with_contacts)
        for district in source.districts
    ]
    return MeetingCall(shown.run, tuple(districts))


def called_by_shortlist(run: Run, *, with_contacts: bool) -> MeetingCall:
    """The groups that the shortlist proposes; who comes for them nobody has named yet.

    run: with nobody hidden.
    """
    shown = shown_run(run)
    source = run if with_contacts else shown
    selected = source.screening.listed
    selected = selected[selected["selected"]]
    districts = []
    for district_ix, area in enumerate(source.registry.scope.districts):
        groups = selected[selected["district_ix"] == district_ix]
        invitations = tuple(
            _invitation(
                source,
                row.Index,
                row.product,
                phone=None,
                with_contacts=with_contacts,
            )
            for row in each_row(groups)
        )
        why_none: WhyNone | None = None if invitations else "no_groups"
        called = CalledDistrict(
            area=area,
            invitations=invitations,
            why_none=why_none,
        )
        districts.append(called)
    return MeetingCall(shown, tuple(districts), is_proposed=True)


def _called_district(
    district: CheckedDistrict,
    checked: Validation,
    *,
    with_contacts: bool,
) -> CalledDistrict:
    """A district by the list of it that counts."""
    area, file = checked.area_of(district), checked.file_of(district)
    if file is None:
        return CalledDistrict(area=area, why_none="not_sent")
    officer = _officer(file)
    if not file.is_accepted:
        invitations: tuple[Invitation, ...] = ()
        why_none: WhyNone | None = "not_accepted"
    else:
        invitations = tuple(
            _invitations(file, checked.run, with_contacts=with_contacts)
        )
        why_none = None if invitations else "no_groups"
    return CalledDistrict(
        area=area,
        invitations=invitations,
        why_none=why_none,
        officer=officer if with_contacts else None,
        has_officer=officer is not None,
    )


def _officer(file: CheckedFile) -> str | None:
    """Whom a list names to come for the district."""
    entry = file.submission.head.get("officer")
    value = entry.value if entry else None
    return mask_ids(str(value)) if value else None


def _invitations(
    file: CheckedFile,
    run: Run,
    *,
    with_contacts: bool,
) -> Iterator[Invitation]:
    for choice in file.accepted:
        yield _invitation(
            run,
            choice.group,
            choice.product,
            representative=choice.row.value("representative"),
            phone=choice.row.value("phone"),
            with_contacts=with_contacts,
        )


def _invitation(
    run: Run,
    group_ix: int,
    product_ix: int,
    *,
    representative: Any = None,
    phone: Any = None,
    with_contacts: bool,
) -> Invitation:
    """A group with its product; the registry's telephone, as such, where the list has none."""
    group = run.screening.groups.loc[group_ix]
    product = run.registry.products.loc[product_ix]
    person = _shown(representative)
    number = _shown(phone) or _registry_phone(product, run.lang)
    return Invitation(
        group_name=mask_ids(str(group["group_name"])),
        subdistrict=_shown(product["subdistrict"]),
        product_name=mask_ids(str(product["product_name"])),
        representative=person if with_contacts else None,
        phone=number if with_contacts else None,
        is_named=person is not None,
    )


def _registry_phone(product: Any, lang: str) -> str | None:
    number = _shown(product["phone"])
    return text("meeting.registry_phone", lang, phone=number) if number else None


def _shown(value: Any) -> str | None:
    """A text without personal ids; None for a blank."""
    value = plain(value)
    return mask_ids(str(value)) if value else None
