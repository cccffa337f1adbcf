"""Where the quotations of a letter file stand in the letter's text, and which of them stand nowhere."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.letters.quotations import quotes_of
from kbo_screen.letters.received_text import TextSpan, fragments_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.quotations import LetterQuote
    from kbo_screen.letters.received_text import ReceivedText


class QuoteFragment(NamedTuple):
    """A piece of a quotation: the words between two gaps."""

    quote: LetterQuote
    words: str


@dataclass(slots=True)
class QuotePlaces:
    """spans: where each quotation stands. missing: the pieces that were not found."""

    spans: dict[LetterQuote, list[TextSpan]] = field(default_factory=dict)
    missing: list[QuoteFragment] = field(default_factory=list)

    def add(self, fragment: QuoteFragment, span: TextSpan | None) -> None:
        """Keep where a piece stands; None: nowhere."""
        if span is None:
            self.missing.append(fragment)
        else:
            self.spans.setdefault(fragment.quote, []).append(span)

    def spans_of(self, kind: str, name: str | None = None) -> list[TextSpan]:
        """Where the parts of a kind are quoted, or one of them."""
        spans: list[TextSpan] = []
        for quote, places in self.spans.items():
            if quote.kind == kind and name in (None, quote.name):
                spans += places
        return spans


def place_quotes(letter: Letter, received: ReceivedText) -> QuotePlaces:
    """Where everything that a letter file quotes stands in the text.

    No two clauses share a word, so that words that stand twice are looked for twice.
    """
    quotes = list(quotes_of(letter))
    places = QuotePlaces()
    owners = [quote for quote in quotes if quote.kind in ("clause", "field")]
    longest_first = sorted(_fragments(owners), key=_longest_first)
    _share_out(longest_first, [], received, places)
    left_out = [quote for quote in quotes if quote.kind == "not_encoded"]
    _place_left_out(left_out, received, places)
    for quote in quotes:
        if quote not in owners and quote not in left_out:
            _place_repeated(quote, received, places)
    return places


def _fragments(quotes: Iterable[LetterQuote]) -> list[QuoteFragment]:
    return [
        QuoteFragment(quote, words)
        for quote in quotes
        for words in fragments_of(quote.words)
    ]


def _longest_first(fragment: QuoteFragment) -> int:
    """A short piece may stand in a longer one too, which is to have its place before."""
    return -len(fragment.words)


def _share_out(
    fragments: Iterable[QuoteFragment],
    occupied: list[TextSpan],
    received: ReceivedText,
    places: QuotePlaces,
) -> None:
    """Give each piece a place of its own. occupied: the places that are given, to which these are added."""
    for fragment in fragments:
        span = _free_place(fragment.words, occupied, received)
        places.add(fragment, span)
        if span:
            occupied.append(span)


def _free_place(
    fragment: str,
    occupied: Sequence[TextSpan],
    received: ReceivedText,
) -> TextSpan | None:
    """The first place of some words that meets no occupied one."""
    for span in received.places_of(fragment):
        if not any(span.meets(other) for other in occupied):
            return span
    return None


def _place_left_out(
    quotes: Iterable[LetterQuote],
    received: ReceivedText,
    places: QuotePlaces,
) -> None:
    """Place what is not carried out: in its clause, else in a place that no other part has."""
    free: list[LetterQuote] = []
    for quote in quotes:
        spans = places.spans_of("clause", quote.clause) if quote.clause else []
        inside = _places_in_turn(quote, received, spans)
        if inside:
            places.spans[quote] = inside
        else:
            free.append(quote)
    occupied = places.spans_of("clause") + places.spans_of("field")
    _share_out(_fragments(free), occupied, received, places)


def _place_repeated(
    quote: LetterQuote,
    received: ReceivedText,
    places: QuotePlaces,
) -> None:
    """Place words that another part has too; those of a clause that is not found are passed over: it is told.

    A reading may quote another clause than its own.
    """
    spans = places.spans_of("clause", quote.clause) if quote.clause else []
    inside = _places_in_turn(quote, received, spans)
    if not inside and (quote.clause is None or quote.kind == "reading"):
        everywhere = TextSpan(0, len(received.words))
        inside = _places_in_turn(quote, received, [everywhere])
    elif not inside and _is_incomplete(quote.clause, places):
        return
    if inside:
        places.spans[quote] = inside
    else:
        places.missing.append(QuoteFragment(quote, quote.words))


def _is_incomplete(clause_id: str | None, places: QuotePlaces) -> bool:
    """Some piece of the clause was not found."""
    return any(
        missing.quote.part == ("clause", clause_id) for missing in places.missing
    )


def _places_in_turn(
    quote: LetterQuote,
    received: ReceivedText,
    spans: Sequence[TextSpan],
) -> list[TextSpan]:
    """The pieces of a quotation within some spans, each behind the one before; none where one is not found."""
    in_turn: list[TextSpan] = []
    position = 0
    for fragment in fragments_of(quote.words):
        place = None
        for span in received.places_of(fragment):
            is_inside = any(outer.holds(span) for outer in spans)
            if is_inside and span.start >= position:
                place = span
                break
        if place is None:
            return []
        in_turn.append(place)
        position = place.end
    return in_turn


class PartingPoint(NamedTuple):
    """Where a piece and the text part: how much is the same, from its beginning or to its end, and where in the text.

    from_start: the piece is the same up to there. position: of the text, where it goes on otherwise.
    """

    same: int
    from_start: bool
    position: int


def parting_of(fragment: str, received: ReceivedText) -> PartingPoint | None:
    """Where the text stops saying what a piece says; None where it says nothing of it."""
    head = _longest(fragment, received, from_start=True)
    tail = _longest(fragment, received, from_start=False)
    if max(head, tail) == 0:
        return None
    if head >= tail:
        position = received.words.find(fragment[:head]) + head
        return PartingPoint(head, from_start=True, position=position)
    position = received.words.find(fragment[-tail:])
    return PartingPoint(tail, from_start=False, position=position)


def _longest(
    fragment: str,
    received: ReceivedText,
    *,
    from_start: bool,
) -> int:
    """How many letters of a piece, from its beginning or to its end, stand somewhere; whole words of them."""

    def is_missing(length: int) -> bool:
        piece = fragment[:length] if from_start else fragment[-length:]
        return piece not in received.words

    lengths = range(1, len(fragment) + 1)
    length = bisect_left(lengths, x=True, key=is_missing)
    if length in (0, len(fragment)):
        return length
    if from_start:
        return fragment.rfind(" ", 0, length) + 1
    blank = fragment.find(" ", len(fragment) - length)
    return 0 if blank < 0 else len(fragment) - blank
