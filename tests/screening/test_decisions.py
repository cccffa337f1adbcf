"""What is decided, and by which choice of the letter file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen import read_registry, screen
from kbo_screen.letters.loading import load_letter_file, parse_letter
from tests.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

TEXT = load_letter_file().text
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "โครงการอื่น", "สถานะ มชช."]


def names_in_order(path: Path, text: str) -> list[str]:
    letter = parse_letter(text, "letter.toml").letter
    return screen(read_registry(path, letter), letter).listed["group_name"].tolist()


def test_certainty_goes_before_the_preference_only_where_the_letter_file_says_so(tmp_path: Path) -> None:
    rows = text_table("""
        | บางคล้า | กลุ่มรอผล | กลุ่มผู้ผลิตชุมชน | ผ้า | 3 | ? | ผ่าน    |
        | บางคล้า | กลุ่มครบ  | กลุ่มผู้ผลิตชุมชน | ผ้า | 1 | - | ไม่มี |
    """)
    path = write_csv(tmp_path / "r.csv", HEADER, rows)
    assert names_in_order(path, TEXT) == ["กลุ่มรอผล", "กลุ่มครบ"]
    assert names_in_order(path, TEXT.replace('"preference-first"', '"certainty-first"')) == ["กลุ่มครบ", "กลุ่มรอผล"]
