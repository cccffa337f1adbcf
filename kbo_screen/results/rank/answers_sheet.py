"""The sheet of answers that decide something: who answered what, when and why, and the value before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row
from kbo_screen.results.sheets.sheet import Sheet
from kbo_screen.results.sheets.sheet_parts import (
    field_label,
    labelled_columns,
    title_block,
)
from kbo_screen.results.wording.given_answers import date_words, settled_words

if TYPE_CHECKING:
    from kbo_screen.results.sheets.district_view import View
    from kbo_screen.results.sheets.sheet import Rows

_WIDTHS: Final = {
    "district": 18,
    "group": 30,
    "product": 24,
    "field": 18,
    "before": 16,
    "answer": 16,
    "after_answer": 16,
    "by": 20,
    "date": 16,
    "answer_reason": 30,
    "answered_at": 26,
}


def answers_sheet(view: View) -> Sheet | None:
    """Every answer that settled something of a product shown. None where nobody answered anything."""
    rows = list(_rows(view))
    if not rows:
        return None
    lang = view.lang
    return Sheet(
        name=text("workbook.sheet.answers", lang),
        title_block=title_block(view.run, text("workbook.title.answers", lang)),
        columns=labelled_columns("workbook.column", _WIDTHS, lang),
        rows=rows,
    )


def _rows(view: View) -> Rows:
    """A row per answer and product; one answer may settle several conditions of a field."""
    products = view.run.registry.products
    names = [products[name] for name in ("district", "group_name", "product_name")]
    keys: set[tuple[object, ...]] = set()
    for answer in each_row(view.run.registry.answers):
        key = answer.product, answer.field, answer.place
        if key in keys or answer.product not in view.products.index:
            continue
        keys.add(key)
        of_product = [column.loc[answer.product] for column in names]
        yield [*of_product, *_told_of(answer, view.lang)]


def _told_of(answer: Any, lang: str) -> list[str | None]:
    """What is told of an answer (a row of ANSWER_COLUMNS): before, the words, after, who, when, why, where."""
    return [
        field_label(answer.field, lang),
        settled_words(answer.field, answer.before, lang),
        answer.words,
        settled_words(answer.field, answer.after, lang),
        answer.by or None,
        date_words(answer.date, lang) or None,
        answer.reason or None,
        answer.place.in_words,
    ]
