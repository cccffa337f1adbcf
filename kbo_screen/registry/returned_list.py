"""A list that is sent back to its district, as plain values: the notes on its cells, and its sheets where they are new.

What a writer marks, a reader knows again: notes of ours begin with MARK, and are no words of the district's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kbo_screen.vocabulary.digests import digest_of_text
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What a note of ours begins with.
MARK: Final = "[kbo-screen]"
#: Kinds of files that can be sent back as they are.
KEPT_SUFFIXES: Final = (".xlsx", ".xlsm")
#: What a note is about: what must be mended, what is to be looked at, what the district has confirmed.
NoteKind = Literal["mend", "look", "confirmed"]
#: The colours of cells with a note. Nobody else's palette has them.
COLOURS: Final[dict[NoteKind, str]] = {
    "mend": "F8CBAC",
    "look": "FFE698",
    "confirmed": "C6E0B3",
}
MARK_COLOURS: Final = frozenset(COLOURS.values())


@dataclass(frozen=True, slots=True)
class ReturnedNote:
    """What is to be said at a cell."""

    sheet: str | None
    cell: str
    words: str
    kind: NoteKind

    @property
    def colour(self) -> str:
        """How the cell is coloured."""
        return COLOURS[self.kind]


class ReasonColumn(NamedTuple):
    """A column for reasons that a list lacks: its sheet, the row of its header, the rows of groups, what heads it."""

    sheet: str | None
    header_row: int
    rows: tuple[int, ...]
    header: str


class NextGroups(NamedTuple):
    """What the drop-downs of a form offer first. labels: groups not yet named, in rank order; cells: of groups refused.

    Cells in which no group stands offer them too.
    """

    labels: tuple[str, ...]
    cells: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet without its looks: every value at its row and column; merges as first row, column, last row, column."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: Sequence[tuple[int, int, int, int]] = ()


class WarningMark(NamedTuple):
    """The mark of a warning on a list that was sent back: of one that a note asked about, or told as confirmed.

    digest: of the finding with the values that it speaks of (`mark_of`). reason: the digest of what the district had
    written beside the row then, "" for nothing.
    """

    digest: str
    reason: str
    is_confirmed: bool

    @property
    def words(self) -> str:
        """As a note ends with it: what comes back says by it what was asked.

        >>> WarningMark("1a2b3c4d5e6f", "0f1e2d3c", False).words, WarningMark("1a2b3c4d5e6f", "", True).words
        ('[1a2b3c4d5e6f:0f1e2d3c]', '[=1a2b3c4d5e6f]')
        """
        sign = "=" if self.is_confirmed else ""
        reason = f":{self.reason}" if self.reason else ""
        return f"[{sign}{self.digest}{reason}]"

    @property
    def subject(self) -> str:
        """What was asked, whatever the values were."""
        return self.digest[:_SUBJECT_DIGITS]


#: Digits of a mark, of the part of it that says what was asked, and of the digest of a reason.
_MARK_DIGITS: Final = 12
_SUBJECT_DIGITS: Final = 4
_REASON_DIGITS: Final = 8
_WRITTEN_MARK: Final = re.compile(
    rf"\[(=?)([0-9a-f]{{{_MARK_DIGITS}}})(?::([0-9a-f]{{{_REASON_DIGITS}}}))?\]"
)


def read_marks(note: str) -> list[WarningMark]:
    """The marks that a note of ours ends with.

    >>> read_marks("[kbo-screen] ควรตรวจสอบ: ดาวต่างจากทะเบียน [1a2b3c4d5e6f]")
    [WarningMark(digest='1a2b3c4d5e6f', reason='', is_confirmed=False)]
    """
    return [
        WarningMark(digest, reason, is_confirmed=bool(sign))
        for sign, digest, reason in _WRITTEN_MARK.findall(note)
    ]


def mark_of(subject: Iterable[str], values: Iterable[str]) -> str:
    """The mark of what is asked, from what it is about and the values it speaks of, as cells are compared."""
    of_subject = _digest(subject)[:_SUBJECT_DIGITS]
    return of_subject + _digest(values)[: _MARK_DIGITS - _SUBJECT_DIGITS]


def reason_digest(words: str) -> str:
    """The digest of what a district wrote beside a row; "" for nothing."""
    return _digest([words])[:_REASON_DIGITS] if words else ""


def _digest(words: Iterable[str]) -> str:
    return digest_of_text("\0".join(map(fold, words)))
