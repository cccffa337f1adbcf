"""What the fast reader of xlsx does not tell: the extent, error values, formulas never calculated, hidden rows.

Knows the XML of a worksheet as bytes. Refuses to build a tree of it: a country's sheet is 300 MB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Final

from kbo_screen.sources.spreadsheet.grid import NOT_CALCULATED, CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: More cells than this between the corners, with next to nothing in them, is a trap, not a sheet.
MAX_GRID_CELLS: Final = 30_000_000
#: Columns up to BZ.
NEAR_COLUMNS: Final = 78
#: Bytes of XML that are looked at at a time: the sheet of a country unpacked is as much as all else that is held.
PIECE_BYTES: Final = 4 * 1024**2
#: An honest sheet fills at least one cell in so many.
MAX_SPARSENESS: Final = 200

_CELL_COLUMN: Final = re.compile(rb' r="([A-Z]{1,3})\d')
_CELL_ROW: Final = re.compile(rb' r="[A-Z]{1,3}(\d+)"')
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_ROW_START: Final = re.compile(rb"<\w+:row\b")
_PLAIN_ROW: Final = re.compile(rb'<row r="(\d+)"')
#: A cell behind column BZ.
_FAR_COLUMN: Final = re.compile(rb' r="(?:[C-Z][A-Z]|[A-Z]{3})\d')
_HIDDEN_ROW: Final = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COLUMNS: Final = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")'
)
_ERROR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+\d+)"[^>]*>(?:<(?:\w+:)?f\b.*?(?:/>|</(?:\w+:)?f>))?'
    rb"<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_BARE_FORMULA: Final = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?\br="([A-Z]+\d+)"[^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b')
_CELL_NAME: Final = re.compile(r"([A-Z]+)(\d+)")

Position = tuple[int, int]


@dataclass(slots=True)
class SheetFacts:
    """What was seen in the XML of one sheet; positions are (row, column) from 0."""

    is_trap: bool = False
    rows_in_disorder: bool = False
    errors: dict[Position, CellError] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def row_pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The XML of a worksheet, piece by piece; each ends where a row begins, so that no cell is torn."""
    rest = b""
    while read := part.read(PIECE_BYTES):
        rest += read
        cut = rest.rfind(b"<row")
        if cut < 0:  # a prefix, or a head longer than a piece
            cut = max((match.start() for match in _ROW_START.finditer(rest)), default=0)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def look_at_sheet(pieces: Iterable[bytes]) -> SheetFacts:
    """Look at a worksheet's XML, as `row_pieces` gives it, beside the reader."""
    facts = SheetFacts()
    last_row = 0
    for number, xml in enumerate(pieces):
        if number == 0:
            facts.hidden_columns |= _hidden_columns(xml)
        rows = [last_row, *_row_numbers(xml)]
        facts.rows_in_disorder |= any(b <= a for a, b in pairwise(rows))
        facts.errors.update(_error_cells(xml))
        facts.hidden_rows |= _hidden_rows(xml)
        last_row = rows[-1]
    return facts


def formula_cells(pieces: Iterable[bytes]) -> frozenset[Position]:
    """The cells that hold a formula, calculated or not."""
    return frozenset(position_of(name.decode()) for xml in pieces for name in _FORMULA.findall(xml))


def is_sparse_trap(open_part: Callable[[], IO[bytes]]) -> bool:
    """True where so few cells stand so far apart that laying the sheet out would fill the memory.

    open_part: opens the sheet's XML, from its beginning each time.
    """
    with open_part() as part:
        if _is_surely_small(row_pieces(part)):
            return False  # no cell stands far out: a country's sheet is not looked at cell by cell
    last_row = last_column = cells = 0
    with open_part() as part:
        for xml in row_pieces(part):
            cells += xml.count(b" r=")
            last_row = max(last_row, *map(int, _CELL_ROW.findall(xml)), 0)
            columns = set(_CELL_COLUMN.findall(xml))
            last_column = max(last_column, *(position_of(f"{name.decode()}1")[1] + 1 for name in columns), 0)
    return last_row * last_column > max(MAX_GRID_CELLS, MAX_SPARSENESS * cells)


def _is_surely_small(pieces: Iterable[bytes]) -> bool:
    """All rows are numbered, none so high that columns up to BZ would be too many cells, and no cell is behind BZ."""
    highest = 0
    for xml in pieces:
        highest = max([highest, *_row_numbers(xml)])
        if highest * NEAR_COLUMNS > MAX_GRID_CELLS or _FAR_COLUMN.search(xml):
            return False
    return highest > 0


def _row_numbers(xml: bytes) -> list[int]:
    """The numbers of all rows, in the order of the file; the way every spreadsheet program writes them goes first."""
    plain = _PLAIN_ROW.findall(xml)
    if plain and len(plain) == xml.count(b"<row"):
        return [int(row) for row in plain]
    return [int(row) for row in _ROW.findall(xml)]


def position_of(name: str) -> Position:
    """Row and column, from 0, of a cell's name.

    >>> position_of("AB5")
    (4, 27)
    """
    match = _CELL_NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _error_cells(xml: bytes) -> dict[Position, CellError]:
    errors = {}
    if b't="e"' in xml:
        for name, shown in _ERROR_CELL.findall(xml):
            errors[position_of(name.decode())] = CellError(shown.decode("utf-8", "replace"))
    if b"<f>" in xml or b"<f " in xml or b"<f/" in xml or b":f" in xml:
        for attributes, name, value in _BARE_FORMULA.findall(xml):
            if not (value and b't="str"' in attributes):  # a text that came out empty is a result
                errors.setdefault(position_of(name.decode()), NOT_CALCULATED)
    return errors


def _hidden_rows(xml: bytes) -> frozenset[int]:
    if b'hidden="' not in xml:
        return frozenset()
    return frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml))


def _hidden_columns(xml: bytes) -> frozenset[int]:
    head = xml[: xml.find(b"sheetData")]
    spans = [(int(first), int(last)) for first, last in _HIDDEN_COLUMNS.findall(head)]
    return frozenset(column - 1 for first, last in spans for column in range(first, last + 1))
