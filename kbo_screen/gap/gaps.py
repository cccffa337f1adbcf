"""Where each district stands and what would close the gap: questions first, then what another letter would change.

Knows how a changed condition moves groups, from the condition masks alone. Refuses to change anything: the letter
decides, not the tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.gap.variants import OFF, vary_letter
from kbo_screen.letters.model import Between, StarBetween
from kbo_screen.screening.conditions import evaluate_condition, settle_by_verdicts
from kbo_screen.screening.group_tiers import GroupIndex, place_groups
from kbo_screen.screening.tiers import against_quota, available_tiers, place_products
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kbo_screen.letters.model import Letter, OneOf
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import Registry
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
        return (
            f"{self.condition}={OFF}"
            if self.value is None
            else f"{self.condition}.{self.change}={self.value}"
        )


@dataclass(frozen=True, eq=False)
class Lever:
    """What one variant changes.

    districts: one row per district, columns `certain`, `possible` (counts of listed groups under the variant),
        `entering` (groups listed under it that are not now), `leaving` (listed now and not under it), `shortfall`,
        `status`, `is_felt` (bool: a group enters or leaves, or a count or the status is another).
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
        if _can_be_dropped(condition.id, letter):
            yield Variant(condition.id, "drop", None)
        if isinstance(condition, StarBetween | Between):
            for change, value in (
                ("min", condition.min - 1),
                ("max", condition.max + 1),
            ):
                if _is_possible(condition, value):
                    yield Variant(
                        condition.id, "min" if change == "min" else "max", value
                    )


def _can_be_dropped(condition_id: str, letter: Letter) -> bool:
    """Without the condition some tier still asks something."""
    return any(set(tier.requires) != {condition_id} for tier in letter.tiers)


def _is_possible(condition: Between | StarBetween, value: int) -> bool:
    return not isinstance(condition, StarBetween) or 1 <= value <= MOST_STARS


def pull_levers(
    registry: Registry, screening: Screening, letter: Letter
) -> list[Lever]:
    """What each variant would change in each district: the same as a run with the changed letter."""
    answers = _answers(screening)
    groups = GroupIndex(
        screening.products["group"].to_numpy(),
        registry.products["district_ix"].to_numpy(dtype=np.int64),
        len(registry.scope.districts),
    )
    listed_now = screening.groups["outcome"].eq("listed").to_numpy()
    levers = []
    for variant in variants_of(letter):
        condition = letter.condition(variant.condition)
        if variant.condition not in answers and not _would_open_tiers(
            condition, variant
        ):
            continue
        changed = vary_letter(letter, variant.path)
        masks = answers
        if variant.value is not None:
            masks = answers.assign(
                **{variant.condition: _widened(registry, condition, variant, changed)}
            )
        then = _districts(groups, masks, changed, registry, listed_now)
        levers.append(
            Lever(variant, then.assign(is_felt=_is_felt(then, screening.districts)))
        )
    return levers


def _would_open_tiers(
    condition: OneOf | Between | StarBetween, variant: Variant
) -> bool:
    """The condition has no column, and its tiers are unavailable for that: left out, they can be screened."""
    return variant.change == "drop" and condition.no_source == "tier-unavailable"


def _is_felt(then: pd.DataFrame, now: pd.DataFrame) -> np.ndarray:
    """Per district: a variant changes who is listed there, how sure they are, or what that amounts to."""
    moves = then[["entering", "leaving"]].any(axis=1).to_numpy()
    other = [
        then[name].to_numpy() != now[name].astype(object).to_numpy()
        for name in ("certain", "possible", "status")
    ]
    felt: np.ndarray = np.logical_or.reduce([moves, *other])
    return felt


def _answers(screening: Screening) -> pd.DataFrame:
    """The masks as nullable booleans again."""
    return pd.DataFrame(
        {
            name: pd.arrays.BooleanArray(
                screening.is_true[name].to_numpy(),
                screening.is_unknown[name].to_numpy(),
            )
            for name in screening.is_true
        },
        index=screening.is_true.index,
    )


def _widened(
    registry: Registry,
    condition: OneOf | Between | StarBetween,
    variant: Variant,
    letter: Letter,
) -> pd.Series[bool]:
    """The answers to a condition with one end of its range moved; what a person settled holds as far as it reaches.

    letter: the changed one.
    """
    changed = condition.model_copy(update={variant.change: variant.value})
    column = pd.DataFrame(
        {condition.id: evaluate_condition(registry.products, changed)}
    )
    settle_by_verdicts(column, registry, letter)
    return column[condition.id]


def _districts(
    index: GroupIndex,
    answers: pd.DataFrame,
    letter: Letter,
    registry: Registry,
    listed_now: np.ndarray,
) -> pd.DataFrame:
    """The counts of every district under a letter, as `screen` would have them."""
    available = available_tiers(letter, registry.absent_fields)
    placed = place_products(answers, letter, available)
    groups = place_groups(index, placed, letter, available)
    certain, possible = groups.counts(index)
    enters, leaves = groups.is_listed & ~listed_now, listed_now & ~groups.is_listed
    return pd.DataFrame(
        {
            "certain": certain,
            "possible": possible,
            "entering": np.bincount(
                index.district_ix[enters], minlength=index.n_districts
            ),
            "leaving": np.bincount(
                index.district_ix[leaves], minlength=index.n_districts
            ),
            **against_quota(certain, possible, letter.quota.groups_per_district),
        }
    )


def whom_to_ask(
    screening: Screening,
    questions: list[Question],
    accepted: Mapping[int, Collection[int]] | None = None,
) -> dict[int, list[Ask]]:
    """Per district that is not met, the fewest questions that would bring it there, as far as its groups reach.

    Groups are taken by the number of their open questions, then by rank: as many as the quota still needs.
    accepted: by district, the groups of the lists that were sent and accepted, where lists were given. They are not
    asked about, and a district is met by them and by the certain groups that it can still name.
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
    sure, required = (
        sure_groups(screening, accepted),
        screening.districts["required"].to_dict(),
    )
    for district_ix, rows in waiting.groupby("district_ix", sort=False):
        ix = int(str(district_ix))
        needed = required[ix] - sure[ix]
        if needed <= 0:
            continue
        named = (accepted or {}).get(ix, ())
        asks = [
            Ask(int(group), tuple(by_group.get(int(group), ())))
            for group in rows.index
            if group not in named
        ]
        asks.sort(key=lambda ask: len(ask.questions))
        found[ix] = asks[:needed]
    return found


def sure_groups(
    screening: Screening, accepted: Mapping[int, Collection[int]] | None = None
) -> dict[int, int]:
    """Per district, the groups that it has or can name without a question: certain, or accepted from its list."""
    if accepted is None:
        return {
            int(str(ix)): int(count)
            for ix, count in screening.districts["certain"].items()
        }
    left = _certain_not_named(screening, accepted)
    return {
        int(str(ix)): len(accepted.get(int(str(ix)), ()))
        + len(left.get(int(str(ix)), ()))
        for ix in screening.districts.index
    }


def to_name(
    screening: Screening, accepted: Mapping[int, Collection[int]]
) -> dict[int, list[int]]:
    """Per district whose accepted list is short, the certain groups that it left out, by rank, as many as it needs."""
    required = screening.districts["required"].to_dict()
    found = {
        ix: groups[: max(0, required[ix] - len(accepted.get(ix, ())))]
        for ix, groups in _certain_not_named(screening, accepted).items()
    }
    return {ix: groups for ix, groups in found.items() if groups}


def _certain_not_named(
    screening: Screening, accepted: Mapping[int, Collection[int]]
) -> dict[int, list[int]]:
    certain = screening.listed
    certain = certain[certain["certainty"] == "certain"]
    found: dict[int, list[int]] = {}
    for group, ix in zip(
        certain.index.tolist(), certain["district_ix"].tolist(), strict=True
    ):
        if group not in accepted.get(ix, ()):
            found.setdefault(ix, []).append(group)
    return found


def not_settled(
    questions: list[Question],
    screening: Screening,
    accepted: Mapping[int, Collection[int]] | None,
) -> list[Question]:
    """The questions that the lists leave open: not of an accepted group, nor where a list reaches the quota."""
    if accepted is None:
        return questions
    group_of, groups = screening.products["group"].to_numpy(), screening.groups
    district_of, required = (
        groups["district_ix"].to_dict(),
        screening.districts["required"].to_dict(),
    )
    found = []
    for question in questions:
        group = int(group_of[question.product])
        named = accepted.get(district_of[group], ())
        if group not in named and len(named) < required[district_of[group]]:
            found.append(question)
    return found


def one_away(registry: Registry, screening: Screening, letter: Letter) -> pd.DataFrame:
    """What keeps the groups without a tier out: every product, in every tier, of which exactly one condition is false.

    One row per product and tier, columns `group`, `product`, `condition`, `tier`; the nearest of a group first: the
    earlier tier, then the fewest unknowns, then the order of the rows.
    """
    available = available_tiers(letter, registry.absent_fields)
    is_out = screening.groups["tier"].isna()
    group = screening.products["group"]
    own = group.map(is_out).to_numpy(dtype=bool)
    is_false = ~(screening.is_true | screening.is_unknown)[own]
    parts = []
    for position, tier in enumerate(letter.tiers):
        asked = [name for name in is_false if name in tier.requires]
        if not (available[position] and asked):
            continue
        false = is_false[asked]
        near = false[false.sum(axis=1) == 1]
        unknowns = screening.is_unknown.loc[near.index, asked].sum(axis=1)
        parts.append(
            pd.DataFrame(
                {
                    "group": group[near.index],
                    "product": near.index,
                    "condition": near.idxmax(axis=1) if len(near) else "",
                    "tier": tier.id,
                    "order": position,
                    "unknowns": unknowns,
                }
            )
        )
    found = (
        pd.concat(parts)
        if parts
        else pd.DataFrame(columns=[*NEAR_COLUMNS, "order", "unknowns"])
    )
    return found.sort_values(
        ["group", "order", "unknowns", "product"], ignore_index=True
    )[list(NEAR_COLUMNS)]


NEAR_COLUMNS: Final = ("group", "product", "condition", "tier")


def nearly_in(one_away: pd.DataFrame, letter: Letter) -> pd.DataFrame:
    """The groups that a single condition keeps out: one row per group and condition, with the nearest product.

    one_away: as it returns. Columns NEAR_COLUMNS, in the order of the groups and of the letter's conditions. A group
    can be there twice: by its stars for one tier, by its year for another.
    """
    nearest = one_away.drop_duplicates(["group", "condition"])
    order = {
        condition.id: position for position, condition in enumerate(letter.conditions)
    }
    return nearest.sort_values(
        ["group", "condition"],
        key=lambda column: column.map(order) if column.name == "condition" else column,
    ).reset_index(drop=True)


def kept_out(nearly: pd.DataFrame, screening: Screening) -> pd.DataFrame:
    """How many groups each condition alone keeps out: one row per district, one column per evaluated condition."""
    districts = screening.groups["district_ix"].loc[nearly["group"]].to_numpy()
    counts = pd.crosstab(districts, nearly["condition"].to_numpy())
    return counts.reindex(
        index=screening.districts.index, columns=list(screening.is_true), fill_value=0
    )


def boundary_cases(
    registry: Registry, screening: Screening, letter: Letter, one_away: pd.DataFrame
) -> pd.DataFrame:
    """The groups that a range of the letter takes in, or leaves out, by one unit: a year, a star.

    One row per group, condition and end of its range: `group`, `product` (the nearest), `condition`, `value`,
    `listed` (True: it would have no tier if the range ended one unit sooner; False: it has none, and would have one if
    the range ended one unit later).
    """
    parts = [pd.DataFrame(columns=["group", "product", "condition", "value", "listed"])]
    for condition in letter.conditions:
        if (
            not isinstance(condition, StarBetween | Between)
            or condition.id not in screening.is_true
        ):
            continue
        values = _values_judged(registry, condition)
        blocked = one_away[one_away["condition"] == condition.id]
        for end, beyond in (
            (condition.min, condition.min - 1),
            (condition.max, condition.max + 1),
        ):
            missed = blocked[_stands_at(values, blocked["product"], beyond)]
            is_at_end = _stands_at(values, values.index, end)
            listed = _rests_on(registry, screening, letter, condition.id, is_at_end)
            parts += [
                rows.assign(condition=condition.id, value=value, listed=is_listed)
                for rows, value, is_listed in (
                    (listed, end, True),
                    (missed.drop_duplicates("group"), beyond, False),
                )
                if len(rows)
            ]
    return pd.concat(parts, ignore_index=True)[list(parts[0].columns)]


def _values_judged(registry: Registry, condition: Between | StarBetween) -> pd.Series:
    """The values that a range is asked of; NA for stars of another round and where a person settled the answer."""
    values = registry.products[condition.field].copy()
    if isinstance(condition, StarBetween):
        values = values.where(
            registry.products["star_year_be"].eq(condition.year_be).fillna(value=False)
        )
    values.loc[
        [product for product, name in registry.verdicts if name == condition.id]
    ] = pd.NA
    return values


def _stands_at(values: pd.Series, products: Any, value: int) -> np.ndarray:
    """Products whose value is the one given; unknown is not."""
    at: np.ndarray = (
        values.loc[products].eq(value).fillna(value=False).to_numpy(dtype=bool)
    )
    return at


def _rests_on(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    condition: str,
    is_at_end: np.ndarray,
) -> pd.DataFrame:
    """The listed groups that would have no tier if some products failed a condition; `group`, `product` it stands by.

    A group stays where another of its products, or another tier, holds it.
    """
    is_false = ~(screening.is_true | screening.is_unknown)
    holds = np.zeros(len(is_false), dtype=bool)
    available = available_tiers(letter, registry.absent_fields)
    for tier in (
        tier
        for tier, is_available in zip(letter.tiers, available, strict=True)
        if is_available
    ):
        asked = [name for name in is_false if name in tier.requires]
        holds |= ~is_false[asked].any(axis=1).to_numpy() & ~(
            is_at_end & (condition in tier.requires)
        )
    groups = screening.groups
    held = pd.Series(holds).groupby(screening.products["group"].to_numpy()).any()
    rests = groups.index[
        (groups["outcome"] == "listed")
        & ~held.reindex(groups.index).to_numpy(dtype=bool)
    ]
    return pd.DataFrame(
        {"group": rests, "product": groups["product"].loc[rests].to_numpy()}
    )
