"""What a file is, by its first bytes and the names of its parts: never by its own name."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from zipfile import BadZipFile, ZipFile

from kbo_screen.grid.ole import open_streams
from kbo_screen.grid.xls_records import is_locked

if TYPE_CHECKING:
    from kbo_screen.grid.notices import NoticeKind

#: The first bytes of an OLE file: an encrypted xlsx is one, and so is every xls.
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
#: BIFF2, 3 and 4: the records that open a file of Excel before 1993.
OLD_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
OTHER_TYPES: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"MZ": "Windows program",
    b"\x7fELF": "Linux program",
    b"SQLite format 3": "SQLite",
    b"MIME-Version:": "MHTML",
}
#: Bytes that are looked at to tell what a text is.
HEAD_BYTES: Final = 64 * 1024
#: A lock file of Excel: the user's name, its length in front, padded; then the same in UTF-16.
LOCK_BYTES, LOCK_NAME_BYTES = range(160, 172), 54

#: What Python raises for a package that is cut short.
BROKEN_ZIP: Final = (
    BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
#: What may stand in front of the first element.
_PROLOG: Final = re.compile(r"\A(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_HTML: Final = re.compile(r"<(?:!doctype html|html|head|body|meta|style|table|div)\b")
_JSON: Final = re.compile(r'\{\s*["}]|\[\s*[\[{"\]]')
_PLAIN: Final = re.compile("[\\s -~ก-๛]")
#: The part of a text in UTF-16 that is Thai, ASCII or white space.
_PLAIN_PART: Final = 0.95

#: How the bytes of a sheet that can be read are laid out.
Format = Literal["xlsx", "xlsb", "xls", "ods", "csv", "html"]


class FileType(NamedTuple):
    """A file's format, or what keeps it from being read: one of the two.

    `what`: of `other-type` what the file is instead.
    """

    format: Format | Literal[""] = ""
    refusal: NoticeKind | None = None
    what: str = ""


def sniff(data: bytes) -> FileType:
    """What a file is."""
    if not data.strip(b"\x00 \t\r\n"):
        return FileType(refusal="empty")
    if data.startswith(ZIP):
        return _sniff_zip(data)
    if data.startswith(OLE):
        return _sniff_ole(data)
    if data.startswith(OLD_BIFF):
        return FileType(refusal="old-excel")
    if _is_lock_file(data):
        return FileType(refusal="lock-file")
    plain = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, name in OTHER_TYPES.items():
        if plain.startswith(mark):
            return _other(name)
    return _sniff_text(data)


def _other(what: str) -> FileType:
    return FileType(refusal="other-type", what=what)


def utf16_without_mark(data: bytes) -> str | None:
    """The byte order of a text in UTF-16 that does not say so; None for all else."""
    head = data[:HEAD_BYTES]
    if b"\x00" not in head or data.startswith(UTF16_MARKS):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        if len(_PLAIN.findall(text)) >= _PLAIN_PART * len(text):
            return encoding
    return None


def _sniff_zip(data: bytes) -> FileType:
    try:
        with ZipFile(BytesIO(data)) as package:
            names = {name.replace("\\", "/") for name in package.namelist()}
            mimetype = _head(package, "mimetype", 200).decode("ascii", "replace")
            manifest = _head(package, "META-INF/manifest.xml", 16 * HEAD_BYTES)
    except BROKEN_ZIP:
        return FileType(refusal="truncated")
    if "opendocument.spreadsheet" in mimetype:
        is_locked_ods = b"encryption-data" in manifest
        return FileType(refusal="encrypted-ods") if is_locked_ods else FileType("ods")
    if mimetype:
        return _other(mimetype)
    return _office_type(names)


def _head(
    package: ZipFile,
    name: str,
    size: int,
) -> bytes:
    """The first bytes of a part; none where there is none."""
    if name not in package.namelist():
        return b""
    with package.open(name) as part:
        return part.read(size)


#: A part by which a package of an office's program is known.
_TYPE_BY_PART: Final = (
    (re.compile(r"workbook\.bin\Z"), FileType("xlsb")),
    (re.compile(r"workbook\.xml\Z"), FileType("xlsx")),
    (re.compile(r"\Aword/"), _other("Word")),
    (re.compile(r"\Appt/"), _other("PowerPoint")),
)


def _office_type(names: set[str]) -> FileType:
    for part, file_type in _TYPE_BY_PART:
        if any(map(part.search, names)):
            return file_type
    return _other("zip")


def _sniff_ole(data: bytes) -> FileType:
    try:
        streams = open_streams(data)
    except (OSError, LookupError, ValueError, OverflowError):
        return FileType(refusal="corrupt")
    if "encryptedpackage" in streams:
        return FileType(refusal="encrypted")
    if workbook := streams.get("workbook") or streams.get("book"):
        return FileType(refusal="encrypted") if is_locked(workbook) else FileType("xls")
    if "worddocument" in streams:
        return _other("Word")
    return _other("PowerPoint" if "powerpoint document" in streams else "OLE")


def _is_lock_file(data: bytes) -> bool:
    """A lock file that was copied, or sent, under another name."""
    length = data[0]
    return (
        len(data) in LOCK_BYTES
        and 0 < length <= LOCK_NAME_BYTES
        and data[LOCK_NAME_BYTES + 1 : LOCK_NAME_BYTES + 3] == bytes([length, 0])
    )


def _sniff_text(data: bytes) -> FileType:
    has_mark = data.startswith(UTF16_MARKS)
    encoding = "utf-16" if has_mark else utf16_without_mark(data)
    if not encoding and b"\x00" in data[:4096]:
        return _other("binary")
    head = data[:HEAD_BYTES].decode(encoding or "latin-1", "replace")
    head = head.removeprefix("\ufeff").removeprefix("ï»¿").lower()
    body = _PROLOG.sub("", head, count=1)
    if body.startswith("<"):
        return _sniff_elements(body, data)
    if _JSON.match(body):
        return _other("JSON")
    return FileType("html" if "<table" in head[:4096] else "csv")


def _sniff_elements(body: str, data: bytes) -> FileType:
    """What a text in angle brackets is; a comment may be longer than its head."""
    is_html = bool(_HTML.match(body))
    if "urn:schemas-microsoft-com:office:spreadsheet" in body and not is_html:
        return FileType(refusal="spreadsheetml")
    if "opendocument" in body[:4096]:
        return _other("OpenDocument XML (.fods)")
    if is_html or "<table" in body or b"<table" in data.lower():
        return FileType("html")
    return _other("XML")
