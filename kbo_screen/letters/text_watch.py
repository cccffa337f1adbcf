"""Watches a letter file against the letter's text: what it quotes stands there, and every sentence has its place.

The findings say where the two part. What each sentence leads to in the letter file stands in `TextWatch`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from kbo_screen.findings import Place, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.letters.field_paths import field_value
from kbo_screen.letters.parts import Words
from kbo_screen.letters.quote_places import parting_of, place_quotes
from kbo_screen.letters.received_text import TextSpan, plain_words
from kbo_screen.vocabulary.dates import letter_date
from kbo_screen.vocabulary.stated_numbers import stated_numbers
from kbo_screen.vocabulary.thai_text import shorten, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.findings import Finding
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.quotations import PartKind
    from kbo_screen.letters.quote_places import QuoteFragment, QuotePlaces
    from kbo_screen.letters.received_text import ReceivedText, Sentence
    from kbo_screen.letters.toml_lines import KeyPath

SentenceState = Literal[
    "quoted", "not_encoded", "printed_error", "partly_covered", "not_covered"
]
SENTENCE_STATES: Final[tuple[SentenceState, ...]] = get_args(SentenceState)
#: Columns of a sentence or of words that a finding shows.
_SHOWN: Final = 60
_SHOWN_BESIDE: Final = 30
#: The number under which a clause stands in the letter: the last one of its id. Bounded, for an id can be any text.
_CLAUSE_NUMBER: Final = re.compile(r"(\d{1,9})(?:\((\d{1,9})\)){0,9}$")
_DIGITS: Final = re.compile(r"\d+")


class PlacedSentence(NamedTuple):
    """A sentence, what becomes of it, and the words of it that no part of the letter file has."""

    sentence: Sentence
    state: SentenceState
    uncovered: str


@dataclass(frozen=True)
class TextWatch:
    """The text of a letter, and where everything that the letter file quotes stands in it."""

    letter: Letter
    received: ReceivedText
    places: QuotePlaces

    @cached_property
    def sentences(self) -> list[PlacedSentence]:
        """Every sentence with what becomes of it."""
        return [self._placed(sentence) for sentence in self.received.sentences]

    def numbers_of(
        self,
        kind: PartKind,
        name: str,
        clause: str | None = None,
    ) -> list[int]:
        """The numbers of the sentences that a part quotes; of its clause where it quotes none."""
        spans = self.places.spans_of(kind, name)
        if not spans and clause:
            spans = self.places.spans_of("clause", clause)
        return [
            sentence.number
            for sentence in self.received.sentences
            if _meets_any(sentence.span, spans)
        ]

    @cached_property
    def _covering_spans(self) -> tuple[list[TextSpan], list[TextSpan], list[TextSpan]]:
        """What clauses and fields quote; that and what is not carried out; that and the misprints."""
        encoded = self.places.spans_of("clause") + self.places.spans_of("field")
        left_out = encoded + self.places.spans_of("not_encoded")
        everything = left_out + self.places.spans_of("printed_error")
        return encoded, left_out, everything

    def _placed(self, sentence: Sentence) -> PlacedSentence:
        """What becomes of a sentence; a number or mark alone needs no place."""
        encoded, left_out, everything = self._covering_spans
        uncovered = self._uncovered(sentence, everything)
        state: SentenceState = "quoted"
        if uncovered:
            is_touched = _meets_any(sentence.span, everything)
            state = "partly_covered" if is_touched else "not_covered"
        elif _meets_any(sentence.span, encoded):
            state = "quoted"
        elif _meets_any(sentence.span, left_out):
            state = "not_encoded"
        elif _meets_any(sentence.span, everything):
            state = "printed_error"
        return PlacedSentence(sentence, state, uncovered)

    def _uncovered(
        self,
        sentence: Sentence,
        spans: Iterable[TextSpan],
    ) -> str:
        """The words of a sentence that stand in none of the spans."""
        letters = list(sentence.words)
        first, end = sentence.span
        for span in spans:
            for position in range(max(span.start, first), min(span.end, end)):
                letters[position - first] = " "
        return plain_words("".join(letters))


def _meets_any(span: TextSpan, others: Iterable[TextSpan]) -> bool:
    return any(span.meets(other) for other in others)


def watch_text(loaded: LoadedLetter) -> TextWatch | None:
    """A letter file beside the letter's text; None where it has none."""
    if loaded.received is None:
        return None
    places = place_quotes(loaded.letter, loaded.received)
    return TextWatch(loaded.letter, loaded.received, places)


def text_findings(loaded: LoadedLetter, watch: TextWatch | None) -> list[Finding]:
    """Everything in which a letter file and the letter's text part, errors first; that no text is there, if so."""
    if loaded.unread_text:
        return [loaded.unread_text]
    if watch is None:
        return [make_finding("letter.not-watched", Place(loaded.name))]
    return [
        *_changed_text(loaded, watch),
        *_missing_quotes(loaded, watch),
        *_unstated_numbers(loaded),
        *_misplaced_clauses(loaded, watch),
        *_uncovered_sentences(watch),
    ]


def _changed_text(loaded: LoadedLetter, watch: TextWatch) -> Iterator[Finding]:
    """The text is not the one whose hash the letter file holds."""
    declared = loaded.letter.text
    if declared is None or declared.sha256 == watch.received.sha256:
        return
    yield make_finding(
        "letter.text-changed",
        loaded.place_of(("text", "sha256")),
        text_file=watch.received.name,
        sha256=watch.received.sha256,
    )


def _missing_quotes(loaded: LoadedLetter, watch: TextWatch) -> Iterator[Finding]:
    """What is quoted and does not stand in the text."""
    for missing in watch.places.missing:
        yield make_finding(
            "letter.quote-not-in-text",
            loaded.place_of(missing.quote.path),
            value=shorten(missing.words, _SHOWN),
            text_file=watch.received.name,
            what=_where_they_part(missing, watch.received),
        )


def _where_they_part(missing: QuoteFragment, received: ReceivedText) -> dict[str, str]:
    """Up to where the text says what the letter file says, and what it says there instead."""
    fragment = missing.words
    parting = parting_of(fragment, received)
    if parting is None:
        return text_in_each("letter.parting.nowhere")
    line = received.line_of(max(parting.position - 1, 0))
    if parting.same == len(fragment):
        return text_in_each("letter.parting.of_another", line=line)
    if parting.from_start:
        return text_in_each(
            "letter.parting.behind",
            line=line,
            same=_end_of(fragment[: parting.same]),
            here=_start_of(fragment[parting.same :]),
            instead=_start_of(received.words[parting.position :]),
        )
    return text_in_each(
        "letter.parting.before",
        line=received.line_of(parting.position),
        same=_start_of(fragment[-parting.same :]),
        here=_end_of(fragment[: -parting.same]),
        instead=_end_of(received.words[: parting.position]),
    )


def _start_of(words: str) -> str:
    return shorten(words.strip(), _SHOWN_BESIDE) or "-"


def _end_of(words: str) -> str:
    """The last words, as many as are shown."""
    shown: list[str] = []
    for word in reversed(words.split()):
        if shown and len(" ".join([word, *shown])) > _SHOWN_BESIDE:
            break
        shown.insert(0, word)
    return " ".join(shown) or "-"


class UnstatedNumbers(NamedTuple):
    """Numbers of a part of the letter file that words do not state, and these words."""

    path: KeyPath
    numbers: str
    words: str


def _unstated_numbers(loaded: LoadedLetter) -> Iterator[Finding]:
    """Numbers that the clause of their part does not state."""
    letter = loaded.letter
    statements = [
        *_unstated_by_conditions(letter),
        *_unstated_counts(letter),
        *_unstated_by_fields(letter),
    ]
    for path, numbers, words in statements:
        yield make_finding(
            "letter.number-not-in-clause",
            loaded.place_of(path),
            value=numbers,
            words=shorten(words, _SHOWN),
        )


def _unstated_by_conditions(letter: Letter) -> Iterator[UnstatedNumbers]:
    binds_year = letter.choices.project_year == "fiscal-year"
    fiscal_year_be = letter.fiscal_year_be if binds_year else None
    for position, condition in enumerate(letter.conditions):
        words = condition.quote or _clause_words(letter, condition.clause)
        stated = stated_numbers(words)
        for part, numbers in condition.unstated(stated, fiscal_year_be):
            yield UnstatedNumbers(("conditions", position, part), numbers, words)


def _unstated_counts(letter: Letter) -> Iterator[UnstatedNumbers]:
    """The numbers of the quota, and how many people represent a group."""
    quota, meeting = letter.quota, letter.meeting
    words_of_quota = quota.quote or _clause_words(letter, quota.clause)
    counts: list[tuple[KeyPath, int | None, str]] = [
        (
            ("quota", "groups_per_district"),
            quota.groups_per_district,
            words_of_quota,
        ),
        (
            ("quota", "per_province"),
            quota.per_province,
            words_of_quota,
        ),
    ]
    if meeting:
        counts.append(
            (
                ("meeting", "representatives_per_group"),
                meeting.representatives_per_group,
                _clause_words(letter, meeting.clause),
            )
        )
    for path, count, words in counts:
        if count is not None and count not in stated_numbers(words).single:
            yield UnstatedNumbers(path, str(count), words)


def _unstated_by_fields(letter: Letter) -> Iterator[UnstatedNumbers]:
    """Numbers and dates of fields that the words do not hold from which they were taken."""
    for quote in letter.field_quotes:
        value = field_value(letter, quote.field)
        numbers = _numbers_of_value(value)
        if not _holds_all(quote.words, numbers):
            path = tuple(quote.field.split("."))
            yield UnstatedNumbers(path, ", ".join(numbers), quote.words)


def _numbers_of_value(value: object) -> list[str]:
    """The numbers of a field, in digits; a date is one, as a letter writes it."""
    if isinstance(value, dt.date):
        return [to_ascii_digits(letter_date(value, "th"))]
    words = value.th if isinstance(value, Words) else str(value)
    return _DIGITS.findall(to_ascii_digits(words))


def _holds_all(words: str, numbers: Iterable[str]) -> bool:
    """The words hold every number as a number of its own, and every date."""
    plain = to_ascii_digits(words)
    stated = set(_DIGITS.findall(plain))
    return all(number in (stated if number.isdigit() else plain) for number in numbers)


def _clause_words(letter: Letter, clause_id: str) -> str:
    """The words of a clause; the check of the letter has found it."""
    return next(clause.th for clause in letter.clauses if clause.id == clause_id)


def _misplaced_clauses(loaded: LoadedLetter, watch: TextWatch) -> Iterator[Finding]:
    """Clauses that the letter numbers otherwise, where nothing but a number stands before their words."""
    for position, clause in enumerate(loaded.letter.clauses):
        spans = watch.places.spans_of("clause", clause.id)
        if not spans or _is_under_its_number(clause.id, min(spans).start, watch):
            continue
        start = min(spans).start
        yield make_finding(
            "letter.clause-number",
            loaded.place_of(("clauses", position, "id")),
            value=clause.id,
            number=watch.received.number_before(start) or "-",
            line=str(watch.received.line_of(start)),
        )


def _is_under_its_number(
    clause_id: str,
    start: int,
    watch: TextWatch,
) -> bool:
    """The number before the words of a clause is its own; words before it, or an id without one, tell nothing."""
    sentence = watch.received.sentence_at(start)
    before = watch.received.words[sentence.span.start : start]
    match = _CLAUSE_NUMBER.search(clause_id)
    if match is None or plain_words(before):
        return True
    number = to_ascii_digits(watch.received.number_before(start) or "")
    return (match[2] or match[1]) in _DIGITS.findall(number)


def _uncovered_sentences(watch: TextWatch) -> Iterator[Finding]:
    """Sentences of which the letter file has nothing, or not all."""
    for sentence, state, uncovered in watch.sentences:
        if state in ("partly_covered", "not_covered"):
            yield make_finding(
                "letter.not-covered",
                Place(watch.received.name, None, str(sentence.line)),
                value=shorten(uncovered, _SHOWN),
                number=sentence.number,
            )
