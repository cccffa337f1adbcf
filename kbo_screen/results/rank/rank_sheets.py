"""The shortlist as sheets to print, sign and send."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.results.rank.answers_sheet import answers_sheet
from kbo_screen.results.rank.first_screen import proposed_by_district
from kbo_screen.results.rank.questions_sheet import questions_sheet
from kbo_screen.results.rank.rank_sentences import star_or_quadrant
from kbo_screen.results.rank.rules_sheet import rules_sheet
from kbo_screen.results.rows import each_row, plain, plain_column
from kbo_screen.results.sheets.district_findings import OwnFindings
from kbo_screen.results.sheets.district_view import part_of, view_of
from kbo_screen.results.sheets.receipt_sheet import receipt_sheet
from kbo_screen.results.sheets.sheet import Bars, Chart, Line, Sheet
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
)
from kbo_screen.results.wording.area_names import district_title, province_title
from kbo_screen.results.wording.cell_places import (
    fields_from_lists,
    is_elsewhere,
    place_of_registry,
)
from kbo_screen.results.wording.finding_lines import gather_findings
from kbo_screen.results.wording.head_lines import quota_line
from kbo_screen.results.wording.province_quota import province_lines
from kbo_screen.results.wording.reading_sentences import (
    key_of_readings,
    notes_of_data,
    reading_marks,
)
from kbo_screen.results.wording.sentences import (
    answered_sentences,
    blocking_sentence,
    group_reasons,
    status_words,
    statuses_in_words,
    value_in_words,
)
from kbo_screen.vocabulary.fields import TABLE
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.results.sheets.district_view import View
    from kbo_screen.results.sheets.sheet import Rows, SheetColumn
    from kbo_screen.results.wording.finding_lines import FindingLine

#: Districts up to which each has a sheet of its own, and a bar in the chart.
DISTRICT_SHEETS: Final = 40
#: Characters of a cell's list and of a message up to which they are told in full.
_LONGEST_CELLS, _LONGEST_MESSAGE = 200, 600

#: Fields that stand on a district's sheet as they are, by the name of their column.
_LIST_FIELDS: Final = tuple(field for field in TABLE if field.width_in_list)


def _widths_of(*subjects: str) -> dict[str, int]:
    """The widths of those that are about one of these."""
    return {
        field.id: field.width_in_list
        for field in _LIST_FIELDS
        if field.width_in_list and field.subject in subjects
    }


# Wide enough that every label, and every word of a column that holds few, stands on one line.
_SUMMARY: Final = {
    "district": 26,
    "required": 14,
    "certain": 16,
    "to_confirm": 16,
    "shortfall": 12,
    "status": 36,
    "all_certain": 14,
    "all_possible": 18,
    "next_tier": 26,
}
#: The same where the letter sets no least of a district: of its quota there is nothing to say.
_SUMMARY_WITHOUT_LEAST: Final = {
    "district": 26,
    "proposed": 14,
    "all_certain": 14,
    "all_possible": 18,
    "next_tier": 26,
}
_SHORTLIST: Final = {
    "district": 20,
    "rank": 7,
    "selected": 24,
    "group": 30,
    "product": 22,
    "stands": 14,
    "standard": 22,
    "certainty": 25,
    "reason": 60,
    "cell": 14,
}
#: The same where a group competes with those of all districts.
_SHORTLIST_OF_PROVINCE: Final = {"province_rank": 9, **_SHORTLIST}
#: The width of the column of cells where the names of files stand in it.
_CELL_WITH_FILE: Final = 28
_DISTRICT: Final = {
    "rank": 7,
    "selected": 24,
    "group": 28,
    **_widths_of("area", "group"),
    "product": 18,
    **_widths_of("producer", "product"),
    "stands": 14,
    "standard": 21,
    "certainty": 25,
    "reason": 54,
    "cell": 14,
    "phone": 16,
}
_NOT_LISTED: Final = {
    "district": 20,
    "group": 34,
    "product": 30,
    "blocking": 60,
    "away": 14,
    "cell": 24,
}
_FINDINGS: Final = {
    "severity": 16,
    "file": 24,
    "sheet": 16,
    "cells": 24,
    "count": 9,
    "message": 62,
    "remedy": 50,
    "code": 22,
}
#: The bars of the chart, each of a column of the summary.
_BARS: Final = tuple(
    Bars(list(_SUMMARY).index(name), colour)
    for name, colour in (
        ("certain", "#548235"),
        ("to_confirm", "#FFC000"),
        ("shortfall", "#C00000"),
    )
)
#: What makes up a quota, as columns of `Screening.districts`.
_QUOTA_PARTS: Final = ("required", "certain_of_quota", "to_confirm", "shortfall")
_CENTRED: Final = frozenset(
    (
        "rank",
        "province_rank",
        "stands",
        "required",
        "certain",
        "to_confirm",
        "shortfall",
        "proposed",
        "all_certain",
        "all_possible",
        "away",
        "count",
    ),
)


class PlainSheets(NamedTuple):
    """The sheets on which no reading of the letter is told: what is not listed, what is asked (None: nothing)."""

    not_listed: Sheet
    questions: Sheet | None


def plain_sheets(run: Run) -> PlainSheets:
    """The sheets of a whole run that need not wait for what its readings decide."""
    return _plain_sheets(view_of(run))


def _plain_sheets(view: View) -> PlainSheets:
    return PlainSheets(_not_listed_sheet(view), questions_sheet(view))


def rank_sheets(run: Run, made: PlainSheets | None = None) -> Iterator[Sheet]:
    """The sheets of a workbook of the whole run. made: those that were made before."""
    return view_sheets(view_of(run), made)


def split_rank_sheets(run: Run, split: str) -> dict[str, Iterator[Sheet]]:
    """The sheets of a workbook per province or per district, by what it is called."""
    whole = view_of(run)
    findings = OwnFindings(run)
    parts = _provinces(run) if split == "province" else _districts(run)
    return {
        name: view_sheets(part_of(whole, district_ixs, findings))
        for name, district_ixs in parts.items()
    }


def _provinces(run: Run) -> dict[str, list[int]]:
    """The districts of every province."""
    provinces = run.screening.districts.groupby("province", sort=False)
    return {str(name): list(districts.index) for name, districts in provinces}


def _districts(run: Run) -> dict[str, list[int]]:
    """Every district alone; with its province where there are several."""
    districts = run.screening.districts
    show_province = districts["province"].drop_duplicates().size > 1
    parts: dict[str, list[int]] = {}
    for row in each_row(districts):
        name = f"{row.province} {row.district}" if show_province else row.district
        parts[str(name)] = [row.Index]
    return parts


def view_sheets(view: View, made: PlainSheets | None = None) -> Iterator[Sheet]:
    """The sheets of a workbook of some districts. made: those that were made before."""
    findings = gather_findings(view.findings, view.lang)
    not_listed, questions = made or _plain_sheets(view)
    empty_sheet_notes = []
    if questions is None:
        empty_sheet_notes.append(plain_note("workbook.nothing_to_confirm", view.lang))
    if not findings:
        empty_sheet_notes.append(plain_note("terminal.no_findings", view.lang))
    yield _summary_sheet(view, empty_sheet_notes)
    if len(view.districts) > 1:
        yield _shortlist_sheet(view)
    if len(view.districts) <= DISTRICT_SHEETS:
        for district_ix in _listing_districts(view):
            yield _district_sheet(view, district_ix)
    yield not_listed
    if questions:
        yield questions
    answers = answers_sheet(view)
    if answers:
        yield answers
    if findings:
        yield _findings_sheet(view, findings)
    yield rules_sheet(view)
    yield receipt_sheet(view, for_replay=view.is_whole)


def _listing_districts(view: View) -> list[int]:
    """The districts of which groups are listed."""
    listing = set(view.listed["district_ix"])
    return [int(ix) for ix in view.districts.index if ix in listing]


def _columns(widths: dict[str, int], lang: str) -> list[SheetColumn]:
    return labelled_columns("workbook.column", widths, lang, centred=_CENTRED)


def _summary_sheet(view: View, empty_sheet_notes: list[Line]) -> Sheet:
    """A row per district, all together, and a chart of how each quota is made up.

    empty_sheet_notes: which sheets are left out, for they would be empty.
    """
    run, lang = view.run, view.lang
    chart = Chart(text("workbook.chart", lang), _BARS)
    has_chart = len(view.districts) <= DISTRICT_SHEETS
    has_least = bool(view.districts["required"].any())
    left_out = _districts_left_out(view) if has_chart else ()
    return Sheet(
        name=text("workbook.sheet.summary", lang),
        title_block=title_block(
            run,
            text("workbook.title.summary", lang),
            quota_line(run),
            *province_lines(run),
        ),
        columns=_columns(_SUMMARY if has_least else _SUMMARY_WITHOUT_LEAST, lang),
        rows=_summary_rows(view),
        total=_summary_total(view) if len(view.districts) > 1 else None,
        notes=[*left_out, *empty_sheet_notes],
        chart=chart if has_chart and has_least else None,
        fits_one_page=has_chart,
    )


def _summary_rows(view: View) -> Rows:
    show_province = view.districts["province"].drop_duplicates().size > 1
    tier_states = _states_of_later_tiers(view)
    proposed = proposed_by_district(view.run)
    for row in each_row(view.districts):
        name = f"{row.district} ({row.province})" if show_province else row.district
        states = ", ".join(tier_states.get(row.Index, [])) or "-"
        counts = _counts_without_least(row, int(proposed[row.Index]))
        if row.required:
            counts = _counts_of_district(row, view.lang)
        yield [name, *counts, states]


def _counts_without_least(row: Any, n_proposed: int) -> list[int]:
    """The groups proposed, and what may be named. row: of `Screening.districts`."""
    return [n_proposed, int(row.certain), int(row.possible)]


def _summary_total(view: View) -> list[Any]:
    """The sums of all districts, and how many there are of each status."""
    districts, lang = view.districts, view.lang
    if not districts["required"].any():
        proposed = proposed_by_district(view.run).loc[districts.index]
        rows = each_row(districts)
        counts = [
            _counts_without_least(row, int(count))
            for row, count in zip(rows, proposed, strict=True)
        ]
        sums = map(sum, zip(*counts, strict=True))
        return [text("shortfall.total", lang), *sums, None]
    quota_sums = [districts[name].sum() for name in _QUOTA_PARTS]
    all_sums = [districts[name].sum() for name in ("certain", "possible")]
    return [
        text("shortfall.total", lang),
        *map(int, quota_sums),
        statuses_in_words(districts, lang),
        *map(int, all_sums),
        None,
    ]


def _districts_left_out(view: View) -> Iterator[Line]:
    """Which districts have no sheet of their own, for nobody is listed there."""
    names = view.districts["district"].drop(_listing_districts(view))
    if len(names):
        yield plain_note("workbook.no_list_of", view.lang, districts=", ".join(names))


def _counts_of_district(row: Any, lang: str) -> list[Any]:
    """What makes up the quota, the status, and all groups that may be named. row: of `Screening.districts`."""
    status = status_words(
        str(row.status),
        int(row.selected_to_check),
        lang,
        int(row.lines_to_settle),
        required=int(row.required),
    )
    return [
        *(plain(getattr(row, name)) for name in _QUOTA_PARTS),
        status,
        plain(row.certain),
        plain(row.possible),
    ]


def _states_of_later_tiers(view: View) -> dict[int, list[str]]:
    """By district, in words, whether each tier behind the first opens."""
    tiers = view.run.screening.tiers
    later_ids = [tier.id for tier in view.run.letter.tiers[1:]]
    later = tiers[tiers["tier"].isin(later_ids)]
    words = [text(f"words.tier_state.{state}", view.lang) for state in later["state"]]
    return lists_by_key(zip(later["district_ix"], words, strict=True))


def _shortlist_sheet(view: View) -> Sheet:
    """Every listed group of the province, district by district."""
    run, lang = view.run, view.lang
    notes = _key_lines(view.listed, run)
    if view.listed.empty:
        notes = [plain_note("workbook.nobody", lang)]
    widths = _SHORTLIST
    if run.letter.quota.per_province is not None:
        widths = _SHORTLIST_OF_PROVINCE
    return Sheet(
        name=text("workbook.sheet.shortlist", lang),
        title_block=title_block(
            run,
            text("workbook.title.shortlist", lang),
            quota_line(run),
            *province_lines(run),
        ),
        columns=_columns(_with_room_for_files(widths, run), lang),
        rows=_group_rows(view, view.listed, widths),
        notes=notes,
    )


def _district_sheet(view: View, district_ix: int) -> Sheet:
    """One district's list in the look of an official form, to print and to sign."""
    run, lang = view.run, view.lang
    district = view.districts.loc[district_ix]
    name, province = str(district["district"]), str(district["province"])
    district_name = district_title(name, province, lang)
    title = text(
        "workbook.title.district",
        lang,
        district=district_name,
        province=province_title(province, lang),
    )
    groups = view.listed[view.listed["district_ix"] == district_ix]
    signature = text("workbook.signature", lang, district=district_name)
    return Sheet(
        name=name,
        title_block=title_block(run, title, quota_line(run)),
        columns=_columns_of_district(run),
        rows=_group_rows(view, groups, _DISTRICT),
        notes=_key_lines(groups, run),
        signature=signature.split("\n"),
    )


def _key_lines(groups: pd.DataFrame, run: Run) -> list[Line]:
    """What the marks of readings behind a reason mean, each once below the list."""
    return [Line(words, "plain") for words in key_of_readings(groups, run)]


def _with_room_for_files(widths: dict[str, int], run: Run) -> dict[str, int]:
    """A wider column of cells where a registry is of several files, whose names stand there too."""
    if len(run.registry.own_files) > 1:
        return widths | {"cell": _CELL_WITH_FILE}
    return widths


def _columns_of_district(run: Run) -> list[SheetColumn]:
    # Names are typed over the lines of the signature, from the first column on.
    return labelled_columns(
        "workbook.column",
        _with_room_for_files(_DISTRICT, run),
        run.lang,
        centred=_CENTRED,
        typed=("rank", "phone"),
        fields=[field.id for field in _LIST_FIELDS],
    )


def _group_rows(
    view: View,
    groups: pd.DataFrame,
    columns: Iterable[str],
) -> Rows:
    """A row per listed group, with the columns of that name."""
    run = view.run
    products = run.registry.products.loc[groups["product"]]
    reasons = group_reasons(run, groups, with_names=True)
    rows = zip(each_row(groups), each_row(products), reasons, strict=True)
    deciding_fields = _deciding_fields(run.letter)
    by_star = {tier.id: tier.orders_by_star for tier in run.letter.tiers}
    for group, product, reason in rows:
        cells = _group_cells(group, str(reason), run)
        cells |= _product_cells(
            product,
            by_star=by_star[group.tier],
            lang=run.lang,
        )
        cells["cell"] = _where(run, group.product, deciding_fields[group.tier])
        yield [cells[name] for name in columns]


def _group_cells(
    group: Any,
    reason: str,
    run: Run,
) -> dict[str, Any]:
    """What a row says of a group, by the name of the column."""
    lang = run.lang
    is_selected = "yes" if group.selected else "no"
    marks = reading_marks(group.notes, run)
    marked_reason = f"{reason} {marks}" if marks else reason
    notes = [f"- {words}" for words in notes_of_data(group.notes, run)]
    return {
        "district": group.district,
        "rank": plain(group.rank),
        "province_rank": plain(group.province_rank),
        "selected": text(f"words.selected.{is_selected}", lang),
        "group": group.group_name,
        "standard": value_in_words("standard", group.standard, lang),
        "certainty": text(f"words.certainty.{group.certainty}", lang),
        "reason": "\n".join([marked_reason, *notes]),
    }


def _product_cells(
    product: Any,
    *,
    by_star: bool,
    lang: str,
) -> dict[str, Any]:
    """What a row says of the product that a group stands by."""
    return {
        **{field.id: plain(getattr(product, field.id)) for field in _LIST_FIELDS},
        "product": plain(product.product_name),
        "stands": star_or_quadrant(
            product.star,
            product.quadrant,
            by_star=by_star,
            lang=lang,
        ),
        "phone": plain(product.phone),
    }


def _deciding_fields(letter: Letter) -> dict[str, list[str]]:
    """Per tier the fields of its conditions, and of the letter's preference."""
    fields: dict[str, list[str]] = {}
    for tier in letter.tiers:
        names = chain.from_iterable(tier.needs)
        fields[tier.id] = [letter.condition(name).field for name in names]
        if letter.preference:
            fields[tier.id].append(letter.preference.field)
    return fields


def _where(
    run: Run,
    product: int,
    fields: Iterable[str],
) -> str:
    """The cell of a product, and below it the place of each field that a list brought."""
    product_place = run.registry.place(product, "product_name")
    lines = [place_of_registry(run, product_place)]
    for field, place in fields_from_lists(run, product, fields).items():
        label = text(f"words.field.{field}", run.lang)
        lines.append(f"{label}: {place.in_words}")
    return "\n".join(lines)


def _not_listed_sheet(view: View) -> Sheet:
    """Every product that meets no tier: the first clause it fails, how far away it is.

    It is long, and made to be searched on the screen.
    """
    run, lang = view.run, view.lang
    count = f"{len(view.not_listed):,}"
    on_screen = plain_note("workbook.on_screen", lang, count=count)
    title = text("workbook.title.not_listed", lang)
    return Sheet(
        name=text("workbook.sheet.not_listed", lang),
        title_block=[*title_block(run, title), on_screen],
        columns=_columns(_NOT_LISTED, lang),
        rows=list(_not_listed_rows(view)),
        is_for_screen=True,
    )


def _not_listed_rows(view: View) -> Iterator[Sequence[Any]]:
    """The rows by whole columns: the products' names, the first condition that each fails, how many, and where."""
    run = view.run
    products = run.registry.products.loc[view.not_listed.index]
    names = [products[name] for name in ("district", "group_name", "product_name")]
    blocking = plain_column(view.not_listed["first_blocking"])
    columns = [
        *map(plain_column, names),
        _blocking_sentences(run, products.index, blocking),
        plain_column(view.not_listed["conditions_away"]),
        _deciding_places(run, products.index, blocking),
    ]
    return zip(*columns, strict=True)


def _blocking_sentences(
    run: Run,
    products: Iterable[int],
    conditions: Iterable[str | None],
) -> list[str]:
    """Per product the condition that it fails first, and who answered about it."""
    sentences = {c.id: blocking_sentence(run, c.id) for c in run.letter.conditions}
    answered = answered_sentences(run, with_names=True)
    words = [sentences.get(condition or "", "-") for condition in conditions]
    if not answered:
        return words
    return [
        sentence + answered.get(product, "")
        for product, sentence in zip(products, words, strict=True)
    ]


def _deciding_places(
    run: Run,
    products: pd.Index,
    conditions: Sequence[str | None],
) -> list[str]:
    """Per product the sheet and cell that keeps it out: mostly of its own row."""
    registry = run.registry
    blocking = np.array(conditions, dtype=object)
    cells = np.full(len(products), None, dtype=object)
    for condition in run.letter.conditions:
        is_blocked = blocking == condition.id
        blocked = products[is_blocked].to_numpy()
        cells[is_blocked] = registry.own_cells(blocked, condition.field)
    tables_in_words = [
        place_of_registry(run, Place(table.file, table.sheet))
        for table in registry.tables
    ]
    tables = registry.products["table"].loc[products]
    fields: dict[str | None, str] = {c.id: c.field for c in run.letter.conditions}
    places = []
    rows = zip(products, conditions, tables, cells, strict=True)
    for product, condition_id, table, cell in rows:
        if cell:
            places.append(f"{tables_in_words[table]} {cell}".lstrip())
        else:
            places.append(_where_decided(run, product, fields.get(condition_id)))
    return places


def _where_decided(
    run: Run,
    product: int,
    field: str | None,
) -> str:
    """The sheet and cell that keeps a product out, where it is not of its own row.

    Of a list's also where the product stands, for the list names no row.
    """
    registry = run.registry
    if field is None:
        return _where(run, product, ())
    place = registry.place(product, field)
    product_place = registry.place(product, "product_name")
    if not place.cell or is_elsewhere(place, product_place):
        return _where(run, product, [field])
    return place_of_registry(run, place)


def _findings_sheet(view: View, lines: list[FindingLine]) -> Sheet:
    """Every finding, one line for the same thing on many cells."""
    run, lang = view.run, view.lang
    notes = []
    if not view.is_whole:
        notes.append(plain_note("workbook.part_findings", lang))
    return Sheet(
        name=text("workbook.sheet.findings", lang),
        title_block=title_block(run, text("workbook.title.findings", lang)),
        columns=_columns(_FINDINGS, lang),
        rows=[_finding_row(line, lang) for line in lines],
        notes=notes,
    )


def _finding_row(line: FindingLine, lang: str) -> list[Any]:
    return [
        text(f"words.severity.{line.severity}", lang),
        line.place.file,
        line.place.sheet,
        _shortened(line.place.cell, _LONGEST_CELLS),
        line.count,
        _shortened(line.message, _LONGEST_MESSAGE),
        line.remedy,
        line.code,
    ]


def _shortened(words: str | None, longest: int) -> str | None:
    """The words, or as many as a cell takes; what was counted stands beside them."""
    if words is None or len(words) <= longest:
        return words
    return f"{words[: longest - 2]} …"
