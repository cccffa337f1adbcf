"""The atomic conditions of a letter, each over all products at once, three-valued.

Knows how to ask one question of one field. Refuses to know tiers, order, and what a number of the letter is.
Unknown is never read as false, and never as clear: every answer is a nullable boolean whose NA stays NA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kbo_screen.letters.choices import SideNotBuiltError
from kbo_screen.letters.model import Between, OneOf, StarBetween
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry


def evaluate_conditions(
    products: pd.DataFrame, letter: Letter, absent: Collection[str]
) -> pd.DataFrame:
    """Ask every condition that some column answers.

    products: one row per product, columns of a registry. absent: fields that no table and no list brings.
    Returns one row per product, one nullable boolean column per condition id in the letter's order; a condition
    that is not evaluated has no column. Each product is asked by itself, also whether it is in another project.
    """
    if letter.choices.duplicate_unit != "product":
        raise SideNotBuiltError("duplicate_unit", letter.choices.duplicate_unit)
    asked = [
        c
        for c in letter.conditions
        if c.no_source not in ("stamp", "tier-unavailable") or c.field not in absent
    ]
    return pd.DataFrame(
        {c.id: evaluate_condition(products, c) for c in asked}, index=products.index
    )


def evaluate_condition(
    products: pd.DataFrame, condition: OneOf | Between | StarBetween
) -> pd.Series[bool]:
    """Ask one condition of every product: True, False or NA (unknown)."""
    match condition:
        case OneOf():
            return is_one_of(products[condition.field], condition.values)
        case Between():
            return is_between(products[condition.field], condition.min, condition.max)
        case StarBetween():
            return has_stars(products, condition.min, condition.max, condition.year_be)


def settle_by_verdicts(masks: pd.DataFrame, registry: Registry, letter: Letter) -> None:
    """Write people's yes and no into the masks, where they hold for what the letter asks."""
    for (product, condition_id), verdict in registry.verdicts.items():
        if condition_id not in masks:
            continue
        holds = verdict_under(letter, condition_id, verdict, registry.answered_under)
        if holds is not None:
            masks.loc[product, condition_id] = holds


def verdict_under(
    letter: Letter, condition_id: str, verdict: bool, asked_under: Letter | None
) -> bool | None:
    """What a yes or no to the condition of one letter says of the same condition of another; None for nothing.

    A yes to 1 to 3 stars is a yes to 1 to 4, and a no to 1 to 3 is a no to 1 to 2; of another round, other values or
    another fiscal year it says nothing.
    """
    if asked_under is None or content_of(letter, condition_id) == content_of(
        asked_under, condition_id
    ):
        return verdict
    asked, now = asked_under.condition(condition_id), letter.condition(condition_id)
    if not (
        isinstance(asked, Between | StarBetween)
        and isinstance(now, Between | StarBetween)
    ):
        return None
    if (
        isinstance(asked, StarBetween)
        and isinstance(now, StarBetween)
        and asked.year_be != now.year_be
    ):
        return None
    wider, narrower = (now, asked) if verdict else (asked, now)
    return verdict if wider.min <= narrower.min and narrower.max <= wider.max else None


def content_of(letter: Letter, condition_id: str) -> str:
    """What a condition asks, in the letter's numbers: its range and round, its values, the fiscal year of projects.

    An answer holds for the question as it was asked: another range, round or fiscal year is another question.
    """
    condition = letter.condition(condition_id)
    match condition:
        case StarBetween():
            return f"{condition.min}-{condition.max}/{condition.year_be}"
        case Between():
            return f"{condition.min}-{condition.max}"
        case OneOf():
            values = "|".join(sorted(condition.values))
            year = (
                f"/{letter.fiscal_year_be}"
                if condition.field == "other_project"
                else ""
            )
            return f"{condition.field}={values}{year}"


def possible_answers(
    conditions: Sequence[OneOf | Between | StarBetween],
) -> list[tuple[bool, ...]]:
    """Every way in which conditions that ask one field can be answered together, by one value of that field.

    >>> from kbo_screen import load_letter
    >>> possible_answers([load_letter().condition("quadrant-d")])
    [(False,), (True,)]
    """
    samples = pd.concat(
        [_sample_values(condition) for condition in conditions], ignore_index=True
    )
    samples = samples.astype(
        {"star_rated": "boolean", "star": "Int16", "star_year_be": "Int16"}
    )
    samples = samples.astype({"registered_year_be": "Int16"})
    answers = pd.DataFrame(
        {c.id: evaluate_condition(samples, c) for c in conditions}
    ).dropna()
    return sorted(set(answers.astype(bool).itertuples(index=False, name=None)))


def _sample_values(condition: OneOf | Between | StarBetween) -> pd.DataFrame:
    """Values of a condition's field, one for each answer that it can bring about: one row per value."""
    columns = [
        "star_rated",
        "star",
        "star_year_be",
        "registered_year_be",
        *CODED_VALUES,
    ]
    match condition:
        case OneOf():
            values = pd.DataFrame({condition.field: CODED_VALUES[condition.field]})
        case Between():
            values = pd.DataFrame(
                {
                    condition.field: [
                        condition.min - 1,
                        condition.min,
                        condition.max,
                        condition.max + 1,
                    ]
                }
            )
        case StarBetween():
            stars = [*range(1, MOST_STARS + 1), 1]
            is_rated = [True] * MOST_STARS + [False]
            values = pd.DataFrame(
                {
                    "star_rated": is_rated,
                    "star": stars,
                    "star_year_be": condition.year_be,
                }
            )
    return values.reindex(columns=columns).astype(object)


def is_one_of(values: pd.Series, wanted: Collection[str]) -> pd.Series[bool]:
    """A coded value is one of the wanted; a value that was not understood is unknown.

    >>> is_one_of(pd.Series(["D", "A", None]), {"D"}).tolist()
    [True, False, <NA>]
    """
    return values.isin(list(wanted)).astype("boolean").mask(values.isna())


def is_between(years: pd.Series, least: int, most: int) -> pd.Series[bool]:
    """A year lies within the window, both ends included.

    >>> is_between(pd.Series([2557, 2556, None], dtype="Int16"), 2557, 2565).tolist()
    [True, False, <NA>]
    """
    return ((years >= least) & (years <= most)).astype("boolean")


def has_stars(
    products: pd.DataFrame, least: int, most: int, year_be: int
) -> pd.Series[bool]:
    """The product was rated, within the range, in the round of that year; not rated is false, not a gap.

    >>> three = pd.DataFrame({"star_rated": [True, False, None], "star": [3, None, None], "star_year_be": 2565})
    >>> three = three.astype({"star_rated": "boolean", "star": "Int16", "star_year_be": "Int16"})
    >>> has_stars(three, 1, 3, 2565).tolist()
    [True, False, <NA>]
    """
    is_of_round = (products["star_year_be"] == year_be).astype("boolean")
    return (
        products["star_rated"] & is_between(products["star"], least, most) & is_of_round
    )
