"""What the reading of one cell gives, and what every reader of values shares: text, blanks, the words of the trade.

Knows the shape of `values.toml`. Refuses to know a column.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from kbo_screen.vocabulary.thai_text import fold, repair


class Reading(NamedTuple):
    """What a value was read as.

    known: False where it stays unknown (`value` is None then). A known None is a fact: not rated, no id, no text.
    problem: slug of a `cell.` finding, None where there is nothing to say.
    year_be: the round that stands beside a star.
    """

    value: str | int | None
    known: bool = True
    problem: str | None = None
    year_be: int | None = None


UNKNOWN: Final = Reading(None, known=False)


def unknown(problem: str) -> Reading:
    """An unknown with the slug of its finding."""
    return UNKNOWN._replace(problem=problem)


def cell_text(value: object) -> str:
    """What stands in a cell, as repaired text; a whole number without its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    return repair(str(value)).strip()


def is_blank(text: str) -> bool:
    """Nothing stands there, or one of the marks that say so: "-", ".."."""
    return not text or text in words("blank")


def is_none_word(text: str) -> bool:
    """The text says in words that there is no id or number: "ไม่มี", "0"."""
    return fold(text) in folded("id", "none")


@cache
def folded(field: str, name: str) -> frozenset[str]:
    """A list of `values.toml`, folded."""
    return frozenset(map(fold, words(field)[name]))


@cache
def words(field: str) -> Any:
    """The table, or list, of `values.toml` by that name."""
    return tomllib.loads(files("kbo_screen.vocabulary").joinpath("values.toml").read_text(encoding="utf-8"))[field]
