"""The years that stand in a cell beside a value: "3 ดาว (65)", "นวัตวิถี 65", "ผ่าน(64)", "OTOP Trader ปี 2564"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kbo_screen.vocabulary.dates import read_year_be
from kbo_screen.vocabulary.grouping import only
from kbo_screen.vocabulary.thai_text import to_ascii_digits

_ERA: Final = r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)"
_YEAR_WORD: Final = (
    rf"(?:(?:ใน|ประจำ|รอบ|ของ)?\s?ปี\s?(?:งบประมาณ|งบ|งปม\.?)?\s?{_ERA}?\s?'?)"
)
_LONG: Final = r"(?:25|20)\d\d"
#: Two digits without a word before them are a year only where they can be one of the years of OTOP: 2540 to 2579.
_SHORT: Final = r"[4-7]\d"
#: More years behind the first: "64, 65", "2564-2566".
_MORE: Final = r"(?:\s?(?:[-–,/&]|ถึง|และ)\s?\d\d(?:\d\d)?(?!\d)){0,40}"
_YEAR: Final = re.compile(
    rf"(?:{_YEAR_WORD}|{_ERA})?\s?(?<!\d)(?<!\d[/.-])(?P<long>{_LONG}(?!\d){_MORE})"
    rf"|(?:{_YEAR_WORD}|{_ERA})\s?(?P<named>\d\d(?!\d){_MORE})"
    rf"|[(\[]\s?'?(?P<bracketed>{_SHORT}{_MORE})\s?[)\]]"
    rf"|^\s?'?(?P<first>{_SHORT})\s?(?:[=:]|$)"
    rf"|(?:(?<=[^\d\s/.,:()-])|(?<=มชช\.))\s?'?(?P<last>{_SHORT}{_MORE})\s?$"
)
_ONE_YEAR: Final = re.compile(r"(?P<to>[-–]|ถึง)?\s?(?P<digits>\d\d(?:\d\d)?)")
#: No word before a year that decides about it is longer.
_LONGEST_WORD: Final = 16
#: A number behind one of these words counts something else than years.
_COUNTED: Final = re.compile(
    r"(?:รุ่น|ครั้ง|หมู่|กลุ่มที่|ลำดับ|เลขที่|ครั้งที่|รุ่นที่|หมู่ที่|ลำดับที่|ระยะที่|ชุด|ระยะ|เฟส|no\.?|phase)\s?$",
    re.IGNORECASE,
)


class YearsBeside(NamedTuple):
    """The different Buddhist years that stand in a cell, in order, and the rest of its text."""

    years_be: tuple[int, ...]
    rest: str

    @property
    def year_be(self) -> int | None:
        """The one year; None for none, or for several."""
        return only(self.years_be)


def take_years(text: str) -> YearsBeside:
    """The years that stand in a text beside other words, and the text without them.

    >>> take_years("3 ดาว (๖๕)"), take_years("65=3").year_be, take_years("นวัตวิถี 64, 65").years_be
    (YearsBeside(years_be=(2565,), rest='3 ดาว'), 2565, (2564, 2565))
    >>> take_years("Young OTOP รุ่น 65"), take_years("33").years_be
    (YearsBeside(years_be=(), rest='Young OTOP รุ่น 65'), ())
    """
    text = to_ascii_digits(text)
    years_be: list[int] = []
    pieces = []
    end = 0
    for match in _YEAR.finditer(text):
        written = next(filter(None, match.groups()))
        years = _years_written(written)
        start = match.start()
        if not years or _COUNTED.search(text[:start][-_LONGEST_WORD:]):
            continue
        years_be += years
        pieces.append(text[end:start])
        end = match.end()
    pieces.append(text[end:])
    different_years = tuple(dict.fromkeys(years_be))
    return YearsBeside(different_years, " ".join(pieces).strip())


def _years_written(written: str) -> list[int]:
    """The years of one run of digits: one, several, or all from the first to the last of a range; one may repeat."""
    years_be: list[int] = []
    for match in _ONE_YEAR.finditer(written):
        year_be = read_year_be(match["digits"]).year_be
        if year_be is None:
            return []
        if match["to"] and years_be:
            years_be += range(years_be[-1] + 1, year_be)
        years_be.append(year_be)
    return years_be
