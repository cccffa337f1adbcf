"""Which groups a single condition keeps out, and which a range takes in or leaves out by one unit."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from kbo_screen.screening.conditions import values_asked
from kbo_screen.screening.tier_needs import needs_of
from kbo_screen.screening.tiers import available_tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter, Tier
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening

NEAR_COLUMNS: Final = ("group", "product", "condition", "tier")
BOUNDARY_COLUMNS: Final = ("group", "product", "condition", "value", "listed")


def one_away(
    registry: Registry,
    screening: Screening,
    letter: Letter,
) -> pd.DataFrame:
    """What keeps the groups without a tier out: every product, in every tier, of which exactly one condition is false.

    One row per product and tier, columns NEAR_COLUMNS; the nearest of a group first: the earlier tier, then the fewest
    unknowns, then the order of the rows.
    """
    is_without_tier = screening.groups["tier"].isna()
    group = screening.products["group"]
    is_out = group.map(is_without_tier).to_numpy(dtype=bool)
    parts = []
    for position, tier in enumerate(_screened_tiers(registry, letter)):
        part = _one_away_from(tier, screening, is_out)
        parts.append(part.assign(order=position))
    misses = _joined(parts, (*NEAR_COLUMNS, "order", "unknowns"))
    nearest_first = ["group", "order", "unknowns", "product"]
    misses = misses.sort_values(nearest_first, ignore_index=True)
    return misses[list(NEAR_COLUMNS)]


def _one_away_from(
    tier: Tier,
    screening: Screening,
    is_out: np.ndarray,
) -> pd.DataFrame:
    """The products without a tier that fail one need of this one; NEAR_COLUMNS and `unknowns`.

    Where the need is met by any of several conditions, a product has a row for each.
    """
    names = list(screening.is_true)
    needs = needs_of(tier, names)
    is_false = screening.is_false.to_numpy(dtype=bool)
    is_near = is_out & (needs.count_failed(is_false) == 1)
    products = screening.products.index[is_near]
    is_unknown = screening.is_unknown.to_numpy(dtype=bool)[is_near]
    doubtful = needs.doubtful(
        screening.is_true.to_numpy(dtype=bool)[is_near], is_unknown
    )
    rows, positions = np.nonzero(needs.failing(is_false[is_near]))
    columns = {
        "group": screening.products["group"].to_numpy()[is_near][rows],
        "product": products[rows],
        "condition": np.array(names, dtype=object)[positions],
        "tier": tier.id,
        "unknowns": doubtful.sum(axis=1)[rows],
    }
    return pd.DataFrame(columns)


def _screened_tiers(registry: Registry, letter: Letter) -> list[Tier]:
    available = available_tiers(letter, registry.absent_fields)
    return list(compress(letter.tiers, available))


def nearly_in(one_away: pd.DataFrame, letter: Letter) -> pd.DataFrame:
    """The groups that a single condition keeps out: one row per group and condition, with the nearest product.

    one_away: as it returns. Columns NEAR_COLUMNS, in the order of the groups and of the letter's conditions. A group
    can be there twice: by its stars for one tier, by its year for another.
    """
    order = {
        condition.id: position for position, condition in enumerate(letter.conditions)
    }
    nearest = one_away.drop_duplicates(["group", "condition"])
    positions = nearest.assign(condition=nearest["condition"].map(order))
    in_order = positions.sort_values(["group", "condition"]).index
    return nearest.loc[in_order].reset_index(drop=True)


def kept_out(nearly: pd.DataFrame, screening: Screening) -> pd.DataFrame:
    """How many groups each condition alone keeps out: one row per district, one column per evaluated condition."""
    districts = screening.groups["district_ix"].loc[nearly["group"]].to_numpy()
    counts = pd.crosstab(districts, nearly["condition"].to_numpy())
    return counts.reindex(
        index=screening.districts.index,
        columns=list(screening.is_true),
        fill_value=0,
    )


def boundary_cases(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    one_away: pd.DataFrame,
) -> pd.DataFrame:
    """The groups that a range of the letter takes in, or leaves out, by one unit: a year, a star.

    One row per group, condition and end of its range, columns BOUNDARY_COLUMNS: `product` is the nearest, `listed` is
    True where the group would have no tier if the range ended one unit sooner, False where it has none, and would have
    one if the range ended one unit later.
    """
    parts: list[pd.DataFrame] = []
    for condition in _evaluated_ranges(screening, letter):
        values = _judged_values(registry, condition)
        blocked = one_away[one_away["condition"] == condition.id]
        for end in condition.ends:
            is_at_end = _equals(values, end.last)
            inside = _only_held_by(registry, screening, letter, condition.id, is_at_end)
            parts.append(
                _cases(
                    inside,
                    condition.id,
                    end.last,
                    is_listed=True,
                )
            )
            is_beyond = _equals(values.loc[blocked["product"]], end.beyond)
            outside = blocked[is_beyond].drop_duplicates("group")
            parts.append(
                _cases(
                    outside,
                    condition.id,
                    end.beyond,
                    is_listed=False,
                )
            )
    return _joined(parts, BOUNDARY_COLUMNS)


def _evaluated_ranges(screening: Screening, letter: Letter) -> Iterator[AnyCondition]:
    for condition in letter.conditions:
        if condition.ends and condition.id in screening.is_true:
            yield condition


def _joined(
    parts: list[pd.DataFrame],
    columns: tuple[str, ...],
) -> pd.DataFrame:
    """The parts one below the other: an empty one has no types that count."""
    filled_parts = [part for part in parts if len(part)]
    if not filled_parts:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(filled_parts, ignore_index=True)


def _cases(
    groups: pd.DataFrame,
    condition: str,
    value: int,
    *,
    is_listed: bool,
) -> pd.DataFrame:
    """Groups and their nearest products as boundary cases of a condition."""
    cases = groups.assign(condition=condition, value=value, listed=is_listed)
    return cases[list(BOUNDARY_COLUMNS)]


def _judged_values(registry: Registry, condition: AnyCondition) -> pd.Series[Any]:
    """The values that a range is asked of; NA for stars of another round and where a person settled the answer."""
    values = values_asked(registry.products, condition).copy()
    values.loc[list(registry.verdicts_on(condition.id))] = pd.NA
    return values


def _equals(values: pd.Series, value: int) -> np.ndarray:
    """Where a value is the one given; unknown is not."""
    return values.eq(value).fillna(value=False).to_numpy(dtype=bool)


def _only_held_by(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    condition: str,
    is_at_end: np.ndarray,
) -> pd.DataFrame:
    """The listed groups that would have no tier if some products failed a condition; `group`, `product` it stands by.

    A group stays where another of its products, or another tier, holds it.
    """
    is_false = screening.is_false.to_numpy(dtype=bool).copy()
    position = list(screening.is_true).index(condition)
    is_false[:, position] |= is_at_end
    is_held = np.zeros(len(is_at_end), dtype=bool)
    for tier in _screened_tiers(registry, letter):
        is_held |= needs_of(tier, screening.is_true).count_failed(is_false) == 0
    groups = screening.groups
    group_of_product = screening.products["group"].to_numpy()
    is_group_held = pd.Series(is_held).groupby(group_of_product).any()
    loses_its_tier = ~is_group_held.reindex(groups.index).to_numpy(dtype=bool)
    is_listed = groups["outcome"] == "listed"
    products = groups.loc[is_listed & loses_its_tier, "product"]
    return pd.DataFrame({"group": products.index, "product": products.to_numpy()})
