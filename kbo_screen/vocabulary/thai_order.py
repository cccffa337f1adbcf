"""Thai dictionary order: a key that sorts text as ICU's th_TH does.

A leading vowel counts after its consonant, tone marks decide last, and spaces and punctuation do not count.
"""

from __future__ import annotations

import re
import string
from typing import Final

_LEADING_VOWEL: Final = re.compile(r"([เ-ไ])([ก-ฮ])")
#: Marks that only decide between texts that are otherwise equal: maitaikhu, tones, thanthakhat and their kin.
_LAST: Final = re.compile(r"[\u0e47-\u0e4e]")
#: Spaces, punctuation, ฯ and ๆ do not count.
_IGNORED: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|[_\u0e2f\u0e46]")
#: Thai digits count as digits; Latin letters come after the Thai ones.
_PRIMARY: Final = str.maketrans(
    {
        **dict(zip("๐๑๒๓๔๕๖๗๘๙", string.digits, strict=True)),
        **{letter: chr(0xE000 + ord(letter)) for letter in string.ascii_lowercase},
    }
)


def sort_key(text: str) -> str:
    """The key of a text; comparing keys compares the texts in dictionary order.

    >>> sorted(["แก้ว", "ไก่", "เก่า", "ขิง", "OTOP", "กา", "3 ใบเถา"], key=sort_key)
    ['3 ใบเถา', 'กา', 'เก่า', 'แก้ว', 'ไก่', 'ขิง', 'OTOP']
    """
    letters = _IGNORED.sub("", text)
    swapped = _LEADING_VOWEL.sub(r"\2\1", letters.casefold())
    primary = _LAST.sub("", swapped).translate(_PRIMARY)
    return f"{primary}\x00{_marks(swapped)}\x00{text.swapcase()}"


def _marks(swapped: str) -> str:
    """The marks that decide last, each after the letter it stands on; "!" sorts before every mark."""
    return re.sub(r"[^\u0e47-\u0e4e]", "!", swapped)
