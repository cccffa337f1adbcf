"""What a file is, by its first bytes and its parts: never by its name.

Knows the marks of file formats. Refuses to read any of them.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

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
}

Format = str


def sniff(data: bytes) -> Format:
    """Name the format: xlsx, xlsb, xls, ods, csv, html, spreadsheetml; or what keeps it from being read.

    The latter: "empty", "encrypted", "old-excel", "truncated", "other:WHAT" with what it is instead.
    """
    if not data.strip(b"\x00 \t\r\n"):
        return "empty"
    if data.startswith(ZIP):
        return _sniff_zip(data)
    if data.startswith(OLE):
        return _sniff_ole(data)
    if data.startswith(OLD_BIFF):
        return "old-excel"
    for mark, name in OTHER_TYPES.items():
        if data.startswith(mark):
            return f"other:{name}"
    return _sniff_text(data)


def _sniff_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            kind = package.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in names else ""
            is_locked = "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return "truncated"
    if "opendocument.spreadsheet" in kind:
        return "encrypted" if is_locked else "ods"
    if kind:
        return f"other:{kind}"
    return _office_kind(names)


def _office_kind(names: set[str]) -> Format:
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        return "other:Word"
    if any(name.startswith("ppt/") for name in names):
        return "other:PowerPoint"
    return "other:zip"


def _sniff_ole(data: bytes) -> Format:
    """An OLE container names its streams in UTF-16."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or _has_file_pass(data):
        return "encrypted"
    if holds("Workbook") or holds("Book"):
        return "xls"
    return "other:Word" if holds("WordDocument") else "other:OLE"


def _has_file_pass(data: bytes) -> bool:
    """A locked xls holds the record FILEPASS (0x002F) right after the record that opens its globals."""
    start = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    return start >= 0 and b"\x2f\x00" in (data[start + 20 : start + 22], data[start + 24 : start + 26])


def _sniff_text(data: bytes) -> Format:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and head.startswith(b"<?xml"):
        return "spreadsheetml"
    if head.startswith((b"<!doctype html", b"<html", b"<table")) or b"<table" in head:
        return "html"
    return "other:binary" if b"\x00" in data[:4096] else "csv"
