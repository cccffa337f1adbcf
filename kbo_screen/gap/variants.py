"""The letter as it might have been: paths into it, checked, and what a changed letter does to the same registry.

Knows which parts of a letter a path can name, and what of a letter the reading of a registry rests on. Refuses to
change the letter itself, and to read a registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from pydantic import BaseModel, ValidationError

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.letters.model import OneOf
from kbo_screen.registry.identity import name_keys
from kbo_screen.screening.screen import screen
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening

#: What switches a condition or the preference off.
OFF = "off"
QUOTA = "quota"
PREFERENCE = "preference"
#: Parts of a condition that a path can name, where the condition has them.
_PARTS: Final = ("min", "max", "year_be", "values")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one variant does.

    entering: numbers of the groups listed only then, in `screening`. leaving: of those listed only now, in the
        screening that it was compared with.
    same_rows: both screenings rest on the same products, so that their numbers mean the same.
    of_province: the province of a letter file where it is not this letter's; it is applied to this scope all the same.
    """

    variant: str
    letter: Letter
    screening: Screening
    entering: pd.Index
    leaving: pd.Index
    same_rows: bool = True
    of_province: str | None = None


def variant_paths(letter: Letter) -> list[str]:
    """Every path that a variant of this letter can name."""
    paths = [QUOTA, *([PREFERENCE] if letter.preference else [])]
    for condition in letter.conditions:
        paths += [
            condition.id,
            *(f"{condition.id}.{part}" for part in _PARTS if hasattr(condition, part)),
        ]
    return paths


def vary_letter(letter: Letter, variant: str) -> Letter:
    """The letter under a variant: "quota=5", "star-in-range.max=4 quota=4", "quadrant-d=off".

    The steps of a variant are one change: their order does not count. Raises UsageError for a variant without a step,
    a path that the letter does not have or that stands twice, and a value that does not fit.
    """
    by_owner: dict[str, dict[str, str]] = {}
    for path, value in _steps(letter, variant).items():
        by_owner.setdefault(path.partition(".")[0], {})[path] = value
    for owner, steps in by_owner.items():
        try:
            letter = _change(letter, owner, steps)
        except (ValidationError, ValueError):
            words = " ".join(f"{path}={value}" for path, value in steps.items())
            raise UsageError(
                make_finding(
                    "usage.bad-variant", value=words, allowed=_allowed(letter, steps)
                )
            ) from None
    return letter


def _steps(letter: Letter, variant: str) -> dict[str, str]:
    """The value of every path that a variant names."""
    steps: dict[str, str] = {}
    known = variant_paths(letter)
    for step in variant.split():
        path, _, value = step.partition("=")
        if path not in known:
            near = get_close_matches(path, known, n=3, cutoff=0.3) or known
            raise UsageError(
                make_finding(
                    "usage.unknown-path", value=path, suggestion=", ".join(near)
                )
            )
        if path in steps:
            raise UsageError(make_finding("usage.path-twice", value=variant, path=path))
        steps[path] = value
    if not steps:
        raise UsageError(make_finding("usage.no-variant"))
    return steps


def _change(letter: Letter, owner: str, steps: dict[str, str]) -> Letter:
    """The parts of one owner set together; ValueError or ValidationError where a value does not fit."""
    if owner == QUOTA:
        quota = type(letter.quota).model_validate(
            letter.quota.model_dump() | {"groups_per_district": int(steps[QUOTA])}
        )
        return letter.model_copy(update={"quota": quota})
    if owner in steps:
        if steps[owner] != OFF:
            raise ValueError(steps[owner])
        return (
            letter.model_copy(update={"preference": None})
            if owner == PREFERENCE
            else _without(letter, owner)
        )
    parts = {path.partition(".")[2]: value for path, value in steps.items()}
    new: dict[str, Any] = {
        part: tuple(value.split(",")) if part == "values" else int(value)
        for part, value in parts.items()
    }
    condition = letter.condition(owner)
    changed = type(condition).model_validate(condition.model_dump() | new)
    return letter.model_copy(
        update={
            "conditions": tuple(
                changed if c.id == owner else c for c in letter.conditions
            )
        }
    )


def _without(letter: Letter, condition_id: str) -> Letter:
    """No tier asks the condition; a tier that would ask nothing is left out."""
    asked = [
        t.model_copy(
            update={"requires": tuple(n for n in t.requires if n != condition_id)}
        )
        for t in letter.tiers
    ]
    tiers = tuple(tier for tier in asked if tier.requires)
    if not tiers:
        raise ValueError(condition_id)
    return letter.model_copy(update={"tiers": tiers})


def _allowed(letter: Letter, steps: dict[str, str]) -> dict[str, str]:
    """By language, what the paths take: a range, the values of a field, or only "off"."""
    return {
        lang: ", ".join(_range_of(letter, path, lang) for path in steps)
        for lang in LANGUAGES
    }


def _range_of(letter: Letter, path: str, lang: str) -> str:
    owner, _, part = path.partition(".")
    if path == QUOTA:
        least, most = _limits(type(letter.quota), "groups_per_district")
        return text("whatif.allowed.count", lang, path=path, least=least, most=most)
    if not part:
        return f"{path}={OFF}"
    condition = letter.condition(owner)
    if isinstance(condition, OneOf):
        return text(
            "whatif.allowed.values",
            lang,
            path=path,
            values=", ".join(CODED_VALUES[condition.field]),
        )
    least, most = _limits(type(condition), part)
    return text(
        f"whatif.allowed.{'year' if part == 'year_be' else 'range'}",
        lang,
        path=path,
        least=least,
        most=most,
    )


def _limits(model: type[BaseModel], field: str) -> tuple[int | None, int | None]:
    """The least and the greatest number that a field of a letter takes, None where there is none."""
    bounds = model.model_fields[field].metadata
    ends = [
        [getattr(bound, name) for bound in bounds if hasattr(bound, name)]
        for name in ("ge", "le")
    ]
    least, most = (found[0] if found else None for found in ends)
    return least, most


def read_by(letter: Letter) -> Hashable:
    """What of a letter a registry is read by, its lists and answers applied: equal for two letters that read alike.

    The round of the stars, the fiscal year, how names are matched, which readings are taken, and for answers the ids
    and fields of the conditions. (The field of a preference decides the order of a list, never who is on it.)
    """
    how = (letter.star_year_be, letter.fiscal_year_be, letter.matching, letter.choices)
    return *how, tuple((c.id, c.field, c.no_source) for c in letter.conditions)


def in_scope_of(letter: Letter, other: Letter) -> Letter:
    """The other letter's rules for the first one's province and districts: what a registry is read with again."""
    return other.model_copy(
        update={"province": letter.province, "districts": letter.districts}
    )


def try_variant(
    registry: Registry, now: Screening, letter: Letter, variant: str
) -> Outcome:
    """Screen the same registry under a variant that reads alike. Raises UsageError as `vary_letter` does."""
    return compare_letters(registry, now, vary_letter(letter, variant), variant)


def compare_letters(
    registry: Registry,
    now: Screening,
    changed: Letter,
    name: str,
    *,
    read_again: Registry | None = None,
) -> Outcome:
    """Screen under another letter.

    read_again: the registry as it is read for that letter, where the two do not read alike.
    """
    then = screen(read_again or registry, changed)
    same_rows = read_again is None or _has_same_rows(registry, read_again)
    keys = [None, None] if same_rows else [_keys(now), _keys(then)]
    listed = [_listed(one, own) for one, own in zip((now, then), keys, strict=True)]
    entering, leaving = (
        ours.index[~ours.isin(theirs)] for ours, theirs in (listed[::-1], listed)
    )
    return Outcome(name, changed, then, entering, leaving, same_rows)


def _has_same_rows(registry: Registry, other: Registry) -> bool:
    """Another round of stars can make a sheet be read, or skipped."""
    tables = [
        [(table.file, table.sheet) for table in one.tables] for one in (registry, other)
    ]
    rows = [one.products[["table", "row"]] for one in (registry, other)]
    return tables[0] == tables[1] and rows[0].equals(rows[1])


def _listed(screening: Screening, keys: pd.Series | None) -> pd.Series:
    """What tells the listed groups of two screenings apart, by their number: the number itself, or a key."""
    numbers = screening.groups.index[screening.groups["outcome"] == "listed"]
    return numbers.to_series() if keys is None else keys.loc[numbers]


def _keys(screening: Screening) -> pd.Series:
    """District and id of every group, its normalised name where it has no id."""
    groups = screening.groups
    ids = (
        groups["group_id"]
        .astype(object)
        .where(groups["group_id"].notna(), name_keys(groups["group_name"]))
    )
    return groups["district_code"].astype(object) + "|" + ids


def why_they_enter(now: Screening, letter: Letter, outcome: Outcome) -> pd.Series:
    """Per entering group the condition that the letter fails it on; None where its tier is not needed now."""
    return _why_not_listed(
        outcome.screening, outcome.entering, now, letter, same_rows=outcome.same_rows
    )


def why_they_leave(now: Screening, outcome: Outcome) -> pd.Series:
    """Per leaving group the condition that it fails under the variant; None where its tier is not needed then."""
    return _why_not_listed(
        now,
        outcome.leaving,
        outcome.screening,
        outcome.letter,
        same_rows=outcome.same_rows,
    )


def _why_not_listed(
    listing: Screening,
    numbers: pd.Index,
    other: Screening,
    letter: Letter,
    *,
    same_rows: bool,
) -> pd.Series:
    """Why the groups that one screening lists are not listed by the other, whose letter is given."""
    groups = listing.groups.loc[numbers]
    of_other = (
        numbers.to_series()
        if same_rows
        else _same_groups(_keys(listing).loc[numbers], _keys(other))
    )
    blocking = (
        other.products["first_blocking"]
        .loc[other.groups["product"]]
        .set_axis(other.groups.index)
    )
    found = blocking.reindex(of_other).set_axis(numbers).astype(object)
    is_false = ~(other.is_true | other.is_unknown)
    for tier in letter.tiers if same_rows else ():
        own = groups.index[groups["tier"] == tier.id]
        fails = is_false.loc[
            groups["product"].loc[own],
            [name for name in is_false if name in tier.requires],
        ]
        is_failed = fails.any(axis=1).to_numpy()
        found.loc[own[is_failed]] = (
            fails[is_failed].idxmax(axis=1).to_numpy() if is_failed.any() else None
        )
    return found.where(found.notna(), None)


def _same_groups(keys: pd.Series, others: pd.Series) -> pd.Series:
    """The number of every group in another screening by its key, -1 where that has no such group."""
    by_key = pd.Series(others.index, index=others.to_numpy())
    return (
        by_key[~by_key.index.duplicated()]
        .reindex(keys.to_numpy())
        .fillna(-1)
        .astype(int)
    )
