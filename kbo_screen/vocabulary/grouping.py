"""Things put together by what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


def lists_by_key(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """The values of every key, keys and values in the order in which they come.

    >>> lists_by_key([("อบต.", 1), ("วสช.", 2), ("อบต.", 3)])
    {'อบต.': [1, 3], 'วสช.': [2]}
    """
    values_of: dict[Key, list[Value]] = {}
    for key, value in pairs:
        values_of.setdefault(key, []).append(value)
    return values_of
