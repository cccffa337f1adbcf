"""What a reader should know of how the columns of a table were chosen.

Knows what `Columns` records. Refuses to choose, and to look at a cell below the header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.sources.columns import YEAR_FIELDS, LetterYears, year_of_column
from kbo_screen.vocabulary.headers import (
    header_year,
    is_aggregate,
    names_group_and_product,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.sources.table import Table


def check_columns(table: Table, years: LetterYears) -> Iterator[Finding]:
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
    for field, rivals in table.columns.rivals.items():
        column = table.columns.by_field[field]
        yield make_finding(
            "table.two-columns",
            table.header_place(rivals[0]),
            value=table.header.texts[rivals[0]],
            chosen=table.header_text(field),
            chosen_cell=table.header_place(column).cell,
            field=field,
        )


def _column_of_other_year(
    table: Table, field: str, column: int, years: LetterYears
) -> Finding:
    """Why a column of another year is not read."""
    place = table.header_place(column)
    header = table.header.texts[column]
    year_be = year_of_column(table.header, column, field) or header_year(header)
    if year_be is None:
        year_be = table.around.of_field(field)[0].year_be
    if field == "star":
        return make_finding(
            "table.other-star-round",
            place,
            value=header,
            year=year_be,
            wanted=years.star,
        )
    if field == "other_project" and field in table.columns.by_field:
        return make_finding(
            "table.other-project-year",
            place,
            value=header,
            year=year_be,
            wanted=years.project,
        )
    if field == "other_project":
        return make_finding(
            "table.no-project-of-year",
            place,
            value=header,
            year=year_be,
            wanted=years.project,
        )
    chosen_cell = table.header_place(table.columns.by_field[field]).cell
    chosen = table.header_text(field)
    return make_finding(
        "table.newer-column",
        place,
        value=header,
        chosen=chosen,
        chosen_cell=chosen_cell,
        field=field,
    )


def _bare_year(table: Table) -> Iterator[Finding]:
    column = table.columns.bare_year
    if column is None:
        return
    field = next(
        name for name in YEAR_FIELDS if table.columns.by_field.get(name) == column
    )
    other = next(name for name in YEAR_FIELDS if name != field)
    other_name = {
        language: text(f"words.field.{other}", language) for language in LANGUAGES
    }
    yield make_finding(
        "table.bare-year",
        table.header_place(column),
        value=table.header.texts[column],
        field=field,
        other=other,
        other_name=other_name,
    )


def untold_columns(table: Table, field: str) -> Finding:
    """Columns under one header that may each be the letter's year: none is read."""
    columns = table.columns.untold[field]
    headers = ", ".join(table.header.texts[column] for column in columns)
    place = table.header_place(columns[0])
    return make_finding("table.columns-untold", place, value=headers, field=field)


def _denied_header(table: Table) -> Iterator[Finding]:
    """A header that denies turns its yes and no round."""
    column = table.columns.by_field.get("other_project")
    if column is None or "other_project" in table.columns.matrices:
        return
    if any(match.denied for match in table.header.matches.get(column, ())):
        yield make_finding(
            "table.denied-header",
            table.header_place(column),
            value=table.header.texts[column],
        )


def _joint_header(table: Table) -> Iterator[Finding]:
    """A header that names a group and a product was taken for the group's."""
    column = table.columns.by_field.get("group_name")
    if column is None or "product_name" not in table.columns.by_field:
        return
    header = table.header.texts.get(column, "")
    if names_group_and_product(header):
        yield make_finding(
            "table.joint-header",
            table.header_place(column),
            value=header,
            product_header=table.header_text("product_name"),
            product_cell=table.header_place(
                table.columns.by_field["product_name"]
            ).cell,
        )


def doubtful_ticks(table: Table) -> Iterator[Finding]:
    """Columns that look like the answers of one question, and hold something else than ticks."""
    for matrix in table.columns.doubtful_matrices:
        place = table.header_place(min(matrix.options))
        yield make_finding(
            "table.tick-columns", place, value=matrix.title, field=matrix.field
        )


def second_tables(tables: Sequence[Table]) -> Iterator[Finding]:
    """Tables beside or below the first one of their sheet, each read by its own header."""
    for table in tables[1:]:
        place = table.header_place(min(table.header.texts))
        yield make_finding("table.second-table", place, count=len(table.data_rows))


def parts_not_read(tables: Sequence[Table]) -> Iterator[Finding]:
    """Tables beside or below a registry, on its sheet, that are none: lists, summaries of groups."""
    for table in tables:
        if len(table.data_rows):
            place = table.header_place(min(table.header.texts))
            yield make_finding("table.part-skipped", place, count=len(table.data_rows))


def is_summary(table: Table) -> bool:
    """A table that counts or adds up a registry, as a pivot table does, and is none itself."""
    lacks_something = bool(table.missing_fields)
    return lacks_something and any(
        is_aggregate(header) for header in table.header.texts.values()
    )
