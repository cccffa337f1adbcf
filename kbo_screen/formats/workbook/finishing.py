"""From the workbook that xlsxwriter made to the finished file: rows of tables are put in.

xlsxwriter writes all but the rows of tables. Of a table it writes the first and the last
row as the pattern: they say which style each column has, and where the rows belong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from kbo_screen.formats.package_parts import PROPERTIES, without_times, write_part
from kbo_screen.formats.workbook.cell_xml import SharedTexts
from kbo_screen.formats.workbook.column_rows import BATCH, rows_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from kbo_screen.formats.workbook.column_rows import SheetRows

_ROW_END: Final = b"</row>"
_TEXTS_END: Final = b"</sst>"
#: A third of the time of level 6; files become a tenth larger.
ZIP_LEVEL: Final = 3
SHARED_TEXTS: Final = "xl/sharedStrings.xml"
_STYLE: Final = re.compile(rb'<c r="[A-Z]+\d+"(?: s="(\d+)")?')
_COUNTS: Final = re.compile(rb'(?: count="\d+")? uniqueCount="(\d+)"')


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The table of a sheet. part: the sheet's in the workbook. points: the height of each row; None: the usual."""

    part: str
    rows: SheetRows
    points: Sequence[float] | None


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """A sheet without the rows of its table: what stands before and behind them, and the style of each column."""

    head: bytes
    foot: bytes
    styles: tuple[str, ...]


def sheet_part(number: int) -> str:
    """The part of a workbook that holds a sheet, counted from 1 in their order."""
    return f"xl/worksheets/sheet{number}.xml"


def finish_workbook(
    pattern: BinaryIO,
    tables: Iterable[SheetTable],
    target: Path | BinaryIO,
) -> None:
    """Write the workbook: every part of the pattern, with the rows of the tables. Raises OSError."""
    table_of = {table.part: table for table in tables}
    with (
        ZipFile(pattern) as parts,
        ZipFile(target, "w", ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as package,
    ):
        shared_xml = parts.read(SHARED_TEXTS)
        texts = SharedTexts(text_count(shared_xml))
        for part in parts.namelist():
            if part == SHARED_TEXTS:
                continue  # the last: only then all texts are known
            content = parts.read(part)
            if part == PROPERTIES:
                content = without_times(content)
            table = table_of.get(part)
            if table is None:
                write_part(package, part, [content])
                continue
            frame = frame_of(content, table.rows.positions)
            pieces = sheet_pieces(frame, table, texts)
            write_part(package, part, pieces, are_many=len(table.rows) > BATCH)
        pieces = with_texts(shared_xml, texts)
        write_part(package, SHARED_TEXTS, pieces, are_many=texts.count > BATCH)


def frame_of(content: bytes, positions: range) -> SheetFrame:
    """A sheet without the rows at these positions, the first of which says the styles."""
    start = content.index(_row_tag(positions[0]))
    last_start = content.index(_row_tag(positions[-1]), start)
    end = content.index(_ROW_END, last_start) + len(_ROW_END)
    first_row = content[start : content.index(_ROW_END, start)]
    styles = [style.decode() for style in _STYLE.findall(first_row)]
    return SheetFrame(content[:start], content[end:], tuple(styles))


def sheet_pieces(
    frame: SheetFrame,
    table: SheetTable,
    texts: SharedTexts,
) -> Iterator[bytes]:
    """A sheet with the rows of its table, piece by piece."""
    yield frame.head
    yield from map(str.encode, rows_xml(table.rows, table.points, frame.styles, texts))
    yield frame.foot


def _row_tag(position: int) -> bytes:
    return f'<row r="{position + 1}"'.encode()


def text_count(shared_xml: bytes) -> int:
    """How many texts a workbook shares."""
    counts = _COUNTS.search(shared_xml)
    if counts is None:
        raise ValueError(shared_xml[:200])
    return int(counts[1])


def with_texts(shared_xml: bytes, texts: SharedTexts) -> Iterator[bytes]:
    """The part of shared texts with further ones; how often they are used need not be said."""
    count = f' uniqueCount="{texts.count}"'.encode()
    end = len(shared_xml) - len(_TEXTS_END)
    yield _COUNTS.sub(count, shared_xml[:end], count=1)
    for items in texts.xml():
        yield items.encode()
    yield _TEXTS_END
