"""What is typed beside a registry's cells never makes a group certain that was not (tests/tools/typist.py).

- A column of another year, at either end of the table, of each field that has years.
- A ditto mark, against the value above written out.
- A word that says nothing, against a blank.
- A second edition of rows, one of whose values is stated differently or left out: above or below each, at the end, on
  a sheet or in a file of its own.
- Every question is settled by a plain yes and by a plain no, and is not asked again; no listed group stays unknown;
  neither where a list of stars contradicts the registry.

Most groups lack one thing, and what is typed beside would give it to them if it were believed. Each district has two
groups at most, so that no tier is ever closed: where one group becomes less certain a group of the next tier may
rightly become needed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.desk.questions import open_questions
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools import typist
from tests.tools.looks import flat
from tests.tools.registries import write_csv

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kbo_screen.registry.side_list import Role
    from tests.tools.typist import Row, Sheet, Written

OPTIONS = RunOptions(
    letter="chachoengsao_2566",
    lang="th",
    quiet=True,
    today=dt.date(2025, 6, 1),
)
ORDINARY = range(5)
SEEDS = [
    *ORDINARY,
    *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5, 60)),
]
MOST_GROUPS_OF_A_DISTRICT = 2


def type_small(chance: random.Random) -> list[Sheet]:
    """A registry of few groups in each district, most of which lack one thing."""
    sheets = typist.type_registry(chance, 12, typist.invent_nearly_admitted)
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


def with_cells(sheet: Sheet, cells: dict[tuple[int, int], Written]) -> Sheet:
    """The sheet, some cells typed otherwise. cells: (row, column) -> what stands there."""
    rows = []
    for number, row in enumerate(sheet.rows):
        typed = [cells.get((number, at), cell) for at, cell in enumerate(row.cells)]
        rows.append(typist.Row(row.truth, typed))
    return replace(sheet, rows=rows)


def places(sheet: Sheet, fields: Collection[str]) -> list[tuple[int, int]]:
    """Row and column of every cell of some fields, from the top."""
    columns = [at for at, column in enumerate(sheet.columns) if column.field in fields]
    return list(itertools.product(range(len(sheet.rows)), columns))


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
DECIDING_FIELDS = (
    "type",
    "star",
    "quadrant",
    "year",
    "project",
    "potential",
    "standard",
)


def add_column_of_other_year(
    chance: random.Random,
    sheet: Sheet,
    name: str,
) -> Sheet:
    """A column of a field at either end, whose values are of another year; most of them would admit their row."""
    year = chance.choice(OTHER_YEARS[name])
    if any(column.field == name and column.year == year for column in sheet.columns):
        year -= 1
    column = typist.Column(name, (OTHER_HEADERS[name].format(year),), year=year)
    at = chance.choice([0, len(sheet.columns)])
    rows = []
    for row in sheet.rows:
        values = list(typist.WORDS[name])
        value = chance.choice(
            [typist.ADMITTING.get(name, "passed"), chance.choice(values)]
        )
        rows.append(
            typist.Row(
                row.truth,
                [
                    *row.cells[:at],
                    typist.write_value(chance, name, value),
                    *row.cells[at:],
                ],
            )
        )
    return replace(
        sheet,
        columns=[*sheet.columns[:at], column, *sheet.columns[at:]],
        rows=rows,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_column_of_another_year(tmp_path: Path, seed: int) -> None:
    """Of a quadrant or มชช. of which a sheet has no other column, an old one is the latest, and counts."""
    chance = random.Random(seed)
    sheets = type_small(chance)
    added = []
    for sheet in sheets:
        fields = {column.field for column in sheet.columns}
        wider = sheet
        for name in OTHER_YEARS:
            if name in fields or name in ("star", "project"):
                wider = add_column_of_other_year(chance, wider, name)
        added.append(wider)
    assert certain_groups(tmp_path / "b", added) <= certain_groups(
        tmp_path / "a", sheets
    )


def lacks(
    sheet: Sheet,
    row: Row,
    at: int,
) -> bool:
    """What stands in a cell keeps its row from being certain."""
    return row.cells[at].says in typist.LACKING.get(sheet.columns[at].field, ())


def repeat_from_above(chance: random.Random, sheet: Sheet) -> Sheet:
    """In many rows one cell says what the cell above it says: by preference what keeps the row above out."""
    columns = [
        at
        for at, column in enumerate(sheet.columns)
        if column.field in typist.DITTO_FIELDS
    ]
    repeated = sheet
    for number in range(1, len(sheet.rows)):
        upper = repeated.rows[number - 1]
        lacking = [at for at in columns if lacks(sheet, upper, at)]
        if chance.random() < 0.6:
            at = chance.choice(lacking or columns)
            repeated = with_cells(repeated, {(number, at): upper.cells[at]})
    return repeated


def mark_what_repeats(
    chance: random.Random,
    sheet: Sheet,
    written_out: Sheet,
) -> Sheet:
    """A mark in each cell that was written out from above."""
    marks = {}
    for row, at in places(sheet, typist.DITTO_FIELDS):
        cell = written_out.rows[row].cells[at]
        if cell is not sheet.rows[row].cells[at]:
            marks[row, at] = typist.Written(
                chance.choice(typist.DITTO_MARKS), cell.says
            )
    return with_cells(sheet, marks)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ditto_mark_makes_nothing_more_certain(tmp_path: Path, seed: int) -> None:
    chance = random.Random(100 + seed)
    sheets = type_small(chance)
    written_out = [repeat_from_above(chance, sheet) for sheet in sheets]
    marked = [
        mark_what_repeats(chance, *pair)
        for pair in zip(sheets, written_out, strict=True)
    ]
    assert certain_groups(tmp_path / "b", marked) <= certain_groups(
        tmp_path / "a", written_out
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_word_that_says_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(200 + seed)
    blank = []
    with_words = []
    for sheet in type_small(chance):
        chosen = [
            place for place in places(sheet, DECIDING_FIELDS) if chance.random() < 0.1
        ]
        words = {
            place: chance.choice([*typist.NULL_WORDS, "NaT", "\\N", "undefined"])
            for place in chosen
        }
        blank.append(
            with_cells(sheet, dict.fromkeys(chosen, typist.Written("", typist.BLANK)))
        )
        with_words.append(
            with_cells(
                sheet,
                {at: typist.Written(word, typist.BLANK) for at, word in words.items()},
            )
        )
    assert certain_groups(tmp_path / "b", with_words) <= certain_groups(
        tmp_path / "a", blank
    )


def can_be_edited(
    sheet: Sheet,
    row: Row,
    at: int,
) -> bool:
    """A cell that states something of no other year than its column: a blank that is filled in contradicts nothing."""
    column = sheet.columns[at]
    has_year = column.year_in_cell or any(
        other.field == f"{column.field}_year" for other in sheet.columns
    )
    return (
        column.field in DECIDING_FIELDS
        and not has_year
        and row.cells[at].says not in (typist.BLANK, "none")
    )


def edit(
    chance: random.Random,
    sheet: Sheet,
    row: Row,
) -> Row:
    """The row, one of its values stated differently or left out; where it lacks one thing often that."""
    columns = [at for at in range(len(sheet.columns)) if can_be_edited(sheet, row, at)]
    if not columns:
        return row
    at = chance.choice([at for at in columns if lacks(sheet, row, at)] or columns)
    name = sheet.columns[at].field
    values = [2556, 2560, None] if name == "year" else list(typist.WORDS[name])
    value = chance.choice([typist.ADMITTING.get(name, "passed"), chance.choice(values)])
    return typist.Row(
        row.truth,
        [
            *row.cells[:at],
            typist.write_value(chance, name, value),
            *row.cells[at + 1 :],
        ],
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_edition_of_a_row(tmp_path: Path, seed: int) -> None:
    chance = random.Random(300 + seed)
    sheets = type_small(chance)
    added = []
    for sheet in sheets:
        place = chance.choice(["below", "above", "end", "sheet", "file"])
        rows = []
        editions = []
        for row in sheet.rows:
            edition = edit(chance, sheet, row) if chance.random() < 0.6 else None
            rows += [edition, row] if edition and place == "above" else [row]
            rows += [edition] if edition and place == "below" else []
            editions += [edition] if edition else []
        added.append(
            replace(sheet, rows=[*rows, *editions] if place == "end" else rows)
        )
        if place == "sheet" and editions:
            added.append(
                replace(
                    sheet,
                    name=f"{sheet.name} แก้ไข",
                    rows=editions,
                )
            )
        if place == "file" and editions:
            added.append(
                replace(
                    sheet,
                    file=f"{sheet.file} แก้ไข",
                    rows=editions,
                )
            )
    assert certain_groups(tmp_path / "b", added) <= certain_groups(
        tmp_path / "a", sheets
    )


def answer_all(
    folder: Path,
    paths: list[Path],
    lists: list[tuple[Role, Path]],
    word: str,
) -> tuple[Any, list[list[str]]]:
    """The run in which every question has the same answer, and the ids that each round of questions asked."""
    rounds: list[list[str]] = []
    answers: list[list[str]] = []
    while True:
        path = write_csv(
            folder / "answers.csv", ["รหัสคำถาม", "คำตอบ", "ผู้ตอบ", "วันที่"], answers
        )
        run = build_run(
            paths,
            replace(
                OPTIONS,
                lists=tuple(lists),
                answers=(path,) if answers else (),
            ),
        )
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
    tmp_path: Path,
    seed: int,
    word: str,
) -> None:
    chance = random.Random(400 + seed)
    sheets = typist.type_out(chance, 8)
    paths = typist.write_files(tmp_path / "r", sheets, chance)
    stars = typist.type_stars_list(chance, sheets)
    of_stars = typist.write_files(tmp_path / "stars", [stars], chance) if stars else []
    run, rounds = answer_all(
        tmp_path, paths, [("stars", path) for path in of_stars], word
    )
    asked = flat(rounds)
    assert len(asked) == len(set(asked))
    assert "check" not in run.screening.listed["certainty"].tolist()
    assert [f.code for f in run.findings if f.code.startswith("answer.")] == []
