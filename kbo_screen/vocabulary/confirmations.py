"""What a district writes beside a row to confirm it: a reason, or words and marks that say none.

The words stand in `confirmations.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from kbo_screen.vocabulary.marks import is_unticked
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold, has_letters
from kbo_screen.vocabulary.word_tables import any_of, word_table

#: What stands in a cell of the column: why the row is right, or words that do not say why.
ConfirmationWording = Literal["reason", "no_reason"]
#: Letters that are left of the shortest reason.
_FEWEST_LETTERS: Final = 3


def is_confirmation_header(header: str) -> bool:
    """A header of the column in which a district confirms, and says why.

    >>> [is_confirmation_header(h) for h in ("ยืนยัน / เหตุผล", "ยืนยัน/เหตุผล", "เหตุผล", "ยืนยันการเข้าร่วม")]
    [True, True, False, False]
    """
    return fold(header) in _headers()


def confirmation_wording(value: object) -> ConfirmationWording | None:
    """Whether a text says why; None where nothing stands.

    >>> [confirmation_wording(v) for v in ("กรมแจ้งแก้ดาวแล้ว ตามหนังสือ ๑๒", "ประธานลาออก", "ไม่ใช่คนเดียวกัน")]
    ['reason', 'reason', 'reason']
    >>> [confirmation_wording(v) for v in ("✓", "/", "ยืนยันข้อมูลถูกต้องแล้ว", "ไม่แน่ใจ", "รอตรวจสอบ", "ok")]
    ['no_reason', 'no_reason', 'no_reason', 'no_reason', 'no_reason', 'no_reason']
    >>> [confirmation_wording(v) for v in ("", "-", "FALSE", None)]
    [None, None, None, None]
    """
    text = cell_text(value)
    if is_blank(text) or is_unticked(text):
        return None
    key = fold(text)
    if _denying().match(key):
        return "no_reason"
    remainder = _confirming().sub("", key)
    has_words = has_letters(remainder) and len(remainder) >= _FEWEST_LETTERS
    return "reason" if has_words else "no_reason"


@cache
def _headers() -> frozenset[str]:
    return frozenset(map(fold, _words("headers")))


@cache
def _confirming() -> re.Pattern[str]:
    return re.compile(any_of(map(fold, _words("confirming"))))


@cache
def _denying() -> re.Pattern[str]:
    return re.compile(any_of(map(fold, _words("denying"))))


def _words(name: str) -> list[str]:
    words: list[str] = word_table("confirmations")[name]
    return words
