"""Groups that a table says are no more, elsewhere than in the column of types: in their name, or in a remark.

Knows where people write it. Refuses to drop such a group: whether it is a community group is unknown until asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.registry import cell_name
from kbo_screen.sources.cells import take_cells
from kbo_screen.vocabulary.reading import cell_text, folded
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.values import name_says_dissolved, says_dissolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from kbo_screen.sources.cells import CellColumn
    from kbo_screen.sources.table import Table


class DissolvedCell(NamedTuple):
    """A cell that says a group is no more: the row of data (position), its address, its words and its header."""

    position: int
    address: int
    words: str
    header: str


def find_dissolved(table: Table, group_names: CellColumn) -> list[DissolvedCell]:
    """Every cell of a name or a remark that says the group of its row is no more."""
    matches: list[DissolvedCell] = []
    if "group_name" in table.columns.by_field:
        matches += _cells_that_say(
            group_names, name_says_dissolved, table.header_text("group_name")
        )
    used = set(table.columns.by_field.values())
    for column, header in table.header.texts.items():
        if column not in used and fold(header) in folded("dissolved", "headers"):
            cells = take_cells(table.grid, column, table.data_rows)
            matches += _cells_that_say(cells, says_dissolved, header)
    return matches


def _cells_that_say(
    cells: CellColumn, says: Callable[[str], bool], header: str
) -> Iterator[DissolvedCell]:
    """The rows of a column whose text says so; each different text is asked once."""
    codes = [
        code
        for code, value in enumerate(cells.distinct)
        if type(value) is str and says(cell_text(value))
    ]
    for position in np.flatnonzero(np.isin(cells.codes, codes)).tolist():
        yield DissolvedCell(
            position,
            int(cells.addresses[position]),
            cell_text(cells.at(position)),
            header,
        )


def doubt_dissolved(products: pd.DataFrame, dissolved: list[DissolvedCell]) -> None:
    """Leave open whether these groups, in all their rows, are community groups; what is none anyway stays so.

    products: one row per row of data, columns of a registry.
    """
    if not dissolved:
        return
    positions = [cell.position for cell in dissolved]
    is_doubtful = np.zeros(len(products), dtype=bool)
    is_doubtful[positions] = True
    ids = set(products["group_id"].iloc[positions].dropna())
    is_doubtful |= products["group_id"].isin(ids).to_numpy()
    keys = _group_keys(products)
    doubtful_keys = {keys[position] for position in positions} - {None}
    is_doubtful |= np.array([key in doubtful_keys for key in keys], dtype=bool)
    is_group = (
        products["producer_type"]
        .eq("community_group")
        .fillna(value=False)
        .to_numpy(dtype=bool)
    )
    products.loc[is_doubtful & is_group, "producer_type"] = None


def _group_keys(products: pd.DataFrame) -> list[tuple[int, str] | None]:
    """District and folded name of every row; None for a row without a name."""
    keys: list[tuple[int, str] | None] = []
    for district_ix, name in zip(
        products["district_ix"], products["group_name"], strict=True
    ):
        keys.append((int(district_ix), fold(name)) if name else None)
    return keys


def dissolved_findings(
    table: Table, dissolved: list[DissolvedCell], is_in_scope: np.ndarray
) -> Iterator[Finding]:
    """A finding per cell that says so, in rows of the scope."""
    for cell in dissolved:
        if is_in_scope[cell.position]:
            place = Place(table.grid.file, table.grid.sheet, cell_name(cell.address))
            yield make_finding(
                "cell.dissolved-group", place, value=cell.words, header=cell.header
            )
