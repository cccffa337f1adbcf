"""Titles between the rows of a table that name a year, and years that a column of years leaves blank.

- A title between rows that names a round, or projects of a year, gives it to the rows below, up to the next one.
- What it and a header or a cell say differently is unknown; so is what stands under a year and nothing else.
- A title of something else between rows (a district, a day, a remark, a sum) changes nothing.
- A value beside a blank year is of no year that is known where other rows name theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.registry.scope import make_scope
from kbo_screen.screening.screen import screen
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from tests.tools.registries import told, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
NAMES = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"]
UNDATED = [*NAMES, "ระดับดาว", "โครงการอื่น"]
DATED = [*NAMES, "ระดับดาว ปี 2565", "โครงการอื่น"]
YEARS = [*NAMES, "ระดับดาว", "ปีที่คัดสรร"]
PROJECTS = [*NAMES, "ระดับดาว ปี 2565", "โครงการอื่น", "ปีงบประมาณ"]


def group(number: int, *values: Any) -> list[Any]:
    """A row of a community group and its product, with what stands behind their names."""
    return [
        "บางคล้า",
        f"กลุ่มทอผ้า {number}",
        "กลุ่มผู้ผลิตชุมชน",
        f"ผ้า {number}",
        *values,
    ]


def read(tmp_path: Path, *rows: list[Any]) -> Registry:
    return read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)


def certainties(registry: Registry) -> list[str | None]:
    """Of every group, in the order of the rows: certain, to be checked, or not listed."""
    return [
        word if isinstance(word, str) else None
        for word in screen(registry, LETTER).groups["certainty"]
    ]


@pytest.mark.parametrize(
    "title",
    ["ผลการคัดสรร ปี 2562", "OPC ๒๕๖๒", "ระดับดาว ปี พ.ศ. 2562", "กลุ่มที่ได้ดาว ปี 62"],
)
def test_a_title_between_rows_gives_its_round_to_the_rows_below(
    title: str, tmp_path: Path
) -> None:
    registry = read(
        tmp_path,
        UNDATED,
        ["ผลการคัดสรร ปี 2565"],
        group(1, 3, "-"),
        [title],
        group(2, 3, "-"),
        ["อำเภอบางคล้า"],
        group(3, 3, "-"),
    )
    assert registry.products["star_year_be"].tolist() == [2565, 2562, 2562]
    assert certainties(registry) == ["certain", None, None]
    assert told(registry) == [
        ("table.section-of-year", "A2"),
        ("table.section-of-year", "A4"),
    ]


def test_rows_above_the_first_title_are_of_the_letters_round(tmp_path: Path) -> None:
    """That is said, as of every header without a year."""
    registry = read(
        tmp_path, UNDATED, group(1, 3, "-"), ["คัดสรรปี 2562"], group(2, 3, "-")
    )
    assert certainties(registry) == ["certain", None]
    assert set(told(registry)) == {
        ("table.star-year-assumed", "E1"),
        ("table.section-of-year", "A3"),
    }


@pytest.mark.parametrize("title", ["ผลการคัดสรร ปี 2562", "ปี 2562", "๒๕๖๒"])
def test_a_title_that_the_header_contradicts_leaves_the_year_unknown(
    title: str, tmp_path: Path
) -> None:
    registry = read(tmp_path, DATED, group(1, 3, "-"), [title], group(2, 3, "-"))
    assert certainties(registry) == ["certain", "check"]
    assert told(registry) == [("table.section-unclear", "A3")]


def test_a_year_and_nothing_else_leaves_open_what_it_is_of(tmp_path: Path) -> None:
    """Where it is the letter's, it makes no difference."""
    registry = read(
        tmp_path,
        UNDATED,
        ["ปี 2565"],
        group(1, 3, "-"),
        ["ปี 2562"],
        group(2, 3, "-"),
    )
    assert certainties(registry) == ["certain", "check"]
    assert ("table.section-unclear", "A4") in told(registry)
    assert ("table.section-unclear", "A2") not in told(registry)


def test_titles_of_fiscal_years_are_of_projects(tmp_path: Path) -> None:
    """The words say so, or may mean it; no project is of no year."""
    registry = read(
        tmp_path,
        DATED,
        ["เข้าร่วมโครงการ ปีงบประมาณ 2565"],
        group(1, 3, "OTOP Trader"),
        ["ปีงบประมาณ 2564"],
        group(2, 3, "OTOP Trader"),
        group(3, 3, "-"),
        ["ปีงบประมาณ 2566"],
        group(4, 3, "OTOP Trader"),
    )
    assert certainties(registry) == ["certain", "check", "certain", None]
    assert told(registry) == [
        ("table.section-of-year", "A2"),
        ("table.section-unclear", "A4"),
        ("cell.project-of-other-year", "F3"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "อำเภอบางคล้า",
        "ข้อมูล ณ วันที่ 1 ตุลาคม 2564",
        "กลุ่มที่ลงทะเบียน ปี 2562",
        "หมายเหตุ ผลการคัดสรร ปี 2562 ดูแผ่นอื่น",
        "รวม 1 กลุ่ม ปี 2562",
        "ตารางที่ 2",
    ],
)
def test_a_title_of_something_else_changes_nothing(title: str, tmp_path: Path) -> None:
    registry = read(tmp_path, DATED, group(1, 3, "-"), [title], group(2, 3, "-"))
    assert registry.products["star_year_be"].tolist() == [2565, 2565]
    assert certainties(registry) == ["certain", "certain"]


def test_a_title_below_the_last_row_is_of_no_row(tmp_path: Path) -> None:
    registry = read(tmp_path, DATED, group(1, 3, "-"), ["ผลการคัดสรร ปี 2562"])
    assert certainties(registry) == ["certain"]
    assert told(registry) == []


def test_a_star_beside_a_blank_year_is_of_no_year(tmp_path: Path) -> None:
    """A product without a star needs no year."""
    registry = read(
        tmp_path,
        YEARS,
        group(1, 3, 2565),
        group(2, 3, None),
        group(3, "-", None),
        group(4, 3, 2562),
    )
    assert certainties(registry) == ["certain", "check", None, None]
    assert told(registry) == [("cell.year-blank", "F3")]


def test_a_column_of_years_that_nobody_filled_says_nothing(tmp_path: Path) -> None:
    registry = read(tmp_path, YEARS, group(1, 3, None), group(2, 3, None))
    assert certainties(registry) == ["certain", "certain"]
    assert told(registry) == [("table.star-year-assumed", "E1")]


def test_a_year_in_the_stars_own_cell_needs_none_beside_it(tmp_path: Path) -> None:
    registry = read(tmp_path, YEARS, group(1, 3, 2565), group(2, "3 ดาว (2565)", None))
    assert certainties(registry) == ["certain", "certain"]
    assert told(registry) == []


def test_a_project_beside_a_blank_year_is_asked(tmp_path: Path) -> None:
    """What is in no project needs no year."""
    registry = read(
        tmp_path,
        PROJECTS,
        group(1, 3, "OTOP Trader", 2566),
        group(2, 3, "OTOP Trader", None),
        group(3, 3, "-", None),
    )
    assert certainties(registry) == [None, "check", "certain"]
    assert told(registry) == [("cell.year-blank", "G3")]


def test_lists_of_stars_are_read_so_too(tmp_path: Path) -> None:
    header = ["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว", "ปี"]
    sections = [
        header[:4],
        ["บางคล้า", "กลุ่มหนึ่ง", "ผ้า", 3],
        ["ปี 2562"],
        ["บางคล้า", "กลุ่มสอง", "ผ้า", 3],
    ]
    blanks = [
        header,
        ["บางคล้า", "กลุ่มหนึ่ง", "ผ้า", 3, 2565],
        ["บางคล้า", "กลุ่มสอง", "ผ้า", 3],
    ]
    for rows, code in (
        (sections, "table.section-of-year"),
        (blanks, "cell.year-blank"),
    ):
        side_list = read_side_list(
            write_xlsx(tmp_path / "s.xlsx", rows), "stars", LETTER, make_scope(LETTER)
        )
        years_be = side_list.rows["year_be"].tolist()
        assert years_be[0] == 2565
        assert pd.isna(years_be[1]) or years_be[1] == 2562
        assert code in {finding.code for finding in side_list.findings}
