"""Which rows of a sheet are the rows of a list: what stands between its header and the signatures.

A row that may name a group is not left out in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.submission import TYPED_FIELDS
from kbo_screen.sources.cells.opening_words import OpeningWords, opening_words
from kbo_screen.sources.cells.sheet_cells import rows_where
from kbo_screen.sources.cells.sheet_places import row_place, sheet_place
from kbo_screen.sources.submissions.submission_cells import GROUP_FIELDS
from kbo_screen.sources.submissions.submission_head import (
    speaks_of_list,
    words_of_field,
)
from kbo_screen.sources.table.row_kinds import DATA, HEADER, NOTE
from kbo_screen.vocabulary.reading import cell_text, folded, holds_words
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.grid import CellValue
    from kbo_screen.sources.cells.sheet_cells import CellTest
    from kbo_screen.sources.table.table import Table

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
_ASTERISK: Final = re.compile(r"[*※]")
#: What heads or marks the rows of reserves: "กลุ่มสำรอง", "รายชื่อสำรอง (ถ้ามี)", "สำรอง 1".
_RESERVES_MARK: Final = re.compile(
    r"^(?:รายชื่อ|บัญชี|ลำดับ|กลุ่ม|เป้าหมาย|ตัว|ที่|[\s\-–(*])*+(?:สำรอง|reserves?)"
    r"\s?(?:(?:ลำดับที่|ลำดับ|อันดับ|ที่|no\.?)?\s?\d{1,4})?\s?\)?\s?(?:[:(].*)?$",
    re.IGNORECASE,
)
#: The name of a sheet that holds a district's reserves.
_RESERVES: Final = re.compile(r"สำรอง|\breserves?\b", re.IGNORECASE)
#: What stands in a block of signatures: people, and the offices that they hold.
_OF_SIGNATURES: Final = re.compile(
    rf"^\s*(?:{_TITLED}|ผู้รายงาน|ผู้รับรอง|ผู้จัดทำ|ผู้ตรวจ|พัฒนาการ|นักวิชาการ|เจ้าหน้าที่|เจ้าพนักงาน|ปลัด)",
    re.IGNORECASE,
)

#: A name alone below the signatures is one of those who sign.
_FEWEST_CELLS_OF_GROUP: Final = 2


class _RowWords(NamedTuple):
    """What stands in the rows of a sheet, row by row: what they open with, and in the columns that name the group."""

    opening: OpeningWords
    names: list[str]


def rows_of_list(
    table: Table,
    *,
    is_form: bool,
) -> tuple[np.ndarray, list[Finding]]:
    """Sheet rows (from 0) that are filled in, and what is to be said of rows below the signatures.

    Of a form all rows in which something was typed; of a table its data.
    """
    words = _row_words(table)
    rows = _typed_rows(table) if is_form else _data_rows(table, words)
    rows_below = set(_rows_below_signatures(table, words))
    reserve_rows = _reserve_rows(table, words)
    is_used = _used_rows(table)
    list_rows: list[int] = []
    reserves: list[int] = []
    for row in rows:
        if row in rows_below or not is_used[row]:
            continue
        if _is_remark(table, words, row):
            continue
        if row in reserve_rows:
            reserves.append(row + 1)
        else:
            list_rows.append(row)
    findings = [
        *_groups_below_signatures(table, words, rows_below),
        *_check_reserves(table, reserves),
    ]
    return np.array(list_rows, dtype=np.int64), findings


def _row_words(table: Table) -> _RowWords:
    names = [_name(table, row) for row in range(table.grid.height)]
    return _RowWords(opening_words(table.grid), names)


def _any_cell(
    table: Table,
    columns: Iterable[int],
    test: CellTest,
) -> np.ndarray:
    """Per row of the sheet whether one of its cells in these columns passes."""
    passes = np.zeros(table.grid.height, dtype=bool)
    for column in columns:
        passes |= rows_where(table.grid.columns[column], test)
    return passes


def _typed_rows(table: Table) -> list[int]:
    """Rows of a form in which something was typed."""
    is_typed = _any_cell(table, table.columns_of(TYPED_FIELDS), holds_words)
    return [row for row in table.rows_below_header if is_typed[row]]


def _data_rows(table: Table, words: _RowWords) -> list[int]:
    """Rows of data; lone names right below one, each one more group; people without their group."""
    kinds = table.kinds.copy()
    is_below_data = True
    for row in table.rows_below_header:
        if kinds[row] == NOTE and _is_row_of_list(
            table, words, row, is_below_data=is_below_data
        ):
            kinds[row] = DATA
        is_below_data = kinds[row] == DATA
    data_rows = np.flatnonzero(kinds == DATA).tolist()
    return [row for row in data_rows if not _NOT_A_GROUP.match(words.names[row])]


def _is_row_of_list(
    table: Table,
    words: _RowWords,
    row: int,
    *,
    is_below_data: bool,
) -> bool:
    """A row that looks like a note is one of the list."""
    if is_below_data and _is_lone_name(words.names[row]):
        return True
    return _lacks_group(table, words, row)


def _is_lone_name(name: str) -> bool:
    """Only a group is named."""
    if not name:
        return False
    return not (_NOT_A_GROUP.match(name) or _SIGNATURE.match(name))


def _lacks_group(
    table: Table,
    words: _RowWords,
    row: int,
) -> bool:
    """A representative with a telephone number, or with the row's number in front, and no group."""
    person = words_of_field(table, "representative", row)
    if words.names[row] or not _says_something(person):
        return False
    if words.opening.first_words[row].isdecimal():
        return True
    phone = words_of_field(table, "phone", row)
    return any(map(str.isdigit, phone))


def _name(table: Table, row: int) -> str:
    """What stands in the columns that name the group."""
    return "".join(words_of_field(table, field, row) for field in GROUP_FIELDS)


def _rows_below_signatures(table: Table, words: _RowWords) -> Iterator[int]:
    """Rows from a signature on, up to where the header stands again for one more list."""
    is_below = False
    for row in table.rows_below_header:
        is_below = is_below and table.kinds[row] != HEADER
        is_below = is_below or _opens_signatures(words, row)
        if is_below:
            yield row


def _opens_signatures(words: _RowWords, row: int) -> bool:
    """The row opens the signatures; behind a row's number dots are a line to write a group on."""
    first_words, name = words.opening.first_words[row], words.names[row]
    is_numbered = first_words.strip("().").isdecimal()
    if is_numbered and not any(map(str.isalpha, name)):
        return False
    return bool(_SIGNATURE.match(first_words) or _SIGNATURE.match(name))


def _used_rows(table: Table) -> np.ndarray:
    """Rows that somebody filled in: under a header stands more than nothing, a dash, dots or "none"."""
    return _any_cell(table, table.columns.by_field.values(), _says_something)


def _says_something(value: CellValue) -> bool:
    text = cell_text(value)
    if not any(map(str.isalnum, text)):
        return False
    return fold(text) not in folded("person", "none")


def _is_remark(
    table: Table,
    words: _RowWords,
    row: int,
) -> bool:
    """The row says something beside the list: words that name no group, or a lone cell behind an asterisk."""
    first_words = words.opening.first_words[row]
    if _NOT_A_GROUP.match(first_words):
        return True
    if speaks_of_list(table, row, words.opening.of_row(row)):
        return True
    return words.opening.counts[row] == 1 and bool(_ASTERISK.match(first_words))


def _reserve_rows(table: Table, words: _RowWords) -> set[int]:
    """Rows of reserves.

    They stand below a lone heading that says so, up to the next heading, or a cell of no
    field marks them.
    """
    reserve_rows: set[int] = set()
    is_marked = _any_cell(table, _columns_of_no_field(table), _marks_reserves)
    name_columns = table.columns_of(GROUP_FIELDS)
    is_below_heading = False
    for row in table.rows_below_header:
        count = words.opening.counts[row]
        if count > 1 and (is_below_heading or is_marked[row]):
            reserve_rows.add(row)
        if count == 1:
            heads_reserves = _marks_reserves(words.opening.first_words[row])
            if heads_reserves or words.opening.first_columns[row] not in name_columns:
                is_below_heading = heads_reserves
    return reserve_rows


def _columns_of_no_field(table: Table) -> list[int]:
    fields = set(table.columns.by_field.values())
    return [column for column in range(table.grid.width) if column not in fields]


def _marks_reserves(value: CellValue) -> bool:
    """A cell says that its row, or the rows below it, are reserves."""
    return bool(_RESERVES_MARK.match(cell_text(value)))


def holds_reserves(sheet: str | None) -> bool:
    """A sheet is called the district's reserves.

    >>> holds_reserves("กลุ่มสำรอง"), holds_reserves("บางคล้า"), holds_reserves(None)
    (True, False, False)
    """
    return bool(sheet and _RESERVES.search(sheet))


def _check_reserves(table: Table, reserves: list[int]) -> Iterator[Finding]:
    """One finding for all rows of reserves, counted from 1."""
    if reserves:
        rows = ", ".join(map(str, reserves))
        yield make_finding(
            "table.reserves", sheet_place(table.grid)._replace(cell=rows)
        )


def _groups_below_signatures(
    table: Table,
    words: _RowWords,
    rows_below: set[int],
) -> Iterator[Finding]:
    """Rows below the signatures that may name a group after all."""
    if not rows_below:
        return
    is_of_signatures = _any_cell(table, range(table.grid.width), _is_of_signatures)
    for row in sorted(rows_below):
        if table.kinds[row] not in (DATA, NOTE):
            continue
        if not words.names[row] or words.opening.counts[row] < _FEWEST_CELLS_OF_GROUP:
            continue
        if not is_of_signatures[row]:
            place = row_place(table.grid, row)
            yield make_finding("table.rows-below-signature", place)


def _is_of_signatures(value: CellValue) -> bool:
    text = cell_text(value)
    marks = (_SIGNATURE, _NOT_A_GROUP, _OF_SIGNATURES)
    return any(mark.match(text) for mark in marks)
