"""What people write around a group's name: a number in front, a place behind, words in brackets.

The words stand in `names.toml`. `names.py` knows what tells one group from another.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from kbo_screen.vocabulary.thai_text import fold, repaired_text
from kbo_screen.vocabulary.word_tables import any_of, word_table


class TrimmedName(NamedTuple):
    """A name without what stands around it, and the subdistrict that stood behind it ("" for none)."""

    name: str
    subdistrict: str


_WORDS: Final = word_table("names")
#: A legal form -> how many of its letters a slip of the hand changes at most.
FORM_SLIPS: Final[dict[str, int]] = _WORDS["slips"]
_ADDRESS: Final[dict[str, str]] = {
    part: any_of(words) for part, words in _WORDS["address"].items()
}

_BRACKETS: Final = re.compile(r"[(\[\uff08]([^()\[\]\uff08\uff09]*)[)\]\uff09]")
_BESIDE: Final = frozenset(fold(word) for word in _WORDS["beside"])
#: Digits in brackets that can only be a registration number.
_ID_IN_BRACKETS: Final = re.compile(r"^\d{6,}$")
_PLACE_NAME: Final = r"[ก-ฮเ-ไ][ก-๎ฯ]{0,40}?"
#: Without one of these nothing stands around a name, and around most nothing does; for one name, or a line of many.
MAY_HOLD_TRIMMINGS: Final = (
    re.compile(
        rf"^ *(?:[\d(\[\-–•·*●▪#]|(?i:{any_of(_WORDS['numbering'])}))", re.MULTILINE
    ),
    # the one class in front lets a search skip most of a text
    re.compile(
        rf"""[(\[\uff08\x20,\dตอ](?: (?<=[(\[\uff08])
        | (?<=[\x20,\d])(?:{"|".join(_ADDRESS.values())}) | (?<=[ตอ])\. )""",
        re.VERBOSE,
    ),
)


def trim_name(name: str) -> TrimmedName:
    """A name without the number in front, the words in brackets and the address behind; repaired, with ASCII digits.

    A moo number stays, for it tells groups apart.

    >>> trim_name("๑) กลุ่มจักสานบ้านท่าช้าง (OTOP) ม.๕ ต.ท่าช้าง อ.บางคล้า จ.ฉะเชิงเทรา")
    TrimmedName(name='กลุ่มจักสานบ้านท่าช้าง ม.5', subdistrict='ท่าช้าง')
    """
    text = repaired_text(name)
    if not any(pattern.search(text) for pattern in MAY_HOLD_TRIMMINGS):
        return TrimmedName(text, "")
    text = without_number(text)
    text = " ".join(_BRACKETS.sub(_bracket_words, text).split())
    return _without_address(text)


def without_number(name: str) -> str:
    """A name without the number that a list puts in front of it.

    >>> without_number("๓. ผ้าขาวม้า"), without_number("3 ดาว")
    ('ผ้าขาวม้า', '3 ดาว')
    """
    text = repaired_text(name)
    without = _number_in_front().sub("", text, count=1)
    return without if without.strip() else text


@cache
def _number_in_front() -> re.Pattern[str]:
    """A number of a list in front of a name: "1. ", "(1)", "ลำดับที่ 1", "1 - ", and "1 " before the word for a form."""
    return re.compile(
        rf"""^\s?
        (?: (?:{any_of(_WORDS["numbering"])})\s?\d{{1,4}}\s?[.):\-–]*
          | [(\[]\s?\d{{1,4}}\s?[)\]]\s?[.:\-–]*
          | \d{{1,2}}\.\d{{1,2}}[.)]?\s
          | [#]\s?\d{{1,4}}[.):]*\s?(?={any_of(_WORDS["opening"])})
          | \d{{1,4}}\s?[.):\]]+
          | \d{{1,4}}\s?[,/_]\s?(?={any_of(_WORDS["opening"])})
          | \d{{1,4}}\s[-–]\s
          | \d{{1,4}}\s(?={any_of(_WORDS["opening"])})
          | [-–•·*●▪]\s
        )\s?(?=[ก-ฮเ-ไA-Za-z"“(])""",
        re.VERBOSE | re.IGNORECASE,
    )


def names_group_first(text: str) -> bool:
    """A text begins with a group's name, wherever it then says that the group is.

    >>> texts = ("2) กลุ่มทอผ้าบ้านไร่ อ.บางคล้า", "อ.บางคล้า", "รายชื่อกลุ่ม อำเภอบางคล้า", "กลุ่ม OTOP อำเภอบางคล้า")
    >>> [names_group_first(text) for text in texts]
    [True, False, False, False]
    """
    name = trim_name(text).name
    form = next(filter(name.startswith, _WORDS["opening"]), None)
    return form is not None and fold(name) not in _BESIDE


def _bracket_words(bracket: re.Match[str]) -> str:
    """What stands in brackets, without them; nothing where it tells no group from another."""
    words = bracket[1]
    if fold(words) in _BESIDE or _ID_IN_BRACKETS.match(words.strip()):
        return " "
    return f" {words} "


@cache
def _address_behind() -> re.Pattern[str]:
    """An address at the end: house number, subdistrict, district, province, postcode; each may be left out."""
    return re.compile(
        rf"""(?: (?:^|[\s,]{{1,3}}) | (?<=\d) | (?<=[ก-๎])(?=[ตอ]\.) )
        (?: (?:{_ADDRESS["house"]})\s?\d{{1,6}}(?:/\d{{1,6}})?\s? )?
        (?P<moo> (?:ม\.|หมู่ที่|หมู่)\s?\d{{1,4}}[\s,]{{0,3}} )?
        (?: (?:{_ADDRESS["subdistrict"]})\s?(?P<subdistrict>{_PLACE_NAME})[\s,]{{0,3}} )?
        (?: (?:{_ADDRESS["district"]})\s?{_PLACE_NAME}[\s,]{{0,3}} )?
        (?(subdistrict) (?: (?:{_ADDRESS["capital_district"]})\s?{_PLACE_NAME}[\s,]{{0,3}} )? | )
        (?: (?:(?:{_ADDRESS["province"]})\s?{_PLACE_NAME} | {_ADDRESS["capital"]}) [\s,]{{0,3}} )?
        (?: \d{{5}} )?
        \s?$""",
        re.VERBOSE,
    )


def _without_address(text: str) -> TrimmedName:
    address = _address_behind().search(text)
    if address is None:
        return TrimmedName(text, "")
    name = text[: address.start()]
    if not name.strip():
        return TrimmedName(text, "")
    moo = (address["moo"] or "").strip(" ,")
    subdistrict = address["subdistrict"] or ""
    return TrimmedName(f"{name} {moo}".strip(), subdistrict)
