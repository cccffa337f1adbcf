"""What stands on each sheet of the workbook, one function a sheet.

Knows columns and widths of every sheet. Refuses to know fonts and heights (`pages.py` does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.findings.finding import NOWHERE
from kbo_screen.formats.workbook.pages import Book, Column, Page
from kbo_screen.letters.deadline import deadline_words
from kbo_screen.registry.question import ANSWER_WORDS_SHEET, PREFERENCE
from kbo_screen.results.answered import answered_before
from kbo_screen.results.area_names import district_title, province_title
from kbo_screen.results.cell_places import fields_from_lists, is_elsewhere, place_words
from kbo_screen.results.finding_lines import gather_findings
from kbo_screen.results.rows import each_row, plain, plain_column
from kbo_screen.results.sentences import (
    answered_sentences,
    blocking_sentence,
    group_reasons,
    line_question,
    not_evaluated_lines,
    question_places,
    question_words,
    star_in_words,
    status_words,
    value_in_words,
)
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import OpenLine
    from kbo_screen.results.district_view import View

#: What the answer column offers.
_ANSWER_WORDS: Final = ("yes", "no")


def add_summary(book: Book, view: View) -> None:
    """A row per district, and a chart of how each quota is made up."""
    page = _page(
        book,
        view,
        "summary",
        district=26,
        required=12,
        certain=12,
        to_confirm=12,
        shortfall=12,
        status=36,
        all_certain=14,
        all_possible=14,
        next_tier=26,
    )
    first, last = page.table(_summary_rows(view))
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column, name, colour in (
        (2, "certain", "#548235"),
        (3, "to_confirm", "#FFC000"),
        (4, "shortfall", "#C00000"),
    ):
        chart.add_series(
            {
                "name": _label(name, view.lang),
                "categories": [page.sheet.get_name(), first, 0, last, 0],
                "values": [page.sheet.get_name(), first, column, last, column],
                "fill": {"color": colour},
            }
        )
    font = {"name": book.font, "size": 12}
    chart.set_title(
        {"name": text("workbook.chart", view.lang), "name_font": font | {"size": 16}}
    )
    chart.set_y_axis(
        {"reverse": True, "num_font": font, "major_gridlines": {"visible": False}}
    )
    chart.set_x_axis(
        {"num_font": font, "major_unit": 1, "min": 0, "label_position": "low"}
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 1000, "height": 160 + 32 * min(len(view.districts), 40)})
    if len(view.districts) <= 40:
        page.sheet.insert_chart(page.row + 1, 0, chart)
        page.fit_one_page()


def _summary_rows(view: View) -> Iterator[list[Any]]:
    show_province = view.districts["province"].drop_duplicates().size > 1
    tiers = view.run.screening.tiers
    later = [tier.id for tier in view.run.letter.tiers[1:]]
    states: dict[int, list[str]] = {}
    for tier in each_row(tiers[tiers["tier"].isin(later)]):
        states.setdefault(tier.district_ix, []).append(tier.state)
    for row in each_row(view.districts):
        certain = row.required - row.to_confirm - row.shortfall
        words = [
            text(f"words.tier_state.{state}", view.lang)
            for state in states.get(row.Index, [])
        ]
        name = f"{row.district} ({row.province})" if show_province else row.district
        status = status_words(
            str(row.status),
            int(row.selected_to_check),
            view.lang,
            int(row.lines_to_settle),
        )
        counts = [
            plain(row.required),
            plain(certain),
            plain(row.to_confirm),
            plain(row.shortfall),
        ]
        yield [
            name,
            *counts,
            status,
            plain(row.certain),
            plain(row.possible),
            ", ".join(words) or "-",
        ]


def add_shortlist(book: Book, view: View) -> None:
    """Every listed group of the province, district by district."""
    page = _page(
        book,
        view,
        "shortlist",
        district=18,
        rank=7,
        selected=17,
        group=30,
        product=26,
        stands=16,
        standard=18,
        certainty=19,
        reason=52,
        cell=14,
    )
    page.table(_group_rows(view, view.listed, with_district=True))
    if view.listed.empty:
        page.line(text("workbook.nobody", view.lang), "plain")


def add_district(book: Book, view: View, district_ix: int) -> None:
    """One district's list in the look of an official form, to print and to sign."""
    lang = view.lang
    row = view.districts.loc[district_ix]
    name = str(row["district"])
    title = district_title(name, str(row["province"]), lang)
    page = _page(
        book,
        view,
        "district",
        sheet_name=name,
        fields={
            "district": title,
            "province": province_title(str(row["province"]), lang),
        },
        rank=7,
        selected=17,
        group=30,
        subdistrict=15,
        product=26,
        category=20,
        stands=15,
        certainty=19,
        reason=48,
        phone=15,
    )
    page.let_type(
        _label("rank", lang), _label("phone", lang)
    )  # names are typed over the signature lines
    groups = view.listed[view.listed["district_ix"] == district_ix]
    page.table(_group_rows(view, groups, with_district=False))
    if groups.empty:
        page.line(
            text("terminal.nobody" if row["products"] else "terminal.no_rows", lang),
            "plain",
        )
    page.blank()
    for line in text("workbook.signature", lang, district=title).split("\n"):
        page.line(line)


def _group_rows(
    view: View, groups: pd.DataFrame, *, with_district: bool
) -> Iterator[list[Any]]:
    run, lang = view.run, view.lang
    products = run.registry.products.loc[groups["product"]]
    reasons = group_reasons(run, groups, with_names=True)
    column = {
        name: plain_column(products[name])
        for name in ("product_name", "subdistrict", "category", "phone")
    }
    stands = _stands(view, groups, products)
    required = _fields_of_tiers(view)
    for position, row in enumerate(each_row(groups)):
        notes = [text(f"words.note.{note}", lang) for note in row.notes]
        reason = "\n".join(
            [str(reasons.iat[position]), *(f"- {note}" for note in notes)]
        )
        selected = text(f"words.selected.{'yes' if row.selected else 'no'}", lang)
        certainty = text(f"words.certainty.{row.certainty}", lang)
        product = column["product_name"][position]
        if with_district:
            standard = value_in_words("standard", row.standard, lang)
            where = _where(view, row.product, required[row.tier])
            yield [
                row.district,
                plain(row.rank),
                selected,
                row.group_name,
                product,
                stands[position],
                standard,
                certainty,
                reason,
                where,
            ]
        else:
            own = [
                column[name][position] for name in ("subdistrict", "category", "phone")
            ]
            yield [
                plain(row.rank),
                selected,
                row.group_name,
                own[0],
                product,
                own[1],
                stands[position],
                certainty,
                reason,
                own[2],
            ]


def _stands(view: View, groups: pd.DataFrame, products: pd.DataFrame) -> list[str]:
    """The star or the quadrant that a group stands by."""
    by_star = {tier.id: tier.orders_by_star for tier in view.run.letter.tiers}
    columns = zip(
        groups["tier"],
        products["star"],
        products["star_rated"],
        products["quadrant"],
        strict=True,
    )
    found = []
    for tier, star, is_rated, quadrant in columns:
        if by_star[tier]:
            words = star_in_words(star, is_rated=is_rated, lang=view.lang)
            found.append(
                text("terminal.star", view.lang, star=words)
                if plain(star)
                else text("terminal.star_unknown", view.lang)
            )
        else:
            found.append(
                text("terminal.quadrant", view.lang, quadrant=plain(quadrant) or "?")
            )
    return found


def _fields_of_tiers(view: View) -> dict[str, list[str]]:
    """Per tier the fields that decide: of its conditions, and of the letter's preference."""
    letter = view.run.letter
    preferred = [letter.preference.field] if letter.preference else []
    return {
        tier.id: [*(letter.condition(name).field for name in tier.requires), *preferred]
        for tier in letter.tiers
    }


def _where(view: View, product: int, fields: Iterable[str]) -> str:
    """The sheet and cell of a product, and under it the file, sheet and cell of each field that a list brought."""
    place = view.run.registry.place(product, "product_name")
    lines = [" ".join(part for part in (place.sheet, place.cell) if part)]
    for name, other in fields_from_lists(view.run, product, fields).items():
        lines.append(f"{text(f'words.field.{name}', view.lang)}: {place_words(other)}")
    return "\n".join(lines)


def _where_decided(view: View, product: int, field: str | None) -> str:
    """The sheet and cell that keeps a product out; of a list's also where the product stands, for it names no row."""
    registry = view.run.registry
    own = registry.place(product, "product_name")
    place = registry.place(product, field) if field else own
    if not place.cell or is_elsewhere(place, own):
        return _where(view, product, (field,) if field else ())
    return " ".join(part for part in (place.sheet, place.cell) if part)


def add_not_listed(book: Book, view: View) -> None:
    """Every product that meets no tier: the first clause it fails, what was answered, and how far away it is."""
    page = _page(
        book,
        view,
        "not_listed",
        district=18,
        group=34,
        product=30,
        blocking=60,
        away=12,
        cell=24,
    )
    run = view.run
    products = run.registry.products.loc[view.not_listed.index]
    names = zip(
        *(
            plain_column(products[name])
            for name in ("district", "group_name", "product_name")
        ),
        strict=True,
    )
    sentences = {c.id: blocking_sentence(run, c.id) for c in run.letter.conditions}
    fields = {c.id: c.field for c in run.letter.conditions}
    answered = answered_sentences(run, with_names=True)
    blocking = plain_column(view.not_listed["first_blocking"])
    away = plain_column(view.not_listed["conditions_away"])
    page.table(
        [
            *name,
            sentences.get(condition, "-") + answered.get(index, ""),
            count,
            _where_decided(view, index, fields.get(condition)),
        ]
        for index, name, condition, count in zip(
            products.index, names, blocking, away, strict=True
        )
    )


def add_to_confirm(book: Book, view: View) -> None:
    """Every unknown of a listed group: what to ask, where it stands, and room for the answer."""
    page = _page(
        book,
        view,
        "to_confirm",
        district=18,
        group=32,
        product=26,
        question=42,
        cell=18,
        settles=34,
        answer=18,
        by=18,
        date=14,
        question_id=24,
        note=text("workbook.how_to_answer", view.lang),
    )
    run, lang = view.run, view.lang
    page.let_type(*(_label(name, lang) for name in ("answer", "by", "date")))
    shown = set(view.listed.index)
    groups = run.screening.products["group"].to_numpy()
    products = run.registry.products
    names = zip(
        *(
            products[name].tolist()
            for name in ("district", "group_name", "product_name")
        ),
        strict=True,
    )
    heads = dict(enumerate(names))
    rows = [
        [
            *heads[asked.product],
            *_question_row(view, asked),
            *answered_before(run, asked.id),
            asked.id,
        ]
        for asked in [*run.questions, *run.preference_questions]
        if groups[asked.product] in shown
    ]
    rows += [
        _line_row(view, line)
        for line in run.registry.open_lines
        if _is_of_view(view, line)
    ]
    first, last = page.table(rows, [None] * 6 + ["answer"] * 3 + [None])
    if rows:
        _offer_answers(page, first, last, lang)
    else:
        page.line(text("workbook.nothing_to_confirm", lang), "plain")


def _offer_answers(page: Page, first: int, last: int, lang: str) -> None:
    """Yes and no to pick in the answer column; every question takes them, and most take the value itself too."""
    column = next(
        at for at, one in enumerate(page.columns) if one.label == _label("answer", lang)
    )
    offer = {
        "validate": "list",
        "source": f"={ANSWER_WORDS_SHEET}!$A$1:$A${len(_ANSWER_WORDS)}",
        "error_type": "information",
        "error_message": text("workbook.answer_free", lang),
    }
    page.sheet.data_validation(first, column, last, column, offer)


def add_answer_words(book: Book, view: View) -> None:
    """The hidden sheet from which the answer column offers its words."""
    sheet = book.workbook.add_worksheet(ANSWER_WORDS_SHEET)
    for row, word in enumerate(_ANSWER_WORDS):
        sheet.write_string(row, 0, text(f"workbook.answer_word.{word}", view.lang))
    sheet.hide()


def _is_of_view(view: View, line: OpenLine) -> bool:
    """A line of the view's districts; one that names none is asked of the province."""
    return line.district_ix in view.districts.index or (
        line.district_ix is None and len(view.districts) > 1
    )


def _line_row(view: View, line: OpenLine) -> list[str | None]:
    """A line of a projects list that nobody has placed: which group it is."""
    registry = view.run.registry
    district = (
        None
        if line.district_ix is None
        else registry.scope.districts[line.district_ix].district
    )
    where = place_words(registry.place_of_line(line))
    asked = [
        line_question(line, view.lang),
        where,
        text("workbook.settles.line", view.lang),
    ]
    return [
        district,
        line.name,
        None,
        *asked,
        *answered_before(view.run, line.id),
        line.id,
    ]


def _question_row(view: View, asked: Question) -> list[str]:
    """What is asked, the cells that it is about, and what settles it."""
    beside = NOWHERE if asked.doubt else Place(asked.place.file)
    where = (
        "\n".join(
            place_words(place, beside) for place in question_places(view.run, asked)
        )
        or "-"
    )
    if asked.doubt:
        kind = "same"
    elif asked.condition == PREFERENCE:
        kind = "preference"
    else:
        kind = view.run.letter.condition(asked.condition).kind
    return [
        question_words(view.run, asked),
        where,
        text(f"workbook.settles.{kind}", view.lang),
    ]


def add_findings(book: Book, view: View) -> None:
    """Every finding, one line for the same thing on many cells."""
    page = _page(
        book,
        view,
        "findings",
        severity=16,
        file=24,
        sheet=16,
        cell=24,
        count=9,
        message=62,
        remedy=50,
        code=22,
    )
    lines = gather_findings(view.findings, view.lang)
    page.table(
        [
            text(f"words.severity.{line.severity}", view.lang),
            line.place.file,
            line.place.sheet,
            _short(line.place.cell),
            line.count,
            _short(line.message, 600),
            line.remedy,
            line.code,
        ]
        for line in lines
    )
    if not lines:
        page.line(text("terminal.no_findings", view.lang), "plain")
    if not view.is_whole:
        page.line(text("workbook.part_findings", view.lang), "plain")


def _short(words: str | None, longest: int = 200) -> str | None:
    """A long list of cells within a cell; the counts are told beside it."""
    return (
        words if words is None or len(words) <= longest else words[: longest - 2] + " …"
    )


def add_rules(book: Book, view: View) -> None:
    """The letter as it was applied: conditions with their counts, order, readings, printed errors, what is left out."""
    page = _page(
        book,
        view,
        "rules",
        kind=24,
        clause=12,
        words=76,
        chosen=60,
        true=10,
        false=10,
        unknown=10,
    )
    letter, lang = view.run.letter, view.lang
    kind = {
        name: text(f"letter.title.{name}", lang)
        for name in (
            "conditions",
            "tiers",
            "order",
            "readings",
            "printed_errors",
            "not_encoded",
            "clauses",
        )
    }
    none = [None, None, None]
    rows: list[list[Any]] = [
        [kind["clauses"], clause.id, clause.th, None, *none]
        for clause in letter.clauses
    ]
    for condition in letter.conditions:
        counts, remark = _counts(view, condition.id)
        rows.append(
            [
                kind["conditions"],
                condition.clause,
                condition.wording.to(lang),
                remark,
                *counts,
            ]
        )
    rows += [
        [
            kind["tiers"],
            t.clause,
            t.name.to(lang),
            " + ".join(letter.condition(name).wording.to(lang) for name in t.requires),
            *none,
        ]
        for t in letter.tiers
    ]
    if letter.preference:
        rows.append(
            [
                kind["order"],
                letter.preference.clause,
                letter.preference.wording.to(lang),
                None,
                *none,
            ]
        )
    rows += [
        [kind["order"], "-", tie.wording.to(lang), text("letter.ours", lang), *none]
        for tie in letter.tie_breaks
    ]
    for reading in letter.readings:
        chosen = text("letter.chosen", lang, words=reading.chosen.to(lang))
        other = text("letter.other", lang, words=reading.other.to(lang))
        rows.append(
            [
                kind["readings"],
                reading.clause,
                reading.question.to(lang),
                f"{chosen}\n{other}",
                *none,
            ]
        )
    for error in letter.printed_errors:
        words = f"{error.printed}\n{error.fault.to(lang)}"
        rows.append(
            [
                kind["printed_errors"],
                "-",
                words,
                text("letter.used", lang, words=error.used.to(lang)),
                *none,
            ]
        )
    for left in letter.not_encoded:
        rows.append(
            [
                kind["not_encoded"],
                left.clause,
                left.what.to(lang),
                left.why.to(lang),
                *none,
            ]
        )
    page.table(rows)


def _counts(view: View, condition_id: str) -> tuple[list[int | None], str | None]:
    """How many products shown a condition is true, false and unknown for; a remark where it is true for none."""
    screening = view.run.screening
    if condition_id not in screening.is_true:
        return [None, None, None], text("explain.answer.not-checked", view.lang)
    masks = (screening.is_true, screening.is_unknown)
    true, unknown = (
        int(mask[condition_id].loc[view.products.index].sum()) for mask in masks
    )
    remark = text("workbook.zero_hits", view.lang) if true == 0 else None
    return [true, len(view.products) - true - unknown, unknown], remark


def add_receipt(book: Book, view: View) -> None:
    """What made this workbook: versions, hashes, options, and where every row and product went."""
    page = _page(book, view, "receipt", what=40, value=110)
    run, lang = view.run, view.lang
    receipt = run.receipt
    rows: list[list[Any]] = [
        [
            text("workbook.receipt.program", lang),
            f"{receipt.program} {receipt.version}",
        ],
        [
            text("workbook.receipt.letter", lang),
            f"{receipt.letter_id}  SHA-256 {receipt.letter_sha256}",
        ],
        [
            text("workbook.receipt.time", lang),
            f"{thai_date(receipt.time.date(), lang)} {receipt.time:%H:%M}",
        ],
    ]
    for file in view.inputs:
        size = (
            f"{file.rows:,} / {file.size_bytes:,} B"
            if view.is_whole
            else f"{file.size_bytes:,} B"
        )
        rows.append(
            [
                text("workbook.receipt.input", lang),
                f"{file.name}  {size}\nSHA-256 {file.sha256}",
            ]
        )
    if view.is_whole:
        options = ", ".join(
            f"{name}={value}" for name, value in receipt.options.items()
        )
        rows.append([text("workbook.receipt.options", lang), options])
    page.table([*rows, *(_sums(view) if view.is_whole else _sums_of_part(view))])
    if not view.is_whole:
        page.line(text("workbook.part_receipt", lang), "plain")


def _sums(view: View) -> Iterator[list[Any]]:
    """Where every row and product of the run went."""
    run, lang = view.run, view.lang
    sums = run.screening.accounting
    for kind, count in sums.rows.items():
        yield [
            text(
                "workbook.receipt.rows", lang, kind=text(f"terminal.row.{kind}", lang)
            ),
            count,
        ]
    yield [text("workbook.receipt.rows_read", lang), sums.rows_read]
    for name in ("listed", "not_needed", "not_listed", "out_of_scope", "unusable"):
        yield [text(f"words.outcome.{name}", lang), getattr(sums, name)]
    yield [text("workbook.receipt.products", lang), sums.products]
    yield [text("workbook.receipt.repeated", lang), sums.repeated]
    for unusable in run.registry.unusable:
        where = " ".join(
            part
            for part in (unusable.place.file, unusable.place.sheet, str(unusable.row))
            if part
        )
        reason = text(f"workbook.unusable.{unusable.reason}", lang)
        yield [text("workbook.receipt.unusable", lang), f"{where}: {reason}"]


def _sums_of_part(view: View) -> Iterator[list[Any]]:
    """Where every product of the districts shown went."""
    counts = view.products["outcome"].value_counts()
    for name in ("listed", "not_needed", "not_listed"):
        yield [text(f"words.outcome.{name}", view.lang), int(counts.get(name, 0))]
    yield [text("workbook.receipt.products", view.lang), len(view.products)]


def _page(
    book: Book,
    view: View,
    name: str,
    *,
    sheet_name: str | None = None,
    fields: dict[str, Any] | None = None,
    note: str | None = None,
    **widths: int,
) -> Page:
    """A sheet with its title block, the stamps in sight, a note on its use, and the header of its columns."""
    letter, lang = view.run.letter, view.lang
    centred = {
        "rank",
        "required",
        "certain",
        "to_confirm",
        "shortfall",
        "all_certain",
        "all_possible",
        "away",
        "count",
        "true",
        "false",
        "unknown",
        "stands",
        "clause",
    }
    columns = [
        Column(_label(column, lang), width, column in centred)
        for column, width in widths.items()
    ]
    page = book.page(sheet_name or text(f"workbook.sheet.{name}", lang), columns)
    page.line(text(f"workbook.title.{name}", lang, **(fields or {})), "title")
    date = thai_date(letter.date, lang)
    page.line(
        text(
            "terminal.letter",
            lang,
            number=letter.number,
            date=date,
            province=letter.province,
        )
    )
    if name in ("summary", "shortlist", "district"):
        due = deadline_words(letter, lang)
        page.line(
            text(
                "terminal.quota",
                lang,
                quota=letter.quota.wording.to(lang),
                clause=letter.quota.clause,
                deadline=due,
            )
        )
    for line in not_evaluated_lines(view.run):
        page.line(line, "stamp")
    if note:
        page.line(note, "plain")
    page.header()
    return page


def _label(column: str, lang: str) -> str:
    return text(f"workbook.column.{column}", lang)
