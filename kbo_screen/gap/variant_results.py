"""What a changed letter does to a screening: which groups enter, which leave, and on which condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kbo_screen.registry.identity import ids_or_names
from kbo_screen.screening.screen import screen
from kbo_screen.screening.tier_needs import needs_of

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening


@dataclass(frozen=True, eq=False)
class VariantResult:
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


def compare_letters(
    registry: Registry,
    now: Screening,
    changed: Letter,
    name: str,
    *,
    read_again: Registry | None = None,
) -> VariantResult:
    """Screen under another letter.

    read_again: the registry as it is read for that letter, where the two do not read alike.
    """
    changed_registry = read_again or registry
    result = screen(changed_registry, changed)
    same_rows = _has_same_rows(registry, changed_registry)
    listed_now = _listed(now, same_rows=same_rows)
    listed_under = _listed(result, same_rows=same_rows)
    entering = listed_under.index[~listed_under.isin(listed_now)]
    leaving = listed_now.index[~listed_now.isin(listed_under)]
    return VariantResult(
        name,
        changed,
        result,
        entering,
        leaving,
        same_rows,
    )


def _has_same_rows(registry: Registry, changed_registry: Registry) -> bool:
    """Another round of stars can make a sheet be read, or skipped."""
    rows = registry.products[["table", "row"]]
    changed_rows = changed_registry.products[["table", "row"]]
    return _sheets(registry) == _sheets(changed_registry) and rows.equals(changed_rows)


def _sheets(registry: Registry) -> list[tuple[str, str | None]]:
    return [(table.file, table.sheet) for table in registry.tables]


def _listed(screening: Screening, *, same_rows: bool) -> pd.Series:
    """What tells the listed groups of two screenings apart, by their number: the number itself, or a key."""
    numbers = screening.groups.index[screening.groups["outcome"] == "listed"]
    return numbers.to_series() if same_rows else _keys(screening).loc[numbers]


def _keys(screening: Screening) -> pd.Series:
    """District and id of every group, its normalised name where it has no id."""
    groups = screening.groups
    ids = ids_or_names(groups["group_id"], groups["group_name"])
    return groups["district_code"].astype(object) + "|" + ids


def why_they_enter(
    now: Screening,
    letter: Letter,
    result: VariantResult,
) -> pd.Series:
    """Per entering group the condition that the letter fails it on; None where its tier is not needed now."""
    return _why_not_listed(
        result.screening,
        result.entering,
        now,
        letter,
        same_rows=result.same_rows,
    )


def why_they_leave(now: Screening, result: VariantResult) -> pd.Series:
    """Per leaving group the condition that it fails under the variant; None where its tier is not needed then."""
    return _why_not_listed(
        now,
        result.leaving,
        result.screening,
        result.letter,
        same_rows=result.same_rows,
    )


def _why_not_listed(
    listing: Screening,
    numbers: pd.Index,
    refusing: Screening,
    letter: Letter,
    *,
    same_rows: bool,
) -> pd.Series:
    """Why groups that one screening lists are not listed by the other.

    letter: that of the refusing screening. Where both rest on the same rows, the tier that lists a group says which of
    its conditions counts; else the first that keeps the group out.
    """
    twins = numbers.to_series()
    if not same_rows:
        twins = _same_groups(_keys(listing).loc[numbers], _keys(refusing))
    products = refusing.groups["product"]
    blocking = refusing.products["first_blocking"].loc[products]
    blocking = blocking.set_axis(refusing.groups.index)
    causes = blocking.reindex(twins).set_axis(numbers).astype(object)
    if same_rows:
        failed = _failed_in_tier(listing.groups.loc[numbers], refusing, letter)
        causes.loc[failed.index] = failed
    return causes.where(causes.notna(), None)


def _failed_in_tier(
    groups: pd.DataFrame,
    refusing: Screening,
    letter: Letter,
) -> pd.Series:
    """Per group the first condition of its tier that its product fails; groups without one are left out."""
    is_false = refusing.is_false
    parts: list[pd.Series] = [pd.Series(dtype=object)]
    for tier in letter.tiers:
        products = groups.loc[groups["tier"] == tier.id, "product"]
        failing = needs_of(tier, is_false).failing(
            is_false.loc[products].to_numpy(dtype=bool)
        )
        fails = pd.DataFrame(failing, products.index, is_false.columns)
        fails = fails[fails.any(axis=1)]
        if len(fails):
            parts.append(fails.idxmax(axis=1))
    causes: pd.Series = pd.concat(parts)
    return causes


def _same_groups(keys: pd.Series, keys_of_groups: pd.Series) -> pd.Series:
    """The number of every group in another screening by its key, -1 where that has no such group."""
    by_key = pd.Series(keys_of_groups.index, index=keys_of_groups.to_numpy())
    by_key = by_key[~by_key.index.duplicated()]
    return by_key.reindex(keys.to_numpy()).fillna(-1).astype(int)
