"""A list that wastes time: what reading it takes grows with its rows, whatever stands beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.grid import reader
from kbo_screen.sources.submissions import submission_reasons
from kbo_screen.sources.submissions.submission_files import list_reading
from kbo_screen.sources.table.table_finder import find_tables
from tests.tools.counted_calls import calls_of
from tests.tools.lists import make_run
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.grid import SheetGrid

HEADER = ["ที่", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์"]
#: Rows of two lists; all rows in which a header is looked for stand in the shorter one too.
FEW, MANY = 150, 300
#: Columns beside those of the list.
MORE = 60


class Passes(tuple[Any, ...]):
    """The merged cells of a sheet; counts how often somebody goes through all of them."""

    count = 0

    def __iter__(self) -> Iterator[Any]:
        Passes.count += 1
        return super().__iter__()


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
    words: str | None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    run: Run,
) -> None:
    """A column of one word is one question, not one per row: rows cost the same with and without it.

    But for what is kept of them for `--previous`, which has a bound of its own.
    """
    monkeypatch.setattr(submission_reasons, "MOST_REMARKS", 0)
    calls = {
        (rows, width): calls_to_read(tmp_path, run, rows, [words] * width)
        for rows in (FEW, MANY)
        for width in (0, MORE)
    }
    of_rows = calls[MANY, 0] - calls[FEW, 0]
    of_wide_rows = calls[MANY, MORE] - calls[FEW, MORE]
    assert of_rows > 0
    assert of_wide_rows < 1.2 * of_rows


def test_of_many_rows_the_first_columns_beside_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Run
) -> None:
    """Each cell is kept with its place, and 13 million of them would take 4 GB."""
    monkeypatch.setattr(submission_reasons, "MOST_REMARKS", 5)
    header = [*HEADER, "ข้อสังเกต", "ช่อง 2", "ช่อง 3"]
    lines = [[number, f"กลุ่ม {number}", "ผ้า", "ก", "ข", "ค"] for number in (1, 2)]
    path = write_xlsx(tmp_path / "บางคล้า.xlsx", [header, *lines], sheet="รายชื่อ")
    reading = list_reading(run.letter, run.registry.scope)
    (submission,) = reading(reader.read_here(path), path)
    assert [list(row.remarks) for row in submission.rows] == [["ที่", "ข้อสังเกต"]] * 2


def passes_to_read(folder: Path, run: Run, rows: int) -> int:
    """How often the reading of a list goes through its merged cells.

    Every second row begins a merged cell, has a remark of another value, a note that its
    group is no more, and a name that is struck out.
    """
    header = ["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว", "หมายเหตุ", "เหตุผล/คำยืนยัน"]
    lines = [
        [f"กลุ่มทอผ้า {row}", f"ผ้า {row}", 3, "ที่จริงได้ 4 ดาว", "ตรวจแล้ว"]
        for row in range(1, rows + 1)
    ]
    path = write_xlsx(folder / "บางคล้า.xlsx", [header, *lines], sheet="รายชื่อ")
    workbook = reader.read_here(path)
    (grid,) = workbook.sheets
    tops = range(1, rows, 2)
    marked_grid = replace(
        grid,
        merges=Passes((top, 2, top + 1, 3) for top in tops),
        notes={(top, 0): "ยุบแล้ว" for top in tops},
        struck=frozenset((top, 0) for top in tops),
    )
    Passes.count = 0
    list_reading(run.letter, run.registry.scope)(
        workbook._replace(sheets=(marked_grid,)), path
    )
    return Passes.count


def test_merged_cells_are_gone_through_as_often_whatever_the_rows(
    tmp_path: Path, run: Run
) -> None:
    """Once per row would be the square of a sheet that merges as many cells as it has rows."""
    few = passes_to_read(tmp_path, run, 20)
    assert few > 0
    assert passes_to_read(tmp_path, run, 80) == few


def test_a_table_holds_no_values_of_the_other_tables_of_its_sheet(
    tmp_path: Path, run: Run
) -> None:
    """All tables together are asked for little more values than the sheet holds, not each for all of them."""
    lines: list[list[Any]] = []
    for table in range(20):
        district = ["อำเภอ", "บางคล้า"] if table % 2 else []
        lines += [
            [f"ตารางที่ {table}"],
            [*district[:1], "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ประเภทผู้ผลิต", "ระดับดาว"],
        ]
        for row in range(10):
            name = f"{table} {row}"
            lines.append([*district[1:], f"กลุ่มทอผ้า {name}", f"ผ้า {name}", "กลุ่ม", 3])
    path = write_xlsx(tmp_path / "ทะเบียน.xlsx", lines, sheet="ทะเบียน")
    (grid,) = reader.read_here(path).sheets
    search = list_reading(run.letter, run.registry.scope).search
    tables = list(find_tables(grid, search))
    assert len(tables) > 5
    assert sum(values_of(table.grid) for table in tables) < 2 * values_of(grid)


def values_of(grid: SheetGrid) -> int:
    """How many values the columns of a sheet hold, each different one once."""
    return sum(len(column.distinct) for column in grid.columns)
