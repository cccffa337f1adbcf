"""What was recognised in files, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.registry.registry import column_letters
from kbo_screen.results.rank.rank_payload import finding_payload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.registry.inspection import Inspection, ValueCount
    from kbo_screen.registry.registry import TableSource
    from kbo_screen.results.schemas import (
        ColumnShape,
        InspectPayload,
        QuestionCountShape,
        TableShape,
        ValueShape,
    )


def inspection_payload(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
    lang: str,
) -> InspectPayload:
    """The tables and findings as plain values."""
    all_of_them = all_findings(inspections, findings)
    return {
        "schema": "kbo-screen/inspect/1",
        "tables": [_table(inspection) for inspection in inspections],
        "findings": [finding_payload(finding, lang) for finding in all_of_them],
    }


def all_findings(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
) -> list[Finding]:
    """The findings of no table, then those of every table."""
    joined = list(findings)
    for inspection in inspections:
        joined += inspection.findings
    return joined


def _table(inspection: Inspection) -> TableShape:
    table = inspection.table
    values = {
        field: [_value(value) for value in values_of_field]
        for field, values_of_field in inspection.values.items()
    }
    return {
        "file": table.file,
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "columns": _columns(table),
        "unused_headers": list(table.unused_headers),
        "rows": table.rows,
        "values": values,
        "missing": list(inspection.missing),
        "stamped": [condition.id for condition in inspection.stamped],
        "kind": inspection.kind,
        "questions": _questions(inspection),
    }


def _columns(table: TableSource) -> list[ColumnShape]:
    return [
        {
            "field": field,
            "column": column_letters(column),
            "header": header,
            "rivals": list(table.alternatives.get(field, ())),
        }
        for field, (column, header) in table.columns.items()
    ]


def _value(value: ValueCount) -> ValueShape:
    return {
        "text": value.text,
        "taken_for": value.taken_for,
        "known": value.known,
        "rows": value.rows,
    }


def _questions(inspection: Inspection) -> QuestionCountShape | None:
    """The questions of a to-confirm sheet; None of any other table."""
    if inspection.kind != "answers":
        return None
    return {"asked": inspection.asked, "answered": inspection.answered}
