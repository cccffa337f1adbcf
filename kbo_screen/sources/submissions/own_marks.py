"""Takes off a list what we put on it when it was sent back: our notes, and our colours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.registry.returned_list import MARK, MARK_COLOURS

if TYPE_CHECKING:
    from kbo_screen.grid import SheetGrid


def without_own_marks(grid: SheetGrid) -> SheetGrid:
    """The sheet with the notes and colours of others alone."""
    notes = {}
    for cell, words in grid.notes.items():
        words_of_others = words.partition(MARK)[0].strip(" /")
        if words_of_others:
            notes[cell] = words_of_others
    fills = {}
    for cell, colour in grid.fills.items():
        is_noted = MARK in grid.notes.get(cell, "")
        if colour[-6:].upper() not in MARK_COLOURS and not is_noted:
            fills[cell] = colour
    return replace(grid, notes=notes, fills=fills)
