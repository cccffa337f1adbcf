"""Rows of a frame for whoever writes them out one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """Every row as a named tuple; `Index` is its label."""
    return iter(frame.itertuples())


def plain(value: Any) -> Any:
    """A value of a frame as plain Python: None for what is absent or unknown."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value.item() if hasattr(value, "item") else value


def plain_column(column: pd.Series) -> list[Any]:
    """A whole column as plain Python values, None for what is absent or unknown."""
    return column.astype(object).where(column.notna(), None).tolist()
