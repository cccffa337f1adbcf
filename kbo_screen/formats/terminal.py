"""The result on a screen: straight columns in Thai at 80 columns and up, plain text in a pipe.

Knows widths and what an officer reads first. Refuses glyphs that windows-874 lacks, and to decide anything.
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
from kbo_screen.letters.deadline import deadline_words
from kbo_screen.results.area_names import district_title, district_unit
from kbo_screen.results.finding_lines import FindingLine, gather_findings
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.sentences import not_evaluated_lines, status_words
from kbo_screen.screening.excluding import EXCLUDING_CODE
from kbo_screen.vocabulary.dates import thai_date
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
#: Districts up to which each one's groups are shown on the screen.
DISTRICTS_SHOWN: Final = 40
#: The longest bar; a larger quota is shown in proportion.
BAR_WIDTH: Final = 10

RANK_WIDTH: Final = 3
COLUMN_GAP: Final = 2
#: Columns that the names of group and product share at least.
NARROWEST_NAMES: Final = 24

RULED: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_STATUS_STYLE: Final = {"met": "green", "confirm": "yellow", "short": "red"}
_SEVERITY_STYLE: Final = {"error": "red", "warning": "yellow", "info": ""}


def result_console() -> Console:
    """The console for results: stdout, no colour and a fixed width in a pipe."""
    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", PIPE_WIDTH))
    return PlainConsole(width=width, highlight=False, emoji=False, markup=False)


def show_rank(
    run: Run, console: Console, *, quiet: bool = False, verbose: bool = False
) -> None:
    """Show the districts, then the first groups of each, then what was found and how the sums add up."""
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    _show_excluding_projects(run, console)
    if len(run.screening.districts) <= DISTRICTS_SHOWN:
        _show_districts(run, console)
    show_findings(
        gather_findings(run.findings, run.lang), run.lang, console, verbose=verbose
    )
    _show_accounting(run, console)
    if not quiet:
        print_line(console, text("terminal.next", run.lang), style="dim")


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
    counts = Counter[str]()
    for line in lines:
        counts[line.severity] += line.count
    parts = [
        f"{text(f'words.severity.{s}', lang)} {counts[s]:,}"
        for s in SEVERITIES
        if counts[s]
    ]
    print_line(
        console, text(f"{about}.findings", lang, counts=" | ".join(parts)), style="bold"
    )
    serious = [line for line in lines if line.severity != "info"] or lines
    shown = lines if verbose else serious[:FINDINGS_SHOWN]
    for line in shown:
        show_finding(line, lang, console)
    if len(lines) > len(shown):
        print_line(
            console,
            text("terminal.more_findings", lang, count=len(lines) - len(shown)),
            style="dim",
        )
    console.print()


def show_finding(
    line: FindingLine, lang: str, console: Console, *, where: str | None = None
) -> None:
    """Show one kind of finding: where (sheet and cells unless told), what, and what to do."""
    where = where or " ".join(
        part for part in (line.place.sheet, line.place.cell) if part
    )
    mark = text(f"words.severity.{line.severity}", lang)
    where = shorten(where, console.width - display_width(mark) - 6) if where else ""
    print_line(
        console,
        f"{mark}  {where}".rstrip(),
        indent=2,
        style=_SEVERITY_STYLE[line.severity],
    )
    print_line(console, line.message, indent=4)
    print_line(console, line.remedy, indent=4, style="dim")


def show_head(run: Run, console: Console) -> None:
    """Show the letter, the registry, the quota, and where the rules are applied elsewhere."""
    letter, lang = run.letter, run.lang
    date = thai_date(letter.date, lang)
    print_line(
        console,
        text(
            "terminal.letter",
            lang,
            number=letter.number,
            date=date,
            province=letter.province,
        ),
        style="bold",
    )
    names = ", ".join(file.name for file in run.registry.inputs)
    count = f"{len(run.registry.products):,}"
    print_line(console, text("terminal.registry", lang, files=names, products=count))
    quota = letter.quota.wording.to(lang)
    deadline = deadline_words(letter, lang)
    print_line(
        console,
        text(
            "terminal.quota",
            lang,
            quota=quota,
            clause=letter.quota.clause,
            deadline=deadline,
        ),
    )
    if not run.registry.scope.is_of_letter:
        provinces = ", ".join(run.registry.scope.provinces[:3])
        print_line(
            console,
            text(
                "terminal.elsewhere",
                lang,
                provinces=provinces,
                count=len(run.registry.scope.provinces),
            ),
        )
    console.print()


def show_stamps(run: Run, console: Console) -> None:
    """Show what was not checked, in sight."""
    for line in not_evaluated_lines(run):
        print_line(console, f"! {line}", style="bold yellow")
        console.print()


def summary_table(run: Run) -> Table:
    """A row per district: its status and how the quota is made up, with a bar of that."""
    table = Table(
        box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1)
    )
    lang = run.lang
    table.add_column(text("words.field.district", lang), no_wrap=True)
    table.add_column(text("terminal.status", lang), no_wrap=True)
    for name in ("certain", "to_confirm", "shortfall"):
        table.add_column(
            text(f"terminal.column.{name}", lang), justify="right", no_wrap=True
        )
    table.add_column(text("terminal.column.bar", lang), no_wrap=True)
    show_province = len(run.registry.scope.provinces) > 1
    for row in each_row(run.screening.districts):
        name = (
            f"{row.district} ({row.province})" if show_province else str(row.district)
        )
        # Lines of projects lists that wait stand below the table: on a screen of 80 columns a row holds no more.
        status = Text(
            status_words(str(row.status), int(row.selected_to_check), lang),
            _STATUS_STYLE[str(row.status)],
        )
        certain = min(row.certain, row.required)
        counts = [f"{certain}", f"{row.to_confirm}", f"{row.shortfall}"]
        table.add_row(
            name, status, *counts, _bar(certain, row.to_confirm, row.required)
        )
    return table


def _bar(certain: int, to_confirm: int, required: int) -> str:
    """The quota as a bar: # certain, ? to confirm, . short."""
    width = min(required, BAR_WIDTH)
    full = certain * width // required
    asked = (certain + to_confirm) * width // required - full
    return "#" * full + "?" * asked + "." * (width - full - asked)


def show_totals(run: Run, console: Console) -> None:
    """Show how many districts there are of each status, and what the bar means."""
    counts = run.screening.districts["status"].value_counts()
    parts = [
        f"{text(f'words.status.{name}', run.lang)} {counts[name]:,}"
        for name in _STATUS_STYLE
    ]
    unit = district_unit(run.registry.scope.provinces, run.lang)
    console.print()
    print_line(
        console, text("terminal.totals", run.lang, parts=" | ".join(parts), unit=unit)
    )
    print_line(console, text("terminal.bar_key", run.lang), style="dim")
    _show_lines_to_settle(run, console)
    console.print()


def _show_lines_to_settle(run: Run, console: Console) -> None:
    """Show in which districts lines of projects lists wait to be placed, and where that is answered."""
    districts = run.screening.districts
    waiting = districts[districts["lines_to_settle"] > 0]
    if not len(waiting):
        return
    parts = [f"{row.district} {row.lines_to_settle}" for row in each_row(waiting)]
    shown = ", ".join(parts[:DISTRICTS_SHOWN]) + (
        " …" if len(parts) > DISTRICTS_SHOWN else ""
    )
    count = int(waiting["lines_to_settle"].sum())
    print_line(
        console,
        text("terminal.lines_wait", run.lang, count=f"{count:,}", districts=shown),
    )


def _show_excluding_projects(run: Run, console: Console) -> None:
    """Show every word that keeps groups out as another project, and how many, the costliest first."""
    groups: Counter[str] = Counter()
    for finding in run.findings:
        if finding.code == EXCLUDING_CODE:
            project = finding.fields["project"]
            groups[project[run.lang] if isinstance(project, dict) else project] += (
                finding.fields["groups"]
            )
    if not groups:
        return
    parts = [
        text("terminal.excluding_part", run.lang, project=p, groups=f"{n:,}")
        for p, n in groups.most_common()
    ]
    shown = " | ".join(parts[:PROJECTS_SHOWN])
    if len(parts) > PROJECTS_SHOWN:
        shown += text(
            "terminal.more_projects", run.lang, count=f"{len(parts) - PROJECTS_SHOWN:,}"
        )
    print_line(console, text("terminal.excluding", run.lang, parts=shown))
    console.print()


def _show_districts(run: Run, console: Console) -> None:
    listed = run.screening.listed
    for index, row in enumerate(each_row(run.screening.districts)):
        groups = listed[listed["district_ix"] == index]
        status = status_words(
            str(row.status),
            int(row.selected_to_check),
            run.lang,
            int(row.lines_to_settle),
        )
        name = district_title(str(row.district), str(row.province), run.lang)
        print_line(
            console,
            f"{name}  ({status})",
            style=f"bold {_STATUS_STYLE[str(row.status)]}",
        )
        if groups.empty:
            print_line(
                console,
                text(f"terminal.{'nobody' if row.products else 'no_rows'}", run.lang),
                indent=2,
            )
        else:
            _show_groups(run, groups, console)
        console.print()


def _show_groups(run: Run, groups: pd.DataFrame, console: Console) -> None:
    shown = groups.head(int(groups["selected"].sum()) + RESERVES_SHOWN)
    console.print(_group_table(run, shown, console.width))
    if len(groups) > len(shown):
        print_line(
            console,
            text(
                "terminal.more_groups", run.lang, count=f"{len(groups) - len(shown):,}"
            ),
            indent=2,
            style="dim",
        )


def _group_table(run: Run, groups: pd.DataFrame, width: int) -> Table:
    """A row per group: rank, proposed or not, name, product, what it stands on, how sure that is."""
    table = Table(
        box=None, show_header=False, pad_edge=False, padding=(0, COLUMN_GAP, 0, 0)
    )
    facts = [_facts(run, row) for row in each_row(groups)]
    widths = [
        RANK_WIDTH,
        1,
        *(max(display_width(fact[part]) for fact in facts) for part in (0, 1)),
    ]
    room = max(width - sum(widths) - COLUMN_GAP * 6, NARROWEST_NAMES)
    names = run.registry.products["product_name"].loc[groups["product"]].tolist()
    table.add_column(justify="right", min_width=RANK_WIDTH, no_wrap=True)
    for _ in range(5):
        table.add_column(no_wrap=True)
    for row, product, (stands, sure) in zip(
        each_row(groups), names, facts, strict=True
    ):
        mark = "*" if row.selected else "-"
        group = shorten(str(row.group_name), room * 6 // 10)
        table.add_row(
            str(row.rank),
            mark,
            group,
            shorten(str(product or "-"), room - room * 6 // 10),
            stands,
            sure,
        )
    return table


def _facts(run: Run, row: Any) -> tuple[str, str]:
    """What a group stands on, in a word or two, and how sure that is."""
    product = run.registry.products.loc[row.product]
    tier = next(tier for tier in run.letter.tiers if tier.id == row.tier)
    if tier.orders_by_star:
        star = plain(product["star"])
        stands = text(
            "terminal.star" if star else "terminal.star_unknown", run.lang, star=star
        )
    else:
        stands = text(
            "terminal.quadrant", run.lang, quadrant=plain(product["quadrant"]) or "?"
        )
    preference = run.letter.preference
    if row.prefers and preference and plain(row.preference_value):
        stands += " " + text(
            f"terminal.preferred.{preference.field}.{row.preference_value}", run.lang
        )
    return stands, text(f"terminal.certainty.{row.certainty}", run.lang)


def _show_accounting(run: Run, console: Console) -> None:
    sums = run.screening.accounting
    kinds = ("data", "title", "header", "total", "note", "blank")
    rows = " + ".join(
        f"{text(f'terminal.row.{kind}', run.lang)} {sums.rows.get(kind, 0):,}"
        for kind in kinds
    )
    print_line(
        console,
        text("terminal.rows", run.lang, total=f"{sums.rows_read:,}", parts=rows),
        style="dim",
    )
    outcomes = ("listed", "not_needed", "not_listed", "out_of_scope", "unusable")
    parts = " + ".join(
        f"{text(f'words.outcome.{name}', run.lang)} {getattr(sums, name):,}"
        for name in outcomes
    )
    print_line(
        console,
        text("terminal.products", run.lang, total=f"{sums.products:,}", parts=parts),
        style="dim",
    )
    if sums.repeated:
        counts = {
            "data": sums.rows["data"],
            "products": sums.products,
            "repeated": sums.repeated,
        }
        shown_counts = {name: f"{count:,}" for name, count in counts.items()}
        print_line(
            console, text("terminal.repeated", run.lang, **shown_counts), style="dim"
        )


def print_line(console: Console, line: str, indent: int = 0, style: str = "") -> None:
    """Print a text folded at spaces and clusters, never inside one."""
    for piece in wrap(line, console.width - indent):
        console.print(
            Text(" " * indent + piece, style=style),
            no_wrap=True,
            overflow="ignore",
            crop=False,
        )
