"""Other instances of the kinds of cells that were read wrongly: small registries, and what a careful clerk signs for.

- A value is certain only where every cell that speaks of it says the same.
- What is not certain is unknown, with a finding at its cell.
- A row stands in the district that the nearest title above it names, or in none.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from tests.tools.registries import text_table, told, write_csv

if TYPE_CHECKING:
    from pathlib import Path


LETTER = load_letter()


class Kind(NamedTuple):
    """A field, the headers and cells behind those of a group, what is read, and the findings: (code, cell)."""

    field: str
    drawn: str
    values: list[Any]
    findings: list[tuple[str, str]]


KINDS = {
    "two columns of projects": Kind(
        "other_project",
        """
        | ดาว ปี 65 | โครงการอื่น 1 | โครงการอื่น 2 |
        | 3        |             | Young OTOP  |
        | 3        | Trader      |             |
        | 3        | -           | ไม่ซ้ำ        |
        | 3        | -           | ไม่แน่ใจ      |
        """,
        ["in_project", "in_project", "clear", None],
        [("table.two-columns", "G1"), ("cell.unclear-project", "G5")],
    ),
    "projects by their names": Kind(
        "other_project",
        """
        | ดาว ปี 65 | เข้าร่วมโครงการ OTOP Trader | เข้าร่วมโครงการ Young OTOP |
        | 3        |                           | /                        |
        | 3        | ไม่                        | ไม่                       |
        """,
        ["in_project", "clear"],
        [("table.two-columns", "G1")],
    ),
    "a column of projects without a year beside one with it": Kind(
        "other_project",
        """
        | ดาว ปี 65 | โครงการอื่น ปี 66 | โครงการอื่น |
        | 3        | -               | นวัตวิถี    |
        | 3        | Trader          |           |
        """,
        [None, "in_project"],
        [("table.undated-column", "G1"), ("cell.columns-differ", "F2")],
    ),
    "two columns of stars": Kind(
        "star",
        """
        | ระดับดาว ปี 2565 | OPC 65 |
        | 3               | 4      |
        | ๒               | 2 ดาว  |
        | 3               |        |
        """,
        [None, 2, None],
        [
            ("table.two-columns", "F1"),
            ("cell.columns-differ", "E2"),
            ("cell.columns-differ", "E4"),
        ],
    ),
    "two columns of types": Kind(
        "producer_type",
        """
        | ดาว ปี 65 | ประเภทผู้ประกอบการ |
        | 3        | รายเดี่ยว          |
        | 3        | กลุ่ม             |
        | 3        |                  |
        """,
        [None, "community_group", "community_group"],
        [("table.two-columns", "F1"), ("cell.columns-differ", "C2")],
    ),
    "no to a header that denies": Kind(
        "other_project",
        """
        | ดาว ปี 65 | ไม่อยู่ในโครงการอื่น |
        | 3        | ไม่จริง            |
        | 3        | จริง              |
        | 3        | ไม่เป็นความจริง     |
        | 3        | ไม่ได้เข้าร่วม       |
        """,
        ["in_project", "clear", None, "clear"],
        [("table.denied-header", "F1"), ("cell.unclear-denial", "F4")],
    ),
    "a header that denies in one word": Kind(
        "other_project",
        """
        | ดาว ปี 65 | ไม่ซ้ำซ้อน |
        | 3        | /        |
        | 3        | ซ้ำ       |
        | 3        |          |
        """,
        ["clear", "in_project", None],
        [("table.denied-header", "F1"), ("cell.unclear-denial", "F4")],
    ),
    "years that cannot be": Kind(
        "standard",
        """
        | ดาว ปี 65 | มชช.      | ปีที่ประเมิน มชช. |
        | 3        | ผ่าน 2572 |                |
        | 3        | ผ่าน      | 2572           |
        | 3        | ผ่าน 2564 | ๒๕๖๔           |
        """,
        [None, "passed", "passed"],
        [("cell.year-out-of-range", "F2"), ("cell.year-out-of-range", "G3")],
    ),
    "fiscal years that nobody can read": Kind(
        "other_project",
        """
        | ดาว ปี 65 | โครงการอื่น | ปีงบประมาณ |
        | 3        | นวัตวิถี    | 25655     |
        | 3        | Trader    | 2566      |
        | 3        | นวัตวิถี    | 2565      |
        """,
        [None, "in_project", "clear"],
        [("cell.unreadable-year", "G2"), ("cell.project-of-other-year", "F4")],
    ),
    "headers that name a project": Kind(
        "other_project",
        """
        | ดาว ปี 65 | OTOP Trader | Young OTOP | OTOP นวัตวิถี |
        | 3        | /           |            |             |
        | 3        |             |            |             |
        | 3        |             |            | ✓           |
        """,
        ["in_project", "clear", "in_project"],
        [("table.two-columns", "G1")],
    ),
    "a header that says what can stand below": Kind(
        "star",
        """
        | ผลการคัดสรร (1-5 ดาว) ปี 65 |
        | 3                          |
        | 5                          |
        """,
        [3, 5],
        [],
    ),
    "the year of a producer and of a product": Kind(
        "registered_year_be",
        """
        | ดาว 65 | ปีที่ลงทะเบียนผลิตภัณฑ์ | ปีที่ลงทะเบียนผู้ผลิต |
        | 3      | 2564                | 2550             |
        """,
        [2550],
        [("table.column-not-compared", "F1")],
    ),
    "a mark for the cell above, under answers to tick": Kind(
        "star",
        """
        | ๑ ดาว ปี 65 | ๒ ดาว ปี 65 | ๓ ดาว ปี 65 |
        |            |            | ✓          |
        |            |            | "          |
        |            | ✓          |            |
        """,
        [3, None, 2],
        [("cell.unclear-tick", "G3")],
    ),
    "projects that may be none": Kind(
        "other_project",
        """
        | ดาว ปี 65 | โครงการอื่น          |
        | 3        | Young OTOP (ยกเลิก) |
        | 3        | ถูกคัดออก           |
        | 3        | สำรอง Young OTOP   |
        | 3        | สมัคร OTOP Trader ไว้ |
        | 3        | สนใจนวัตวิถี         |
        """,
        [None] * 5,
        [("cell.unclear-project", f"F{row}") for row in range(2, 7)],
    ),
    "a doubt about potential": Kind(
        "potential",
        """
        | ดาว ปี 65 | ศักยภาพ |
        | -        | มี?     |
        | -        | ใช่ ?   |
        | -        | มี      |
        """,
        [None, None, "yes"],
        [("cell.unclear-potential", "F2"), ("cell.unclear-potential", "F3")],
    ),
    "a fiscal year below its header": Kind(
        "other_project",
        """
        | ผลการคัดสรรสุดยอดหนึ่งตำบลหนึ่งผลิตภัณฑ์ | โครงการอื่น |
        | (ปี ๒๕๖๕)                           | ปีงบ 2565  |
        | 3        | Trader    |
        """,
        [None],
        [("table.no-project-of-year", "F2")],
    ),
}


def drawn_registry(folder: Path, drawn: str) -> Path:
    """A registry of one group a row; what is drawn stands behind the columns that name it."""
    header, *rows = text_table(drawn)
    names = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"]
    table = []
    for number, row in enumerate(rows):
        is_header = any("ปี" in cell for cell in row)
        group = ["แปลงยาว", f"กลุ่มสานบ้านสวน {number}", "กลุ่ม", f"กระบุง {number}"]
        table.append([*(["", "", "", ""] if is_header else group), *row])
    return write_csv(folder / "r.csv", [*names, *header], table)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_value_is_certain_only_where_every_cell_says_the_same(
    tmp_path: Path, kind: Kind
) -> None:
    registry = read_registry(drawn_registry(tmp_path, kind.drawn), LETTER)
    read = registry.products[kind.field]
    values = [
        None if is_unknown else value
        for value, is_unknown in zip(read, read.isna(), strict=True)
    ]
    assert values == kind.values
    assert sorted(told(registry)) == sorted(kind.findings)


def test_stars_of_another_round_below_their_header(tmp_path: Path) -> None:
    drawn = """
        | ระดับดาว     | Quadrant |
        | (ปี พ.ศ. ๒๕๖๒) |          |
        | 3           | D        |
        """
    with pytest.raises(InputError) as refused:
        read_registry(drawn_registry(tmp_path, drawn), LETTER)
    assert [finding.code for finding in refused.value.findings] == [
        "table.no-star-of-round"
    ]


@pytest.mark.parametrize(
    "words", ["เดี่ยว/กลุ่ม", "กลุ่ม รายบุคคล", "เคยเป็นกลุ่ม", "กลุ่มเดิม", "อดีตกลุ่มแม่บ้าน"]
)
def test_a_type_that_says_two_things_or_what_was(tmp_path: Path, words: str) -> None:
    rows = [["แปลงยาว", "สานบ้านสวน", words, "กระบุง", "3"]]
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว 65"]
    registry = read_registry(write_csv(tmp_path / "r.csv", header, rows), LETTER)
    assert registry.products["producer_type"].isna().all()
    assert told(registry) == [("cell.unknown-producer-type", "C2")]


@pytest.mark.parametrize(
    ("banner", "district"),
    [
        ("อำเภอราชสาส์น", "ราชสาส์น"),
        ("สพอ.ราชสาส์น", "ราชสาส์น"),
        ("ราชสาส์น", "ราชสาส์น"),
        ("๓) คลองเขื่อน (1 กลุ่ม)", "คลองเขื่อน"),
        ("2. อ. ท่าตะเกียบ", "ท่าตะเกียบ"),
        ("อำเภอราชสาสน์", None),
        ("อำเภอละ 3 กลุ่ม", "แปลงยาว"),
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_row_stands_below_its_banner(
    tmp_path: Path, banner: str, district: str | None, column: int
) -> None:
    group = ["1", "กลุ่มสานบ้านสวน", "กลุ่ม", "กระบุง", "3"]
    other = ["2", "กลุ่มสานบ้านสวน", "กลุ่ม", "กระจาด", "3"]
    lone = [""] * 5
    lone[column] = banner
    header = ["ลำดับ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว 65"]
    path = write_csv(tmp_path / "r.csv", header, [["อำเภอแปลงยาว"], group, lone, other])
    registry = read_registry(path, LETTER)
    groups = registry.products[registry.products["group_name"] == group[1]]
    assert groups["district"].tolist() == ["แปลงยาว", *([district] if district else [])]
    unusable = [(row.row, row.reason) for row in registry.unusable]
    assert unusable == ([] if district else [(5, "unknown-district")])


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "รวม อ.แปลงยาว 2 กลุ่ม", "", "2", ""],
        ["", "แปลงยาว", "รวม 2 กลุ่ม", "", "2", "6"],
        ["", "รวมทั้งอำเภอ", "2 กลุ่ม", "", "๒ ผลิตภัณฑ์", "6"],
        ["", "แปลงยาว", "ยอดรวมทั้งสิ้น", "2", "2", "6"],
    ],
)
def test_a_sum_with_counts_in_every_cell_is_no_group(
    tmp_path: Path, row: list[str]
) -> None:
    """1: a group whose name begins like a sum is one still."""
    header = ["ลำดับ", "อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว 65"]
    groups = [
        ["1", "แปลงยาว", "รวมใจพัฒนา 2 กลุ่ม", "กลุ่ม", "2 รสรวม", "3"],
        ["2", "แปลงยาว", "กลุ่มรวม", "กลุ่ม", "กระบุง", "3"],
    ]
    registry = read_registry(
        write_csv(tmp_path / "r.csv", header, [*groups, row]), LETTER
    )
    assert registry.products["group_name"].tolist() == ["รวมใจพัฒนา 2 กลุ่ม", "กลุ่มรวม"]
    assert registry.tables[0].rows["total"] == 1


def test_two_columns_of_a_list_that_differ(tmp_path: Path) -> None:
    lines = [
        ["แปลงยาว", "กลุ่มสานบ้านสวน", "กระบุง", "3", "4"],
        ["แปลงยาว", "กลุ่มสานบ้านสวน", "กระจาด", "2", "2"],
    ]
    header = ["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ดาว 65", "OPC 65"]
    path = write_csv(tmp_path / "stars.csv", header, lines)
    stars = read_side_list(path, "stars", LETTER, make_scope(LETTER))
    assert stars.rows["star"].isna().tolist() == [True, False]
    assert [(f.code, f.place.cell) for f in stars.findings if f.severity != "info"] == [
        ("cell.columns-differ", "D2")
    ]


@pytest.mark.parametrize("name", ["0", "๑๒", "กลุ่ม", "ไม่ทราบชื่อกลุ่ม", "ทดสอบ", "ยังไม่ตั้งชื่อ"])
def test_a_name_that_names_nobody(tmp_path: Path, name: str) -> None:
    """2: the row is no group."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว 65"]
    rows = [
        ["แปลงยาว", name, "กลุ่ม", "กระบุง", "3"],
        ["แปลงยาว", "กลุ่ม 2", "กลุ่ม", "กระจาด", "3"],
    ]
    registry = read_registry(write_csv(tmp_path / "r.csv", header, rows), LETTER)
    assert registry.products["group_name"].tolist() == ["กลุ่ม 2"]
    assert told(registry) == [("cell.names-nothing", "B2")]


def test_a_fiscal_year_begins_in_the_year_before(tmp_path: Path) -> None:
    """1: in December 2565 a project of fiscal year 2566 is one of now, one of 2568 is a slip."""
    header = [
        "อำเภอ",
        "ชื่อกลุ่ม",
        "ประเภทผู้ผลิต",
        "ชื่อผลิตภัณฑ์",
        "ดาว 65",
        "โครงการอื่น",
        "ปีงบประมาณ",
    ]
    group = ["แปลงยาว", "กลุ่มสานบ้านสวน", "กลุ่ม"]
    rows = [
        [*group, "กระบุง", "3", "นวัตวิถี", "2566"],
        [*group, "กระจาด", "3", "นวัตวิถี 66", ""],
        [*group, "ตะกร้า", "3", "นวัตวิถี", "2568"],
    ]
    path = write_csv(tmp_path / "r.csv", header, rows)
    registry = read_registry(path, LETTER, today=dt.date(2022, 12, 25))
    assert registry.products["other_project"].eq("in_project").tolist() == [
        True,
        True,
        False,
    ]
    assert registry.products["other_project"].isna().tolist() == [False, False, True]
    assert ("cell.year-out-of-range", "G4") in told(registry)


LIST_BESIDE = [
    [
        "อำเภอ",
        "ชื่อกลุ่ม",
        "ประเภทผู้ผลิต",
        "ชื่อผลิตภัณฑ์",
        "ดาว 65",
        "",
        "ชื่อกลุ่ม",
        "โครงการที่เข้าร่วม",
    ],
    ["แปลงยาว", "กลุ่มสานบ้านสวน", "กลุ่ม", "กระบุง", "3", "", "กลุ่มตะกร้า", "Young OTOP"],
    ["แปลงยาว", "กลุ่มตะกร้า", "กลุ่ม", "ตะกร้า", "3"],
]
LIST_BELOW = [
    ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว 65"],
    ["แปลงยาว", "กลุ่มสานบ้านสวน", "กลุ่ม", "กระบุง", "3"],
    ["แปลงยาว", "กลุ่มตะกร้า", "กลุ่ม", "ตะกร้า", "3"],
    [],
    ["กลุ่มที่เข้าร่วมโครงการอื่น ปี 2566"],
    ["ลำดับ", "ชื่อกลุ่ม", "โครงการ"],
    ["1", "กลุ่มตะกร้า", "Young OTOP"],
]


@pytest.mark.parametrize(("rows", "cell"), [(LIST_BESIDE, "G1"), (LIST_BELOW, "A6")])
def test_a_list_on_the_sheet_of_a_registry_is_told(
    tmp_path: Path, rows: list[list[str]], cell: str
) -> None:
    """1: its projects are not those of the rows beside it, and its lines are no groups."""
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    assert registry.products["group_name"].tolist() == ["กลุ่มสานบ้านสวน", "กลุ่มตะกร้า"]
    assert "other_project" in registry.absent_fields
    assert not registry.unusable
    assert ("table.part-skipped", cell) in told(registry)


@pytest.mark.parametrize(
    ("name", "title", "severity"),
    [
        ("r.csv", "ผลการคัดสรร OPC ปี ๒๕๖๒", "warning"),
        ("ผลคัดสรร OPC 2562.csv", "", "warning"),
    ],
)
def test_stars_that_only_a_title_calls_another_rounds(
    tmp_path: Path, name: str, title: str, severity: str
) -> None:
    """2: that nobody stands in the first tier is said."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]
    row = ["แปลงยาว", "กลุ่มสานบ้านสวน", "กลุ่ม", "กระบุง", "3"]
    registry = read_registry(write_csv(tmp_path / name, [title], [header, row]), LETTER)
    assert registry.products["star_year_be"].tolist() == [2562]
    findings = [f for f in registry.findings if f.code == "table.stars-of-other-round"]
    assert [(f.place.cell, f.severity) for f in findings] == [("E2", severity)]
