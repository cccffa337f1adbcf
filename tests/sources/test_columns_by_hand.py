"""What the user calls a column with `--column`, and which headers a message names.

- A letter of a column, a path of headers, and a field named in Thai; an exact header wins over a letter.
- In registries, side lists and districts' lists; in lists a letter names only what no header does.
- A missing column is told with the two or three headers that could be it and their columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError, UsageError
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from kbo_screen.sources.submissions.submission_files import read_submission
from tests.sources.test_header_rows import NAMES, TALL, write
from tests.tools.registries import write_csv

if TYPE_CHECKING:
    from pathlib import Path

LETTER = load_letter()
FIRST = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"]


@pytest.mark.parametrize(
    ("header", "columns", "star"),
    [
        (["ค่าที่ได้", "หมายเหตุ"], {"star": "E"}, 2),
        (["ค่าที่ได้", "หมายเหตุ"], {"star": "e"}, 2),
        (["", "หมายเหตุ"], {"star": "E"}, 2),
        (["ค่าที่ได้", "E"], {"star": "E"}, 5),
        (["ค่าที่ได้", "หมายเหตุ"], {"ระดับดาว": "ค่าที่ได้"}, 2),
        (["ดาว ปี 2565", "ค่าที่ได้"], {"ดาว": "F"}, 5),
    ],
)
def test_a_column_is_called_by_its_letter(
    tmp_path: Path, header: list[str], columns: dict[str, str], star: int
) -> None:
    path = write_csv(tmp_path / "r.csv", [*FIRST, *header], [[*NAMES, 2, 5]])
    assert read_registry(path, LETTER, columns=columns).products["star"].tolist() == [
        star
    ]


@pytest.mark.parametrize("called", ["ระดับ > ปี 2565", "ระดับ>ปี 2565", "ระดับ ปี ๒๕๖๕", "F"])
def test_a_column_is_called_by_its_path(tmp_path: Path, called: str) -> None:
    rows = [[*FIRST, "ระดับ", ""], ["", "", "", "", "ปี 2562", "ปี 2565"], [*NAMES, 5, 2]]
    path = write(tmp_path / "r.xlsx", rows, [*TALL, "E1:F1"])
    assert read_registry(path, LETTER, columns={"star": called}).products[
        "star"
    ].tolist() == [2]


def test_a_letter_behind_the_sheet_is_no_column(tmp_path: Path) -> None:
    """1, 3: the refusal names the headers that could be meant."""
    path = write_csv(
        tmp_path / "r.csv",
        ["ที่", *FIRST, "ดาว 2565", "ค่า", "หมายเหตุ"],
        [[1, *NAMES, 3, 4, "x"]],
    )
    with pytest.raises(UsageError) as caught:
        read_registry(path, LETTER, columns={"star": "ZZ"})
    (finding,) = caught.value.findings
    assert (finding.code, finding.suggestion) == ("usage.unknown-header", "“ค่า” (G)")


def test_an_unknown_thai_field_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", [*FIRST, "ดาว 2565"], [[*NAMES, 3]])
    with pytest.raises(UsageError) as caught:
        read_registry(path, LETTER, columns={"ราคา": "E"})
    assert caught.value.findings[0].code == "usage.unknown-field"


def test_a_side_list_takes_headers_and_letters(tmp_path: Path) -> None:
    """2: the letter of the registry's star column is not the list's where the list names its own."""
    scope = make_scope(LETTER)

    def stars(header: list[str], columns: dict[str, str]) -> list[Any]:
        path = write_csv(tmp_path / "stars.csv", header, [["กลุ่มหนึ่ง", "ผ้า", 2, 5]])
        side_list = read_side_list(path, "stars", LETTER, scope, columns=columns)
        return list(side_list.rows["star"])

    assert stars(["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ค่า", "อื่น"], {"star": "C"}) == [2]
    assert stars(["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ค่า", "อื่น"], {"star": "ค่า"}) == [2]
    assert stars(["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ดาว", "อื่น"], {"star": "D"}) == [2]


def test_a_districts_list_takes_letters(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "บางคล้า.csv",
        ["ชื่อกลุ่ม", "ตำบล", "คนไปประชุม"],
        [["กลุ่มหนึ่ง", "บางสวน", "นางหนึ่ง ใจดี"]],
    )
    lists = read_submission(
        path, LETTER, make_scope(LETTER), columns={"ผู้แทนกลุ่ม": "C", "group_name": "B"}
    )
    assert [row.cells["group_name"].text for one in lists for row in one.rows] == [
        "กลุ่มหนึ่ง"
    ]
    assert lists[0].mapped_by_hand == {"representative"}


def test_a_missing_column_names_what_could_be_it(tmp_path: Path) -> None:
    """3: by its values where its words say nothing; never the number of the row, nor remarks."""
    header = ["ที่", *FIRST, "ค่าที่ได้", "มูลค่า", "หมายเหตุ"]
    rows = [[number, *NAMES, "3 ดาว", 1500, "ok"] for number in range(1, 6)]
    with pytest.raises(InputError) as caught:
        read_registry(write_csv(tmp_path / "r.csv", header, rows), LETTER)
    (finding,) = caught.value.findings
    assert (finding.code, finding.suggestion) == ("table.no-star-column", "“ค่าที่ได้” (F)")


JOINT = [
    "กลุ่ม/ผลิตภัณฑ์",
    "ชื่อกลุ่ม/ชื่อผลิตภัณฑ์",
    "ชื่อกลุ่ม / ผลิตภัณฑ์",
    "กลุ่มและผลิตภัณฑ์",
    "กลุ่ม-สินค้า",
    "ผลิตภัณฑ์ (กลุ่ม)",
]


@pytest.mark.parametrize("header", JOINT)
def test_a_header_of_group_and_product_is_the_groups_beside_a_column_of_products(
    header: str, tmp_path: Path
) -> None:
    rows = [["บางคล้า", "กลุ่มทอผ้า", "กลุ่ม", "ผ้าขาวม้า", "3"]]
    headers = ["อำเภอ", header, "ประเภทผู้ผลิต", "ผลิตภัณฑ์", "ระดับดาว ปี 2565"]
    registry = read_registry(write_csv(tmp_path / "r.csv", headers, rows), LETTER)
    product = registry.products.iloc[0]
    assert (product["group_name"], product["product_name"]) == ("กลุ่มทอผ้า", "ผ้าขาวม้า")
    assert [
        f.place.cell for f in registry.findings if f.code == "table.joint-header"
    ] == ["B1"]


@pytest.mark.parametrize("header", JOINT)
def test_a_header_of_group_and_product_alone_stops_the_run_and_is_named(
    header: str, tmp_path: Path
) -> None:
    """Nobody knows whose name stands there; with a column of groups, whether it is the product's or its kind."""
    headers = ["อำเภอ", header, "ประเภทผู้ผลิต", "ระดับดาว ปี 2565"]
    row = ["บางคล้า", "กลุ่มทอผ้า/ผ้าขาวม้า", "กลุ่ม", "3"]
    names_product = (
        "ชื่อผลิตภัณฑ์" in header
    )  # which is the product's beside a column of groups
    for beside in ([],) if names_product else ([], ["ชื่อกลุ่มผู้ผลิต"]):
        with pytest.raises(InputError) as caught:
            read_registry(
                write_csv(tmp_path / "r.csv", [*headers, *beside], [[*row, *beside]]),
                LETTER,
            )
        (missing,) = (
            f for f in caught.value.findings if f.fields.get("field") == "product_name"
        )
        assert missing.code == "table.missing-column"
        assert f"“{header}” (B)" in str(missing.suggestion)


def test_a_header_of_group_and_product_beside_both_is_the_category(
    tmp_path: Path,
) -> None:
    headers = [
        "อำเภอ",
        "ชื่อกลุ่ม",
        "ชื่อผลิตภัณฑ์",
        "กลุ่ม/ผลิตภัณฑ์",
        "ประเภทผู้ผลิต",
        "ระดับดาว ปี 2565",
    ]
    rows = [["บางคล้า", "กลุ่มทอผ้า", "ผ้าขาวม้า", "ผ้าและเครื่องแต่งกาย", "กลุ่ม", "3"]]
    registry = read_registry(write_csv(tmp_path / "r.csv", headers, rows), LETTER)
    assert registry.products["category"].tolist() == ["ผ้าและเครื่องแต่งกาย"]
    assert registry.products["group_name"].tolist() == ["กลุ่มทอผ้า"]
