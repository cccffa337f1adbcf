"""What a reader should know of how the columns of a table were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.sources.cells.bounded_years import YEAR_FIELDS
from kbo_screen.sources.header.columns import (
    LetterYears,
    year_of_column,
)
from kbo_screen.sources.table.rival_columns import (
    is_undated_beside,
    rivals_compared,
)
from kbo_screen.vocabulary.fields import COMPARED_FIELDS, LETTER_YEAR_FIELDS
from kbo_screen.vocabulary.headers import (
    header_year,
    is_aggregate,
    names_group_and_product,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.sources.table.table import Table


def check_columns(
    table: Table,
    years: LetterYears,
) -> Iterator[Finding]:
    """Columns that claim one field, columns of other years, a header that is only "ปี" or names two fields."""
    yield from _rivals(table)
    for field, columns in table.columns.other_years.items():
        for column in columns:
            yield _column_of_other_year(table, field, column, years)
    yield from _bare_year(table)
    yield from _denied_header(table)
    yield from _joint_header(table)
    yield from doubtful_ticks(table)


def _rivals(table: Table) -> Iterator[Finding]:
    for field, (rival, *_) in table.columns.rivals.items():
        code = _code_of_rival(table, field, rival)
        yield _finding_beside_chosen(code, table, field, rival)


def _code_of_rival(
    table: Table,
    field: str,
    rival: int,
) -> str:
    """Whether what a column says differently from the field's leaves the field unknown."""
    if field in COMPARED_FIELDS and field in table.columns.matrices:
        return "table.two-columns"
    if is_undated_beside(table, field, rival):
        return "table.undated-column"
    if rival in rivals_compared(table, field):
        return "table.two-columns"
    return "table.column-not-compared"


def _column_of_other_year(
    table: Table,
    field: str,
    column: int,
    years: LetterYears,
) -> Finding:
    """Why a column of another year is not read."""
    if field not in LETTER_YEAR_FIELDS:
        return _finding_beside_chosen("table.newer-column", table, field, column)
    if field == "star":
        code = "table.other-star-round"
    elif field in table.columns.by_field:
        code = "table.other-project-year"
    else:
        code = "table.no-project-of-year"
    return make_finding(
        code,
        table.header_place(column),
        value=table.header.texts[column],
        year=_other_year(table, field, column),
        wanted=years.of_field(field),
    )


def _finding_beside_chosen(
    code: str,
    table: Table,
    field: str,
    column: int,
) -> Finding:
    """What is told of a column beside the one that was chosen for its field."""
    return make_finding(
        code,
        table.header_place(column),
        value=table.header.texts[column],
        chosen=table.header_text(field),
        chosen_cell=table.header_place_of(field).cell,
        field=field,
    )


def _other_year(
    table: Table,
    field: str,
    column: int,
) -> int:
    """The year of a column: its header's, else the one around the table."""
    year_be = year_of_column(table.header, column, field)
    if year_be is None:
        year_be = header_year(table.header.texts[column])
    if year_be is None:
        year_be = table.around.of_field(field)[0].year_be
    return year_be


def _bare_year(table: Table) -> Iterator[Finding]:
    column = table.columns.bare_year
    if column is None:
        return
    field, other_field = YEAR_FIELDS
    if table.columns.by_field.get(field) != column:
        field, other_field = other_field, field
    yield make_finding(
        "table.bare-year",
        table.header_place(column),
        value=table.header.texts[column],
        field=field,
        other=other_field,
        other_name=text_in_each(f"words.field.{other_field}"),
    )


def untold_columns(table: Table) -> Finding:
    """Columns of stars under one header that may each be of the letter's round: none is read."""
    columns = table.columns.untold_stars
    return make_finding(
        "table.columns-untold",
        table.header_place(columns[0]),
        value=", ".join(table.texts_over(columns)),
        field="star",
    )


def _denied_header(table: Table) -> Iterator[Finding]:
    """A header that denies turns its yes and no round."""
    column = table.column_of("other_project")
    if column is None or "other_project" in table.columns.matrices:
        return
    if table.header.denies(column):
        yield make_finding(
            "table.denied-header",
            table.header_place(column),
            value=table.header.texts[column],
        )


def _joint_header(table: Table) -> Iterator[Finding]:
    """A header that names a group and a product was taken for the group's."""
    if not {"group_name", "product_name"} <= table.columns.by_field.keys():
        return
    header = table.header_text("group_name")
    if names_group_and_product(header):
        yield make_finding(
            "table.joint-header",
            table.header_place_of("group_name"),
            value=header,
            product_header=table.header_text("product_name"),
            product_cell=table.header_place_of("product_name").cell,
        )


def doubtful_ticks(table: Table) -> Iterator[Finding]:
    """Columns that look like the answers of one question, and hold something else than ticks."""
    for matrix in table.columns.doubtful_matrices:
        yield make_finding(
            "table.tick-columns",
            table.header_place(min(matrix.options)),
            value=matrix.title,
            field=matrix.field,
        )


def second_tables(tables: Sequence[Table]) -> Iterator[Finding]:
    """Tables beside or below the first one of their sheet, each read by its own header."""
    for table in tables[1:]:
        yield _finding_of_part("table.second-table", table)


def _finding_of_part(code: str, table: Table) -> Finding:
    """A table beside or below another, with the number of its rows of data."""
    return make_finding(
        code,
        table.first_header_place,
        count=len(table.data_rows),
    )


def parts_not_read(tables: Sequence[Table]) -> Iterator[Finding]:
    """Tables beside or below a registry, on its sheet, that are none: lists, summaries of groups."""
    for table in tables:
        if is_summary(table):
            yield summary_skipped(table)
        elif len(table.data_rows):
            yield _finding_of_part("table.part-skipped", table)


def is_summary(table: Table) -> bool:
    """A table that counts or adds up a registry, as a pivot table does, and is none itself."""
    headers = table.header.texts.values()
    return bool(table.missing_fields) and any(map(is_aggregate, headers))


def summary_skipped(table: Table) -> Finding:
    """A summary beside a registry, or on its sheet, was not read."""
    return make_finding("table.summary-skipped", table.first_header_place)
