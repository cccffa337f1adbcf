"""The headers of a table that could be a field that it lacks, by their words and by their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.masking import are_values
from kbo_screen.registry.registry import column_letters
from kbo_screen.sources.header.column_fit import fit_of_column, is_checked
from kbo_screen.vocabulary.headers import (
    is_no_field,
    names_group_and_product,
    spellings_of,
)
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from kbo_screen.sources.table.table import Table

#: Headers named in a message.
HEADERS_SHOWN: Final = 3
#: How alike a header and a field's spelling are (0 to 100) for the header to be suggested.
LIKE_HEADER: Final = 60
#: The part of a column's values that must read as the field for the header to be suggested.
LIKE_VALUES: Final = 0.5


def nearest_in_words(field: str, table: Table) -> str:
    """The headers of `nearest_headers` as a finding says them; "-" for none."""
    return ", ".join(nearest_headers(field, table)) or "-"


def missing_column(
    code: str,
    table: Table,
    field: str,
) -> Finding:
    """A column that a table lacks, with the headers that come nearest."""
    return make_finding(
        code,
        table.header_row_place,
        suggestion=nearest_in_words(field, table),
        field=field,
    )


def nearest_headers(field: str, table: Table) -> list[str]:
    """The unused headers of a table that could be a field, by their words or their values, each with its column.

    None where the header is a row of values: a person stands there.
    """
    if are_values(table.unused_headers.values()):
        return []
    headers = _headers_without_field(table)
    likenesses = {}
    for column, header in headers.items():
        likeness = _likeness(field, header)
        likeness += _likeness_of_values(field, table, column)
        if likeness:
            likenesses[column] = likeness
    columns = sorted(likenesses, key=lambda column: (-likenesses[column], column))
    nearest_columns = (columns or list(headers))[:HEADERS_SHOWN]
    return [
        f"“{headers[column]}” ({column_letters(column)})" for column in nearest_columns
    ]


def _headers_without_field(table: Table) -> dict[int, str]:
    """The headers that no field took, by column, without those that say by themselves that they are none.

    A header that names a group and a product may be the field that is missing, though the other took it.
    """
    headers = {}
    for column, header in table.header.texts.items():
        is_free = column in table.unused_headers or names_group_and_product(header)
        if is_free and not is_no_field(header):
            headers[column] = header
    return headers


def _likeness(field: str, header: str) -> float:
    """How alike a header is to the spelling of a field that is nearest, 0 to 100."""
    from rapidfuzz import fuzz

    key = fold(header)
    likeness = max(fuzz.ratio(key, fold(name)) for name in spellings_of(field))
    return likeness if likeness >= LIKE_HEADER else 0.0


def _likeness_of_values(
    field: str,
    table: Table,
    column: int,
) -> float:
    """How well the values of a column fit a field that not any text is a value of, 0 to 100."""
    if not is_checked(field):
        return 0.0
    fit = fit_of_column(table.grid, table.header, column, field)
    return 100 * fit if fit >= LIKE_VALUES else 0.0
