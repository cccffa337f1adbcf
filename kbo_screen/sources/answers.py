"""Reads answers: a to-confirm sheet that came back with answer, by and date filled in.

Knows how the sheet is recognised wherever it stands. Refuses to know what a question is about.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.screening.questions import Answer
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, InputFile, cell_name
from kbo_screen.sources.spreadsheet import read_workbook
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.sources.spreadsheet import CellValue, SheetGrid

_QUESTION_ID: Final = re.compile(r"^Q[0-9a-f]{12}$")
_COLUMNS: Final = ("question_id", "answer", "by", "date")


def read_answers(path: Path) -> tuple[list[Answer], InputFile, list[Finding]]:
    """Every answered question of a file, and what was noticed in it.

    Raises InputError for a file that holds no to-confirm sheet.
    """
    workbook = read_workbook(path)
    sheets = [(grid, columns) for grid in workbook.sheets if (columns := _find_columns(grid))]
    if not sheets:
        raise InputError(make_finding("answer.no-table", Place(workbook.file)), *workbook.findings)
    answers = [answer for grid, columns in sheets for answer in _answers(grid, columns)]
    rows = sum(grid.height for grid, _ in sheets)
    file = InputFile(workbook.file, workbook.sha256, workbook.size_bytes, rows, "answers")
    return answers, file, list(workbook.findings)


def _find_columns(grid: SheetGrid) -> dict[str, int] | None:
    """The columns of id and answer, and of by and date where they are there, in the first row that names them."""
    labels = {fold(text(f"workbook.column.{name}", lang)): name for name in _COLUMNS for lang in LANGUAGES}
    for row in range(grid.height):
        found = {
            labels[key]: at for at, column in enumerate(grid.columns) if (key := fold(cell_text(column[row]))) in labels
        }
        if {"question_id", "answer"} <= set(found):
            return found
    return None


def _answers(grid: SheetGrid, columns: dict[str, int]) -> Iterator[Answer]:
    """The rows whose answer is filled in; a sheet may have been sorted and rows deleted."""
    for row in range(grid.height):
        question = cell_text(grid.columns[columns["question_id"]][row])
        words = cell_text(grid.columns[columns["answer"]][row])
        if _QUESTION_ID.match(question) and not is_blank(words):
            cell = cell_name(row * EXCEL_MAX_COLUMNS + columns["answer"])
            by, date = (_word(grid, columns.get(name), row) for name in ("by", "date"))
            yield Answer(question, words, by, date, Place(grid.file, grid.sheet, cell))


def _word(grid: SheetGrid, column: int | None, row: int) -> str | None:
    value: CellValue = None if column is None else grid.columns[column][row]
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d")
    return cell_text(value) or None
