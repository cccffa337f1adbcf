"""What a table is for, told by its columns alone: a registry, a side list, or what a district sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.registry.side_list import FIELD_OF_ROLE, Role
from kbo_screen.sources.side_lists.side_list_lines import NAMING_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from kbo_screen.registry.inspection import Kind

#: The side lists; a list holds the one value of its role.
ROLES: Final[tuple[Role, ...]] = ("projects", "stars", "standards")
#: Columns that only a registry has.
_OF_A_REGISTRY: Final = frozenset({"producer_type", "registered_year_be"})


def kind_of(fields: Collection[str], *, is_form: bool = False) -> Kind:
    """What a table with these fields is; a registry where nothing says that it is something else.

    A district answers in columns for representatives and potential; a registry may have either, with columns of its
    own beside it.

    >>> kind_of(["product_name", "group_name", "province", "star"]), kind_of(["district", "group_name"])
    ('stars', 'projects')
    >>> kind_of(["district", "group_name", "producer_type", "star"]), kind_of(["group_name", "representative"])
    ('registry', 'submission')
    """
    if is_form:
        return "submission"
    if not _OF_A_REGISTRY.isdisjoint(fields):
        return "registry"
    if "representative" in fields:
        return "submission"
    return "registry" if "potential" in fields else _kind_of_list(fields)


def _kind_of_list(fields: Collection[str]) -> Kind:
    """The list whose one value the table holds, where it has what such a list is named by; else a registry."""
    roles = [role for role in ROLES if FIELD_OF_ROLE[role] in fields]
    if "quadrant" in fields or len(roles) > 1:
        return "registry"
    role = roles[0] if roles else "projects"
    is_named = not set(NAMING_FIELDS[role]).isdisjoint(fields)
    return role if is_named else "registry"
