"""Ranking agrees with a plain loop written from the letter's words alone.

- Over many generated registries, with unknowns, ties, missing columns and several products a group.
- Under shuffled rows, up to the last key (row order).
- A second, invented letter ranks by changing only data.
- Settling an unknown never widens the bounds of a district.
- In every district quota = certain + to confirm + short.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.screening.screen import screen
from tests.tools import oracle, registries
from tests.tools.seeds import seeds

CASES = {
    "chachoengsao": (
        load_letter(),
        oracle.CHACHOENGSAO,
        ["เมืองฉะเชิงเทรา", "บางคล้า", "ราชสาส์น"],
        [2556, 2557, 2560, 2565, 2566],
    ),
    "second": (
        load_letter(Path(__file__).parent.parent / "letters" / "second_letter.toml"),
        oracle.SECOND,
        ["เมืองนครปฐม", "กำแพงแสน"],
        [2559, 2560, 2567, 2568],
    ),
}


def columns_of(chance: random.Random) -> list[str]:
    """All columns, or all but one or two that may be missing."""
    missing = chance.sample(registries.OPTIONAL, chance.choice([0, 0, 1, 2]))
    return [name for name in registries.HEADERS if name not in missing]


def ranked(path: Path, letter: Any) -> dict[str, Any]:
    """What the program makes of a file, in the oracle's shape."""
    registry = read_registry(path, letter)
    result = screen(registry, letter)
    product_ids = registry.products["product_id"]
    found = {
        row.district: {
            name: getattr(row, name)
            for name in ("certain", "possible", "to_confirm", "shortfall")
        }
        | {"groups": []}
        for row in result.districts.itertuples()
    }
    for row in result.listed.itertuples():
        found[row.district]["groups"].append(
            (row.group_name, row.tier, row.certainty, product_ids[row.product])
        )
    return found


def blank_absent(
    products: list[oracle.Product], columns: list[str]
) -> list[oracle.Product]:
    """What the registry does not say, nobody knows."""
    return [
        {name: value if name in columns else None for name, value in p.items()}
        for p in products
    ]


@pytest.mark.parametrize("seed", seeds(120, ordinary=40))
@pytest.mark.parametrize("name", CASES)
def test_ranking_is_that_of_a_plain_loop(name: str, seed: int, tmp_path: Path) -> None:
    letter, rules, districts, years = CASES[name]
    chance = random.Random(seed)
    products = registries.invent(chance, districts, chance.choice([4, 12, 30]), years)
    columns = columns_of(chance)
    path = registries.write_products(tmp_path / "r.csv", products, columns, chance)
    found = ranked(path, letter)
    expected = oracle.rank(
        blank_absent(products, columns), districts, rules, set(columns)
    )
    for district in districts:
        assert found[district] == expected[district]
    for counts in found.values():
        assert (
            rules.quota
            == min(counts["certain"], rules.quota)
            + counts["to_confirm"]
            + counts["shortfall"]
        )


@pytest.mark.parametrize("seed", seeds(20, ordinary=8))
def test_shuffled_rows_change_nothing_but_the_last_key(
    seed: int, tmp_path: Path
) -> None:
    """Group and product names differ here, so that row order never decides."""
    letter, _, districts, years = CASES["chachoengsao"]
    chance = random.Random(1000 + seed)
    products = registries.invent(chance, districts, 25, years)
    columns = list(registries.HEADERS)
    rows = [
        registries.row_of(p, columns, random.Random(p["product_id"])) for p in products
    ]
    header = [registries.HEADERS[name] for name in columns]
    straight = ranked(registries.write_csv(tmp_path / "a.csv", header, rows), letter)
    chance.shuffle(rows)
    assert (
        ranked(registries.write_csv(tmp_path / "b.csv", header, rows), letter)
        == straight
    )


@pytest.mark.parametrize("seed", seeds(60, ordinary=20))
def test_settling_an_unknown_never_widens_the_bounds(seed: int, tmp_path: Path) -> None:
    """Both bounds capped at the quota, as the status uses them."""
    letter, rules, districts, years = CASES["chachoengsao"]
    chance = random.Random(2000 + seed)
    products = registries.invent(chance, districts, 14, years)
    columns = list(registries.HEADERS)
    settle = {
        "type": "community",
        "star": 2,
        "quadrant": "D",
        "year": 2560,
        "project": "clear",
        "potential": "yes",
    }
    unknown = [
        (i, name) for i, p in enumerate(products) for name in settle if p[name] is None
    ]
    before = ranked(
        registries.write_products(tmp_path / "a.csv", products, columns, chance), letter
    )
    row, name = chance.choice(unknown)
    other = {
        "type": "sme",
        "star": "none",
        "quadrant": "A",
        "year": 2550,
        "project": "in",
        "potential": "no",
    }
    of_producer = {
        p[name] for p in products if p["group"] == products[row]["group"]
    } - {None}
    is_stated = (
        name in ("type", "year") and of_producer
    )  # another value would contradict what is settled already
    value = (
        of_producer.pop() if is_stated else chance.choice([settle[name], other[name]])
    )
    products[row] = {**products[row], name: value}
    after = ranked(
        registries.write_products(tmp_path / "b.csv", products, columns, chance), letter
    )
    for district in districts:
        old, new = before[district], after[district]
        assert min(new["certain"], rules.quota) >= min(old["certain"], rules.quota)
        assert min(new["possible"], rules.quota) <= min(old["possible"], rules.quota)
