"""What the fast reader of xls does not tell: error values, formulas never calculated, what is hidden, links, macros.

The records of BIFF5 and BIFF8 are numbered and laid out as [MS-XLS] says.
"""

from __future__ import annotations

from itertools import pairwise
from string import ascii_letters, digits
from struct import unpack_from
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.grid import NOT_CALCULATED
from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.package import MAX_SHEETS
from kbo_screen.grid.sheet_facts import SheetFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOF: Final = 0x0809
_EOF: Final = 0x000A
_FILEPASS: Final = 0x002F
_BOUNDSHEET: Final = 0x0085
_EXTERNAL_BOOK: Final = 0x01AE
_ROW: Final = 0x0208
_COLUMNS: Final = 0x007D
_DIMENSIONS: Final = 0x0200
_UNCALCULATED: Final = 0x005E
_FORMULA: Final = 0x0006
_BOOLEAN_OR_ERROR: Final = 0x0205
_NUMBERS: Final = 0x00BD
#: Records of cells that hold something; beside those above: number, text (three ways), short number.
_CELLS: Final = frozenset(
    {
        _FORMULA,
        _BOOLEAN_OR_ERROR,
        _NUMBERS,
        0x0203,
        0x0204,
        0x00D6,
        0x00FD,
        0x027E,
    }
)
#: The first two bytes of an EXTERNALBOOK record's name where it is the workbook itself, or functions of add-ins.
_OWN_BOOKS: Final = (b"\x01\x04", b"\x01\x3a")
#: Flags.
_HIDDEN_ROW: Final = 0x20
_OWN_HEIGHT: Final = 0x40
_HIDDEN_COLUMN: Final = 0x01
_CALCULATE_ON_LOAD: Final = 0x02
#: The last two bytes of a formula's result that is no number; the first says what it is: 2 is an error.
_NO_NUMBER: Final = b"\xff\xff"
_IS_ERROR: Final = 2


#: A sheet's size as Excel 97 stores it, which takes more bytes than Excel 5's, and what no sheet passes.
BYTES_OF_SIZE: Final = 12
MOST_ROWS: Final = 65_536
MOST_COLUMNS: Final = 256
#: Names of sheets that lie where another does; no program saves any.
MOST_NAMES_TWICE: Final = 8
#: No stream is longer.
FARTHEST: Final = 2**40
#: A record's number and its size stand in front of it.
RECORD_BYTES: Final = 4
#: Where the name of a sheet begins in its record: behind its length, and whether its letters are wide.
NAME_AT: Final = 8
NAME_AT_BEFORE_97: Final = 7
#: What the first record says its version is where Excel 97 or a later one wrote it.
_VERSION_OF_97: Final = 0x0600
#: Signs of names that only tell sheets apart.
_SIGNS: Final = digits + ascii_letters

#: A record's number and what is in it.
Record = tuple[int, bytes]


def is_locked(stream: bytes) -> bool:
    """True where the workbook's stream says that it is encrypted."""
    return any(kind == _FILEPASS for kind, _ in _records(stream, 0))


def has_outside_links(stream: bytes) -> bool:
    """True where formulas of the workbook look into another."""
    records = _records(stream, 0)
    books = [body for kind, body in records if kind == _EXTERNAL_BOOK]
    return any(book[2:4] not in _OWN_BOOKS for book in books)


def look_at_xls(stream: bytes) -> list[SheetFacts]:
    """Every sheet, in the order of the workbook. Raises struct.error, LookupError or ValueError for broken records."""
    starts = []
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET:
            (start,) = unpack_from("<I", body)
            starts.append(start)
    if len(starts) > MAX_SHEETS:
        raise unreadable("too-large")
    # several names may lie at one place
    places = sorted(set(starts))
    if len(starts) - len(places) > MOST_NAMES_TWICE:
        raise ValueError
    facts_at = {}
    for start, next_start in pairwise([*places, FARTHEST]):
        facts_at[start] = _look_at_sheet(stream, start, next_start)
    return [facts_at[start] for start in starts]


def with_names_apart(stream: bytes) -> bytes:
    """The stream with sheets that are called by their numbers, in names as long as theirs: everything stays in place.

    The fast reader finds a sheet by its name alone.
    """
    changed_stream = bytearray(stream)
    is_of_97 = _number(stream, RECORD_BYTES) == _VERSION_OF_97
    sheet_number = 0
    start = 0
    kind = _BOF
    while kind != _EOF:
        kind, size = unpack_from("<2H", stream, start)
        start += RECORD_BYTES
        if kind == _BOUNDSHEET:
            body = stream[start : start + size]
            name = _name_as_long(body, sheet_number, is_of_97=is_of_97)
            name_start = start + (NAME_AT if is_of_97 else NAME_AT_BEFORE_97)
            changed_stream[name_start : name_start + len(name)] = name
            sheet_number += 1
        start += size
    return bytes(changed_stream)


def _name_as_long(
    sheet: bytes,
    number: int,
    *,
    is_of_97: bool,
) -> bytes:
    """The number in as many letters and bytes as the name of a sheet has."""
    name = ""
    for _ in range(sheet[6]):
        number, sign = divmod(number, len(_SIGNS))
        name += _SIGNS[sign]
    has_wide_letters = is_of_97 and sheet[7] & 1
    return name.encode("utf-16-le" if has_wide_letters else "ascii")


def _look_at_sheet(
    stream: bytes,
    start: int,
    stop: int,
) -> SheetFacts:
    facts = SheetFacts()
    for kind, body in _records(stream, start, stop, must_end=True):
        if kind == _ROW:
            _look_at_row(body, facts)
        elif kind == _COLUMNS:
            first, last, width, _, flags = unpack_from("<5H", body)
            if flags & _HIDDEN_COLUMN or not width:
                facts.hide_columns(first, last)
        elif kind == _DIMENSIONS:
            _refuse_size(body)
        elif kind == _UNCALCULATED:
            facts.is_stale = True
        elif kind in _CELLS:
            _look_at_cell(kind, body, facts)
    return facts


def _refuse_size(dimensions: bytes) -> None:
    """Raise ValueError for a sheet that says it is larger than one can be: the fast reader asks for that much room."""
    layout = "<2I2H" if len(dimensions) >= BYTES_OF_SIZE else "<4H"
    first_row, end_row, first_column, end_column = unpack_from(layout, dimensions)
    if not (
        first_row <= end_row <= MOST_ROWS and first_column <= end_column <= MOST_COLUMNS
    ):
        raise ValueError


def _look_at_row(body: bytes, facts: SheetFacts) -> None:
    flags = _number(body, 12)
    is_flat = flags & _OWN_HEIGHT and not _number(body, 6)
    if flags & _HIDDEN_ROW or is_flat:
        facts.hidden_rows.add(_number(body, 0))


def _look_at_cell(
    kind: int,
    body: bytes,
    facts: SheetFacts,
) -> None:
    row, column = unpack_from("<2H", body)
    last_column = _number(body, len(body) - 2) if kind == _NUMBERS else column
    facts.saw_cell(row, last_column)
    if kind == _BOOLEAN_OR_ERROR and body[7]:
        facts.note_error(row, column, body[6])
    elif kind == _FORMULA:
        facts.has_formulas = True
        if _has_error(body):
            facts.note_error(row, column, body[8])
        elif _waits(body):
            facts.errors[row, column] = NOT_CALCULATED


def _has_error(formula: bytes) -> bool:
    """True for a formula that came to an error."""
    return formula[12:14] == _NO_NUMBER and formula[6] == _IS_ERROR


def _waits(formula: bytes) -> bool:
    """True for a formula that was never calculated: its program wrote 0."""
    is_zero = not any(formula[6:14])
    return is_zero and bool(formula[14] & _CALCULATE_ON_LOAD)


def _number(body: bytes, start: int) -> int:
    (number,) = unpack_from("<H", body, start)
    return int(number)


def _records(
    stream: bytes,
    start: int,
    stop: int = FARTHEST,
    *,
    must_end: bool = False,
) -> Iterator[Record]:
    """The records of the part that begins at `start`, those of charts inside it left out.

    must_end: a part that does not end was cut, and rows may be lost: ReadError.
    Raises ValueError where it goes on at `stop`, where another part begins: parts that lie upon each other would be
    gone through again and again.
    """
    depth = 0
    while start + RECORD_BYTES <= len(stream):
        kind, size = unpack_from("<2H", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        end = start + RECORD_BYTES + size
        if end > stop:
            raise ValueError
        if depth == 1:
            yield kind, stream[start + RECORD_BYTES : end]
        start = end
    if must_end:
        raise unreadable("truncated")
