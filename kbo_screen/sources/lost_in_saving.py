"""What of a workbook is not the same after it was changed and saved, by meaning."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kbo_screen.findings import InputError, Place
from kbo_screen.grid import ReadError
from kbo_screen.grid.meaning import WorkbookFact, differences, meaning_of
from kbo_screen.registry.returned_list import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a copy that is sent back changes on purpose.
_MARKS = frozenset({"note", "fill"})


def changed_facts(before: bytes, after: bytes, file: str) -> Sequence[WorkbookFact]:
    """The facts that two states of a workbook do not share, in order.

    Raises InputError where one of them cannot be compared.
    """
    try:
        return differences(meaning_of(before), meaning_of(after))
    except ReadError:
        raise InputError.of("file.not-kept", Place(file)) from None


def changed_beside_marks(
    before: bytes, after: bytes, file: str
) -> Sequence[WorkbookFact]:
    """The facts that differ, without notes of ours, old ones too, and the colours of their cells.

    Raises InputError where one of the two cannot be compared.
    """
    try:
        meanings = [meaning_of(before), meaning_of(after)]
        changed = differences(*meanings)
    except ReadError:
        raise InputError.of("file.not-kept", Place(file)) from None
    marked_cells = set()
    for fact, words in chain(*(meaning.items() for meaning in meanings)):
        if fact.kind == "note" and MARK in words:
            marked_cells.add((fact.sheet, fact.where))
    return [
        fact
        for fact in changed
        if fact.kind not in _MARKS or (fact.sheet, fact.where) not in marked_cells
    ]
