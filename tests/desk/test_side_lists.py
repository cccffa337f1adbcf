"""Side lists: stars, standards and other projects beside the registry.

- A registry without the columns plus three lists gives the shortlist of the registry with them, names respelled.
- Clearly the same counts; perhaps the same is unknown, with both names, both cells and the likeness.
- A line that matches nothing is reported with its nearest names; two sources that disagree, with both cells.
- A project line that names a product excludes that product, one that names only a group all its products.
- The department's own star list, with neither district nor group id, joins.
- On the labelled pairs no false one is taken for the same; the held part is as good as the documents say.
- Names of a country are compared in seconds.
"""

from __future__ import annotations

import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from rapidfuzz import fuzz, process

from kbo_screen import load_letter
from kbo_screen.desk.alike_names import compare_names
from kbo_screen.findings import InputError
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rank.rank_sheets import rank_sheets
from kbo_screen.results.shown import shown_run
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.vocabulary.names import likeness
from tests.tools import registries
from tests.tools.looks import groups_of
from tests.tools.registries import text_table, write_csv, write_xlsx
from tests.tools.seeds import seeds
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from kbo_screen.registry.side_list import Role

PAIRS = Path(__file__).parents[1] / "vocabulary" / "name_pairs.tsv"
MATCHING = load_letter().matching
REGISTRY = text_table("""
    | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม                 | ประเภทผู้ผลิต | รหัสผลิตภัณฑ์ | ชื่อผลิตภัณฑ์ | Quadrant |
    | บางคล้า  | 240200001 | กลุ่มจักสานบ้านหนองบัว     | กลุ่ม        | 1            | ตะกร้า      | A        |
    | บางคล้า  | 240200001 | กลุ่มจักสานบ้านหนองบัว     | กลุ่ม        | 2            | กระบุง      | A        |
    | บางคล้า  | 240200002 | กลุ่มทอผ้าบ้านทุ่งสน       | กลุ่ม        | 3            | ผ้าขาวม้า    | A        |
    | บางปะกง | 240400001 | วิสาหกิจชุมชนน้ำพริกบ้านใหม่ | กลุ่ม        | 4            | น้ำพริกเผา   | A        |
""")


def run_with(
    folder: Path, lists: dict[Role, str], table: list[list[str]] | None = None
) -> Any:
    """A run over the registry with lists drawn as tables."""
    rows = table or REGISTRY
    source = write_csv(folder / "registry.csv", rows[0], rows[1:])
    given = []
    for role, drawn in lists.items():
        lines = text_table(drawn)
        given.append((role, write_csv(folder / f"{role}.csv", lines[0], lines[1:])))
    return build_run(
        [source],
        RunOptions(
            letter="chachoengsao_2566", lang="th", quiet=True, lists=tuple(given)
        ),
    )


STARS = """
    | ผลิตภัณฑ์   | ผู้ผลิต                   | จังหวัด     | ประเภท | ระดับดาว |
    | ตะกร้า     | จักสาน บ.หนองบัว          | ฉะเชิงเทรา | ของใช้  | 3       |
    | น้ำพริกเผา  | วสช.น้ำพริกบ้านใหม่        | ฉะเชิงเทรา | อาหาร  | ๒ ดาว   |
    | น้ำปลา     | กลุ่มน้ำปลาบ้านไกล         | ชลบุรี      | อาหาร  | 3       |
    | ผ้าไหม     | กลุ่มทอผ้าไหมบ้านที่ไม่มี     | ฉะเชิงเทรา | ผ้า     | 1       |
"""


def test_star_list_of_the_department_joins(tmp_path: Path) -> None:
    """By producer and product alone; another province's line is out of scope."""
    found = run_with(tmp_path, {"stars": STARS})
    stars = found.registry.products.set_index("product_id")["star"].to_dict()
    assert (stars["1"], stars["4"]) == (3, 2)
    assert found.registry.products["star_rated"].tolist() == [True, False, False, True]
    assert (
        found.registry.place(0, "star").file,
        found.registry.place(0, "star").cell,
    ) == ("stars.csv", "E2")
    unmatched = [f for f in found.findings if f.code == "list.unmatched"]
    assert [(f.place.cell, f.value) for f in unmatched] == [
        ("B5", "กลุ่มทอผ้าไหมบ้านที่ไม่มี / ผ้าไหม")
    ]
    assert "กลุ่มทอผ้าบ้านทุ่งสน" in unmatched[0].suggestion
    assert [file.role for file in found.registry.inputs] == ["registry", "stars"]
    assert found.screening.listed.query("district == 'บางคล้า'")[
        "group_name"
    ].tolist() == ["กลุ่มจักสานบ้านหนองบัว"]


@pytest.mark.parametrize(
    ("role", "header", "values", "cell"),
    [
        ("stars", "ระดับดาว ปี 2565", [None, "3 ดาว"], "C2"),
        ("projects", "โครงการ", [None, "OTOP Trader"], "A2"),
    ],
)
def test_a_blank_value_beside_texts_of_a_list_is_a_blank(
    role: Role, header: str, values: list[str | None], cell: str, tmp_path: Path
) -> None:
    """One line disagrees with the registry, or its group is not there: its words are told, or that there are none."""
    names = ["กลุ่มทอผ้าบ้านทุ่งสน", "วิสาหกิจชุมชนน้ำพริกบ้านใหม่"]
    if role == "projects":
        names[0] = "กลุ่มปั้นหม้อบ้านไกล"
    rows: list[list[Any]] = [["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", header]]
    products = ["ผ้าขาวม้า", "น้ำพริกเผา"]
    rows += [list(row) for row in zip(names, products, values, strict=True)]
    stars = [["ระดับดาว ปี 2565"], ["3"], ["3"], ["3"], ["3"]]
    table = [[*row, *star] for row, star in zip(REGISTRY, stars, strict=True)]
    registry = write_csv(tmp_path / "registry.csv", table[0], table[1:])
    side_list = write_xlsx(tmp_path / "list.xlsx", rows)
    options = RunOptions(
        letter="chachoengsao_2566", lang="th", quiet=True, lists=((role, side_list),)
    )
    run = shown_run(build_run([registry], options))
    lines = [f for f in run.findings if f.place.file == "list.xlsx"]
    assert cell in [f.place.cell for f in lines if f.code.startswith("list.")]


def test_project_line_of_a_product_and_of_a_group(tmp_path: Path) -> None:
    projects = """
        | อำเภอ   | กลุ่ม                   | ผลิตภัณฑ์ | โครงการ     |
        | บางคล้า  | กลุ่มจักสาน บ.หนองบัว    | กระบุง   | Young OTOP |
        | บางปะกง | วสช. น้ำพริก บ้านใหม่    |         | OTOP Trader |
        | บางคล้า  | กลุ่มทอผ้าบ้านทุ่งสนเหนือ |         | Young OTOP |
    """
    found = run_with(tmp_path, {"projects": projects, "stars": STARS})
    by_product = found.registry.products.set_index("product_id")["other_project"]
    assert [by_product[i] for i in ("1", "2", "4")] == [
        "clear",
        "in_project",
        "in_project",
    ]
    assert by_product.isna()["3"]
    (doubt,) = [f for f in found.findings if f.code == "list.perhaps-same"]
    assert (
        doubt.place.cell,
        doubt.fields["group"],
        doubt.fields["other_place"],
    ) == ("B4", "กลุ่มทอผ้าบ้านทุ่งสน", "registry.csv C4")
    assert MATCHING.perhaps <= float(doubt.fields["likeness"]) < MATCHING.same


def test_a_longer_name_of_a_product_is_asked(tmp_path: Path) -> None:
    """The group is exactly named; one product of it is perhaps meant, and no other."""
    projects = """
        | อำเภอ  | กลุ่ม                 | ผลิตภัณฑ์                    | โครงการ    |
        | บางคล้า | กลุ่มจักสานบ้านหนองบัว | ตะกร้าหวายสานลายดอกพิกุลโบราณ | Young OTOP |
    """
    found = run_with(tmp_path, {"projects": projects, "stars": STARS})
    by_product = found.registry.products.set_index("product_id")["other_project"]
    assert by_product.isna()["1"]
    assert by_product["2"] == "clear"


def test_perhaps_is_a_question_in_the_workbook(tmp_path: Path) -> None:
    table = [row[:] for row in REGISTRY]
    for row, star in zip(table, ("ระดับดาว ปี 2565", "3", "-", "3", "2"), strict=True):
        row.append(star)
    projects = """
        | อำเภอ  | กลุ่ม                   | โครงการ    |
        | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสนเหนือ | Young OTOP |
    """
    found = run_with(tmp_path, {"projects": projects}, table)
    path, _ = write_workbook(
        rank_sheets(found), tmp_path / "o.xlsx", font="Garuda", force=False, inputs=[]
    )
    rows = [
        r
        for r in load_workbook(path)["รอยืนยัน"].iter_rows(values_only=True)
        if r[1] == "กลุ่มทอผ้าบ้านทุ่งสน"
    ]
    assert len(rows) == 1
    assert "กลุ่มทอผ้าบ้านทุ่งสนเหนือ" in rows[0][3]
    assert rows[0][4] == "registry.csv C4\nprojects.csv B2"
    (group,) = [g for g in groups_of(rank_payload(found)) if g["product_id"] == "3"]
    assert group["to_confirm"] == ["no-other-project"]


def test_sources_that_disagree_are_told_with_both_cells(tmp_path: Path) -> None:
    """Stars: unknown until settled. A standard: the better one."""
    table = [row[:] for row in REGISTRY]
    for row, star, standard in zip(
        table,
        ("ระดับดาว ปี 2565", "3", "-", "3", "2"),
        ("มชช.", "ผ่าน", "", "ไม่มี", ""),
        strict=True,
    ):
        row += [star, standard]
    stars = "| รหัสผลิตภัณฑ์ | ระดับดาว |\n| 1 | 4 |\n| 2 | 2 |"
    standards = (
        "| รหัสผู้ผลิต | สถานะ มชช. |\n| 240200002 | ผ่าน |\n| 240400001 | อยู่ระหว่างการพัฒนา |"
    )
    found = run_with(tmp_path, {"stars": stars, "standards": standards}, table)
    told = {
        (f.place.file, f.place.cell, f.fields["other_place"])
        for f in found.findings
        if f.code == "list.disagrees"
    }
    assert told == {
        ("stars.csv", "B2", "registry.csv H2"),
        ("standards.csv", "B2", "registry.csv I4"),
    }
    assert found.registry.products["star_rated"].isna().tolist() == [
        True,
        False,
        False,
        False,
    ]
    assert found.registry.products["star"].iloc[1] == 2
    groups = found.screening.groups.set_index("group_id")["standard"]
    assert [groups[i] for i in ("240200001", "240200002", "240400001")] == [
        "passed",
        "passed",
        "developing",
    ]


def test_a_list_of_stars_contradicts_what_the_registry_says_of_its_round_alone(
    tmp_path: Path,
) -> None:
    """ "Not rated" in words contradicts; stars of another round do not; what rows dispute no list settles."""
    table = [row[:] for row in REGISTRY]
    for row, star in zip(
        table,
        ("ระดับดาว", "ไม่ได้คัดสรร", "5 ดาว (2562)", "3", "4 ดาว (2567)"),
        strict=True,
    ):
        row.append(star)
    table.append([*table[3][:-1], "5"])
    stars = "| รหัสผลิตภัณฑ์ | ระดับดาว ปี 2565 |\n| 1 | 3 |\n| 2 | 2 |\n| 3 | 3 |\n| 4 | 5 |"
    run = run_with(tmp_path, {"stars": stars}, table)
    told = {
        (f.place.cell, f.fields["other_place"])
        for f in run.findings
        if f.code == "list.disagrees"
    }
    assert told == {("B2", "registry.csv H2"), ("B4", "registry.csv H6")}
    stars_read = (
        run.registry.products.set_index("product_id")["star"].dropna().to_dict()
    )
    assert stars_read == {"2": 2, "4": 5}


def test_list_without_its_columns_says_which(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        run_with(
            tmp_path,
            {"stars": "| อำเภอ | ผู้ผลิต | คะแนนรวม |\n| บางคล้า | กลุ่มจักสาน | 3 |"},
        )
    assert [(f.code, f.fields["field"]) for f in caught.value.findings] == [
        ("list.missing-column", "product_name"),
        ("list.missing-column", "star"),
    ]
    nameless = run_with(
        tmp_path,
        {
            "stars": STARS,
            "projects": "| อำเภอ | กลุ่ม | โครงการ |\n| บางคล้า | | Young OTOP |\n| บางคล้า | กลุ่มจักสานบ้านหนองบัว | ก |",
        },
    )
    assert [
        f.place.cell for f in nameless.findings if f.code == "list.nameless-row"
    ] == ["2"]


LOOK_ALIKE = str.maketrans("ศษณใ", "สสนไ")
#: The accepted ways of writing one name otherwise.
RESPELLED = [
    lambda name: name,
    lambda name: re.sub("^กลุ่ม", "", name),
    lambda name: name.replace("กลุ่ม", "กลุ่ม ").replace("ผ้า", "ผ้\u200bา"),
    lambda name: name.replace(" ", ""),
    lambda name: "".join("๐๑๒๓๔๕๖๗๘๙"[int(c)] if c.isdigit() else c for c in name),
    lambda name: name.replace("วิสาหกิจชุมชน", "วสช. "),
    lambda name: name.replace("บ้าน", " บ."),
    lambda name: name.replace("หมู่ ", "ม."),
    lambda name: name.replace("หมู่ ", "หมู่ที่ "),
    lambda name: name.translate(LOOK_ALIKE),
]
#: A product has no legal form and no village: spaces, digits and look-alike letters.
RESPELLED_PRODUCTS = [
    RESPELLED[0],
    RESPELLED[3],
    RESPELLED[4],
    RESPELLED[9],
    lambda name: f" {name} ",
]


def call_as_people_do(products: list[Any]) -> None:
    """Give the groups names with all that people write otherwise: form, village, moo number, letters that sound alike."""
    villages = ["หนองศาลา", "ใหม่พัฒนา", "คลองใหญ่", "เกาะณรงค์"]
    for product in products:
        number = int(product["group"].split()[-1])
        form = ("กลุ่ม", "วิสาหกิจชุมชน")[number % 2]
        product["group"] = f"{form}ทอผ้าบ้าน{villages[number % 4]} หมู่ {number + 1}"
        product["product"] = product["product"].replace("ผ้า", "ผ้าใยสีเกษร")


def shortlist(run: Any) -> list[tuple[Any, ...]]:
    listed = run.screening.listed
    names = ["district", "rank", "group_name", "tier", "certainty", "standard"]
    return [
        tuple("-" if value != value else value for value in row)
        for row in listed[names].astype(object).itertuples(index=False)
    ]


@pytest.mark.parametrize(
    "with_district", [True, False], ids=["district", "no district"]
)
@pytest.mark.parametrize("seed", seeds(30, ordinary=10))
def test_three_lists_are_as_good_as_the_columns(
    seed: int, with_district: bool, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    products = registries.invent(chance, ["เมืองฉะเชิงเทรา", "บางคล้า"], 14, [2556, 2560])
    call_as_people_do(products)
    options = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    whole = registries.write_products(
        tmp_path / "whole.csv", products, list(registries.HEADERS), chance
    )
    columns = [
        name
        for name in registries.HEADERS
        if name not in ("star", "standard", "project")
    ]
    bare = registries.write_products(tmp_path / "bare.csv", products, columns, chance)

    def line(product: Any) -> list[str]:
        by_id = product["id"] and chance.random() < 0.5
        name = "" if by_id else chance.choice(RESPELLED)(product["group"])
        return [
            product["district"] if with_district else "",
            product["id"] if by_id else "",
            name,
        ]

    def called(product: Any) -> str:
        return chance.choice(RESPELLED_PRODUCTS)(product["product"])

    words = registries.WORDS
    stars = [
        [*line(p), called(p), chance.choice(words["star"][p["star"]])]
        for p in products
        if p["star"] != "none"
    ]
    projects = [
        [*line(p), called(p), "Young OTOP" if p["project"] == "in" else "?"]
        for p in products
        if p["project"] != "clear"
    ]
    standards = [
        [*line(p), "", chance.choice(words["standard"][p["standard"]])]
        for p in products
        if p["standard"]
    ]
    for rows in (stars, projects, standards):
        chance.shuffle(rows)
    header = ["อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์"]
    lists: list[tuple[Role, Path]] = [
        (
            "projects",
            write_csv(tmp_path / "projects.csv", [*header, "โครงการอื่น"], projects),
        ),
        ("stars", write_csv(tmp_path / "stars.csv", [*header, "ระดับดาว"], stars)),
        (
            "standards",
            write_csv(tmp_path / "standards.csv", [*header, "มชช."], standards),
        ),
    ]
    lists = [
        pair
        for pair, rows in zip(lists, (projects, stars, standards), strict=True)
        if rows
    ]
    if len(lists) < 3:
        pytest.skip("a list without lines is no list")
    from dataclasses import replace

    expected = shortlist(build_run([whole], options))
    assert (
        shortlist(build_run([bare], replace(options, lists=tuple(lists)))) == expected
    )


def test_no_false_pair_is_taken_for_the_same() -> None:
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines()]
    assert len(rows) >= 500
    assert sum(truth == "different" for _, truth, *_ in rows) >= 60
    scored = [
        (truth, part, likeness(one, other)) for _, truth, part, one, other in rows
    ]
    assert not [
        score
        for truth, _, score in scored
        if truth != "same" and score >= MATCHING.same
    ]
    assert not [
        score
        for truth, _, score in scored
        if truth == "perhaps" and score < MATCHING.perhaps
    ]
    held = [
        score for truth, part, score in scored if truth == "same" and part == "held"
    ]
    assert sum(score >= MATCHING.same for score in held) / len(held) >= 0.95


def test_comparing_many_at_once_finds_what_comparing_each_pair_finds() -> None:
    """The rough comparison leaves out no pair that a plain loop over all pairs finds."""
    names = sorted(
        {
            name
            for line in PAIRS.read_text("utf-8").splitlines()
            for name in line.split("\t")[3:]
        }
    )[::3]
    at_once = compare_names(names, names, MATCHING.perhaps)
    for name in names:
        alike = {
            (likeness(name, other), other)
            for other in names
            if likeness(name, other) >= MATCHING.perhaps
        }
        assert set(at_once[name]) == alike


def test_names_of_a_country_are_compared_in_seconds() -> None:
    """Held against a bare comparison of the same names, by processor time: machines differ."""
    chance = random.Random(7)
    crafts, places = (
        ("ทอผ้า", "จักสาน", "แปรรูปอาหาร", "น้ำพริก"),
        ("หนอง", "คลอง", "ทุ่ง", "โคก", "บัว", "แสง", "ทอง", "สูง"),
    )

    def invent() -> str:
        village = "".join(chance.sample(places, 3))
        return f"กลุ่ม{chance.choice(crafts)}{chance.choice(('บ้าน', ''))}{village} หมู่ {chance.randint(1, 300)}"

    known = sorted({invent() for _ in range(20_000)})
    names = sorted({invent() for _ in range(200)})
    assert compare_names(names[:2], known[:2], MATCHING.perhaps).keys() == set(
        names[:2]
    )
    start = time.process_time()
    process.cdist(names, known, scorer=fuzz.ratio)
    bare = time.process_time() - start
    start = time.process_time()
    found = compare_names(names, known, MATCHING.perhaps)
    assert time.process_time() - start < 4 * bare + 1
    assert all(found[name][0] for name in names if name in known)


@pytest.mark.parametrize(
    "line",
    [
        "กลุ่มทอผ้าบ้านทุ่งสน (ผ้าขาวม้า)",
        "กลุ่มทอผ้าบ้านทุ่งสน / นางสมศรี ใจดี",
        "กลุ่มทอผ้าบ้านทุ่งสน บางคล้า ฉะเชิงเทรา",
        "กลุ่มทอผ้าบ้านทุ่งสน : ผ้าขาวม้าลายสวย",
        "240200002 กลุ่มทอผ้าบ้านทุ่งสน",
        "ชื่อกลุ่ม กลุ่มทอผ้าบ้านทุ่งสน",
    ],
)
def test_a_group_whose_whole_name_stands_beside_other_words_is_asked(
    line: str, tmp_path: Path
) -> None:
    """Not given up as a line that means nothing, and not taken for the same."""
    rated = [[*REGISTRY[0], "ระดับดาว"], *([*row, "3"] for row in REGISTRY[1:])]
    run = run_with(
        tmp_path, {"projects": f"| ชื่อกลุ่ม | โครงการ |\n| {line} | Young OTOP |"}, rated
    )
    unknown = run.screening.is_unknown["no-other-project"].tolist()
    assert unknown == [False, False, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "1/ กลุ่มทอผ้าบ้านทุ่งสน",
        "1.1 กลุ่มทอผ้าบ้านทุ่งสน",
        "#2 กลุ่มทอผ้าบ้านทุ่งสน",
        "3, กลุ่มทอผ้าบ้านทุ่งสน",
    ],
)
def test_a_number_in_front_is_no_part_of_the_name(line: str, tmp_path: Path) -> None:
    rated = [[*REGISTRY[0], "ระดับดาว"], *([*row, "3"] for row in REGISTRY[1:])]
    run = run_with(
        tmp_path, {"projects": f"| ชื่อกลุ่ม | โครงการ |\n| {line} | Young OTOP |"}, rated
    )
    assert run.registry.products["other_project"].tolist()[2] == "in_project"
