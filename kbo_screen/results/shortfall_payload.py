"""The shortfall as JSON and as rows: telephone numbers only where contacts are asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.gap.whom_to_ask import Ask
from kbo_screen.gap.yes_answers import helpful_answer
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.flat_table import FlatTable
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.sentences import question_line
from kbo_screen.results.shortfall_sentences import (
    group_of,
    lever_sums,
    phone_of,
    preference_words,
    sent_of,
)
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.levers import Lever
    from kbo_screen.registry.question import Question
    from kbo_screen.results.shortfall_result import Shortfall

SCHEMA_ID: Final = "kbo-screen/shortfall/1"

#: The facts of a district, in the order in which the JSON and the CSV of `shortfall` and `whatif` give them.
COUNTS: Final = (
    "province",
    "district",
    "required",
    "certain",
    "possible",
    "to_confirm",
    "shortfall",
    "status",
    "selected_to_check",
)
_TOTALS: Final = ("required", "to_confirm", "shortfall")
_LEVER_COUNTS: Final = ("entering", "leaving", "certain", "possible", "shortfall")
#: What a district sent, where lists were given.
_SENT: Final = ("submitted", "accepted", "on_time", "short_after")


def shortfall_json(shortfall: Shortfall) -> str:
    """The whole result as JSON text."""
    return json.dumps(shortfall_payload(shortfall), ensure_ascii=False)


def shortfall_payload(shortfall: Shortfall) -> dict[str, Any]:
    """The result as plain values, in the shape of `schemas.ShortfallPayload`."""
    run = shortfall.run
    districts = each_row(run.screening.districts)
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "districts": [_district(shortfall, row) for row in districts],
        "totals": _totals(run),
        "kept_out": _counts(shortfall.kept_out.sum()),
        "levers": [_lever_in_all(lever) for lever in shortfall.levers],
    }


def _totals(run: Run) -> dict[str, int]:
    districts = run.screening.districts
    statuses = districts["status"].value_counts()
    totals = {status: int(statuses.get(status, 0)) for status in STATUSES}
    return totals | {name: int(districts[name].sum()) for name in _TOTALS}


def _counts(series: Any) -> dict[str, int]:
    """Counts by condition."""
    return {str(name): int(count) for name, count in series.items()}


def _district(shortfall: Shortfall, district: Any) -> dict[str, Any]:
    run, ix = shortfall.run, district.Index
    payload = {name: plain(getattr(district, name)) for name in COUNTS}
    payload["kept_out"] = _counts(shortfall.kept_out.iloc[ix])
    payload["levers"] = [_lever(*pair) for pair in shortfall.levers_of(ix)]
    payload["to_name"] = [
        _group_to_name(run, group) for group in shortfall.to_name.get(ix, [])
    ]
    payload["ask"] = list(_asks(shortfall, district))
    payload["nearly_in"] = [near_row(run, miss) for miss in shortfall.nearly_of(ix)]
    payload["boundary"] = [_boundary(run, edge) for edge in shortfall.boundary_of(ix)]
    payload["ask_preference"] = list(preference_rows(shortfall, ix))
    payload["list_lines"] = _list_lines(run, ix)
    payload["submission"] = _submission(shortfall, ix)
    return payload


def _lever(lever: Lever, effect: Any) -> dict[str, Any]:
    counts = {name: int(effect[name]) for name in _LEVER_COUNTS}
    return {
        "condition": lever.variant.condition,
        "variant": lever.variant.path,
        **counts,
        "status": str(effect["status"]),
    }


def _lever_in_all(lever: Lever) -> dict[str, Any]:
    return {
        "condition": lever.variant.condition,
        "variant": lever.variant.path,
        **lever_sums(lever),
    }


def _group_to_name(run: Run, group: int) -> dict[str, Any]:
    row = run.screening.groups.loc[group]
    return {name: plain(row[name]) for name in ("group_id", "group_name", "rank")}


def _asks(shortfall: Shortfall, district: Any) -> Iterator[dict[str, Any]]:
    """The questions of every group to ask, each with the status once its group and those before it are confirmed."""
    asks = shortfall.asks.get(district.Index, [])
    for count, ask in enumerate(asks, start=1):
        status = shortfall.status_after(district, count)
        for row in asked_rows(shortfall, ask):
            yield row | {"status_if_yes": status}


def preference_rows(shortfall: Shortfall, district_ix: int) -> Iterator[dict[str, Any]]:
    """The questions about the preference that would change who a district is proposed, a row each."""
    for question in shortfall.preference_of(district_ix):
        group = group_of(shortfall.run, question)
        yield from asked_rows(shortfall, Ask(group, (question,)))


def asked_rows(shortfall: Shortfall, ask: Ask) -> Iterator[dict[str, Any]]:
    """The questions of one group to ask, a row each."""
    run = shortfall.run
    group = run.screening.groups.loc[ask.group]
    for question in ask.questions:
        row = {
            "id": question.id,
            "group_id": plain(group["group_id"]),
            "group_name": group["group_name"],
            "rank": plain(group["rank"]),
            "condition": question.condition,
            "question": _question_words(run, question),
            "helps": helpful_answer(question, run.letter),
            "not_sure": question.id in run.registry.not_sure,
            **question.place._asdict(),
        }
        if shortfall.with_contacts:
            row["phone"] = phone_of(shortfall, question.product)
        yield row


def _question_words(run: Run, question: Question) -> str:
    if question.condition == PREFERENCE:
        return preference_words(run, question)
    return question_line(run, question)


def near_row(run: Run, miss: Any) -> dict[str, Any]:
    """A group one condition away, with the condition and its cell."""
    condition = run.letter.condition(miss.condition)
    group = run.screening.groups.loc[miss.group]
    place = run.registry.place(miss.product, condition.field)
    products = run.registry.products
    return {
        "group_id": plain(group["group_id"]),
        "group_name": group["group_name"],
        "product_name": plain(products["product_name"].iat[int(miss.product)]),
        "condition": condition.id,
        "clause": condition.clause,
        **place._asdict(),
    }


def _boundary(run: Run, edge: Any) -> dict[str, Any]:
    row = near_row(run, edge)
    row["value"] = plain(edge.value)
    row["listed"] = bool(edge.listed)
    return row


def _list_lines(run: Run, district_ix: int) -> list[dict[str, Any]]:
    """The lines of projects lists that nobody has placed, with the names of the registry that come nearest."""
    lines = []
    for line in run.registry.open_lines:
        if line.district_ix == district_ix:
            row = {
                "id": line.id,
                "name": line.name,
                "candidates": list(line.candidates),
                **run.registry.place_of_line(line)._asdict(),
            }
            lines.append(row)
    return lines


def _submission(shortfall: Shortfall, district_ix: int) -> dict[str, Any] | None:
    checked = shortfall.checked
    if checked is None:
        return None
    return sent_of(checked, checked.districts[district_ix])


def shortfall_table(shortfall: Shortfall) -> FlatTable:
    """One row per district; what it sent, where lists were given."""
    columns = COUNTS + (_SENT if shortfall.checked else ())
    rows = []
    for district in each_row(shortfall.run.screening.districts):
        row = [plain(getattr(district, name)) for name in COUNTS]
        if submission := _submission(shortfall, district.Index):
            row += [submission[name] for name in _SENT]
        rows.append(row)
    return FlatTable(columns, rows)
