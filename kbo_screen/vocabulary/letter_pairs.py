"""Many Thai texts looked at by whole arrays: which letters stand in them, and which stand beside each other.

Whatever `repair` mends shows in one letter or in two neighbours: a blank at an edge, a mark before its tone, a mark
twice. A table says of every two kinds of letters whether they may show it, and it is made by asking `needs_look`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.vocabulary.thai_text import ALWAYS_SUSPECT, is_plain_thai, needs_look

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Thai vowels, tones and marks: each is a kind of its own, for it may not stand twice.
_SIGNS: Final = range(0x0E30, 0x0E4F)
_CONSONANTS: Final = range(0x0E01, 0x0E30)
#: A letter of every kind, by its number; the first is the edge of a text. "_" and "x" begin "_x000D_".
_KINDS: Final = (
    "",
    "A",
    ALWAYS_SUSPECT[0],
    " ",
    "_",
    "x",
    "1",
    "ก",
    *map(chr, _SIGNS),
)
_EDGE, _OTHER, _SUSPECT, _BLANK, _LINE, _X, _DIGIT, _CONSONANT, _FIRST_SIGN = range(9)
_KIND_COUNT: Final = len(_KINDS)
#: The highest letter that has a place in the table of kinds; those behind it are of no kind of their own.
_LAST_LETTER: Final = 0xFFFF
#: Texts that are looked at together: of a country's all at once would take as much memory as its sheet.
_PIECE: Final = 2**14


def are_suspect(texts: Sequence[str]) -> np.ndarray:
    """Per text whether a sign stands in it for which `repair` may change it; of the others it changes nothing but NFC.

    >>> are_suspect(["น้ำพริก", "นํ้าพริก", " น้ำพริก", "น้ำพริกก", "OTOP"]).tolist()
    [False, True, True, False, False]
    """
    return _told_by_pairs(texts, _suspect_pairs(), np.logical_or)


def are_plain_thai(texts: Sequence[str]) -> np.ndarray:
    """Per text whether it is plain Thai, as `is_plain_thai` says.

    >>> are_plain_thai(["น้ำพริก 2", "นํ้าพริก", "น้ำพริก  2", "OTOP", ""]).tolist()
    [True, False, False, False, False]
    """
    return _told_by_pairs(texts, _plain_pairs(), np.logical_and)


def _told_by_pairs(
    texts: Sequence[str],
    table: np.ndarray,
    join: np.ufunc,
) -> np.ndarray:
    """Per text what a table says of all pairs of its letters, joined."""
    answers = np.zeros(len(texts), dtype=bool)
    for start in range(0, len(texts), _PIECE):
        end = start + _PIECE
        kinds, edges = _kinds_of(texts[start:end])
        pairs = kinds[:-1] * np.uint16(_KIND_COUNT)
        pairs += kinds[1:]
        answers[start:end] = join.reduceat(table[pairs], edges)
    return answers


def _kinds_of(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The kinds of all letters, an edge before and behind each text, and where the edge before each stands."""
    joined = "\n".join(["", *texts, ""])
    encoded = joined.encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(encoded, dtype="<u4")
    letters = np.minimum(letters, _LAST_LETTER)
    kinds = _kind_table()[letters]
    lengths = np.array(list(map(len, texts)), dtype=np.intp)
    edges = np.append(0, np.cumsum(lengths + 1))
    kinds[edges] = _EDGE
    return kinds, edges[:-1]


@cache
def _kind_table() -> np.ndarray:
    """The kind of every letter."""
    kinds = np.full(1 + _LAST_LETTER, _OTHER, dtype=np.uint16)
    kinds[list(map(ord, ALWAYS_SUSPECT))] = _SUSPECT
    kinds[ord(" ")] = _BLANK
    kinds[ord("_")] = _LINE
    kinds[ord("x")] = _X
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[_CONSONANTS.start : _CONSONANTS.stop] = _CONSONANT
    kinds[_SIGNS.start : _SIGNS.stop] = range(_FIRST_SIGN, _KIND_COUNT)
    return kinds


@cache
def _suspect_pairs() -> np.ndarray:
    """Per two kinds, at their numbers put together, whether they may show that a text needs a closer look."""
    is_suspect = [needs_look(_between(first, second)) for first, second in _pairs()]
    is_suspect[_LINE * _KIND_COUNT + _X] = True
    return np.array(is_suspect)


@cache
def _plain_pairs() -> np.ndarray:
    """The same of whether they may stand in plain Thai."""
    is_plain = [is_plain_thai(_between(first, second)) for first, second in _pairs()]
    return np.array(is_plain)


def _pairs() -> list[tuple[str, str]]:
    return [(first, second) for first in _KINDS for second in _KINDS]


def _between(first: str, second: str) -> str:
    """A text in which two letters stand beside each other, and beside them nothing to look at; "" is its edge."""
    prefix = "ก" if first else ""
    suffix = "ก" if second else ""
    return prefix + first + second + suffix
