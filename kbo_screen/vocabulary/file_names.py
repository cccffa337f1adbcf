"""Names of files and sheets from names of things: districts, provinces, letters, files of others.

What Windows, Linux or Excel refuse in a name is taken out. A name is never a path.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, count
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.thai_text import clusters, composed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

#: What file systems take at most.
_BYTES_OF_SYSTEMS: Final = 255
#: The longest name that a letter may give to a district, in characters; the longest of Thailand has 20.
LONGEST_GIVEN_NAME: Final = 60
#: File systems take 255 bytes, of which a Thai letter needs 3; the rest is for a number or a date behind the name.
LONGEST_FILE_NAME_BYTES: Final = 200
#: Excel counts a sheet's name in units of UTF-16.
LONGEST_SHEET_NAME: Final = 31
#: What stands for a name of which nothing is left.
NO_NAME: Final = "_"
_REFUSED_IN_FILES: Final = re.compile(r'[<>:"/\\|?*]')
_REFUSED_IN_SHEETS: Final = re.compile(r"[\[\]:*?/\\]")
#: Names of devices: Windows opens them whatever suffix they have.
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)
#: Excel keeps this name for itself.
_SHEETS_OF_EXCEL: Final = frozenset({"history"})
#: Kinds of characters that no name shows: controls, marks of direction and width, halves of a pair, not assigned.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def file_name(name: str, suffix: str = "") -> str:
    """A file's name for the name of a thing, safe on every system; `suffix` (".xlsx") stays behind it.

    >>> [file_name(name, ".xlsx") for name in ("../../เมือง", "CON", " . ", "ราชสาส์น.")]
    ['_.._เมือง.xlsx', 'CON_.xlsx', '_.xlsx', 'ราชสาส์น.xlsx']
    """
    words = _REFUSED_IN_FILES.sub("_", _visible(name))
    words = _without_edges(words)
    if _DEVICES.match(words):
        head, dot, tail = words.partition(".")
        words = f"{head.rstrip()}_{dot}{tail}"
    room = LONGEST_FILE_NAME_BYTES - len(suffix.encode())
    words = _cut(words, room, "utf-8")
    return (words.rstrip(" .") or NO_NAME) + suffix


def sheet_name(name: str) -> str:
    """A sheet's name for the name of a thing, as Excel takes it.

    >>> [sheet_name(name) for name in ("อ./เมือง", "'", "History", "x" * 40)]
    ['อ. เมือง', '_', 'History_', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    words = _REFUSED_IN_SHEETS.sub(" ", _visible(name)).strip("' ")
    words = _cut_sheet(words).strip("' ")
    if words.casefold() in _SHEETS_OF_EXCEL:
        words = f"{words}_"
    return words or NO_NAME


def numbered_name(name: str, mark: int | str) -> str:
    """A file's name with a number or a date in brackets, before the suffix.

    >>> numbered_name("บัญชี.xlsx", 2), numbered_name("forms", "2565-12-25")
    ('บัญชี (2).xlsx', 'forms (2565-12-25)')
    """
    suffix = _suffix_of(name)
    tail = f" ({mark}){suffix}"
    room = _BYTES_OF_SYSTEMS - len(tail.encode())
    return _cut(name.removesuffix(suffix), room, "utf-8") + tail


def unique_file_names(names: Iterable[str]) -> list[str]:
    """A file's name for each name with its suffix, no two of which are one file on any system.

    >>> unique_file_names(["ก.csv", "a.csv", "A.csv", "ก.csv", "x/y.xlsx"])
    ['ก.csv', 'a.csv', 'A (2).csv', 'ก (2).csv', 'x_y.xlsx']
    """
    names_in_use: set[str] = set()
    unique_names = []
    for name in names:
        suffix = _suffix_of(name)
        safe = file_name(name.removesuffix(suffix), suffix)
        unique = _first_free(safe, numbered_name, names_in_use)
        names_in_use.add(same_name(unique))
        unique_names.append(unique)
    return unique_names


def _suffix_of(name: str) -> str:
    match = _SUFFIX.search(name)
    return match[0] if match else ""


def unique_sheet_name(name: str, names_in_use: Iterable[str]) -> str:
    """A sheet's name that is none of those in use, which are as `same_name` gives them."""
    return _first_free(sheet_name(name), _numbered_sheet_name, set(names_in_use))


def _numbered_sheet_name(name: str, number: int) -> str:
    tail = f" ({number})"
    room = 2 * (LONGEST_SHEET_NAME - len(tail))
    return _cut(name, room, "utf-16-le").rstrip("' ") + tail


def _first_free(
    name: str,
    numbered: Callable[[str, int], str],
    names_in_use: Collection[str],
) -> str:
    """The name, or with the lowest number, from 2 on, with which it is none of those in use."""
    unique = name
    numbers = count(2)
    while same_name(unique) in names_in_use:
        unique = numbered(name, next(numbers))
    return unique


def same_name(name: str) -> str:
    """What two names share that are one on a file system which knows no capitals, or in Excel."""
    return composed(composed(name).casefold())


def fault_of_name(name: str) -> str | None:
    """Why a name that people give cannot stand as it is: a slug, None where nothing is wrong.

    >>> [fault_of_name(name) for name in ("บางคล้า", " ", "../x", "NUL", "ก.", "ก" * 61, "😀" * 60)]
    [None, 'empty', 'character', 'reserved', 'edge', 'long', 'long']
    """
    if not name.strip():
        return "empty"
    if len(name) > LONGEST_GIVEN_NAME or _room_in_thai(name) > LONGEST_GIVEN_NAME:
        return "long"
    if _REFUSED_IN_FILES.search(name) or _REFUSED_IN_SHEETS.search(name):
        return "character"
    if _visible(name) != _plain(name):
        return "character"
    if _without_edges(name) != name or name != name.strip("'~$"):
        return "edge"
    if _DEVICES.match(name) or name.casefold() in _SHEETS_OF_EXCEL:
        return "reserved"
    return None


def _room_in_thai(name: str) -> float:
    """How many Thai letters take the bytes of a name: a picture takes more than one letter's."""
    return len(name.encode("utf-8", "replace")) / len("ก".encode())


def _plain(name: str) -> str:
    return composed(name)


def _visible(name: str) -> str:
    """The characters of a name that can be seen, composed; any other is a space."""
    return "".join(
        " " if unicodedata.category(char) in _INVISIBLE else char
        for char in _plain(name)
    )


def _without_edges(name: str) -> str:
    """Without spaces and dots at the ends, and without what makes a file hidden or a lock of Excel's."""
    bare = name.strip(" .")
    while bare.startswith("~$"):
        bare = bare.removeprefix("~$").strip(" .")
    return bare


def _cut(
    name: str,
    room: int,
    encoding: str,
) -> str:
    """As much of a name as fits into so many bytes, no cluster torn."""
    cut = ""
    for beginning in accumulate(clusters(name)):
        if len(beginning.encode(encoding, "replace")) > room:
            break
        cut = beginning
    return cut


def _cut_sheet(name: str) -> str:
    return _cut(name, 2 * LONGEST_SHEET_NAME, "utf-16-le")
