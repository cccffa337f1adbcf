"""The shortfall as a workbook, with a page per district to print where it is asked for.

Knows the sheets. Refuses to decide anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.rows import each_row
from kbo_screen.reports.sentences import blocking_sentence, not_evaluated_lines
from kbo_screen.reports.shortfall.lines import (
    ask_line,
    boundary_line,
    group_of,
    lever_line,
    nearly_line,
    preference_words,
    sent_of,
    sent_words,
)
from kbo_screen.reports.shortfall.payload import asked_rows, near_row
from kbo_screen.reports.workbook.pages import Book, Column
from kbo_screen.screening.shortfall import Ask

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.reports.shortfall.found import Shortfall
    from kbo_screen.screening.submissions.validation import CheckedDistrict

#: Columns of numbers in the workbook.
_CENTRED: Final = ("required", "certain", "to_confirm", "shortfall", "rank", "count")


def write_shortfall(found: Shortfall, font: str, path: Path, *, each: bool = False) -> None:
    """The result as a workbook: districts, whom to ask, levers, nearly in; each: then a page per district to print."""
    book = Book(path, font)
    run, lang = found.run, found.run.lang

    def page(name: str, **widths: int) -> Any:
        columns = [Column(text(f"workbook.column.{c}", lang), width, c in _CENTRED) for c, width in widths.items()]
        sheet = book.page(text(f"shortfall.sheet.{name}", lang), columns)
        sheet.line(text(f"shortfall.title.{name}", lang), "title")
        for line in not_evaluated_lines(run):
            sheet.line(line, "stamp")
        sheet.header()
        return sheet

    districts = page("districts", district=28, required=16, certain=16, to_confirm=16, shortfall=16, status=30)
    districts.table(
        [row.district, row.required, row.required - row.to_confirm - row.shortfall, row.to_confirm, row.shortfall,
         text(f"words.status.{row.status}", lang)]
        for row in each_row(run.screening.districts)
    )  # fmt: skip
    asks = page("ask", district=20, rank=8, group=34, question=60, cell=24, phone=18, answer=20, question_id=24)
    rows: list[list[Any]] = [
        [row.district, asked["rank"], asked["group_name"], asked["question"], where_told(asked),
         asked.get("phone"), None, asked["id"]]
        for row in found.open_districts()
        for ask in found.asks.get(row.Index, [])
        for asked in asked_rows(found, ask)
    ]  # fmt: skip
    rows += [
        [row.district, told["rank"], told["group_name"], told["question"], where_told(told), told.get("phone"), None,
         told["id"]]
        for row in each_row(run.screening.districts)
        for one in found.preference_of(row.Index)
        for told in asked_rows(found, Ask(group_of(run, one), (one,)))
    ]  # fmt: skip
    asks.table(rows)
    levers = page("levers", district=24, change=90, count=14, status=30)
    levers.table(
        [row.district, lever_line(run, lever, of), int(of["entering"]), text(f"words.status.{of['status']}", lang)]
        for row in found.open_districts()
        for lever, of in found.levers_of(row.Index)
    )
    levers.line(text("shortfall.letter_decides", lang), "plain")
    nearly = page("nearly", district=24, group=40, blocking=70, cell=24)
    nearly.table(
        [
            row.district,
            near["group_name"],
            blocking_sentence(run, near["condition"]),
            where_told(near),
        ]
        for row in found.open_districts()
        for raw in found.nearly_of(row.Index)
        for near in [near_row(run, raw)]
    )
    edges = page("boundary", district=24, line=150)
    edges.table(
        [row.district, boundary_line(run, edge)]
        for row in found.open_districts()
        for edge in found.boundary_of(row.Index)
    )
    if found.checked:
        sent = page("sent", district=28, status=28, submitted=14, accepted=14, shortfall=20, on_time=18)
        sent.table(_sent_row(found, district) for district in found.checked.districts)
    if each:
        _add_each(found, book)
    book.close()


def _sent_row(found: Shortfall, district: CheckedDistrict) -> list[Any]:
    if found.checked is None:
        return []
    lang, sent = found.run.lang, sent_of(found.checked, district)
    name = found.run.registry.scope.districts[district.district_ix].district
    counts = [sent[name] for name in ("submitted", "accepted", "short_after")]
    on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
    return [name, sent_words(found.checked, district, lang), *counts, on_time]


def _add_each(found: Shortfall, book: Book) -> None:
    """A page per district to print: where it stands, whom to ask, what would close the gap."""
    run, lang = found.run, found.run.lang
    for row in each_row(run.screening.districts):
        columns = [
            Column(text(f"workbook.column.{name}", lang), width) for name, width in (("kind", 40), ("words", 130))
        ]
        page = book.page(str(row.district), columns)
        page.line(text("shortfall.title.each", lang, district=row.district, province=row.province), "title")
        certain = row.required - row.to_confirm - row.shortfall
        parts = [
            f"{text(f'workbook.column.{name}', lang)} {count}"
            for name, count in zip(_EACH, (row.required, certain, row.to_confirm, row.shortfall), strict=True)
        ]
        page.line(f"{text(f'words.status.{row.status}', lang)}: {' | '.join(parts)}")
        for line in not_evaluated_lines(run):
            page.line(line, "stamp")
        page.header()
        is_open = row.status != "met"
        sections = {
            "ask": [ask_line(found, ask) for ask in found.asks.get(row.Index, [])],
            "preference": [preference_words(run, asked) for asked in found.preference_of(row.Index)],
            "levers": [lever_line(run, *pair) for pair in found.levers_of(row.Index)] if is_open else [],
            "nearly": [nearly_line(run, near) for near in found.nearly_of(row.Index)] if is_open else [],
            "boundary": [boundary_line(run, edge) for edge in found.boundary_of(row.Index) if not edge.listed],
        }
        rows = [[text(f"shortfall.{name}", lang), line] for name, lines in sections.items() for line in lines]
        page.table(rows or [["-", text(f"words.status.{row.status}", lang)]])


_EACH: Final = ("required", "certain", "to_confirm", "shortfall")


def where_told(told: dict[str, Any]) -> str:
    """Sheet and cell, as far as there are any."""
    return " ".join(part for part in (told["sheet"], told["cell"]) if part)
