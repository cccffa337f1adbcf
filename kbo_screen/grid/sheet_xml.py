"""What the fast reader of xlsx does not tell: the extent, error values, formulas never calculated, hidden rows.

A worksheet's XML is looked at as bytes, for a country's sheet is 300 MB. That holds as
long as it is spelled as spreadsheet programs spell it; any other sheet is handed to
`sheet_tokens.py`.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import IO, TYPE_CHECKING, Final

from kbo_screen.grid.addresses import position_of
from kbo_screen.grid.grid import NOT_CALCULATED, CellError, Position
from kbo_screen.grid.sheet_facts import (
    MAX_COLUMNS,
    MAX_GRID_CELLS,
    Extent,
    SheetFacts,
    is_sparse,
)
from kbo_screen.grid.sheet_tokens import look_at_tokens
from kbo_screen.grid.styles_xml import STRUCK_RUN, Marks

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

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
#: A tag is looked at up to the next "<" at most: no tag holds one, and many that never end would be read to the end.
#: Spellings that no spreadsheet program has.
_SINGLE_QUOTED: Final = re.compile(rb"=\s*'")
_WITH_PREFIX: Final = re.compile(rb"<\w+:(?:row|c|sheetData)[\s/>]")
_OTHER_CELL: Final = re.compile(rb'<c(?! r="[A-Za-z]+\d+")[\s/>]')
_OTHER_ROW: Final = re.compile(rb'<row(?! r="\d+")[\s/>]')
#: Hidden, or of less than one point in height or one character in width.
HIDING: Final = re.compile(rb'\b(?:hidden="(?:1|true)"|ht="0(?:\.\d*)?")')
_HIDDEN_ROW: Final = re.compile(rb'<row r="(\d+)"[^<>]*' + HIDING.pattern)
_HIDDEN_COLUMNS: Final = re.compile(
    rb'<col\b(?=[^<>]*\b(?:hidden="(?:1|true)"|width="0(?:\.\d*)?"))(?=[^<>]*\bmin="(\d+)")(?=[^<>]*\bmax="(\d+)")'
)
_CELL: Final = re.compile(rb'<c r="([A-Za-z]+\d+)"')
_ERROR_CELL: Final = re.compile(
    rb'<c r="([A-Za-z]+\d+)"(?=[^<>]*\bt="e")[^<>]*>\s*+(?:<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*+)?<v[^<>]*>([^<]*)<'
)
_BARE_FORMULA: Final = re.compile(
    rb'<c (r="([A-Za-z]+\d+)"[^<>]*)>\s*+<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*+(<v[^<>]*/>|<v[^<>]*></v>)?\s*+</c>'
)
#: A cell with a shared text or with anything else, its end, and a value.
_TEXT_CELL_OR_VALUE: Final = re.compile(
    rb'<c r="(?P<name>[A-Za-z]+\d+)"(?=[^<>]*\bt="s")|<c\b|</c>|<v>\d+</v>'
)
_CELL_OR_RUN: Final = re.compile(
    rb'<c r="(?P<name>[A-Za-z]+\d+)"|' + STRUCK_RUN.pattern
)
_ANY_STYLE: Final = re.compile(rb' s="\d+"')
#: Bytes in front of the sign of a style in which its tag begins.
LONGEST_TAG: Final = 1024
#: More signs are not looked for one by one.
MOST_SEARCHES: Final = 64
_FORMULA_TAGS: Final = (b"<f>", b"<f ", b"<f/")
_FORMULA: Final = re.compile(rb'<c r="([A-Za-z]+\d+)"[^<>]*>\s*<f\b')


def look_at_sheet(
    open_part: OpenPart,
    marks: Marks | None = None,
    *,
    with_formulas: bool = False,
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


def row_pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The XML of a worksheet, piece by piece; each ends where a row begins, so that no cell is torn."""
    buffer = b""
    while chunk := part.read(PIECE_BYTES):
        buffer += chunk
        if cut := _last_row_start(buffer):
            yield buffer[:cut]
            buffer = buffer[cut:]
    yield buffer


def _last_row_start(xml: bytes) -> int:
    start = xml.rfind(b"<row")
    if start >= 0:
        return start
    # a prefix, or a head longer than a piece
    starts = [tag.start() for tag in _ROW_START.finditer(xml)]
    return starts[-1] if starts else 0


def _look_at_pieces(
    pieces: Iterator[bytes],
    marks: Marks,
    *,
    with_formulas: bool,
) -> SheetFacts | None:
    """What the pieces tell; None where one is not spelled as usual."""
    facts = SheetFacts(formulas=set() if with_formulas else None)
    finder = MarksFinder(marks)
    last_row = height = 0
    width = NEAR_COLUMNS
    for number, xml in enumerate(pieces):
        rows = _row_numbers(xml)
        if rows is None or not is_usual(xml):
            return None
        if number == 0:
            hide_columns(xml, facts)
        facts.rows_in_disorder |= _is_in_disorder([last_row, *rows])
        _look_for_faults(xml, facts)
        facts.hidden_rows |= hidden_rows(xml)
        finder.look(xml, facts)
        if rows:
            last_row = rows[-1]
            height = max(height, max(rows))
        if width == NEAR_COLUMNS and _FAR_COLUMN.search(xml):
            width = MAX_COLUMNS
    facts.extent = Extent(height, width)
    return facts


def _is_in_disorder(rows: list[int]) -> bool:
    return any(row <= row_above for row_above, row in pairwise(rows))


def is_sparse_trap(open_parts: Sequence[OpenPart]) -> bool:
    """True where so few cells stand so far apart that laying the sheets out would fill the memory."""
    return are_large(map(_bound_of, open_parts)) and is_sparse(
        map(_extent_of, open_parts)
    )


def are_large(bounds: Iterable[Extent]) -> bool:
    """Sheets with these bounds must be looked at cell by cell."""
    return sum(bound.area for bound in bounds) > MAX_GRID_CELLS


def _bound_of(open_part: OpenPart) -> Extent:
    """No cell stands behind this; where none stands far out, a country's sheet is not looked at cell by cell."""
    height = 0
    with open_part() as part:
        for xml in row_pieces(part):
            rows = _row_numbers(xml)
            if rows is None or _FAR_COLUMN.search(xml) or not is_usual(xml):
                break
            height = max([height, *rows])
        else:
            return Extent(height, NEAR_COLUMNS)
    return _extent_of(open_part)


def _extent_of(open_part: OpenPart) -> Extent:
    """How far the cells of a sheet reach, and how many there are."""
    height = width = cell_count = 0
    with open_part() as part:
        for xml in row_pieces(part):
            rows = _row_numbers(xml)
            if rows is None or not is_usual(xml):
                break
            height = max([height, *rows])
            width = max(width, _width_of(xml))
            cell_count += xml.count(b"<c ")
        else:
            return Extent(height, width, cell_count)
    with open_part() as part:
        return look_at_tokens(part).extent


def _width_of(xml: bytes) -> int:
    """How many columns the cells of a piece reach over."""
    width = 0
    for letters in set(_CELL_COLUMN.findall(xml)):
        _, column = _position(letters + b"1")
        width = max(width, column + 1)
    return width


def _row_numbers(xml: bytes) -> list[int] | None:
    """The numbers of all rows, in the order of the file; None where one is not spelled as usual."""
    rows = _PLAIN_ROW.findall(xml)
    if len(rows) != xml.count(b"<row") and _OTHER_ROW.search(xml):
        return None
    return list(map(int, rows))


def is_usual(xml: bytes) -> bool:
    """The XML is spelled as spreadsheet programs spell it, so that cells can be found by their bytes.

    The rare byte is looked for first: that costs next to nothing.
    """
    if b"'" in xml and _SINGLE_QUOTED.search(xml):
        return False
    if b"!" in xml and b"<!" in xml:
        return False
    if b":" in xml and _WITH_PREFIX.search(xml):
        return False
    has_other_tags = xml.count(b"<c") != xml.count(b'<c r="')
    return not (has_other_tags and _OTHER_CELL.search(xml))


def _look_for_faults(xml: bytes, facts: SheetFacts) -> None:
    """Note error values, formulas, and those that were never calculated."""
    if b't="e"' in xml:
        for name, error in _ERROR_CELL.findall(xml):
            text = error.decode("utf-8", "replace")
            facts.errors[_position(name)] = CellError(text)
    if not any(tag in xml for tag in _FORMULA_TAGS):
        return
    facts.has_formulas = True
    for attributes, name, value in _BARE_FORMULA.findall(xml):
        is_empty_text = value and b't="str"' in attributes
        if not is_empty_text:  # which is a result
            facts.errors.setdefault(_position(name), NOT_CALCULATED)
    if facts.formulas is not None:
        facts.formulas.update(map(_position, _FORMULA.findall(xml)))


class MarksFinder:
    """Notes the marks of cells, piece by piece of XML.

    Each is looked for by its rare bytes, so that a sheet costs as much as it has marks,
    not as it has cells.
    """

    def __init__(self, marks: Marks) -> None:
        self.struck_styles = dict.fromkeys(map(_style_sign, marks.struck_styles), "")
        self.struck_texts = frozenset(
            b"<v>%d</v>" % text for text in marks.struck_texts
        )
        self.symbols = _by_style_sign(marks.symbol_styles)
        self.fills = _by_style_sign(marks.fill_styles)

    def look(self, xml: bytes, facts: SheetFacts) -> None:
        """Note the marks of a piece."""
        struck_cells = _styled_cells(self.struck_styles, xml)
        facts.struck.update(position for position, _ in struck_cells)
        facts.struck.update(_cells_of_texts(self.struck_texts, xml))
        if b"<strike" in xml:
            facts.struck.update(_cells_with_struck_run(xml))
        facts.symbols.update(_styled_cells(self.symbols, xml))
        fills = _styled_cells(self.fills, xml)
        facts.fills.update(islice(fills, facts.free_fills))


def _style_sign(style: int) -> bytes:
    return b' s="%d"' % style


def _by_style_sign(styles: Mapping[int, str]) -> dict[bytes, str]:
    by_sign = {}
    for style, look in styles.items():
        by_sign[_style_sign(style)] = look
    return by_sign


def _styled_cells(
    looks: Mapping[bytes, str],
    xml: bytes,
) -> Iterator[tuple[Position, str]]:
    """The cells of these styles, each with its look."""
    for sign, place in _places(looks, xml):
        start = xml.rfind(b"<", max(0, place - LONGEST_TAG), place)
        if cell := _CELL.match(xml, max(start, 0)):
            yield _position(cell[1]), looks[sign]


def _cells_of_texts(
    texts: Collection[bytes],
    xml: bytes,
) -> Iterator[Position]:
    """The cells that hold one of these shared texts."""
    if len(texts) <= MOST_SEARCHES and not any(text in xml for text in texts):
        return
    name = b""
    for match in _TEXT_CELL_OR_VALUE.finditer(xml):
        if match[0] in texts and name:
            yield _position(name)
        elif not match[0].startswith(b"<v"):
            name = match["name"] or b""


def _places(
    signs: Collection[bytes],
    xml: bytes,
) -> Iterator[tuple[bytes, int]]:
    """Where signs of styles stand; a few are looked for one by one, many in one walk along all of them."""
    if len(signs) > MOST_SEARCHES:
        for match in _ANY_STYLE.finditer(xml):
            if match[0] in signs:
                yield match[0], match.start()
        return
    for sign in signs:
        place = xml.find(sign)
        while place >= 0:
            yield sign, place
            place = xml.find(sign, place + len(sign))


def _cells_with_struck_run(xml: bytes) -> Iterator[Position]:
    """The cells with a text of their own of which a run is struck out."""
    name = b""
    for match in _CELL_OR_RUN.finditer(xml):
        if match["name"]:
            name = match["name"]
        elif name:
            yield _position(name)


def _position(name: bytes) -> Position:
    return position_of(name.decode().upper())


def hidden_rows(xml: bytes) -> set[int]:
    """The rows of a piece that nobody sees, from 0."""
    if b'hidden="' not in xml and b' ht="0' not in xml:
        return set()
    numbers = map(int, _HIDDEN_ROW.findall(xml))
    return {number - 1 for number in numbers}


def hide_columns(xml: bytes, facts: SheetFacts) -> None:
    """Note the columns that nobody sees: they stand in front of the rows."""
    head = xml.partition(b"sheetData")[0]
    for first, last in _HIDDEN_COLUMNS.findall(head):
        facts.hide_columns(int(first) - 1, int(last) - 1)
