"""Paths as a person gives them to a prompt: typed, or dragged into the window as its terminal writes them.

Terminals put quotes around a path, or a backslash before its blanks, or write it as an address (`file://…`).
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

_SCHEME: Final = "file://"
#: A word of Windows, where a backslash is part of the path: in quotes, or up to the next blank.
_WINDOWS_WORD: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
#: What PowerShell puts before a path that is dragged into it.
_POWERSHELL_CALL: Final = "& "
_WINDOWS_DRIVE: Final = re.compile(r"/[A-Za-z]:")


def read_paths(line: str, *, windows: bool = sys.platform == "win32") -> list[Path]:
    r"""The paths of a line; a path with blanks that nobody quoted is one where it is there.

    >>> [str(path) for path in read_paths("'ทะเบียน 66.xlsx' ดาว\\ 65.xlsx", windows=False)]
    ['ทะเบียน 66.xlsx', 'ดาว 65.xlsx']
    >>> [path.as_posix() for path in read_paths("file:///tmp/a%20%E0%B8%81.xlsx", windows=False)]
    ['/tmp/a ก.xlsx']
    """
    line = line.strip()
    if windows:
        line = line.removeprefix(_POWERSHELL_CALL)
    words = _words(line, windows=windows)
    paths = [_path_of(word, windows=windows) for word in words]
    whole_path = _path_of(line, windows=windows)
    if len(paths) > 1 and is_there(whole_path):
        return [whole_path]
    return paths


def _words(line: str, *, windows: bool) -> list[str]:
    """The words of a line as the system's terminals separate them."""
    if windows:
        return list(map("".join, _WINDOWS_WORD.findall(line)))
    try:
        return shlex.split(line)
    except ValueError:  # a quote that is part of a name
        return [line]


def _path_of(word: str, *, windows: bool) -> Path:
    """The path that a word means, whichever way it is written."""
    if word.startswith(_SCHEME):
        word = unquote(urlsplit(word.replace("#", "%23").replace("?", "%3F")).path)
        if windows and _WINDOWS_DRIVE.match(word):
            word = word.removeprefix("/")
    path = Path(word)
    if not word.startswith("~"):
        return path
    try:
        return path.expanduser()
    except RuntimeError:  # nobody is called so
        return path


def is_there(path: Path) -> bool:
    """Something has that name; a name too long for one is nobody's."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
