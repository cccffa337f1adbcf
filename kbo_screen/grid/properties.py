"""The properties that a program gave to a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from pathlib import Path

_PART: Final = "docProps/custom.xml"
#: A mark for each of 2,000 sheets has room in it.
_MOST_BYTES: Final = 4 * 1024**2


def custom_properties(path: Path) -> dict[str, str]:
    """Name -> text; nothing where there are none, or no package. For a file that `read_workbook` took."""
    try:
        with ZipFile(path) as package:
            if package.getinfo(_PART).file_size > _MOST_BYTES:
                return {}
            root = ElementTree.fromstring(package.read(_PART))  # noqa: S314 - a document type was refused before
    except (
        OSError,
        ValueError,
        KeyError,
        BadZipFile,
        NotImplementedError,
        ElementTree.ParseError,
    ):
        return {}
    properties = {}
    for element in root:
        properties[element.get("name", "")] = "".join(element.itertext())
    return properties
