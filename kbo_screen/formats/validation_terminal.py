"""The check of submissions on the terminal: a line per list, then what each has to mend, then all together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_result import STATUSES
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.padded_table import TableColumn, TableRow, show_table
from kbo_screen.formats.terminal import (
    print_line,
    show_finding,
    show_kinds,
    show_next_steps,
    show_stamps,
)
from kbo_screen.results.finding_lines import gather_findings, in_cell_order
from kbo_screen.results.validation_payload import district_name
from kbo_screen.results.validation_sentences import (
    SUPERSEDED,
    alternatives_in_words,
    has_alternatives,
    missing_in_words,
    not_checked_in_words,
    shown_status,
    status_of_list,
)
from kbo_screen.vocabulary.thai_text import display_width, shorten_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.checking.check_result import CheckedFile, Validation
    from kbo_screen.formats.console import Screen
    from kbo_screen.results.next_steps import StepLine

_STATUS_STYLE: Final = {
    "accepted": "green",
    "accepted_with_warnings": "yellow",
    "rejected": "red",
    "unreadable": "red",
    SUPERSEDED: "dim",
}
#: Columns of the table of lists, and whether they hold numbers.
_COLUMNS: Final = {
    "file": False,
    "district": False,
    "status": False,
    "accepted": True,
    "errors": True,
    "warnings": True,
}
#: Kinds of finding shown of each list; the rest are in the workbook.
LINES_SHOWN: Final = 8
#: Lists up to which what each has to mend is shown; with more_words, only those with errors.
FILES_SHOWN: Final = 20
#: Names of districts that fit into one line.
_NAMES_SHOWN: Final = 12
#: Columns that the other columns of the table of lists take at most.
_OTHER_COLUMNS: Final = 64
_NARROWEST_FILE: Final = 16


def show_validation(
    checked: Validation,
    screen: Screen,
    *,
    steps: Sequence[StepLine] = (),
    verbose: bool = False,
) -> None:
    """Show every list's status, then its findings, then what only shows when all are seen together."""
    lang = checked.run.lang
    _show_head(checked, screen)
    _show_table(checked, screen)
    show_totals(checked, screen)
    screen.print()
    for file in checked.files:
        if _has_to_be_shown(file, checked, verbose=verbose):
            _show_file(file, checked, screen, verbose=verbose)
    if checked.cross:
        _show_cross(checked, screen)
    _show_districts_without_list(checked, screen)
    if not checked.findings and not checked.hidden:
        print_line(screen, text("validate.nothing", lang))
    show_next_steps(steps, lang, screen)


def _show_head(checked: Validation, screen: Screen) -> None:
    """Show how many lists there are and against which registry, and what was not checked."""
    run, lang = checked.run, checked.run.lang
    registry = ", ".join(file.name for file in run.registry.inputs)
    head = text(
        "validate.head",
        lang,
        files=len(checked.files),
        registry=registry,
    )
    print_line(screen, head, style="bold")
    screen.print()
    show_stamps(run, screen)
    if checked.hidden:
        print_line(screen, text("validate.hidden", lang), style="yellow")
        screen.print()


def _show_table(checked: Validation, screen: Screen) -> None:
    """Show a row per list."""
    columns = [
        TableColumn(text(f"validate.column.{name}", checked.run.lang), is_number)
        for name, is_number in _COLUMNS.items()
    ]
    file_width = _file_width(checked, screen.width)
    rows = []
    for file in checked.files:
        cells = _table_cells(file, checked, file_width)
        rows.append(TableRow(cells, _STATUS_STYLE[shown_status(file)]))
    show_table(screen, columns, rows)
    screen.print()


def _file_width(checked: Validation, width: int) -> int:
    """Columns for the names of files: what they need, as far as the terminal has it."""
    widths = [display_width(file.submission.file) for file in checked.files]
    longest = max(widths, default=0)
    return max(min(longest, width - _OTHER_COLUMNS), _NARROWEST_FILE)


def _table_cells(
    file: CheckedFile,
    checked: Validation,
    file_width: int,
) -> list[str]:
    counts = Counter(finding.severity for finding in file.all_findings)
    status = shown_status(file)
    words = text(f"validate.short.{status}", checked.run.lang)
    return [
        shorten_middle(file.submission.file, file_width),
        district_name(file, checked) or "?",
        words,
        f"{len(file.accepted)}/{file.required}",
        str(counts["error"]),
        str(counts["warning"]),
    ]


def show_totals(checked: Validation, screen: Screen) -> None:
    """Show how many lists have which status, and how many groups were accepted."""
    lang = checked.run.lang
    counts = Counter(map(shown_status, checked.files))
    parts = [
        f"{text(f'validate.status.{status}', lang)} {counts[status]}"
        for status in (*STATUSES, SUPERSEDED)
        if counts[status]
    ]
    print_line(
        screen,
        text(
            "validate.totals",
            lang,
            parts=" | ".join(parts),
        ),
    )
    sent = [district for district in checked.districts if district.file is not None]
    accepted = text(
        "validate.accepted_groups",
        lang,
        accepted=sum(district.accepted for district in sent),
        districts=len(sent),
        full=sum(district.shortfall == 0 for district in sent),
    )
    print_line(screen, accepted)


def _has_to_be_shown(
    file: CheckedFile,
    checked: Validation,
    *,
    verbose: bool,
) -> bool:
    """A list with findings, if there are few lists or it has errors."""
    if not file.findings:
        return False
    has_errors = shown_status(file) in ("rejected", "unreadable")
    return verbose or has_errors or len(checked.files) <= FILES_SHOWN


def _show_file(
    file: CheckedFile,
    checked: Validation,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show what one list has to mend, what may be named instead, what could not be checked."""
    lang = checked.run.lang
    style = f"bold {_STATUS_STYLE[shown_status(file)]}"
    print_line(screen, _head_of_file(file, checked), style=style)
    lines = gather_findings(file.findings, lang)
    most = len(lines) if verbose else LINES_SHOWN
    show_kinds(lines, lang, screen)
    for line in in_cell_order(lines[:most]):
        show_finding(line, lang, screen)
    if len(lines) > most:
        more_words = text("terminal.more_findings", lang, count=len(lines) - most)
        print_line(screen, more_words, style="dim")
    if has_alternatives(file.findings):
        names = ", ".join(alternatives_in_words(file, checked))
        print_line(
            screen,
            text("validate.alternatives", lang, names=names),
            indent=2,
        )
    for not_checked in not_checked_in_words(file, lang):
        print_line(
            screen,
            not_checked,
            indent=2,
            style="dim",
        )
    screen.print()


def _head_of_file(file: CheckedFile, checked: Validation) -> str:
    lang = checked.run.lang
    head = f"{file.submission.file}  ({status_of_list(file, lang)})"
    if district := district_name(file, checked):
        return f"{text('terminal.district', lang, district=district)}  {head}"
    return head


def _show_cross(checked: Validation, screen: Screen) -> None:
    """Show what only shows when all lists are seen together."""
    lang = checked.run.lang
    print_line(screen, text("validate.across", lang), style="bold")
    findings = [f for f in checked.cross if f.code != "cross.nothing-sent"]
    for line in gather_findings(findings, lang):
        show_finding(line, lang, screen, where=line.place.file)
    if missing := missing_in_words(checked):
        print_line(
            screen,
            missing,
            indent=2,
            style="yellow",
        )
    screen.print()


def _show_districts_without_list(checked: Validation, screen: Screen) -> None:
    """Show the districts of which no list was given, where nobody expects all of them."""
    if any(finding.code == "cross.nothing-sent" for finding in checked.cross):
        return
    scope = checked.run.registry.scope.districts
    missing = [
        scope[district.district_ix].district
        for district in checked.districts
        if district.file is None
    ]
    if not missing:
        return
    names = ", ".join(missing[:_NAMES_SHOWN])
    if len(missing) > _NAMES_SHOWN:
        names += " ..."
    lang = checked.run.lang
    words = text(
        "validate.others",
        lang,
        count=len(missing),
        names=names,
    )
    print_line(screen, words, style="dim")
