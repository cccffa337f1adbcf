"""What a legend says of a colour: "สีเหลือง = ยุบ สีเขียว = กลุ่มใหม่"."""

from __future__ import annotations

import colorsys
import re
from functools import cache
from typing import Final

from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.word_tables import any_of, pieces_from, word_table

#: Of less saturation a colour is grey.
MOST_GREY: Final = 0.06
_HEX: Final = re.compile("[0-9A-F]{6}")


def parts_on_colours(text: str) -> list[str]:
    """The parts of a text that each begin with a colour and say something of it; none where it speaks of no colour.

    >>> parts_on_colours("หมายเหตุ สีเหลือง = ยุบ, สีเขียว = กลุ่มใหม่")
    ['สีเหลือง = ยุบ', 'สีเขียว = กลุ่มใหม่']
    >>> parts_on_colours("กลุ่มที่ยุบ")
    []
    """
    parts = pieces_from(_speaks_of_colour(), text)
    return [part.strip(" ,;/") for part in parts]


def may_be_called(
    colour: str,
    part: str,
    *,
    unnamed: bool = True,
) -> bool:
    """A part of a legend names this colour. colour: "FFFF00"; of another kind it may have any name.

    unnamed: what holds where the part speaks of colours and names none.

    >>> part = "สีเหลือง = ยุบ"
    >>> [may_be_called(colour, part) for colour in ("FFFF00", "FFE699", "92D050", "D9D9D9", "theme 4")]
    [True, True, False, False, True]
    """
    name = _speaks_of_colour().match(part)
    if name is None or holds_any(fold(name[0]), map(fold, _unnamed())):
        return unnamed
    if not _HEX.fullmatch(colour):
        return True
    red, green, blue = bytes.fromhex(colour)
    hue, saturation, _ = colorsys.rgb_to_hsv(
        red / 255,
        green / 255,
        blue / 255,
    )
    key = fold(name[0])
    table = word_table("colours")
    if saturation < MOST_GREY:
        words = map(fold, table["grey"]["words"])
        return holds_any(key, words)
    degrees = hue * 360
    names = [name for name in table["hues"] if fold(name) in key]
    return any(_is_between(degrees, *table["hues"][name]) for name in names)


def _is_between(
    hue: float,
    lowest: int,
    highest: int,
) -> bool:
    """Between two hues, over red where the second is the smaller."""
    if lowest <= highest:
        return lowest <= hue <= highest
    return hue >= lowest or hue <= highest


@cache
def _speaks_of_colour() -> re.Pattern[str]:
    """The name of a colour behind สี, in English alone, or a word for colours."""
    table = word_table("colours")
    names = [*table["hues"], *table["grey"]["words"]]
    thai_names = any_of(name for name in names if not name.isascii())
    english_names = any_of(name for name in names if name.isascii())
    unnamed = any_of(_unnamed())
    return re.compile(
        rf"{unnamed}|สี\s*(?:{thai_names})|\b(?:{english_names})\b", re.IGNORECASE
    )


def _unnamed() -> list[str]:
    words: list[str] = word_table("colours")["unnamed"]["words"]
    return words
