"""The screen of `explain`: what decided, in whose words, and what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter, read_registry
from kbo_screen.cli.app import app
from kbo_screen.gap.levers import pull_levers
from kbo_screen.screening.screen import screen
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = text_table("""
    | อำเภอ | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | สถานะ มชช. | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น ปี 2566 |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม | ผ้าขาวม้า | ★★★ |  | C | 2561 | ? |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม | ผ้าถุง | - | อยู่ระหว่างการพัฒนา | C | 2561 | - |
    | บางคล้า | 240200002 | เรือนไม้บ้านโพธิ์ทอง | รายเดี่ยว | เก้าอี้ | 2 ดาว | ผ่าน มชช. | D | 2560 | - |
""")


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "r.csv", REGISTRY[0], REGISTRY[1:])


def lines_of(registry: Path, group: str, lang: str = "en") -> list[str]:
    done = CliRunner().invoke(
        app, ["explain", str(registry), group, "--lang", lang], env={"COLUMNS": "160"}
    )
    assert done.exit_code == 0, done.output
    return [line.strip() for line in done.stdout.splitlines()]


def test_a_group_that_waits_is_told_by_its_tier_and_the_one_answer(
    registry: Path,
) -> None:
    lines = lines_of(registry, "240200001")
    assert any(
        line.startswith("one answer would settle it: ") and "J2" in line
        for line in lines
    )
    assert "[true] clause 1(3): passed, or applied and developing, come first" in lines
    assert "cell G3 says “อยู่ระหว่างการพัฒนา”, read as: applied, developing" in lines
    assert "cell F2 says “★★★”, read as: 3 (2565)" in lines
    standing = lines[: lines.index("Another product: ผ้าถุง (-)")]
    assert "judged by: first: products of 1–3 stars in 2565" in standing
    assert not any("Quadrant D" in line for line in standing)


def test_a_group_that_is_left_out_is_told_what_decided_first(registry: Path) -> None:
    lines = lines_of(registry, "240200002")
    assert "decided first by clause 1(1): is a community producer group" in lines
    assert "cell D4 says “รายเดี่ยว”, read as: single owner" in lines
    assert not any("one answer" in line for line in lines)
    assert "ตัดสินก่อนโดยข้อ 1(1): เป็นกลุ่มผู้ผลิตชุมชน" in lines_of(registry, "240200002", "th")


def test_a_lever_is_told_for_a_condition_without_a_column(tmp_path: Path) -> None:
    """The quadrant has no column, so its tier cannot be screened; left out of the letter, it can."""
    rows = [[cell for at, cell in enumerate(row) if at != 7] for row in REGISTRY]
    rows = [rows[0], *([*row[:5], "-", *row[6:]] for row in rows[1:])]
    letter = load_letter()
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), letter)
    levers = {
        lever.variant.path: lever.districts
        for lever in pull_levers(registry, screen(registry, letter), letter)
    }
    assert levers["quadrant-d=off"]["entering"].tolist()[:2] == [0, 1]
    done = CliRunner().invoke(
        app,
        ["shortfall", str(tmp_path / "r.csv"), "--levers", "--lang", "en"],
        env={"COLUMNS": "160"},
    )
    assert "1 more if any quadrant counted" in done.stdout
