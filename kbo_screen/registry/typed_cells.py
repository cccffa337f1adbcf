"""Which cells of a workbook of ours people type into, and what stood in them when it was written.

The mark is a property of the workbook, which spreadsheet programs keep; writer and reader share its form. Refuses to
write or to open a workbook.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.vocabulary.digests import digest_of_text
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How the properties are called, a number behind each.
PROPERTY: Final = "kbo-screen cells"
#: Characters of a hash that are kept: a property holds 255 characters, and nobody forges one.
_DIGEST_CHARACTERS: Final = 24


class TypedCells(NamedTuple):
    """Some cells of a sheet, rows and columns counted from 0 (None: to the end), and the digest of their texts."""

    sheet: str
    first_row: int
    last_row: int | None
    first_column: int
    last_column: int | None
    digest: str = ""

    @property
    def rows(self) -> range:
        """Its rows."""
        return _range(self.first_row, self.last_row)

    @property
    def columns(self) -> range:
        """Its columns."""
        return _range(self.first_column, self.last_column)

    def mark(self) -> str:
        """The text of a property.

        >>> TypedCells("รอยืนยัน", 4, None, 6, 8).mark()
        '["รอยืนยัน", 4, null, 6, 8, ""]'
        """
        return json.dumps(self, ensure_ascii=False)


def _range(first: int, last: int | None) -> range:
    """From the first to the last, or without an end."""
    return range(first, sys.maxsize if last is None else last + 1)


def read_mark(mark: str) -> TypedCells | None:
    """The cells of a mark; None for a text that is none."""
    try:
        parts = json.loads(mark)
        return TypedCells(*parts) if len(parts) == len(TypedCells._fields) else None
    except (ValueError, TypeError):
        return None


def digest_of(values: Iterable[object]) -> str:
    """A digest of what stands in cells, whatever their order: rows may be sorted; "" where nothing stands.

    >>> digest_of([None, " "]), digest_of(["ก", 1.0]) == digest_of([1, None, "ก "])
    ('', True)
    """
    texts = sorted(filter(None, map(cell_text, values)))
    if not texts:
        return ""
    return digest_of_text("\0".join(texts))[:_DIGEST_CHARACTERS]
