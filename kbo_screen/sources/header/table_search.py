"""What tables are looked for: the same on every sheet of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.header.columns import LetterYears

    #: Headers, paths of headers or letters of columns that the user mapped to fields, by field.
    MappedHeaders = Mapping[str, Sequence[str]]


class TableSearch(NamedTuple):
    """What a reader looks for on a sheet.

    `scope`: the districts that a title may name. `years`: of several columns of a field
    the one of the letter's year counts. `by_hand`: what the user mapped to fields.
    `is_list`: the tables are a side list's, which may name things and say no more of
    them. `only_field`: the field that such a list is of and nothing else.
    `letters_fill`: a letter of a column in `by_hand` was meant for the registry, and
    names a field here only where no header does.
    `sheet_names`: the names of all visible sheets of the workbook, of which each may be
    a year's.
    """

    scope: Scope
    years: LetterYears
    by_hand: MappedHeaders
    is_list: bool = False
    only_field: str | None = None
    letters_fill: bool = False
    sheet_names: tuple[str, ...] = ()
