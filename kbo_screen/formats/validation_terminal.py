"""The check of submissions on a screen: a line per list, then what each has to mend, then all together.

Knows what a provincial officer reads first. Refuses to decide anything, and personal data.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from kbo_screen.checking.check_result import STATUSES
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import RULED, print_line, show_finding, show_stamps
from kbo_screen.results.finding_lines import gather_findings
from kbo_screen.results.validation_payload import district_name
from kbo_screen.results.validation_sentences import (
    SUPERSEDED,
    alternatives_in_words,
    missing_in_words,
    not_checked_in_words,
    shown_status,
)
from kbo_screen.vocabulary.thai_text import display_width, shorten

if TYPE_CHECKING:
    from rich.console import Console

    from kbo_screen.checking.check_result import CheckedFile, Validation

_STATUS_STYLE: Final = {
    "accepted": "green", "accepted_with_warnings": "yellow", "rejected": "red", "unreadable": "red",
    SUPERSEDED: "dim",
}  # fmt: skip
#: Kinds of finding shown of each list; the rest are in the workbook.
LINES_SHOWN: Final = 8
#: Lists up to which what each has to mend is shown; with more, only those with errors.
FILES_SHOWN: Final = 20
#: Columns that the other columns of the table of lists take at most.
_OTHER_COLUMNS: Final = 64
_NARROWEST_FILE: Final = 16


def show_validation(
    checked: Validation, console: Console, *, quiet: bool = False, verbose: bool = False
) -> None:
    """Show every list's status, then its findings, then what only shows when all are seen together."""
    run, lang = checked.run, checked.run.lang
    names = ", ".join(file.name for file in run.registry.inputs)
    print_line(
        console,
        text("validate.head", lang, files=len(checked.files), registry=names),
        style="bold",
    )
    console.print()
    show_stamps(run, console)
    if checked.hidden:
        print_line(console, text("validate.hidden", lang), style="yellow")
        console.print()
    console.print(_table(checked, console.width))
    console.print()
    _show_totals(checked, console)
    for file in checked.files:
        few = len(checked.files) <= FILES_SHOWN or verbose
        if file.findings and (few or shown_status(file) in ("rejected", "unreadable")):
            _show_file(file, checked, console, verbose=verbose)
    if checked.cross:
        print_line(console, text("validate.across", lang), style="bold")
        for line in gather_findings(
            [f for f in checked.cross if f.code != "cross.nothing-sent"], lang
        ):
            show_finding(line, lang, console, where=line.place.file)
        if missing := missing_in_words(checked):
            print_line(console, missing, indent=2, style="yellow")
        console.print()
    _show_others(checked, console)
    if not checked.findings and not checked.hidden:
        print_line(console, text("validate.nothing", lang))
    if not quiet:
        print_line(console, text("validate.next", lang), style="dim")


def _table(checked: Validation, width: int) -> Table:
    lang = checked.run.lang
    table = Table(
        box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1)
    )
    for name in ("file", "district", "status"):
        table.add_column(text(f"validate.column.{name}", lang), no_wrap=True)
    for name in ("accepted", "errors", "warnings"):
        table.add_column(
            text(f"validate.column.{name}", lang), justify="right", no_wrap=True
        )
    longest = max(
        (display_width(file.submission.file) for file in checked.files), default=0
    )
    room = max(min(longest, width - _OTHER_COLUMNS), _NARROWEST_FILE)
    for file in checked.files:
        counts = Counter(finding.severity for finding in file.all_findings)
        status = shown_status(file)
        table.add_row(
            shorten(file.submission.file, room),
            district_name(file, checked) or "?",
            Text(text(f"validate.short.{status}", lang), style=_STATUS_STYLE[status]),
            f"{len(file.accepted)}/{file.required}",
            str(counts["error"]),
            str(counts["warning"]),
        )
    return table


def _show_totals(checked: Validation, console: Console) -> None:
    lang = checked.run.lang
    counts = Counter(map(shown_status, checked.files))
    names = (*STATUSES, SUPERSEDED)
    parts = [
        f"{text(f'validate.status.{name}', lang)} {counts[name]}"
        for name in names
        if counts[name]
    ]
    print_line(console, text("validate.totals", lang, parts=" | ".join(parts)))
    sent = [district for district in checked.districts if district.file is not None]
    accepted = sum(district.accepted for district in sent)
    full = sum(district.shortfall == 0 for district in sent)
    print_line(
        console,
        text(
            "validate.accepted_groups",
            lang,
            accepted=accepted,
            districts=len(sent),
            full=full,
        ),
    )
    console.print()


def _show_file(
    file: CheckedFile, checked: Validation, console: Console, *, verbose: bool
) -> None:
    """What one list has to mend, what may be named instead, what could not be checked."""
    lang = checked.run.lang
    district = district_name(file, checked)
    status = shown_status(file)
    head = f"{file.submission.file}  ({text(f'validate.status.{status}', lang)})"
    if district:
        head = f"{text('terminal.district', lang, district=district)}  {head}"
    print_line(console, head, style=f"bold {_STATUS_STYLE[status]}")
    lines = gather_findings(file.findings, lang)
    shown = lines if verbose else lines[:LINES_SHOWN]
    for line in shown:
        show_finding(line, lang, console)
    if len(lines) > len(shown):
        print_line(
            console,
            text("terminal.more_findings", lang, count=len(lines) - len(shown)),
            style="dim",
        )
    if any(finding.fields.get("alternatives") for finding in file.findings):
        names = ", ".join(alternatives_in_words(file, checked))
        print_line(console, text("validate.alternatives", lang, names=names), indent=2)
    for line_text in not_checked_in_words(file, lang):
        print_line(console, line_text, indent=2, style="dim")
    console.print()


def _show_others(checked: Validation, console: Console) -> None:
    """Districts of which no list was given, where nobody expects all of them."""
    if any(finding.code == "cross.nothing-sent" for finding in checked.cross):
        return
    scope = checked.run.registry.scope.districts
    missing = [
        scope[district.district_ix].district
        for district in checked.districts
        if district.file is None
    ]
    if missing:
        names = ", ".join(missing[:12]) + (" ..." if len(missing) > 12 else "")
        words = text(
            "validate.others", checked.run.lang, count=len(missing), names=names
        )
        print_line(console, words, style="dim")
