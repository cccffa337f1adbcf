"""Reads answers: a to-confirm sheet that came back with answer, by and date filled in.

Knows how the sheet is recognised wherever it stands. Refuses to know what a question is about.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.desk.questions import is_question_id
from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.registry.question import Answer
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, InputFile, cell_name
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.grid import CellValue, SheetGrid, Workbook
    from kbo_screen.vocabulary.year_bounds import DateBounds

_COLUMNS: Final = ("question_id", "answer", "by", "date")


def read_answers(
    path: Path, bounds: DateBounds | None = None
) -> tuple[list[Answer], InputFile, list[Finding]]:
    """Every answered question of a file, and what was noticed in it.

    bounds: what the date of an answer can be; one that cannot be is mended, or taken for none, and told. Raises
    InputError for a file that holds no to-confirm sheet.
    """
    workbook = read_workbook(path)
    noticed = [*workbook_findings(workbook), *hidden_answers(workbook)]
    sheets = [
        (grid, *found)
        for grid in workbook.visible_sheets
        if (found := find_answer_columns(grid))
    ]
    if not sheets:
        raise InputError(
            make_finding("answer.no-table", Place(workbook.file)), *noticed
        )
    answers: list[Answer] = []
    for grid, header_row, columns in sheets:
        for row in _answer_rows(grid, header_row, columns):
            answers.append(_with_possible_date(row, bounds))
            noticed.extend(_check_date(row, bounds))
    rows = sum(grid.height for grid, _, _ in sheets)
    file = InputFile(
        workbook.file, workbook.sha256, workbook.size_bytes, rows, "answers"
    )
    return answers, file, noticed


def hidden_answers(workbook: Workbook) -> Iterator[Finding]:
    """A finding per hidden sheet that holds questions; what a shortlist hides otherwise is by its own design."""
    for grid in workbook.sheets:
        if grid.visibility != "visible" and find_answer_columns(grid):
            yield make_finding("table.hidden-sheet", Place(grid.file, grid.sheet))


def find_answer_columns(grid: SheetGrid) -> tuple[int, dict[str, int]] | None:
    """The first row that names the columns of id and answer, and where they, by and date stand."""
    labels = {
        fold(text(f"workbook.column.{name}", lang)): name
        for name in _COLUMNS
        for lang in LANGUAGES
    }
    for row in range(grid.height):
        found = {
            labels[key]: at
            for at, column in enumerate(grid.columns)
            if (key := fold(cell_text(column[row]))) in labels
        }
        if {"question_id", "answer"} <= set(found):
            return row, found
    return None


def count_questions(
    grid: SheetGrid, header_row: int, columns: dict[str, int]
) -> tuple[int, int]:
    """How many questions stand on a to-confirm sheet, and how many of them are answered."""
    ids = (
        cell_text(value).capitalize() for value in grid.columns[columns["question_id"]]
    )
    return sum(map(is_question_id, ids)), sum(
        1 for _ in _answer_rows(grid, header_row, columns)
    )


class _AnswerRow(NamedTuple):
    """An answer, what stands in its cell of the date, and where that is."""

    answer: Answer
    date: CellValue
    date_place: Place


def _with_possible_date(row: _AnswerRow, bounds: DateBounds | None) -> Answer:
    """The answer with a date that can be: as written, mended, or none."""
    if bounds is None:
        return row.answer
    reading = bounded_date(row.date, bounds)
    if reading.is_mended and reading.date:
        return replace(row.answer, date=reading.date.isoformat())
    return (
        replace(row.answer, date=None)
        if reading.problem == "date-out-of-range"
        else row.answer
    )


def _check_date(row: _AnswerRow, bounds: DateBounds | None) -> Iterator[Finding]:
    """A date that cannot be, and what was made of it."""
    if bounds is None:
        return
    reading = bounded_date(row.date, bounds)
    if reading.is_mended and reading.date:
        date = {lang: thai_date(reading.date, lang) for lang in LANGUAGES}
        yield make_finding(
            "answer.mended-date", row.date_place, value=row.answer.date, date=date
        )
    elif reading.problem == "date-out-of-range":
        first = {lang: thai_date(bounds.first, lang) for lang in LANGUAGES}
        last = {lang: thai_date(bounds.last, lang) for lang in LANGUAGES}
        yield make_finding(
            "answer.unlikely-date",
            row.date_place,
            value=row.answer.date,
            first=first,
            last=last,
        )


def _answer_rows(
    grid: SheetGrid, header_row: int, columns: dict[str, int]
) -> Iterator[_AnswerRow]:
    """The rows below the header whose answer is filled in; a sheet may have been sorted and rows deleted.

    An id that was lost or cut short is handed on as it stands, to be told. A dash is an answer, if none that helps,
    where somebody signed or dated it.
    """
    header = grid.columns[columns["answer"]][header_row]
    for row in range(header_row + 1, grid.height):
        words = cell_text(grid.columns[columns["answer"]][row])
        by, date = (_word(grid, columns.get(name), row) for name in ("by", "date"))
        is_signed = any(told and not is_blank(told) for told in (by, date))
        if (
            not words
            or (is_blank(words) and not is_signed)
            or words == cell_text(header)
        ):
            continue
        question = cell_text(grid.columns[columns["question_id"]][row]).capitalize()
        cell = cell_name(row * EXCEL_MAX_COLUMNS + columns["answer"])
        answer = Answer(question, words, by, date, Place(grid.file, grid.sheet, cell))
        date_column = columns.get("date")
        stored_date = None if date_column is None else grid.columns[date_column][row]
        date_cell = cell_name(
            row * EXCEL_MAX_COLUMNS
            + (columns["answer"] if date_column is None else date_column)
        )
        yield _AnswerRow(answer, stored_date, Place(grid.file, grid.sheet, date_cell))


def _word(grid: SheetGrid, column: int | None, row: int) -> str | None:
    value: CellValue = None if column is None else grid.columns[column][row]
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d")
    return cell_text(value) or None
