"""Reads the passwords of encrypted workbooks from a file, so that none stands in a command's history.

Knows its two shapes: one password alone, or a line per workbook (name, tab, password). Refuses to show one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.letters.toml_shape import reading_fault

if TYPE_CHECKING:
    from pathlib import Path


def read_passwords(path: Path) -> dict[str, str]:
    """File name -> password; "" -> the password of every other file. Raises UsageError for a file that says none."""
    try:
        lines = [
            line.rstrip("\r\n")
            for line in path.read_text(encoding="utf-8-sig").split("\n")
        ]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            make_finding(
                "usage.password-file", Place(path.name), what=reading_fault(error)
            )
        ) from None
    found = {}
    for line in filter(str.strip, lines):
        name, tab, password = line.partition("\t")
        found[name.strip() if tab else ""] = password if tab else line
    if not found:
        raise UsageError(
            make_finding("usage.password-file", Place(path.name), what="-")
        )
    return found
