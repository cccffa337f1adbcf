"""The conditions of a letter, each asked of all products at once, in three values.

Unknown is never read as false, and never as clear: every answer is a nullable boolean whose NA stays NA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

import pandas as pd

from kbo_screen.letters.condition_kinds import Between, OneOf, StarBetween
from kbo_screen.screening.best_rows import with_group_standard
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry

#: How the fields that conditions ask are held in a table of products; a coded field is held as objects.
PRODUCT_TYPES: Final[dict[str, Any]] = {
    "star_rated": "boolean",
    "star": "Int16",
    "star_year_be": "Int16",
    "registered_year_be": "Int16",
    **dict.fromkeys(CODED_VALUES, "object"),
}


def answer_conditions(
    products: pd.DataFrame,
    registry: Registry,
    letter: Letter,
) -> pd.DataFrame:
    """Every condition of every product, a person's yes or no before what the cells say.

    products: those of the registry, with the column `group`: the standard asked about is the group's. Returns as
    `evaluate_conditions`.
    """
    by_group = with_group_standard(products)
    answers = evaluate_conditions(by_group, letter, registry.absent_fields)
    settle_by_verdicts(answers, registry, letter)
    return answers


def evaluate_conditions(
    products: pd.DataFrame,
    letter: Letter,
    absent: Collection[str],
) -> pd.DataFrame:
    """Ask every condition that some column answers.

    products: one row per product, columns of a registry. absent: fields that no table and no list brings.
    Returns one row per product, one nullable boolean column per condition id in the letter's order; a condition
    that is not evaluated has no column. Each product is asked by itself, also whether it is in another project.
    """
    letter.choices.require("duplicate_unit", "product")
    answers = {}
    for condition in letter.conditions:
        if not is_without_source(condition, absent):
            answers[condition.id] = evaluate_condition(products, condition)
    return pd.DataFrame(answers, index=products.index)


def is_without_source(condition: AnyCondition, absent: Collection[str]) -> bool:
    """Nothing brings the field, and the letter goes on without the condition. absent: as `evaluate_conditions`."""
    return condition.effect_of_absence is not None and condition.field in absent


def evaluate_condition(
    products: pd.DataFrame, condition: AnyCondition
) -> pd.Series[bool]:
    """Ask one condition of every product: True, False or NA (unknown)."""
    match condition:
        case OneOf():
            return is_one_of(products[condition.field], condition.values)
        case Between():
            return is_between(products[condition.field], condition.min, condition.max)
        case StarBetween():
            return has_stars(products, condition.min, condition.max, condition.year_be)
        case _:
            assert_never(condition)


def is_one_of(values: pd.Series, codes: Collection[str]) -> pd.Series[bool]:
    """A coded value is one of the codes; a value that was not understood is unknown.

    >>> is_one_of(pd.Series(["D", "A", None]), {"D"}).tolist()
    [True, False, <NA>]
    """
    return values.isin(list(codes)).astype("boolean").mask(values.isna())


def is_between(
    years: pd.Series,
    least: int,
    most: int,
) -> pd.Series[bool]:
    """A year lies within the window, both ends included.

    >>> is_between(pd.Series([2557, 2556, None], dtype="Int16"), 2557, 2565).tolist()
    [True, False, <NA>]
    """
    return ((years >= least) & (years <= most)).astype("boolean")


def has_stars(
    products: pd.DataFrame,
    least: int,
    most: int,
    year_be: int,
) -> pd.Series[bool]:
    """The product was rated, within the range, in the round of that year; not rated is false, not a gap.

    >>> three = pd.DataFrame({"star_rated": [True, False, None], "star": [3, None, None], "star_year_be": 2565})
    >>> three = three.astype({"star_rated": "boolean", "star": "Int16", "star_year_be": "Int16"})
    >>> has_stars(three, 1, 3, 2565).tolist()
    [True, False, <NA>]
    """
    is_rated = products["star_rated"]
    is_of_round = (products["star_year_be"] == year_be).astype("boolean")
    return is_rated & is_between(products["star"], least, most) & is_of_round


def values_asked(products: pd.DataFrame, condition: AnyCondition) -> pd.Series:
    """The values of its field that a condition looks at: of stars those of its round, NA for any other."""
    values = products[condition.field]
    if condition.star_round_be is None:
        return values
    is_of_round = products["star_year_be"].eq(condition.star_round_be)
    return values.where(is_of_round.fillna(value=False))


def settle_by_verdicts(
    masks: pd.DataFrame,
    registry: Registry,
    letter: Letter,
) -> None:
    """Write people's yes and no into the masks, where they hold for what the letter asks."""
    for (product, condition_id), verdict in registry.verdicts.items():
        if condition_id not in masks:
            continue
        answer = verdict_under(letter, condition_id, verdict, registry.answered_under)
        if answer is not None:
            masks.loc[product, condition_id] = answer


def verdict_under(
    letter: Letter,
    condition_id: str,
    verdict: bool,
    asked_under: Letter | None,
) -> bool | None:
    """What a yes or no to the condition of one letter says of the same condition of another; None for nothing.

    A yes to 1 to 3 stars is a yes to 1 to 4, and a no to 1 to 3 is a no to 1 to 2; of another round, other values or
    another fiscal year it says nothing.
    """
    if asked_under is None:
        return verdict
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


def possible_answers(conditions: Sequence[AnyCondition]) -> list[tuple[bool, ...]]:
    """Every way in which conditions that ask one field can be answered together, by one value of that field.

    >>> from kbo_screen import load_letter
    >>> possible_answers([load_letter().condition("quadrant-d")])
    [(False,), (True,)]
    """
    samples = pd.concat(map(_sample_products, conditions), ignore_index=True)
    answers = {
        condition.id: evaluate_condition(samples, condition) for condition in conditions
    }
    sure_answers = pd.DataFrame(answers).dropna().astype(bool)
    return sorted(
        set(
            sure_answers.itertuples(
                index=False,
                name=None,
            )
        )
    )


def _sample_products(condition: AnyCondition) -> pd.DataFrame:
    """A product for each value of a condition's field that can bring about another answer; columns: that field's."""
    columns = _sample_columns(condition)
    types = {name: PRODUCT_TYPES[name] for name in columns}
    return pd.DataFrame(columns, dtype=object).astype(types)


def _sample_columns(condition: AnyCondition) -> dict[str, Sequence[object]]:
    match condition:
        case OneOf():
            return {condition.field: CODED_VALUES[condition.field]}
        case Between():
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
