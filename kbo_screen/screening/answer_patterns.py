"""The different rows of answers: what a rule makes of a product follows from its answers, so each is looked at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

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
    of_product, patterns = pd.factorize(_numbers(answers))
    rows = np.arange(len(answers))
    first_rows = np.empty(len(patterns), dtype=np.intp)
    # of several rows of one pattern the last that is written stays: the first
    first_rows[of_product[::-1]] = rows[::-1]
    return AnswerPatterns(first_rows, of_product)


def _numbers(answers: pd.DataFrame) -> np.ndarray:
    """Per row one number for all of its answers, equal where these are."""
    numbers = np.zeros(len(answers), dtype=np.int64)
    for name in answers:
        digits = answers[name].to_numpy(dtype=np.int8, na_value=_UNKNOWN)
        numbers *= _BASE
        numbers += digits
    return numbers
