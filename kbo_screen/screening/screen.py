"""The main decision, told as a story: from a registry and a letter to who stands where."""

from __future__ import annotations

from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.cores.beside import WorkBeside, rows_of_run
from kbo_screen.registry.frame_values import values_at
from kbo_screen.registry.identity import check_identity
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.screening.accounting import account_for
from kbo_screen.screening.answers import TRUE, UNKNOWN
from kbo_screen.screening.conditions import answer_conditions
from kbo_screen.screening.decision import (
    LISTED,
    NO_RANK,
    NOT_LISTED,
    NOT_NEEDED,
    decide,
)
from kbo_screen.screening.excluding import excluding_projects
from kbo_screen.screening.group_facts import facts_of
from kbo_screen.screening.notes import names_of_flags, note_groups, open_conditions
from kbo_screen.screening.quotas import quota_columns
from kbo_screen.screening.screening import (
    CERTAINTIES,
    OUTCOMES,
    TIER_STATES,
    Screening,
    UnansweredCondition,
)
from kbo_screen.screening.tiers import (
    CERTAIN,
    CLOSED,
    NO_TIER,
    UNSCREENED,
    available_tiers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike

    from kbo_screen.findings import Finding
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.decision import Decision
    from kbo_screen.screening.group_facts import GroupFacts


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
    facts = facts_of(registry, letter)
    findings = _begin_findings(facts, letter)
    answers = answer_conditions(facts, letter)
    decision = decide(facts, answers, letter, take=take)
    outcome_ix = _product_outcomes(decision)
    return Screening(
        products=_products(decision, outcome_ix, answers, letter),
        is_true=answers.flags(TRUE, registry.products.index),
        is_unknown=answers.flags(UNKNOWN, registry.products.index),
        groups=_groups(decision, answers, letter),
        districts=_districts(decision, letter),
        provinces=_provinces(decision, letter),
        tiers=_tiers(decision, letter),
        not_evaluated=tuple(_not_evaluated(letter, registry.absent_fields)),
        accounting=account_for(registry, _count_outcomes(outcome_ix)),
        findings=findings.result(),
    )


def _begin_findings(
    facts: GroupFacts,
    letter: Letter,
) -> WorkBeside[tuple[Finding, ...]]:
    """Find what is told while groups are decided."""
    return WorkBeside(
        partial(_findings, facts, letter),
        rows=rows_of_run(len(facts.products)),
    )


def _findings(facts: GroupFacts, letter: Letter) -> tuple[Finding, ...]:
    """What is told of groups and their ids, and of projects that exclude; it decides nothing."""
    return (
        *check_identity(facts.registry, facts.products["group"]),
        *excluding_projects(facts, letter),
    )


def _product_outcomes(decision: Decision) -> np.ndarray:
    """Per product its position in OUTCOMES: with a tier that of its group, without one not listed.

    Where products are counted, one of a closed tier is not needed.
    """
    outcome_ix: np.ndarray = decision.outcome_ix[decision.facts.index.of_product]
    is_product_listed = decision.group_tiers.is_product_listed
    if is_product_listed is not None:
        outcome_ix[(outcome_ix == LISTED) & ~is_product_listed] = NOT_NEEDED
    outcome_ix[decision.placed.tier_ix == NO_TIER] = NOT_LISTED
    return outcome_ix


def _count_outcomes(outcome_ix: np.ndarray) -> dict[str, int]:
    counts = np.bincount(outcome_ix, minlength=len(OUTCOMES))
    return dict(zip(OUTCOMES, counts.tolist(), strict=True))


def _products(
    decision: Decision,
    outcome_ix: np.ndarray,
    answers: Answers,
    letter: Letter,
) -> pd.DataFrame:
    """One row per product. outcome_ix: per product its position in OUTCOMES."""
    placed = decision.placed
    products = decision.facts.products
    stands = np.zeros(len(products), dtype=bool)
    stands[decision.standing] = True
    has_no_distance = (placed.tier_ix != NO_TIER) | (
        placed.conditions_away == UNSCREENED
    )
    conditions_away = placed.conditions_away.astype(np.int8)
    return pd.DataFrame(
        {
            "group": products["group"],
            **_by_name(placed.tier_ix, placed.certainty_ix, letter),
            "stands": stands,
            "outcome": _categorical(outcome_ix, OUTCOMES),
            "first_blocking": values_at(
                placed.blocking_ix,
                answers.condition_ids,
                pd.NA,
            ),
            "conditions_away": pd.arrays.IntegerArray(conditions_away, has_no_distance),
        },
        index=products.index,
    )


def _groups(
    decision: Decision,
    answers: Answers,
    letter: Letter,
) -> pd.DataFrame:
    """One row per group: where it stands and by which product, its order, and what is said of it."""
    facts = decision.facts
    group_tiers = decision.group_tiers
    preferred = facts.preferred(letter)
    columns = {
        "district_ix": facts.index.district_ix,
        **_district_names(facts.index.district_ix, facts.registry),
        "group_id": facts.group_ids,
        "group_name": facts.group_names,
        "standard": facts.standards,
        "outcome": _categorical(decision.outcome_ix, OUTCOMES),
        **_by_name(group_tiers.tier_ix, group_tiers.certainty_ix, letter),
        "product": facts.products.index.to_numpy()[decision.standing],
        "rank": _nullable_ranks(decision.ranks.rank),
        "province_rank": _nullable_ranks(decision.ranks.province_rank),
        "units": group_tiers.units,
        "sure_units": group_tiers.sure_units,
        "selected": decision.ranks.is_selected,
        "prefers": preferred.prefers,
        "preference_value": pd.Series(preferred.value, facts.numbers, dtype=object),
        "preference_product": preferred.product,
        **_said_of_groups(decision, answers, letter),
    }
    return pd.DataFrame(columns, index=facts.numbers)


def _nullable_ranks(ranks: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(ranks, ranks == NO_RANK)


def _said_of_groups(
    decision: Decision,
    answers: Answers,
    letter: Letter,
) -> dict[str, np.ndarray]:
    """Per group its `notes`, `to_confirm` and `either_way`; a group without a tier has none of them.

    What is unknown of a group that is certain all the same is not asked: it stands in one tier or another either way.
    """
    is_open = open_conditions(decision, answers, letter)
    is_certain = decision.group_tiers.certainty_ix == CERTAIN
    is_either_way = is_open & is_certain[:, np.newaxis]
    is_asked = is_open & ~is_certain[:, np.newaxis]
    return {
        "to_confirm": names_of_flags(is_asked, answers.condition_ids),
        "either_way": names_of_flags(is_either_way, answers.condition_ids),
        "notes": note_groups(decision, answers, letter, is_either_way.any(axis=1)),
    }


def _by_name(
    tier_ix: np.ndarray,
    certainty_ix: np.ndarray,
    letter: Letter,
) -> dict[str, pd.Categorical[str]]:
    """Tier and certainty by name, NA where there is no tier."""
    tier_ids = [tier.id for tier in letter.tiers]
    certainty_of_tier = np.where(tier_ix == NO_TIER, NO_TIER, certainty_ix)
    return {
        "tier": _categorical(tier_ix, tier_ids),
        "certainty": _categorical(certainty_of_tier, CERTAINTIES).as_ordered(),
    }


def _categorical(
    codes: np.ndarray,
    names: Sequence[str],
) -> pd.Categorical[str]:
    """Names by position; -1 is NA."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(names))


def _district_names(
    district_ix: np.ndarray, registry: Registry
) -> dict[str, np.ndarray]:
    """Per row what its district is called. district_ix: per row the position of the district in the scope."""
    districts = registry.scope.districts
    names = [(each.province, each.district, each.code) for each in districts]
    table = np.array(names, dtype=object).reshape(-1, 3)[district_ix]
    columns = ("province", "district", "district_code")
    return dict(zip(columns, table.T, strict=True))


def _districts(decision: Decision, letter: Letter) -> pd.DataFrame:
    """One row per district of the scope, also of those without rows."""
    facts = decision.facts
    index = facts.index
    is_certain = decision.group_tiers.certainty_ix == CERTAIN
    waits = decision.ranks.is_selected & ~is_certain
    return pd.DataFrame(
        {
            **quota_columns(decision.group_tiers.districts),
            **_district_names(np.arange(index.n_districts), facts.registry),
            "required": letter.quota.least_per_district,
            "selected_to_check": index.count_by_district(waits),
            "lines_to_settle": _lines_to_settle(facts.registry, index.n_districts),
            "products": _count(index.district_of_product, index.n_districts),
        }
    )


def _provinces(decision: Decision, letter: Letter) -> pd.DataFrame | None:
    """One row per province, where the letter has a quota of the province."""
    counts = decision.group_tiers.provinces
    if counts is None:
        return None
    districts = decision.facts.registry.scope.districts
    names = dict.fromkeys(district.province for district in districts)
    return pd.DataFrame(
        {
            **quota_columns(counts),
            "province": list(names),
            "required": letter.quota.per_province,
        }
    )


def _tiers(decision: Decision, letter: Letter) -> pd.DataFrame:
    """One row per district and tier."""
    counts = decision.group_tiers.tiers
    n_districts, n_tiers = counts.state_ix.shape
    is_closed = counts.state_ix == CLOSED
    not_needed = np.where(is_closed, counts.possible, 0)
    return pd.DataFrame(
        {
            "district_ix": np.repeat(np.arange(n_districts), n_tiers),
            "tier": [tier.id for tier in letter.tiers] * n_districts,
            "state": _categorical(counts.state_ix.ravel(), TIER_STATES),
            "certain": counts.certain.ravel(),
            "possible": counts.possible.ravel(),
            "not_needed": not_needed.ravel(),
        }
    )


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


def _needed_by_tiers_left_out(letter: Letter, absent: frozenset[str]) -> set[str]:
    """The conditions that the tiers ask which cannot be screened."""
    tiers_left_out = compress(letter.tiers, ~available_tiers(letter, absent))
    return set(chain.from_iterable(tier.asks for tier in tiers_left_out))


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
            yield UnansweredCondition(
                condition.id,
                condition.clause,
                effect,
                field,
            )
    preference = letter.preference
    if preference and preference.field in absent:
        yield UnansweredCondition(
            PREFERENCE,
            preference.clause,
            "stamp",
            preference.field,
        )
