"""The numbers that a Thai text states, in Thai digits, Arabic digits or words: single ones, ranges and open ranges.

Days, clock times and the numbers of clauses are no such numbers.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kbo_screen.vocabulary.dates import CENTURY_BE, MONTHS_TH
from kbo_screen.vocabulary.thai_text import to_ascii_digits

_UNITS_OF_WORDS: Final = {
    "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
_TENS_OF_WORDS: Final = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000}
_NUMBER_WORD: Final = "|".join([*_UNITS_OF_WORDS, *_TENS_OF_WORDS])
#: What is counted. A number in words stands before it, or ends its phrase: "สามกลุ่ม", never "สามารถ".
_COUNTED: Final = (
    "กลุ่ม|ดาว|คน|ราย|ผลิตภัณฑ์|ปี|แห่ง|ตำบล|อำเภอ|จังหวัด|ชุด|กิจกรรม|โครงการ|วัน|ครั้ง|ลำดับ|ระดับ"
)
_IN_WORDS: Final = re.compile(
    rf"(?:{_NUMBER_WORD}){{1,12}}(?=(?:{_COUNTED}|ถึง|ขึ้นไป|ลงมา)|[^ก-๙]|$)"
)
_PIECE_OF_WORDS: Final = re.compile(_NUMBER_WORD)
_NO_COUNT: Final = re.compile(
    rf"\d{{1,2}} ?(?:{'|'.join(MONTHS_TH)}) ?(?:พ\.ศ\. ?)?(?:\d{{4}}|\d{{2}})?"
    r"|\d{1,2}[.:]\d{2}(?: ?[-–—] ?\d{1,2}[.:]\d{2})? ?น\."
    r"|ข้อ ?\d{1,3}(?:\.\d{1,3}){0,3}(?: ?\(\d{1,3}\)){0,3}"
)
_YEAR_WORDS: Final = r"(?:ปี ?)?(?:พ\.ศ\. ?)?"
_DIGITS: Final = r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})"
_RANGE: Final = re.compile(
    rf"{_DIGITS} ?(?:{_COUNTED})? ?(?:[-–—]|ถึง) ?{_YEAR_WORDS}(?:ระดับ ?)?{_DIGITS}"
)
_NUMBER: Final = re.compile(_DIGITS)
_SHORT_YEAR: Final = re.compile(r"(?<=ปี) ?'?(\d{2})(?!\d)")
_AT_LEAST: Final = re.compile(
    rf"(?:ตั้งแต่|ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย) ?{_YEAR_WORDS}{_DIGITS}|{_DIGITS} ?(?:{_COUNTED})? ?(?:ขึ้นไป|เป็นต้นไป)"
)
_AT_MOST: Final = re.compile(
    rf"(?:ไม่เกิน|ไม่มากกว่า|อย่างมาก) ?{_YEAR_WORDS}{_DIGITS}|{_DIGITS} ?(?:{_COUNTED})? ?ลงมา"
)


class StatedNumbers(NamedTuple):
    """The numbers of a text. at_least, at_most: those that open a range; they are single ones too."""

    single: frozenset[int]
    ranges: frozenset[tuple[int, int]]
    at_least: frozenset[int]
    at_most: frozenset[int]

    def hold_range(
        self,
        least: int,
        most: int,
        *,
        is_open_below: bool,
        is_open_above: bool,
    ) -> bool:
        """The range is stated: as one, number by number, or open at an end beyond which nothing can be."""
        if (least, most) in self.ranges or {least, most} <= self.single:
            return True
        if is_open_above and least in self.at_least:
            return True
        return is_open_below and most in self.at_most


def stated_numbers(words: str) -> StatedNumbers:
    """The numbers that a text states.

    >>> stated = stated_numbers("ระดับ ๑ – ๓ ดาว ปี ๒๕๖๕ อำเภอละอย่างน้อยสามกลุ่ม")
    >>> sorted(stated.single), sorted(stated.ranges), sorted(stated.at_least)
    ([3, 2565], [(1, 3)], [3])
    >>> stated_numbers("ภายในวันพุธที่ ๒๕ ธันวาคม ๒๕๖๕ ตามข้อ ๑ เวลา ๐๘.๓๐ น. สามารถ").single
    frozenset()
    """
    plain = _NO_COUNT.sub(" ", _in_digits(words))
    ranges = frozenset((_int(a), _int(b)) for a, b in _RANGE.findall(plain))
    without_ranges = _RANGE.sub(" ", plain)
    single = {_int(number) for number in _NUMBER.findall(without_ranges)}
    single.update(
        CENTURY_BE + int(year) for year in _SHORT_YEAR.findall(without_ranges)
    )
    return StatedNumbers(
        frozenset(single),
        ranges,
        _opened(_AT_LEAST, without_ranges),
        _opened(_AT_MOST, without_ranges),
    )


def _opened(pattern: re.Pattern[str], words: str) -> frozenset[int]:
    numbers = [before or behind for before, behind in pattern.findall(words)]
    return frozenset(map(_int, numbers))


def _int(digits: str) -> int:
    return int(digits.replace(",", ""))


def _in_digits(words: str) -> str:
    """The words with 0 to 9 for Thai digits and for numbers in words."""
    return _IN_WORDS.sub(_digits_of_words, to_ascii_digits(words))


def _digits_of_words(match: re.Match[str]) -> str:
    """A number in words, in digits; a rank without its own number ("สิบ") counts once.

    >>> _IN_WORDS.sub(_digits_of_words, "สองพันห้าร้อยหกสิบห้า ยี่สิบเอ็ดกลุ่ม สิบราย พันธุ์")
    '2565 21กลุ่ม 10ราย พันธุ์'
    """
    total = 0
    pending = 0
    for piece in _PIECE_OF_WORDS.findall(match[0]):
        if piece in _UNITS_OF_WORDS:
            pending = _UNITS_OF_WORDS[piece]
            continue
        total += max(pending, 1) * _TENS_OF_WORDS[piece]
        pending = 0
    return str(total + pending)
