"""The shortlist on the terminal: every district against the quota, the first groups of each, how the sums add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import (
    DISTRICTS_SHOWN,
    STATUS_STYLE,
    print_line,
    show_findings,
    show_head,
    show_stamps,
    show_totals,
    summary_table,
)
from kbo_screen.results.area_names import district_title
from kbo_screen.results.finding_lines import gather_findings
from kbo_screen.results.rank_sentences import (
    accounting_lines,
    excluding_projects,
    standing_words,
)
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import status_words
from kbo_screen.vocabulary.thai_text import display_width, shorten

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from kbo_screen.desk.run import Run

#: Groups shown of each district beyond those proposed; the rest are in the workbook.
RESERVES_SHOWN: Final = 2
#: Words for other projects that are shown; the rest are in the workbook.
PROJECTS_SHOWN: Final = 8
RANK_WIDTH: Final = 3
COLUMN_GAP: Final = 2
#: Columns of a table of groups.
_GROUP_COLUMNS: Final = 6
#: Columns that the names of group and product share at least.
NARROWEST_NAMES: Final = 24


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
    findings = gather_findings(run.findings, lang)
    show_findings(findings, lang, console, verbose=verbose)
    for line in accounting_lines(run):
        print_line(console, line, style="dim")
    if not quiet:
        print_line(console, text("terminal.next", lang), style="dim")


def _show_excluding_projects(run: Run, console: Console) -> None:
    """Show every word that keeps groups out as another project, the costliest first."""
    parts = excluding_projects(run)
    if not parts:
        return
    line = " | ".join(parts[:PROJECTS_SHOWN])
    if len(parts) > PROJECTS_SHOWN:
        count_of_others = f"{len(parts) - PROJECTS_SHOWN:,}"
        line += text("terminal.more_projects", run.lang, count=count_of_others)
    print_line(console, text("terminal.excluding", run.lang, parts=line))
    console.print()


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
    print_line(console, f"{name}  ({words})", style=f"bold {STATUS_STYLE[status]}")


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
    standings = [standing_words(run, row) for row in each_row(groups)]
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
