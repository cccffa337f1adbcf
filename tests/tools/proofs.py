"""Runs over invented registries, with the sheets in which a spreadsheet decides them again."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kbo_screen import load_letter, read_registry
from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.letters.condition_kinds import OneOf, StarBetween
from kbo_screen.letters.loading import LoadedLetter
from kbo_screen.letters.model import Tier
from kbo_screen.results.proof_formulas.proof_sheets import proof_sheets
from kbo_screen.results.proof_formulas.read_values import Orders
from kbo_screen.results.sheets.sheet import Formula
from kbo_screen.tasks.build_run import screen_registry
from kbo_screen.tasks.run_options import RunOptions
from tests.tools import registries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.results.sheets.sheet import Sheet

LETTERS = Path(__file__).parents[1] / "letters"
YEARS = [2556, 2557, 2560, 2565, 2566, 2567, 2568]


def letter_of_several_ranges() -> Letter:
    """An invented letter that asks the star and the quadrant twice each, and whose judgement stands in the first tier."""
    letter = load_letter()
    words = letter.condition("star-in-range")
    more_stars = StarBetween.model_validate(
        words.model_dump() | {"id": "more-stars", "min": 3, "max": 5}
    )
    quadrant = letter.condition("quadrant-d")
    others = OneOf.model_validate(
        quadrant.model_dump() | {"id": "quadrant-abc", "values": ("A", "B", "C")}
    )
    asked = [
        ("first", ["star-in-range", "potential"]),
        ("second", ["more-stars", "quadrant-abc"]),
        ("third", ["quadrant-d", "registered-in-window"]),
    ]
    tiers = [
        Tier.model_validate(
            letter.tiers[0].model_dump() | {"id": name, "requires": tuple(requires)}
        )
        for name, requires in asked
    ]
    return letter.model_copy(
        update={
            "conditions": (*letter.conditions, more_stars, others),
            "tiers": tuple(tiers),
        }
    )


def certain_first() -> Letter:
    """The letter whose certain groups go before those that it prefers."""
    letter = load_letter()
    choices = letter.choices.model_copy(
        update={"preference_before_certainty": "certainty-first"}
    )
    return letter.model_copy(update={"choices": choices})


def with_choices(**sides: str) -> Letter:
    """The letter with other sides of some readings."""
    letter = load_letter()
    choices = letter.choices.model_copy(update=sides)
    return letter.model_copy(update={"choices": choices})


def changed_condition(letter: Letter, condition_id: str, **parts: object) -> Letter:
    """The letter with other parts of one condition."""
    conditions = [
        each.model_copy(update=parts) if each.id == condition_id else each
        for each in letter.conditions
    ]
    return letter.model_copy(update={"conditions": tuple(conditions)})


def letter_of_alternatives() -> Letter:
    """Stars or Quadrant D in one tier without an order, and the window or potential in the next."""
    letter = load_letter()
    first, second = letter.tiers
    either = first.model_copy(
        update={
            "requires": ("community-group", "no-other-project"),
            "any_of": (("star-in-range", "quadrant-d"),),
        }
    )
    later = second.model_copy(
        update={
            "requires": ("community-group",),
            "any_of": (
                ("registered-in-window", "potential"),
                ("star-in-range", "quadrant-d"),
            ),
        }
    )
    return letter.model_copy(update={"tiers": (either, later)})


def letter_of_groups() -> Letter:
    """Conditions of the whole group: any of its products, all of them, the best."""
    letter = load_letter()
    letter = changed_condition(letter, "star-in-range", of="best")
    letter = changed_condition(letter, "no-other-project", of="all")
    letter = changed_condition(letter, "quadrant-d", of="any")
    letter = changed_condition(letter, "community-group", of="best")
    return changed_condition(letter, "registered-in-window", of="all")


def letter_of_any_product() -> Letter:
    """One product of the group is enough for its stars and its year; all of its types must fit."""
    letter = changed_condition(load_letter(), "star-in-range", of="any")
    letter = changed_condition(letter, "registered-in-window", of="any")
    return changed_condition(letter, "community-group", of="all")


def letter_of_every_product() -> Letter:
    """All products of the group must have the stars; groups in no other project come first."""
    letter = changed_condition(load_letter(), "star-in-range", of="all")
    assert letter.preference is not None
    parts = {"field": "other_project", "first": ("clear",)}
    preference = letter.preference.model_copy(update=parts)
    return letter.model_copy(update={"preference": preference})


def letter_of_blanks() -> Letter:
    """What a blank says, and stars of whatever round."""
    letter = load_letter()
    letter = changed_condition(letter, "star-in-range", round="latest", blank="unknown")
    letter = changed_condition(letter, "quadrant-d", blank="holds")
    return changed_condition(letter, "registered-in-window", blank="fails")


def letter_of_province(**numbers: int | str | None) -> Letter:
    """A quota of the whole province, with a least of one per district or other numbers."""
    letter = load_letter()
    parts = {"groups_per_district": 1, "per_province": 6, **numbers}
    quota = letter.quota.model_copy(update=parts)
    return letter.model_copy(update={"quota": quota})


def known_letters() -> dict[str, tuple[Letter, list[str]]]:
    """The letters of other years and places, as letter files."""
    return {
        path.stem: (load_letter(path), ["บางคล้า", "บางปะกง", "ราชสาส์น"])
        for path in sorted((LETTERS / "data").glob("*.toml"))
    }


#: Letters by name, each with the districts of its invented registries.
CASES: dict[str, tuple[Letter, list[str]]] = {
    "chachoengsao": (load_letter(), ["เมืองฉะเชิงเทรา", "บางคล้า", "ราชสาส์น"]),
    "second": (load_letter(LETTERS / "second_letter.toml"), ["เมืองนครปฐม", "กำแพงแสน"]),
    "three_tiers": (load_letter(LETTERS / "three_tiers.toml"), ["บางคล้า"]),
    "quadrant_first": (load_letter(LETTERS / "quadrant_first.toml"), ["บางคล้า"]),
    "standard_needed": (load_letter(LETTERS / "standard_needed.toml"), ["บางคล้า"]),
    "several_ranges": (letter_of_several_ranges(), ["บางคล้า", "ราชสาส์น"]),
    "certain_first": (certain_first(), ["บางคล้า", "ราชสาส์น"]),
    "before_tiers": (with_choices(preference_scope="before-tiers"), ["บางคล้า"]),
    "certain_only": (with_choices(insufficient="certain-only"), ["บางคล้า"]),
    "per_province": (
        with_choices(insufficient="per-province", quota_is="exact"),
        ["บางคล้า", "บางปะกง", "ราชสาส์น"],
    ),
    "alternatives": (letter_of_alternatives(), ["บางคล้า", "ราชสาส์น"]),
    "of_groups": (letter_of_groups(), ["บางคล้า", "ราชสาส์น"]),
    "any_product": (letter_of_any_product(), ["บางคล้า", "ราชสาส์น"]),
    "every_product": (letter_of_every_product(), ["บางคล้า", "ราชสาส์น"]),
    "blanks": (letter_of_blanks(), ["บางคล้า", "ราชสาส์น"]),
    "of_province": (letter_of_province(), ["บางคล้า", "บางปะกง", "ราชสาส์น"]),
    "most_of_district": (
        letter_of_province(per_province=8, most_per_district=3),
        ["บางคล้า", "บางปะกง", "ราชสาส์น"],
    ),
    "province_alone": (
        letter_of_province(groups_per_district=None, per_province=5),
        ["บางคล้า", "ราชสาส์น"],
    ),
    "products": (
        letter_of_province(per_province=None, groups_per_district=4, unit="products"),
        ["บางคล้า", "ราชสาส์น"],
    ),
    "products_of_province": (
        letter_of_province(per_province=12, groups_per_district=2, unit="products"),
        ["บางคล้า", "บางปะกง", "ราชสาส์น"],
    ),
    **known_letters(),
}


def run_of(registry: Registry, letter: Letter, lang: str = "th") -> Run:
    loaded = LoadedLetter(letter=letter, name="-", sha256="-", text="-")
    return screen_registry(registry, loaded, RunOptions(lang=lang))


def invented_run(
    name: str,
    seed: int,
    folder: Path,
    groups: int | None = None,
) -> Run:
    """A run over an invented registry, some columns missing, some questions answered by people."""
    letter, districts = CASES[name]
    chance = random.Random(f"{name}{seed}")
    missing = chance.sample(registries.OPTIONAL, chance.choice([0, 0, 1, 2]))
    columns = [each for each in registries.HEADERS if each not in missing]
    count = groups or chance.choice([4, 12, 30])
    products = registries.invent(chance, districts, count, YEARS)
    path = folder / f"{name}{seed}.csv"
    registries.write_products(path, products, columns, chance)
    registry = read_registry(path, letter)
    registry = replace(registry, verdicts=invented_verdicts(registry, letter, chance))
    return run_of(registry, letter, chance.choice(["th", "en"]))


def invented_verdicts(
    registry: Registry,
    letter: Letter,
    chance: random.Random,
) -> dict[tuple[int, str], bool]:
    """A person's yes or no to some conditions of some products, and to the preference of some."""
    asked = [*(condition.id for condition in letter.conditions), "preference"]
    products = chance.sample(
        sorted(registry.products.index), len(registry.products) // 5
    )
    return {
        (product, chance.choice(asked)): chance.random() < 0.5 for product in products
    }


def sheets_of_proof(run: Run) -> list[Sheet]:
    return proof_sheets(run, Orders(run))


def write_proof(run: Run, path: Path) -> Path:
    workbook_writer(sheets_of_proof(run), font="TH SarabunPSK")(path)
    return path


def stored_values(sheets: Sequence[Sheet]) -> dict[str, list[list[Any]]]:
    """What the cells of the tables hold, formulas by what they give; a blank is None."""
    return {
        sheet.name: [[stored_value(cell) for cell in row] for row in sheet.rows]
        for sheet in sheets
    }


def stored_value(cell: Any) -> Any:
    value = cell.value if isinstance(cell, Formula) else cell
    return None if value == "" else value
