"""What was not understood in the cells of a table, told at each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.findings.masking import MASK
from kbo_screen.registry.registry import cell_name
from kbo_screen.sources.cells.sheet_places import address_place
from kbo_screen.vocabulary.fields import PERSONAL_FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.sources.cells.cell_columns import CellColumn
    from kbo_screen.sources.cells.districts import RowArea
    from kbo_screen.sources.table.table import Table
    from kbo_screen.sources.table.table_rows import TableRows


def problems_of_cells(rows: TableRows, fields: Iterable[str]) -> Iterator[Finding]:
    """A finding per cell of some fields that is not understood, in rows of the scope.

    A mark for "as above" is told of every field.
    """
    for field in filter(rows.has, fields):
        yield from _problems_of_column(rows, field)
        if rows.columns[field].is_unticked and rows.is_in_scope.any():
            yield unticked_finding(rows.table, field)
    for field in filter(rows.has, rows.cells):
        cells = rows.cells[field]
        yield from findings_of_dittos(rows.table, field, cells, rows.is_in_scope)


def _problems_of_column(rows: TableRows, field: str) -> Iterator[Finding]:
    column = rows.columns[field]
    header = rows.header(field)
    for row, slug, raw in column.problems():
        if not rows.is_in_scope[row]:
            continue
        yield make_finding(
            f"cell.{slug}",
            rows.place(field, row),
            value=words_to_show(field, raw),
            header=header,
            year=column.at(row).value if slug == "mended-year" else None,
        )


def words_to_show(field: str, value: object) -> str:
    """What stands in a cell, as a finding may show it."""
    return MASK if field in PERSONAL_FIELDS else cell_text(value)


def unticked_finding(table: Table, field: str) -> Finding:
    """A column of boxes in which nobody ticked one."""
    return make_finding(
        "table.boxes-unticked",
        table.header_place_of(field),
        value=table.header_text(field),
        field=field,
    )


def findings_of_dittos(
    table: Table,
    field: str,
    cells: CellColumn,
    is_in_scope: np.ndarray,
) -> Iterator[Finding]:
    """A finding per mark that was read as the cell above it."""
    header = table.header_text(field)
    for row, ditto in cells.dittos.items():
        if is_in_scope[row]:
            yield make_finding(
                "cell.ditto",
                address_place(table.grid, cells.addresses[row]),
                value=ditto.mark,
                header=header,
                source=cell_name(ditto.source_address),
                source_value=words_to_show(field, cells.at(row)),
            )


def problems_of_areas(rows: TableRows) -> Iterator[Finding]:
    """A finding per row whose province or district is not settled."""
    has_problem = rows.areas.where(lambda area: area.problem is not None)
    for row in np.flatnonzero(has_problem).tolist():
        area = rows.areas.at(row)
        if area.problem == "no-district":
            yield _no_district(rows, row)
        else:
            yield problem_of_area(rows, area, row)


def _no_district(rows: TableRows, row: int) -> Finding:
    place = rows.place("district", row)
    return make_finding(
        "row.no-district",
        place,
        row=rows.sheet_row(row),
        target=_target(place),
    )


def _target(place: Place) -> dict[str, str]:
    """Where a person is to write what is missing, in every language."""
    text_id = "words.target.cell" if place.cell else "words.target.no_column"
    return text_in_each(text_id, cell=place.cell or "-")


def problem_of_area(
    rows: TableRows,
    area: RowArea,
    row: int,
) -> Finding:
    """The finding of a row whose province or district is written and not understood."""
    return make_finding(
        f"cell.{area.problem}",
        rows.place(area.field, row),
        value=str(rows.cells[area.field].at(row)),
        suggestion=area.suggestion,
        header=rows.header(area.field),
    )
