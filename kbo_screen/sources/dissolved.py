"""Groups that a table says are no more, elsewhere than in the column of types: in their name, or in a remark.

Such a group is not dropped: whether it is a community group is unknown until somebody answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.sources.cell_columns import take_cells
from kbo_screen.sources.sheet_cells import rows_of
from kbo_screen.sources.sheet_places import address_place
from kbo_screen.vocabulary.reading import cell_text, folded
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.values import name_says_dissolved, says_dissolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from kbo_screen.sources.cell_columns import CellColumn
    from kbo_screen.sources.table import Table


class DissolvedCell(NamedTuple):
    """A cell that says a group is no more: the row of data (position), its address, its words and its header."""

    position: int
    address: int
    words: str
    header: str


def find_dissolved(
    table: Table,
    group_names: CellColumn,
) -> list[DissolvedCell]:
    """Every cell of a name or a remark that says the group of its row is no more."""
    cells: list[DissolvedCell] = []
    if "group_name" in table.columns.by_field:
        header = table.header_text("group_name")
        cells += _cells_that_say(group_names, name_says_dissolved, header)
    used_columns = set(table.columns.by_field.values())
    remark_headers = folded("dissolved", "headers")
    for column, header in table.header.texts.items():
        if column not in used_columns and fold(header) in remark_headers:
            remarks = take_cells(table.grid, column, table.data_rows)
            cells += _cells_that_say(remarks, says_dissolved, header)
    return cells


def _cells_that_say(
    cells: CellColumn,
    says: Callable[[str], bool],
    header: str,
) -> Iterator[DissolvedCell]:
    """The rows of a column whose text says so; each different text is asked once."""
    codes = []
    for code, value in enumerate(cells.distinct):
        if type(value) is str and says(cell_text(value)):
            codes.append(code)
    for position in rows_of(np.isin(cells.codes, codes)):
        address = int(cells.addresses[position])
        words = cell_text(cells.at(position))
        yield DissolvedCell(position, address, words, header)


def doubt_dissolved(
    products: pd.DataFrame,
    addresses: pd.DataFrame,
    dissolved: list[DissolvedCell],
) -> None:
    """Leave open whether these groups, in all their rows, are community groups; what is none anyway stays so.

    The type that is open gets the address of the cell that says so: that cell is asked about.
    products: one row per row of data, columns of a registry. addresses: the same rows.
    """
    if not dissolved:
        return
    address_of_row = _addresses_in_doubt(products, dissolved)
    is_group = products["producer_type"].eq("community_group").fillna(value=False)
    for row, address in address_of_row.items():
        if is_group.iloc[row]:
            products.loc[row, "producer_type"] = None
            addresses.loc[row, "producer_type"] = address


def _addresses_in_doubt(
    products: pd.DataFrame, dissolved: list[DissolvedCell]
) -> dict[int, int]:
    """By row of a group that is perhaps no more, the first cell that says so.

    A row is of the group by its id, or by its name and district.
    """
    ids = products["group_id"].tolist()
    keys = _group_keys(products)
    address_of_group: dict[object, int] = {}
    for cell in dissolved:
        address_of_group.setdefault(ids[cell.position], cell.address)
        address_of_group.setdefault(keys[cell.position], cell.address)
    address_of_group.pop(None, None)
    address_of_row: dict[int, int] = {}
    for cell in dissolved:
        address_of_row.setdefault(cell.position, cell.address)
    for row, (id_, key) in enumerate(zip(ids, keys, strict=True)):
        address = address_of_group.get(id_, address_of_group.get(key))
        if address is not None:
            address_of_row.setdefault(row, address)
    return address_of_row


def _group_keys(products: pd.DataFrame) -> list[tuple[int, str] | None]:
    """District and folded name of every row; None for a row without a name."""
    keys: list[tuple[int, str] | None] = []
    for district_ix, name in zip(
        products["district_ix"], products["group_name"], strict=True
    ):
        keys.append((int(district_ix), fold(name)) if name else None)
    return keys


def dissolved_findings(
    table: Table,
    dissolved: list[DissolvedCell],
    is_in_scope: np.ndarray,
) -> Iterator[Finding]:
    """A finding per cell that says so, in rows of the scope."""
    for cell in dissolved:
        if is_in_scope[cell.position]:
            yield make_finding(
                "cell.dissolved-group",
                address_place(table.grid, cell.address),
                value=cell.words,
                header=cell.header,
            )
