"""Words as the shell of the system takes them, so that a command can be copied as it stands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a shell takes for more than a letter; `shlex.quote` alone would quote every Thai word.
_NEEDS_QUOTES: Final = re.compile(r"""[\s"'$`\\|&;<>()*?\[\]{}#~!^%]|^$""")
#: Signs that the prompt of Windows takes for itself; a backslash is part of its paths.
_WINDOWS_SIGNS: Final = re.compile(r"[&|<>()^;,=%!'`$]")


def command_line(words: Sequence[str]) -> str:
    """A command to type; the program itself, the first of the words, may be two words."""
    program, *arguments = words
    quote = _quoted_on_windows if sys.platform == "win32" else _quoted
    return " ".join([program, *map(quote, arguments)])


def _quoted(word: str) -> str:
    return shlex.quote(word) if _NEEDS_QUOTES.search(word) else word


def _quoted_on_windows(word: str) -> str:
    r"""A word for both shells of Windows.

    >>> _quoted_on_windows(r"C:\งาน\ทะเบียน.xlsx"), _quoted_on_windows("ก & ข.xlsx"), _quoted_on_windows("ก&ข.xlsx")
    ('C:\\งาน\\ทะเบียน.xlsx', '"ก & ข.xlsx"', '"ก&ข.xlsx"')
    """
    listed = subprocess.list2cmdline([word])
    if listed == word and _WINDOWS_SIGNS.search(word):
        return f'"{word}"'
    return listed
