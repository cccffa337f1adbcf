"""Why a group stands where it stands: clause by clause, and against another group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.results.rows import each_row
from kbo_screen.screening.ranking import ranked_groups, ranking_keys
from kbo_screen.vocabulary.areas import resolve_district
from kbo_screen.vocabulary.ids import read_id
from kbo_screen.vocabulary.names import group_key, nearest_names

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding, Place

Answer = Literal["true", "false", "unknown", "not-checked"]
#: Districts that are named where a name is none.
DISTRICTS_NAMED: Final = 12


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


def explain_group(
    run: Run,
    name: str,
    *,
    district: str | None = None,
) -> Explanation:
    """Every condition of every product of the group that `name` (a name or an id) means.

    Raises UsageError where no group, or more than one, is called so.
    """
    group = find_group(run, name, district=district)
    products = run.screening.products
    of_group = products[products["group"] == group]
    ordered = of_group.sort_values(
        "stands",
        ascending=False,
        kind="stable",
    )
    explained = [_explain_product(run, int(product)) for product in ordered.index]
    return Explanation(group, tuple(explained))


def deciding_places(explanation: Explanation, run: Run) -> set[Place]:
    """Where the values stand that decide about the products of a group."""
    fields = {condition.field for condition in run.letter.conditions}
    if run.letter.preference:
        fields.add(run.letter.preference.field)
    places = set()
    for product in explanation.products:
        for field in fields:
            places.add(run.registry.place(product.product, field))
    return places


def compare_groups(
    run: Run,
    name: str,
    other: str,
    *,
    district: str | None = None,
) -> Comparison:
    """Which of two groups stands above the other, and by which key."""
    first = find_group(run, name, district=district)
    second = find_group(run, other, district=district)
    pair = run.screening.groups.loc[[first, second]]
    if first == second or not _are_of_one_list(pair):
        return Comparison(first, second, None)
    upper, lower = pair.sort_values("rank").index
    return Comparison(int(upper), int(lower), _deciding_key(run, pair))


def _deciding_key(run: Run, pair: pd.DataFrame) -> str:
    """The first key of the order in which two groups differ."""
    ranked = ranked_groups(pair, run.screening, run.registry.products)
    keys = ranking_keys(ranked, run.letter)
    return next(name for name, (first, second) in keys.items() if first != second)


def _are_of_one_list(groups: pd.DataFrame) -> bool:
    """All are listed, in one district."""
    is_one_district = groups["district_ix"].drop_duplicates().size == 1
    return is_one_district and bool(groups["outcome"].eq("listed").all())


def find_group(
    run: Run,
    name: str,
    *,
    district: str | None,
) -> int:
    """The number of the one group of that id or name.

    Raises UsageError for none or several, naming the nearest.
    """
    groups = run.screening.groups
    if district:
        code = _district_code(run, district)
        groups = groups[groups["district_code"] == code]
    matches = _groups_called(groups, name)
    if matches.empty:
        raise UsageError(_unusable_row(run, name) or _unknown_group(name, groups))
    if len(matches) > 1:
        raise UsageError(_several_groups(name, matches))
    return int(matches.index[0])


def _unusable_row(run: Run, name: str) -> Finding | None:
    """The row of that id or name that cannot be used: whoever asks for it has seen it there."""
    group_id = read_id(name).value or name
    for row in run.registry.unusable:
        if group_id == row.group_id or name == row.group_name:
            return make_finding(
                "usage.unusable-row",
                row.place,
                value=name,
                row=row.row,
                reason=text_in_each(f"workbook.unusable.{row.reason}"),
            )
    return None


def _unknown_group(name: str, groups: pd.DataFrame) -> Finding:
    nearest = nearest_names(name, groups["group_name"])
    names = ", ".join(f"“{near_name}”" for near_name in nearest)
    return make_finding("usage.unknown-group", value=name, suggestion=names or "-")


def _several_groups(name: str, matches: pd.DataFrame) -> Finding:
    names = "; ".join(_name_of_several(row) for row in each_row(matches))
    return make_finding("usage.several-groups", value=name, suggestion=names)


def _district_code(run: Run, name: str) -> str:
    """The code of a district of the run. Raises UsageError where there is none."""
    districts = run.areas
    match = resolve_district(name, districts)
    if match is None:
        names = ", ".join(district.district for district in districts[:DISTRICTS_NAMED])
        raise UsageError.of(
            "usage.unknown-district",
            value=name,
            suggestion=names,
        )
    return match.code


def _groups_called(groups: pd.DataFrame, name: str) -> pd.DataFrame:
    """The groups of that id; where there are none, those of that name."""
    group_id = read_id(name).value or name
    matches = groups[groups["group_id"].isin([group_id])]
    if not matches.empty:
        return matches
    return groups[groups["group_name"].map(group_key) == group_key(name)]


def _name_of_several(row: Any) -> str:
    return f"{row.group_name} ({row.district}, {row.group_id or '-'})"


def _explain_product(run: Run, product: int) -> ExplainedProduct:
    row = run.screening.products.loc[product]
    is_true = run.screening.is_true.iloc[product]
    is_unknown = run.screening.is_unknown.iloc[product]
    return ExplainedProduct(
        product=product,
        stands=bool(row["stands"]),
        tier=None if pd.isna(row["tier"]) else str(row["tier"]),
        answers={
            c.id: _answer(c.id, is_true, is_unknown) for c in run.letter.conditions
        },
    )


def _answer(condition_id: str, is_true: pd.Series, is_unknown: pd.Series) -> Answer:
    """Of one product. is_true, is_unknown: by id of a condition, of those that are evaluated."""
    if condition_id not in is_true:
        return "not-checked"
    if is_unknown[condition_id]:
        return "unknown"
    return "true" if is_true[condition_id] else "false"
