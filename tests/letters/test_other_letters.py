"""Letters of other years and places, as far as they are known, run as data.

- Each holds together, and its worked examples hold.
- Over generated registries each decides as a plain loop does that knows its words.
- What a letter cannot say is refused at its place.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen import load_letter, read_registry
from kbo_screen.desk.questions import open_questions
from kbo_screen.findings import UsageError, make_finding
from kbo_screen.gap.whom_to_ask import sure_groups, units_to_gain, whom_to_ask
from kbo_screen.gap.yes_answers import results_of_yes
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.screening.examples import failing_examples
from kbo_screen.screening.screen import screen
from tests.screening.test_ranking_oracle import blank_absent, columns_of, ranked
from tests.tools import oracle, registries
from tests.tools.lists import OwnList
from tests.tools.looks import flat, groups_of, rows_of, texts_of
from tests.tools.program import run_program
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Letter

FOLDER = Path(__file__).parent / "data"
DISTRICTS = ["เมืองฉะเชิงเทรา", "บางคล้า", "ราชสาส์น"]
YEARS = [2556, 2557, 2560, 2565, 2566]
RULES = oracle.CHACHOENGSAO
PLAIN = {
    "twenty_per_province": replace(
        RULES,
        quota=0,
        of_province=20,
    ),
    "ten_groups": replace(RULES, quota=10),
    "twenty_products": replace(
        RULES,
        quota=0,
        of_province=20,
        counts_products=True,
    ),
    "province_with_least": replace(
        RULES,
        quota=1,
        of_province=20,
        most=6,
    ),
    "one_tier": replace(
        RULES,
        tiers=[("together", ["community", "clear"], False)],
        any_of={"together": [["star", "d"], ["star", "window"], ["star", "potential"]]},
        stamped={*RULES.stamped, "d"},
        tier_needs=set(),
    ),
}


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.toml"


def test_every_letter_has_a_plain_loop() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(PLAIN)


@pytest.mark.parametrize("seed", seeds(60, ordinary=3))
@pytest.mark.parametrize("name", PLAIN)
def test_a_letter_decides_as_a_plain_loop(
    name: str,
    seed: int,
    tmp_path: Path,
) -> None:
    chance = random.Random(f"{name} {seed}")
    products = registries.invent(chance, DISTRICTS, chance.choice([12, 30]), YEARS)
    columns = columns_of(chance)
    path = registries.write_products(tmp_path / "r.csv", products, columns, chance)
    letter = load_letter(path_of(name))
    found = ranked(path, letter)
    stated = blank_absent(products, columns)
    rules = PLAIN[name]
    expected = oracle.rank(stated, DISTRICTS, rules, set(columns))
    for district in DISTRICTS:
        decided = {key: expected[district][key] for key in found[district]}
        assert found[district] == decided, district
    if rules.of_province:
        assert proposed_in(path, letter) == oracle.proposed(expected, rules)


def proposed_in(path: Path, letter: Letter) -> set[str]:
    groups = screen(read_registry(path, letter), letter).groups
    return set(groups.loc[groups["selected"], "group_name"])


def small_letter(name: str) -> Letter:
    """The letter with numbers so small that a few groups meet them."""
    letter = load_letter(path_of(name))
    most = letter.most_per_district and 2
    numbers = {"per_province": 5, "most_per_district": most}
    quota = letter.quota.model_copy(update=numbers)
    return letter.model_copy(update={"quota": quota})


@pytest.mark.parametrize("seed", seeds(60, ordinary=3))
@pytest.mark.parametrize(
    "name", ["twenty_per_province", "twenty_products", "province_with_least"]
)
def test_certain_and_possible_of_a_province_bound_every_filling(
    name: str,
    seed: int,
    tmp_path: Path,
) -> None:
    """What a province can name, up to its quota, when all is known; some filling reaches each bound."""
    chance = random.Random(f"{name} {seed}")
    letter = small_letter(name)
    rules = replace(
        PLAIN[name],
        of_province=5,
        most=2 if PLAIN[name].most else None,
    )
    products = registries.invent(chance, DISTRICTS, 10, YEARS)
    of_group = {product["group"]: product for product in products}
    products = with_few_open(list(of_group.values()), chance)
    columns = list(registries.HEADERS)
    path = registries.write_products(tmp_path / "r.csv", products, columns, chance)
    provinces = screen(read_registry(path, letter), letter).provinces
    assert provinces is not None
    (province,) = provinces.to_dict("records")
    counts = {
        min(5, nameable(filling, rules, set(columns))) for filling in fillings(products)
    }
    assert province["certain_of_quota"] == min(counts)
    assert 5 - province["shortfall"] == max(counts)


#: What an unknown cell may hold that decides differently.
WAYS: dict[str, list[object]] = {
    "type": ["community", "sme"],
    "star": [2, "none"],
    "project": ["clear", "in"],
    "quadrant": ["D", "A"],
    "year": [2562, 2556],
    "potential": ["yes", "no"],
}
MOST_OPEN = 6


def open_cells(products: list[oracle.Product]) -> list[tuple[int, str]]:
    return [
        (position, name)
        for position, product in enumerate(products)
        for name in WAYS
        if product[name] is None
    ]


def with_few_open(
    products: list[oracle.Product], chance: random.Random
) -> list[oracle.Product]:
    """The products with most of what is unknown filled in."""
    cells = open_cells(products)
    chance.shuffle(cells)
    values = {cell: chance.choice(WAYS[cell[1]]) for cell in cells[MOST_OPEN:]}
    return filled(products, values)


def filled(
    products: list[oracle.Product], values: dict[tuple[int, str], object]
) -> list[oracle.Product]:
    copies = [dict(product) for product in products]
    for (position, name), value in values.items():
        copies[position][name] = value
    return copies


def fillings(products: list[oracle.Product]) -> Iterator[list[oracle.Product]]:
    """The products with all that is unknown of them known, in every way."""
    cells = open_cells(products)
    for values in itertools.product(*(WAYS[name] for _, name in cells)):
        yield filled(products, dict(zip(cells, values, strict=True)))


def nameable(
    products: list[oracle.Product],
    rules: oracle.Rules,
    columns: set[str],
) -> int:
    """What a province can name where all is known."""
    decided = oracle.rank(products, DISTRICTS, rules, columns)
    counts = [district["possible"] for district in decided.values()]
    return sum(min(count, rules.most or count) for count in counts)


ONE_TIER = path_of("one_tier").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "instead", "code", "place"),
    [
        ('["star-in-range", "potential"]', '["potential"]', "bad-value", "any_of[2]"),
        (
            '["star-in-range", "potential"]',
            '["star-in-range", "potentiel"]',
            "unknown-condition",
            "any_of[2]",
        ),
    ],
)
def test_alternatives_that_are_none_are_refused(
    words: str,
    instead: str,
    code: str,
    place: str,
) -> None:
    assert words in ONE_TIER
    with pytest.raises(UsageError) as caught:
        parse_letter(ONE_TIER.replace(words, instead), "letter.toml")
    finding = caught.value.findings[0]
    assert finding.code == f"letter.{code}"
    assert place in finding.message("en")


def test_a_tier_that_an_earlier_one_takes_in_is_refused() -> None:
    """Stars alone reach no tier behind "stars or Quadrant D"."""
    later = '[[tiers]]\nid = "later"\nclause = "1(2)"\nname = { th = "ดาว", en = "stars" }\n'
    later += 'requires = ["community-group", "no-other-project", "star-in-range"]\n'
    changed = ONE_TIER.replace("[[examples]]", f"{later}\n[[examples]]", 1)
    with pytest.raises(UsageError) as caught:
        parse_letter(changed, "letter.toml")
    assert [each.code for each in caught.value.findings] == ["letter.unreachable-tier"]


def test_the_letter_without_one_of_two_alternatives_requires_the_other() -> None:
    tier = load_letter_file(path_of("one_tier")).letter.tiers[0]
    (narrower,) = tier.without("quadrant-d")
    assert narrower.requires == ("community-group", "no-other-project", "star-in-range")
    assert len(narrower.any_of) == 2


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry of three districts with more than enough groups."""
    chance = random.Random(7)
    products = registries.invent(chance, DISTRICTS, 60, YEARS)
    path = tmp_path_factory.mktemp("province") / "registry.csv"
    return registries.write_products(path, products, list(registries.HEADERS), chance)


def report(letter: str, *words: object) -> dict[str, Any]:
    options = ("--letter", path_of(letter), "--format", "json")
    done = run_program(*words, *options)
    assert done.returncode == 0, done.stderr
    payload: dict[str, Any] = json.loads(done.stdout)
    return payload


@pytest.mark.parametrize("letter", ["province_with_least", "twenty_products"])
def test_the_quota_of_a_province_is_reported(letter: str, province: Path) -> None:
    ranked_payload = report(letter, "rank", province)
    (quota,) = ranked_payload["provinces"]
    parts = ("certain_of_quota", "to_confirm", "shortfall")
    assert quota["required"] == sum(quota[name] for name in parts) == 20
    groups = groups_of(ranked_payload)
    units = sum(group.get("units", 1) for group in groups if group["selected"])
    assert quota["selected"] == units
    ranks = sorted(group["province_rank"] for group in groups)
    assert ranks == list(range(1, len(groups) + 1))
    best = next(group for group in groups if group["province_rank"] == 1)
    explained = report(letter, "explain", province, best["group_name"])
    assert explained["group"]["province_rank"] == 1
    short = report(letter, "shortfall", province)
    assert short["provinces"] == [quota]
    (drop,) = [each for each in short["levers"] if each["variant"] == "potential=off"]
    without = report(letter, "whatif", province, "--variant", "potential=off")
    assert drop["provinces"] == without["variants"][0]["provinces"]
    wider = report(letter, "whatif", province, "--variant", "province-quota=30")
    assert wider["variants"][0]["provinces"][0]["required"] == 30


def test_a_reading_says_how_many_places_of_the_province_it_decides(
    province: Path,
) -> None:
    readings = report("twenty_products", "rank", province, "--readings")["readings"]
    places = {each["id"]: each["provinces"][0]["places"] for each in readings}
    assert places["kbo-itself"] == 0
    assert max(places.values()) > 0
    for each in readings:
        (quota,) = each["provinces"]
        assert quota["places"] == max(quota["losing"], quota["gaining"])
        parts = ("certain_of_quota", "to_confirm", "shortfall")
        assert quota["required"] == sum(quota[name] for name in parts) == 20


def test_the_lists_of_a_province_are_counted_against_its_quota(
    province: Path, tmp_path: Path
) -> None:
    """Forms filled in with what is proposed: what their lists bring is what is counted."""
    letter = "twenty_products"
    options = ("--letter", path_of(letter), "--prefill", "-o", tmp_path / "forms")
    assert run_program("form", province, *options).returncode == 0
    payload = report(
        letter,
        *("validate", tmp_path / "forms", "--registry", province),
        *("--fail-on", "never"),
    )
    (quota,) = payload["provinces"]
    assert quota["accepted"] >= 20
    assert quota["shortfall"] == max(0, 20 - quota["counted"])


TWENTY = path_of("twenty_products").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "instead", "codes"),
    [
        (
            "per_province = 20",
            "per_province = 20\ngroups_per_district = 2",
            "quota-apart",
        ),
        ("per_province = 20", "", "missing-key"),
        ("per_province = 20", "per_province = 20\nmost_per_district = 3", "bad-value"),
        ('unit = "products"', 'unit = "people"', "bad-value"),
        ("จังหวัดละ {per_province} ", "จังหวัดละ ๒๕ ", "other-number"),
    ],
)
def test_a_quota_that_cannot_be_is_refused(
    words: str,
    instead: str,
    codes: str,
) -> None:
    """Raises letter.quota-apart where the numbers of province and districts do not fit."""
    assert words in TWENTY
    with pytest.raises(UsageError) as caught:
        parse_letter(TWENTY.replace(words, instead), "letter.toml")
    finding = caught.value.findings[0]
    assert finding.code == f"letter.{codes}"
    assert "quota" in finding.message("en")


def test_whom_to_ask_for_a_province_are_those_with_the_fewest_questions(
    tmp_path: Path,
) -> None:
    """Nobody is asked for a district without a least; the province asks in all of them."""
    table = registries.text_table("""
        | อำเภอ | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | โครงการอื่น ปี 2566 |
        | บางคล้า | 240200001 | กลุ่มหนึ่ง | กลุ่มผู้ผลิตชุมชน | ผ้า | 3 | - |
        | บางคล้า | 240200002 | กลุ่มสอง | | ผ้า | รอผล | ? |
        | บ้านโพธิ์ | 240500001 | กลุ่มสาม | กลุ่มผู้ผลิตชุมชน | ผ้า | 2 | ? |
        | บ้านโพธิ์ | 240500002 | กลุ่มสี่ | กลุ่มผู้ผลิตชุมชน | ผ้า | รอผล | - |
    """)
    path = registries.write_csv(tmp_path / "r.csv", table[0], table[1:])
    letter = load_letter(path_of("twenty_per_province"))
    quota = letter.quota.model_copy(update={"per_province": 3})
    letter = letter.model_copy(update={"quota": quota})
    registry = read_registry(path, letter)
    screening = screen(registry, letter)
    asks = whom_to_ask(screening, open_questions(registry, screening, letter))
    names = screening.groups["group_name"]
    asked = [names[ask.group] for ask in flat(asks.values())]
    assert asked == ["กลุ่มสาม", "กลุ่มสี่"]


def test_of_products_those_are_sure_that_are_certain_and_one_call_may_bring_several(
    tmp_path: Path,
) -> None:
    """Under a least of products: after the lists too a product that waits is not counted before it is answered."""
    table = registries.text_table("""
        | อำเภอ | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | โครงการอื่น ปี 2566 |
        | บางคล้า | 240200001 | กลุ่มหนึ่ง | กลุ่มผู้ผลิตชุมชน | ผ้า | 3 | - |
        | บางคล้า | 240200001 | กลุ่มหนึ่ง | กลุ่มผู้ผลิตชุมชน | หมอน | รอผล | - |
        | บางคล้า | 240200001 | กลุ่มหนึ่ง | กลุ่มผู้ผลิตชุมชน | ย่าม | รอผล | - |
        | บ้านโพธิ์ | 240500001 | กลุ่มสาม | กลุ่มผู้ผลิตชุมชน | ผ้า | รอผล | - |
        | บ้านโพธิ์ | 240500001 | กลุ่มสาม | กลุ่มผู้ผลิตชุมชน | เสื่อ | รอผล | - |
        | บ้านโพธิ์ | 240500002 | กลุ่มสี่ | กลุ่มผู้ผลิตชุมชน | ผ้า | รอผล | - |
    """)
    path = registries.write_csv(tmp_path / "r.csv", table[0], table[1:])
    letter = load_letter(path_of("one_tier"))
    quota = letter.quota.model_copy(
        update={"groups_per_district": 3, "per_province": None, "unit": "products"}
    )
    letter = letter.model_copy(update={"quota": quota})
    registry = read_registry(path, letter)
    screening = screen(registry, letter)
    certain = dict(enumerate(screening.districts["certain"].tolist()))
    assert sum(certain.values()) == 1
    assert sure_groups(screening) == sure_groups(screening, {}) == certain
    questions = open_questions(registry, screening, letter)
    asks = whom_to_ask(screening, questions, {}, unit="products")
    names = screening.groups["group_name"]
    asked = [
        [(names[ask.group], len(ask.questions)) for ask in asks_of_district]
        for asks_of_district in asks.values()
    ]
    # Of each product that waits the star and the quadrant are asked.
    assert asked == [[("กลุ่มหนึ่ง", 4)], [("กลุ่มสี่", 2), ("กลุ่มสาม", 4)]]
    results = results_of_yes(registry, screening, letter, asks)
    assert results[-1].sure_units.tolist() == screening.groups["units"].tolist()
    assert sorted(units_to_gain(screening).values()) == [1, 2, 2]


def test_an_example_says_whether_its_group_comes_first() -> None:
    """One that says otherwise than the letter's preference is told."""
    text = load_letter_file().text.replace("comes_first = false", "comes_first = true")
    letter = parse_letter(text, "letter.toml").letter
    failing = [(each.example.id, each.outcome) for each in failing_examples(letter)]
    assert failing == [
        ("without-standard", "primary / certain / not first"),
        ("applied-alone", "primary / certain / not first"),
    ]


@pytest.mark.parametrize("name", PLAIN)
def test_the_worked_examples_of_a_letter_hold(name: str) -> None:
    assert list(failing_examples(load_letter(path_of(name)))) == []


def test_without_a_least_no_district_is_said_to_be_met(
    province: Path, tmp_path: Path
) -> None:
    """The screen has no column for it, the form says that there is none; the province's line says what there is."""
    options = ("--letter", path_of("twenty_per_province"), "--lang", "en")
    shown = run_program("rank", province, *options).stdout
    assert "20 groups required | certain 20 | to confirm 0 | short 0" in shown
    heads = [line.split() for line in shown.splitlines() if line.startswith("district")]
    assert heads == [["district", "proposed", "to", "confirm"]]
    short = run_program("shortfall", province, "--levers", *options).stdout.split()
    assert "calculation" in short
    assert not {"met", "met,", "districts:"} & set(short)
    assert "per district" not in " ".join(short)
    chat = run_program("rank", province, "--line", *options).stdout.splitlines()
    assert chat[0] == "KBO ฉะเชิงเทรา: 20 groups of the province"
    assert chat[1].startswith("ฉะเชิงเทรา: 20 groups required")
    book = tmp_path / "list.xlsx"
    run_program("rank", province, *options, "-o", book)
    assert "In the\nprovince" in texts_of(load_workbook(book).worksheets[1])
    run_program("form", province, *options, "-o", tmp_path)
    (form,) = tmp_path.glob("2402*.xlsx")
    texts = texts_of(*load_workbook(form).worksheets)
    assert any("sets no least per district" in words for words in texts)


PRODUCTS_PER_DISTRICT = """
extends = "chachoengsao_2566"
id = "products_per_district"
number = "ฉช ๐๐๑๙/ว ๑๑๑"

[quota]
groups_per_district = 40
unit = "products"
wording = { th = "อำเภอละอย่างน้อย {count} ผลิตภัณฑ์", en = "at least {count} products per district" }
"""


def test_a_least_of_products_is_told_in_products(
    province: Path, tmp_path: Path
) -> None:
    """Screens, LINE texts and form; what accepted groups and answers bring is counted in products."""
    letter = tmp_path / "letter.toml"
    letter.write_text(PRODUCTS_PER_DISTRICT, encoding="utf-8")
    options = ("--letter", letter, "--lang", "th")
    shown = run_program("rank", province, *options).stdout
    assert "เทียบกับขั้นต่ำ 40 ผลิตภัณฑ์" in shown
    short = run_program("shortfall", province, *options).stdout
    assert "40 กลุ่ม" not in short
    assert "ให้รายงานจังหวัดตามที่มี" in short
    pattern = r"เสนอได้ไม่เกิน (\d+) ผลิตภัณฑ์ ขาด (\d+) ผลิตภัณฑ์"
    (told,) = re.findall(pattern, " ".join(short.split()))
    assert sum(map(int, told)) == 40
    chat = run_program("rank", province, "--line", *options).stdout
    assert "อำเภอละอย่างน้อย ๔๐ ผลิตภัณฑ์" in chat
    run_program("form", province, *options, "-o", tmp_path)
    (form,) = tmp_path.glob("2402*.xlsx")
    cells = texts_of(*load_workbook(form).worksheets)
    assert any("หนังสือนับเป็นผลิตภัณฑ์" in words for words in cells)


def test_without_a_least_nobody_is_said_to_have_sent_enough(
    province: Path, tmp_path: Path
) -> None:
    """Of a district no number is told, neither 0 of 0 nor at least 0; the province's line says what lists bring."""
    sent = OwnList("บางคล้า").write(tmp_path)
    options = ("--letter", path_of("twenty_per_province"), "--lang", "en")
    lists = (sent, "--registry", province)
    shown = run_program("validate", *lists, *options).stdout
    assert "Groups accepted: 0 | districts with a list: 1\n" in shown
    assert "ฉะเชิงเทรา: 20 groups required | in accepted lists 0 | short 20" in shown
    assert "/0" not in shown
    chat = run_program("validate", *lists, "--line", *options).stdout
    assert "rejected, groups without an error: 0" in chat
    folder = run_program("validate", tmp_path, *lists[1:], "--line", *options).stdout
    assert "no list has come (20 groups of the province)" in folder
    words = ("shortfall", province, "--submissions", sent, *options)
    short = run_program(*words).stdout
    assert "Enough groups accepted" not in short
    assert "in accepted lists 0 | short 20" in short


def test_without_a_least_a_district_with_reserves_alone_is_no_district_of_none(
    province: Path,
) -> None:
    options = ("--letter", path_of("twenty_per_province"), "--lang", "en")
    shown = run_program("rank", province, *options).stdout
    assert "no group qualifies" not in shown


def test_without_a_least_page_and_workbook_count_no_district_as_met(
    province: Path, tmp_path: Path
) -> None:
    """The page counts what is proposed of each district, as the screen does, in the place of parts of a least."""
    options = ("--letter", path_of("twenty_per_province"), "--lang", "en")
    page, book = tmp_path / "list.html", tmp_path / "list.xlsx"
    run_program("rank", province, *options, "-o", page)
    run_program("rank", province, *options, "-o", book)
    html = page.read_text(encoding="utf-8")
    assert 'class="tiles"' not in html
    heads = ("district", "proposed", "to confirm")
    labels = "".join(f'<th scope="col">{words}</th>' for words in heads)
    assert f"<tr>{labels}</tr>" in html
    assert 'id="filter"' not in html
    assert "no least" not in html
    summary = rows_of(load_workbook(book).worksheets[0])
    columns = ["District", "Groups proposed", "All certain", "All possible"]
    (head,) = [row for row in summary if row[0] == "District"]
    assert [" ".join(words.split()) for words in head[:4]] == columns
    (total,) = [row for row in summary if row[0] == "in all"]
    groups = groups_of(report("twenty_per_province", "rank", province))
    assert total[1] == sum(group["selected"] for group in groups)


def test_one_district_of_a_province_that_shares_its_quota_is_refused(
    province: Path,
) -> None:
    """Ranked alone it would fill the province's quota with groups that the province does not propose."""
    options = ("--letter", path_of("twenty_per_province"), "--lang", "en")
    done = run_program("rank", province, "--district", "บางคล้า", *options)
    told = make_finding(
        "usage.district-of-province-quota",
        number=20,
        clause="1",
    )
    assert done.returncode == 2
    assert told.message("en") in " ".join(done.stderr.split())
