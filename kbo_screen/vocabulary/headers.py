"""The headers that people give to each field of a registry.

The spellings stand in `headers.toml`. Which of two columns counts is for `sources` to choose: here stands what a
header may mean and how strongly.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

from kbo_screen.vocabulary.dates import read_year_be
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.grouping import only
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.thai_text import (
    fold,
    holds_any,
    repair,
    repaired_text,
    without_each,
)
from kbo_screen.vocabulary.word_tables import any_of, finder_of, word_table

#: How strongly a header names a field: mapped by hand, the whole header, its words, a word that other fields share.
BY_HAND: Final = 4
EXACT: Final = 3
WORDED: Final = 2
WEAK: Final = 1

#: The part of a header that the words of a field, and words without meaning, must make up.
_EXPLAINED: Final = 0.5
#: A question of a form says more: "ผลิตภัณฑ์ของท่านได้รับการคัดสรรกี่ดาว".
_EXPLAINED_OF_A_QUESTION: Final = 0.3

#: What the two parts of a joint header name, "กลุ่ม/ผลิตภัณฑ์", and what such a header may be of.
FIELDS_OF_PARTS: Final = ("group_name", "product_name")
FIELDS_OF_JOINT_HEADER: Final = ("group_name", "category")

_ERA: Final = r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)?"
#: Two digits without a word before them are a year from the first one of OTOP, 2544, to 2579: "ดาว65", "OPC 62".
_BARE_YEAR: Final = r"(?<!\d)(?<!\d[./'-])(4[4-9]|[5-7]\d)(?![\d./\-]|\s?(?:คน|ท่าน|ราย|ดาว|กลุ่ม|แห่ง|บาท|ปี|%))"
_YEAR: Final = re.compile(
    rf"(?:(?:ประจำ|ใน|รอบ)?\s?ปี)?\s?(?:งบประมาณ|งบฯ?)?\s?{_ERA}\s?(?<!\d)(\d{{4}})(?!\d)"
    rf"|(?:ประจำ|ใน|รอบ)?\s?ปี\s?(?:งบประมาณ|งบฯ?)?\s?{_ERA}\s?'?(\d{{2}})(?!\d)"
    rf"|{_BARE_YEAR}"
)
#: How many people a column names says nothing of its field: "ผู้แทนกลุ่ม ๑ คน".
_PEOPLE: Final = re.compile(
    r"\(?\s?(?:จำนวน|อย่างน้อย|ไม่เกิน)?\s?\d{1,6}\s?(?:คน|ท่าน|ราย)\s?\)?"
)
#: What the values of a column can be: "ระดับดาว (1-5)".
_RANGE_OF_VALUES: Final = re.compile(r"(?<!\d)\d\s?[-–]\s?\d(?!\d)")
#: What may stand in a column says nothing of its field: "มชช. (ผ่าน/อยู่ระหว่าง/ไม่มี)".
_OPTIONS_BEHIND: Final = re.compile(
    r"(?<=\S)\s?[(\[][^()\[\]]{1,60}/[^()\[\]]{1,60}[)\]]\s?$"
)
#: Projects are counted behind the word: "โครงการอื่น 1", "โครงการที่เข้าร่วม (2)".
_COUNT_BEHIND_PROJECT: Final = re.compile(
    r"(?<=โครงการ)(?P<words>\D{0,60}?)(?:\s?ที่)?\s?[(\[]?\d{1,2}[)\]]?\s?$"
)
#: Between two fields that one header names.
_BETWEEN_FIELDS: Final = re.compile(r"\s?[/(,|]\s?|\sและ\s?|\s(?=เบอร์|โทร|มือถือ|tel)")
#: The same where a dash joins the two: "กลุ่ม-ผลิตภัณฑ์".
_BETWEEN_GROUP_AND_PRODUCT: Final = re.compile(
    rf"{_BETWEEN_FIELDS.pattern}|\s?[-–+&]\s?|\s?และ\s?"
)
#: The day on which a table was made says nothing of a column: "(ข้อมูล ณ 10 ม.ค. 2566)".
_AS_OF: Final = re.compile(
    r"[(\[]?\s?(?:ข้อมูล\s?|(?<![ก-๎]))ณ\s?(?:วันที่|สิ้นเดือน|เดือน)?\s?\d[^)\]]{0,60}[)\]]?\s?$"
)
_NUMBERING: Final = re.compile(r"^\s?[(\[]?\d{1,2}[.)\]]\s?")


class HeaderMatch(NamedTuple):
    """A field that a header may name, how strongly, and the one year that stands in the header, if any.

    denied: the header says that it is not so: "ไม่ซ้ำกับโครงการอื่น".
    """

    field: str
    strength: int
    year_be: int | None = None
    denied: bool = False


#: The fields that one header may name, the strongest first.
HeaderMatches = tuple[HeaderMatch, ...]


class _Spellings(NamedTuple):
    exact: frozenset[str]
    words: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    weak: frozenset[str]


def is_surname(text: str) -> bool:
    """The header of a column for last names alone.

    >>> is_surname("นามสกุล"), is_surname("ชื่อ-สกุล")
    (True, False)
    """
    return fold(text) in _folded("surnames")


def read_header(text: str, spellings: Spellings = NO_SPELLINGS) -> HeaderMatches:
    r"""The fields that a header may name, the strongest first; empty for a header of something else.

    spellings: the office's own headers; they go before the program's.

    >>> read_header("ระดับดาว\nปี ๒๕๖๕")
    (HeaderMatch(field='star', strength=3, year_be=2565, denied=False),)
    >>> [match.field for match in read_header("กลุ่มผลิตภัณฑ์ (Quadrant)")], read_header("ลำดับที่")
    (['quadrant'], ())
    """
    if office_field := _field_of_office(text, spellings):
        return (HeaderMatch(office_field, EXACT, header_year(text)),)
    # many cells of data, among which a header is looked for, are digits alone
    return () if text.isdigit() else _fields_of_words(text)


@lru_cache(maxsize=4096)
def _fields_of_words(text: str) -> HeaderMatches:
    """The same by the program's own words; cells of data repeat themselves."""
    for find_fields in (_of_person_and_telephone, _of_group_and_product, _read):
        if matches := find_fields(text):
            return matches
    return _read(_OPTIONS_BEHIND.sub("", text))


def _field_of_office(text: str, spellings: Spellings) -> str | None:
    """The field that an office calls so, with or without a year."""
    if not spellings.fields:
        return None
    return spellings.field_of(_without_years(text)) or spellings.field_of(text)


def _of_person_and_telephone(text: str) -> HeaderMatches:
    """A header that names a person and then a telephone, "ผู้แทนกลุ่ม/เบอร์โทร", is the person's: both are in its cells."""
    person, *parts = _BETWEEN_FIELDS.split(repair(text))
    if not parts or not _may_name(person, "representative"):
        return ()
    if any(_may_name(part, "phone") for part in parts):
        return (HeaderMatch("representative", EXACT),)
    return ()


def _may_name(text: str, field: str) -> bool:
    return any(match.field == field for match in _read(text))


def _of_group_and_product(text: str) -> HeaderMatches:
    """A header that joins a group and a product, "กลุ่ม/ผลิตภัณฑ์", may be the group's, or of the kind of product.

    "ชื่อกลุ่ม/ชื่อผลิตภัณฑ์" names the group by words of its own.
    """
    if _may_name(text, "group_name") or not names_group_and_product(text):
        return ()
    year_be = header_year(text)
    return tuple(HeaderMatch(field, WEAK, year_be) for field in FIELDS_OF_JOINT_HEADER)


def names_group_and_product(text: str) -> bool:
    """The header joins the words for a group and for a product by a sign or an "and".

    >>> [names_group_and_product(text) for text in ("กลุ่ม/ผลิตภัณฑ์", "ชื่อผลิตภัณฑ์และชื่อกลุ่ม", "กลุ่มผลิตภัณฑ์", "กลุ่ม/ผู้ผลิต")]
    [True, True, False, False]
    """
    parts = _BETWEEN_GROUP_AND_PRODUCT.split(_clean(text).strip())
    keys = [key for key in map(fold, parts) if key]
    if len(keys) != len(FIELDS_OF_PARTS):
        return False
    groups, products = (_spellings()[field] for field in FIELDS_OF_PARTS)
    group_words = groups.exact | {fold(_tables()["joint"]["group"])}
    first, second = keys
    if first in group_words and second in products.exact:
        return True
    return second in group_words and first in products.exact


def header_year(text: str) -> int | None:
    """The Buddhist year that a header names; None for none, or for more than one.

    >>> header_year("โครงการอื่น ปี 66"), header_year("ผลคัดสรร (2022)"), header_year("ปีที่ลงทะเบียน 2557-2565")
    (2566, 2565, None)
    """
    return only(header_years(text))


def header_years(text: str) -> set[int]:
    """All Buddhist years that a header names.

    >>> sorted(header_years("ผลการคัดสรร ปี 2562, 2567"))
    [2562, 2567]
    """
    # of the digits of a year one group holds all
    years = map("".join, _YEAR.findall(_clean(text)))
    years_be = {read_year_be(year).year_be for year in years}
    return {year_be for year_be in years_be if year_be}


def spellings_of(field: str) -> tuple[str, ...]:
    """The spellings of a field as they are written in `headers.toml`, the most usual first."""
    return tuple(_tables()[field]["exact"])


@cache
def plain_headers() -> frozenset[str]:
    """The spellings of all fields as they are written in `headers.toml`: a first look that costs nothing."""
    return frozenset(chain.from_iterable(map(spellings_of, FIELDS)))


@lru_cache(maxsize=4096)
def _read(text: str) -> HeaderMatches:
    key = _key(text)
    if not key or key in _folded("nothing") or not _telling_words().search(key):
        return ()
    strengths = {
        field: _strength(key, spellings) for field, spellings in _spellings().items()
    }
    highest = max(strengths.values())
    if not highest:
        return ()
    year_be = header_year(text)
    denies_project = _denies_project(key)
    matches = []
    for field, strength in strengths.items():
        if strength == highest:
            denied = denies_project and field == "other_project"
            matches.append(HeaderMatch(field, strength, year_be, denied))
    return tuple(matches)


def _key(text: str) -> str:
    """The words of a header, folded, without years, ranges of values and numbers of people and projects."""
    words = _without_years(text)
    words = _RANGE_OF_VALUES.sub(" ", words)
    words = _PEOPLE.sub(" ", words)
    return fold(_COUNT_BEHIND_PROJECT.sub(r"\g<words>", words.strip()))


def names_result(text: str) -> bool:
    """A header of the result of some check: of projects only where its values speak of them.

    >>> names_result("ผลการตรวจสอบ"), names_result("โครงการ")
    (True, False)
    """
    results = _tables()["other_project"]["results"]
    return _key(text) in map(fold, results)


def names_support(text: str) -> bool:
    """A header of any support: of projects only where its values name one of the department.

    >>> names_support("กิจกรรมที่เข้าร่วม"), names_support("ผลการตรวจสอบ")
    (True, False)
    """
    supports = _tables()["other_project"]["supports"]
    return _key(text) in map(fold, supports)


def asks_of_before(text: str) -> bool:
    """A header of other projects asks for those of before, of no year.

    >>> [asks_of_before(text) for text in ("เคยเข้าร่วมโครงการอื่น", "ประวัติการเข้าร่วมโครงการ")]
    [True, True]
    >>> [asks_of_before(text) for text in ("ไม่เคยเข้าร่วมโครงการ", "เคยเข้าร่วมโครงการ ปี 2566", "เข้าร่วมโครงการ")]
    [False, False, False]
    >>> [asks_of_before(text) for text in ("โครงการอื่น (ไม่นับปีที่ผ่านมา)", "เคย/กำลังเข้าร่วมโครงการ", "Paste: project")]
    [False, False, False]
    """
    key = _key(text)
    if header_years(text) or not _names_before(text, key):
        return False
    table = _tables()["other_project"]
    rest = without_each(key, map(fold, table["of_before"]))
    return not holds_any(rest, map(fold, table["of_now"])) and not _denies_project(key)


def _names_before(text: str, key: str) -> bool:
    """A header, and its key, hold a word of before; an English one stands alone."""
    table = _tables()["other_project"]
    if holds_any(key, map(fold, table["former"])):
        return True
    return not set(text.casefold().split()).isdisjoint(table["former_words"])


def is_no_field(text: str) -> bool:
    """A header that is none by its words: a number of the row, a remark.

    >>> is_no_field("ที่"), is_no_field("หมายเหตุ"), is_no_field("ดาว")
    (True, True, False)
    """
    return fold(_clean(text)) in _folded("nothing")


def is_aggregate(text: str) -> bool:
    """A header of a sum or a count, as pivot tables write it.

    >>> is_aggregate("ผลรวมของ ระดับดาว"), is_aggregate("Count of star"), is_aggregate("จำนวนกลุ่ม"), is_aggregate("ดาว")
    (True, True, True, False)
    """
    key = fold(text)
    return any(key.startswith(fold(word)) for word in _tables()["aggregates"])


def is_only_year(text: str) -> bool:
    """The header is a year and nothing else.

    >>> is_only_year("ปี พ.ศ. ๒๕๖๕"), is_only_year("2562"), is_only_year("ดาว 65"), is_only_year("")
    (True, True, False, False)
    """
    if header_year(text) is None:
        return False
    return not fold(_without_years(text))


def is_part_of_header(text: str, spellings: Spellings = NO_SPELLINGS) -> bool:
    """A text that may stand in a lower row of a header: a header itself, a year, a word that tells columns apart.

    >>> [is_part_of_header(text) for text in ("ปี 2565", "2562", "คะแนน", "ระดับดาว", "บางคล้า", "3")]
    [True, True, True, True, False, False]
    """
    if is_only_year(text):
        return True
    key = fold(_without_years(text))
    return key in _folded("beneath") or bool(read_header(text, spellings))


def _denies_project(key: str) -> bool:
    """The header denies before it speaks of projects: "ไม่ซ้ำกับโครงการอื่น", not "ซ้ำ/ไม่ซ้ำ", not "… หรือไม่".

    >>> _denies_project(fold("ไม่ได้เข้าร่วมโครงการอื่น")), _denies_project(fold("ซ้ำ/ไม่ซ้ำกับโครงการอื่น"))
    (True, False)
    """
    project = "โครงการ" if "โครงการ" in key else "project"
    before_project = key.partition(project)[0]
    denials = _denials()
    if not denials.search(before_project):
        return False
    affirmation = denials.sub("", before_project)
    affirmed = _tables()["other_project"]["affirmed"]
    return not holds_any(affirmation, affirmed)


@cache
def _denials() -> re.Pattern[str]:
    """Finds a denial with its verbs, the longest first; a verb said twice is an option: "ไม่ซ้ำ/ซ้ำ"."""
    table = _tables()["other_project"]
    verbs = any_of(map(fold, table["verbs"]))
    signs = any_of(map(fold, table["denied"]))
    return re.compile(rf"(?<!หรือ)(?:{signs})(?:({verbs})(?!\1))*")


def _strength(key: str, spellings: _Spellings) -> int:
    if key in spellings.exact:
        return EXACT
    if key in spellings.weak:
        return WEAK
    if holds_any(key, spellings.unless):
        return 0
    return WORDED if any(_says(key, words) for words in spellings.words) else 0


def _says(key: str, words: tuple[str, ...]) -> bool:
    """All the words occur, and little is left that neither they nor filler words say: no digit, at most half."""
    for word in words:
        if word not in key:
            return False
    remainder = without_each(key, (*words, *_folded("filler")))
    if any(map(str.isdigit, remainder)):
        return False
    is_question = holds_any(key, _folded("asking"))
    explained = _EXPLAINED_OF_A_QUESTION if is_question else _EXPLAINED
    return len(remainder) <= len(key) * (1 - explained)


def _clean(text: str) -> str:
    text = repaired_text(text)
    return _AS_OF.sub("", _NUMBERING.sub("", text))


def _without_years(text: str) -> str:
    return _YEAR.sub(" ", _clean(text))


@cache
def _telling_words() -> re.Pattern[str]:
    """Finds a word without which no field is named: most cells of a sheet hold none, and are asked no further."""
    keys: set[str] = set()
    for spellings in _spellings().values():
        keys |= spellings.exact | spellings.weak
        keys |= {words[0] for words in spellings.words}
    return finder_of(keys)


@cache
def _spellings() -> dict[str, _Spellings]:
    return {field: _fold_table(field, _tables()[field]) for field in FIELDS}


def _fold_table(field: str, table: dict[str, Any]) -> _Spellings:
    return _Spellings(
        exact=frozenset(map(fold, [*table["exact"], field])),
        words=tuple(tuple(map(fold, words)) for words in table.get("words", ())),
        unless=tuple(map(fold, table.get("unless", ()))),
        weak=frozenset(map(fold, table.get("weak", ()))),
    )


@cache
def _folded(name: str) -> tuple[str, ...]:
    return tuple(map(fold, _tables()[name]))


def _tables() -> dict[str, Any]:
    return word_table("headers")
