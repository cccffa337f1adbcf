"""Provinces and districts with their official codes, and the ways people write them.

The names come from geothai (CC BY 4.0) and stand in `official_areas.tsv`, which a test compares with it; the spellings
come from `places.toml`. Nothing is guessed: a municipality is no district, a near name is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from kbo_screen.vocabulary.grouping import only
from kbo_screen.vocabulary.thai_text import fold, repair, repaired_text
from kbo_screen.vocabulary.word_tables import word_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PROVINCE_WORD: Final = re.compile(r"^(?:จังหวัด|จ\s*\.)\s*")
_DISTRICT_WORD: Final = re.compile(
    r"^(?:กิ่งอำเภอ|กิ่ง\s*อ\s*\.?|กิ่ง|อำเภอ|อ\s*[.\s]|เขต|(?:amphoe|amphur|district)\s)\s*",
    re.IGNORECASE,
)
_WORD_BEHIND: Final = re.compile(
    r"\s?(?:\(\s?(?:กิ่ง|กิ่งอำเภอ|อำเภอ|เขต)\s?\)|\b(?:district|amphoe|amphur))\s?$",
    re.IGNORECASE,
)
_SUBDISTRICT: Final = re.compile(
    r"^(?:ตำบล|ต\s?\.|แขวง).*?(?=(?:กิ่ง|อำเภอ|(?<![ก-๎])อ\s?\.|เขต))"
)
#: A tambon behind its district: "อ.บางคล้า ต.บางสวน", "บางคล้า (ต.บางสวน)"; with a district of its own it is none.
_SUBDISTRICT_BEHIND: Final = re.compile(
    r"(?<=[ก-๎])[\s,(/]{1,4}(?:ตำบล|ต\s?\.|แขวง)(?:(?!อ\s?\.|อำเภอ|เขต)[^)]){1,60}\)?$"
)
_SUBDISTRICT_WORD: Final = re.compile(r"^(?:ตำบล|แขวง|ต\s*\.)\s*")
_PROVINCE_BEHIND: Final = re.compile(
    r"[\s,(]{0,4}(?:จังหวัด|(?<![ก-๎])จ\s?\.|changwat\s)\s?(?P<name>[^)]{1,60})\)?$",
    re.IGNORECASE,
)
#: A province without a word for it, or its abbreviation with a dot: "พล" alone is a district.
_LAST_WORD: Final = re.compile(
    r"^(?P<before>.+?)[\s,(]{1,4}(?P<name>[^\s,()]{4,60}|[ก-ฮ]{2,3}\.|[ก-ฮ]\.[ก-ฮ]\.)\)?$"
)
_POSTCODE: Final = re.compile(r"[\s,]{0,4}(?<!\d)\d{5}$")
_CODE: Final = re.compile(
    r"^(?P<code>\d{4})(?:\.0)?(?!\d)[\s:.–-]*|[\s(]{0,4}(?<!\d)(?P<behind>\d{4})\)?$"
)
#: "บ.โพธิ์": the first letter of a name, and its end.
_INITIAL: Final = re.compile(r"^(?P<initial>[ก-ฮ])\s*\.\s*(?P<ending>[ก-๎]{3,})$")
_LATIN: Final = re.compile(r"[A-Za-z]")
_DIGITS_OF_PROVINCE: Final = 2
#: Last letters that sound alike.
_FINALS: Final = {"b": "p", "d": "t", "g": "k"}
#: Names that are suggested in place of one that is not known.
SUGGESTED: Final = 3
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


class Province(NamedTuple):
    """A province: 2-digit code, names."""

    code: str
    name: str
    name_en: str


class OfficialDistrict(NamedTuple):
    """A district as geothai lists it: 4-digit code, bare name (no อำเภอ or เขต), its province's name."""

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
    return tuple(
        Province(area.code, area.name, area.name_en)
        for area in _official_areas()
        if len(area.code) == _DIGITS_OF_PROVINCE
    )


@cache
def districts_of(province: str) -> tuple[OfficialDistrict, ...]:
    """The districts of a province (by its exact Thai name), by code. Raises KeyError for no province."""
    codes = {p.name: p.code for p in provinces()}
    code = codes[province]
    return tuple(
        OfficialDistrict(area.code, _without_word(area.name), area.name_en, province)
        for area in _official_areas()
        if area.code.startswith(code) and area.code != code
    )


class _OfficialArea(NamedTuple):
    """A province (2-digit code) or a district (4 digits) as geothai names it."""

    code: str
    name: str
    name_en: str


@cache
def _official_areas() -> list[_OfficialArea]:
    path = files("kbo_screen.vocabulary") / "official_areas.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_OfficialArea(*line.split("\t")) for line in lines]


def province_named(text: str) -> Province | None:
    """The province that a text names, whatever word or spacing stands with it.

    >>> province_named(" จ.ฉะเชิงเทรา ").code, province_named("กทม.").name, province_named("จ.ฉช.").name
    ('24', 'กรุงเทพมหานคร', 'ฉะเชิงเทรา')
    """
    name = _PROVINCE_WORD.sub("", repair(text))
    return _provinces_by_key().get(fold(name))


def bare_district(text: str) -> str:
    """A district as people write it, without the word for it.

    >>> bare_district("อ. บางคล้า"), bare_district("เขตพระนคร")
    ('บางคล้า', 'พระนคร')
    """
    return _without_word(repair(text))


def subdistrict_key(text: str) -> str:
    """The key by which subdistricts as people write them are compared, with or without the word for it.

    >>> subdistrict_key("ต. บางสวน") == subdistrict_key("ตำบลบางสวน")
    True
    """
    return fold(_SUBDISTRICT_WORD.sub("", repair(text).lstrip()))


class WrittenDistrict(NamedTuple):
    """A district as it is written, taken apart: its name, its code ("" for none), the province that stands with it."""

    name: str
    code: str = ""
    province: Province | None = None

    @property
    def is_code_alone(self) -> bool:
        """A code stands there, and no name."""
        return self.code != "" and not fold(self.name)


@lru_cache(maxsize=4096)
def take_apart(text: str) -> WrittenDistrict:
    """The name of a district without what people write around it: its tambon, word, code, province and postcode.

    >>> take_apart("ต.ปากน้ำ อ.บางคล้า จ.ฉะเชิงเทรา 24110").name, take_apart("2402 บางคล้า").code
    ('บางคล้า', '2402')
    >>> take_apart("เมือง ฉะเชิงเทรา").province.name, take_apart("ท่าตะเกียบ(กิ่ง)").name
    ('ฉะเชิงเทรา', 'ท่าตะเกียบ')
    >>> take_apart("อ.บางคล้า ต.บางสวน").name, take_apart("บางคล้า (ต.บางสวน) จ.ฉะเชิงเทรา").name
    ('บางคล้า', 'บางคล้า')
    >>> take_apart("บางคล้า (ต.เมืองใหม่ อ.ราชสาส์น)").name
    'บางคล้า (ต.เมืองใหม่ อ.ราชสาส์น)'
    """
    words = _POSTCODE.sub("", repaired_text(text))
    words, province = _take_province(words)
    words = _SUBDISTRICT.sub("", words.strip(" ,"))
    words = _SUBDISTRICT_BEHIND.sub("", words)
    words, code = _take_code(words)
    words = _WORD_BEHIND.sub("", words.strip())
    return WrittenDistrict(_without_word(words), code, province)


def _take_province(words: str) -> tuple[str, Province | None]:
    """The words without the province that stands behind a district, and that province."""
    for pattern in (_PROVINCE_BEHIND, _LAST_WORD):
        match = pattern.search(words)
        if match is None or match.start("name") == 0:
            continue
        province = province_named(match["name"])
        if province:
            before = match.groupdict().get("before") or ""
            return words[: match.start()] + before, province
    return words, None


def _take_code(words: str) -> tuple[str, str]:
    """The words without the code of a district, and that code."""
    match = _CODE.search(words)
    if match is None:
        return words, ""
    code = match["code"] or match["behind"]
    return words[: match.start()] + words[match.end() :], code


def resolve_district(
    text: str, candidates: Sequence[AnyDistrict]
) -> AnyDistrict | None:
    """The one candidate that a text names; None for none or several.

    By its name (เมือง for the capital district), its code, its name in Roman letters, or a name cut short that only one
    candidate can be: "พนมฯ", "บ.โพธิ์". A province that is written with it must be the candidate's.
    """
    bare_name = bare_district(text)
    whole_names = _named_in_roman(bare_name, candidates)
    if whole_names:
        return only(whole_names)
    written = take_apart(text)
    inside = _inside(candidates, written.province)
    if written.is_code_alone:
        return only(_with_code(inside, written.code))
    matches = _matches_by_name(written.name, inside)
    match = only(matches)
    if match is None or not written.code:
        return match
    return only(_with_code([match], written.code))


def may_name_any(text: str, candidates: Sequence[NamedDistrict]) -> bool:
    """Whether `resolve_district` may find one among some of the candidates: a first look at all of them together."""
    written = take_apart(text)
    if written.is_code_alone or _LATIN.search(text):
        return True
    return bool(_matches_by_name(written.name, candidates))


@cache
def every_district() -> tuple[OfficialDistrict, ...]:
    """The official districts of all provinces."""
    return tuple(_officials().values())


def _with_code(districts: Sequence[AnyDistrict], code: str) -> list[AnyDistrict]:
    return [d for d in districts if _code(d) == code]


def _inside(
    districts: Sequence[AnyDistrict],
    province: Province | None,
) -> Sequence[AnyDistrict]:
    """The districts of the province that was written with one, all where none was."""
    if province is None:
        return districts
    return [d for d in districts if d.province == province.name]


def _matches_by_name(name: str, districts: Sequence[AnyDistrict]) -> list[AnyDistrict]:
    """The districts of that name; only where there are none, those of a name in Roman letters or cut short."""
    return (
        _named(name, districts)
        or _named_in_roman(name, districts)
        or _cut_short(name, districts)
    )


def _named(written: str, districts: Sequence[AnyDistrict]) -> list[AnyDistrict]:
    """The districts of a name in Thai letters."""
    key = fold(written.removesuffix(CUT_SHORT))
    return [d for d in districts if key in _keys(d.district, d.province)]


def _named_in_roman(
    written: str,
    districts: Sequence[AnyDistrict],
) -> list[AnyDistrict]:
    """The districts of a name in Roman letters."""
    if not _LATIN.search(written):
        return []
    names = _by_roman_key().get(roman_key(written))
    if names is None:
        return []
    return [d for d in districts if (d.province, d.district) in names]


@cache
def _by_roman_key() -> dict[str, set[tuple[str, str]]]:
    """Province and name of the official districts by the key of their names in Roman letters."""
    by_key: dict[str, set[tuple[str, str]]] = {}
    for (province, name), official in _officials().items():
        keys = [roman_key(official.name_en)]
        if name == _CAPITAL + province:
            keys.append(roman_key("Mueang"))
        for key in keys:
            by_key.setdefault(key, set()).add((province, name))
    return by_key


def _cut_short(written: str, districts: Sequence[AnyDistrict]) -> list[AnyDistrict]:
    """The districts of a name that was cut short, if it was."""
    if CUT_SHORT not in written and not _INITIAL.match(written):
        return []
    return [d for d in districts if _is_cut_short(written, d)]


def _is_cut_short(written: str, district: NamedDistrict) -> bool:
    """The name begins as written before a "ฯ", or has the written initial and end."""
    name = district.district
    word = written.rstrip(". ")
    stem = word.removesuffix(CUT_SHORT)
    if stem != word:
        return len(stem) >= SHORTEST_CUT and name.startswith(stem.strip())
    match = _INITIAL.match(written)
    if match is None:
        return False
    initial, ending = match.groups()
    if not name.startswith(initial):
        return False
    return name.endswith(ending) and name != initial + ending


def nearest(text: str, names: Iterable[str]) -> list[str]:
    """The names most like a text, best first."""
    from rapidfuzz import fuzz, process

    wholes = {name: fold(bare_district(name)) for name in names}
    shorts = {name: _CAPITAL for name in wholes if name.startswith(_CAPITAL)}
    likeness: dict[str, float] = {}
    for keys in (
        wholes,
        shorts,
    ):  # a capital district is mostly written by its first word
        for _, score, name in process.extract(
            fold(bare_district(text)),
            keys,
            scorer=fuzz.ratio,
            limit=SUGGESTED,
            score_cutoff=50,
        ):
            likeness[name] = max(score, likeness.get(name, 0))
    return sorted(likeness, key=lambda name: -likeness[name])[:SUGGESTED]


def nearest_districts(text: str, candidates: Sequence[NamedDistrict]) -> list[str]:
    """The districts' names most like a text, in Thai or Roman letters; where none is, all of a few, else the first."""
    written = take_apart(text).name
    names = list(dict.fromkeys(d.district for d in candidates))
    nearest_names = nearest(written, names)
    if _LATIN.search(written):
        nearest_names = _nearest_in_roman(written, candidates)
    if nearest_names:
        return nearest_names
    return names if len(names) <= MOST_NAMED else names[:SUGGESTED]


def _nearest_in_roman(
    written: str,
    candidates: Sequence[NamedDistrict],
) -> list[str]:
    from rapidfuzz import fuzz, process

    keys = {}
    for candidate in candidates:
        official = _official(candidate)
        if official:
            keys[official.district] = roman_key(official.name_en)
    matches = process.extract(
        roman_key(written),
        keys,
        scorer=fuzz.ratio,
        limit=SUGGESTED,
        score_cutoff=60,
    )
    return [name for _, _, name in matches]


@lru_cache(maxsize=4096)
def roman_key(text: str) -> str:
    """The key by which two spellings of one name in Roman letters are equal.

    >>> roman_key("Bang Khla") == roman_key("bangkla"), roman_key("Mueang") == roman_key("Muang")
    (True, True)
    """
    key = re.sub(r"[^a-z]", "", text.casefold())
    for written, sound in word_table("places")["roman"]["sounds"]:
        key = key.replace(written, sound)
    key = re.sub(r"(?<=[aeiou])r(?![aeiou])", "", key)
    key = re.sub(r"(.)\1+", r"\1", key)
    return re.sub(r"[bdg]$", lambda final: _FINALS[final[0]], key)


def _code(district: NamedDistrict) -> str | None:
    official = _official(district)
    return official.code if official else None


def _official(district: NamedDistrict) -> OfficialDistrict | None:
    """The official district of that name and province; None for one that a letter made up."""
    return _officials().get((district.province, district.district))


@cache
def _officials() -> dict[tuple[str, str], OfficialDistrict]:
    officials = {}
    for province in provinces():
        for district in districts_of(province.name):
            officials[province.name, district.district] = district
    return officials


@cache
def _provinces_by_key() -> dict[str, Province]:
    by_name = {p.name: p for p in provinces()}
    by_key = {}
    for abbreviation, name in word_table("places")["abbreviations"].items():
        by_key[abbreviation] = by_name[name]
    for province in provinces():
        by_key[fold(province.name)] = province
        by_key[fold(province.name_en)] = province
    for name in _BANGKOK_NAMES:
        by_key[fold(name)] = by_name[BANGKOK]
    return by_key


@cache
def district_key(name: str) -> str:
    """The folded name of a district; there are a thousand, asked again and again."""
    return fold(name)


@cache
def _keys(district: str, province: str) -> frozenset[str]:
    """The folded spellings that name this district inside its province."""
    names = [district]
    if district == _CAPITAL + province:
        names.append(_CAPITAL)
    return frozenset(map(fold, names))


def _without_word(text: str) -> str:
    return _DISTRICT_WORD.sub("", text).strip()
