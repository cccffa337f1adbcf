"""Reads a large worksheet of an xlsx workbook, or some rows of it, from its XML, piece by piece.

What a sheet must look like for that, `scan_cells.py` says; any other sheet is left to the fast reader and the look at
its XML beside it. A country's sheet is read so in half the time, and what was looked for beside it, comes with it.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, count, islice, pairwise
from typing import IO, TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.cores.threads import begin
from kbo_screen.grid.addresses import range_of
from kbo_screen.grid.scan_cells import (
    NO_STYLE,
    CellsOfPiece,
    Looks,
    cells_of_piece,
)
from kbo_screen.grid.scanned_columns import CodedRows, code_rows
from kbo_screen.grid.shared_texts import (
    UnusualSpellingError,
    plain_text,
    require_well_formed,
)
from kbo_screen.grid.sheet_facts import Extent, SheetFacts
from kbo_screen.grid.sheet_xml import hide_columns, is_usual

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from kbo_screen.grid.grid import Merge, Position
    from kbo_screen.grid.styles_xml import Marks

    TextNumbersOfCells = defaultdict[bytes, int]

#: Bytes of XML that are scanned at a time: what is made of them stays near the processor.
PIECE_BYTES: Final = 2 * 1024**2
#: More does not stand before the rows of a sheet.
MOST_HEAD_BYTES: Final = 2 * 1024**2
_ROWS_START: Final = b"<sheetData>"
_ROWS_END: Final = b"</sheetData>"
#: What stands in rows, or hides what stands there.
_OF_ROWS: Final = (
    b"<row",
    b"sheetData",
    b"<f>",
    b"<f ",
    b"<f/",
    b"<!",
)
_MERGE: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"/>')
_MERGES: Final = re.compile(
    rb'<mergeCells(?: count="\d+")?>((?:<mergeCell [^<>]*>)*+)</mergeCells>'
)


class ScanSettings(NamedTuple):
    """How a sheet is scanned: bytes of XML at a time, and by how many threads of this process."""

    piece_bytes: int = PIECE_BYTES
    threads: int = 1


class ScannedRows(NamedTuple):
    """Some rows of a worksheet: their cells, what else their XML tells, and the texts that stand in cells.

    The facts are whole where the share reaches to the end of the sheet.
    """

    cells: CodedRows
    facts: SheetFacts
    texts: list[str]


def looks_of(
    marks: Marks,
    text_count: int,
) -> Looks:
    """What the scan of a workbook's sheets looks for."""
    struck_texts = np.array(sorted(marks.struck_texts), dtype=np.int64)
    marked_styles = set(marks.struck_styles)
    marked_styles.update(marks.symbol_styles)
    marked_styles.update(marks.fill_styles)
    return Looks(
        _is_among(marks.date_styles),
        _is_among(marked_styles),
        text_count,
        struck_texts,
    )


def _is_among(styles: Collection[int]) -> np.ndarray:
    """Per number of a style whether it is one of these."""
    is_among = np.zeros(NO_STYLE + 1, dtype=bool)
    numbers = [style for style in styles if style < NO_STYLE]
    is_among[numbers] = True
    return is_among


def scan_rows(
    part: IO[bytes],
    share: range,
    looks: Looks,
    marks: Marks,
    how: ScanSettings,
) -> ScannedRows:
    """Scan the rows of a worksheet of which the pieces of XML begin within a share of its bytes.

    Raises UnusualSpellingError where the fast reader is to read the sheet.
    """
    facts = SheetFacts(formulas=set())
    next_number = count(looks.text_count)
    number_of_text: TextNumbersOfCells = defaultdict(next_number.__next__)
    scan = partial(
        cells_of_piece,
        looks=looks,
        number_of_text=number_of_text.__getitem__,
    )
    pieces = []
    xml_pieces = _within(share, row_pieces(part, facts, how.piece_bytes))
    for piece in _scanned(xml_pieces, scan, how.threads):
        pieces.append(piece)
        facts.hidden_rows.update(piece.hidden.tolist())
        _note_marks(facts, marks, piece)
    _require_order([piece.rows for piece in pieces])
    texts = _texts_of(number_of_text)
    return ScannedRows(code_rows(pieces), facts, texts)


def _within(share: range, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces that begin within a share of all their bytes; those behind it are not asked for."""
    start = 0
    for xml in pieces:
        if start in share:
            yield xml
        start += len(xml)
        if start >= share.stop:
            return


def row_pieces(
    part: IO[bytes],
    facts: SheetFacts,
    piece_bytes: int = PIECE_BYTES,
) -> Iterator[bytes]:
    """The rows of a worksheet in pieces of whole rows; what stands before and behind them is noted in the facts.

    Raises UnusualSpellingError.
    """
    head, rows = _head_of(part, piece_bytes)
    hide_columns(head, facts)
    while _ROWS_END not in rows:
        chunk = part.read(piece_bytes)
        if not chunk:
            raise UnusualSpellingError
        cut = max(rows.rfind(b"<row"), 0)
        if cut:
            yield rows[:cut]
        rows = rows[cut:] + chunk
    rows, _, tail = rows.partition(_ROWS_END)
    if rows:
        yield rows
    tail += part.read()
    require_well_formed(head + _ROWS_START + _ROWS_END + tail)
    facts.merges = _merges_in(tail)


def _head_of(part: IO[bytes], piece_bytes: int) -> tuple[bytes, bytes]:
    """What stands before the rows of a worksheet, and the beginning of the rows. Raises UnusualSpellingError."""
    xml = b""
    while _ROWS_START not in xml:
        chunk = part.read(piece_bytes)
        if not chunk or len(xml) > MOST_HEAD_BYTES:
            raise UnusualSpellingError
        xml += chunk
    head, _, rows = xml.partition(_ROWS_START)
    if not is_usual(head):
        raise UnusualSpellingError
    return head, rows


def _merges_in(tail: bytes) -> list[Merge]:
    """The merged cells that what stands behind the rows names."""
    block = _MERGES.search(tail)
    names = _MERGE.findall(block[1]) if block else []
    is_complete = len(names) == tail.count(b"mergeCell ")
    if not is_complete or any(sign in tail for sign in _OF_ROWS):
        raise UnusualSpellingError
    return [range_of(name.decode()) for name in names]


def _scanned(
    pieces: Iterator[bytes],
    scan: Callable[[bytes], CellsOfPiece],
    threads: int,
) -> Iterator[CellsOfPiece]:
    """The pieces scanned by threads, in order; only a few of them are held at a time."""
    if threads == 1:
        yield from map(scan, pieces)
        return
    with ThreadPoolExecutor(threads) as pool:
        scans: deque[Callable[[], CellsOfPiece]] = deque()
        for xml in pieces:
            scans.append(begin(pool, partial(scan, xml)))
            if len(scans) > threads:
                wait_for_first = scans.popleft()
                yield wait_for_first()
        for wait_for_next in scans:
            yield wait_for_next()


def _note_marks(
    facts: SheetFacts,
    marks: Marks,
    piece: CellsOfPiece,
) -> None:
    """Note the struck, symbol and filled cells of a piece."""
    facts.struck.update(_positions(piece.struck))
    styles = piece.marked[:, 2]
    for style in np.flatnonzero(np.bincount(styles)).tolist():
        cells = piece.marked[styles == style]
        if style in marks.struck_styles:
            facts.struck.update(_positions(cells))
        if font := marks.symbol_styles.get(style):
            positions = _positions(cells)
            facts.symbols.update(dict.fromkeys(positions, font))
        if colour := marks.fill_styles.get(style):
            positions = _positions(cells[: facts.free_fills])
            facts.fills.update(dict.fromkeys(positions, colour))


def _positions(cells: np.ndarray) -> Iterator[Position]:
    rows = cells[:, 0].tolist()
    columns = cells[:, 1].tolist()
    return zip(rows, columns, strict=True)


def _require_order(rows_of_parts: Sequence[np.ndarray]) -> None:
    """Every row of a part stands below those of the part before it. Raises UnusualSpellingError."""
    for rows_above, rows in pairwise(rows_of_parts):
        if rows[0] <= rows_above[-1]:
            raise UnusualSpellingError


def join_facts(parts: Sequence[ScannedRows]) -> SheetFacts:
    """What the parts of a worksheet tell, in their order; the last one reaches to its end.

    Raises UnusualSpellingError for rows in disorder.
    """
    *_, last_part = parts
    parts = [part for part in parts if len(part.cells.rows)]
    _require_order([part.cells.rows for part in parts])
    facts = last_part.facts
    fills = [part.facts.fills.items() for part in parts]
    for part in parts:
        facts.hidden_rows |= part.facts.hidden_rows
        facts.struck |= part.facts.struck
        facts.symbols |= part.facts.symbols
    facts.fills = {}
    facts.fills.update(islice(chain.from_iterable(fills), facts.free_fills))
    facts.extent = _extent_of(parts)
    return facts


def _extent_of(parts: Sequence[ScannedRows]) -> Extent:
    if not parts:
        return Extent()
    last_row = int(parts[-1].cells.rows[-1])
    width = max(len(part.cells.columns) for part in parts)
    cell_count = sum(part.cells.cell_count for part in parts)
    return Extent(last_row + 1, width, cell_count)


def _texts_of(number_of_text: TextNumbersOfCells) -> list[str]:
    """The texts that stood in cells, in the order of their numbers."""
    elements = sorted(number_of_text, key=number_of_text.__getitem__)
    return [_text_of(element) for element in elements]


def _text_of(element: bytes) -> str:
    """A text by its tag and what follows it. Raises UnusualSpellingError."""
    tag, _, text = element.partition(b">")
    try:
        return plain_text(text.decode(), is_preserved=tag != b"<t")
    except UnicodeDecodeError:
        raise UnusualSpellingError from None
