"""The values that people write in the columns of a registry, read as codes and numbers.

Knows the words in `values.toml` and what a blank means in each column. Refuses to guess: what it does not understand
is unknown, with the slug of a finding; and to know which cell it reads, or what a letter wants.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.dates import SHORTEST_SERIAL, read_year_be
from kbo_screen.vocabulary.ids import read_id, read_phone
from kbo_screen.vocabulary.reading import UNKNOWN, Reading, cell_text, folded, is_blank, unknown, words
from kbo_screen.vocabulary.spellings import code_spelled, has_spellings
from kbo_screen.vocabulary.thai_text import fold, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_STARS: Final = 5
STAR_SIGNS: Final = "★*⭐🌟"
HOLLOW_STAR_SIGNS: Final = "☆✩"

#: No number of stars or of a year has more digits than these; longer ones are texts that nobody understands.
_WHOLE_NUMBER: Final = re.compile(r"^\d{1,9}(?:\.0{1,9})?$")
_YEAR: Final = re.compile(
    r"(?:(?:ใน|ประจำ)?\s*ปี\s*)?(?:พ\.?\s*ศ\.?\s*)?(?<!\d)((?:25|20)\d\d)(?!\d)|ปี\s*(?:พ\.?\s*ศ\.?)?\s*'?(\d\d)(?!\d)"
)


def read_field(field: str, value: object) -> Reading:
    """Read what stands in a column of that field; a field without a reader of its own is text.

    >>> read_field("quadrant", "Quadrant D").value, read_field("product_name", " น้ำพริก ").value
    ('D', 'น้ำพริก')
    """
    return reader_of(field)(value)


def reader_of(field: str) -> Callable[[object], Reading]:
    """What reads every value of a column of that field: the words of the office first, where it has some."""
    plain = _READERS.get(field, read_text)
    if not has_spellings(field):
        return plain

    def read(value: object) -> Reading:
        if own := code_spelled(field, cell_text(value)):
            return Reading(own if field != "star" else None if own == "none" else int(own))
        return plain(value)

    return read


def read_producer_type(value: object) -> Reading:
    """Community group, single owner or SME; a blank is unknown.

    >>> read_producer_type("รายเดี่ยว").value, read_producer_type("วิสาหกิจขนาดกลางและขนาดย่อม (SMEs)").value
    ('single_owner', 'sme')
    """
    text = cell_text(value)
    if is_blank(text):
        return UNKNOWN
    table = words("producer_type")
    key = fold(text).removeprefix(fold(table["sign"]))
    found = _code_of(key, table["exact"]) or _codes_in(key, table["contains"])
    if len(found) != 1 or _is_doubtful(text) or table["denial"] in key:
        return unknown("unknown-producer-type")
    return Reading(found.pop())


def read_star(value: object) -> Reading:
    """Stars from 1 to 5 and the round beside them, if any; a blank, "-" and "not entered" are a known None.

    >>> [read_star(v).value for v in (3, "๓", "ระดับ 3 ดาว", "★★★", "***", "ไม่ได้คัดสรร")]
    [3, 3, 3, 3, 3, None]
    >>> read_star("3 ดาว (2562)")
    Reading(value=3, known=True, problem=None, year_be=2562)
    >>> read_star("3-4"), read_star(6).problem
    (Reading(value=None, known=False, problem='unreadable-star', year_be=None), 'star-out-of-range')
    """
    if isinstance(value, bool | dt.date | dt.time):
        return unknown("unreadable-star")
    text = cell_text(value)
    if is_blank(text):
        return Reading(None)
    if _is_doubtful(text):
        return unknown("unreadable-star")
    year_be, rest = _take_year(text)
    if fold(rest) in folded("star", "not_rated"):
        return Reading(None, year_be=year_be)
    stars = _number_of_stars(rest)
    if stars is None:
        return unknown("unreadable-star")
    return Reading(stars, year_be=year_be) if 1 <= stars <= MOST_STARS else unknown("star-out-of-range")


def read_quadrant(value: object) -> Reading:
    """A to D, by letter, by name or both; a blank is unknown.

    >>> [read_quadrant(v).value for v in ("d", "Quadrant D", "ปรับตัวสู่การพัฒนา (D)", "A,D", "4")]
    ['D', 'D', 'D', None, None]
    """
    text = cell_text(value)
    if is_blank(text):
        return UNKNOWN
    table = words("quadrant")
    key = fold(text)
    found = _codes_in(key, table["contains"])
    rest = _without(key, [name for names in table["contains"].values() for name in names] + table["beside"])
    found |= {letter for letter in table["contains"] if letter.casefold() in rest}
    if len(found) != 1 or len(rest) > 1 or (rest and rest.upper() not in found) or _is_doubtful(text):
        return unknown("unknown-quadrant")
    return Reading(found.pop())


def read_standard(value: object) -> Reading:
    """The community development standard (มชช.): passed, developing or none ("-"); a blank is unknown.

    >>> [read_standard(v).value for v in ("ผ่าน มชช.", "ยังไม่ผ่าน อยู่ระหว่างการพัฒนา", "ไม่ผ่าน", "-", "")]
    ['passed', 'developing', 'none', 'none', None]
    >>> read_standard("สมัครแล้ว").problem, read_standard("มผช. 123/2560").problem
    ('applied-only', 'product-standard')
    """
    text = cell_text(value)
    if not text:
        return UNKNOWN
    if is_blank(text):
        return Reading("none")
    key = fold(text)
    table = words("standard")
    if table["other_name"] in key:
        return unknown("product-standard")
    if _is_doubtful(text):
        return unknown("unknown-standard")
    code = _standard_code(fold(_take_year(text)[1]))
    if code is None:
        was_applied = any(key.startswith(word) for word in table["applied"])
        return unknown("applied-only" if was_applied else "unknown-standard")
    return Reading(code)


def said_failed(value: object) -> bool:
    """The value says "not passed", which may hide a group under development.

    >>> said_failed("ไม่ผ่าน มชช."), said_failed("ไม่มี"), said_failed("ไม่ผ่าน อยู่ระหว่างการพัฒนา")
    (True, False, False)
    """
    key = fold(cell_text(value))
    return any(word in key for word in folded("standard", "failed")) and read_standard(value).value == "none"


def read_other_project(value: object) -> Reading:
    """In another project or clear: a blank, "-" and a negation are clear, any other text is a project.

    >>> [read_other_project(v).value for v in ("", "-", "ไม่ซ้ำ", "Young OTOP", "รอตรวจสอบ", "?")]
    ['clear', 'clear', 'clear', 'in_project', None, None]
    """
    text = cell_text(value)
    if is_blank(text) or fold(text) in folded("other_project", "clear"):
        return Reading("clear")
    table = words("other_project")
    if _is_doubtful(text) or isinstance(value, dt.date | dt.time):
        return unknown("unclear-project")
    if not text.casefold().startswith(tuple(table["negation"])):
        return Reading("in_project")
    return unknown("unclear-project") if any(but in text for but in table["but"]) else Reading("clear")


def read_potential(value: object) -> Reading:
    """Yes or no as the district said it; a blank, and the form's "not asked", is not yet said.

    >>> [read_potential(v).value for v in ("มีศักยภาพ", "ใช่", "ไม่มี", "", "ปานกลาง")]
    ['yes', 'yes', 'no', None, None]
    """
    text = cell_text(value)
    if is_blank(text) or fold(text) in folded("potential", "not_said"):
        return UNKNOWN
    if text in words("potential")["tick"]:
        return Reading("yes")
    for code in ("yes", "no"):
        if fold(text) in folded("potential", code):
            return Reading(code)
    return unknown("unclear-potential")


def read_registered_year(value: object) -> Reading:
    """A Buddhist year from a year, a date or a text; a blank is unknown, two digits are said to be assumed.

    >>> read_registered_year("พ.ศ. ๒๕๖๕").value, read_registered_year("65").problem
    (2565, 'assumed-century')
    >>> read_registered_year(45322)
    Reading(value=2567, known=True, problem='date-as-number', year_be=None)
    """
    if isinstance(value, bool | dt.time):
        return unknown("unreadable-year")
    text = cell_text(value)
    if is_blank(text):
        return UNKNOWN
    reading = read_year_be(value)
    if reading.year_be is None:
        return unknown(reading.problem or "unreadable-year")
    is_serial = isinstance(value, int | float) and value >= SHORTEST_SERIAL
    problem = "assumed-century" if reading.assumed_century else "date-as-number" if is_serial else None
    return Reading(reading.year_be, problem=problem)


def read_text(value: object) -> Reading:
    """A text as a careful typist would have typed it; a blank or a dash is none."""
    return Reading(None if is_blank(text := cell_text(value)) else text)


def read_person(value: object) -> Reading:
    """Who is named; dots, "none" and "to be told" name nobody.

    >>> [read_person(v).value for v in ("นางหนึ่ง ใจดี", "รอแจ้ง", "........", "ยังไม่มี")]
    ['นางหนึ่ง ใจดี', None, None, None]
    """
    text = cell_text(value)
    table = words("person")
    is_nobody = not any(map(str.isalpha, text)) or fold(text) in folded("person", "none")
    return Reading(None if is_nobody or text.casefold().startswith(tuple(table["begins"])) else text)


def _number_of_stars(text: str) -> int | None:
    """How many stars a text names by signs, digit or word; None where it names none, or two different numbers."""
    signs = sum(text.count(sign) for sign in STAR_SIGNS)
    rest = _without(text.casefold(), words("star")["beside"]).strip(f"{STAR_SIGNS}{HOLLOW_STAR_SIGNS} ().,:/[]")
    named = int(float(rest)) if _WHOLE_NUMBER.match(rest) else _spelled_number(rest)
    if named is None:
        return signs or None if not rest else None
    return named if signs in (0, 1, named) else None


def _spelled_number(key: str) -> int | None:
    for number, spellings in words("star")["spelled"].items():
        if key in spellings:
            return int(number)
    return None


def _standard_code(key: str) -> str | None:
    table = words("standard")
    if any(fold(word) in key for word in table["developing_words"]):
        return None if any(fold(word) in key for word in table["denial"]) else "developing"
    rest = _without(key, table["beside"])
    codes = (code for code in ("passed", "developing", "none") if rest in folded("standard", code))
    return next(codes, None)


def _take_year(text: str) -> tuple[int | None, str]:
    """The one year that stands in a text beside other words, and the text without it."""
    text = to_ascii_digits(text)
    found = list(_YEAR.finditer(text))
    if len(found) != 1:
        return None, text
    year = read_year_be(found[0][1] or found[0][2]).year_be
    return year, text[: found[0].start()] + " " + text[found[0].end() :]


def _is_doubtful(text: str) -> bool:
    key = fold(text)
    doubt = words("doubt")
    return (
        "?" in text
        or key in folded("doubt", "exact")
        or text.startswith(tuple(doubt["begins"]))
        or any(word in key for word in folded("doubt", "contains"))
    )


def _code_of(key: str, table: dict[str, list[str]]) -> set[str]:
    return {code for code, spellings in table.items() if key in map(fold, spellings)}


def _codes_in(key: str, table: dict[str, list[str]]) -> set[str]:
    return {code for code, words in table.items() if any(fold(word) in key for word in words)}


def _without(key: str, words: list[str]) -> str:
    for word in words:
        key = key.replace(fold(word), "")
    return key


_READERS: Final[dict[str, Callable[[object], Reading]]] = {
    "group_id": read_id,
    "producer_type": read_producer_type,
    "product_id": read_id,
    "star": read_star,
    "star_year_be": read_registered_year,
    "quadrant": read_quadrant,
    "registered_year_be": read_registered_year,
    "standard": read_standard,
    "other_project": read_other_project,
    "potential": read_potential,
    "representative": read_person,
    "phone": read_phone,
}
