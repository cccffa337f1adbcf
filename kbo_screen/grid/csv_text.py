"""CSV and its kin: the encoding, the separator, the rows as text, and where a quote ran away with rows."""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.sniffing import utf16_without_mark

if TYPE_CHECKING:
    from kbo_screen.grid.grid import CellValue

    Row = list[CellValue]
    Rows = list[Row]

SEPARATORS: Final = (",", ";", "\t", "|")
_SEP_LINE: Final = re.compile(r"^sep=(.)(?:\r\n?|\n)", re.IGNORECASE)
#: What stands for bytes that are no letter.
LOST: Final = "\ufffd"
#: So many Thai letters of UTF-8 for one broken place are no chance: in windows-874 there would be next to none.
THAI_PER_BROKEN: Final = 5
_THAI: Final = re.compile("[ก-๛]")
#: The second alone is that of the old Macintosh, which Excel still writes as "CSV (Macintosh)".
_LINE_ENDS: Final = ("\n", "\r")
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
    rows. `broken`: rows, from 0, with bytes that are none of the encoding; "\ufffd" stands in their place. `is_cut`:
    the last row has no line end, unlike all others, and fewer cells than the row above it.
    """

    rows: Rows
    lengths: array[int]
    encoding: str
    swallowed: list[int]
    broken: list[int]
    is_cut: bool


def read_csv_rows(data: bytes) -> CsvRows:
    """Read a CSV.

    Raises UnicodeDecodeError where the bytes are no text, csv.Error where they are no table, OpenQuoteError where
    rows were lost in a quoted cell.
    """
    text, encoding, is_broken = _decode(data)
    separator_line = _SEP_LINE.match(text)
    if separator_line:
        separator = separator_line[1]
        text = text[separator_line.end() :]
    else:
        separator = _separator(text)
    rows, has_long_cells = _rows_of(text, separator, bool(separator_line))
    lengths = array("i", map(len, rows))
    has_line_end = text.endswith(_LINE_ENDS)
    return CsvRows(
        rows,
        lengths=lengths,
        encoding=encoding,
        swallowed=_swallowed(rows, separator) if has_long_cells else [],
        broken=_broken_rows(rows) if is_broken else [],
        is_cut=not has_line_end and _ends_early(lengths),
    )


def _ends_early(lengths: array[int]) -> bool:
    """True where the last row has fewer cells than the row above it."""
    last_lengths = lengths[-2:]
    return len(last_lengths) > 1 and last_lengths[1] < last_lengths[0]


def _rows_of(
    text: str,
    separator: str,
    lines_above: int,
) -> tuple[Rows, bool]:
    """The rows of a text, and whether some cell of them has several lines.

    lines_above: lines of the file in front of the text. Raises csv.Error, and OpenQuoteError as `read_csv_rows` does.
    """
    is_whole = text.endswith(_LINE_ENDS)
    missing_end = [] if is_whole else ["\n"]
    lines = io.StringIO(text, newline="")
    reader = csv.reader(chain(lines, missing_end, [_END]), delimiter=separator)
    rows = list(map(_cells, reader))
    last_row = rows.pop()
    if last_row != [_END]:
        opened = reader.line_num - sum(map(_line_breaks, last_row))
        line = max(1, opened - len(missing_end))
        raise OpenQuoteError(line + lines_above)
    if missing_end and rows and not rows[-1]:
        rows.pop()
    has_long_cells = reader.line_num > len(rows) + 1 + len(missing_end)
    return rows, has_long_cells


def _decode(data: bytes) -> tuple[str, str, bool]:
    """The text, its encoding, and whether some of its bytes are broken.

    UTF-16 by its mark or its look, else UTF-8, else windows-874, the code page of a Thai Windows. A text with few
    broken bytes beside many Thai letters of UTF-8 is UTF-8 that was cut in the middle of a letter.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_utf16(data, "utf-16")
    if encoding := utf16_without_mark(data):
        return _decode_utf16(data, encoding)
    try:
        return data.decode("utf-8-sig"), "utf-8", False
    except UnicodeDecodeError:
        mended = data.decode("utf-8-sig", "replace")
    lost_letters = mended.count(LOST)
    thai_letters = len(_THAI.findall(mended))
    if thai_letters >= THAI_PER_BROKEN * lost_letters:
        return mended, "utf-8", True
    return data.decode("cp874"), "windows-874", False


def _decode_utf16(data: bytes, encoding: str) -> tuple[str, str, bool]:
    """The same of a text in UTF-16, which may be cut in the middle of a letter."""
    bytes_of_cut_letter = len(data) % 2
    text = data[: len(data) - bytes_of_cut_letter].decode(encoding)
    lost_letters = LOST * bytes_of_cut_letter
    return text + lost_letters, "utf-16", bool(lost_letters)


def _separator(text: str) -> str:
    """The separator that splits most of the first lines into the same number of cells, more than one."""
    lines = list(islice(io.StringIO(text, newline=""), _SAMPLE_LINES))
    return max(SEPARATORS, key=partial(_evenness, lines))


def _evenness(
    lines: list[str],
    separator: str,
) -> tuple[int, int]:
    """How many lines share the commonest width above one, then that width."""
    rows = csv.reader(lines, delimiter=separator)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    shares = [(count, width) for width, count in widths.items()]
    return max(shares, default=(0, 0))


def _cells(row: list[str]) -> Row:
    return [cell or None for cell in row]


def _line_breaks(cell: CellValue) -> int:
    if not cell:
        return 0
    return len(str(cell).splitlines()) - 1


def _swallowed(
    rows: Rows,
    separator: str,
) -> list[int]:
    """Rows with a cell of several lines of which one, but the first and last, would split into a row of its own."""
    widths = Counter(map(len, rows))
    ((width, _),) = widths.most_common(1)
    if width <= 1:
        return []
    least = max(2, width // 2)
    return [
        number for number, row in enumerate(rows) if _holds_row(row, separator, least)
    ]


def _holds_row(
    row: Row,
    separator: str,
    least: int,
) -> bool:
    """True where a line inside a cell has so many separators, or more."""
    for cell in row:
        for line in _lines_below(cell):
            if line.count(separator) >= least:
                return True
    return False


def _lines_below(cell: CellValue) -> list[str]:
    """The lines of a cell but its first."""
    text = str(cell or "")
    if "\n" not in text and "\r" not in text:
        return []
    return text.splitlines()[1:]


def _broken_rows(rows: Rows) -> list[int]:
    """The rows with a letter that could not be read."""
    return [number for number, row in enumerate(rows) if _has_lost_letter(row)]


def _has_lost_letter(row: Row) -> bool:
    return any(LOST in str(cell) for cell in row)
