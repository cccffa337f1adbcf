"""What is typed beside a registry's cells never makes a group certain that was not (tests/typist.py).

1. A column of another year, at either end of the table.
2. A ditto mark, against the value above written out.
3. A word that says nothing, against a blank.
4. A second edition of a row, one of whose values is stated differently or left out: below, at the end, on a sheet or in
   a file of its own.
5. Every question is settled by a plain yes and by a plain no, and is not asked again; no listed group stays unknown.

Each district has two groups at most, so that no tier is ever closed: where one group becomes less certain a group of
the next tier may rightly become needed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.cli.running import RunOptions, build_run
from kbo_screen.desk.questions import open_questions
from tests import typist
from tests.registries import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.typist import Column, Row, Sheet, Written

OPTIONS = RunOptions(
    letter="chachoengsao_2566", lang="th", quiet=True, today=dt.date(2025, 6, 1)
)
ORDINARY = range(5)
SEEDS = [
    *ORDINARY,
    *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5, 60)),
]
MOST_GROUPS_OF_A_DISTRICT = 2


def type_small(chance: random.Random) -> list[Sheet]:
    """A registry of few groups in each district."""
    sheets = typist.type_registry(chance, 12)
    groups: dict[str, set[str]] = {}
    for sheet in sheets:
        kept = []
        for row in sheet.rows:
            of_district = groups.setdefault(row.truth["district"], set())
            if (
                row.truth["group"] in of_district
                or len(of_district) < MOST_GROUPS_OF_A_DISTRICT
            ):
                of_district.add(row.truth["group"])
                kept.append(row)
        sheet.rows = kept
    return [sheet for sheet in sheets if sheet.rows]


def certain_groups(folder: Path, sheets: list[Sheet]) -> set[tuple[str, str]]:
    listed = build_run(
        typist.write_files(folder, sheets, random.Random(0)), OPTIONS
    ).screening.listed
    certain = listed[listed["certainty"] == "certain"]
    return set(zip(certain["district"], certain["group_name"], strict=True))


def with_rows(
    sheets: list[Sheet],
    number: int,
    rows: list[Row],
    columns: list[Column] | None = None,
) -> list[Sheet]:
    """The sheets, one of them with other rows."""
    changed = replace(
        sheets[number], rows=rows, columns=columns or sheets[number].columns
    )
    return [*sheets[:number], changed, *sheets[number + 1 :]]


def with_cell(
    sheets: list[Sheet], place: tuple[int, int, int], cell: Written
) -> list[Sheet]:
    """The sheets, one cell typed otherwise. place: position of the sheet, the row, the column."""
    number, at_row, at_column = place
    rows = list(sheets[number].rows)
    cells = list(rows[at_row].cells)
    cells[at_column] = cell
    rows[at_row] = typist.Row(rows[at_row].truth, cells)
    return with_rows(sheets, number, rows)


def places(
    sheets: list[Sheet], is_meant: Callable[[Sheet, int, int], bool]
) -> list[tuple[int, int, int]]:
    """Sheet, row and column of every cell that is meant."""
    meant = []
    for number, sheet in enumerate(sheets):
        cells = itertools.product(range(len(sheet.rows)), range(len(sheet.columns)))
        meant.extend(
            (number, row, column)
            for row, column in cells
            if is_meant(sheet, row, column)
        )
    return meant


OTHER_YEARS = {
    "star": [2562, 2567],
    "project": [2564, 2565],
    "quadrant": [2560],
    "standard": [2560],
}
OTHER_HEADERS = {
    "star": "ระดับดาว ปี {}",
    "project": "โครงการอื่น ปีงบประมาณ {}",
    "quadrant": "Quadrant ปี {}",
    "standard": "สถานะ มชช. ปี {}",
}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_column_of_another_year(tmp_path: Path, seed: int) -> None:
    """1."""
    chance = random.Random(seed)
    sheets = type_small(chance)
    number = chance.randrange(len(sheets))
    sheet = sheets[number]
    has_field = {column.field for column in sheet.columns}
    name = chance.choice([name for name in OTHER_YEARS if name in has_field])
    year = chance.choice(OTHER_YEARS[name])
    if any(column.field == name and column.year == year for column in sheet.columns):
        year -= 1
    column = typist.Column(name, (OTHER_HEADERS[name].format(year),), year=year)
    at = chance.choice([0, len(sheet.columns)])
    rows = []
    for row in sheet.rows:
        value = chance.choice(list(typist.WORDS[name]))
        cells = [
            *row.cells[:at],
            typist.write_value(chance, name, value),
            *row.cells[at:],
        ]
        rows.append(typist.Row(row.truth, cells))
    added = with_rows(
        sheets, number, rows, [*sheet.columns[:at], column, *sheet.columns[at:]]
    )
    assert certain_groups(tmp_path / "b", added) <= certain_groups(
        tmp_path / "a", sheets
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ditto_mark(tmp_path: Path, seed: int) -> None:
    """2."""
    chance = random.Random(100 + seed)
    sheets = type_small(chance)
    below = places(
        sheets,
        lambda sheet, row, column: (
            row > 0 and sheet.columns[column].field in typist.DITTO_FIELDS
        ),
    )
    place = chance.choice(below)
    number, at_row, at_column = place
    upper = sheets[number].rows[at_row - 1].cells[at_column]
    mark = typist.Written(chance.choice(typist.DITTO_MARKS), upper.says)
    written_out = certain_groups(tmp_path / "a", with_cell(sheets, place, upper))
    assert certain_groups(tmp_path / "b", with_cell(sheets, place, mark)) <= written_out


@pytest.mark.parametrize("seed", SEEDS)
def test_a_word_that_says_nothing(tmp_path: Path, seed: int) -> None:
    """3."""
    chance = random.Random(200 + seed)
    sheets = type_small(chance)
    fields = ("type", "star", "quadrant", "year", "project", "potential", "standard")
    place = chance.choice(
        places(sheets, lambda sheet, row, column: sheet.columns[column].field in fields)
    )
    blank = certain_groups(
        tmp_path / "a", with_cell(sheets, place, typist.Written("", typist.BLANK))
    )
    word = typist.Written(
        chance.choice([*typist.NULL_WORDS, "NaT", "\\N", "undefined"]), typist.BLANK
    )
    assert certain_groups(tmp_path / "b", with_cell(sheets, place, word)) <= blank


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_edition_of_a_row(tmp_path: Path, seed: int) -> None:
    """4. Only a cell that states something is stated differently: a blank that is filled in contradicts nothing."""
    chance = random.Random(300 + seed)
    sheets = type_small(chance)
    fields = ("type", "star", "quadrant", "year", "project", "potential", "standard")
    stated = places(
        sheets,
        lambda sheet, row, column: (
            sheet.columns[column].field in fields
            and sheet.rows[row].cells[column].says not in (typist.BLANK, "none")
        ),
    )
    number, at_row, at_column = chance.choice(stated)
    sheet = sheets[number]
    name = sheet.columns[at_column].field
    values = [2556, 2560, None] if name == "year" else list(typist.WORDS[name])
    cells = list(sheet.rows[at_row].cells)
    cells[at_column] = typist.write_value(chance, name, chance.choice(values))
    edition = typist.Row(sheet.rows[at_row].truth, cells)
    rows = sheet.rows
    added = {
        "below": lambda: with_rows(
            sheets, number, [*rows[: at_row + 1], edition, *rows[at_row + 1 :]]
        ),
        "above": lambda: with_rows(
            sheets, number, [*rows[:at_row], edition, *rows[at_row:]]
        ),
        "end": lambda: with_rows(sheets, number, [*rows, edition]),
        "sheet": lambda: [
            *sheets,
            replace(sheet, name=f"{sheet.name} แก้ไข", rows=[edition]),
        ],
        "file": lambda: [
            *sheets,
            replace(sheet, file=f"{sheet.file} แก้ไข", rows=[edition]),
        ],
    }[chance.choice(["below", "above", "end", "sheet", "file"])]()
    assert certain_groups(tmp_path / "b", added) <= certain_groups(
        tmp_path / "a", sheets
    )


def answer_all(
    folder: Path, paths: list[Path], word: str
) -> tuple[Any, list[list[str]]]:
    """The run in which every question has the same answer, and the ids that each round of questions asked."""
    rounds: list[list[str]] = []
    answers: list[list[str]] = []
    while True:
        path = write_csv(
            folder / "answers.csv", ["รหัสคำถาม", "คำตอบ", "ผู้ตอบ", "วันที่"], answers
        )
        run = build_run(paths, replace(OPTIONS, answers=(path,) if answers else ()))
        ids = [
            question.id
            for question in open_questions(run.registry, run.screening, run.letter)
        ]
        if not ids or len(rounds) > 4:
            return run, rounds
        rounds.append(ids)
        answers += [[question, word, "ผู้ทดสอบ", "1/12/2565"] for question in ids]


@pytest.mark.parametrize("word", ["ใช่", "ไม่ใช่"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_question_is_settled_by_a_plain_yes_or_no(
    tmp_path: Path, seed: int, word: str
) -> None:
    """5."""
    chance = random.Random(400 + seed)
    sheets = typist.type_out(chance, 8)
    paths = typist.write_files(tmp_path / "r", sheets, chance)
    run, rounds = answer_all(tmp_path, paths, word)
    asked = [question for ids in rounds for question in ids]
    assert len(asked) == len(set(asked))
    assert "check" not in run.screening.listed["certainty"].tolist()
    assert [f.code for f in run.findings if f.code.startswith("answer.")] == []
