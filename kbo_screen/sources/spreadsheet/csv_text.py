"""CSV and its kin: the encoding, the separator, the rows as text.

Knows encodings that Thai offices save in and what Excel makes of a separator. Refuses to guess the type of a value.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbo_screen.sources.spreadsheet.grid import CellValue

SEPARATORS: Final = (",", ";", "\t", "|")
_SEP_LINE: Final = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
#: Lines looked at to find the separator.
_SAMPLE_LINES: Final = 30


def read_csv_rows(data: bytes) -> tuple[list[list[CellValue]], str]:
    """The rows of a CSV as Excel would number them (a `sep=;` line is none), and the encoding they were in.

    Raises UnicodeDecodeError where the bytes are no text, csv.Error where they are no table.
    """
    text, encoding = _decode(data)
    declared = _SEP_LINE.match(text)
    body = text[declared.end() :] if declared else text
    separator = declared[1] if declared else _separator(body)
    csv.field_size_limit(2**31 - 1)
    rows: list[list[CellValue]] = [
        [cell or None for cell in row] for row in csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    ]
    return rows, encoding


def _decode(data: bytes) -> tuple[str, str]:
    """UTF-16 by its mark, else UTF-8, else windows-874, the code page of a Thai Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp874"), "windows-874"


def _separator(text: str) -> str:
    """The separator that splits most of the first lines into the same number of cells, more than one."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    scores = {s: _evenness([len(row) for row in csv.reader(lines, delimiter=s)]) for s in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _evenness(widths: list[int]) -> tuple[int, int]:
    """How many lines share the commonest width above one, then that width."""
    split = [width for width in widths if width > 1]
    if not split:
        return 0, 0
    commonest = max(set(split), key=lambda width: (split.count(width), width))
    return split.count(commonest), commonest
