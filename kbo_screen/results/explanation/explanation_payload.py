"""An explanation as JSON and as rows; no name of a person stands in either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.results.explanation.clause_rows import evidence_rows
from kbo_screen.results.explanation.explanation_lines import product_names
from kbo_screen.results.rows import plain
from kbo_screen.results.schemas import EvidenceShape
from kbo_screen.results.sheets.flat_table import FlatTable

if TYPE_CHECKING:
    from kbo_screen.results.explanation.clause_rows import EvidenceRow, ExplainedGroup
    from kbo_screen.results.schemas import (
        ComparisonShape,
        ExplainedGroupShape,
        ExplainPayload,
    )


def explanation_payload(explained: ExplainedGroup) -> ExplainPayload:
    """The group, what it was compared with, and a row per clause and what it rests on."""
    run = explained.run
    return {
        "schema": "kbo-screen/explain/1",
        "receipt": run.receipt.model_dump(mode="json"),
        "group": _group(explained),
        "comparison": _comparison(explained),
        "clauses": [_evidence(row, explained) for row in evidence_rows(explained)],
    }


def explanation_table(explained: ExplainedGroup) -> FlatTable:
    """The clauses alone, under the names of the JSON."""
    columns = tuple(EvidenceShape.__annotations__)
    rows = []
    for row in evidence_rows(explained):
        values: dict[str, Any] = dict(_evidence(row, explained))
        rows.append([values[name] for name in columns])
    return FlatTable(columns, rows)


def _group(explained: ExplainedGroup) -> ExplainedGroupShape:
    row = explained.run.screening.groups.loc[explained.explanation.group]
    is_listed = row["outcome"] == "listed"
    shape: ExplainedGroupShape = {
        "province": str(row["province"]),
        "district": str(row["district"]),
        "group_id": plain(row["group_id"]) or None,
        "group_name": str(row["group_name"]),
        "outcome": str(row["outcome"]),
        "rank": int(str(row["rank"])) if is_listed else None,
        "selected": bool(row["selected"]),
        "tier": str(row["tier"]) if is_listed else None,
        "certainty": str(row["certainty"]) if is_listed else None,
    }
    if explained.run.letter.quota.per_province is not None:
        rank = row["province_rank"]
        shape["province_rank"] = int(str(rank)) if is_listed else None
    return shape


def _comparison(explained: ExplainedGroup) -> ComparisonShape | None:
    comparison = explained.comparison
    if comparison is None:
        return None
    name_of = explained.run.screening.name_of
    return {
        "upper": name_of(comparison.upper),
        "lower": name_of(comparison.lower),
        "key": comparison.key,
        "is_of_letter": comparison.is_of_letter,
    }


def _evidence(row: EvidenceRow, explained: ExplainedGroup) -> EvidenceShape:
    product_id, product_name = product_names(explained.run, row.product)
    answered = row.answered
    return {
        "product_id": product_id,
        "product_name": product_name,
        "condition": row.rule,
        "clause": row.clause,
        "wording": row.wording,
        "result": row.answer,
        "file": row.place.file,
        "sheet": row.place.sheet,
        "cell": row.place.cell,
        "written": row.written,
        "value": row.value or None,
        "answer": answered.words if answered else None,
        "answer_date": answered.date if answered else None,
        "answer_reason": answered.reason if answered else None,
        "answer_before": answered.before if answered else None,
        "answer_after": answered.after if answered else None,
        "answer_file": answered.place.file if answered else None,
        "answer_sheet": answered.place.sheet if answered else None,
        "answer_cell": answered.place.cell if answered else None,
    }
