"""Marks that stand for a word: ticks, crosses, empty boxes, and the marks that mean the cell above.

A tick under "potential" and one under "other projects" are one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from kbo_screen.vocabulary.reading import BRACKETS, folded, words
from kbo_screen.vocabulary.thai_text import fold

#: No mark, and no word for "as above", is longer.
LONGEST_MARK: Final = 24


def is_tick(text: str) -> bool:
    """A sign by which people say yes, alone or in brackets.

    >>> [is_tick(text) for text in ("/", "✔", "( ✓ )", "x", "ใช่")]
    [True, True, True, False, False]
    """
    return _bare(text) in words("mark")["ticks"]


def is_cross(text: str) -> bool:
    """A cross: of one that is no list of options nobody knows whether it marks or denies.

    >>> [is_cross(text) for text in ("x", "✗", "[X]", "/")]
    [True, True, True, False]
    """
    return _bare(text) in words("mark")["crosses"]


def is_empty_box(text: str) -> bool:
    """A drawn box without a tick, or brackets with nothing in them.

    >>> [is_empty_box(text) for text in ("☐", "[ ]", "( )", "☑", "")]
    [True, True, True, False, False]
    """
    bare = _bare(text)
    return bare in words("mark")["boxes"] if bare else bool(text)


def is_unticked(text: str) -> bool:
    """What a column of boxes shows where nobody ticked: FALSE, an empty box.

    >>> [is_unticked(text) for text in ("FALSE", "☐", "[ ]", "ไม่", "")]
    [True, True, True, False, False]
    """
    return text.upper() in words("mark")["unticked"] or is_empty_box(text)


class _Option(NamedTuple):
    """A box in a cell that holds several, with the words that stand beside it."""

    sign: str
    words: str

    @property
    def is_empty(self) -> bool:
        """Nobody ticked it."""
        return is_empty_box(self.sign)


def holds_boxes(text: str) -> bool:
    """An empty box, or a cross, stands beside words: what stands beside it is not simply said.

    >>> [holds_boxes(text) for text in ("☑ ผ่าน ☐ ไม่ผ่าน", "( ) มี", "✗ ซ้ำ", "☐", "✓ ผ่าน", "ผ่าน (64)")]
    [True, True, True, False, False, False]
    """
    options = _options_of(text)
    if not any(option.words for option in options):
        return False
    return any(option.is_empty or is_cross(option.sign) for option in options)


def ticked_option(text: str) -> str:
    """The words of the one ticked box of a cell that holds boxes; "" where none is, or several are.

    A cross ticks where the other boxes are empty.

    >>> [ticked_option(text) for text in ("☑ ผ่าน ☐ ไม่ผ่าน", "มี [ ] ไม่มี [x]", "☐ ซ้ำ ☐ ไม่ซ้ำ", "✗ ซ้ำ")]
    ['ผ่าน', 'ไม่มี', '', '']
    """
    options = _options_of(text)
    marked = [option for option in options if not option.is_empty]
    ticked = [option for option in marked if is_tick(option.sign)]
    if not ticked and len(marked) < len(options):
        ticked = marked
    return ticked[0].words if len(ticked) == 1 else ""


def _options_of(text: str) -> list[_Option]:
    """The boxes of a cell, with the words behind each, or before each where the cell begins with words."""
    first_words, *parts = _boxes().split(text)
    signs, words_behind = parts[::2], parts[1::2]
    texts = [first_words, *words_behind] if first_words.strip() else words_behind
    options = []
    for sign, option_words in zip(signs, texts, strict=False):
        options.append(_Option(sign, option_words.strip(" ,;/\n\t")))
    return options


@cache
def _boxes() -> re.Pattern[str]:
    """Finds a box, a tick or a cross of its own, or one in brackets; letters and a slash only in brackets."""
    table = words("mark")
    marks = [*table["ticks"], *table["crosses"], *table["boxes"]]
    signs = [sign for sign in marks if len(sign) == 1 and not sign.isascii()]
    lone_signs = "".join(map(re.escape, signs))
    return re.compile(rf"([(\[]\s?[{lone_signs}/xX]?\s?[)\]]|[{lone_signs}])\ufe0f?")


def is_ditto(text: str) -> bool:
    """A mark, or words, that mean the cell above.

    >>> [is_ditto(text) for text in ('"', "〃", "-do-", ",,", '- " -', "เหมือนข้างบน", "-", "dog")]
    [True, True, True, True, True, True, False, False]
    """
    if not text or len(text) > LONGEST_MARK:
        return False
    signs = text.replace(" ", "").strip("-–—.")
    return signs in words("ditto")["signs"] or says_as_above(text)


def says_as_above(text: str) -> bool:
    """The text says "as above" in words.

    >>> says_as_above("เช่น เดียวกัน"), says_as_above("ดู")
    (True, False)
    """
    return fold(text) in folded("ditto", "words")


def _bare(text: str) -> str:
    """A mark without brackets around it, in small letters."""
    return text.strip(BRACKETS).casefold() if text else ""
