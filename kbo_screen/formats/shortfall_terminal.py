"""The shortfall on the terminal: every district against the quota, then what would close each gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import (
    DISTRICTS_SHOWN,
    print_line,
    ruled_table,
    show_head,
    show_stamps,
    show_totals,
    summary_table,
)
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import open_line_words, preference_heading
from kbo_screen.results.shortfall_sentences import (
    ask_lines,
    district_status,
    if_yes_line,
    kept_out_line,
    lever_lines,
    lever_total_line,
    missed_lines,
    nearly_lines,
    preference_lines,
    sent_row,
    to_name_lines,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kbo_screen.results.shortfall_result import Shortfall

#: Groups shown of each list of a district; all are in the workbook and the JSON.
SHOWN: Final = 5
#: Columns of what the districts sent, and whether their values are words.
_SENT_COLUMNS: Final = {
    "district": True,
    "status": True,
    "submitted": False,
    "accepted": False,
    "short_after": False,
    "on_time": False,
}


def show_shortfall(shortfall: Shortfall, console: Console) -> None:
    """Show every district against the quota and what keeps groups out, then for each that is not met what would help.

    That is whom to ask, levers, and who is nearly in; of a district that is met, the questions about the preference.
    """
    run, lang = shortfall.run, shortfall.run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    _show_sent(shortfall, console)
    _show_kept_out(shortfall, console)
    for district in each_row(run.screening.districts):
        if _has_to_be_shown(shortfall, district):
            _show_district(shortfall, district, console)
    totals = [lever_total_line(run, lever) for lever in shortfall.levers]
    if totals:
        title = text("shortfall.levers_of_all", lang)
        print_line(console, title, style="bold")
        _show_items(console, totals, indent=2)
    print_line(console, text("shortfall.letter_decides", lang), style="dim")


def _show_sent(shortfall: Shortfall, console: Console) -> None:
    """Show what each district sent, where lists were given."""
    checked, run = shortfall.checked, shortfall.run
    if checked is None:
        return
    table = ruled_table()
    for name, has_words in _SENT_COLUMNS.items():
        table.add_column(
            text(f"shortfall.sent.{name}", run.lang),
            justify="left" if has_words else "right",
            no_wrap=True,
        )
    for district in checked.districts:
        values = sent_row(run, checked, district)
        table.add_row(*map(str, values))
    console.print(table)
    console.print()


def _show_kept_out(shortfall: Shortfall, console: Console) -> None:
    """Show how many groups each condition alone keeps out: in all, and by district where they fit a screen."""
    run, counts = shortfall.run, shortfall.kept_out
    print_line(console, text("shortfall.kept_out", run.lang), style="bold")
    for number, (name, count) in enumerate(counts.sum().items(), start=1):
        line = kept_out_line(run, number, str(name), int(count))
        print_line(console, line, indent=2)
    console.print()
    if len(counts) <= DISTRICTS_SHOWN:
        console.print(_kept_out_table(shortfall))
        console.print()


def _kept_out_table(shortfall: Shortfall) -> Table:
    run, counts = shortfall.run, shortfall.kept_out
    table = ruled_table()
    table.add_column(text("words.field.district", run.lang), no_wrap=True)
    for number in range(1, len(counts.columns) + 1):
        table.add_column(
            f"[{number}]",
            justify="right",
            no_wrap=True,
        )
    for district in each_row(run.screening.districts):
        numbers = [str(int(count)) for count in counts.loc[district.Index]]
        table.add_row(district.district, *numbers)
    return table


def _has_to_be_shown(shortfall: Shortfall, district: Any) -> bool:
    """A district needs groups, or somebody has to settle something of it."""
    has_questions = bool(shortfall.preference_of(district.Index))
    has_lines = bool(district.lines_to_settle)
    return shortfall.is_open(district) or has_questions or has_lines


def _show_district(
    shortfall: Shortfall,
    district: Any,
    console: Console,
) -> None:
    """Show one district: what it needs, the groups it can name, whom to ask, levers, who is nearly in."""
    run, lang = shortfall.run, shortfall.run.lang
    name = text("terminal.district", lang, district=district.district)
    standing = _standing(shortfall, district)
    print_line(console, f"{name}  ({standing})", style="bold")
    if not district.possible:
        nobody = "terminal.nobody" if district.products else "terminal.no_rows"
        print_line(console, text(nobody, lang), indent=2)
    if shortfall.is_open(district):
        _show_gap(shortfall, district, console)
    questions = preference_lines(shortfall, district.Index)
    _show_list(console, preference_heading(run), questions, lang)
    open_lines = open_line_words(run).get(district.Index, [])
    _show_list(console, text("page.lines", lang), open_lines, lang)
    console.print()


def _standing(shortfall: Shortfall, district: Any) -> str:
    """The status of a district, with the groups that it needs where it is not met."""
    lang = shortfall.run.lang
    status = district_status(district, lang)
    if not shortfall.is_open(district):
        return status
    needs = "shortfall.needs_after" if shortfall.checked else "shortfall.needs"
    return text(
        needs,
        lang,
        status=status,
        count=shortfall.needed(district),
    )


def _show_gap(
    shortfall: Shortfall,
    district: Any,
    console: Console,
) -> None:
    """Show what would close the gap of one district, or that no question can."""
    lang, ix = shortfall.run.lang, district.Index
    to_name = to_name_lines(shortfall, ix)
    _show_list(console, text("shortfall.to_name", lang), to_name, lang)
    asks = ask_lines(shortfall, ix)
    _show_list(console, text("shortfall.ask", lang), asks, lang)
    status = shortfall.status_after(district, len(asks))
    if asks:
        print_line(console, if_yes_line(status, lang), indent=4)
    elif status != "met":
        no_question = text("shortfall.nothing_to_ask", lang)
        print_line(console, no_question, indent=2)
    levers = lever_lines(shortfall, ix)
    _show_list(console, text("shortfall.levers", lang), levers, lang)
    misses = nearly_lines(shortfall, ix)
    _show_list(console, text("shortfall.nearly", lang), misses, lang)
    edges = missed_lines(shortfall, ix)
    _show_list(console, text("shortfall.boundary", lang), edges, lang)


def _show_list(
    console: Console,
    title: str,
    lines: list[str],
    lang: str,
) -> None:
    """Show the first of some lines under their title, and how many more there are."""
    if not lines:
        return
    print_line(
        console,
        title,
        indent=2,
        style="bold",
    )
    _show_items(console, lines[:SHOWN], indent=4)
    if len(lines) > SHOWN:
        more_words = text("shortfall.more", lang, count=len(lines) - SHOWN)
        print_line(
            console,
            more_words,
            indent=4,
            style="dim",
        )


def _show_items(
    console: Console,
    lines: list[str],
    *,
    indent: int,
) -> None:
    for line in lines:
        print_line(console, f"- {line}", indent=indent)
