"""What a word about other projects means under the sides that a letter takes: KBO itself, a withdrawal, a blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.vocabulary.reading import UNKNOWN, Reading, cell_text
from kbo_screen.vocabulary.values import read_project_as_member, says_withdrawn

if TYPE_CHECKING:
    from kbo_screen.letters.choices import Choices


def under_choices(
    reading: Reading,
    raw: object,
    choices: Choices,
) -> Reading:
    """The reading of a cell of other projects, changed where the letter takes another side than the reader.

    raw: what stands in the cell. The reader takes KBO for the list that is being made, asks about who withdrew, and
    takes a blank for none.
    """
    if reading.problem == "kbo-itself" and choices.kbo_itself == "another-project":
        return Reading("in_project", year_be=reading.year_be)
    if reading.problem == "unclear-project" and says_withdrawn(raw):
        return _of_withdrawn(reading, raw, choices)
    is_blank_cell = reading.value == "clear" and not cell_text(raw)
    if is_blank_cell and choices.blank_project_cell == "unknown":
        return UNKNOWN
    return reading


def _of_withdrawn(
    reading: Reading,
    raw: object,
    choices: Choices,
) -> Reading:
    """Whether a group that withdrew is still in the project. reading: the reader's, which asks."""
    match choices.withdrawn:
        case "asked":
            return reading
        case "in-project":
            return read_project_as_member(raw)
        case "clear":
            return Reading("clear")
