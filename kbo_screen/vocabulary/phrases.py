"""Phrases in a value: which of the phrases of `values.toml` it says, where the longest counts.

The notation: "รอ…" begins so, "…รอผล…" holds it, "…แล้ว" ends so, "ยัง" is the whole value.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.vocabulary.reading import words
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

#: In a phrase it stands for any other text.
ANY_TEXT: Final = "…"


class Phrase(NamedTuple):
    """One phrase: the code it stands for, its folded words, and whether other text may stand before and behind it."""

    code: str
    key: str
    free_before: bool
    free_behind: bool

    @property
    def looseness(self) -> int:
        """How little the phrase says of its place: 0 for the whole value, 2 for anywhere."""
        return self.free_before + self.free_behind


class PhraseMatch(NamedTuple):
    """A phrase and the part of the value that it covers."""

    phrase: Phrase
    start: int
    end: int

    @property
    def length(self) -> int:
        """Letters that it covers."""
        return self.end - self.start


def make_phrase(code: str, written: str) -> Phrase:
    """A phrase from its notation.

    >>> make_phrase("unknown", "รอ…")
    Phrase(code='unknown', key='รอ', free_before=False, free_behind=True)
    """
    return Phrase(
        code=code,
        key=fold(written),
        free_before=written.startswith(ANY_TEXT),
        free_behind=written.endswith(ANY_TEXT),
    )


@cache
def phrases_of(
    table: str,
    codes: tuple[str, ...],
) -> tuple[Phrase, ...]:
    """The phrases of some lists of a table of `values.toml`; the list's name is the code."""
    phrases: list[Phrase] = []
    for code in codes:
        phrases.extend(make_phrase(code, written) for written in words(table)[code])
    return tuple(phrases)


def codes_said(text: str, phrases: Iterable[Phrase]) -> set[str]:
    """The codes of the phrases that a text says; a phrase inside a longer one does not count.

    >>> phrases = [make_phrase("clear", "ยังไม่…"), make_phrase("unknown", "ยังไม่ได้ตรวจ…")]
    >>> codes_said("ยังไม่ได้ตรวจสอบ", phrases), codes_said("ยังไม่มี", phrases)
    ({'unknown'}, {'clear'})
    """
    matches = list(_matches(fold(text), phrases))
    codes = set()
    for match in matches:
        is_inside = any(_covers(longer, match) for longer in matches)
        if not is_inside:
            codes.add(match.phrase.code)
    return codes


def says(text: str, table: str, *codes: str) -> bool:
    """The text says a phrase of the first of these lists of a table; a longer phrase of another one may hold it."""
    return codes[0] in codes_said(text, phrases_of(table, codes))


def _matches(key: str, phrases: Iterable[Phrase]) -> Iterable[PhraseMatch]:
    for phrase in phrases:
        if phrase.key not in key:  # most do not stand there
            continue
        start = _start(key, phrase)
        if start is not None:
            yield PhraseMatch(phrase, start, start + len(phrase.key))


def _start(key: str, phrase: Phrase) -> int | None:
    """Where a phrase stands in a value; None where it does not stand there."""
    if phrase.free_before and phrase.free_behind:
        start = key.find(phrase.key)
        return start if start >= 0 else None
    if phrase.free_behind:
        return 0 if key.startswith(phrase.key) else None
    if phrase.free_before:
        return len(key) - len(phrase.key) if key.endswith(phrase.key) else None
    return 0 if key == phrase.key else None


def _covers(longer: PhraseMatch, match: PhraseMatch) -> bool:
    """The first phrase is longer and holds the second; of two that are equally long, it says its place better."""
    if match.start < longer.start or longer.end < match.end:
        return False
    if longer.length > match.length:
        return True
    return longer.phrase.looseness < match.phrase.looseness
