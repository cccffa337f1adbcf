"""The main decision, told as a story: from a registry and a letter to who stands where.

Knows the order of the steps. Refuses to know files, the console, the clock, and any number of a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.registry.identity import check_identity, name_keys, number_groups
from kbo_screen.screening.accounting import account_for
from kbo_screen.screening.conditions import evaluate_conditions, settle_by_verdicts
from kbo_screen.screening.excluding import excluding_projects
from kbo_screen.screening.group_tiers import GroupIndex, place_groups
from kbo_screen.screening.notes import note_groups, unknown_conditions
from kbo_screen.screening.preferences import prefer_groups, with_group_standard
from kbo_screen.screening.ranking import (
    rank_within_districts,
    ranking_keys,
    standing_products,
)
from kbo_screen.screening.screening import (
    CERTAINTIES,
    STATUSES,
    NotEvaluated,
    Screening,
)
from kbo_screen.screening.tiers import (
    CERTAIN,
    NO_TIER,
    against_quota,
    available_tiers,
    place_products,
)
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_tiers import GroupTiers

OUTCOMES = ("listed", "not_needed", "not_listed")


def screen(registry: Registry, letter: Letter, *, take: int | None = None) -> Screening:
    """Apply a letter to a registry; the result is described at `Screening`.

    take: how many groups of each district to propose; the letter's quota when not given.
    Raises AccountingError when the sums do not add up (our fault, never the file's).
    """
    names = name_keys(registry.products["group_name"])
    products = registry.products.assign(
        group=number_groups(registry.products, letter.choices, names)
    )
    available = available_tiers(letter, registry.absent_fields)
    answers = evaluate_conditions(
        with_group_standard(products), letter, registry.absent_fields
    )
    settle_by_verdicts(answers, registry, letter)
    placed = place_products(answers, letter, available)
    index = GroupIndex(
        products["group"].to_numpy(),
        products["district_ix"].to_numpy(dtype=np.int64),
        len(registry.scope.districts),
    )
    group_tiers = place_groups(index, placed, letter, available)
    placed["certainty_ix"] = group_tiers.product_certainty_ix
    groups = _groups(products, placed, group_tiers, registry, letter)
    groups = _rank(groups, products, letter, take or letter.quota.groups_per_district)
    groups = _annotate(groups, products, answers, letter)
    placed["outcome"] = _product_outcomes(
        placed, groups["outcome"].astype(object), products["group"]
    )
    return Screening(
        products=_tidy_products(products, placed, groups, letter),
        is_true=answers.fillna(value=False).astype(bool),
        is_unknown=answers.isna(),
        groups=_tidy_groups(groups, registry, letter),
        districts=_districts(groups, registry, letter),
        tiers=_count_not_needed(group_tiers.tiers),
        not_evaluated=tuple(_not_evaluated(letter, registry.absent_fields)),
        accounting=account_for(registry, placed["outcome"]),
        findings=(
            *check_identity(registry, products["group"], names),
            *excluding_projects(registry, products, letter),
        ),
    )


def _groups(
    products: pd.DataFrame,
    placed: pd.DataFrame,
    group_tiers: GroupTiers,
    registry: Registry,
    letter: Letter,
) -> pd.DataFrame:
    """One row per group: where it stands and by which product, its outcome, its standard, the letter's preference."""
    standing = standing_products(products, placed, letter)
    by_group = products.groupby("group")
    groups = pd.DataFrame({"product": standing})
    groups["tier_ix"] = group_tiers.tier_ix
    groups["certainty_ix"] = group_tiers.certainty_ix
    groups["outcome"] = _outcomes(group_tiers)
    groups["first_row"] = (
        pd.Series(np.arange(len(products)), index=products.index)
        .groupby(products["group"])
        .first()
    )
    groups["district_ix"] = by_group["district_ix"].first()
    groups["group_id"] = (
        products["group_id"].astype(object).groupby(products["group"]).first()
    )
    groups["group_name"] = (
        products["group_name"].astype(object).groupby(products["group"]).first()
    )
    groups["standard"] = _best_standard(products)
    return groups.join(prefer_groups(products, registry, letter))


def _best_standard(products: pd.DataFrame) -> pd.Series[str]:
    """A group's standard is the best of its rows: passed, developing, none; NA where no row says."""
    order = CODED_VALUES["standard"]
    best = (
        products["standard"].cat.set_categories(order).cat.codes.replace(-1, len(order))
    )
    codes = best.groupby(products["group"]).min().replace(len(order), -1)
    return pd.Series(_categorical(codes.to_numpy(), order), index=codes.index)


def _outcomes(group_tiers: GroupTiers) -> pd.Categorical[str]:
    """A group without a tier is not listed, one of a closed tier not needed, the rest are listed."""
    without_tier = group_tiers.tier_ix == NO_TIER
    outcome = np.where(
        without_tier,
        "not_listed",
        np.where(group_tiers.is_listed, "listed", "not_needed"),
    )
    return pd.Categorical(outcome, categories=OUTCOMES)


def _rank(
    groups: pd.DataFrame, products: pd.DataFrame, letter: Letter, take: int
) -> pd.DataFrame:
    listed = groups[groups["outcome"] == "listed"]
    ranks = rank_within_districts(
        listed, ranking_keys(listed, products, letter)
    ).reindex(groups.index)
    return groups.assign(
        rank=ranks, selected=ranks.le(take).fillna(value=False).astype(bool)
    )


def _annotate(
    groups: pd.DataFrame, products: pd.DataFrame, answers: pd.DataFrame, letter: Letter
) -> pd.DataFrame:
    """Add `notes`, `to_confirm` and `either_way`; a group without a tier has none of them.

    What is unknown of a group that is certain all the same is not asked: it stands in one tier or another either way.
    """
    has_tier = groups["tier_ix"] != NO_TIER
    is_certain = groups["certainty_ix"] == CERTAIN
    nothing = pd.Series([()] * len(groups), index=groups.index, dtype=object)
    unknown = unknown_conditions(groups[has_tier], answers, letter).reindex(
        groups.index
    )
    unknown = unknown.where(unknown.notna(), nothing)
    groups = groups.assign(
        to_confirm=unknown.where(~is_certain, nothing),
        either_way=unknown.where(is_certain, nothing),
    )
    notes = note_groups(groups[has_tier], products, answers, letter).reindex(
        groups.index
    )
    return groups.assign(notes=notes.where(notes.notna(), nothing))


def _product_outcomes(
    placed: pd.DataFrame, group_outcome: pd.Series, group: pd.Series
) -> pd.Series[str]:
    """A product with a tier goes where its group goes; one without is not listed, whatever its group does."""
    of_group = group.map(group_outcome)
    outcome = of_group.where(placed["tier_ix"] != NO_TIER, "not_listed")
    return pd.Series(pd.Categorical(outcome, categories=OUTCOMES), index=placed.index)


def _tidy_products(
    products: pd.DataFrame, placed: pd.DataFrame, groups: pd.DataFrame, letter: Letter
) -> pd.DataFrame:
    tier, certainty = _named(placed, letter)
    return pd.DataFrame(
        {
            "group": products["group"],
            "tier": tier,
            "certainty": certainty,
            "stands": products.index.isin(groups["product"]),
            "outcome": placed["outcome"],
            "first_blocking": placed["first_blocking"],
            "conditions_away": placed["conditions_away"].mask(
                placed["tier_ix"] != NO_TIER
            ),
        }
    )


def _tidy_groups(
    groups: pd.DataFrame, registry: Registry, letter: Letter
) -> pd.DataFrame:
    tier, certainty = _named(groups, letter)
    named = groups.assign(
        tier=tier,
        certainty=certainty,
        **_district_names(groups["district_ix"], registry),
    )
    order = [
        "district_ix",
        "province",
        "district",
        "district_code",
        "group_id",
        "group_name",
        "standard",
        "outcome",
    ]
    order += [
        "tier",
        "certainty",
        "product",
        "rank",
        "selected",
        "prefers",
        "preference_value",
        "preference_product",
    ]
    order += ["to_confirm", "either_way", "notes"]
    return named[order]


def _named(
    placed: pd.DataFrame, letter: Letter
) -> tuple[pd.Series[str], pd.Series[str]]:
    """Tier and certainty by name, NA where there is no tier."""
    tier_ix = placed["tier_ix"].to_numpy()
    certainty_ix = np.where(tier_ix == NO_TIER, NO_TIER, placed["certainty_ix"])
    tier = _categorical(tier_ix, [tier.id for tier in letter.tiers])
    certainty = _categorical(certainty_ix, CERTAINTIES).as_ordered()
    return pd.Series(tier, index=placed.index), pd.Series(certainty, index=placed.index)


def _categorical(codes: np.ndarray, names: Sequence[str]) -> pd.Categorical[str]:
    """Names by position; -1 is NA."""
    return pd.Categorical.from_codes(codes.tolist(), categories=pd.Index(names))


def _district_names(
    district_ix: pd.Series, registry: Registry
) -> dict[str, np.ndarray]:
    districts = registry.scope.districts
    columns = {
        "province": [d.province for d in districts],
        "district": [d.district for d in districts],
        "district_code": [d.code for d in districts],
    }
    return {
        name: np.array(values, dtype=object)[district_ix]
        for name, values in columns.items()
    }


def _districts(
    groups: pd.DataFrame, registry: Registry, letter: Letter
) -> pd.DataFrame:
    """One row per district of the scope, also of those without rows; quota = certain + to confirm + short, capped."""
    n_districts, quota = len(registry.scope.districts), letter.quota.groups_per_district
    listed = groups[groups["outcome"] == "listed"]
    possible = np.bincount(listed["district_ix"], minlength=n_districts)
    certain = np.bincount(
        listed.loc[listed["certainty_ix"] == CERTAIN, "district_ix"],
        minlength=n_districts,
    )
    stands = against_quota(certain, possible, quota)
    waits = listed["selected"] & (listed["certainty_ix"] != CERTAIN)
    selected_to_check = np.bincount(
        listed.loc[waits, "district_ix"], minlength=n_districts
    )
    return pd.DataFrame(
        {
            **_district_names(pd.Series(np.arange(n_districts)), registry),
            "required": quota,
            "certain": certain,
            "possible": possible,
            **stands,
            "status": pd.Categorical(stands["status"], categories=STATUSES),
            "selected_to_check": selected_to_check,
            "lines_to_settle": _lines_to_settle(registry, n_districts),
            "products": np.bincount(
                registry.products["district_ix"], minlength=n_districts
            ),
        }
    )


def _lines_to_settle(registry: Registry, n_districts: int) -> np.ndarray:
    """Per district the lines of projects lists that may be about one of its groups, and that nobody has placed."""
    districts = [
        line.district_ix for line in registry.open_lines if line.district_ix is not None
    ]
    return np.bincount(np.array(districts, dtype=np.int64), minlength=n_districts)


def _count_not_needed(tiers: pd.DataFrame) -> pd.DataFrame:
    return tiers.assign(
        not_needed=tiers["possible"].where(tiers["state"] == "closed", 0)
    )


def _not_evaluated(letter: Letter, absent: frozenset[str]) -> list[NotEvaluated]:
    """The conditions, and the preference, that nothing answers in this run, in the letter's order."""
    missing = [
        NotEvaluated(c.id, c.clause, c.no_source, c.field)
        for c in letter.conditions
        if c.field in absent and (c.no_source in ("stamp", "tier-unavailable"))
    ]
    if letter.preference and letter.preference.field in absent:
        missing.append(
            NotEvaluated(
                "preference", letter.preference.clause, "stamp", letter.preference.field
            )
        )
    return missing
