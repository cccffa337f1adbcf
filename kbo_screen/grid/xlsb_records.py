"""What the fast reader of xlsb does not tell: error values, hidden rows and columns, how far a sheet reaches.

The binary records are numbered and laid out as [MS-XLSB] says.
"""

from __future__ import annotations

from struct import pack, unpack_from
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.package import (
    MAX_SHEETS,
    numbered,
    refuse_one_part_twice,
    relations_of,
    with_parts,
)
from kbo_screen.grid.sheet_facts import SheetFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from kbo_screen.grid.xml_tree import Package

_ROW: Final = 0
_BLANK: Final = 1
_ERROR: Final = 3
_COLUMNS: Final = 60
_SHEET: Final = 156
_FORMULAS: Final = range(8, 12)
_FORMULA_WITH_ERROR: Final = 11
#: A cell of any kind; inside a row, before its value: column, style.
_CELLS: Final = range(1, 12)
_VALUE_AT: Final = 8
#: Where the id of a sheet's part stands.
_ID_AT: Final = 8
#: Flags.
_HIDDEN_ROW: Final = 0x10
_OWN_HEIGHT: Final = 0x20
_HIDDEN_COLUMN: Final = 0x01


def look_at_xlsb(package: Package) -> list[SheetFacts | None]:
    """Every sheet in the order of the workbook; None where its part is not there.

    Raises struct.error, LookupError or ValueError for broken records, ReadError for too many sheets.
    """
    main = _main_part(package)
    relations = relations_of(package, main)
    targets = {relation.id: relation.target for relation in relations}
    sheet_parts: list[ZipInfo | None] = []
    for kind, body in _records(package.read(main)):
        if kind == _SHEET:
            target = targets.get(_text(body, _ID_AT), "")
            sheet_parts.append(package.part_named(target))
    if len(sheet_parts) > MAX_SHEETS:
        raise unreadable("too-large")
    refuse_one_part_twice(sheet_parts)
    return [_look_at_part(package, part) for part in sheet_parts]


def with_names_apart(package: Package, data: bytes) -> bytes:
    """The package with sheets of one name told apart by a number: the fast reader finds a sheet by its name alone."""
    main = _main_part(package)
    records = list(_records(package.read(main)))
    names = [_sheet_name(body) for kind, body in records if kind == _SHEET]
    if len(set(names)) == len(names):
        return data
    remaining_names = iter(numbered(names))
    workbook = b""
    for kind, body in records:
        if kind == _SHEET:
            body = _renamed(body, next(remaining_names))
        workbook += _in_bytes(kind) + _in_bytes(len(body)) + body
    return with_parts(package, {main: workbook})


def _main_part(package: Package) -> str:
    names = package.namelist()
    return next(name for name in names if name.endswith("workbook.bin"))


def _look_at_part(package: Package, part: ZipInfo | None) -> SheetFacts | None:
    return look_at_records(package.read(part)) if part else None


def look_at_records(part: bytes) -> SheetFacts:
    """Look at the records of one worksheet."""
    facts = SheetFacts()
    row = 0
    for kind, body in _records(part):
        if kind == _ROW:
            (row,) = unpack_from("<I", body)
            if _is_hidden(body):
                facts.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = unpack_from("<4IH", body)
            if flags & _HIDDEN_COLUMN or not width:
                facts.hide_columns(first, last)
        elif kind in _CELLS and kind != _BLANK:
            _look_at_cell(kind, body, row, facts)
    return facts


def _is_hidden(row_body: bytes) -> bool:
    (height,) = unpack_from("<H", row_body, 8)
    flags = row_body[11]
    is_flat = flags & _OWN_HEIGHT and not height
    return bool(flags & _HIDDEN_ROW or is_flat)


def _look_at_cell(
    kind: int,
    body: bytes,
    row: int,
    facts: SheetFacts,
) -> None:
    (column,) = unpack_from("<I", body)
    facts.saw_cell(row, column)
    if kind in _FORMULAS:
        facts.has_formulas = True
    if kind in (_ERROR, _FORMULA_WITH_ERROR):
        facts.note_error(row, column, body[_VALUE_AT])


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of every record: kind and size are numbers of seven bits a byte."""
    start = 0
    while start < len(part):
        kind, start = _number(part, start, most_bytes=2)
        size, start = _number(part, start, most_bytes=4)
        yield kind, part[start : start + size]
        start += size


def _number(
    part: bytes,
    start: int,
    *,
    most_bytes: int,
) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    number = 0
    for place in range(most_bytes):
        byte = part[start]
        start += 1
        number |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return number, start


def _in_bytes(number: int) -> bytes:
    """A number as it stands in front of a record: seven bits a byte, the lowest first."""
    coded = b""
    while number > 0x7F:
        coded += bytes([number & 0x7F | 0x80])
        number >>= 7
    return coded + bytes([number])


def _name_at(sheet: bytes) -> int:
    """Where the name of a sheet begins: behind its state, its number and the id of its part."""
    (length_of_id,) = unpack_from("<I", sheet, _ID_AT)
    return int(_ID_AT + 4 + 2 * length_of_id)


def _sheet_name(sheet: bytes) -> str:
    return _text(sheet, _name_at(sheet))


def _renamed(sheet: bytes, name: str) -> bytes:
    coded = name.encode("utf-16-le")
    return sheet[: _name_at(sheet)] + pack("<I", len(coded) // 2) + coded


def _text(body: bytes, start: int) -> str:
    """A text with its length in front."""
    (length,) = unpack_from("<I", body, start)
    begin = start + 4
    return body[begin : begin + 2 * length].decode("utf-16-le")
