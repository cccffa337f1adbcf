"""Dates and years as Thai offices write them: Buddhist at the edges, CE inside.

Nothing is guessed: what can be read in two ways is a problem.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final, NamedTuple

from kbo_screen.vocabulary.grouping import only
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import (
    to_ascii_digits,
    to_thai_digits,
)

#: The Buddhist era began 543 years before the common one.
BUDDHIST_OFFSET: Final = 543
FIRST_YEAR_BE: Final = 2500
LAST_YEAR_BE: Final = 2600
#: A year from here on is Buddhist: no registry holds a CE date after 2399.
FIRST_BUDDHIST_YEAR: Final = 2400
#: Two digits of a year are Buddhist, of this century.
CENTURY_BE: Final = 2500
#: Two digits of a year of the common era that says so ("ค.ศ. 22").
CENTURY_CE: Final = 2000
#: Day 0 of Excel's serial numbers, its 29 February 1900 allowed for.
EXCEL_DAY_ZERO: Final = dt.date(1899, 12, 30)
#: A number of five digits is no year: it is the serial number of a date after 1927, whose cell lost its date format.
SHORTEST_SERIAL: Final = 10_000
LONGEST_SERIAL: Final = 1_000_000

MONTHS_TH: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_MONTHS_TH_DOTTED: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
_MONTHS_TH_SHORT: Final = (
    "มค",
    "กพ",
    "มีค",
    "เมย",
    "พค",
    "มิย",
    "กค",
    "สค",
    "กย",
    "ตค",
    "พย",
    "ธค",
)
_MONTHS_EN: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
#: A Thai fiscal year begins on 1 October of the year before it.
FISCAL_YEAR_BEGINS: Final = (10, 1)
#: English months are shortened to their first letters, at least three.
_SHORTEST_EN: Final = 3
#: One letter in so many of a month's name may be another one, or missing.
_LETTERS_A_SLIP: Final = 5
#: Letters that sound alike are taken for one another in the names of months: กรกฏาคม, กุมพาพันธ์, พฤษจิกายน.
_SOUNDS_LIKE: Final = str.maketrans("ภศษฎฏณญ", "พสสดดนย", "\u0e48\u0e49\u0e4a\u0e4b")
#: A letter that is not spoken: ธ์.
_SILENT: Final = re.compile(r"[ก-ฮ]\u0e4c")
#: What the full name of a month ends with, and speech leaves out: ธันวา, กันยา, กุมภา.
_MONTH_ENDING: Final = re.compile(r"(?:คม|ยน|พันธ์)$")

_COMMON_ERA: Final = re.compile(
    r"ค\.?\s*ศ\.?|คริสต์?ศักราช|\b(?:a\.?d|c\.?e)\b\.?", re.IGNORECASE
)
_BUDDHIST_ERA: Final = re.compile(r"พ\.?\s*ศ\.?|พุทธศักราช|\bb\.?e\b\.?", re.IGNORECASE)
#: What stands between a month and its year: "ธันวาคม ปี 2565", "ธ.ค. '65", "12/'65".
_BEFORE_YEAR: Final = re.compile(
    r"(?<=[^\d\s])\s?(?:ปี\s?['’]?|['’])\s?(?=(?:\d{2}|\d{4})$)"
)
_YEAR_WORDS: Final = re.compile(
    r"^(?:(?:ประจำ|รอบ|ใน)?\s?ปี\s?(?:งบประมาณ|งบ)?\.?|year)?\s?"
    r"(พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|be|b\.e\.|ad|ce)?\s?'?(\d{2}|\d{4})(?:\.0)?$",
    re.IGNORECASE,
)
_NUMERIC: Final = re.compile(
    r"^(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4}|\d{2})$"
)
_ISO: Final = re.compile(r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})$")
_WORDED: Final = re.compile(
    r"^(?P<day>\d{1,2})\s?[- ]?\s?(?P<month>[^\d\s][^\d]*?)\s?[- ]?\s?(?P<year>\d{4}|\d{2})$"
)
#: A day, the word for month and its number: 28 เดือน 12 พ.ศ. 2565, its era taken away.
_NUMBERED_MONTH: Final = re.compile(
    r"^(?P<day>\d{1,2})\s?เดือน\s?(?:ที่\s?)?(?P<month>\d{1,2})\s?(?:ปี\s?)?(?P<year>\d{4}|\d{2})$"
)
#: A month in front of its day, in English alone and with a whole year: December 28, 2022.
_MONTH_FIRST: Final = re.compile(
    r"^(?P<month>[A-Za-z]+\.?)\s?(?P<day>\d{1,2})\s?(?:,\s?|\s)(?P<year>\d{4})$"
)
#: The orders in which a day, a month and a year stand beside each other.
_DATES: Final = (_ISO, _NUMERIC, _NUMBERED_MONTH, _WORDED, _MONTH_FIRST)
#: What English writes behind a day: 28th, 1st of, 2 of.
_ORDINAL: Final = re.compile(
    r"(?<=\d)(?:(?:st|nd|rd|th)\b(?:\sof\b)?|\sof\b)", re.IGNORECASE
)
#: A month and a year without a day: 1/2560, ม.ค. 60.
_MONTH_OF_YEAR: Final = re.compile(
    r"^(?:(\d{1,2})\s?/\s?(?=\d{4}$)|([^\d\s][^\d]*?)\s?)(\d{4}|\d{2})$"
)
#: A word before a year: "ต.ค. 65", "เดือนตุลาคม พ.ศ. 2565".
_WORD_BEFORE_YEAR: Final = re.compile(
    r"([ก-๎]{1,30}(?:\.[ก-๎]{1,10}){0,3}\.?|[A-Za-z]{1,30}\.?)\s?(?:พ\.?\s?ศ\.?\s?)?'?(?=\d{2}(?:\d\d)?(?!\d))"
)
_WEEKDAY: Final = re.compile(
    r"^(?:เมื่อ|ลง|ณ)?\s?(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)?\s?(?:ที่)?\s?,?\s?(?=\d)"
    r"|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s(?=[\da-z])",
    re.IGNORECASE,
)
_CLOCK: Final = r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[:.][0-5]\d(?:\.\d{1,9})?)?"
#: A time behind a date: "10:30 น.", "เวลา 08.00 - 08.30 น.", "T09:00:00Z".
_TIME_BEHIND: Final = re.compile(
    rf"(?<=\d)(?:\s?,?\s?เวลา\s?|\s|T){_CLOCK}(?:\s?[-–]\s?{_CLOCK})?\s?(?:น\.?|นาฬิกา|am|pm|Z|\+\d\d:?\d\d)?$",
    re.IGNORECASE,
)


class YearReading(NamedTuple):
    """A Buddhist year, or why there is none: `problem` is the slug of a finding; None with no year is a blank."""

    year_be: int | None = None
    problem: str | None = None
    assumed_century: bool = False
    #: The value itself cannot be; this is the one year that it can be meant for (`year_bounds.py`).
    is_mended: bool = False


class DateReading(NamedTuple):
    """A date (CE), or why there is none, as `YearReading`."""

    date: dt.date | None = None
    problem: str | None = None
    assumed_century: bool = False
    is_mended: bool = False

    @property
    def mended_date(self) -> dt.date | None:
        """The date that was meant, where the one that was written cannot be; else None."""
        return self.date if self.is_mended else None


def read_year_be(value: object) -> YearReading:
    """Read a year from what stands in a cell: a number, a text, a date.

    >>> [read_year_be(v).year_be for v in (2565, "๒๕๖๕", "พ.ศ. 2565", "65", 2022, dt.date(2022, 5, 1))]
    [2565, 2565, 2565, 2565, 2565, 2565]
    """
    if isinstance(value, dt.date):
        return _year(value.year)
    text = _clean(value)
    if text in ("", "-"):
        return YearReading()
    match = _YEAR_WORDS.match(text)
    if match:
        era, digits = match.groups()
        is_ce = bool(era) and era[0].lower() in "คac"
        return _year(int(digits), is_ce=is_ce)
    year_of_month = _year_of_month(text) if isinstance(value, str) else None
    return year_of_month or _year_of_date(read_date(value))


def _year_of_date(reading: DateReading) -> YearReading:
    if reading.date:
        return YearReading(
            to_buddhist(reading.date),
            assumed_century=reading.assumed_century,
        )
    if reading.problem == "year-out-of-range":
        return YearReading(problem="year-out-of-range")
    return YearReading(problem="unreadable-year")


def read_date(value: object) -> DateReading:
    """Read a date: day, month, year in that order; full, short and numeric months; ISO; Excel dates and serials.

    >>> read_date("วันพุธที่ ๒๘ ธันวาคม พ.ศ. ๒๕๖๕").date
    datetime.date(2022, 12, 28)
    >>> read_date("29/02/2566").problem
    'impossible-date'
    """
    if isinstance(value, dt.date):
        return _date(value.day, value.month, value.year)
    if isinstance(value, int | float):
        return _from_serial(value)
    return _read_written_date(_clean(value))


def _read_written_date(written: str) -> DateReading:
    is_ce = bool(_COMMON_ERA.search(written))
    text = _bare(written)
    if text in ("", "-"):
        return DateReading()
    matches = (pattern.match(text) for pattern in _DATES)
    match = next(filter(None, matches), None)
    month = _month(match["month"]) if match else None
    if match is None or month is None:
        return DateReading(problem="unreadable-date")
    return _date(
        int(match["day"]),
        month,
        int(match["year"]),
        is_ce=is_ce,
    )


def names_month_of_next_fiscal_year(text: str) -> bool:
    """A month stands before a year, and that month of that year is of the next fiscal year.

    >>> [names_month_of_next_fiscal_year(text) for text in ("ตุลาคม 2565", "Young OTOP ธ.ค.65", "มิ.ย. 65", "ปี 2565")]
    [True, True, False, False]
    """
    first_month, _ = FISCAL_YEAR_BEGINS
    for word in _WORD_BEFORE_YEAR.findall(to_ascii_digits(text)):
        month = _month(word.rpartition("เดือน")[2])
        if month and month >= first_month:
            return True
    return False


def to_buddhist(date: dt.date) -> int:
    """The Buddhist year of a date."""
    return date.year + BUDDHIST_OFFSET


def fiscal_year_of(date: dt.date) -> int:
    """The Buddhist fiscal year in which a day lies.

    >>> fiscal_year_of(dt.date(2022, 10, 1)), fiscal_year_of(dt.date(2022, 9, 30))
    (2566, 2565)
    """
    is_of_next = (date.month, date.day) >= FISCAL_YEAR_BEGINS
    return to_buddhist(date) + is_of_next


def serial_date(serial: float) -> dt.date | None:
    """The date whose serial number of Excel has lost its format; None for a number that is none.

    A number of fewer than five digits is a year, or a number of something else.

    >>> serial_date(44923), serial_date(2565)
    (datetime.date(2022, 12, 28), None)
    """
    if not SHORTEST_SERIAL <= serial < LONGEST_SERIAL:
        return None
    return EXCEL_DAY_ZERO + dt.timedelta(days=int(serial))


def thai_date(date: dt.date, lang: str) -> str:
    """A date of ours in words: what is computed has Arabic digits in both languages.

    >>> thai_date(dt.date(2022, 12, 28), "th"), thai_date(dt.date(2022, 12, 28), "en")
    ('28 ธันวาคม 2565', '28 December 2022')
    """
    if lang == "th":
        month = MONTHS_TH[date.month - 1]
        return f"{date.day} {month} {to_buddhist(date)}"
    month = _MONTHS_EN[date.month - 1].capitalize()
    return f"{date.day} {month} {date.year}"


def short_date(date: dt.date, lang: str) -> str:
    """The same where there is little room.

    >>> short_date(dt.date(2022, 12, 28), "th"), short_date(dt.date(2022, 3, 1), "en")
    ('28 ธ.ค. 2565', '1 Mar 2022')
    """
    if lang == "th":
        month = _MONTHS_TH_DOTTED[date.month - 1]
        return f"{date.day} {month} {to_buddhist(date)}"
    month = _MONTHS_EN[date.month - 1][:_SHORTEST_EN].capitalize()
    return f"{date.day} {month} {date.year}"


def letter_date(date: dt.date, lang: str) -> str:
    """A date of a letter, as the letter prints it.

    >>> letter_date(dt.date(2022, 12, 23), "th"), letter_date(dt.date(2022, 12, 23), "en")
    ('๒๓ ธันวาคม ๒๕๖๕', '23 December 2022')
    """
    words = thai_date(date, lang)
    return to_thai_digits(words) if lang == "th" else words


def _clean(value: object) -> str:
    return to_ascii_digits(cell_text(value)).strip(" '\"")


def _year(year: int, *, is_ce: bool = False) -> YearReading:
    """A year of two or four digits as Buddhist; only a stored Buddhist year is taken as it is."""
    is_short = year < 100
    if is_ce:
        year_be = year + BUDDHIST_OFFSET + (CENTURY_CE if is_short else 0)
    elif is_short:
        year_be = year + CENTURY_BE
    else:
        year_be = year if year >= FIRST_BUDDHIST_YEAR else year + BUDDHIST_OFFSET
    if FIRST_YEAR_BE <= year_be <= LAST_YEAR_BE:
        return YearReading(year_be, assumed_century=is_short)
    return YearReading(problem="year-out-of-range")


def _date(
    day: int,
    month: int,
    year: int,
    *,
    is_ce: bool = False,
) -> DateReading:
    reading = _year(year, is_ce=is_ce)
    if reading.year_be is None:
        return DateReading(problem=reading.problem)
    try:
        date = dt.date(reading.year_be - BUDDHIST_OFFSET, month, day)
    except ValueError:
        return DateReading(problem="impossible-date")
    return DateReading(date, assumed_century=reading.assumed_century)


def _from_serial(serial: float) -> DateReading:
    """A date stored as a bare number, within the years that a registry can hold."""
    date = serial_date(serial)
    if date and FIRST_YEAR_BE <= to_buddhist(date) <= LAST_YEAR_BE:
        return DateReading(date)
    return DateReading(problem="unreadable-date")


def _bare(text: str) -> str:
    """A date without its era, its day of the week and the time behind it."""
    text = _TIME_BEHIND.sub("", text.strip())
    text = _COMMON_ERA.sub(" ", text)
    text = _BUDDHIST_ERA.sub(" ", text)
    text = _BEFORE_YEAR.sub(" ", " ".join(text.split()))
    text = _WEEKDAY.sub("", text.strip())
    text = _ORDINAL.sub("", text)
    return " ".join(text.split())


def _year_of_month(text: str) -> YearReading | None:
    """The year of a month without a day, None for all else."""
    is_ce = bool(_COMMON_ERA.search(text))
    match = _MONTH_OF_YEAR.match(_bare(text))
    if match is None:
        return None
    number, name, year = match.groups()
    month = _month(number or name)
    if month is None or not 1 <= month <= len(MONTHS_TH):
        return None
    return _year(int(year), is_ce=is_ce)


def _month(text: str) -> int | None:
    """The month of a number, or of a name, full, short or misspelt, Thai or English; None for none, or for two."""
    if text.isdecimal():
        return int(text)
    name = re.sub(r"[.\s\-/,]", "", text).lower().removeprefix("เดือน")
    for names in (MONTHS_TH, _MONTHS_TH_SHORT, _spoken_months()):
        if name in names:
            return names.index(name) + 1
    if name.isascii():
        return _english_month(name)
    return _misspelt_month(name)


def _english_month(name: str) -> int | None:
    if len(name) < _SHORTEST_EN:
        return None
    months = enumerate(_MONTHS_EN, start=1)
    return only([number for number, month in months if month.startswith(name)])


def _misspelt_month(name: str) -> int | None:
    """The one month whose name differs by a slip or two: มกราคา, กุมพาพันธ์, พฤษจิกายน."""
    from rapidfuzz.distance import Levenshtein

    sound = _sound(name)
    numbers = []
    for number, month in enumerate(MONTHS_TH, 1):
        full = _sound(month)
        most_slips = len(full) // _LETTERS_A_SLIP
        slips = Levenshtein.distance(sound, full, score_cutoff=most_slips)
        if slips <= most_slips:
            numbers.append(number)
    return only(numbers)


def _sound(name: str) -> str:
    return _SILENT.sub("", name).translate(_SOUNDS_LIKE)


@cache
def _spoken_months() -> tuple[str, ...]:
    return tuple(_MONTH_ENDING.sub("", month) for month in MONTHS_TH)
