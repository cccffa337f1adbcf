"""Whether the cells of a run's files read the same under another side of a reading: then nothing is read again.

Where it is not sure, the answer is no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.desk.latest import oldest_valid_year
from kbo_screen.registry.identity import number_groups
from kbo_screen.vocabulary.values import read_other_project, says_withdrawn

if TYPE_CHECKING:
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
#: What stands in the code of every finding about a year or a round.
_OF_YEARS: Final = ("year", "round")


def reads_alike(
    registry: Registry,
    letter: Letter,
    changed: Letter,
) -> bool:
    """registry: as it reads under `letter`. True only where it surely reads the same under the changed letter."""
    if letter.takes_latest_stars != changed.takes_latest_stars:
        return not _tells_of_years(registry)
    return all(
        _is_same_under(name, registry, changed)
        for name in _READ_BY
        if getattr(letter.choices, name) != getattr(changed.choices, name)
    )


def decides_alike(letter: Letter, changed: Letter) -> bool:
    """What was read is decided the same under both: they differ in words, or in how cells are read."""
    return _deciding_parts(letter) == _deciding_parts(changed)


def _deciding_parts(letter: Letter) -> tuple[object, ...]:
    deciding_choices = letter.choices.model_dump(exclude=set(_READ_BY))
    return (
        letter.conditions,
        letter.tiers,
        letter.preference,
        letter.quota,
        letter.tie_breaks,
        deciding_choices,
    )


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
            return "other_project" in registry.absent_fields


def _has_lists(registry: Registry) -> bool:
    return any(file.role != "registry" for file in registry.inputs)


def _is_disputed(registry: Registry, field: str) -> bool:
    return any(disputed == field for _, disputed in registry.disputed)


def _is_numbered_otherwise(registry: Registry, changed: Letter) -> bool:
    """Groups of one name without ids stand in several subdistricts; the side keeps them apart no more, or anew."""
    numbers = number_groups(registry.products, changed.choices)
    sides = ("one-group", "by-subdistrict")
    return any(
        not numbers.equals(
            number_groups(
                registry.products,
                changed.choices.model_copy(update={"same_name": side}),
            )
        )
        for side in sides
    )


def _has_old_standards(registry: Registry, changed: Letter) -> bool:
    years = registry.products["standard_year_be"]
    is_old = years.lt(oldest_valid_year(changed)).fillna(value=False).any()
    is_unclear = any("standard" in each.code for each in registry.findings)
    return bool(is_old) or is_unclear or _has_lists(registry)


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
