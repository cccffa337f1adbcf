"""Things put together by what they have in common, and the one of several that there may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable

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


def ranges_by_key(keys: Iterable[Key]) -> dict[Key, range]:
    """The positions of every key, where those of one key stand together.

    >>> ranges_by_key(["อบต.", "อบต.", "วสช."])
    {'อบต.': range(0, 2), 'วสช.': range(2, 3)}
    """
    ranges: dict[Key, range] = {}
    for position, key in enumerate(keys):
        first = ranges[key].start if key in ranges else position
        ranges[key] = range(first, position + 1)
    return ranges


def row_ranges(rows: Iterable[int]) -> str:
    """Rows below one another as ranges.

    >>> row_ranges([7, 2, 3, 4])
    '2–4, 7'
    """
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][-1] == row - 1:
            ranges[-1] = [ranges[-1][0], row]
        else:
            ranges.append([row])
    return ", ".join("–".join(map(str, ends)) for ends in ranges)


def only(values: Collection[Value]) -> Value | None:
    """The one value; None for none, and for several.

    >>> only(["อบต."]), only([]), only(["อบต.", "วสช."])
    ('อบต.', None, None)
    """
    return next(iter(values)) if len(values) == 1 else None
