"""What moved between two lists of a district: every class of change at its cell, and no other."""

from __future__ import annotations

import random
import shutil
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.checking.validation import check_submissions
from kbo_screen.formats.page.render import render_page
from kbo_screen.formats.terminal.console import Screen
from kbo_screen.formats.terminal.validation_terminal import show_validation
from kbo_screen.results.chat.validation_line import validation_line
from kbo_screen.results.page.page_contents import check_content
from kbo_screen.results.shown import shown_check
from kbo_screen.results.validation.since_sentences import (
    changes_in_words,
    since_in_words,
)
from kbo_screen.results.validation.validation_payload import validation_payload
from kbo_screen.sources.submissions.submission_files import read_submission
from tests.tools.lists import COLUMN, FIRST, OwnList, make_run
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.checking.check_result import ChangesSince
    from kbo_screen.desk.run import Run

#: Certain groups of the first tier that a clean list of บางคล้า does not name.
OTHERS = ["กลุ่มขนมไทยบ้านโคกสูง", "กลุ่มแปรรูปอาหารบ้านทุ่งสน"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("since"))


def lists_of(path: Path, run: Run) -> list[Any]:
    return read_submission(path, run.letter, run.registry.scope)


def compare(
    older: Path,
    newer: Path,
    run: Run,
) -> ChangesSince:
    checked = check_submissions(
        lists_of(newer, run), run, previous=lists_of(older, run)
    )
    (file,) = checked.files
    assert file.since is not None
    return file.since


def write(one: OwnList, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return one.write(folder)


def at(column: str, row: int) -> str:
    return f"{COLUMN[column]}{FIRST + row}"


def expect_nothing() -> dict[str, Any]:
    return {"groups": [], "cells": [], "mended": [], "new": [], "still": []}


def seen(since: ChangesSince) -> dict[str, Any]:
    """What is told, as codes, kinds and cells."""
    return {
        "groups": [(g.change, g.place.cell) for g in since.groups],
        "cells": [(c.field, c.place.cell) for c in since.cells],
        "mended": [(f.code, f.place.cell) for f in since.mended],
        "new": [(f.code, f.place.cell) for f in since.new],
        "still": [(f.code, f.place.cell) for f in since.still],
    }


def phone(one: OwnList, row: int) -> dict[str, Any]:
    one.rows[row]["โทรศัพท์"] = "0899999999"
    return {"cells": [("phone", at("โทรศัพท์", row))]}


def person(one: OwnList, row: int) -> dict[str, Any]:
    one.rows[row]["ผู้แทนกลุ่ม"] = "นางใหม่ มาแทน"
    return {"groups": [("representative_changed", at("ผู้แทนกลุ่ม", row))]}


def added(one: OwnList, row: int) -> dict[str, Any]:
    one.add(OTHERS[row % 2])
    return {"groups": [("added", at("ชื่อกลุ่ม", 3))]}


def taken_out(one: OwnList, row: int) -> dict[str, Any]:
    one.rows.pop()
    return {
        "groups": [("taken_out", at("ชื่อกลุ่ม", 2))],
        "new": [("selection.too-few", None)],
    }


def replaced(one: OwnList, row: int) -> dict[str, Any]:
    one.add(OTHERS[row % 2])
    one.rows[2] = one.rows.pop() | {"ผู้แทนกลุ่ม": one.rows[2]["ผู้แทนกลุ่ม"]}
    return {"groups": [("replaced", at("ชื่อกลุ่ม", 2))]}


def product(one: OwnList, row: int) -> dict[str, Any]:
    one.rows[row]["ชื่อผลิตภัณฑ์"] = "ของอื่น"
    return {
        "groups": [("product_changed", at("ชื่อผลิตภัณฑ์", row))],
        "new": [("registry.product-not-of-group", at("ชื่อผลิตภัณฑ์", row))],
    }


def wrong(one: OwnList, row: int) -> dict[str, Any]:
    one.rows[row]["ระดับดาว"] = "รอผล"
    return {
        "cells": [("star", at("ระดับดาว", row))],
        "new": [("cell.unreadable-star", at("ระดับดาว", row))],
    }


def moved(one: OwnList, row: int) -> dict[str, Any]:
    one.rows[0], one.rows[1] = one.rows[1], one.rows[0]
    return {}


Change = "Callable[[OwnList, int], dict[str, Any]]"
CHANGES = [phone, person, added, taken_out, replaced, product, wrong, moved]


@pytest.mark.parametrize("seed", seeds(26, ordinary=2))
def test_every_class_of_change_is_told_at_its_cell(
    seed: int,
    run: Run,
    tmp_path: Path,
) -> None:
    """Eight changes of each of 26 lists: 208 pairs."""
    pick = random.Random(seed)
    for change in CHANGES:
        older, newer = OwnList(), OwnList()
        for one in (older, newer):
            one.head["วันที่รายงาน"] = f"{10 + seed % 12}/12/2565"
        row = pick.randrange(3)
        folder = tmp_path / change.__name__
        folder.mkdir()
        expected = expect_nothing() | change(newer, row)
        since = compare(write(older, folder / "old"), write(newer, folder / "new"), run)
        assert (change.__name__, seen(since)) == (change.__name__, expected)
        assert (since.is_same_file, since.is_same_content) == (False, False)


@pytest.mark.parametrize("seed", seeds(26, ordinary=2))
def test_the_way_back_is_mended(
    seed: int,
    run: Run,
    tmp_path: Path,
) -> None:
    row = random.Random(seed).randrange(3)
    older, newer = OwnList(), OwnList()
    expected = wrong(older, row)["new"]
    since = compare(write(older, tmp_path / "old"), write(newer, tmp_path / "new"), run)
    assert seen(since) == expect_nothing() | {"mended": expected}


def test_a_fault_that_stays_is_still_there_wherever_its_row_moved(
    run: Run, tmp_path: Path
) -> None:
    older, newer = OwnList(), OwnList()
    wrong(older, 0)
    wrong(newer, 0)
    newer.rows[0], newer.rows[2] = newer.rows[2], newer.rows[0]
    since = compare(write(older, tmp_path / "old"), write(newer, tmp_path / "new"), run)
    still = [("cell.unreadable-star", at("ระดับดาว", 2))]
    assert seen(since) == expect_nothing() | {"still": still}


def test_the_same_file_and_the_same_content(run: Run, tmp_path: Path) -> None:
    older = write(OwnList(), tmp_path / "old")
    (tmp_path / "same").mkdir()
    same = tmp_path / "same" / "ส่งอีกครั้ง บางคล้า.xlsx"
    shutil.copy(older, same)
    since = compare(older, same, run)
    assert (since.is_same_file, since.is_same_content) == (True, True)
    other = OwnList()
    other.title = "บัญชีกลุ่มเป้าหมาย อำเภอบางคล้า"
    since = compare(older, write(other, tmp_path / "new"), run)
    assert (since.is_same_file, since.is_same_content) == (False, True)


def test_two_lists_given_together_are_compared(run: Run, tmp_path: Path) -> None:
    older, newer = OwnList(), OwnList()
    newer.name = "บางคล้า แก้ไข.xlsx"
    newer.head["วันที่รายงาน"] = "22/12/2565"
    phone(newer, 1)
    lists = [
        *lists_of(write(older, tmp_path), run),
        *lists_of(write(newer, tmp_path), run),
    ]
    checked = check_submissions(lists, run)
    (compared,) = [file for file in checked.files if file.since]
    assert compared.submission.file == newer.name
    assert seen(compared.since)["cells"] == [("phone", at("โทรศัพท์", 1))]


def test_a_silent_change_is_named_and_nobody_is(run: Run, tmp_path: Path) -> None:
    older, newer = OwnList(), OwnList()
    person(newer, 1)
    phone(newer, 0)
    checked = check_submissions(
        lists_of(write(newer, tmp_path / "new"), run),
        run,
        previous=lists_of(write(older, tmp_path / "old"), run),
    )
    checked = shown_check(checked)
    words = validation_line(checked)
    assert "เปลี่ยนตัวแทน (K8) – เดิมรับแล้ว" in words
    assert "เซลล์ L7 (โทรศัพท์) เดิมถูกต้อง แต่มีการเปลี่ยน – เดิมรับแล้ว" in words
    since = validation_payload(checked)["files"][0]["since"]
    assert since is not None
    assert since["groups"][0]["change"] == "representative_changed"
    told = f"{words}{since}"
    assert not any(name in told for name in ("มาแทน", "สอง ตัวอย่าง", "0899999999"))


def test_a_row_of_a_list_that_was_sent_back_was_in_order_and_not_accepted(
    run: Run, tmp_path: Path
) -> None:
    older, newer = OwnList(), OwnList()
    for one in (older, newer):
        one.rows[2]["ชื่อกลุ่ม"] = "กลุ่มที่ไม่มีในทะเบียนใด"
    person(newer, 1)
    checked = check_submissions(
        lists_of(write(newer, tmp_path / "new"), run),
        run,
        previous=lists_of(write(older, tmp_path / "old"), run),
    )
    words = validation_line(shown_check(checked))
    expected = "เปลี่ยนตัวแทน (K8) – เดิมถูกต้อง อยู่ในรายชื่อที่ส่งคืนแก้ไข"
    assert expected in words
    since = validation_payload(checked)["files"][0]["since"]
    assert since is not None
    (group,) = since["groups"]
    assert (group["was_accepted"], group["was_in_order"]) == (False, True)


def test_of_many_lists_those_that_are_the_same_again_stand_in_one_line(
    run: Run, tmp_path: Path
) -> None:
    lists = []
    for number, district in enumerate(("บางคล้า", "บางปะกง", "บ้านโพธิ์", "ราชสาส์น")):
        own = OwnList("บ้านโพธิ์" if number == 3 else district)
        own.title, own.name = f"อำเภอ{district}", f"{district}.xlsx"
        lists += lists_of(write(own, tmp_path), run)
    screen = StringIO()
    show_validation(check_submissions(lists, run, previous=lists), Screen(100, screen))
    line = "เหมือนฉบับก่อน ไม่มีสิ่งใดเปลี่ยน 4 อำเภอ: บางคล้า, บางปะกง, บ้านโพธิ์, ราชสาส์น"
    assert screen.getvalue().count(line) == 1
    assert "เป็นไฟล์เดิม" not in screen.getvalue()


def test_the_page_says_what_moved_as_the_screen_does(run: Run, tmp_path: Path) -> None:
    older, newer = OwnList(), OwnList()
    person(newer, 1)
    phone(newer, 0)
    checked = check_submissions(
        lists_of(write(newer, tmp_path / "new"), run),
        run,
        previous=lists_of(write(older, tmp_path / "old"), run),
    )
    checked = shown_check(checked)
    screen = StringIO()
    show_validation(checked, Screen(200, screen))
    page = render_page(check_content(checked))
    (compared,) = [file for file in checked.files if file.since]
    assert compared.since
    lines = [
        since_in_words(compared.since, "th"),
        *changes_in_words(compared.since, "th"),
    ]
    assert len(lines) == 3
    for line in lines:
        assert line in screen.getvalue()
        assert line in page
    assert "สอง ตัวอย่าง" not in page
