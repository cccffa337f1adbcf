"""Rows that contradict each other: one product or one producer on several rows, sheets or files.

- Where rows agree, and where one is blank, nothing is disputed.
- Where they differ the value is unknown, with a finding at every cell and one question that an answer settles.
- A word that was not understood disputes a value beside it; a star of another round does not.
- What rows dispute no list settles; `explain` and the question name every cell.
- The comparison of whole columns finds what a plain loop over pairs of rows finds.
- A second edition of a row makes no group certain that was not; the order of rows changes nothing.
- A country's registry takes hardly longer; many rows of one product take time by their number.
"""

from __future__ import annotations

import itertools
import random
import time
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from openpyxl import Workbook

from kbo_screen import load_letter, read_registry
from kbo_screen.desk.contradictions import settle_contradictions
from kbo_screen.registry.identity import number_rows
from kbo_screen.results.wording.sentences import question_line
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.desk.test_doubts import asked, certainty
from tests.tools import registries
from tests.tools.registries import text_table, write_csv
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
OPTIONS = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
HEADER = [
    "อำเภอ",
    "รหัสผู้ผลิต",
    "ชื่อกลุ่ม",
    "ประเภท",
    "รหัสผลิตภัณฑ์",
    "ชื่อผลิตภัณฑ์",
    "ดาว ปี 2565",
    "Quadrant",
    "ปีที่ลงทะเบียน",
    "โครงการอื่น ปี 2566",
    "ศักยภาพ",
]
ROW = [
    "บางคล้า",
    "240200001",
    "กลุ่มทอผ้า",
    "กลุ่ม",
    "240200001001",
    "ผ้าขาวม้า",
    "3",
    "D",
    "2560",
    "",
    "มี",
]
COLUMNS = {
    "producer_type": 3,
    "star": 6,
    "quadrant": 7,
    "registered_year_be": 8,
    "other_project": 9,
    "potential": 10,
}
OTHER_VALUE = {
    "producer_type": "รายเดี่ยว",
    "star": "5",
    "quadrant": "A",
    "registered_year_be": "2550",
    "other_project": "Young OTOP",
    "potential": "ไม่มี",
}
#: With the first word of a letter each row lies in the first tier, or in the fallback, for which the field counts.
STAR_FOR = {"star": "3", "producer_type": "3", "other_project": "3"}


def changed(row: list[str], **values: str) -> list[str]:
    row = row[:]
    for field, value in values.items():
        row[COLUMNS[field]] = value
    return row


def rank(
    folder: Path,
    *rows: list[str],
    answers: list[list[str]] | None = None,
    **lists: Path,
) -> Any:
    from dataclasses import replace

    source = write_csv(folder / "r.csv", HEADER, rows)
    given = (
        ()
        if answers is None
        else (write_csv(folder / "a.csv", ["รหัสคำถาม", "คำตอบ"], answers),)
    )
    return build_run(
        [source], replace(OPTIONS, answers=given, lists=tuple(lists.items()))
    )


def told(run: Any) -> list[tuple[str, str | None]]:
    codes = ("registry.product-rows-differ", "registry.producer-rows-differ")
    return [(f.code, f.place.cell) for f in run.findings if f.code in codes]


@pytest.mark.parametrize("field", COLUMNS)
def test_rows_that_differ_leave_the_value_unknown_until_it_is_answered(
    field: str, tmp_path: Path
) -> None:
    row = changed(
        ROW, star=STAR_FOR.get(field, "-"), quadrant="A" if field == "star" else "D"
    )
    other = changed(row, **{field: OTHER_VALUE[field]})
    assert certainty(rank(tmp_path, row)) == ["certain"]
    run = rank(tmp_path, row, other)
    column = "ABCDEFGHIJK"[COLUMNS[field]]
    kind = "producer" if field in ("producer_type", "registered_year_be") else "product"
    assert told(run) == [
        (f"registry.{kind}-rows-differ", f"{column}{n}") for n in (2, 3)
    ]
    assert certainty(run) == (["judgement"] if field == "potential" else ["check"])
    (question,) = asked(run)
    line = question_line(run, run.questions[0])
    assert f"({column}2; {column}3)" in line
    answered = rank(tmp_path, row, other, answers=[[question, "ใช่"]])
    assert certainty(answered) == ["certain"]
    assert asked(rank(tmp_path, other, row)) == [question]


def test_rows_that_agree_and_blanks_dispute_nothing(tmp_path: Path) -> None:
    blank = changed(
        ROW, producer_type="", star="", quadrant="", registered_year_be="", potential=""
    )
    run = rank(
        tmp_path,
        ROW,
        ROW,
        changed(ROW, star="3 ดาว", producer_type="กลุ่มผู้ผลิตชุมชน"),
        blank,
    )
    assert (told(run), certainty(run)) == ([], ["certain"])
    assert run.registry.products["star"].tolist() == [3]
    assert [row.row for row in run.registry.repeated] == [3, 4, 5]


@pytest.mark.parametrize("blank", ["", "nan", "(ว่าง)", "NULL"])
@pytest.mark.parametrize("field", ["producer_type", "quadrant", "registered_year_be"])
def test_a_row_that_says_nothing_takes_what_another_row_of_the_product_says(
    field: str, blank: str, tmp_path: Path
) -> None:
    """The product is of another type, quadrant or year on one row; the other row leaves nothing open."""
    row = changed(ROW, star="-", **{field: OTHER_VALUE[field]})
    for rows in (
        [row, changed(row, **{field: blank})],
        [changed(row, **{field: blank}), row],
    ):
        run = rank(tmp_path, *rows)
        assert (told(run), certainty(run), asked(run)) == ([], [], [])
        cell = "ABCDEFGHIJK"[COLUMNS[field]] + str(rows.index(row) + 2)
        assert run.registry.place(0, field).cell == cell


def test_a_value_of_another_file_keeps_its_place(tmp_path: Path) -> None:
    blank = write_csv(
        tmp_path / "blank.csv", HEADER, [changed(ROW, star="-", quadrant="")]
    )
    stated = write_csv(
        tmp_path / "stated.csv", HEADER, [changed(ROW, star="-", quadrant="A")]
    )
    run = build_run([blank, stated], OPTIONS)
    assert certainty(run) == []
    assert run.registry.place(0, "quadrant").in_words == "stated.csv H2"


def test_a_blank_below_another_product_of_the_producer_stays_blank(
    tmp_path: Path,
) -> None:
    """No merged cell covers it."""
    other = changed([*ROW[:4], "240200001002", "ย่าม", *ROW[6:]], producer_type="")
    run = rank(tmp_path, changed(ROW, producer_type="รายเดี่ยว"), other)
    assert certainty(run) == ["check"]


def test_a_doubt_of_another_round_or_of_an_older_year_disputes_nothing(
    tmp_path: Path,
) -> None:
    """The sheets are of 2562 and 2565."""
    header = [*HEADER[:6], "ระดับดาว", *HEADER[7:]]
    book = Workbook()
    for name, row in (
        ("ปี 2562", changed(ROW, star="รอผล", quadrant="?")),
        ("ปี 2565", changed(ROW, quadrant="B")),
    ):
        sheet = book.create_sheet(name)
        sheet.append(header)
        sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "r.xlsx")
    run = build_run([tmp_path / "r.xlsx"], OPTIONS)
    assert (told(run), certainty(run)) == ([], ["certain"])
    assert run.registry.products["quadrant"].tolist() == ["B", "B"]


def test_a_denial_in_words_and_a_word_not_understood_dispute_stars(
    tmp_path: Path,
) -> None:
    assert told(rank(tmp_path, ROW, changed(ROW, star="ไม่ได้คัดสรร"))) == [
        ("registry.product-rows-differ", "G2"),
        ("registry.product-rows-differ", "G3"),
    ]
    run = rank(
        tmp_path, changed(ROW, quadrant="A"), changed(ROW, star="รอผล", quadrant="A")
    )
    assert (told(run)[0], certainty(run)) == (
        ("registry.product-rows-differ", "G2"),
        ["check"],
    )
    header = [*HEADER[:6], "ระดับดาว", *HEADER[7:]]
    rounds = [changed(ROW, star="3 ดาว (2565)"), changed(ROW, star="5 ดาว (2562)")]
    assert (
        told(build_run([write_csv(tmp_path / "rounds.csv", header, rounds)], OPTIONS))
        == []
    )


def test_a_product_is_known_by_its_id_or_by_group_and_name(tmp_path: Path) -> None:
    """A row without an id joins the one id of its name; two ids are two products."""
    nameless = [
        "บางคล้า",
        "",
        "กลุ่ม ทอผ้า",
        "กลุ่ม",
        "",
        "ผ้า ขาวม้า",
        "5",
        "D",
        "2560",
        "",
        "มี",
    ]
    assert len(told(rank(tmp_path, ROW, nameless))) == 2
    assert len(told(rank(tmp_path, nameless, changed(nameless, star="2")))) == 2
    two_products = [*ROW[:4], "240200001002", *ROW[5:]]
    assert told(rank(tmp_path, ROW, changed(two_products, star="5"))) == []
    elsewhere = ["บางปะกง", "240400009", "กลุ่มอื่น", *changed(ROW, star="5")[3:]]
    run = rank(tmp_path, ROW, elsewhere)
    assert len(told(run)) == 2
    assert [
        (f.place.cell, f.value)
        for f in run.findings
        if f.code == "registry.product-id-two-groups"
    ] == [("C3", "กลุ่มอื่น")]
    renamed = [*ROW[:5], "ผ้าไหม", *ROW[6:]]
    run = rank(tmp_path, ROW, renamed)
    assert [
        f.place.cell for f in run.findings if f.code == "registry.product-id-two-names"
    ] == ["F3"]


def test_editions_on_two_sheets_and_in_two_files_are_compared(tmp_path: Path) -> None:
    """The finding names the other sheet, or the other file."""
    book = Workbook()
    for title, row in (("ทะเบียน", ROW), ("แก้ไข", changed(ROW, star="5"))):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "r.xlsx")
    run = build_run([tmp_path / "r.xlsx"], OPTIONS)
    others = {
        (f.place.sheet, f.fields["other_place"])
        for f in run.findings
        if f.code == "registry.product-rows-differ"
    }
    assert others == {("ทะเบียน", "r.xlsx แก้ไข G2"), ("แก้ไข", "r.xlsx ทะเบียน G2")}
    first = write_csv(tmp_path / "a.csv", HEADER, [ROW])
    second = write_csv(
        tmp_path / "b.csv", HEADER, [changed(ROW, other_project="Young OTOP")]
    )
    run = build_run([first, second], OPTIONS)
    others = {
        (f.place.file, f.fields["other_place"])
        for f in run.findings
        if f.code == "registry.product-rows-differ"
    }
    assert others == {("a.csv", "b.csv J2"), ("b.csv", "a.csv J2")}
    assert certainty(run) == ["check"]


def test_two_types_of_a_producer_are_one_question_for_all_its_products(
    tmp_path: Path,
) -> None:
    other = [*ROW[:3], "รายเดี่ยว", "240200001002", "ผ้าไหม", *ROW[6:]]
    third = [*ROW[:3], "", "240200001003", "ผ้าฝ้าย", *ROW[6:]]
    run = rank(tmp_path, ROW, other, third)
    (question,) = asked(run)
    assert run.registry.products["producer_type"].isna().all()
    answered = rank(tmp_path, ROW, other, third, answers=[[question, "กลุ่มผู้ผลิตชุมชน"]])
    assert (
        answered.registry.products["producer_type"].tolist() == ["community_group"] * 3
    )
    assert certainty(answered) == ["certain"]


def test_no_list_settles_what_rows_dispute(tmp_path: Path) -> None:
    stars = write_csv(
        tmp_path / "s.csv", ["รหัสผลิตภัณฑ์", "ระดับดาว"], [["240200001001", "3"]]
    )
    run = rank(
        tmp_path,
        changed(ROW, quadrant="A"),
        changed(ROW, star="5", quadrant="A"),
        stars=stars,
    )
    assert certainty(run) == ["check"]
    assert run.registry.disputed[0, "star"] == ("3", "5")
    assert [cell.place.file for cell in run.registry.disputed_cells[0, "star"]] == [
        "r.csv",
        "r.csv",
        "s.csv",
    ]


def test_groups_of_one_name_in_two_subdistricts_are_several(tmp_path: Path) -> None:
    """Without ids; a blank subdistrict is the one of its name."""
    rows = text_table("""
        | อำเภอ  | ตำบล    | ชื่อกลุ่ม   | ประเภท | ชื่อผลิตภัณฑ์ | ดาว ปี 2565 |
        | บางคล้า | ปากน้ำ   | กลุ่มทอผ้า  | กลุ่ม   | ผ้าไหม      | 3          |
        | บางคล้า | ต.บางสวน | กลุ่มทอผ้า  | กลุ่ม   | ผ้าขาวม้า    | 3          |
        | บางคล้า | บางสวน   | กลุ่ม ทอผ้า | กลุ่ม   | ผ้าฝ้าย      | 2          |
        | บางคล้า | สาวชะโงก | กลุ่มจักสาน | กลุ่ม   | กระบุง      | 3          |
        | บางคล้า |         | กลุ่มจักสาน | กลุ่ม   | กระจาด      | 1          |
    """)
    run = build_run([write_csv(tmp_path / "r.csv", rows[0], rows[1:])], OPTIONS)
    assert run.screening.products["group"].tolist() == [0, 1, 1, 2, 2]
    findings = [f for f in run.findings if f.code == "registry.same-name-two-places"]
    assert [(f.place.cell, f.fields["other_place"]) for f in findings] == [("C3", "C2")]
    ids = {question.id for question in run.questions}
    assert len(ids) == len(run.questions)


def contradicted_pairs(registry: Registry) -> set[tuple[int, str]]:
    """By a plain loop: the rows of one product, or producer, that state another value than a row beside them."""
    rows = (
        registry.products.astype(object)
        .where(registry.products.notna(), None)
        .to_dict("records")
    )
    found = set()
    for (i, one), (j, other) in itertools.combinations(enumerate(rows), 2):
        is_producer = (
            one["district_ix"] == other["district_ix"]
            and one["group_id"] == other["group_id"]
        )
        is_product = is_producer and one["product_id"] == other["product_id"]
        for field in COLUMNS:
            is_compared = (
                is_producer
                if field in ("producer_type", "registered_year_be")
                else is_product
            )
            values = [row[field] for row in (one, other)]
            if field == "star":
                values = [
                    "none"
                    if row["star_said"] and row["star_rated"] is False
                    else row["star"]
                    for row in (one, other)
                ]
            if is_compared and None not in values and values[0] != values[1]:
                found |= {(i, field), (j, field)}
    return found


def invent(chance: random.Random) -> list[list[str]]:
    words = {
        "producer_type": ["กลุ่ม", "กลุ่ม", "กลุ่ม", "รายเดี่ยว", ""],
        "star": ["3", "3", "5", "-", "ไม่ได้คัดสรร"],
        "quadrant": ["D", "D", "A", ""],
        "registered_year_be": ["2560", "2560", "2550", ""],
        "other_project": ["", "ไม่ซ้ำ", "Young OTOP"],
        "potential": ["มี", "มี", "ไม่มี", ""],
    }
    rows = []
    for _ in range(chance.randint(4, 14)):
        group, item = chance.randint(1, 4), chance.randint(1, 2)
        row = [
            "บางคล้า",
            f"{group}",
            f"กลุ่มทอผ้า {group}",
            "",
            f"{group}{item}",
            f"ผ้า {item}",
            "",
            "",
            "",
            "",
            "",
        ]
        rows.append(
            changed(
                row, **{field: chance.choice(values) for field, values in words.items()}
            )
        )
    return rows


@pytest.mark.parametrize("seed", seeds(25, ordinary=8))
def test_whole_columns_find_what_a_plain_loop_finds(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = invent(random.Random(seed))
    source = write_csv(tmp_path / "r.csv", HEADER, rows)
    with monkeypatch.context() as unsettled:
        unsettled.setattr(
            "kbo_screen.sources.registries.registry_files.settle_contradictions",
            lambda registry, *_: registry,
        )
        before = read_registry(source, LETTER)
    numbers = number_rows(before.products, LETTER.choices)
    registry = settle_contradictions(before, LETTER, numbers)
    expected = contradicted_pairs(before)
    cells = {
        (f.place.cell, f.fields["field"])
        for f in registry.findings
        if f.code.endswith("-rows-differ")
    }
    assert cells == {(before.place(row, field).cell, field) for row, field in expected}
    for row, field in expected:
        assert pd.isna(registry.products[field].iat[row])
        assert (row, field) in registry.disputed


@pytest.mark.parametrize("seed", seeds(12, ordinary=5))
def test_a_second_edition_makes_nothing_certain_and_order_changes_nothing(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    rows = invent(chance)
    field = chance.choice([*COLUMNS])
    row = chance.choice(rows)
    if not row[COLUMNS[field]].strip("-"):
        row = changed(row, **{field: OTHER_VALUE[field]})
        rows.append(row)
    edition = changed(
        row, **{field: chance.choice([OTHER_VALUE[field], ROW[COLUMNS[field]], "?"])}
    )

    def sure(lines: list[list[str]]) -> set[str]:
        result = screen(
            read_registry(write_csv(tmp_path / "r.csv", HEADER, lines), LETTER), LETTER
        )
        groups = result.groups
        return set(
            groups[groups["certainty"].eq("certain").fillna(value=False)]["group_id"]
        )

    assert sure([*rows, edition]) <= sure(rows)
    shuffled = [*rows, edition]
    chance.shuffle(shuffled)
    assert sure(shuffled) == sure([*rows, edition])


def test_a_country_takes_hardly_longer(tmp_path: Path) -> None:
    """Against number_groups, which every run needs anyhow."""
    from kbo_screen.registry.identity import number_groups

    products = registries.invent(random.Random(3), ["บางคล้า", "บางปะกง"], 4000, [2560])
    for product in products:
        product["type"] = "community"
    columns = [
        "district",
        "id",
        "group",
        "type",
        "product_id",
        "product",
        "star",
        "quadrant",
        "year",
        "project",
    ]
    registry = read_registry(
        registries.write_products(
            tmp_path / "r.csv", products, columns, random.Random(1)
        ),
        LETTER,
    )
    start = time.process_time()
    screen(registry, LETTER)
    screened = time.process_time() - start
    start = time.process_time()
    numbers = number_rows(registry.products, LETTER.choices)
    settle_contradictions(registry, LETTER, numbers)
    assert time.process_time() - start < screened + 0.2
    assert len(number_groups(registry.products, LETTER.choices)) == len(products)


def _seconds_of_one_product(rows: int, folder: Path) -> float:
    """A product on many rows, of which the last says otherwise."""
    lines = [["บางคล้า", "240200001", "กลุ่มทอผ้า", "กลุ่ม", "ผ้า", "3"]] * rows
    lines[-1] = [*lines[-1][:3], "SMEs", "ผ้า", "2"]
    header = ["อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]
    path = write_csv(folder / f"{rows}.csv", header, lines)
    start = time.process_time()
    run = build_run([path], OPTIONS)
    codes = [each.code for each in run.registry.findings]
    assert codes.count("registry.product-rows-differ") == rows
    return time.process_time() - start


def test_many_rows_of_one_product_take_time_by_their_number(tmp_path: Path) -> None:
    _seconds_of_one_product(10, tmp_path)  # what is loaded once
    times = [_seconds_of_one_product(n, tmp_path) for n in (1000, 8000)]
    assert times[1] < 20 * times[0]
