"""What merged cells of a sheet cover, and which cell's value stands there: the first, their anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.grid import Merge, Position, SheetGrid


def merge_at(
    grid: SheetGrid,
    row: int,
    column: int,
) -> Merge | None:
    """The merged cell that covers a cell; None where it stands alone."""
    for merge in grid.merges:
        top, first_column, bottom, last_column = merge
        if top <= row <= bottom and first_column <= column <= last_column:
            return merge
    return None


def anchors_in(grid: SheetGrid, column: int) -> dict[int, Position]:
    """By row, of the merged cells that cover a column, the first cell: its value stands in all that they cover.

    Asked once for many rows, for a sheet may hold as many merged cells as rows.
    """
    anchors: dict[int, Position] = {}
    for top, first_column, bottom, _ in merges_over(grid, column):
        last_row = min(bottom, grid.height - 1)
        for row in range(top, last_row + 1):
            anchors.setdefault(row, (top, first_column))
    return anchors


def merges_over(grid: SheetGrid, column: int) -> Iterator[Merge]:
    """The merged cells that a column is part of."""
    for merge in grid.merges:
        _, first_column, _, last_column = merge
        if first_column <= column <= last_column:
            yield merge


def has_anchor(grid: SheetGrid, merge: Merge) -> bool:
    """Whether the first cell of a merged one stands on the sheet: a file may merge cells behind its last."""
    top, first_column, _, _ = merge
    return first_column < grid.width and top < grid.height


def merges_by_row(grid: SheetGrid, most_rows: int) -> dict[int, list[Merge]]:
    """Per row the merged cells that cover it, of a tall one its first rows alone.

    most_rows: that are taken of one merged cell below its first.
    """
    by_row: dict[int, list[Merge]] = {}
    for merge in grid.merges:
        top, _, bottom, _ = merge
        last_row = min(bottom, top + most_rows)
        for row in range(top, last_row + 1):
            by_row.setdefault(row, []).append(merge)
    return by_row


def rows_covered(
    grid: SheetGrid,
    cells: Iterable[Position],
) -> Iterator[int]:
    """The rows that these cells stand in, of a merged cell all that it covers."""
    last_rows = last_rows_covered(grid)
    for cell in cells:
        row, _ = cell
        yield from range(row, last_rows.get(cell, row) + 1)


def last_rows_covered(grid: SheetGrid) -> dict[Position, int]:
    """By the first cell of every merged one the last row of the sheet that it covers, never one above it."""
    last_rows: dict[Position, int] = {}
    for top, first_column, bottom, _ in grid.merges:
        anchor = (top, first_column)
        last_row = max(top, min(bottom, grid.height - 1))
        last_rows[anchor] = max(last_row, last_rows.get(anchor, top))
    return last_rows


def is_merged(grid: SheetGrid, column: int) -> np.ndarray:
    """Per row of a sheet whether a merged cell covers the column there."""
    covered = np.zeros(grid.height, dtype=bool)
    for top, _, bottom, _ in merges_over(grid, column):
        covered[top : bottom + 1] = True
    return covered


def filled_down(grid: SheetGrid, holds: np.ndarray) -> np.ndarray:
    """Which cells hold something, with all that a merged cell of several rows covers where its first does.

    holds: columns × rows, of the cells themselves.
    """
    covered = holds.copy()
    for merge in grid.merges:
        top, first_column, bottom, last_column = merge
        is_tall = bottom > top
        if is_tall and has_anchor(grid, merge) and holds[first_column, top]:
            covered[first_column : last_column + 1, top : bottom + 1] = True
    return covered
