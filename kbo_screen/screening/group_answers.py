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
    from kbo_screen.screening.answers import Mask


def joined_answers(
    answers: Mask,
    condition: AnyCondition,
    products: pd.DataFrame,
) -> Mask:
    """The answer of its group for every product.

    answers: of each product by itself. products: columns of a registry and `group`.
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


def _any_holds(answers: Mask, groups: np.ndarray) -> Mask:
    """True where one is true, unknown where none is and one is unknown, else false."""
    is_true = _any_of_group(answers.fillna(value=False).to_numpy(dtype=bool), groups)
    is_unknown = _any_of_group(answers.isna().to_numpy(), groups) & ~is_true
    return pd.Series(pd.arrays.BooleanArray(is_true, is_unknown), index=answers.index)


def _any_of_group(is_flagged: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Per product: some product of its group is flagged."""
    return np.isin(groups, groups[is_flagged])


def _best_holds(
    answers: Mask,
    condition: AnyCondition,
    products: pd.DataFrame,
) -> Mask:
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
        ranks: np.ndarray = MOST_STARS - stars.to_numpy(dtype=np.int64, na_value=0)
        return ranks
    return places_in(CODED_VALUES[condition.field], products[condition.field])


def _is_unknown(condition: AnyCondition, products: pd.DataFrame) -> np.ndarray:
    """Per product: nobody knows its value. Not rated is known."""
    field = "star_rated" if condition.field == "star" else condition.field
    is_unknown: np.ndarray = products[field].isna().to_numpy()
    return is_unknown
