"""Makes next year's letter file, and says which worked examples no longer hold under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.letters.next_letter import next_letter_text
from kbo_screen.screening.examples import failing_examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.letters.model import Letter, LetterContact
    from kbo_screen.letters.next_letter import NextLetter
    from kbo_screen.screening.examples import FailingExample


class NewLetter(NamedTuple):
    """The text of the new file, and what of the old letter is still to be decided.

    undecided: its worked examples that no longer hold; they are left out. kept_windows: conditions whose years are
    the old letter's. kept_place: of the meeting, where it is the old letter's; kept_contact: the office of another
    province.
    """

    text: str
    undecided: Sequence[FailingExample]
    kept_windows: Sequence[Condition]
    kept_place: str | None
    kept_contact: LetterContact | None


def make_next_letter(
    base: LoadedLetter, base_name: str, facts: NextLetter
) -> NewLetter:
    """A letter file that extends another. Raises UsageError for facts that make no letter."""
    text = next_letter_text(base.letter, base_name, facts)
    letter = parse_letter(text, f"{facts.id}.toml").letter
    undecided = list(failing_examples(letter))
    left_out = [failing.example.id for failing in undecided]
    return NewLetter(
        next_letter_text(base.letter, base_name, facts, left_out),
        undecided,
        [condition for condition in letter.conditions if condition.window],
        _kept_place(base.letter, letter),
        letter.contact if letter.province != base.letter.province else None,
    )


def _kept_place(old: Letter, new: Letter) -> str | None:
    """Where both letters have their groups meet; None for different places, or no meeting."""
    if not (old.meeting and new.meeting) or old.meeting.place != new.meeting.place:
        return None
    return new.meeting.place


def open_base(letter: str | Path) -> LoadedLetter:
    """The letter that is extended. Raises UsageError."""
    return load_letter_file(letter)
