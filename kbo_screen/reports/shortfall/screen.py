"""The shortfall on a screen: every district against the quota, then what would close each gap.

Knows what fits. Refuses to decide anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from rich.table import Table

from kbo_screen.findings.catalogue import text
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
from kbo_screen.reports.terminal import RULED, print_line, show_head, show_stamps, show_totals, summary_table
from kbo_screen.screening.shortfall import status_if_confirmed

if TYPE_CHECKING:
    from rich.console import Console

    from kbo_screen.reports.shortfall.found import Shortfall

#: Groups shown of each list of a district; all are in the workbook and the JSON.
SHOWN: Final = 5


def show_shortfall(found: Shortfall, console: Console) -> None:
    """Show every district against the quota, then for each that is not met: whom to ask, levers, who is nearly in."""
    run, lang = found.run, found.run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    show_sent(found, console)
    for row in found.open_districts():
        status = text(f"words.status.{row.status}", lang)
        need = text("shortfall.needs", lang, count=row.required - min(row.certain, row.required))
        print_line(
            console, f"{text('terminal.district', lang, district=row.district)}  ({status}, {need})", style="bold"
        )
        if not row.possible:
            print_line(console, text(f"terminal.{'nobody' if row.products else 'no_rows'}", lang), indent=2)
        asks = found.asks.get(row.Index, [])
        _show_list(console, text("shortfall.ask", lang), [ask_line(found, ask) for ask in asks], lang)
        if asks:
            after = text(f"words.status.{status_if_confirmed(row, len(asks))}", lang)
            print_line(console, text("shortfall.if_yes", lang, status=after), indent=4, style="dim")
        _show_list(
            console,
            text("shortfall.levers", lang),
            [lever_line(run, *pair) for pair in found.levers_of(row.Index)],
            lang,
        )
        _show_list(
            console,
            text("shortfall.nearly", lang),
            [nearly_line(run, near) for near in found.nearly_of(row.Index)],
            lang,
        )
        missed = [boundary_line(run, edge) for edge in found.boundary_of(row.Index) if not edge.listed]
        _show_list(console, text("shortfall.boundary", lang), missed, lang)
        console.print()
    asked = [
        f"{run.screening.groups['group_name'].loc[group_of(run, q)]}: {preference_words(run, q)}"
        for q in found.preference
    ]
    _show_list(console, text("shortfall.preference", lang), asked, lang)
    print_line(console, text("shortfall.letter_decides", lang), style="dim")


def show_sent(found: Shortfall, console: Console) -> None:
    """Show what each district sent, where lists were given."""
    if found.checked is None:
        return
    lang = found.run.lang
    table = Table(box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    for name in SENT_COLUMNS:
        justify: Literal["left", "right"] = "left" if name in ("district", "status") else "right"
        table.add_column(text(f"shortfall.sent.{name}", lang), justify=justify, no_wrap=True)
    for district in found.checked.districts:
        sent = sent_of(found.checked, district)
        words = [str(sent[name]) for name in ("submitted", "accepted", "short_after")]
        name = found.run.registry.scope.districts[district.district_ix].district
        on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
        table.add_row(name, sent_words(found.checked, district, lang), *words, on_time)
    console.print(table)
    console.print()


#: Columns of what the districts sent.
SENT_COLUMNS: Final = ("district", "status", "submitted", "accepted", "short_after", "on_time")


def _show_list(console: Console, title: str, lines: list[str], lang: str) -> None:
    if not lines:
        return
    print_line(console, title, indent=2, style="bold")
    for line in lines[:SHOWN]:
        print_line(console, f"- {line}", indent=4)
    if len(lines) > SHOWN:
        print_line(console, text("shortfall.more", lang, count=len(lines) - SHOWN), indent=4, style="dim")
