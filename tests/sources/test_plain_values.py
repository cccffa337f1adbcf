"""Values that are read as they are stand beside others in one column, each with its own reading."""

from __future__ import annotations

import numpy as np

from kbo_screen.grid import CellError
from kbo_screen.sources.cells.cell_columns import CellColumn, read_column
from kbo_screen.vocabulary.values import read_field

PHONES = [None, "0812345678", "081-234-5678", "812345678", "0812345678\n", "-", True]


def test_every_phone_reads_as_it_does_alone() -> None:
    values = [*PHONES, CellError("#REF!")]
    codes = np.arange(len(values))
    column = read_column("phone", CellColumn(codes, values, codes))
    alone = [read_field("phone", value) for value in PHONES[:-1]]
    assert alone == [column.at(row) for row in range(len(PHONES) - 1)]
    assert column.values().tolist()[:-2] == [reading.value for reading in alone]
    problems = [(row, problem) for row, problem, _ in column.problems()]
    assert problems[-1] == (len(PHONES), "error-value")
