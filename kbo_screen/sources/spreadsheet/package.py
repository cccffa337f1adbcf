"""The zip package of an Excel workbook, checked before any reader sees it.

Knows names, sizes and relations of parts. Refuses parts that lie: two of one name, paths that escape, entities.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from io import BytesIO
from typing import Final
from xml.etree import ElementTree

#: A country's registry unpacks to about 300 MB; ten times that is no registry.
MAX_UNPACKED_BYTES: Final = 3 * 1024**3
MAX_PARTS: Final = 20_000
MAX_SHEETS: Final = 2_000

_READ_PARTS: Final = re.compile(r"(workbook|sharedStrings|styles|sheet\d*|content)\.xml(\.rels)?$", re.IGNORECASE)
_ENTITIES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def check_package(data: bytes) -> str | None:
    """The slug of what is wrong with a package before it is read, None when nothing is."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        names = [part.filename for part in parts]
        if max(Counter(name.lower() for name in names).values(), default=0) > 1:
            return "duplicate-part"
        if any(name.startswith(("/", "\\")) or ".." in name.split("/") or ":" in name for name in names):
            return "escaping-part"
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            return "too-large"
        if any(_ENTITIES.search(_head(package, name)) for name in names if _READ_PARTS.search(name)):
            return "entities"
        return "too-large" if sum("worksheets/" in name for name in names) > MAX_SHEETS else None


def _head(package: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a part: a document type stands before the first element."""
    with package.open(name) as part:
        return part.read(4096)


def sheet_parts(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The part of every worksheet by the sheet's name, to be read where it is looked at.

    Raises KeyError or ElementTree.ParseError for a workbook whose relations are broken.
    """
    known = {part.filename: part for part in package.infolist()}
    return {sheet: known[path] for sheet, path in _sheet_paths(package).items() if path in known}


def package_names(data: bytes) -> list[str]:
    """The names of all parts."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.namelist()


def _sheet_paths(package: zipfile.ZipFile) -> dict[str, str]:
    workbook = _main_part(package)
    folder, name = posixpath.split(workbook)
    targets = _relations(package, f"{folder}/_rels/{name}.rels".lstrip("/"))
    paths = {}
    for element in ElementTree.fromstring(package.read(workbook)).iter():  # noqa: S314 - entities were refused
        if element.tag.endswith("}sheet"):
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            target = targets.get(relation, "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            paths[element.attrib["name"]] = posixpath.normpath(path)
    return paths


def _main_part(package: zipfile.ZipFile) -> str:
    for name in package.namelist():
        if name == "xl/workbook.xml":
            return name
    for target in _relations(package, "_rels/.rels").values():
        if target.endswith("workbook.xml"):
            return target.lstrip("/")
    return next(name for name in package.namelist() if name.endswith("workbook.xml"))


def _relations(package: zipfile.ZipFile, path: str) -> dict[str, str]:
    if path not in package.namelist():
        return {}
    elements = ElementTree.fromstring(package.read(path))  # noqa: S314 - entities were refused
    return {element.attrib["Id"]: element.attrib["Target"] for element in elements if "Id" in element.attrib}
