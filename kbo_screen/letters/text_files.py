"""Texts that people keep beside their workbooks: letters, configs, passwords. Only a file of a sensible size is one.

A pipe or a device may never end, and a file of gigabytes is none of these.
"""

from __future__ import annotations

import re
import stat
import tomllib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

#: A table in TOML as parsed: what stands under each key.
TomlTable = dict[str, Any]
#: A letter takes 30 KB.
MOST_BYTES: Final = 4 * 1024**2


#: A key of so many dots: no letter and no config has more than four, and Python's reader takes a minute for 20,000. A
#: text has fewer dots than letters to begin at.
_DEEP_KEY: Final = re.compile(r"""(?:\.\s?[\w"'-]{1,60}\s?){40}""")

#: TOML knows numbers of 64 bits; Python reads any, and writes none of more than 4,300 digits.
_LONG_NUMBER: Final = re.compile(r"=[ \t]{0,9}0[xob][0-9A-Fa-f_]{80}")


class NotAFileError(OSError):
    """The name is one of a pipe or a device."""


class TooLargeError(OSError):
    """The file is larger than any text that is read as a whole."""


def read_text_file(path: Path, encoding: str = "utf-8") -> str:
    """The text of a file. Raises OSError, which `reading_fault` puts into words, and UnicodeDecodeError."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError
    if status.st_size > MOST_BYTES:
        raise TooLargeError
    return path.read_text(encoding=encoding)


def parse_toml(text: str) -> TomlTable:
    """What a text in TOML says. Raises ValueError, or RecursionError for thousands of brackets."""
    if _DEEP_KEY.search(text) or _LONG_NUMBER.search(text):
        raise ValueError
    return tomllib.loads(text)
