"""Reads the passwords of encrypted workbooks from a file, so that none stands in a command's history.

The file holds one password alone, or a line per workbook: name, tab, password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings import Place, UsageError
from kbo_screen.letters.text_files import read_text_file
from kbo_screen.letters.toml_shape import reading_fault

if TYPE_CHECKING:
    from pathlib import Path


def read_passwords(path: Path) -> dict[str, str]:
    """File name -> password; "" -> the password of every other file.

    Raises UsageError for a file that says none.
    """
    try:
        text = read_text_file(path, "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, reading_fault(error)) from None
    passwords = {}
    for line in text.split("\n"):
        if line.strip():
            name, password = _name_and_password(line.rstrip("\r"))
            passwords[name] = password
    if not passwords:
        raise _unusable(path, "-")
    return passwords


def _name_and_password(line: str) -> tuple[str, str]:
    name, tab, password = line.partition("\t")
    return (name.strip(), password) if tab else ("", line)


def _unusable(path: Path, reason: Any) -> UsageError:
    place = Place(path.name)
    return UsageError.of(
        "usage.password-file",
        place,
        what=reason,
    )
