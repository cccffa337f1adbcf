"""Where things stand: each district by what it sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from kbo_screen.findings.catalogue import LANGUAGES
from kbo_screen.formats.terminal.console import Screen
from kbo_screen.formats.terminal.validation_terminal import show_validation
from kbo_screen.registry.registry import ScopeDistrict
from kbo_screen.results.validation.standing_lines import shows_standing, standing_of
from kbo_screen.results.validation.validation_sheets import validation_sheets
from kbo_screen.vocabulary.thai_text import display_width
from tests.tools.lists import OwnList, check, make_run

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation


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
    broken = folder / "สนามชัยเขต.xlsx"
    broken.write_bytes(b"no table")
    paths.append(broken)
    received = dt.date(2022, 12, 29)
    checked = check(paths, run, received=received, expects_all=True)
    assert shows_standing(checked)
    for lang in LANGUAGES:
        in_language = replace(checked, run=replace(run, lang=lang))
        screen = StringIO()
        show_validation(in_language, Screen(80, screen))
        table = screen.getvalue().split("\n\n")[1]
        assert max(map(display_width, table.splitlines())) <= 80
    standings = list(standing_of(checked))
    by_district = {standing.cells[0]: standing for standing in standings}
    late = "ช้า"
    day = "29 ธ.ค. 2565"
    cells = [
        by_district[name].cells
        for name in ("บางคล้า", "บางปะกง", "ราชสาส์น", "แปลงยาว", "?")
    ]
    assert [(row[1], row[2], row[5], row[6]) for row in cells] == [
        ("ส่งคืนแก้ไข", "*2/3", day, late),
        ("รับแบบแล้ว", "3/3", day, f"{late}, แทน 1 ฉบับ"),
        ("แจ้งว่าไม่มี", "0/3", day, late),
        ("ยังไม่ส่ง", "-", "-", ""),
        ("ส่งคืนแก้ไข", "0/3", day, "รายชื่อ.xlsx"),
    ]


def test_one_list_of_a_folder_leaves_the_others_not_sent(tmp_path: Path) -> None:
    """The table stands on the screen and in the workbook; of a single file that was named it would be in the way."""
    run = make_run(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    OwnList("บางคล้า").write(folder)
    received = dt.date(2022, 12, 27)
    checked = check(folder, run, received=received, expects_all=True)
    screen = StringIO()
    show_validation(checked, Screen(80, screen))
    lines = screen.getvalue().splitlines()
    of_districts = [line for line in lines if line.endswith("-") or "27 ธ.ค." in line]
    assert len([line for line in of_districts if "ยังไม่ส่ง" in line]) == 10
    (line,) = [line for line in of_districts if "27 ธ.ค. 2565" in line]
    assert line.split()[:3] == ["บางคล้า", "รับแบบแล้ว", "3/3"]
    sheets = validation_sheets(checked, tmp_path)
    assert next(iter(sheets)).name == "สถานะรายอำเภอ"
    of_file = check(folder, run, received=received)
    assert not shows_standing(of_file)


def test_of_many_districts_what_came_is_shown_first_and_the_rest_is_counted(
    tmp_path: Path,
) -> None:
    """Of a country twelve lines of districts without a list would hide the one that has one."""
    run = make_run(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    rejected = OwnList("บางคล้า")
    rejected.rows.pop()
    rejected.write(folder)
    received = dt.date(2022, 12, 27)
    checked = check(folder, run, received=received, expects_all=True)
    silent = [one for one in checked.districts if checked.file_of(one) is None]
    (sent,) = set(checked.districts) - set(silent)
    twice = (*silent, *silent, sent)
    many = replace(checked, districts=twice)
    in_short = _standing_table(many, show_all=False)
    assert in_short[2].startswith("บางคล้า")
    assert len(in_short) == 2 + 12 + 1
    assert in_short[-1].startswith(f"และอีก {len(twice) - 12} อำเภอ (ดูทั้งหมดด้วย --all")
    assert len(_standing_table(many, show_all=True)) == 2 + len(twice)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_fits_the_longest_name_of_a_district_and_of_a_file(
    lang: str, tmp_path: Path
) -> None:
    run = make_run(tmp_path)
    scope = run.registry.scope
    longest = ScopeDistrict("นครศรีธรรมราช", "เมืองนครศรีธรรมราช", "8001")
    districts = (scope.districts[0], longest, *scope.districts[2:])
    folder = tmp_path / "in"
    folder.mkdir()
    older, newer, nobodys = OwnList("บางคล้า"), OwnList("บางคล้า"), OwnList()
    newer.name = "บางคล้า แก้ไข.xlsx"
    newer.head["วันที่รายงาน"] = "22/12/2565"
    nobodys.title = "รายชื่อ"
    nobodys.name = "รายชื่อกลุ่มเป้าหมายที่ส่งมาทางไลน์เมื่อวานนี้.xlsx"
    paths = [one.write(folder) for one in (older, newer, nobodys)]
    received = dt.date(2022, 12, 29)
    checked = check(paths, run, received=received, expects_all=True)
    registry = replace(run.registry, scope=replace(scope, districts=districts))
    elsewhere = replace(checked, run=replace(run, registry=registry, lang=lang))
    table = _standing_table(elsewhere, show_all=False, width=80)
    assert max(map(display_width, table)) <= 80
    assert any(line.startswith("เมืองน") and "…" in line for line in table[2:])


def _standing_table(
    checked: Validation,
    *,
    show_all: bool,
    width: int = 120,
) -> list[str]:
    screen = StringIO()
    show_validation(checked, Screen(width, screen), show_all=show_all)
    return screen.getvalue().split("\n\n")[1].splitlines()
