"""The province's list counts the groups of accepted lists alone, and flags what an invitation needs."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.formats.terminal.console import Screen
from kbo_screen.formats.terminal.validation_terminal import show_totals
from kbo_screen.results.page.page_contents import check_content
from kbo_screen.results.validation.collected_sheets import collected_sheets
from kbo_screen.results.validation.standing_lines import standing_of
from kbo_screen.results.validation.validation_payload import validation_payload
from tests.tools.lists import OwnList, check, make_run

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("collected"))


def sheets_of(lists: list[OwnList], run: Run, folder: Path) -> list[Any]:
    checked = check([one.write(folder) for one in lists], run)
    return list(collected_sheets(checked))


def rows_of(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.rows]


def test_groups_of_a_rejected_list_stand_apart_and_are_not_counted(
    run: Run, tmp_path: Path
) -> None:
    rejected = OwnList("บางคล้า")
    rejected.rows[0]["ระดับดาว"] = "รอผล"
    groups, districts = sheets_of([rejected, OwnList("บางปะกง")], run, tmp_path)
    rows = rows_of(groups)
    assert [row[:3] for row in rows] == [
        [1, "บางปะกง", "กลุ่มกะปิบ้านคลองใหม่"],
        [2, "บางปะกง", "กลุ่มน้ำปลาบ้านชายทะเล"],
        [3, "บางปะกง", "กลุ่มหอยดองบ้านล่าง"],
        [None, None, None],
        ["*", "บางคล้า", "กลุ่มสมุนไพรบ้านริมคลอง"],
        ["*", "บางคล้า", "กลุ่มจักสานบ้านหนองบัว"],
    ]
    assert any(str(note.text).startswith("* กลุ่มในรายชื่อ") for note in groups.notes)
    counts = {row[0]: row[3:6] for row in rows_of(districts)}
    assert (counts["บางคล้า"], counts["บางปะกง"]) == ([0, 3, 3], [3, 3, 0])
    assert groups.total[:3] == [None, None, "รวมกลุ่มที่รับแล้ว 3 กลุ่ม จาก 1 อำเภอ"]
    assert districts.total[:6] == ["รวม", None, None, 3, 33, 30]


def test_among_several_provinces_a_district_is_named_with_its_own(
    run: Run, tmp_path: Path
) -> None:
    """Five provinces have a district เฉลิมพระเกียรติ."""
    checked = check([OwnList("บางปะกง").write(tmp_path)], run)
    scope = replace(run.registry.scope, provinces=("ฉะเชิงเทรา", "ตราด"))
    registry = replace(run.registry, scope=scope)
    of_two = replace(checked, run=replace(run, registry=registry))
    groups, districts = collected_sheets(of_two)
    assert rows_of(groups)[0][1] == "บางปะกง ฉะเชิงเทรา"
    assert rows_of(districts)[3][0] == "บางปะกง ฉะเชิงเทรา"
    standings = [standing.cells[0] for standing in standing_of(of_two)]
    assert standings[3] == "บางปะกง ฉะเชิงเทรา"


def test_screen_page_and_json_count_as_the_list_of_the_province_does(
    run: Run, tmp_path: Path
) -> None:
    """The JSON keeps `accepted`, which counts groups without an error of any list, beside `counted`."""
    rejected = OwnList("บางคล้า")
    rejected.rows[0]["ระดับดาว"] = "รอผล"
    paths = [one.write(tmp_path) for one in (rejected, OwnList("บางปะกง"))]
    checked = check(paths, run)
    payload = validation_payload(checked)
    counts = {
        district["district"]: (district["accepted"], district["counted"])
        for district in payload["districts"]
        if district["submitted"]
    }
    assert counts == {"บางคล้า": (2, 0), "บางปะกง": (3, 3)}
    content = check_content(checked)
    by_name = {district.name: district for district in content.districts}
    assert [cell.words for cell in by_name["บางคล้า"].summary][1:3] == ["3", "*2"]
    assert tuple(by_name["บางคล้า"].bar) == (0, 0, 3)
    assert tuple(by_name["บางปะกง"].bar) == (3, 0, 0)
    assert content.head[-1] == "* ยังไม่นับ 2 กลุ่ม อยู่ในรายชื่อที่ส่งคืนแก้ไข"
    screen = StringIO()
    show_totals(checked, Screen(80, screen))
    counts = "กลุ่มที่รับแล้ว 3 กลุ่ม | อำเภอที่ส่งรายชื่อ 2 | อำเภอที่ครบตามจำนวน 1"
    assert counts in screen.getvalue()


def test_who_and_which_number_is_to_be_looked_at(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    one.rows[0]["ผู้แทนกลุ่ม"] = None
    one.rows[1]["ผู้แทนกลุ่ม"] = "นางหนึ่ง ตัวอย่าง และนายสอง ตัวอย่าง"
    one.rows[1]["โทรศัพท์"] = "12345"
    one.rows[2]["โทรศัพท์"] = 812345678  # the leading 0 is gone
    groups, _ = sheets_of([one], run, tmp_path)
    phones_and_flags = [row[-2:] for row in rows_of(groups)]
    assert phones_and_flags == [
        ["0800000001", "ยังไม่ระบุตัวแทน"],
        ["12345", "ระบุตัวแทนเกิน 1 คน, โทรศัพท์ไม่ถูกต้อง"],
        ["0812345678", None],
    ]


def test_what_a_district_declined_is_told_with_its_reason(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.head["เหตุผลที่ไม่ครบ"] = "กลุ่มอื่นไม่พร้อมเดินทาง"
    groups, _ = sheets_of([one], run, tmp_path)
    (words,) = [note.text for note in groups.notes if "ไม่ได้เสนอ" in str(note.text)]
    assert "กลุ่มขนมไทยบ้านโคกสูง" in words
    assert words.endswith("เหตุผล: กลุ่มอื่นไม่พร้อมเดินทาง")
