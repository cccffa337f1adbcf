"""What years and dates can be, and how one that cannot is mended.

1. Inside the bounds a value is what it says; outside it is mended where one mending is possible, else unknown.
2. Excel's century of years of two digits, and 543 added or taken once too often, are the only mendings.
3. Each subject has its bounds, and each bound its reason.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files

import pytest

from kbo_screen import load_letter
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.vocabulary.year_bounds import DateBounds, bounded_date, bounded_year

LETTER = load_letter()
TODAY = dt.date(2023, 2, 1)
YEARS = DateBounds(dt.date(2001, 1, 1), TODAY)
DAYS = DateBounds(dt.date(2022, 12, 23), TODAY)


@pytest.mark.parametrize(
    ("value", "year_be", "is_mended"),
    [
        (2562, 2562, False),
        ("62", 2562, False),
        (dt.date(2019, 9, 30), 2562, False),
        (2001, 2544, False),
        (2566, 2566, False),
        (dt.datetime(1958, 1, 9), 2558, True),
        (dt.date(1944, 5, 1), 2544, True),
        (22919, 2562, True),
        ("1/9/3105", 2562, True),
        (3108, 2565, True),
        ("1479", 2565, True),
        (dt.date(3102, 1, 1), 2559, True),
        (dt.date(1943, 5, 1), None, False),
        (dt.date(1967, 5, 1), None, False),
        (1962, None, False),
        ("30/09/1962", None, False),
        ("1/2/05", None, False),
        ("05", None, False),
        (2543, None, False),
        (2567, None, False),
        (2590, None, False),
        (1850, None, False),
    ],
)
def test_a_year_that_cannot_be_is_mended_in_one_way_or_unknown(
    value: object,
    year_be: int | None,
    *,
    is_mended: bool,
) -> None:
    reading = bounded_year(value, YEARS)
    assert (reading.year_be, reading.is_mended) == (year_be, is_mended)
    assert (reading.problem == "year-out-of-range") == (year_be is None)


@pytest.mark.parametrize(
    ("value", "day", "is_mended"),
    [
        ("28/12/2565", "2022-12-28", False),
        (dt.date(2023, 1, 5), "2023-01-05", False),
        ("23 ธ.ค. 65", "2022-12-23", False),
        (dt.date(1965, 12, 30), "2022-12-30", True),
        (dt.datetime(1966, 1, 15, 9, 0), "2023-01-15", True),
        ("28/12/3108", "2022-12-28", True),
        ("28 ธ.ค. 1479", "2022-12-28", True),
        (24106, "2022-12-30", True),
        ("22/12/2565", None, False),
        (dt.date(1966, 12, 30), None, False),
        ("30/12/1965", None, False),
        ("2/2/2566", None, False),
        ("28/12/2572", None, False),
    ],
)
def test_a_day_that_cannot_be_is_mended_in_one_way_or_unknown(
    value: object,
    day: str | None,
    *,
    is_mended: bool,
) -> None:
    reading = bounded_date(value, DAYS)
    assert (reading.date and reading.date.isoformat(), reading.is_mended) == (
        day,
        is_mended,
    )


@pytest.mark.parametrize("value", ["-", "", None, "ไม่ทราบ", "31/11/2565"])
def test_what_is_no_date_keeps_its_own_problem(value: object) -> None:
    assert bounded_date(value, DAYS).problem != "date-out-of-range"
    assert bounded_year(value, YEARS).year_be is None


def test_every_bound_has_its_reason_and_comes_from_the_letter_or_the_table() -> None:
    """3: the letter's numbers stand in the letter."""
    table = tomllib.loads(
        files("kbo_screen.vocabulary").joinpath("year_bounds.toml").read_text("utf-8")
    )
    assert all(set(bounds) == {"first", "last", "because"} for bounds in table.values())
    next_year = LETTER.model_copy(
        update={"date": dt.date(2023, 12, 1), "fiscal_year_be": 2567}
    )
    first = {
        name: bounds_of(name, next_year, TODAY).first
        for name in ("receipt", "report", "answer")
    }
    assert first == {
        "receipt": dt.date(2023, 12, 1),
        "report": dt.date(2023, 10, 1),
        "answer": dt.date(2023, 10, 1),
    }
    assert bounds_of("registered_year_be", LETTER, TODAY) == YEARS
    assert bounds_of("star_year_be", LETTER).last >= dt.date(2026, 1, 1)
