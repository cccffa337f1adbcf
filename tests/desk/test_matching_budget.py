"""Names are compared with names like them as long as that takes seconds; a line that was not compared is told.

- A name longer than any name is not compared, and its line says so at its cell.
- Long names, and hundreds that are all alike, cost seconds.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

from kbo_screen.desk.alike_names import LONGEST_NAME, compare_names, most_like
from tests.desk.test_side_lists import STARS, run_with

if TYPE_CHECKING:
    from pathlib import Path

LETTERS: Final = "กขคงจชซญดตถทธนบปผพภมยรลวสหอ"


def test_a_name_that_is_a_text_is_not_compared_and_told(tmp_path: Path) -> None:
    words = "กลุ่มจักสานบ้านหนองบัว" + "ก" * LONGEST_NAME
    projects = f"| อำเภอ | ชื่อกลุ่ม | โครงการ |\n| บางคล้า | {words} | OTOP Trader |"
    run = run_with(tmp_path, {"stars": STARS, "projects": projects})
    told = [
        (f.code, f.place.cell)
        for f in run.findings
        if f.place.file == "projects.csv"
        and f.code in ("list.not-compared", "list.unmatched")
    ]
    assert told == [("list.unmatched", "B2"), ("list.not-compared", "B2")]


def test_names_that_are_all_alike_cost_seconds() -> None:
    drawn = random.Random(5)
    word = [drawn.choice(LETTERS) for _ in range(40)]

    def near_name() -> str:
        letters = list(word)
        for _ in range(2):
            letters[drawn.randrange(len(letters))] = drawn.choice(LETTERS)
        return "".join(letters)

    names = sorted({near_name() for _ in range(300)})
    begin = time.process_time()
    alike = compare_names(names, names, 70)
    assert set(alike) == set(names), "90,000 pairs are few enough"
    assert time.process_time() - begin < 30


def test_long_names_cost_no_time() -> None:
    names = [f"{number}" + "ก" * 30_000 for number in range(60)]
    begin = time.process_time()
    assert compare_names(names, names, 70) == {}
    assert len(most_like(names, names, 3)) == len(names)
    assert time.process_time() - begin < 5
