"""Reads the lines of a side list in one table: what each names, and what it says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.grid import NotedTextError, StruckRowError
from kbo_screen.registry.registry import NO_CELL
from kbo_screen.registry.side_list import FIELD_OF_ROLE, Role
from kbo_screen.sources.cells.cell_columns import typed
from kbo_screen.sources.cells.sheet_places import row_place
from kbo_screen.sources.registries.products import is_rated, words_of_cells
from kbo_screen.sources.side_lists.doubted_lines import (
    doubted_lines,
    findings_of_doubts,
    without_doubted_values,
)
from kbo_screen.sources.table.cell_findings import problem_of_area, problems_of_cells
from kbo_screen.sources.table.table_checks import check_shape
from kbo_screen.sources.table.table_rows import AREA_FIELDS, compare_columns, read_rows
from kbo_screen.sources.years.letter_years import (
    projects_of_letter,
    star_rounds,
    year_columns_of,
)
from kbo_screen.sources.years.section_years import years_of_rows
from kbo_screen.vocabulary.reading import Reading, cell_text, is_blank, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.sources.cells.bounded_years import YearBounds
    from kbo_screen.sources.cells.cell_columns import ReadColumn
    from kbo_screen.sources.cells.districts import RowArea
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.header.table_search import TableSearch
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.table.table_rows import TableRows
    from kbo_screen.sources.years.row_years import RowYears

#: Columns of which a list has at least one, by its kind: what a line is about.
NAMING_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "projects": ("group_name", "group_id", "product_name", "product_id"),
    "stars": ("product_name", "product_id"),
    "standards": ("group_name", "group_id"),
}
_NAMES: Final = ("group_id", "group_name", "product_id", "product_name")
_READ_FIELDS: Final = (
    *AREA_FIELDS,
    *_NAMES,
    "star",
    "star_year_be",
    "standard",
    "other_project",
)
#: Problems of an area's cell that are told as of any cell.
_PROBLEMS_OF_ANY_CELL: Final = (
    "error-value",
    "long-text",
    "not-calculated",
    "doubtful-ditto",
)


class TableLines(NamedTuple):
    """The lines of one table that are in scope and name something, columns as at `SideList.rows`.

    `out_of_scope`, `nameless`: how many rows are not.
    """

    lines: pd.DataFrame
    out_of_scope: int
    nameless: int
    findings: list[Finding]


def read_lines(
    table: Table,
    number: int,
    role: Role,
    search: TableSearch,
    bounds: YearBounds,
) -> TableLines:
    """Read every row of data of a table.

    number: its position among the tables of the list. bounds: what years can be, by field
    of years.
    """
    value_field = FIELD_OF_ROLE[role]
    rows = read_rows(table, _READ_FIELDS, search.scope, bounds)
    rows, rival_findings = compare_columns(rows, [value_field])
    if role == "projects":
        projects = projects_of_letter(rows.columns[value_field], search.years)
        rows = rows.with_column(value_field, _as_listed(projects))
    rows = _without_other_provinces(rows)
    dated = _years_of_values(rows, value_field, search.years, bounds)
    frame = _lines_frame(rows, value_field, dated, number)
    doubts = doubted_lines(table, frame, role, search.years.project)
    frame = without_doubted_values(frame, doubts)
    is_nameless = _is_nameless(frame, role)
    is_line = rows.is_in_scope & ~is_nameless
    doubts = {
        position: doubt for position, doubt in doubts.items() if is_line[position]
    }
    nameless_rows = rows.of_scope(is_nameless)
    findings = [
        *check_shape(table),
        *problems_of_cells(rows, _fields_to_check(role)),
        *rival_findings,
        *dated.findings,
        *_problems_of_areas(rows),
        *findings_of_doubts(table, doubts),
        *_nameless_lines(table, nameless_rows),
    ]
    return TableLines(
        lines=frame[is_line],
        out_of_scope=int((~rows.is_in_scope).sum()),
        nameless=len(nameless_rows),
        findings=findings,
    )


def _as_listed(projects: ReadColumn) -> ReadColumn:
    """What a list of groups in other projects says by its project cell.

    Who stands in such a list is in a project, named or not. That a blank is none is how
    the column of a registry is kept. A dash may say either: it is asked.
    """
    return projects.read_anew(_listed_reading)


def _listed_reading(reading: Reading, raw: object) -> Reading:
    words = cell_text(raw) if reading.known else ""
    if words:
        return unknown("unclear-project") if is_blank(words) else reading
    return reading if _is_doubtful(reading, raw) else Reading("in_project")


def _is_doubtful(reading: Reading, raw: object) -> bool:
    """The cell was not understood, or its line is struck out, or a note says otherwise: whether it counts is asked."""
    return reading.problem is not None or isinstance(
        raw, StruckRowError | NotedTextError
    )


def _without_other_provinces(rows: TableRows) -> TableRows:
    """The rows of a district that only other provinces have are out of scope."""
    is_foreign = rows.areas.where(lambda area: area.problem == "foreign-district")
    is_in_scope = rows.is_in_scope & ~is_foreign
    return rows._replace(is_in_scope=is_in_scope)


def _years_of_values(
    rows: TableRows,
    value_field: str,
    years: LetterYears,
    bounds: YearBounds,
) -> RowYears:
    """Of every row the year of what the list brings."""
    year_columns = year_columns_of(rows, bounds, only_field=value_field)
    year_column = year_columns.get(value_field)
    if value_field == "star":
        return star_rounds(rows, year_column, years)
    return years_of_rows(rows, value_field, year_column)


def _lines_frame(
    rows: TableRows,
    value_field: str,
    dated: RowYears,
    number: int,
) -> pd.DataFrame:
    """One row per row of data; a value of which the year is unclear is unknown."""
    values = {field: rows.values(field) for field in rows.columns}
    rated = rows.columns["star"].pick(is_rated)
    if value_field != "standard":
        values[value_field][dated.is_unclear] = None
        rated[dated.is_unclear] = None
    fields = (*_NAMES, *FIELD_OF_ROLE.values())
    frame = pd.DataFrame({field: typed(field, values[field]) for field in fields})
    frame["star_rated"] = pd.array(rated, dtype="boolean")
    frame["year_be"] = pd.array(dated.years_be, dtype="Int16")
    frame["district_ix"] = rows.areas.district_ix
    frame["table"] = number
    name_addresses = rows.cells[_naming_field(rows)].addresses
    value_addresses = rows.cells[value_field].addresses
    has_value_cell = value_addresses != NO_CELL
    frame["name_address"] = name_addresses
    frame["value_address"] = np.where(has_value_cell, value_addresses, name_addresses)
    words = words_of_cells(rows, value_field)
    # Beside texts pandas would make a blank one a number.
    frame["value_words"] = pd.Series(words, frame.index, dtype=object)
    return frame


def _naming_field(rows: TableRows) -> str:
    """The field whose cell names what a line is about."""
    return next(filter(rows.has, ("group_name", "product_name", *_NAMES)))


def _fields_to_check(role: Role) -> list[str]:
    """The fields of which a list tells what was not understood: its names and what it brings."""
    fields = [*_NAMES, FIELD_OF_ROLE[role]]
    if role == "stars":
        fields.append("star_year_be")
    return fields


def _problems_of_areas(rows: TableRows) -> Iterator[Finding]:
    """An area that is written and not understood.

    A list may leave the area out: the line is looked for everywhere.
    """
    has_problem = rows.areas.where(_is_not_understood)
    for row in rows.of_scope(has_problem):
        area = rows.areas.at(row)
        if area.problem in _PROBLEMS_OF_ANY_CELL:
            yield problem_of_area(rows, area, row)
        else:
            yield _unknown_area(rows, area, row)


def _is_not_understood(area: RowArea) -> bool:
    return area.problem not in (None, "no-district")


def _unknown_area(
    rows: TableRows,
    area: RowArea,
    row: int,
) -> Finding:
    return make_finding(
        "list.unknown-place",
        rows.place(area.field, row),
        value=str(rows.cells[area.field].at(row)),
        suggestion=area.suggestion,
        field=area.field,
    )


def _is_nameless(frame: pd.DataFrame, role: Role) -> np.ndarray:
    """Per row: it names nothing that such a list is about."""
    names = frame[list(NAMING_FIELDS[role])]
    return names.isna().all(axis=1).to_numpy()


def _nameless_lines(table: Table, nameless_rows: list[int]) -> Iterator[Finding]:
    """A finding per row of data that names nothing."""
    for row in table.data_rows[nameless_rows].tolist():
        yield make_finding("list.nameless-row", row_place(table.grid, row))
