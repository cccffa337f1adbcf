"""The years that stand in a title, a sheet's name or a file's name, and the fields that their words tie them to.

The words stand in `title_years.toml`. Which of two years counts is for `sources` to choose.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.vocabulary.dates import (
    fiscal_year_of,
    read_date,
    read_year_be,
    to_buddhist,
)
from kbo_screen.vocabulary.fields import DATED_FIELDS
from kbo_screen.vocabulary.thai_text import (
    fold,
    holds_any,
    repaired_text,
    without_each,
)
from kbo_screen.vocabulary.word_tables import longest_first, word_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_ERA: Final = r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)"
_LONG: Final = r"(?:25|20)\d\d"
#: A day: 1 ธันวาคม 2565, 5/1/66, 2565-12-28.
_DAY: Final = re.compile(
    rf"\d{{1,2}}\s?(?:[ก-๎]{{2,10}}\.?|[ก-ฮ]\.\s?[ก-ฮ]\.?|[ก-ฮ]ี\.ค\.|[A-Za-z]{{3,9}}\.?)\s?{_ERA}?\s?(?:{_LONG}|\d\d)(?!\d)"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:{_LONG}|\d\d)(?!\d)|{_LONG}-\d\d-\d\d(?!\d)"
)
#: The years from one to another are no one year.
_RANGE: Final = re.compile(rf"{_LONG}\s?(?:-|–|ถึง|to)\s?(?P<last>{_LONG}|\d\d)(?!\d)")
#: Behind a year of two digits: then it is a number of things.
_NO_COUNT: Final = r"(?!\d|\s?(?:กลุ่ม|ราย|ผลิตภัณฑ์|ชิ้น|แห่ง|คน|อำเภอ|%|ดาว))"
#: Words behind which two digits are a year, with a blank between or none.
_BEFORE_SHORT: Final = "|".join(
    rf"(?<={word})"
    for word in (
        "ดาว", "คัดสรร", "opc", "มชช", r"มชช\.", "นวัตวิถี", "young otop", "trader", "เทรดเดอร์", "premium", "พรีเมียม",
    )
)  # fmt: skip
_YEAR: Final = re.compile(
    rf"(?P<word>ปี\s?)?(?P<fiscal>งบประมาณ|งบ\.?|fy)?\s?{_ERA}?\s?'?(?<![\d/])(?P<long>{_LONG})(?!\d)"
    rf"|(?:ปี\s?(?P<short_fiscal>งบประมาณ|งบ\.?)?\s?{_ERA}?\s?'?|{_BEFORE_SHORT}"
    rf"|(?:{_BEFORE_SHORT})\s(?=[4-9]\d{_NO_COUNT}))"
    r"(?P<short>[4-9]\d)(?!\d)",
    re.IGNORECASE,
)
#: Between two years of one thing: "2562 และ 2565".
_JOINS: Final = re.compile(r"^[\s,/&+]*(?:(?:และ|หรือ|and)[\s,/&+]*)?(?:ปี\s?)?$")
_SPECIAL: Final = re.compile(r"[_]+")


class TitleYear(NamedTuple):
    """A year in a title: which fields its words tie it to; whether it is of a day, a fiscal year, or ends a range."""

    year_be: int
    fields: frozenset[str] = frozenset()
    is_of_day: bool = False
    is_fiscal: bool = False
    ends_range: bool = False

    @property
    def is_of_one_year(self) -> bool:
        """It names a year by itself, not as part of a day or of a range."""
        return not self.is_of_day and not self.ends_range


@lru_cache(maxsize=1024)
def years_in_title(text: str) -> tuple[TitleYear, ...]:
    """Every year of a title, in no order.

    >>> years_in_title("ผลการคัดสรร OPC ปี พ.ศ. 2562")
    (TitleYear(year_be=2562, fields=frozenset({'star'}), is_of_day=False, is_fiscal=False, ends_range=False),)
    >>> [(year.year_be, sorted(year.fields)) for year in years_in_title("ดาว ปี 2565 ที่เข้าร่วมโครงการ ปีงบประมาณ 2566")]
    [(2565, ['star']), (2566, ['other_project'])]
    >>> [year.is_of_one_year for year in years_in_title("ข้อมูล ณ วันที่ ๑ ธันวาคม ๒๕๖๕")]
    [False]
    """
    text = _SPECIAL.sub(" ", repaired_text(text))
    days, text = _take_days(text)
    return (*days, *_ranges(text), *_single_years(text))


def bare_year(text: str) -> tuple[int | None, str]:
    """The one year of a sheet's name, and the rest of the name: "ทะเบียน 2565", "65". None for none, or several.

    >>> bare_year("ปี ๒๕๖๔"), bare_year("ทะเบียน 65"), bare_year("บางคล้า")
    ((2564, ''), (2565, 'ทะเบียน'), (None, 'บางคล้า'))
    """
    text = repaired_text(text)
    matches = list(_BARE.finditer(text))
    if len(matches) != 1:
        return None, text.strip()
    match = matches[0]
    name = f"{text[: match.start()]} {text[match.end() :]}"
    return read_year_be(match["digits"]).year_be, name.strip(" ._-()")


_BARE: Final = re.compile(
    rf"(?:ปี\s?)?{_ERA}?\s?(?<![\d/])(?P<digits>{_LONG}|[4-9]\d)(?!\d)"
)


def without_edition(words: str) -> str:
    """The words of a sheet's name, folded, without those that tell its editions apart.

    >>> without_edition("แก้ไขล่าสุด"), without_edition("ทะเบียนแก้") == fold("ทะเบียน")
    ('', True)
    """
    return without_each(fold(words), _edition_words()).strip()


@cache
def _edition_words() -> tuple[str, ...]:
    """The longest first."""
    words = map(fold, _table()["editions"]["words"])
    return tuple(longest_first(words))


def column_words(name: str) -> frozenset[str]:
    """Headers of a column of years, folded. name: a field, "plain" or "fiscal"."""
    headers = _table()["columns"].get(name, ())
    return frozenset(map(fold, headers))


def without_days_of(text: str, fiscal_year: int) -> str:
    """A text without the days that lie in a fiscal year.

    >>> without_days_of("ไม่ซ้ำ (๑ ธ.ค. ๖๕)", 2566), without_days_of("ไม่ซ้ำ 1/12/65", 2565)
    ('ไม่ซ้ำ ( )', 'ไม่ซ้ำ 1/12/65')
    """
    text = repaired_text(text)
    for day, date in list(_days_in(text)):
        if fiscal_year_of(date) == fiscal_year:
            text = text.replace(day, " ", 1)
    return text


def holds_day(text: str) -> bool:
    """A text holds a day: "ไม่ซ้ำ ณ 20/9/65"."""
    return next(_days_in(repaired_text(text)), None) is not None


def _days_in(text: str) -> Iterator[tuple[str, dt.date]]:
    """Every day of a text, as written and as a date."""
    for match in _DAY.finditer(text):
        date = read_date(match[0]).date
        if date:
            yield match[0], date


def _take_days(text: str) -> tuple[list[TitleYear], str]:
    years = []
    for day, date in _days_in(text):
        years.append(TitleYear(to_buddhist(date), is_of_day=True))
        text = text.replace(day, " ", 1)
    return years, text


def _ranges(text: str) -> list[TitleYear]:
    """The last year of each range."""
    years_be = [read_year_be(last).year_be for last in _RANGE.findall(text)]
    return [TitleYear(year_be, ends_range=True) for year_be in years_be if year_be]


def _single_years(text: str) -> list[TitleYear]:
    """The years that stand alone; the words before a year, and behind the last one, tie it to a field."""
    text = _RANGE.sub(" ", text)
    matches = list(_YEAR.finditer(text))
    years: list[TitleYear] = []
    end = 0
    for match in matches:
        between = text[end : match.start()]
        words = text[end : match.end()]
        if match is matches[-1]:
            words += text[match.end() :]
        end = match.end()
        year_be = read_year_be(match["long"] or match["short"]).year_be
        if year_be is None:
            continue
        is_joined = bool(years) and _JOINS.match(between) is not None
        fields = years[-1].fields if is_joined else _fields_in(words)
        years.append(_single_year(match, year_be, fields))
    return years


def _single_year(
    match: re.Match[str],
    year_be: int,
    fields: frozenset[str],
) -> TitleYear:
    """Stars are never of a fiscal year."""
    if match["fiscal"] or match["short_fiscal"]:
        return TitleYear(year_be, fields - {"star"}, is_fiscal=True)
    return TitleYear(year_be, fields)


def _fields_in(text: str) -> frozenset[str]:
    """The fields that the words of a text name."""
    key = fold(text)
    fields = set()
    for field in DATED_FIELDS:
        table = _table()[field]
        telling = without_each(key, map(fold, table["unless"]))
        if holds_any(telling, map(fold, table["words"])):
            fields.add(field)
    return frozenset(fields)


def _table() -> dict[str, Any]:
    return word_table("title_years")
