"""Which rows of a sheet are the rows of a list: what stands between its header and the signatures.

Knows how a list ends: notes, dates, signatures. Refuses to read a cell's value, and to leave out in silence a row
that may name a group.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.submission import TYPED_FIELDS
from kbo_screen.sources.row_kinds import DATA, HEADER, NOTE
from kbo_screen.sources.submission_cells import NAMED_BY, says
from kbo_screen.vocabulary.fields import PERSONAL_FIELDS
from kbo_screen.vocabulary.reading import cell_text, folded
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.sources.table import Table

_TITLED: Final = r"(?:นาย|นาง|น\.\s?ส|ว่าที่|ดร\.|mrs?\.|ms\.|miss\b)"
#: What opens the signatures: the word, dots to sign on, a titled name in brackets.
_SIGNATURE: Final = re.compile(
    rf"^(?:\(?\s*(?:ลงชื่อ|ลงนาม|signed\b|signature)|\(?\s*(?:\.{{4}}|…|_{{4}})|\(\s*{_TITLED})",
    re.IGNORECASE,
)
#: What opens a row that names no group, wherever it stands.
_NOT_A_GROUP: Final = re.compile(
    r"^(?:หมายเหตุ|ตำแหน่ง|วันที่|เจ้าหน้าที่|ผู้รายงาน|ผู้รับรอง|ผู้จัดทำ|ผู้ประสานงาน|note\b|remarks?\b|officer\b"
    r"|\([^)\d][^)]*\)?$)",
    re.IGNORECASE,
)
#: The name of a sheet that holds a district's reserves.
_ASTERISK: Final = re.compile(r"[*※]")
#: What heads or marks the rows of reserves: "กลุ่มสำรอง", "รายชื่อสำรอง (ถ้ามี)", "สำรอง 1".
_RESERVES_MARK: Final = re.compile(
    r"(?:รายชื่อ|บัญชี|ลำดับ|กลุ่ม|เป้าหมาย|ตัว|ที่|[\s\-–(*])*(?:สำรอง|reserves?)"
    r"\s*(?:(?:ลำดับที่|ลำดับ|อันดับ|ที่|no\.?)?\s*\d+)?\s*\)?\s*(?:[:(].*)?$",
    re.IGNORECASE,
)
_RESERVES: Final = re.compile(r"สำรอง|\breserves?\b", re.IGNORECASE)
#: What stands in a block of signatures: people, and the offices that they hold.
_OF_SIGNATURES: Final = re.compile(
    rf"^\s*(?:{_TITLED}|ผู้รายงาน|ผู้รับรอง|ผู้จัดทำ|ผู้ตรวจ|พัฒนาการ|นักวิชาการ|เจ้าหน้าที่|เจ้าพนักงาน|ปลัด)",
    re.IGNORECASE,
)


def rows_of_list(table: Table, *, is_form: bool) -> tuple[np.ndarray, list[Finding]]:
    """Sheet rows (from 0) that are filled in, and what is to be said of rows below the signatures.

    Of a form all rows in which something was typed; of a table its data.
    """
    rows = _typed_rows(table) if is_form else _data_rows(table)
    below = _below_signatures(table)
    in_list = [row for row in rows if row not in below and not _is_unused(table, row)]
    kept = [row for row in in_list if not _is_remark(table, row)]
    reserves = [row for row in _reserve_rows(table) if row in kept]
    own = [row for row in kept if row not in reserves]
    return np.array(own, dtype=np.int64), [
        *_left_out(table, below),
        *_told_reserves(table, reserves),
    ]


def holds_reserves(sheet: str | None) -> bool:
    """A sheet is called the district's reserves.

    >>> holds_reserves("กลุ่มสำรอง"), holds_reserves("บางคล้า"), holds_reserves(None)
    (True, False, False)
    """
    return bool(sheet and _RESERVES.search(sheet))


def _is_remark(table: Table, row: int) -> bool:
    """The row says something beside the list: words that name no group, or a lone cell behind an asterisk."""
    words = _words(table, row)
    return bool(_NOT_A_GROUP.match(words[0])) or (
        len(words) == 1 and bool(_ASTERISK.match(words[0]))
    )


def _reserve_rows(table: Table) -> list[int]:
    """Rows below a lone heading that says reserves, up to the next heading, and rows that a cell of no field marks."""
    named = {
        table.columns.by_field[name]
        for name in NAMED_BY
        if name in table.columns.by_field
    }
    fields = set(table.columns.by_field.values())
    reserves: list[int] = []
    is_below_heading = False
    for row in range(_first(table), table.grid.height):
        filled = [
            column
            for column in range(table.grid.width)
            if cell_text(table.grid.columns[column][row])
        ]
        words = [cell_text(table.grid.columns[column][row]) for column in filled]
        if len(filled) == 1 and (
            filled[0] not in named or _RESERVES_MARK.match(words[0])
        ):
            is_below_heading = bool(_RESERVES_MARK.match(words[0]))
        elif len(filled) > 1:
            marks = [
                text
                for column, text in zip(filled, words, strict=True)
                if column not in fields
            ]
            if is_below_heading or any(map(_RESERVES_MARK.match, marks)):
                reserves.append(row)
    return reserves


def _told_reserves(table: Table, reserves: list[int]) -> Iterator[Finding]:
    """One finding for all rows of reserves."""
    if reserves:
        rows = ", ".join(str(row + 1) for row in reserves)
        yield make_finding(
            "table.reserves", Place(table.grid.file, table.grid.sheet, rows)
        )


def _is_unused(table: Table, row: int) -> bool:
    """Nobody filled the row in: under every header stands nothing, a dash, dots or "none"."""
    words = (
        cell_text(table.grid.columns[column][row])
        for column in table.columns.by_field.values()
    )
    return not any(map(_says_something, words))


def _says_something(words: str) -> bool:
    return any(map(str.isalnum, words)) and fold(words) not in folded("person", "none")


def _first(table: Table) -> int:
    return table.header.last_row + 1


def _typed_rows(table: Table) -> list[int]:
    by_field = table.columns.by_field
    typed = [by_field[name] for name in TYPED_FIELDS if name in by_field]
    return [
        row
        for row in range(_first(table), table.grid.height)
        if any(says(table.grid.columns[c][row]) for c in typed)
    ]


def _data_rows(table: Table) -> list[int]:
    """Rows of data; lone names right below one, each one more group; people whose group was forgotten."""
    kinds = table.kinds.copy()
    for row in range(_first(table), table.grid.height):
        before = row == _first(table) or kinds[row - 1] == DATA
        if kinds[row] == NOTE and (
            _is_lone_name(table, row, before=before) or _lacks_its_group(table, row)
        ):
            kinds[row] = DATA
    return [
        int(row)
        for row in np.flatnonzero(kinds == DATA)
        if not _NOT_A_GROUP.match(_named(table, int(row)))
    ]


def _is_lone_name(table: Table, row: int, *, before: bool) -> bool:
    """Only a group is named, right below a row of data (`before`)."""
    named = _named(table, row)
    return (
        before
        and bool(named)
        and not (_NOT_A_GROUP.match(named) or _SIGNATURE.match(named))
    )


def _lacks_its_group(table: Table, row: int) -> bool:
    """A representative with a telephone number, or with the row's number in front, and no group."""
    by_field, columns = table.columns.by_field, table.grid.columns
    person, phone = (
        cell_text(columns[by_field[name]][row]) if name in by_field else ""
        for name in PERSONAL_FIELDS
    )
    is_contact = _first_words(table, row).isdecimal() or any(map(str.isdigit, phone))
    return not _named(table, row) and _says_something(person) and is_contact


def _below_signatures(table: Table) -> set[int]:
    """Rows from a signature on, up to where the header stands again for one more list."""
    below: set[int] = set()
    for row in range(_first(table), table.grid.height):
        if _signs(table, row) or (row - 1 in below and table.kinds[row] != HEADER):
            below.add(row)
    return below


def _left_out(table: Table, below: set[int]) -> Iterator[Finding]:
    """Rows below the signatures that may name a group after all."""
    for row in sorted(below):
        words = _words(table, row)
        marks = (_SIGNATURE, _NOT_A_GROUP, _OF_SIGNATURES)
        is_block = any(mark.match(word) for word in words for mark in marks)
        if (
            table.kinds[row] in (DATA, NOTE)
            and _named(table, row)
            and len(words) > 1
            and not is_block
        ):
            yield make_finding(
                "table.rows-below-signature",
                Place(table.grid.file, table.grid.sheet, f"{row + 1}"),
            )


def _signs(table: Table, row: int) -> bool:
    """The row opens the signatures; behind a row's number dots are a line to write a group on."""
    is_numbered = _first_words(table, row).strip("().").isdecimal()
    if is_numbered and not any(map(str.isalpha, _named(table, row))):
        return False
    return any(
        _SIGNATURE.match(words)
        for words in (_first_words(table, row), _named(table, row))
    )


def _words(table: Table, row: int) -> list[str]:
    return [words for column in table.grid.columns if (words := cell_text(column[row]))]


def _first_words(table: Table, row: int) -> str:
    return next(iter(_words(table, row)), "")


def _named(table: Table, row: int) -> str:
    """What stands in the columns that name the group."""
    columns = [
        table.columns.by_field[name]
        for name in NAMED_BY
        if name in table.columns.by_field
    ]
    return "".join(cell_text(table.grid.columns[column][row]) for column in columns)
