"""What is decided, and by which choice of the letter file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter, read_registry
from kbo_screen.cli.app import app
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.screening.screen import screen
from tests.tools.looks import texts_of
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

TEXT = load_letter_file().text
HEADER = [
    "อำเภอ",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว ปี 2565",
    "โครงการอื่น",
    "สถานะ มชช.",
]


def names_in_order(path: Path, text: str) -> list[str]:
    letter = parse_letter(text, "letter.toml").letter
    return screen(read_registry(path, letter), letter).listed["group_name"].tolist()


def test_certainty_goes_before_the_preference_only_where_the_letter_file_says_so(
    tmp_path: Path,
) -> None:
    rows = text_table("""
        | บางคล้า | กลุ่มรอผล | กลุ่มผู้ผลิตชุมชน | ผ้า | 3 | ? | ผ่าน    |
        | บางคล้า | กลุ่มครบ  | กลุ่มผู้ผลิตชุมชน | ผ้า | 1 | - | ไม่มี |
    """)
    path = write_csv(tmp_path / "r.csv", HEADER, rows)
    assert names_in_order(path, TEXT) == ["กลุ่มรอผล", "กลุ่มครบ"]
    assert names_in_order(
        path, TEXT.replace('"preference-first"', '"certainty-first"')
    ) == ["กลุ่มครบ", "กลุ่มรอผล"]


#: Three proposed groups wait for the result of their stars; three reserves are certain, and the district is met.
PROPOSED_WAIT = """
    | บางคล้า | กลุ่ม ก | กลุ่มผู้ผลิตชุมชน | ผ้า | รอผล | - | ผ่าน |
    | บางคล้า | กลุ่ม ข | กลุ่มผู้ผลิตชุมชน | ผ้า | รอผล | - | ผ่าน |
    | บางคล้า | กลุ่ม ค | กลุ่มผู้ผลิตชุมชน | ผ้า | 2    | - | ผ่าน |
    | บางคล้า | กลุ่ม ง | กลุ่มผู้ผลิตชุมชน | ผ้า | 3    | - |     |
    | บางคล้า | กลุ่ม จ | กลุ่มผู้ผลิตชุมชน | ผ้า | 3    | - |     |
"""


@pytest.fixture
def cli() -> Any:
    """A command of the program, as a person types it."""

    def run(*words: str) -> Any:
        done = CliRunner().invoke(app, list(words), env={"COLUMNS": "110"})
        assert done.exit_code == 0, done.output
        return done

    return run


@pytest.fixture
def proposed_wait(tmp_path: Path) -> str:
    return str(write_csv(tmp_path / "r.csv", HEADER, text_table(PROPOSED_WAIT)))


def test_met_says_how_many_of_the_proposed_wait_on_every_screen(
    proposed_wait: str, cli: Any
) -> None:
    assert "met, 2 proposed wait" in cli("rank", proposed_wait, "--lang", "en").stdout
    assert (
        "ครบตามจำนวน ที่เสนอยังรอ 2" in cli("rank", proposed_wait, "--lang", "th").stdout
    )
    assert (
        "บางคล้า (2 proposed wait)"
        in cli("rank", proposed_wait, "--line", "--lang", "en").stdout
    )
    assert (
        "บางคล้า (ที่เสนอยังรอ 2)"
        in cli("rank", proposed_wait, "--line", "--lang", "th").stdout
    )
    assert (
        "ฉะเชิงเทรา: met 1 (in 1, proposed wait)"
        in cli(
            "rank", proposed_wait, "--line", "--lang", "en", "--province", "all"
        ).stdout
    )
    assert (
        "met, 2 proposed wait" in cli("shortfall", proposed_wait, "--lang", "en").stdout
    )
    assert (
        "met, 2 proposed wait"
        in cli("rank", proposed_wait, "--format", "html", "--lang", "en").stdout
    )
    changed = cli(
        "whatif",
        proposed_wait,
        "--variant",
        "registered-in-window=off quota=2",
        "--lang",
        "en",
    ).stdout
    assert "proposed wait" not in changed.partition("quota")[0]


@pytest.mark.parametrize("command", ["rank", "shortfall"])
def test_met_says_how_many_of_the_proposed_wait_on_every_sheet(
    command: str, proposed_wait: str, cli: Any, tmp_path: Path
) -> None:
    book = tmp_path / "out.xlsx"
    cli(
        command,
        proposed_wait,
        "-o",
        str(book),
        "--lang",
        "en",
        *(["--each"] if command == "shortfall" else []),
    )
    sheets = openpyxl.load_workbook(book).worksheets
    words = texts_of(*sheets)
    assert any("met, 2 proposed wait" in word for word in words)
    assert "met" not in words


def test_json_counts_the_proposed_that_wait(proposed_wait: str, cli: Any) -> None:
    for command in ("rank", "shortfall"):
        districts = json.loads(cli(command, proposed_wait, "--format", "json").stdout)[
            "districts"
        ]
        told = {
            d["district"]: (d["status"], d["selected_to_check"])
            for d in districts
            if d["possible"]
        }
        assert told == {"บางคล้า": ("met", 2)}
    variant = json.loads(
        cli("whatif", proposed_wait, "--variant", "quota=2", "--format", "json").stdout
    )["variants"][0]
    assert [d["selected_to_check"] for d in variant["districts"] if d["possible"]] == [
        1
    ]


def test_the_note_about_the_standard_looks_at_all_rows_of_the_group(
    tmp_path: Path,
) -> None:
    rows = text_table("""
        | บางคล้า | กลุ่มหนึ่ง | กลุ่มผู้ผลิตชุมชน | ผ้า ก | 3 | - |        |
        | บางคล้า | กลุ่มหนึ่ง | กลุ่มผู้ผลิตชุมชน | ผ้า ข | - | - | ไม่ผ่าน |
        | บางคล้า | กลุ่มสอง  | กลุ่มผู้ผลิตชุมชน | ผ้า ก | 3 | - | ไม่ผ่าน |
        | บางคล้า | กลุ่มสอง  | กลุ่มผู้ผลิตชุมชน | ผ้า ข | - | - | ผ่าน    |
    """)
    letter = load_letter()
    listed = screen(
        read_registry(write_csv(tmp_path / "r.csv", HEADER, rows), letter), letter
    ).listed
    notes = dict(zip(listed["group_name"], listed["notes"], strict=True))
    assert [
        "standard-may-be-developing" in notes[name] for name in ("กลุ่มหนึ่ง", "กลุ่มสอง")
    ] == [True, False]
