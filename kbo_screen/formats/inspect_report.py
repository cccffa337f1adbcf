"""What was recognised in a file: on the screen, as JSON, as a workbook for whoever keeps the registry.

Knows how an inspection reads. Refuses to read a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import print_line, show_findings
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.finding_lines import gather_findings
from kbo_screen.results.rank_payload import finding_payload
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from kbo_screen.findings import Finding
    from kbo_screen.registry.inspection import Inspection, ValueCount

SCHEMA_ID: Final = "kbo-screen/inspect/1"
#: Different values of a column that a screen shows; the rest are counted.
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
    console: Console,
    *,
    verbose: bool,
) -> None:
    """Show every table: what it is, columns, values and what they were taken for, rows, what is missing; findings."""
    for inspection in inspections:
        table = inspection.table
        where = " ".join(part for part in (table.file, table.sheet) if part)
        rows = ", ".join(str(row) for row in table.header_rows)
        kind = text(f"inspect.kind.{inspection.kind}", lang)
        print_line(
            console,
            text("inspect.table", lang, kind=kind, where=where, rows=rows),
            style="bold",
        )
        if inspection.kind in _USES:
            print_line(
                console,
                text("inspect.used", lang, use=_USES[inspection.kind]),
                indent=2,
                style="dim",
            )
        _show_columns(inspection, lang, console)
        for field, values in inspection.values.items():
            if values:
                _show_values(field, values, lang, console, verbose=verbose)
        for line in _warnings(inspection, lang):
            print_line(console, line, indent=2, style="bold yellow")
        print_line(console, _rows(inspection, lang), indent=2, style="dim")
        console.print()
    lines = gather_findings(_all_findings(inspections, findings), lang)
    show_findings(lines, lang, console, verbose=verbose, about="inspect")


def _show_columns(inspection: Inspection, lang: str, console: Console) -> None:
    """Every column and what it was taken for, what else it could have been, and what was left aside."""
    table = inspection.table
    for field, (column, header) in table.columns.items():
        line = text(
            "inspect.column",
            lang,
            field=_field(field, lang),
            column=column_letters(column),
            header=header,
        )
        print_line(console, line, indent=2)
        if others := table.alternatives.get(field):
            print_line(
                console,
                text("inspect.rivals", lang, headers=", ".join(others)),
                indent=6,
                style="dim",
            )
    if table.unused_headers:
        unused = text("inspect.unused", lang, headers=", ".join(table.unused_headers))
        print_line(console, unused, indent=2, style="dim")


def _show_values(
    field: str,
    values: Sequence[ValueCount],
    lang: str,
    console: Console,
    *,
    verbose: bool,
) -> None:
    """The different values of a column, the first of them unless all are asked for."""
    head = text("inspect.values", lang, field=_field(field, lang), count=len(values))
    print_line(console, head, indent=2, style="bold")
    for value in values if verbose else values[:VALUES_SHOWN]:
        line = text("inspect.value", lang, **_value(field, value, lang))
        print_line(console, line, indent=4, style="" if value.known else "yellow")
    if not verbose and len(values) > VALUES_SHOWN:
        print_line(
            console,
            text("inspect.more", lang, count=len(values) - VALUES_SHOWN),
            indent=4,
            style="dim",
        )


def _rows(inspection: Inspection, lang: str) -> str:
    """How many rows of each kind a table has; of a to-confirm sheet how many questions."""
    if inspection.kind == "answers":
        return text(
            "inspect.answered",
            lang,
            asked=inspection.asked,
            answered=inspection.answered,
        )
    counts = inspection.table.rows.items()
    return ", ".join(
        f"{text(f'terminal.row.{kind}', lang)} {count:,}" for kind, count in counts
    )


def inspection_json(
    inspections: Sequence[Inspection], findings: Sequence[Finding], lang: str
) -> str:
    """The same as JSON, in the shape of `schemas.InspectPayload`."""
    return json.dumps(
        inspection_payload(inspections, findings, lang), ensure_ascii=False
    )


def inspection_payload(
    inspections: Sequence[Inspection], findings: Sequence[Finding], lang: str
) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "schema": SCHEMA_ID,
        "tables": [_table(inspection) for inspection in inspections],
        "findings": [
            finding_payload(finding, lang)
            for finding in _all_findings(inspections, findings)
        ],
    }


def write_inspection(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
    lang: str,
    font: str,
    path: Path,
) -> None:
    """The same as a workbook: tables, columns, values, findings."""
    from kbo_screen.formats.workbook.book import Book
    from kbo_screen.results.sheet import Column

    def page(name: str, widths: dict[str, int]) -> Any:
        columns = [
            Column(text(f"workbook.column.{column}", lang), width)
            for column, width in widths.items()
        ]
        sheet = book.page(text(f"inspect.sheet.{name}", lang), columns)
        sheet.line(text(f"inspect.title.{name}", lang), "title")
        sheet.header()
        return sheet

    book = Book(path, font)
    tables = page(
        "tables",
        {
            "file": 30,
            "sheet": 20,
            "table_kind": 28,
            "header_rows": 12,
            "rows_by_kind": 30,
            "unused": 44,
            "lacks": 60,
        },
    )
    tables.table(_table_row(inspection, lang) for inspection in inspections)
    columns = page(
        "columns",
        {"file": 30, "sheet": 20, "field": 24, "cell": 18, "header": 46, "rivals": 50},
    )
    columns.table(
        row for inspection in inspections for row in _column_rows(inspection, lang)
    )
    values = page(
        "values",
        {
            "file": 26,
            "sheet": 20,
            "field": 26,
            "written": 46,
            "taken_for": 46,
            "count": 14,
        },
    )
    values.table(
        [
            inspection.table.file,
            inspection.table.sheet,
            *_value(field, value, lang).values(),
        ]
        for inspection in inspections
        for field, each in inspection.values.items()
        for value in each
    )
    lines = page(
        "findings",
        {
            "severity": 16,
            "file": 26,
            "sheet": 18,
            "cell": 28,
            "count": 10,
            "message": 64,
            "remedy": 50,
        },
    )
    lines.table(
        [
            text(f"words.severity.{line.severity}", lang),
            line.place.file,
            line.place.sheet,
            line.place.cell,
            line.count,
            line.message,
            line.remedy,
        ]
        for line in gather_findings(_all_findings(inspections, findings), lang)
    )
    book.close()


def _column_rows(inspection: Inspection, lang: str) -> Iterable[list[Any]]:
    table = inspection.table
    for field, (column, header) in table.columns.items():
        cell = f"{column_letters(column)}{table.header_rows[-1]}"
        yield [
            table.file,
            table.sheet,
            _field(field, lang),
            cell,
            header,
            ", ".join(table.alternatives.get(field, ())),
        ]


def _table_row(inspection: Inspection, lang: str) -> list[Any]:
    table = inspection.table
    return [
        table.file,
        table.sheet,
        text(f"inspect.kind.{inspection.kind}", lang),
        ", ".join(str(row) for row in table.header_rows),
        _rows(inspection, lang),
        ", ".join(table.unused_headers),
        "\n".join(_warnings(inspection, lang)),
    ]


def _warnings(inspection: Inspection, lang: str) -> list[str]:
    """The required columns that are missing, and the conditions that would not be checked."""
    missing = [
        text("inspect.missing", lang, field=_field(field, lang))
        for field in inspection.missing
    ]
    return missing + [
        text("inspect.stamped", lang, condition=c.wording.to(lang), clause=c.clause)
        for c in inspection.stamped
    ]


def _all_findings(
    inspections: Sequence[Inspection], findings: Sequence[Finding]
) -> list[Finding]:
    return [
        *findings,
        *(finding for inspection in inspections for finding in inspection.findings),
    ]


def _field(field: str, lang: str) -> str:
    """A field in words; of a to-confirm sheet its column."""
    return text(
        f"words.field.{field}" if field in FIELDS else f"workbook.column.{field}", lang
    )


def _value(field: str, value: ValueCount, lang: str) -> dict[str, Any]:
    """A value, what it was taken for in words, and its rows."""
    if not value.known:
        taken = text("words.truth.unknown", lang)
    elif field in CODED_VALUES and value.taken_for:
        taken = text(f"words.value.{field}.{value.taken_for}", lang)
    elif field == "star" and value.taken_for is None:
        taken = text("words.value.star.not_rated", lang)
    else:
        taken = "-" if value.taken_for is None else str(value.taken_for)
    return {
        "field": _field(field, lang),
        "written": value.text or text("inspect.blank", lang),
        "taken": taken,
        "rows": value.rows,
    }


def _table(inspection: Inspection) -> dict[str, Any]:
    table = inspection.table
    return {
        "file": table.file,
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "columns": [
            {
                "field": field,
                "column": column_letters(column),
                "header": header,
                "rivals": list(table.alternatives.get(field, ())),
            }
            for field, (column, header) in table.columns.items()
        ],
        "unused_headers": list(table.unused_headers),
        "rows": table.rows,
        "values": {
            field: [
                {
                    "text": v.text,
                    "taken_for": v.taken_for,
                    "known": v.known,
                    "rows": v.rows,
                }
                for v in values
            ]
            for field, values in inspection.values.items()
        },
        "missing": list(inspection.missing),
        "stamped": [condition.id for condition in inspection.stamped],
        "kind": inspection.kind,
        "questions": {"asked": inspection.asked, "answered": inspection.answered}
        if inspection.kind == "answers"
        else None,
    }
