"""A long list of a payload of which each part can be made alone: a format may let two cores make a half each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class ListInParts:
    """make: gives the entries at some positions. count: of all entries. rows: of how many rows they are made."""

    make: Callable[[slice], list[Any]]
    count: int
    rows: int
