"""Reads a large worksheet of an xlsx workbook from its XML, piece by piece, on every core.

What a sheet must look like for that, `scan_cells.py` says; any other sheet is left to the fast reader and the look at
its XML beside it. A country's sheet is read so in half the time, and what was looked for beside it, comes with it.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, pairwise, starmap
from typing import IO, TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.cores.threads import begin, core_count
from kbo_screen.grid.addresses import position_of
from kbo_screen.grid.grid import MAX_CELL_LETTERS, Column, within_a_cell
from kbo_screen.grid.scan_cells import (
    NO_STYLE,
    CellsOfPiece,
    Looks,
    cells_of_piece,
)
from kbo_screen.grid.shared_texts import (
    UnusualSpellingError,
    plain_text,
    require_well_formed,
)
from kbo_screen.grid.sheet_facts import MAX_FILLS, Extent, SheetFacts
from kbo_screen.grid.sheet_xml import hidden_rows, hide_columns, is_usual

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kbo_screen.grid.grid import CellValue, Merge, Position
    from kbo_screen.grid.styles_xml import Marks

    TextNumbers = defaultdict[bytes, int]

#: Bytes of XML that are scanned at a time: what is made of them stays near the processor.
PIECE_BYTES: Final = 2 * 1024**2
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
_MERGE: Final = re.compile(
    rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"/>'
)
_MERGES: Final = re.compile(
    rb'<mergeCells(?: count="\d+")?>((?:<mergeCell [^<>]*>)*+)</mergeCells>'
)


class SheetScan(NamedTuple):
    """A worksheet as it was scanned: its pieces in order, what else its XML tells, and its texts by their numbers."""

    pieces: list[CellsOfPiece]
    facts: SheetFacts
    texts: Sequence[str]


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


def scan_sheet(
    part: IO[bytes],
    looks: Looks,
    marks: Marks,
    shared_texts: Sequence[str],
) -> SheetScan:
    """Scan the XML of a worksheet. Raises UnusualSpellingError where the fast reader is to read it."""
    facts = SheetFacts(formulas=set())
    next_number = count(len(shared_texts))
    number_of_text: TextNumbers = defaultdict(next_number.__next__)
    scan = partial(
        cells_of_piece,
        looks=looks,
        number_of_text=number_of_text.__getitem__,
    )
    pieces = []
    for piece in _scanned(row_pieces(part, facts), scan):
        pieces.append(piece)
        _note_marks(facts, marks, piece)
    _require_order(pieces)
    facts.extent = _extent_of(pieces)
    texts = [*shared_texts, *_texts_of(number_of_text)]
    return SheetScan(pieces, facts, texts)


def row_pieces(
    part: IO[bytes],
    facts: SheetFacts,
) -> Iterator[bytes]:
    """The rows of a worksheet in pieces of whole rows; what stands before and behind them is noted in the facts.

    Raises UnusualSpellingError.
    """
    xml = part.read(PIECE_BYTES)
    head, start, rows = xml.partition(_ROWS_START)
    if not start or not is_usual(head):
        raise UnusualSpellingError
    hide_columns(head, facts)
    while _ROWS_END not in rows:
        chunk = part.read(PIECE_BYTES)
        if not chunk:
            raise UnusualSpellingError
        cut = max(rows.rfind(b"<row"), 0)
        if cut:
            facts.hidden_rows |= hidden_rows(rows[:cut])
            yield rows[:cut]
        rows = rows[cut:] + chunk
    rows, _, tail = rows.partition(_ROWS_END)
    if rows:
        facts.hidden_rows |= hidden_rows(rows)
        yield rows
    tail += part.read()
    require_well_formed(head + _ROWS_START + _ROWS_END + tail)
    facts.merges = _merges_in(tail)


def _merges_in(tail: bytes) -> list[Merge]:
    """The merged cells that what stands behind the rows names."""
    block = _MERGES.search(tail)
    merges: list[tuple[bytes, bytes]] = []
    if block:
        merges = _MERGE.findall(block[1])
    is_complete = len(merges) == tail.count(b"mergeCell ")
    if not is_complete or any(sign in tail for sign in _OF_ROWS):
        raise UnusualSpellingError
    return list(starmap(_merge, merges))


def _merge(first: bytes, last: bytes) -> Merge:
    return _corner(first) + _corner(last)


def _corner(name: bytes) -> Position:
    return position_of(name.decode())


def _scanned(
    pieces: Iterator[bytes],
    scan: Callable[[bytes], CellsOfPiece],
) -> Iterator[CellsOfPiece]:
    """The pieces scanned by a thread on each core, in order; only a few of them are held at a time."""
    cores = core_count()
    with ThreadPoolExecutor(cores) as pool:
        scans: deque[Callable[[], CellsOfPiece]] = deque()
        for xml in pieces:
            scans.append(begin(pool, partial(scan, xml)))
            if len(scans) > cores:
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
    for style in np.unique(styles).tolist():
        cells = piece.marked[styles == style]
        if style in marks.struck_styles:
            facts.struck.update(_positions(cells))
        if font := marks.symbol_styles.get(style):
            positions = _positions(cells)
            facts.symbols.update(dict.fromkeys(positions, font))
        if colour := marks.fill_styles.get(style):
            # one more than the most tells that the sheet is coloured all over
            free_places = max(MAX_FILLS + 1 - len(facts.fills), 0)
            positions = _positions(cells[:free_places])
            facts.fills.update(dict.fromkeys(positions, colour))


def _positions(cells: np.ndarray) -> Iterator[Position]:
    rows = cells[:, 0].tolist()
    columns = cells[:, 1].tolist()
    return zip(rows, columns, strict=True)


def _require_order(pieces: Sequence[CellsOfPiece]) -> None:
    for piece_above, piece in pairwise(pieces):
        if piece.rows[0] <= piece_above.rows[-1]:
            raise UnusualSpellingError


def _extent_of(pieces: Sequence[CellsOfPiece]) -> Extent:
    if not pieces:
        return Extent()
    last_row = int(pieces[-1].rows[-1])
    widths = [piece.places.shape[1] for piece in pieces]
    width = max(widths)
    cell_count = sum(piece.cell_count for piece in pieces)
    return Extent(last_row + 1, width, cell_count)


def _texts_of(number_of_text: TextNumbers) -> list[str]:
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


def columns_of(sheet: SheetScan) -> list[Column]:
    """The columns of a sheet that is no trap, all as long as the last row with a value."""
    if not sheet.pieces:
        return []
    height, width, _ = sheet.facts.extent
    places = _laid_out(sheet.pieces, height, width)
    numbers = np.concatenate([piece.numbers for piece in sheet.pieces])
    first_numbers = _first_numbers(sheet.texts)
    is_text = places > 0
    places[is_text] = first_numbers[places[is_text]]
    held_rows = np.flatnonzero(places.any(axis=1))
    held_columns = np.flatnonzero(places.any(axis=0))
    if not len(held_rows):
        return []
    height = held_rows[-1] + 1
    width = held_columns[-1] + 1
    places = places[:height, :width]
    texts = _within_cells(sheet.texts)
    return [_column(column, texts, numbers) for column in places.T]


def _within_cells(texts: Sequence[str]) -> Sequence[CellValue]:
    """The texts as cells hold them; next to no workbook has one that is too long."""
    if max(map(len, texts), default=0) <= MAX_CELL_LETTERS:
        return texts
    return list(map(within_a_cell, texts))


def _laid_out(
    pieces: Sequence[CellsOfPiece],
    height: int,
    width: int,
) -> np.ndarray:
    """All places of a sheet, blank rows and columns in front included; numbers are counted through the pieces."""
    places = np.zeros((height, width), dtype=np.int32)
    number_count = 0
    for piece in pieces:
        is_number = piece.places < 0
        piece.places[is_number] -= number_count
        number_count += len(piece.numbers)
        piece_width = piece.places.shape[1]
        places[piece.rows, :piece_width] = piece.places
    return places


def _first_numbers(texts: Sequence[str]) -> np.ndarray:
    """By what a place holds: what the first place with the same text would hold; 0 for a text that is empty."""
    different_texts = {"", *texts}
    if len(different_texts) == 1 + len(texts):  # as spreadsheet programs write them
        return np.arange(1 + len(texts), dtype=np.int32)
    first_number: dict[str, int] = {"": 0}
    numbers = [0]
    for number, text in enumerate(texts, start=1):
        numbers.append(first_number.setdefault(text, number))
    return np.array(numbers, dtype=np.int32)


def _column(
    places: np.ndarray,
    texts: Sequence[CellValue],
    numbers: np.ndarray,
) -> Column:
    """One column of places as a Column: its different values in the order in which they come."""
    keys = places.copy()  # laid side by side, as it is not in a sheet of rows
    is_number = keys < 0
    column_numbers = numbers[-1 - keys[is_number]]
    own_numbers, positions = np.unique(column_numbers, return_inverse=True)
    keys[is_number] = 1 + len(texts) + positions
    values: Sequence[CellValue] = texts
    if len(own_numbers):
        values = [*texts, *own_numbers.tolist()]
    used_keys, codes = _coded(keys, 1 + len(values))
    positions_of_values = (used_keys - 1).tolist()
    distinct: list[CellValue] = [None]
    distinct.extend(map(values.__getitem__, positions_of_values))
    return Column(array("i", codes.tobytes()), distinct)


def _coded(
    keys: np.ndarray,
    key_count: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The keys that are used, 0 left out, as they come; and for each row the place of its key from 1, or 0."""
    row_count = len(keys)
    first_rows = np.full(key_count, row_count)
    # of several rows with one key the last that is written stays: the first
    rows = np.arange(row_count)
    first_rows[keys[::-1]] = rows[::-1]
    first_rows[0] = row_count
    used_keys = np.flatnonzero(first_rows < row_count)
    order = np.argsort(first_rows[used_keys])
    used_keys = used_keys[order]
    codes = np.zeros(key_count, dtype=np.intc)
    codes[used_keys] = np.arange(1, len(used_keys) + 1)
    return used_keys, codes[keys]
