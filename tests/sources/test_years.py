"""The years of what stands in a registry.

1. A year that cannot be is mended where one mending is possible, and said; else it is unknown and told.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen import load_letter, read_registry
from tests.registries import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.screening.registry import Registry

LETTER = load_letter()
TODAY = dt.date(2023, 2, 1)
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว", "ปีที่ลงทะเบียน", "ปีที่คัดสรร"]
ROW = ["บางคล้า", "กลุ่มจักสาน", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า", 3, 2560, 2565]


def read(tmp_path: Path, **changed: Any) -> Registry:
    """A registry of one row, some cells of which are changed, by header."""
    row = [changed.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]
    return read_registry(write_xlsx(tmp_path / "r.xlsx", [HEADER, row]), LETTER, today=TODAY)


def told(registry: Registry) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.place.cell) for finding in registry.findings]


@pytest.mark.parametrize(
    ("value", "year_be", "code"),
    [
        (dt.date(1959, 3, 14), 2559, "cell.mended-year"),
        (21988, 2560, "cell.mended-year"),
        ("14/3/03", None, "cell.year-out-of-range"),
        (2543, None, "cell.year-out-of-range"),
        ("ปี 70", None, "cell.year-out-of-range"),
        ("1 ม.ค. 2566", 2566, None),
    ],
)
def test_a_year_of_registration_that_cannot_be(
    tmp_path: Path, value: object, year_be: int | None, code: str | None
) -> None:
    """1: between the letter and the run it is read as it is."""
    registry = read(tmp_path, ปีที่ลงทะเบียน=value)
    assert registry.products["registered_year_be"].astype(object).where(lambda years: years.notna(), None)[0] == year_be
    assert told(registry) == ([(code, "F2")] if code else [])


def test_a_round_of_a_year_to_come_gives_no_stars_of_the_letters(tmp_path: Path) -> None:
    """1: in a column and beside the star."""
    in_column = read(tmp_path, ปีที่คัดสรร=2570)
    beside = read(tmp_path, ระดับดาว="3 ดาว (2570)", ปีที่คัดสรร=None)
    assert in_column.products["star_year_be"].isna().all()
    assert beside.products["star_rated"].isna().all()
    assert told(in_column) == [("cell.year-out-of-range", "G2")]
    assert told(beside) == [("cell.year-out-of-range", "E2")]


def test_the_clock_bounds_a_run_without_a_day(tmp_path: Path) -> None:
    """1."""
    path = write_xlsx(tmp_path / "r.xlsx", [HEADER, [*ROW[:5], dt.date.max.year, 2565]])
    assert told(read_registry(path, LETTER)) == [("cell.year-out-of-range", "F2")]
