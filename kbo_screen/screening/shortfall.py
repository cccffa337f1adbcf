"""Where each district stands and what would close the gap: questions first, then what another letter would change.

Knows how a changed condition moves groups, from the condition masks alone. Refuses to change anything: the letter
decides, not the tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.letters.model import Between, StarBetween
from kbo_screen.screening.conditions import evaluate_condition
from kbo_screen.screening.tiers import NO_TIER, available_tiers, open_tiers, place_products
from kbo_screen.screening.variants import OFF, vary_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Letter, OneOf
    from kbo_screen.screening.questions import Question
    from kbo_screen.screening.registry import Registry
    from kbo_screen.screening.screening import Screening

Change = Literal["drop", "min", "max"]


class Variant(NamedTuple):
    """One step away from the letter: a condition left out ("drop"), or its range one wider at one end."""

    condition: str
    change: Change
    #: The new end of the range; None where the condition is left out.
    value: int | None

    @property
    def path(self) -> str:
        """The step as it is written: "star-in-range.max=4", "quadrant-d=off"."""
        return f"{self.condition}={OFF}" if self.value is None else f"{self.condition}.{self.change}={self.value}"


@dataclass(frozen=True, eq=False)
class Lever:
    """What one variant changes.

    districts: one row per district, columns `certain`, `possible` (counts of listed groups under the variant),
        `entering` (groups listed under it that are not now), `shortfall`, `status`.
    """

    variant: Variant
    districts: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Ask:
    """A group whose open questions, answered well, would bring its district one group nearer; its questions."""

    group: int
    questions: tuple[Question, ...]


def variants_of(letter: Letter) -> Iterator[Variant]:
    """Every condition left out, and every range one wider at each end that stays possible."""
    for condition in letter.conditions:
        yield Variant(condition.id, "drop", None)
        if isinstance(condition, StarBetween | Between):
            for change, value in (("min", condition.min - 1), ("max", condition.max + 1)):
                if _is_possible(condition, value):
                    yield Variant(condition.id, "min" if change == "min" else "max", value)


def _is_possible(condition: Between | StarBetween, value: int) -> bool:
    return not isinstance(condition, StarBetween) or 1 <= value <= MOST_STARS


#: Stars go from 1 to 5.
MOST_STARS = 5


def pull_levers(registry: Registry, screening: Screening, letter: Letter) -> list[Lever]:
    """What each variant would change in each district: the same as a run with the changed letter."""
    answers = _answers(screening)
    groups = _GroupIndex(registry, screening)
    listed_now = screening.groups["outcome"].eq("listed").to_numpy()
    levers = []
    for variant in variants_of(letter):
        condition = letter.condition(variant.condition)
        if variant.condition not in answers:
            continue
        changed = vary_letter(letter, variant.path)
        masks = answers
        if variant.value is not None:
            masks = answers.assign(**{variant.condition: _widened(registry, condition, variant)})
        levers.append(Lever(variant, _districts(groups, masks, changed, registry, listed_now)))
    return levers


def _answers(screening: Screening) -> pd.DataFrame:
    """The masks as nullable booleans again."""
    return pd.DataFrame(
        {
            name: pd.arrays.BooleanArray(screening.is_true[name].to_numpy(), screening.is_unknown[name].to_numpy())
            for name in screening.is_true
        },
        index=screening.is_true.index,
    )


def _widened(registry: Registry, condition: OneOf | Between | StarBetween, variant: Variant) -> Any:
    """The answers to a condition with one end of its range moved; what a person settled stays settled."""
    changed = condition.model_copy(update={variant.change: variant.value})
    column: Any = evaluate_condition(registry.products, changed)
    for (product, name), verdict in registry.verdicts.items():
        if name == condition.id:
            column.loc[product] = verdict
    return column


class _GroupIndex:
    """The products of every group side by side, so that a group's best is one minimum."""

    def __init__(self, registry: Registry, screening: Screening) -> None:
        numbers = screening.products["group"].to_numpy()
        self.order = np.argsort(numbers, kind="stable")
        self.starts = np.flatnonzero(np.diff(numbers[self.order], prepend=-1))
        self.district_ix = screening.groups["district_ix"].to_numpy()
        self.n_districts = len(registry.scope.districts)

    def best(self, placed: pd.DataFrame, n_tiers: int) -> tuple[np.ndarray, np.ndarray]:
        """Per group the tier and certainty of the product it stands by; the tier is NO_TIER for none."""
        tier = placed["tier_ix"].to_numpy()
        keys = np.where(tier == NO_TIER, n_tiers, tier) * _CERTAINTY_BASE + np.where(
            tier == NO_TIER, 0, placed["certainty_ix"]
        )
        least = np.minimum.reduceat(keys[self.order], self.starts) if len(keys) else keys
        best_tier = least // _CERTAINTY_BASE
        return np.where(best_tier == n_tiers, NO_TIER, best_tier), least % _CERTAINTY_BASE


_CERTAINTY_BASE = 8


def _districts(
    index: _GroupIndex, answers: pd.DataFrame, letter: Letter, registry: Registry, listed_now: np.ndarray
) -> pd.DataFrame:
    """The counts of every district under a letter, as `screen` would have them."""
    available = available_tiers(letter, registry.absent_fields)
    placed = place_products(answers, letter, available)
    tier_ix, certainty_ix = index.best(placed, len(letter.tiers))
    groups = pd.DataFrame({"district_ix": index.district_ix, "tier_ix": tier_ix, "certainty_ix": certainty_ix})
    tiers = open_tiers(groups, index.n_districts, letter, available)
    is_closed = tiers["state"].eq("closed").to_numpy()
    slots = index.district_ix * len(letter.tiers) + tier_ix.clip(min=0)
    listed = (tier_ix != NO_TIER) & ~is_closed[slots]
    quota = letter.quota.groups_per_district
    possible = np.bincount(index.district_ix[listed], minlength=index.n_districts)
    certain = np.bincount(index.district_ix[listed & (certainty_ix == 0)], minlength=index.n_districts)
    entering = np.bincount(index.district_ix[listed & ~listed_now], minlength=index.n_districts)
    return pd.DataFrame(
        {
            "certain": certain,
            "possible": possible,
            "entering": entering,
            "shortfall": quota - possible.clip(max=quota),
            "status": np.where(certain >= quota, "met", np.where(possible >= quota, "confirm", "short")),
        }
    )


def whom_to_ask(screening: Screening, questions: list[Question]) -> dict[int, list[Ask]]:
    """Per district that is not met, the fewest questions that would bring it there, as far as its groups reach.

    Groups are taken by the number of their open questions, then by rank: as many as the quota still needs.
    """
    by_group: dict[int, list[Question]] = {}
    stands = screening.products["stands"].to_numpy()
    group_of = screening.products["group"].to_numpy()
    for question in questions:
        if stands[question.product]:
            by_group.setdefault(int(group_of[question.product]), []).append(question)
    found: dict[int, list[Ask]] = {}
    waiting = screening.listed
    waiting = waiting[waiting["certainty"] != "certain"]
    for district_ix, rows in waiting.groupby("district_ix", sort=False):
        district: Any = screening.districts.loc[district_ix]
        needed = int(district["required"]) - int(district["certain"])
        if needed <= 0:
            continue
        asks = [Ask(int(group), tuple(by_group.get(int(group), ()))) for group in rows.index]
        asks.sort(key=lambda ask: len(ask.questions))
        found[int(str(district_ix))] = asks[:needed]
    return found


def status_if_confirmed(district: Any, groups: int) -> str:
    """The status of a district (a row of `Screening.districts`) once so many of the groups to ask are confirmed."""
    return "met" if district.certain + groups >= district.required else str(district.status)


def boundary_cases(registry: Registry, screening: Screening, letter: Letter) -> pd.DataFrame:
    """The groups that a range of the letter takes in, or leaves out, by one unit: a year, a star.

    One row per group and condition: `group`, `product`, `condition`, `value`, `listed` (False: missed by one unit, and
    by nothing else).
    """
    groups, parts = screening.groups, []
    away = screening.products["conditions_away"].eq(1).fillna(value=False).to_numpy(dtype=bool)
    for condition in letter.conditions:
        if not isinstance(condition, StarBetween | Between) or condition.id not in screening.is_true:
            continue
        values = registry.products[condition.field]
        if isinstance(condition, StarBetween):
            values = values.where(registry.products["star_year_be"].eq(condition.year_be).fillna(value=False))
        binding = [tier.id for tier in letter.tiers if condition.id in tier.requires]
        blocked = screening.products["first_blocking"].eq(condition.id).fillna(value=False).to_numpy(dtype=bool) & away
        ends = [(condition.min, condition.min - 1), (condition.max, condition.max + 1)]
        ends = [(end, beyond) for end, beyond in ends if _is_possible(condition, beyond)]
        of_group = values.loc[groups["product"]].set_axis(groups.index)
        listed = groups["outcome"].eq("listed") & groups["tier"].isin(binding)
        at_end = listed & of_group.isin([end for end, _ in ends])
        missed = groups["outcome"].eq("not_listed") & blocked[groups["product"].to_numpy()]
        beyond_end = missed & of_group.isin([beyond for _, beyond in ends])
        for mask, is_listed in ((at_end, True), (beyond_end, False)):
            own = groups.index[mask]
            parts.append(
                pd.DataFrame(
                    {
                        "group": own,
                        "product": groups["product"].loc[own].to_numpy(),
                        "condition": condition.id,
                        "value": of_group.loc[own].to_numpy(),
                        "listed": is_listed,
                    }
                )
            )
    columns = ["group", "product", "condition", "value", "listed"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def nearly_in(screening: Screening) -> pd.DataFrame:
    """The groups that are one condition away in districts that are not met.

    One row per group: `group`, `product` (the nearest), `condition`.
    """
    open_districts = screening.districts.index[screening.districts["status"] != "met"]
    groups = screening.groups
    out = groups[(groups["outcome"] == "not_listed") & groups["district_ix"].isin(open_districts)]
    nearest = screening.products.loc[out["product"]]
    is_near = (nearest["conditions_away"] == 1).fillna(value=False).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "group": out.index[is_near],
            "product": out["product"].to_numpy()[is_near],
            "condition": nearest["first_blocking"].to_numpy()[is_near],
        }
    )
