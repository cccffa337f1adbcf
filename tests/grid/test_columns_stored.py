"""A sheet's columns are stored as codes, piece by piece: what is read back is what a plain loop over the rows gives."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kbo_screen.grid import CellError, grid

if TYPE_CHECKING:
    from kbo_screen.grid import CellValue

CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.sampled_from(["", "a", "ก", "#N/A", "1", " "]),
    st.sampled_from([0, 1, 2, 0.0, 1.0, 2.5, True, False]),
    st.sampled_from(
        [
            CellError("#N/A"),
            CellError("=?"),
            dt.date(2022, 12, 28),
            dt.datetime(2022, 12, 28),
        ]
    ),
)
ROWS = st.lists(st.lists(CELLS, max_size=4), max_size=9)
PUT = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 6)),
    st.sampled_from([CellError("#REF!"), "x"]),
)


def plain(
    rows: list[list[CellValue]],
    blank_columns: int,
    put: dict[tuple[int, int], CellValue],
) -> list[list[CellValue]]:
    """By address, cell by cell."""
    cells = {
        (r, blank_columns + c): value
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
    } | put
    filled = {
        place: value
        for place, value in cells.items()
        if value is not None and value != ""
    }
    height = max((r + 1 for r, _ in filled), default=0)
    width = max((c + 1 for _, c in filled), default=0)
    return [[filled.get((r, c)) for r in range(height)] for c in range(width)]


def exactly(columns: list[list[CellValue]]) -> list[list[tuple[type, CellValue]]]:
    return [[(type(value), value) for value in column] for column in columns]


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, blank_columns=st.integers(0, 2), put=PUT, piece=st.integers(1, 4))
def test_columns_are_what_a_plain_loop_gives(
    rows: list[list[CellValue]],
    blank_columns: int,
    put: dict[tuple[int, int], CellValue],
    piece: int,
) -> None:
    before, grid.PIECE_ROWS = grid.PIECE_ROWS, piece
    try:
        columns = grid.to_columns(iter(rows), blank_columns=blank_columns, put=put)
    finally:
        grid.PIECE_ROWS = before
    assert exactly([list(column) for column in columns]) == exactly(
        plain(rows, blank_columns, put)
    )
    handed_on = pickle.loads(pickle.dumps(columns))  # noqa: S301
    assert exactly([list(column) for column in handed_on]) == exactly(
        plain(rows, blank_columns, put)
    )
    for column in columns:
        assert column.distinct[0] is None
        assert [code == 0 for code in column.codes] == [
            value is None for value in column
        ]
