"""Words as the shell of the system takes them, so that a command can be copied as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What a shell takes for more than a letter; `shlex.quote` alone would quote every Thai word.
_NEEDS_QUOTES: Final = re.compile(r"""[\s"'$`\\|&;<>()*?\[\]{}#~!^%]|^$""")
#: Signs that the prompt of Windows takes for itself; a backslash is part of its paths.
_WINDOWS_SIGNS: Final = re.compile(r"[&|<>()^;,=%!'`$]")


def command_line(words: Sequence[str]) -> str:
    """A command to type; the program itself, the first of the words, may be two words."""
    program, *arguments = words
    quote = _quote_of_system()
    return " ".join([program, *map(quote, arguments)])


def program_word(name: str) -> str:
    """The program as it is typed in the working folder: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    is_other = called.stem != name  # python -m, a test
    if is_other or called.name == sys.argv[0]:
        return name
    on_path = shutil.which(name)
    if on_path and _plain(Path(on_path)) == _plain(called):
        return name
    return _quote_of_system()(_from_here(called.absolute()))


def path_word(path: Path | str) -> str:
    """A path as a word of a command; one that begins like an option is no option."""
    return f"./{path}" if str(path).startswith("-") else str(path)


def _plain(path: Path) -> Path:
    """A program's file without its links and, on Windows, without `.exe`, which may be left out."""
    return path.resolve().with_suffix("")


def _from_here(program: Path) -> str:
    """A program's path, from the working folder where that is above it."""
    try:
        path = str(program.relative_to(Path.cwd()))
    except ValueError:
        return str(program)
    return path if os.sep in path else f".{os.sep}{path}"


def _quote_of_system() -> Callable[[str], str]:
    return _quoted_on_windows if sys.platform == "win32" else _quoted


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
