"""Provinces and districts with their official codes, and the ways people write them.

Knows the names of places (geothai, CC BY 4.0). Refuses to guess: a municipality is no district, a near name is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from kbo_screen.vocabulary.thai_text import fold, repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PROVINCE_WORD: Final = re.compile(r"^(?:จังหวัด|จ\s*\.)\s*")
_DISTRICT_WORD: Final = re.compile(r"^(?:กิ่งอำเภอ|กิ่ง\s*อ\s*\.|อำเภอ|อ\s*\.|เขต)\s*")
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
    return tuple(PlaceDistrict(d.code, _without_word(d.name_th), d.name_en, province) for d in found)


def province_named(text: str) -> Province | None:
    """The province that a text names, whatever word or spacing stands with it.

    >>> province_named(" จ.ฉะเชิงเทรา ").code, province_named("กทม.").name
    ('24', 'กรุงเทพมหานคร')
    """
    return _provinces_by_key().get(fold(_PROVINCE_WORD.sub("", repair(text))))


def bare_district(text: str) -> str:
    """A district as people write it, without the word for it.

    >>> bare_district("อ. บางคล้า"), bare_district("เขตพระนคร")
    ('บางคล้า', 'พระนคร')
    """
    return _without_word(repair(text))


def resolve_district(text: str, candidates: Sequence[AnyDistrict]) -> AnyDistrict | None:
    """The one candidate that a text names: its name, or เมือง for the capital district; None for none or several."""
    key = fold(bare_district(text))
    found = [d for d in candidates if key in _keys(d.district, d.province, getattr(d, "name_en", ""))]
    return found[0] if len(found) == 1 else None


def nearest(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The names most like a text, best first."""
    from rapidfuzz import fuzz, process

    keys = {name: fold(bare_district(name)) for name in dict.fromkeys(names)}
    found = process.extract(fold(bare_district(text)), keys, scorer=fuzz.ratio, limit=limit, score_cutoff=50)
    return [name for _, _, name in found]


@cache
def _provinces_by_key() -> dict[str, Province]:
    by_key = {fold(name): p for p in provinces() for name in (p.name, p.name_en)}
    bangkok = provinces()[0]
    return by_key | {fold(name): bangkok for name in _BANGKOK_NAMES}


@cache
def _keys(district: str, province: str, name_en: str) -> frozenset[str]:
    """The folded spellings that name this district inside its province."""
    capital = [_CAPITAL] if district == _CAPITAL + province else []
    return frozenset(fold(name) for name in (district, name_en, *capital) if name)


def _without_word(text: str) -> str:
    return _DISTRICT_WORD.sub("", text).strip()
