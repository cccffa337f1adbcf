"""A list that is right is accepted: no error and no warning, however the district lays it out.

- Each of 31 layouts, in several wordings and for three districts; the rest of two hundred under the slow mark.
- What only looks like one of them is still told: several people in a cell, an office without a person, a wrong name.
- Naming a group certifies its potential where the list has no column for it; a blank in one is a question.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools import right_lists
from tests.tools.lists import OwnList, check, make_run, registry_rows
from tests.tools.looks import flat
from tests.tools.registries import text_table, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbo_screen.desk.run import Run

DISTRICTS = sorted(right_lists.GROUPS)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("right"), more=right_lists.CAPITAL)


def assert_is_accepted(
    lay_out: Callable[[right_lists.RightList], None], seed: int, run: Run, folder: Path
) -> None:
    chance = random.Random(seed)
    right = right_lists.plain_list(DISTRICTS[seed % len(DISTRICTS)], chance)
    lay_out(right)
    checked = check([right.write(folder)], run)
    of_list = [
        f
        for f in flat(file.findings for file in checked.files)
        if f.severity in ("error", "warning")
    ]
    assert [(f.code, f.place.cell, f.value) for f in of_list] == []
    assert [(file.status, len(file.accepted)) for file in checked.files] == [
        ("accepted", 3)
    ]
    (file,) = checked.files
    assert (
        run.registry.scope.districts[file.submission.district_ix].district
        == right.district
    )


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "lay_out", right_lists.LAYOUTS, ids=lambda lay_out: lay_out.__name__
)
def test_a_right_list_is_accepted(
    lay_out: Callable[[right_lists.RightList], None],
    seed: int,
    run: Run,
    tmp_path: Path,
) -> None:
    assert_is_accepted(lay_out, seed, run, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 9))
@pytest.mark.parametrize(
    "lay_out", right_lists.LAYOUTS, ids=lambda lay_out: lay_out.__name__
)
def test_two_hundred_right_lists_are_accepted(
    lay_out: Callable[[right_lists.RightList], None],
    seed: int,
    run: Run,
    tmp_path: Path,
) -> None:
    assert_is_accepted(lay_out, seed, run, tmp_path)


def test_reserves_are_no_second_list_and_are_told(run: Run, tmp_path: Path) -> None:
    right = right_lists.plain_list("บางคล้า", random.Random(1))
    right.sheet = "อ.บางคล้า"
    right.more_sheets["สำรอง"] = [
        ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"],
        ["กลุ่มขนมไทยบ้านโคกสูง", "นายสำรอง ตัวอย่าง"],
    ]
    (file,) = check([right.write(tmp_path)], run).files
    assert [
        (f.code, f.place.sheet) for f in file.findings if f.code == "table.reserves"
    ] == [("table.reserves", "สำรอง")]
    assert len(file.accepted) == 3


def codes_with(run: Run, folder: Path, **cells: str) -> list[tuple[str, str | None]]:
    """What is said of a list of บางคล้า whose first row says something else in some cells."""
    right = right_lists.plain_list("บางคล้า", random.Random(1))
    right.sheet = "บางคล้า"
    right.rows[0] |= cells
    (file,) = check([right.write(folder)], run).files
    return [(f.code, f.place.cell) for f in file.findings if f.severity != "info"]


@pytest.mark.parametrize(
    "words",
    [
        "นางหนึ่ง ตัวอย่าง และคณะ",
        "นางหนึ่ง ตัวอย่าง, นายเก้า ตัวอย่าง",
        "นางหนึ่ง ตัวอย่าง / นายเก้า ตัวอย่าง โทร 0810000001",
    ],
)
def test_several_people_in_a_cell_are_told(
    words: str, run: Run, tmp_path: Path
) -> None:
    assert codes_with(run, tmp_path, ผู้แทนกลุ่ม=words) == [
        ("cell.several-representatives", "E2")
    ]


def test_a_name_that_is_like_none_is_offered_none(run: Run, tmp_path: Path) -> None:
    """What is less alike than the cut-off is no help."""
    right = right_lists.plain_list("บางคล้า", random.Random(1))
    right.sheet, right.header = "บางคล้า", ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]
    right.rows[0]["ชื่อกลุ่ม"] = "ชมรมว่าวจุฬา"
    (file,) = check([right.write(tmp_path)], run).files
    (finding,) = [f for f in file.findings if f.code == "registry.unknown-group"]
    assert finding.fields["nearest"] == {"th": "", "en": ""}
    assert "Nearest" not in finding.message("en")
    assert "ใกล้เคียง" not in finding.message("th")


@pytest.mark.parametrize("second_id", ["240600002", None])
def test_groups_of_one_name_are_told_apart_by_the_subdistrict_behind(
    second_id: str | None, run: Run, tmp_path: Path
) -> None:
    """And without it the name is ambiguous still. The second may have no id."""
    more = f"""
| พนมสารคาม | 240600001 | กลุ่มสตรีบ้านใหม่ | กลุ่มผู้ผลิตชุมชน | 2406000011 | ปลาร้า | 3 | D | 2560 | ผ่าน |  |  |
| พนมสารคาม | {second_id or ""} | กลุ่มสตรีบ้านใหม่ | กลุ่มผู้ผลิตชุมชน | 2406000021 | ปลาส้ม | 3 | D | 2560 | ผ่าน |  |  |
"""
    rows = [
        [*row, tambon]
        for row, tambon in zip(text_table(more), ["เกาะขนุน", "ต.บ้านซ่อง"], strict=True)
    ]
    header = [*registry_rows()[0], "ตำบล"]
    registry = write_xlsx(tmp_path / "registry.xlsx", [header, *rows])
    own = build_run(
        [registry], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )
    list_rows = [
        ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"],
        ["กลุ่มสตรีบ้านใหม่ ต.บ้านซ่อง", "นายหนึ่ง ตัวอย่าง"],
        ["กลุ่มสตรีบ้านใหม่", "นายสอง ตัวอย่าง"],
    ]
    (file,) = check([write_xlsx(tmp_path / "พนมสารคาม.xlsx", list_rows)], own).files
    groups = own.screening.groups["group_id"]
    assert [groups.loc[choice.group] for choice in file.accepted] == [second_id]
    (finding,) = [f for f in file.findings if f.code == "registry.ambiguous-name"]
    assert finding.place.cell == "A3"
    assert "give its subdistrict" in finding.remedy("en")


@pytest.mark.parametrize(
    ("potential", "code", "status", "accepted"),
    [
        (None, "selection.certified-by-naming", "accepted", 4),
        ("", "selection.potential-not-said", "accepted_with_warnings", 3),
        ("มีศักยภาพ", None, "accepted", 4),
        ("ไม่มี", "selection.potential-not-certified", "rejected", 3),
    ],
)
def test_potential_is_certified_by_naming_asked_or_denied(
    potential: str | None,
    code: str | None,
    status: str,
    accepted: int,
    run: Run,
    tmp_path: Path,
) -> None:
    one = OwnList("บางปะกง")
    one.add("กลุ่มปูเค็มบ้านบน")["ศักยภาพ"] = potential
    if potential is None:
        one.header.remove("ศักยภาพ")
    (file,) = check([one.write(tmp_path)], run).files
    assert ([f.code for f in file.findings], file.status) == (
        [code] if code else [],
        status,
    )
    assert len(file.accepted) == accepted
