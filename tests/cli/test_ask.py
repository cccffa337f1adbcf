"""`inspect --ask`: what is not understood is asked, and the answers make the config that reads the file.

- A missing column and an unknown word are asked in plain words, with numbered choices.
- What would be written is shown first; `rank` then reads the file right.
- A column that no header of its own names is named by its path or its letters.
- Without a terminal nothing is asked.
"""

from __future__ import annotations

import json
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from kbo_screen import load_letter
from kbo_screen.cli.inspect_questions import _add_column, _unknown_words
from kbo_screen.findings import make_finding
from kbo_screen.registry.inspection import UnusedColumn
from kbo_screen.sources.inspect_files import inspect_files
from tests.tools.program import run_program
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ค่าที่ได้", "อยู่ที่ใด"]
ROWS = [
    ["บางคล้า", "กลุ่มหนึ่ง", "กลุ่มผู้ผลิตชุมชน", "ผ้า", "สามแฉก", "นวัตวิถี 65"],
    ["บางคล้า", "กลุ่มสอง", "กลุ่มผู้ผลิตชุมชน", "เสื่อ", "2", "ว่าง"],
]


@pytest.mark.parametrize(
    ("written", "is_asked"),
    [
        ("สามแฉก", True),
        ("รอผล", False),
        ("3?", False),
        ("3-4", False),
        ("#REF!", False),
    ],
)
def test_a_word_that_doubts_is_no_word_of_the_office(
    written: str,
    is_asked: bool,
    tmp_path: Path,
) -> None:
    """What the letter holds unknown does not become known by being written into a config."""
    header = [*HEADER[:4], "ระดับดาว ปี 2565", HEADER[5]]
    row = [*ROWS[0][:4], written, ROWS[0][5]]
    path = write_xlsx(tmp_path / "r.xlsx", [header, row])
    inspections, _findings = inspect_files([path], load_letter())
    words = [value.text for _field, value in _unknown_words(inspections)]
    assert words == [written] * is_asked


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_the_answers_make_rank_read_the_file(tmp_path: Path) -> None:
    from tests.tools.terminal import visit

    write_xlsx(tmp_path / "ทะเบียน.xlsx", [HEADER, *ROWS])
    (tmp_path / "kbo-screen.toml").write_text('# ของเรา\nlang = "th"\n', "utf-8")
    answers = ["1", "1", "3", "1"]
    done = visit(["inspect", "--ask", "ทะเบียน.xlsx"], answers, tmp_path)
    assert done.exit_code == 0
    assert "คอลัมน์ใดคือระดับดาว ปี 2565?" in done.screen
    assert "“สามแฉก” คือ …?" in done.screen
    text = (tmp_path / "kbo-screen.toml").read_text("utf-8")
    assert text.startswith("# ของเรา\n")
    config = tomllib.loads(text)
    assert config["headers"] == {"star": ["ค่าที่ได้"], "other_project": ["อยู่ที่ใด"]}
    assert config["values"]["star"] == {"3": ["สามแฉก"]}
    done = visit(
        ["rank", "ทะเบียน.xlsx", "--format", "json", "-q"],
        [],
        tmp_path,
    )
    rank = json.loads(done.screen[done.screen.index("{") :])
    districts = {each["district"]: each for each in rank["districts"]}
    stars = {
        group["group_name"]: group["star"] for group in districts["บางคล้า"]["groups"]
    }
    assert stars == {"กลุ่มหนึ่ง": 3, "กลุ่มสอง": 2}


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_latin_word_stands_apart(tmp_path: Path) -> None:
    from tests.tools.terminal import visit

    rows = [[*row, "D"] for row in ROWS]
    write_xlsx(tmp_path / "ทะเบียน.xlsx", [[*HEADER, "กลุ่มที่"], *rows])
    done = visit(["inspect", "--ask", "ทะเบียน.xlsx"], ["1", "1"], tmp_path)
    assert "คอลัมน์ใดคือโครงการอื่น?\n" in done.screen
    assert "คอลัมน์ใดคือ Quadrant?\n" in done.screen


def test_a_column_is_named_by_what_is_its_own() -> None:
    lone = UnusedColumn(4, ("ค่าที่ได้",))
    below = UnusedColumn(5, ("ระดับดาว", "รอบนี้"))
    twins = [UnusedColumn(6, ("ผล",)), UnusedColumn(7, ("ผล",))]
    changes: dict[str, dict[str, object]] = {}
    for field, column in zip(
        ("quadrant", "star", "standard"), (lone, below, twins[1]), strict=True
    ):
        _add_column(changes, field, column, [lone, below, *twins])
    assert changes == {
        "headers": {"quadrant": ["ค่าที่ได้"]},
        "columns": {"star": "ระดับดาว > รอบนี้", "standard": "H"},
    }


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "registry.xlsx", [HEADER, *ROWS])
    done = run_program("inspect", tmp_path / "registry.xlsx", "--ask")
    assert done.returncode == 2
    assert make_finding("usage.ask-needs-terminal").message("en") in done.stderr
