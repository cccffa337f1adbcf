"""The zip package of a workbook: names, sizes and relations of its parts.

It is checked before any reader sees it: parts that lie are refused (two of one name,
paths that lead out, entities).
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo

from kbo_screen.grid.notices import Notice, ReadError, unreadable
from kbo_screen.grid.xml_tree import Package, elements_named, local_name, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

#: A country's registry unpacks to about 300 MB; ten times that is no registry.
MAX_UNPACKED_BYTES: Final = 3 * 1024**3
MAX_PARTS: Final = 20_000
#: There are 928 districts.
MAX_SHEETS: Final = 1_000
#: Excel takes 31 letters, other programs more.
MAX_SHEET_NAME: Final = 255
#: A workbook's XML unpacks to 10 to 20 times its size; a small one may be emptier.
MOST_TIMES_UNPACKED: Final = 100
FREE_UNPACKED_BYTES: Final = 8 * 1024**2
#: What stands before the first element of a part: some declarations and a remark, never more than this.
MAX_PROLOG_BYTES: Final = 256 * 1024
#: What Python's own readers of packages and XML raise for bytes that are broken (found by
#: fuzzing).
BROKEN: Final = (
    BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
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
#: Pictures are not read.
_READ_PARTS: Final = (*_XML_PARTS, ".bin")
#: What may stand in front of a document type: the mark of UTF-8, white space, instructions, comments.
_PROLOG: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL
)
#: The namespaces of a relation's id, of the usual and of the strict kind.
_RELATION_SPACES: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
#: The beginning of a sheet in a workbook's main part, up to its name.
_SHEET_NAME: Final = re.compile(
    rb"""(<(?:\w+:)?sheet\b[^<>]*?\sname\s*+=\s*+)(?:"[^"<]*"|'[^'<]*')"""
)
#: What begins like a declaration or a remark that did not end yet.
_UNFINISHED: Final = (b"<?", b"<!-")
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
    with ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        # some programs write, and readers take, either slash
        names = [part.filename.replace("\\", "/") for part in parts]
        _refuse_names(names)
        if len(parts) > MAX_PARTS or unpacked_bytes(parts) > MAX_UNPACKED_BYTES:
            raise unreadable("too-large")
        _refuse_bomb(parts, len(data))
        if any(_has_document_type(package, part) for part in parts):
            raise unreadable("entities")


def check_document(data: bytes, most_bytes: int) -> None:
    """Refuse a package of a word processor that is broken, lies or unpacks to more. Raises ReadError."""
    with broken_is_corrupt():
        check_package(data)
        with ZipFile(BytesIO(data)) as package:
            is_too_large = unpacked_bytes(package.infolist()) > most_bytes
    if is_too_large:
        raise unreadable("too-large")


def unpacked_bytes(parts: Iterable[ZipInfo]) -> int:
    """What parts take when they are unpacked, as the package says."""
    return sum(part.file_size for part in parts)


def _refuse_bomb(parts: list[ZipInfo], packed_bytes: int) -> None:
    """Refuse a small package that unfolds to parts which would take long to read."""
    size_bytes = unpacked_bytes(
        part for part in parts if part.filename.lower().endswith(_READ_PARTS)
    )
    if size_bytes > FREE_UNPACKED_BYTES + MOST_TIMES_UNPACKED * packed_bytes:
        megabytes = f"{size_bytes / 1024**2:.0f}"
        raise ReadError(Notice("unfolds", fields={"megabytes": megabytes}))


def _refuse_names(names: list[str]) -> None:
    if len(set(map(str.lower, names))) < len(names):
        raise unreadable("duplicate-part")
    if any(map(_leads_out, names)):
        raise unreadable("escaping-part")


def _leads_out(name: str) -> bool:
    """True for the name of a part that would lie outside of the package."""
    if name.startswith("/") or ":" in name:
        return True
    return ".." in name.split("/")


def _has_document_type(package: ZipFile, part: ZipInfo) -> bool:
    """True where a document type stands before the first element of an XML part, or nobody can tell."""
    if not part.filename.lower().endswith(_XML_PARTS):
        return False
    with package.open(part) as xml:
        head = b""
        while len(head) < MAX_PROLOG_BYTES:
            chunk = xml.read(MAX_PROLOG_BYTES if head else 4096)
            head += chunk
            body = _behind_prolog(head)
            if body and not body.startswith(_UNFINISHED):
                return body.startswith(b"<!")
            if not chunk:
                return False
    return True


def _behind_prolog(head: bytes) -> bytes:
    """What follows all that may stand before a document type, as ASCII."""
    if encoding := _UTF16_MARKS.get(head[:2]):
        head = head.decode(encoding, "ignore").encode()
    return _PROLOG.sub(b"", head, count=1)


def is_utf16(package: ZipFile, part: ZipInfo) -> bool:
    """True for a part in UTF-16: the fast reader would find nothing in it."""
    with package.open(part) as xml:
        return xml.read(2) in _UTF16_MARKS


class WorksheetPart(NamedTuple):
    """A sheet as the workbook's main part names it; `part` is None where nobody can say for sure which part it is."""

    name: str
    part: ZipInfo | None


def sheet_parts(package: Package) -> list[WorksheetPart]:
    """Every sheet in the order of the workbook, each with its part.

    Raises KeyError or ElementTree.ParseError for a workbook whose relations are broken, ReadError where two sheets
    are one part.
    """
    main = main_part(package)
    relations = relations_of(package, main)
    targets = {relation.id: relation.target for relation in relations}
    sheets = []
    for sheet in _sheets(package, main):
        target = targets.get(_relation_id(sheet), "")
        part = package.part_named(target)
        sheets.append(WorksheetPart(sheet.attrib["name"], part))
    refuse_one_part_twice(sheet.part for sheet in sheets)
    return sheets


def refuse_one_part_twice(parts: Iterable[ZipInfo | None]) -> None:
    """Refuse a workbook whose sheets share a part: no program saves one, and it costs a reading for each."""
    names = [part.filename for part in parts if part]
    if len(set(names)) < len(names):
        raise unreadable("corrupt")


def _sheets(
    package: Package,
    main: str,
) -> list[Element]:
    """The sheets as the main part of the workbook names them. Raises ReadError for too many, or too long a name."""
    elements = elements_named(tree_of(package, main), "sheet")
    sheets = [sheet for sheet in elements if "name" in sheet.attrib]
    longest = max((len(sheet.attrib["name"]) for sheet in sheets), default=0)
    if len(sheets) > MAX_SHEETS or longest > MAX_SHEET_NAME:
        raise unreadable("too-large")
    return sheets


def _relation_id(sheet: Element) -> str:
    """The id of a sheet's relation; "" where it stands in a namespace of its own, or twice: readers would differ."""
    ids = [name for name in sheet.attrib if local_name(name) == "id"]
    if len(ids) == 1 and ids[0].startswith(_RELATION_SPACES):
        return sheet.attrib[ids[0]]
    return ""


def main_part(package: Package) -> str:
    """The name of the part that lists the sheets."""
    names = package.namelist()
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    for relation in _relation_elements(package, "_rels/.rels"):
        target = relation.attrib["Target"]
        if target.endswith("workbook.xml"):
            return target.lstrip("/")
    return next(name for name in names if name.endswith("workbook.xml"))


class Relation(NamedTuple):
    """What one part has to do with another: the last word of its type ("comments"), and the other's path."""

    id: str
    kind: str
    target: str


def relations_of(
    package: Package,
    path: str,
) -> list[Relation]:
    """The relations of a part to other parts of the package; none where it has none."""
    folder = posixpath.dirname(path)
    relations = []
    for element in _relation_elements(package, _relations_part(path)):
        # a target that begins with a slash is joined as it is
        target = posixpath.join(folder, element.get("Target", ""))
        target = posixpath.normpath(target).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        relations.append(Relation(element.attrib["Id"], kind, target))
    return relations


def _relations_part(path: str) -> str:
    """The name of the part that holds the relations of another."""
    folder, name = posixpath.split(path)
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _relation_elements(
    package: Package,
    path: str,
) -> list[Element]:
    part = package.part_named(path)
    if part is None:
        return []
    return tree_of(package, part).findall("*[@Id]")


def with_names_apart(package: Package) -> Package:
    """The package with sheets of one name told apart by a number: the fast reader finds a sheet by its name alone."""
    main = main_part(package)
    names = [sheet.attrib["name"] for sheet in _sheets(package, main)]
    if len(set(names)) == len(names):
        return package
    workbook = with_names(package.read(main), _SHEET_NAME, numbered(names))
    return _with_main_part(package, workbook)


def numbered(names: list[str]) -> list[str]:
    """The names, a number behind each that stood before.

    >>> numbered(["a", "b", "a", "a (2)"])
    ['a', 'b', 'a (3)', 'a (2)']
    """
    taken_names = set(names)
    last_numbers: dict[str, int] = {}
    different_names: list[str] = []
    for name in names:
        number = last_numbers.get(name, 0) + 1
        different_name = name
        while number > 1 and different_name in taken_names:
            different_name = f"{name} ({number})"
            number += different_name in taken_names
        last_numbers[name] = number
        taken_names.add(different_name)
        different_names.append(different_name)
    return different_names


def with_names(
    xml: bytes,
    tag_to_name: re.Pattern[bytes],
    names: list[str],
) -> bytes:
    """A part with these names in place of its sheets', in order; tag_to_name: the beginning of a tag and its name."""
    remaining_names = iter(names)

    def rename(tag: re.Match[bytes]) -> bytes:
        name = escape(next(remaining_names, "")).encode()
        return tag[1] + b'"' + name + b'"'

    return tag_to_name.sub(rename, xml)


def without_macro_sheets(package: Package) -> Package:
    """The package without its sheets of Excel 4 macros: they are no tables, and the fast reader refuses the whole."""
    main = main_part(package)
    ids = [
        relation.id
        for relation in relations_of(package, main)
        if relation.kind.lower().endswith("macrosheet")
    ]
    if not ids:
        return package
    workbook = _without_sheets(package.read(main), ids)
    return _with_main_part(package, workbook)


def _without_sheets(
    workbook: bytes,
    ids: list[str],
) -> bytes:
    """The main part without the sheets of these relations."""
    for relation_id in ids:
        relation = re.escape(relation_id).encode()
        tag = rb'<(?:\w+:)?sheet\b[^<>]*\bid="%b"[^<>]*/>' % relation
        workbook = re.sub(tag, b"", workbook)
    return workbook


def _with_main_part(package: Package, workbook: bytes) -> Package:
    """The package with another main part."""
    with package:
        return Package(with_parts(package, {main_part(package): workbook}))


def with_parts(package: ZipFile, contents: Mapping[str, bytes]) -> bytes:
    """The package with some of its parts holding something else."""
    copy = BytesIO()
    with ZipFile(copy, "w") as target:
        for part in package.infolist():
            content = contents.get(part.filename)
            if content is None:
                content = package.read(part)
            target.writestr(part.filename, content)
    return copy.getvalue()
