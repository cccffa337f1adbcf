"""The rosters of the meeting, to print and to sign: the representatives by district, and the officers.

They name people and their telephones: that is what a roster is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.meeting.invitations import numbered_invitations
from kbo_screen.results.meeting.meeting_sentences import meeting_line
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.sheets.sheet_parts import labelled_columns, plain_note
from kbo_screen.results.wording.head_lines import letter_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.results.meeting.invitations import CalledDistrict, MeetingCall
    from kbo_screen.results.sheets.sheet import Rows

_GROUPS: Final = {
    "number": 6,
    "district": 20,
    "group_name": 34,
    "product": 28,
    "representative": 30,
    "phone": 22,
    "brought": 17,
    "signature": 24,
    "note": 16,
}
_OFFICERS: Final = {
    "number": 6,
    "district": 22,
    "officer": 36,
    "phone": 22,
    "signature": 30,
    "note": 20,
}
_CENTRED: Final = frozenset({"number", "brought", "note"})
#: What people write into, by hand or on the screen.
_TYPED: Final = (
    "representative",
    "officer",
    "phone",
    "brought",
    "signature",
    "note",
)
#: An empty box, of letters that every font has.
_BOX: Final = "[   ]"


def roster_sheets(call: MeetingCall, *, with_contacts: bool) -> Iterator[Sheet]:
    """The representatives; where the letter calls officers, these too."""
    lang = call.lang
    notes = []
    if not with_contacts:
        notes.append(plain_note("meeting.roster.without_contacts", lang))
    group_notes = [*_districts_without_groups(call), *notes]
    yield _roster(
        call,
        "groups",
        _GROUPS,
        list(_group_rows(call)),
        group_notes,
    )
    if call.run.letter.officer:
        officers = [
            _officer_row(number, called, lang)
            for number, called in enumerate(call.districts, start=1)
        ]
        yield _roster(
            call,
            "officers",
            _OFFICERS,
            officers,
            notes,
        )


def _roster(
    call: MeetingCall,
    name: str,
    widths: Mapping[str, int],
    rows: list[list[Any]],
    notes: list[Line],
) -> Sheet:
    """A roster under the letter and the day, hour and place of the meeting."""
    run, lang = call.run, call.lang
    title = text(f"meeting.title.{name}", lang, subject=run.letter.subject)
    columns = labelled_columns(
        "meeting.label",
        widths,
        lang,
        centred=_CENTRED,
        typed=_TYPED,
    )
    return Sheet(
        name=text(f"meeting.sheet.{name}", lang),
        title_block=[
            Line(title, "title"),
            Line(letter_line(run)),
            Line(meeting_line(run.letter, lang)),
        ],
        columns=columns,
        rows=rows,
        notes=notes,
    )


def _group_rows(call: MeetingCall) -> Rows:
    """A row per group, numbered through all districts; one without a name is marked."""
    for number, called, invitation in numbered_invitations(call.districts):
        yield [
            number,
            called.area.district,
            invitation.group_name,
            invitation.product_name,
            invitation.representative,
            invitation.phone,
            _BOX,
            None,
            _unnamed_mark(call.lang, is_named=invitation.is_named),
        ]


def _officer_row(
    number: int,
    called: CalledDistrict,
    lang: str,
) -> list[Any]:
    mark = _unnamed_mark(lang, is_named=called.has_officer)
    return [number, called.area.district, called.officer, None, None, mark]


def _unnamed_mark(lang: str, *, is_named: bool) -> str | None:
    return None if is_named else text("meeting.roster.unnamed", lang)


def _districts_without_groups(call: MeetingCall) -> Iterator[Line]:
    """Which districts have no group on the roster, and why."""
    lang = call.lang
    names = [
        text(
            "meeting.roster.none",
            lang,
            district=called.area.district,
            why=text(f"meeting.none.{called.why_none}", lang),
        )
        for called in call.districts
        if called.why_none
    ]
    if names:
        districts = ", ".join(names)
        yield plain_note("meeting.roster.no_groups", lang, districts=districts)
