"""What results on a terminal share: heads, findings, straight columns in Thai at 80 columns and up.

It shows no sign that windows-874 lacks; in a pipe it is plain text.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from rich.box import Box
from rich.table import Table
from rich.text import Text

from kbo_screen.findings import SEVERITIES
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.console import PlainConsole
from kbo_screen.results.area_names import district_unit
from kbo_screen.results.cell_places import sheet_and_cell
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import not_evaluated_lines, status_words
from kbo_screen.results.sheet_parts import letter_line, quota_line
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.thai_text import display_width, shorten, wrap

if TYPE_CHECKING:
    from rich.console import Console

    from kbo_screen.desk.run import Run
    from kbo_screen.results.finding_lines import FindingLine

PIPE_WIDTH: Final = 110
FINDINGS_SHOWN: Final = 6
#: Provinces named where the rules are applied elsewhere.
PROVINCES_NAMED: Final = 3
#: Districts up to which each one's groups are shown on the screen.
DISTRICTS_SHOWN: Final = 40
#: The longest bar; a larger quota is shown in proportion.
BAR_WIDTH: Final = 10

_RULED: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
STATUS_STYLE: Final = {"met": "green", "confirm": "yellow", "short": "red"}
_SEVERITY_STYLE: Final = {"error": "red", "warning": "yellow", "info": ""}


def result_console() -> Console:
    """The console for results: stdout, no colour and a fixed width in a pipe."""
    width = None
    if not sys.stdout.isatty():
        width = int(os.environ.get("COLUMNS", PIPE_WIDTH))
    return PlainConsole(
        width=width,
        highlight=False,
        emoji=False,
        markup=False,
    )


def show_head(run: Run, console: Console) -> None:
    """Show the letter, the registry, the quota, and where the rules apply elsewhere."""
    lang, scope = run.lang, run.registry.scope
    files = ", ".join(file.name for file in run.registry.inputs)
    products = f"{len(run.registry.products):,}"
    registry_line = text(
        "terminal.registry",
        lang,
        files=files,
        products=products,
    )
    print_line(console, letter_line(run), style="bold")
    print_line(console, registry_line)
    print_line(console, quota_line(run))
    if not scope.is_of_letter:
        count = len(scope.provinces)
        provinces = ", ".join(scope.provinces[:PROVINCES_NAMED])
        words = text(
            "terminal.elsewhere",
            lang,
            provinces=provinces,
            count=count,
        )
        print_line(console, words)
    console.print()


def show_stamps(run: Run, console: Console) -> None:
    """Show what was not checked, in sight."""
    for line in not_evaluated_lines(run):
        print_line(console, f"! {line}", style="bold yellow")
        console.print()


def summary_table(run: Run) -> Table:
    """A row per district: its status and how the quota is made up, with a bar of that."""
    table = _empty_summary(run.lang)
    show_province = len(run.registry.scope.provinces) > 1
    for row in each_row(run.screening.districts):
        name = str(row.district)
        if show_province:
            name = f"{name} ({row.province})"
        certain = row.certain_of_quota
        table.add_row(
            name,
            _status_text(row, run.lang),
            str(certain),
            str(row.to_confirm),
            str(row.shortfall),
            _bar(certain, row.to_confirm, row.required),
        )
    return table


def _empty_summary(lang: str) -> Table:
    table = ruled_table()
    table.add_column(text("words.field.district", lang), no_wrap=True)
    table.add_column(text("terminal.status", lang), no_wrap=True)
    for name in ("certain", "to_confirm", "shortfall"):
        label = text(f"terminal.column.{name}", lang)
        table.add_column(
            label,
            justify="right",
            no_wrap=True,
        )
    table.add_column(text("terminal.column.bar", lang), no_wrap=True)
    return table


def ruled_table() -> Table:
    """An empty table with a line under its header."""
    return Table(
        box=_RULED,
        show_edge=False,
        pad_edge=False,
        header_style="bold",
        padding=(0, 1),
    )


def _status_text(row: Any, lang: str) -> Text:
    """The status of a district, coloured.

    Lines of projects lists that wait stand below the table: in 80 columns a row holds no
    more.
    """
    status = str(row.status)
    words = status_words(status, int(row.selected_to_check), lang)
    return Text(words, STATUS_STYLE[status])


def _bar(
    certain: int,
    to_confirm: int,
    required: int,
) -> str:
    """The quota as a bar: # certain, ? to confirm, . short."""
    width = min(required, BAR_WIDTH)
    certain_width = certain * width // required
    possible_width = (certain + to_confirm) * width // required
    open_width = possible_width - certain_width
    return "#" * certain_width + "?" * open_width + "." * (width - possible_width)


def show_totals(run: Run, console: Console) -> None:
    """Show how many districts there are of each status, and what the bar means."""
    lang = run.lang
    counts = run.screening.districts["status"].value_counts()
    parts = []
    for status in STATUSES:
        words = text(f"words.status.{status}", lang)
        parts.append(f"{words} {counts[status]:,}")
    unit = district_unit(run.registry.scope.provinces, lang)
    totals = text(
        "terminal.totals",
        lang,
        parts=" | ".join(parts),
        unit=unit,
    )
    console.print()
    print_line(console, totals)
    print_line(console, text("terminal.bar_key", lang), style="dim")
    _show_lines_to_settle(run, console)
    console.print()


def _show_lines_to_settle(run: Run, console: Console) -> None:
    """Show in which districts lines of projects lists wait to be placed."""
    districts = run.screening.districts
    with_lines = districts[districts["lines_to_settle"] > 0]
    if with_lines.empty:
        return
    parts = [f"{row.district} {row.lines_to_settle}" for row in each_row(with_lines)]
    names = ", ".join(parts[:DISTRICTS_SHOWN])
    if len(parts) > DISTRICTS_SHOWN:
        names += " …"
    count = f"{int(with_lines['lines_to_settle'].sum()):,}"
    line = text(
        "terminal.lines_wait",
        run.lang,
        count=count,
        districts=names,
    )
    print_line(console, line)


def show_findings(
    lines: list[FindingLine],
    lang: str,
    console: Console,
    *,
    verbose: bool,
    about: str = "terminal",
) -> None:
    """Show the most serious kinds of finding, and how many there are of each severity.

    about: whose `findings` and `no_findings` of the catalogue say what was looked at.
    """
    if not lines:
        print_line(console, text(f"{about}.no_findings", lang))
        return
    counts = _severity_counts(lines, lang)
    print_line(console, text(f"{about}.findings", lang, counts=counts), style="bold")
    serious = [line for line in lines if line.severity != "info"] or lines
    shown_lines = lines if verbose else serious[:FINDINGS_SHOWN]
    for line in shown_lines:
        show_finding(line, lang, console)
    if len(lines) > len(shown_lines):
        count = len(lines) - len(shown_lines)
        words = text("terminal.more_findings", lang, count=count)
        print_line(console, words, style="dim")
    console.print()


def _severity_counts(lines: list[FindingLine], lang: str) -> str:
    """How many findings there are of each severity."""
    counts = Counter[str]()
    for line in lines:
        counts[line.severity] += line.count
    parts = []
    for severity in SEVERITIES:
        if counts[severity]:
            words = text(f"words.severity.{severity}", lang)
            parts.append(f"{words} {counts[severity]:,}")
    return " | ".join(parts)


def show_finding(
    line: FindingLine,
    lang: str,
    console: Console,
    *,
    where: str | None = None,
) -> None:
    """Show one kind of finding: where, what, and what to do.

    where: what to say instead of sheet and cells.
    """
    mark = text(f"words.severity.{line.severity}", lang)
    place = where or sheet_and_cell(line.place)
    if place:
        place = shorten(place, console.width - display_width(mark) - 6)
    head = f"{mark}  {place}".rstrip()
    print_line(
        console,
        head,
        indent=2,
        style=_SEVERITY_STYLE[line.severity],
    )
    print_line(console, line.message, indent=4)
    print_line(
        console,
        line.remedy,
        indent=4,
        style="dim",
    )


def print_line(
    console: Console,
    line: str,
    indent: int = 0,
    style: str = "",
) -> None:
    """Print a text folded at spaces and clusters, never inside one."""
    for piece in wrap(line, console.width - indent):
        console.print(
            Text(" " * indent + piece, style=style),
            no_wrap=True,
            overflow="ignore",
            crop=False,
        )
