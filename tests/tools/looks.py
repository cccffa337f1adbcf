"""What a test looks at in a workbook or in JSON: rows and texts of sheets, groups of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def rows_of(sheet: Worksheet, **bounds: int) -> list[list[Any]]:
    """The values of a sheet, row by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True, **bounds)]


def cells_of(*sheets: Worksheet) -> Iterator[Cell]:
    """Every cell of some sheets."""
    for sheet in sheets:
        for row in sheet.iter_rows():
            yield from row


def cells_of_book(book: Workbook) -> Iterator[Cell]:
    """Every cell of a workbook."""
    return cells_of(*book.worksheets)


def texts_of(*sheets: Worksheet) -> list[str]:
    """What stands in the cells of some sheets, as texts; blanks are left out."""
    return [str(cell.value) for cell in cells_of(*sheets) if cell.value is not None]


def groups_of(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The listed groups of all districts of a result of `rank`."""
    groups = []
    for district in payload["districts"]:
        groups += district["groups"]
    return groups


def flat(lists: Iterable[Iterable[Any]]) -> list[Any]:
    """The members of all lists, one behind another."""
    members = []
    for each in lists:
        members += each
    return members
