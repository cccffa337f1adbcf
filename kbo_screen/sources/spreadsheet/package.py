"""The zip package of a workbook, checked before any reader sees it.

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
#: What stands before the first element of a part: some declarations and a remark, never more than this.
MAX_PROLOG_BYTES: Final = 256 * 1024

_XML_PARTS: Final = (".xml", ".rels", ".vml")
#: What may stand in front of a document type: white space, instructions, comments.
_PROLOG: Final = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_UTF16_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


def check_package(data: bytes) -> str | None:
    """The slug of what is wrong with a package before it is read, None when nothing is."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        names = [part.filename.replace("\\", "/") for part in parts]  # some programs write, and readers take, either
        if max(Counter(name.lower() for name in names).values(), default=0) > 1:
            return "duplicate-part"
        if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names):
            return "escaping-part"
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            return "too-large"
        xml_parts = [part for part in parts if part.filename.lower().endswith(_XML_PARTS)]
        if any(_has_document_type(package, part) for part in xml_parts):
            return "entities"
        return "too-large" if sum("worksheets/" in name for name in names) > MAX_SHEETS else None


def _has_document_type(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """True where a document type stands before the first element of a part, or nobody can tell."""
    with package.open(part) as xml:
        head = b""
        while len(head) < MAX_PROLOG_BYTES:
            piece = xml.read(4096 if not head else MAX_PROLOG_BYTES)
            head += piece
            rest = _behind_prolog(head)
            if rest and not rest.startswith((b"<?", b"<!-")):  # those did not end yet
                return rest.startswith(b"<!")
            if not piece:
                return False
    return True


def _behind_prolog(head: bytes) -> bytes:
    """What follows all that may stand before a document type, as ASCII."""
    encoding = _UTF16_MARKS.get(head[:2])
    plain = head.decode(encoding, "ignore").encode("utf-8") if encoding else head
    plain = plain.removeprefix(b"\xef\xbb\xbf")
    match = _PROLOG.match(plain)
    return plain[match.end() if match else 0 :]


def is_utf16(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """True for a part in UTF-16: the fast reader would find nothing in it."""
    with package.open(part) as xml:
        return xml.read(2) in _UTF16_MARKS


def sheet_parts(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The part of every worksheet by the sheet's name, to be read where it is looked at.

    Raises KeyError or ElementTree.ParseError for a workbook whose relations are broken.
    """
    known = {part.filename: part for part in package.infolist()}
    return {sheet: known[path] for sheet, path in _sheet_paths(package).items() if path in known}


def without_macro_sheets(data: bytes) -> bytes:
    """The package without its sheets of Excel 4 macros: they are no tables, and the fast reader refuses the whole."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        main = _main_part(package)
        folder, name = posixpath.split(main)
        relations_part = f"{folder}/_rels/{name}.rels".lstrip("/")
        found = package.read(relations_part) if relations_part in package.namelist() else b""
        if b"acrosheet" not in found.lower():
            return data
        ids = [e.attrib["Id"] for e in ElementTree.fromstring(found) if _is_macro_sheet(e)]  # noqa: S314
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as rest:
            for part in package.infolist():
                content = package.read(part)
                rest.writestr(part.filename, _without_sheets(content, ids) if part.filename == main else content)
    return out.getvalue()


def _is_macro_sheet(relation: ElementTree.Element) -> bool:
    return relation.attrib.get("Type", "").lower().endswith("macrosheet")


def _without_sheets(workbook: bytes, ids: list[str]) -> bytes:
    """The main part without the sheets of these relations."""
    for relation in ids:
        workbook = re.sub(rb'<(?:\w+:)?sheet\b[^>]*\bid="' + re.escape(relation.encode()) + rb'"[^>]*/>', b"", workbook)
    return workbook


def _sheet_paths(package: zipfile.ZipFile) -> dict[str, str]:
    workbook = _main_part(package)
    folder, name = posixpath.split(workbook)
    targets = relations(package, f"{folder}/_rels/{name}.rels".lstrip("/"))
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
    for target in relations(package, "_rels/.rels").values():
        if target.endswith("workbook.xml"):
            return target.lstrip("/")
    return next(name for name in package.namelist() if name.endswith("workbook.xml"))


def relations(package: zipfile.ZipFile, path: str) -> dict[str, str]:
    """The targets of a part's relations by their ids; none where the part has none."""
    if path not in package.namelist():
        return {}
    elements = ElementTree.fromstring(package.read(path))  # noqa: S314 - entities were refused
    return {element.attrib["Id"]: element.attrib["Target"] for element in elements if "Id" in element.attrib}
