"""Under which headers people write remarks, and which texts there are counts or keys instead."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.word_tables import word_table

_ENGLISH_WORD: Final = re.compile(r"[a-z]+")
_NUMBER_BEHIND: Final = re.compile(r"=\s?\d{1,3}$")


@cache
def heads_remarks(header: str) -> bool:
    """A header under which people write remarks, among other words too.

    >>> headers = ("หมายเหตุ (สพอ.)", "สถานะปัจจุบันของกลุ่ม", "สถานะ", "สถานะ มชช.", "สถานะผลิตภัณฑ์", "Notebook")
    >>> [heads_remarks(header) for header in headers]
    [True, True, True, False, False, False]
    """
    key = fold(header)
    table = word_table("values")["dissolved"]
    if key in map(fold, table["headers"]):
        return True
    is_of_remarks = holds_any(key, map(fold, table["of_remarks"]))
    if not is_of_remarks and holds_any(key, map(fold, table["other_headers"])):
        return False
    return any(_holds_all(header, words) for words in table["header_words"])


def _holds_all(header: str, words: list[str]) -> bool:
    """A header holds all these words; an English one not as a part of another: "Notebook"."""
    key = fold(header)
    english = _ENGLISH_WORD.findall(header.lower())
    english += [word.removesuffix("s") for word in english]
    return all(word in english or _is_thai_in(word, key) for word in words)


def _is_thai_in(word: str, key: str) -> bool:
    return not word.isascii() and fold(word) in key


def counts_groups(text: str) -> bool:
    """A text is the label of a count, not a remark: "จำนวนกลุ่มที่ยุบ"."""
    counts = map(fold, word_table("note_values")["counts"])
    return fold(text).startswith(tuple(counts))


def gives_number(text: str) -> bool:
    """A text ends in its number, as a key or a sum beside a table does: "ยุบ = 1"."""
    return _NUMBER_BEHIND.search(text) is not None
