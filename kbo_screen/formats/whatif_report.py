"""The same registry under changed letters: on the screen, as JSON, CSV and a workbook.

Knows how variants compare. Refuses to write a shortlist.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import (
    DISTRICTS_SHOWN,
    RULED,
    print_line,
    show_head,
    show_stamps,
)
from kbo_screen.formats.workbook.book import Book
from kbo_screen.formats.workbook.writer import write_sheet
from kbo_screen.gap.variant_results import why_they_enter, why_they_leave
from kbo_screen.results.district_view import view_of
from kbo_screen.results.flat_table import FlatTable
from kbo_screen.results.receipt_sheet import receipt_sheet
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.sentences import not_evaluated_lines, status_words
from kbo_screen.results.sheet import Column
from kbo_screen.results.shortfall_payload import COUNTS
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    from rich.console import Console

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.letters.model import Letter

SCHEMA_ID: Final = "kbo-screen/whatif/1"
#: Names shown of the groups that enter, or leave, one district; all with --verbose.
NAMES_SHOWN: Final = 5
_MOVE: Final = ("group_id", "group_name", "tier", "condition", "clause")


def show_whatif(
    run: Run, outcomes: Sequence[VariantResult], console: Console, *, verbose: bool
) -> None:
    """Show a table of variants, then per variant which districts are short and which change, with who moves and why."""
    lang = run.lang
    show_head(run, console)
    show_stamps(run, console)
    table = Table(
        box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1)
    )
    table.add_column(text("whatif.variant", lang))
    for name in (*STATUSES, "enters", "leaves"):
        table.add_column(
            text(f"whatif.column.{name}", lang), justify="right", no_wrap=True
        )
    table.add_row(
        text("whatif.letter", lang), *_statuses(run.screening.districts), "", ""
    )
    for outcome in outcomes:
        counts = _statuses(outcome.screening.districts)
        table.add_row(
            outcome.variant,
            *counts,
            f"{len(outcome.entering):,}",
            f"{len(outcome.leaving):,}",
        )
    console.print(table)
    print_line(console, text("whatif.counts_key", lang), style="dim")
    console.print()
    for payload in (_variant(run, outcome) for outcome in outcomes):
        _show_variant(run, payload, console, verbose=verbose)
    print_line(console, text("whatif.only_asks", lang), style="dim")


def _show_variant(
    run: Run, variant: dict[str, Any], console: Console, *, verbose: bool
) -> None:
    """Show one variant: its short districts, then every district that changes."""
    lang = run.lang
    print_line(console, variant["variant"], style="bold")
    if variant["of_province"]:
        print_line(
            console,
            text("whatif.elsewhere", lang, province=variant["of_province"]),
            indent=2,
            style="yellow",
        )
    print_line(console, _short_line(variant["short"], lang), indent=2)
    changed = [one for one in variant["districts"] if _is_changed(one)]
    if not changed:
        print_line(console, text("whatif.nothing", lang), indent=2)
    for district in changed if verbose else changed[:DISTRICTS_SHOWN]:
        print_line(console, _district_line(district, lang), indent=2)
        for name in ("enters", "leaves"):
            for line in _names(run, district, name, verbose=verbose):
                print_line(console, line, indent=4)
    if len(changed) > DISTRICTS_SHOWN and not verbose:
        more = text("whatif.more_districts", lang, count=len(changed) - DISTRICTS_SHOWN)
        print_line(console, more, indent=2, style="dim")
    console.print()


def _short_line(short: list[str], lang: str) -> str:
    """Which districts are short, as many as fit."""
    if not short:
        return text("whatif.none_short", lang)
    names = ", ".join(short[:DISTRICTS_SHOWN])
    more = (
        text("whatif.more", lang, count=len(short) - DISTRICTS_SHOWN)
        if len(short) > DISTRICTS_SHOWN
        else ""
    )
    return text("whatif.short", lang, count=len(short), names=names) + more


def _is_changed(district: dict[str, Any]) -> bool:
    return bool(
        district["enters"]
        or district["leaves"]
        or district["status"] != district["status_now"]
    )


def _district_line(district: dict[str, Any], lang: str) -> str:
    """What becomes of one district."""
    fields = {
        "district": district["district"],
        "now": text(f"words.status.{district['status_now']}", lang),
        "then": status_words(district["status"], district["selected_to_check"], lang),
        "enters": len(district["enters"]),
        "leaves": len(district["leaves"]),
    }
    kind = "same" if district["status"] == district["status_now"] else "changed"
    return text(f"whatif.district.{kind}", lang, **fields)


def _names(
    run: Run, district: dict[str, Any], move: str, *, verbose: bool
) -> list[str]:
    """Who enters or leaves a district, with the clause; the first of many unless all are asked for."""
    groups = district[move]
    shown = groups if verbose else groups[:NAMES_SHOWN]
    lines = [
        text(
            f"whatif.{move}",
            run.lang,
            group=group["group_name"],
            why=_why(group, move, run.lang),
        )
        for group in shown
    ]
    if len(groups) > len(shown):
        lines.append(
            text("whatif.more_groups", run.lang, count=len(groups) - len(shown))
        )
    return lines


def _why(group: dict[str, Any], move: str, lang: str) -> str:
    """The clause that a group moves by."""
    kind = "condition" if group["condition"] else move
    what = text(f"words.field.{group['field']}", lang) if group["field"] else ""
    return text(f"whatif.why.{kind}", lang, clause=group["clause"], what=what)


def _statuses(districts: pd.DataFrame) -> list[str]:
    counts = districts["status"].value_counts()
    return [f"{int(counts.get(name, 0)):,}" for name in STATUSES]


def whatif_json(run: Run, outcomes: Sequence[VariantResult]) -> str:
    """The comparison as JSON text."""
    return json.dumps(whatif_payload(run, outcomes), ensure_ascii=False)


def whatif_payload(run: Run, outcomes: Sequence[VariantResult]) -> dict[str, Any]:
    """The comparison as plain values, in the shape of `schemas.WhatifPayload`."""
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "variants": [_variant(run, outcome) for outcome in outcomes],
    }


def _variant(run: Run, outcome: VariantResult) -> dict[str, Any]:
    """One variant: which districts are short, and every district."""
    districts = _districts(run, outcome)
    show_province = len(run.registry.scope.provinces) > 1
    return {
        "variant": outcome.variant,
        "of_province": outcome.of_province,
        "short": [
            f"{one['district']} ({one['province']})"
            if show_province
            else one["district"]
            for one in districts
            if one["status"] == "short"
        ],
        "districts": districts,
    }


def _districts(run: Run, outcome: VariantResult) -> list[dict[str, Any]]:
    """Every district under the variant: its counts, its status now and then, who enters and who leaves."""
    entering = _moved(
        outcome.screening.groups,
        why_they_enter(run.screening, run.letter, outcome),
        run.letter,
        outcome,
    )
    leaving = _moved(
        run.screening.groups,
        why_they_leave(run.screening, outcome),
        outcome.letter,
        outcome,
    )
    now = run.screening.districts["status"].tolist()
    return [
        {name: plain(getattr(row, name)) for name in COUNTS}
        | {
            "status_now": now[row.Index],
            "enters": entering.get(row.Index, []),
            "leaves": leaving.get(row.Index, []),
        }
        for row in each_row(outcome.screening.districts)
    ]


def _moved(
    groups: pd.DataFrame, causes: pd.Series, letter: Letter, outcome: VariantResult
) -> dict[int, list[dict[str, Any]]]:
    """By district, the groups that move, in the order of their list, each with what keeps it out otherwise.

    That is a condition of the letter, or else its tier, which opens or closes.
    """
    clauses = {
        tier.id: tier.clause for one in (letter, outcome.letter) for tier in one.tiers
    }
    found: dict[int, list[dict[str, Any]]] = {}
    for row in each_row(groups.loc[causes.index].sort_values(["district_ix", "rank"])):
        cause = causes[row.Index]
        told = {
            "group_id": plain(row.group_id),
            "group_name": row.group_name,
            "tier": plain(row.tier),
        }
        if cause:
            condition = letter.condition(cause)
            told |= {
                "condition": cause,
                "field": condition.field,
                "clause": condition.clause,
            }
        else:
            told |= {"condition": None, "field": None, "clause": clauses[row.tier]}
        found.setdefault(row.district_ix, []).append(told)
    return found


def whatif_table(run: Run, outcomes: Sequence[VariantResult]) -> FlatTable:
    """One row per group that moves, and one per district where none does."""
    return FlatTable(
        ("variant", *COUNTS, "status_now", "move", *_MOVE), list(_rows(run, outcomes))
    )


def _rows(run: Run, outcomes: Sequence[VariantResult]) -> Iterator[list[Any]]:
    for outcome in outcomes:
        for district in _districts(run, outcome):
            head = [
                outcome.variant,
                *(district[name] for name in (*COUNTS, "status_now")),
            ]
            moves = [
                (move, group)
                for move in ("enters", "leaves")
                for group in district[move]
            ]
            yield from (
                [*head, move, *(group[name] for name in _MOVE)] for move, group in moves
            )
            if not moves:
                yield [*head, None, *(None for _ in _MOVE)]


def write_whatif(
    run: Run, outcomes: Sequence[VariantResult], font: str, path: Path
) -> None:
    """The comparison as a workbook: the variants, the districts that change, who moves, the receipt."""
    book = Book(path, font)
    variants = [_variant(run, outcome) for outcome in outcomes]
    first = _page(
        book,
        run,
        "variants",
        change=60,
        met=14,
        confirm=16,
        short=14,
        enters=12,
        leaves=12,
    )
    first.table(
        [
            [
                text("whatif.letter", run.lang),
                *_statuses(run.screening.districts),
                None,
                None,
            ]
        ]
        + [
            [
                one.variant,
                *_statuses(one.screening.districts),
                len(one.entering),
                len(one.leaving),
            ]
            for one in outcomes
        ]
    )
    for one in variants:
        first.line(f"{one['variant']}: {_short_line(one['short'], run.lang)}", "plain")
        if one["of_province"]:
            first.line(
                text("whatif.elsewhere", run.lang, province=one["of_province"]), "stamp"
            )
    first.line(text("whatif.only_asks", run.lang), "plain")
    moves = _page(
        book,
        run,
        "moves",
        change=34,
        district=20,
        status_now=24,
        status=24,
        move=10,
        group=36,
        why=40,
    )
    moves.table(row for one in variants for row in _moves(one, run.lang))
    write_sheet(receipt_sheet(view_of(run)), book)
    book.close()


def _moves(variant: dict[str, Any], lang: str) -> Iterator[list[Any]]:
    """A row per group that moves, and one per district whose status alone changes."""
    for one in variant["districts"]:
        status = [
            text(f"words.status.{one[name]}", lang) for name in ("status_now", "status")
        ]
        head = [variant["variant"], one["district"], *status]
        moves = [(move, group) for move in ("enters", "leaves") for group in one[move]]
        for move, group in moves:
            yield [
                *head,
                text(f"whatif.column.{move}", lang),
                group["group_name"],
                _why(group, move, lang),
            ]
        if not moves and _is_changed(one):
            yield [*head, None, None, None]


def _page(book: Book, run: Run, name: str, **widths: int) -> Any:
    """A sheet with its title, the letter, what was not checked, and the header of its columns."""
    lang, letter = run.lang, run.letter
    columns = [
        Column(text(f"whatif.sheet_column.{one}", lang), width, width < 20)
        for one, width in widths.items()
    ]
    page = book.page(text(f"whatif.sheet.{name}", lang), columns)
    page.line(text(f"whatif.title.{name}", lang), "title")
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
    for line in not_evaluated_lines(run):
        page.line(line, "stamp")
    page.header()
    return page
