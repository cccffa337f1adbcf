"""What the fast reader of xlsx does not tell: the extent, error values, formulas never calculated, hidden rows.

Knows the XML of a worksheet as bytes, spelled as spreadsheet programs spell it; a sheet that is spelled otherwise is
handed to `sheet_tokens.py`. Refuses to build a tree of it: a country's sheet is 300 MB.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import IO, TYPE_CHECKING, Final

from kbo_screen.grid.grid import NOT_CALCULATED, CellError
from kbo_screen.grid.sheet_facts import (
    MAX_COLUMNS,
    MAX_FILLS,
    MAX_GRID_CELLS,
    Extent,
    Position,
    SheetFacts,
    is_sparse,
    span,
)
from kbo_screen.grid.sheet_tokens import look_at_tokens, position_of
from kbo_screen.grid.styles_xml import STRUCK_RUN, Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    OpenPart = Callable[[], IO[bytes]]

#: Columns up to BZ.
NEAR_COLUMNS: Final = 78
#: Bytes of XML that are looked at at a time: the sheet of a country unpacked is as much as all else that is held.
PIECE_BYTES: Final = 4 * 1024**2

_CELL_COLUMN: Final = re.compile(rb'<c r="([A-Za-z]+)\d')
_ROW_START: Final = re.compile(rb"<\w+:row\b")
_PLAIN_ROW: Final = re.compile(rb'<row r="(\d+)"')
#: A cell behind column BZ.
_FAR_COLUMN: Final = re.compile(rb'<c r="(?:[C-Zc-z][A-Za-z]|[A-Za-z]{3,})\d')
#: Spellings that no spreadsheet program has.
_SINGLE_QUOTED: Final = re.compile(rb"=\s*'")
_WITH_PREFIX: Final = re.compile(rb"<\w+:(?:row|c|sheetData)[\s/>]")
_OTHER_CELL: Final = re.compile(rb'<c(?! r="[A-Za-z]+\d+")[\s/>]')
_OTHER_ROW: Final = re.compile(rb'<row(?! r="\d+")[\s/>]')
#: Hidden, or of less than one point in height or one character in width.
_HIDDEN_ROW: Final = re.compile(
    rb'<row r="(\d+)"[^>]*\b(?:hidden="(?:1|true)"|ht="0(?:\.\d*)?")'
)
_HIDDEN_COLUMNS: Final = re.compile(
    rb'<col\b(?=[^>]*\b(?:hidden="(?:1|true)"|width="0(?:\.\d*)?"))(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")'
)
_CELL: Final = re.compile(rb'<c r="([A-Za-z]+\d+)"')
_ERROR_CELL: Final = re.compile(
    rb'<c r="([A-Za-z]+\d+)"(?=[^>]*\bt="e")[^>]*>\s*(?:<f\b(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*<v[^>]*>([^<]*)<'
)
_BARE_FORMULA: Final = re.compile(
    rb'<c (r="([A-Za-z]+\d+)"[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(<v[^>]*/>|<v[^>]*></v>)?\s*</c>'
)
_FORMULA: Final = re.compile(rb'<c r="([A-Za-z]+\d+)"[^>]*>\s*<f\b')


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


def look_at_sheet(
    open_part: OpenPart, marks: Marks | None = None, *, with_formulas: bool = False
) -> SheetFacts:
    """Look at a worksheet's XML, beside the reader; open_part opens it, from its beginning each time.

    marks: the styles and texts that are to be looked for.

    Its extent is a bound: no cell stands behind it.
    """
    with open_part() as part:
        facts = _look_at_pieces(
            row_pieces(part), marks or Marks(), with_formulas=with_formulas
        )
    if facts is None:
        with open_part() as part:
            return look_at_tokens(part, marks)
    if facts.extent.columns > NEAR_COLUMNS:
        facts.extent = _extent_of(open_part)
    return facts


def _look_at_pieces(
    pieces: Iterator[bytes], marks: Marks, *, with_formulas: bool
) -> SheetFacts | None:
    """What the pieces tell; None where one is not spelled as usual."""
    facts = SheetFacts(formulas=set() if with_formulas else None)
    look_for_marks = marks_finder(marks)
    last_row = highest = 0
    columns = NEAR_COLUMNS
    for number, xml in enumerate(pieces):
        rows = _row_numbers(xml)
        if rows is None or not _is_usual(xml):
            return None
        if number == 0:
            facts.hidden_columns |= _hidden_columns(xml)
        facts.rows_in_disorder |= any(b <= a for a, b in pairwise([last_row, *rows]))
        _look_for_faults(xml, facts)
        facts.hidden_rows |= _hidden_rows(xml)
        look_for_marks(xml, facts)
        last_row = rows[-1] if rows else last_row
        highest = max(highest, max(rows, default=0))
        columns = (
            MAX_COLUMNS
            if columns == NEAR_COLUMNS and _FAR_COLUMN.search(xml)
            else columns
        )
    facts.extent = Extent(highest, columns)
    return facts


def is_sparse_trap(open_parts: Sequence[OpenPart]) -> bool:
    """True where so few cells stand so far apart that laying the sheets out would fill the memory."""
    return are_large(map(_bound_of, open_parts)) and is_sparse(
        map(_extent_of, open_parts)
    )


def are_large(bounds: Iterable[Extent]) -> bool:
    """Sheets with these bounds must be looked at cell by cell."""
    return sum(bound.rows * bound.columns for bound in bounds) > MAX_GRID_CELLS


def _bound_of(open_part: OpenPart) -> Extent:
    """No cell stands behind this; where none stands far out, a country's sheet is not looked at cell by cell."""
    highest = 0
    with open_part() as part:
        for xml in row_pieces(part):
            rows = _row_numbers(xml)
            if rows is None or _FAR_COLUMN.search(xml) or not _is_usual(xml):
                break
            highest = max([highest, *rows])
        else:
            return Extent(highest, NEAR_COLUMNS)
    return _extent_of(open_part)


def _extent_of(open_part: OpenPart) -> Extent:
    """How far the cells of a sheet reach, and how many there are."""
    last_row = last_column = cells = 0
    with open_part() as part:
        for xml in row_pieces(part):
            rows = _row_numbers(xml)
            if rows is None or not _is_usual(xml):
                break
            cells += xml.count(b"<c ")
            last_row = max([last_row, *rows])
            names = {name.upper() for name in _CELL_COLUMN.findall(xml)}
            last_column = max(
                [
                    last_column,
                    *(position_of(f"{name.decode()}1")[1] + 1 for name in names),
                ]
            )
        else:
            return Extent(last_row, last_column, cells)
    with open_part() as part:
        return look_at_tokens(part).extent


def _row_numbers(xml: bytes) -> list[int] | None:
    """The numbers of all rows, in the order of the file; None where one is not spelled as usual."""
    rows = _PLAIN_ROW.findall(xml)
    if len(rows) != xml.count(b"<row") and _OTHER_ROW.search(xml):
        return None
    return list(map(int, rows))


def _is_usual(xml: bytes) -> bool:
    """The XML is spelled as spreadsheet programs spell it, so that cells can be found by their bytes.

    The rare byte is looked for first: that costs next to nothing.
    """
    return not (
        (b"'" in xml and _SINGLE_QUOTED.search(xml))
        or (b"!" in xml and b"<!" in xml)
        or (b":" in xml and _WITH_PREFIX.search(xml))
        or (xml.count(b"<c") != xml.count(b'<c r="') and _OTHER_CELL.search(xml))
    )


def _look_for_faults(xml: bytes, facts: SheetFacts) -> None:
    """Note error values, formulas, and those that were never calculated."""
    if b't="e"' in xml:
        for name, shown in _ERROR_CELL.findall(xml):
            facts.errors[_position(name)] = CellError(shown.decode("utf-8", "replace"))
    if b"<f>" in xml or b"<f " in xml or b"<f/" in xml:
        facts.has_formulas = True
        for attributes, name, value in _BARE_FORMULA.findall(xml):
            if not (
                value and b't="str"' in attributes
            ):  # a text that came out empty is a result
                facts.errors.setdefault(_position(name), NOT_CALCULATED)
        if facts.formulas is not None:
            facts.formulas.update(map(_position, _FORMULA.findall(xml)))


def marks_finder(marks: Marks) -> Callable[[bytes, SheetFacts], None]:
    """What notes the marks of a piece of XML.

    Each is looked for by its rare bytes, so that a sheet costs as much as it has marks, not as it has cells.
    """
    struck = [b' s="%d"' % style for style in sorted(marks.struck_styles)]
    texts = [b"<v>%d</v>" % text for text in sorted(marks.struck_texts)]
    symbols = [
        (b' s="%d"' % style, font) for style, font in marks.symbol_styles.items()
    ]
    fills = [
        (b' s="%d"' % style, colour) for style, colour in marks.fill_styles.items()
    ]

    def look(xml: bytes, facts: SheetFacts) -> None:
        for sign in struck:
            facts.struck.update(position for position, _ in _cells_with(sign, xml))
        for sign in (
            texts if any(b"<v>%d" % text in xml for text in marks.struck_texts) else ()
        ):
            facts.struck.update(
                position for position, tag in _cells_with(sign, xml) if b't="s"' in tag
            )
        if b"<strike" in xml:
            facts.struck.update(_cells_with_struck_run(xml))
        for sign, font in symbols:
            facts.symbols.update(
                (position, font) for position, _ in _cells_with(sign, xml)
            )
        for sign, colour in fills:
            room = MAX_FILLS + 1 - len(facts.fills)
            filled_cells = islice(_cells_with(sign, xml), max(room, 0))
            facts.fills.update((position, colour) for position, _ in filled_cells)

    return look


def _cells_with(sign: bytes, xml: bytes) -> Iterator[tuple[Position, bytes]]:
    """The cells that have a sign in their tag, or as their value, each with its tag."""
    at = xml.find(sign)
    while at >= 0:
        start = xml.rfind(b"<c ", 0, at)
        end = xml.find(b">", start)
        is_in_tag = at < end
        is_value = at > end and xml.find(b"</c>", end, at) < 0
        match = _CELL.match(xml, max(start, 0))
        if match and (is_in_tag if sign.startswith(b" ") else is_value):
            yield _position(match[1]), xml[start:end]
        at = xml.find(sign, at + len(sign))


def _cells_with_struck_run(xml: bytes) -> Iterator[Position]:
    """The cells with a text of their own of which a run is struck out."""
    for run in STRUCK_RUN.finditer(xml):
        match = _CELL.match(xml, max(xml.rfind(b"<c ", 0, run.start()), 0))
        if match:
            yield _position(match[1])


def _position(name: bytes) -> Position:
    return position_of(name.decode().upper())


def _hidden_rows(xml: bytes) -> set[int]:
    if b'hidden="' not in xml and b' ht="0' not in xml:
        return set()
    return {int(row) - 1 for row in _HIDDEN_ROW.findall(xml)}


def _hidden_columns(xml: bytes) -> set[int]:
    head = xml[: xml.find(b"sheetData")]
    spans = [
        span(int(first) - 1, int(last) - 1)
        for first, last in _HIDDEN_COLUMNS.findall(head)
    ]
    return {column for columns in spans for column in columns}
