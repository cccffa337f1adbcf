"""The shortfall on a screen: every district against the quota, then what would close each gap.

Knows what fits. Refuses to decide anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from rich.table import Table

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import (
    DISTRICTS_SHOWN,
    RULED,
    print_line,
    show_head,
    show_stamps,
    show_totals,
    summary_table,
)
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import (
    open_line_words,
    preference_heading,
    status_words,
)
from kbo_screen.results.shortfall_sentences import (
    ask_line,
    boundary_line,
    kept_out_line,
    lever_line,
    lever_total_line,
    nearly_line,
    preference_line,
    sent_of,
    sent_words,
    to_name_line,
)

if TYPE_CHECKING:
    from rich.console import Console

    from kbo_screen.results.shortfall_result import Shortfall

#: Groups shown of each list of a district; all are in the workbook and the JSON.
SHOWN: Final = 5


def show_shortfall(found: Shortfall, console: Console) -> None:
    """Show every district against the quota and what keeps groups out, then for each that is not met what would help.

    That is whom to ask, levers, and who is nearly in; of a district that is met, the questions about the preference.
    """
    run, lang = found.run, found.run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    show_sent(found, console)
    _show_kept_out(found, console)
    for row in each_row(run.screening.districts):
        if found.is_open(row) or found.preference_of(row.Index) or row.lines_to_settle:
            _show_district(found, row, console)
    totals = [lever_total_line(run, lever) for lever in found.levers]
    _show_list(
        console,
        text("shortfall.levers_of_all", lang),
        totals,
        lang,
        most=len(totals),
        indent=0,
    )
    print_line(console, text("shortfall.letter_decides", lang), style="dim")


def _show_district(found: Shortfall, row: Any, console: Console) -> None:
    """Show one district: what it needs, the groups it can name, whom to ask, levers, who is nearly in."""
    lang = found.run.lang
    status = status_words(
        str(row.status), int(row.selected_to_check), lang, int(row.lines_to_settle)
    )
    needs = text(
        f"shortfall.needs{'_after' if found.checked else ''}",
        lang,
        status=status,
        count=found.needed(row),
    )
    told = needs if found.is_open(row) else status
    print_line(
        console,
        f"{text('terminal.district', lang, district=row.district)}  ({told})",
        style="bold",
    )
    if not row.possible:
        print_line(
            console,
            text(f"terminal.{'nobody' if row.products else 'no_rows'}", lang),
            indent=2,
        )
    if found.is_open(row):
        _show_gap(found, row, console)
    asked = [preference_line(found, one) for one in found.preference_of(row.Index)]
    _show_list(console, preference_heading(found.run), asked, lang)
    _show_list(
        console,
        text("page.lines", lang),
        open_line_words(found.run).get(row.Index, []),
        lang,
    )
    console.print()


def _show_gap(found: Shortfall, row: Any, console: Console) -> None:
    """Show what would close the gap of one district, or that no question can."""
    run, lang = found.run, found.run.lang
    named = [to_name_line(run, group) for group in found.to_name.get(row.Index, [])]
    _show_list(console, text("shortfall.to_name", lang), named, lang)
    asks = found.asks.get(row.Index, [])
    _show_list(
        console,
        text("shortfall.ask", lang),
        [ask_line(found, ask) for ask in asks],
        lang,
    )
    after = found.status_after(row, len(asks))
    if asks:
        print_line(
            console,
            text("shortfall.if_yes", lang, status=text(f"words.status.{after}", lang)),
            indent=4,
        )
    elif after != "met":
        print_line(console, text("shortfall.nothing_to_ask", lang), indent=2)
    for name, lines in {
        "levers": [lever_line(run, *pair) for pair in found.levers_of(row.Index)],
        "nearly": [nearly_line(run, near) for near in found.nearly_of(row.Index)],
        "boundary": [
            boundary_line(run, edge)
            for edge in found.boundary_of(row.Index)
            if not edge.listed
        ],
    }.items():
        _show_list(console, text(f"shortfall.{name}", lang), lines, lang)


def _show_kept_out(found: Shortfall, console: Console) -> None:
    """Show how many groups each condition alone keeps out: in all, and by district where they fit a screen."""
    run, lang = found.run, found.run.lang
    print_line(console, text("shortfall.kept_out", lang), style="bold")
    counts = found.kept_out
    for number, name in enumerate(counts, start=1):
        print_line(
            console,
            kept_out_line(run, number, str(name), int(counts[name].sum())),
            indent=2,
        )
    console.print()
    if len(counts) > DISTRICTS_SHOWN:
        return
    table = Table(
        box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1)
    )
    table.add_column(text("words.field.district", lang), no_wrap=True)
    for number in range(1, len(counts.columns) + 1):
        table.add_column(f"[{number}]", justify="right", no_wrap=True)
    for row in each_row(run.screening.districts):
        table.add_row(
            row.district, *(str(int(count)) for count in counts.loc[row.Index])
        )
    console.print(table)
    console.print()


def show_sent(found: Shortfall, console: Console) -> None:
    """Show what each district sent, where lists were given."""
    if found.checked is None:
        return
    lang = found.run.lang
    table = Table(
        box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1)
    )
    for name in SENT_COLUMNS:
        justify: Literal["left", "right"] = (
            "left" if name in ("district", "status") else "right"
        )
        table.add_column(
            text(f"shortfall.sent.{name}", lang), justify=justify, no_wrap=True
        )
    for district in found.checked.districts:
        sent = sent_of(found.checked, district)
        words = [str(sent[name]) for name in ("submitted", "accepted", "short_after")]
        name = found.run.registry.scope.districts[district.district_ix].district
        on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
        table.add_row(name, sent_words(found.checked, district, lang), *words, on_time)
    console.print(table)
    console.print()


#: Columns of what the districts sent.
SENT_COLUMNS: Final = (
    "district",
    "status",
    "submitted",
    "accepted",
    "short_after",
    "on_time",
)


def _show_list(
    console: Console,
    title: str,
    lines: list[str],
    lang: str,
    most: int = SHOWN,
    indent: int = 2,
) -> None:
    if not lines:
        return
    print_line(console, title, indent=indent, style="bold")
    for line in lines[:most]:
        print_line(console, f"- {line}", indent=indent + 2)
    if len(lines) > most:
        print_line(
            console,
            text("shortfall.more", lang, count=len(lines) - most),
            indent=indent + 2,
            style="dim",
        )
