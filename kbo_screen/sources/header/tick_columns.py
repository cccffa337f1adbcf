"""Columns that are the answers of one question, with a tick under one of them: "1 ดาว … 5 ดาว", types, มชช., A to D.

Their ticks become one value per row; a row with no tick, or several, is a fault that nobody settles here.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.sources.cells.cell_columns import CellColumn, TickFault, take_cells
from kbo_screen.sources.cells.sheet_cells import rows_where
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.headers import WEAK, header_year, is_only_year, read_header
from kbo_screen.vocabulary.marks import is_ditto
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.ticks import Mark, mark_of
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.header.header import Header

#: Fields whose value may be ticked.
TICKED_FIELDS: Final = ("star", *CODED_VALUES)
#: Fields whose answers name them by themselves, without a header above.
_NAMED_BY_ANSWERS: Final = ("star", "producer_type", "quadrant")
#: A matrix has at least so many columns.
FEWEST_OPTIONS: Final = 2
#: The part of what stands in the columns that must be marks.
MARKED_PART: Final = 0.8


class TickMatrix(NamedTuple):
    """Columns of one field that are its possible answers: `options` are column -> the answer, as its header says it.

    `name`: the header above them, "" for none. `is_doubtful`: what stands in them is mostly no mark, so that they may
    be something else.
    """

    field: str
    name: str
    options: dict[int, str]
    year_be: int | None
    is_doubtful: bool
    spellings: Spellings = NO_SPELLINGS

    @property
    def title(self) -> str:
        """The matrix in words: "ระดับดาว ปี 2565 (1 ดาว … 5 ดาว)"."""
        answers = list(self.options.values())
        span = f"{answers[0]} … {answers[-1]}"
        return f"{self.name} ({span})" if self.name else span


class _Question(NamedTuple):
    """What a column answers: the headers above its own, or without any the field that its own is an answer of."""

    above: tuple[str, ...] = ()
    field: str | None = None


_NO_QUESTION: Final = _Question()


def find_matrices(grid: SheetGrid, header: Header) -> list[TickMatrix]:
    """The matrices under a header, from the left."""
    matrices = [_matrix_of(grid, header, columns) for columns in _runs(header)]
    return [matrix for matrix in matrices if matrix]


def _runs(header: Header) -> Iterator[list[int]]:
    """Columns side by side that answer one question."""
    run: list[int] = []
    question = _NO_QUESTION
    for column in sorted(header.paths):
        next_question = _question_at(header, column)
        is_next = bool(run) and column == run[-1] + 1
        if not is_next or next_question != question or question == _NO_QUESTION:
            if len(run) >= FEWEST_OPTIONS:
                yield run
            run = []
        run.append(column)
        question = next_question
    if len(run) >= FEWEST_OPTIONS:
        yield run


def _question_at(header: Header, column: int) -> _Question:
    *above, answer = header.paths[column]
    if above:
        return _Question(tuple(above))
    return _Question(field=_field_of_answer(answer, header.spellings))


def _field_of_answer(text: str, spellings: Spellings) -> str | None:
    """The field of which a header is an answer by itself: "3 ดาว", "รายเดียว", "D", "ผ่าน มชช."."""
    matches = read_header(text, spellings)
    fields = {match.field for match in matches if match.strength > WEAK}
    for field in TICKED_FIELDS:
        is_named = _names_field(text, field, fields)
        if is_named and _reads_as_answer(field, text, spellings):
            return field
    return None


def _names_field(
    text: str,
    field: str,
    fields: Collection[str],
) -> bool:
    """The words of an answer name its field, or no other one; a bare number is no star."""
    is_number = "".join(text.split()).isdigit()
    if field == "star" and is_number:
        return False
    return field in fields or (field in _NAMED_BY_ANSWERS and not fields)


def _reads_as_answer(
    field: str,
    text: str,
    spellings: Spellings,
) -> bool:
    reading = read_field(field, text, spellings)
    if field == "other_project":
        return reading.value == "clear"
    return reading.known


def _matrix_of(
    grid: SheetGrid,
    header: Header,
    columns: Sequence[int],
) -> TickMatrix | None:
    """The matrix that columns side by side are; None where they are columns of their own."""
    name = " ".join(header.paths[columns[0]][:-1])
    options = {column: header.paths[column][-1] for column in columns}
    answers = list(options.values())
    if any(map(is_only_year, answers)):
        return None
    field = _field_of_question(name, answers, header.spellings)
    if field is None:
        return None
    marked_part = _marked_part(grid, header, columns)
    is_doubtful = marked_part is not None and marked_part < MARKED_PART
    if not name and (marked_part is None or is_doubtful):
        return None
    if is_doubtful and not all(
        _reads_as_answer(field, answer, header.spellings) for answer in answers
    ):
        return None
    year_be = _year_of_matrix(name, answers)
    return TickMatrix(field, name, options, year_be, is_doubtful, header.spellings)


def _field_of_question(
    name: str,
    answers: Sequence[str],
    spellings: Spellings,
) -> str | None:
    """The field that a header above columns asks for, or that the answers name by themselves."""
    if not name:
        return _field_of_answer(answers[0], spellings)
    for match in read_header(name, spellings):
        field = match.field
        if field == "other_project":
            return field
        if field in TICKED_FIELDS and any(
            _reads_as_answer(field, answer, spellings) for answer in answers
        ):
            return field
    return None


def _year_of_matrix(name: str, answers: Collection[str]) -> int | None:
    """The year of the header above, or the one that all answers name."""
    texts = [name] if name else answers
    years_be = set(map(header_year, texts))
    return years_be.pop() if len(years_be) == 1 else None


def _marked_part(
    grid: SheetGrid,
    header: Header,
    columns: Sequence[int],
) -> float | None:
    """The part of what stands below the header that is a mark; None where nothing stands there."""
    first_row = header.last_row + 1
    cell_count = mark_count = 0
    for column in columns:
        stored = grid.columns[column]
        is_filled = rows_where(stored, _holds_something)[first_row:]
        is_mark = rows_where(stored, _is_mark)[first_row:]
        cell_count += int(is_filled.sum())
        mark_count += int((is_filled & is_mark).sum())
    return mark_count / cell_count if cell_count else None


def _holds_something(value: CellValue) -> bool:
    return value is not None


def _is_mark(value: CellValue) -> bool:
    return mark_of(value) is not None or is_ditto(cell_text(value))


def take_ticked(
    grid: SheetGrid,
    matrix: TickMatrix,
    rows: np.ndarray,
) -> CellColumn:
    """Per row the answer that is ticked, with the address of the tick; a fault where none is, or several are.

    Of other projects each column may be a project of its own: several ticks are several projects, and none is none.
    Each different combination of cells is settled once.
    """
    options = [take_cells(grid, column, rows) for column in matrix.options]
    ticks, doubts = _ticks_and_doubts(options)
    combinations, first_rows = _combinations(options)
    positions: dict[CellValue, int] = {None: 0}
    codes = np.zeros(len(first_rows), dtype=np.int32)
    for number, row in enumerate(first_rows.tolist()):
        doubtful = compress(options, doubts[:, row])
        doubtful_texts = [str(option.at(row)) for option in doubtful]
        value = _value_of_row(matrix, ticks[:, row], doubtful_texts)
        codes[number] = positions.setdefault(value, len(positions))
    addresses = _addresses_of_marks(options, ticks | doubts)
    return CellColumn(codes.take(combinations), list(positions), addresses)


_CODES: Final[dict[Mark | None, int]] = {
    "unticked": 0,
    "tick": 1,
    "cross": 2,
    None: 3,
}
_TICK, _CROSS, _TEXT = _CODES["tick"], _CODES["cross"], _CODES[None]


def _ticks_and_doubts(options: Sequence[CellColumn]) -> tuple[np.ndarray, np.ndarray]:
    """Per option and row whether it is ticked, and whether what stands there is unclear.

    Where nobody wrote a tick, crosses are the ticks. In a table of ticks a cross beside the row's tick says "not this
    one"; alone it may say either.
    """
    marks = np.array([_marks_of(option) for option in options])
    ticks, crosses, texts = marks == _TICK, marks == _CROSS, marks == _TEXT
    if not ticks.any():
        return crosses, texts
    return ticks, texts | (crosses & ~ticks.any(axis=0))


def _marks_of(cells: CellColumn) -> np.ndarray:
    codes = [_CODES[mark_of(value)] for value in cells.distinct]
    return np.array(codes, dtype=np.int8).take(cells.codes)


def _combinations(options: Sequence[CellColumn]) -> tuple[np.ndarray, np.ndarray]:
    """Per row a number for what stands in all options together, from 0 in order; the first row of each number."""
    numbers = np.zeros(len(options[0].codes), dtype=np.int64)
    for option in options:
        pairs = numbers * len(option.distinct) + option.codes
        numbers, uniques = pd.factorize(pairs)
    first_rows = np.zeros(len(uniques), dtype=np.int64)
    # Of the rows with one number the last that is written stays: the first.
    first_rows[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return numbers, first_rows


def _addresses_of_marks(
    options: Sequence[CellColumn],
    is_marked: np.ndarray,
) -> np.ndarray:
    """Per row the address of its leftmost mark; of a row without a mark, of the first option."""
    leftmost = is_marked.argmax(axis=0)
    addresses = np.array([option.addresses for option in options])
    of_rows: np.ndarray = addresses[leftmost, np.arange(is_marked.shape[1])]
    return of_rows


def _value_of_row(
    matrix: TickMatrix,
    ticks: np.ndarray,
    doubtful_texts: Sequence[str],
) -> CellValue:
    all_answers = list(matrix.options.values())
    answers = list(compress(all_answers, ticks))
    if doubtful_texts:
        return TickFault("unclear-tick", ", ".join([*answers, *doubtful_texts]))
    if len(answers) == 1:
        return answers[0]
    if matrix.field == "other_project":
        return _value_of_projects(answers, matrix)
    if answers:
        return TickFault("several-ticks", ", ".join(answers))
    return TickFault("no-tick", "")


def _value_of_projects(answers: Sequence[str], matrix: TickMatrix) -> CellValue:
    """Several projects, or none; a tick under "no other project" beside one under a project is a fault."""
    if any(_is_no_project(answer, matrix.spellings) for answer in answers):
        return TickFault("several-ticks", ", ".join(answers))
    if answers:
        return ", ".join(answers)
    all_answers = matrix.options.values()
    if any(_is_no_project(answer, matrix.spellings) for answer in all_answers):
        return TickFault("no-tick", "")
    return None


def _is_no_project(answer: str, spellings: Spellings) -> bool:
    """The column is for groups that are in no other project."""
    return _reads_as_answer("other_project", answer, spellings)
