"""Adds rows to a sheet of somebody's own workbook, and lets all that lies below move down with what speaks of it.

openpyxl moves the cells alone; merges, heights, drop-downs, conditional formats, formulas, names and print settings are
moved here. Rows are counted from 0, in openpyxl's own values from 1.
"""

from __future__ import annotations

import copy
import re
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    #: The row that a row becomes.
    Move = Callable[[int], int]
    #: First column, first row, last column, last row, from 1, as openpyxl has the bounds of a merge.
    Area = tuple[int, int, int, int]

#: A cell in a formula, its column and row; not part of a longer word or a function's name.
_CELL: Final = re.compile(
    r"(?<![A-Za-z0-9_.])(\$?[A-Za-z]{1,3}\$?)(\d{1,7})(?![A-Za-z0-9_.(])"
)
#: Whole rows: "5:12".
_ROWS: Final = re.compile(
    r"(?<![A-Za-z0-9_$:])(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![A-Za-z0-9_:])"
)


def refuses_rows(
    workbook: Workbook,
    sheet: Worksheet,
    row: int,
) -> bool:
    """Something on the sheet would not move with its row: a table of Excel, a formula over an area, a merge across."""
    if sheet.tables or sheet.scenarios.scenario:
        return True
    for merge in sheet.merged_cells.ranges:
        if (
            merge.min_row <= row < merge.max_row
            or merge.min_row <= row + 1 < merge.max_row
        ):
            return True
    return any(_is_area(cell.value) for _, cell in _formula_cells(workbook))


def _is_area(value: Any) -> bool:
    return not isinstance(value, str)


def _formula_cells(workbook: Workbook) -> Iterator[tuple[Worksheet, Any]]:
    for sheet in workbook.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    yield sheet, cell


def add_rows(
    workbook: Workbook,
    sheet: Worksheet,
    row: int,
    count: int,
) -> None:
    """Add so many rows above a row, that look like it."""

    def move(number: int) -> int:
        """A row, counted from 1, once the rows are added."""
        return number + count if number > row else number

    _move_formulas(workbook, sheet, move)
    merges = _take_merges(sheet)
    heights = _take_heights(sheet)
    sheet.move_range(_cells_below(sheet, row), rows=count)
    _move_links(sheet)
    for number, height in heights.items():
        _set_height(sheet, move(number), height)
    new_rows = range(row + 1, row + 1 + count)
    for number in new_rows:
        _copy_looks(sheet, new_rows.stop, number)
        _set_height(sheet, number, heights.get(row + 1))
    for merge in merges:
        left, top, right, bottom = merge.bounds
        _merge_at(sheet, (left, move(top), right, move(bottom)))
        if top == bottom == row + 1:
            for number in new_rows:
                _merge_at(sheet, (left, number, right, number))
    _move_rules(sheet, move)
    _move_print_settings(sheet, move)


def _cells_below(sheet: Worksheet, row: int) -> str:
    from openpyxl.utils import get_column_letter

    last_column = get_column_letter(sheet.max_column)
    return f"A{row + 1}:{last_column}{max(sheet.max_row, row + 1)}"


def _take_merges(sheet: Worksheet) -> list[Any]:
    """Take the merges off a sheet, and leave every cell the frame that it had; returns what they were."""
    merges = list(sheet.merged_cells.ranges)
    for merge in merges:
        with _looks_kept(sheet, merge.bounds):
            sheet.unmerge_cells(str(merge))
    return merges


def _merge_at(sheet: Worksheet, area: Area) -> None:
    """Merge cells, each with the frame that it had."""
    left, top, right, bottom = area
    with _looks_kept(sheet, area):
        sheet.merge_cells(
            start_row=top,
            start_column=left,
            end_row=bottom,
            end_column=right,
        )


@contextmanager
def _looks_kept(sheet: Worksheet, area: Area) -> Iterator[None]:
    """Let the cells of an area look as before, whatever becomes of their merge: those that it covers hold its frame."""
    left, top, right, bottom = area
    cells = chain.from_iterable(sheet.iter_rows(top, bottom, left, right))
    # openpyxl has no other way to copy all of a look
    looks = {cell.coordinate: copy.copy(cell._style) for cell in cells}  # noqa: SLF001
    yield
    for name, style in looks.items():
        cell: Any = sheet[name]
        cell._style = style  # noqa: SLF001 - as above


def _take_heights(sheet: Worksheet) -> dict[int, Any]:
    """The heights of rows, and whether they are hidden."""
    heights = {}
    for number, dimension in sheet.row_dimensions.items():
        heights[number] = (dimension.height, dimension.hidden)
    return heights


def _set_height(sheet: Worksheet, row: int, height: Any) -> None:
    points, is_hidden = height or (None, False)
    sheet.row_dimensions[row].height = points
    sheet.row_dimensions[row].hidden = is_hidden


def _copy_looks(sheet: Worksheet, model: int, row: int) -> None:
    """Let the cells of a row look like those of another."""
    for source in sheet[model]:
        target: Any = sheet.cell(row, source.column)
        target._style = copy.copy(source._style)  # noqa: SLF001 - as above


def _move_links(sheet: Worksheet) -> None:
    """A link says its cell itself."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate


def _move_formulas(
    workbook: Workbook,
    sheet: Worksheet,
    move: Move,
) -> None:
    """Let every formula and name speak of the rows where they will be."""
    for place, cell in _formula_cells(workbook):
        cell.value = moved_formula(
            cell.value, sheet.title, move, is_at_home=place is sheet
        )
    for owner in (workbook, *workbook.worksheets):
        for name in owner.defined_names.values():
            name.value = moved_formula(name.value, sheet.title, move, is_at_home=False)


def moved_formula(
    formula: str,
    sheet: str,
    move: Move,
    *,
    is_at_home: bool,
) -> str:
    """A formula with the rows of a sheet moved. is_at_home: it stands on that sheet.

    >>> moved_formula("=SUM(B6:B15)+'ก'!B20", "ก", lambda row: row + 2 if row > 14 else row, is_at_home=True)
    "=SUM(B6:B17)+'ก'!B22"
    """
    from openpyxl.formula import Tokenizer

    is_bare = not formula.startswith("=")
    tokenizer = Tokenizer(f"={formula}" if is_bare else formula)
    for token in tokenizer.items:
        if token.subtype != "RANGE":
            continue
        owner, separator, cells = token.value.rpartition("!")
        is_of_sheet = _unquoted(owner) == sheet if separator else is_at_home
        if is_of_sheet:
            token.value = owner + separator + _moved_cells(cells, move)
    words = "".join(token.value for token in tokenizer.items)
    return words if is_bare else f"={words}"


def _unquoted(name: str) -> str:
    return name.strip("'").replace("''", "'")


def _moved_cells(cells: str, move: Move) -> str:
    """A range with its rows moved."""
    moved = _CELL.sub(lambda cell: f"{cell[1]}{move(int(cell[2]))}", cells)
    return _ROWS.sub(
        lambda rows: f"{rows[1]}{move(int(rows[2]))}:{rows[3]}{move(int(rows[4]))}",
        moved,
    )


def _move_rules(sheet: Worksheet, move: Move) -> None:
    """Drop-downs and conditional formats grow, or move down, with their cells."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(_moved_cells(str(rule.sqref), move))
        for name in ("formula1", "formula2"):
            formula = getattr(rule, name)
            if formula and not formula.startswith('"'):
                moved = moved_formula(formula, sheet.title, move, is_at_home=True)
                setattr(rule, name, moved)
    _move_formats(sheet, move)


def _move_formats(sheet: Worksheet, move: Move) -> None:
    """Let conditional formats grow or move, with the cells that they speak of."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    formats = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            rule.formula = [
                moved_formula(formula, sheet.title, move, is_at_home=True)
                for formula in rule.formula
            ]
            formats.add(_moved_cells(str(area.sqref), move), rule)
    sheet.conditional_formatting = formats


def _move_print_settings(sheet: Worksheet, move: Move) -> None:
    """The area that is printed, the breaks between pages, the filter."""
    if sheet.print_area:
        areas = str(sheet.print_area).split(",")
        sheet.print_area = ",".join(
            _moved_cells(area.rpartition("!")[2], move) for area in areas
        )
    for row_break in sheet.row_breaks.brk:
        row_break.id = move(row_break.id)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _moved_cells(sheet.auto_filter.ref, move)
