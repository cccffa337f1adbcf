"""The result of `rank` as JSON: the shape that other programs rely on, and the building of it.

Knows every key and what stands under it. Refuses personal data: representative and telephone have no key here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.results.answered import answer_payload, answers_by_product
from kbo_screen.results.cell_places import fields_from_lists
from kbo_screen.results.rows import each_row, plain, plain_column
from kbo_screen.results.sentences import effect_of, group_reasons, remedy_of
from kbo_screen.vocabulary.fields import TABLE

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding

SCHEMA_ID: Final = "kbo-screen/rank/1"
#: Fields of the registry that stand in a group as they are.
_PRODUCT_FIELDS: Final = tuple(field.id for field in TABLE if field.in_group_json)
#: Fields whose cell is told: what decides, and who it is about.
_CELL_FIELDS: Final = tuple(
    field.id for field in TABLE if field.names_something or field.is_decisive
)


def to_json(run: Run, *, all_rows: bool = False) -> str:
    """The whole result as JSON text; `all_rows` adds every product that is not listed."""
    return json.dumps(rank_payload(run, all_rows=all_rows), ensure_ascii=False)


def rank_payload(run: Run, *, all_rows: bool = False) -> dict[str, Any]:
    """The result as plain values, in the shape of `schemas.RankPayload`."""
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "letter": _letter(run),
        "not_evaluated": not_evaluated_payload(run),
        "accounting": _accounting(run),
        "districts": _districts(run),
        "not_listed": _not_listed(run, all_rows=all_rows),
        "findings": [finding_payload(finding, run.lang) for finding in run.findings],
    }


def not_evaluated_payload(run: Run) -> list[dict[str, Any]]:
    """What no column and no list answers in this run."""
    return [
        {
            "condition": gap.condition,
            "clause": gap.clause,
            "effect": effect_of(run, gap),
            "remedy": remedy_of(run, gap),
        }
        for gap in run.screening.not_evaluated
    ]


def finding_payload(finding: Finding, lang: str) -> dict[str, Any]:
    """One finding with its place and words."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "value": finding.value,
        "message": finding.message(lang),
        "remedy": finding.remedy(lang),
        "suggestion": finding.suggestion,
    }


def group_payloads(run: Run, groups: pd.DataFrame) -> list[dict[str, Any]]:
    """The listed groups `groups`, in their order."""
    standing = run.registry.products.loc[groups["product"]]
    columns = {name: plain_column(standing[name]) for name in _PRODUCT_FIELDS}
    own = (
        "rank",
        "selected",
        "tier",
        "certainty",
        "group_id",
        "group_name",
        "standard",
    )
    columns |= {name: plain_column(groups[name]) for name in own}
    columns |= {name: list(map(list, groups[name])) for name in ("to_confirm", "notes")}
    columns["reason"] = plain_column(group_reasons(run, groups))
    columns["other_products"] = _other_products(run, groups)
    columns["source"] = [_source(run, product) for product in groups["product"]]
    answers = answers_by_product(run)
    columns["answers"] = [
        [answer_payload(row) for row in answers.get(product, ())]
        for product in groups["product"]
    ]
    return [
        dict(zip(_GROUP_KEYS, row, strict=True))
        for row in zip(*(columns[key] for key in _GROUP_KEYS), strict=True)
    ]


_GROUP_KEYS: Final = (
    "rank", "selected", "tier", "certainty", "group_id", "group_name", "subdistrict", "product_id", "product_name",
    "category", "star", "star_year_be", "quadrant", "registered_year_be", "standard", "to_confirm", "notes", "reason",
    "other_products", "source", "answers",
)  # fmt: skip


def _letter(run: Run) -> dict[str, Any]:
    letter = run.letter
    return {
        "id": letter.id,
        "number": letter.number,
        "date": letter.date.isoformat(),
        "province": letter.province,
        "fiscal_year_be": letter.fiscal_year_be,
        "groups_per_district": letter.quota.groups_per_district,
        "deadline": letter.due_date.isoformat(),
        "tiers": [tier.id for tier in letter.tiers],
        "conditions": [condition.id for condition in letter.conditions],
    }


def _accounting(run: Run) -> dict[str, Any]:
    sums = run.screening.accounting
    names = (
        "rows_read", "rows", "products", "listed", "not_needed", "not_listed", "out_of_scope", "unusable", "repeated",
    )  # fmt: skip
    unusable = [
        {
            "file": row.place.file,
            "sheet": row.place.sheet,
            "row": row.row,
            "reason": row.reason,
        }
        for row in run.registry.unusable
    ]
    return {name: getattr(sums, name) for name in names} | {"unusable_rows": unusable}


def _districts(run: Run) -> list[dict[str, Any]]:
    listed = run.screening.listed
    payloads = group_payloads(run, listed)
    per_district: dict[int, list[dict[str, Any]]] = {}
    for district, payload in zip(listed["district_ix"], payloads, strict=True):
        per_district.setdefault(district, []).append(payload)
    tiers: dict[int, list[dict[str, Any]]] = {}
    for row in each_row(run.screening.tiers):
        counts = {
            name: int(getattr(row, name))
            for name in ("certain", "possible", "not_needed")
        }
        tiers.setdefault(row.district_ix, []).append(
            {"id": row.tier, "state": row.state, **counts}
        )
    names = (
        "province",
        "district",
        "district_code",
        "required",
        "certain",
        "possible",
        "to_confirm",
        "shortfall",
        "status",
        "selected_to_check",
        "lines_to_settle",
    )
    return [
        {name: plain(getattr(row, name)) for name in names}
        | {"tiers": tiers[row.Index], "groups": per_district.get(row.Index, [])}
        for row in each_row(run.screening.districts)
    ]


def _other_products(run: Run, groups: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """Per listed group its products beside the one it stands by."""
    products = run.screening.products
    others = products[products["group"].isin(groups.index) & ~products["stands"]]
    registry = run.registry.products.loc[others.index]
    columns = {
        "product_id": plain_column(registry["product_id"]),
        "product_name": plain_column(registry["product_name"]),
        "tier": plain_column(others["tier"]),
        "certainty": plain_column(others["certainty"]),
    }
    found: dict[int, list[dict[str, Any]]] = {}
    for group, *row in zip(others["group"], *columns.values(), strict=True):
        found.setdefault(group, []).append(dict(zip(columns, row, strict=True)))
    return [found.get(group, []) for group in groups.index]


def _source(run: Run, product: int) -> dict[str, Any]:
    """Where a product stands: file, sheet, row, the cell of every field there; what a list brought, with its place."""
    registry = run.registry
    place = registry.place(product, "group_name")
    elsewhere = fields_from_lists(run, product, _CELL_FIELDS)
    cells = {
        name: registry.place(product, name).cell
        for name in _CELL_FIELDS
        if name not in elsewhere
    }
    told = {name: cell for name, cell in cells.items() if cell}
    others = {name: other._asdict() for name, other in elsewhere.items()}
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": registry.sheet_row(product),
        "cells": told,
        "other_files": others,
    }


def _not_listed(run: Run, *, all_rows: bool) -> dict[str, Any]:
    products = run.screening.products
    rejected = products[products["outcome"] == "not_listed"]
    counts = rejected["first_blocking"].value_counts()
    by_condition = {
        c.id: int(counts.get(c.id, 0))
        for c in run.letter.conditions
        if c.id in run.screening.is_true
    }
    payload: dict[str, Any] = {"products": len(rejected), "by_condition": by_condition}
    if not all_rows:
        return payload
    answers = answers_by_product(run)
    return payload | {
        "rows": [
            _rejected(run, row, answers.get(row.Index, []))
            for row in each_row(rejected)
        ]
    }


def _rejected(run: Run, row: Any, answers: list[Any]) -> dict[str, Any]:
    product = run.registry.products.loc[row.Index]
    blocking = plain(row.first_blocking)
    clause = run.letter.condition(blocking).clause if blocking else None
    names = ("district", "group_id", "group_name", "product_id", "product_name")
    return {name: plain(product[name]) for name in names} | {
        "first_blocking": {"condition": blocking, "clause": clause}
        if blocking
        else None,
        "conditions_away": plain(row.conditions_away),
        "source": _source(run, row.Index),
        "answers": [answer_payload(answer) for answer in answers],
    }
