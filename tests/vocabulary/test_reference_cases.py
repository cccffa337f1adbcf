"""The reference cases of Thai text and of dates, one kind of slip or of writing a line.

1. Twenty-four of normalising (`normalising_cases.tsv`): a sign that a screen does not show stands as its code, \\u200b.
2. Twenty-six of dates (`date_cases.tsv`): the date, whether its century was assumed, or why there is none.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kbo_screen.vocabulary.dates import read_date
from kbo_screen.vocabulary.thai_text import repair, to_ascii_digits

FOLDER = Path(__file__).parent


def cases(name: str) -> list[dict[str, str]]:
    """The lines of a table, each by its header; "-" is nothing."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        {header: "" if cell == "-" else cell for header, cell in line.items()}
        for line in lines
    ]


def unescape(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


def normalise(text: str) -> str:
    return to_ascii_digits(repair(text))


NORMALISING = cases("normalising_cases.tsv")
DATES = cases("date_cases.tsv")


def test_no_kind_stands_twice_and_none_is_missing() -> None:
    assert len({case["kind"] for case in NORMALISING}) == len(NORMALISING) == 24
    assert len({case["kind"] for case in DATES}) == len(DATES) == 26


@pytest.mark.parametrize("case", NORMALISING, ids=lambda case: case["kind"])
def test_a_slip_is_undone_and_what_is_right_stays(case: dict[str, str]) -> None:
    assert normalise(unescape(case["written"])) == case["read as"]
    assert normalise(case["read as"]) == case["read as"]


@pytest.mark.parametrize("case", DATES, ids=lambda case: case["kind"])
def test_a_date_is_read_or_its_fault_told(case: dict[str, str]) -> None:
    reading = read_date(case["written"])
    assert (reading.date.isoformat() if reading.date else "") == case["date"]
    assert reading.assumed_century == (case["century assumed"] == "yes")
    assert (reading.problem or "") == case["problem"]
