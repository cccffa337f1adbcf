"""Sheets as an xlsx file, in the order in which they come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kbo_screen.formats.workbook.book import Book, Page
from kbo_screen.formats.workbook.chart import insert_chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kbo_screen.results.sheet import Sheet, WordList


def workbook_writer(sheets: Iterable[Sheet], *, font: str) -> Callable[[Path], None]:
    """What writes sheets to a path, as `write_file` and `write_files` take it."""
    return partial(_write_draft, sheets, font)


def _write_draft(
    sheets: Iterable[Sheet],
    font: str,
    draft: Path,
) -> None:
    book = Book(draft, font)
    word_lists: list[WordList] = []
    for sheet in sheets:
        write_sheet(sheet, book)
        word_lists += [c.word_list for c in sheet.columns if c.word_list]
    for word_list in dict.fromkeys(word_lists):
        _write_word_list(word_list, book)
    book.close()


def write_sheet(sheet: Sheet, book: Book) -> None:
    """Write a sheet into an open workbook."""
    page = book.page(sheet.name, sheet.columns)
    for line in sheet.title_block:
        page.line(line.text, line.style)
    page.header()
    rows = page.table(sheet.rows)
    if rows:
        _offer_words(page, rows)
    for line in sheet.notes:
        page.line(line.text, line.style)
    if sheet.signature:
        page.blank()
    for signature_line in sheet.signature:
        page.line(signature_line)
    if sheet.chart and rows:
        insert_chart(page, sheet.chart, rows)
    if sheet.fits_one_page:
        page.fit_one_page()


def _offer_words(page: Page, rows: range) -> None:
    """Let people pick from the words of a column, or type something else."""
    for position, column in enumerate(page.columns):
        if column.word_list is None:
            continue
        cells = f"$A$1:$A${len(column.word_list.words)}"
        offer = {
            "validate": "list",
            "source": f"={column.word_list.sheet_name}!{cells}",
            "error_type": "information",
            "error_message": column.word_list.other_words,
        }
        page.sheet.data_validation(rows[0], position, rows[-1], position, offer)


def _write_word_list(word_list: WordList, book: Book) -> None:
    """Write the hidden sheet of words."""
    sheet = book.workbook.add_worksheet(word_list.sheet_name)
    for row, word in enumerate(word_list.words):
        sheet.write_string(row, 0, word)
    sheet.hide()
