"""How the conditions of one field can be answered together, whatever a cell that nobody knows turns out to hold.

Worked out from the letter file alone: the values of a field are tried one by one.
"""

from __future__ import annotations

from itertools import product as every_combination
from typing import TYPE_CHECKING

from kbo_screen.letters.condition_kinds import OneOf
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.condition_kinds import AnyCondition

#: One answer per condition of a field.
Answers = tuple[bool, ...]
#: Of each field with several conditions one way to answer them; None: none agrees with what is known.
Scenario = dict[str, Answers | None]


def conditions_by_field(
    conditions: Sequence[AnyCondition],
) -> dict[str, list[AnyCondition]]:
    """The conditions that ask one field, by the field; one of a group alone, for another product may decide it."""
    return lists_by_key((asked_with(condition), condition) for condition in conditions)


def asked_with(condition: AnyCondition) -> str:
    """The field of a condition, under which others may be asked too; of one of a group with its id."""
    if condition.is_of_group:
        return f"{condition.field}:{condition.id}"
    return condition.field


def answers_together(conditions: Sequence[AnyCondition]) -> list[Answers]:
    """Every way in which the conditions of one field can be answered by one value."""
    answers = set()
    for year_be, value in _values_to_try(conditions):
        held = [_holds(each, year_be, value) for each in conditions]
        if None not in held:
            answers.add(tuple(map(bool, held)))
    return sorted(answers)


def _values_to_try(
    conditions: Sequence[AnyCondition],
) -> Iterator[tuple[int | None, str | int | None]]:
    """Values of a field, each with its round: all codes, all stars of every round, the years about a window's ends."""
    for condition in conditions:
        year_be = condition.star_round_be
        if isinstance(condition, OneOf):
            values: list[str | int | None] = [*CODED_VALUES[condition.field]]
        elif year_be is not None:
            values = [None, *range(1, MOST_STARS + 1)]
        else:
            ends = (condition.min, condition.max)
            values = [condition.min - 1, *ends, condition.max + 1]
        for value in values:
            yield year_be, value


def _holds(
    condition: AnyCondition,
    year_be: int | None,
    value: str | int | None,
) -> bool | None:
    """None: a value of which nobody knows whether the condition holds. A value that is no number: not rated."""
    if isinstance(condition, OneOf):
        return value in condition.values
    is_of_other_round = condition.star_round_be != year_be
    if condition.takes_any_round:
        is_of_other_round = False
    if is_of_other_round or not isinstance(value, int):
        return None if condition.blank == "unknown" else condition.blank == "holds"
    return condition.min <= value <= condition.max


def scenarios(conditions: Sequence[AnyCondition]) -> list[Scenario]:
    """Every way to answer the fields that several conditions ask; one, empty, where there is none such."""
    fields = []
    answers_of_fields: list[list[Answers | None]] = []
    for field, of_field in conditions_by_field(conditions).items():
        if len(of_field) > 1:
            fields.append(field)
            answers_of_fields.append([*answers_together(of_field), None])
    return [
        dict(
            zip(
                fields,
                chosen,
                strict=True,
            )
        )
        for chosen in every_combination(*answers_of_fields)
    ]
