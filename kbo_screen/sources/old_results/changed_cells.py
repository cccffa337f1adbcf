"""Which cells of a workbook of ours hold something else than another one: by values, what people type left aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Place
from kbo_screen.registry.registry import column_letters
from kbo_screen.sources.old_results.old_output import cells_for_people
from kbo_screen.sources.workbooks import read_workbook
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kbo_screen.grid import SheetGrid, Workbook
    from kbo_screen.registry.typed_cells import TypedCells
    from kbo_screen.sources.workbooks import Reader


class ChangedCell(NamedTuple):
    """A cell, what stands in it, what should, and the group that its row names."""

    place: Place
    value: str
    expected: str
    group: str


class ResultBook(NamedTuple):
    """A workbook of ours, and the cells in it that people fill in."""

    workbook: Workbook
    typed: tuple[TypedCells, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.workbook.file

    @property
    def sheet_names(self) -> set[str]:
        """The names of its sheets."""
        return {grid.sheet or "" for grid in self.workbook.sheets}

    def text_beginning(self, mark: str) -> str | None:
        """The first text that begins so, with what stands in the cells below it."""
        for grid in self.workbook.sheets:
            for column in range(grid.width):
                texts = _texts(grid, column)
                for row, text in enumerate(texts):
                    if text.startswith(mark):
                        return "".join(texts[row:])
        return None


def read_result(path: Path, reader: Reader | None = None) -> ResultBook:
    """A workbook of ours as it stands. Raises InputError.

    reader: opens it; one without passwords where none is given.
    """
    return ResultBook(
        read_workbook(path, reader),
        tuple(cells_for_people(path, reader)),
    )


def changed_cells(
    book: ResultBook,
    expected: ResultBook,
    *,
    group_label: str,
) -> Iterator[ChangedCell]:
    """The cells in which a workbook differs, sheet by sheet; a sheet that only one of them has is told without a cell.

    Those that people fill in are left out. group_label: the head of the column that names groups.
    """
    typed_of = lists_by_key((cells.sheet, cells) for cells in book.typed)
    grids = {grid.sheet or "": grid for grid in book.workbook.sheets}
    for expected_grid in expected.workbook.sheets:
        name = expected_grid.sheet or ""
        grid = grids.pop(name, None)
        if grid is None:
            place = Place(book.file, name)
            yield ChangedCell(place, "", name, "")
            continue
        yield from _changed_in_sheet(
            book.file,
            grid,
            expected_grid,
            typed_of.get(name, []),
            group_label,
        )
    for name, grid in grids.items():
        if grid.height:
            yield ChangedCell(Place(book.file, name), name, "", "")


def _changed_in_sheet(
    file: str,
    grid: SheetGrid,
    expected: SheetGrid,
    typed: list[TypedCells],
    group_label: str,
) -> Iterator[ChangedCell]:
    group_column = _column_of(expected, group_label)
    for column in range(max(grid.width, expected.width)):
        values = _texts(grid, column)
        expected_values = _texts(expected, column)
        for row in range(max(grid.height, expected.height)):
            value = values[row] if row < len(values) else ""
            expected_value = expected_values[row] if row < len(expected_values) else ""
            if value == expected_value or _is_typed(typed, row, column):
                continue
            cell = f"{column_letters(column)}{row + 1}"
            place = Place(file, grid.sheet, cell)
            group = _text_at(expected, row, group_column)
            yield ChangedCell(place, value, expected_value, group)


def _texts(grid: SheetGrid, column: int) -> list[str]:
    """What stands in a column, row by row; nothing behind the last of a sheet."""
    if column >= grid.width:
        return []
    return [cell_text(value) for value in grid.columns[column]]


def _text_at(
    grid: SheetGrid,
    row: int,
    column: int | None,
) -> str:
    if column is None or row >= grid.height:
        return ""
    return cell_text(list(grid.columns[column])[row])


def _column_of(grid: SheetGrid, label: str) -> int | None:
    """The first column that holds a label."""
    words = joined(label)
    for column in range(grid.width):
        if words in map(joined, _texts(grid, column)):
            return column
    return None


def joined(words: str) -> str:
    """A label however it is broken into lines."""
    return "".join(words.split())


def _is_typed(
    typed: Iterable[TypedCells],
    row: int,
    column: int,
) -> bool:
    """A cell that people fill in."""
    return any(row in cells.rows and column in cells.columns for cells in typed)
