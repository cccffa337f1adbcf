"""Fills the blank form of an office: its table row by row, its looks kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.formats.forms.form_workbook import form_names
from kbo_screen.formats.forms.kept_rows import add_rows, refuses_rows
from kbo_screen.formats.forms.kept_workbook import (
    first_of_merge,
    open_kept,
    put_value,
    saved_bytes,
)
from kbo_screen.formats.writing_apart import Portable
from kbo_screen.vocabulary.thai_text import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from kbo_screen.formats.writing import FolderWriters
    from kbo_screen.registry.office_layout import OfficeForm
    from kbo_screen.results.forms.office_form_rows import OfficeRows

#: Rows of a table that nothing ends: no frame, no number, no line below.
_ENDLESS_ROWS: Final = 200
_SIDES: Final = ("left", "right", "top", "bottom")
_DIGITS: Final = re.compile(r"\d+")
_THAI_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def office_form_writers(
    form: OfficeForm,
    districts: Sequence[OfficeRows],
) -> FolderWriters:
    """What writes every district's copy of a form, by its name.

    A writer raises InputError where the table has too few rows and none can be added.
    """
    areas = [of_district.district for of_district in districts]
    names = form_names(areas, form.suffix)
    return {
        name: Portable(_write_draft, form, of_district)
        for name, of_district in zip(names, districts, strict=True)
    }


def _write_draft(
    path: Path,
    form: OfficeForm,
    of_district: OfficeRows,
) -> Sequence[Finding]:
    path.write_bytes(filled_form(form, of_district))
    return ()


def rows_added(form: OfficeForm, districts: Sequence[OfficeRows]) -> list[Finding]:
    """Of which districts the table has too few rows, so that some are added.

    Raises InputError where none can be added without harm to the rest.
    """
    workbook = open_kept(form.content, form.file)
    rows = _rows_to_fill(form, workbook[form.sheet])
    longer = [form for form in districts if len(form.rows) > len(rows)]
    if not longer:
        return []
    most = max(len(of_district.rows) for of_district in longer)
    _refuse_rows(form, workbook, rows, most)
    names = [of_district.district.district for of_district in longer]
    finding = make_finding(
        "form.rows-added",
        Place(form.file, form.sheet, str(rows[-1] + 1)),
        rows=len(rows),
        count=most,
        names=", ".join(names),
    )
    return [finding]


def filled_form(form: OfficeForm, of_district: OfficeRows) -> bytes:
    """The bytes of a filled form. Raises InputError where it lacks rows and none can be added."""
    workbook = open_kept(form.content, form.file)
    sheet: Worksheet = workbook[form.sheet]
    rows = _rows_to_fill(form, sheet)
    missing = max(0, len(of_district.rows) - len(rows))
    if missing:
        _refuse_rows(form, workbook, rows, len(of_district.rows))
        last_row = rows[-1]
        add_rows(workbook, sheet, last_row, missing)
        rows = [*rows, *range(last_row + 1, last_row + 1 + missing)]
    for head in form.heads:
        moved = missing if head.row > rows[0] else 0
        _put(sheet, head.row + moved, head.column, head.words(of_district.head))
    _number_rows(form, sheet, rows, len(of_district.rows))
    _fill_rows(form, sheet, rows, of_district)
    if workbook.calculation:
        workbook.calculation.fullCalcOnLoad = True
    return saved_bytes(workbook, form.file)


def _fill_rows(
    form: OfficeForm,
    sheet: Worksheet,
    rows: Sequence[int],
    of_district: OfficeRows,
) -> None:
    """Let a row hold a group, field by field, as far as the form has columns for them."""
    for row, values in zip(rows, of_district.rows, strict=False):
        for field, column in form.columns.items():
            if field in values:
                _put(sheet, row, column, values[field])


def _rows_to_fill(form: OfficeForm, sheet: Worksheet) -> list[int]:
    """The blank rows that belong to the table: as many as are framed like the first, each that begins a cell."""
    last_row = form.last_row
    if last_row is None:
        last_row = form.first_row + _ENDLESS_ROWS - 1
    column = form.columns["group_name"]
    is_framed = _is_framed(sheet, form.first_row, column)
    rows = []
    for row in range(form.first_row, last_row + 1):
        if is_framed and not _is_framed(sheet, row, column):
            break
        if first_of_merge(sheet.cell(row + 1, column + 1)).row == row + 1:
            rows.append(row)
    return rows


def _is_framed(sheet: Worksheet, row: int, column: int) -> bool:
    border = sheet.cell(row + 1, column + 1).border
    return any(getattr(border, side).style for side in _SIDES)


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str | int,
) -> None:
    put_value(first_of_merge(sheet.cell(row + 1, column + 1)), value)


def _refuse_rows(
    form: OfficeForm,
    workbook: Workbook,
    rows: Sequence[int],
    count: int,
) -> None:
    """Raise InputError where rows cannot be added above the last blank one and nothing else be lost.

    count: the rows that are needed.
    """
    is_whole = rows == list(range(rows[0], rows[-1] + 1))
    sheet = workbook[form.sheet]
    if is_whole and not refuses_rows(workbook, sheet, rows[-1]):
        return
    place = Place(form.file, form.sheet, str(rows[-1] + 1))
    raise InputError.of(
        "form.template-few-rows",
        place,
        rows=len(rows),
        count=count,
    )


def _number_rows(
    form: OfficeForm,
    sheet: Worksheet,
    rows: Sequence[int],
    groups: int,
) -> None:
    """Number the rows in the form's own way: all where it numbers them, else those that are filled."""
    column = form.number_column
    if column is None:
        return
    first = sheet.cell(rows[0] + 1, column + 1).value
    count = groups if first is None else len(rows)
    for number, row in enumerate(rows[:count], start=1):
        _put(sheet, row, column, _number_like(first, number))


def _number_like(first: Any, number: int) -> str | int:
    """A number as the form writes its first.

    >>> _number_like("๑.", 12), _number_like(1, 12), _number_like(None, 12)
    ('๑๒.', 12, 12)
    """
    words = str(first) if isinstance(first, str) else ""
    if not _DIGITS.search(to_ascii_digits(words)):
        return number
    digits = str(number)
    if words != to_ascii_digits(words):
        digits = digits.translate(_THAI_DIGITS)
    return _DIGITS.sub(digits, words, count=1)
