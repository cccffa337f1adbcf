"""Who is called to the meeting, on the terminal: a line per district, numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.padded_table import TableColumn, TableRow, show_table
from kbo_screen.formats.terminal import print_line, show_stamps
from kbo_screen.results.meeting_sentences import meeting_line
from kbo_screen.results.sheet_parts import letter_line

if TYPE_CHECKING:
    from kbo_screen.formats.console import Screen
    from kbo_screen.results.invitations import CalledDistrict, MeetingCall


def show_meeting(call: MeetingCall, screen: Screen) -> None:
    """Show the meeting, the districts with what is still to be named, and the totals."""
    run, lang = call.run, call.run.lang
    source = "by_shortlist" if call.is_proposed else "by_lists"
    print_line(screen, letter_line(run), style="bold")
    print_line(screen, meeting_line(run.letter, run.lang))
    print_line(screen, text(f"meeting.{source}", lang))
    screen.print()
    show_stamps(run, screen)
    _show_districts(call, screen)
    screen.print()
    print_line(screen, _totals(call))
    screen.print()


def _show_districts(call: MeetingCall, screen: Screen) -> None:
    """Show a row per district."""
    names = ["district", "groups", "unnamed"]
    if call.run.letter.officer:
        names.append("officer")
    columns = [
        TableColumn(
            text(f"meeting.column.{name}", call.run.lang),
            is_number=name in ("groups", "unnamed"),
        )
        for name in [*names, "note"]
    ]
    rows = [TableRow(_table_cells(called, call)) for called in call.districts]
    show_table(screen, columns, rows)


def _table_cells(called: CalledDistrict, call: MeetingCall) -> list[str]:
    lang = call.run.lang
    row = [
        called.area.district,
        str(len(called.invitations)),
        str(called.unnamed),
    ]
    if call.run.letter.officer:
        is_named = "yes" if called.has_officer else "no"
        row.append(text(f"meeting.{is_named}", lang))
    why = called.why_none
    row.append(text(f"meeting.none.{why}", lang) if why else "")
    return row


def _totals(call: MeetingCall) -> str:
    districts = call.districts
    has_officers = call.run.letter.officer is not None
    return text(
        "meeting.totals" if has_officers else "meeting.totals_no_officer",
        call.run.lang,
        groups=sum(len(called.invitations) for called in districts),
        districts=sum(bool(called.invitations) for called in districts),
        unnamed=sum(called.unnamed for called in districts),
        officers=sum(not called.has_officer for called in districts),
    )
