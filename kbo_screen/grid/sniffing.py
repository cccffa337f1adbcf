"""What a file is, by its first bytes and its parts: never by its name.

Knows the marks of file formats. Refuses to read any of them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from kbo_screen.grid.ole import open_streams
from kbo_screen.grid.xls_records import is_locked

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

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
#: What may stand in front of the first element.
_PROLOG: Final = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_HTML: Final = re.compile(r"<(?:!doctype html|html|head|body|meta|style|table|div)\b")
_JSON: Final = re.compile(r'\{\s*["}]|\[\s*[\[{"\]]')
_PLAIN: Final = re.compile("[\\s -~ก-๛]")
#: The part of a text in UTF-16 that is Thai, ASCII or white space.
_PLAIN_PART: Final = 0.95

Format = str


def sniff(data: bytes) -> Format:
    """Name the format: xlsx, xlsb, xls, ods, csv, html, spreadsheetml; or what keeps it from being read.

    The latter: "empty", "encrypted", "encrypted-ods", "old-excel", "lock-file", "corrupt", "truncated", "other:WHAT"
    with what it is instead.
    """
    if not data.strip(b"\x00 \t\r\n"):
        return "empty"
    if data.startswith(ZIP):
        return _sniff_zip(data)
    if data.startswith(OLE):
        return _sniff_ole(data)
    if data.startswith(OLD_BIFF):
        return "old-excel"
    if _is_lock_file(data):
        return "lock-file"
    plain = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, name in OTHER_TYPES.items():
        if plain.startswith(mark):
            return f"other:{name}"
    return _sniff_text(data)


def utf16_without_mark(data: bytes) -> str | None:
    """The byte order of a text in UTF-16 that does not say so; None for all else."""
    head = data[: HEAD_BYTES // 2 * 2]
    if b"\x00" not in head or data.startswith(_UTF16_MARKS):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        if len(_PLAIN.findall(text)) >= _PLAIN_PART * len(text):
            return encoding
    return None


def _sniff_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {name.replace("\\", "/") for name in package.namelist()}
            kind = _head(package, "mimetype", 200).decode("ascii", "replace")
            is_locked_ods = b"encryption-data" in _head(
                package, "META-INF/manifest.xml", 16 * HEAD_BYTES
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ):
        return "truncated"
    if "opendocument.spreadsheet" in kind:
        return "encrypted-ods" if is_locked_ods else "ods"
    if kind:
        return f"other:{kind}"
    return _office_kind(names)


def _head(package: zipfile.ZipFile, name: str, size: int) -> bytes:
    """The first bytes of a part; none where there is none."""
    if name not in package.namelist():
        return b""
    with package.open(name) as part:
        return part.read(size)


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
    try:
        streams = open_streams(data)
    except (OSError, LookupError, ValueError, OverflowError):
        return "corrupt"
    if "encryptedpackage" in streams:
        return "encrypted"
    if workbook := streams.get("workbook") or streams.get("book"):
        return "encrypted" if is_locked(workbook) else "xls"
    if "worddocument" in streams:
        return "other:Word"
    return "other:PowerPoint" if "powerpoint document" in streams else "other:OLE"


def _is_lock_file(data: bytes) -> bool:
    """A lock file that was copied, or sent, under another name."""
    length = data[0]
    return (
        len(data) in LOCK_BYTES
        and 0 < length <= LOCK_NAME_BYTES
        and data[LOCK_NAME_BYTES + 1 : LOCK_NAME_BYTES + 3] == bytes([length, 0])
    )


def _sniff_text(data: bytes) -> Format:
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else utf16_without_mark(data)
    if not encoding and b"\x00" in data[:4096]:
        return "other:binary"
    head = (
        data[:HEAD_BYTES]
        .decode(encoding or "latin-1", "replace")
        .removeprefix("\ufeff")
        .removeprefix("ï»¿")
        .lower()
    )
    match = _PROLOG.match(head)
    rest = head[match.end() if match else 0 :]
    if rest.startswith("<"):
        return _sniff_elements(rest, data)
    if _JSON.match(rest):
        return "other:JSON"
    return "html" if "<table" in head[:4096] else "csv"


def _sniff_elements(rest: str, data: bytes) -> Format:
    """What a text in angle brackets is; a comment may be longer than its head."""
    if "urn:schemas-microsoft-com:office:spreadsheet" in rest and not _HTML.match(rest):
        return "spreadsheetml"
    if "opendocument" in rest[:4096]:
        return "other:OpenDocument XML (.fods)"
    return (
        "html"
        if _HTML.match(rest) or "<table" in rest or b"<table" in data.lower()
        else "other:XML"
    )
