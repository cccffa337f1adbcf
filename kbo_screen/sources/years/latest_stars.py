"""The latest stars of a product, of all rounds that a table has columns for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.sources.cells.bounded_years import within_bounds
from kbo_screen.sources.cells.cell_columns import read_column, take_cells
from kbo_screen.sources.header.columns import years_named
from kbo_screen.sources.years.row_years import says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.cells.cell_columns import CellColumn, ReadColumn
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.table.table_rows import TableRows


def take_latest_stars(
    rows: TableRows,
    products: pd.DataFrame,
    bounds: YearBounds,
) -> TableRows:
    """Write into the products the stars of the latest round in which each was rated; the rows with these cells.

    products: one row per row of data, columns of a registry. A cell that was not understood is of its round too: what
    is latest is then unknown. "Not rated" in a later round says nothing of an earlier one.
    """
    cells = rows.cells["star"]
    for year_be, column in _other_rounds(rows.table):
        other_cells = take_cells(rows.table.grid, column, rows.table.data_rows)
        stars = within_bounds({"star": read_column("star", other_cells)}, bounds)[
            "star"
        ]
        is_latest = stars.where(says_something) & _is_newer(products, year_be)
        _write_stars(products, stars, is_latest, year_be)
        cells = _with_addresses(cells, other_cells, is_latest)
    all_cells = {**rows.cells, "star": cells}
    return rows._replace(cells=all_cells)


def _other_rounds(table: Table) -> Iterator[tuple[int, int]]:
    """The round and the column of stars of every other round, in the order of the sheet."""
    for column in table.columns.other_years.get("star", ()):
        yield max(years_named(table.header, column)), column


def _is_newer(products: pd.DataFrame, year_be: int) -> np.ndarray:
    """Per row: what was taken so far is no star, or one of an earlier round."""
    is_unrated = products["star_rated"].eq(False).fillna(value=False)
    is_earlier = products["star_year_be"].lt(year_be).fillna(value=False)
    return (is_unrated | is_earlier).to_numpy(dtype=bool)


def _write_stars(
    products: pd.DataFrame,
    stars: ReadColumn,
    is_latest: np.ndarray,
    year_be: int,
) -> None:
    values = stars.pick(lambda reading: reading.value)[is_latest]
    is_rated = [None if value is None else True for value in values]
    products.loc[is_latest, "star"] = pd.array(values, dtype="Int16")
    products.loc[is_latest, "star_rated"] = pd.array(is_rated, dtype="boolean")
    products.loc[is_latest, "star_said"] = True
    products.loc[is_latest, "star_year_be"] = year_be


def _with_addresses(
    cells: CellColumn,
    other_cells: CellColumn,
    is_latest: np.ndarray,
) -> CellColumn:
    addresses = np.where(is_latest, other_cells.addresses, cells.addresses)
    return replace(cells, addresses=addresses)
