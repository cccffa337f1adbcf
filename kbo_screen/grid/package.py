"""The zip package of a workbook, checked before any reader sees it.

Knows names, sizes and relations of parts. Refuses parts that lie: two of one name, paths that escape, entities.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from kbo_screen.grid.notices import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A country's registry unpacks to about 300 MB; ten times that is no registry.
MAX_UNPACKED_BYTES: Final = 3 * 1024**3
MAX_PARTS: Final = 20_000
MAX_SHEETS: Final = 2_000
#: What stands before the first element of a part: some declarations and a remark, never more than this.
MAX_PROLOG_BYTES: Final = 256 * 1024
#: What Python's own readers of packages and XML raise for bytes that are broken (found by
#: fuzzing).
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    ExpatError,
    LookupError,
    StopIteration,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    AssertionError,
)

_XML_PARTS: Final = (".xml", ".rels", ".vml")
#: What may stand in front of a document type: white space, instructions, comments.
_PROLOG: Final = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
#: The namespaces of a relation's id, of the usual and of the strict kind.
_RELATION_SPACES: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
#: The beginning of a sheet in a workbook's main part, up to its name.
_SHEET_NAME: Final = re.compile(
    rb"""(<(?:\w+:)?sheet\b[^>]*?\sname\s*=\s*)(?:"[^"]*"|'[^']*')"""
)
_UTF16_MARKS: Final = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}


@contextmanager
def broken_is_corrupt() -> Iterator[None]:
    """What Python's own readers raise for broken bytes refuses the file."""
    try:
        yield
    except BROKEN as error:
        raise unreadable("corrupt", type(error).__name__) from None


def check_package(data: bytes) -> None:
    """Refuse a package that lies or is too large, before any reader sees it."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        # some programs write, and readers take, either slash
        names = [part.filename.replace("\\", "/") for part in parts]
        if len({name.lower() for name in names}) < len(names):
            raise unreadable("duplicate-part")
        if any(map(_leads_out, names)):
            raise unreadable("escaping-part")
        unpacked_bytes = sum(part.file_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked_bytes > MAX_UNPACKED_BYTES:
            raise unreadable("too-large")
        for part in parts:
            is_xml = part.filename.lower().endswith(_XML_PARTS)
            if is_xml and _has_document_type(package, part):
                raise unreadable("entities")
        sheet_count = sum("worksheets/" in name for name in names)
        if sheet_count > MAX_SHEETS:
            raise unreadable("too-large")


def _leads_out(name: str) -> bool:
    """True for the name of a part that would lie outside of the package."""
    return name.startswith("/") or ".." in name.split("/") or ":" in name


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


class SheetPart(NamedTuple):
    """A sheet as the workbook's main part names it; `part` is None where nobody can say for sure which part it is."""

    name: str
    part: zipfile.ZipInfo | None


def sheet_parts(package: zipfile.ZipFile) -> list[SheetPart]:
    """Every sheet in the order of the workbook, each with its part.

    Raises KeyError or ElementTree.ParseError for a workbook whose relations are broken.
    """
    main = main_part(package)
    parts = parts_by_name(package)
    targets = {relation.id: relation.target for relation in relations_of(package, main)}
    sheets = []
    for element in _sheet_elements(package.read(main)):
        path = targets.get(_relation_id(element), "")
        sheets.append(SheetPart(element.attrib["name"], parts.get(path.lower())))
    return sheets


def parts_by_name(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by their names in lower case: to a package the two cases of a letter are one."""
    return {
        part.filename.replace("\\", "/").lower(): part for part in package.infolist()
    }


def _sheet_elements(workbook: bytes) -> list[ElementTree.Element]:
    """The sheets of a workbook's main part, in whatever namespace they stand."""
    elements = ElementTree.fromstring(workbook).iter()  # noqa: S314 - entities were refused
    return [
        element
        for element in elements
        if _local(element.tag) == "sheet" and "name" in element.attrib
    ]


def _relation_id(element: ElementTree.Element) -> str:
    """The id of a sheet's relation; "" where it stands in a namespace of its own, or twice: readers would differ."""
    ids = [key for key in element.attrib if _local(key) == "id"]
    if len(ids) == 1 and ids[0].startswith(_RELATION_SPACES):
        return element.attrib[ids[0]]
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def with_names_apart(data: bytes) -> bytes:
    """The package with sheets of one name told apart by a number: the fast reader finds a sheet by its name alone."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        main = main_part(package)
        names = [
            element.attrib["name"] for element in _sheet_elements(package.read(main))
        ]
        if len(set(names)) == len(names):
            return data
        numbered = _numbered(names)
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as rest:
            for part in package.infolist():
                content = package.read(part)
                rest.writestr(
                    part.filename,
                    _renamed(content, numbered) if part.filename == main else content,
                )
    return out.getvalue()


def _numbered(names: list[str]) -> list[str]:
    """The names, a number behind each that stood before.

    >>> _numbered(["a", "b", "a", "a (2)"])
    ['a', 'b', 'a (3)', 'a (2)']
    """
    taken = set(names)
    numbered: list[str] = []
    for name in names:
        chosen = name
        number = 2
        while chosen in numbered or (chosen != name and chosen in taken):
            chosen = f"{name} ({number})"
            number += 1
        numbered.append(chosen)
    return numbered


def _renamed(workbook: bytes, names: list[str]) -> bytes:
    """The main part with these names in place of its sheets', in order."""
    given = iter(names)

    def rename(tag: re.Match[bytes]) -> bytes:
        name = escape(next(given, "")).encode()
        return tag[1] + b'"' + name + b'"'

    return _SHEET_NAME.sub(rename, workbook)


def without_macro_sheets(data: bytes) -> bytes:
    """The package without its sheets of Excel 4 macros: they are no tables, and the fast reader refuses the whole."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        main = main_part(package)
        folder, name = posixpath.split(main)
        relations_part = f"{folder}/_rels/{name}.rels".lstrip("/")
        found = (
            package.read(relations_part)
            if relations_part in package.namelist()
            else b""
        )
        if b"acrosheet" not in found.lower():
            return data
        relations = ElementTree.fromstring(found)  # noqa: S314
        ids = [e.attrib["Id"] for e in relations if _is_macro_sheet(e)]
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as rest:
            for part in package.infolist():
                content = package.read(part)
                rest.writestr(
                    part.filename,
                    _without_sheets(content, ids) if part.filename == main else content,
                )
    return out.getvalue()


def _is_macro_sheet(relation: ElementTree.Element) -> bool:
    return relation.attrib.get("Type", "").lower().endswith("macrosheet")


def _without_sheets(workbook: bytes, ids: list[str]) -> bytes:
    """The main part without the sheets of these relations."""
    for relation in ids:
        workbook = re.sub(
            rb'<(?:\w+:)?sheet\b[^>]*\bid="'
            + re.escape(relation.encode())
            + rb'"[^>]*/>',
            b"",
            workbook,
        )
    return workbook


def main_part(package: zipfile.ZipFile) -> str:
    """The name of the part that lists the sheets."""
    for name in package.namelist():
        if name == "xl/workbook.xml":
            return name
    for target in relations(package, "_rels/.rels").values():
        if target.endswith("workbook.xml"):
            return target.lstrip("/")
    return next(name for name in package.namelist() if name.endswith("workbook.xml"))


class Relation(NamedTuple):
    """What one part has to do with another: the last word of its type ("comments"), and the other's path."""

    id: str
    kind: str
    target: str


def relations_of(package: zipfile.ZipFile, path: str) -> list[Relation]:
    """The relations of a part to other parts of the package; none where it has none."""
    folder, name = posixpath.split(path)
    found = []
    for element in _relation_elements(
        package, f"{folder}/_rels/{name}.rels".lstrip("/")
    ):
        target = element.attrib.get("Target", "")
        joined = target if target.startswith("/") else posixpath.join(folder, target)
        kind = element.attrib.get("Type", "").rpartition("/")[2]
        found.append(
            Relation(element.attrib["Id"], kind, posixpath.normpath(joined).lstrip("/"))
        )
    return found


def relations(package: zipfile.ZipFile, path: str) -> dict[str, str]:
    """The targets of a part's relations by their ids, as they stand there; none where the part has none."""
    return {
        element.attrib["Id"]: element.attrib["Target"]
        for element in _relation_elements(package, path)
    }


def _relation_elements(
    package: zipfile.ZipFile, path: str
) -> list[ElementTree.Element]:
    part = parts_by_name(package).get(path.lower())
    if part is None:
        return []
    elements = ElementTree.fromstring(package.read(part))  # noqa: S314 - entities were refused
    return [element for element in elements if "Id" in element.attrib]
