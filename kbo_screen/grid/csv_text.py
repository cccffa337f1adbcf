"""CSV and its kin: the encoding, the separator, the rows as text, and where a quote ran away with rows.

Knows encodings that Thai offices save in and what Excel makes of a separator. Refuses to guess the type of a value.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.sniffing import utf16_without_mark

if TYPE_CHECKING:
    from kbo_screen.grid.grid import CellValue

SEPARATORS: Final = (",", ";", "\t", "|")
_SEP_LINE: Final = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
#: What stands for bytes that are no letter.
LOST: Final = "\ufffd"
#: So many Thai letters of UTF-8 for one broken place are no chance: in windows-874 there would be next to none.
THAI_PER_BROKEN: Final = 5
_THAI: Final = re.compile("[ก-๛]")
#: Lines looked at to find the separator.
_SAMPLE_LINES: Final = 30
#: A line after the last: it is lost only where a quote was never closed.
_END: Final = "\x00end"

csv.field_size_limit(2**31 - 1)


class OpenQuoteError(ValueError):
    """A quote that was opened in this line, from 1, and never closed."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a CSV as Excel would number them (a `sep=;` line is none).

    `lengths`: cells per row as they stand in the file. `swallowed`: rows, from 0, with a cell whose lines look like
    rows. `broken`: rows, from 0, with bytes that are none of the encoding; "\ufffd" stands in their place.
    """

    rows: list[list[CellValue]]
    lengths: array[int]
    encoding: str
    swallowed: list[int]
    broken: list[int]


def read_csv_rows(data: bytes) -> CsvRows:
    """Read a CSV.

    Raises UnicodeDecodeError where the bytes are no text, csv.Error where they are no table, OpenQuoteError where
    rows were lost in a quoted cell.
    """
    text, encoding, is_broken = _decode(data)
    declared = _SEP_LINE.match(text)
    body = text[declared.end() :] if declared else text
    separator = declared[1] if declared else _separator(body)
    ending = [] if body.endswith(("\n", "\r")) else ["\n"]
    reader = csv.reader(
        chain(io.StringIO(body, newline=""), ending, [_END]), delimiter=separator
    )
    rows: list[list[CellValue]] = [[cell or None for cell in row] for row in reader]
    last = rows.pop()
    if last != [_END]:
        opened = reader.line_num - sum(_lines(cell) for cell in last)
        raise OpenQuoteError(max(1, opened - bool(ending)) + bool(declared))
    if ending and rows and not rows[-1]:
        rows.pop()
    several = reader.line_num > len(rows) + 1 + len(ending)
    swallowed = _swallowed(rows, separator) if several else []
    return CsvRows(
        rows,
        array("i", map(len, rows)),
        encoding,
        swallowed,
        _broken_rows(rows) if is_broken else [],
    )


def _broken_rows(rows: list[list[CellValue]]) -> list[int]:
    """The rows with a letter that could not be read."""
    return [
        row
        for row, cells in enumerate(rows)
        if any(LOST in str(cell) for cell in cells)
    ]


def _lines(cell: CellValue) -> int:
    return len(str(cell).splitlines()) - 1 if cell else 0


def _swallowed(rows: list[list[CellValue]], separator: str) -> list[int]:
    """Rows with a cell of several lines of which one, but the first and last, would split into a row of its own."""
    commonest = Counter(map(len, rows)).most_common(1)[0][0]
    return [
        row
        for row, cells in enumerate(rows)
        if commonest > 1 and _holds_row(cells, separator, commonest)
    ]


def _holds_row(cells: list[CellValue], separator: str, width: int) -> bool:
    lines = (
        line
        for cell in cells
        if cell and "\n" in str(cell)
        for line in str(cell).splitlines()[1:]
    )
    return any(line.count(separator) >= max(2, width // 2) for line in lines)


def _decode(data: bytes) -> tuple[str, str, bool]:
    """The text, its encoding, and whether some of its bytes are broken.

    UTF-16 by its mark or its look, else UTF-8, else windows-874, the code page of a Thai Windows. A text with few
    broken bytes beside many Thai letters of UTF-8 is UTF-8 that was cut in the middle of a letter.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), "utf-16", False
    if encoding := utf16_without_mark(data):
        return data.decode(encoding), "utf-16", False
    try:
        return data.decode("utf-8-sig"), "utf-8", False
    except UnicodeDecodeError:
        mended = data.decode("utf-8-sig", "replace")
    lost, thai = mended.count(LOST), len(_THAI.findall(mended))
    if thai >= THAI_PER_BROKEN * lost:
        return mended, "utf-8", True
    return data.decode("cp874"), "windows-874", False


def _separator(text: str) -> str:
    """The separator that splits most of the first lines into the same number of cells, more than one."""
    lines = list(zip(range(_SAMPLE_LINES), io.StringIO(text), strict=False))
    scores = {
        s: _evenness(
            [len(row) for row in csv.reader((line for _, line in lines), delimiter=s)]
        )
        for s in SEPARATORS
    }
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _evenness(widths: list[int]) -> tuple[int, int]:
    """How many lines share the commonest width above one, then that width."""
    split = [width for width in widths if width > 1]
    if not split:
        return 0, 0
    commonest = max(set(split), key=lambda width: (split.count(width), width))
    return split.count(commonest), commonest
