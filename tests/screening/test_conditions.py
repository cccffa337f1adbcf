"""The conditions of the letter, one by one, as its clauses read.

- 1(1): the producer is a community producer group; a sole owner and an SME are not; not said is unknown.
- 1(2) first part: one to three stars in the round of 2565; not rated is a fact; another round does not count.
- 1(2) first part: in no other project; a blank cell says none, a doubtful one is unknown.
- 1(2) second part: Quadrant D, registered 2557 to 2565 both included, with potential.
- Unknown stays unknown, and a condition that no column answers is not asked.
"""

from __future__ import annotations

import pandas as pd
import pytest

from kbo_screen.letters.loading import load_letter
from kbo_screen.screening.conditions import evaluate_condition, evaluate_conditions

LETTER = load_letter()
TRUTH = {"yes": True, "no": False, "?": None}


def answers_to(condition_id: str, products: pd.DataFrame) -> list[bool | None]:
    answers = evaluate_condition(products, LETTER.condition(condition_id))
    return [None if pd.isna(answer) else bool(answer) for answer in answers]


def coded(field: str, *values: str | None) -> pd.DataFrame:
    return pd.DataFrame({field: pd.Series(values, dtype="category")})


def stars(table: str) -> tuple[pd.DataFrame, list[bool | None]]:
    """Read `rated star round -> answer` lines, "-" for what is unknown."""
    rows = [line.split() for line in table.strip().splitlines()]
    number = [[None if cell == "-" else int(cell) for cell in row[1:3]] for row in rows]
    products = pd.DataFrame(
        {
            "star_rated": pd.array([TRUTH[row[0]] for row in rows], dtype="boolean"),
            "star": pd.array([star for star, _ in number], dtype="Int16"),
            "star_year_be": pd.array([year for _, year in number], dtype="Int16"),
        }
    )
    return products, [TRUTH[row[4]] for row in rows]


def test_clause_1_1_takes_community_groups_only() -> None:
    products = coded("producer_type", "community_group", "single_owner", "sme", None)
    assert answers_to("community-group", products) == [True, False, False, None]


def test_clause_1_2_takes_one_to_three_stars_of_the_round() -> None:
    products, expected = stars("""
        yes  1  2565  =>  yes
        yes  3  2565  =>  yes
        yes  4  2565  =>  no
        yes  3  2562  =>  no
        no   -  2565  =>  no
        ?    -  2565  =>  ?
        yes  3  -     =>  ?
        yes  5  -     =>  no
        ?    -  2562  =>  no
    """)
    assert expected == answers_to("star-in-range", products)


def test_clause_1_2_refuses_products_of_other_projects() -> None:
    assert answers_to(
        "no-other-project", coded("other_project", "clear", "in_project", None)
    ) == [True, False, None]


def test_clause_1_2_second_part_takes_quadrant_d() -> None:
    assert answers_to("quadrant-d", coded("quadrant", "D", "A", None)) == [
        True,
        False,
        None,
    ]


def test_clause_1_2_second_part_counts_both_ends_of_the_window() -> None:
    products = pd.DataFrame(
        {"registered_year_be": pd.array([2556, 2557, 2565, 2566, None], dtype="Int16")}
    )
    assert answers_to("registered-in-window", products) == [
        False,
        True,
        True,
        False,
        None,
    ]


def test_potential_is_the_word_of_an_officer() -> None:
    assert answers_to("potential", coded("potential", "yes", "no", None)) == [
        True,
        False,
        None,
    ]
    assert LETTER.condition("potential").kind == "judgement"


@pytest.mark.parametrize(
    ("absent", "not_asked"),
    [
        ({"other_project"}, {"no-other-project"}),
        ({"registered_year_be"}, {"registered-in-window"}),
        ({"quadrant"}, {"quadrant-d"}),
        ({"potential"}, set()),
    ],
)
def test_a_condition_without_any_source_is_not_asked(
    absent: set[str], not_asked: set[str]
) -> None:
    """Potential is asked all the same: its word is the district's to give."""
    products = coded("producer_type", "community_group").join(
        coded("other_project", None)
    )
    products = products.join(coded("quadrant", None)).join(coded("potential", None))
    products = products.assign(star_rated=pd.array([None], dtype="boolean"))
    products = products.assign(
        **{name: pd.array([None], dtype="Int16") for name in ("star", "star_year_be")}
    )
    products = products.assign(registered_year_be=pd.array([None], dtype="Int16"))
    asked = set(evaluate_conditions(products, LETTER, absent).columns)
    assert {condition.id for condition in LETTER.conditions} - not_asked == asked
