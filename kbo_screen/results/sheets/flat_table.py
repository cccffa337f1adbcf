"""Rows under named columns, as the flat formats write them."""

from __future__ import annotations

from typing import Any, NamedTuple


class FlatTable(NamedTuple):
    """Rows under named columns; a cell is a text, a number, a truth value or None."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
