"""Reads the rows of one table as products, and says of each row why it is none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.desk.latest import YEAR_OF
from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.registry import NO_CELL, UnusableRow
from kbo_screen.sources.cells.cell_columns import typed
from kbo_screen.sources.cells.sheet_cells import rows_of
from kbo_screen.sources.cells.sheet_places import row_place
from kbo_screen.sources.registries.dissolved import (
    addresses_of_dissolved,
    dissolved_findings,
    find_dissolved,
)
from kbo_screen.sources.table.cell_findings import problems_of_areas, problems_of_cells
from kbo_screen.sources.table.table_rows import compare_columns, read_rows
from kbo_screen.sources.years.latest_stars import take_latest_stars
from kbo_screen.sources.years.letter_years import (
    letter_projects,
    projects_of_letter,
    standards_as_chosen,
    star_rounds,
    value_years,
    year_columns_of,
)
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.reading import cell_text, holds_words
from kbo_screen.vocabulary.values import said_failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.header.table_search import TableSearch
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.table.table_rows import TableRows
    from kbo_screen.vocabulary.reading import Reading

#: Of these a product has the settled area's name, not what its cell says.
_AREA_FIELDS: Final = ("province", "district")
#: A registration number: the district's 4-digit code, then a serial.
REGISTRATION_NUMBER: Final = re.compile(r"^\d{9}$")
DISTRICT_CODE_DIGITS: Final = 4


class TableProducts(NamedTuple):
    """What one table gives to the registry.

    `products` and `addresses`: as at `Registry`, one row per usable product. `dissolved_at`: per usable product the
    address of the cell that says that its group is no more, NO_CELL where none does.
    """

    products: pd.DataFrame
    addresses: pd.DataFrame
    dissolved_at: np.ndarray
    unusable: tuple[UnusableRow, ...]
    out_of_scope: int
    findings: tuple[Finding, ...]


def read_products(
    table: Table,
    number: int,
    search: TableSearch,
    bounds: YearBounds,
) -> TableProducts:
    """Read every row of data of a table.

    Rows out of scope are counted; rows that cannot be used are kept aside.
    number: position of the table among those of the registry. bounds: what years can be,
    by field of years.
    """
    scope, years = search.scope, search.years
    rows, rival_findings = _read_columns(table, search, bounds)
    products = _products_frame(rows, scope)
    year_findings = _add_dated_values(products, rows, years, bounds)
    if years.takes_latest_stars:
        rows = take_latest_stars(rows, products, bounds)
    products["project_words"] = words_of_cells(rows, "other_project")
    dissolved_cells = find_dissolved(table, rows.cells["group_name"])
    products["table"] = number
    products["row"] = table.data_rows + 1
    is_usable = _is_usable(rows, products)
    usable_products = _rows_of_frame(products, is_usable)
    findings = (
        *problems_of_areas(rows),
        *problems_of_cells(rows, rows.columns),
        *rival_findings,
        *year_findings,
        *_rows_without_group(rows, products),
        *_rows_without_product(rows, products),
        *dissolved_findings(table, dissolved_cells, rows.is_in_scope),
        *_foreign_ids(rows, usable_products, scope),
    )
    return TableProducts(
        products=usable_products,
        addresses=_rows_of_frame(_addresses_frame(rows), is_usable),
        dissolved_at=addresses_of_dissolved(table, dissolved_cells)[is_usable],
        unusable=tuple(_unusable_rows(rows, products, is_usable)),
        out_of_scope=int((~rows.is_in_scope).sum()),
        findings=findings,
    )


def _read_columns(
    table: Table,
    search: TableSearch,
    bounds: YearBounds,
) -> tuple[TableRows, list[Finding]]:
    """Every row of data, and what two columns of a field say differently."""
    rows = read_rows(table, FIELDS, search.scope, bounds)
    rows, rival_findings = compare_columns(rows, rows.columns)
    projects = projects_of_letter(rows.columns["other_project"], search.years)
    rows = rows.with_column("other_project", projects)
    standards = standards_as_chosen(rows.columns["standard"], search.years.choices)
    rows = rows.with_column("standard", standards)
    return _with_cells_of_star_year(rows), rival_findings


def _with_cells_of_star_year(rows: TableRows) -> TableRows:
    """Where no column gives the round and it stands beside the star, its cell is the star's."""
    if rows.has("star_year_be"):
        return rows
    has_year = rows.columns["star"].where(lambda reading: reading.year_be is not None)
    star_cells = rows.cells["star"]
    addresses = np.where(has_year, star_cells.addresses, NO_CELL)
    year_cells = replace(star_cells, addresses=addresses)
    cells = {**rows.cells, "star_year_be": year_cells}
    return rows._replace(cells=cells)


def _products_frame(rows: TableRows, scope: Scope) -> pd.DataFrame:
    """One row per row of data, with columns of a registry.

    The area of a row that is not settled is the scope's first district.
    """
    district_ix = rows.areas.district_ix
    star = rows.columns["star"]
    standard = rows.columns["standard"]
    areas = {}
    for field in _AREA_FIELDS:
        areas[field] = _of_districts(scope, field)[district_ix.clip(min=0)]
    columns = {}
    for field in FIELDS:  # one after the other: a country's values are not held twice
        values = areas[field] if field in areas else rows.values(field)
        columns[field] = typed(field, values)
    frame = pd.DataFrame(columns, copy=False)
    frame["star_rated"] = pd.array(star.pick(is_rated), dtype="boolean")
    frame["star_said"] = star.where_raw(holds_words)
    frame["standard_said_failed"] = standard.where_raw(said_failed)
    frame["district_ix"] = district_ix
    return frame


def _of_districts(scope: Scope, attribute: str) -> np.ndarray:
    """A name or code of every district of the scope."""
    names = [getattr(district, attribute) for district in scope.districts]
    return np.array(names, dtype=object)


def is_rated(star: Reading) -> bool | None:
    """A star was given; False where the cell says that there is none, None for unknown."""
    return star.value is not None if star.known else None


def words_of_cells(rows: TableRows, field: str) -> np.ndarray:
    """What stands in each row of a column, as text; None for nothing."""
    return rows.columns[field].pick_raw(lambda raw: cell_text(raw) or None)


def _add_dated_values(
    products: pd.DataFrame,
    rows: TableRows,
    years: LetterYears,
    bounds: YearBounds,
) -> list[Finding]:
    """Add of which year the values are, and what follows for the letter; what is told of it."""
    year_columns = year_columns_of(rows, bounds)
    rounds = star_rounds(rows, year_columns.get("star"), years)
    products["star_year_be"] = pd.array(rounds.years_be, dtype="Int16")
    projects = letter_projects(rows, year_columns.get("other_project"), years)
    products["other_project"] = typed("other_project", projects.values)
    products["project_said"] = projects.is_said
    findings = [*rounds.findings, *projects.findings]
    for field, year_field in YEAR_OF.items():
        dated = value_years(rows, field, year_columns.get(field))
        products[year_field] = pd.array(dated.years_be, dtype="Int16")
        findings.extend(dated.findings)
    return findings


def _is_usable(rows: TableRows, products: pd.DataFrame) -> np.ndarray:
    """Per row: its district is settled, and it names a group."""
    has_district = rows.areas.district_ix >= 0
    is_usable: np.ndarray = has_district & _has(products, "group_name")
    return is_usable


def _rows_of_frame(frame: pd.DataFrame, is_picked: np.ndarray) -> pd.DataFrame:
    """The rows that are picked; the frame itself where all are: a country is not held twice."""
    return frame if is_picked.all() else frame[is_picked]


def _has(products: pd.DataFrame, field: str) -> np.ndarray:
    """Per row: it has a value of the field."""
    return products[field].notna().to_numpy()


def _addresses_frame(rows: TableRows) -> pd.DataFrame:
    """Per field the address of every row's cell."""
    addresses = {field: cells.addresses for field, cells in rows.cells.items()}
    return pd.DataFrame(addresses, copy=False)


def _unusable_rows(
    rows: TableRows,
    products: pd.DataFrame,
    is_usable: np.ndarray,
) -> Iterator[UnusableRow]:
    """The rows of the scope that cannot be used, each with the reason."""
    group_names = products["group_name"].tolist()
    product_names = products["product_name"].tolist()
    group_ids = products["group_id"].tolist()
    for row in rows.of_scope(~is_usable):
        sheet_row = rows.sheet_row(row)
        group_name = group_names[row]
        yield UnusableRow(
            row_place(rows.table.grid, sheet_row - 1),
            sheet_row,
            "no-group" if group_name is None else _problem_of_area(rows, row),
            group_name,
            product_names[row],
            group_ids[row],
        )


def _problem_of_area(rows: TableRows, row: int) -> str:
    return rows.areas.at(row).problem or "no-district"


def _rows_without_group(rows: TableRows, products: pd.DataFrame) -> Iterator[Finding]:
    """A finding per row of the scope in which no group stands."""
    for row in rows.of_scope(_lacks(rows, products, "group_name")):
        yield _finding_of_row("row.no-group", rows, "group_name", row)


def _rows_without_product(rows: TableRows, products: pd.DataFrame) -> Iterator[Finding]:
    """A finding per row of the scope with a group, in which no product stands."""
    lacks_product = _lacks(rows, products, "product_name")
    for row in rows.of_scope(lacks_product & _has(products, "group_name")):
        yield _finding_of_row("row.no-product", rows, "product_name", row)


def _lacks(
    rows: TableRows,
    products: pd.DataFrame,
    field: str,
) -> np.ndarray:
    """Per row: the cell holds nothing, and nothing else gives a value of the field."""
    is_blank = rows.cells[field].codes == 0
    lacks_value: np.ndarray = is_blank & ~_has(products, field)
    return lacks_value


def _finding_of_row(
    code: str,
    rows: TableRows,
    field: str,
    row: int,
) -> Finding:
    return make_finding(
        code,
        rows.place(field, row),
        row=rows.sheet_row(row),
    )


def _foreign_ids(
    rows: TableRows,
    products: pd.DataFrame,
    scope: Scope,
) -> Iterator[Finding]:
    """A registration number that begins with another district's code."""
    codes, ids = pd.factorize(products["group_id"].astype(object))
    codes_in_ids = [_district_code_in(id_) for id_ in ids] + [""]
    codes_in_numbers = np.array(codes_in_ids, dtype=object)[codes]
    district_codes = _of_districts(scope, "code")[products["district_ix"]]
    is_number = codes_in_numbers != ""
    for position in rows_of(is_number & (codes_in_numbers != district_codes)):
        row = int(products.index[position])
        yield make_finding(
            "cell.id-of-other-district",
            rows.place("group_id", row),
            value=str(products["group_id"].iat[position]),
            district=str(products["district"].iat[position]),
            district_code=district_codes[position],
        )


def _district_code_in(group_id: str) -> str:
    """The code of the district with which a registration number begins; "" for any other id."""
    is_number = REGISTRATION_NUMBER.match(group_id)
    return group_id[:DISTRICT_CODE_DIGITS] if is_number else ""
