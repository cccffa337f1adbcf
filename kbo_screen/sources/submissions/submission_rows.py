"""Which rows of a sheet are the rows of a list: what stands between its header and the signatures.

A row that may name a group is not left out in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.submission import TYPED_FIELDS
from kbo_screen.sources.cells.sheet_cells import rows_where
from kbo_screen.sources.cells.sheet_places import row_place, sheet_place
from kbo_screen.sources.submissions.submission_cells import GROUP_FIELDS
from kbo_screen.sources.submissions.submission_head import speaks_of_list
from kbo_screen.sources.table.row_kinds import DATA, HEADER, NOTE
from kbo_screen.vocabulary.reading import cell_text, folded, holds_words
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def rows_of_list(
    table: Table,
    *,
    is_form: bool,
) -> tuple[np.ndarray, list[Finding]]:
    """Sheet rows (from 0) that are filled in, and what is to be said of rows below the signatures.

    Of a form all rows in which something was typed; of a table its data.
    """
    rows = _typed_rows(table) if is_form else _data_rows(table)
    rows_below = _rows_below_signatures(table)
    reserve_rows = _reserve_rows(table)
    list_rows: list[int] = []
    reserves: list[int] = []
    for row in rows:
        if row in rows_below or _is_unused(table, row):
            continue
        if _is_remark(table, row):
            continue
        if row in reserve_rows:
            reserves.append(row)
        else:
            list_rows.append(row)
    findings = [
        *_groups_below_signatures(table, rows_below),
        *_check_reserves(table, reserves),
    ]
    return np.array(list_rows, dtype=np.int64), findings


def _typed_rows(table: Table) -> list[int]:
    """Rows of a form in which something was typed."""
    fields = table.columns.by_field
    columns = [fields[name] for name in TYPED_FIELDS if name in fields]
    is_typed = np.zeros(table.grid.height, dtype=bool)
    for column in columns:
        is_typed |= rows_where(table.grid.columns[column], holds_words)
    return [row for row in _rows_below_header(table) if is_typed[row]]


def _rows_below_header(table: Table) -> range:
    return range(table.header.last_row + 1, table.grid.height)


def _data_rows(table: Table) -> list[int]:
    """Rows of data; lone names right below one, each one more group; people without their group."""
    kinds = table.kinds.copy()
    is_below_data = True
    for row in _rows_below_header(table):
        if kinds[row] == NOTE and _is_row_of_list(
            table, row, is_below_data=is_below_data
        ):
            kinds[row] = DATA
        is_below_data = kinds[row] == DATA
    data_rows = np.flatnonzero(kinds == DATA).tolist()
    return [row for row in data_rows if _may_be_group(table, row)]


def _may_be_group(table: Table, row: int) -> bool:
    return not _NOT_A_GROUP.match(_name(table, row))


def _is_row_of_list(
    table: Table,
    row: int,
    *,
    is_below_data: bool,
) -> bool:
    """A row that looks like a note is one of the list."""
    return (is_below_data and _is_lone_name(table, row)) or _lacks_group(table, row)


def _is_lone_name(table: Table, row: int) -> bool:
    """Only a group is named."""
    name = _name(table, row)
    if not name:
        return False
    return not (_NOT_A_GROUP.match(name) or _SIGNATURE.match(name))


def _lacks_group(table: Table, row: int) -> bool:
    """A representative with a telephone number, or with the row's number in front, and no group."""
    person = _words_of_field(table, "representative", row)
    if _name(table, row) or not _says_something(person):
        return False
    if _first_words(table, row).isdecimal():
        return True
    phone = _words_of_field(table, "phone", row)
    return any(map(str.isdigit, phone))


def _words_of_field(
    table: Table,
    field: str,
    row: int,
) -> str:
    """What stands in the column of a field; "" where the table has none."""
    column = table.columns.by_field.get(field)
    if column is None:
        return ""
    return cell_text(table.grid.columns[column][row])


def _name(table: Table, row: int) -> str:
    """What stands in the columns that name the group."""
    return "".join(_words_of_field(table, field, row) for field in GROUP_FIELDS)


def _words(table: Table, row: int) -> list[str]:
    """The texts of a row's cells, but for blank ones."""
    return list(_words_by_column(table, row).values())


def _words_by_column(table: Table, row: int) -> dict[int, str]:
    words = {}
    for at, column in enumerate(table.grid.columns):
        text = cell_text(column[row])
        if text:
            words[at] = text
    return words


def _first_words(table: Table, row: int) -> str:
    return next(iter(_words(table, row)), "")


def _rows_below_signatures(table: Table) -> set[int]:
    """Rows from a signature on, up to where the header stands again for one more list."""
    rows_below: set[int] = set()
    is_below = False
    for row in _rows_below_header(table):
        is_below = is_below and table.kinds[row] != HEADER
        is_below = is_below or _opens_signatures(table, row)
        if is_below:
            rows_below.add(row)
    return rows_below


def _opens_signatures(table: Table, row: int) -> bool:
    """The row opens the signatures; behind a row's number dots are a line to write a group on."""
    first_words = _first_words(table, row)
    name = _name(table, row)
    is_numbered = first_words.strip("().").isdecimal()
    if is_numbered and not any(map(str.isalpha, name)):
        return False
    return bool(_SIGNATURE.match(first_words) or _SIGNATURE.match(name))


def _is_unused(table: Table, row: int) -> bool:
    """Nobody filled the row in: under every header stands nothing, a dash, dots or "none"."""
    words = (_words_of_field(table, field, row) for field in table.columns.by_field)
    return not any(map(_says_something, words))


def _says_something(words: str) -> bool:
    if not any(map(str.isalnum, words)):
        return False
    return fold(words) not in folded("person", "none")


def _is_remark(table: Table, row: int) -> bool:
    """The row says something beside the list: words that name no group, or a lone cell behind an asterisk."""
    words = _words(table, row)
    if _NOT_A_GROUP.match(words[0]) or speaks_of_list(words):
        return True
    return len(words) == 1 and bool(_ASTERISK.match(words[0]))


def _reserve_rows(table: Table) -> set[int]:
    """Rows of reserves.

    They stand below a lone heading that says so, up to the next heading, or a cell of no
    field marks them.
    """
    reserve_rows: set[int] = set()
    is_below_heading = False
    for row in _rows_below_header(table):
        words = _words_by_column(table, row)
        if len(words) > 1 and (is_below_heading or _is_marked(table, words)):
            reserve_rows.add(row)
        if len(words) == 1:
            ((column, text),) = words.items()
            heads_reserves = bool(_RESERVES_MARK.match(text))
            if heads_reserves or column not in _name_columns(table):
                is_below_heading = heads_reserves
    return reserve_rows


def _is_marked(table: Table, words: Mapping[int, str]) -> bool:
    """A cell of no field says that the row is one of reserves. words: by column."""
    fields = set(table.columns.by_field.values())
    marks = [text for column, text in words.items() if column not in fields]
    return any(map(_RESERVES_MARK.match, marks))


def _name_columns(table: Table) -> set[int]:
    """The columns that name the group."""
    fields = table.columns.by_field
    return {fields[name] for name in GROUP_FIELDS if name in fields}


def holds_reserves(sheet: str | None) -> bool:
    """A sheet is called the district's reserves.

    >>> holds_reserves("กลุ่มสำรอง"), holds_reserves("บางคล้า"), holds_reserves(None)
    (True, False, False)
    """
    return bool(sheet and _RESERVES.search(sheet))


def _check_reserves(table: Table, reserves: list[int]) -> Iterator[Finding]:
    """One finding for all rows of reserves."""
    if reserves:
        rows = ", ".join(str(row + 1) for row in reserves)
        place = sheet_place(table.grid)._replace(cell=rows)
        yield make_finding("table.reserves", place)


def _groups_below_signatures(table: Table, rows_below: set[int]) -> Iterator[Finding]:
    """Rows below the signatures that may name a group after all."""
    for row in sorted(rows_below):
        if table.kinds[row] not in (DATA, NOTE):
            continue
        if not _name(table, row):
            continue
        words = _words(table, row)
        if len(words) > 1 and not any(map(_is_of_signatures, words)):
            place = row_place(table.grid, row)
            yield make_finding("table.rows-below-signature", place)


def _is_of_signatures(words: str) -> bool:
    marks = (_SIGNATURE, _NOT_A_GROUP, _OF_SIGNATURES)
    return any(mark.match(words) for mark in marks)
