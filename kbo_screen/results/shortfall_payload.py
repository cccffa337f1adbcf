"""The shortfall as JSON and CSV.

Knows every key. Refuses telephone numbers unless contacts are asked for.
"""

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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.levers import Lever
    from kbo_screen.registry.registry import OpenLine
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


def shortfall_payload(found: Shortfall) -> dict[str, Any]:
    """The result as plain values, in the shape of `schemas.ShortfallPayload`."""
    run = found.run
    statuses = run.screening.districts["status"].value_counts()
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "districts": [
            _district(found, row) for row in each_row(run.screening.districts)
        ],
        "totals": {
            **{
                name: int(statuses.get(name, 0)) for name in ("met", "confirm", "short")
            },
            **{
                name: int(run.screening.districts[name].sum())
                for name in ("required", "to_confirm", "shortfall")
            },
        },
        "kept_out": {
            str(name): int(found.kept_out[name].sum()) for name in found.kept_out
        },
        "levers": [_lever_in_all(lever) for lever in found.levers],
    }


def shortfall_json(found: Shortfall) -> str:
    """The whole result as JSON text."""
    return json.dumps(shortfall_payload(found), ensure_ascii=False)


def _district(found: Shortfall, row: Any) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in COUNTS} | {
        "kept_out": {
            str(name): int(str(found.kept_out[name].iat[row.Index]))
            for name in found.kept_out
        },
        "levers": [_lever(lever, of) for lever, of in found.levers_of(row.Index)],
        "to_name": [
            _named(found.run, group) for group in found.to_name.get(row.Index, [])
        ],
        "ask": [
            asked | {"status_if_yes": found.status_after(row, number)}
            for number, ask in enumerate(found.asks.get(row.Index, []), start=1)
            for asked in asked_rows(found, ask)
        ],
        "nearly_in": [near_row(found.run, near) for near in found.nearly_of(row.Index)],
        "boundary": [_edge(found.run, edge) for edge in found.boundary_of(row.Index)],
        "ask_preference": [
            one
            for asked in found.preference_of(row.Index)
            for one in asked_rows(found, Ask(group_of(found.run, asked), (asked,)))
        ],
        "list_lines": [
            _line(found.run, line)
            for line in found.run.registry.open_lines
            if line.district_ix == row.Index
        ],
        "submission": sent_of(found.checked, found.checked.districts[row.Index])
        if found.checked
        else None,
    }


def _line(run: Run, line: OpenLine) -> dict[str, Any]:
    """A line of a projects list that nobody has placed, with the names of the registry that come nearest."""
    place = run.registry.place_of_line(line)._asdict()
    return {
        "id": line.id,
        "name": line.name,
        "candidates": list(line.candidates),
        **place,
    }


def _named(run: Run, group: int) -> dict[str, Any]:
    row: Any = run.screening.groups.loc[group]
    return {name: plain(row[name]) for name in ("group_id", "group_name", "rank")}


def _lever(lever: Lever, row: Any) -> dict[str, Any]:
    variant = lever.variant
    counts = {
        name: int(row[name])
        for name in ("entering", "leaving", "certain", "possible", "shortfall")
    }
    return {
        "condition": variant.condition,
        "variant": variant.path,
        **counts,
        "status": str(row["status"]),
    }


def _lever_in_all(lever: Lever) -> dict[str, Any]:
    return {
        "condition": lever.variant.condition,
        "variant": lever.variant.path,
        **lever_sums(lever),
    }


def asked_rows(found: Shortfall, ask: Ask) -> Iterator[dict[str, Any]]:
    """The questions of one group to ask, a row each."""
    group = found.run.screening.groups.loc[ask.group]
    for asked in ask.questions:
        yield {
            "id": asked.id,
            "group_id": plain(group["group_id"]),
            "group_name": group["group_name"],
            "rank": plain(group["rank"]),
            "condition": asked.condition,
            "question": preference_words(found.run, asked)
            if asked.condition == PREFERENCE
            else question_line(found.run, asked),
            "helps": helpful_answer(asked, found.run.letter),
            "not_sure": asked.id in found.run.registry.not_sure,
            "file": asked.place.file,
            "sheet": asked.place.sheet,
            "cell": asked.place.cell,
            **(
                {"phone": phone_of(found, asked.product)} if found.with_contacts else {}
            ),
        }


def _edge(run: Run, edge: Any) -> dict[str, Any]:
    return near_row(run, edge) | {
        "value": plain(edge.value),
        "listed": bool(edge.listed),
    }


def near_row(run: Run, near: Any) -> dict[str, Any]:
    """A group one condition away, with the condition and its cell."""
    condition = run.letter.condition(near.condition)
    group = run.screening.groups.loc[near.group]
    place = run.registry.place(near.product, condition.field)
    named = {"group_id": plain(group["group_id"]), "group_name": group["group_name"]}
    product = plain(run.registry.products["product_name"].iat[int(near.product)])
    return named | {
        "product_name": product,
        "condition": condition.id,
        "clause": condition.clause,
        **place._asdict(),
    }


def shortfall_table(found: Shortfall) -> FlatTable:
    """One row per district; what it sent, where lists were given."""
    more = ("submitted", "accepted", "on_time", "short_after") if found.checked else ()
    rows = []
    for district in each_row(found.run.screening.districts):
        sent = (
            sent_of(found.checked, found.checked.districts[district.Index])
            if found.checked
            else {}
        )
        counts = [plain(getattr(district, name)) for name in COUNTS]
        rows.append(counts + [sent[name] for name in more])
    return FlatTable((*COUNTS, *more), rows)
