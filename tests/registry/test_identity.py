"""Which rows are one group, and what is told where they disagree.

A registry without ids, or whose rows all lack something, takes time by its rows, not by their square.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from kbo_screen import load_letter, read_registry
from kbo_screen.screening.screen import screen
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

LETTER = load_letter()


def test_groups_are_told_apart_by_district_and_id_and_disagreements_are_found(
    tmp_path: Path,
) -> None:
    rows = text_table("""
        | อำเภอ    | รหัสผู้ผลิต | ชื่อกลุ่ม       | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | มชช. |
        | บางคล้า   | 240200001 | กลุ่มจักสาน      | กลุ่ม        | ตะกร้า      | 3               | ผ่าน  |
        | บางคล้า   | 240200001 | กลุ่มจักสานไม้ไผ่ | กลุ่ม        | กระบุง      | 2               | -    |
        | บางคล้า   |           | กลุ่ม จักสาน     | กลุ่ม        | กระด้ง      | 1               |      |
        | บางปะกง  | 240200001 | กลุ่มจักสาน      | กลุ่ม        | ตะกร้า      | 3               | ผ่าน  |
    """)
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    result = screen(registry, LETTER)
    assert result.products["group"].tolist() == [0, 0, 0, 1]
    assert result.groups["standard"].tolist() == ["passed", "passed"]
    found = {(f.code, f.place.cell) for f in result.findings}
    assert found == {
        ("registry.one-id-two-names", "C3"),
        ("registry.standard-conflict", "G3"),
        ("registry.id-in-two-districts", "A5"),
    }


def test_a_row_without_an_id_beside_two_ids_of_its_name_is_told_and_joins_neither(
    tmp_path: Path,
) -> None:
    rows = text_table("""
        | อำเภอ    | รหัสผู้ผลิต | ชื่อกลุ่ม     | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า   | 240200001 | กลุ่มจักสาน   | กลุ่ม        | ตะกร้า      | 3               |
        | บางคล้า   | 240200002 | กลุ่ม จักสาน  | กลุ่ม        | กระบุง      | 2               |
        | บางคล้า   |           | กลุ่มจักสาน   | กลุ่ม        | กระด้ง      | 1               |
        | บางคล้า   |           | กลุ่มจักสาน   | กลุ่ม        | ชะลอม      | 1               |
        | บางปะกง  |           | กลุ่มจักสาน   | กลุ่ม        | ตะกร้า      | 3               |
        | บางปะกง  | 240400001 | กลุ่มทอผ้า    | กลุ่ม        | ผ้าขาวม้า    | 3               |
        | บางปะกง  |           | กลุ่มทอผ้า    | กลุ่ม        | ย่าม        | 3               |
    """)
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    result = screen(registry, LETTER)
    assert result.products["group"].tolist() == [0, 1, 2, 2, 3, 4, 4]
    (finding,) = (f for f in result.findings if f.code == "registry.name-of-other-ids")
    assert (finding.place.cell, finding.fields["other_places"]) == ("C4", "C2, C3")


def test_a_row_without_an_id_in_another_subdistrict_is_told(tmp_path: Path) -> None:
    rows = text_table("""
        | อำเภอ    | ตำบล   | รหัสผู้ผลิต | ชื่อกลุ่ม     | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า   | บางสวน  | 240200001 | กลุ่มจักสาน   | กลุ่ม        | ตะกร้า      | 3               |
        | บางคล้า   | เสม็ดใต้ |           | กลุ่มจักสาน   | กลุ่ม        | กระด้ง      | 1               |
        | บางคล้า   | บางสวน  |           | กลุ่มจักสาน   | กลุ่ม        | ชะลอม      | 1               |
    """)
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    result = screen(registry, LETTER)
    assert result.products["group"].tolist() == [0, 1, 0]
    told = [
        f.place.cell for f in result.findings if f.code == "registry.name-of-other-ids"
    ]
    assert told == ["D3"]


def test_a_subdistrict_is_one_with_its_word_or_without(tmp_path: Path) -> None:
    rows = text_table("""
        | อำเภอ    | ตำบล        | ชื่อกลุ่ม     | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า   | บางสวน     | กลุ่มจักสาน   | กลุ่ม        | ตะกร้า      | 3               |
        | บางคล้า   | ต.บางสวน   | กลุ่มจักสาน   | กลุ่ม        | กระบุง      | 2               |
        | บางคล้า   | ต . บางสวน | กลุ่มจักสาน   | กลุ่ม        | กระบุง      | 2               |
        | บางคล้า   | ตำบลบางสวน | กลุ่มจักสาน   | กลุ่ม        | กระด้ง      | 1               |
    """)
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    assert screen(registry, LETTER).products["group"].tolist() == [0, 0, 0]
    assert [row.row for row in registry.repeated] == [4]


def test_two_ids_of_one_name_and_two_types_are_told(tmp_path: Path) -> None:
    """Nothing is told of ids of one type, in two subdistricts, or of which one says no type."""
    rows = text_table("""
        | อำเภอ    | ตำบล   | รหัสผู้ผลิต | ชื่อกลุ่ม     | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า   | บางสวน  | 240200001 | กลุ่มจักสาน   | กลุ่ม        | ตะกร้า      | 3               |
        | บางคล้า   | บางสวน  | 240200002 | กลุ่ม จักสาน  | กลุ่ม        | กระบุง      | 2               |
        | บางคล้า   | เสม็ดใต้ | 240200003 | กลุ่มจักสาน   | รายเดี่ยว    | กระด้ง      | 1               |
        | บางคล้า   |        | 240200004 | กลุ่มจักสาน   | SME         | ชะลอม      | 1               |
        | บางคล้า   | บางสวน  | 240200005 | กลุ่มจักสาน   |             | สุ่ม        | 1               |
        | บางปะกง  | บางสวน  | 240400001 | กลุ่มจักสาน   | SME         | ตะกร้า      | 3               |
    """)
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    result = screen(registry, LETTER)
    (finding,) = (f for f in result.findings if f.code == "registry.one-name-two-types")
    assert (finding.place.cell, finding.fields["other_place"]) == ("E5", "E2")
    assert result.products["group"].nunique() == 6
    words = finding.message("th")
    assert "SME" in words
    assert "กลุ่มผู้ผลิตชุมชน" in words


def test_groups_without_ids_and_products_are_told_in_time(tmp_path: Path) -> None:
    """Groups were gone through one by one, which took five times as long as all else."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565"]
    rows = [["บางคล้า", f"กลุ่มทอผ้า {number}", "กลุ่ม", "", "3"] for number in range(12_000)]
    path = write_csv(tmp_path / "r.csv", header, rows)
    registry = read_registry(path, LETTER)
    started = time.process_time()
    screening = screen(registry, LETTER)
    assert time.process_time() - started < 0.8
    codes = Counter(finding.code for finding in registry.findings)
    assert (codes["row.no-product"], len(screening.groups)) == (12_000, 12_000)
