"""What the fast reader of xlsb does not tell: error values, hidden rows and columns, how far a sheet reaches.

Knows the binary records that say so. Refuses to read values: calamine does.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.package import parts_by_name, relations_of
from kbo_screen.grid.sheet_facts import ERRORS, UNNAMED_ERROR, SheetFacts, span

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_ROW, _BLANK, _ERROR, _COLUMNS, _SHEET = 0, 1, 3, 60, 156
_FORMULAS: Final = range(8, 12)
_FORMULA_WITH_ERROR: Final = 11
#: A cell of any kind; inside a row, before its value: column, style.
_CELLS: Final = range(1, 12)
_VALUE_AT: Final = 8
#: Flags.
_HIDDEN_ROW, _OWN_HEIGHT, _HIDDEN_COLUMN = 0x10, 0x20, 0x01


def look_at_xlsb(package: zipfile.ZipFile) -> list[SheetFacts | None]:
    """Every sheet in the order of the workbook; None where its part is not there.

    Raises struct.error, LookupError or ValueError for broken records.
    """
    main = next(name for name in package.namelist() if name.endswith("workbook.bin"))
    targets = {relation.id: relation.target for relation in relations_of(package, main)}
    parts = parts_by_name(package)
    facts: list[SheetFacts | None] = []
    for kind, body in _records(package.read(main)):
        if kind == _SHEET:
            part = parts.get(targets.get(_text(body, 8), "").lower())
            facts.append(look_at_records(package.read(part)) if part else None)
    return facts


def look_at_records(part: bytes) -> SheetFacts:
    """Look at the records of one worksheet."""
    facts, row = SheetFacts(), 0
    for kind, body in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            height = struct.unpack_from("<H", body, 8)[0]
            if body[11] & _HIDDEN_ROW or (body[11] & _OWN_HEIGHT and not height):
                facts.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if flags & _HIDDEN_COLUMN or not width:
                facts.hidden_columns.update(span(first, last))
        elif kind in _CELLS and kind != _BLANK:
            column = struct.unpack_from("<I", body)[0]
            facts.saw_cell(row, column)
            facts.has_formulas |= kind in _FORMULAS
            if kind in (_ERROR, _FORMULA_WITH_ERROR):
                facts.errors[row, column] = ERRORS.get(body[_VALUE_AT], UNNAMED_ERROR)
    return facts


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of every record: kind and size are numbers of seven bits a byte."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, most=2)
        size, at = _number(part, at, most=4)
        yield kind, part[at : at + size]
        at += size


def _number(part: bytes, at: int, *, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return number, at


def _text(body: bytes, at: int) -> str:
    """A text with its length in front."""
    end = at + 4 + 2 * int(struct.unpack_from("<I", body, at)[0])
    return body[at + 4 : end].decode("utf-16-le")
