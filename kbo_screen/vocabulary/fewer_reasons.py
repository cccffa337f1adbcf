"""Why a district names fewer groups than are asked for, as it writes it into one cell.

The words stand in `nil_returns.toml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from kbo_screen.vocabulary.nil_returns import nil_wording, nil_words
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import (
    fold,
    has_letters,
    holds_any,
    to_ascii_digits,
)
from kbo_screen.vocabulary.word_tables import any_of

#: No label with its reason has more letters.
_LONGEST: Final = 300
_APART: Final = r"[\s:\-–.…]*+"


@lru_cache(maxsize=4096)
def fewer_reason(words: str) -> str | None:
    """The reason that a text gives; "" for a label beside which it stands, None for any other text.

    >>> fewer_reason("เหตุผลที่ไม่ครบ ๓ กลุ่ม : มีกลุ่มเดียว"), fewer_reason("เหตุผลที่ไม่ครบ 3 กลุ่ม (โปรดระบุ)")
    ('มีกลุ่มเดียว', '')
    >>> fewer_reason("หมายเหตุ: ส่งไม่ครบ 3 กลุ่ม เนื่องจากกลุ่มอื่นเลิกผลิต"), fewer_reason("ไม่มีกลุ่มอื่นที่เข้าหลักเกณฑ์แล้ว")
    ('กลุ่มอื่นเลิกผลิต', 'ไม่มีกลุ่มอื่นที่เข้าหลักเกณฑ์แล้ว')
    >>> [fewer_reason(w) for w in ("กรณีไม่ครบ 3 กลุ่ม ให้ระบุเหตุผล", "กลุ่มไม่ครบเครื่อง", "ไม่มีกลุ่มที่เข้าหลักเกณฑ์", "เหตุผล")]
    [None, None, None, None]
    >>> fewer_reason("กรณีส่งไม่ครบ 3 กลุ่ม เพราะเหตุใด ให้ชี้แจง"), fewer_reason("เหตุผลที่ไม่ครบ (ถ้ามี) ระบุ: มีกลุ่มเดียว")
    ('', 'มีกลุ่มเดียว')
    """
    text = to_ascii_digits(cell_text(words))
    if len(text) > _LONGEST:
        return None
    if _says_no_more(text):
        return text
    patterns = _patterns()
    if not _is_still_to_come(text):
        patterns = [*patterns, *_patterns_of_others()]
    for pattern in patterns:
        match = pattern.match(text)
        if match:
            return _without_instruction(match["reason"])
    return None


def _is_still_to_come(text: str) -> bool:
    """The groups that are not named here follow, or stand elsewhere."""
    return holds_any(fold(text), map(fold, nil_words("still_to_come")))


def gives_reason(words: str) -> bool:
    """What stands beside such a label is a reason: no dash, and no word that there is none or that none is missing.

    >>> [gives_reason(words) for words in ("มีกลุ่มเดียว", "ไม่มีกลุ่มอื่น", "-", "ไม่มี", "ครบ ๓ กลุ่ม", "ส่งครบแล้ว")]
    [True, True, False, False, False, False]
    """
    if not any(map(str.isalnum, words)) or nil_wording(words) == "short":
        return False
    counted = rf"\d+(?:{_any('counted')})?"
    without_count = re.sub(counted, "", fold(words))
    return without_count not in map(fold, nil_words("complete"))


def _says_no_more(text: str) -> bool:
    """There is no other group, no more of them."""
    words = nil_words("no_more")
    if not holds_any(text, words) or nil_wording(text):
        return False
    stripped_text = re.sub(any_of(words), "", text)
    return nil_wording(stripped_text) is not None


def _without_instruction(reason: str) -> str:
    """What a person wrote, without what the form asks to write; "" where the form alone speaks."""
    instruction = any_of(nil_words("instructions"))
    in_brackets = any_of((*nil_words("instructions"), *nil_words("conditions")))
    written = re.sub(rf"^\((?:{in_brackets})[^)]*\){_APART}", "", reason)
    written = re.sub(rf"^(?:{instruction})[^:]{{0,40}}:{_APART}", "", written)
    is_instruction = re.match(instruction, written)
    if is_instruction or holds_any(written, nil_words("asks")):
        return ""
    return written if has_letters(written) else ""


@cache
def _patterns() -> list[re.Pattern[str]]:
    """A label that asks for a reason, with or without one; a remark that gives one by "because"."""
    opening = f"(?:{_any('fewer_openings')})"
    verbs = f"(?:{_any('fewer_verbs')})?+\\s*+"
    counts = rf"(?:(?:{_any('fewer_of')}|\d++)\s*+)*+"
    fewer = rf"{verbs}(?:{_any('fewer')})\s*+{counts}{_APART}"
    return [
        re.compile(rf"^{opening}\s*+{fewer}(?:{_because()})?+{_APART}(?P<reason>.*)$"),
        re.compile(rf"^{_remarks()}{fewer}{_because()}{_APART}(?P<reason>.*)$"),
    ]


@cache
def _patterns_of_others() -> list[re.Pattern[str]]:
    """How few there are; how many are sent because of something; what became of the others."""
    counted = rf"(?:\d{{1,2}}\s*+(?:{_any('few_counted')})|{_any('just_one')})"
    number = rf"{counted}(?!\s?(?:{_any('not_behind_count')}))"
    of_groups = rf"[*\s]*+(?:(?!{_any('not_of_groups')}).){{0,60}}?"
    few = rf"(?:{_any('few')})\s*+{number}"
    others = rf"(?:(?:{_any('the_others')})|(?:{_any('more')})\s*+{number})"
    gone = rf"(?:\s*+(?:{_any('others_gone')})|.{{0,60}}?{_because()})"
    lacking = rf"(?:{_any('lacking')})\s*+{number}\s*+\S"
    return [
        re.compile(rf"^(?P<reason>{of_groups}{few}.*)$"),
        re.compile(
            rf"^{of_groups}{_verb()}{number}\s*+{_because()}{_APART}(?P<reason>.*)$"
        ),
        re.compile(rf"^[*\s]*+{_remarks()}(?P<reason>(?:{others}{gone}|{lacking}).*)$"),
    ]


def _remarks() -> str:
    """Words that open a remark."""
    return rf"(?:(?:{_any('fewer_remarks')}){_APART})*+"


def _because() -> str:
    return f"(?:{_any('because')})"


def _verb() -> str:
    """A verb of sending, right in front of how many groups are sent."""
    return rf"(?:{_any('fewer_verbs')})\s*+(?:ได้)?+\s*+"


def _any(name: str) -> str:
    return any_of(nil_words(name))
