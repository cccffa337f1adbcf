"""Columns that are the answers of one question, and headers that are an answer or deny one.

- The ticked answer is read, whatever the mark, with the address of the tick.
- No tick and several ticks are unknown and told at the row's cells; never "not rated".
- Where it is doubtful whether they are ticks, the run stops and names the header.
- Under a header that denies, a yes is clear and a no is a project; what says neither is unknown and told.
- A header that is an answer itself gives its ticks that answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from tests.sources.test_header_rows import NAMES, TALL, write
from tests.tools.registries import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.side_list import SideList

LETTER = load_letter()
PLAIN = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"]


def read_ticks(
    tmp_path: Path,
    name: str,
    answers: list[str],
    rows: list[list[Any]],
    more: str = "",
) -> Registry:
    """A registry with one header merged over answers from column E on; a column of stars behind, where `more`."""
    blank = [""] * (len(answers) - 1)
    header = [[*PLAIN, name, *blank, more], ["", "", "", "", *answers]]
    products = [[*NAMES[:3], f"สินค้า {number}", *row] for number, row in enumerate(rows)]
    last = chr(ord("E") + len(answers) - 1)
    return read_registry(
        write(tmp_path / "r.xlsx", [*header, *products], [*TALL, f"E1:{last}1"]), LETTER
    )


def told(registry: Registry, code: str) -> list[str | None]:
    return [finding.place.cell for finding in registry.findings if finding.code == code]


STARS = ["1 ดาว", "2 ดาว", "3 ดาว", "4 ดาว", "5 ดาว"]


@pytest.mark.parametrize(
    "mark", ["/", "✓", "✔", "✔️", "x", "X", 1, True, "☑", "ü", "ใช่", "√"]
)
def test_the_ticked_star_is_read_at_its_cell(tmp_path: Path, mark: Any) -> None:
    registry = read_ticks(
        tmp_path,
        "ระดับดาว ปี ๒๕๖๕",
        STARS,
        [["", "", mark], [mark], ["", "", "", "", mark]],
    )
    assert registry.products["star"].tolist() == [3, 1, 5]
    assert registry.products["star_year_be"].tolist() == [2565] * 3
    assert not registry.findings
    assert registry.place(0, "star").cell == "G3"


def test_no_tick_and_several_are_unknown(tmp_path: Path) -> None:
    rows = [["/"], ["", "", ""], ["/", "", "/"], ["", "เคยได้"]]
    registry = read_ticks(
        tmp_path, "ระดับดาว ปี 2565", STARS, [*rows, ["/"], ["/"], ["", "/"]]
    )
    assert registry.products["star"].isna().tolist() == [
        False,
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert registry.products["star_rated"].isna().tolist() == [
        False,
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert told(registry, "cell.no-tick") == ["E4"]
    assert told(registry, "cell.several-ticks") == ["E5"]
    assert told(registry, "cell.unclear-tick") == ["F6"]


def test_a_cross_in_a_table_of_ticks_is_no_tick(tmp_path: Path) -> None:
    """2: "x" beside "/" says "not this one"; alone in its row it may say either."""
    rows = [["x", "/", "x", "x", "x"], ["x", "", "", "", ""]]
    registry = read_ticks(tmp_path, "ระดับดาว ปี 2565", STARS, rows)
    assert registry.products["star"][0] == 2
    assert told(registry, "cell.unclear-tick") == ["E4"]


@pytest.mark.parametrize(
    ("name", "answers", "field", "values"),
    [
        ("กลุ่มผลิตภัณฑ์ (Quadrant)", ["A", "B", "C", "D"], "quadrant", ["A", "B"]),
        (
            "มชช.",
            ["ผ่าน", "อยู่ระหว่างการพัฒนา", "ไม่ได้สมัคร"],
            "standard",
            ["passed", "developing"],
        ),
        ("โครงการอื่น ปี 2566", ["ซ้ำ", "ไม่ซ้ำ"], "other_project", ["in_project", "clear"]),
        (
            "โครงการอื่นของกรมฯ",
            ["นวัตวิถี", "Young OTOP", "OTOP Trader"],
            "other_project",
            ["in_project", "in_project"],
        ),
        ("ศักยภาพ", ["มี", "ไม่มี"], "potential", ["yes", "no"]),
    ],
)
def test_every_coded_field_may_be_ticked(
    tmp_path: Path,
    name: str,
    answers: list[str],
    field: str,
    values: list[str],
) -> None:
    width = len(answers)
    first = ["/", *[""] * (width - 1)]
    second = ["", "✓", *[""] * (width - 2)]
    registry = read_ticks(
        tmp_path, name, answers, [[*first, 3], [*second, 3]], more="ดาว ปี 2565"
    )
    assert registry.products[field].tolist() == values
    assert registry.place(1, field).cell == "F4"


def test_projects_as_columns_may_be_several_and_none(tmp_path: Path) -> None:
    """1: who is ticked nowhere is in none of them, as a blank in a column of projects is none."""
    registry = read_ticks(
        tmp_path,
        "โครงการอื่น",
        ["นวัตวิถี", "Trader"],
        [["/", "/", 3], ["", "", 3]],
        more="ดาว ปี 2565",
    )
    assert registry.products["other_project"].tolist() == ["in_project", "clear"]


def test_answers_stand_without_a_header_above(tmp_path: Path) -> None:
    """1: in one row, where ticks and nothing else stand below."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "กลุ่ม", "รายเดียว", "SME", "ชื่อผลิตภัณฑ์", "★", "★★", "★★★"]
    rows = [
        ["บางคล้า", "กลุ่มหนึ่ง", "/", "", "", "ก", "", "/", ""],
        ["บางคล้า", "ร้านสอง", "", "/", "", "ข", "", "", "/"],
    ]
    registry = read_registry(write_csv(tmp_path / "r.csv", header, rows), LETTER)
    assert registry.products["producer_type"].tolist() == [
        "community_group",
        "single_owner",
    ]
    assert registry.products["star"].tolist() == [2, 3]


def test_rounds_over_answers_are_told_apart(tmp_path: Path) -> None:
    """1: the stars of the letter's round."""
    header = [
        [*PLAIN, "ระดับดาว", "", "", "", "", ""],
        ["", "", "", "", "ปี 2562", "", "", "ปี 2565", "", ""],
        ["", "", "", "", *STARS[:3], *STARS[:3]],
    ]
    merges = [*(f"{letter}1:{letter}3" for letter in "ABCD"), "E1:J1", "E2:G2", "H2:J2"]
    path = write(
        tmp_path / "r.xlsx", [*header, [*NAMES, "", "", "/", "", "/", ""]], merges
    )
    registry = read_registry(path, LETTER)
    assert registry.products["star"].tolist() == [2]
    assert told(registry, "table.other-star-round") == ["E3"]


def test_counts_under_answers_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_ticks(
            tmp_path, "ระดับดาว ปี 2565", STARS, [[12, 3, 4, 0, 1], [2, 0, 9, 9, 9]]
        )
    assert [
        (finding.code, finding.place.cell) for finding in caught.value.findings
    ] == [("table.tick-columns", "E2")]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ใช่", "clear"), ("✓", "clear"), ("/", "clear"), ("ไม่ซ้ำ", "clear"), ("1", "clear"),
        ("ไม่ใช่", "in_project"), ("ซ้ำ", "in_project"),
        ("", None), ("Young OTOP", None), ("x", None), ("ไม่", None), ("-", None), ("?", None),
    ],
)  # fmt: skip
def test_a_header_that_denies_turns_its_yes_and_no_round(
    tmp_path: Path,
    words: str,
    value: str | None,
) -> None:
    header = [*PLAIN, "ดาว ปี 2565", "ไม่ได้อยู่ในโครงการอื่น"]
    registry = read_registry(
        write_csv(tmp_path / "r.csv", header, [[*NAMES, 3, words]]), LETTER
    )
    read = (
        registry.products["other_project"]
        .astype(object)
        .where(lambda code: code.notna(), None)
    )
    assert read.tolist() == [value]
    assert told(registry, "table.denied-header") == ["F1"]
    assert told(registry, "cell.unclear-denial") == ([] if value else ["F2"])


@pytest.mark.parametrize(
    ("words", "value"),
    [("/", "passed"), ("ใช่", "passed"), ("อยู่ระหว่างการพัฒนา", "developing")],
)
def test_a_header_may_be_the_answer(
    tmp_path: Path,
    words: str,
    value: str,
) -> None:
    header = [*PLAIN, "ดาว ปี 2565", "ผ่าน มชช."]
    registry = read_registry(
        write_csv(tmp_path / "r.csv", header, [[*NAMES, 3, words]]), LETTER
    )
    assert registry.products["standard"].tolist() == [value]


def test_stars_are_ticked_in_a_side_list_too(tmp_path: Path) -> None:
    header = [["ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ผลการคัดสรร 65", "", ""], ["", "", *STARS[:3]]]
    merges = ["A1:A2", "B1:B2", "C1:E1"]

    def read(row: list[Any]) -> SideList:
        path = write(tmp_path / "stars.xlsx", [*header, ["กลุ่มหนึ่ง", "ก", *row]], merges)
        return read_side_list(path, "stars", LETTER, make_scope(LETTER))

    assert read(["", "/", ""]).rows["star"].tolist() == [2]
    with pytest.raises(InputError) as caught:
        read([7, 12, 9])
    assert caught.value.findings[0].code == "table.tick-columns"
