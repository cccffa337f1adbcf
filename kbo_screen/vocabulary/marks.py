"""Marks that stand for a word: ticks, crosses, empty boxes, and the marks that mean the cell above.

A tick under "potential" and one under "other projects" are one.
"""

from __future__ import annotations

from typing import Final

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
