"""Lists beside one another: whose group it is, which of a district's lists counts, and what that does to each.

- A group that two districts name is an error at both cells, counts in both lists, and is held back until settled.
- Only the list that counts takes part: what a newer list replaces neither claims a group nor fails a check.
- A list that cannot be used never counts as older or newer.
- What is shown is the user's choice; what is accepted is not.
"""

from __future__ import annotations

import datetime as dt
import os
import urllib.parse
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen.checking.codes import severities_in_a_list
from kbo_screen.results.validation.collected_sheets import collected_sheets
from kbo_screen.results.validation.validation_sheets import (
    validation_sheets,
    validation_sheets_by_file,
)
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.lists import OwnList, check, registry_rows, told
from tests.tools.looks import cells_of, rows_of
from tests.tools.registries import write_xlsx
from tests.tools.written import write_workbook, write_workbooks

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run


@pytest.fixture
def contested(run: Run, tmp_path: Path) -> Validation:
    """บางคล้า and บางปะกง both name the group that the registry has in both."""
    (tmp_path / "in").mkdir()
    for district in ("บางคล้า", "บางปะกง"):
        one = OwnList(district)
        one.add("กลุ่มสองเขต")
        one.write(tmp_path / "in")
    return check(tmp_path / "in", run)


def outcomes(checked: Validation) -> list[tuple[str, str, int, bool]]:
    """Per list its file, status, accepted groups, and whether a newer one replaces it."""
    return [
        (f.submission.file, f.status, len(f.accepted), f.superseded)
        for f in checked.files
    ]


def sheet_of(path: Path, name: str) -> list[list[Any]]:
    return rows_of(openpyxl.load_workbook(path)[name])


# 1. One group, two districts.


def test_a_contested_group_is_an_error_of_both_lists(contested: Validation) -> None:
    assert [(f.code, f.place) for f in contested.cross] == [
        ("cross.claimed-twice", ("บางคล้า.xlsx", "รายชื่อ", "B10")),
        ("cross.claimed-twice", ("บางปะกง.xlsx", "รายชื่อ", "B10")),
    ]
    assert outcomes(contested) == [
        ("บางคล้า.xlsx", "rejected", 3, False),
        ("บางปะกง.xlsx", "rejected", 3, False),
    ]
    assert [(len(f.contested), f.cross) for f in contested.files] == [
        (1, (contested.cross[0],)),
        (1, (contested.cross[1],)),
    ]
    assert [d.accepted for d in contested.districts][1:4] == [3, 0, 3]
    assert "บางปะกง (บางปะกง.xlsx รายชื่อ B10)" in contested.cross[0].message("th")
    assert (
        contested.cross[0].fields["alternatives"][0]["group_name"]
        == "กลุ่มขนมไทยบ้านโคกสูง"
    )


def test_a_group_of_another_district_is_told_as_the_list_calls_it(
    run: Run, tmp_path: Path
) -> None:
    """Who types an id of another district's does not learn whose it is."""
    one, two = OwnList("บางคล้า"), OwnList("บางปะกง")
    group = two.rows[0]
    row = one.add("กลุ่มสองเขต")
    row["รหัสผู้ผลิต"], row["ชื่อกลุ่ม"] = group["รหัสผู้ผลิต"], ""
    checked = check([one.write(tmp_path), two.write(tmp_path)], run)
    claimed = [
        finding.value
        for finding in checked.cross
        if finding.code == "cross.claimed-twice"
    ]
    assert claimed == [group["รหัสผู้ผลิต"], group["ชื่อกลุ่ม"]]
    (told_to_one,) = checked.files[0].cross
    shown = [
        finding.message("th") for finding in (*checked.files[0].findings, told_to_one)
    ]
    assert [words for words in shown if group["ชื่อกลุ่ม"] in words] == []


def test_the_province_s_list_holds_a_contested_group_back_and_says_so(
    contested: Validation, tmp_path: Path
) -> None:
    write_workbook(
        collected_sheets(contested),
        tmp_path / "province.xlsx",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    rows = sheet_of(tmp_path / "province.xlsx", "บัญชีรายชื่อจังหวัด")
    assert "กลุ่มสองเขต" not in [row[2] for row in rows]
    assert [row[0] for row in rows if "กลุ่มสองเขต" in str(row[0])] == [
        "ยังไม่รวมในบัญชี 1 กลุ่ม เพราะมีมากกว่าหนึ่งอำเภอเสนอ รอตกลงกันก่อน: กลุ่มสองเขต (บางคล้า, บางปะกง)"
    ]


def test_every_district_s_workbook_tells_what_concerns_it(
    contested: Validation, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    workbooks = validation_sheets_by_file(contested, back)
    write_workbooks(workbooks, back, font="TH SarabunPSK", force=False, inputs=[])
    for district in ("บางคล้า", "บางปะกง"):
        path = tmp_path / "back" / f"{district}.xlsx.สิ่งที่ต้องแก้.xlsx"
        (row,) = sheet_of(path, "สิ่งที่ต้องแก้")[3:]
        assert row[:4] == [f"{district}.xlsx", "B10", "ต้องแก้ไข", "กลุ่มสองเขต"]
        assert sheet_of(path, "สรุป")[3][2:9] == ["ส่งคืนแก้ไข", 4, "*3", 3, 3, 1, 0]
        (rule,) = sheet_of(path, "แยกตามเรื่อง")[3:]
        assert rule[:4] == ["ต้องแก้ไข", 1, f"{district}.xlsx", "B10"]


def test_a_group_s_name_in_two_districts_is_claimed_from_either(tmp_path: Path) -> None:
    """บางปะกง names a group by a name that บางคล้า and บ้านโพธิ์ both have: whichever names its own is told.

    By the registry it is the group of บ้านโพธิ์, whose list is therefore not held up.
    """
    rows = registry_rows()
    twin = [
        "บ้านโพธิ์",
        "240500002",
        "กลุ่มทอผ้าบ้านดอนทราย",
        *rows[1][3:4],
        "2405000021",
        *rows[1][5:],
    ]
    run = build_run(
        [write_xlsx(tmp_path / "registry.xlsx", [*rows, twin])],
        RunOptions(letter="chachoengsao_2566", lang="th", quiet=True),
    )
    one, two = OwnList("บ้านโพธิ์"), OwnList("บางปะกง")
    one.rows.append(
        one.rows[0] | {"ที่": 2, "ชื่อกลุ่ม": "กลุ่มทอผ้าบ้านดอนทราย", "รหัสผู้ผลิต": "240500002"}
    )
    one.rows[1] |= {"ชื่อผลิตภัณฑ์": "ผ้าขาวม้า", "มชช.": "ผ่าน", "ผู้แทนกลุ่ม": "นายสอง ตัวอย่าง"}
    two.rows.append({"ที่": 4, "ชื่อกลุ่ม": "กลุ่มทอผ้าบ้านดอนทราย", "ผู้แทนกลุ่ม": "นายสี่ ตัวอย่าง"})
    (tmp_path / "in").mkdir()
    checked = check([one.write(tmp_path / "in"), two.write(tmp_path / "in")], run)
    assert told(checked) == [
        ("cross.claimed-twice", "error", "B10"),
        ("cross.claimed-twice", "error", "B8"),
        ("registry.other-district", "error", "B10"),
        ("selection.too-few", "warning", None),
    ]
    assert {f.place.file: f.fields["other_district"] for f in checked.cross} == {
        "บางปะกง.xlsx": "บ้านโพธิ์",
        "บ้านโพธิ์.xlsx": "บางปะกง",
    }
    assert [(file.submission.file, len(file.cross)) for file in checked.files] == [
        ("บ้านโพธิ์.xlsx", 0),
        ("บางปะกง.xlsx", 1),
    ]
    assert [len(file.contested) for file in checked.files] == [0, 0]


# 2. Several lists of one district.


def test_a_corrected_list_settles_what_the_old_one_did_wrong(
    run: Run, tmp_path: Path
) -> None:
    """The old list claimed another's group and named one that is refused; the new one does neither."""
    (tmp_path / "in").mkdir()
    old, new, other = OwnList("บางคล้า"), OwnList("บางคล้า"), OwnList("บางปะกง")
    old.head["วันที่รายงาน"] = "19/12/2565"
    old.add("กลุ่มสองเขต")
    old.add("ร้านปลาเค็มบ้านปากน้ำ")
    new.name = "บางคล้า แก้ไข.xlsx"
    other.add("กลุ่มสองเขต")
    for one in (old, new, other):
        one.write(tmp_path / "in")
    checked = check(tmp_path / "in", run)
    assert outcomes(checked) == [
        ("บางคล้า แก้ไข.xlsx", "accepted", 3, False),
        ("บางคล้า.xlsx", "rejected", 4, True),
        ("บางปะกง.xlsx", "accepted", 4, False),
    ]
    assert told(checked) == [("cross.two-files", "warning", None)]
    assert checked.cross[0].message("th") == (
        "อำเภอเดียวกันส่งมามากกว่าหนึ่งรายการ โปรแกรมไม่ใช้แผ่นงาน “รายชื่อ” ของไฟล์ “บางคล้า.xlsx” "
        "แต่ใช้ไฟล์ “บางคล้า แก้ไข.xlsx” เพราะลงวันที่รายงานใหม่กว่า คือ 20 ธันวาคม 2565 (อีกรายการ 19 ธันวาคม 2565)"
    )


def test_only_the_list_that_counts_can_be_late(run: Run, tmp_path: Path) -> None:
    old, new = OwnList(), OwnList()
    old.head["วันที่รายงาน"] = "19/12/2565"
    new.name = "บางคล้า แก้ไข.xlsx"
    checked = check(
        [old.write(tmp_path), new.write(tmp_path)], run, received=dt.date(2022, 12, 30)
    )
    assert [(f.code, f.place.file) for f in checked.cross] == [
        ("cross.two-files", "บางคล้า.xlsx"),
        ("cross.late", "บางคล้า แก้ไข.xlsx"),
    ]
    assert outcomes(checked)[1] == (
        "บางคล้า แก้ไข.xlsx",
        "accepted_with_warnings",
        3,
        False,
    )


def test_a_sheet_copied_inside_one_workbook_is_told_by_its_name(
    run: Run, tmp_path: Path
) -> None:
    path = OwnList().write(tmp_path)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active).title = "รายชื่อ (2)"
    book.save(path)
    checked = check([path], run)
    assert [(f.code, f.place.sheet) for f in checked.findings] == [
        ("cross.two-files", "รายชื่อ (2)")
    ]
    assert checked.findings[0].message("th") == (
        "อำเภอเดียวกันส่งมามากกว่าหนึ่งรายการ โปรแกรมไม่ใช้แผ่นงาน “รายชื่อ (2)” ของไฟล์ “บางคล้า.xlsx” "
        "แต่ใช้แผ่นงาน “รายชื่อ” ของไฟล์ “บางคล้า.xlsx” เพราะอ่านพบก่อน โดยไม่มีวันที่ใดบอกได้ว่ารายการใดใหม่กว่า"
    )


# 3. A list that cannot be used.


def test_a_file_cut_short_is_not_called_older(run: Run, tmp_path: Path) -> None:
    """The readable list counts for now, and that the other may be newer is said: cross.unusable-file."""
    path = OwnList().write(tmp_path)
    cut = tmp_path / "บางคล้า แก้ไข.xlsx"
    cut.write_bytes(path.read_bytes()[:3000])
    checked = check([path, cut], run)
    assert told(checked) == [
        ("cross.unusable-file", "warning", None),
        ("file.truncated", "error", None),
    ]
    assert outcomes(checked) == [
        ("บางคล้า.xlsx", "accepted", 3, False),
        (cut.name, "unreadable", 0, False),
    ]
    assert "“บางคล้า แก้ไข.xlsx” เป็นของอำเภอเดียวกับไฟล์ “บางคล้า.xlsx”" in checked.cross[
        0
    ].message("th")


# 4. What is shown, and what is accepted.


def test_a_rule_that_is_not_shown_still_sends_nothing_up(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.add("ร้านปลาเค็มบ้านปากน้ำ")
    checked = check([one.write(tmp_path)], run, skip=["selection"])
    assert told(checked) == []
    assert outcomes(checked) == [("บางคล้า.xlsx", "rejected", 3, False)]
    assert [code for code in checked.hidden if not code.startswith("selection.")] == []
    write_workbook(
        validation_sheets(checked, tmp_path),
        tmp_path / "findings.xlsx",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    for name in ("สรุป", "สิ่งที่ต้องแก้", "แยกตามเรื่อง"):
        heads = [row[0] for row in sheet_of(tmp_path / "findings.xlsx", name)]
        assert any("ไม่ได้แสดงสิ่งที่พบบางเรื่อง" in str(head) for head in heads), name
    assert severities_in_a_list("selection.producer-type-refused") == ("error",)
    assert severities_in_a_list("cell.unreadable-star") == ("error",)
    assert severities_in_a_list("registry.star-differs") == ("error", "warning")
    write_workbook(
        collected_sheets(checked),
        tmp_path / "province.xlsx",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    for name, sheet in (("findings.xlsx", "สรุป"), ("province.xlsx", "บัญชีรายชื่อจังหวัด")):
        assert any("--skip" in str(row[0]) for row in sheet_of(tmp_path / name, sheet))


# 5. Links lead to the file that was sent, from wherever the workbook stands.


@pytest.mark.parametrize("out", [".", "in", "elsewhere/deep"])
def test_every_link_leads_to_a_cell_that_is_there(
    out: str, run: Run, tmp_path: Path
) -> None:
    for folder in ("in/ส่งแล้ว", "elsewhere/deep"):
        (tmp_path / folder).mkdir(parents=True)
    for district, folder in (("บางคล้า", "in"), ("บางปะกง", "in/ส่งแล้ว")):
        one = OwnList(district)
        one.name = f"อ. {district} (แก้ 1).xlsx"
        one.rows[0]["โทรศัพท์"] = "08123"
        one.write(tmp_path / folder)
    checked = check(tmp_path / "in", run)
    path = tmp_path / out / "findings.xlsx"
    sheets = validation_sheets(checked, path.parent)
    write_workbook(sheets, path, font="TH SarabunPSK", force=False, inputs=[])
    sheet = openpyxl.load_workbook(path)["สิ่งที่ต้องแก้"]
    links = [cell.hyperlink for cell in cells_of(sheet) if cell.hyperlink]
    assert len(links) == 2
    for link in links:
        target = urllib.parse.unquote(link.target).replace("\\", os.sep)
        sheet_name, cell = link.location.split("!")
        assert (
            openpyxl.load_workbook(path.parent / target)[sheet_name.strip("'")][
                cell
            ].value
            == "08123"
        )
