"""Where a key stands in a TOML text, since the parser does not say: tables and keys at the start of a line."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

_TABLE: Final = re.compile(r"^\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_TABLE_OF_LIST: Final = re.compile(r"^\s*\[\[([^\[\]]+)\]\]\s*(?:#.*)?$")
_NAME: Final = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY: Final = re.compile(rf"^\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")


def line_of(text: str, path: KeyPath) -> int:
    r"""The line, from 1, of the key or table that stands nearest above the end of a path.

    >>> line_of('a = 1\n[[b]]\nc = 2\n[[b]]\nc = 3\n', ("b", 1, "c"))
    5
    """
    lines = _first_lines(text)
    while path not in lines:
        path = path[:-1]
    return lines[path]


@lru_cache(maxsize=2)  # every fault of a file asks for its line
def _first_lines(text: str) -> dict[KeyPath, int]:
    """The first line of every table and key, and of the whole."""
    lines: dict[KeyPath, int] = {(): 1}
    for line, key_path in _key_lines(text):
        lines.setdefault(key_path, line)
    return lines


def _key_lines(text: str) -> Iterator[tuple[int, KeyPath]]:
    """Every table and key with its line, in the order of the file."""
    table: KeyPath = ()
    counts = Counter[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE_OF_LIST.match(line):
            name = match[1].strip()
            table = (*_steps(name), counts[name])
            counts[name] += 1
            yield number, table
        elif match := _TABLE.match(line):
            table = _steps(match[1])
            yield number, table
        elif match := _KEY.match(line):
            yield number, (*table, *_steps(match[1]))


def _steps(name: str) -> KeyPath:
    """The parts of a dotted name, without their quotes."""
    parts = re.findall(_NAME, name)
    return tuple(part.strip("\"'") for part in parts)
