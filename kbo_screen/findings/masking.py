"""Makes people unreadable in what is shown: a cell may hold anybody's name or number, whatever its column.

Here stands what is put in place of a personal id, a telephone number and a titled name; `person_numbers.py` and
`person_names.py` know how these are written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.person_names import (
    other_marks_of_titles,
    people_in,
    title_words,
)
from kbo_screen.findings.person_numbers import (
    ID_DIGITS,
    MOST_MARKS,
    Span,
    id_spans,
    number_spans,
)
from kbo_screen.vocabulary.many_texts import FEW, positions_to_look_at
from kbo_screen.vocabulary.thai_text import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MASK: Final = "***"
HIDDEN_ID: Final = "*" * ID_DIGITS
#: Characters that nobody sees: they go before a text is looked at.
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
#: Breaks of a line and blanks that an export spelled out; they are seen as such.
_SPELLED_BREAK: Final = re.compile(
    r"_x000[aAdD]_|&nbsp;|&#(?:160|10|13|8203);|</?[A-Za-z]{1,5} ?/?>"
)
#: Characters that may be a digit or a letter of another width.
_OTHER_WIDTH: Final = re.compile(r"[^\x00-\x7f\u0e01-\u0e4f]")
#: Eight digits, of whatever alphabet, anywhere: fewer hide no number.
_ENOUGH_DIGITS: Final = 8
#: Letters that people type for a digit: O for 0, l and I for 1.
_LETTERS_FOR_DIGITS: Final = str.maketrans("OoIl", "0011")
_LATIN_LETTER: Final = re.compile("[A-Za-z]")
_LETTER_FOR_DIGIT: Final = re.compile("[OoIl]")
#: Nine digits or more with such letters among them, cut by the marks of a telephone number, and no other letter beside.
_WITH_LETTERS: Final = re.compile(
    r"(?<![A-Za-z])[\dOoIl](?:[ ().\-–]{0,3}[\dOoIl]){8,13}(?![A-Za-z])"
)
#: So many of them are digits.
_FEWEST_REAL_DIGITS: Final = 6
#: Digits with a ring around them, or raised.
_OTHER_DIGITS: Final = (
    r"[\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
)
#: Signs that hide nothing, of those below Thai: all but digits, letters for digits, and _, & and <, which begin a
#: spelled break. Signs are told by what they are not: Python takes 3 ms to make a pattern of all the others.
_PLAIN_SIGNS: Final = r"\x00-%'-/:;=-HJ-NP-^`-kmnp-\x9f"
#: Many digits in one line, or a sign that may be a digit, a blank or a letter in disguise.
_SUSPECT: Final = re.compile(
    # what any of it may begin with is looked for first: that takes half the time
    rf"(?=[^{_PLAIN_SIGNS}\u0e01-\u0e4f])(?:"
    rf"\d(?:(?:[^\w\n]|[_ーฯๆ]){{0,{MOST_MARKS}}}\d){{7}}|\d\.\d{{6,}}[eE]|{_WITH_LETTERS.pattern}"
    rf"|[\uff00-\uffef]|{_OTHER_DIGITS}|{_INVISIBLE.pattern}|{_SPELLED_BREAK.pattern})"
)
#: Without one of these nothing in a text is suspect: a sign of disguise, or as many digits as the fewest hide.
_MAY_BE_SUSPECT: Final = (
    re.compile(rf"[^{_PLAIN_SIGNS}0-9OoIl\u0e01-\u0e59]"),
    re.compile(r"[\dOoIl](?:[^\dOoIl\n]*+[\dOoIl]){6}"),
)
#: Texts whose masks are kept: findings quote the same words again and again.
_KEPT: Final = 4096


def mask_ids(words: str) -> str:
    """The words with every personal id in them made unreadable, a name's and a telephone's left as they are.

    >>> [mask_ids(words) for words in ("1–2345–67890–12–3", "๑ ๒๓๔๕  ๖๗๘๙๐ ๑๒ ๓", "1.234567890123e+12", "2402 00017")]
    ['*************', '*************', '*************', '2402 00017']
    """
    if not _has_enough_digits(words):
        return words
    visible = _visible(words)
    masks = dict.fromkeys(id_spans(_in_digits(visible)), HIDDEN_ID)
    return _replaced(words, visible, masks)


def mask_numbers(words: str) -> str:
    """The words with every personal id and telephone number in them made unreadable, names left as they are.

    >>> mask_numbers("ผ้านางหนึ่ง 1-2345-67890-12-3 โทร. 081-234-5678")
    'ผ้านางหนึ่ง ************* โทร. ***'
    """
    if not _has_enough_digits(words):
        return words
    visible = _visible(words)
    ids, phones = number_spans(_in_digits(visible))
    masks = dict.fromkeys(ids, HIDDEN_ID) | dict.fromkeys(phones, MASK)
    return _replaced(words, visible, masks)


@lru_cache(_KEPT)
def mask_people(words: str) -> str:
    """The words with every personal id, telephone number and titled person's name in them made unreadable.

    >>> mask_people("บัตร 1-2345-67890-12-3 กลุ่ม 240200017")
    'บัตร ************* กลุ่ม 240200017'
    >>> mask_people("กลุ่มแม่บ้านนางาม (นางหนึ่ง ใจดี 081-234-5678)")
    'กลุ่มแม่บ้านนางาม (นาง*** ***)'
    """
    return mask_numbers(_mask_names(words))


@lru_cache(_KEPT)
def mask_name(words: str) -> str:
    """The name of a group or product without the people in it; a name that begins with a person is its own.

    A sole owner's name is the name of the business: without it the list would name nobody.

    >>> [mask_name(words) for words in ("กลุ่มทอผ้า (นางหนึ่ง ใจดี)", "นางหนึ่ง ใจดี")]
    ['กลุ่มทอผ้า (นาง***)', 'นางหนึ่ง ใจดี']
    """
    return mask_numbers(_mask_names(words, keeps_first=True))


def mask_code(words: str) -> str:
    """What stands in a column of ids, without personal ids and people; a number from 0 on is an id there.

    >>> [mask_code(words) for words in ("0812345678", "1-2345-67890-12-3", "นายหนึ่ง ใจดี")]
    ['0812345678', '*************', 'นาย***']
    """
    if is_plain_code(words):
        return words
    return mask_ids(_mask_names(words))


def is_plain_code(words: str) -> bool:
    """Digits alone, fewer than a personal id has: nothing to hide in a column of ids."""
    return len(words) < ID_DIGITS and words.isascii() and words.isdigit()


def are_plain_codes(words: Sequence[str]) -> bool:
    """All of many words are: told by one look at all of them."""
    text = "".join(words)
    longest = max(map(len, words), default=0)
    return longest < ID_DIGITS and text.isascii() and text.isdigit()


def words_with_people(words: Sequence[str]) -> list[str]:
    """Those of many words that may hold a person or a number; the others hold none for sure.

    One search through all of them costs a tenth of a look at each.
    """
    if len(words) < FEW:
        return list(words)
    patterns = (*_MAY_BE_SUSPECT, title_words(), other_marks_of_titles())
    positions = positions_to_look_at(words, *patterns)
    return [words[position] for position in sorted(positions)]


def _mask_names(words: str, *, keeps_first: bool = False) -> str:
    if not _may_hold_people(words):
        return words
    visible = _visible(words)
    masks = {}
    for person in people_in(_plain(visible)):
        is_first = person.start == 0
        if not (is_first and keeps_first):
            masks[Span(person.name, person.end)] = MASK
    return _replaced(words, visible, masks)


def _may_hold_people(words: str) -> bool:
    """What begins a person's name stands there, or may stand there in disguise: as `words_with_people` looks for it.

    Latin letters and blanks that are no spaces are left to the closer look.
    """
    if not words.isprintable():
        return True
    patterns = (_LATIN_LETTER, _SUSPECT, title_words(), other_marks_of_titles())
    return any(pattern.search(words) for pattern in patterns)


def _has_enough_digits(words: str) -> bool:
    if len(words) < _ENOUGH_DIGITS:
        return False
    if sum(map(str.isdigit, words)) >= _ENOUGH_DIGITS:
        return True
    return _WITH_LETTERS.search(words) is not None


def _visible(words: str) -> str:
    """The words as they are seen."""
    if "_x000" in words or "&" in words or "<" in words:
        words = _SPELLED_BREAK.sub("\n", words)
    return words if words.isascii() else _INVISIBLE.sub("", words)


def _plain(words: str) -> str:
    """The words, letter for letter, with digits 0 to 9 and Latin letters of the usual width."""
    if words.isascii():
        return words
    return _OTHER_WIDTH.sub(_plain_sign, to_ascii_digits(words))


def _in_digits(words: str) -> str:
    """The words, letter for letter, with digits 0 to 9 also where people type a letter for one: "O8l-234-5678"."""
    plain = _plain(words)
    if _LETTER_FOR_DIGIT.search(plain):
        return _WITH_LETTERS.sub(_digits_of, plain)
    return plain


def _digits_of(match: re.Match[str]) -> str:
    number = match[0]
    real_digits = sum(map(str.isdecimal, number))
    if real_digits < _FEWEST_REAL_DIGITS:
        return number
    return number.translate(_LETTERS_FOR_DIGITS)


def _plain_sign(sign: re.Match[str]) -> str:
    digit = unicodedata.decimal(sign[0], None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", sign[0])
    return compatible if len(compatible) == 1 else sign[0]


def _replaced(
    words: str,
    visible: str,
    masks: Mapping[Span, str],
) -> str:
    """The words with other words in place of some pieces; they come back as they are where there is nothing to hide."""
    parts: list[str] = []
    position = 0
    for span in sorted(masks, key=_by_start):
        if span.start < position:
            continue
        parts += [visible[position : span.start], masks[span]]
        position = span.end
    if not parts:
        return words
    parts.append(visible[position:])
    return "".join(parts)


def _by_start(span: Span) -> tuple[int, int]:
    """Of two pieces that start together the longer first."""
    return span.start, -span.end


def are_values(headers: Iterable[str]) -> bool:
    """Headers among which a person stands are a row of values that was taken for the header: none of them is shown.

    >>> are_values(["นางหนึ่ง ใจดี", "สองชั้น"]), are_values(["ชื่อผู้แทน", "โทร."])
    (True, False)
    """
    return any(mask_people(header) != header for header in headers)
