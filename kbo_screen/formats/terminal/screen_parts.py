"""What results on a terminal share: heads, findings, straight columns in Thai at 80 columns and up.

It shows no sign that windows-874 lacks; in a pipe it is plain text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import SEVERITIES
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line, result_screen
from kbo_screen.formats.terminal.padded_table import TableColumn, TableRow, show_table
from kbo_screen.results.rank.first_screen import PROVINCE_COLUMNS, province_rows
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import district_unit
from kbo_screen.results.wording.cell_places import sheet_and_cell
from kbo_screen.results.wording.finding_lines import in_cell_order
from kbo_screen.results.wording.head_lines import letter_line, quota_line
from kbo_screen.results.wording.province_quota import province_lines
from kbo_screen.results.wording.scope_words import first_provinces, nothing_of_area
from kbo_screen.results.wording.sentences import not_evaluated_lines
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.thai_text import display_width, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.next_steps import StepLine
    from kbo_screen.results.wording.finding_lines import FindingLine

FINDINGS_SHOWN: Final = 6
#: Districts up to which each one's groups are shown on the screen.
DISTRICTS_SHOWN: Final = 40

_WORD_COLUMNS: Final = ("province", "district", "status")
STATUS_STYLE: Final = {"met": "green", "confirm": "yellow", "short": "red"}
_SEVERITY_STYLE: Final = {"error": "red", "warning": "yellow", "info": ""}


def show_head(run: Run, screen: Screen) -> None:
    """Show the letter, the registry, the quota, and where the rules apply elsewhere.

    A registry that holds no row of what was asked for says so first.
    """
    lang, scope = run.lang, run.registry.scope
    if words := nothing_of_area(run):
        print_line(screen, f"! {words}", style="bold red")
        screen.print()
    files = ", ".join(file.name for file in run.registry.inputs)
    products = f"{len(run.registry.products):,}"
    registry_line = text(
        "terminal.registry",
        lang,
        files=files,
        products=products,
    )
    print_line(screen, letter_line(run), style="bold")
    print_line(screen, registry_line)
    print_line(screen, quota_line(run))
    for line in province_lines(run):
        print_line(screen, line, style="bold")
    if not scope.is_of_letter:
        words = text(
            "terminal.elsewhere",
            lang,
            provinces=first_provinces(run),
            count=len(scope.provinces),
        )
        print_line(screen, words)
    screen.print()


def show_stamps(run: Run, screen: Screen) -> None:
    """Show what was not checked, in sight."""
    for line in not_evaluated_lines(run):
        print_line(screen, f"! {line}", style="bold yellow")
        screen.print()


def show_provinces(run: Run, screen: Screen) -> None:
    """Show a line per province: its districts by status, its groups proposed, waiting and short."""
    rows = [TableRow(cells) for cells in province_rows(run)]
    show_table(screen, labelled_table_columns(PROVINCE_COLUMNS, run.lang), rows)
    screen.print()


def labelled_table_columns(names: Sequence[str], lang: str) -> list[TableColumn]:
    """Columns by their names; all but areas and statuses hold numbers."""
    return [
        TableColumn(text(f"terminal.column.{name}", lang), name not in _WORD_COLUMNS)
        for name in names
    ]


def show_status_counts(run: Run, screen: Screen) -> None:
    """Show how many districts there are of each status; nothing where the letter sets them no least."""
    lang = run.lang
    if not run.letter.quota.least_per_district:
        return
    counts = run.screening.districts["status"].value_counts()
    parts = []
    for status in STATUSES:
        words = text(f"words.status.{status}", lang)
        parts.append(f"{words} {counts[status]:,}")
    unit = district_unit(run)
    totals = text(
        "terminal.totals",
        lang,
        parts=" | ".join(parts),
        unit=unit,
    )
    print_line(screen, totals)


def show_lines_to_settle(run: Run, screen: Screen) -> None:
    """Show in which districts lines of projects lists wait to be placed."""
    districts = run.screening.districts
    with_lines = districts[districts["lines_to_settle"] > 0]
    if with_lines.empty:
        return
    parts = [f"{row.district} {row.lines_to_settle}" for row in each_row(with_lines)]
    names = first_names(parts, DISTRICTS_SHOWN)
    count = f"{int(with_lines['lines_to_settle'].sum()):,}"
    line = text(
        "terminal.lines_wait",
        run.lang,
        count=count,
        districts=names,
    )
    print_line(screen, line)


def first_names(names: Sequence[str], most: int) -> str:
    """The first of some names, and a sign where there are more.

    >>> first_names(["บางคล้า", "บ้านโพธิ์"], 2), first_names(["บางคล้า", "บ้านโพธิ์"], 1)
    ('บางคล้า, บ้านโพธิ์', 'บางคล้า …')
    """
    sign = " …" if len(names) > most else ""
    return ", ".join(names[:most]) + sign


def show_next_steps(
    steps: Sequence[StepLine],
    lang: str,
    screen: Screen,
) -> None:
    """Show what to do next, a line each; a command is never folded, so that it can be copied."""
    if not steps:
        return
    screen.print(text("next.title", lang), style="bold")
    for number, step in enumerate(steps, start=1):
        screen.print(f"  {number}. {step.words}: {step.command}")


def show_findings(
    lines: list[FindingLine],
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
    about: str = "terminal",
    severities: Sequence[str] = ("error",),
    with_files: bool = False,
) -> None:
    """Show how many findings there are of each kind, then the first of these severities; verbose: all.

    about: whose `findings` and `no_findings` of the catalogue say what was looked at. with_files: several files were.
    """
    if not lines:
        print_line(screen, text(f"{about}.no_findings", lang))
        return
    counts = severity_counts(lines, lang)
    print_line(
        screen,
        text(f"{about}.findings", lang, counts=counts),
        style="bold",
    )
    show_kinds(lines, lang, screen)
    serious = [line for line in lines if line.severity in severities]
    shown_lines = lines if verbose else serious[:FINDINGS_SHOWN]
    for line in in_cell_order(shown_lines):
        where = line.place.in_words if with_files else None
        show_finding(
            line,
            lang,
            screen,
            where=where,
        )
    if n_left := count_findings(lines) - count_findings(shown_lines):
        words = text("terminal.more_findings", lang, count=f"{n_left:,}")
        print_aside(screen, words)
    screen.print()


def count_findings(lines: Iterable[FindingLine]) -> int:
    """How many findings the lines tell of: one line tells of all that are alike."""
    return sum(line.count for line in lines)


def severity_counts(lines: Iterable[FindingLine], lang: str) -> str:
    """How many findings there are of each severity."""
    counts = Counter[str]()
    for line in lines:
        counts[line.severity] += line.count
    return " | ".join(
        f"{text(f'words.severity.{severity}', lang)} {counts[severity]:,}"
        for severity in SEVERITIES
        if severity in counts
    )


def show_kinds(
    lines: Iterable[FindingLine],
    lang: str,
    screen: Screen,
) -> None:
    """Show how many findings there are of each code, a line per severity."""
    by_severity: dict[str, Counter[str]] = {
        severity: Counter() for severity in SEVERITIES
    }
    for line in lines:
        by_severity[line.severity][line.code] += line.count
    for severity, counts in by_severity.items():
        if counts:
            parts = [f"{code} {count:,}" for code, count in counts.most_common()]
            mark = text(f"words.severity.{severity}", lang)
            print_aside(screen, f"{mark}: {', '.join(parts)}", indent=2)


def show_finding(
    line: FindingLine,
    lang: str,
    screen: Screen,
    *,
    where: str | None = None,
) -> None:
    """Show one kind of finding: where, under which code, what, and what to do.

    where: what to say instead of sheet and cells.
    """
    mark = text(f"words.severity.{line.severity}", lang)
    place = where or sheet_and_cell(line.place)
    if place:
        room = screen.width - display_width(mark) - len(line.code) - 8
        place = shorten(place, room)
    head = "  ".join(part for part in (mark, place, f"[{line.code}]") if part)
    print_line(
        screen,
        head,
        indent=2,
        style=_SEVERITY_STYLE[line.severity],
    )
    print_line(screen, line.message, indent=4)
    print_aside(screen, line.remedy, indent=4)


def print_aside(
    screen: Screen,
    line: str,
    indent: int = 0,
) -> None:
    """Print what only helps to read the rest, dimmed."""
    print_line(screen, line, indent, "dim")


def print_indented(lines: Iterable[str]) -> None:
    """Print a result in lines that begin with their own indent, each folded below its first word."""
    screen = result_screen()
    for line in lines:
        words = line.lstrip(" ")
        print_line(screen, words, indent=len(line) - len(words))
