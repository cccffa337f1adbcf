"""The text of a letter as it was received: its sentences, and where words stand in it.

It knows where a Thai official letter breaks into sentences; it knows nothing of what the letter orders.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The number of a paragraph or of a part of it, "๑." or "(๑)": it is no word of the sentence.
_NUMBER: Final = r"(?:\(\d{1,2}\)|\d{1,2}\.)"
NUMBER_BEFORE: Final = re.compile(rf"(?:^|(?<= ))({_NUMBER}) ?$")
_NUMBERED: Final = re.compile(rf"(?<= )(?={_NUMBER} )")
#: Thai writes no full stop: besides lines and numbers, these words open a sentence behind a blank.
_OPENERS: Final = re.compile(r"(?<= )(?=(?:หาก|ทั้งนี้|อนึ่ง|เว้นแต่|โดยส่ง|โดยให้|โดยมี))")
#: What stands in the text for its own sake: a number, marks, the sign of a heading.
_NO_WORDS: Final = re.compile(rf"(?<!\S){_NUMBER}(?!\S)|[^\w\u0e31-\u0e4e]|_")
#: What may not be cut in two: a number, a word in Latin letters.
_ONE_PIECE: Final = re.compile(r"\d{2}|[A-Za-z]{2}")
#: Between two pieces of one quotation, where words are left out.
_ELLIPSIS: Final = re.compile(r"\s(?:\.\.\.|…)\s")


class TextSpan(NamedTuple):
    """A piece of the text: its first letter, and the one behind its last."""

    start: int
    end: int

    def meets(self, span: TextSpan) -> bool:
        """The two have a letter in common."""
        return self.start < span.end and span.start < self.end

    def holds(self, span: TextSpan) -> bool:
        """The other one lies within this one."""
        return self.start <= span.start and span.end <= self.end


class Sentence(NamedTuple):
    """A sentence: its number from 1, the line of the file on which it begins, where it stands, its words."""

    number: int
    line: int
    span: TextSpan
    words: str


class ReceivedText(NamedTuple):
    """words: the text with one blank for every run of blanks and breaks. name: of its file."""

    name: str
    sha256: str
    words: str
    sentences: tuple[Sentence, ...]

    def places_of(self, fragment: str) -> Iterator[TextSpan]:
        """Everywhere that these words stand, word for word."""
        words = one_blank(fragment)
        start = self.words.find(words) if words else -1
        while start >= 0:
            span = TextSpan(start, start + len(words))
            if self._is_uncut(span):
                yield span
            start = self.words.find(words, start + 1)

    def line_of(self, position: int) -> int:
        """The line of the file on which the sentence around a position begins."""
        return self.sentence_at(position).line

    def sentence_at(self, position: int) -> Sentence:
        """The sentence around a position."""
        starts = [sentence.span.start for sentence in self.sentences]
        return self.sentences[max(bisect_right(starts, position) - 1, 0)]

    def number_before(self, position: int) -> str | None:
        """The number that stands right before a position, "(๑)" or "๑."; None where none does."""
        match = NUMBER_BEFORE.search(self.words, 0, position)
        return match[1] if match else None

    def _is_uncut(self, span: TextSpan) -> bool:
        """No number and no Latin word goes on beyond either end, and no Thai letter loses a mark above or below it."""
        behind = self.words[span.end : span.end + 1]
        if behind and unicodedata.category(behind) == "Mn":
            return False
        edges = (span.start, span.end)
        cuts = (self.words[max(edge - 1, 0) : edge + 1] for edge in edges)
        return not any(map(_ONE_PIECE.fullmatch, cuts))


def received_text(
    text: str,
    name: str,
    sha256: str,
) -> ReceivedText:
    r"""The text of a file, its sentences found.

    >>> received = received_text("๑. เลือกกลุ่ม (๑) ทอผ้า\n\nหากไม่พอ ให้รอ", "letter.txt", "")
    >>> [(sentence.line, sentence.words) for sentence in received.sentences]
    [(1, '๑. เลือกกลุ่ม'), (1, '(๑) ทอผ้า'), (3, 'หากไม่พอ ให้รอ')]
    """
    sentences: list[Sentence] = []
    position = 0
    for number, raw_line in enumerate(text.splitlines(), start=1):
        line = one_blank(raw_line)
        for start, end in _sentence_ends(line):
            span = TextSpan(position + start, position + end)
            words = line[start:end]
            sentences.append(Sentence(len(sentences) + 1, number, span, words))
        if line:
            position += len(line) + 1
    return ReceivedText(name, sha256, one_blank(text), tuple(sentences))


def _sentence_ends(line: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a line begins and ends; a blank line has none."""
    if not line:
        return
    starts = {0}
    for opener in (_NUMBERED, _OPENERS):
        starts.update(match.start() for match in opener.finditer(line))
    ordered = [*sorted(starts), len(line) + 1]
    for start, next_start in pairwise(ordered):
        yield start, next_start - 1


def one_blank(words: str) -> str:
    """The words with one blank between them, composed as NFC has it."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def fragments_of(quotation: str) -> list[str]:
    """The pieces of a quotation that leaves words out.

    >>> fragments_of("ขอให้อำเภอ … คัดเลือก"), fragments_of("/ต. มอบหมาย...")
    (['ขอให้อำเภอ', 'คัดเลือก'], ['/ต. มอบหมาย...'])
    """
    pieces = _ELLIPSIS.split(one_blank(quotation))
    return [piece for piece in pieces if piece]


def plain_words(words: str) -> str:
    """What is said, without numbers of paragraphs and marks: empty where nothing is.

    >>> plain_words("(๒) # ผลิตภัณฑ์ – "), plain_words("# (๒)")
    ('ผลิตภัณฑ์', '')
    """
    return " ".join(_NO_WORDS.sub(" ", words).split())
