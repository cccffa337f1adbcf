"""What the user calls a column, and what a message calls it: `--column`, and the headers that could be a field.

Knows headers, paths of headers and letters of columns. Refuses to choose a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, UsageError, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.masking import are_values
from kbo_screen.registry.registry import cell_name
from kbo_screen.sources.columns import fit_of_column
from kbo_screen.vocabulary.areas import nearest
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS, NUMBER_FIELDS
from kbo_screen.vocabulary.headers import (
    BY_HAND,
    EXACT,
    is_no_field,
    names_group_and_product,
    read_header,
    spellings_of,
)
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


def by_hand_of(columns: Mapping[str, str]) -> dict[str, list[str]]:
    """Headers by field, as the finder of headers takes them; a field may be named in Thai.

    Raises UsageError for a field that there is not.

    >>> by_hand_of({"ระดับดาว": "F", "group_name": "ชื่อ"})
    {'star': ['F'], 'group_name': ['ชื่อ']}
    """
    by_hand: dict[str, list[str]] = {}
    for name, header in columns.items():
        field = field_called(name)
        if field is None:
            names = ", ".join(nearest(name, FIELDS) or FIELDS)
            raise UsageError(
                make_finding("usage.unknown-field", value=name, suggestion=names)
            )
        by_hand.setdefault(field, []).append(header)
    return by_hand


def field_called(name: str) -> str | None:
    """The field of that name; in Thai by its label, or by any header that is its own."""
    if name in FIELDS:
        return name
    if name.isascii():
        return None
    for field in FIELDS:
        if fold(name) in {
            fold(text(f"words.field.{field}", language)) for language in LANGUAGES
        }:
            return field
    exact = [match.field for match in read_header(name) if match.strength == EXACT]
    return exact[0] if len(exact) == 1 else None


def mapped_by_hand(table: Table) -> frozenset[str]:
    """The fields whose header in a table was mapped by hand."""
    fields: set[str] = set()
    for matches in table.header.matches.values():
        fields.update(match.field for match in matches if match.strength == BY_HAND)
    return frozenset(fields)


def unknown_headers(
    by_hand: Mapping[str, Sequence[str]], tables: Sequence[Table]
) -> Iterator[Finding]:
    """Headers that were mapped by hand and stand in no table."""
    mapped = frozenset().union(*map(mapped_by_hand, tables))
    texts: set[str] = set()
    for table in tables:
        texts.update(table.header.texts.values(), table.header.cells.values())
    folded = {fold(header) for header in texts}
    for field, headers in by_hand.items():
        for header in headers:
            if field in mapped or fold(header) in folded:
                continue
            like_names = [] if are_values(texts) else nearest(header, texts)
            names = like_names or nearest_headers(field, tables[0])
            yield make_finding(
                "usage.unknown-header",
                value=header,
                suggestion=", ".join(names) or "-",
                field=field,
            )


def nearest_headers(field: str, table: Table) -> list[str]:
    """The unused headers of a table that could be a field, by their words or their values, each with its column.

    None where the header is a row of values: a person stands there.
    """
    from rapidfuzz import fuzz, process

    unused = _unused_columns(table)
    if are_values(table.source().unused_headers):
        return []
    spellings = [fold(spelling) for spelling in spellings_of(field)]
    is_checked = field in CODED_VALUES or field in NUMBER_FIELDS
    scored: list[tuple[float, int]] = []
    for column, header in unused.items():
        likeness = process.extractOne(
            fold(header), spellings, scorer=fuzz.ratio, score_cutoff=LIKE_HEADER
        )
        score = likeness[1] if likeness else 0.0
        if is_checked:
            fit = fit_of_column(table.grid, table.header, column, field)
            score += 100 * fit if fit >= LIKE_VALUES else 0.0
        if score:
            scored.append((-score, column))
    columns = [column for _, column in sorted(scored)] or list(unused)
    return [
        f"“{unused[column]}” ({letters_of(column)})"
        for column in columns[:HEADERS_SHOWN]
    ]


def _unused_columns(table: Table) -> dict[int, str]:
    """The headers that no field took, by column, without those that say by themselves that they are none.

    A header that names a group and a product may be the field that is missing, though the other took it.
    """
    joint = {
        column
        for column, header in table.header.texts.items()
        if names_group_and_product(header)
    }
    used = set(table.columns.by_field.values()) - joint
    for matrix in table.columns.matrices.values():
        used.update(matrix.options)
    headers = table.header.texts.items()
    return {
        column: header
        for column, header in headers
        if column not in used and not is_no_field(header)
    }


def letters_of(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> letters_of(5), letters_of(27)
    ('F', 'AB')
    """
    return cell_name(column).rstrip("1")
