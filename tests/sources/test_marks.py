"""Marks in a table: ditto marks, boxes that nobody ticked, names that name nothing.

- A mark for "as above" means the cell above, of the same table, and the finding names both cells.
- Where another cell could be meant it is unknown and told.
- Boxes that nobody ticked say nothing yet, and are told once.
- A group or a product of no name does not exist.
- A mark, or a word for nothing, never makes a group certain that was not.
- A group that a remark or its name says is no more is no certain community group.
- A project "of before" that names the letter's own fiscal year is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbo_screen import load_letter, read_registry
from kbo_screen.screening.screen import screen
from tests.tools.registries import write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
HEADER = [
    "อำเภอ",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว ปี 2565",
    "มชช.",
    "โครงการอื่น",
    "ศักยภาพ",
]
GROUPS = ["กลุ่มจักสานบ้านสวน", "กลุ่มทอผ้าบ้านดอน", "กลุ่มขนมบ้านเหนือ"]


def rows(**columns: list[Any]) -> list[list[Any]]:
    """Three groups that the letter allows; a column may hold other values."""
    plain: dict[str, list[Any]] = {
        "district": ["บางคล้า"] * 3,
        "group": list(GROUPS),
        "type": ["กลุ่มผู้ผลิตชุมชน"] * 3,
        "product": ["ตะกร้า", "ผ้าขาวม้า", "ขนมชั้น"],
        "star": [3, 2, 1],
        "standard": ["ผ่าน", "", ""],
        "project": ["ไม่ซ้ำ", "ไม่ซ้ำ", "ไม่ซ้ำ"],
        "potential": ["", "", ""],
    }
    return [list(row) for row in zip(*(plain | columns).values(), strict=True)]


def read(tmp_path: Path, **columns: list[Any]) -> Registry:
    return read_registry(
        write_xlsx(tmp_path / "r.xlsx", [HEADER, *rows(**columns)]), LETTER
    )


def told(registry: Registry, *codes: str) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.place.cell)
        for finding in registry.findings
        if finding.code in codes
    ]


def certain(registry: Registry) -> set[str]:
    groups = screen(registry, LETTER).groups
    return set(groups.loc[groups["certainty"] == "certain", "group_name"])


@pytest.mark.parametrize("mark", ['"', "〃", "-do-", "″", ",,", "เช่นเดียวกัน", "เหมือนบน"])
def test_a_mark_means_the_cell_above_and_a_chain_the_first(
    mark: str, tmp_path: Path
) -> None:
    registry = read(tmp_path, project=["ไม่ซ้ำ", mark, mark])
    assert registry.products["other_project"].tolist() == ["clear"] * 3
    dittos = [finding for finding in registry.findings if finding.code == "cell.ditto"]
    assert [
        (f.place.cell, f.fields["source"], f.fields["source_value"]) for f in dittos
    ] == [
        ("G3", "G2", "ไม่ซ้ำ"),
        ("G4", "G2", "ไม่ซ้ำ"),
    ]
    assert certain(registry) == set(GROUPS)


def test_a_mark_repeats_what_keeps_a_group_out_too(tmp_path: Path) -> None:
    registry = read(
        tmp_path,
        project=["ไม่ซ้ำ", "Young OTOP", "〃"],
        star=[3, 5, '"'],
        type=["กลุ่ม", "-do-", "SME"],
    )
    assert registry.products["other_project"].tolist() == [
        "clear",
        "in_project",
        "in_project",
    ]
    assert registry.products["star"].tolist() == [3, 5, 5]
    assert registry.products["producer_type"].tolist() == [
        "community_group",
        "community_group",
        "sme",
    ]


def test_a_mark_for_a_name_or_a_district_repeats_it_at_its_own_cell(
    tmp_path: Path,
) -> None:
    """The product's address stays the mark's own cell."""
    registry = read(
        tmp_path,
        group=["กลุ่มจักสานบ้านสวน", "〃", "กลุ่มขนมบ้านเหนือ"],
        district=["บางปะกง", '"', "บางคล้า"],
    )
    assert registry.products["group_name"].tolist() == ["กลุ่มจักสานบ้านสวน"] * 2 + [
        "กลุ่มขนมบ้านเหนือ"
    ]
    assert registry.products["district"].tolist() == ["บางปะกง", "บางปะกง", "บางคล้า"]
    assert told(registry, "cell.ditto") == [("cell.ditto", "A3"), ("cell.ditto", "B3")]


@pytest.mark.parametrize(
    ("field", "values", "cell"),
    [
        ("project", ["〃", "ไม่ซ้ำ", "ไม่ซ้ำ"], "G2"),
        ("project", ["", '"', "ไม่ซ้ำ"], "G3"),
        ("star", ["-do-", 3, 2], "E2"),
        ("group", ["〃", "กลุ่มทอผ้าบ้านดอน", "กลุ่มขนมบ้านเหนือ"], "B2"),
        ("district", ["〃", "บางคล้า", "บางคล้า"], "A2"),
    ],
)
def test_a_mark_below_nothing_is_unknown(
    field: str, values: list[Any], cell: str, tmp_path: Path
) -> None:
    assert told(read(tmp_path, **{field: values}), "cell.doubtful-ditto") == [
        ("cell.doubtful-ditto", cell)
    ]


def test_a_mark_behind_a_gap_or_a_total_is_unknown(tmp_path: Path) -> None:
    first, second, third = rows(project=["ไม่ซ้ำ", "〃", "〃"])
    between: list[list[Any]] = [
        [None] * 8,
        ["รวม", None, None, 1, None, None, None, None],
    ]
    path = write_xlsx(
        tmp_path / "r.xlsx", [HEADER, first, between[0], second, between[1], third]
    )
    registry = read_registry(path, LETTER)
    assert told(registry, "cell.doubtful-ditto") == [
        ("cell.doubtful-ditto", "G4"),
        ("cell.doubtful-ditto", "G6"),
    ]
    assert registry.products["other_project"].isna().tolist() == [False, True, True]


def test_a_mark_below_a_merged_cell_is_unknown(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "r.xlsx", [HEADER, *rows(project=["ไม่ซ้ำ", None, "〃"])]
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("G2:G3")
    book.save(path)
    assert told(read_registry(path, LETTER), "cell.doubtful-ditto") == [
        ("cell.doubtful-ditto", "G4")
    ]


def test_a_mark_in_a_column_of_ids_is_unknown(tmp_path: Path) -> None:
    """One id is of one group: which one nobody knows."""
    path = write_csv(
        tmp_path / "r.csv",
        ["รหัสผู้ผลิต", *HEADER],
        [
            [number, *row]
            for number, row in zip(
                ["240200001", "〃", "240200003"], rows(), strict=True
            )
        ],
    )
    registry = read_registry(path, LETTER)
    assert told(registry, "cell.ditto", "cell.doubtful-ditto") == [
        ("cell.doubtful-ditto", "A3")
    ]


@pytest.mark.parametrize("box", [False, "FALSE", "☐", "□", "[ ]"])
@pytest.mark.parametrize(("field", "cell"), [("potential", "H1"), ("project", "G1")])
def test_boxes_that_nobody_ticked_say_nothing_yet(
    box: object, field: str, cell: str, tmp_path: Path
) -> None:
    registry = read(tmp_path, **{field: [box, None, box]})
    column = {"potential": "potential", "project": "other_project"}[field]
    assert registry.products[column].isna().all()
    assert told(
        registry,
        "table.boxes-unticked",
        "cell.unclear-potential",
        "cell.unclear-project",
    ) == [("table.boxes-unticked", cell)]


def test_one_tick_makes_the_others_an_answer(tmp_path: Path) -> None:
    """Of a program's own boxes; a drawn box without a tick is asked still."""
    registry = read(tmp_path, potential=[True, False, "☐"])
    assert registry.products["potential"].astype(object).where(
        registry.products["potential"].notna(), None
    ).tolist() == [
        "yes",
        "no",
        None,
    ]
    assert told(registry, "table.boxes-unticked", "cell.unclear-potential") == [
        ("cell.unclear-potential", "H4")
    ]


@pytest.mark.parametrize(
    "name", ["nan", "___", "....", "-", "(ว่าง)", "ไม่มี", "N/A", "NULL", "=", "\\N"]
)
def test_a_group_of_no_name_does_not_exist(name: str, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "r.csv",
        HEADER,
        rows(group=["กลุ่มจักสานบ้านสวน", name, "กลุ่มขนมบ้านเหนือ"]),
    )
    registry = read_registry(path, LETTER)
    assert registry.products["group_name"].tolist() == [
        "กลุ่มจักสานบ้านสวน",
        "กลุ่มขนมบ้านเหนือ",
    ]
    assert [(row.row, row.reason) for row in registry.unusable] == [(3, "no-group")]
    assert told(registry, "cell.names-nothing", "row.no-group") == [
        ("cell.names-nothing", "B3")
    ]


def test_a_product_of_no_name_is_blank_and_told(tmp_path: Path) -> None:
    registry = read(tmp_path, product=["ตะกร้า", "nan", "-"])
    assert registry.products["product_name"].tolist() == ["ตะกร้า", None, None]
    assert told(registry, "cell.names-nothing") == [
        ("cell.names-nothing", "D3"),
        ("cell.names-nothing", "D4"),
    ]


@pytest.mark.parametrize(
    "words", ["ยุบเลิกแล้ว", "เลิกกลุ่มแล้ว", "ยกเลิก", "กลุ่มหยุดดำเนินการ ปี 64"]
)
@pytest.mark.parametrize("header", ["หมายเหตุ", "สถานะกลุ่ม", "Remarks"])
def test_a_remark_that_a_group_is_no_more_leaves_its_type_open(
    words: str, header: str, tmp_path: Path
) -> None:
    """In all rows of the group; a remark of another kind changes nothing."""
    plain = rows(group=["กลุ่มจักสานบ้านสวน", "กลุ่มจักสาน บ้านสวน", "กลุ่มขนมบ้านเหนือ"])
    remarked = [
        [*row, remark]
        for row, remark in zip(plain, [words, None, "ย้ายที่ทำการ"], strict=True)
    ]
    registry = read_registry(
        write_csv(tmp_path / "r.csv", [*HEADER, header], remarked), LETTER
    )
    assert registry.products["producer_type"].isna().tolist() == [True, True, False]
    assert told(registry, "cell.dissolved-group") == [("cell.dissolved-group", "I2")]
    assert certain(registry) == {"กลุ่มขนมบ้านเหนือ"}


def test_a_name_that_says_dissolved_leaves_the_type_open(tmp_path: Path) -> None:
    """What is no community group anyway stays so."""
    names = ["กลุ่มจักสานบ้านสวน (ยุบ)", "กลุ่มทอผ้า - เลิกกลุ่มแล้ว", "ร้านขนม (ยกเลิก)"]
    registry = read(tmp_path, group=names, type=["กลุ่ม", "กลุ่มผู้ผลิตชุมชน", "รายเดียว"])
    assert registry.products["producer_type"].isna().tolist() == [True, True, False]
    cells = [("cell.dissolved-group", f"B{row}") for row in (2, 3, 4)]
    assert told(registry, "cell.dissolved-group") == cells
    assert certain(registry) == set()


@pytest.mark.parametrize(
    ("words", "value", "code"),
    [
        ("เคยเข้า Young OTOP ปี 2566", None, "cell.unclear-project"),
        ("เคยเข้าปี 66", None, "cell.unclear-project"),
        ("เคยเข้าปี 65", "clear", "cell.former-project"),
        ("เคยเข้าร่วม", "clear", "cell.former-project"),
    ],
)
def test_a_project_of_before_of_this_fiscal_year_is_asked(
    words: str, value: str | None, code: str, tmp_path: Path
) -> None:
    registry = read(tmp_path, project=["ไม่ซ้ำ", words, "ไม่ซ้ำ"])
    values = registry.products["other_project"].astype(object)
    assert values.where(values.notna(), None)[1] == value
    assert told(registry, "cell.unclear-project", "cell.former-project") == [
        (code, "G3")
    ]


FIELDS = ["type", "star", "standard", "project", "potential"]
VALUES: dict[str, list[Any]] = {
    "type": ["กลุ่มผู้ผลิตชุมชน", "SME", ""],
    "star": [1, 3, 5, ""],
    "standard": ["ผ่าน", "ไม่ได้สมัคร", ""],
    "project": ["", "ไม่ซ้ำ", "Young OTOP", "?"],
    "potential": ["มี", "ไม่มี", ""],
}


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_mark_and_no_word_for_nothing_makes_a_group_certain(
    data: st.DataObject, tmp_path: Path
) -> None:
    """A mark counts at most as what stands above it, a word for nothing at most as a blank."""
    columns = {
        field: data.draw(
            st.lists(st.sampled_from(VALUES[field]), min_size=3, max_size=3)
        )
        for field in FIELDS
    }
    field = data.draw(st.sampled_from(FIELDS))
    row = data.draw(st.integers(0, 2))
    mark = data.draw(
        st.sampled_from(['"', "〃", "-do-", "nan", "NULL", "…", "ว่าง", "___"])
    )
    is_ditto = mark in ('"', "〃", "-do-")
    meant = columns[field][row - 1] if is_ditto and row else "?" if is_ditto else ""
    written_out = {name: list(values) for name, values in columns.items()}
    written_out[field][row] = meant
    columns[field][row] = mark
    assert certain(read(tmp_path, **columns)) <= certain(read(tmp_path, **written_out))
