"""Conditions of a group: one answer for all of its products, made of theirs, in three values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.screening.best_rows import places_in
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from kbo_screen.letters.condition_kinds import AnyCondition


def joined_answers(
    answers: pd.Series[bool],
    condition: AnyCondition,
    products: pd.DataFrame,
) -> pd.Series[bool]:
    """The answer of its group for every product.

    answers: nullable, of each product by itself. products: columns of a registry and `group`.
    """
    groups = products["group"].to_numpy()
    match condition.of:
        case "any":
            return _any_holds(answers, groups)
        case "all":
            return ~_any_holds(~answers, groups)
        case "best":
            return _best_holds(answers, condition, products)
        case "product":
            return answers


def _any_holds(
    answers: pd.Series[bool],
    groups: np.ndarray,
) -> pd.Series[bool]:
    """True where one is true, unknown where none is and one is unknown, else false."""
    is_true = _any_of_group(answers.fillna(value=False).to_numpy(dtype=bool), groups)
    is_unknown = _any_of_group(answers.isna().to_numpy(), groups) & ~is_true
    return pd.Series(pd.arrays.BooleanArray(is_true, is_unknown), index=answers.index)


def _any_of_group(is_flagged: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Per product: some product of its group is flagged."""
    counts = np.bincount(groups[is_flagged], minlength=int(groups.max(initial=0)) + 1)
    has_any: np.ndarray = counts[groups] > 0
    return has_any


def _best_holds(
    answers: pd.Series[bool],
    condition: AnyCondition,
    products: pd.DataFrame,
) -> pd.Series[bool]:
    """What the best value of a group says; unknown where some value is, for it may be a better one."""
    groups = products["group"].to_numpy()
    ranks = _ranks(condition, products)
    best_of_group = np.full(int(groups.max(initial=0)) + 1, ranks.max(initial=0))
    np.minimum.at(best_of_group, groups, ranks)
    is_best = ranks == best_of_group[groups]
    best_answers = _any_holds(answers.where(is_best, other=False), groups)
    may_be_better = _any_of_group(_is_unknown(condition, products), groups)
    return best_answers.mask(may_be_better)


def _ranks(condition: AnyCondition, products: pd.DataFrame) -> np.ndarray:
    """Per product how good its value is, the best 0; not rated is behind all stars."""
    if condition.field == "star":
        stars = products["star"].where(products["star_rated"].fillna(value=False))
        ranks: np.ndarray = MOST_STARS - stars.fillna(0).to_numpy(dtype=np.int64)
        return ranks
    return places_in(CODED_VALUES[condition.field], products[condition.field])


def _is_unknown(condition: AnyCondition, products: pd.DataFrame) -> np.ndarray:
    """Per product: nobody knows its value. Not rated is known."""
    field = "star_rated" if condition.field == "star" else condition.field
    is_unknown: np.ndarray = products[field].isna().to_numpy()
    return is_unknown
