"""The shortfall as a workbook, with a page per district to print where it is asked for.

Knows the sheets. Refuses to decide anything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.workbook.book import Book, Page
from kbo_screen.formats.workbook.writer import write_sheet
from kbo_screen.gap.whom_to_ask import Ask
from kbo_screen.results.answered import answered_before
from kbo_screen.results.area_names import district_title, province_title
from kbo_screen.results.district_findings import OwnFindings
from kbo_screen.results.district_view import view_of
from kbo_screen.results.receipt_sheet import receipt_sheet
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import (
    blocking_sentence,
    not_evaluated_lines,
    preference_heading,
    status_words,
)
from kbo_screen.results.sheet import Column
from kbo_screen.results.shortfall_payload import asked_rows, near_row
from kbo_screen.results.shortfall_sentences import (
    ask_line,
    boundary_line,
    change_words,
    group_of,
    lever_line,
    lever_sums,
    nearly_line,
    preference_line,
    sent_of,
    sent_words,
    to_name_line,
)
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kbo_screen.checking.check_result import CheckedDistrict
    from kbo_screen.desk.run import Run
    from kbo_screen.results.shortfall_result import Shortfall

_QUOTA: Final = ("required", "certain", "to_confirm", "shortfall")
#: Columns of numbers in the workbook.
_CENTRED: Final = (
    *_QUOTA,
    "rank",
    "count",
    "leaving",
    "met",
    "confirm",
    "short",
    "submitted",
    "accepted",
)


def write_shortfall(
    found: Shortfall, font: str, path: Path, *, each: bool = False
) -> None:
    """The result as a workbook: districts, whom to ask, what keeps groups out, levers, nearly in, the receipt.

    each: a page per district to print stands before the receipt.
    """
    book = Book(path, font)
    _add_districts(found, book)
    _add_asks(found, book)
    _add_levers(found, book)
    _add_near(found, book)
    _add_kept_out(found, book)
    _add_levers_in_all(found, book)
    if found.checked:
        sent = _page(
            found,
            book,
            "sent",
            district=28,
            status=28,
            submitted=14,
            accepted=14,
            shortfall=20,
            on_time=18,
        )
        sent.table(_sent_row(found, district) for district in found.checked.districts)
    if each:
        _add_each(found, book)
    write_sheet(receipt_sheet(view_of(found.run)), book)
    book.close()


def _page(found: Shortfall, book: Book, name: str, **widths: int) -> Page:
    """A sheet of columns that the catalogue names."""
    labels = {
        column: text(f"workbook.column.{column}", found.run.lang) for column in widths
    }
    columns = [
        Column(
            labels[column],
            width,
            column in _CENTRED,
            is_typed=name == "ask" and column in ("phone", "answer", "by", "date"),
        )
        for column, width in widths.items()
    ]
    return _headed(found, book, name, columns)


def _headed(found: Shortfall, book: Book, name: str, columns: list[Column]) -> Page:
    """A sheet with its title, the letter and the registry, what was not checked, and the header of its columns."""
    lang = found.run.lang
    page = book.page(text(f"shortfall.sheet.{name}", lang), columns)
    page.line(text(f"shortfall.title.{name}", lang), "title")
    files = [file.name for file in found.run.registry.inputs]
    _add_head(found, page, files, len(found.run.registry.products))
    page.header()
    return page


def _add_head(
    found: Shortfall, page: Page, files: Iterable[str], products: int
) -> None:
    """The letter, the files and products that the sheet is about, and what was not checked."""
    run, lang = found.run, found.run.lang
    date = thai_date(run.letter.date, lang)
    page.line(
        text(
            "terminal.letter",
            lang,
            number=run.letter.number,
            date=date,
            province=run.letter.province,
        )
    )
    page.line(
        text(
            "terminal.registry", lang, files=", ".join(files), products=f"{products:,}"
        )
    )
    for line in not_evaluated_lines(run):
        page.line(line, "stamp")


def _add_districts(found: Shortfall, book: Book) -> None:
    """Every district against the quota, and all together."""
    lang, districts = found.run.lang, found.run.screening.districts
    page = _page(
        found,
        book,
        "districts",
        district=28,
        required=16,
        certain=16,
        to_confirm=16,
        shortfall=16,
        status=30,
    )
    page.table(
        [
            row.district,
            *_made_up(row),
            status_words(
                str(row.status),
                int(row.selected_to_check),
                lang,
                int(row.lines_to_settle),
            ),
        ]
        for row in each_row(districts)
    )
    sums = [
        sum(column) for column in zip(*map(_made_up, each_row(districts)), strict=True)
    ]
    counts = districts["status"].value_counts()
    words = " | ".join(
        f"{text(f'words.status.{name}', lang)} {int(counts[name]):,}"
        for name in STATUSES
    )
    page.table([[text("shortfall.total", lang), *sums, words]])


def _made_up(row: Any) -> list[int]:
    """The quota of a district, and the three counts that add up to it."""
    certain = row.required - row.to_confirm - row.shortfall
    return [
        int(count) for count in (row.required, certain, row.to_confirm, row.shortfall)
    ]


def _add_asks(found: Shortfall, book: Book) -> None:
    """Whom to ask, with the status once this group and those before it are confirmed; then the preference."""
    page = _page(
        found, book, "ask", district=20, rank=8, group=34, question=60, cell=24, phone=18, after=24, answer=20,
        by=24, date=18, question_id=24,
    )  # fmt: skip
    lang, districts = found.run.lang, found.run.screening.districts
    rows: list[list[Any]] = [
        _asked_row(
            found,
            row.district,
            asked,
            text(f"words.status.{found.status_after(row, number)}", lang),
        )
        for row in found.open_districts()
        for number, ask in enumerate(found.asks.get(row.Index, []), start=1)
        for asked in asked_rows(found, ask)
    ]
    rows += [
        _asked_row(found, row.district, told, None)
        for row in each_row(districts)
        for one in found.preference_of(row.Index)
        for told in asked_rows(found, Ask(group_of(found.run, one), (one,)))
    ]
    page.table(rows)
    for row in found.open_districts():
        if not found.asks.get(row.Index) and found.status_after(row, 0) != "met":
            page.line(
                f"{row.district}: {text('shortfall.nothing_to_ask', lang)}", "plain"
            )


def _asked_row(
    found: Shortfall, district: str, asked: dict[str, Any], after: str | None
) -> list[Any]:
    words = [
        asked["rank"],
        asked["group_name"],
        asked["question"],
        where_told(asked),
        asked.get("phone"),
    ]
    return [
        district,
        *words,
        after,
        *answered_before(found.run, asked["id"]),
        asked["id"],
    ]


def _add_levers(found: Shortfall, book: Book) -> None:
    """What one change of the letter would bring each district that is not met."""
    run, lang = found.run, found.run.lang
    page = _page(
        found, book, "levers", district=24, change=90, count=14, leaving=14, status=30
    )
    page.table(
        [row.district, lever_line(run, lever, of), int(of["entering"]), int(of["leaving"]),
         text(f"words.status.{of['status']}", lang)]
        for row in found.open_districts()
        for lever, of in found.levers_of(row.Index)
    )  # fmt: skip
    page.line(text("shortfall.letter_decides", lang), "plain")


def _add_levers_in_all(found: Shortfall, book: Book) -> None:
    """What one change of the letter would bring all districts together."""
    run, lang = found.run, found.run.lang
    page = _page(
        found,
        book,
        "levers_all",
        change=70,
        clause=12,
        count=14,
        leaving=14,
        met=16,
        confirm=16,
        short=16,
    )
    page.table(
        [change_words(run, lever.variant), run.letter.condition(lever.variant.condition).clause,
         *(lever_sums(lever)[name] for name in ("entering", "leaving", *STATUSES))]
        for lever in found.levers
    )  # fmt: skip
    page.line(text("shortfall.letter_decides", lang), "plain")


def _add_kept_out(found: Shortfall, book: Book) -> None:
    """How many groups each condition alone keeps out, by district and in all."""
    run, lang = found.run, found.run.lang
    conditions = [run.letter.condition(str(name)) for name in found.kept_out]
    labels = [
        f"{text(f'words.field.{c.field}', lang)} ({c.clause})" for c in conditions
    ]
    columns = [
        Column(text("workbook.column.district", lang), 28),
        *(Column(label, 20, True) for label in labels),
    ]
    page = _headed(found, book, "kept_out", columns)
    page.table(
        [row.district, *(int(count) for count in found.kept_out.loc[row.Index])]
        for row in each_row(run.screening.districts)
    )
    page.table(
        [
            [
                text("shortfall.total", lang),
                *(int(count) for count in found.kept_out.sum()),
            ]
        ]
    )


def _add_near(found: Shortfall, book: Book) -> None:
    """The groups that one condition keeps out, and those that are in or out by one unit."""
    run = found.run
    page = _page(
        found, book, "nearly", district=24, group=36, product=30, blocking=64, cell=24
    )
    page.table(
        [row.district, near["group_name"], near["product_name"], blocking_sentence(run, near["condition"]),
         where_told(near)]
        for row in found.open_districts()
        for near in (near_row(run, raw) for raw in found.nearly_of(row.Index))
    )  # fmt: skip
    edges = _page(found, book, "boundary", district=24, line=150)
    edges.table(
        [row.district, boundary_line(run, edge)]
        for row in found.open_districts()
        for edge in found.boundary_of(row.Index)
    )


def _sent_row(found: Shortfall, district: CheckedDistrict) -> list[Any]:
    if found.checked is None:
        return []
    lang, sent = found.run.lang, sent_of(found.checked, district)
    name = found.run.registry.scope.districts[district.district_ix].district
    counts = [sent[name] for name in ("submitted", "accepted", "short_after")]
    on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
    return [name, sent_words(found.checked, district, lang), *counts, on_time]


def _add_each(found: Shortfall, book: Book) -> None:
    """A page per district to print: where it stands, what it sent, whom to ask, what would close the gap."""
    run, lang = found.run, found.run.lang
    own_findings = OwnFindings(run)
    for row in each_row(run.screening.districts):
        columns = [
            Column(text(f"workbook.column.{name}", lang), width)
            for name, width in (("kind", 40), ("words", 130))
        ]
        page = book.page(str(row.district), columns)
        names = (
            district_title(row.district, row.province, lang),
            province_title(row.province, lang),
        )
        page.line(
            text("shortfall.title.each", lang, district=names[0], province=names[1]),
            "title",
        )
        parts = [
            f"{text(f'workbook.column.{name}', lang)} {count}"
            for name, count in zip(_QUOTA, _made_up(row), strict=True)
        ]
        status = status_words(
            str(row.status), int(row.selected_to_check), lang, int(row.lines_to_settle)
        )
        page.line(f"{status}: {' | '.join(parts)}")
        _add_head(found, page, *_own_files(run, row.Index))
        page.header()
        own = replace(found, run=own_findings.run_of([row.Index]))
        sections = {name: lines for name, lines in _sections(own, row).items() if lines}
        rows = []
        for name, lines in sections.items():
            heading = (
                preference_heading(run)
                if name == "preference"
                else text(f"shortfall.{name}", lang)
            )
            rows += [[heading, line] for line in lines]
        page.table(rows or [["-", status]])
        if "levers_short" in sections:
            page.line(text("shortfall.letter_decides", lang), "plain")
        if len(rows) <= ONE_PAGE_ROWS:
            page.fit_one_page()


def _own_files(run: Run, district_ix: int) -> tuple[list[str], int]:
    """The files of the registry in which a district stands, and the number of its products."""
    products = run.registry.products
    own_products = products[products["district_ix"] == district_ix]
    files = [
        run.registry.tables[position].file
        for position in own_products["table"].unique()
    ]
    return list(dict.fromkeys(files)) or ["-"], len(own_products)


#: Lines of a district up to which its sheet is printed on one page: more would be too small to read.
ONE_PAGE_ROWS: Final = 30


def _sections(found: Shortfall, row: Any) -> dict[str, list[str]]:
    """What stands on a district's page, by the text that names it."""
    run = found.run
    sent = (
        [_sent_line(found, found.checked.districts[row.Index])] if found.checked else []
    )
    asked = [preference_line(found, one) for one in found.preference_of(row.Index)]
    if not found.is_open(row):
        return {"sent_line": sent, "preference": asked}
    return {
        "sent_line": sent,
        "to_name": [
            to_name_line(run, group) for group in found.to_name.get(row.Index, [])
        ],
        "ask": _ask_lines(found, row),
        "preference": asked,
        "levers_short": [lever_line(run, *pair) for pair in found.levers_of(row.Index)],
        "nearly": [nearly_line(run, near) for near in found.nearly_of(row.Index)],
        "boundary": [
            boundary_line(run, edge)
            for edge in found.boundary_of(row.Index)
            if not edge.listed
        ],
    }


def _ask_lines(found: Shortfall, row: Any) -> list[str]:
    """The groups to ask and the status after every yes; that no question helps, where none does."""
    lang, asks = found.run.lang, found.asks.get(row.Index, [])
    after = found.status_after(row, len(asks))
    if asks:
        told = text(
            "shortfall.if_yes", lang, status=text(f"words.status.{after}", lang)
        )
        return [*(ask_line(found, ask) for ask in asks), told]
    return [] if after == "met" else [text("shortfall.nothing_to_ask", lang)]


def _sent_line(found: Shortfall, district: CheckedDistrict) -> str:
    """What a district sent, in one line."""
    _, *words = _sent_row(found, district)
    names = ("status", "submitted", "accepted", "short_after", "on_time")
    told = zip(names, words, strict=True)
    return " | ".join(
        f"{text(f'shortfall.sent.{name}', found.run.lang)} {word}"
        for name, word in told
    )


def where_told(told: dict[str, Any]) -> str:
    """Sheet and cell, as far as there are any."""
    return " ".join(part for part in (told["sheet"], told["cell"]) if part)
