"""The tables of words beside these modules, each read once, patterns made of their words, and texts cut at such."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kbo_screen.vocabulary.thai_text import holds_any

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def word_table(name: str) -> dict[str, Any]:
    """The table `NAME.toml` of this folder."""
    path = files("kbo_screen.vocabulary") / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(map(re.escape, longest_first(words)))


def longest_first(words: Iterable[str]) -> list[str]:
    """The words in the order in which they are looked for: none hides a longer one."""
    return sorted(words, key=len, reverse=True)


def finder_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds what every text holds that holds one of the words."""
    return re.compile(any_of(shortest_of(words)))


def pieces_from(pattern: re.Pattern[str], text: str) -> list[str]:
    """The pieces of a text from each match of a pattern up to the next.

    >>> pieces_from(re.compile("[0-9]"), "ก 1 ข 2 ค")
    ['1 ข ', '2 ค']
    """
    starts = [match.start() for match in pattern.finditer(text)]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def shortest_of(words: Iterable[str]) -> list[str]:
    """The words that hold none of the others: a text that holds any of all the words holds one of these.

    Of the words of all headers a sixth is left, and a pattern of them is made and searched ten times as fast.

    >>> shortest_of(["ชื่อกลุ่ม", "กลุ่ม", "กลุ่มผู้ผลิต", "ดาว"])
    ['ดาว', 'กลุ่ม']
    """
    shortest_words: list[str] = []
    for word in sorted(words, key=len):
        if not holds_any(word, shortest_words):
            shortest_words.append(word)
    return shortest_words
