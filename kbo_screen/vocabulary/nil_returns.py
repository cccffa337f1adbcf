"""What a district writes that has no group to name: a return like a list, and no group's name.

The words stand in `nil_returns.toml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, Literal

from kbo_screen.vocabulary.marks import is_cross, is_tick, is_unticked
from kbo_screen.vocabulary.reading import BRACKETS, cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.word_tables import any_of, word_table

#: How plainly a text says that there is no group: in a sentence, or in a word that says it only where a group is named.
NilWording = Literal["sentence", "short"]
#: No sentence of this kind has more letters.
_LONGEST: Final = 160
#: A box in front of a sentence, with what stands in it.
_BOX: Final = re.compile(
    r"^\s*+[(\[]\s*+(?P<inside>\S{0,2})\s*+[)\]]\s*+(?P<sentence>\S.*)$"
)
#: A box in which nothing stands: what follows is another answer.
_EMPTY_BOX: Final = re.compile(r"[☐□▢❏]|[(\[]\s*+[)\]]")
#: A district or province with its name, up to what is said of it.
_AREA: Final = re.compile(
    r"(?P<unit>อำเภอ|อ\.|จังหวัด|จ\.)\s?(?!นี้)[ก-๎]{2,24}?(?=$|[\s:,]|ไม่|ยังไม่|ที่|ตาม)"
)


def nil_wording(value: object) -> NilWording | None:
    """Whether a text says that there is no group, and how; None for any other text, a name above all.

    >>> [nil_wording(v) for v in ("ไม่มีกลุ่มที่เข้าหลักเกณฑ์", "0 กลุ่ม", "(/) ไม่มีผู้สมัคร", "อำเภอบางคล้า ไม่มีกลุ่มฯ")]
    ['sentence', 'sentence', 'sentence', 'sentence']
    >>> [nil_wording(v) for v in ("-ไม่มี-", "กลุ่มไม่มีชื่อ", "( ) ไม่มีกลุ่ม", "☐ ไม่มีกลุ่ม", "ไม่มีกลุ่มอื่น", "-")]
    ['short', None, None, None, None, None]
    >>> [nil_wording(v) for v in ("☑ ไม่มี  ☐ มี", "☐ ไม่มี  ☑ มี", "(/) ไม่มีกลุ่ม ( ) มี 3 กลุ่ม", "ไม่มี ☐ มี ☑")]
    ['short', None, 'sentence', None]
    """
    text = cell_text(value)
    if not text or len(text) > _LONGEST:
        return None
    return _wording_of_text(text)


@lru_cache(maxsize=4096)  # of one text the columns of a list hold many
def _wording_of_text(text: str) -> NilWording | None:
    key = fold(_AREA.sub(r"\g<unit>", _behind_box(text))).replace("ฯ", "")
    if key in _short_words():
        return "short"
    return "sentence" if _is_sentence(key) else None


def is_ticked_nil(value: object) -> bool:
    """What stands in the cell of a form that asks whether there is none says so: a tick, a yes, the words themselves.

    >>> [is_ticked_nil(v) for v in ("✓", "/", "ใช่", "ไม่มีกลุ่มที่เข้าหลักเกณฑ์", "ไม่มี", "", "-", "ไม่ใช่", "x", "มี")]
    [True, True, True, True, True, False, False, False, True, False]
    """
    text = cell_text(value)
    if is_blank(text) or is_unticked(text):
        return False
    if is_tick(text) or is_cross(text) or nil_wording(text):
        return True
    return fold(text) in map(fold, nil_words("yes"))


def _behind_box(text: str) -> str:
    """The sentence behind the box in front of it; "" where the box is not ticked."""
    box = _BOX.match(text)
    if box:
        inside = box["inside"]
        is_box = not inside or is_tick(inside) or is_cross(inside)
        if is_box:
            return _first_answer(box["sentence"]) if inside else ""
    first_sign = text[0]
    is_empty_box = first_sign not in BRACKETS and is_unticked(first_sign)
    if is_empty_box:
        return ""
    is_ticked = not first_sign.isalnum() and is_tick(first_sign)
    return _first_answer(text) if is_ticked else text


def _first_answer(sentence: str) -> str:
    """The answer behind a ticked box, up to the empty box of the next one."""
    return _EMPTY_BOX.split(sentence, maxsplit=1)[0]


@cache
def _short_words() -> frozenset[str]:
    return frozenset(map(fold, nil_words("short")))


@cache
def _patterns() -> list[re.Pattern[str]]:
    """What a folded sentence is made of, from its first letter to its last; a word once read is not read anew."""
    openings = f"(?:{_any('openings')})*+"
    denials = f"(?:{_any('denials')})"
    subject = f"(?P<subject>(?:{_any('things', 'qualifiers')})*+)"
    qualifiers = f"(?:{_any('qualifiers')})*+"
    count = f"(?:{_any('before_count')})?+0"
    return [
        re.compile(f"^{openings}{denials}{subject}"),
        re.compile(f"^{openings}{subject}{denials}{qualifiers}"),
        re.compile(f"^{openings}{count}(?P<subject>{_any('counted')})"),
    ]


def _is_sentence(key: str) -> bool:
    """A folded text denies a thing, and says no more."""
    for pattern in _patterns():
        match = pattern.fullmatch(key)
        if match and holds_any(match["subject"], _things()):
            return True
    return False


@cache
def _things() -> list[str]:
    return list(map(fold, nil_words("things")))


def _any(*names: str) -> str:
    words = [word for name in names for word in nil_words(name)]
    return any_of(map(fold, words))


def nil_words(name: str) -> list[str]:
    """A list of `nil_returns.toml`."""
    words: list[str] = word_table("nil_returns")[name]
    return words
