"""Each reading is read from its field of the letter file.

1. A letter that takes the other side of a field changes a result, or its check refuses it.
2. The code that decides refuses a side that nobody has built, even where the check was passed over.
3. The sides that the program's own letter takes are those of a letter that names none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.checking.check_order import check_quota
from kbo_screen.findings import UsageError
from kbo_screen.gap.variants import read_by
from kbo_screen.letters.choices import NOT_BUILT, Choices, SideNotBuiltError
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.registry.submission import Submission
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.cli.test_commands import SAMPLE
from tests.tools.lists import OwnList, check, make_run, row_for, told
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbo_screen.letters.model import Letter

TEXT = load_letter_file().text
LETTER = load_letter()
OTHER_SIDES = [
    (name, side)
    for name, field in Choices.model_fields.items()
    for side in get_args(field.annotation)[1:]
]
BUILT = [
    (name, side) for name, side in OTHER_SIDES if side not in NOT_BUILT.get(name, ())
]
NOT_BUILT_SIDES = [
    (name, side) for name, side in OTHER_SIDES if side in NOT_BUILT.get(name, ())
]
REGISTRIES = Path(__file__).parents[3] / "shared" / "registries"

#: One group in its only district; the first tier is full of stars, the rest of a row is certain.
HEADER = "| อำเภอ | ตำบล | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภท | ชื่อผลิตภัณฑ์ | ดาว ปี 2565 | Quadrant | ปีที่ลงทะเบียน | มชช. | โครงการอื่น | ศักยภาพ |"
#: For each side, the rows that are decided otherwise under it.
ROWS = {
    "preference_before_certainty": """
| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | 3 | D | 2560 | | | มี |
| บางคล้า | | 240200002 | กลุ่มสอง | | เสื่อ | 3 | D | 2560 | ผ่าน | | มี |""",
    "registration_unit": """
| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | - | D | 2560 | | | มี |
| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | เสื่อ | - | D | 2550 | | | มี |""",
    "type_unit": """
| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | 3 | D | 2560 | | | มี |
| บางคล้า | | 240200001 | กลุ่มหนึ่ง | รายเดี่ยว | เสื่อ | 3 | D | 2560 | | | มี |""",
    "kbo_itself": "| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | 3 | D | 2560 | | KBO ปี 2566 | มี |",
    "withdrawn": "| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | 3 | D | 2560 | | ถอนตัวจาก OTOP Trader | มี |",
    "project_year": "| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | 3 | D | 2560 | | OTOP Trader ปี 2564 | มี |",
    "same_name": """
| บางคล้า | ปากน้ำ | | กลุ่มแม่บ้าน | กลุ่ม | ผ้า | 3 | D | 2560 | | | มี |
| บางคล้า | บางสวน | | กลุ่มแม่บ้าน | กลุ่ม | เสื่อ | 3 | D | 2560 | | | มี |""",
    "blank_project_cell": "| บางคล้า | | 240200001 | กลุ่มหนึ่ง | กลุ่ม | ผ้า | 3 | D | 2560 | | | มี |",
}


def letter_with(name: str, side: str) -> Letter:
    """The letter whose file takes that side, checked."""
    text = re.sub(rf'(?m)^{name} = ".+"$', f'{name} = "{side}"', TEXT)
    assert text != TEXT
    return parse_letter(text, "letter.toml").letter


def ranked(folder: Path, rows: str, letter: Letter) -> list[tuple[Any, ...]]:
    """The listed groups in order: name, certainty, how many products."""
    source = write_csv(folder / "r.csv", *_header_and_rows(rows))
    result = screen(read_registry(source, letter), letter)
    listed = result.groups[result.groups["outcome"] == "listed"].sort_values("rank")
    sizes = result.products.groupby("group").size()
    return [
        (row.group_name, str(row.certainty), int(sizes[group]))
        for group, row in zip(listed.index, listed.itertuples(), strict=True)
    ]


def _header_and_rows(rows: str) -> tuple[list[str], list[list[str]]]:
    header, *lines = text_table(f"{HEADER}\n{rows.strip()}")
    return header, lines


#: What the letter's own side and the other side make of the rows.
EXPECTED = {
    ("preference_before_certainty", "certainty-first"): (
        [("กลุ่มสอง", "check", 1), ("กลุ่มหนึ่ง", "certain", 1)],
        [("กลุ่มหนึ่ง", "certain", 1), ("กลุ่มสอง", "check", 1)],
    ),
    ("registration_unit", "product"): (
        [("กลุ่มหนึ่ง", "check", 2)],
        [("กลุ่มหนึ่ง", "certain", 2)],
    ),
    ("type_unit", "product"): ([("กลุ่มหนึ่ง", "check", 2)], [("กลุ่มหนึ่ง", "certain", 2)]),
    ("kbo_itself", "another-project"): ([("กลุ่มหนึ่ง", "certain", 1)], []),
    ("withdrawn", "in-project"): ([("กลุ่มหนึ่ง", "check", 1)], []),
    ("withdrawn", "clear"): ([("กลุ่มหนึ่ง", "check", 1)], [("กลุ่มหนึ่ง", "certain", 1)]),
    ("project_year", "any-year"): ([("กลุ่มหนึ่ง", "certain", 1)], []),
    ("same_name", "one-group"): (
        [("กลุ่มแม่บ้าน", "certain", 1), ("กลุ่มแม่บ้าน", "certain", 1)],
        [("กลุ่มแม่บ้าน", "certain", 2)],
    ),
    ("blank_project_cell", "unknown"): (
        [("กลุ่มหนึ่ง", "certain", 1)],
        [("กลุ่มหนึ่ง", "check", 1)],
    ),
}


@pytest.mark.parametrize(("name", "side"), EXPECTED)
def test_the_other_side_decides_otherwise(name: str, side: str, tmp_path: Path) -> None:
    ours, theirs = EXPECTED[name, side]
    other = letter_with(name, side)
    assert ranked(tmp_path, ROWS[name], LETTER) == ours
    assert ranked(tmp_path, ROWS[name], other) == theirs
    assert read_by(other) != read_by(LETTER)


def left_out(one: OwnList) -> None:
    """A group of the next tier stands in the place of the only one of the first tier."""
    one.rows[0] = row_for("กลุ่มสองเขต", 1, one.district)


def same_person(one: OwnList) -> None:
    one.rows[1]["ผู้แทนกลุ่ม"] = one.rows[0]["ผู้แทนกลุ่ม"]


def without_word(one: OwnList) -> None:
    one.header.remove("ศักยภาพ")
    one.add("กลุ่มปูเค็มบ้านบน")


@pytest.mark.parametrize(
    ("name", "side", "change", "ours", "theirs"),
    [
        ("exhaust_primary", "refused", left_out, "warning", "error"),
        ("one_person", "refused", same_person, "warning", "error"),
        ("naming_certifies", "never", without_word, "info", "warning"),
    ],
)
def test_a_list_is_judged_by_the_side_that_the_letter_takes(
    name: str,
    side: str,
    change: Callable[[OwnList], None],
    ours: str,
    theirs: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "letter.toml").write_text(
        re.sub(rf'(?m)^{name} = ".+"$', f'{name} = "{side}"', TEXT), "utf-8"
    )
    one = OwnList("บางปะกง")
    change(one)
    path = one.write(tmp_path)
    for letter, expected in (
        ("chachoengsao_2566", ours),
        (str(tmp_path / "letter.toml"), theirs),
    ):
        checked = check([path], make_run(tmp_path, letter=letter))
        assert {severity for _, severity, _ in told(checked)} == {expected}, told(
            checked
        )
        status = {
            "error": "rejected",
            "warning": "accepted_with_warnings",
            "info": "accepted",
        }[expected]
        assert checked.files[0].status == status
    told_codes = [
        finding
        for finding in checked.findings
        if finding.code == "selection.earlier-tier-left-out"
    ]
    for finding in told_codes:
        assert "say why" not in finding.remedy("en")


def test_late_rests_on_the_date_that_the_letter_chooses() -> None:
    assert letter_with("lateness", "as-printed").due_date < LETTER.due_date


def test_every_side_is_tried_or_refused() -> None:
    of_lists = {
        ("exhaust_primary", "refused"),
        ("one_person", "refused"),
        ("naming_certifies", "never"),
    }
    of_order_and_tiers = {  # tried in test_readings
        ("preference_scope", "before-tiers"),
        ("insufficient", "per-province"),
        ("insufficient", "certain-only"),
        ("old_standard", "valid-only"),
    }
    of_number = {("quota_is", "exact"), ("lateness", "as-printed")}
    assert {*EXPECTED, *of_lists, *of_order_and_tiers, *of_number} == set(BUILT)
    for name, side in NOT_BUILT_SIDES:
        with pytest.raises(UsageError) as caught:
            letter_with(name, side)
        assert [finding.code for finding in caught.value.findings] == [
            "letter.side-not-built"
        ]


@pytest.mark.parametrize(("name", "side"), NOT_BUILT_SIDES)
def test_the_code_that_decides_refuses_a_side_that_is_not_built(
    name: str, side: str, tmp_path: Path
) -> None:
    unchecked = LETTER.model_copy(
        update={"choices": LETTER.choices.model_copy(update={name: side})}
    )
    run = replace(make_run(tmp_path), letter=unchecked)

    def decide() -> None:
        ranked(tmp_path, ROWS["kbo_itself"], unchecked)
        list(check_quota(3, Submission("list.xlsx"), 0, run))

    with pytest.raises(SideNotBuiltError, match=f"choices.{name} = {side}"):
        decide()


@pytest.mark.parametrize(
    "source",
    [
        SAMPLE,
        REGISTRIES / "chachoengsao_merged_cells.xlsx",
        REGISTRIES / "chachoengsao_sheet_per_district.xlsx",
        REGISTRIES / "chachoengsao_titles.xlsx",
        REGISTRIES / "chachoengsao_windows874.csv",
    ],
    ids=lambda path: path.name,
)
def test_sides_that_are_not_named_are_those_of_the_letter(
    source: Path, tmp_path: Path
) -> None:
    if not source.exists():
        pytest.skip("../shared/registries is not here")
    silent = re.sub(r"(?m)^\[choices\]\n(?:\w+ = .+\n)+", "", TEXT)
    assert "[choices]" not in silent
    (tmp_path / "letter.toml").write_text(silent, "utf-8")
    results = []
    for letter in ("chachoengsao_2566", str(tmp_path / "letter.toml")):
        payload = rank_payload(
            build_run([source], RunOptions(letter=letter, lang="th", quiet=True))
        )
        results.append(
            {
                key: value
                for key, value in payload.items()
                if key not in ("receipt", "letter")
            }
        )
    assert results[0]["districts"]
    assert results[0] == results[1]
