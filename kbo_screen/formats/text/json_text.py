"""A payload as JSON; of a list in parts a copy of the process makes the second half, as text."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from kbo_screen.cores.beside import WorkBeside
from kbo_screen.results.list_in_parts import ListInParts

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_json(payload: Mapping[str, Any]) -> str:
    """The payload in one line, as `json.dumps` writes it.

    >>> to_json({"district": "บางคล้า", "groups": ListInParts([1, 2, 3].__getitem__, count=3, rows=3)})
    '{"district": "บางคล้า", "groups": [1, 2, 3]}'
    """
    members = [f"{_dumped(key)}: {_dumped(value)}" for key, value in payload.items()]
    return f"{{{', '.join(members)}}}"


def _joined_halves(entries: ListInParts) -> str:
    middle = entries.count // 2
    second_half = WorkBeside(
        partial(_entries_text, entries, slice(middle, None)), rows=entries.rows
    )
    halves = [_entries_text(entries, slice(middle)), second_half.result()]
    return f"[{', '.join(filter(None, halves))}]"


def _entries_text(entries: ListInParts, positions: slice) -> str:
    """Some entries, without the brackets of their list."""
    return _dumped(entries.make(positions))[1:-1]


def _dumped(value: object) -> str:
    if isinstance(value, ListInParts):
        return _joined_halves(value)
    return json.dumps(value, ensure_ascii=False)
