"""What is said of the letter's meeting, on notices, rosters and forms: when, where, who comes, what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import text
from kbo_screen.vocabulary.dates import letter_date

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter, Meeting


def meeting_of(letter: Letter) -> Meeting:
    """The meeting that the letter calls to. Raises UsageError for a letter that tells of none."""
    if letter.meeting is None:
        raise UsageError.of("usage.no-meeting", value=letter.id)
    return letter.meeting


def meeting_day(letter: Letter, lang: str) -> str:
    """The day of the meeting with its weekday."""
    meeting = meeting_of(letter)
    weekday = meeting.weekday if lang == "th" else f"{meeting.used:%A}"
    return text(
        "meeting.date",
        lang,
        weekday=weekday,
        date=letter_date(meeting.used, lang),
    )


def meeting_line(letter: Letter, lang: str) -> str:
    """The day, the hour and the place of the meeting."""
    meeting = meeting_of(letter)
    return text(
        "meeting.head",
        lang,
        date=meeting_day(letter, lang),
        time=meeting.time,
        place=meeting.place,
    )


def attendance_line(letter: Letter, lang: str) -> str:
    """How many people of a group come, what for, and what they bring where the letter says so."""
    meeting = meeting_of(letter)
    line = text(
        "meeting.attend",
        lang,
        count=meeting.representatives_per_group,
        purpose=meeting_purpose(letter, lang),
        clause=meeting.clause,
    )
    if meeting.bring is None:
        return line
    return f"{line} {text('meeting.bring', lang, bring=meeting.bring)}"


def meeting_purpose(letter: Letter, lang: str) -> str:
    """What the groups come for, in the letter's words where it has some."""
    return meeting_of(letter).purpose or text("meeting.purpose", lang)
