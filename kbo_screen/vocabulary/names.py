"""Names of producer groups: when two spellings are one name, and how alike two names are.

Knows how people shorten and space a group's name. Refuses to decide that names which only look alike are one group.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.thai_text import fold, repair, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Abbreviations of the trade, as whole words; a dot ends an abbreviation.
_ABBREVIATIONS: Final = (
    (re.compile(r"วสช\s*\.?\s*"), "วิสาหกิจชุมชน"),
    (re.compile(r"ว\s*\.\s*ส\s*\.\s*ช\s*\.\s*"), "วิสาหกิจชุมชน"),
    (re.compile(r"(?<![ก-๎])(?:หมู่ที่|หมู่|ม\s*\.)\s*(?=\d)"), "หมู่"),
    (re.compile(r"(?<![ก-๎])บ\s*\.\s*"), "บ้าน"),
    (re.compile(r"(?<![ก-๎])ต\s*\.\s*"), "ตำบล"),
    (re.compile(r"(?<![ก-๎])อ\s*\.\s*"), "อำเภอ"),
)
_NUMBER: Final = re.compile(r"\d+")
_VILLAGE: Final = "บ้าน"


def group_key(name: str) -> str:
    """The normalised name: equal keys are one name, written with other spaces, digits or abbreviations.

    >>> group_key("วสช. ทอผ้า บ.นา ม. ๒") == group_key("วิสาหกิจชุมชนทอผ้าบ้านนา หมู่ที่ 2")
    True
    """
    return fold(_expand(name))


def likeness(name: str, other: str) -> float:
    """How alike two names are, 0 to 100: the lower of craft and village, and 0 where their numbers differ."""
    from rapidfuzz import fuzz

    mine, yours = group_key(name), group_key(other)
    if _NUMBER.findall(mine) != _NUMBER.findall(yours):
        return 0.0
    pairs = zip(_craft_and_village(mine), _craft_and_village(yours), strict=True)
    return min(fuzz.ratio(a, b) if a or b else 100.0 for a, b in pairs)


def nearest_names(name: str, names: Iterable[str], limit: int = 3) -> list[tuple[str, float]]:
    """The names most like `name`, best first, each with its likeness as text (0 to 100)."""
    from rapidfuzz import fuzz, process

    keys = {known: group_key(known) for known in dict.fromkeys(names)}
    found = process.extract(group_key(name), keys, scorer=fuzz.WRatio, limit=limit)
    return [(known, score) for _, score, known in found]


def _expand(name: str) -> str:
    text = to_ascii_digits(repair(name))
    for pattern, word in _ABBREVIATIONS:
        text = pattern.sub(word, text)
    return text


def _craft_and_village(key: str) -> tuple[str, str]:
    craft, _, village = key.partition(_VILLAGE)
    return craft, village
