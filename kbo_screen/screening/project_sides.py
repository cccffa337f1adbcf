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
    if (
        reading.problem == "unclear-project"
        and choices.withdrawn != "asked"
        and says_withdrawn(raw)
    ):
        return (
            read_project_as_member(raw)
            if choices.withdrawn == "in-project"
            else Reading("clear")
        )
    is_blank_cell = reading.value == "clear" and not cell_text(raw)
    if is_blank_cell and choices.blank_project_cell == "unknown":
        return UNKNOWN
    return reading
