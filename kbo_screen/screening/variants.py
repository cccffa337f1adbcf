"""The letter as it might have been: paths into it, checked, and what a changed letter does to the same registry.

Knows which parts of a letter a path can name. Refuses to change the letter itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.screening.screen import screen

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Registry
    from kbo_screen.screening.screening import Screening

#: What switches a condition or the preference off.
OFF = "off"
QUOTA = "quota"
PREFERENCE = "preference"
#: Parts of a condition that a path can name, where the condition has them.
_PARTS = ("min", "max", "year_be", "values")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one variant does. `entering`, `leaving`: numbers of the groups listed only then, only now."""

    variant: str
    letter: Letter
    screening: Screening
    entering: pd.Index
    leaving: pd.Index


def variant_paths(letter: Letter) -> list[str]:
    """Every path that a variant of this letter can name."""
    paths = [QUOTA, *([PREFERENCE] if letter.preference else [])]
    for condition in letter.conditions:
        paths += [condition.id, *(f"{condition.id}.{part}" for part in _PARTS if hasattr(condition, part))]
    return paths


def vary_letter(letter: Letter, variant: str) -> Letter:
    """The letter under a variant: "quota=5", "star-in-range.max=4 quota=4", "quadrant-d=off".

    Raises UsageError for a path that the letter does not have, or a value that does not fit.
    """
    for step in variant.split():
        path, _, value = step.partition("=")
        if path not in variant_paths(letter):
            near = get_close_matches(path, variant_paths(letter), n=3, cutoff=0.3) or variant_paths(letter)
            raise UsageError(make_finding("usage.unknown-path", value=path, suggestion=", ".join(near)))
        try:
            letter = _take_step(letter, path, value)
        except (ValidationError, ValueError):
            raise UsageError(make_finding("usage.bad-variant", value=step)) from None
    return letter


def _take_step(letter: Letter, path: str, value: str) -> Letter:
    """One path set to one value; ValueError or ValidationError where it does not fit."""
    if path == QUOTA:
        quota = type(letter.quota).model_validate(letter.quota.model_dump() | {"groups_per_district": int(value)})
        return letter.model_copy(update={"quota": quota})
    condition_id, _, part = path.partition(".")
    if not part:
        if value != OFF:
            raise ValueError(value)
        return letter.model_copy(update={"preference": None}) if path == PREFERENCE else _without(letter, path)
    changed = letter.condition(condition_id)
    new: Any = tuple(value.split(",")) if part == "values" else int(value)
    changed = type(changed).model_validate(changed.model_dump() | {part: new})
    return letter.model_copy(
        update={"conditions": tuple(changed if c.id == condition_id else c for c in letter.conditions)}
    )


def _without(letter: Letter, condition_id: str) -> Letter:
    """No tier asks the condition; a tier that would ask nothing is left out."""
    asked = [t.model_copy(update={"requires": tuple(n for n in t.requires if n != condition_id)}) for t in letter.tiers]
    tiers = tuple(tier for tier in asked if tier.requires)
    if not tiers:
        raise ValueError(condition_id)
    return letter.model_copy(update={"tiers": tiers})


def try_variant(registry: Registry, now: Screening, letter: Letter, variant: str) -> Outcome:
    """Screen the same registry under a variant of the letter. Raises UsageError as `vary_letter` does."""
    return compare_letters(registry, now, vary_letter(letter, variant), variant)


def compare_letters(registry: Registry, now: Screening, changed: Letter, name: str) -> Outcome:
    """Screen the same registry under another letter."""
    then = screen(registry, changed)
    listed = [one.groups.index[one.groups["outcome"] == "listed"] for one in (now, then)]
    return Outcome(name, changed, then, listed[1].difference(listed[0]), listed[0].difference(listed[1]))
