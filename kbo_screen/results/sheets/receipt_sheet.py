"""The sheet that says what made a workbook, and where every row and product went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.frame_values import count_each
from kbo_screen.results.sheets.sheet import Sheet
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
)
from kbo_screen.screening.screening import OUTCOMES
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from kbo_screen.desk.run import AnswerReceipt, InputReceipt
    from kbo_screen.registry.registry import UnusableRow
    from kbo_screen.results.sheets.district_view import View
    from kbo_screen.results.sheets.sheet import Rows
    from kbo_screen.screening.screening import Accounting

_WIDTHS: Final = {"what": 40, "value": 110}
#: Rows up to which the sheet is one page whose letters are still read easily.
_ROWS_OF_ONE_PAGE: Final = 32
#: Characters of the receipt in a cell: Excel takes 32,767.
_CELL_CHARACTERS: Final = 30_000


def receipt_sheet(view: View, *, for_replay: bool = False) -> Sheet:
    """Versions, hashes, options, and where every row and product went.

    for_replay: at the end stands the receipt as `replay` reads it.
    """
    lang = view.lang
    sums = _sums_of_run(view) if view.is_whole else _sums_of_part(view)
    part_note = plain_note("workbook.part_receipt", lang)
    for_program = list(_replay_rows(view)) if for_replay else []
    rows = [*_receipt_rows(view), *_answer_rows(view), *sums]
    return Sheet(
        name=text("workbook.sheet.receipt", lang),
        title_block=title_block(view.run, text("workbook.title.receipt", lang)),
        columns=labelled_columns("workbook.column", _WIDTHS, lang),
        rows=[*rows, *for_program],
        notes=[] if view.is_whole else [part_note],
        has_filter=False,
        fits_one_page=len(rows) <= _ROWS_OF_ONE_PAGE,
        screen_rows=len(for_program),
    )


def _receipt_rows(view: View) -> Rows:
    lang, receipt = view.lang, view.run.receipt
    program = f"{receipt.program} {receipt.version}"
    letter = f"{receipt.letter_id}  SHA-256 {receipt.letter_sha256}"
    time = f"{thai_date(receipt.time.date(), lang)} {receipt.time:%H:%M}"
    yield [text("workbook.receipt.program", lang), program]
    yield [text("workbook.receipt.letter", lang), letter]
    letter_text = text("workbook.receipt.no_text", lang)
    if receipt.letter_text_sha256:
        letter_text = f"SHA-256 {receipt.letter_text_sha256}"
    yield [text("workbook.receipt.letter_text", lang), letter_text]
    yield [text("workbook.receipt.time", lang), time]
    for file in view.inputs:
        yield [text("workbook.receipt.input", lang), _input_words(file, view)]
    if view.is_whole:
        options = [f"{name}={value}" for name, value in receipt.options.items()]
        yield [text("workbook.receipt.options", lang), ", ".join(options)]


def _answer_rows(view: View) -> Rows:
    """Every answer by its group, question, place and hash; who gave it is in the hash alone.

    A part is told the answers that settled something of its districts.
    """
    registry_answers = view.run.registry.answers
    is_shown = registry_answers["product"].isin(view.products.index)
    own_places = set(registry_answers.loc[is_shown, "place"])
    label = text("workbook.receipt.answer", view.lang)
    for answer in view.run.receipt.answers:
        if view.is_whole or answer.place in own_places:
            yield [label, _answer_words(answer)]


def _answer_words(answer: AnswerReceipt) -> str:
    what = f"{answer.group}  {answer.question}  {answer.place.in_words}"
    return f"{what}\nSHA-256 {answer.sha256}"


def _replay_rows(view: View) -> Rows:
    """The whole receipt as JSON, in as many cells as it takes."""
    label = text("workbook.receipt.replay", view.lang)
    # not pydantic's own JSON: it refuses the name of a file that is no UTF-8
    receipt = view.run.receipt.model_dump(mode="json")
    words = json.dumps(receipt, ensure_ascii=False, separators=(",", ":"))
    while words:
        end = end_of_cell(words)
        yield [label, words[:end]]
        words = words[end:]


def end_of_cell(words: str) -> int:
    """How much of a JSON text goes into a cell; it is cut before a text, for blanks at an end would be lost."""
    if len(words) <= _CELL_CHARACTERS:
        return len(words)
    return words.rfind(',"', 0, _CELL_CHARACTERS) + 1 or _CELL_CHARACTERS


def _input_words(file: InputReceipt, view: View) -> str:
    """An input's name, size and hash; its rows only where all of them are shown."""
    rows = f"{file.rows:,} / " if view.is_whole else ""
    return f"{file.name}  {rows}{file.size_bytes:,} B\nSHA-256 {file.sha256}"


def _counts_of_rows(accounting: Accounting, lang: str) -> Rows:
    for kind, count in accounting.rows.items():
        kind_words = text(f"terminal.row.{kind}", lang)
        yield [text("workbook.receipt.rows", lang, kind=kind_words), count]
    yield [text("workbook.receipt.rows_read", lang), accounting.rows_read]


def _counts_of_products(accounting: Accounting, lang: str) -> Rows:
    for outcome, count in accounting.products_by_outcome.items():
        yield [text(f"words.outcome.{outcome}", lang), count]
    yield [text("workbook.receipt.products", lang), accounting.products]
    yield [text("workbook.receipt.repeated", lang), accounting.repeated]


def _sums_of_run(view: View) -> Rows:
    """Where every row and product of the run went."""
    run, lang = view.run, view.lang
    accounting = run.screening.accounting
    yield from _counts_of_rows(accounting, lang)
    yield from _counts_of_products(accounting, lang)
    for row in run.registry.unusable:
        yield [text("workbook.receipt.unusable", lang), _unusable_words(row, lang)]


def _unusable_words(row: UnusableRow, lang: str) -> str:
    where = row.place._replace(cell=str(row.row)).in_words
    reason = text(f"workbook.unusable.{row.reason}", lang)
    return f"{where}: {reason}"


def _sums_of_part(view: View) -> Rows:
    """Where every product of the districts shown went."""
    counts = count_each(view.products["outcome"], OUTCOMES)
    for outcome, count in counts.items():
        yield [text(f"words.outcome.{outcome}", view.lang), count]
    yield [text("workbook.receipt.products", view.lang), len(view.products)]
