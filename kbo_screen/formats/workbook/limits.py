"""What Excel takes at most, and what is done with more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kbo_screen.vocabulary.thai_text import display_width

#: What stands at the end of a text that was cut.
_CUT_MARK: Final = " …"


@dataclass(frozen=True, slots=True)
class Limits:
    """Excel's limits: rows of a sheet; UTF-16 units of a cell's text and of a link's parts; links of a sheet."""

    rows: int = 1_048_576
    text_units: int = 32_767
    link_units: int = 2_079
    links: int = 65_530


EXCEL_LIMITS: Final = Limits()


class CellRefusedError(Exception):
    """The writer of workbooks refused what stands within every limit that is looked at."""


def accepted(result: int | None) -> None:
    """Look at what the writer of workbooks returned. Raises CellRefusedError where it left something out."""
    if result:
        raise CellRefusedError(result)


def utf16_units(text: str) -> int:
    """The length of a text as Excel counts it.

    >>> utf16_units("ก"), utf16_units("😀")
    (1, 2)
    """
    return len(text.encode("utf-16-le", "replace")) // 2


def cut_text(text: str, units: int) -> str:
    """As much of a text as a cell takes, marked where something is missing, no cluster torn.

    >>> cut_text("กลุ่มผู้ผลิต", 12), cut_text("กลุ่มผู้ผลิต", 8), cut_text("😀😀", 3)
    ('กลุ่มผู้ผลิต', 'กลุ่ม …', ' …')
    """
    if len(text) <= units // 2 or utf16_units(text) <= units:
        return text
    room = units - len(_CUT_MARK)
    start = text.encode("utf-16-le", "replace")[: 2 * room]
    end = len(start.decode("utf-16-le", "ignore"))
    while end and not display_width(text[end]):
        end -= 1  # a mark belongs to the letter before it
    return text[:end] + _CUT_MARK
