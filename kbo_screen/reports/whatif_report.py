"""The same registry under changed letters, on the screen and as JSON.

Knows how variants compare. Refuses to write a shortlist.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.rows import each_row, plain
from kbo_screen.reports.terminal import RULED, print_line, show_head, show_stamps
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from rich.console import Console

    from kbo_screen.screening.run import Run
    from kbo_screen.screening.variants import Outcome

SCHEMA_ID: Final = "kbo-screen/whatif/1"


def show_whatif(run: Run, outcomes: Sequence[Outcome], console: Console, *, verbose: bool) -> None:
    """Show a table of variants, then per variant the districts that change, with who enters and who leaves."""
    lang = run.lang
    show_head(run, console)
    show_stamps(run, console)
    table = Table(box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column(text("whatif.variant", lang))
    for name in (*STATUSES, "enters", "leaves"):
        table.add_column(text(f"whatif.column.{name}", lang), justify="right", no_wrap=True)
    table.add_row(text("whatif.letter", lang), *_statuses(run.screening.districts), "", "")
    for outcome in outcomes:
        counts = _statuses(outcome.screening.districts)
        table.add_row(outcome.variant, *counts, f"{len(outcome.entering):,}", f"{len(outcome.leaving):,}")
    console.print(table)
    console.print()
    for outcome in outcomes:
        print_line(console, outcome.variant, style="bold")
        lines = _changes(run, outcome, verbose=verbose)
        for line in lines or [text("whatif.nothing", lang)]:
            print_line(console, line, indent=2)
        console.print()
    print_line(console, text("whatif.only_asks", lang), style="dim")


def _statuses(districts: pd.DataFrame) -> list[str]:
    counts = districts["status"].value_counts()
    return [f"{int(counts.get(name, 0)):,}" for name in STATUSES]


def _changes(run: Run, outcome: Outcome, *, verbose: bool) -> list[str]:
    """One line per district that changes; the names with `verbose`."""
    lines = []
    for district in _districts(run, outcome):
        if not (district["enters"] or district["leaves"] or district["status"] != district["status_now"]):
            continue
        fields = {
            "district": district["district"],
            "now": text(f"words.status.{district['status_now']}", run.lang),
            "then": text(f"words.status.{district['status']}", run.lang),
            "enters": len(district["enters"]),
            "leaves": len(district["leaves"]),
        }
        kind = "same" if district["status"] == district["status_now"] else "changed"
        lines.append(text(f"whatif.district.{kind}", run.lang, **fields))
        if verbose:
            lines += [text("whatif.enters", run.lang, group=group["group_name"]) for group in district["enters"]]
            lines += [text("whatif.leaves", run.lang, group=group["group_name"]) for group in district["leaves"]]
    return lines


def whatif_json(run: Run, outcomes: Sequence[Outcome]) -> str:
    """The comparison as JSON text."""
    return json.dumps(whatif_payload(run, outcomes), ensure_ascii=False)


def whatif_payload(run: Run, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The comparison as plain values, in the shape of `schemas.WhatifPayload`."""
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "variants": [{"variant": each.variant, "districts": _districts(run, each)} for each in outcomes],
    }


def _districts(run: Run, outcome: Outcome) -> list[dict[str, Any]]:
    """Every district under the variant: its counts, its status now and then, who enters and who leaves."""
    entering, leaving = (
        _by_district(outcome.screening.groups, outcome.entering),
        _by_district(run.screening.groups, outcome.leaving),
    )
    now = run.screening.districts["status"].tolist()
    counts = ("province", "district", "required", "certain", "possible", "to_confirm", "shortfall", "status")
    return [
        {name: plain(getattr(row, name)) for name in counts}
        | {"status_now": now[row.Index], "enters": entering.get(row.Index, []), "leaves": leaving.get(row.Index, [])}
        for row in each_row(outcome.screening.districts)
    ]


def _by_district(groups: pd.DataFrame, numbers: pd.Index) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in each_row(groups.loc[numbers]):
        one = {"group_id": plain(row.group_id), "group_name": row.group_name, "tier": plain(row.tier)}
        found.setdefault(row.district_ix, []).append(one)
    return found
