"""The same registry under changed letters, as JSON and as rows: which districts are short, who enters, who leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from kbo_screen.gap.variant_results import why_they_enter, why_they_leave
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.sheets.flat_table import FlatTable
from kbo_screen.results.shortfall.shortfall_payload import FACTS, district_facts
from kbo_screen.results.wording.province_quota import province_counts
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.letters.model import Letter
    from kbo_screen.results.schemas import (
        MovedGroupShape,
        VariantDistrictShape,
        VariantShape,
        WhatifPayload,
    )

Move = Literal["enters", "leaves"]
MOVES: Final[tuple[Move, ...]] = ("enters", "leaves")
_MOVED_GROUP: Final = ("group_id", "group_name", "tier", "condition", "clause")


def whatif_payload(run: Run, results: Sequence[VariantResult]) -> WhatifPayload:
    """The comparison as plain values."""
    return {
        "schema": "kbo-screen/whatif/1",
        "receipt": run.receipt.model_dump(mode="json"),
        "variants": [variant_payload(run, result) for result in results],
    }


def variant_payload(run: Run, result: VariantResult) -> VariantShape:
    """One variant: which districts are short, and every district."""
    districts = _districts(run, result)
    show_province = len(run.provinces) > 1
    short = []
    for district in districts:
        if district["status"] == "short":
            name = district["district"]
            if show_province:
                name = f"{name} ({district['province']})"
            short.append(name)
    shape: VariantShape = {
        "variant": result.variant,
        "of_province": result.of_province,
        "short": short,
        "districts": districts,
    }
    provinces = result.screening.provinces
    if provinces is not None:
        names = run.provinces
        shape["provinces"] = province_counts(provinces, names, result.letter)
    return shape


def _districts(run: Run, result: VariantResult) -> list[VariantDistrictShape]:
    """Every district under the variant: its counts, its status now and then, who enters and who leaves."""
    why_enter = why_they_enter(run.screening, run.letter, result)
    why_leave = why_they_leave(run.screening, result)
    clauses = _tier_clauses(run.letter, result.letter)
    entering = _moved_groups(
        result.screening.groups,
        why_enter,
        run.letter,
        clauses,
    )
    leaving = _moved_groups(
        run.screening.groups,
        why_leave,
        result.letter,
        clauses,
    )
    status_now = run.screening.districts["status"].tolist()
    return [
        {
            **district_facts(row),
            "status_now": status_now[row.Index],
            "enters": entering.get(row.Index, []),
            "leaves": leaving.get(row.Index, []),
        }
        for row in each_row(result.screening.districts)
    ]


def _tier_clauses(*letters: Letter) -> dict[str, str]:
    """The clause of every tier of some letters, by its id; the last letter's word counts."""
    clauses: dict[str, str] = {}
    for letter in letters:
        clauses |= {tier.id: tier.clause for tier in letter.tiers}
    return clauses


def _moved_groups(
    groups: pd.DataFrame,
    causes: pd.Series,
    letter: Letter,
    clauses: dict[str, str],
) -> dict[int, list[MovedGroupShape]]:
    """By district, the groups that move, in the order of their list, each with what keeps it out otherwise.

    That is a condition of the letter, or else its tier, which opens or closes. causes: per group the condition or None.
    clauses: of every tier.
    """
    moved = groups.loc[causes.index].sort_values(["district_ix", "rank"])
    return lists_by_key(
        (row.district_ix, _moved_group(row, causes[row.Index], letter, clauses))
        for row in each_row(moved)
    )


def _moved_group(
    row: Any,
    cause: str | None,
    letter: Letter,
    clauses: dict[str, str],
) -> MovedGroupShape:
    condition = letter.condition(cause) if cause else None
    return {
        "group_id": plain(row.group_id),
        "group_name": row.group_name,
        "tier": plain(row.tier),
        "condition": cause or None,
        "field": condition.field if condition else None,
        "clause": condition.clause if condition else clauses[row.tier],
    }


def is_changed(district: VariantDistrictShape) -> bool:
    """A group enters or leaves a district (as `variant_payload` has it), or its status is another."""
    is_moved = bool(district["enters"] or district["leaves"])
    return is_moved or district["status"] != district["status_now"]


def moves_of(district: VariantDistrictShape) -> list[tuple[Move, MovedGroupShape]]:
    """Every group of a district that moves, with the word for its move."""
    moves: list[tuple[Move, MovedGroupShape]] = []
    for move in MOVES:
        moves += [(move, group) for group in district[move]]
    return moves


def whatif_table(run: Run, results: Sequence[VariantResult]) -> FlatTable:
    """One row per group that moves, and one per district where none does."""
    columns = ("variant", *FACTS, "status_now", "move", *_MOVED_GROUP)
    return FlatTable(columns, list(_rows(run, results)))


def _rows(run: Run, results: Sequence[VariantResult]) -> Iterator[list[Any]]:
    for result in results:
        for district in _districts(run, result):
            facts = [value for name, value in district.items() if name not in MOVES]
            moves = moves_of(district)
            for move, group in moves:
                values = [group[name] for name in _MOVED_GROUP]
                yield [result.variant, *facts, move, *values]
            if not moves:
                blanks = [None] * len(_MOVED_GROUP)
                yield [result.variant, *facts, None, *blanks]
