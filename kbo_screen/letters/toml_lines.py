"""Where a key stands in a TOML text, since the parser does not say.

Knows table headers and keys at the start of a line. Refuses to parse values.
"""

from __future__ import annotations

import re
from typing import Final

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
    best, best_line = 0, 1
    for line, known in _key_lines(text):
        if len(known) > best and path[: len(known)] == known:
            best, best_line = len(known), line
    return best_line


def _key_lines(text: str) -> list[tuple[int, KeyPath]]:
    """Every table and key with its line, in the order of the file."""
    found: list[tuple[int, KeyPath]] = []
    table: KeyPath = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE_OF_LIST.match(line):
            name = match[1].strip()
            counts[name] = counts.get(name, -1) + 1
            table = (*_steps(name), counts[name])
            found.append((number, table))
        elif match := _TABLE.match(line):
            table = _steps(match[1])
            found.append((number, table))
        elif match := _KEY.match(line):
            found.append((number, (*table, *_steps(match[1]))))
    return found


def _steps(name: str) -> KeyPath:
    """The parts of a dotted name, without their quotes."""
    return tuple(part.strip("\"'") for part in re.findall(_NAME, name))
