"""The answers of products to conditions as whole columns of digits: false, true, unknown.

What a rule makes of a product follows from its answers alone, so that each different row of them is looked at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    #: The answers of products to one condition: nullable, NA where nobody knows.
    Mask = pd.Series[bool]

#: The digits of answers; those of a product are one number of so many digits as there are conditions.
FALSE, TRUE, UNKNOWN = range(3)
_BASE: Final = 3


class Answers(NamedTuple):
    """Every answer of every product.

    condition_ids: of the conditions that something answers, in the letter's order. digits: a row per condition, a
    column per product, each FALSE, TRUE or UNKNOWN.
    """

    condition_ids: tuple[str, ...]
    digits: np.ndarray

    def of(self, condition_id: str) -> np.ndarray:
        """The digits of one condition."""
        digits: np.ndarray = self.digits[self.condition_ids.index(condition_id)]
        return digits

    def with_digits(self, condition_id: str, digits: np.ndarray) -> Answers:
        """The answers with those of one condition replaced."""
        changed = self.digits.copy()
        changed[self.condition_ids.index(condition_id)] = digits
        return Answers(self.condition_ids, changed)

    def flags(self, digit: int, index: pd.Index) -> pd.DataFrame:
        """Whether an answer is this digit: a row per product, a bool column per condition."""
        return pd.DataFrame(
            (self.digits == digit).T,
            index=index,
            columns=list(self.condition_ids),
        )


class AnswerPatterns(NamedTuple):
    """The different columns of answers.

    answers: a column per pattern, as it first appears. of_product: per product the position of its pattern.
    """

    answers: Answers
    of_product: np.ndarray


def digits_of(answers: Mask) -> np.ndarray:
    """The digits of the answers to one condition."""
    return answers.to_numpy(dtype=np.int8, na_value=UNKNOWN)


def answers_of(frame: pd.DataFrame) -> Answers:
    """The answers of a frame with one nullable boolean column per condition.

    >>> answers_of(pd.DataFrame({"star": [True, None, False]}, dtype="boolean")).digits.tolist()
    [[1, 2, 0]]
    """
    columns = {str(name): digits_of(frame[name]) for name in frame}
    return join_digits(columns, len(frame))


def join_digits(columns: dict[str, np.ndarray], n_products: int) -> Answers:
    """The answers of so many products. columns: per condition id its digits."""
    digits = np.empty((len(columns), n_products), dtype=np.int8)
    for row, column in zip(digits, columns.values(), strict=True):
        row[:] = column
    return Answers(tuple(columns), digits)


def answer_patterns(answers: Answers) -> AnswerPatterns:
    """Find the different columns of answers.

    >>> answers = answers_of(pd.DataFrame({"star": [True, None, True]}, dtype="boolean"))
    >>> answer_patterns(answers).of_product.tolist()
    [0, 1, 0]
    """
    n_products = answers.digits.shape[1]
    numbers = np.zeros(n_products, dtype=np.int64)
    for digits in answers.digits:
        numbers *= _BASE
        numbers += digits
    of_product, patterns = pd.factorize(numbers)
    first_products = np.empty(len(patterns), dtype=np.intp)
    # of several products of one pattern the last that is written stays: the first
    first_products[of_product[::-1]] = np.arange(n_products)[::-1]
    of_patterns = answers.digits[:, first_products]
    return AnswerPatterns(Answers(answers.condition_ids, of_patterns), of_product)
