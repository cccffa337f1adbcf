"""The last step of a file: from its draft to the name that it is written for.

A name is taken where none stands, a file is replaced, an old one is kept beside the new.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from kbo_screen.vocabulary.dates import BUDDHIST_OFFSET
from kbo_screen.vocabulary.file_names import numbered_name

if TYPE_CHECKING:
    from pathlib import Path

#: Numbered names that are tried beside a name that is taken.
COPIES = range(2, 100)


def take_free_name(draft: Path, target: Path) -> None:
    """Move a draft to a name that nobody has. Raises FileExistsError where somebody has it, be it since a moment."""
    if sys.platform == "win32":
        draft.rename(target)  # Windows refuses a name that is taken
        return
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        _create_empty(target)
        _replace_or_remove(draft, target)
        return
    draft.unlink()


def replace_file(draft: Path, target: Path) -> None:
    """Move a draft over a file, if there is one, whose mode it takes: what was closed to others stays closed."""
    with suppress(FileNotFoundError, PermissionError):
        shutil.copymode(target, draft)
    draft.replace(target)


def place_numbered_copy(draft: Path, target: Path) -> Path:
    """Move a draft to a numbered name beside a file that cannot be replaced; returns that name.

    Raises FileExistsError where all are taken.
    """
    for number in COPIES:
        copy = target.with_name(numbered_name(target.name, number))
        try:
            take_free_name(draft, copy)
        except FileExistsError:
            continue
        return copy
    raise FileExistsError(target)


def keep_beside(target: Path) -> Path:
    """Give a file a second, dated name beside it, which nobody has; returns that name. Raises OSError."""
    today = dt.datetime.now().astimezone()
    date = f"{today.year + BUDDHIST_OFFSET}-{today:%m-%d}"
    for number in COPIES:
        mark = date if number == COPIES[0] else f"{date} {number - 1}"
        old_copy = target.with_name(numbered_name(target.name, mark))
        try:
            _give_second_name(target, old_copy)
        except FileExistsError:
            continue
        return old_copy
    raise FileExistsError(target)


def _give_second_name(target: Path, copy: Path) -> None:
    """A link to the file; where the file system has none, a copy."""
    try:
        copy.hardlink_to(target)
    except FileExistsError:
        raise
    except OSError:
        _create_empty(copy)
        try:
            shutil.copy2(target, copy)
        except OSError:
            copy.unlink()
            raise


def _create_empty(target: Path) -> None:
    """Take a name with an empty file that only we may read. Raises FileExistsError where the name is taken."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _replace_or_remove(draft: Path, target: Path) -> None:
    """Move a draft over the empty file that holds its name; where that fails the name is free again."""
    try:
        draft.replace(target)
    except OSError:
        target.unlink()
        raise
