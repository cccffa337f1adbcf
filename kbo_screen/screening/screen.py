"""The main decision, told as a story: from a registry and a letter to who stands where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.cores.beside import Beside
from kbo_screen.registry.identity import check_identity, name_keys, number_groups
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.screening.accounting import account_for
from kbo_screen.screening.conditions import answer_conditions
from kbo_screen.screening.excluding import excluding_projects
from kbo_screen.screening.group_facts import GroupFacts
from kbo_screen.screening.group_tiers import place_groups
from kbo_screen.screening.notes import note_groups, unknown_conditions
from kbo_screen.screening.quotas import propose
from kbo_screen.screening.ranking import (
    rank_within,
    ranking_keys,
    standing_products,
)
from kbo_screen.screening.screening import (
    CERTAINTIES,
    GROUP_COLUMNS,
    OUTCOMES,
    Screening,
    UnansweredCondition,
)
from kbo_screen.screening.tiers import (
    CERTAIN,
    NO_TIER,
    available_tiers,
    place_products,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike

    from kbo_screen.findings import Finding
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_tiers import GroupProducts, GroupTiers


def screen(
    registry: Registry,
    letter: Letter,
    *,
    take: int | None = None,
) -> Screening:
    """Apply a letter to a registry; the result is described at `Screening`.

    take: how many groups of each district to propose; the letter's quotas when not given.
    Raises AccountingError when the sums do not add up (our fault, never the file's).
    """
    names = name_keys(registry.products["group_name"])
    numbers = number_groups(registry.products, letter.choices, names)
    products = registry.products.assign(group=numbers)
    findings = Beside(
        partial(_findings, registry, products, names, letter), rows=len(products)
    )

    answers = answer_conditions(products, registry, letter)
    facts = GroupFacts(products, registry)
    decision = decide(facts, answers, letter, take=take)
    placed = decision.placed
    group_tiers = decision.group_tiers
    groups = _annotate(decision.groups, products, answers, letter)
    placed["outcome"] = _product_outcomes(
        placed, groups["outcome"], products["group"], group_tiers.is_product_listed
    )
    return Screening(
        products=_tidy_products(products, placed, groups, letter),
        is_true=answers.fillna(value=False).astype(bool),
        is_unknown=answers.isna(),
        groups=_tidy_groups(groups, registry, letter),
        districts=_districts(groups, facts.index, group_tiers, registry, letter),
        provinces=_provinces(group_tiers, registry, letter),
        tiers=_count_not_needed(group_tiers.tiers),
        not_evaluated=tuple(_not_evaluated(letter, registry.absent_fields)),
        accounting=account_for(registry, placed["outcome"]),
        findings=findings.result(),
    )


def _findings(
    registry: Registry,
    products: pd.DataFrame,
    names: pd.Series,
    letter: Letter,
) -> tuple[Finding, ...]:
    """What is told of groups and their ids, and of projects that exclude; it decides nothing."""
    return (
        *check_identity(registry, products["group"], names),
        *excluding_projects(registry, products, letter),
    )


@dataclass(frozen=True, eq=False)
class Decision:
    """Where products and groups stand by their answers, before anything is said of it.

    groups: one row per group, among its columns `outcome`, `rank`, `selected`, `district_ix`, `group_id`, `group_name`.
    """

    placed: pd.DataFrame
    group_tiers: GroupTiers
    groups: pd.DataFrame


def decide(
    facts: GroupFacts,
    answers: pd.DataFrame,
    letter: Letter,
    *,
    take: int | None = None,
) -> Decision:
    """Tiers, certainty and rank of every group. answers: as `answer_conditions` returns, of the products of `facts`."""
    available = available_tiers(letter, facts.registry.absent_fields)
    placed = place_products(answers, letter, available)
    return decide_placed(facts, placed, letter, take=take)


def decide_placed(
    facts: GroupFacts,
    placed: pd.DataFrame,
    letter: Letter,
    *,
    take: int | None = None,
) -> Decision:
    """As `decide`, the products placed already. placed: as `place_products` returns."""
    available = available_tiers(letter, facts.registry.absent_fields)
    group_tiers = place_groups(facts.index, placed, letter, available)
    placed = placed.assign(certainty_ix=group_tiers.product_certainty_ix)
    groups = _groups(facts, placed, group_tiers, letter)
    groups = _rank(groups, facts, letter, take)
    return Decision(placed, group_tiers, groups)


def decide_anew(
    registry: Registry,
    letter: Letter,
    *,
    take: int | None = None,
) -> tuple[pd.Series[int], Decision]:
    """The number of every product's group, and where all stand: what decides of a screening, and nothing around it."""
    numbers = number_groups(registry.products, letter.choices)
    products = registry.products.assign(group=numbers)
    answers = answer_conditions(products, registry, letter)
    facts = GroupFacts(products, registry)
    return numbers, decide(facts, answers, letter, take=take)


def _groups(
    facts: GroupFacts,
    placed: pd.DataFrame,
    group_tiers: GroupTiers,
    letter: Letter,
) -> pd.DataFrame:
    """One row per group: where it stands and by which product, its outcome, its standard, the letter's preference."""
    standing = standing_products(facts, placed, letter)
    return pd.DataFrame(
        {
            **facts.groups,
            **facts.preferred(letter),
            "product": standing,
            "tier_ix": group_tiers.tier_ix,
            "certainty_ix": group_tiers.certainty_ix,
            "outcome": _outcomes(group_tiers),
            "units": group_tiers.units,
        },
        index=facts.numbers,
    )


def _outcomes(group_tiers: GroupTiers) -> pd.Categorical[str]:
    """A group without a tier is not listed, one of a closed tier not needed, the rest are listed."""
    is_without_tier = group_tiers.tier_ix == NO_TIER
    outcome = np.full(len(is_without_tier), OUTCOMES.index("not_needed"))
    outcome[group_tiers.is_listed] = OUTCOMES.index("listed")
    outcome[is_without_tier] = OUTCOMES.index("not_listed")
    return _categorical(outcome, OUTCOMES)


def _rank(
    groups: pd.DataFrame,
    facts: GroupFacts,
    letter: Letter,
    take: int | None,
) -> pd.DataFrame:
    """Add `rank` within the district, `province_rank` where the province has a quota, and `selected`."""
    is_listed = groups["outcome"].eq("listed").to_numpy()
    listed = groups[is_listed]
    keys = ranking_keys(listed, facts.products, letter)
    district_ix = listed["district_ix"].to_numpy()
    province_ix = facts.index.province_of_district[district_ix]
    ranked = listed[["district_ix", "units"]].assign(
        province_ix=province_ix,
        rank=rank_within(district_ix, keys),
    )
    if letter.quota.per_province is not None:
        ranked["province_rank"] = rank_within(province_ix, keys)
    selected = np.zeros(len(groups), dtype=bool)
    selected[is_listed] = propose(ranked, letter, take)
    return groups.assign(
        rank=_ranks_of_listed("rank", ranked, is_listed),
        province_rank=_ranks_of_listed("province_rank", ranked, is_listed),
        selected=selected,
    )


def _ranks_of_listed(
    name: str,
    ranked: pd.DataFrame,
    is_listed: np.ndarray,
) -> pd.arrays.IntegerArray:
    """Per group its rank, NA unless listed, or where the letter ranks none. ranked: the listed groups."""
    ranks = np.zeros(len(is_listed), dtype=np.int32)
    if name not in ranked:
        return pd.arrays.IntegerArray(ranks, ~np.zeros_like(is_listed))
    ranks[is_listed] = ranked[name].to_numpy()
    return pd.arrays.IntegerArray(ranks, ~is_listed)


def _annotate(
    groups: pd.DataFrame,
    products: pd.DataFrame,
    answers: pd.DataFrame,
    letter: Letter,
) -> pd.DataFrame:
    """Add `notes`, `to_confirm` and `either_way`; a group without a tier has none of them.

    What is unknown of a group that is certain all the same is not asked: it stands in one tier or another either way.
    """
    has_tier = groups["tier_ix"] != NO_TIER
    is_certain = groups["certainty_ix"] == CERTAIN
    nothing = pd.Series(
        [()] * len(groups),
        index=groups.index,
        dtype=object,
    )
    of_tiers = unknown_conditions(groups[has_tier], answers, letter)
    unknown = nothing.where(~has_tier, of_tiers)
    groups = groups.assign(
        to_confirm=unknown.where(~is_certain, nothing),
        either_way=unknown.where(is_certain, nothing),
    )
    notes = note_groups(groups[has_tier], products, answers, letter)
    return groups.assign(notes=nothing.where(~has_tier, notes))


def _product_outcomes(
    placed: pd.DataFrame,
    group_outcome: pd.Series,
    group: pd.Series,
    is_product_listed: np.ndarray | None,
) -> pd.Series[str]:
    """A product with a tier goes where its group goes; one without is not listed, whatever its group does.

    is_product_listed: where products are counted, one of a closed tier is not needed.
    """
    has_tier = placed["tier_ix"] != NO_TIER
    outcome = group.map(group_outcome.astype(object))
    if is_product_listed is not None:
        is_of_closed_tier = (outcome == "listed") & ~is_product_listed
        outcome = outcome.mask(is_of_closed_tier, "not_needed")
    outcome = outcome.where(has_tier, "not_listed")
    return pd.Series(pd.Categorical(outcome, categories=OUTCOMES), index=placed.index)


def _tidy_products(
    products: pd.DataFrame,
    placed: pd.DataFrame,
    groups: pd.DataFrame,
    letter: Letter,
) -> pd.DataFrame:
    has_tier = placed["tier_ix"] != NO_TIER
    tier, certainty = _by_name(placed, letter)
    return pd.DataFrame(
        {
            "group": products["group"],
            "tier": tier,
            "certainty": certainty,
            "stands": products.index.isin(groups["product"]),
            "outcome": placed["outcome"],
            "first_blocking": placed["first_blocking"],
            "conditions_away": placed["conditions_away"].mask(has_tier),
        }
    )


def _tidy_groups(
    groups: pd.DataFrame,
    registry: Registry,
    letter: Letter,
) -> pd.DataFrame:
    tier, certainty = _by_name(groups, letter)
    names = _district_names(groups["district_ix"].to_numpy(), registry)
    tidy = groups.assign(
        tier=tier,
        certainty=certainty,
        **names,
    )
    return tidy[list(GROUP_COLUMNS)]


def _by_name(
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
    district_ix: np.ndarray, registry: Registry
) -> dict[str, np.ndarray]:
    """Per row what its district is called. district_ix: per row the position of the district in the scope."""
    districts = registry.scope.districts
    names = [(each.province, each.district, each.code) for each in districts]
    table = np.array(names, dtype=object).reshape(-1, 3)[district_ix]
    columns = ("province", "district", "district_code")
    return dict(zip(columns, table.T, strict=True))


def _districts(
    groups: pd.DataFrame,
    index: GroupProducts,
    group_tiers: GroupTiers,
    registry: Registry,
    letter: Letter,
) -> pd.DataFrame:
    """One row per district of the scope, also of those without rows."""
    n_districts = index.n_districts
    waits = groups["selected"] & (groups["certainty_ix"] != CERTAIN)
    names = _district_names(np.arange(n_districts), registry)
    return group_tiers.districts.assign(
        **names,
        required=letter.quota.least_per_district,
        selected_to_check=index.count_by_district(waits.to_numpy()),
        lines_to_settle=_lines_to_settle(registry, n_districts),
        products=_count(registry.products["district_ix"], n_districts),
    )


def _provinces(
    group_tiers: GroupTiers,
    registry: Registry,
    letter: Letter,
) -> pd.DataFrame | None:
    """One row per province, where the letter has a quota of the province."""
    provinces = group_tiers.provinces
    if provinces is None:
        return None
    names = dict.fromkeys(district.province for district in registry.scope.districts)
    return provinces.assign(province=list(names), required=letter.quota.per_province)


def _lines_to_settle(registry: Registry, n_districts: int) -> np.ndarray:
    """Per district the lines of projects lists that may be about one of its groups, and that nobody has placed."""
    districts = [
        line.district_ix for line in registry.open_lines if line.district_ix is not None
    ]
    return _count(districts, n_districts)


def _count(districts: ArrayLike, n_districts: int) -> np.ndarray:
    """How often each district stands among these positions."""
    # numpy counts by numbers of the machine's own size alone
    return np.bincount(np.asarray(districts, dtype=np.intp), minlength=n_districts)


def _count_not_needed(tiers: pd.DataFrame) -> pd.DataFrame:
    is_closed = tiers["state"] == "closed"
    return tiers.assign(not_needed=tiers["possible"].where(is_closed, 0))


def _needed_by_tiers_left_out(letter: Letter, absent: frozenset[str]) -> set[str]:
    """The conditions that the tiers ask which cannot be screened."""
    needed: set[str] = set()
    available = available_tiers(letter, absent)
    for tier, is_available in zip(letter.tiers, available, strict=True):
        if not is_available:
            needed.update(tier.asks)
    return needed


def _not_evaluated(
    letter: Letter, absent: frozenset[str]
) -> Iterator[UnansweredCondition]:
    """The conditions, and the preference, that nothing answers in this run, in the letter's order.

    A condition for want of which no tier is left out, for another stands in its place, is stamped.
    """
    needed = _needed_by_tiers_left_out(letter, absent)
    for condition in letter.conditions:
        effect, field = condition.effect_of_absence, condition.field
        if effect and field in absent:
            if condition.id not in needed:
                effect = "stamp"
            yield UnansweredCondition(condition.id, condition.clause, effect, field)
    preference = letter.preference
    if preference and preference.field in absent:
        clause, field = preference.clause, preference.field
        yield UnansweredCondition(PREFERENCE, clause, "stamp", field)
