"""The shortfall as sheets, with a page per district to print where one is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.answered import answered_before
from kbo_screen.results.area_names import district_title, province_title
from kbo_screen.results.district_findings import OwnFindings
from kbo_screen.results.district_view import view_of
from kbo_screen.results.receipt_sheet import receipt_sheet
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import blocking_sentence, preference_heading
from kbo_screen.results.sheet import Line, Sheet, SheetColumn
from kbo_screen.results.sheet_parts import labelled_columns, title_block
from kbo_screen.results.shortfall_payload import asked_rows, near_row, preference_rows
from kbo_screen.results.shortfall_sentences import (
    asking_words,
    boundary_line,
    change_words,
    district_status,
    lever_line,
    lever_lines,
    lever_sums,
    missed_lines,
    nearly_lines,
    on_time_words,
    preference_lines,
    sent_of,
    sent_words,
    to_name_lines,
)
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.checking.check_result import CheckedDistrict, Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.results.schemas import AskShape, NearShape
    from kbo_screen.results.shortfall_result import Shortfall

#: Lines of a district up to which its sheet is printed on one page: more would be too small to read.
ONE_PAGE_ROWS: Final = 30

_DISTRICTS: Final = {
    "district": 28,
    "required": 16,
    "certain": 16,
    "to_confirm": 16,
    "shortfall": 16,
    "status": 30,
}
_ASK: Final = {
    "district": 20,
    "rank": 8,
    "group": 34,
    "question": 60,
    "cell": 24,
    "phone": 18,
    "after": 24,
    "answer": 20,
    "by": 24,
    "date": 18,
    "question_id": 24,
}
_LEVERS: Final = {
    "district": 24,
    "change": 90,
    "count": 14,
    "leaving": 14,
    "status": 30,
}
_NEARLY: Final = {
    "district": 24,
    "group": 36,
    "product": 30,
    "blocking": 64,
    "cell": 24,
}
_BOUNDARY: Final = {"district": 24, "line": 150}
_LEVERS_ALL: Final = {
    "change": 70,
    "clause": 12,
    "count": 14,
    "leaving": 14,
    "met": 16,
    "confirm": 16,
    "short": 16,
}
_SENT: Final = {
    "district": 28,
    "status": 28,
    "submitted": 14,
    "accepted": 14,
    "shortfall": 20,
    "on_time": 18,
}
_EACH: Final = {"kind": 40, "words": 130}

_QUOTA: Final = ("required", "certain", "to_confirm", "shortfall")
#: Columns of numbers.
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
#: What whoever asks writes down.
_TYPED: Final = ("phone", "answer", "by", "date")


def shortfall_sheets(shortfall: Shortfall, *, each: bool = False) -> Iterator[Sheet]:
    """The sheets of the workbook: districts, whom to ask, what keeps groups out, levers, nearly in, the receipt.

    each: a page per district to print stands before the receipt.
    """
    yield _districts_sheet(shortfall)
    yield _ask_sheet(shortfall)
    yield _levers_sheet(shortfall)
    yield _nearly_sheet(shortfall)
    yield _boundary_sheet(shortfall)
    yield _kept_out_sheet(shortfall)
    yield _levers_all_sheet(shortfall)
    if shortfall.checked:
        yield _sent_sheet(shortfall, shortfall.checked)
    if each:
        yield from _district_pages(shortfall)
    yield receipt_sheet(view_of(shortfall.run))


def _sheet(
    shortfall: Shortfall,
    name: str,
    columns: Sequence[SheetColumn],
    rows: Iterator[list[Any]],
    notes: Sequence[Line] = (),
) -> Sheet:
    """A sheet with its title, the letter and the registry, and what was not checked."""
    run = shortfall.run
    files = [file.name for file in run.registry.inputs]
    registry = _registry_line(run, files, len(run.registry.products))
    return Sheet(
        name=text(f"shortfall.sheet.{name}", run.lang),
        title_block=title_block(
            run,
            text(f"shortfall.title.{name}", run.lang),
            registry,
        ),
        columns=columns,
        rows=rows,
        notes=notes,
    )


def _columns(widths: dict[str, int], lang: str) -> list[SheetColumn]:
    return labelled_columns("workbook.column", widths, lang, centred=_CENTRED)


def _registry_line(
    run: Run,
    files: list[str],
    products: int,
) -> str:
    """The files and products that a sheet is about."""
    return text(
        "terminal.registry",
        run.lang,
        files=", ".join(files),
        products=f"{products:,}",
    )


def _letter_decides(lang: str) -> list[Line]:
    return [Line(text("shortfall.letter_decides", lang), "plain")]


def _districts_sheet(shortfall: Shortfall) -> Sheet:
    """Every district against the quota, and all together."""
    columns = _columns(_DISTRICTS, shortfall.run.lang)
    return _sheet(shortfall, "districts", columns, _district_rows(shortfall.run))


def _district_rows(run: Run) -> Iterator[list[Any]]:
    districts, lang = run.screening.districts, run.lang
    sums = [0] * len(_QUOTA)
    for district in each_row(districts):
        counts = _quota_counts(district)
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        yield [district.district, *counts, district_status(district, lang)]
    statuses = districts["status"].value_counts()
    words = [
        f"{text(f'words.status.{status}', lang)} {int(statuses[status]):,}"
        for status in STATUSES
    ]
    yield [text("shortfall.total", lang), *sums, " | ".join(words)]


def _quota_counts(district: Any) -> list[int]:
    """The quota of a district, and the three counts that add up to it."""
    certain = district.certain_of_quota
    return [
        int(district.required),
        int(certain),
        int(district.to_confirm),
        int(district.shortfall),
    ]


def _ask_sheet(shortfall: Shortfall) -> Sheet:
    """Whom to ask, with the status once this group and those before it are confirmed; then the preference."""
    lang = shortfall.run.lang
    columns = labelled_columns(
        "workbook.column",
        _ASK,
        lang,
        centred=_CENTRED,
        typed=_TYPED,
    )
    notes = []
    for district in shortfall.open_districts():
        has_asks = bool(shortfall.asks.get(district.Index))
        if not has_asks and shortfall.status_after(district, 0) != "met":
            no_question = text("shortfall.nothing_to_ask", lang)
            notes.append(Line(f"{district.district}: {no_question}", "plain"))
    return _sheet(shortfall, "ask", columns, _ask_rows(shortfall), notes)


def _ask_rows(shortfall: Shortfall) -> Iterator[list[Any]]:
    run = shortfall.run
    for district in shortfall.open_districts():
        asks = shortfall.asks.get(district.Index, [])
        for count, ask in enumerate(asks, start=1):
            status = shortfall.status_after(district, count)
            status_words = text(f"words.status.{status}", run.lang)
            for question in asked_rows(shortfall, ask):
                yield _ask_row(run, district.district, question, status_words)
    for district in each_row(run.screening.districts):
        for question in preference_rows(shortfall, district.Index):
            yield _ask_row(run, district.district, question, None)


def _ask_row(
    run: Run,
    district: str,
    question: AskShape,
    status_if_yes: str | None,
) -> list[Any]:
    """question: as `asked_rows` gives it."""
    return [
        district,
        question["rank"],
        question["group_name"],
        question["question"],
        _sheet_and_cell(question),
        question.get("phone"),
        status_if_yes,
        *answered_before(run, question["id"]),
        question["id"],
    ]


def _sheet_and_cell(row: AskShape | NearShape) -> str:
    """Sheet and cell, as far as there are any."""
    return " ".join(part for part in (row["sheet"], row["cell"]) if part)


def _levers_sheet(shortfall: Shortfall) -> Sheet:
    """What one change of the letter would bring each district that is not met."""
    lang = shortfall.run.lang
    columns = _columns(_LEVERS, lang)
    rows = _lever_rows(shortfall)
    return _sheet(shortfall, "levers", columns, rows, _letter_decides(lang))


def _lever_rows(shortfall: Shortfall) -> Iterator[list[Any]]:
    run = shortfall.run
    for district in shortfall.open_districts():
        for lever, effect in shortfall.levers_of(district.Index):
            yield [
                district.district,
                lever_line(run, lever, effect),
                int(effect["entering"]),
                int(effect["leaving"]),
                text(f"words.status.{effect['status']}", run.lang),
            ]


def _levers_all_sheet(shortfall: Shortfall) -> Sheet:
    """What one change of the letter would bring all districts together."""
    lang = shortfall.run.lang
    columns = _columns(_LEVERS_ALL, lang)
    rows = _lever_total_rows(shortfall)
    return _sheet(shortfall, "levers_all", columns, rows, _letter_decides(lang))


def _lever_total_rows(shortfall: Shortfall) -> Iterator[list[Any]]:
    run = shortfall.run
    for lever in shortfall.levers:
        sums = lever_sums(lever)
        yield [
            change_words(run, lever.variant),
            run.letter.condition(lever.variant.condition).clause,
            sums["entering"],
            sums["leaving"],
            *(sums[status] for status in STATUSES),
        ]


def _nearly_sheet(shortfall: Shortfall) -> Sheet:
    """The groups that one condition keeps out."""
    columns = _columns(_NEARLY, shortfall.run.lang)
    return _sheet(shortfall, "nearly", columns, _nearly_rows(shortfall))


def _nearly_rows(shortfall: Shortfall) -> Iterator[list[Any]]:
    run = shortfall.run
    for district in shortfall.open_districts():
        for miss in shortfall.nearly_of(district.Index):
            row = near_row(run, miss)
            yield [
                district.district,
                row["group_name"],
                row["product_name"],
                blocking_sentence(run, row["condition"]),
                _sheet_and_cell(row),
            ]


def _boundary_sheet(shortfall: Shortfall) -> Sheet:
    """The groups that are in or out by one unit."""
    columns = _columns(_BOUNDARY, shortfall.run.lang)
    return _sheet(shortfall, "boundary", columns, _boundary_rows(shortfall))


def _boundary_rows(shortfall: Shortfall) -> Iterator[list[Any]]:
    for district in shortfall.open_districts():
        for edge in shortfall.boundary_of(district.Index):
            yield [district.district, boundary_line(shortfall.run, edge)]


def _kept_out_sheet(shortfall: Shortfall) -> Sheet:
    """How many groups each condition alone keeps out, by district and in all."""
    run, lang = shortfall.run, shortfall.run.lang
    columns = [SheetColumn(text("workbook.column.district", lang), 28)]
    for name in shortfall.kept_out:
        condition = run.letter.condition(str(name))
        field = text(f"words.field.{condition.field}", lang)
        label = f"{field} ({condition.clause})"
        columns.append(SheetColumn(label, 20, is_centred=True))
    return _sheet(shortfall, "kept_out", columns, _kept_out_rows(shortfall))


def _kept_out_rows(shortfall: Shortfall) -> Iterator[list[Any]]:
    run, counts = shortfall.run, shortfall.kept_out
    for district in each_row(run.screening.districts):
        yield [district.district, *map(int, counts.loc[district.Index])]
    yield [text("shortfall.total", run.lang), *map(int, counts.sum())]


def _sent_sheet(shortfall: Shortfall, checked: Validation) -> Sheet:
    """What each district sent."""
    columns = _columns(_SENT, shortfall.run.lang)
    rows = (sent_row(shortfall.run, checked, d) for d in checked.districts)
    return _sheet(shortfall, "sent", columns, rows)


def sent_row(
    run: Run,
    checked: Validation,
    district: CheckedDistrict,
) -> list[Any]:
    """What a district sent: its name, what became of its list, groups named, accepted and short, whether in time."""
    sent = sent_of(checked, district)
    return [
        run.registry.scope.districts[district.district_ix].district,
        sent_words(checked, district, run.lang),
        sent["submitted"],
        sent["accepted"],
        sent["short_after"],
        on_time_words(district, run.lang),
    ]


def _district_pages(shortfall: Shortfall) -> Iterator[Sheet]:
    """A page per district to print: where it stands, what it sent, whom to ask, what would close the gap."""
    own_findings = OwnFindings(shortfall.run)
    for district in each_row(shortfall.run.screening.districts):
        own_run = own_findings.run_of([district.Index])
        own_shortfall = replace(shortfall, run=own_run)
        yield _district_page(own_shortfall, shortfall.run, district)


def _district_page(
    own_shortfall: Shortfall,
    run: Run,
    district: Any,
) -> Sheet:
    """own_shortfall: of which a district sees what is its own. run: the whole one."""
    lang = run.lang
    status = district_status(district, lang)
    title, *block = _title_block_of_district(run, district)
    standing = Line(f"{status}: {_quota_words(district, lang)}")
    sections = _sections(own_shortfall, district)
    rows = _section_rows(sections, run)
    return Sheet(
        name=str(district.district),
        title_block=(title, standing, *block),
        columns=labelled_columns("workbook.column", _EACH, lang),
        rows=rows or [["-", status]],
        notes=_letter_decides(lang) if sections.get("levers_short") else (),
        fits_one_page=len(rows) <= ONE_PAGE_ROWS,
    )


def _title_block_of_district(run: Run, district: Any) -> tuple[Line, ...]:
    lang = run.lang
    title = text(
        "shortfall.title.each",
        lang,
        district=district_title(district.district, district.province, lang),
        province=province_title(district.province, lang),
    )
    files, products = _own_files(run, district.Index)
    return title_block(run, title, _registry_line(run, files, products))


def _section_rows(sections: dict[str, list[str]], run: Run) -> list[list[Any]]:
    rows = []
    for name, lines in sections.items():
        heading = _heading(run, name)
        rows += [[heading, line] for line in lines]
    return rows


def _heading(run: Run, section: str) -> str:
    if section == "preference":
        return preference_heading(run)
    return text(f"shortfall.{section}", run.lang)


def _quota_words(district: Any, lang: str) -> str:
    """The quota of a district and the counts that make it up."""
    counts = zip(_QUOTA, _quota_counts(district), strict=True)
    words = [f"{text(f'workbook.column.{name}', lang)} {n}" for name, n in counts]
    return " | ".join(words)


def _own_files(run: Run, district_ix: int) -> tuple[list[str], int]:
    """The files of the registry in which a district stands, and the number of its products."""
    products = run.registry.products
    tables = products.loc[products["district_ix"] == district_ix, "table"]
    files = [run.registry.tables[position].file for position in tables.unique()]
    return list(dict.fromkeys(files)) or ["-"], len(tables)


def _sections(shortfall: Shortfall, district: Any) -> dict[str, list[str]]:
    """What stands on a district's page, by the text that heads it."""
    ix = district.Index
    sent = _sent_lines(shortfall, ix)
    preference = preference_lines(shortfall, ix)
    if not shortfall.is_open(district):
        return {"sent_line": sent, "preference": preference}
    return {
        "sent_line": sent,
        "to_name": to_name_lines(shortfall, ix),
        "ask": asking_words(shortfall, district),
        "preference": preference,
        "levers_short": lever_lines(shortfall, ix),
        "nearly": nearly_lines(shortfall, ix),
        "boundary": missed_lines(shortfall, ix),
    }


def _sent_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """What a district sent, in one line; none where no lists were given."""
    checked, run = shortfall.checked, shortfall.run
    if checked is None:
        return []
    _, *values = sent_row(run, checked, checked.districts[district_ix])
    names = ("status", "submitted", "accepted", "short_after", "on_time")
    parts = [
        f"{text(f'shortfall.sent.{name}', run.lang)} {value}"
        for name, value in zip(names, values, strict=True)
    ]
    return [" | ".join(parts)]
