"""The properties that a program gave to a workbook or a document."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from kbo_screen.grid.notices import ReadError

if TYPE_CHECKING:
    from pathlib import Path

#: How an OLE file begins, the container of locked workbooks.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PART: Final = "docProps/custom.xml"
_CORE: Final = "docProps/core.xml"
_BODY: Final = "word/document.xml"
#: A mark for each of 1,000 sheets has room in it.
_MOST_BYTES: Final = 4 * 1024**2
#: The letters to a thousand groups are smaller.
_MOST_DOCUMENT_BYTES: Final = 64 * 1024**2

#: What Python's readers of packages and XML raise for a file that is none.
_UNREADABLE: Final = (
    OSError,
    ValueError,
    KeyError,
    BadZipFile,
    NotImplementedError,
    ElementTree.ParseError,
    ReadError,
)


class DocumentParts(NamedTuple):
    """The identifier of a Word document, "" for none, and the XML of its body."""

    identifier: str
    body: bytes


def document_parts(path: Path) -> DocumentParts | None:
    """A Word document's identifier and body; None for a file that is none, or larger than a letter."""
    try:
        with ZipFile(path) as package:
            parts = [package.getinfo(name) for name in (_CORE, _BODY)]
            if sum(part.file_size for part in parts) > _MOST_DOCUMENT_BYTES:
                return None
            core, body = map(package.read, parts)
        if b"<!DOCTYPE" in core:
            return None
        root = ElementTree.fromstring(core)  # noqa: S314 - it has no document type
    except _UNREADABLE:
        return None
    return DocumentParts(root.findtext("{*}identifier") or "", body)


def custom_properties(path: Path, password: str | None = None) -> dict[str, str]:
    """Name -> text; nothing where there are none, or no package. For a file that `read_workbook` took.

    password: of a locked one.
    """
    try:
        with ZipFile(_package_in(path, password)) as package:
            if package.getinfo(_PART).file_size > _MOST_BYTES:
                return {}
            root = ElementTree.fromstring(package.read(_PART))  # noqa: S314 - a document type was refused before
    except _UNREADABLE:
        return {}
    properties = {}
    for element in root:
        properties[element.get("name", "")] = "".join(element.itertext())
    return properties


def _package_in(path: Path, password: str | None) -> Path | BytesIO:
    """The package of a workbook, opened where it is locked."""
    with path.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return path

    # only the reader's process opens files otherwise: a run has none of its rooms
    from kbo_screen.grid.decryption import unlocked

    return BytesIO(unlocked(path.read_bytes(), password))
