"""Why a group stands where it stands: clause by clause for each of its products, and against another group.

Knows how to find a group by what a person calls it. Refuses to put anything into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.screening.ranking import ranking_keys
from kbo_screen.vocabulary.areas import resolve_district
from kbo_screen.vocabulary.ids import read_id
from kbo_screen.vocabulary.names import group_key, nearest_names

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place

Answer = Literal["true", "false", "unknown", "not-checked"]


@dataclass(frozen=True, slots=True)
class ExplainedProduct:
    """A product (its index in the registry), whether its group stands by it, and every condition's answer."""

    product: int
    stands: bool
    tier: str | None
    answers: dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A group (its number in `Screening.groups`) and its products, the one it stands by first."""

    group: int
    products: tuple[ExplainedProduct, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups of one district: which is above, and the first key on which they differ.

    `key`: "tier" and "preference" are the letter's, the rest ours; None where the two are not ranked together.
    """

    upper: int
    lower: int
    key: str | None

    @property
    def is_of_letter(self) -> bool:
        """The key stands in the letter."""
        return self.key in ("tier", "preference")


def explain_group(run: Run, name: str, *, district: str | None = None) -> Explanation:
    """Every condition of every product of the group that `name` (a name or an id) means.

    Raises UsageError where no group, or more than one, is called so.
    """
    group = find_group(run, name, district=district)
    products = run.screening.products
    own = products[products["group"] == group].sort_values(
        "stands", ascending=False, kind="stable"
    )
    return Explanation(
        group, tuple(_explain_product(run, int(index)) for index in own.index)
    )


def deciding_places(explanation: Explanation, run: Run) -> set[Place]:
    """Where the values stand that decide about the products of a group."""
    fields = {condition.field for condition in run.letter.conditions}
    if run.letter.preference:
        fields.add(run.letter.preference.field)
    return {
        run.registry.place(product.product, field)
        for product in explanation.products
        for field in fields
    }


def compare_groups(
    run: Run, name: str, other: str, *, district: str | None = None
) -> Comparison:
    """Which of two groups stands above the other, and by which key."""
    first, second = (find_group(run, each, district=district) for each in (name, other))
    groups = run.screening.groups
    pair = groups.loc[[first, second]]
    if (
        pair["outcome"].ne("listed").any()
        or pair["district_ix"].drop_duplicates().size > 1
        or first == second
    ):
        return Comparison(first, second, None)
    upper, lower = pair.sort_values("rank").index
    keys = ranking_keys(_with_codes(run, pair), run.registry.products, run.letter).loc[
        [upper, lower]
    ]
    differing = [
        str(name) for name in keys.columns if keys[name].drop_duplicates().size > 1
    ]
    return Comparison(int(upper), int(lower), differing[0])


def find_group(run: Run, name: str, *, district: str | None = None) -> int:
    """The number of the one group of that id or name. Raises UsageError for none or several, naming the nearest."""
    groups = run.screening.groups
    if district:
        found = resolve_district(district, run.registry.scope.districts)
        if found is None:
            names = ", ".join(d.district for d in run.registry.scope.districts[:12])
            raise UsageError(
                make_finding("usage.unknown-district", value=district, suggestion=names)
            )
        groups = groups[groups["district_code"] == found.code]
    called = groups[groups["group_id"].isin([read_id(name).value or name])]
    if called.empty:
        key = group_key(name)
        called = groups[[group_key(known) == key for known in groups["group_name"]]]
    if called.empty:
        nearby = [
            f"“{known}”" for known, _ in nearest_names(name, groups["group_name"])
        ]
        raise UsageError(
            make_finding(
                "usage.unknown-group", value=name, suggestion=", ".join(nearby) or "-"
            )
        )
    if len(called) > 1:
        each = (
            f"{row.group_name!s} ({row.district!s}, {row.group_id or '-'!s})"
            for row in called.itertuples()
        )
        raise UsageError(
            make_finding("usage.several-groups", value=name, suggestion="; ".join(each))
        )
    return int(called.index[0])


def _explain_product(run: Run, product: int) -> ExplainedProduct:
    row = run.screening.products.loc[product]
    answers = {
        condition.id: _answer(run, product, condition.id)
        for condition in run.letter.conditions
    }
    return ExplainedProduct(
        product,
        bool(row["stands"]),
        None if pd.isna(row["tier"]) else str(row["tier"]),
        answers,
    )


def _answer(run: Run, product: int, condition_id: str) -> Answer:
    if condition_id not in run.screening.is_true:
        return "not-checked"
    if run.screening.is_unknown[condition_id].to_numpy()[product]:
        return "unknown"
    return (
        "true" if run.screening.is_true[condition_id].to_numpy()[product] else "false"
    )


def _with_codes(run: Run, groups: pd.DataFrame) -> pd.DataFrame:
    """Groups with the columns that ranking asks for, as positions."""
    numbers = run.screening.products["group"]
    first = (
        pd.Series(range(len(numbers)), index=numbers.to_numpy())
        .groupby(level=0)
        .first()
    )
    return groups.assign(
        tier_ix=groups["tier"].cat.codes,
        certainty_ix=groups["certainty"].cat.codes,
        first_row=first.reindex(groups.index).to_numpy(),
    )
