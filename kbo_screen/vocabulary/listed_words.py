"""What words around a list of groups in projects say of its lines: that they may be in none, or are in none."""

from __future__ import annotations

from typing import Final

from kbo_screen.vocabulary.headers import header_years, is_only_year
from kbo_screen.vocabulary.phrases import codes_said, phrases_of
from kbo_screen.vocabulary.reading import folded
from kbo_screen.vocabulary.thai_text import fold, holds_any

_SAID_ANYWHERE: Final = ("doubtful", "chosen", "stands", "denied", "affirmed")


def title_doubts(text: str) -> bool:
    """A title leaves open whether the lines below it are in a project: who left, applied, waits, or is a reserve.

    >>> [title_doubts(text) for text in ("กลุ่มที่ถอนตัว", "กลุ่มสำรอง", "กลุ่มที่สมัครเข้าร่วม")]
    [True, True, True]
    >>> [title_doubts(text) for text in ("สำรองข้อมูล", "กลุ่มที่สมัครและผ่านเกณฑ์", "ไม่ซ้ำรายการ")]
    [False, False, False]
    """
    return _leaves_open(text, "titled", "applied")


def remark_doubts(text: str, fiscal_year: int | None = None) -> bool:
    """A remark beside a line leaves open whether it is in a project.

    fiscal_year: for which the list counts; a remark that is another year and nothing else leaves it open too.

    >>> [remark_doubts(text) for text in ("ขอถอนตัว 15 พ.ย.", "สำรอง", "สมัครเข้าร่วม")]
    [True, True, True]
    >>> [remark_doubts(text) for text in ("โทรแล้ว", "สมัคร LINE แล้ว", "ยังไม่ถอนตัว", "สำรองที่พัก")]
    [False, False, False, False]
    >>> remark_doubts("ปีงบ 65", 2566), remark_doubts("ปีงบ 66", 2566), remark_doubts("เข้าแทนกลุ่มที่ถอนตัว")
    (True, False, False)
    """
    if _leaves_open(text, "remarked", "applied_beside"):
        return True
    is_year = fiscal_year is not None and is_only_year(text)
    return is_year and fiscal_year not in header_years(text)


def denies_listed(text: str) -> bool:
    """A title says that the groups below it are in no other project.

    >>> texts = ("รายชื่อกลุ่มที่ไม่ซ้ำกับโครงการอื่น", "ตรวจสอบซ้ำ/ไม่ซ้ำ", "รายชื่อกลุ่มในโครงการ (ไม่ซ้ำชื่อ)")
    >>> [denies_listed(text) for text in texts]
    [True, False, False]
    """
    meanings = codes_said(text, phrases_of("listed", _SAID_ANYWHERE))
    return "denied" in meanings and "affirmed" not in meanings


def _leaves_open(text: str, doubtful: str, applied: str) -> bool:
    """The text says one of these words, or one that leaves a line open wherever it stands."""
    key = fold(text)
    for reason in ("in_place", "because"):
        if holds_any(key, folded("listed", reason)):
            return False
    codes = (*_SAID_ANYWHERE, doubtful, applied)
    meanings = codes_said(text, phrases_of("listed", codes))
    if meanings & {"doubtful", doubtful}:
        return True
    if applied in meanings and "chosen" not in meanings:
        return True
    return "denied" in meanings and "affirmed" not in meanings
