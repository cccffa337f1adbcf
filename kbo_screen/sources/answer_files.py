"""Reads answers: a to-confirm sheet that came back with answer, by, date and reason filled in.

The sheet is recognised wherever it stands, by its columns.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.findings.catalogue import folded_in_each
from kbo_screen.registry.question import Answer, is_question_id
from kbo_screen.sources.cells.sheet_places import cell_place, sheet_place
from kbo_screen.sources.date_words import bounds_in_words, date_in_words
from kbo_screen.sources.workbooks import input_of, read_workbook, workbook_findings
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.grid import CellValue, Column, SheetGrid, Workbook
    from kbo_screen.registry.registry import InputFile
    from kbo_screen.sources.workbooks import Reader
    from kbo_screen.vocabulary.dates import DateReading
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: The columns of a to-confirm sheet, each with the texts that head it; those of older files have no reason.
_COLUMNS: Final = {
    "group": ("group",),
    "question_id": ("question_id",),
    "answer": ("answer",),
    "by": ("by",),
    "date": ("date",),
    "reason": ("answer_reason", "reason"),
}


def read_answers(
    path: Path,
    bounds: DateBounds,
    *,
    reader: Reader | None = None,
) -> tuple[list[Answer], InputFile, list[Finding]]:
    """Every answered question of a file, and what was noticed in it.

    bounds: what the date of an answer can be; one that cannot be is mended, or taken for
    none, and told.
    reader: opens the file; one without passwords where none is given.
    Raises InputError for a file that holds no to-confirm sheet.
    """
    workbook = read_workbook(path, reader)
    findings = [*workbook_findings(workbook), *hidden_answers(workbook)]
    answers: list[Answer] = []
    row_count = 0
    for grid in workbook.visible_sheets:
        header = find_answer_columns(grid)
        if header is None:
            continue
        row_count += grid.height
        for row in _answer_rows(grid, header):
            reading = bounded_date(row.date, bounds)
            answers.append(_with_possible_date(row.answer, reading))
            findings.extend(_check_date(row, reading, bounds))
    if row_count == 0:
        no_table = make_finding("answer.no-table", Place(workbook.file))
        raise InputError(no_table, *findings)
    return answers, input_of(workbook, row_count, "answers"), findings


def hidden_answers(workbook: Workbook) -> Iterator[Finding]:
    """A finding per hidden sheet that holds questions.

    What a shortlist hides otherwise is by its own design.
    """
    for grid in workbook.sheets:
        if grid.visibility != "visible" and find_answer_columns(grid):
            yield make_finding("table.hidden-sheet", sheet_place(grid))


class AnswerHeader(NamedTuple):
    """The header of a to-confirm sheet: its row, and where id, answer, by, date and reason stand."""

    row: int
    columns: dict[str, int]


def find_answer_columns(grid: SheetGrid) -> AnswerHeader | None:
    """The first row that names the columns of id and answer."""
    names_by_row: dict[int, dict[str, int]] = {}
    for at, column in enumerate(grid.columns):
        for row, name in _labels_in(column):
            names_by_row.setdefault(row, {})[name] = at
    for row in sorted(names_by_row):
        columns = names_by_row[row]
        if "question_id" in columns and "answer" in columns:
            return AnswerHeader(row, columns)
    return None


def _labels_in(column: Column) -> Iterator[tuple[int, str]]:
    """The rows in which a column holds a header of a to-confirm sheet, and its name; each value is folded once."""
    labels = _column_labels()
    names = [labels.get(fold(cell_text(value))) for value in column.distinct]
    if any(names):
        for row, code in enumerate(column.codes):
            name = names[code]
            if name:
                yield row, name


def _column_labels() -> dict[str, str]:
    """The folded headers of a to-confirm sheet, in every language -> the column's name."""
    labels: dict[str, str] = {}
    for name, heads in _COLUMNS.items():
        for head in heads:
            labels |= dict.fromkeys(folded_in_each(f"workbook.column.{head}"), name)
    return labels


def count_questions(grid: SheetGrid, header: AnswerHeader) -> tuple[int, int]:
    """How many questions stand on a to-confirm sheet, and how many of them are answered."""
    id_cells = grid.columns[header.columns["question_id"]]
    question_ids = [cell_text(value).capitalize() for value in id_cells]
    answer_count = sum(1 for _ in _answer_rows(grid, header))
    return sum(map(is_question_id, question_ids)), answer_count


class _AnswerRow(NamedTuple):
    """An answer, what stands in its cell of the date, and where that is."""

    answer: Answer
    date: CellValue
    date_place: Place


def _answer_rows(grid: SheetGrid, header: AnswerHeader) -> Iterator[_AnswerRow]:
    """The rows below the header whose answer is filled in.

    A sheet may have been sorted and rows deleted. An id that was lost or cut short is
    handed on as it stands, to be told.
    """
    answer_column = header.columns["answer"]
    date_column = header.columns.get("date", answer_column)
    answer_header = _cell_words(grid, header, "answer", header.row)
    for row in range(header.row + 1, grid.height):
        answer = _answer_in(grid, header, row)
        if answer.words == answer_header or not _is_answered(answer):
            continue
        stored_date = None
        if "date" in header.columns:
            stored_date = grid.columns[date_column][row]
        yield _AnswerRow(answer, stored_date, cell_place(grid, row, date_column))


def _answer_in(
    grid: SheetGrid,
    header: AnswerHeader,
    row: int,
) -> Answer:
    """What stands in a row, an answer or not."""
    return Answer(
        _cell_words(grid, header, "question_id", row).capitalize(),
        _cell_words(grid, header, "answer", row),
        _cell_words(grid, header, "by", row) or None,
        _cell_words(grid, header, "date", row) or None,
        cell_place(grid, row, header.columns["answer"]),
        reason=_cell_words(grid, header, "reason", row) or None,
        group=_cell_words(grid, header, "group", row),
    )


def _cell_words(
    grid: SheetGrid,
    header: AnswerHeader,
    name: str,
    row: int,
) -> str:
    """What stands in a column; "" where the sheet lacks it. A stored date as YYYY-MM-DD."""
    column = header.columns.get(name)
    if column is None:
        return ""
    value = grid.columns[column][row]
    is_person_or_date = name in ("by", "date")
    if is_person_or_date and isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    return cell_text(value)


def _is_answered(answer: Answer) -> bool:
    """Something is answered. A dash is an answer, if none that helps, where it is signed or dated."""
    if not answer.words:
        return False
    marks = filter(None, (answer.words, answer.by, answer.date))
    return not all(map(is_blank, marks))


def _with_possible_date(answer: Answer, reading: DateReading) -> Answer:
    """The answer with a date that can be: as written, mended, or none."""
    if reading.mended_date:
        return answer._replace(date=reading.mended_date.isoformat())
    if reading.problem == "date-out-of-range":
        return answer._replace(date=None)
    return answer


def _check_date(
    row: _AnswerRow,
    reading: DateReading,
    bounds: DateBounds,
) -> Iterator[Finding]:
    """A date that cannot be, and what was made of it."""
    if reading.mended_date:
        yield make_finding(
            "answer.mended-date",
            row.date_place,
            value=row.answer.date,
            date=date_in_words(reading.mended_date),
        )
    elif reading.problem == "date-out-of-range":
        first, last = bounds_in_words(bounds)
        yield make_finding(
            "answer.unlikely-date",
            row.date_place,
            value=row.answer.date,
            first=first,
            last=last,
        )
