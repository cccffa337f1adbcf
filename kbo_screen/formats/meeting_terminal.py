"""Who is called to the meeting, on the terminal: a line per district, numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import print_line, ruled_table, show_stamps
from kbo_screen.results.roster_sheets import meeting_line
from kbo_screen.results.sheet_parts import letter_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kbo_screen.results.invitations import CalledDistrict, MeetingCall


def show_meeting(call: MeetingCall, console: Console) -> None:
    """Show the meeting, the districts with what is still to be named, and the totals."""
    run, lang = call.run, call.run.lang
    source = "by_shortlist" if call.is_proposed else "by_lists"
    print_line(console, letter_line(run), style="bold")
    print_line(console, meeting_line(run))
    print_line(console, text(f"meeting.{source}", lang))
    console.print()
    show_stamps(run, console)
    console.print(_table(call))
    console.print()
    print_line(console, _totals(call))
    console.print()


def _table(call: MeetingCall) -> Table:
    """A row per district."""
    lang = call.run.lang
    table = ruled_table()
    table.add_column(text("meeting.column.district", lang), no_wrap=True)
    for name in ("groups", "unnamed"):
        label = text(f"meeting.column.{name}", lang)
        table.add_column(
            label,
            justify="right",
            no_wrap=True,
        )
    if call.run.letter.officer:
        table.add_column(text("meeting.column.officer", lang), no_wrap=True)
    table.add_column(text("meeting.column.note", lang), no_wrap=True)
    for called in call.districts:
        table.add_row(*_table_row(called, call))
    return table


def _table_row(called: CalledDistrict, call: MeetingCall) -> list[str]:
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
