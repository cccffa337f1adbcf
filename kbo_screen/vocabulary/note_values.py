"""What a note on a cell says of the value in it: another value of the same field, or nothing of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.reading import holds_words
from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.values import read_field
from kbo_screen.vocabulary.word_tables import any_of, word_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.vocabulary.reading import Reading

#: A part of a note that says a value is shorter.
LONGEST_PART: Final = 60
#: What stands between the parts of a note: behind its author's name, between the comments of a thread.
_BETWEEN_PARTS: Final = re.compile(r"[:;,\n]|\s[/-]\s|\s(?=ตาม)")


def note_differs(
    field: str,
    reading: Reading,
    note: str,
    letter_year: int | None = None,
) -> bool:
    """A note says another value than its cell does. reading: the cell's. letter_year: of which the field's values are.

    >>> from kbo_screen.vocabulary.values import read_star
    >>> notes = ("ที่จริงได้ 4 ดาว", "สมศรี: แก้เป็น 5 ดาว", "3 ดาว", "ปี 62 ได้ 4 ดาว", "โทรถามแล้ว 2 ครั้ง")
    >>> [note_differs("star", read_star(3), note, 2565) for note in notes]
    [True, True, False, False, False]
    """
    if not reading.known:
        return False
    for part in _parts_of(note):
        said = read_field(field, part)
        is_of_other_year = said.year_be not in (None, letter_year)
        is_plain = _is_plain(field, said, part) and not is_of_other_year
        if is_plain and said.value != reading.value:
            return True
    return False


def _is_plain(
    field: str,
    said: Reading,
    part: str,
) -> bool:
    """A part says a value in words that are understood, or that a product has no star.

    Any words may be a project's name: in a note only those count that speak of one.
    """
    if not said.known or said.problem is not None:
        return False
    if said.value is None:
        return field == "star" and holds_words(part)
    if said.value == "in_project":
        return holds_any(fold(part), map(fold, _words()["of_projects"]))
    return True


def _parts_of(note: str) -> Iterator[str]:
    """The note and each of its parts, without words that only lead to a value or follow it."""
    for part in (note, *_BETWEEN_PARTS.split(note)):
        plain_part = _without_trimmings(part)
        if plain_part and len(plain_part) <= LONGEST_PART:
            yield plain_part


def _without_trimmings(part: str) -> str:
    leading, trailing = _trimmings()
    words = leading.sub("", part.strip())
    return trailing.sub("", words).strip()


@cache
def _trimmings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    leading = any_of(_words()["leading"])
    trailing = any_of(_words()["trailing"])
    return (
        re.compile(rf"^(?:(?:{leading})\s*)+", re.IGNORECASE),
        re.compile(rf"(?:\s{{0,3}}(?:{trailing})){{1,6}}[\s.!]{{0,9}}$", re.IGNORECASE),
    )


def _words() -> dict[str, list[str]]:
    return word_table("note_values")
