"""Which tier a product stands in at worst, whatever its unknown cells turn out to hold.

The conditions of one field are answered together: a product of an unknown quadrant is in one of four.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.screening.answers import TRUE, UNKNOWN
from kbo_screen.screening.conditions import can_fail, possible_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.tier_needs import TierNeeds

#: What is known of the conditions of one field: per condition True, False, or None for unknown.
KnownAnswers = tuple[bool | None, ...]
#: The answers to the conditions of one field, in their order.
FieldAnswers = tuple[bool, ...]


class FieldCases(NamedTuple):
    """The conditions of one field (their positions), and every way in which they can be answered together."""

    positions: list[int]
    ways: tuple[FieldAnswers, ...]


class Fillings(NamedTuple):
    """Products whose unknown answers are filled, some in several ways.

    holds: fillings by conditions. of_product: per filling the position of its product.
    """

    holds: np.ndarray
    of_product: np.ndarray


def worst_tiers(
    answers: Answers,
    letter: Letter,
    needs: Sequence[TierNeeds],
    available: np.ndarray,
) -> np.ndarray:
    """Per product the last tier that it may come to stand in; the number of tiers where it may come to have none.

    needs: per tier. available: as `available_tiers` returns.
    """
    digits = answers.digits.T
    # what is unknown is false, until a field says otherwise
    fillings = Fillings(digits == TRUE, np.arange(len(digits)))
    for field in _by_field(answers.condition_ids, letter):
        fillings = _fill(fillings, field, digits)
    first_tiers = _first_tiers(fillings.holds, needs, available)
    worst = np.zeros(len(digits), dtype=np.int64)
    np.maximum.at(worst, fillings.of_product, first_tiers)
    return worst


def _by_field(condition_ids: Sequence[str], letter: Letter) -> Iterator[FieldCases]:
    """The fields of which an unknown answer may be another than false, at worst.

    Conditions of a group are answered apart: the value of another product may decide them.
    """
    positions_of_field: dict[tuple[str, str], list[int]] = {}
    for position, condition_id in enumerate(condition_ids):
        condition = letter.condition(condition_id)
        alone = condition_id if condition.is_of_group else ""
        positions_of_field.setdefault((condition.field, alone), []).append(position)
    for positions in positions_of_field.values():
        conditions = [letter.condition(condition_ids[each]) for each in positions]
        if len(conditions) == 1 and can_fail(conditions[0]):
            continue
        yield FieldCases(positions, possible_answers(conditions))


def _fill(
    fillings: Fillings,
    field: FieldCases,
    digits: np.ndarray,
) -> Fillings:
    """Fill what is unknown of a field, in every way that may end last. digits: products by conditions."""
    digits_of_field = digits[fillings.of_product[:, np.newaxis], field.positions]
    is_open = (digits_of_field == UNKNOWN).any(axis=1)
    if not is_open.any():
        return fillings
    parts = [_at(fillings, ~is_open)]
    for known_digits in np.unique(digits_of_field[is_open], axis=0):
        is_so = (digits_of_field == known_digits).all(axis=1)
        for way in _least_ways(_known_answers(known_digits), field.ways):
            part = _at(fillings, is_so)
            part.holds[:, field.positions] = way
            parts.append(part)
    holds, of_product = zip(*parts, strict=True)
    return Fillings(np.concatenate(holds), np.concatenate(of_product))


def _at(fillings: Fillings, is_chosen: np.ndarray) -> Fillings:
    return Fillings(fillings.holds[is_chosen], fillings.of_product[is_chosen])


def _known_answers(digits: np.ndarray) -> KnownAnswers:
    return tuple(
        None if digit == UNKNOWN else digit == TRUE for digit in digits.tolist()
    )


def _first_tiers(
    holds: np.ndarray,
    needs: Sequence[TierNeeds],
    available: np.ndarray,
) -> np.ndarray:
    """Per row the first tier all of whose needs are met; the number of tiers for none. holds: rows by conditions."""
    first_tiers = np.full(len(holds), len(needs))
    for position in reversed(range(len(needs))):
        if available[position]:
            is_met = needs[position].count_failed(~holds) == 0
            first_tiers[is_met] = position
    return first_tiers


@cache
def _least_ways(
    known_answers: KnownAnswers, ways: tuple[FieldAnswers, ...]
) -> list[FieldAnswers]:
    """The ways that agree with what is known, without those that hold more than another: they end no later.

    There are few of both, and every screening asks for the same.
    """
    agreeing = [way for way in ways if _agrees(known_answers, way)]
    if not agreeing:
        # A person's verdict settled one condition against its cell: the rest is taken at its worst.
        return [tuple(map(bool, known_answers))]
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
