"""The letter once more, from its words alone: a plain loop over products, sharing no code with the program.

A product is a dict of what is true of it; None is what nobody knows. `columns` are the columns that the registry has.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

Product = dict[str, Any]


@dataclass
class Rules:
    """A letter as lists: per tier its name, its conditions by name, whether more stars come first."""

    quota: int
    tiers: list[tuple[str, list[str], bool]]
    conditions: dict[str, Any]
    needs: dict[str, str]
    stamped: set[str]
    tier_needs: set[str]
    preferred: set[str]


def star_between(least: int, most: int) -> Any:
    def ask(product: Product) -> bool | None:
        star = product["star"]
        if star is None:
            return None
        return star != "none" and least <= star <= most

    return ask


def equals(field: str, wanted: Any) -> Any:
    return lambda product: None if product[field] is None else product[field] == wanted


def year_between(least: int, most: int) -> Any:
    return lambda product: (
        None if product["year"] is None else least <= product["year"] <= most
    )


CHACHOENGSAO = Rules(
    quota=3,
    tiers=[
        ("primary", ["community", "star", "clear"], True),
        ("fallback", ["community", "clear", "d", "window", "potential"], False),
    ],
    conditions={
        "community": equals("type", "community"),
        "star": star_between(1, 3),
        "clear": equals("project", "clear"),
        "d": equals("quadrant", "D"),
        "window": year_between(2557, 2565),
        "potential": equals("potential", "yes"),
    },
    needs={
        "clear": "project",
        "d": "quadrant",
        "window": "year",
        "potential": "potential",
    },
    stamped={"clear", "window"},
    tier_needs={"d"},
    preferred={"passed", "developing"},
)

SECOND = Rules(
    quota=5,
    tiers=[
        ("stars", ["community", "star"], True),
        ("quadrant-d", ["community", "d"], False),
        ("promising", ["community", "window", "potential"], False),
    ],
    conditions={
        "community": equals("type", "community"),
        "star": star_between(1, 4),
        "d": equals("quadrant", "D"),
        "window": year_between(2560, 2567),
        "potential": equals("potential", "yes"),
    },
    needs={"d": "quadrant", "window": "year", "potential": "potential"},
    stamped={"window"},
    tier_needs={"d"},
    preferred=set(),
)

CERTAINTY = ["certain", "judgement", "check"]


def stand(product: Product, rules: Rules, columns: set[str]) -> tuple[int, int] | None:
    """The tier and certainty of one product."""
    for position, (_, names, _) in enumerate(rules.tiers):
        absent = {
            name
            for name in names
            if name in rules.needs and rules.needs[name] not in columns
        }
        if absent & rules.tier_needs:
            continue
        answers = {
            name: rules.conditions[name](product)
            for name in names
            if name not in absent & rules.stamped
        }
        if False in answers.values():
            continue
        unknown = {name for name, answer in answers.items() if answer is None}
        return position, 2 if unknown - {"potential"} else 1 if unknown else 0
    return None


#: What a cell that nobody knows may turn out to hold.
FILLINGS: dict[str, list[Any]] = {
    "type": ["community", "sme"],
    "star": [1, 2, 3, 4, 5, "none"],
    "project": ["clear", "in"],
    "quadrant": ["A", "B", "C", "D"],
    "year": [2500, 2562],
    "potential": ["yes", "no"],
}


def worst_tier(product: Product, rules: Rules, columns: set[str]) -> int:
    """The last tier that a product may come to stand in; the number of tiers where it may come to have none."""
    unknown = [name for name in FILLINGS if product[name] is None]
    worst = 0
    for values in itertools.product(*(FILLINGS[name] for name in unknown)):
        filled = stand(
            {**product, **dict(zip(unknown, values, strict=True))}, rules, columns
        )
        worst = max(worst, filled[0] if filled else len(rules.tiers))
    return worst


def is_sure_of(own: list[Product], tier: int, rules: Rules, columns: set[str]) -> bool:
    """A group stands in this very tier, whatever its cells hold."""
    places = [
        (found, worst_tier(p, rules, columns))
        for p in own
        if (found := stand(p, rules, columns))
    ]
    return bool(places) and min(found[0] for found, _ in places) == tier == min(
        worst for _, worst in places
    )


def rank(
    products: list[Product], districts: list[str], rules: Rules, columns: set[str]
) -> dict[str, Any]:
    """Per district: its counts and its groups in order, each (name, tier, certainty, product)."""
    groups: dict[tuple[str, str], list[Product]] = {}
    for row, product in enumerate(products):
        product = {**product, "row": row}
        groups.setdefault(
            (product["district"], product["id"] or product["group"]), []
        ).append(product)
    for own in groups.values():
        forget_what_rows_contradict(own)
    return {
        d: rank_district(
            [g for (where, _), g in groups.items() if where == d], rules, columns
        )
        for d in districts
    }


def forget_what_rows_contradict(group: list[Product]) -> None:
    """One producer cannot be of two types or registered in two years: nobody knows which."""
    for name in ("type", "year"):
        stated = {product[name] for product in group} - {None}
        if len(stated) > 1:
            for product in group:
                product[name] = None


def stars_first(product: Product, tier: int, rules: Rules) -> int:
    star = product.get("stated_star") or product["star"]
    return -star if rules.tiers[tier][2] and isinstance(star, int) else 0


def rank_district(
    groups: list[list[Product]], rules: Rules, columns: set[str]
) -> dict[str, Any]:
    # Per tier the groups that are sure to stand in that very one: they close the tiers behind it.
    sure_of = [
        sum(is_sure_of(own, tier, rules, columns) for own in groups)
        for tier in range(len(rules.tiers))
    ]
    best = []
    for own in groups:
        placed = []
        sure_somewhere = False
        for product in own:
            found = stand(product, rules, columns)
            if not found:
                continue
            tier, sure = found
            worst = worst_tier(product, rules, columns)
            # Whatever its cells hold it stands in a tier that is not closed.
            if worst < len(rules.tiers) and sum(sure_of[:worst]) < rules.quota:
                sure, sure_somewhere = 0, True
            placed.append(
                (
                    tier,
                    sure,
                    stars_first(product, tier, rules),
                    product["product_id"],
                    product["row"],
                    product,
                )
            )
        if not placed:
            continue
        tier, sure, star, _, _, product = min(placed, key=lambda p: p[:5])
        sure = 0 if sure_somewhere else sure
        standards = [p["standard"] for p in own] if "standard" in columns else []
        order = 0 if "passed" in standards else 1 if "developing" in standards else 2
        prefers = bool(rules.preferred & set(standards))
        key = (
            tier,
            not prefers,
            sure,
            order,
            star,
            own[0]["id"] or own[0]["group"],
            own[0]["row"],
        )
        best.append((key, tier, sure, own[0]["group"], product["product_id"]))
    listed = []
    for position in range(len(rules.tiers)):
        of_tier = [b for b in best if b[1] == position]
        if position == 0 or sum(sure_of[:position]) < rules.quota:
            listed += of_tier
    listed.sort(key=lambda b: b[0])
    sure_listed = sum(b[2] == 0 for b in listed)
    short = max(rules.quota - len(listed), 0)
    return {
        "certain": sure_listed,
        "possible": len(listed),
        "to_confirm": rules.quota - short - min(sure_listed, rules.quota),
        "shortfall": short,
        "groups": [
            (name, rules.tiers[tier][0], CERTAINTY[sure], product)
            for _, tier, sure, name, product in listed
        ],
    }
