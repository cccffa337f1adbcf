"""The conditions of a letter, each asked of all products at once, in three values.

Unknown is never read as false, and never as clear: every answer is a nullable boolean whose NA stays NA.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, assert_never

import pandas as pd

from kbo_screen.letters.condition_kinds import OneOf, StarBetween, YearBetween
from kbo_screen.screening.answers import answers_of, digits_of
from kbo_screen.screening.group_answers import joined_answers
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np

    from kbo_screen.letters.condition_kinds import AnyCondition, Range
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.answers import Answers, Mask
    from kbo_screen.screening.group_facts import GroupFacts

#: How the fields that conditions ask are held in a table of products; a coded field is held as objects.
PRODUCT_TYPES: Final[dict[str, Any]] = {
    "star_rated": "boolean",
    "star": "Int16",
    "star_year_be": "Int16",
    "registered_year_be": "Int16",
    **dict.fromkeys(CODED_VALUES, "object"),
}


def answer_conditions(facts: GroupFacts, letter: Letter) -> Answers:
    """Every condition of every product, a person's yes or no before what the cells say.

    The standard asked about is the group's.
    """
    products = facts.products_with_group_standard
    absent = facts.registry.absent_fields
    answers = evaluate_conditions(products, letter, absent)
    return answers_of(_settled(answers, facts, letter))


def answer_condition(
    facts: GroupFacts,
    condition: AnyCondition,
    letter: Letter,
) -> np.ndarray:
    """The digits of one condition of the letter, as `answer_conditions` finds them."""
    products = facts.products_with_group_standard
    answers = evaluate_condition(products, condition).to_frame(condition.id)
    return digits_of(_settled(answers, facts, letter)[condition.id])


def evaluate_conditions(
    products: pd.DataFrame,
    letter: Letter,
    absent: Collection[str],
) -> pd.DataFrame:
    """Ask every condition that some column answers.

    products: one row per product, columns of a registry. absent: fields that no table and no list brings.
    Returns one row per product, one nullable boolean column per condition id in the letter's order; a condition
    that is not evaluated has no column. Each product is asked by itself, and its cells alone: `_settled` goes on.
    """
    letter.choices.require("duplicate_unit", "product")
    letter.choices.require("higher_star_sibling", "qualifies")
    letter.choices.require("fallback_with_more_stars", "may-enter")
    answers = {}
    for condition in letter.conditions:
        if not is_without_source(condition, absent):
            answers[condition.id] = evaluate_condition(products, condition)
    return pd.DataFrame(answers, index=products.index)


def _settled(
    answers: pd.DataFrame,
    facts: GroupFacts,
    letter: Letter,
) -> pd.DataFrame:
    """The answers with people's yes and no in them, and those of conditions of a group joined over its products.

    A person's word on a group comes last.
    """
    registry = facts.registry
    products = facts.products_with_group_standard
    _settle_by_verdicts(answers, registry, letter)
    of_groups = {
        condition.id: joined_answers(answers[condition.id], condition, products)
        for condition in letter.conditions
        if condition.is_of_group and condition.id in answers
    }
    if not of_groups:
        return answers
    answers = answers.assign(**of_groups)
    _settle_groups_by_verdicts(answers, products["group"], registry, letter)
    return answers


def _settle_groups_by_verdicts(
    answers: pd.DataFrame,
    groups: pd.Series[int],
    registry: Registry,
    letter: Letter,
) -> None:
    """A yes or no to a condition of a group holds for all of its products."""
    asked_under = registry.answered_under or letter
    for (product, condition_id), verdict in registry.verdicts.items():
        if (
            condition_id not in answers
            or not letter.condition(condition_id).is_of_group
        ):
            continue
        if letter.condition(condition_id).of != asked_under.condition(condition_id).of:
            continue
        answer = _verdict_under(letter, condition_id, verdict, asked_under)
        if answer is not None:
            answers.loc[groups == groups.loc[product], condition_id] = answer


def is_without_source(condition: AnyCondition, absent: Collection[str]) -> bool:
    """Nothing brings the field, and the letter goes on without the condition. absent: as `evaluate_conditions`."""
    return condition.effect_of_absence is not None and condition.field in absent


def evaluate_condition(products: pd.DataFrame, condition: AnyCondition) -> Mask:
    """Ask one condition of every product: True, False or NA (unknown)."""
    match condition:
        case OneOf():
            answers = is_one_of(products[condition.field], condition.values)
            return _with_blanks(answers, condition, answers.isna())
        case YearBetween():
            answers = is_between(products[condition.field], condition)
            return _with_blanks(answers, condition, answers.isna())
        case StarBetween():
            answers = has_stars(products, condition)
            return _with_blanks(answers, condition, _is_unrated(products, condition))
        case _:
            assert_never(condition)


def _is_unrated(products: pd.DataFrame, condition: StarBetween) -> Mask:
    """The product has no stars of the round that is asked for: a fact, no gap."""
    is_unrated = ~products["star_rated"]
    if not condition.takes_any_round:
        is_unrated |= products["star_year_be"].ne(condition.year_be)
    return is_unrated.fillna(value=False)


def _with_blanks(
    answers: Mask,
    condition: AnyCondition,
    is_blank: Mask,
) -> Mask:
    """The answers with what the letter says of a product without a value, where it says something."""
    if condition.blank is None:
        return answers
    if condition.blank == "unknown":
        return answers.mask(is_blank)
    return answers.mask(is_blank, condition.blank == "holds")


def is_one_of(values: pd.Series, codes: Collection[str]) -> Mask:
    """A coded value is one of the codes; a value that was not understood is unknown.

    >>> is_one_of(pd.Series(["D", "A", None]), {"D"}).tolist()
    [True, False, <NA>]
    """
    return values.isin(list(codes)).astype("boolean").mask(values.isna())


def is_between(numbers: pd.Series, condition: Range) -> Mask:
    """A whole number lies within the range, both ends included.

    >>> from kbo_screen import load_letter
    >>> condition = load_letter().condition("registered-in-window")
    >>> is_between(pd.Series([2557, 2556, None], dtype="Int16"), condition).tolist()
    [True, False, <NA>]
    """
    is_within = (numbers >= condition.min) & (numbers <= condition.max)
    return is_within.astype("boolean")


def has_stars(products: pd.DataFrame, condition: StarBetween) -> Mask:
    """The product was rated, within the range, in the round asked for; not rated is false, not a gap.

    >>> from kbo_screen import load_letter
    >>> condition = load_letter().condition("star-in-range")
    >>> three = pd.DataFrame({"star_rated": [True, False, None], "star": [3, None, None], "star_year_be": 2565})
    >>> three = three.astype({"star_rated": "boolean", "star": "Int16", "star_year_be": "Int16"})
    >>> has_stars(three, condition).tolist()
    [True, False, <NA>]
    """
    is_in_range = products["star_rated"] & is_between(products["star"], condition)
    if condition.takes_any_round:
        return is_in_range
    return is_in_range & products["star_year_be"].eq(condition.year_be)


def values_asked(products: pd.DataFrame, condition: AnyCondition) -> pd.Series:
    """The values of its field that a condition looks at: of stars those of its round, NA for any other."""
    values = products[condition.field]
    if condition.star_round_be is None or condition.takes_any_round:
        return values
    is_of_round = products["star_year_be"].eq(condition.star_round_be)
    return values.where(is_of_round.fillna(value=False))


def _settle_by_verdicts(
    masks: pd.DataFrame,
    registry: Registry,
    letter: Letter,
) -> None:
    """Write people's yes and no into the masks, where they hold for what the letter asks."""
    asked_under = registry.answered_under or letter
    for (product, condition_id), verdict in registry.verdicts.items():
        if condition_id not in masks or asked_under.condition(condition_id).is_of_group:
            continue
        answer = _verdict_under(letter, condition_id, verdict, asked_under)
        if answer is not None:
            masks.loc[product, condition_id] = answer


def _verdict_under(
    letter: Letter,
    condition_id: str,
    verdict: bool,
    asked_under: Letter,
) -> bool | None:
    """What a yes or no to the condition of one letter says of the same condition of another; None for nothing.

    A yes to 1 to 3 stars is a yes to 1 to 4, and a no to 1 to 3 is a no to 1 to 2; of another round, other values or
    another fiscal year it says nothing.
    """
    if content_of(letter, condition_id) == content_of(asked_under, condition_id):
        return verdict
    now = letter.condition(condition_id)
    then = asked_under.condition(condition_id)
    wider, narrower = (now, then) if verdict else (then, now)
    return verdict if wider.covers(narrower) else None


def content_of(letter: Letter, condition_id: str) -> str:
    """What a condition asks, in the letter's numbers: its range and round, its values, the fiscal year of projects.

    An answer holds for the question as it was asked: another range, round or fiscal year is another question.
    """
    return letter.condition(condition_id).content(letter.fiscal_year_be)


def possible_answers(
    conditions: Sequence[AnyCondition],
) -> tuple[tuple[bool, ...], ...]:
    """Every way in which conditions that ask one field can be answered together, by one value of that field.

    >>> from kbo_screen import load_letter
    >>> possible_answers([load_letter().condition("quadrant-d")])
    ((False,), (True,))
    """
    return _ways_of(tuple(conditions))


@cache
def _ways_of(conditions: tuple[AnyCondition, ...]) -> tuple[tuple[bool, ...], ...]:
    """As `possible_answers`: a letter asks the same of every run, and its readings mostly the same too."""
    samples = pd.concat(map(_sample_products, conditions), ignore_index=True)
    answers = {
        condition.id: evaluate_condition(samples, condition) for condition in conditions
    }
    sure_answers = pd.DataFrame(answers).dropna().astype(bool)
    ways = set(sure_answers.itertuples(index=False, name=None))
    return tuple(sorted(ways))


def can_fail(condition: AnyCondition) -> bool:
    """Some value of its field, if it is known, does not meet the condition.

    >>> from kbo_screen import load_letter
    >>> can_fail(load_letter().condition("quadrant-d"))
    True
    """
    values = _sample_columns(condition)[condition.field]
    return not all(map(condition.takes, values))


def _sample_products(condition: AnyCondition) -> pd.DataFrame:
    """A product for each value of a condition's field that can bring about another answer; columns: that field's."""
    columns = _sample_columns(condition)
    types = {name: PRODUCT_TYPES[name] for name in columns}
    return pd.DataFrame(columns, dtype=object).astype(types)


def _sample_columns(condition: AnyCondition) -> dict[str, Sequence[object]]:
    match condition:
        case OneOf():
            return {condition.field: CODED_VALUES[condition.field]}
        case YearBetween():
            return {condition.field: _values_around(condition)}
        case StarBetween():
            return _every_star(condition.year_be)
        case _:
            assert_never(condition)


def _every_star(year_be: int) -> dict[str, Sequence[object]]:
    """Products of a round: one for every number of stars, and one that was not rated."""
    return {
        "star_rated": [True] * MOST_STARS + [False],
        "star": [*range(1, MOST_STARS + 1), 1],
        "star_year_be": [year_be] * (MOST_STARS + 1),
    }


def _values_around(condition: AnyCondition) -> list[int]:
    """The last value inside every end of a range, and the first beyond."""
    values = []
    for end in condition.ends:
        values += [end.last, end.beyond]
    return values
