"""What a table is for, told by its columns: a registry, a side list, or what a district sends.

Knows which columns only one of them has. Refuses to read a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.registry.side_list import FIELD_OF_ROLE, Role
from kbo_screen.sources.side_list_lines import NAMING_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from kbo_screen.registry.inspection import Kind

#: Columns that only a registry has.
_OF_A_REGISTRY: Final = frozenset({"producer_type", "registered_year_be"})
#: Columns in which a district answers; a registry may have either, with columns of its own beside it.
_OF_A_DISTRICT: Final = frozenset({"representative", "potential"})


def kind_of(fields: Collection[str], *, is_form: bool = False) -> Kind:
    """What a table with these fields is; a registry where nothing says that it is something else.

    >>> kind_of(["product_name", "group_name", "province", "star"]), kind_of(["district", "group_name"])
    ('stars', 'projects')
    >>> kind_of(["district", "group_name", "producer_type", "star"]), kind_of(["group_name", "representative"])
    ('registry', 'submission')
    """
    if is_form:
        return "submission"
    if _OF_A_REGISTRY.intersection(fields):
        return "registry"
    if _OF_A_DISTRICT.intersection(fields):
        return "submission" if "representative" in fields else "registry"
    said = [role for role, field in FIELD_OF_ROLE.items() if field in fields]
    if "quadrant" in fields or len(said) > 1:
        return "registry"
    return _list_kind(said[0] if said else "projects", fields)


def _list_kind(role: str, fields: Collection[str]) -> Kind:
    """The kind of list whose one value the table holds, where it has what such a list is named by."""
    kinds: dict[str, Role] = {
        "projects": "projects",
        "stars": "stars",
        "standards": "standards",
    }
    return (
        kinds[role]
        if any(name in fields for name in NAMING_FIELDS[role])
        else "registry"
    )
