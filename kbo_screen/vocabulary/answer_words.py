"""The words with which people answer a question: yes, no, not sure, or the value itself.

Only words that are known to mean one of these settle anything; the same words are understood for every field.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from kbo_screen.vocabulary.reading import (
    UNKNOWN,
    Reading,
    cell_text,
    folded,
    is_blank,
    without_politeness,
    words,
)
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.values import read_field


class AnswerReading(NamedTuple):
    """What an answer was read as; `reading` is the value where the answer is one, `agrees` where it is also a yes."""

    kind: Literal["yes", "no", "value", "not-sure", "not-understood"]
    reading: Reading = UNKNOWN
    #: A yes stands in front of the value: "ใช่ 3 ดาว".
    agrees: bool = False


#: What ends the first word of an answer.
_FIRST_WORD: Final = re.compile(r"[\s,.;:/–-]")
NOT_UNDERSTOOD = AnswerReading("not-understood")


def read_yes_no(value: object) -> Literal["yes", "no"] | None:
    """A plain yes or no, None for anything else.

    >>> [read_yes_no(v) for v in ("ใช่แล้วครับ", "ไม่ใช่", "OK", "3", "")]
    ['yes', 'no', 'yes', None, None]
    """
    key = _key(value)
    if key in folded("answer", "yes") or cell_text(value) in words("answer")["tick"]:
        return "yes"
    return "no" if key in folded("answer", "no") else None


def is_not_sure(value: object) -> bool:
    """Somebody was asked, and does not know.

    >>> [is_not_sure(v) for v in ("ไม่แน่ใจ", "ยังไม่ทราบค่ะ", "?", "รอตรวจสอบ", "ไม่ใช่")]
    [True, True, True, True, False]
    """
    if "?" in cell_text(value):
        return True
    key = _key(value)
    beginnings = tuple(folded("answer", "not_sure_begins"))
    return key in folded("answer", "not_sure") or key.startswith(beginnings)


def is_not_in_registry(value: object) -> bool:
    """Asked which group of the registry a line is: none of them.

    >>> [is_not_in_registry(v) for v in ("ไม่มีในทะเบียนครับ", "ไม่ใช่", "2")]
    [True, True, False]
    """
    is_no = read_yes_no(value) == "no"
    return is_no or _key(value) in folded("answer", "not_in_registry")


def read_answer(
    field: str,
    value: object,
    spellings: Spellings = NO_SPELLINGS,
) -> AnswerReading:
    """What an answer to a question about a field says.

    A word that would be a no to the question as it is printed, and a yes as the value of the field, says neither.

    >>> [read_answer("other_project", v).kind for v in ("ใช่แล้ว", "ไม่ซ้ำ", "Young OTOP", "ตามนั้น", "ไม่")]
    ['yes', 'value', 'value', 'not-understood', 'not-understood']
    >>> read_answer("star", "3 ดาว").reading.value, read_answer("potential", "มี").kind, read_answer("star", "?").kind
    (3, 'value', 'not-sure')
    >>> read_answer("star", "ใช่ค่ะ 2 ดาว").reading.value, read_answer("star", "ใช่ แต่รอผล").kind
    (2, 'not-understood')
    """
    text = cell_text(value)
    if is_blank(text) or _is_ambiguous(field, text):
        return NOT_UNDERSTOOD
    if is_not_sure(text):
        return AnswerReading("not-sure")
    if yes_or_no := read_yes_no(text):
        return AnswerReading(yes_or_no)
    reading = read_field(field, value, spellings)
    if reading.known and _names_a_value(field, text, reading):
        return AnswerReading("value", reading)
    return _read_yes_and_value(field, text, spellings)


def _read_yes_and_value(
    field: str,
    text: str,
    spellings: Spellings,
) -> AnswerReading:
    """A yes with the value behind it: "ใช่ค่ะ 2 ดาว"; of other projects a value behind a yes may say the contrary."""
    first_word, *rest = _FIRST_WORD.split(text.strip(), maxsplit=1)
    if field in ("other_project", "potential") or read_yes_no(first_word) != "yes":
        return NOT_UNDERSTOOD
    reading = read_field(field, "".join(rest), spellings)
    if not reading.known or reading.value is None:
        return NOT_UNDERSTOOD
    return AnswerReading("value", reading, agrees=True)


def _key(value: object) -> str:
    """An answer as the lists of answers hold it, folded."""
    return without_politeness(fold(cell_text(value)))


def _is_ambiguous(field: str, text: str) -> bool:
    ambiguous = words("answer")["ambiguous"].get(field, ())
    return _key(text) in map(fold, ambiguous)


def _names_a_value(
    field: str,
    text: str,
    reading: Reading,
) -> bool:
    """In a registry any other text is a project, and any "not" is none; as an answer each must name what it means.

    A plain yes or no in front belongs to the printed question, and a value behind it may say the contrary.
    """
    if field != "other_project":
        return True
    key = fold(text)
    if key.startswith(tuple(folded("answer", "clear_opening"))):
        return True
    first_word = _FIRST_WORD.split(text.strip(), maxsplit=1)[0]
    denials = tuple(folded("answer", "denial"))
    if read_yes_no(first_word) or key.startswith(denials):
        return False
    list_name = "project" if reading.value == "in_project" else "clear"
    return holds_any(key, folded("answer", list_name))
