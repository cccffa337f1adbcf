"""The check of submissions as JSON and as rows: a representative's name and number have no key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from kbo_screen.registry.frame_values import value_at
from kbo_screen.results.rank.rank_payload import finding_payload, not_evaluated_payload
from kbo_screen.results.rows import plain
from kbo_screen.results.sheets.flat_table import FlatTable
from kbo_screen.results.wording.province_quota import checked_provinces

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import (
        ChangesSince,
        CheckedDistrict,
        CheckedFile,
        Validation,
    )
    from kbo_screen.checking.check_selection import DistrictChoice
    from kbo_screen.findings import Finding
    from kbo_screen.registry.submission import Returned
    from kbo_screen.results.schemas import (
        AcceptedGroupShape,
        CheckedDistrictShape,
        CheckedFileShape,
        CheckFindingShape,
        ConfirmedShape,
        NotCheckedShape,
        SinceShape,
        ValidatePayload,
    )

_COLUMNS: Final = (
    "file", "district", "status", "code", "severity", "sheet", "cell", "value", "message", "remedy", "suggestion",
    "clause", "alternatives", "confirmed",
)  # fmt: skip


def validation_payload(checked: Validation) -> ValidatePayload:
    """The check as plain values."""
    run = checked.run
    payload: ValidatePayload = {
        "schema": "kbo-screen/validate/1",
        "receipt": run.receipt.model_dump(mode="json"),
        "not_evaluated": not_evaluated_payload(run),
        "files": [_file(file, checked) for file in checked.files],
        "cross": _findings(checked.cross, run.lang),
        "districts": [_district(district, checked) for district in checked.districts],
        "not_shown": list(checked.hidden),
    }
    if run.screening.provinces is not None:
        payload["provinces"] = checked_provinces(checked)
    return payload


def _file(file: CheckedFile, checked: Validation) -> CheckedFileShape:
    submission, lang = file.submission, checked.lang
    contested = [claim.choice for claim in file.contested]
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
        "not_checked": _not_checked(file),
        "findings": [
            *_findings(file.findings, lang),
            *_confirmed_findings(file, checked),
        ],
        "cross": _findings(file.cross, lang),
        "contested": [_choice(choice, checked) for choice in contested],
        "superseded": file.superseded,
        "return": submission.returned,
        "since": _since(file.since, lang) if file.since else None,
    }


def _since(since: ChangesSince, lang: str) -> SinceShape:
    """What moved since the district's list before."""
    return {
        "file": since.file,
        "same_file": since.is_same_file,
        "same_content": since.is_same_content,
        "mended": _findings(since.mended, lang),
        "still_there": _findings(since.still, lang),
        "new": _findings(since.new, lang),
        "confirmed": _findings(since.confirmed, lang),
        "groups": [
            {
                "change": change.change,
                "group_name": change.group_name,
                "other_name": change.other_name,
                "cell": change.place.cell,
                "was_accepted": change.before == "accepted",
                "was_in_order": change.before != "not_in_order",
            }
            for change in since.groups
        ],
        "cells": [
            {
                "field": change.field,
                "cell": change.place.cell,
                "previous_cell": change.older_place.cell,
                "was_accepted": change.before == "accepted",
                "was_in_order": change.before != "not_in_order",
            }
            for change in since.cells
        ],
    }


def district_name(file: CheckedFile, checked: Validation) -> str | None:
    """The district that a list is of; None where nothing says."""
    ix = file.submission.district_ix
    return None if ix is None else checked.run.areas[ix].district


def _choice(choice: DistrictChoice, checked: Validation) -> AcceptedGroupShape:
    run = checked.run
    groups, products = run.screening.groups, run.registry.products
    tier = None if choice.tier is None else run.letter.tiers[choice.tier].id
    return {
        "row": choice.row.row,
        # a cell at a time: a row of all columns takes thirty times as long
        "group_id": plain(value_at(groups, choice.group, "group_id")),
        "group_name": str(value_at(groups, choice.group, "group_name")),
        "product_id": plain(value_at(products, choice.product, "product_id")),
        "product_name": plain(value_at(products, choice.product, "product_name")),
        "tier": tier,
    }


def _not_checked(file: CheckedFile) -> list[NotCheckedShape]:
    return [
        {"stage": gap.stage, "because": gap.because, "rows": gap.rows}
        for gap in file.not_checked
    ]


def _findings(findings: tuple[Finding, ...], lang: str) -> list[CheckFindingShape]:
    return [_finding(finding, lang) for finding in findings]


def _confirmed_findings(
    file: CheckedFile, checked: Validation
) -> list[CheckFindingShape]:
    """The warnings that the district has confirmed, with the cell of its reason; the reason itself may name people."""
    district = district_name(file, checked)
    confirmed: list[CheckFindingShape] = []
    for entry in file.confirmed:
        place = entry.reason.place
        by: ConfirmedShape = {
            "by": district,
            "file": place.file,
            "sheet": place.sheet,
            "cell": place.cell,
        }
        finding = _finding(entry.finding, checked.lang)
        finding["confirmed"] = by
        confirmed.append(finding)
    return confirmed


def _finding(finding: Finding, lang: str) -> CheckFindingShape:
    """One finding, with the clause it rests on and the groups to name instead, where it has them."""
    return {
        **finding_payload(finding, lang),
        "clause": finding.fields.get("clause"),
        "alternatives": finding.fields.get("alternatives", []),
        "confirmed": None,
    }


def _district(district: CheckedDistrict, checked: Validation) -> CheckedDistrictShape:
    area = checked.area_of(district)
    file = checked.file_of(district)
    return {
        "province": area.province,
        "district": area.district,
        "submitted": file is not None,
        "returned": district_returned(district, checked),
        "file": file.submission.file if file else None,
        "on_time": district.on_time,
        "accepted": district.accepted,
        "shortfall": district.shortfall,
        "counted": district.counted,
    }


def district_returned(
    district: CheckedDistrict,
    checked: Validation,
) -> Returned | Literal["not_sent"] | None:
    """What a district sent: of the file that counts; None where that cannot be read."""
    file = checked.file_of(district)
    return "not_sent" if file is None else file.submission.returned


def validation_table(checked: Validation) -> FlatTable:
    """One row per finding; a list without any has one row with its status."""
    lang = checked.lang
    rows = []
    for file in checked.files:
        head = {
            "file": file.submission.file,
            "district": district_name(file, checked),
            "status": file.status,
        }
        findings = [_flat(_finding(finding, lang)) for finding in file.all_findings]
        findings += map(_flat, _confirmed_findings(file, checked))
        rows += [finding | head for finding in findings or [{}]]
    rows += [_flat(_finding(f, lang)) for f in findings_of_none(checked)]
    return FlatTable.of_rows(_COLUMNS, rows)


def findings_of_none(checked: Validation) -> list[Finding]:
    """Findings across all lists that are told with none of them: who sent nothing, a date of receipt of nobody's."""
    with_a_list = set()
    for file in checked.files:
        with_a_list |= {(finding.code, finding.place) for finding in file.cross}
    return [
        finding
        for finding in checked.cross
        if (finding.code, finding.place) not in with_a_list
    ]


def _flat(payload: CheckFindingShape) -> dict[str, Any]:
    """A finding as a row: the groups to name instead by their names, a confirmation by its cell."""
    names = [group["group_name"] for group in payload["alternatives"]]
    confirmed = payload["confirmed"]
    return {
        **payload,
        "alternatives": ", ".join(names) or None,
        "confirmed": confirmed["cell"] if confirmed else None,
    }
