"""What the fast reader of xls does not tell: error values, formulas never calculated, what is hidden, links, macros.

Knows the records of BIFF5 and BIFF8 that say so. Refuses to read values: calamine does.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.grid import NOT_CALCULATED
from kbo_screen.grid.sheet_facts import ERRORS, UNNAMED_ERROR, SheetFacts, span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _EXTERNAL_BOOK = (
    0x0809,
    0x000A,
    0x002F,
    0x0085,
    0x01AE,
)
_FORMULA, _BOOLEAN_OR_ERROR, _ROW, _COLUMNS, _UNCALCULATED, _NUMBERS = (
    0x0006,
    0x0205,
    0x0208,
    0x007D,
    0x005E,
    0x00BD,
)
#: Records of one cell that holds something: number, text (three ways), short number.
_ONE_CELL: Final = frozenset({0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E})
#: The first two bytes of an EXTERNALBOOK record's name where it is the workbook itself, or functions of add-ins.
_OWN_BOOKS: Final = (b"\x01\x04", b"\x01\x3a")
#: Flags.
_HIDDEN_ROW, _OWN_HEIGHT, _HIDDEN_COLUMN, _CALCULATE_ON_LOAD = 0x20, 0x40, 0x01, 0x02
#: The last two bytes of a formula's result that is no number; the first says what it is: 2 is an error.
_NO_NUMBER, _IS_ERROR = b"\xff\xff", 2

Record = tuple[int, bytes]


def is_locked(stream: bytes) -> bool:
    """True where the workbook's stream says that it is encrypted."""
    return any(kind == _FILEPASS for kind, _ in _records(stream, 0))


def has_outside_links(stream: bytes) -> bool:
    """True where formulas of the workbook look into another."""
    return any(
        kind == _EXTERNAL_BOOK and body[2:4] not in _OWN_BOOKS
        for kind, body in _records(stream, 0)
    )


def look_at_xls(stream: bytes) -> list[SheetFacts]:
    """Every sheet, in the order of the workbook. Raises struct.error or LookupError for broken records."""
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == _BOUNDSHEET
    ]
    seen = {
        start: _look_at_sheet(stream, start) for start in set(starts)
    }  # several names may lie at one place
    return [seen[start] for start in starts]


def _look_at_sheet(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    for kind, body in _records(stream, start):
        if kind == _ROW:
            height, flags = (
                struct.unpack_from("<H", body, 6)[0],
                struct.unpack_from("<H", body, 12)[0],
            )
            if flags & _HIDDEN_ROW or (flags & _OWN_HEIGHT and not height):
                facts.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & _HIDDEN_COLUMN or not width:
                facts.hidden_columns.update(span(first, last))
        elif kind == _UNCALCULATED:
            facts.is_stale = True
        elif kind in _ONE_CELL or kind in (_FORMULA, _BOOLEAN_OR_ERROR, _NUMBERS):
            _look_at_cell(kind, body, facts)
    return facts


def _look_at_cell(kind: int, body: bytes, facts: SheetFacts) -> None:
    at = struct.unpack_from("<2H", body)
    facts.saw_cell(
        at[0],
        struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _NUMBERS else at[1],
    )
    if kind == _BOOLEAN_OR_ERROR and body[7]:
        facts.errors[at] = ERRORS.get(body[6], UNNAMED_ERROR)
    elif kind == _FORMULA:
        facts.has_formulas = True
        if body[12:14] == _NO_NUMBER:
            if body[6] == _IS_ERROR:
                facts.errors[at] = ERRORS.get(body[8], UNNAMED_ERROR)
        elif body[14] & _CALCULATE_ON_LOAD and not any(
            body[6:14]
        ):  # programs that do not calculate write 0
            facts.errors[at] = NOT_CALCULATED


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of the part that begins at `start`, those of charts inside it left out."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size
