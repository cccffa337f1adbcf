"""Columns that are the answers of one question, with a tick under one of them: "1 ดาว … 5 ดาว", types, มชช., A to D.

Knows how such columns stand side by side and how their ticks become one value per row. Refuses to choose where a row
has no tick, or several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.sources.cells import CellColumn, TickFault, take_cells
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.headers import WEAK, header_year, is_only_year, read_header
from kbo_screen.vocabulary.marks import is_ditto
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.ticks import Mark, mark_of
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.header import Header

#: Fields whose value may be ticked.
TICKED_FIELDS: Final = ("star", *CODED_VALUES)
#: Fields whose answers name them by themselves, without a header above.
_NAMED_BY_ANSWERS: Final = ("star", "producer_type", "quadrant")
#: A matrix has at least so many columns.
FEWEST_OPTIONS: Final = 2
#: The part of what stands in the columns that must be marks.
MARKED_PART: Final = 0.8


@dataclass(frozen=True, slots=True)
class TickMatrix:
    """Columns of one field that are its possible answers: `options` are column -> the answer, as its header says it.

    `name`: the header above them, "" for none. `is_doubtful`: what stands in them is mostly no mark, so that they may
    be something else.
    """

    field: str
    name: str
    options: dict[int, str]
    year_be: int | None
    is_doubtful: bool

    @property
    def title(self) -> str:
        """The matrix in words: "ระดับดาว ปี 2565 (1 ดาว … 5 ดาว)"."""
        answers = list(self.options.values())
        span = f"{answers[0]} … {answers[-1]}"
        return f"{self.name} ({span})" if self.name else span


def find_matrices(grid: SheetGrid, header: Header) -> list[TickMatrix]:
    """The matrices under a header, from the left."""
    matrices = []
    for columns in _runs(header):
        matrix = _matrix_of(grid, header, columns)
        if matrix:
            matrices.append(matrix)
    return matrices


def _runs(header: Header) -> Iterator[list[int]]:
    """Columns side by side under one header; without a header above, those whose own answer one field."""
    run: list[int] = []
    for column in sorted(header.paths):
        is_next = (
            bool(run)
            and column == run[-1] + 1
            and _belong_together(header, run[-1], column)
        )
        if not is_next:
            if len(run) >= FEWEST_OPTIONS:
                yield run
            run = []
        run.append(column)
    if len(run) >= FEWEST_OPTIONS:
        yield run


def _belong_together(header: Header, left: int, right: int) -> bool:
    above_left, above_right = header.paths[left][:-1], header.paths[right][:-1]
    if above_left or above_right:
        return above_left == above_right
    return (
        _field_of_answer(header.paths[left][-1])
        == _field_of_answer(header.paths[right][-1])
        is not None
    )


def _field_of_answer(text: str) -> str | None:
    """The field of which a header is an answer by itself: "3 ดาว", "รายเดียว", "D", "ผ่าน มชช."."""
    named = {match.field for match in read_header(text) if match.strength > WEAK}
    for field in TICKED_FIELDS:
        if _reads_as_answer(field, text) and (
            field in named or (field in _NAMED_BY_ANSWERS and not named)
        ):
            has_star_word = any(
                not sign.isdigit() and not sign.isspace() for sign in text
            )
            if field != "star" or has_star_word:
                return field
    return None


def _reads_as_answer(field: str, text: str) -> bool:
    reading = read_field(field, text)
    if field == "other_project":
        return reading.value == "clear"
    return reading.known


def _matrix_of(
    grid: SheetGrid, header: Header, columns: list[int]
) -> TickMatrix | None:
    """The matrix that columns side by side are; None where they are columns of their own."""
    above = header.paths[columns[0]][:-1]
    answers = {column: header.paths[column][-1] for column in columns}
    if any(is_only_year(answer) for answer in answers.values()):
        return None
    name = " ".join(above)
    if above:
        fields = [match.field for match in read_header(name)]
    else:
        field = _field_of_answer(answers[columns[0]])
        fields = [field] if field else []
    for field in fields:
        if field not in TICKED_FIELDS:
            continue
        understood = [
            column for column in columns if _reads_as_answer(field, answers[column])
        ]
        if field != "other_project" and not understood:
            continue
        marked = _marked_part(grid, header, columns)
        if marked is None and not above:
            return None
        is_doubtful = marked is not None and marked < MARKED_PART
        if is_doubtful and (not above or len(understood) < len(columns)):
            return None
        return TickMatrix(
            field, name, answers, _year_of_name(name, answers), is_doubtful
        )
    return None


def _year_of_name(name: str, answers: Mapping[int, str]) -> int | None:
    years = (
        {header_year(name)}
        if name
        else {header_year(answer) for answer in answers.values()}
    )
    return years.pop() if len(years) == 1 else None


def _marked_part(grid: SheetGrid, header: Header, columns: list[int]) -> float | None:
    """The part of what stands below the header that is a mark; None where nothing stands there."""
    marks = texts = 0
    for column in columns:
        stored = grid.columns[column]
        counts = np.bincount(
            np.frombuffer(stored.codes, dtype=np.intc)[header.last_row + 1 :],
            minlength=1,
        )
        for value, count in zip(stored.distinct, counts, strict=False):
            if value is None or not count:
                continue
            if mark_of(value) or is_ditto(cell_text(value)):
                marks += int(count)
            else:
                texts += int(count)
    return marks / (marks + texts) if marks + texts else None


def take_ticked(grid: SheetGrid, matrix: TickMatrix, rows: np.ndarray) -> CellColumn:
    """Per row the answer that is ticked, with the address of the tick; a fault where none is, or several are.

    Of other projects each column may be a project of its own: several ticks are several projects, and none is none.
    """
    columns = {column: take_cells(grid, column, rows) for column in matrix.options}
    marks = {column: _marks_of(cells) for column, cells in columns.items()}
    is_of_crosses = not any((mark == _TICK).any() for mark in marks.values())
    if is_of_crosses:
        marks = {
            column: np.where(mark == _CROSS, _TICK, mark)
            for column, mark in marks.items()
        }
    ticks = np.array([mark == _TICK for mark in marks.values()])
    unclear = np.array([(mark == _TEXT) | (mark == _CROSS) for mark in marks.values()])
    if not is_of_crosses:
        # In a table of ticks a cross beside the row's tick says "not this one"; alone it may say either.
        crosses = np.array([mark == _CROSS for mark in marks.values()])
        unclear &= ~(crosses & ticks.any(axis=0))
    values: list[CellValue] = []
    addresses = next(iter(columns.values())).addresses.copy()
    positions = list(columns)
    for row in range(len(rows)):
        ticked = [positions[at] for at in np.flatnonzero(ticks[:, row])]
        doubtful = [positions[at] for at in np.flatnonzero(unclear[:, row])]
        marked = [*ticked, *doubtful]
        if marked:
            addresses[row] = columns[min(marked)].addresses[row]
        doubtful_texts = [str(columns[column].at(row)) for column in doubtful]
        values.append(_value_of_row(matrix, ticked, doubtful_texts))
    codes, distinct = _coded(values)
    return CellColumn(codes, distinct, addresses)


def _value_of_row(
    matrix: TickMatrix, ticked: list[int], doubtful: list[str]
) -> CellValue:
    answers = [matrix.options[column] for column in ticked]
    if doubtful:
        return TickFault("unclear-tick", ", ".join([*answers, *doubtful]))
    if len(answers) == 1:
        return answers[0]
    if matrix.field == "other_project" and not any(
        _reads_as_answer("other_project", text) for text in answers
    ):
        if answers:
            return ", ".join(answers)
        return TickFault("no-tick", "") if _has_clear_answer(matrix) else None
    if answers:
        return TickFault("several-ticks", ", ".join(answers))
    return TickFault("no-tick", "")


def _has_clear_answer(matrix: TickMatrix) -> bool:
    """One of the columns is for groups that are in no other project."""
    return any(
        _reads_as_answer("other_project", text) for text in matrix.options.values()
    )


_CODES: Final[dict[Mark | None, int]] = {"unticked": 0, "tick": 1, "cross": 2, None: 3}
_TICK, _CROSS, _TEXT = _CODES["tick"], _CODES["cross"], _CODES[None]


def _marks_of(cells: CellColumn) -> np.ndarray:
    by_value = np.array(
        [_CODES[mark_of(value)] for value in cells.distinct], dtype=np.int8
    )
    return by_value.take(cells.codes)


def _coded(values: list[CellValue]) -> tuple[np.ndarray, list[CellValue]]:
    """Values as codes and the different ones, the blank first."""
    positions: dict[CellValue, int] = {None: 0}
    codes = np.zeros(len(values), dtype=np.int32)
    for row, value in enumerate(values):
        codes[row] = positions.setdefault(value, len(positions))
    return codes, list(positions)
