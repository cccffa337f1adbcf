"""Digits that are text: ids and telephone numbers, as Excel and people leave them.

Excel eats a leading 0, makes a number of a text, and loses the digits behind the fifteenth. What is lost is not
guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from kbo_screen.vocabulary.reading import (
    Reading,
    cell_text,
    names_no_number,
    unknown,
)
from kbo_screen.vocabulary.thai_text import to_ascii_digits

#: Excel keeps 15 digits of a number; of a longer one the last digits are lost.
EXCEL_DIGITS: Final = 15
#: Thai telephone numbers with their leading 0: 9 digits in a house, 10 in a hand.
PHONE_DIGITS: Final = (9, 10)

UNREADABLE_ID: Final = unknown("unreadable-id")
DATE_FOR_ID: Final = unknown("date-for-id")
UNREADABLE_PHONE: Final = unknown("unreadable-phone")

#: An id and a number as they should be: digits alone, not only zeros. Nothing is to be done to them.
PLAIN_ID: Final = re.compile(r"0*[1-9]\d{3,}\Z", re.ASCII)
PLAIN_PHONE: Final = re.compile(r"(?=\d{9,10}\Z)0+[1-9]\d*\Z", re.ASCII)
_POWER_OF_TEN: Final = re.compile(r"^\d(?:\.\d+)?e\+?\d+$", re.IGNORECASE)

#: What stands between two telephone numbers, or before an extension.
_BETWEEN_NUMBERS: Final = re.compile(r"[,;/\n]|หรือ|และ|(?:ต่อ|ext\.?)\s*\d+")
_NO_DIGIT: Final = re.compile(r"[^\d+]")

#: Letters that people type for a digit of a telephone number: O for 0, l and I for 1.
_LETTERS_FOR_DIGITS: Final = str.maketrans("OoIl", "0011")
#: Latin letters that stand for no digit.
_OTHER_LETTER: Final = re.compile(r"[A-HJ-NP-Za-km-np-z]")


def read_id(value: object) -> Reading:
    """An id as text, spaces and dashes between its digits taken out; a blank is no id.

    >>> [read_id(v).value for v in (240200017.0, " ๒๔๐๒ ๐๐๐๑๗ ", "'0001", "ฉช-17", "ไม่มี")]
    ['240200017', '240200017', '0001', 'ฉช-17', None]
    """
    if isinstance(value, str) and PLAIN_ID.match(value):
        return Reading(value)
    if isinstance(value, dt.date | dt.time):
        return DATE_FOR_ID
    if isinstance(value, bool):
        return UNREADABLE_ID
    text = to_ascii_digits(cell_text(value)).lstrip("'")
    if names_no_number(text):
        return Reading(None)
    if isinstance(value, int | float):
        return _read_stored_id(text)
    return _read_typed_id(text)


def _read_stored_id(text: str) -> Reading:
    """An id that Excel stored as a number."""
    if not text.isdigit() or len(text) > EXCEL_DIGITS:
        return UNREADABLE_ID
    return Reading(text)


def _read_typed_id(text: str) -> Reading:
    if _POWER_OF_TEN.match(text):
        return UNREADABLE_ID
    digits = re.sub(r"[\s\-–.]", "", text.removesuffix(".0"))
    return Reading(digits if digits.isdigit() else text)


def read_phone(value: object) -> Reading:
    """A telephone number as text, the leading 0 that Excel ate put back; two numbers glued together are unknown.

    >>> [read_phone(v).value for v in (812345678, "๐๘๑-๒๓๔-๕๖๗๘", 38511234.0, 8.123456780812346e17, "-")]
    ['0812345678', '081-234-5678', '038511234', None, None]
    >>> read_phone("O8l-234-5678")
    Reading(value='081-234-5678', known=True, problem='mended-phone', year_be=None)
    """
    if isinstance(value, str) and PLAIN_PHONE.match(value):
        return Reading(value)
    text = to_ascii_digits(cell_text(value)).lstrip("'")
    if names_no_number(text):
        return Reading(None)
    if text.isdigit():
        with_zero = text if text.startswith("0") else f"0{text}"
        if len(with_zero) in PHONE_DIGITS:
            return Reading(with_zero)
    if not isinstance(value, str):
        return UNREADABLE_PHONE
    return _read_marked_phone(text)


def _read_marked_phone(text: str) -> Reading:
    """A number with marks or words; letters typed for digits are mended where that makes a telephone number."""
    mended = text.translate(_LETTERS_FOR_DIGITS)
    is_mended = mended != text and is_phone(mended)
    if not is_mended or _OTHER_LETTER.search(text):
        return Reading(text)
    return Reading(mended, problem="mended-phone")


def is_phone(text: str) -> bool:
    """Every number that stands there can be a Thai telephone number; several are told apart by marks or words.

    >>> [is_phone(t) for t in ("081-234-5678", "038 511 234, 0812345678", "08123", "-", "12345 ต่อ 3")]
    [True, True, False, False, False]
    """
    numbers = [
        _NO_DIGIT.sub("", part)
        for part in _BETWEEN_NUMBERS.split(to_ascii_digits(text))
    ]
    return any(numbers) and all(map(_has_phone_digits, filter(None, numbers)))


def _has_phone_digits(number: str) -> bool:
    national = re.sub(r"^\+?66", "0", number)
    return national.startswith("0") and len(national) in PHONE_DIGITS
