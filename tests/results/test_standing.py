"""Where things stand: each district by what it sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kbo_screen.results.validation.standing_lines import shows_standing, standing_of
from tests.tools.lists import OwnList, check, make_run

if TYPE_CHECKING:
    from pathlib import Path


def test_every_state_of_a_district(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    rejected = OwnList("บางคล้า")
    rejected.rows.pop()
    older, newer = OwnList("บางปะกง"), OwnList("บางปะกง")
    newer.name = "บางปะกง แก้ไข.xlsx"
    newer.head["วันที่รายงาน"] = "22/12/2565"
    none = OwnList()
    none.name, none.title = "ราชสาส์น.xlsx", "อำเภอราชสาส์น"
    none.rows = [{"ที่": 1, "ชื่อกลุ่ม": "ไม่มี"}]
    nobodys = OwnList()
    nobodys.name, nobodys.title = "รายชื่อ.xlsx", "รายชื่อ"
    nobodys.rows = nobodys.rows[:1]
    lists = [rejected, older, newer, none, nobodys]
    paths = [one.write(folder) for one in lists]
    checked = check(paths, run, received=dt.date(2022, 12, 29))
    assert shows_standing(checked)
    standings = list(standing_of(checked))
    by_district = {standing.cells[0]: standing for standing in standings}
    late = "ช้ากว่ากำหนด"
    day = "29 ธันวาคม 2565"
    cells = [
        by_district[name].cells
        for name in ("บางคล้า", "บางปะกง", "ราชสาส์น", "แปลงยาว", "?")
    ]
    assert [(row[1], row[2], row[5], row[6]) for row in cells] == [
        ("ส่งคืนแก้ไข", "*2/3", day, late),
        ("รับแบบแล้ว", "3/3", day, f"{late}, แทนฉบับก่อน 1"),
        ("รับแล้ว: ไม่มีกลุ่ม", "0/3", day, late),
        ("ยังไม่ส่ง", "-", "-", ""),
        ("ส่งคืนแก้ไข", "0/3", day, "รายชื่อ.xlsx"),
    ]
