"""Who is called to the meeting, below the files written: totals, and the districts that nobody is called of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.screen_parts import (
    first_names,
    show_next_steps,
    show_stamps,
)
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.meeting.invitations import MeetingCall
    from kbo_screen.results.next_steps import StepLine

#: Names of districts for one reason.
NAMES_SHOWN: Final = 12


def show_meeting(
    call: MeetingCall,
    screen: Screen,
    steps: Sequence[StepLine],
) -> None:
    """Show the totals, which districts nobody is called of and why, and what to do next."""
    lang = call.lang
    show_stamps(call.run, screen)
    print_line(screen, _totals(call))
    if parts := _not_called(call):
        line = text("meeting.not_called", lang, districts=" | ".join(parts))
        print_line(screen, line)
    show_next_steps(steps, lang, screen)


def _not_called(call: MeetingCall) -> list[str]:
    """By reason, the first districts of which nobody is called."""
    names_by_reason = lists_by_key(
        (called.why_none, called.area.district)
        for called in call.districts
        if called.why_none
    )
    parts = []
    for reason, names in names_by_reason.items():
        words = text(f"meeting.none.{reason}", call.lang)
        parts.append(f"{words}: {first_names(names, NAMES_SHOWN)}")
    return parts


def _totals(call: MeetingCall) -> str:
    districts = call.districts
    has_officers = call.run.letter.officer is not None
    return text(
        "meeting.totals" if has_officers else "meeting.totals_no_officer",
        call.lang,
        groups=sum(len(called.invitations) for called in districts),
        districts=sum(bool(called.invitations) for called in districts),
        unnamed=sum(called.unnamed for called in districts),
        officers=sum(not called.has_officer for called in districts),
    )
