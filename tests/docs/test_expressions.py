"""No regular expression of the package takes more than linear time, whatever text it is given.

1. Every expression that a module holds, or writes where it uses it, is given texts made of its own pattern: what leads
   up to a repeat and what the repeat takes, again and again, then something that it does not take.
2. Four times the text takes about four times the time: the growth is looked at, not the time.
3. What makes the texts finds the slow ones among expressions that are known to be slow.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.tools.expressions import Expression, all_expressions
from tests.tools.worst_texts import MOST_GROWTH, worst_growth

#: Shapes of text for an expression in the ordinary run; the long run takes all.
FEW_SHAPES: Final = 12
SLOW: Final = (
    r"\s+$",
    r"<row r=\"\d+\"[^>]*hidden",
    r"<si>.*?</si>",
    r"\s*(?:ม\.|หมู่)\s*\d+",
    r"([่-๋]+)([ัิ]+)",
    r"[ก-๎]+(?=65)",
    r"^\d*\d*x",
)
LINEAR: Final = (
    r"(?<!\s)\s++$",
    r"<row r=\"\d+\"[^<>]*hidden",
    r"^\s*x",
    r"[a-z]{1,30}9",
)


def _too_slow(expressions: tuple[Expression, ...], most_shapes: int) -> list[str]:
    slow = []
    for expression in expressions:
        growth, text = worst_growth(
            expression.pattern, search=expression.search, most_shapes=most_shapes
        )
        if growth > MOST_GROWTH:
            slow.append(f"{expression.place}: {growth:.0f} times on {text}")
    return slow


def test_no_expression_takes_more_than_linear_time() -> None:
    assert _too_slow(all_expressions(), FEW_SHAPES) == []


@pytest.mark.slow
def test_no_expression_takes_more_than_linear_time_on_any_of_its_texts() -> None:
    assert _too_slow(all_expressions(), 10_000) == []


def test_expressions_are_found_where_they_stand() -> None:
    rooms = {expression.place.split(".")[1] for expression in all_expressions()}
    assert {
        "grid",
        "vocabulary",
        "findings",
        "sources",
        "desk",
        "formats",
        "cli",
    } <= rooms
    assert len(all_expressions()) > 200


@pytest.mark.parametrize("pattern", SLOW)
def test_a_slow_expression_is_found(pattern: str) -> None:
    growth, _ = worst_growth(re.compile(pattern))
    assert growth > MOST_GROWTH


@pytest.mark.parametrize("pattern", LINEAR)
def test_a_linear_expression_is_not_blamed(pattern: str) -> None:
    growth, _ = worst_growth(re.compile(pattern))
    assert growth <= MOST_GROWTH
