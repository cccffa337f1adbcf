"""Provinces and districts with their official codes, and the ways people write them.

Knows the names of places (geothai, CC BY 4.0), and the spellings in `places.toml`. Refuses to guess: a municipality is
no district, a near name is none.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from kbo_screen.vocabulary.thai_text import fold, repair, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PROVINCE_WORD: Final = re.compile(r"^(?:จังหวัด|จ\s*\.)\s*")
_DISTRICT_WORD: Final = re.compile(
    r"^(?:กิ่งอำเภอ|กิ่ง\s*อ\s*\.?|กิ่ง|อำเภอ|อ\s*[.\s]|เขต|(?:amphoe|amphur|district)\s)\s*",
    re.IGNORECASE,
)
_WORD_BEHIND: Final = re.compile(
    r"\s*(?:\(\s*(?:กิ่ง|กิ่งอำเภอ|อำเภอ|เขต)\s*\)|\b(?:district|amphoe|amphur))\s*$",
    re.IGNORECASE,
)
_SUBDISTRICT: Final = re.compile(
    r"^(?:ตำบล|ต\s*\.|แขวง)\s*.*?(?=(?:กิ่ง|อำเภอ|(?<![ก-๎])อ\s*\.|เขต))"
)
_PROVINCE_BEHIND: Final = re.compile(
    r"[\s,(]*(?:จังหวัด|(?<![ก-๎])จ\s*\.|changwat\s)\s*(?P<name>[^)]+)\)?$", re.IGNORECASE
)
#: A province without a word for it, or its abbreviation with a dot: "พล" alone is a district.
_LAST_WORD: Final = re.compile(
    r"^(?P<before>.+?)[\s,(]+(?P<name>[^\s,()]{4,}|[ก-ฮ]{2,3}\.|[ก-ฮ]\.[ก-ฮ]\.)\)?$"
)
_POSTCODE: Final = re.compile(r"[\s,]*(?<!\d)\d{5}$")
_CODE: Final = re.compile(
    r"^(?P<code>\d{4})(?:\.0)?(?!\d)[\s:.–-]*|[\s(]*(?<!\d)(?P<behind>\d{4})\)?$"
)
#: "บ.โพธิ์": the first letter of a name, and its end.
_INITIAL: Final = re.compile(r"^(?P<initial>[ก-ฮ])\s*\.\s*(?P<rest>[ก-๎]{3,})$")
_LATIN: Final = re.compile(r"[A-Za-z]")
#: Last letters that sound alike.
_FINALS: Final = {"b": "p", "d": "t", "g": "k"}
#: So many districts are all named where a text is like none of them.
MOST_NAMED: Final = 20
#: Where a name was cut short: "พนมฯ".
CUT_SHORT: Final = "ฯ"
#: A name that was cut short keeps at least so many letters.
SHORTEST_CUT: Final = 3
_CAPITAL: Final = "เมือง"
#: The one place that is no province, and whose districts are no อำเภอ.
BANGKOK: Final = "กรุงเทพมหานคร"
_BANGKOK_NAMES: Final = ("กทม", "กรุงเทพ", "กรุงเทพฯ", "กรุงเทพมหานครฯ", "bkk")


@dataclass(frozen=True, slots=True)
class Province:
    """A province: 2-digit code, names."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PlaceDistrict:
    """A district: 4-digit code, bare name (no อำเภอ or เขต), its province's name."""

    code: str
    district: str
    name_en: str
    province: str


class NamedDistrict(Protocol):
    """Anything with a district's bare name and its province."""

    @property
    def district(self) -> str:
        """The bare name."""

    @property
    def province(self) -> str:
        """The province's name."""


AnyDistrict = TypeVar("AnyDistrict", bound=NamedDistrict)


@cache
def provinces() -> tuple[Province, ...]:
    """All 77 provinces, by code."""
    import geothai

    return tuple(Province(p.code, p.name_th, p.name_en) for p in geothai.provinces())


@cache
def districts_of(province: str) -> tuple[PlaceDistrict, ...]:
    """The districts of a province (by its exact Thai name), by code. Raises KeyError for no province."""
    import geothai

    codes = {p.name: p.code for p in provinces()}
    found = geothai.districts(codes[province])
    return tuple(
        PlaceDistrict(d.code, _without_word(d.name_th), d.name_en, province)
        for d in found
    )


def province_named(text: str) -> Province | None:
    """The province that a text names, whatever word or spacing stands with it.

    >>> province_named(" จ.ฉะเชิงเทรา ").code, province_named("กทม.").name, province_named("จ.ฉช.").name
    ('24', 'กรุงเทพมหานคร', 'ฉะเชิงเทรา')
    """
    return _provinces_by_key().get(fold(_PROVINCE_WORD.sub("", repair(text))))


def bare_district(text: str) -> str:
    """A district as people write it, without the word for it.

    >>> bare_district("อ. บางคล้า"), bare_district("เขตพระนคร")
    ('บางคล้า', 'พระนคร')
    """
    return _without_word(repair(text))


@dataclass(frozen=True, slots=True)
class WrittenDistrict:
    """A district as it is written, taken apart: its name, its code and the province that stands with it, if any."""

    name: str
    code: str | None = None
    province: Province | None = None


@lru_cache(maxsize=4096)
def take_apart(text: str) -> WrittenDistrict:
    """The name of a district without what people write around it: its tambon, word, code, province and postcode.

    >>> take_apart("ต.ปากน้ำ อ.บางคล้า จ.ฉะเชิงเทรา 24110").name, take_apart("2402 บางคล้า").code
    ('บางคล้า', '2402')
    >>> take_apart("เมือง ฉะเชิงเทรา").province.name, take_apart("ท่าตะเกียบ(กิ่ง)").name
    ('ฉะเชิงเทรา', 'ท่าตะเกียบ')
    """
    rest = _POSTCODE.sub("", to_ascii_digits(repair(text)))
    province: Province | None = None
    for pattern in (_PROVINCE_BEHIND, _LAST_WORD):
        match = pattern.search(rest)
        if match and match.start("name") > 0 and province is None:
            province = province_named(match["name"])
            rest = (
                rest[: match.start()] + (match.groupdict().get("before") or "")
                if province
                else rest
            )
    rest = _SUBDISTRICT.sub("", rest.strip(" ,"))
    code = None
    match = _CODE.search(rest)
    if match:
        code = match["code"] or match["behind"]
        rest = rest[: match.start()] + rest[match.end() :]
    return WrittenDistrict(
        _without_word(_WORD_BEHIND.sub("", rest.strip())), code, province
    )


def resolve_district(
    text: str, candidates: Sequence[AnyDistrict]
) -> AnyDistrict | None:
    """The one candidate that a text names; None for none or several.

    By its name (เมือง for the capital district), its code, its name in Roman letters, or a name cut short that only one
    candidate can be: "พนมฯ", "บ.โพธิ์". A province that is written with it must be the candidate's.
    """
    whole_names = [d for d in candidates if _is_named_in_roman(bare_district(text), d)]
    if whole_names:
        return _only(whole_names)
    written = take_apart(text)
    inside = [
        d
        for d in candidates
        if written.province is None or d.province == written.province.name
    ]
    if written.code and not fold(written.name):
        return _only([d for d in inside if _code(d) == written.code])
    for names in (_is_named, _is_named_in_roman, _is_cut_short):
        matches = [d for d in inside if names(written.name, d)]
        if matches:
            match = _only(matches)
            return (
                match if match is None or written.code in (None, _code(match)) else None
            )
    return None


def nearest(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The names most like a text, best first."""
    from rapidfuzz import fuzz, process

    keys = {name: fold(bare_district(name)) for name in dict.fromkeys(names)}
    matches = process.extract(
        fold(bare_district(text)), keys, scorer=fuzz.ratio, limit=limit, score_cutoff=50
    )
    return [name for _, _, name in matches]


def nearest_districts(
    text: str, candidates: Sequence[NamedDistrict], limit: int = 3
) -> list[str]:
    """The districts' names most like a text, in Thai or Roman letters; where none is, all of a few, else the first."""
    from rapidfuzz import fuzz, process

    written = take_apart(text).name
    names = list(dict.fromkeys(d.district for d in candidates))
    if _LATIN.search(written):
        officials = [official for official in map(_official, candidates) if official]
        keys = {
            official.district: roman_key(official.name_en) for official in officials
        }
        matches = process.extract(
            roman_key(written), keys, scorer=fuzz.ratio, limit=limit, score_cutoff=60
        )
        near = [name for _, _, name in matches]
    else:
        near = nearest(written, names, limit)
    return near or (names if len(names) <= MOST_NAMED else names[:limit])


def _only(matches: list[AnyDistrict]) -> AnyDistrict | None:
    return matches[0] if len(matches) == 1 else None


def _is_named(written: str, district: NamedDistrict) -> bool:
    key = fold(written.removesuffix(CUT_SHORT))
    return bool(key) and key in _keys(district.district, district.province)


def _is_named_in_roman(written: str, district: NamedDistrict) -> bool:
    official = _official(district)
    if official is None or not _LATIN.search(written):
        return False
    key = roman_key(written)
    is_capital = district.district == _CAPITAL + district.province
    return key == roman_key(official.name_en) or (
        is_capital and key == roman_key("Mueang")
    )


def _is_cut_short(written: str, district: NamedDistrict) -> bool:
    """The name begins as written before a "ฯ", or has the written initial and end."""
    stem = written.rstrip(". ").removesuffix(CUT_SHORT)
    if stem != written.rstrip(". "):
        return len(stem) >= SHORTEST_CUT and district.district.startswith(stem.strip())
    match = _INITIAL.match(written)
    if match is None or not district.district.startswith(match["initial"]):
        return False
    return (
        district.district.endswith(match["rest"])
        and district.district != match["initial"] + match["rest"]
    )


@cache
def roman_key(text: str) -> str:
    """The key by which two spellings of one name in Roman letters are equal.

    >>> roman_key("Bang Khla") == roman_key("bangkla"), roman_key("Mueang") == roman_key("Muang")
    (True, True)
    """
    key = re.sub(r"[^a-z]", "", text.casefold())
    for written, sound in _words()["roman"]["sounds"]:
        key = key.replace(written, sound)
    key = re.sub(r"(?<=[aeiou])r(?![aeiou])", "", key)
    key = re.sub(r"(.)\1+", r"\1", key)
    return re.sub(r"[bdg]$", lambda final: _FINALS[final[0]], key)


def _code(district: NamedDistrict) -> str | None:
    official = _official(district)
    return official.code if official else None


def _official(district: NamedDistrict) -> PlaceDistrict | None:
    """The official district of that name and province; None for one that a letter made up."""
    return _officials().get((district.province, district.district))


@cache
def _officials() -> dict[tuple[str, str], PlaceDistrict]:
    return {(p.name, d.district): d for p in provinces() for d in districts_of(p.name)}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(
        files("kbo_screen.vocabulary")
        .joinpath("places.toml")
        .read_text(encoding="utf-8")
    )


@cache
def _provinces_by_key() -> dict[str, Province]:
    by_key = {fold(name): p for p in provinces() for name in (p.name, p.name_en)}
    bangkok = provinces()[0]
    by_name = {p.name: p for p in provinces()}
    abbreviated = {
        short: by_name[name] for short, name in _words()["abbreviations"].items()
    }
    return abbreviated | by_key | {fold(name): bangkok for name in _BANGKOK_NAMES}


@cache
def _keys(district: str, province: str) -> frozenset[str]:
    """The folded spellings that name this district inside its province."""
    capital = [_CAPITAL] if district == _CAPITAL + province else []
    return frozenset(fold(name) for name in (district, *capital))


def _without_word(text: str) -> str:
    return _DISTRICT_WORD.sub("", text).strip()
