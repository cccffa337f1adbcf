"""The tables of words beside these modules, each read once, and patterns made of their words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
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
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


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
