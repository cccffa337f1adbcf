"""Rows under named columns, as the flat formats write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class FlatTable(NamedTuple):
    """Rows under named columns; a cell is a text, a number, a truth value or None."""

    columns: tuple[str, ...]
    rows: list[list[Any]]

    @classmethod
    def of_rows(
        cls,
        columns: tuple[str, ...],
        rows: Iterable[Mapping[str, Any]],
    ) -> FlatTable:
        """The columns of rows that say their values by name; a cell that a row does not name is None."""
        return cls(columns, [[row.get(name) for name in columns] for row in rows])
