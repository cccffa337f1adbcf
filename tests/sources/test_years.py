"""The years of what stands in a registry.

- A year that cannot be is mended where one mending is possible, and said; else it is unknown and told.
- Stars are of the year that their cell, header, year column, title, sheet or file says; two that differ leave it open.
- A registry's own year is when it was made: stars of a later round cannot stand in it, and nothing else follows.
- A project of another fiscal year does not exclude, and that is told.
- A list is of the year that stands around it; one of another year says nothing of the letter's.
- A column of another year beside the letter's never makes a group certain that was not.
- Of มชช. and the quadrant the newest of several rows counts, and that is said.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.desk.apply_lists import apply_lists
from kbo_screen.registry.scope import make_scope
from kbo_screen.screening.screen import screen
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from tests.tools.registries import told, write_csv, write_xlsx
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
TODAY = dt.date(2023, 2, 1)
HEADER = [
    "อำเภอ",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว",
    "ปีที่ลงทะเบียน",
    "ปีที่คัดสรร",
]
ROW = ["บางคล้า", "กลุ่มจักสาน", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า", 3, 2560, 2565]


def read(tmp_path: Path, **changed: Any) -> Registry:
    """A registry of one row, some cells of which are changed, by header."""
    row = [changed.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]
    return read_registry(
        write_xlsx(tmp_path / "r.xlsx", [HEADER, row]), LETTER, today=TODAY
    )


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
    tmp_path: Path,
    value: object,
    year_be: int | None,
    code: str | None,
) -> None:
    """1: between the letter and the run it is read as it is."""
    registry = read(tmp_path, ปีที่ลงทะเบียน=value)
    assert (
        registry.products["registered_year_be"]
        .astype(object)
        .where(lambda years: years.notna(), None)[0]
        == year_be
    )
    assert told(registry) == ([(code, "F2")] if code else [])


def test_a_round_of_a_year_to_come_gives_no_stars_of_the_letters(
    tmp_path: Path,
) -> None:
    """1: in a column and beside the star."""
    in_column = read(tmp_path, ปีที่คัดสรร=2570)
    beside = read(
        tmp_path,
        ระดับดาว="3 ดาว (2570)",
        ปีที่คัดสรร=None,
    )
    assert in_column.products["star_year_be"].isna().all()
    assert beside.products["star_rated"].isna().all()
    assert told(in_column) == [("cell.year-out-of-range", "G2")]
    assert told(beside) == [("cell.year-out-of-range", "E2")]


def test_the_clock_bounds_a_run_without_a_day(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", [HEADER, [*ROW[:5], dt.date.max.year, 2565]])
    assert told(read_registry(path, LETTER)) == [("cell.year-out-of-range", "F2")]


PLAIN = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว", "โครงการอื่น"]
GROUP = ["บางคล้า", "กลุ่มจักสาน", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า"]
UNKNOWN = None


def write_sheets(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook of several sheets, in that order."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rounds(registry: Registry) -> list[int | None]:
    return [
        None if value is pd.NA else int(value)
        for value in registry.products["star_year_be"].tolist()
    ]


def certainties(registry: Registry) -> list[str]:
    return screen(registry, LETTER).listed["certainty"].tolist()


@pytest.mark.parametrize(
    ("file", "sheet", "titles", "header", "star", "round_be", "codes"),
    [
        ("r", "Sheet1", [], "ระดับดาว", 3, 2565, ["table.star-year-assumed"]),
        ("r", "Sheet1", ["บัญชีผลิตภัณฑ์ที่ผ่านการคัดสรร ปี 2562"], "ระดับดาว", 3, 2562, ["table.stars-of-other-round"]),
        ("r", "ดาว ๒๕๖๒", [], "ระดับดาว", 3, 2562, ["table.stars-of-other-round"]),
        ("r", "ดาว 62", [], "ระดับดาว", 3, 2562, ["table.stars-of-other-round"]),
        ("r", "s", ["ผลคัดสรร 62"], "ระดับดาว", 3, 2562, ["table.stars-of-other-round"]),
        ("r", "s", ["กลุ่มที่ได้ดาว 62 กลุ่ม"], "ระดับดาว", 3, 2565, ["table.star-year-assumed"]),
        ("OPC_2562", "Sheet1", [], "ระดับดาว", 3, 2562, ["table.stars-of-other-round"]),
        ("OPC65", "Sheet1", [], "ระดับดาว", 3, 2565, []),
        ("r", "Sheet1", [], "ระดับดาว ปี 2565", "3 ดาว (2562)", UNKNOWN, ["cell.years-differ"]),
        ("r", "Sheet1", ["ผลการคัดสรร OPC ปี 2562"], "ระดับดาว", "3 ดาว (2565)", UNKNOWN, ["cell.years-differ", "table.stars-of-other-round"]),
        ("r", "Sheet1", ["ผลการคัดสรร OPC ปี 2562"], "ระดับดาว ปี 2565", 3, UNKNOWN, ["table.years-differ"]),
        ("ผลดาว 2562", "ดาว 2565", [], "ระดับดาว", 3, UNKNOWN, ["table.years-differ"]),
        ("r", "s", ["ผลการคัดสรร ปี 2562 และ 2565"], "ระดับดาว", 3, UNKNOWN, ["table.years-differ"]),
        # What follows names a year that is not the stars'.
        ("ทะเบียน OTOP ปี 2566", "2566", ["ทะเบียนผู้ผลิต OTOP พ.ศ. 2566"], "ระดับดาว", 3, 2565, ["table.star-year-assumed"]),
        ("r", "s", ["ข้อมูล ณ วันที่ 1 ธันวาคม 2565"], "ระดับดาว", 3, 2565, ["table.star-year-assumed"]),
        ("r", "s", ["ลงทะเบียน ปี 2557 - 2565"], "ระดับดาว", 3, 2565, ["table.star-year-assumed"]),
        ("r", "s", ["กลุ่มดาวเด่นสู่สากล ปี 2566"], "ระดับดาว", 3, 2565, ["table.star-year-assumed"]),
        ("ทะเบียน 2564", "s", [], "ระดับดาว ปี 2565", 3, 2565, []),
        ("ทะเบียน 2564", "s", [], "ระดับดาว", 3, UNKNOWN, ["table.older-than-round"]),
        ("r", "s", ["ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๓"], "ระดับดาว", 3, UNKNOWN, ["table.older-than-round"]),
    ],
)  # fmt: skip
def test_the_round_of_stars(
    tmp_path: Path,
    file: str,
    sheet: str,
    titles: list[str],
    header: str,
    star: Any,
    round_be: int,
    codes: list[str],
) -> None:
    rows = [
        *([title] for title in titles),
        [*PLAIN[:4], header, "โครงการอื่น"],
        [*GROUP, star, ""],
    ]
    registry = read_registry(
        write_sheets(tmp_path / f"{file}.xlsx", {sheet: rows}), LETTER
    )
    assert rounds(registry) == [round_be]
    assert [finding.code for finding in registry.findings] == codes
    assert (certainties(registry) == ["certain"]) == (round_be == 2565)


def test_a_clash_names_both_places(tmp_path: Path) -> None:
    """2: the cell that differs, or the header, and where the other year stands."""
    rows = [
        ["ผลการคัดสรร OPC ปี 2562"],
        [*PLAIN[:4], "ระดับดาว ปี 2565", "โครงการอื่น"],
        [*GROUP, 3, ""],
    ]
    (finding,) = read_registry(
        write_sheets(tmp_path / "r.xlsx", {"s": rows}), LETTER
    ).findings
    assert (finding.place.cell, finding.fields["other_place"]) == ("E2", "r.xlsx s A1")
    assert "None" not in finding.message("th")
    rows = [[*PLAIN, "ปีที่คัดสรร"], [*GROUP, "3 ดาว (2565)", "", 2562]]
    (finding,) = read_registry(
        write_sheets(tmp_path / "c.xlsx", {"s": rows}), LETTER
    ).findings
    assert (finding.place.cell, finding.fields["other_place"]) == ("E2", "c.xlsx s G2")
    rows = [
        [*PLAIN[:4], "ระดับดาว ปี 2565", "โครงการอื่น", "ปีที่คัดสรร"],
        [*GROUP, 3, "", 2562],
    ]
    (finding,) = read_registry(
        write_sheets(tmp_path / "h.xlsx", {"s": rows}), LETTER
    ).findings
    assert (finding.place.cell, finding.fields["other_place"]) == ("G2", "h.xlsx s E1")


@pytest.mark.parametrize(
    "names", [("2564", "2565"), ("ปี ๖๔", "ปี ๖๕ (แก้)"), ("ทะเบียน 64", "ทะเบียน 65")]
)
def test_a_sheet_per_year_is_of_its_year(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    """2: the other year's stars are not the letter's; a header that says otherwise leaves it open."""
    other = ["บางคล้า", "กลุ่มทอผ้า", "กลุ่มผู้ผลิตชุมชน", "ผ้า"]
    sheets = {names[0]: [PLAIN, [*GROUP, 3, ""]], names[1]: [PLAIN, [*other, 3, ""]]}
    registry = read_registry(write_sheets(tmp_path / "r.xlsx", sheets), LETTER)
    assert rounds(registry) == [2564, 2565]
    assert screen(registry, LETTER).listed["group_name"].tolist() == ["กลุ่มทอผ้า"]
    header = [*PLAIN[:4], "ระดับดาว ปี 2565", "โครงการอื่น"]
    sheets = {names[0]: [header, [*GROUP, 3, ""]], names[1]: [header, [*other, 3, ""]]}
    registry = read_registry(write_sheets(tmp_path / "h.xlsx", sheets), LETTER)
    assert rounds(registry) == [None, 2565]
    assert [(f.code, f.place.sheet, f.place.cell) for f in registry.findings] == [
        ("table.years-differ", names[0], "E1")
    ]


@pytest.mark.parametrize("edition", ["ปี 2562 แก้ไข", "ปี ๒๕๖๒ ฉบับแก้ไขล่าสุด", "ปี 62 (ใหม่)"])
def test_an_edition_of_a_sheet_per_year_is_of_its_year(
    tmp_path: Path, edition: str
) -> None:
    rows = [PLAIN, [*GROUP, 3, ""]]
    sheets = {"ปี 2562": rows, "ปี 2565": [PLAIN, [*GROUP, 4, ""]], edition: rows}
    registry = read_registry(write_sheets(tmp_path / "r.xlsx", sheets), LETTER)
    assert rounds(registry) == [2562, 2565, 2562]
    assert certainties(registry) == []


def test_projects_that_a_title_says_are_of_another_year_are_none_of_the_letters(
    tmp_path: Path,
) -> None:
    """4: as under a header that says so."""
    rows = [["กลุ่มที่เข้าร่วมโครงการ ปีงบประมาณ พ.ศ. 2565"], PLAIN, [*GROUP, 3, "Young OTOP"]]
    registry = read_registry(write_sheets(tmp_path / "r.xlsx", {"s": rows}), LETTER)
    assert "other_project" in registry.absent_fields
    assert ("table.no-project-of-year", "F2") in told(registry)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("ปีงบประมาณ", 2565),
        ("ปีที่เข้าร่วมโครงการ", "ปี 64"),
        ("ปีโครงการ", "๒๕๖๓"),
        ("ปีงบ", dt.date(2021, 3, 1)),
    ],
)
def test_a_project_with_another_year_beside_it_does_not_exclude(
    tmp_path: Path,
    header: str,
    value: Any,
) -> None:
    """4: and the same year, or none, does."""
    rows = [[*PLAIN, header], [*GROUP, 3, "Young OTOP", value]]
    registry = read_registry(write_sheets(tmp_path / "r.xlsx", {"s": rows}), LETTER)
    assert registry.products["other_project"].tolist() == ["clear"]
    assert ("cell.project-of-other-year", "F2") in told(registry)
    for same in (2566, "ปีงบ 66", None):
        rows[1][-1] = same
        registry = read_registry(write_sheets(tmp_path / "s.xlsx", {"s": rows}), LETTER)
        assert registry.products["other_project"].tolist() == ["in_project"]


def test_a_sheet_without_projects_says_nothing_of_them(tmp_path: Path) -> None:
    """4: where another sheet has the column, its groups are unknown, not clear."""
    other = ["บางคล้า", "กลุ่มทอผ้า", "กลุ่มผู้ผลิตชุมชน", "ผ้า", 3]
    registry = read_registry(
        write_sheets(
            tmp_path / "r.xlsx",
            {"a": [PLAIN, [*GROUP, 3, ""]], "b": [PLAIN[:5], other]},
        ),
        LETTER,
    )
    assert registry.products["other_project"].isna().tolist() == [False, True]


LIST = [["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว"], ["บางคล้า", "กลุ่มจักสาน", "ตะกร้า", 3]]


def with_list(
    tmp_path: Path,
    role: str,
    file: str,
    sheet: str,
    rows: list[list[Any]],
    header: list[str],
) -> Registry:
    """A registry of one group under a header, completed by one list."""
    values = {"ระดับดาว ปี 2565": 3, "โครงการอื่น": ""}
    row = [*GROUP, *(values[name] for name in header)]
    registry = read_registry(
        write_csv(tmp_path / "r.csv", [*PLAIN[:4], *header], [row]),
        LETTER,
        brought={"star"},
    )
    side_list = read_side_list(
        write_sheets(tmp_path / f"{file}.xlsx", {sheet: rows}),
        role,
        LETTER,
        make_scope(LETTER),
    )
    return apply_lists(registry, [side_list], LETTER)


@pytest.mark.parametrize(
    ("file", "sheet", "title"),
    [
        ("บัญชีดาว 2562", "s", "บัญชีรายชื่อ"),
        ("l", "ปี 2562", "บัญชีรายชื่อ"),
        ("l", "s", "บัญชีรายชื่อผลิตภัณฑ์ ปี พ.ศ. ๒๕๖๒"),
        ("l", "s", "ผลการคัดสรร ปี 62 ข้อมูล ณ 5 ม.ค. 2566"),
    ],
)
def test_a_star_list_of_another_round_gives_no_stars_of_the_letters(
    tmp_path: Path,
    file: str,
    sheet: str,
    title: str,
) -> None:
    """5: nor does it say that the product was not rated."""
    registry = with_list(
        tmp_path, "stars", file, sheet, [[title], *LIST], ["โครงการอื่น"]
    )
    assert registry.products["star_rated"].isna().all()
    assert certainties(registry) == ["check"]
    assert "list.other-round" in [finding.code for finding in registry.findings]


@pytest.mark.parametrize(
    "title",
    ["ผลการคัดสรร OPC ปี 2565", "บัญชีรายชื่อ ข้อมูล ณ 5 ม.ค. 2566", "แนบหนังสือ ปีงบประมาณ 2566"],
)
def test_a_star_list_of_the_letters_round_counts(tmp_path: Path, title: str) -> None:
    """5: a day and a fiscal year are no round."""
    registry = with_list(tmp_path, "stars", "l", "s", [[title], *LIST], ["โครงการอื่น"])
    assert (registry.products["star"].tolist(), certainties(registry)) == (
        [3],
        ["certain"],
    )


def test_a_star_list_whose_title_and_header_differ_is_unknown(tmp_path: Path) -> None:
    rows = [["ผลการคัดสรร ปี 2562"], [*LIST[0][:3], "ระดับดาว ปี 2565"], LIST[1]]
    registry = with_list(tmp_path, "stars", "l", "s", rows, ["โครงการอื่น"])
    assert registry.products["star_rated"].isna().all()
    assert ("table.years-differ", "D2") in told(registry)


PROJECTS = [["อำเภอ", "ชื่อกลุ่ม", "โครงการ"], ["บางคล้า", "กลุ่มจักสาน", "Young OTOP"]]


@pytest.mark.parametrize(
    ("file", "sheet", "title", "values"),
    [
        ("โครงการ 2564", "s", "รายชื่อ", ["clear"]), ("l", "งบ 2565", "รายชื่อ", ["clear"]), ("l", "s", "ผู้เข้าร่วม ปีงบประมาณ ๒๕๖๗", ["clear"]),
        ("l", "s", "ผู้เข้าร่วม ปีงบประมาณ 2566", ["in_project"]), ("l", "s", "รายชื่อ", ["in_project"]), ("โครงการ ปี 66", "s", "รายชื่อ", ["in_project"]),
        ("โครงการ 2566", "s", "ผู้เข้าร่วม ปีงบประมาณ 2565", [None]),
        ("l", "นวัตวิถี 64", "รายชื่อ", ["clear"]), ("OTOP Trader66", "s", "รายชื่อ", ["in_project"]), ("l", "s", "รายชื่อ Young OTOP 50 คน", ["in_project"]),
    ],
)  # fmt: skip
def test_a_projects_list_is_of_the_fiscal_year_that_stands_around_it(
    tmp_path: Path,
    file: str,
    sheet: str,
    title: str,
    values: list[str | None],
) -> None:
    registry = with_list(
        tmp_path,
        "projects",
        file,
        sheet,
        [[title], *PROJECTS],
        ["ระดับดาว ปี 2565", "โครงการอื่น"],
    )
    assert [
        None if isinstance(v, float) else v
        for v in registry.products["other_project"].tolist()
    ] == values
    assert (certainties(registry) == ["certain"]) == (values == ["clear"])
    assert ("list.other-fiscal-year" in [f.code for f in registry.findings]) == (
        values == ["clear"]
    )


def test_lists_of_other_years_only_leave_the_condition_unchecked(
    tmp_path: Path,
) -> None:
    """5: a registry without the column is not clear because a list of 2564 does not name its groups."""
    registry = with_list(
        tmp_path,
        "projects",
        "โครงการ 2564",
        "s",
        [["รายชื่อ"], *PROJECTS],
        ["ระดับดาว ปี 2565"],
    )
    assert "other_project" in registry.absent_fields
    assert "no-other-project" in [
        blank.condition for blank in screen(registry, LETTER).not_evaluated
    ]


def test_a_year_column_of_a_projects_list_decides_line_by_line(tmp_path: Path) -> None:
    rows = [
        ["อำเภอ", "ชื่อกลุ่ม", "โครงการ", "ปี"],
        ["บางคล้า", "กลุ่มจักสาน", "Young OTOP", 2565],
    ]
    header = ["ระดับดาว ปี 2565", "โครงการอื่น"]
    assert with_list(tmp_path, "projects", "a", "s", rows, header).products[
        "other_project"
    ].tolist() == ["clear"]
    rows[1][3] = 2566
    assert with_list(tmp_path, "projects", "b", "s", rows, header).products[
        "other_project"
    ].tolist() == ["in_project"]


VALUES = {
    "ระดับดาว": [3, 5, "-", "?", ""],
    "โครงการอื่น": ["", "Young OTOP", "?", "ไม่มี"],
    "สถานะ มชช.": ["ผ่าน", "ไม่ผ่าน", "", "สมัครแล้ว"],
    "Quadrant": ["D", "A", ""],
}
OTHER_YEARS = {"ระดับดาว": 2562, "โครงการอื่น": 2564, "สถานะ มชช.": 2560, "Quadrant": 2560}


@pytest.mark.parametrize("seed", seeds(12, ordinary=5))
def test_a_column_of_another_year_never_makes_a_group_certain(
    tmp_path: Path, seed: int
) -> None:
    """6: left of the letter's column or right of all."""
    chance = random.Random(seed)
    fields = list(VALUES)
    groups = [["บางคล้า", f"กลุ่มที่ {n}", "กลุ่มผู้ผลิตชุมชน", f"ผลิตภัณฑ์ {n}"] for n in range(6)]
    tails = [[chance.choice(VALUES[name]) for name in fields] for _ in groups]
    years = [
        "ระดับดาว ปี 2565",
        "โครงการอื่น ปี 2566",
        "สถานะ มชช. ปี 2565",
        "Quadrant ปี 2565",
    ]
    path = write_csv(
        tmp_path / "r.csv",
        [*PLAIN[:4], *years],
        [[*g, *t] for g, t in zip(groups, tails, strict=True)],
    )
    before = certain_groups(read_registry(path, LETTER))
    name = fields[seed % len(fields)]
    added = [
        f"{name} ปี {OTHER_YEARS[name]}",
        *(chance.choice(VALUES[name]) for _ in groups),
    ]
    at = chance.choice([4, 8])
    rows = [[*g, *t] for g, t in zip(groups, tails, strict=True)]
    header = [*PLAIN[:4], *years]
    header.insert(at, added[0])
    for row, value in zip(rows, added[1:], strict=True):
        row.insert(at, value)
    assert (
        certain_groups(
            read_registry(write_csv(tmp_path / "b.csv", header, rows), LETTER)
        )
        <= before
    )


def certain_groups(registry: Registry) -> set[str]:
    listed = screen(registry, LETTER).listed
    return set(listed["group_name"][listed["certainty"] == "certain"])


def latest(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> Registry:
    return read_registry(write_sheets(tmp_path / "r.xlsx", sheets), LETTER)


def test_of_several_rows_the_newest_standard_counts(tmp_path: Path) -> None:
    """7: on two sheets, in one column with years in its cells, whatever the order; the older cell is told."""
    header = [*PLAIN[:4], "ระดับดาว ปี 2565"]
    old, new = [*header, "มชช. ปี 2563"], [*header, "มชช. ปี 2565"]
    registry = latest(
        tmp_path,
        {"a": [new, [*GROUP, 3, "ไม่ผ่าน"]], "b": [old, [*GROUP[:3], "เสื่อ", 3, "ผ่าน"]]},
    )
    assert screen(registry, LETTER).listed["standard"].tolist() == ["none"]
    newer = [
        finding
        for finding in registry.findings
        if finding.code == "registry.newer-value"
    ]
    assert [(f.place.sheet, f.place.cell, f.fields["other_place"]) for f in newer] == [
        ("b", "F2", "r.xlsx a F2")
    ]
    rows = [
        [*header, "มชช."],
        [*GROUP, 3, "ผ่าน ปี 2563"],
        [*GROUP[:3], "เสื่อ", 3, "ไม่ผ่าน"],
    ]
    registry = latest(tmp_path, {"a": rows})
    assert screen(registry, LETTER).listed["standard"].tolist() == ["passed"]


@pytest.mark.parametrize(
    ("year", "standard"),
    [(2560, "passed"), (2564, "passed"), (2565, "none"), (2567, "none")],
)
@pytest.mark.parametrize("is_left", [True, False])
def test_a_column_without_a_year_goes_before_one_of_an_older_year(
    tmp_path: Path,
    year: int,
    standard: str,
    is_left: bool,
) -> None:
    """6, 7: it says what holds now; the column of the letter's round or a later one goes before it."""
    header = [*PLAIN[:4], "ระดับดาว ปี 2565"]
    dated, plain = (
        ([f"มชช. ปี {year}", f"Quadrant ปี {year}"], ["ไม่ผ่าน", "D"]),
        (["มชช.", "Quadrant"], ["ผ่าน", "B"]),
    )
    (left, left_cells), (right, right_cells) = (
        (dated, plain) if is_left else (plain, dated)
    )
    registry = latest(
        tmp_path,
        {"a": [[*header, *left, *right], [*GROUP, 3, *left_cells, *right_cells]]},
    )
    assert registry.products["standard"].tolist() == [standard]
    assert registry.products["quadrant"].tolist() == [
        "B" if standard == "passed" else "D"
    ]


def test_a_year_column_beside_the_standard_orders_its_results(tmp_path: Path) -> None:
    header = [*PLAIN[:4], "ระดับดาว ปี 2565", "มชช.", "ปีที่ประเมิน"]
    rows = [header, [*GROUP, 3, "ผ่าน", 2561], [*GROUP[:3], "เสื่อ", 3, "ไม่ผ่าน", 2564]]
    assert screen(latest(tmp_path, {"a": rows}), LETTER).listed[
        "standard"
    ].tolist() == ["none"]


def test_of_two_quadrants_of_a_product_the_newest_counts(tmp_path: Path) -> None:
    """7: another product keeps its own; a newest cell that is not understood leaves it unknown."""
    header = [*PLAIN[:4], "ระดับดาว ปี 2565"]
    old, new = [*header, "Quadrant ปี 2562"], [*header, "Quadrant ปี 2565"]
    other = [*GROUP[:3], "เสื่อ"]
    sheets = {
        "a": [old, [*GROUP, "-", "D"], [*other, "-", "D"]],
        "b": [new, [*GROUP, "-", "B"]],
    }
    registry = latest(tmp_path, sheets)
    assert registry.products["quadrant"].astype(object).where(
        lambda q: q.notna(), None
    ).tolist() == ["B", "D"]
    assert ("registry.newer-value", "F2") in told(registry)
    sheets["b"][1][-1] = "A,D"
    assert latest(tmp_path, sheets).products["quadrant"].isna().tolist() == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("own_header", "own", "title", "line", "standard"),
    [
        ("มชช. ปี 2565", "ไม่ผ่าน", "ผู้ผ่าน มชช. ปี 2563", "ผ่าน", "none"),
        ("มชช. ปี 2563", "ไม่ผ่าน", "ผลการประเมิน ปี 2565", "ผ่าน", "passed"),
        ("มชช.", "ไม่ผ่าน", "ผลการประเมิน ปี 2563", "ผ่าน", "passed"),
    ],
)
def test_the_newest_of_registry_and_list_counts(
    tmp_path: Path,
    own_header: str,
    own: str,
    title: str,
    line: str,
    standard: str,
) -> None:
    """7: where one has no year the better counts, as before."""
    path = write_csv(
        tmp_path / "r.csv",
        [*PLAIN[:4], "ระดับดาว ปี 2565", own_header],
        [[*GROUP, 3, own]],
    )
    rows = [[title], ["อำเภอ", "ชื่อกลุ่ม", "สถานะ มชช."], ["บางคล้า", "กลุ่มจักสาน", line]]
    side_list = read_side_list(
        write_sheets(tmp_path / "l.xlsx", {"s": rows}),
        "standards",
        LETTER,
        make_scope(LETTER),
    )
    registry = apply_lists(read_registry(path, LETTER), [side_list], LETTER)
    assert registry.products["standard"].tolist() == [standard]
    has_years = own_header != "มชช."
    assert (
        "registry.newer-value" in [finding.code for finding in registry.findings]
    ) == has_years


def test_a_list_of_expired_standards_says_nothing(tmp_path: Path) -> None:
    """7: the letter counts a standard while it is valid, and every line about the group is older."""
    choices = LETTER.choices.model_copy(update={"old_standard": "valid-only"})
    letter = LETTER.model_copy(update={"choices": choices})
    path = write_csv(tmp_path / "r.csv", [*PLAIN[:4], "ระดับดาว ปี 2565"], [[*GROUP, 3]])
    rows = [
        ["ผู้ผ่าน มชช. ปี 2555"],
        ["อำเภอ", "ชื่อกลุ่ม", "สถานะ มชช."],
        ["บางคล้า", "กลุ่มจักสาน", "ผ่าน"],
    ]
    side_list = read_side_list(
        write_sheets(tmp_path / "l.xlsx", {"s": rows}),
        "standards",
        letter,
        make_scope(letter),
    )
    registry = apply_lists(read_registry(path, letter), [side_list], letter)
    assert registry.products["standard"].isna().tolist() == [True]


@pytest.mark.parametrize(
    "header",
    [
        "ระดับดาว ปี 2562 (ประกาศผล 2565)",
        "ดาว ปี 62 และ 65",
        "ผลการคัดสรร ปี 2565 - 2567",
        "OPC 2019, 2022",
    ],
)
def test_a_header_of_several_rounds_says_none(tmp_path: Path, header: str) -> None:
    """2: the letter's is one of them, and nothing says which one a star is of; a year in the cell settles it."""
    head = [*HEADER[:4], header]
    rows = [[*ROW[:4], 3], ["บางคล้า", "กลุ่มทอผ้า", "กลุ่มผู้ผลิตชุมชน", "ผ้า", "3 ดาว (65)"]]
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [head, *rows]), LETTER, today=TODAY
    )
    assert registry.products["star_year_be"].isna().tolist() == [True, False]
    assert ("table.years-differ", "E1") in told(registry)


def test_a_fiscal_year_with_its_months_and_the_day_of_the_table_is_one_year(
    tmp_path: Path,
) -> None:
    head = [
        *HEADER[:4],
        "ระดับดาว ปี 2565 (ข้อมูล ณ 10 ม.ค. 2566)",
        "โครงการอื่น ปีงบประมาณ 2566 (ต.ค. 2565 - ก.ย. 2566)",
    ]
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [head, [*ROW[:4], 3, "OTOP Trader"]]),
        LETTER,
        today=TODAY,
    )
    assert registry.products["star_year_be"].tolist() == [2565]
    assert registry.products["other_project"].tolist() == ["in_project"]
    assert "table.years-differ" not in {code for code, _ in told(registry)}


def test_a_column_of_projects_of_two_years_is_clear_where_it_says_none(
    tmp_path: Path,
) -> None:
    """4: a project without a year may be of either."""
    head = [*HEADER[:4], "ดาว 2565", "โครงการอื่น ปี 2565-2566"]
    projects = ["-", "OTOP Trader", "OTOP Trader 65", "OTOP Trader 66"]
    rows = [
        ["บางคล้า", f"กลุ่มที่{n}", "กลุ่มผู้ผลิตชุมชน", "ผ้า", 3, project]
        for n, project in enumerate(projects)
    ]
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [head, *rows]), LETTER, today=TODAY
    )
    values = registry.products["other_project"].astype(object)
    assert values.where(values.notna(), None).tolist() == [
        "clear",
        None,
        "clear",
        "in_project",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "OTOP Trader 2564 - ปัจจุบัน",
        "นวัตวิถี ตั้งแต่ปี 2563",
        "Young OTOP ปี 65 ต่อเนื่อง",
        "Trader since 2021",
    ],
)
def test_a_project_of_before_that_goes_on_is_asked(tmp_path: Path, words: str) -> None:
    """4: in a registry and in a list."""
    head = [*HEADER[:4], "ดาว 2565", "โครงการอื่น"]
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [head, [*ROW[:4], 3, words]]),
        LETTER,
        today=TODAY,
    )
    assert registry.products["other_project"].isna().tolist() == [True]
    assert ("cell.unclear-project", "F2") in told(registry)
    listed = write_xlsx(
        tmp_path / "l.xlsx",
        [["อำเภอ", "ชื่อกลุ่ม", "โครงการ"], ["บางคล้า", "กลุ่มจักสาน", words]],
    )
    scope = make_scope(LETTER)
    assert read_side_list(listed, "projects", LETTER, scope).rows[
        "other_project"
    ].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ไม่ซ้ำ ปี 66", "clear"),
        ("ปี 2566 ไม่มี", "clear"),
        ("ไม่ซ้ำ ปี 65", None),
        ("ปี 65 ไม่มี", None),
        ("ปี 65 ไม่มี ปี 66 มี", None),
        ("ปี 65 มี ปี 66 ไม่มี", None),
        ("ไม่ซ้ำ (ตรวจสอบ 1 ธ.ค. 65)", "clear"),
        ("ไม่ซ้ำ ณ วันที่ 20/12/2565", "clear"),
        ("ไม่ซ้ำ ณ วันที่ 20/9/2565", None),
        ("เคยเข้า ปี 66", None),
    ],
)
def test_a_denial_counts_for_its_own_fiscal_year(
    tmp_path: Path, words: str, value: str | None
) -> None:
    """4: of another year it says nothing of the letter's; the day of a check is of its fiscal year."""
    head = [*HEADER[:4], "ดาว 2565", "โครงการอื่น"]
    path = write_xlsx(tmp_path / "r.xlsx", [head, [*ROW[:4], 3, words]])
    registry = read_registry(path, LETTER, today=TODAY)
    projects = registry.products["other_project"].astype(object)
    assert projects.where(projects.notna(), None).tolist() == [value]
    assert (("cell.unclear-project", "F2") in told(registry)) == (value is None)


@pytest.mark.parametrize("value", ["2/2/2566", "15 ก.พ. 66", dt.date(2023, 2, 2)])
def test_a_day_of_registration_after_the_run_is_unknown(
    tmp_path: Path, value: object
) -> None:
    """1: the run's own day still can be."""
    registry = read(tmp_path, ปีที่ลงทะเบียน=value)
    assert registry.products["registered_year_be"].isna().tolist() == [True]
    assert told(registry) == [("cell.year-out-of-range", "F2")]
    of_the_day = read(tmp_path, ปีที่ลงทะเบียน="1/2/2566")
    assert of_the_day.products["registered_year_be"].tolist() == [2566]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("นวัตวิถี 2561-2562", "clear"),
        ("Young OTOP 2565-2566", "in_project"),
        ("OTOP Trader 2565-2567", "in_project"),
        ("นวัตวิถี ปี 2561 และ 2566", "in_project"),
        ("Young OTOP 64, OTOP Trader 65", "clear"),
        ("OTOP Trader 2563-2565 ต่อเนื่อง", None),
        ("เคยเข้า ปี 64, 66", None),
    ],
)
def test_a_project_of_several_years_counts_for_each(
    tmp_path: Path, words: str, value: str | None
) -> None:
    """4: it is none of the letter's where its fiscal year is not among them, and told."""
    head = [*HEADER[:4], "ดาว 2565", "โครงการอื่น"]
    path = write_xlsx(tmp_path / "r.xlsx", [head, [*ROW[:4], 3, words]])
    registry = read_registry(path, LETTER, today=TODAY)
    projects = registry.products["other_project"].astype(object)
    assert projects.where(projects.notna(), None).tolist() == [value]
    codes = {
        "clear": "cell.project-of-other-year",
        None: "cell.unclear-project",
    }
    if value in codes:
        assert (codes[value], "F2") in told(registry)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("เคยเข้านวัตวิถี 61, 62", "cell.former-project"),
        ("เคยร่วม Trader ปี 62 และ 63", "cell.former-project"),
        ("เคยเข้าร่วม 2561-2563", "cell.former-project"),
        ("KBO ปี 64, 65", "cell.kbo-itself"),
        ("KBO ปี 65, 66", "cell.kbo-itself"),
    ],
)
def test_a_project_of_several_years_before_is_clear(
    tmp_path: Path, words: str, code: str
) -> None:
    """4: and KBO of any years; that is told."""
    head = [*HEADER[:4], "ดาว 2565", "โครงการอื่น"]
    path = write_xlsx(tmp_path / "r.xlsx", [head, [*ROW[:4], 3, words]])
    registry = read_registry(path, LETTER, today=TODAY)
    assert registry.products["other_project"].tolist() == ["clear"]
    assert (code, "F2") in told(registry)


@pytest.mark.parametrize(
    ("header", "cell", "year_be"),
    [
        ("ระดับดาว", 3, None),
        ("ระดับดาว", "3 ดาว (65)", 2565),
        ("ระดับดาว ปี 2565", 3, 2565),
    ],
)
def test_a_title_of_two_rounds_says_none(
    tmp_path: Path, header: str, cell: object, year_be: int | None
) -> None:
    """2: the header, or a cell, settles which of them; it is told once, where a star is left without a round."""
    title = ["ทะเบียนผลิตภัณฑ์ (ดาว ปี ๒๕๖๒ และ ๒๕๖๕)"]
    rows = [title, [*HEADER[:4], header], [*ROW[:4], cell]]
    path = write_xlsx(tmp_path / "r.xlsx", rows)
    registry = read_registry(path, LETTER, today=TODAY)
    assert rounds(registry) == [year_be]
    differing = [f for f in registry.findings if f.code == "table.years-differ"]
    assert bool(differing) == (year_be is None)
    if differing:
        message = differing[0].message("th")
        assert "บอกว่าเป็นปี 2562 และปี 2565 โปรแกรม" in message
