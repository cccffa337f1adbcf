"""A workbook is made again from the inputs that its receipt names, and compared by values.

- Every way to make one: lists, answers, districts, both languages, a proof.
- A cell that a hand changed is named, an answer that was filled in is none; over 50 changes.
- An input that changed is named; one that is not found ends the command with 3.
- Another version of the program with the same cells is said.
"""

from __future__ import annotations

import random
import shutil
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import InputError
from kbo_screen.sources.changed_cells import changed_cells, read_result
from kbo_screen.tasks.run_again import replay

SAMPLES = Path(__file__).parents[2] / "sample_data"
LISTS = ["--projects", "projects.xlsx", "--standards", "standards.xlsx"]
CALLS = {
    "lists": [*LISTS, "--lang", "en"],
    "answers": [*LISTS, "--answers", "answers.xlsx", "--proof"],
    "district": ["--district", "บางคล้า", "--take", "2"],
    "stars": ["--stars", "stars.xlsx", "--today", "2022-12-24"],
}
SLOW = ("answers", "stars")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The samples in a folder of their own."""
    for path in SAMPLES.glob("*.xlsx"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*words: str) -> None:
    call = ["rank", "registry.xlsx", *words, "-o", "out.xlsx", "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow) if n in SLOW else n for n in CALLS],
)
def test_an_untouched_workbook_is_the_same(name: str, folder: Path) -> None:
    make(*CALLS[name])
    assert replay(Path("out.xlsx"), [folder]).verdict == "same"
    result = CliRunner().invoke(app, ["replay", "out.xlsx", "-q"])
    assert result.exit_code == 0


def test_another_version_with_the_same_cells_is_said(folder: Path) -> None:
    make()
    result = replay(Path("out.xlsx"), [folder], version="99.0")
    assert (result.verdict, result.versions[1]) == ("same-but-version", "99.0")


def test_a_changed_input_is_named_with_the_cells_that_it_moves(folder: Path) -> None:
    make()
    book = openpyxl.load_workbook("registry.xlsx")
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=6, max_row=40):
        for cell in row:
            if cell.value in (2, 3, "2", "3"):
                cell.value = 5
    book.save("registry.xlsx")
    result = replay(Path("out.xlsx"), [folder])
    assert result.verdict == "differs"
    assert result.changed_inputs == ("registry.xlsx",)
    assert any(cell.group for cell in result.cells)


def test_an_input_that_is_not_found_is_named(folder: Path) -> None:
    make(*LISTS)
    Path("projects.xlsx").unlink()
    with pytest.raises(InputError) as refusal:
        replay(Path("out.xlsx"), [folder])
    codes = [(f.code, f.place.file) for f in refusal.value.findings]
    assert codes == [("file.input-not-found", "projects.xlsx")]


def test_a_workbook_without_a_receipt_is_refused(folder: Path) -> None:
    with pytest.raises(InputError) as refusal:
        replay(folder / "registry.xlsx", [folder])
    assert [finding.code for finding in refusal.value.findings] == ["file.no-receipt"]


def test_a_change_by_hand_is_named_and_an_answer_is_none(folder: Path) -> None:
    make()
    book = openpyxl.load_workbook("out.xlsx")
    questions = book["รอยืนยัน"]
    for (cell,) in questions.iter_rows(
        min_row=questions.max_row,
        min_col=answer_column(questions),
        max_col=answer_column(questions),
    ):
        cell.value = "ใช่"
    book.save("answered.xlsx")
    assert replay(Path("answered.xlsx"), [folder]).verdict == "same"
    sheet = book["บัญชีรายชื่อ"]
    cell = sheet.cell(sheet.max_row - 1, 3)
    cell.value = "someone else"
    book.save("changed.xlsx")
    result = replay(Path("changed.xlsx"), [folder])
    assert result.verdict == "by-hand"
    assert [each.place.cell for each in result.cells] == [cell.coordinate]
    said = CliRunner().invoke(app, ["replay", "changed.xlsx", "-q"])
    assert said.exit_code == 1
    assert cell.coordinate in said.output


def answer_column(sheet: Any) -> int:
    """The column for answers, by its head."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "คำตอบ":
                return int(cell.column)
    raise AssertionError


@pytest.mark.slow
def test_every_one_of_fifty_changes_is_found(folder: Path) -> None:
    """One cell of any sheet that people do not type into, changed or emptied."""
    make(*LISTS)
    expected = read_result(folder / "out.xlsx")
    typed = list(expected.typed)
    chance = random.Random(1)
    for number in range(50):
        book = openpyxl.load_workbook("out.xlsx")
        sheet = chance.choice([each for each in book if each.sheet_state == "visible"])
        filled = [
            cell
            for cell in chain.from_iterable(sheet.iter_rows())
            if cell.value is not None and not is_typed(typed, sheet.title, cell)
        ]
        cell = chance.choice(filled)
        cell.value = chance.choice(["changed", None, 17])
        path = folder / f"changed{number}.xlsx"
        book.save(path)
        changes = changed_cells(
            read_result(path)._replace(typed=tuple(typed)),
            expected,
            group_label="ชื่อกลุ่ม",
            skipped_sheets=[],
        )
        places = [(each.place.sheet, each.place.cell) for each in changes]
        assert places == [(sheet.title, cell.coordinate)]


def is_typed(typed: list[Any], sheet: str, cell: Any) -> bool:
    row, column = cell.row - 1, cell.column - 1
    return any(
        cells.sheet == sheet
        and cells.first_column <= column
        and (cells.last_column is None or column <= cells.last_column)
        and cells.first_row <= row
        and (cells.last_row is None or row <= cells.last_row)
        for cells in typed
    )
