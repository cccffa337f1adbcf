"""Rows that state one product again.

- Rows that agree are one product: the first row stands, the others are counted apart and told with both cells.
- A blank takes what another row states, with its cell; what no row understood keeps the words.
- Rows that say anything else stay rows of their own.
- Rows = products + repeated on the screen, in the workbook and in JSON, also of some districts only.
- A row typed twice, and rows seen as one, change no shortlist and no status.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.sheets.district_findings import OwnFindings
from kbo_screen.tasks.build_run import build_run
from tests.desk.test_contradictions import (
    COLUMNS,
    HEADER,
    OPTIONS,
    OTHER_VALUE,
    ROW,
    changed,
    invent,
    rank,
    told,
)
from tests.screening.test_never_more_certain import OPTIONS as TYPIST_OPTIONS
from tests.screening.test_never_more_certain import SEEDS
from tests.tools import typist
from tests.tools.registries import write_csv
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run

CODE = "registry.product-repeated"
LATER = "kbo_screen.sources.registries.registry_files.fold_repeated_rows"


def repeats(run: Run) -> list[tuple[str | None, Any]]:
    return [
        (f.place.cell, f.fields["other_place"]) for f in run.findings if f.code == CODE
    ]


def outcome(run: Run, *, with_notes: bool = True) -> Any:
    """Who stands where in every district, and every status."""
    columns = [
        "district",
        "group_id",
        "group_name",
        "rank",
        "selected",
        "tier",
        "certainty",
        "prefers",
        "to_confirm",
    ]
    columns += ["notes"] if with_notes else []
    listed = run.screening.listed[columns].astype(object)
    stands = (
        run.registry.products["product_name"]
        .loc[run.screening.listed["product"]]
        .tolist()
    )
    districts = run.screening.districts.drop(columns="products").astype(object)
    return listed.to_numpy().tolist(), stands, districts.to_numpy().tolist()


def test_rows_that_agree_are_one_product(tmp_path: Path) -> None:
    other = [*ROW[:4], "240200001002", "ย่าม", *ROW[6:]]
    run = rank(tmp_path, ROW, other, ROW)
    assert run.registry.products["product_name"].tolist() == ["ผ้าขาวม้า", "ย่าม"]
    assert repeats(run) == [("F4", "F2")]
    assert run.screening.accounting.rows["data"] == 3
    assert (run.screening.accounting.products, run.screening.accounting.repeated) == (
        2,
        1,
    )


def test_ways_of_writing_are_one(tmp_path: Path) -> None:
    """The row without ids joins the one product of its name."""
    nameless = [
        "อ.บางคล้า",
        "",
        "กลุ่ม ทอผ้า",
        "กลุ่มผู้ผลิตชุมชน",
        "",
        "ผ้า ขาวม้า",
        "๓ ดาว",
        "d",
        "60",
        "-",
        "มีศักยภาพ",
    ]
    for rows in ([ROW, nameless], [nameless, ROW]):
        run = rank(tmp_path, *rows)
        assert (repeats(run), told(run)) == ([("F3", "F2")], [])
        assert run.registry.products["group_id"].tolist() == ["240200001"]
        assert run.registry.products["product_id"].tolist() == ["240200001001"]
        assert run.registry.place(0, "product_id").cell == f"E{rows.index(ROW) + 2}"


def test_sheets_and_files_are_looked_at_together(tmp_path: Path) -> None:
    """The finding names the other sheet, or the other file."""
    book = Workbook()
    for title in ("ทะเบียน", "แก้ไข"):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(ROW)
    del book["Sheet"]
    book.save(tmp_path / "r.xlsx")
    assert repeats(build_run([tmp_path / "r.xlsx"], OPTIONS)) == [
        ("F2", "r.xlsx ทะเบียน F2")
    ]
    first = write_csv(tmp_path / "a.csv", HEADER, [ROW])
    second = write_csv(tmp_path / "b.csv", HEADER, [["ไม่มีอำเภอ", *ROW[1:]], ROW])
    assert repeats(build_run([first, second], OPTIONS)) == [("F3", "a.csv F2")]


@pytest.mark.parametrize(
    ("field", "blank"),
    [("star", ""), ("other_project", ""), ("quadrant", "nan"), ("potential", "")],
)
def test_a_blank_takes_what_another_row_states(
    field: str, blank: str, tmp_path: Path
) -> None:
    stated = changed(
        ROW, **({"other_project": "ไม่ซ้ำ"} if field == "other_project" else {})
    )
    run = rank(tmp_path, changed(stated, **{field: blank}), stated)
    assert (repeats(run), told(run)) == ([("F3", "F2")], [])
    column = "ABCDEFGHIJK"[COLUMNS[field]]
    assert run.registry.place(0, field).cell == f"{column}3"
    assert (
        run.registry.products[field].tolist()
        == rank(tmp_path, stated).registry.products[field].tolist()
    )


def test_words_that_nobody_understood_stay_in_doubt(tmp_path: Path) -> None:
    """The question names the cell with the words."""
    blank = changed(ROW, star="")
    doubtful = changed(ROW, star="รอผล")
    run = rank(tmp_path, blank, doubtful, doubtful)
    assert [row.row for row in run.registry.repeated] == [3, 4]
    assert run.registry.products["star_rated"].isna().all()
    assert run.registry.place(0, "star").cell == "G3"


def with_cell(column: int, words: str) -> list[str]:
    return [*ROW[:column], words, *ROW[column + 1 :]]


@pytest.mark.parametrize(
    "other",
    [
        *(changed(ROW, **{field: value}) for field, value in OTHER_VALUE.items()),
        changed(ROW, star="รอผล"),
        with_cell(2, "กลุ่มจักสาน"),
        with_cell(5, "ผ้าไหม"),
        ["บางปะกง", *ROW[1:]],
        with_cell(1, "240200002"),
        with_cell(4, "240200001002"),
    ],
)
def test_a_row_that_says_anything_else_stays(other: list[str], tmp_path: Path) -> None:
    run = rank(tmp_path, ROW, other)
    assert (repeats(run), len(run.registry.products)) == ([], 2)


@pytest.mark.parametrize(
    ("header", "words", "other_words"),
    [
        ("สถานะ มชช.", "ผ่าน", "ไม่ผ่าน"),
        ("สถานะ มชช.", "ผ่าน", "สมัครแล้ว"),
        ("ตำบล", "บางสวน", "เสม็ดใต้"),
        ("โทรศัพท์", "0812345678", "0898765432"),
        ("โครงการอื่น 2566", "Young OTOP", "นวัตวิถี"),
    ],
)
def test_other_columns_are_compared_too(
    header: str, words: str, other_words: str, tmp_path: Path
) -> None:
    """What they say the same, or leave blank, makes no second product."""
    headers = [*HEADER[:9], header]
    row = [*ROW[:9], words]
    for second, count in ((words, 1), ("", 1), (other_words, 2)):
        if header.startswith("โครงการ") and not second:
            continue  # a blank there is "none", and disputes the project
        run = build_run(
            [write_csv(tmp_path / "r.csv", headers, [row, [*ROW[:9], second]])], OPTIONS
        )
        assert len(run.registry.products) == count


def test_rounds_of_stars_are_rows_of_their_own(tmp_path: Path) -> None:
    rows = [changed(ROW, star="3 ดาว (2565)"), changed(ROW, star="3 ดาว (2562)")]
    header = [*HEADER[:6], "ระดับดาว", *HEADER[7:]]
    run = build_run([write_csv(tmp_path / "r.csv", header, rows)], OPTIONS)
    assert len(run.registry.products) == 2


def test_the_sums_are_shown_everywhere(tmp_path: Path) -> None:
    elsewhere = [
        "บางปะกง",
        "240400009",
        "กลุ่มไข่เค็ม",
        "กลุ่ม",
        "240400009001",
        "ไข่เค็ม",
        *ROW[6:],
    ]
    source = write_csv(
        tmp_path / "r.csv", HEADER, [ROW, ROW, elsewhere, elsewhere, elsewhere]
    )
    sums = rank_payload(build_run([source], OPTIONS))["accounting"]
    assert (sums["rows"]["data"], sums["products"], sums["repeated"]) == (5, 2, 3)
    arguments = ["rank", str(source), "--lang", "en", "--quiet"]
    shown = CliRunner().invoke(app, arguments)
    assert (
        "Rows of data 5 = products 2 + rows that state a product again 3"
        in " ".join(shown.output.split())
    )
    CliRunner().invoke(app, [*arguments, "-o", str(tmp_path / "out.xlsx")])
    receipt = openpyxl.load_workbook(tmp_path / "out.xlsx")["Receipt"]
    rows = {str(row[0]): row[1] for row in receipt.iter_rows(values_only=True)}
    assert (
        rows["Rows that state a product again (rows of data = products + these)"] == 3
    )
    sums = rank_payload(build_run([source], replace(OPTIONS, districts=("บางคล้า",))))[
        "accounting"
    ]
    assert (
        sums["rows"]["data"],
        sums["products"],
        sums["out_of_scope"],
        sums["repeated"],
    ) == (5, 4, 3, 1)


def test_a_district_is_told_of_its_own_repeated_rows(tmp_path: Path) -> None:
    elsewhere = [
        "บางปะกง",
        "240400009",
        "กลุ่มไข่เค็ม",
        "กลุ่ม",
        "240400009001",
        "ไข่เค็ม",
        *ROW[6:],
    ]
    run = rank(tmp_path, ROW, elsewhere, elsewhere)
    districts = run.screening.districts["district"].tolist()
    found = {
        name: OwnFindings(run).of([districts.index(name)])
        for name in ("บางคล้า", "บางปะกง")
    }
    cells = {
        name: [f.place.cell for f in findings if f.code == CODE]
        for name, findings in found.items()
    }
    assert cells == {"บางคล้า": [], "บางปะกง": ["F4"]}


@pytest.mark.parametrize("seed", seeds(10, ordinary=4))
def test_a_row_typed_twice_changes_nothing(seed: int, tmp_path: Path) -> None:
    """The copy may stand anywhere below the row."""
    chance = random.Random(seed)
    rows = invent(chance)
    before = outcome(rank(tmp_path, *rows))
    at = chance.randrange(len(rows))
    rows.insert(chance.randint(at + 1, len(rows)), rows[at])
    assert outcome(rank(tmp_path, *rows)) == before


@pytest.mark.parametrize("seed", seeds(10, ordinary=4))
def test_rows_seen_as_one_decide_as_each_by_itself(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of notes only those on another product of the group may go: the row was none."""
    chance = random.Random(seed)
    row_of_product = {row[4]: row for row in invent(chance)}
    rows = [*row_of_product.values()]
    for row in row_of_product.values():
        blanks = {
            field: ""
            for field in ("star", "quadrant", "potential")
            if chance.random() < 0.3
        }
        rows.append(changed(row, **blanks))
    folded = rank(tmp_path, *rows)
    with monkeypatch.context() as unfolded:
        unfolded.setattr(LATER, lambda registry, *_: registry)
        whole = rank(tmp_path, *rows)
    assert len(whole.registry.products) == len(folded.registry.products) + len(
        folded.registry.repeated
    )
    assert folded.registry.repeated
    assert outcome(folded, with_notes=False) == outcome(whole, with_notes=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_of_a_registry_as_people_type_it_twice(seed: int, tmp_path: Path) -> None:
    """On sheets of all kinds, in every word that people use."""
    chance = random.Random(500 + seed)
    sheets = typist.type_registry(chance, 12)
    before = outcome(
        build_run(
            typist.write_files(tmp_path / "a", sheets, random.Random(0)), TYPIST_OPTIONS
        )
    )
    sheet = chance.choice(sheets)
    at = chance.randrange(len(sheet.rows))
    if any(cell.text in typist.DITTO_MARKS for cell in sheet.rows[at].cells):
        return
    sheet.rows = [*sheet.rows, sheet.rows[at]]
    after = outcome(
        build_run(
            typist.write_files(tmp_path / "b", sheets, random.Random(0)), TYPIST_OPTIONS
        )
    )
    assert after == before
