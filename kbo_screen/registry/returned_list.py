"""A list that is sent back to its district, as plain values: the notes on its cells, and its sheets where they are new.

What a writer marks, a reader knows again: notes of ours begin with MARK, and are no words of the district's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What a note of ours begins with.
MARK: Final = "[kbo-screen]"
#: The colours of cells with a finding: what must be mended, what is to be looked at. Nobody else's palette has them.
MEND_COLOUR: Final = "F8CBAC"
LOOK_COLOUR: Final = "FFE698"
MARK_COLOURS: Final = frozenset({MEND_COLOUR, LOOK_COLOUR})


@dataclass(frozen=True, slots=True)
class ReturnedNote:
    """What is to be said at a cell. is_error: it must be mended."""

    sheet: str | None
    cell: str
    words: str
    is_error: bool

    @property
    def colour(self) -> str:
        """How the cell is coloured."""
        return MEND_COLOUR if self.is_error else LOOK_COLOUR


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet without its looks: every value at its row and column; merges as first row, column, last row, column."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: Sequence[tuple[int, int, int, int]] = ()


class Asked(NamedTuple):
    """What a note of ours asked, or told as confirmed, when a list was sent back.

    mark: a digest of the finding with the values that it speaks of (`mark_of`). reason: the digest of what the
    district had written beside the row then, "" for nothing.
    """

    mark: str
    reason: str
    is_confirmed: bool

    @property
    def words(self) -> str:
        """As a note ends with it: what comes back says by it what was asked.

        >>> Asked("1a2b3c4d5e6f", "0f1e2d3c", False).words, Asked("1a2b3c4d5e6f", "", True).words
        ('[1a2b3c4d5e6f:0f1e2d3c]', '[=1a2b3c4d5e6f]')
        """
        sign = "=" if self.is_confirmed else ""
        reason = f":{self.reason}" if self.reason else ""
        return f"[{sign}{self.mark}{reason}]"

    @property
    def subject(self) -> str:
        """What was asked, whatever the values were."""
        return self.mark[:_SUBJECT_DIGITS]


#: Digits of a mark, of the part of it that says what was asked, and of the digest of a reason.
_MARK_DIGITS: Final = 12
_SUBJECT_DIGITS: Final = 4
_REASON_DIGITS: Final = 8
_ASKED: Final = re.compile(
    rf"\[(=?)([0-9a-f]{{{_MARK_DIGITS}}})(?::([0-9a-f]{{{_REASON_DIGITS}}}))?\]"
)


def read_asked(note: str) -> list[Asked]:
    """What a note of ours asked.

    >>> read_asked("[kbo-screen] ควรตรวจสอบ: ดาวต่างจากทะเบียน [1a2b3c4d5e6f]")
    [Asked(mark='1a2b3c4d5e6f', reason='', is_confirmed=False)]
    """
    return [
        Asked(mark, reason, is_confirmed=bool(sign))
        for sign, mark, reason in _ASKED.findall(note)
    ]


def mark_of(subject: Iterable[str], values: Iterable[str]) -> str:
    """The mark of what is asked, from what it is about and the values it speaks of, as cells are compared."""
    of_subject = _digest(subject)[:_SUBJECT_DIGITS]
    return of_subject + _digest(values)[: _MARK_DIGITS - _SUBJECT_DIGITS]


def reason_digest(words: str) -> str:
    """The digest of what a district wrote beside a row; "" for nothing."""
    return _digest([words])[:_REASON_DIGITS] if words else ""


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(map(fold, words)).encode()).hexdigest()
