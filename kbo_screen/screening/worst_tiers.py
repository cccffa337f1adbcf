"""Which tier a product stands in at worst, whatever its unknown cells turn out to hold.

The conditions of one field are answered together: a product of an unknown quadrant is in one of four.
"""

from __future__ import annotations

from functools import cache
from itertools import compress, count
from itertools import product as every_combination
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.screening.conditions import possible_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Letter

#: The answers of one product: per condition True, False, or None for unknown.
Pattern = tuple[bool | None, ...]
#: The answers to the conditions of one field, in their order.
FieldAnswers = tuple[bool, ...]
#: The needs of a tier, each the positions of the conditions of which one is enough.
Needs = list[set[int]]


class FieldCases(NamedTuple):
    """The conditions of one field (their positions), and every way in which they can be answered together."""

    positions: list[int]
    ways: tuple[FieldAnswers, ...]


def worst_tiers(
    answers: pd.DataFrame,
    letter: Letter,
    available: Sequence[bool],
) -> np.ndarray:
    """Per product the last tier that it may come to stand in; the number of tiers where it may come to have none.

    answers: one nullable boolean column per evaluated condition. available: as `available_tiers` returns.
    """
    condition_ids = list(answers.columns)
    fields = _by_field(condition_ids, letter)
    needs = _needs_of_tiers(condition_ids, letter, available)
    worst = [_worst_tier(pattern, fields, needs) for pattern in _patterns(answers)]
    return np.array(worst, dtype=np.int64)


def _patterns(answers: pd.DataFrame) -> list[Pattern]:
    """The answers of every product, row by row."""
    rows = np.empty(answers.shape, dtype=object)
    for position, name in enumerate(answers):
        holds = answers[name].to_numpy(dtype=bool, na_value=False)
        rows[:, position] = holds.tolist()
        rows[answers[name].isna().to_numpy(), position] = None
    return list(map(tuple, rows.tolist()))


def _by_field(condition_ids: Sequence[str], letter: Letter) -> list[FieldCases]:
    """Conditions of a group are answered apart: the value of another product may decide them."""
    positions_of_field: dict[tuple[str, str], list[int]] = {}
    for position, condition_id in enumerate(condition_ids):
        condition = letter.condition(condition_id)
        alone = condition_id if condition.is_of_group else ""
        positions_of_field.setdefault((condition.field, alone), []).append(position)
    fields = []
    for positions in positions_of_field.values():
        conditions = [letter.condition(condition_ids[each]) for each in positions]
        fields.append(FieldCases(positions, possible_answers(conditions)))
    return fields


def _needs_of_tiers(
    condition_ids: Sequence[str],
    letter: Letter,
    available: Sequence[bool],
) -> list[Needs | None]:
    """Per tier what it needs; None for one that cannot be screened."""
    position_of = {name: position for position, name in enumerate(condition_ids)}
    needs_of_tiers: list[Needs | None] = []
    for tier, is_available in zip(letter.tiers, available, strict=True):
        needs = []
        for need in tier.needs:
            positions = {position_of[name] for name in need if name in position_of}
            if positions:
                needs.append(positions)
        needs_of_tiers.append(needs if is_available else None)
    return needs_of_tiers


def _worst_tier(
    pattern: Pattern,
    fields: Iterable[FieldCases],
    needs: Sequence[Needs | None],
) -> int:
    """The last tier over all ways to fill the unknown answers of a pattern."""
    if None not in pattern:
        return _first_tier(set(compress(count(), pattern)), needs)
    ways_by_field = [_ways_held(pattern, field) for field in fields]
    worst = 0
    for ways in every_combination(*ways_by_field):
        positions_held = set[int]().union(*ways)
        worst = max(worst, _first_tier(positions_held, needs))
    return worst


def _ways_held(pattern: Pattern, field: FieldCases) -> list[set[int]]:
    """The ways to answer a field that agree with a pattern, each as the positions of the conditions that hold."""
    known_answers = tuple(pattern[position] for position in field.positions)
    ways_held = []
    for way in _least_ways(known_answers, field.ways):
        held = compress(field.positions, way)
        ways_held.append(set(held))
    return ways_held


@cache
def _least_ways(
    known_answers: Pattern, ways: tuple[FieldAnswers, ...]
) -> list[FieldAnswers]:
    """The ways that agree with what is known, without those that hold more than another: they end no later.

    There are few of both, and every screening asks for the same.
    """
    agreeing = [way for way in ways if _agrees(known_answers, way)]
    if not agreeing:
        # A person's verdict settled one condition against its cell: the rest is taken at its worst.
        return [tuple(bool(answer) for answer in known_answers)]
    return [way for way in agreeing if not _holds_more_than_any(way, agreeing)]


def _agrees(known_answers: Sequence[bool | None], way: FieldAnswers) -> bool:
    pairs = zip(known_answers, way, strict=True)
    return all(
        known_answer is None or known_answer == answer for known_answer, answer in pairs
    )


def _holds_more_than_any(way: FieldAnswers, ways: Iterable[FieldAnswers]) -> bool:
    return any(_holds_less(lesser, way) for lesser in ways)


def _holds_less(lesser: FieldAnswers, way: FieldAnswers) -> bool:
    """Every condition that holds in the lesser way holds in the other, which is not the same."""
    pairs = zip(lesser, way, strict=True)
    return lesser != way and all(
        answer or not lesser_answer for lesser_answer, answer in pairs
    )


def _first_tier(
    positions_held: set[int], needs_of_tiers: Sequence[Needs | None]
) -> int:
    """The first tier all of whose needs are met; the number of tiers for none."""
    for tier, needs in enumerate(needs_of_tiers):
        if needs is not None and not any(map(positions_held.isdisjoint, needs)):
            return tier
    return len(needs_of_tiers)
