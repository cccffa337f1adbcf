"""The shortfall as the sheets of a workbook, every district on each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row
from kbo_screen.results.sheets.district_view import view_of
from kbo_screen.results.sheets.receipt_sheet import receipt_sheet
from kbo_screen.results.sheets.sheet import Line, Sheet, SheetColumn
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
)
from kbo_screen.results.shortfall.district_pages import district_pages
from kbo_screen.results.shortfall.shortfall_payload import (
    asked_rows,
    near_row,
    preference_rows,
)
from kbo_screen.results.shortfall.shortfall_sentences import (
    QUOTA_COLUMNS,
    boundary_line,
    change_words,
    district_status,
    lever_line,
    lever_sums,
    list_waits,
    no_rows_lines,
    quota_counts,
    sent_row,
)
from kbo_screen.results.validation.validation_sentences import not_counted_note
from kbo_screen.results.wording.cell_places import place_of_registry
from kbo_screen.results.wording.given_answers import answered_before
from kbo_screen.results.wording.head_lines import registry_line
from kbo_screen.results.wording.province_quota import province_lines
from kbo_screen.results.wording.sentences import blocking_sentence, statuses_in_words
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.results.schemas import AskShape, NearShape
    from kbo_screen.results.sheets.sheet import Rows
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

_DISTRICTS: Final = {
    "district": 28,
    "required": 16,
    "certain": 16,
    "to_confirm": 16,
    "shortfall": 16,
    "status": 30,
}
_NAMEABLE: Final = {
    "district": 28,
    "all_certain": 16,
    "all_possible": 18,
}
_ASK: Final = {
    "district": 20,
    "rank": 8,
    "group": 34,
    "question": 54,
    "cell": 22,
    "phone": 18,
    "after": 22,
    "answer": 18,
    "by": 24,
    "date": 18,
    "answer_reason": 26,
    "question_id": 22,
}
_LEVERS: Final = {
    "district": 24,
    "change": 90,
    "entering": 14,
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
#: Rows that are printed of a list that is made to be searched: two pages at most.
_PRINTED_ROWS: Final = 30
_LEVERS_ALL: Final = {
    "change": 70,
    "clause": 12,
    "entering": 14,
    "leaving": 14,
    "met": 16,
    "confirm": 18,
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

#: Columns of numbers.
_CENTRED: Final = (
    *QUOTA_COLUMNS,
    "all_certain",
    "all_possible",
    "rank",
    "entering",
    "leaving",
    "met",
    "confirm",
    "short",
    "submitted",
    "accepted",
)
#: What whoever asks writes down.
_TYPED: Final = ("phone", "answer", "by", "date", "answer_reason")


def shortfall_sheets(shortfall: Shortfall, *, each: bool = False) -> Iterator[Sheet]:
    """The sheets of the workbook: districts, whom to ask, what keeps groups out, levers, nearly in, the receipt.

    A sheet that would be empty is left out. each: a page to print per district of which there is something to say
    stands before the receipt; the first sheet names those that get none.
    """
    pages = district_pages(shortfall) if each else {}
    yield _districts_sheet(shortfall, _without_page(shortfall, pages) if each else [])
    lists = (
        _ask_sheet(shortfall),
        _sheet_of_levers(shortfall, "levers", _LEVERS, _lever_rows(shortfall)),
        _printed_in_part(shortfall, "nearly", _NEARLY, _nearly_rows(shortfall)),
        _printed_in_part(shortfall, "boundary", _BOUNDARY, _boundary_rows(shortfall)),
        _kept_out_sheet(shortfall),
        _levers_all_sheet(shortfall),
    )
    yield from filter(None, lists)
    if shortfall.checked:
        yield _sent_sheet(shortfall, shortfall.checked)
    yield from pages.values()
    yield receipt_sheet(view_of(shortfall.run), for_replay=True)


def _sheet(
    shortfall: Shortfall,
    name: str,
    columns: Sequence[SheetColumn],
    rows: Rows,
    notes: Sequence[Line] = (),
    total: list[Any] | None = None,
) -> Sheet:
    """A sheet with its title, the letter and the registry, and what was not checked."""
    run = shortfall.run
    files = [file.name for file in run.registry.inputs]
    registry = registry_line(run, files, len(run.registry.products))
    return Sheet(
        name=text(f"shortfall.sheet.{name}", run.lang),
        title_block=title_block(
            run,
            text(f"shortfall.title.{name}", run.lang),
            registry,
            *province_lines(run),
        ),
        columns=columns,
        rows=rows,
        total=total,
        notes=notes,
    )


def _columns(widths: dict[str, int], lang: str) -> list[SheetColumn]:
    return labelled_columns(
        "workbook.column",
        widths,
        lang,
        centred=_CENTRED,
        typed=_TYPED,
    )


def _without_page(shortfall: Shortfall, pages: Mapping[int, Sheet]) -> list[Line]:
    """Which districts get no page of their own, for there is nothing to ask or to report."""
    names = shortfall.run.screening.districts["district"].drop(list(pages))
    if names.empty:
        return []
    districts = ", ".join(names)
    return [plain_note("shortfall.without_page", shortfall.lang, districts=districts)]


def _districts_sheet(shortfall: Shortfall, notes: Sequence[Line]) -> Sheet:
    """Every district against the quota, and all together; where it has none, what it can name."""
    run, lang = shortfall.run, shortfall.lang
    districts = run.screening.districts
    if not run.letter.quota.least_per_district:
        return _nameable_sheet(shortfall, notes)
    counts = [quota_counts(district) for district in each_row(districts)]
    statuses = [district_status(district, lang) for district in each_row(districts)]
    rows = zip(
        districts["district"],
        counts,
        statuses,
        strict=True,
    )
    return _sheet(
        shortfall,
        "districts",
        _columns(_DISTRICTS, lang),
        [[name, *numbers, status] for name, numbers, status in rows],
        notes,
        [
            text("shortfall.total", lang),
            *map(sum, zip(*counts, strict=True)),
            statuses_in_words(districts, lang),
        ],
    )


def _nameable_sheet(shortfall: Shortfall, notes: Sequence[Line]) -> Sheet:
    """What every district can name for the quota of the province."""
    districts = shortfall.run.screening.districts
    counts = districts[["certain", "possible"]]
    rows = zip(
        districts["district"],
        counts["certain"],
        counts["possible"],
        strict=True,
    )
    total = text("shortfall.total", shortfall.lang)
    return _sheet(
        shortfall,
        "districts",
        _columns(_NAMEABLE, shortfall.lang),
        map(list, rows),
        notes,
        [total, *map(int, counts.sum())],
    )


def _ask_sheet(shortfall: Shortfall) -> Sheet | None:
    """Whom to ask, with the status once this group and those before it are confirmed; then the preference."""
    lang = shortfall.lang
    notes = []
    for district in shortfall.open_districts():
        has_asks = bool(shortfall.asks_of(district.Index))
        if not has_asks and shortfall.status_after(district, 0) != "met":
            no_question = text("shortfall.nothing_to_ask", lang)
            words = " ".join([*no_rows_lines(district, lang), no_question])
            notes.append(Line(f"{district.district}: {words}", "plain"))
    rows = list(_ask_rows(shortfall))
    if not (rows or notes):
        return None
    return _sheet(
        shortfall,
        "ask",
        _columns(_ASK, lang),
        rows,
        notes,
    )


def _ask_rows(shortfall: Shortfall) -> Rows:
    run = shortfall.run
    for district in shortfall.open_districts():
        for count, ask in enumerate(shortfall.asks_of(district.Index), start=1):
            status = shortfall.status_after(district, count)
            status_words = text(f"words.status.{status}", run.lang)
            for question in asked_rows(shortfall, ask):
                yield _ask_row(
                    run,
                    district.district,
                    question,
                    status_words,
                )
    for district in each_row(run.screening.districts):
        for question in preference_rows(shortfall, district.Index):
            yield _ask_row(
                run,
                district.district,
                question,
                None,
            )


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
        _where(run, question),
        question.get("phone"),
        status_if_yes,
        *answered_before(run, question["id"]),
        question["id"],
    ]


def _where(run: Run, row: AskShape | NearShape) -> str:
    """Sheet and cell, as far as there are any; the file too where the registry is of several."""
    if row["cell"] is None:
        return ""
    return place_of_registry(run, Place(row["file"], row["sheet"], row["cell"]))


def _sheet_of_levers(
    shortfall: Shortfall,
    name: str,
    widths: dict[str, int],
    rows: Rows,
) -> Sheet | None:
    """What one change of the letter would bring; None where none brings anything."""
    rows = list(rows)
    if not rows:
        return None
    lang = shortfall.lang
    notes = [plain_note("shortfall.letter_decides", lang)]
    return _sheet(
        shortfall,
        name,
        _columns(widths, lang),
        rows,
        notes,
    )


def _lever_rows(shortfall: Shortfall) -> Rows:
    """What it would bring each district that is not met."""
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


def _levers_all_sheet(shortfall: Shortfall) -> Sheet | None:
    """What one change of the letter would bring all districts together."""
    widths = _lever_totals_shown(shortfall.run)
    rows = _lever_total_rows(shortfall)
    return _sheet_of_levers(
        shortfall,
        "levers_all",
        widths,
        rows,
    )


def _lever_total_rows(shortfall: Shortfall) -> Rows:
    run = shortfall.run
    for lever in shortfall.felt_levers:
        sums = lever_sums(lever)
        yield [
            change_words(run, lever.variant),
            run.letter.condition(lever.variant.condition).clause,
            sums["entering"],
            sums["leaving"],
            *(sums[name] for name in _lever_totals_shown(run) if name in STATUSES),
        ]


def _lever_totals_shown(run: Run) -> dict[str, int]:
    """The columns: how many districts are met or short only where the letter sets them a least."""
    if run.letter.quota.least_per_district:
        return _LEVERS_ALL
    return {name: at for name, at in _LEVERS_ALL.items() if name not in STATUSES}


def _printed_in_part(
    shortfall: Shortfall,
    name: str,
    widths: dict[str, int],
    rows: Rows,
) -> Sheet | None:
    """A list to search on the screen, of which the first rows are printed; None for an empty one."""
    rows = list(rows)
    if not rows:
        return None
    lang = shortfall.lang
    sheet = _sheet(
        shortfall,
        name,
        _columns(widths, lang),
        rows,
    )
    rows_left_out = len(rows) - _PRINTED_ROWS
    if rows_left_out <= 0:
        return sheet
    note = plain_note(
        "shortfall.printed_in_part",
        lang,
        printed=_PRINTED_ROWS,
        count=f"{len(rows):,}",
    )
    title_block = [*sheet.title_block, note]
    return sheet._replace(title_block=title_block, screen_rows=rows_left_out)


def _nearly_rows(shortfall: Shortfall) -> Rows:
    """The groups that one condition keeps out."""
    run = shortfall.run
    for district in shortfall.open_districts():
        for miss in shortfall.nearly_of(district.Index):
            row = near_row(run, miss)
            yield [
                district.district,
                row["group_name"],
                row["product_name"],
                blocking_sentence(run, row["condition"]),
                _where(run, row),
            ]


def _boundary_rows(shortfall: Shortfall) -> Rows:
    """The groups that are in or out by one unit."""
    for district in shortfall.open_districts():
        for edge in shortfall.boundary_of(district.Index):
            yield [district.district, boundary_line(shortfall.run, edge)]


def _kept_out_sheet(shortfall: Shortfall) -> Sheet | None:
    """How many groups each condition alone keeps out, by district and in all; None where it is no group."""
    run, lang = shortfall.run, shortfall.lang
    sums = [int(count) for count in shortfall.kept_out.sum()]
    if not any(sums):
        return None
    columns = [SheetColumn(text("workbook.column.district", lang), 28)]
    for name in shortfall.kept_out:
        condition = run.letter.condition(str(name))
        field = text(f"words.field.{condition.field}", lang)
        label = f"{field} ({condition.clause})"
        columns.append(SheetColumn(label, 20, is_centred=True))
    total = [text("shortfall.total", lang), *sums]
    rows = _kept_out_rows(shortfall)
    return _sheet(
        shortfall,
        "kept_out",
        columns,
        rows,
        total=total,
    )


def _kept_out_rows(shortfall: Shortfall) -> Rows:
    for district in each_row(shortfall.run.screening.districts):
        yield [district.district, *map(int, shortfall.kept_out.loc[district.Index])]


def _sent_sheet(shortfall: Shortfall, checked: Validation) -> Sheet:
    """What each district sent."""
    columns = _columns(_SENT, shortfall.lang)
    rows = (sent_row(checked, district) for district in checked.districts)
    notes = []
    if any(list_waits(checked, district) for district in checked.districts):
        notes.append(Line(not_counted_note(shortfall.run), "plain"))
    return _sheet(
        shortfall,
        "sent",
        columns,
        rows,
        notes,
    )
