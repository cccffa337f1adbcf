"""Which tier a product stands in at worst, whatever its unknown cells turn out to hold.

Knows that the conditions of one field are answered together: a product of an unknown quadrant is in one of four.
Refuses to know groups, districts, and whether a tier is needed.
"""

from __future__ import annotations

from itertools import product as every_combination
from typing import TYPE_CHECKING, Final

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
#: How an answer is written in one number per product: two bits for each condition.
_FALSE, _TRUE, _UNKNOWN = range(3)
_BITS: Final = 2
_MOST_PACKED: Final = 31


def worst_tiers(
    answers: pd.DataFrame, letter: Letter, available: Sequence[bool]
) -> np.ndarray:
    """Per product the last tier that it may come to stand in; the number of tiers where it may come to have none.

    answers: one nullable boolean column per evaluated condition. available: as `available_tiers` returns. Products
    with the same answers are looked at once.
    """
    patterns, pattern_of_product = _patterns(answers)
    names = list(answers.columns)
    fields = _by_field(names, letter)
    required = [
        {names.index(name) for name in tier.requires if name in names}
        if is_available
        else None
        for tier, is_available in zip(letter.tiers, available, strict=True)
    ]
    worst = np.array(
        [_worst_tier(pattern, fields, required) for pattern in patterns], dtype=np.int64
    )
    return worst[pattern_of_product] if len(answers) else np.zeros(0, dtype=np.int64)


def _patterns(answers: pd.DataFrame) -> tuple[list[Pattern], np.ndarray]:
    """The different rows of answers, and for each product the position of its own."""
    states = np.full(answers.shape, _FALSE, dtype=np.int64)
    states[answers.eq(True).fillna(False).to_numpy(dtype=bool)] = _TRUE
    states[answers.isna().to_numpy(dtype=bool)] = _UNKNOWN
    if states.shape[1] <= _MOST_PACKED:
        shifts = _BITS * np.arange(states.shape[1])
        packed = (states << shifts).sum(axis=1)
        _, first, which = np.unique(packed, return_index=True, return_inverse=True)
    else:
        _, first, which = np.unique(
            states, axis=0, return_index=True, return_inverse=True
        )
    meaning = {_FALSE: False, _TRUE: True, _UNKNOWN: None}
    rows = states[first].tolist()
    return [tuple(meaning[state] for state in row) for row in rows], which.ravel()


def _by_field(
    names: Sequence[str], letter: Letter
) -> list[tuple[list[int], list[FieldAnswers]]]:
    """Per field the positions of its conditions, and every way in which they can be answered together."""
    positions: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        positions.setdefault(letter.condition(name).field, []).append(position)
    fields = []
    for own_positions in positions.values():
        conditions = [letter.condition(names[position]) for position in own_positions]
        fields.append((own_positions, possible_answers(conditions)))
    return fields


def _worst_tier(
    pattern: Pattern,
    fields: Iterable[tuple[list[int], list[FieldAnswers]]],
    required: Sequence[set[int] | None],
) -> int:
    """The last tier over all ways to fill the unknown answers of a pattern."""
    ways_by_field = []
    for positions, ways in fields:
        known_answers = [pattern[position] for position in positions]
        ways_by_field.append(
            [(positions, way) for way in _least_ways(known_answers, ways)]
        )
    worst = 0
    for filling in every_combination(*ways_by_field):
        held = {
            position
            for positions, way in filling
            for position, is_held in zip(positions, way, strict=True)
            if is_held
        }
        worst = max(worst, _first_tier(held, required))
    return worst


def _least_ways(
    known_answers: Sequence[bool | None], ways: Iterable[FieldAnswers]
) -> list[FieldAnswers]:
    """The ways that agree with what is known, without those that hold more than another: they end no later."""
    agreeing = [way for way in ways if _agrees(known_answers, way)]
    if not agreeing:
        # A person's verdict settled one condition against its cell: the rest is taken at its worst.
        return [tuple(bool(answer) for answer in known_answers)]
    return [
        way
        for way in agreeing
        if not any(_holds_less(other, way) for other in agreeing)
    ]


def _agrees(known_answers: Sequence[bool | None], way: FieldAnswers) -> bool:
    pairs = zip(known_answers, way, strict=True)
    return all(
        known_answer is None or known_answer == answer for known_answer, answer in pairs
    )


def _holds_less(other: FieldAnswers, way: FieldAnswers) -> bool:
    pairs = zip(other, way, strict=True)
    return other != way and all(
        answer or not other_answer for other_answer, answer in pairs
    )


def _first_tier(held: set[int], required: Sequence[set[int] | None]) -> int:
    for tier, positions in enumerate(required):
        if positions is not None and positions <= held:
            return tier
    return len(required)
