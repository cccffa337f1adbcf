"""What was recognised in files, as sheets for whoever keeps the registry: tables, columns, values, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.inspection.inspect_payload import all_findings
from kbo_screen.results.inspection.inspect_sentences import (
    field_words,
    lacking_lines,
    row_words,
    value_words,
)
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.sheets.sheet_parts import labelled_columns
from kbo_screen.results.wording.finding_lines import gather_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.registry.inspection import Inspection
    from kbo_screen.results.sheets.sheet import Rows

_TABLES: Final = {
    "file": 30,
    "sheet": 20,
    "table_kind": 28,
    "header_rows": 14,
    "rows_by_kind": 30,
    "unused": 44,
    "lacks": 60,
}
_COLUMNS: Final = {
    "file": 30,
    "sheet": 20,
    "field": 24,
    "cell": 18,
    "header": 46,
    "rivals": 50,
}
_VALUES: Final = {
    "file": 26,
    "sheet": 20,
    "field": 26,
    "written": 46,
    "taken_for": 46,
    "count": 14,
}
_FINDINGS: Final = {
    "severity": 16,
    "file": 26,
    "sheet": 18,
    "cell": 28,
    "count": 10,
    "message": 64,
    "remedy": 50,
}


def inspection_sheets(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
    lang: str,
) -> Iterator[Sheet]:
    """The sheets of an inspection."""
    findings = all_findings(inspections, findings)
    yield _sheet("tables", _TABLES, _table_rows(inspections, lang), lang)
    yield _sheet("columns", _COLUMNS, _column_rows(inspections, lang), lang)
    yield _sheet("values", _VALUES, _value_rows(inspections, lang), lang)
    yield _sheet("findings", _FINDINGS, _finding_rows(findings, lang), lang)


def _sheet(
    name: str,
    widths: dict[str, int],
    rows: Rows,
    lang: str,
) -> Sheet:
    return Sheet(
        name=text(f"inspect.sheet.{name}", lang),
        title_block=[Line(text(f"inspect.title.{name}", lang), "title")],
        columns=labelled_columns("workbook.column", widths, lang),
        rows=rows,
    )


def _table_rows(inspections: Sequence[Inspection], lang: str) -> Rows:
    for inspection in inspections:
        table = inspection.table
        yield [
            table.file,
            table.sheet,
            text(f"inspect.kind.{inspection.kind}", lang),
            ", ".join(map(str, table.header_rows)),
            row_words(inspection, lang),
            ", ".join(table.unused_headers),
            "\n".join(lacking_lines(inspection, lang)),
        ]


def _column_rows(inspections: Sequence[Inspection], lang: str) -> Rows:
    """A row per column, with the cell of its header and the headers that could have been it."""
    for inspection in inspections:
        table = inspection.table
        for field, (column, header) in table.columns.items():
            yield [
                table.file,
                table.sheet,
                field_words(field, lang),
                f"{column_letters(column)}{table.header_rows[-1]}",
                header,
                ", ".join(table.alternatives.get(field, ())),
            ]


def _value_rows(inspections: Sequence[Inspection], lang: str) -> Rows:
    """A row per different value of a column."""
    for inspection in inspections:
        table = inspection.table
        for field, values in inspection.values.items():
            for value in values:
                yield [table.file, table.sheet, *value_words(field, value, lang)]


def _finding_rows(findings: Sequence[Finding], lang: str) -> Rows:
    for line in gather_findings(findings, lang):
        yield [
            text(f"words.severity.{line.severity}", lang),
            line.place.file,
            line.place.sheet,
            line.place.cell,
            line.count,
            line.message,
            line.remedy,
        ]
