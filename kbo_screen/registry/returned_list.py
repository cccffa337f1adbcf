"""A list that is sent back to its district, as plain values: the notes on its cells, and its sheets where they are new.

What a writer marks, a reader knows again: notes of ours begin with MARK, and are no words of the district's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

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
