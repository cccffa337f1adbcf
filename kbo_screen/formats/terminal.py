"""The result on a terminal: straight columns in Thai at 80 columns and up.

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
from kbo_screen.results.area_names import district_title, district_unit
from kbo_screen.results.cell_places import sheet_and_cell
from kbo_screen.results.finding_lines import FindingLine, gather_findings
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.sentences import not_evaluated_lines, status_words
from kbo_screen.results.sheet_parts import letter_line, quota_line
from kbo_screen.screening.excluding import EXCLUDING_CODE
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.thai_text import display_width, shorten, wrap

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from kbo_screen.desk.run import Run

PIPE_WIDTH: Final = 110
#: Groups shown of each district beyond those proposed; the rest are in the workbook.
RESERVES_SHOWN: Final = 2
FINDINGS_SHOWN: Final = 6
#: Words for other projects that are shown; the rest are in the workbook.
PROJECTS_SHOWN: Final = 8
#: Provinces named where the rules are applied elsewhere.
PROVINCES_NAMED: Final = 3
#: Districts up to which each one's groups are shown on the screen.
DISTRICTS_SHOWN: Final = 40
#: The longest bar; a larger quota is shown in proportion.
BAR_WIDTH: Final = 10

RANK_WIDTH: Final = 3
COLUMN_GAP: Final = 2
#: Columns of a table of groups.
_GROUP_COLUMNS: Final = 6
#: Columns that the names of group and product share at least.
NARROWEST_NAMES: Final = 24

RULED: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_STATUS_STYLE: Final = {"met": "green", "confirm": "yellow", "short": "red"}
_SEVERITY_STYLE: Final = {"error": "red", "warning": "yellow", "info": ""}
#: What the rows of files are, and where products went, in the order of the sums.
_ROW_KINDS: Final = ("data", "title", "header", "total", "note", "blank")
_OUTCOMES: Final = ("listed", "not_needed", "not_listed", "out_of_scope", "unusable")


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


def show_rank(
    run: Run,
    console: Console,
    *,
    quiet: bool = False,
    verbose: bool = False,
) -> None:
    """Show the districts, the first groups of each, findings, and how the sums add up."""
    lang = run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    _show_excluding_projects(run, console)
    if len(run.screening.districts) <= DISTRICTS_SHOWN:
        _show_districts(run, console)
    lines = gather_findings(run.findings, lang)
    show_findings(lines, lang, console, verbose=verbose)
    _show_accounting(run, console)
    if not quiet:
        print_line(console, text("terminal.next", lang), style="dim")


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
    table = Table(
        box=RULED,
        show_edge=False,
        pad_edge=False,
        header_style="bold",
        padding=(0, 1),
    )
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


def _status_text(row: Any, lang: str) -> Text:
    """The status of a district, coloured.

    Lines of projects lists that wait stand below the table: in 80 columns a row holds no
    more.
    """
    status = str(row.status)
    words = status_words(status, int(row.selected_to_check), lang)
    return Text(words, _STATUS_STYLE[status])


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


def _show_excluding_projects(run: Run, console: Console) -> None:
    """Show every word that keeps groups out as another project, the costliest first."""
    lang = run.lang
    parts = []
    for project, count in _groups_by_project(run).most_common():
        groups = f"{count:,}"
        part = text(
            "terminal.excluding_part",
            lang,
            project=project,
            groups=groups,
        )
        parts.append(part)
    if not parts:
        return
    line = " | ".join(parts[:PROJECTS_SHOWN])
    if len(parts) > PROJECTS_SHOWN:
        count_of_others = f"{len(parts) - PROJECTS_SHOWN:,}"
        line += text("terminal.more_projects", lang, count=count_of_others)
    print_line(console, text("terminal.excluding", lang, parts=line))
    console.print()


def _groups_by_project(run: Run) -> Counter[str]:
    """How many groups each word keeps out."""
    groups: Counter[str] = Counter()
    for finding in run.findings:
        if finding.code == EXCLUDING_CODE:
            project = finding.fields["project"]
            words = project[run.lang] if isinstance(project, dict) else project
            groups[words] += finding.fields["groups"]
    return groups


def _show_districts(run: Run, console: Console) -> None:
    listed = run.screening.listed
    for row in each_row(run.screening.districts):
        groups = listed[listed["district_ix"] == row.Index]
        _show_district_name(row, run.lang, console)
        if not groups.empty:
            _show_groups(run, groups, console)
        elif row.products:
            print_line(console, text("terminal.nobody", run.lang), indent=2)
        else:
            print_line(console, text("terminal.no_rows", run.lang), indent=2)
        console.print()


def _show_district_name(
    row: Any,
    lang: str,
    console: Console,
) -> None:
    status = str(row.status)
    to_check, lines = int(row.selected_to_check), int(row.lines_to_settle)
    words = status_words(status, to_check, lang, lines)
    name = district_title(str(row.district), str(row.province), lang)
    print_line(console, f"{name}  ({words})", style=f"bold {_STATUS_STYLE[status]}")


def _show_groups(
    run: Run,
    groups: pd.DataFrame,
    console: Console,
) -> None:
    shown_count = int(groups["selected"].sum()) + RESERVES_SHOWN
    console.print(_group_table(run, groups.head(shown_count), console.width))
    if len(groups) > shown_count:
        count = f"{len(groups) - shown_count:,}"
        line = text("terminal.more_groups", run.lang, count=count)
        print_line(
            console,
            line,
            indent=2,
            style="dim",
        )


def _group_table(
    run: Run,
    groups: pd.DataFrame,
    width: int,
) -> Table:
    """A row per group: rank, proposed or not, name, product, its standing, its certainty."""
    standings = [_standing_words(run, row) for row in each_row(groups)]
    certainties = [
        text(f"terminal.certainty.{certainty}", run.lang)
        for certainty in groups["certainty"]
    ]
    products = run.registry.products["product_name"].loc[groups["product"]]
    fixed_width = RANK_WIDTH + 1 + _widest(standings) + _widest(certainties)
    gaps = COLUMN_GAP * _GROUP_COLUMNS
    names_width = max(width - fixed_width - gaps, NARROWEST_NAMES)
    group_width = names_width * 6 // 10
    table = _empty_group_table()
    columns = (each_row(groups), products.tolist(), standings, certainties)
    for row, product, standing, certainty in zip(*columns, strict=True):
        table.add_row(
            str(row.rank),
            "*" if row.selected else "-",
            shorten(str(row.group_name), group_width),
            shorten(str(product or "-"), names_width - group_width),
            standing,
            certainty,
        )
    return table


def _empty_group_table() -> Table:
    table = Table(
        box=None,
        show_header=False,
        pad_edge=False,
        padding=(0, COLUMN_GAP, 0, 0),
    )
    table.add_column(
        justify="right",
        min_width=RANK_WIDTH,
        no_wrap=True,
    )
    for _ in range(_GROUP_COLUMNS - 1):
        table.add_column(no_wrap=True)
    return table


def _widest(words: list[str]) -> int:
    return max(display_width(word) for word in words)


def _standing_words(run: Run, group: Any) -> str:
    """What a group stands on, in a word or two."""
    lang, preference = run.lang, run.letter.preference
    product = run.registry.products.loc[group.product]
    tier = next(tier for tier in run.letter.tiers if tier.id == group.tier)
    star = plain(product["star"])
    if not tier.orders_by_star:
        quadrant = plain(product["quadrant"]) or "?"
        words = text("terminal.quadrant", lang, quadrant=quadrant)
    elif star:
        words = text("terminal.star", lang, star=star)
    else:
        words = text("terminal.star_unknown", lang)
    if group.prefers and preference and plain(group.preference_value):
        value = f"{preference.field}.{group.preference_value}"
        words += f" {text(f'terminal.preferred.{value}', lang)}"
    return words


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


def _show_accounting(run: Run, console: Console) -> None:
    """Show how rows and products add up."""
    lang, accounting = run.lang, run.screening.accounting
    row_parts = []
    for kind in _ROW_KINDS:
        words = text(f"terminal.row.{kind}", lang)
        row_parts.append(f"{words} {accounting.rows.get(kind, 0):,}")
    product_parts = []
    for outcome in _OUTCOMES:
        words = text(f"words.outcome.{outcome}", lang)
        product_parts.append(f"{words} {getattr(accounting, outcome):,}")
    rows_read, products = f"{accounting.rows_read:,}", f"{accounting.products:,}"
    sums = [
        text(
            "terminal.rows",
            lang,
            total=rows_read,
            parts=" + ".join(row_parts),
        ),
        text(
            "terminal.products",
            lang,
            total=products,
            parts=" + ".join(product_parts),
        ),
    ]
    if accounting.repeated:
        repeated = text(
            "terminal.repeated",
            lang,
            data=f"{accounting.rows['data']:,}",
            products=products,
            repeated=f"{accounting.repeated:,}",
        )
        sums.append(repeated)
    for line in sums:
        print_line(console, line, style="dim")


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
