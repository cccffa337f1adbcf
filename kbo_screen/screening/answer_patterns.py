"""The different rows of answers: what a rule makes of a product follows from its answers, so each is looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The digit of an answer; those of a product are one number of so many digits as there are conditions.
_UNKNOWN: Final = 2
_BASE: Final = 3


class AnswerPatterns(NamedTuple):
    """The different rows of answers.

    first_rows: of every pattern the position of its first product. of_product: per product the position of its pattern.
    """

    first_rows: np.ndarray
    of_product: np.ndarray


def answer_patterns(answers: pd.DataFrame) -> AnswerPatterns:
    """Find the different rows. answers: one nullable boolean column per condition.

    >>> answer_patterns(pd.DataFrame({"star": [True, None, True]}, dtype="boolean")).of_product.tolist()
    [0, 1, 0]
    """
    columns = [answers[name] for name in answers]
    return patterns_of_numbers(numbers_of_answers(columns, len(answers)))


def numbers_of_answers(columns: Iterable[pd.Series[bool]], n_rows: int) -> np.ndarray:
    """Per row one number for all of its answers, equal where these are."""
    numbers = np.zeros(n_rows, dtype=np.int64)
    for column in columns:
        numbers *= _BASE
        numbers += column.to_numpy(dtype=np.int8, na_value=_UNKNOWN)
    return numbers


def patterns_of_numbers(numbers: np.ndarray) -> AnswerPatterns:
    """The different numbers, in the order in which they first appear."""
    of_product, different_numbers = pd.factorize(numbers)
    first_rows = np.empty(len(different_numbers), dtype=np.intp)
    backwards = slice(None, None, -1)
    first_rows[of_product[backwards]] = np.arange(len(numbers))[backwards]
    return AnswerPatterns(first_rows, of_product)
