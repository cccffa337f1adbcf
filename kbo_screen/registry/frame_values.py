"""Values of frames and tables: single ones by the thousand, those at many positions, how often each stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


def value_at(
    frame: pd.DataFrame,
    row: int,
    column: str,
) -> Any:
    """One value, by the label of its row; a third of the time that `frame[column].loc[row]` takes."""
    return frame.at[row, column]  # noqa: PD008 - a column of numpy is not at hand for all that is asked


def values_at(
    positions: np.ndarray,
    values: Iterable[object],
    no_value: object,
) -> np.ndarray:
    """Per position the value that stands there, and `no_value` for -1.

    >>> values_at(np.array([1, -1, 0]), ["primary", "fallback"], "").tolist()
    ['fallback', '', 'primary']
    """
    table = np.array([*values, no_value], dtype=object)
    return table.take(positions)


def count_each(column: pd.Series, words: Iterable[str]) -> dict[str, int]:
    """How often each of these words stands in a column, in their order."""
    counts = column.value_counts()
    return {word: int(counts.get(word, 0)) for word in words}
