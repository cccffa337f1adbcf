"""What a note on a cell, or a remark on its row, says of the value in it: another value, or nothing of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.phrases import phrases_of
from kbo_screen.vocabulary.reading import holds_words
from kbo_screen.vocabulary.taken_back import (
    BETWEEN_CLAUSES,
    any_word_of,
    spaced,
    takes_back,
)
from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.title_years import years_in_title
from kbo_screen.vocabulary.values import is_doubtful, read_field, says_withdrawn
from kbo_screen.vocabulary.word_tables import (
    finder_of,
    longest_first,
    word_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.vocabulary.reading import Reading

#: Fields of which a remark may say another value.
REMARKED_FIELDS: Final = ("star", "producer_type", "standard", "other_project")
#: A part of a note that says a value is shorter.
LONGEST_PART: Final = 60
#: Of a longer note the rest is not looked at: a part of it that is a value is short.
LONGEST_NOTE: Final = 1000
#: Signs around the words of a part.
_SIGNS: Final = " .!?\t"
#: A part that says nothing but a doubt is shorter.
LONGEST_DOUBT: Final = 20
#: What stands between the parts of a note: behind its author's name, between the comments of a thread.
_BETWEEN_PARTS: Final = re.compile(r"[:;,=\n]|\s[/-]\s|\s(?=ตาม)|หมายถึง|\sคือ")


def note_differs(
    field: str,
    reading: Reading,
    note: str,
    letter_year: int | None,
) -> bool:
    """A note says another value than its cell does, or doubts it.

    reading: the cell's. letter_year: of which the field's values are.

    >>> from kbo_screen.vocabulary.values import read_star
    >>> notes = ("ที่จริงได้ 4 ดาว", "สมศรี: แก้เป็น 5 ดาว", "รอผล", "3 ดาว", "ปี 62 ได้ 4 ดาว", "โทรถามแล้ว 2 ครั้ง")
    >>> [note_differs("star", read_star(3), note, 2565) for note in notes]
    [True, True, True, False, False, False]
    """
    if not reading.known:
        return False
    if any(map(_only_doubts, _BETWEEN_PARTS.split(note))):
        return True
    parts = _parts_of(note)
    return any(_differs(field, reading, part, letter_year) for part in parts)


def remark_differs(
    field: str,
    reading: Reading,
    remark: str,
    letter_year: int | None = None,
    round_year: int | None = None,
    *,
    is_only: bool = False,
) -> bool:
    """A remark on a row says another value of a field, in words that speak of this field. As `note_differs`.

    That a group left its project is asked beside the project as in its own cell, and so is a result that was taken
    back. round_year: of the letter's stars; what lapses later is no less. is_only: the table is a list of this field
    and nothing else, so that a remark need not name it.

    >>> from kbo_screen.vocabulary.values import read_other_project, read_star
    >>> remarks = ("4 ดาว", "4", "รอผล", "รอผลดาว", "รอผลดาวปี 67")
    >>> [remark_differs("star", read_star(3), remark, 2565) for remark in remarks]
    [True, False, False, True, False]
    >>> [remark_differs("other_project", read_other_project(value), "ถอนตัวแล้ว") for value in ("Young OTOP", "ไม่ซ้ำ")]
    [True, False]
    >>> remark_differs("other_project", read_other_project("-"), "ถอนตัวจาก Young OTOP ปี 66", 2566)
    True
    """
    if not reading.known:
        return False
    is_result = reading.value is not None
    if is_result and takes_back(field, remark, round_year, is_only=is_only):
        return letter_year is None or _may_be_of(letter_year, remark)
    if field == "other_project" and says_withdrawn(remark):
        if reading.value == "in_project":
            return True
        return _left_project_of(letter_year, remark)
    for part in _parts_of(remark):
        if not _speaks_of(field, part):
            continue
        if _differs(field, reading, part, letter_year):
            return True
        if _doubts(field, reading, part) and _may_be_of(letter_year, part):
            return True
    return False


def _folded(name: str) -> list[str]:
    return [fold(word) for word in _words()[name]]


def _doubts(
    field: str,
    reading: Reading,
    part: str,
) -> bool:
    """A part of a remark doubts a field, or waits for its result: "รอผลดาว", not "รอป้ายดาว".

    While a standard is being developed everybody waits for it; for a type nobody waits, but for a loan as an SME.
    """
    if not _only_doubts(part):
        return False
    if field == "other_project" and not _names_project(part):
        return False
    if not holds_any(fold(part), _folded("waiting")):
        return True
    if field == "producer_type" or reading.value == "developing":
        return False
    return _wait_for(field).search(spaced(part)) is not None


@cache
def _wait_for(field: str) -> re.Pattern[str]:
    """A wait directly for the result of this field, or behind it."""
    field_word = any_word_of(f"of_{field}")
    wait = any_word_of("waiting_for_result")
    between = rf"(?: ?(?:\d++|{any_word_of('between')}))*+ ?"
    return re.compile(rf"{wait}{between}{field_word}|{field_word} ?{wait}(?=$|\d| )")


def _left_project_of(year_be: int | None, remark: str) -> bool:
    """A clause of a remark says that the group left a project that it names, of no other year than this."""
    clauses = BETWEEN_CLAUSES.split(remark)
    is_left = any(says_withdrawn(part) and _names_project(part) for part in clauses)
    return is_left and _may_be_of(year_be, remark)


def _names_project(part: str) -> bool:
    """A part names another project: "Young OTOP", not "เข้าร่วม" alone."""
    key = fold(part)
    names = set(_folded("of_other_project")) - set(_folded("without_name"))
    return holds_any(key, names) and not holds_any(key, _folded("no_projects"))


def _may_be_of(year_be: int | None, part: str) -> bool:
    """A part names no year but this one."""
    years_be = {year.year_be for year in years_in_title(part)}
    return years_be <= {year_be}


def speaks_of_any(remark: str) -> bool:
    """A remark says a value of some field that a remark is asked for."""
    if not _speaks_of_fields().search(fold(remark)):
        return False
    is_back = holds_any(fold(remark), [*_folded("taken_back"), *_folded("lapsed")])
    if says_withdrawn(remark) or is_back:
        return True
    for part in _parts_of(remark):
        for field in REMARKED_FIELDS:
            if not _speaks_of(field, part):
                continue
            reading = read_field(field, part)
            if _is_plain(field, reading, part) or _only_doubts(part):
                return True
    return False


@cache
def _speaks_of_fields() -> re.Pattern[str]:
    """Any word that speaks of some field: most remarks hold none."""
    words = [phrase.key for phrase in phrases_of("other_project", ("withdrawn",))]
    words += [*_folded("taken_back"), *_folded("lapsed")]
    for field in REMARKED_FIELDS:
        words += map(fold, _words()[f"of_{field}"])
    return finder_of(words)


def _speaks_of(field: str, part: str) -> bool:
    """The words of a part speak of the field; of no type that admits a group, for its name may hold such a word."""
    if not holds_any(fold(part), map(fold, _words()[f"of_{field}"])):
        return False
    return read_field(field, part).value not in ("community_group", "clear")


def _differs(
    field: str,
    reading: Reading,
    part: str,
    letter_year: int | None,
) -> bool:
    said = read_field(field, part)
    is_of_other_year = said.year_be not in (None, letter_year)
    is_plain = _is_plain(field, said, part) and not is_of_other_year
    return is_plain and said.value != reading.value


def _only_doubts(part: str) -> bool:
    part = part.strip()
    confirmations = map(fold, _words()["confirmations"])
    if fold(part) in confirmations:
        return False
    is_short = len(part) <= LONGEST_DOUBT
    return is_short and is_doubtful(part)


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
        key = fold(part)
        wishes = map(fold, _words()["wishes"])
        projects = map(fold, _words()["of_other_project"])
        is_wish = holds_any(key, wishes)
        return holds_any(key, projects) and not is_wish
    return True


def _parts_of(note: str) -> Iterator[str]:
    """The note and each of its parts, without words that only lead to a value or follow it."""
    for part in (note, *_BETWEEN_PARTS.split(note)):
        plain_part = _without_trimmings(part[:LONGEST_NOTE])
        if plain_part and len(plain_part) <= LONGEST_PART:
            yield plain_part


def _without_trimmings(part: str) -> str:
    """A part without the words and signs around its value.

    >>> _without_trimmings("ที่จริงแล้วได้ 4 ดาวค่ะ"), _without_trimmings("Correct: 4")
    ('4 ดาว', '4')
    """
    leading, trailing = _trimmings()
    part = part.strip(_SIGNS)
    while word := next(filter(part.lower().startswith, leading), ""):
        part = part[len(word) :].lstrip(_SIGNS)
    while word := next(filter(part.lower().endswith, trailing), ""):
        part = part[: -len(word)].rstrip(_SIGNS)
    return part


@cache
def _trimmings() -> tuple[list[str], list[str]]:
    """Words in front of a value, and behind one, the longest first."""
    words = _words()
    return longest_first(words["leading"]), longest_first(words["trailing"])


def _words() -> dict[str, list[str]]:
    return word_table("note_values")
