"""What a letter file quotes of its letter: every quotation with the part that makes it.

Owners share the text out among them: clauses, what fields were taken from, what is not carried out. All others repeat
words that an owner has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.toml_lines import KeyPath

PartKind = Literal[
    "clause",
    "field",
    "not_encoded",
    "printed_error",
    "condition",
    "tier",
    "preference",
    "quota",
    "date",
    "reading",
]
#: Words between these marks, in the question and the reason of a reading, are the letter's.
_IN_MARKS: Final = re.compile("“([^“”]+)”")


class LetterQuote(NamedTuple):
    """kind, name: the part of the letter file that quotes. path: where. clause: in which the words stand."""

    kind: PartKind
    name: str
    path: KeyPath
    words: str
    clause: str | None = None

    @property
    def part(self) -> tuple[PartKind, str]:
        """The part that quotes."""
        return self.kind, self.name


def quotes_of(letter: Letter) -> Iterator[LetterQuote]:
    """Every quotation of a letter file, in its order."""
    yield from _quotes_of_clauses(letter)
    yield from _quotes_of_fields(letter)
    yield from _quotes_of_rules(letter)
    yield from _quotes_of_order(letter)
    yield from _quotes_of_dates(letter)
    yield from _quotes_of_readings(letter)
    yield from _quotes_of_the_rest(letter)


def _quotes_of_clauses(letter: Letter) -> Iterator[LetterQuote]:
    for position, clause in enumerate(letter.clauses):
        yield LetterQuote(
            "clause",
            clause.id,
            ("clauses", position, "th"),
            clause.th,
        )


def _quotes_of_fields(letter: Letter) -> Iterator[LetterQuote]:
    for position, quote in enumerate(letter.field_quotes):
        yield LetterQuote(
            "field",
            quote.field,
            ("text", "quotes", position),
            quote.words,
        )


def _quotes_of_rules(letter: Letter) -> Iterator[LetterQuote]:
    """What conditions and tiers say that they rest on."""
    for position, condition in enumerate(letter.conditions):
        if condition.quote:
            yield LetterQuote(
                "condition",
                condition.id,
                ("conditions", position, "quote"),
                condition.quote,
                condition.clause,
            )
    for position, tier in enumerate(letter.tiers):
        if tier.quote:
            yield LetterQuote(
                "tier",
                tier.id,
                ("tiers", position, "quote"),
                tier.quote,
                tier.clause,
            )


def _quotes_of_order(letter: Letter) -> Iterator[LetterQuote]:
    """What preference and quota say that they rest on."""
    preference = letter.preference
    if preference and preference.quote:
        yield LetterQuote(
            "preference",
            "preference",
            ("preference", "quote"),
            preference.quote,
            preference.clause,
        )
    quota = letter.quota
    if quota.quote:
        yield LetterQuote(
            "quota",
            "quota",
            ("quota", "quote"),
            quota.quote,
            quota.clause,
        )


def _quotes_of_dates(letter: Letter) -> Iterator[LetterQuote]:
    """The dates as printed, and what the meeting is for."""
    for name, date in (("deadline", letter.deadline), ("meeting", letter.meeting)):
        if date:
            yield LetterQuote(
                "date",
                name,
                (name, "printed"),
                date.printed,
                date.clause,
            )
    if letter.meeting is None:
        return
    for name in ("purpose", "bring"):
        words = getattr(letter.meeting, name)
        if words:
            yield LetterQuote("date", "meeting", ("meeting", name), words)


def _quotes_of_readings(letter: Letter) -> Iterator[LetterQuote]:
    for position, reading in enumerate(letter.readings):
        for name in ("question", "why"):
            path = ("readings", position, name)
            for words in _IN_MARKS.findall(getattr(reading, name).th):
                yield LetterQuote(
                    "reading",
                    reading.id,
                    path,
                    words,
                    reading.clause,
                )


def _quotes_of_the_rest(letter: Letter) -> Iterator[LetterQuote]:
    """Misprints, and what is not carried out."""
    for position, error in enumerate(letter.printed_errors):
        yield LetterQuote(
            "printed_error",
            error.printed,
            ("printed_errors", position, "printed"),
            error.printed,
        )
    for position, rule in enumerate(letter.not_encoded):
        path = ("not_encoded", position, "quotes")
        for words in rule.quotes:
            yield LetterQuote(
                "not_encoded",
                rule.what.th,
                path,
                words,
                rule.clause,
            )
