"""The worked examples of a letter, run through the same conditions and tiers as a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.screening.conditions import PRODUCT_TYPES, evaluate_conditions
from kbo_screen.screening.project_sides import under_choices
from kbo_screen.screening.screening import CERTAINTIES
from kbo_screen.screening.tiers import NO_TIER, place_products
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Example, Letter


def check_examples(letter: Letter, file: str) -> Iterator[Finding]:
    """One finding per example that the letter, as data, does not bear out."""
    for example, outcome in zip(letter.examples, run_examples(letter), strict=True):
        expected = (example.tier, example.certainty if example.tier != "none" else None)
        if outcome != expected:
            yield make_finding(
                "letter.failing-example",
                Place(file),
                id=example.id,
                clause=example.clause,
                expected=_in_words(expected),
                found=_in_words(outcome),
            )


def run_examples(letter: Letter) -> list[tuple[str, str | None]]:
    """Per example, the tier ("none" for none) and the certainty that the letter gives its product."""
    products = pd.DataFrame(
        [_product(example, letter) for example in letter.examples]
    ).astype(PRODUCT_TYPES)
    answers = evaluate_conditions(products, letter, absent=())
    placed = place_products(answers, letter, [True] * len(letter.tiers))
    outcomes: list[tuple[str, str | None]] = []
    for tier, certainty in zip(
        placed["tier_ix"],
        placed["certainty_ix"],
        strict=True,
    ):
        if tier == NO_TIER:
            outcomes.append(("none", None))
        else:
            outcomes.append((letter.tiers[tier].id, CERTAINTIES[certainty]))
    return outcomes


def _product(example: Example, letter: Letter) -> dict[str, object]:
    """The fields of one product, read from the words of an example as from the cells of a registry."""
    read = {
        name: read_field(name, example.product.get(name))
        for name in (*CODED_VALUES, "star", "registered_year_be")
    }
    if words := example.product.get("other_project"):
        read["other_project"] = under_choices(
            read["other_project"], words, letter.choices
        )
    product: dict[str, object] = {name: reading.value for name, reading in read.items()}
    product["star_rated"] = product["star"] is not None if read["star"].known else None
    product["star_year_be"] = read["star"].year_be or letter.star_year_be
    return product


def _in_words(outcome: tuple[str, str | None]) -> str:
    return " / ".join(part for part in outcome if part)
