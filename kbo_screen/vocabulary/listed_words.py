"""What words around a list of groups in projects say of its lines: that they may be in none, or are in none."""

from __future__ import annotations

from kbo_screen.vocabulary.headers import header_years, is_only_year
from kbo_screen.vocabulary.phrases import codes_said, phrases_of, says
from kbo_screen.vocabulary.reading import folded
from kbo_screen.vocabulary.thai_text import fold, holds_any


def doubts_listed(text: str, fiscal_year: int | None = None) -> bool:
    """A title or a remark leaves open whether a line is in a project: who left, applied, waits, or is a reserve.

    fiscal_year: for which the list counts; a remark that is another year and nothing else leaves it open too.

    >>> [doubts_listed(text) for text in ("ขอถอนตัว 15 พ.ย.", "กลุ่มสำรอง", "กลุ่มที่สมัครเข้าร่วม")]
    [True, True, True]
    >>> [doubts_listed(text) for text in ("โทรแล้ว", "สมัครและได้รับการคัดเลือก", "ยังไม่ถอนตัว")]
    [False, False, False]
    >>> doubts_listed("ปีงบ 65", 2566), doubts_listed("ปีงบ 66", 2566), doubts_listed("เข้าแทนกลุ่มที่ถอนตัว")
    (True, False, False)
    """
    if holds_any(fold(text), folded("listed", "in_place")):
        return False
    codes = ("doubtful", "applied", "chosen", "stands", "denied")
    meanings = codes_said(text, phrases_of("listed", codes))
    if meanings & {"doubtful", "denied"}:
        return True
    if "applied" in meanings and "chosen" not in meanings:
        return True
    is_year = fiscal_year is not None and is_only_year(text)
    return is_year and fiscal_year not in header_years(text)


def denies_listed(text: str) -> bool:
    """A title says that the groups below it are in no other project.

    >>> texts = ("รายชื่อกลุ่มที่ไม่ซ้ำกับโครงการอื่น", "ตรวจสอบซ้ำ/ไม่ซ้ำ", "รายชื่อกลุ่มในโครงการ OTOP Trader")
    >>> [denies_listed(text) for text in texts]
    [True, False, False]
    """
    return says(text, "listed", "denied", "stands")
