"""Sheets as an xlsx file, in the order in which they come."""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from kbo_screen.findings import Place, make_finding
from kbo_screen.formats.workbook.book import Book, Page
from kbo_screen.formats.workbook.chart import insert_chart
from kbo_screen.formats.workbook.limits import EXCEL_LIMITS, Limits, accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.results.sheets.sheet import Sheet, WordList


def workbook_writer(
    sheets: Iterable[Sheet],
    *,
    font: str,
    limits: Limits = EXCEL_LIMITS,
) -> Callable[[Path], Sequence[Finding]]:
    """What writes sheets to a path, as `write_file` and `write_files` take it.

    limits: what a workbook takes; rows beyond go on on a further sheet, longer texts are cut.
    """
    return partial(_write_draft, sheets, font, limits)


def _write_draft(
    sheets: Iterable[Sheet],
    font: str,
    limits: Limits,
    draft: Path,
) -> Sequence[Finding]:
    """Write sheets; returns what did not fit into them."""
    book = Book(draft, font, limits)
    word_lists: list[WordList] = []
    for sheet in sheets:
        write_sheet(sheet, book)
        word_lists += [c.word_list for c in sheet.columns if c.word_list]
    for word_list in dict.fromkeys(word_lists):
        words = [[word] for word in word_list.words]
        book.hidden_sheet(word_list.sheet_name, words)
    book.close()
    return book.findings


def write_sheet(sheet: Sheet, book: Book) -> None:
    """Write a sheet into an open workbook; rows that it does not take go on on a further one."""
    rows = iter(sheet.rows)
    page, positions = _begin_sheet(sheet, rows, book)
    while (row := next(rows, None)) is not None:
        page, positions = _continue_sheet(page, sheet, chain([row], rows), book)
    if sheet.total:
        page.total(sheet.total)
    for line in sheet.notes:
        page.line(line.text, line.style)
    if sheet.signature:
        page.signature(sheet.signature)
    if sheet.chart and positions:
        insert_chart(page, sheet.chart, positions)


def _begin_sheet(
    sheet: Sheet,
    rows: Iterator[Sequence[Any]],
    book: Book,
) -> tuple[Page, range]:
    """A page with title, header and as many rows as it takes above the lines that end a sheet."""
    page = book.page(sheet.name, sheet.columns)
    for line in sheet.title_block:
        page.line(line.text, line.style)
    if sheet.is_for_screen:
        page.print_no_further()
    page.header()
    lines_below = bool(sheet.total) + len(sheet.notes) + 1 + len(sheet.signature)
    room = book.limits.rows - page.row - lines_below
    positions = page.table(islice(rows, room))
    if positions:
        _offer_words(page, positions)
    if positions and sheet.has_filter:
        page.filter_rows(positions)
    if sheet.fits_one_page:
        page.fit_one_page()
    if sheet.screen_rows:
        page.print_no_further(sheet.screen_rows)
    return page, positions


def _continue_sheet(
    full_page: Page,
    sheet: Sheet,
    rows: Iterator[Sequence[Any]],
    book: Book,
) -> tuple[Page, range]:
    """A further page of a sheet, of which the page before tells."""
    page, positions = _begin_sheet(sheet, rows, book)
    finding = make_finding(
        "output.sheet-continued",
        Place(book.path.name, full_page.name),
        limit=f"{book.limits.rows:,}",
        other=page.name,
    )
    book.findings.append(finding)
    return page, positions


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
        first, last = rows[0], rows[-1]
        accepted(page.sheet.data_validation(first, position, last, position, offer))
