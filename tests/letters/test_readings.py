"""Every reading can be taken the other way.

1. Its other side equals the letter edited by hand, over generated registries.
2. It decides as a plain loop does that knows the same words.
3. A side that does not hold is refused, with what is wrong in it.
4. `whatif --reading` runs it, and names the readings that there are.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen import read_registry
from kbo_screen.findings import UsageError
from kbo_screen.gap.variants import sides_of_reading
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.letters.other_sides import named_sides, other_letters
from kbo_screen.screening.screen import screen
from tests.cli.test_commands import SAMPLE
from tests.screening.test_ranking_oracle import CASES, columns_of, ranked
from tests.tools import oracle, registries
from tests.tools.looks import flat
from tests.tools.program import run_program
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.letters.model import Letter

TEXT = load_letter_file().text
LETTER = load_letter_file().letter
SIDES = {side.name: side for side in other_letters(LETTER)}
PRIMARY = '["community-group", "star-in-range", "no-other-project"]'
FALLBACK = '["community-group", "no-other-project", "quadrant-d", "registered-in-window", "potential"]'
STAR = """[[conditions]]
id = "{id}"
clause = "1(2)"
test = "star-between"
field = "star"
min = 1
max = 3
year_be = 2565
{of}
blank = "holds"
wording = {{ th = "{th}", en = "{en}" }}
brief = {{ th = "{{value}} ดาว ปี ๒๕๖๕", en = "{{value}} stars of 2565" }}
no_source = "stop"

# The tiers, in their order.
"""
STANDARD = """[[conditions]]
id = "has-standard"
clause = "1(3)"
test = "one-of"
field = "standard"
values = ["passed", "developing"]
wording = { th = "ผ่าน มชช. หรือสมัครแล้วและอยู่ระหว่างการพัฒนา", en = "passed the standard, or applied and is developing" }
brief = { th = "มชช. {value}", en = "standard {value}" }
no_source = "stamp"

# The tiers, in their order.
"""
TIERS = "# The tiers, in their order.\n"


def with_one_more(requires: str, name: str) -> str:
    return requires.replace("]", f', "{name}"]')


def choice(name: str, side: str) -> list[tuple[str, str]]:
    line = re.search(rf'(?m)^{name} = ".+"$', TEXT)
    assert line
    return [(line[0], f'{name} = "{side}"')]


#: What a person would write otherwise in the letter file: name of the side -> what stands there, what to write.
BY_HAND: dict[str, list[tuple[str, str]]] = {
    "registration-window": [(PRIMARY, with_one_more(PRIMARY, "registered-in-window"))],
    "standard-is-preference": [
        (TIERS, STANDARD),
        (PRIMARY, with_one_more(PRIMARY, "has-standard")),
        (FALLBACK, with_one_more(FALLBACK, "has-standard")),
    ],
    "duplicate-unit": [('values = ["clear"]', 'values = ["clear"]\nof = "all"')],
    "insufficient": choice("insufficient", "per-province"),
    "insufficient/2": choice("insufficient", "certain-only"),
    "minimum-only": choice("quota_is", "exact"),
    "star-year": [("year_be = 2565\n", 'year_be = 2565\nround = "latest"\n')],
    "higher-star-sibling": [
        (
            TIERS,
            STAR.format(
                id="no-higher-sibling",
                of='of = "all"',
                th="ไม่มีผลิตภัณฑ์ใดของกลุ่มได้เกิน ๓ ดาว ปี ๒๕๖๕",
                en="no product of the group has more than 3 stars of 2565",
            ),
        ),
        (PRIMARY, with_one_more(PRIMARY, "no-higher-sibling")),
    ],
    "potential": [('kind = "judgement"', 'kind = "judgement"\nblank = "holds"')],
    "duplicate-on-fallback": [(FALLBACK, FALLBACK.replace(' "no-other-project",', ""))],
    "fallback-is-groups": [(FALLBACK, FALLBACK.replace('"community-group", ', ""))],
    "blank-project-cell": choice("blank_project_cell", "unknown"),
    "quadrant-d-with-4-5-stars": [
        (
            TIERS,
            STAR.format(
                id="no-more-stars",
                of="",
                th="ผลิตภัณฑ์ได้ไม่เกิน ๓ ดาว ปี ๒๕๖๕",
                en="the product has no more than 3 stars of 2565",
            ),
        ),
        (FALLBACK, with_one_more(FALLBACK, "no-more-stars")),
    ],
    "preference-scope": choice("preference_scope", "before-tiers"),
    "preference-before-certainty": choice(
        "preference_before_certainty", "certainty-first"
    ),
    "registration-unit": choice("registration_unit", "product"),
    "type-unit": choice("type_unit", "product"),
    "project-year": choice("project_year", "any-year"),
    "kbo-itself": choice("kbo_itself", "another-project"),
    "withdrawn": choice("withdrawn", "in-project"),
    "withdrawn/2": choice("withdrawn", "clear"),
    "naming-certifies": choice("naming_certifies", "never"),
    "exhaust-primary": choice("exhaust_primary", "refused"),
    "old-standard": choice("old_standard", "valid-only"),
    "lateness": choice("lateness", "as-printed"),
    "same-name": choice("same_name", "one-group"),
    "one-person": choice("one_person", "refused"),
}


def edited_by_hand(name: str) -> Letter:
    # Of the readings only the sides are kept out: they would have to change with the letter.
    rules, _, readings = TEXT.partition("\n[[readings]]")
    rules = (
        re.sub(r"\[preference\]\n(?:.+\n)+", "", rules)
        if "standard-" in name
        else rules
    )
    for old, new in BY_HAND[name]:
        assert old in rules, old
        rules = rules.replace(old, new, 1)
    rest = readings[readings.index("# What is printed wrong") :]
    return parse_letter(f"{rules}\n{rest}", "letter.toml").letter


def decided(letter: Letter, path: Path) -> Any:
    return screen(read_registry(path, letter), letter)


#: Words that only some readings look at.
PROJECTS = ["", "", "-", "Young OTOP", "KBO ปี 2566", "ถอนตัวจาก OTOP Trader", "OTOP Trader ปี 2564", "?"]  # fmt: skip
STANDARDS = ["", "ผ่าน", "ผ่าน มชช. ปี 2555", "ผ่าน (หมดอายุ)", "อยู่ระหว่างการพัฒนา", "-"]


def write_registry(
    path: Path,
    seed: int,
    *,
    telling: bool = False,
) -> Path:
    """A registry in which many readings decide something; telling: every one of them."""
    chance = random.Random(seed)
    products = registries.invent(
        chance, ["บางคล้า", "บ้านโพธิ์"], 24, [2550, 2557, 2560, 2566]
    )
    columns = [*registries.HEADERS]
    header = [registries.HEADERS[name] for name in columns]
    header[columns.index("star")] = "ระดับดาว ปี 2565"
    header += ["ระดับดาว ปี 2562", "ระดับดาว ปี 2567"]
    rows = []
    for product in products:
        row = registries.row_of(product, columns, chance)
        row[columns.index("project")] = chance.choice(PROJECTS)
        row[columns.index("standard")] = chance.choice(STANDARDS)
        if chance.random() < 0.1:
            row[columns.index("type")] = "รายเดี่ยว"
        if chance.random() < 0.3:
            row[columns.index("year")] = chance.choice(["2551", "2561"])
        if telling:
            write_for_fallback(row, columns, chance)
        rows.append(
            [*row, chance.choice(["", "2", "4"]), chance.choice(["", "-", "1", "?"])]
        )
    if telling:
        header.append("ตำบล")
        write_same_names(rows, columns, chance)
    return registries.write_csv(path, header, rows)


def write_for_fallback(
    row: list[str],
    columns: list[str],
    chance: random.Random,
) -> None:
    """Most products of the first district are of the fallback, and certain but for what a reading looks at."""
    if row[columns.index("district")] != "บางคล้า" or chance.random() < 0.2:
        return
    row[columns.index("star")] = chance.choice(["-", "-", "4", "5"])
    row[columns.index("quadrant")] = "D"
    row[columns.index("potential")] = chance.choice(["มี", "มี", ""])
    row[columns.index("year")] = chance.choice(["2551", "2560", "2560", "2561"])


def write_same_names(
    rows: list[list[str]],
    columns: list[str],
    chance: random.Random,
) -> None:
    """Some products of a district are of groups of one name, without ids, in two subdistricts."""
    name, id_of_group = columns.index("group"), columns.index("id")
    for row in rows:
        row.append("")
        if row[columns.index("district")] == "บ้านโพธิ์" and chance.random() < 0.3:
            row[name] = "กลุ่มขนมไทย"
            row[id_of_group] = ""
            row[columns.index("type")] = "กลุ่ม"
            row[-1] = chance.choice(["คลองขุด", "แหลมประดู่"])


def test_every_side_is_edited_by_hand() -> None:
    assert list(BY_HAND) == list(SIDES)
    without_side = [name for _, name, side in named_sides(LETTER) if not side.set]
    assert without_side == []


@pytest.mark.parametrize("seed", seeds(50, ordinary=1))
def test_the_other_side_is_the_letter_edited_by_hand(seed: int, tmp_path: Path) -> None:
    path = write_registry(tmp_path / "r.csv", seed, telling=True)
    for name, side in SIDES.items():
        by_hand = decided(edited_by_hand(name), path)
        found = decided(side.letter, path)
        assert found.groups.equals(by_hand.groups), name
        assert found.districts.equals(by_hand.districts), name
        assert found.tiers.equals(by_hand.tiers), name


#: Of fifty registries each reading decides something in so many at least.
LEAST_FELT = 10
#: Columns of groups in which another side is felt.
FELT = ["outcome", "tier", "certainty", "rank", "selected"]


def felt_in(path: Path, names: set[str]) -> set[str]:
    """The sides under which a group stands otherwise, or the state of a tier is another."""
    current = decided(LETTER, path)
    felt = set()
    for name in names:
        under_side = decided(SIDES[name].letter, path)
        same_groups = under_side.groups[FELT].equals(current.groups[FELT])
        if not same_groups or not under_side.tiers.equals(current.tiers):
            felt.add(name)
    return felt


def test_every_reading_that_is_felt_in_the_screening_decides_something(
    tmp_path: Path,
) -> None:
    """Over a few registries every side that says that it is felt there changes a list, its order or a tier's state."""
    unfelt = {
        name for name, side in SIDES.items() if "screening" in side.reading.affects
    }
    for seed in range(10):
        if unfelt:
            path = write_registry(tmp_path / f"{seed}.csv", seed, telling=True)
            unfelt -= felt_in(path, unfelt)
    assert unfelt == set()


@pytest.mark.slow
def test_each_reading_decides_something_in_most_registries(tmp_path: Path) -> None:
    """So that fifty registries hold the two letters of each reading against each other."""
    names = {
        name for name, side in SIDES.items() if "screening" in side.reading.affects
    }
    counts = dict.fromkeys(names, 0)
    for seed in range(50):
        path = write_registry(tmp_path / "r.csv", seed, telling=True)
        for name in felt_in(path, names):
            counts[name] += 1
    assert min(counts.values()) >= LEAST_FELT, counts


RULES = oracle.CHACHOENGSAO


def with_tiers(
    primary: list[str],
    fallback: list[str],
    **more: Any,
) -> oracle.Rules:
    tiers = [("primary", primary, True), ("fallback", fallback, False)]
    return replace(
        RULES,
        tiers=tiers,
        **more,
    )


FIRST, NEXT = RULES.tiers[0][1], RULES.tiers[1][1]
CONDITIONS = RULES.conditions
#: The same words for the plain loop.
PLAIN = {
    "registration-window": with_tiers([*FIRST, "window"], NEXT),
    "standard-is-preference": with_tiers(
        [*FIRST, "standard"],
        [*NEXT, "standard"],
        conditions={**CONDITIONS, "standard": oracle.has_standard},
        of_group={"standard": "any"},
        needs={**RULES.needs, "standard": "standard"},
        stamped={*RULES.stamped, "standard"},
        preferred=set(),
    ),
    "duplicate-unit": replace(RULES, of_group={"clear": "all"}),
    "insufficient": replace(RULES, districts_together=len(LETTER.districts)),
    "insufficient/2": RULES,
    "higher-star-sibling": with_tiers(
        [*FIRST, "no-higher"],
        NEXT,
        conditions={**CONDITIONS, "no-higher": oracle.no_more_stars(3)},
        of_group={"no-higher": "all"},
    ),
    "potential": replace(
        RULES,
        conditions={**CONDITIONS, "potential": oracle.taken_to_have("potential", "yes")},
        needs={n: f for n, f in RULES.needs.items() if n != "potential"},
    ),
    "duplicate-on-fallback": with_tiers(FIRST, [n for n in NEXT if n != "clear"]),
    "fallback-is-groups": with_tiers(FIRST, [n for n in NEXT if n != "community"]),
    "quadrant-d-with-4-5-stars": with_tiers(
        FIRST,
        [*NEXT, "no-more"],
        conditions={**CONDITIONS, "no-more": oracle.no_more_stars(3)},
    ),
    "preference-scope": replace(RULES, preference_before_tiers=True),
    "preference-before-certainty": replace(RULES, certainty_before_preference=True),
}  # fmt: skip


@pytest.mark.parametrize("seed", seeds(50, ordinary=2))
def test_a_plain_loop_decides_the_same(seed: int, tmp_path: Path) -> None:
    _, _, districts, years = CASES["chachoengsao"]
    for number, (name, rules) in enumerate(PLAIN.items()):
        chance = random.Random(f"{name} {seed}")
        products = registries.invent(chance, districts, 25, years)
        columns = columns_of(chance) if number % 2 else list(registries.HEADERS)
        path = registries.write_products(tmp_path / "r.csv", products, columns, chance)
        found = ranked(path, SIDES[name].letter)
        stated = [
            {key: value if key in columns else None for key, value in product.items()}
            for product in products
        ]
        expected = oracle.rank(stated, districts, rules, set(columns))
        for district in districts:
            assert found[district] == expected[district], (name, district)


BAD = 'set = { "choices.lateness" = "as-printed" }'


@pytest.mark.parametrize(
    ("side", "key", "why"),
    [
        ('set = { "choices.latness" = "as-printed" }', "choices.latness", "unknown"),
        ('set = { "choices.lateness" = "never" }', "choices.lateness", "literal_error"),
        (
            'set = { "tiers.primary.requires" = ["star"] }',
            "tiers.0.requires",
            "letter.unknown-condition",
        ),
        ('set = { "province.x" = "off" }', "province.x", "unknown"),
        ('set = { "fiscal_year_be.x" = 1 }', "fiscal_year_be.x", "unknown"),
        ('set = { "meeting.used.x" = 1 }', "meeting.used.x", "unknown"),
        (
            'set = { "tiers.primary.requires.x" = { id = "x" } }',
            "tiers.primary.requires.x",
            "unknown",
        ),
        (
            'set = { "tiers.primary.requires.x.y" = 1 }',
            "tiers.primary.requires.x.y",
            "unknown",
        ),
    ],
)
def test_a_side_that_does_not_hold_is_refused(
    side: str,
    key: str,
    why: str,
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_letter(TEXT.replace(BAD, side), "letter.toml")
    finding = caught.value.findings[0]
    assert finding.code == "letter.bad-side"
    assert (finding.fields["id"], finding.fields["key"], finding.fields["why"]) == (
        "lateness",
        key,
        why,
    )
    assert "readings[22].other" in finding.message("en")


def test_the_best_of_a_group_is_asked_of_what_has_a_best() -> None:
    changed = TEXT.replace("min = 2557\n", 'min = 2557\nof = "best"\n')
    with pytest.raises(UsageError) as caught:
        parse_letter(changed, "letter.toml")
    assert {finding.code for finding in caught.value.findings} == {"letter.no-best"}


def test_whatif_runs_a_reading() -> None:
    result = run_program(
        "whatif", SAMPLE, "--reading", "duplicate-unit", "--format", "json"
    )
    payload = json.loads(result.stdout)
    (variant,) = payload["variants"]
    assert variant["variant"] == "reading=duplicate-unit"
    assert payload["receipt"]["options"]["reading"] == ["duplicate-unit"]
    leaving = flat(district["leaves"] for district in variant["districts"])
    assert {group["condition"] for group in leaving} == {"no-other-project"}


def test_whatif_names_the_readings_that_there_are() -> None:
    result = run_program(
        "whatif", SAMPLE, "--reading", "duplicate-units", "--lang", "en"
    )
    assert result.returncode == 2
    assert "no reading “duplicate-units” of which another side" in result.stderr
    assert "Nearest: duplicate-unit, " in result.stderr


def test_whatif_refuses_a_reading_that_is_not_there() -> None:
    """Raises usage.unknown-reading."""
    with pytest.raises(UsageError) as caught:
        sides_of_reading(LETTER, "no-such-reading")
    assert [each.code for each in caught.value.findings] == ["usage.unknown-reading"]
