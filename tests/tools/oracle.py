"""The letter once more, from its words alone: a plain loop over products, sharing no code with the program.

A product is a dict of what is true of it; None is what nobody knows. `columns` are the columns that the registry has.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
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
    #: A condition of the group: its name -> how the answers of its products are joined.
    of_group: dict[str, str] = field(default_factory=dict)
    #: Of a tier, lists of conditions of which one is enough.
    any_of: dict[str, list[list[str]]] = field(default_factory=dict)
    preference_before_tiers: bool = False
    certainty_before_preference: bool = False
    #: Districts of the province, where the first tier is judged for all of them together.
    districts_together: int | None = None
    #: The quota of the whole province; `quota` is then the least of each district. The most of a district.
    of_province: int | None = None
    most: int | None = None
    #: The quotas count the products of the groups that are named.
    counts_products: bool = False


def star_between(least: int, most: int) -> Any:
    def ask(product: Product) -> bool | None:
        star = product["star"]
        if star is None:
            return None
        return star != "none" and least <= star <= most

    return ask


def no_more_stars(most: int) -> Any:
    """Not rated is no more stars."""

    def ask(product: Product) -> bool | None:
        star = product["star"]
        return None if star is None else star == "none" or star <= most

    return ask


def has_standard(product: Product) -> bool | None:
    """The standard of its group: the best that any of its rows says."""
    standard = product["standard_of_group"]
    return None if standard is None else standard in ("passed", "developing")


def taken_to_have(field: str, value: Any) -> Any:
    return lambda product: product[field] in (None, value)


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


def stand(
    product: Product,
    rules: Rules,
    columns: set[str],
) -> tuple[int, int] | None:
    """The tier and certainty of one product."""
    for position, (tier, names, _) in enumerate(rules.tiers):
        needs = [[name] for name in names] + rules.any_of.get(tier, [])
        unknown = unknown_of_needs(needs, product, rules, columns)
        if unknown is not None:
            return position, 2 if unknown - {"potential"} else 1 if unknown else 0
    return None


def unknown_of_needs(
    needs: list[list[str]],
    product: Product,
    rules: Rules,
    columns: set[str],
) -> set[str] | None:
    """What is still to be known where every need may be met by one of its conditions; None where one is not."""
    unknown: set[str] = set()
    for need in needs:
        absent = {n for n in need if rules.needs.get(n) not in {None, *columns}}
        asked = set(need) - (absent & (rules.stamped | rules.tier_needs))
        if not asked:
            if set(need) & rules.tier_needs:
                return None
            continue
        answers = {name: answer_to(name, product, rules) for name in asked}
        if True in answers.values():
            continue
        if None not in answers.values():
            return None
        unknown |= {name for name, answer in answers.items() if answer is None}
    return unknown


def answer_to(
    name: str,
    product: Product,
    rules: Rules,
) -> bool | None:
    if name in rules.of_group:
        answer: bool | None = product["of_group"][name]
    else:
        answer = rules.conditions[name](product)
    return answer


#: What a cell that nobody knows may turn out to hold.
FILLINGS: dict[str, list[Any]] = {
    "type": ["community", "sme"],
    "star": [1, 2, 3, 4, 5, "none"],
    "project": ["clear", "in"],
    "quadrant": ["A", "B", "C", "D"],
    "year": [2500, 2562],
    "potential": ["yes", "no"],
}


def worst_tier(
    product: Product,
    rules: Rules,
    columns: set[str],
) -> int:
    """The last tier that a product may come to stand in; the number of tiers where it may come to have none."""
    unknown = [name for name in FILLINGS if product[name] is None]
    open_of_group = [name for name, told in product["of_group"].items() if told is None]
    fillings = [FILLINGS[name] for name in unknown]
    fillings += [[True, False]] * len(open_of_group)
    worst = 0
    for values in itertools.product(*fillings):
        of_group = dict(zip(open_of_group, values[len(unknown) :], strict=True))
        cells = dict(zip(unknown, values[: len(unknown)], strict=True))
        filling = {
            **product,
            **cells,
            "of_group": {**product["of_group"], **of_group},
        }
        filled = stand(filling, rules, columns)
        worst = max(worst, filled[0] if filled else len(rules.tiers))
    return worst


def is_sure_of(
    own: list[Product],
    tier: int,
    rules: Rules,
    columns: set[str],
) -> bool:
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
    products: list[Product],
    districts: list[str],
    rules: Rules,
    columns: set[str],
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
        join_answers(own, rules)
    by_district: dict[str, list[list[Product]]] = {name: [] for name in districts}
    for (where, _), own in groups.items():
        by_district[where].append(own)
    sure = {
        name: sure_of_tiers(own, rules, columns) for name, own in by_district.items()
    }
    return {
        name: rank_district(own, rules, columns, enough_of(name, sure, rules))
        for name, own in by_district.items()
    }


def enough_of(
    district: str,
    sure: dict[str, list[int]],
    rules: Rules,
) -> list[bool]:
    """Per tier, and behind the last: the earlier ones are enough, and it is not needed in the district."""
    enough = []
    for tier in range(len(rules.tiers) + 1):
        before = {name: sum(counts[:tier]) for name, counts in sure.items()}
        own = before[district]
        if rules.of_province:
            most = rules.most or max(own, *before.values())
            total = sum(min(count, most) for count in before.values())
            is_met = own >= rules.quota and total >= rules.of_province
            enough.append(is_met or (rules.most is not None and own >= rules.most))
        elif rules.districts_together:
            quotas = rules.quota * rules.districts_together
            enough.append(tier > 0 and sum(before.values()) >= quotas)
        else:
            enough.append(own >= rules.quota)
    return enough


def sure_of_tiers(
    groups: list[list[Product]],
    rules: Rules,
    columns: set[str],
) -> list[int]:
    """Per tier the groups of a district, or its products, that are sure to stand in that very one."""
    if rules.counts_products:
        groups = [[product] for own in groups for product in own]
    return [
        sum(is_sure_of(own, tier, rules, columns) for own in groups)
        for tier in range(len(rules.tiers))
    ]


def join_answers(group: list[Product], rules: Rules) -> None:
    """What is asked of the group: one answer for all of its products."""
    standards = [product["standard"] for product in group]
    best = next((s for s in ("passed", "developing", "none") if s in standards), None)
    for product in group:
        product["standard_of_group"] = best
    joined = {
        name: joined_answer([rules.conditions[name](product) for product in group], how)
        for name, how in rules.of_group.items()
    }
    for product in group:
        product["of_group"] = joined


def joined_answer(answers: list[bool | None], how: str) -> bool | None:
    deciding = how == "any"
    if deciding in answers:
        return deciding
    return None if None in answers else not deciding


def forget_what_rows_contradict(group: list[Product]) -> None:
    """One producer cannot be of two types or registered in two years: nobody knows which."""
    for name in ("type", "year"):
        stated = {product[name] for product in group} - {None}
        if len(stated) > 1:
            for product in group:
                product[name] = None


def stars_first(
    product: Product,
    tier: int,
    rules: Rules,
) -> int:
    star = product.get("stated_star") or product["star"]
    return -star if rules.tiers[tier][2] and isinstance(star, int) else 0


def first_keys(
    tier: int,
    sure: int,
    standards: list[Any],
    rules: Rules,
) -> tuple[int, ...]:
    """The order of a group before its stars; standards: what its rows say."""
    order = 0 if "passed" in standards else 1 if "developing" in standards else 2
    prefers = bool(rules.preferred & set(standards))
    first = [tier, not prefers]
    if rules.certainty_before_preference:
        first.insert(1, sure)
    if rules.preference_before_tiers:
        first = [*first[1:], tier]
    return (*first, sure, order)


def rank_district(
    groups: list[list[Product]],
    rules: Rules,
    columns: set[str],
    enough: list[bool],
) -> dict[str, Any]:
    best = []
    for own in groups:
        placed = []
        sure_somewhere = False
        units = sure_units = 0
        for product in own:
            found = stand(product, rules, columns)
            if not found:
                continue
            tier, sure = found
            worst = worst_tier(product, rules, columns)
            # Whatever its cells hold it stands in a tier that is not closed.
            if worst < len(rules.tiers) and not enough[worst]:
                sure, sure_somewhere = 0, True
                sure_units += 1
            units += tier == 0 or not enough[tier]
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
        key = (
            *first_keys(tier, sure, standards, rules),
            star,
            own[0]["id"] or own[0]["group"],
            own[0]["row"],
        )
        if not rules.counts_products:
            units, sure_units = 1, int(sure == 0)
        name = own[0]["group"]
        best.append((key, tier, sure, name, product["product_id"], units, sure_units))
    listed = []
    for position in range(len(rules.tiers)):
        of_tier = [b for b in best if b[1] == position]
        if position == 0 or not enough[position]:
            listed += of_tier
    listed.sort(key=lambda b: b[0])
    sure_listed = sum(b[6] for b in listed)
    possible = sum(b[5] for b in listed)
    short = max(rules.quota - possible, 0)
    decided = {
        "certain": sure_listed,
        "possible": possible,
        "to_confirm": rules.quota - short - min(sure_listed, rules.quota),
        "shortfall": short,
        "groups": [
            (name, rules.tiers[tier][0], CERTAINTY[sure], product)
            for _, tier, sure, name, product, _, _ in listed
        ],
    }
    if rules.of_province:
        decided["keys"] = [(b[0], b[5]) for b in listed]
    return decided


def proposed(decided: dict[str, Any], rules: Rules) -> set[str]:
    """The groups proposed in a province: of each district its least, then the best of all. decided: as `rank` gives."""
    chosen: set[str] = set()
    count = 0
    rest = []
    for district in decided.values():
        of_district = 0
        lines = zip(district["groups"], district["keys"], strict=True)
        for place, ((name, *_), (key, units)) in enumerate(lines):
            if of_district < rules.quota:
                chosen.add(name)
                count += units
            elif rules.most is None or place < rules.most:
                rest.append((key, name, units))
            of_district += units
    for _, name, units in sorted(rest):
        if count < (rules.of_province or 0):
            chosen.add(name)
            count += units
    return chosen
