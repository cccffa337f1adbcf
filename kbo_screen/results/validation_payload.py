"""The check of submissions as JSON and CSV.

Knows every key. Refuses personal data: a representative's name and number have no key here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.results.flat_table import FlatTable
from kbo_screen.results.rank_payload import finding_payload, not_evaluated_payload
from kbo_screen.results.rows import plain

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import CheckedFile, Validation
    from kbo_screen.checking.check_selection import Choice
    from kbo_screen.findings import Finding

SCHEMA_ID: Final = "kbo-screen/validate/1"
_COLUMNS: Final = (
    "file", "district", "status", "code", "severity", "sheet", "cell", "value", "message", "remedy", "suggestion",
    "clause", "alternatives",
)  # fmt: skip


def validation_json(checked: Validation) -> str:
    """The whole check as JSON text, in the shape of `schemas.ValidatePayload`."""
    return json.dumps(validation_payload(checked), ensure_ascii=False)


def validation_payload(checked: Validation) -> dict[str, Any]:
    """The check as plain values."""
    run = checked.run
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "not_evaluated": not_evaluated_payload(run),
        "files": [_file(file, checked) for file in checked.files],
        "cross": [told(finding, run.lang) for finding in checked.cross],
        "districts": [
            {
                "province": run.registry.scope.districts[one.district_ix].province,
                "district": run.registry.scope.districts[one.district_ix].district,
                "submitted": one.file is not None,
                "file": None
                if one.file is None
                else checked.files[one.file].submission.file,
                "on_time": one.on_time,
                "accepted": one.accepted,
                "shortfall": one.shortfall,
            }
            for one in checked.districts
        ],
        "not_shown": list(checked.hidden),
    }


def told(finding: Finding, lang: str) -> dict[str, Any]:
    """One finding, with the clause it rests on and the groups to name instead, where it has them."""
    return finding_payload(finding, lang) | {
        "clause": finding.fields.get("clause"),
        "alternatives": finding.fields.get("alternatives", []),
    }


def district_name(file: CheckedFile, checked: Validation) -> str | None:
    """The district that a list is of; None where nothing says."""
    ix = file.submission.district_ix
    return None if ix is None else checked.run.registry.scope.districts[ix].district


def _file(file: CheckedFile, checked: Validation) -> dict[str, Any]:
    submission, run = file.submission, checked.run
    return {
        "file": submission.file,
        "sheet": submission.sheet,
        "district": district_name(file, checked),
        "district_from": submission.district_from,
        "status": file.status,
        "rows": len(submission.rows),
        "accepted": len(file.accepted),
        "required": file.required,
        "shortfall": file.shortfall,
        "received": file.received.isoformat() if file.received else None,
        "groups": [_choice(choice, checked) for choice in file.accepted],
        "not_checked": [
            {"stage": n.stage, "because": n.because, "rows": n.rows}
            for n in file.not_checked
        ],
        "findings": [told(finding, run.lang) for finding in file.findings],
        "cross": [told(finding, run.lang) for finding in file.cross],
        "contested": [_choice(one.choice, checked) for one in file.contested],
        "superseded": file.superseded,
    }


def _choice(choice: Choice, checked: Validation) -> dict[str, Any]:
    run = checked.run
    group = run.screening.groups.loc[choice.group]
    tier = None if choice.tier is None else run.letter.tiers[choice.tier].id
    product = run.registry.products.loc[choice.product]
    return {
        "row": choice.row.row,
        "group_id": plain(group["group_id"]),
        "group_name": group["group_name"],
        "product_id": plain(product["product_id"]),
        "product_name": plain(product["product_name"]),
        "tier": tier,
    }


def validation_table(checked: Validation) -> FlatTable:
    """One row per finding; a list without any has one row with its status."""
    rows = []
    for file in checked.files:
        head = {
            "file": file.submission.file,
            "district": district_name(file, checked),
            "status": file.status,
        }
        findings = [_flat(finding, checked.run.lang) for finding in file.all_findings]
        rows += [
            [(finding | head).get(key) for key in _COLUMNS]
            for finding in findings or [{}]
        ]
    for cross in findings_of_none(checked):
        finding = _flat(cross, checked.run.lang)
        rows.append([finding.get(key) for key in _COLUMNS])
    return FlatTable(_COLUMNS, rows)


def findings_of_none(checked: Validation) -> list[Finding]:
    """Findings across all lists that are told with none of them: who sent nothing, a date of receipt of nobody's."""
    told_with_a_list = {
        (finding.code, finding.place)
        for file in checked.files
        for finding in file.cross
    }
    return [
        finding
        for finding in checked.cross
        if (finding.code, finding.place) not in told_with_a_list
    ]


def _flat(finding: Finding, lang: str) -> dict[str, Any]:
    row = told(finding, lang)
    return row | {
        "alternatives": ", ".join(one["group_name"] for one in row["alternatives"])
        or None
    }
