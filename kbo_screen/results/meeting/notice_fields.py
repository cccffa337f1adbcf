"""What the templates of the meeting's letters are filled with: the fields by name, and their values.

The letters are in Thai, whatever the language of the run, and their digits are Thai.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from kbo_screen.findings.catalogue import text
from kbo_screen.results.meeting.invitations import numbered_invitations
from kbo_screen.results.meeting.meeting_sentences import (
    meeting_day,
    meeting_of,
    meeting_purpose,
)
from kbo_screen.results.wording.area_names import (
    district_title,
    province_title,
)
from kbo_screen.vocabulary.areas import BANGKOK
from kbo_screen.vocabulary.dates import letter_date
from kbo_screen.vocabulary.thai_text import to_thai_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.results.meeting.invitations import (
        CalledDistrict,
        Invitation,
        MeetingCall,
    )

#: The letter to a group, and the letter to the districts of a province.
LetterKind = Literal["notice", "province"]
#: Fields of both, also in their headers and footers: what the order says.
ORDER_FIELDS: Final = (
    "letter_issuer",
    "letter_number",
    "letter_urgency",
    "letter_date",
    "letter_subject",
    "fiscal_year",
    "meeting_purpose",
    "meeting_bring",
    "meeting_date",
    "meeting_time",
    "meeting_place",
    "representatives_count",
    "contact_office",
    "contact_phone",
    "province",
)
_NOTICE_FIELDS: Final = (
    "district",
    "district_office",
    "district_head",
    "development_office",
    "group_name",
    "subdistrict",
    "product_name",
    "representative",
    "representative_phone",
)
_PROVINCE_FIELDS: Final = (
    "district_heads",
    "list_origin",
    "officer_duty",
    "group_count",
    "district_count",
    "unnamed_count",
)
#: Lists of the letter to the districts, with the fields of their lines.
LINE_FIELDS: Final = {
    "groups": (
        "number",
        "district",
        "group_name",
        "subdistrict",
        "product_name",
        "representative",
        "phone",
    ),
    "officers": ("number", "district", "officer"),
}
#: Every field of each letter; a list has the fields of its lines, any other none.
FIELDS_OF_LETTER: Final[dict[LetterKind, dict[str, tuple[str, ...]]]] = {
    "notice": dict.fromkeys((*ORDER_FIELDS, *_NOTICE_FIELDS), ()),
    "province": dict.fromkeys((*ORDER_FIELDS, *_PROVINCE_FIELDS), ()) | LINE_FIELDS,
}
#: The fields under the headings of their list.
_FIELDS_BY_HEADING: Final = {
    "order": ORDER_FIELDS,
    "notice": _NOTICE_FIELDS,
    "province": (*_PROVINCE_FIELDS, *LINE_FIELDS),
}
_TH: Final = "th"
#: By the name of a field of the letter, or of a line of its lists, what it is filled with.
FieldValues = dict[str, str]


def notice_pages(called: CalledDistrict, letter: Letter) -> list[dict[str, Any]]:
    """The fields of the notice to every group of a district."""
    area = called.area
    is_khet = area.province == BANGKOK
    kind = "khet" if is_khet else "amphoe"
    district = district_title(area.district, area.province, _TH)
    shared = _order_values(letter, area.province) | {
        "district": district,
        "district_office": text(f"meeting.office.{kind}", _TH, name=area.district),
        "district_head": text(f"meeting.head_of.{kind}", _TH, name=area.district),
        "development_office": text(
            f"meeting.development.{kind}", _TH, district=district
        ),
    }
    return [
        _in_thai_digits(shared | _group_values(invitation))
        for invitation in called.invitations
    ]


def _group_values(invitation: Invitation) -> FieldValues:
    """What is of a group alone; dots where nobody is named yet."""
    return {
        "group_name": invitation.group_name,
        "subdistrict": invitation.subdistrict or "",
        "product_name": invitation.product_name,
        "representative": invitation.representative or text("meeting.dots", _TH),
        "representative_phone": invitation.phone or "",
    }


def province_page(call: MeetingCall, province: str) -> dict[str, Any]:
    """The fields of the letter of a province to its districts."""
    letter = call.run.letter
    districts = [d for d in call.districts if d.area.province == province]
    groups = list(_group_lines(districts))
    officers = list(_officer_lines(districts)) if letter.officer else []
    unnamed = _unnamed_count(districts, letter)
    head = "khet" if province == BANGKOK else "amphoe"
    origin = "proposed" if call.is_proposed else "chosen"
    values: dict[str, Any] = {
        "district_heads": text(f"meeting.heads.{head}", _TH),
        "list_origin": text(f"meeting.origin.{origin}", _TH),
        "officer_duty": _officer_duty(letter),
        "group_count": str(len(groups)),
        "district_count": str(sum(bool(d.invitations) for d in districts)),
        "unnamed_count": str(unnamed) if unnamed else "",
        "groups": [_in_thai_digits(line) for line in groups],
        "officers": [_in_thai_digits(line) for line in officers],
    }
    return _in_thai_digits(_order_values(letter, province) | values)


def _unnamed_count(districts: Sequence[CalledDistrict], letter: Letter) -> int:
    """Places for people, representatives and officers, that nobody is named for."""
    representatives = sum(district.unnamed for district in districts)
    if not letter.officer:
        return representatives
    return representatives + sum(not district.has_officer for district in districts)


def _officer_duty(letter: Letter) -> str:
    """The clause that has an officer attend, in the words of the letter; "" for none."""
    if letter.officer is None:
        return ""
    clauses = {clause.id: clause.th for clause in letter.clauses}
    return clauses.get(letter.officer.clause, letter.officer.wording.th)


def _group_lines(districts: Iterable[CalledDistrict]) -> Iterator[FieldValues]:
    for number, called, invitation in numbered_invitations(districts):
        yield {
            "number": str(number),
            "district": called.area.district,
            "group_name": invitation.group_name,
            "subdistrict": invitation.subdistrict or "",
            "product_name": invitation.product_name,
            "representative": _person(
                invitation.representative, is_named=invitation.is_named
            ),
            "phone": invitation.phone or "",
        }


def _officer_lines(districts: Iterable[CalledDistrict]) -> Iterator[FieldValues]:
    for number, called in enumerate(districts, start=1):
        yield {
            "number": str(number),
            "district": called.area.district,
            "officer": _person(called.officer, is_named=called.has_officer),
        }


def _person(name: str | None, *, is_named: bool) -> str:
    """A person's name, or the mark of one who has not been named."""
    if name:
        return name
    return "" if is_named else text("meeting.unnamed_mark", _TH)


def _order_values(letter: Letter, province: str) -> FieldValues:
    """What the order says, and the province that carries it out."""
    meeting, contact = meeting_of(letter), letter.contact
    return {
        "letter_issuer": province_title(letter.province, _TH),
        "letter_number": letter.number,
        "letter_urgency": letter.urgency or "",
        "letter_date": letter_date(letter.date, _TH),
        "letter_subject": letter.subject,
        "fiscal_year": str(letter.fiscal_year_be),
        "meeting_purpose": meeting_purpose(letter, _TH),
        "meeting_bring": meeting.bring or "",
        "meeting_date": meeting_day(letter, _TH),
        "meeting_time": meeting.time,
        "meeting_place": meeting.place,
        "representatives_count": str(meeting.representatives_per_group),
        "contact_office": contact.office if contact else "",
        "contact_phone": contact.phone if contact else "",
        "province": province_title(province, _TH),
    }


def _in_thai_digits(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: to_thai_digits(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def field_lines(lang: str) -> Iterator[str]:
    """Every field of the letters with what it holds: those of both first, then those of each."""
    yield text("meeting.fields.head", lang)
    for heading, names in _FIELDS_BY_HEADING.items():
        yield from _lines_of(heading, names, lang)


def _lines_of(
    heading: str,
    names: Iterable[str],
    lang: str,
) -> Iterator[str]:
    yield ""
    yield text(f"meeting.fields.{heading}", lang)
    for name in names:
        meaning = text(f"meeting.field.{name}", lang)
        if name not in LINE_FIELDS:
            yield f"  {{{{ {name} }}}}  {meaning}"
            continue
        yield f"  {{%tr for line in {name} %}} ... {{%tr endfor %}}  {meaning}"
        for line_field in LINE_FIELDS[name]:
            meaning = text(f"meeting.line.{line_field}", lang)
            yield f"      {{{{ line.{line_field} }}}}  {meaning}"
