"""What follows if the questions to ask are answered with a yes: also where the yes keeps a group out.

A yes to a question about a cell says that its condition holds; a yes to a question about a line of a list makes the
line the group's, whatever it says: that the group is in another project, for one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from kbo_screen.desk.apply_lists import write_value
from kbo_screen.letters.model import OneOf
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.screening.conditions import evaluate_conditions, settle_by_verdicts
from kbo_screen.screening.group_tiers import GroupIndex, place_groups
from kbo_screen.screening.tiers import (
    CERTAIN,
    against_quota,
    available_tiers,
    place_products,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kbo_screen.gap.gaps import Ask
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening


@dataclass(frozen=True, eq=False)
class YesOutcome:
    """Where districts and groups would stand: `statuses` per district, `is_certain` per group (certain and listed)."""

    statuses: np.ndarray
    is_certain: np.ndarray


def helpful_answer(question: Question, letter: Letter) -> Literal["yes", "no"]:
    """The answer that brings the product nearer: a no where the line would keep it out, or leaves it unknown."""
    if question.doubt is None:
        return "yes"
    value = question.doubt.value
    if question.condition == PREFERENCE:
        return "yes" if letter.preference and value in letter.preference.first else "no"
    condition = letter.condition(question.condition)
    if isinstance(condition, OneOf):
        return "yes" if value in set(condition.values) else "no"
    return (
        "yes"
        if isinstance(value, int) and condition.min <= value <= condition.max
        else "no"
    )


def outcomes_of_yes(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    asks: Mapping[int, Sequence[Ask]],
) -> list[YesOutcome]:
    """What follows if in every district its first group to ask, its first two, and so on, are answered with yes.

    asks: per district, as `whom_to_ask` returns. The same as runs in which the answers are given.
    """
    longest = max(map(len, asks.values()), default=0)
    outcomes = []
    for count in range(1, longest + 1):
        questions = [
            q
            for of_district in asks.values()
            for ask in of_district[:count]
            for q in ask.questions
        ]
        outcomes.append(
            _outcome(registry_if_yes(registry, questions, letter), screening, letter)
        )
    return outcomes


def registry_if_yes(
    registry: Registry, questions: Iterable[Question], letter: Letter
) -> Registry:
    """The registry as it would be if these questions were answered with yes.

    Lines that say different things of one value leave it unknown, as they do where both are answered so.
    """
    products = registry.products.copy()
    verdicts = dict(registry.verdicts)
    values: dict[tuple[int, str], set[object]] = {}
    for question in questions:
        if question.doubt is None:
            verdicts[question.product, question.condition] = True
            continue
        for product in _products_of(registry, question):
            values.setdefault((product, question.field), set()).add(
                question.doubt.value
            )
    for (product, field), said in values.items():
        write_value(
            products,
            product,
            field,
            said.pop() if len(said) == 1 else None,
            letter.star_year_be,
        )
    return replace(registry, products=products, verdicts=verdicts)


def _products_of(registry: Registry, question: Question) -> list[int]:
    """The products that the line of a question is perhaps about: all of the group where it speaks of the group."""
    doubt = question.doubt
    if doubt is None or not doubt.of_group:
        return [question.product]
    lines = registry.perhaps
    names = registry.products[["district_ix", "group_name"]]
    of_group = (names == names.loc[question.product]).all(axis=1)
    is_line = (lines["field"] == question.field) & (
        lines["name"].astype(str) == doubt.name
    )
    return [
        int(product) for product in lines.loc[is_line, "product"] if of_group[product]
    ]


def _outcome(registry: Registry, screening: Screening, letter: Letter) -> YesOutcome:
    """Every district and group, as `screen` would have them."""
    masks = evaluate_conditions(registry.products, letter, registry.absent_fields)
    settle_by_verdicts(masks, registry, letter)
    available = available_tiers(letter, registry.absent_fields)
    index = GroupIndex(
        screening.products["group"].to_numpy(),
        registry.products["district_ix"].to_numpy(dtype=np.int64),
        len(registry.scope.districts),
    )
    groups = place_groups(
        index, place_products(masks, letter, available), letter, available
    )
    certain, possible = groups.counts(index)
    statuses = against_quota(certain, possible, letter.quota.groups_per_district)[
        "status"
    ]
    return YesOutcome(statuses, groups.is_listed & (groups.certainty_ix == CERTAIN))
