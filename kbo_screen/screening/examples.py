"""The worked examples of a letter, run through the same conditions and tiers as a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.screening.answers import answers_of
from kbo_screen.screening.conditions import PRODUCT_TYPES, evaluate_conditions
from kbo_screen.screening.project_sides import under_choices
from kbo_screen.screening.screening import CERTAINTIES
from kbo_screen.screening.tiers import NO_TIER, place_products
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Example, Letter
    from kbo_screen.vocabulary.reading import Reading

#: Whether the preference puts a product's group first, in words.
_IN_ORDER: Final = {True: "first", False: "not first", None: None}


def check_examples(letter: Letter, file: str) -> Iterator[Finding]:
    """One finding per example that the letter, as data, does not bear out."""
    for example, expected, outcome in failing_examples(letter):
        yield make_finding(
            "letter.failing-example",
            Place(file),
            id=example.id,
            clause=example.clause,
            expected=expected,
            found=outcome,
        )


class FailingExample(NamedTuple):
    """An example, what it says that the letter makes of its product, and what the letter makes of it."""

    example: Example
    expected: str
    outcome: str


def failing_examples(letter: Letter) -> Iterator[FailingExample]:
    """The examples that the letter, as data, does not bear out."""
    outcomes = zip(run_examples(letter), comes_first(letter), strict=True)
    for example, (standing, is_first) in zip(letter.examples, outcomes, strict=True):
        certainty = example.certainty if example.tier != "none" else None
        expected = _in_words(example.tier, certainty, example.comes_first)
        says_first = example.comes_first is not None
        outcome = _in_words(*standing, is_first if says_first else None)
        if outcome != expected:
            yield FailingExample(example, expected, outcome)


def run_examples(letter: Letter) -> list[tuple[str, str | None]]:
    """Per example, the tier ("none" for none) and the certainty that the letter gives its product."""
    products = _products(letter)
    answers = evaluate_conditions(products, letter, absent=())
    placed = place_products(answers_of(answers), letter, absent=())
    standings = zip(
        placed.tier_ix.tolist(),
        placed.certainty_ix.tolist(),
        strict=True,
    )
    return [_outcome(tier, certainty, letter) for tier, certainty in standings]


def comes_first(letter: Letter) -> list[bool]:
    """Per example, whether the letter's preference puts a group with its product alone first."""
    preference = letter.preference
    if preference is None:
        return [False] * len(letter.examples)
    return [value in preference.first for value in _products(letter)[preference.field]]


def _products(letter: Letter) -> pd.DataFrame:
    """The product of every example, a row each."""
    rows = [_product(example, letter) for example in letter.examples]
    return pd.DataFrame(rows).astype(PRODUCT_TYPES)


def _outcome(
    tier_ix: int,
    certainty_ix: int,
    letter: Letter,
) -> tuple[str, str | None]:
    if tier_ix == NO_TIER:
        return "none", None
    return letter.tiers[tier_ix].id, CERTAINTIES[certainty_ix]


def _product(example: Example, letter: Letter) -> dict[str, object]:
    """The fields of one product, read from the words of an example as from the cells of a registry."""
    readings = _readings(example, letter)
    star = readings["star"]
    product: dict[str, object] = {
        field: reading.value for field, reading in readings.items()
    }
    product["star_rated"] = star.value is not None if star.known else None
    product["star_year_be"] = star.year_be or letter.star_year_be
    return product


def _readings(example: Example, letter: Letter) -> dict[str, Reading]:
    words = example.product
    readings = {
        field: read_field(field, words.get(field))
        for field in (*CODED_VALUES, "star", "registered_year_be")
    }
    project = words.get("other_project")
    if project:
        reading = readings["other_project"]
        readings["other_project"] = under_choices(reading, project, letter.choices)
    return readings


def _in_words(
    tier: str,
    certainty: str | None,
    is_first: bool | None,
) -> str:
    words = (tier, certainty, _IN_ORDER[is_first])
    return " / ".join(filter(None, words))
