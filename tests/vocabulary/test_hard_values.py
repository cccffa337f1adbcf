"""Values that no registry should hold, and some do: no reader of a value raises for one, or takes long.

1. Numbers of hundreds of digits, infinite, none, beyond every date: each is read, or is unknown with its problem.
2. Of those, none is a star, a year or a telephone number that is known.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Final

import pytest

from kbo_screen.vocabulary.dates import read_date, read_year_be
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.values import read_field, said_failed

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTHS: Final = (20, 309, 400, 5_000)
DIGITS: Final = ("9", "๙", "²", "٣")
SHAPES: Final = (
    "{0}", "-{0}", "{0}.0", "{0}.00", "1.{0}", "({0})", "{0} ดาว", "ระดับ {0}", "ปี {0}", "พ.ศ. {0}", "{0}/1/2565",
    "1/{0}/2565", "1/1/{0}", "1e{0}", "{0}e5", "3 ดาว ({0})", "{0}=3", "{0}-{0}-{0}",
)  # fmt: skip
TEXTS: Final = [
    shape.format(digit * length)
    for shape in SHAPES
    for digit in DIGITS
    for length in LENGTHS
]
NUMBERS: Final = [
    float("inf"), float("-inf"), float("nan"), 1e308, -1e308, 1e22, -5, -1e-300, 5e-324, 2**63, -(2**63), 10**400,
    -(10**400), 10**4_000, True, False,
]  # fmt: skip
DATES: Final = [
    dt.datetime.max, dt.datetime.min, dt.date.max, dt.date.min, dt.time.max, dt.timedelta.max, dt.timedelta.min,
]  # fmt: skip
WORDS: Final = [
    "inf",
    "nan",
    "Infinity",
    "-Infinity",
    "1e308",
    "1e400",
    "0x10",
    "1_000",
    "\ud800",
    "\x00",
    "'",
    "='",
]

READERS: Final[dict[str, Callable[[object], object]]] = {
    "date": read_date,
    "year": read_year_be,
    "said failed": said_failed,
}


@pytest.mark.parametrize("name", [*FIELDS, *READERS])
def test_no_reader_raises_or_takes_long(name: str) -> None:
    for value in (*TEXTS, *NUMBERS, *DATES, *WORDS):
        started = time.process_time()
        if name in READERS:
            READERS[name](value)
        else:
            read_field(name, value)
        assert time.process_time() - started < 1, (
            f"{str(value)[:20]} of {len(str(value))} characters"
        )


@pytest.mark.parametrize("name", ["star", "star_year_be", "registered_year_be"])
def test_a_number_that_cannot_be_is_not_known(name: str) -> None:
    for value in (
        "9" * 400,
        "9" * 400 + ".0",
        float("inf"),
        float("nan"),
        1e308,
        -5,
        2**63,
        10**400,
        "1e400",
    ):
        reading = read_field(name, value)
        assert (reading.value, reading.known) == (None, False), str(value)[:20]
        assert reading.problem
