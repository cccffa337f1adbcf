"""Reads the rows of one table as products: typed values, their cells, and the rows that can not be used.

Knows what makes a row usable and which round a star belongs to. Refuses to know files and a letter's rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.desk.latest import YEAR_OF
from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.grid import column_of
from kbo_screen.registry.registry import NO_CELL, UnusableRow, cell_name
from kbo_screen.sources.cells import (
    NEVER_REPEATED,
    CellColumn,
    ReadColumn,
    codes_of,
    no_cells,
    read_column,
    settle_dittos,
    take_cells,
    typed,
)
from kbo_screen.sources.dissolved import (
    dissolved_findings,
    doubt_dissolved,
    find_dissolved,
)
from kbo_screen.sources.districts import (
    OUT_OF_SCOPE,
    Settled,
    SettledPlace,
    settle_districts,
)
from kbo_screen.sources.letter_years import (
    letter_projects,
    projects_of_letter,
    star_rounds,
    value_years,
    year_columns_of,
)
from kbo_screen.sources.rival_columns import compare_rivals
from kbo_screen.sources.tick_columns import take_ticked
from kbo_screen.sources.years import within_bounds
from kbo_screen.vocabulary.fields import FIELDS, PERSONAL_FIELDS
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.ticks import read_denied_project, read_ticked
from kbo_screen.vocabulary.values import read_field, said_failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.columns import LetterYears
    from kbo_screen.sources.row_years import YearColumn
    from kbo_screen.sources.table import Table
    from kbo_screen.vocabulary.reading import Reading
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: What stands for a value that may be a person's.
MASK: Final = "***"
#: A registration number: the district's 4-digit code, then a serial.
REGISTRATION_NUMBER: Final = r"^\d{9}$"
DISTRICT_CODE_DIGITS: Final = 4
#: Fields whose header may be an answer: "ผ่าน มชช." over ticks.
ANSWERED_FIELDS: Final = ("standard", "quadrant", "potential")
#: Fields that `settle_districts` reads.
PLACE_FIELDS: Final = ("province", "district")


@dataclass(frozen=True, slots=True)
class TableProducts:
    """What one table gives to the registry: `products` and `addresses` as at `Registry`, one row per usable product."""

    products: pd.DataFrame
    addresses: pd.DataFrame
    unusable: tuple[UnusableRow, ...]
    out_of_scope: int
    findings: tuple[Finding, ...]


def read_products(
    table: Table,
    number: int,
    scope: Scope,
    years: LetterYears,
    bounds: Mapping[str, DateBounds],
) -> TableProducts:
    """Read every row of data of a table. Rows out of scope are counted; rows that can not be used are kept aside.

    number: position of the table among those of the registry. bounds: what years can be, by field of years.
    """
    rows = table.data_rows
    cells = {name: table_cells(table, name, rows) for name in FIELDS}
    settled = settle_districts(cells["province"], cells["district"], scope)
    columns = {
        name: read_column(name, cells[name])
        for name in FIELDS
        if name not in PLACE_FIELDS
    }
    columns = within_bounds(columns, bounds)
    is_in_scope = settled.district_ix != OUT_OF_SCOPE
    rival_findings = compare_columns(table, columns, cells, is_in_scope)
    columns["other_project"] = projects_of_letter(columns["other_project"], years)
    year_columns = year_columns_of(table, columns, cells, bounds)
    if "star_year_be" not in table.columns.by_field:
        cells["star_year_be"] = _cells_of_star_year(columns["star"], cells["star"])
    products = _frame(columns, settled, scope)
    year_findings = _add_dated_values(
        products, table, columns, cells, year_columns, years, is_in_scope
    )
    products["project_words"] = words_of_cells(columns["other_project"])
    dissolved = find_dissolved(table, cells["group_name"])
    doubt_dissolved(products, dissolved)
    products["table"] = number
    products["row"] = rows + 1
    has_place = settled.district_ix >= 0
    is_usable = has_place & products["group_name"].notna().to_numpy()
    findings = [
        *_problems_of_places(table, settled, cells),
        *problems_of_cells(table, columns, cells, is_in_scope),
        *rival_findings,
        *year_findings,
        *_problems_of_rows(table, products, cells, is_in_scope),
        *dissolved_findings(table, dissolved, is_in_scope),
        *_foreign_ids(table, products[is_usable], cells, scope),
    ]
    addresses = pd.DataFrame({name: column.addresses for name, column in cells.items()})
    return TableProducts(
        products[is_usable],
        addresses[is_usable],
        tuple(_unusable_rows(table, products, settled, ~is_usable & is_in_scope)),
        int((~is_in_scope).sum()),
        tuple(findings),
    )


def compare_columns(
    table: Table,
    columns: dict[str, ReadColumn],
    cells: dict[str, CellColumn],
    is_in_scope: np.ndarray,
) -> list[Finding]:
    """Settle the columns of a field with one another; what they say differently is told."""
    findings: list[Finding] = []
    rows = table.data_rows
    for name in table.columns.rivals:
        if name in columns:
            cells_of = partial(_cells_of_column, table, name, rows)
            compared = compare_rivals(
                table, name, columns[name], cells[name], cells_of, is_in_scope
            )
            columns[name], cells[name] = compared.column, compared.cells
            findings.extend(compared.findings)
    return findings


def words_of_cells(column: ReadColumn) -> np.ndarray:
    """What stands in each row of a column, as text; None for nothing."""
    words = np.empty(len(column.raw), dtype=object)
    words[:] = [cell_text(raw) or None for raw in column.raw]
    return words.take(column.codes)


def _add_dated_values(
    products: pd.DataFrame,
    table: Table,
    columns: Mapping[str, ReadColumn],
    cells: Mapping[str, CellColumn],
    year_columns: Mapping[str, YearColumn],
    years: LetterYears,
    is_in_scope: np.ndarray,
) -> list[Finding]:
    """Add to the products of which year their values are, and what follows for the letter; what is to be told of it."""
    star, project = columns["star"], columns["other_project"]
    rounds = star_rounds(
        table, star, cells["star"], year_columns.get("star"), years, is_in_scope
    )
    products["star_year_be"] = pd.array(rounds.years_be, dtype="Int16")
    fiscal_column = year_columns.get("other_project")
    projects = letter_projects(
        table, project, cells["other_project"], fiscal_column, years, is_in_scope
    )
    products["other_project"] = typed("other_project", projects.values)
    products["project_said"] = projects.is_said
    findings = [*rounds.findings, *projects.findings]
    for field, year_field in YEAR_OF.items():
        dated = value_years(
            table,
            field,
            columns[field],
            cells[field],
            year_columns.get(field),
            is_in_scope,
        )
        products[year_field] = pd.array(dated.years_be, dtype="Int16")
        findings.extend(dated.findings)
    return findings


def _unusable_rows(
    table: Table, products: pd.DataFrame, settled: Settled, is_unusable: np.ndarray
) -> Iterator[UnusableRow]:
    """The rows that cannot be used, each with the reason: no group, else what is wrong with its place."""
    groups = products["group_name"].tolist()
    names_of_products = products["product_name"].tolist()
    for position in np.flatnonzero(is_unusable).tolist():
        group = groups[position]
        place_problem = settled.places[settled.codes[position]].problem
        row = _row(table, position)
        yield UnusableRow(
            Place(table.grid.file, table.grid.sheet, f"{row}"),
            row,
            "no-group" if group is None else place_problem or "no-district",
            group,
            names_of_products[position],
        )


def table_cells(table: Table, name: str, rows: np.ndarray) -> CellColumn:
    """What stands in the column of a field at some rows; a district may stand in a title; blank without a column.

    Of tick columns it is the answer that is ticked.
    """
    if name in table.columns.matrices:
        return take_ticked(table.grid, table.columns.matrices[name], rows)
    column = table.columns.by_field.get(name)
    if column is not None:
        return _cells_of_column(table, name, rows, column)
    if name == "district" and table.title_places:
        texts, addresses = table.title_places
        named = column_of(texts[rows].tolist())
        return CellColumn(codes_of(named), named.distinct, addresses[rows])
    return no_cells(len(rows))


def _cells_of_column(
    table: Table, name: str, rows: np.ndarray, column: int
) -> CellColumn:
    """What stands in one column that is a field's."""
    cells = replace(
        take_cells(table.grid, column, rows), reader=_reader_under(table, name, column)
    )
    return (
        cells
        if name in NEVER_REPEATED
        else settle_dittos(table.grid, column, rows, cells)
    )


def _reader_under(
    table: Table, name: str, column: int
) -> Callable[[object], Reading] | None:
    """What reads a column whose header is an answer itself, or denies; None for every other header."""
    path = table.header.paths.get(column)
    if path is None:
        return None
    if name == "other_project" and any(
        match.denied for match in table.header.matches.get(column, ())
    ):
        return read_denied_project
    if name in ANSWERED_FIELDS and read_field(name, path[-1]).known:
        return partial(read_ticked, name, path[-1])
    return None


def _cells_of_star_year(star: ReadColumn, cells: CellColumn) -> CellColumn:
    """Where the round stands beside the star, its cell is the star's."""
    has_year = star.pick(lambda reading: reading.year_be is not None).astype(bool)
    return replace(cells, addresses=np.where(has_year, cells.addresses, NO_CELL))


def _frame(read: dict[str, ReadColumn], settled: Settled, scope: Scope) -> pd.DataFrame:
    """One row per row of data, columns of a registry; the places of rows that are not settled are the first one's."""
    values = {
        name: column.pick(lambda reading: reading.value)
        for name, column in read.items()
    }
    ix = settled.district_ix.clip(min=0)
    values["province"] = np.array([d.province for d in scope.districts], dtype=object)[
        ix
    ]
    values["district"] = np.array([d.district for d in scope.districts], dtype=object)[
        ix
    ]
    frame = pd.DataFrame({name: typed(name, values[name]) for name in FIELDS})
    rated = read["star"].pick(
        lambda reading: reading.value is not None if reading.known else None
    )
    frame["star_rated"] = pd.array(rated, dtype="boolean")
    standard = read["standard"]
    failed = np.array([said_failed(raw) for raw in standard.raw], dtype=bool)
    frame["star_said"] = (
        read["star"].pick_raw(lambda raw: not is_blank(cell_text(raw))).astype(bool)
    )
    frame["standard_said_failed"] = failed[standard.codes]
    frame["district_ix"] = settled.district_ix
    return frame


def _problems_of_places(
    table: Table, settled: Settled, cells: dict[str, CellColumn]
) -> Iterator[Finding]:
    """A finding per row whose province or district is not settled."""
    problems = np.array(
        [place.problem is not None for place in settled.places] or [False]
    )
    for row in np.flatnonzero(problems[settled.codes]):
        place = settled.places[settled.codes[row]]
        if place.problem == "no-district":
            where = place_of(table, cells, "district", int(row))
            yield make_finding(
                "row.no-district",
                where,
                row=_row(table, int(row)),
                target=_target(where),
            )
            continue
        yield problem_of_place(table, place, cells, int(row))


def problem_of_place(
    table: Table, place: SettledPlace, cells: dict[str, CellColumn], row: int
) -> Finding:
    """The finding of a row, counted from 0, whose province or district is written and not understood."""
    return make_finding(
        f"cell.{place.problem}",
        place_of(table, cells, place.field, row),
        value=str(cells[place.field].at(row)),
        suggestion=place.suggestion,
        header=table.header_text(place.field)
        if place.field in table.columns.by_field
        else "-",
    )


def _target(place: Place) -> dict[str, str]:
    """Where a person is to write what is missing, in every language."""
    slug = "cell" if place.cell else "no_column"
    return {
        lang: text(f"words.target.{slug}", lang, cell=place.cell or "-")
        for lang in LANGUAGES
    }


def problems_of_cells(
    table: Table,
    read: dict[str, ReadColumn],
    cells: dict[str, CellColumn],
    is_in_scope: np.ndarray,
) -> Iterator[Finding]:
    """A finding per cell that is not understood, in rows of the scope."""
    for name in (name for name in read if name in table.columns.by_field):
        header = table.header_text(name)
        for row, slug, raw in read[name].problems():
            if is_in_scope[row]:
                value = MASK if name in PERSONAL_FIELDS else cell_text(raw)
                year = read[name].at(row).value if slug == "mended-year" else None
                place = place_of(table, cells, name, row)
                yield make_finding(
                    f"cell.{slug}", place, value=value, header=header, year=year
                )
        if read[name].is_unticked and is_in_scope.any():
            yield unticked_finding(table, name)
    for name in (name for name in cells if name in table.columns.by_field):
        yield from findings_of_dittos(table, name, cells[name], is_in_scope)


def unticked_finding(table: Table, name: str) -> Finding:
    """A column of boxes in which nobody ticked one."""
    place = table.header_place(table.columns.by_field[name])
    return make_finding(
        "table.boxes-unticked", place, value=table.header_text(name), field=name
    )


def findings_of_dittos(
    table: Table, name: str, cells: CellColumn, is_in_scope: np.ndarray
) -> Iterator[Finding]:
    """A finding per mark that was read as the cell above it."""
    header = table.header_text(name)
    for row, ditto in cells.dittos.items():
        if is_in_scope[row]:
            yield make_finding(
                "cell.ditto",
                Place(
                    table.grid.file,
                    table.grid.sheet,
                    cell_name(int(cells.addresses[row])),
                ),
                value=ditto.mark,
                header=header,
                source=cell_name(ditto.source_address),
                source_value=MASK
                if name in PERSONAL_FIELDS
                else cell_text(cells.at(row)),
            )


def _problems_of_rows(
    table: Table,
    products: pd.DataFrame,
    cells: dict[str, CellColumn],
    is_in_scope: np.ndarray,
) -> Iterator[Finding]:
    """A finding per row without a group, or with a group and no product."""
    for field, slug in (("group_name", "no-group"), ("product_name", "no-product")):
        has_blank_cell = cells[field].codes == 0
        lacks = products[field].isna().to_numpy() & has_blank_cell & is_in_scope
        if field == "product_name":
            lacks &= products["group_name"].notna().to_numpy()
        for row in np.flatnonzero(lacks):
            yield make_finding(
                f"row.{slug}",
                place_of(table, cells, field, int(row)),
                row=_row(table, int(row)),
            )


def _foreign_ids(
    table: Table, products: pd.DataFrame, cells: dict[str, CellColumn], scope: Scope
) -> Iterator[Finding]:
    """A registration number that begins with another district's code."""
    ids = products["group_id"].dropna()
    ids = ids[ids.str.match(REGISTRATION_NUMBER)]
    codes = np.array([d.code for d in scope.districts], dtype=object)[
        products.loc[ids.index, "district_ix"]
    ]
    differs = ids[ids.str[:DISTRICT_CODE_DIGITS].to_numpy() != codes]
    for row, value in differs.items():
        district = str(products["district"].loc[row])
        where = place_of(table, cells, "group_id", int(str(row)))
        code = codes[ids.index.get_loc(row)]
        yield make_finding(
            "cell.id-of-other-district",
            where,
            value=str(value),
            district=district,
            district_code=code,
        )


def place_of(table: Table, cells: dict[str, CellColumn], field: str, row: int) -> Place:
    """Where the value of a field stands, of a row of data counted from 0."""
    address = int(cells[field].addresses[row])
    return Place(
        table.grid.file,
        table.grid.sheet,
        cell_name(address) if address != NO_CELL else None,
    )


def _row(table: Table, row: int) -> int:
    return int(table.data_rows[row]) + 1
