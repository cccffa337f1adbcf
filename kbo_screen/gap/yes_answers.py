"""What follows if the questions to ask are answered with a yes: also where the yes keeps a group out.

A yes to a question about a cell says that its condition holds; a yes to a question about a line of a list makes the
line the group's, whatever it says: that the group is in another project, for one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from kbo_screen.desk.stated_values import write_value
from kbo_screen.gap.place_again import place_again
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.screening.conditions import answer_conditions
from kbo_screen.screening.group_facts import GroupFacts
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.gap.whom_to_ask import AsksByDistrict
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening


@dataclass(frozen=True, eq=False)
class YesResult:
    """Where districts and groups would stand: `statuses` per district, `sure_units` per group."""

    statuses: np.ndarray
    sure_units: np.ndarray


def helpful_answer(question: Question, letter: Letter) -> Literal["yes", "no"]:
    """The answer that brings the product nearer: a no where the line would keep it out, or leaves it unknown."""
    if question.doubt is None:
        return "yes"
    is_good = _is_good_value(question.condition, question.doubt.value, letter)
    return "yes" if is_good else "no"


def _is_good_value(
    condition_id: str,
    value: object,
    letter: Letter,
) -> bool:
    """A value of a list that the preference puts first, or that fulfils the condition."""
    if condition_id == PREFERENCE:
        return letter.preference is not None and value in letter.preference.first
    return letter.condition(condition_id).takes(value)


def results_of_yes(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    asks: AsksByDistrict,
) -> list[YesResult]:
    """What follows if in every district its first group to ask, its first two, and so on, are answered with yes.

    asks: per district, as `whom_to_ask` returns. The same as runs in which the answers are given.
    """
    longest = max(map(len, asks.values()), default=0)
    results = []
    for count in range(1, longest + 1):
        questions = _questions_of_first(count, asks)
        answered = registry_if_yes(registry, questions, letter)
        results.append(_result(answered, screening, letter))
    return results


def _questions_of_first(
    count: int,
    asks: AsksByDistrict,
) -> list[Question]:
    """The questions of so many groups of every district."""
    questions: list[Question] = []
    for asks_of_district in asks.values():
        for ask in asks_of_district[:count]:
            questions += ask.questions
    return questions


def registry_if_yes(
    registry: Registry,
    questions: Iterable[Question],
    letter: Letter,
) -> Registry:
    """The registry as it would be if these questions were answered with yes.

    Lines that say different things of one value leave it unknown, as they do where both are answered so.
    """
    verdicts = dict(registry.verdicts)
    doubtful = []
    for question in questions:
        if question.doubt is None:
            verdicts[question.product, question.condition] = True
        else:
            doubtful.append(question)
    products = registry.products.copy()
    for (product, field), values in _values_of_lines(registry, doubtful).items():
        value = values.pop() if len(values) == 1 else None
        write_value(products, product, field, value, letter.star_year_be)
    return replace(
        registry,
        products=products,
        verdicts=verdicts,
    )


def _values_of_lines(
    registry: Registry,
    questions: list[Question],
) -> dict[tuple[int, str], set[object]]:
    """By product and field, what the lines say that these questions are about."""
    values_of_cell: dict[tuple[int, str], set[object]] = {}
    for question in questions:
        for product in _products_of_line(registry, question):
            values = values_of_cell.setdefault((product, question.field), set())
            if question.doubt:
                values.add(question.doubt.value)
    return values_of_cell


def _products_of_line(registry: Registry, question: Question) -> list[int]:
    """The products that the line of a question is perhaps about: all of the group where it speaks of the group."""
    doubt = question.doubt
    if doubt is None or not doubt.of_group:
        return [question.product]
    lines = registry.perhaps
    is_line = lines["field"] == question.field
    is_line &= lines["name"].astype(str) == doubt.name
    products = lines.loc[is_line, "product"]
    names = registry.products[["district_ix", "group_name"]]
    is_of_group = (names == names.loc[question.product]).all(axis=1)
    return [int(product) for product in products if is_of_group[product]]


def _result(
    registry: Registry,
    screening: Screening,
    letter: Letter,
) -> YesResult:
    """Every district and group, as `screen` would have them."""
    facts = GroupFacts(registry, screening.products["group"])
    answers = answer_conditions(facts, letter)
    groups = place_again(facts, answers, letter)
    statuses = np.array(STATUSES, dtype=object)[groups.districts.status_ix]
    return YesResult(statuses, groups.sure_units)
