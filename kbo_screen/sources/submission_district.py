"""Which district a list is of: its form, a title, a column, the sheet's name, the file's.

Knows the ways to name a district. Refuses to guess between two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.sources.districts import district_in_title, settle_districts
from kbo_screen.sources.products import table_cells
from kbo_screen.vocabulary.places import resolve_district
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.screening.registry import Scope
    from kbo_screen.screening.submissions.submission import Written
    from kbo_screen.sources.table import Table

WORDS_AROUND: Final = re.compile(r"[\d\s._()\-]+")


def district_of_file(path: Path, scope: Scope) -> int | None:
    """The one district whose name stands in a file's name."""
    name = fold(path.stem)
    found = [ix for ix, district in enumerate(scope.districts) if fold(district.district) in name]
    longest = [ix for ix in found if not any(_holds(scope, other, ix) for other in found if other != ix)]
    if len(longest) == 1:
        return longest[0]
    return None if found else district_named(WORDS_AROUND.sub(" ", path.stem).strip(), scope)


def _holds(scope: Scope, longer: int, shorter: int) -> bool:
    """The name of one district holds the other's: บางปะกง in no name, but โพธิ์ in บ้านโพธิ์."""
    a, b = scope.districts[longer].district, scope.districts[shorter].district
    return b in a and a != b


def district_of_code(code: str, scope: Scope) -> int | None:
    """The district of an official code, as a position in the scope."""
    return next((ix for ix, district in enumerate(scope.districts) if district.code == code), None)


def district_named(name: str, scope: Scope) -> int | None:
    """The district that a name means, as a position in the scope."""
    found = resolve_district(name, scope.districts) if name else None
    return scope.districts.index(found) if found else None


def district_of_titles(table: Table, head: dict[str, Written], scope: Scope) -> int | None:
    """The district that a line above the table names, the last such line; a labelled cell goes first."""
    if (said := head.get("district")) and (found := district_named(said.text, scope)) is not None:
        return found
    for row in reversed(range(table.header.first_row)):
        for values in table.grid.columns:
            name = district_in_title(cell_text(values[row]), scope)
            if name and (found := district_named(name, scope)) is not None:
                return found
    return None


def district_of_column(table: Table, scope: Scope) -> int | None:
    """The first district that the table's own column names."""
    if "district" not in table.columns.by_field:
        return None
    rows = table.data_rows
    cells = [table_cells(table, name, rows) for name in ("province", "district")]
    named = [int(ix) for ix in settle_districts(cells[0], cells[1], scope).district_ix if ix >= 0]
    return named[0] if named else None
