"""The province's list: the accepted groups of all districts in the official look.

Knows what goes up. Refuses a group that was not accepted. It names representatives and their telephones: that is what
the list is for, and why it is written only where asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.validation_workbook import page_of
from kbo_screen.formats.workbook.book import Book
from kbo_screen.formats.writing import Overwriting, Written, write_file
from kbo_screen.results.rows import plain
from kbo_screen.results.sentences import star_in_words, value_in_words
from kbo_screen.results.validation_sentences import shown_status
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.checking.check_selection import Choice


def write_collected(
    checked: Validation, path: Path, *, font: str, **over: Unpack[Overwriting]
) -> Written:
    """Write the list of accepted groups and a summary by district. Raises UsageError."""
    return write_file(collected_writer(checked, font=font), path, **over)


def collected_writer(checked: Validation, *, font: str) -> Callable[[Path], object]:
    """What writes the list of accepted groups and a summary by district."""
    return lambda draft: _write(checked, draft, font)


def _write(checked: Validation, draft: Path, font: str) -> None:
    run, lang = checked.run, checked.run.lang
    book = Book(draft, font)
    provinces = ", ".join(run.registry.scope.provinces[:3])
    page = page_of(
        book, checked, "collected",
        title=text("validate.title.collected", lang, subject=run.letter.subject, province=provinces),
        number=6, district=20, group_name=34, group_id=15, subdistrict=16, product=26, stands=16, standard=18,
        tier=28, representative=28, phone=17,
    )  # fmt: skip
    page.table(_groups(checked))
    if contested := contested_in_words(checked):
        page.line(contested, "stamp")
    if checked.hidden:
        page.line(text("validate.hidden", lang), "plain")
    page.blank()
    for line in text("workbook.signature", lang, district=f" {provinces}").split("\n")[
        :2
    ]:
        page.line(line)
    districts = page_of(
        book, checked, "districts",
        district=26, status=28, file=36, accepted=12, required=14, shortfall=12, received=24, on_time=18,
    )  # fmt: skip
    districts.table(_districts(checked))
    book.close()


def contested_in_words(checked: Validation) -> str | None:
    """The groups that are held back because several districts name them, each with those districts; None for none."""
    lang, scope = checked.run.lang, checked.run.registry.scope.districts
    names: dict[tuple[str, frozenset[str]], str] = {}
    for district in checked.districts:
        for one in (
            checked.files[district.file].contested if district.file is not None else ()
        ):
            name = str(checked.run.screening.groups["group_name"].loc[one.choice.group])
            districts = [
                scope[district.district_ix].district,
                *one.other_districts.split(", "),
            ]
            words = text(
                "validate.contested_group",
                lang,
                name=name,
                districts=", ".join(districts),
            )
            names.setdefault((name, frozenset(districts)), words)
    return (
        text(
            "validate.contested",
            lang,
            count=len(names),
            names=", ".join(names.values()),
        )
        if names
        else None
    )


def _groups(checked: Validation) -> Iterator[list[Any]]:
    number = 0
    for district in checked.districts:
        if district.file is None:
            continue
        for choice in checked.files[district.file].accepted:
            number += 1
            name = checked.run.registry.scope.districts[district.district_ix].district
            yield [number, name, *_group(choice, checked)]


def _group(choice: Choice, checked: Validation) -> list[Any]:
    run, lang = checked.run, checked.run.lang
    group, product = (
        run.screening.groups.loc[choice.group],
        run.registry.products.loc[choice.product],
    )
    tier = None if choice.tier is None else run.letter.tiers[choice.tier]
    if tier is None or tier.orders_by_star:
        stars = star_in_words(
            product["star"], is_rated=product["star_rated"], lang=lang
        )
        stands = text("terminal.star", lang, star=stars)
    else:
        stands = text(
            "terminal.quadrant", lang, quadrant=plain(product["quadrant"]) or "?"
        )
    return [
        group["group_name"], plain(group["group_id"]), plain(product["subdistrict"]), plain(product["product_name"]),
        stands, value_in_words("standard", group["standard"], lang), tier.name.to(lang) if tier else None,
        choice.row.value("representative"), choice.row.value("phone"),
    ]  # fmt: skip


def _districts(checked: Validation) -> Iterator[list[Any]]:
    run, lang = checked.run, checked.run.lang
    for district in checked.districts:
        name = run.registry.scope.districts[district.district_ix].district
        required = int(run.screening.districts["required"].loc[district.district_ix])
        if district.file is None:
            yield [
                name,
                text("validate.on_time.not_sent", lang),
                None,
                0,
                required,
                district.shortfall,
                None,
                None,
            ]
            continue
        file = checked.files[district.file]
        received = thai_date(file.received, lang) if file.received else None
        on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
        status = text(f"validate.status.{shown_status(file)}", lang)
        yield [
            name,
            status,
            file.submission.file,
            district.accepted,
            required,
            district.shortfall,
            received,
            on_time,
        ]
