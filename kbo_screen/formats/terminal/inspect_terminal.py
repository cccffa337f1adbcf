"""What was recognised in files, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.screen_parts import (
    print_aside,
    show_findings,
)
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.inspection.inspect_payload import all_findings
from kbo_screen.results.inspection.inspect_sentences import (
    field_words,
    lacking_lines,
    row_words,
    unknown_value_lines,
    value_words,
)
from kbo_screen.results.wording.finding_lines import gather_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.registry.inspection import Inspection, ValueCount
    from kbo_screen.registry.registry import TableSource

#: Different values of a column that the terminal shows; the rest are counted.
VALUES_SHOWN: Final = 12
#: Where a file that is no registry is put to use.
_USES: Final = {
    "projects": "--projects",
    "stars": "--stars",
    "standards": "--standards",
    "answers": "--answers",
    "submission": "kbo-screen validate",
}


def show_inspection(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show every table: what it is, columns, values and what they were taken for, rows, what is missing; findings."""
    for inspection in inspections:
        _show_head(inspection, lang, screen)
        _show_columns(inspection.table, lang, screen)
        for field, values in inspection.values.items():
            if values:
                _show_values(field, values, lang, screen, verbose=verbose)
        for line in lacking_lines(inspection, lang):
            print_line(
                screen,
                line,
                indent=2,
                style="bold yellow",
            )
        print_aside(screen, row_words(inspection, lang), indent=2)
        screen.print()
    lines = gather_findings(all_findings(inspections, findings), lang)
    show_findings(
        lines,
        lang,
        screen,
        verbose=verbose,
        about="inspect",
        severities=("error", "warning"),
        with_files=len({inspection.table.file for inspection in inspections}) > 1,
    )


def show_understanding(
    inspections: Sequence[Inspection],
    lang: str,
    screen: Screen,
) -> None:
    """Show every table in brief: its columns, the values that were not understood, what is missing."""
    for inspection in inspections:
        _show_head(inspection, lang, screen)
        _show_columns(inspection.table, lang, screen)
        unknown_lines = unknown_value_lines(inspection, lang)[:VALUES_SHOWN]
        for line in [*unknown_lines, *lacking_lines(inspection, lang)]:
            print_line(
                screen,
                line,
                indent=2,
                style="bold yellow",
            )
        print_line(
            screen,
            row_words(inspection, lang),
            indent=2,
            style="dim",
        )


def _show_head(
    inspection: Inspection,
    lang: str,
    screen: Screen,
) -> None:
    """Show what a table is, where it stands, and what it is used for."""
    table = inspection.table
    head = text(
        "inspect.table",
        lang,
        kind=text(f"inspect.kind.{inspection.kind}", lang),
        where=f"{table.file} {table.sheet}" if table.sheet else table.file,
        rows=", ".join(map(str, table.header_rows)),
    )
    print_line(screen, head, style="bold")
    if use := _USES.get(inspection.kind):
        use_line = text("inspect.used", lang, use=use)
        print_aside(screen, use_line, indent=2)


def _show_columns(
    table: TableSource,
    lang: str,
    screen: Screen,
) -> None:
    """Show every column and what it was taken for, what else it could have been, and what was left aside."""
    for field, (column, header) in table.columns.items():
        line = _column_line(field, column, header, lang)
        print_line(screen, line, indent=2)
        if rivals := table.alternatives.get(field):
            rivals_line = text("inspect.rivals", lang, headers=", ".join(rivals))
            print_aside(screen, rivals_line, indent=6)
    if table.unused_headers:
        headers = ", ".join(table.unused_headers)
        unused = text("inspect.unused", lang, headers=headers)
        print_aside(screen, unused, indent=2)


def _show_value(
    field: str,
    value: ValueCount,
    lang: str,
    screen: Screen,
) -> None:
    fields = value_words(field, value, lang)._asdict()
    line = text("inspect.value", lang, **fields)
    style = "" if value.known else "yellow"
    print_line(screen, line, indent=4, style=style)


def _column_line(
    field: str,
    column: int,
    header: str,
    lang: str,
) -> str:
    return text(
        "inspect.column",
        lang,
        field=field_words(field, lang),
        column=column_letters(column),
        header=header,
    )


def _show_values(
    field: str,
    values: Sequence[ValueCount],
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show the different values of a column, the first of them unless all are asked for."""
    words = field_words(field, lang)
    head = text(
        "inspect.values",
        lang,
        field=words,
        count=len(values),
    )
    print_line(screen, head, indent=2, style="bold")
    most = len(values) if verbose else VALUES_SHOWN
    for value in values[:most]:
        _show_value(field, value, lang, screen)
    if len(values) > most:
        more_words = text("inspect.more", lang, count=len(values) - most)
        print_aside(screen, more_words, indent=4)
