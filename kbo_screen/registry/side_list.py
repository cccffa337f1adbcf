"""A side list as the rooms hand it on: one row per line of the list, what it names and what it says.

It knows the shape of a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from kbo_screen.findings import Finding
    from kbo_screen.registry.registry import InputFile, TableSource

Role = Literal["projects", "stars", "standards"]
#: Lists, each with its kind, in the order in which they are applied.
RoleLists: TypeAlias = "tuple[tuple[Role, Path], ...]"
#: The field of a registry that each kind of list brings.
FIELD_OF_ROLE: Final[dict[str, str]] = {
    "projects": "other_project",
    "stars": "star",
    "standards": "standard",
}


class ListAccount(NamedTuple):
    """Where every row of a list went: lines that are clearly about a product, perhaps, not at all, and the rest."""

    rows_read: int
    matched: int
    perhaps: int
    unmatched: int
    other_round: int
    out_of_scope: int
    nameless: int
    beside: int


@dataclass(frozen=True, eq=False)
class SideList:
    """What was read from one file.

    rows: one row per line in scope, columns `district_ix` (position in the scope; negative where the list does not
        say), `group_id`, `group_name`, `product_id`, `product_name`, `star` (Int16), `star_rated` (boolean),
        `standard`, `other_project` (categoricals), `year_be` (Int16: of which year the line is, of stars the round, NA
        where nothing says it or two things differ: the value is unknown then), `table` (position in `tables`),
        `name_address` and `value_address` (the cells of the name and of what the list says), `value_words` (what
        stands there, None for nothing).
    out_of_scope, nameless: lines of another province, lines that name nothing. With the rows and those that are no
        lines (title, header, total, note, blank) they are all rows of `input`.
    """

    role: Role
    rows: pd.DataFrame
    tables: tuple[TableSource, ...]
    input: InputFile
    out_of_scope: int = 0
    nameless: int = 0
    findings: tuple[Finding, ...] = ()
    #: Fields whose header was mapped by hand.
    mapped_by_hand: frozenset[str] = frozenset()
