"""The result of `rank` for programs, in the shapes of `schemas`.

It holds no personal data: representative and telephone have no key.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from kbo_screen.cores.beside import rows_of_run
from kbo_screen.registry.frame_values import count_each
from kbo_screen.results.list_in_parts import ListInParts
from kbo_screen.results.rows import each_row, plain, plain_column
from kbo_screen.results.schemas import GroupShape
from kbo_screen.results.wording.cell_places import fields_from_lists
from kbo_screen.results.wording.given_answers import answer_payload, answers_by_product
from kbo_screen.results.wording.province_quota import (
    province_quotas,
    provinces_under_reading,
)
from kbo_screen.results.wording.sentences import effect_of, group_reasons, remedy_of
from kbo_screen.vocabulary.fields import TABLE
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding, Place
    from kbo_screen.letters.model import Letter
    from kbo_screen.results.schemas import (
        AccountingShape,
        AnswerShape,
        BlockingShape,
        DistrictShape,
        FindingShape,
        LetterShape,
        NotEvaluatedShape,
        NotListedShape,
        OtherProductShape,
        PlaceShape,
        RankPayload,
        ReadingShape,
        RejectedShape,
        SourceShape,
        TierShape,
        TogetherShape,
    )
    from kbo_screen.screening.screening import ReadingBounds, ReadingEffect

#: Fields of the registry that stand in a group as they are.
_PRODUCT_FIELDS: Final = tuple(field.id for field in TABLE if field.in_group_json)
#: Fields whose cell is told: what decides, and who it is about.
_CELL_FIELDS: Final = tuple(
    field.id for field in TABLE if field.names_something or field.is_decisive
)


#: Columns of a listed group that stand in its JSON as they are.
_GROUP_COLUMNS: Final = (
    "rank", "selected", "tier", "certainty", "group_id", "group_name", "standard",
)  # fmt: skip


def rank_payload(
    run: Run,
    *,
    all_rows: bool = False,
    in_parts: bool = False,
) -> RankPayload:
    """The result as plain values; with `readings` where they were computed.

    in_parts: the districts are a `ListInParts`, for who writes them as text.
    """
    districts = ListInParts(
        partial(_districts, run),
        count=len(run.screening.districts),
        rows=rows_of_run(len(run.registry.products)),
    )
    payload: RankPayload = {
        "schema": "kbo-screen/rank/1",
        "receipt": run.receipt.model_dump(mode="json"),
        "letter": _letter(run),
        "not_evaluated": not_evaluated_payload(run),
        "accounting": _accounting(run),
        "districts": cast("Any", districts) if in_parts else _districts(run),
        "not_listed": _not_listed(run, all_rows=all_rows),
        "findings": [finding_payload(finding, run.lang) for finding in run.findings],
    }
    if run.screening.readings is not None:
        payload["readings"] = [
            reading_payload(effect, run) for effect in run.screening.readings
        ]
    if run.screening.provinces is not None:
        payload["provinces"] = province_quotas(run)
    if run.screening.reading_bounds is not None:
        payload["readings_together"] = _bounds(run.screening.reading_bounds)
    return payload


def _bounds(bounds: ReadingBounds) -> TogetherShape:
    """What several readings decide at once of the run."""
    return {
        "sides": list(bounds.sides),
        "ways": bounds.ways,
        "singly": bounds.singly,
        "least": bounds.least,
        "most": bounds.most,
        "in_all": len(bounds.in_all),
    }


def reading_payload(effect: ReadingEffect, run: Run) -> ReadingShape:
    """What another side of a reading would do."""
    shape: ReadingShape = {
        "id": effect.name,
        "districts_changed": effect.districts_changed,
        "enters": effect.enters,
        "leaves": effect.leaves,
        "decides": effect.decides,
    }
    if effect.provinces is not None:
        shape["provinces"] = provinces_under_reading(effect, run)
    return shape


def _letter(run: Run) -> LetterShape:
    letter = run.letter
    shape: LetterShape = {
        "id": letter.id,
        "number": letter.number,
        "date": letter.date.isoformat(),
        "province": letter.province,
        "fiscal_year_be": letter.fiscal_year_be,
        "groups_per_district": letter.quota.least_per_district,
        "deadline": letter.due_date.isoformat(),
        "tiers": [tier.id for tier in letter.tiers],
        "conditions": [condition.id for condition in letter.conditions],
    }
    if letter.quota.per_province is not None:
        shape["per_province"] = letter.quota.per_province
    if letter.quota.unit != "groups":
        shape["quota_unit"] = letter.quota.unit
    return shape


def not_evaluated_payload(run: Run) -> list[NotEvaluatedShape]:
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


def _accounting(run: Run) -> AccountingShape:
    accounting = run.screening.accounting
    return {
        "rows_read": accounting.rows_read,
        "rows": accounting.rows,
        "products": accounting.products,
        "listed": accounting.listed,
        "not_needed": accounting.not_needed,
        "not_listed": accounting.not_listed,
        "out_of_scope": accounting.out_of_scope,
        "unusable": accounting.unusable,
        "repeated": accounting.repeated,
        "unusable_rows": [
            {
                "file": row.place.file,
                "sheet": row.place.sheet,
                "row": row.row,
                "reason": row.reason,
            }
            for row in run.registry.unusable
        ],
    }


def _districts(run: Run, positions: slice = slice(None)) -> list[DistrictShape]:
    """The districts at these positions, which are their index too."""
    rows = run.screening.districts[positions]
    groups = _groups_by_district(run, rows.index)
    tiers = _tiers_by_district(run)
    shapes: list[DistrictShape] = [
        {
            "province": row.province,
            "district": row.district,
            "district_code": row.district_code,
            "required": plain(row.required),
            "certain": plain(row.certain),
            "possible": plain(row.possible),
            "to_confirm": plain(row.to_confirm),
            "shortfall": plain(row.shortfall),
            "status": row.status,
            "selected_to_check": plain(row.selected_to_check),
            "lines_to_settle": plain(row.lines_to_settle),
            "tiers": tiers[row.Index],
            "groups": groups.get(row.Index, []),
        }
        for row in each_row(rows)
    ]
    bounds = run.screening.reading_bounds
    if bounds is not None:
        _add_bounds(shapes, bounds.districts[positions])
    return shapes


def _add_bounds(shapes: list[DistrictShape], bounds: pd.DataFrame) -> None:
    """Say of every district what several readings decide at once."""
    for shape, row in zip(shapes, each_row(bounds), strict=True):
        shape["under_readings"] = {
            "least": int(row.least),
            "most": int(row.most),
            "in_all": int(row.in_all),
        }


def _tiers_by_district(run: Run) -> dict[int, list[TierShape]]:
    tiers = each_row(run.screening.tiers)
    return lists_by_key((row.district_ix, _tier(row)) for row in tiers)


def _tier(row: Any) -> TierShape:
    return {
        "id": row.tier,
        "state": row.state,
        "certain": int(row.certain),
        "possible": int(row.possible),
        "not_needed": int(row.not_needed),
    }


def _groups_by_district(
    run: Run, district_ixs: pd.Index
) -> dict[int, list[GroupShape]]:
    """The listed groups of these districts."""
    listed = run.screening.listed
    listed = listed[listed["district_ix"].isin(district_ixs)]
    payloads = group_payloads(run, listed)
    return lists_by_key(zip(listed["district_ix"], payloads, strict=True))


def group_payloads(run: Run, groups: pd.DataFrame) -> list[GroupShape]:
    """The listed groups `groups`, in their order."""
    products = run.registry.products.loc[groups["product"]]
    answers = answers_by_product(run)
    columns: dict[str, list[Any]] = {
        "to_confirm": list(map(list, groups["to_confirm"])),
        "notes": list(map(list, groups["notes"])),
        "reason": plain_column(group_reasons(run, groups)),
        "other_products": _other_products(run, groups),
        "source": _sources(run, products.index),
        "answers": [_answers(answers, product) for product in groups["product"]],
    }
    for name in (*_GROUP_COLUMNS, *columns_of_quota(run.letter)):
        columns[name] = plain_column(groups[name])
    for name in _PRODUCT_FIELDS:
        columns[name] = plain_column(products[name])
    keys = [key for key in GroupShape.__annotations__ if key in columns]
    rows = zip(*(columns[key] for key in keys), strict=True)
    return [cast(GroupShape, dict(zip(keys, row, strict=True))) for row in rows]


def columns_of_quota(letter: Letter) -> list[str]:
    """What a group's row says beside the rest, under a quota of the province or of products."""
    columns = []
    if letter.quota.per_province is not None:
        columns.append("province_rank")
    if letter.quota.unit != "groups":
        columns.append("units")
    return columns


def _answers(
    answers: dict[int, list[Any]],
    product: int,
) -> list[AnswerShape]:
    return [answer_payload(row) for row in answers.get(product, ())]


def _other_products(run: Run, groups: pd.DataFrame) -> list[list[OtherProductShape]]:
    """Per listed group its products beside the one it stands by."""
    screened = run.screening.products
    is_other = screened["group"].isin(groups.index) & ~screened["stands"]
    others = screened[is_other]
    products = run.registry.products.loc[others.index]
    columns = (
        plain_column(products["product_id"]),
        plain_column(products["product_name"]),
        plain_column(others["tier"]),
        plain_column(others["certainty"]),
    )
    payloads: list[OtherProductShape] = [
        {
            "product_id": product_id,
            "product_name": product_name,
            "tier": tier,
            "certainty": certainty,
        }
        for product_id, product_name, tier, certainty in zip(*columns, strict=True)
    ]
    by_group = lists_by_key(zip(others["group"], payloads, strict=True))
    return [by_group.get(group, []) for group in groups.index]


def _sources(run: Run, products: pd.Index) -> list[SourceShape]:
    """Where products stand, and each field of them; what a list brought with its place."""
    positions = products.to_numpy()
    columns = [run.registry.cells(positions, name) for name in _CELL_FIELDS]
    return [
        _source(run, product, cells)
        for product, *cells in zip(positions.tolist(), *columns, strict=True)
    ]


def _source(
    run: Run,
    product: int,
    cells: Sequence[str | None],
) -> SourceShape:
    """Where a product stands. cells: of every field of `_CELL_FIELDS`."""
    registry = run.registry
    table = registry.table_of(product, "group_name")
    list_places = fields_from_lists(run, product, _CELL_FIELDS)
    return {
        "file": table.file,
        "sheet": table.sheet,
        "row": registry.sheet_row(product),
        "cells": {
            name: cell
            for name, cell in zip(_CELL_FIELDS, cells, strict=True)
            if cell and name not in list_places
        },
        "other_files": {
            name: place_payload(place) for name, place in list_places.items()
        },
    }


def place_payload(place: Place) -> PlaceShape:
    """A place as every result gives it."""
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell}


def _not_listed(run: Run, *, all_rows: bool) -> NotListedShape:
    products = run.screening.products
    rejected = products[products["outcome"] == "not_listed"]
    names = [condition.id for condition in run.evaluated_conditions]
    payload: NotListedShape = {
        "products": len(rejected),
        "by_condition": count_each(rejected["first_blocking"], names),
    }
    if all_rows:
        payload["rows"] = _rejected_products(run, rejected)
    return payload


def _rejected_products(run: Run, rejected: pd.DataFrame) -> list[RejectedShape]:
    products = run.registry.products.loc[rejected.index]
    answers = answers_by_product(run)
    sources = _sources(run, rejected.index)
    rows = zip(each_row(rejected), each_row(products), sources, strict=True)
    return [
        {
            "district": product.district,
            "group_id": plain(product.group_id),
            "group_name": product.group_name,
            "product_id": plain(product.product_id),
            "product_name": plain(product.product_name),
            "first_blocking": _blocking(run, plain(row.first_blocking)),
            "conditions_away": plain(row.conditions_away),
            "source": source,
            "answers": _answers(answers, row.Index),
        }
        for row, product, source in rows
    ]


def _blocking(run: Run, condition_id: str | None) -> BlockingShape | None:
    if not condition_id:
        return None
    clause = run.letter.condition(condition_id).clause
    return {"condition": condition_id, "clause": clause}


def finding_payload(finding: Finding, lang: str) -> FindingShape:
    """One finding with its place and words."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        **place_payload(finding.place),
        "value": finding.value,
        "message": finding.message(lang),
        "remedy": finding.remedy(lang),
        "suggestion": finding.suggestion,
    }
