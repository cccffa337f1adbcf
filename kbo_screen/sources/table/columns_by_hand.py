"""Columns that the user mapped to fields by hand: `--column FIELD=HEADER`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, UsageError, make_finding
from kbo_screen.findings.catalogue import folded_in_each
from kbo_screen.findings.masking import are_values
from kbo_screen.sources.table.nearest_headers import nearest_headers
from kbo_screen.vocabulary.areas import nearest
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.headers import (
    EXACT,
    read_header,
)
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbo_screen.sources.header.table_search import MappedHeaders
    from kbo_screen.sources.table.table import Table


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
            raise UsageError.of(
                "usage.unknown-field",
                value=name,
                suggestion=suggestion,
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
        if fold(name) in folded_in_each(f"words.field.{field}"):
            return field
    matches = read_header(name, spellings)
    exact = [match.field for match in matches if match.strength == EXACT]
    return exact[0] if len(exact) == 1 else None


def mapped_by_hand(tables: Iterable[Table]) -> frozenset[str]:
    """The fields whose header in one of the tables was mapped by hand."""
    return frozenset().union(*(table.header.fields_by_hand for table in tables))


def unknown_headers(
    by_hand: MappedHeaders,
    tables: Sequence[Table],
) -> Iterator[Finding]:
    """Headers that were mapped by hand and stand in no table."""
    texts: set[str] = set().union(*(table.header.all_texts for table in tables))
    folded_texts = set(map(fold, texts))
    mapped_fields = mapped_by_hand(tables)
    for field, headers in by_hand.items():
        if field in mapped_fields:
            continue
        for header in headers:
            if fold(header) not in folded_texts:
                yield _unknown_header(field, header, texts, tables[0])


def _unknown_header(
    field: str,
    header: str,
    texts: set[str],
    table: Table,
) -> Finding:
    """texts: of the headers that there are."""
    names = [] if are_values(texts) else nearest(header, texts)
    names = names or nearest_headers(field, table)
    return make_finding(
        "usage.unknown-header",
        value=header,
        suggestion=", ".join(names) or "-",
        field=field,
    )
