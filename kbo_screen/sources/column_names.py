"""What the user calls a column, and what a message calls it: `--column`, and the headers that could be a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, UsageError, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.masking import are_values
from kbo_screen.registry.registry import column_letters
from kbo_screen.sources.column_fit import fit_of_column
from kbo_screen.vocabulary.areas import nearest
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS, NUMBER_FIELDS
from kbo_screen.vocabulary.headers import (
    EXACT,
    is_no_field,
    names_group_and_product,
    read_header,
    spellings_of,
)
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.sources.table import Table

#: Headers named in a message.
HEADERS_SHOWN: Final = 3
#: How alike a header and a field's spelling are (0 to 100) for the header to be suggested.
LIKE_HEADER: Final = 60
#: The part of a column's values that must read as the field for the header to be suggested.
LIKE_VALUES: Final = 0.5


def by_hand_of(
    columns: Mapping[str, str], spellings: Spellings = NO_SPELLINGS
) -> dict[str, list[str]]:
    """Headers by field, as the finder of headers takes them; a field may be named in Thai.

    Raises UsageError for a field that there is not.

    >>> by_hand_of({"ระดับดาว": "F", "group_name": "ชื่อ"})
    {'star': ['F'], 'group_name': ['ชื่อ']}
    """
    by_hand: dict[str, list[str]] = {}
    for name, header in columns.items():
        field = field_called(name, spellings)
        if field is None:
            suggestion = ", ".join(nearest(name, FIELDS) or FIELDS)
            raise UsageError(
                make_finding(
                    "usage.unknown-field",
                    value=name,
                    suggestion=suggestion,
                )
            )
        by_hand.setdefault(field, []).append(header)
    return by_hand


def field_called(name: str, spellings: Spellings = NO_SPELLINGS) -> str | None:
    """The field of that name; in Thai by its label, or by any header that is its own."""
    if name in FIELDS:
        return name
    if name.isascii():
        return None
    for field in FIELDS:
        if fold(name) in _folded_labels(field):
            return field
    matches = read_header(name, spellings)
    exact = [match.field for match in matches if match.strength == EXACT]
    return exact[0] if len(exact) == 1 else None


def _folded_labels(field: str) -> set[str]:
    label = f"words.field.{field}"
    return {fold(text(label, language)) for language in LANGUAGES}


def mapped_by_hand(table: Table) -> frozenset[str]:
    """The fields whose header in a table was mapped by hand."""
    return frozenset(table.header.fields_by_hand)


def unknown_headers(
    by_hand: Mapping[str, Sequence[str]],
    tables: Sequence[Table],
) -> Iterator[Finding]:
    """Headers that were mapped by hand and stand in no table."""
    texts = _texts_of_headers(tables)
    folded_texts = set(map(fold, texts))
    mapped_fields = frozenset().union(*map(mapped_by_hand, tables))
    for field, headers in by_hand.items():
        if field in mapped_fields:
            continue
        for header in headers:
            if fold(header) in folded_texts:
                continue
            names = [] if are_values(texts) else nearest(header, texts)
            names = names or nearest_headers(field, tables[0])
            yield make_finding(
                "usage.unknown-header",
                value=header,
                suggestion=", ".join(names) or "-",
                field=field,
            )


def _texts_of_headers(tables: Sequence[Table]) -> set[str]:
    texts: set[str] = set()
    for table in tables:
        texts.update(table.header.texts.values())
        texts.update(table.header.cells.values())
    return texts


def nearest_in_words(field: str, table: Table) -> str:
    """The headers of `nearest_headers` as a finding says them; "-" for none."""
    return ", ".join(nearest_headers(field, table)) or "-"


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
    from rapidfuzz import fuzz, process

    likeness = process.extractOne(
        fold(header),
        list(map(fold, spellings_of(field))),
        scorer=fuzz.ratio,
        score_cutoff=LIKE_HEADER,
    )
    return likeness[1] if likeness else 0.0


def _likeness_of_values(
    field: str,
    table: Table,
    column: int,
) -> float:
    """How well the values of a column fit a field that not any text is a value of, 0 to 100."""
    if field not in CODED_VALUES and field not in NUMBER_FIELDS:
        return 0.0
    fit = fit_of_column(table.grid, table.header, column, field)
    return 100 * fit if fit >= LIKE_VALUES else 0.0
