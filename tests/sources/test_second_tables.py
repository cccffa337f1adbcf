"""Sheets with more than one table, totals and summaries.

- A second table beside or below the first is read by its own header and told; every row is counted once.
- A header that is only repeated begins no second table.
- Sums of a page, of a district and of all are totals, never groups.
- A pivot table beside the registry, on a sheet of its own or on the registry's, is passed over and told.
- A table of another round above, below or beside the letter's is read; none of its stars are the letter's.
- A table in a list that is no list of the kind is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from tests.tools.registries import told, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path


LETTER = load_letter()
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ดาว ปี 2565"]
FIRST = ["บางคล้า", "กลุ่มหนึ่ง", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า", 3]
SECOND = ["บ้านโพธิ์", "กลุ่มสอง", "กลุ่มผู้ผลิตชุมชน", "ผ้าขาวม้า", 2]


def test_a_table_beside_is_read_by_its_own_header(tmp_path: Path) -> None:
    """1: behind a blank column, or right beside with the same header again."""
    for gap in ([""], []):
        rows = [
            [*HEADER, *gap, *HEADER],
            [*FIRST, *gap, *SECOND],
            [*FIRST[:3], "ถาด", 1],
        ]
        registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
        assert registry.products["group_name"].tolist() == [
            "กลุ่มหนึ่ง",
            "กลุ่มหนึ่ง",
            "กลุ่มสอง",
        ]
        assert registry.place(2, "group_name").cell == ("H2" if gap else "G2")
        cells = [(finding.code, finding.place.cell) for finding in registry.findings]
        assert cells == [("table.second-table", "G1" if gap else "F1")]


def test_a_table_below_with_other_columns_is_read_by_its_own_header(
    tmp_path: Path,
) -> None:
    """1: though names and products are swapped; its rows are counted once."""
    swapped = [HEADER[0], HEADER[3], HEADER[2], HEADER[1], HEADER[4]]
    rows = [
        HEADER,
        FIRST,
        [],
        ["ตารางที่ ๒"],
        swapped,
        [SECOND[0], SECOND[3], SECOND[2], SECOND[1], SECOND[4]],
    ]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    assert registry.products["group_name"].tolist() == ["กลุ่มหนึ่ง", "กลุ่มสอง"]
    assert registry.place(1, "group_name").cell == "D6"
    assert [
        finding.place.cell
        for finding in registry.findings
        if finding.code == "table.second-table"
    ] == ["A5"]
    assert registry.inputs[0].rows == 6
    assert sum(sum(table.rows.values()) for table in registry.tables) == 6


def test_a_second_header_in_other_words_begins_a_table(tmp_path: Path) -> None:
    other = ["ผู้ผลิต", "ผลิตภัณฑ์", "ระดับดาว ปี 2565", "ประเภทผู้ประกอบการ", "ชื่ออำเภอ"]
    rows = [
        HEADER,
        FIRST,
        [*FIRST[:3], "ถาด", 1],
        other,
        ["กลุ่มสอง", "ผ้า", 2, "กลุ่ม", "บางปะกง"],
    ]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    assert registry.products["group_name"].tolist() == ["กลุ่มหนึ่ง", "กลุ่มหนึ่ง", "กลุ่มสอง"]


def test_a_repeated_header_begins_no_table(tmp_path: Path) -> None:
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [HEADER, FIRST, HEADER, SECOND]), LETTER
    )
    assert len(registry.tables) == 1
    assert registry.tables[0].rows["header"] == 2
    assert not [
        finding for finding in registry.findings if finding.code == "table.second-table"
    ]


def test_a_side_list_may_hold_two_tables(tmp_path: Path) -> None:
    header = ["อำเภอ", "ชื่อกลุ่ม", "โครงการ"]
    rows = [
        [*header, "", *header],
        ["บางคล้า", "กลุ่มหนึ่ง", "Trader", "", "บ้านโพธิ์", "กลุ่มสอง", "Young OTOP"],
    ]
    side_list = read_side_list(
        write_csv(tmp_path / "p.csv", rows[0], rows[1:]),
        "projects",
        LETTER,
        make_scope(LETTER),
    )
    assert side_list.rows["group_name"].tolist() == ["กลุ่มหนึ่ง", "กลุ่มสอง"]


@pytest.mark.parametrize(
    "words",
    [
        "รวม อ.บางคล้า 9 ราย",
        "รวมหน้านี้",
        "ผลรวม",
        "ยอดยกมา",
        "ยอดยกไป",
        "Grand Total",
        "รวม",
        "รวมอำเภอบางคล้า",
        "Subtotal",
        "บางคล้า ผลรวม",
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_sums_are_totals(
    tmp_path: Path,
    words: str,
    column: int,
) -> None:
    total: list[Any] = ["", "", "", "", 9]
    total[column] = words
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [HEADER, FIRST, total, SECOND]), LETTER
    )
    assert registry.products["group_name"].tolist() == ["กลุ่มหนึ่ง", "กลุ่มสอง"]
    assert registry.tables[0].rows["total"] == 1
    assert registry.unusable == ()


@pytest.mark.parametrize("name", ["รวมใจพัฒนา", "รวมพลังหมู่ 5", "กลุ่มรวมมิตร 9"])
def test_a_group_whose_name_begins_so_is_a_group(tmp_path: Path, name: str) -> None:
    path = write_csv(
        tmp_path / "p.csv", ["อำเภอ", "ชื่อกลุ่ม"], [["บางคล้า", name], ["บางคล้า", "กลุ่มหนึ่ง"]]
    )
    side_list = read_side_list(path, "projects", LETTER, make_scope(LETTER))
    assert side_list.rows["group_name"].tolist() == [name, "กลุ่มหนึ่ง"]


SUMMARY = [["อำเภอ", "จำนวนกลุ่ม"], ["บางคล้า", 1], ["บ้านโพธิ์", 1]]


def test_a_summary_below_or_beside_on_the_same_sheet_is_passed_over(
    tmp_path: Path,
) -> None:
    """4: below one table, below one of two side by side, and beside."""
    below = [HEADER, FIRST, [], *SUMMARY]
    below_half = [[*HEADER, "", *HEADER], [*FIRST, "", *SECOND], [], *SUMMARY]
    rows = [HEADER, FIRST, SECOND]
    beside = [[*row, "", *line] for row, line in zip(rows, SUMMARY, strict=True)]
    for cells, place in ((below, "A4"), (below_half, "A4"), (beside, "G1")):
        registry = read_registry(write_xlsx(tmp_path / "r.xlsx", cells), LETTER)
        names = set(registry.products["group_name"])
        assert names == ({"กลุ่มหนึ่ง"} if cells is below else {"กลุ่มหนึ่ง", "กลุ่มสอง"})
        assert ("table.summary-skipped", place) in told(registry)
        assert not registry.unusable


@pytest.mark.parametrize(
    "headers",
    [["จำนวนสมาชิก", "หมายเหตุ"], ["จำนวนสมาชิก", "มชช."]],
)
def test_columns_behind_a_gap_that_repeat_nothing_are_of_the_registry(
    headers: list[str], tmp_path: Path
) -> None:
    rows = [[*HEADER, "", *headers], [*FIRST, "", 12, "ผ่าน"]]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    assert told(registry) == []
    assert ("มชช." in headers) is (registry.products["standard"][0] == "passed")


def test_a_repeated_header_with_a_count_begins_no_table(tmp_path: Path) -> None:
    header = [*HEADER, "จำนวนสมาชิก"]
    rows = [header, [*FIRST, 12], ["หน้า 2"], header, [*SECOND, 7]]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    assert len(registry.tables) == 1
    assert told(registry) == []


@pytest.mark.parametrize("title", [[], ["ผลการคัดสรร ปี 2562"]])
def test_a_table_of_another_round_gives_no_stars_of_the_letters(
    title: list[str], tmp_path: Path
) -> None:
    """5: by its header or, with a header without a year, by its title; below and above."""
    header = [*HEADER[:4], "ระดับดาว" if title else "ดาว ปี 2562"]
    other_round = [title, header, SECOND]
    title_of_round = ["ผลการคัดสรร ปี 2565"] if title else []
    below = [title_of_round, HEADER, FIRST, [], *other_round]
    above = [*other_round, [], title_of_round, HEADER, FIRST]
    for rows in (below, above):
        registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
        rounds = registry.products.set_index("group_name")["star_year_be"]
        assert rounds.to_dict() == {"กลุ่มหนึ่ง": 2565, "กลุ่มสอง": 2562}
        codes = {finding.code for finding in registry.findings}
        assert codes == {"table.second-table", "table.stars-of-other-round"}


def test_a_registry_of_another_round_alone_is_refused(tmp_path: Path) -> None:
    """Nothing beside it has the letter's."""
    rows = [[*HEADER[:4], "ดาว ปี 2562"], FIRST]
    with pytest.raises(InputError) as stopped:
        read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    codes = [finding.code for finding in stopped.value.findings]
    assert codes == ["table.no-star-of-round"]


def test_a_table_in_a_list_that_is_none_is_told(tmp_path: Path) -> None:
    rows = [
        ["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565"],
        ["บางคล้า", "กลุ่มหนึ่ง", "ผ้า", 3],
        [],
        ["ชื่อกลุ่ม", "ประเภทผู้ผลิต"],
        ["กลุ่มสอง", "กลุ่ม"],
    ]
    side_list = read_side_list(
        write_xlsx(tmp_path / "p.xlsx", rows), "stars", LETTER, make_scope(LETTER)
    )
    assert side_list.rows["group_name"].tolist() == ["กลุ่มหนึ่ง"]
    cells = [(finding.code, finding.place.cell) for finding in side_list.findings]
    assert cells == [("list.part-skipped", "A4")]


def test_a_summary_beside_the_registry_is_passed_over(tmp_path: Path) -> None:
    summary = [
        ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ผลรวมของ ดาว"],
        ["บางคล้า", "กลุ่มหนึ่ง", "กลุ่ม", 3],
    ]
    with xlsxwriter.Workbook(str(tmp_path / "r.xlsx")) as book:
        for name, rows in {"ทะเบียน": [HEADER, FIRST], "สรุป": summary}.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert len(registry.products) == 1
    assert [(f.code, f.place.sheet) for f in registry.findings] == [
        ("table.summary-skipped", "สรุป")
    ]
