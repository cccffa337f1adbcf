"""CSV and its kin: the encoding, the separator, the rows as text, and where a quote ran away with rows."""

from __future__ import annotations

import csv
import io
import re
from array import array
from codecs import getincrementaldecoder
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kbo_screen.grid.grid import PIECE_ROWS
from kbo_screen.grid.sniffing import UTF16_MARKS, utf16_without_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    #: Opens the bytes of a file anew, so that they need not be held while its rows are read.
    OpenBytes = Callable[[], BinaryIO]

CsvRow = list[str]

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
#: Bytes that are decoded at a time to see whether they are a text.
_PIECE_BYTES: Final = 1024**2

csv.field_size_limit(2**31 - 1)


class OpenQuoteError(ValueError):
    """A quote that was opened in this line, from 1, and never closed."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class CsvText(NamedTuple):
    """A CSV as text. `open_lines`: its lines from the first row on, each with its end.

    `separator_lines`: lines in front of the first row, which Excel counts as none. `is_broken`: some bytes are none of
    the encoding; "\ufffd" stands in their place. `has_line_end`: the last line has one.
    """

    open_lines: Callable[[], Iterator[str]]
    encoding: str
    has_line_end: bool
    is_broken: bool = False
    separator: str = ""
    separator_lines: int = 0


@dataclass(slots=True)
class CsvFacts:
    """What was seen of the rows of a CSV while they were read, numbered as Excel would, from 0.

    `lengths`: cells per row as they stand in the file. `broken`: rows with bytes that are none of the encoding.
    `separators_inside`: rows with a cell of several lines, and the most separators that one of these holds.
    """

    lengths: array[int] = field(default_factory=lambda: array("i"))
    broken: list[int] = field(default_factory=list)
    separators_inside: dict[int, int] = field(default_factory=dict)

    @property
    def swallowed(self) -> list[int]:
        """Rows with a cell of several lines of which one, but the first, would split into a row of its own."""
        if not self.separators_inside:
            return []
        ((width, _),) = Counter(self.lengths).most_common(1)
        if width <= 1:
            return []
        least = max(2, width // 2)
        return [row for row, most in self.separators_inside.items() if most >= least]

    @property
    def ends_early(self) -> bool:
        """The last row has fewer cells than the row above it."""
        last_lengths = self.lengths[-2:]
        return len(last_lengths) > 1 and last_lengths[1] < last_lengths[0]


def open_csv(data: bytes, open_bytes: OpenBytes) -> CsvText:
    """The text of a CSV. Raises UnicodeDecodeError where the bytes are no text."""
    text = _decode(data, open_bytes)
    first_lines = list(islice(text.open_lines(), _SAMPLE_LINES))
    separator_line = _SEP_LINE.match(first_lines[0]) if first_lines else None
    if not separator_line:
        return text._replace(separator=_separator(first_lines))

    def open_rows() -> Iterator[str]:
        return islice(text.open_lines(), 1, None)

    return text._replace(
        open_lines=open_rows,
        separator=separator_line[1],
        separator_lines=1,
    )


def csv_rows(text: CsvText, facts: CsvFacts) -> Iterator[CsvRow]:
    """The rows of a CSV, one after the other, so that a country's are never held at once; facts take what is seen.

    Raises csv.Error where they are no table, OpenQuoteError where rows were lost in a quoted cell.
    """
    missing_end = [] if text.has_line_end else ["\n"]
    lines = chain(text.open_lines(), missing_end, [_END])
    reader = csv.reader(lines, delimiter=text.separator)
    # the last rows wait until it is known that they are the last
    held_rows: list[CsvRow] = []
    row_count = 0
    while piece := list(islice(reader, PIECE_ROWS)):
        row_count += len(piece)
        has_long_cells = reader.line_num > row_count
        rows = held_rows + piece
        held_rows = rows[-2:]
        sure_rows = rows[:-2]
        _note(
            facts,
            sure_rows,
            text,
            has_long_cells=has_long_cells,
        )
        yield from sure_rows
    last_row = held_rows.pop()
    if last_row != [_END]:
        opened = reader.line_num - sum(map(_line_breaks, last_row))
        line = max(1, opened - len(missing_end))
        raise OpenQuoteError(line + text.separator_lines)
    if missing_end and held_rows and not held_rows[-1]:
        held_rows.pop()
    _note(
        facts,
        held_rows,
        text,
        has_long_cells=True,
    )
    yield from held_rows


def _note(
    facts: CsvFacts,
    rows: list[CsvRow],
    text: CsvText,
    *,
    has_long_cells: bool,
) -> None:
    """Note what is seen of the next rows."""
    first_row = len(facts.lengths)
    facts.lengths.extend(map(len, rows))
    if text.is_broken:
        for number, row in enumerate(rows, start=first_row):
            if any(LOST in cell for cell in row):
                facts.broken.append(number)
    if has_long_cells:
        for number, row in enumerate(rows, start=first_row):
            most = _separators_inside(row, text.separator)
            if most:
                facts.separators_inside[number] = most


def _decode(data: bytes, open_bytes: OpenBytes) -> CsvText:
    """The text in its encoding, the separator open.

    UTF-16 by its mark or its look, else UTF-8, else windows-874, the code page of a Thai Windows. A text with few
    broken bytes beside many Thai letters of UTF-8 is UTF-8 that was cut in the middle of a letter.
    """
    if data.startswith(UTF16_MARKS):
        return _decode_utf16(data, "utf-16")
    if encoding := utf16_without_mark(data):
        return _decode_utf16(data, encoding)
    if _is_utf8(data):
        return _streamed(data, open_bytes, "utf-8-sig", "utf-8")
    mended = data.decode("utf-8-sig", "replace")
    lost_letters = mended.count(LOST)
    thai_letters = len(_THAI.findall(mended))
    if thai_letters >= THAI_PER_BROKEN * lost_letters:
        return _whole(mended, "utf-8", is_broken=True)
    data.decode("cp874")
    return _streamed(data, open_bytes, "cp874", "windows-874")


def _is_utf8(data: bytes) -> bool:
    """Looked at piece by piece: the text of a country is four times its bytes."""
    decoder = getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE_BYTES):
            decoder.decode(view[start : start + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _streamed(
    data: bytes,
    open_bytes: OpenBytes,
    codec: str,
    name: str,
) -> CsvText:
    """A text that is decoded line by line."""

    def open_lines() -> Iterator[str]:
        with io.TextIOWrapper(open_bytes(), codec, newline="") as lines:
            yield from lines

    has_line_end = data.endswith((b"\n", b"\r"))
    return CsvText(open_lines, name, has_line_end)


def _whole(text: str, name: str, *, is_broken: bool) -> CsvText:
    """A text that had to be decoded at once."""
    return CsvText(
        partial(io.StringIO, text, newline=""),
        name,
        has_line_end=text.endswith(_LINE_ENDS),
        is_broken=is_broken,
    )


def _decode_utf16(data: bytes, encoding: str) -> CsvText:
    """The same of a text in UTF-16, which may be cut in the middle of a letter."""
    bytes_of_cut_letter = len(data) % 2
    text = data[: len(data) - bytes_of_cut_letter].decode(encoding)
    lost_letters = LOST * bytes_of_cut_letter
    return _whole(text + lost_letters, "utf-16", is_broken=bool(lost_letters))


def _separator(lines: list[str]) -> str:
    """The separator that splits most of the first lines into the same number of cells, more than one."""
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


def _line_breaks(cell: str) -> int:
    return max(0, len(cell.splitlines()) - 1)


def _separators_inside(row: CsvRow, separator: str) -> int:
    """The most separators in a line, but the first, of one of the cells."""
    most = 0
    for cell in row:
        if "\n" in cell or "\r" in cell:
            for line in cell.splitlines()[1:]:
                most = max(most, line.count(separator))
    return most
