"""How the cells of a run's files read under other sides of readings, where that can be told without the files.

Where it is not sure, the files are read again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.desk.latest import oldest_valid_year
from kbo_screen.letters.choices import Choices
from kbo_screen.registry.identity import number_groups, number_rows
from kbo_screen.vocabulary.values import read_other_project, says_withdrawn

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry

#: The choices by which cells are read; the others only decide.
_READ_BY: Final = (
    "registration_unit",
    "type_unit",
    "project_year",
    "kbo_itself",
    "withdrawn",
    "blank_project_cell",
    "same_name",
    "old_standard",
)
#: The fields of a letter that open no tier and order no group; a new field does until it is named here.
_ORDERS_NOTHING: Final = frozenset(
    {
        "conditions",
        "tiers",
        "choices",
        "text",
        "districts",
        "deadline",
        "meeting",
        "officer",
        "contact",
        "clauses",
        "readings",
        "printed_errors",
        "not_encoded",
        "examples",
    }
)
_PROJECTS: Final = "other_project"
#: What stands in the code of every finding about a year or a round.
_OF_YEARS: Final = ("year", "round")


def registry_under(
    registry: Registry,
    letter: Letter,
    changed: Letter,
) -> Registry | None:
    """The registry as the files read under a changed letter; None where they have to be read again.

    registry: as it reads under `letter`; it is returned itself where it surely reads the same.
    """
    is_other_round = letter.takes_latest_stars != changed.takes_latest_stars
    if is_other_round and _tells_of_years(registry):
        return None
    differing = {
        name
        for name in _READ_BY
        if getattr(letter.choices, name) != getattr(changed.choices, name)
        and not _is_same_under(name, registry, changed)
    }
    if not differing:
        return registry
    opens_blanks = changed.choices.blank_project_cell == "unknown"
    if differing == {"blank_project_cell"} and opens_blanks:
        return _with_open_blanks(registry)
    return None


def read_by_parts(letter: Letter) -> Hashable:
    """What of a letter the cells of its files are read by, of letters that differ by their readings."""
    choices = [getattr(letter.choices, name) for name in _READ_BY]
    return letter.takes_latest_stars, letter.fiscal_year_be, *choices


def _with_open_blanks(registry: Registry) -> Registry | None:
    """The registry in which nothing is known of a product whose cell of other projects is blank.

    None where a value may have come from another row, column or file than the product's own cell.
    """
    has_other_sources = _has_lists(registry) or any(
        table.alternatives for table in registry.tables
    )
    if has_other_sources or _states_products_again(registry):
        return None
    products = registry.products
    is_clear = products[_PROJECTS].eq("clear")
    is_blank = is_clear & products["project_words"].isna()
    values = products[_PROJECTS].mask(is_blank.fillna(value=False))
    products = products.assign(**{_PROJECTS: values})
    return replace(registry, products=products)


def _states_products_again(registry: Registry) -> bool:
    """Several rows state one product, whether they agree or not."""
    if registry.repeated:
        return True
    if not registry.disputed:
        return False
    numbers = number_rows(registry.products, Choices()).products
    return len(np.unique(numbers)) < len(numbers)


def decides_alike(letter: Letter, changed: Letter) -> bool:
    """What was read is decided the same under both: they differ in words, or in how cells are read."""
    return _deciding_parts(letter) == _deciding_parts(changed)


def _deciding_parts(letter: Letter) -> tuple[object, ...]:
    deciding_choices = letter.choices.model_dump(exclude=set(_READ_BY))
    return (
        letter.conditions,
        letter.tiers,
        deciding_choices,
        ordering_parts(letter),
    )


def ordering_parts(letter: Letter) -> Hashable:
    """What of a letter, its choices apart, opens tiers and orders groups, once products are placed in tiers."""
    tiers = tuple((tier.id, tier.orders_by_star) for tier in letter.tiers)
    parts = tuple(part for name, part in letter if name not in _ORDERS_NOTHING)
    return tiers, *parts


def _is_same_under(
    choice: str,
    registry: Registry,
    changed: Letter,
) -> bool:
    match choice:
        case "registration_unit":
            return not _is_disputed(registry, "registered_year_be")
        case "type_unit":
            return not _is_disputed(registry, "producer_type")
        case "same_name":
            return not _is_numbered_otherwise(registry, changed)
        case "old_standard":
            return not _has_old_standards(registry, changed)
        case "project_year":
            return not _tells_of_years(registry)
        case "kbo_itself" | "withdrawn":
            return not _says_special_project(registry, choice)
        case _:
            return _PROJECTS in registry.absent_fields


def _has_lists(registry: Registry) -> bool:
    return any(file.role != "registry" for file in registry.inputs)


def _is_disputed(registry: Registry, field: str) -> bool:
    return any(disputed == field for _, disputed in registry.disputed)


def _is_numbered_otherwise(registry: Registry, changed: Letter) -> bool:
    """Groups of one name without ids stand in several subdistricts; the side keeps them apart no more, or anew."""
    products = registry.products
    if products["group_id"].notna().all():
        return False
    joined = changed.choices.model_copy(update={"same_name": "one-group"})
    apart = changed.choices.model_copy(update={"same_name": "by-subdistrict"})
    numbers = number_groups(products, joined)
    return not numbers.equals(number_groups(products, apart))


def _has_old_standards(registry: Registry, changed: Letter) -> bool:
    years = registry.products["standard_year_be"]
    is_old = bool(years.lt(oldest_valid_year(changed)).any())
    is_unclear = any("standard" in each.code for each in registry.findings)
    return is_old or is_unclear or _has_lists(registry)


def _tells_of_years(registry: Registry) -> bool:
    """Some finding is about a year or a round: a value of another one may be there."""
    if _has_lists(registry):
        return True
    return any(
        word in finding.code for finding in registry.findings for word in _OF_YEARS
    )


def _says_special_project(registry: Registry, choice: str) -> bool:
    """Some cell names KBO itself, or a group that withdrew."""
    if _has_lists(registry) or any(table.alternatives for table in registry.tables):
        return True
    words = registry.products["project_words"].dropna().unique()
    if choice == "withdrawn":
        return any(says_withdrawn(each) for each in words)
    return any(read_other_project(each).problem == "kbo-itself" for each in words)
