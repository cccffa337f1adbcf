"""A list that wastes time: what reading it takes grows with its rows, whatever stands beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from kbo_screen.grid import reader
from kbo_screen.sources.submissions.submission_files import list_reading
from tests.tools.counted_calls import calls_of
from tests.tools.lists import make_run
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run

HEADER = ["ที่", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์"]
#: Rows of two lists; all rows in which a header is looked for stand in the shorter one too.
FEW, MANY = 150, 300
#: Columns beside those of the list.
MORE = 60


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("run"))


def calls_to_read(
    folder: Path,
    run: Run,
    rows: int,
    beside: list[str | None],
) -> int:
    """How many calls the reading of a list takes. beside: what stands behind every row of it."""
    header = [*HEADER, *(f"ช่อง {number}" for number, _ in enumerate(beside))]
    lines = [
        [number, f"กลุ่มทอผ้า {number}", f"ผ้า {number}", *beside]
        for number in range(1, rows + 1)
    ]
    path = write_xlsx(folder / "บางคล้า.xlsx", [header, *lines], sheet="รายชื่อ")
    workbook = reader.read_here(path)
    reading = list_reading(run.letter, run.registry.scope)
    (submission,) = reading(workbook, path)
    assert len(submission.rows) == rows
    return calls_of(partial(reading, workbook, path))


@pytest.mark.parametrize("words", [None, "ก", "ไม่มี", "-"])
def test_columns_beside_a_list_are_not_looked_at_row_by_row(
    words: str | None, tmp_path: Path, run: Run
) -> None:
    """A column of one word is one question, not one per row: rows cost the same with and without it."""
    calls = {
        (rows, width): calls_to_read(tmp_path, run, rows, [words] * width)
        for rows in (FEW, MANY)
        for width in (0, MORE)
    }
    of_rows = calls[MANY, 0] - calls[FEW, 0]
    of_wide_rows = calls[MANY, MORE] - calls[FEW, MORE]
    assert of_rows > 0
    assert of_wide_rows < 1.2 * of_rows
