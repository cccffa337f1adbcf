"""Groups that a table says are no more, elsewhere than in the column of types: in their name, or in a remark.

Such a group is not dropped: whether it is a community group is unknown until somebody answers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.registry.registry import NO_CELL
from kbo_screen.registry.same_product import take_values
from kbo_screen.sources.cells.cell_columns import take_cells
from kbo_screen.sources.cells.sheet_cells import rows_of
from kbo_screen.sources.cells.sheet_places import address_of, address_place
from kbo_screen.sources.table.row_remarks import is_remark, remark_columns
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.remark_headers import gives_number
from kbo_screen.vocabulary.taken_back import without_taken_back
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.values import (
    name_says_dissolved,
    positions_of_dissolved,
    says_dissolved,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from kbo_screen.registry.registry import Registry
    from kbo_screen.sources.cells.cell_columns import CellColumn
    from kbo_screen.sources.table.table import Table


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
    for column in remark_columns(table):
        remarks = take_cells(table.grid, column, table.data_rows)
        header = table.header.texts.get(column, "")
        says = _is_remark_of_dissolved if header else _is_so_under_no_header
        cells += _cells_that_say(remarks, says, header)
    return cells


def _is_remark_of_dissolved(text: str) -> bool:
    """What takes a result back, "ยกเลิกผลดาว", is asked of that result."""
    if not says_dissolved(text) or not is_remark(text):
        return False
    return says_dissolved(without_taken_back(text))


def _is_so_under_no_header(text: str) -> bool:
    """There a key and a sum stand too: "ยุบ = 1"."""
    return _is_remark_of_dissolved(text) and not gives_number(text)


def _cells_that_say(
    cells: CellColumn,
    says: Callable[[str], bool],
    header: str,
) -> Iterator[DissolvedCell]:
    """The rows of a column whose text says so; each different text that holds a word of it is asked once."""
    texts = [value if type(value) is str else "" for value in cells.distinct]
    codes = [
        code for code in positions_of_dissolved(texts) if says(cell_text(texts[code]))
    ]
    for position in rows_of(np.isin(cells.codes, codes)):
        address = int(cells.addresses[position])
        words = cell_text(cells.at(position))
        yield DissolvedCell(position, address, words, header)


def addresses_of_dissolved(
    table: Table,
    dissolved: list[DissolvedCell],
) -> np.ndarray:
    """Per row of data the address of the first cell that says its group is no more, NO_CELL where none does.

    A note says it, a colour, a name or a remark.
    """
    addresses = np.full(
        len(table.data_rows),
        NO_CELL,
        dtype=np.int64,
    )
    for cell in reversed(dissolved):
        addresses[cell.position] = cell.address
    for position, row in enumerate(table.data_rows.tolist()):
        if row in table.dissolved_rows:
            addresses[position] = address_of(*table.dissolved_rows[row])
    return addresses


def doubt_dissolved(registry: Registry, dissolved_at: np.ndarray) -> Registry:
    """Leave open whether groups that are said to be no more are community groups, in all rows of all tables.

    What is none anyway stays so. The type that is open gets the address of the cell that
    says so: that cell is asked about. dissolved_at: per product, as at
    `addresses_of_dissolved`.
    """
    if "producer_type" in registry.absent_fields:
        return registry
    types = registry.products["producer_type"]
    may_be_group = (types.isna() | types.eq("community_group")).to_numpy(dtype=bool)
    telling_rows = rows_of(may_be_group & (dissolved_at != NO_CELL))
    if not telling_rows:
        return registry
    products = registry.products.copy()
    addresses = registry.addresses.copy()
    products.loc[telling_rows, "producer_type"] = None
    addresses.loc[telling_rows, "producer_type"] = dissolved_at[telling_rows]
    sources = _rows_of_groups(products, telling_rows)
    sources = {row: source for row, source in sources.items() if may_be_group[row]}
    registry = replace(registry, products=products, addresses=addresses)
    return take_values(registry, "producer_type", sources)


def _rows_of_groups(
    products: pd.DataFrame,
    telling_rows: list[int],
) -> dict[int, int]:
    """By row of a group that is perhaps no more, but for the rows that say so, the first row that does.

    A row is of the group by its id, or by its name and district.
    """
    ids = products["group_id"].tolist()
    keys = _group_keys(products)
    row_of_group: dict[object, int] = {}
    for row in telling_rows:
        row_of_group.setdefault(ids[row], row)
        row_of_group.setdefault(keys[row], row)
    row_of_group.pop(None, None)
    rows: dict[int, int] = {}
    for row, (id_, key) in enumerate(zip(ids, keys, strict=True)):
        telling_row = row_of_group.get(id_, row_of_group.get(key))
        if telling_row is not None:
            rows[row] = telling_row
    for row in telling_rows:
        rows.pop(row, None)
    return rows


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
    no_header = text_in_each("words.column.no_header")
    for cell in dissolved:
        if is_in_scope[cell.position]:
            yield make_finding(
                "cell.dissolved-group",
                address_place(table.grid, cell.address),
                value=cell.words,
                header=cell.header or no_header,
            )
