"""A form of ours that is sent back: a line on top, next groups first in the drop-downs, a column for reasons."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.formats.forms.form_formulas import COLUMNS, POTENTIAL_WORDS, WIDTHS
from kbo_screen.formats.workbook.book import FONT_POINTS, LINE_POINTS, lines_of
from kbo_screen.registry.form_stamp import CHOICES_SHEET
from kbo_screen.registry.registry import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    from kbo_screen.registry.returned_list import NextGroups, ReasonColumn

#: Rows in which the line on top may stand.
_TOP_ROWS: Final = 12
_LINE_COLOUR: Final = "FF9C0006"
#: The column of the hidden sheet that holds the groups with the next ones first, from 1.
_NEXT_COLUMN: Final = POTENTIAL_WORDS + 2
_LAST_COLUMN: Final = re.compile(r"\$[A-Z]+(?=\$\d+$)")


class FormChanges(NamedTuple):
    """What is put into a form that is sent back, beside notes."""

    line: str
    next_groups: NextGroups
    reason_columns: Sequence[ReasonColumn]


def change_form(workbook: Workbook, changes: FormChanges) -> None:
    """Let the form say what is to be done, and offer what it needs for that."""
    sheet = workbook.worksheets[0]
    _write_line(sheet, changes.line)
    _offer_next(workbook, changes.next_groups)
    for column in changes.reason_columns:
        _add_reason_column(sheet, column)
    _fit_reasons(sheet)


def _write_line(sheet: Worksheet, line: str) -> None:
    """The line in the first blank row, or in the one that it stood in before."""
    from openpyxl.styles import Font

    opening = line.split(" ", maxsplit=1)[0]
    for row in range(1, _TOP_ROWS):
        first_words = _first_words(sheet, row)
        if first_words and not first_words.startswith(opening):
            continue
        cell = sheet.cell(row, 1)
        cell.value = line
        sheet.row_dimensions[row].height = LINE_POINTS
        cell.font = Font(
            name=sheet["A1"].font.name,
            size=FONT_POINTS,
            bold=True,
            color=_LINE_COLOUR,
        )
        return


def _first_words(sheet: Worksheet, row: int) -> str:
    for cell in sheet[row]:
        if cell.value is not None:
            return str(cell.value)
    return ""


def _offer_next(workbook: Workbook, groups: NextGroups) -> None:
    """Drop-downs of groups that are refused or blank offer the next groups first, and every other one after them."""
    sheet = workbook.worksheets[0]
    rules = _rules_of_groups(sheet)
    if not rules or CHOICES_SHEET not in workbook.sheetnames:
        return
    count = _list_next_first(workbook[CHOICES_SHEET], groups.labels)
    to_pick: list[str] = []
    picked: list[str] = []
    for cell in sorted(_cells_of(rules)):
        is_open = cell in groups.cells or sheet[cell].value is None
        (to_pick if is_open else picked).append(cell)
    for rule in rules:
        sheet.data_validations.dataValidation.remove(rule)
    _add_rule(sheet, rules[0], f"$A$1:$A${count}", picked)
    letters = column_letters(_NEXT_COLUMN - 1)
    _add_rule(sheet, rules[0], f"${letters}$1:${letters}${count}", to_pick)


def _list_next_first(choices: Worksheet, next_labels: Sequence[str]) -> int:
    """Write all groups of a form into a column of their own, the next ones first; returns how many they are."""
    values = [cell.value for cell in choices["A"]]
    labels = [str(value) for value in values if value is not None]
    first_labels = [label for label in next_labels if label in labels]
    later_labels = [label for label in labels if label not in first_labels]
    for row, label in enumerate([*first_labels, *later_labels], start=1):
        choices.cell(row, _NEXT_COLUMN).value = label
    return len(labels)


def _rules_of_groups(sheet: Worksheet) -> list[DataValidation]:
    """The rules of the drop-downs in the column of groups."""
    column = column_letters(COLUMNS["group_name"])
    rules = []
    for rule in sheet.data_validations.dataValidation:
        is_list = rule.type == "list" and CHOICES_SHEET in str(rule.formula1)
        if is_list and str(rule.sqref).startswith(column):
            rules.append(rule)
    return rules


def _cells_of(rules: Sequence[DataValidation]) -> set[str]:
    cells = set()
    for rule in rules:
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                cells.add(f"{column_letters(column - 1)}{row}")
    return cells


def _add_rule(
    sheet: Worksheet,
    rule: DataValidation,
    source: str,
    cells: Sequence[str],
) -> None:
    """A rule like another one, with other cells of the hidden sheet as its source, for some cells."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    if not cells:
        return
    new_rule = copy(rule)
    new_rule.formula1 = f"{CHOICES_SHEET}!{source}"
    new_rule.sqref = MultiCellRange(" ".join(cells))
    sheet.add_data_validation(new_rule)


def _add_reason_column(sheet: Worksheet, column: ReasonColumn) -> None:
    """Behind all columns of a form that was made before it had one, looking like the column of notes."""
    model = COLUMNS["note"] + 1
    added = sheet.max_column + 1
    last_row = _last_row(sheet, column)
    for row in range(column.header_row, last_row + 1):
        model_cell = sheet.cell(row, model)
        added_cell = sheet.cell(row, added)
        _copy_look(model_cell, added_cell)
    sheet.cell(column.header_row, added).value = column.header
    letters = column_letters(added - 1)
    sheet.column_dimensions[letters].width = WIDTHS["confirmation"]
    if sheet.print_area:
        area = _LAST_COLUMN.sub(f"${letters}", str(sheet.print_area))
        sheet.print_area = area.split("!")[-1]


def _last_row(sheet: Worksheet, column: ReasonColumn) -> int:
    """The last row for groups: the last that has a drop-down of groups, else the last that is filled."""
    rules = _rules_of_groups(sheet)
    rows: list[int] = [sheet[cell].row for cell in _cells_of(rules)]
    return max([*rows, *column.rows])


def _fit_reasons(sheet: Worksheet) -> None:
    """Let every row of groups be as high as the reason in it."""
    rules = _rules_of_groups(sheet)
    for name in _cells_of(rules):
        row = sheet[name].row
        reason = sheet.cell(row, COLUMNS["confirmation"] + 1).value
        if isinstance(reason, str) and not reason.startswith("="):
            height = LINE_POINTS * lines_of(reason, WIDTHS["confirmation"])
            dimension = sheet.row_dimensions[row]
            dimension.height = max(dimension.height or 0, height)


def _copy_look(model: Any, cell: Any) -> None:
    if model.has_style:
        cell._style = copy(model._style)  # noqa: SLF001 - openpyxl's own way
