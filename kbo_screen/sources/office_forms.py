"""Reads the blank form of an office: where its table is, and which cells are to be filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import InputError, Place
from kbo_screen.letters.toml_shape import reading_fault
from kbo_screen.registry.office_layout import HeadCell, LinePart, OfficeForm
from kbo_screen.sources.cells.sheet_cells import texts_of_row
from kbo_screen.sources.cells.sheet_places import sheet_place
from kbo_screen.sources.submissions.submission_head import (
    blank_beside_labels,
    rows_beside,
)
from kbo_screen.sources.table.row_kinds import HEADER
from kbo_screen.sources.table.table_finder import find_tables
from kbo_screen.sources.workbooks import read_workbook
from kbo_screen.vocabulary.thai_text import fold, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.sources.header.table_search import TableSearch
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.workbooks import Reader

#: The kinds of workbook that can be filled without losing their looks.
_FORMATS: Final = ("xlsx", "xlsm")
#: What heads a column of numbers, folded.
_NUMBERS: Final = frozenset({"ที่", "ลำดับ", "ลำดับที่", "ข้อ", "ข้อที่", "no", "item"})
#: The number of a row, as forms print it beforehand.
_NUMBER: Final = re.compile(r"\(?\d{1,4}[.)]*")
#: What a blank is drawn with.
_BLANK: Final = re.compile(r"[\s.…_\-–]*")
#: A dotted blank behind the word for an area; behind it another may follow.
_DOTTED: Final = re.compile(r"(อำเภอ|จังหวัด)([\s:]*)(?:\.{2,}|…+|_{2,})[.…_]*")
_FIELD_OF_WORD: Final = {"อำเภอ": "district", "จังหวัด": "province"}


def read_office_form(
    path: Path,
    search: TableSearch,
    reader: Reader | None = None,
) -> OfficeForm:
    """The blank form of a file, its table found by the words by which a district's list is.

    search: what a list is looked for by. reader: opens the file. Raises InputError for a file that is locked or no
    xlsx, for one without a table of groups or with two, and for a table without blank rows.
    """
    content = _content_of(path)
    workbook = _open(path, reader)
    tables = list(_tables_of_groups(workbook, search))
    if not tables:
        raise InputError.of("form.template-no-table", Place(path.name))
    if len(tables) > 1:
        raise _two_tables(tables)
    return _form_of(tables[0], path, content)


def _two_tables(tables: Sequence[Table]) -> InputError:
    """That a form has several tables, and where their headers are."""
    places = [table.header_row_place for table in tables]
    rows = [f"{place.sheet}!{place.cell}" for place in places]
    return InputError.of("form.template-two-tables", places[1], rows=", ".join(rows))


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        place = Place(path.name)
        what = reading_fault(error)
        raise InputError.of("form.template-unread", place, what=what) from None


def _open(path: Path, reader: Reader | None) -> Workbook:
    """The workbook of a form. Raises InputError for one that is locked or of another kind."""
    try:
        workbook = read_workbook(path, reader)
    except InputError as error:
        codes = {finding.code for finding in error.findings}
        if "file.encrypted" not in codes:
            raise
        raise _locked(path) from None
    if workbook.format not in _FORMATS:
        raise InputError.of(
            "form.template-other-kind",
            Place(path.name),
            value=workbook.format,
        )
    return workbook


def _locked(path: Path) -> InputError:
    return InputError.of("form.template-locked", Place(path.name))


def _tables_of_groups(workbook: Workbook, search: TableSearch) -> Iterator[Table]:
    """The tables of the sheets in sight that have a column for groups."""
    for grid in workbook.visible_sheets:
        for table in find_tables(grid, search):
            if "group_name" in table.columns.by_field:
                yield table


def _form_of(
    table: Table,
    path: Path,
    content: bytes,
) -> OfficeForm:
    grid = table.grid
    number_column = _number_column(table)
    rows = _blank_rows(table, number_column)
    if rows is None:
        raise InputError.of("form.template-no-rows", sheet_place(grid))
    first_row, last_row = rows
    return OfficeForm(
        path.name,
        content,
        grid.sheet or "",
        table.columns.by_field,
        number_column,
        first_row,
        last_row,
        tuple(_head_cells(table)),
    )


def _number_column(table: Table) -> int | None:
    """The column that numbers the rows."""
    fields = table.used_columns
    for column, header in table.header.texts.items():
        if column not in fields and fold(header.rstrip(". ")) in _NUMBERS:
            return column
    return None


def _blank_rows(
    table: Table,
    number_column: int | None,
) -> tuple[int, int | None] | None:
    """The first and the last blank row below the header; None for no row, a last one of None for no end."""
    grid = table.grid
    row = table.header.last_row + 1
    while row < grid.height and not _is_blank(table, row, number_column):
        if table.kinds[row] != HEADER:
            return None
        row += 1
    first_row = row
    while row < grid.height:
        if not _is_blank(table, row, number_column):
            return first_row, row - 1
        row += 1
    is_numbered = number_column is not None and grid.height > first_row
    return first_row, grid.height - 1 if is_numbered else None


def _is_blank(
    table: Table,
    row: int,
    number_column: int | None,
) -> bool:
    """Nothing stands in a row but its number, dots to write on, and marks to choose from."""
    for column, words in texts_of_row(table.grid, row).items():
        if _BLANK.fullmatch(words):
            continue
        is_number = _NUMBER.fullmatch(to_ascii_digits(words).strip()) is not None
        if column != number_column or not is_number:
            return False
    return True


def _head_cells(table: Table) -> Iterator[HeadCell]:
    """The blanks for the district and the province: beside their labels, or dotted behind the words."""
    for name, (row, column) in blank_beside_labels(table).items():
        if name in _FIELD_OF_WORD.values():
            yield HeadCell(row, column, (LinePart(name, is_field=True),))
    for row in rows_beside(table):
        yield from _dotted_cells(table.grid, row)


def _dotted_cells(grid: SheetGrid, row: int) -> Iterator[HeadCell]:
    """The cells of a row with a dotted blank behind the word for an area."""
    for column, words in texts_of_row(grid, row).items():
        if _DOTTED.search(words):
            yield HeadCell(row, column, tuple(_parts_of(words)))


def _parts_of(words: str) -> Iterator[LinePart]:
    end = 0
    for blank in _DOTTED.finditer(words):
        yield LinePart(words[end : blank.start()] + blank[1] + blank[2])
        yield LinePart(_FIELD_OF_WORD[blank[1]], is_field=True)
        end = blank.end()
    if words[end:]:
        yield LinePart(words[end:])
