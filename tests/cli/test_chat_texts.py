"""`validate --line` and `rank --district X --line`: a text per district for its chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from tests.tools.lists import OwnList, make_run

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

MOST_LINES = 5


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """บางคล้า is right; บางปะกง names six wrong cells, one of them a group of บางคล้า."""
    folder = tmp_path_factory.mktemp("lists")
    make_run(folder)
    (folder / "in").mkdir()
    OwnList("บางคล้า").write(folder / "in")
    flawed = OwnList("บางปะกง")
    flawed.head["วันที่รายงาน"] = "31/11/2565"
    for row in flawed.rows:
        row["ระดับดาว"] = 5
    flawed.rows[0]["ผู้แทนกลุ่ม"] = None
    flawed.add("กลุ่มปูเค็มบ้านบน")["ศักยภาพ"] = "ไม่มี"
    flawed.add("กลุ่มทอผ้าบ้านดอนทราย")
    flawed.write(folder / "in")
    (folder / "of one district").mkdir()
    OwnList("บางปะกง").write(folder / "of one district")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def validate(desk: Path, *words: object) -> Result:
    return run(
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--line",
        "--lang",
        "en",
        *words,
    )


def validate_one(desk: Path) -> Result:
    return run(
        "validate",
        desk / "in" / "บางคล้า.xlsx",
        "--registry",
        desk / "registry.xlsx",
        "--line",
        "--lang",
        "en",
    )


@pytest.fixture(scope="module")
def texts(desk: Path) -> list[str]:
    done = validate(desk, "--received", "29/12/2565", "--today", "30/12/2565")
    assert done.exit_code == 1
    return done.stdout.strip().split("\n\n")


def test_a_right_list_is_thanked_for(texts: list[str]) -> None:
    assert (
        texts[0].splitlines()[0]
        == "KBO บางคล้า: accepted, see warnings, 3/3 groups (late)"
    )


def test_what_is_wrong_is_told_by_cell_in_five_lines(texts: list[str]) -> None:
    lines = texts[1].splitlines()
    assert lines[0].startswith("KBO บางปะกง: rejected, ")
    assert len(lines) == MOST_LINES
    assert lines[1] == (
        "- error: Cell B3 says “31/11/2565”: there is no such date. "
        "Write day/month/Buddhist year, e.g. 20/12/2565."
    )
    assert all(" B" in line or " F" in line for line in lines[1:4])
    assert "more, in the findings that come with it" in lines[4]
    assert "It was due on 28 December 2022" in lines[4]


def test_one_text_is_for_all_districts(texts: list[str]) -> None:
    lines = texts[-1].splitlines()
    assert lines[:3] == [
        "KBO ฉะเชิงเทรา: lists accepted 1 of 11 districts",
        "Sent back, 1: บางปะกง",
        "Late, 2: บางคล้า, บางปะกง",
    ]
    assert lines[3].startswith("Sent no list (9): เมืองฉะเชิงเทรา, บางน้ำเปรี้ยว")
    assert lines[4].startswith("It was due on 28 December 2022")
    assert len(lines) == MOST_LINES


def test_no_representative_and_no_telephone_is_told(texts: list[str]) -> None:
    for words in texts:
        assert "ตัวอย่าง" not in words
        assert "0800" not in words


def test_each_district_without_a_list_is_reminded(texts: list[str]) -> None:
    reminders = [words for words in texts if "no list has come" in words]
    assert len(reminders) == 9
    assert reminders[0].splitlines() == [
        "KBO เมืองฉะเชิงเทรา: no list has come (at least 3 groups)",
        "The registry holds no group that meets the letter: if there is none, send the form and say so.",
        "It was due on 28 December 2022 (a reading of “วันพุธที่ ๒๕ ธันวาคม ๒๕๖๕”): please send it soon.",
    ]


def test_of_one_list_alone_no_other_district_is_reminded(desk: Path) -> None:
    words = validate_one(desk).stdout
    assert "no list has come" not in words


def test_a_missing_list_is_reminded_of_with_the_groups_to_pick_from(desk: Path) -> None:
    done = run(
        "validate",
        desk / "of one district",
        "--registry",
        desk / "registry.xlsx",
        "--line",
        "--today",
        "20/12/2565",
    )
    assert (
        "KBO อำเภอบางคล้า: ยังไม่ได้รับแบบแจ้งรายชื่อ (อย่างน้อย 3 กลุ่ม)\n"
        "บัญชีรายชื่อมีกลุ่มให้เลือก 9 กลุ่ม\n"
        "โปรดส่งภายใน 28 ธันวาคม 2565"
    ) in done.stdout


def test_before_the_day_it_reminds_of_it(desk: Path) -> None:
    words = validate(desk, "--today", "20/12/2565").stdout
    assert "Please send it by 28 December 2022" in words
    assert "It was due" not in words


def test_one_list_alone_has_no_text_for_all(desk: Path) -> None:
    done = validate_one(desk)
    assert done.stdout.splitlines() == [
        "KBO บางคล้า: accepted, 3/3 groups",
        "Nothing is to be mended. Thank you.",
    ]


def test_a_district_is_told_its_shortlist(desk: Path) -> None:
    done = run(
        "rank",
        desk / "registry.xlsx",
        "--district",
        "บางปะกง",
        "--line",
        "--lang",
        "en",
        "--today",
        "20/12/2565",
    )
    lines = done.stdout.splitlines()
    assert lines[0] == "KBO บางปะกง: at least 3 groups (met)"
    assert lines[1] == (
        "Proposed, 3: 1) กลุ่มกะปิบ้านคลองใหม่ (3 star), "
        "2) กลุ่มน้ำปลาบ้านชายทะเล (Quadrant D passed), "
        "3) กลุ่มหอยดองบ้านล่าง (Quadrant D passed)"
    )
    assert lines[2].startswith("Reserves, 2: 4) กลุ่มสองเขต")
    assert lines[3].startswith("Due 28 December 2022")
    assert len(lines) <= MOST_LINES


def test_a_shortlist_past_the_day_says_so_and_what_was_not_checked_in_one_line(
    tmp_path: Path,
) -> None:
    make_run(tmp_path, without=["มชช.", "โครงการอื่น"])
    done = run(
        "rank",
        tmp_path / "registry.xlsx",
        "--district",
        "บางปะกง",
        "--line",
        "--lang",
        "en",
        "--today",
        "30/12/2565",
    )
    lines = done.stdout.splitlines()
    assert len(lines) <= MOST_LINES
    assert lines[-2].startswith("Note: ")
    assert lines[-1].startswith("It was due on 28 December 2022")
