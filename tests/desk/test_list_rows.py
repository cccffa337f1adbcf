"""What becomes of the lines of side lists: none vanishes, and none is taken for another group's.

- A line that names a group and says no more is a line; a list without lines, or without a header, is told as a list.
- Every row of a list is accounted for: matched, perhaps, unmatched, of another round, out of scope, nameless, beside.
- Who stands in a list of other projects is in one, its project cell blank or not; a dash is asked.
- A group or product that is called exactly so is meant; one that only looks like it is not.
- A line that is perhaps about a product is always told, also where it has no effect.
- An id whose name is another group's settles nothing.
- Findings speak the words of the cells, and of lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from kbo_screen.findings import InputError
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.desk.test_side_lists import run_with
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = text_table("""
    | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม               | ประเภทผู้ผลิต | รหัสผลิตภัณฑ์ | ชื่อผลิตภัณฑ์            | ระดับดาว ปี 2565 | Quadrant |
    | บางคล้า  | 240200001 | กลุ่มจักสานบ้านหนองแสง   | กลุ่ม        | 1            | ตะกร้า                 | 3               | A        |
    | บางคล้า  | 240200002 | กลุ่มจักสานบ้านหนองแสน   | กลุ่ม        | 2            | กระบุง                 | 3               | A        |
    | บางคล้า  | 240200003 | กลุ่มทอผ้าบ้านทุ่งสน      | กลุ่ม        | 3            | ผ้าทอลายดอกแก้วสีแดงสด   | 3               | A        |
    | บางคล้า  | 240200003 | กลุ่มทอผ้าบ้านทุ่งสน      | กลุ่ม        | 4            | ผ้าทอลายดอกแก้วสีแดงสุก  | 3               | A        |
    | บางปะกง | 240400001 | กลุ่มน้ำพริกบ้านใหม่พัฒนา | กลุ่ม        | 5            | น้ำพริกเผา              | 3               | A        |
""")
BARE = [row[:6] + row[7:] for row in REGISTRY]


def projects_of(run: Any) -> list[str]:
    said = run.registry.products.set_index("product_id")["other_project"].astype(object)
    return ["?" if value != value or value is None else value for value in said]


def told(run: Any, *codes: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.code, f.place.cell, f.value) for f in run.findings if f.code in codes]


def counts(run: Any) -> dict[str, int]:
    (finding,) = [f for f in run.findings if f.code == "list.read"]
    return {name: count for name, count in finding.fields.items() if count}


IN_ONE = ["in_project", "clear", "clear", "clear", "in_project"]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (
            "| ที่ | ชื่อกลุ่ม |\n| 1 | กลุ่มจักสานบ้านหนองแสง |\n| 2 | กลุ่มน้ำพริกบ้านใหม่พัฒนา |",
            {"rows_read": 3, "matched": 2, "beside": 1},
        ),
        (
            "| ชื่อกลุ่ม |\n| กลุ่มจักสานบ้านหนองแสง |\n| กลุ่มน้ำพริกบ้านใหม่พัฒนา |",
            {"rows_read": 3, "matched": 2, "beside": 1},
        ),
        (
            "| อำเภอ | ชื่อกลุ่ม |\n| บางคล้า | กลุ่มจักสานบ้านหนองแสง |\n|  | กลุ่มน้ำพริกบ้านใหม่พัฒนา |",
            {"rows_read": 3, "matched": 2, "beside": 1},
        ),
        (
            "| ชื่อกลุ่ม | ผลิตภัณฑ์ |\n| กลุ่มจักสานบ้านหนองแสง |  |\n| กลุ่มน้ำพริกบ้านใหม่พัฒนา |  |",
            {"rows_read": 3, "matched": 2, "beside": 1},
        ),
        (
            "| รายชื่อกลุ่ม |\n| ชื่อกลุ่ม |\n| กลุ่มจักสานบ้านหนองแสง |\n| กลุ่มน้ำพริกบ้านใหม่พัฒนา |\n| รวม 2 กลุ่ม |\n| หมายเหตุ ข้อมูลเบื้องต้น |",
            {"rows_read": 6, "matched": 2, "beside": 4},
        ),
        (
            "| รายชื่อกลุ่ม |\n| ๑) กลุ่มจักสานบ้านหนองแสง อ.บางคล้า |\n| - กลุ่มน้ำพริกบ้านใหม่พัฒนา ต.ท่าข้าม อำเภอบางปะกง |",
            {"rows_read": 3, "matched": 2, "beside": 1},
        ),
        (
            "| รายชื่อกลุ่ม |\n| อำเภอบางคล้า |\n| กลุ่มจักสานบ้านหนองแสง |\n| 2. บางปะกง |\n| กลุ่มน้ำพริกบ้านใหม่พัฒนา |\n| กลุ่ม OTOP อำเภอคลองเขื่อน |",
            {"rows_read": 6, "matched": 2, "beside": 4},
        ),
    ],
)
def test_a_name_alone_is_a_line(
    drawn: str, expected: dict[str, int], tmp_path: Path
) -> None:
    """Also with its district behind it; a place alone is a title."""
    run = run_with(tmp_path, {"projects": drawn}, REGISTRY)
    assert projects_of(run) == IN_ONE
    assert counts(run) == expected


@pytest.mark.parametrize("header", ["ผลการตรวจสอบ", "ผลตรวจ"])
def test_the_result_of_a_check_says_what_a_line_means(
    header: str, tmp_path: Path
) -> None:
    """Where what stands below speaks of projects; other results say nothing of them."""
    names = ["กลุ่มจักสานบ้านหนองแสง", "กลุ่มจักสานบ้านหนองแสน", "กลุ่มน้ำพริกบ้านใหม่พัฒนา"]
    for results, expected in (
        (["ซ้ำ", "ไม่ซ้ำ", "รอตรวจ"], ["in_project", "clear", "clear", "clear", "?"]),
        (["ผ่าน", "ครบถ้วน", "ไม่ผ่าน"], ["in_project", "in_project", "clear", "clear", "in_project"]),
    ):  # fmt: skip
        pairs = zip(names, results, strict=True)
        lines = "\n".join(f"| {name} | {result} |" for name, result in pairs)
        drawn = f"| ชื่อกลุ่ม | {header} |\n{lines}"
        run = run_with(tmp_path, {"projects": drawn}, REGISTRY)
        assert projects_of(run) == expected


def test_a_sheet_for_every_district(tmp_path: Path) -> None:
    """The sheet's name tells the district."""
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for district, group in (
            ("บางคล้า", "กลุ่มจักสานบ้านหนองแสง"),
            ("บางปะกง", "กลุ่มน้ำพริกบ้านใหม่พัฒนา"),
        ):
            page = book.add_worksheet(district)
            page.write_row(0, 0, ["ที่", "รายชื่อกลุ่ม"])
            page.write_row(1, 0, [1, group])
    source = write_csv(tmp_path / "r.csv", REGISTRY[0], REGISTRY[1:])
    run = build_run(
        [source],
        RunOptions(
            letter="chachoengsao_2566",
            lang="th",
            quiet=True,
            lists=(("projects", path),),
        ),
    )
    assert projects_of(run) == IN_ONE
    assert counts(run) == {"rows_read": 4, "matched": 2, "beside": 2}


def test_every_row_of_a_list_is_accounted_for(tmp_path: Path) -> None:
    """And stars of another round are told, once, with their rows."""
    run = run_with(
        tmp_path,
        {
            "stars": """
        | จังหวัด     | ผู้ผลิต                    | ผลิตภัณฑ์        | ระดับดาว | ปีที่คัดสรร |
        | ฉะเชิงเทรา | กลุ่มจักสานบ้านหนองแสง     | ตะกร้า          | 3       | 2565     |
        | ฉะเชิงเทรา | กลุ่มจักสานบ้านหนองแสน     | เสื่อลายขัด        | 3       | 2565     |
        | ฉะเชิงเทรา | กลุ่มน้ำพริกบ้านใหม่พัฒนา   | น้ำพริกเผาะ       | 3       | 2565     |
        | ฉะเชิงเทรา | กลุ่มจักสานบ้านหนองแสง     | ตะกร้า          | 5       | 2562     |
        | ฉะเชิงเทรา | กลุ่มจักสานบ้านหนองแสน     | กระบุง          | 5       | 2562     |
        | ฉะเชิงเทรา | กลุ่มทอผ้าบ้านทุ่งสน        |                | 4       | 2565     |
        | ชลบุรี      | กลุ่มไกล                  | น้ำปลา          | 4       | 2565     |
        | รวม       |                          |                |         | 7        |
    """
        },
        BARE,
    )
    assert counts(run) == {
        "rows_read": 9,
        "matched": 1,
        "perhaps": 1,
        "unmatched": 1,
        "other_round": 2,
        "out_of_scope": 1,
        "nameless": 1,
        "beside": 2,
    }
    (finding,) = [f for f in run.findings if f.code == "list.other-round"]
    assert (finding.fields, finding.place.cell) == (
        {"count": 2, "rows": "5–6", "year": 2562, "wanted": 2565},
        "D5",
    )


def test_a_list_without_lines_or_header_is_told_as_a_list(tmp_path: Path) -> None:
    run = run_with(
        tmp_path, {"projects": "| ที่ | ชื่อกลุ่ม | โครงการ |\n|  |  |  |"}, REGISTRY
    )
    assert [f.code for f in run.findings if f.place.file == "projects.csv"] == [
        "list.no-rows",
        "list.read",
    ]
    with pytest.raises(InputError) as caught:
        run_with(tmp_path, {"projects": "| สวัสดี |\n| ขอบคุณ |"}, REGISTRY)
    (finding,) = caught.value.findings
    assert finding.code == "list.no-header"
    assert "ประเภทผู้ผลิต" not in finding.remedy("th")
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("รายชื่อ").write_column(0, 0, ["ชื่อกลุ่ม", "กลุ่มจักสานบ้านหนองแสง"])
        book.add_worksheet("บันทึก").write_column(0, 0, ["ประชุมวันที่ 3", "ลงชื่อ"])
    source = write_csv(tmp_path / "r.csv", REGISTRY[0], REGISTRY[1:])
    run = build_run(
        [source],
        RunOptions(
            letter="chachoengsao_2566",
            lang="th",
            quiet=True,
            lists=(("projects", path),),
        ),
    )
    assert [
        (f.code, f.place.sheet) for f in run.findings if f.code == "list.sheet-skipped"
    ] == [("list.sheet-skipped", "บันทึก")]


def test_a_blank_project_in_a_list_of_projects_is_a_project(tmp_path: Path) -> None:
    run = run_with(
        tmp_path,
        {
            "projects": """
        | อำเภอ   | ชื่อกลุ่ม                 | โครงการ   |
        | บางคล้า  | กลุ่มจักสานบ้านหนองแสง    |          |
        | บางคล้า  | กลุ่มจักสานบ้านหนองแสน    | -        |
        | บางปะกง | กลุ่มน้ำพริกบ้านใหม่พัฒนา | ไม่ซ้ำ     |
    """
        },
        REGISTRY,
    )
    assert projects_of(run) == ["in_project", "?", "clear", "clear", "clear"]
    assert told(run, "cell.unclear-project") == [("cell.unclear-project", "C3", "-")]


def test_exactly_so_is_meant_what_looks_like_it_is_not(tmp_path: Path) -> None:
    run = run_with(tmp_path, {"projects": "| ชื่อกลุ่ม |\n| จักสาน บ.หนองแสง |"}, REGISTRY)
    assert projects_of(run) == ["in_project", "clear", "clear", "clear", "clear"]
    assert not told(run, "list.perhaps-same")
    run = run_with(
        tmp_path, {"projects": "| ชื่อกลุ่ม |\n| กลุ่มจักสานบ้านหนองแสบ |"}, REGISTRY
    )
    assert projects_of(run) == ["?", "?", "clear", "clear", "clear"]
    stars = "| ผู้ผลิต | ผลิตภัณฑ์ | ระดับดาว |\n| กลุ่มทอผ้าบ้านทุ่งสน | {} | 1 |"
    run = run_with(tmp_path, {"stars": stars.format("ผ้าทอ ลายดอกแก้ว สีแดงสด")}, BARE)
    assert run.registry.products["star_rated"].tolist() == [
        False,
        False,
        True,
        False,
        False,
    ]
    run = run_with(tmp_path, {"stars": stars.format("ผ้าทอลายดอกแก้วสีแดงสุด")}, BARE)
    assert run.registry.products["star_rated"].astype(object).isna().tolist() == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_a_perhaps_without_effect_is_told(tmp_path: Path) -> None:
    """The registry has the star; another line of the list is sure."""
    stars = "| ผู้ผลิต | ผลิตภัณฑ์ | ระดับดาว |\n| กลุ่มจักสานบ้านหนองแสบ | ตะกร้า | 5 |"
    run = run_with(tmp_path, {"stars": stars}, REGISTRY)
    assert told(run, "list.perhaps-same") == [
        ("list.perhaps-same", "A2", "กลุ่มจักสานบ้านหนองแสบ")
    ]
    (finding,) = [f for f in run.findings if f.code == "list.perhaps-same"]
    assert finding.severity == "info"
    assert "ไม่มีผล" in finding.message("th")
    assert "unknown" not in finding.message("en")
    projects = "| ชื่อกลุ่ม |\n| กลุ่มจักสานบ้านหนองแสง |\n| กลุ่มจักสานบ้านหนองแสบ |"
    run = run_with(tmp_path, {"projects": projects}, REGISTRY)
    assert projects_of(run) == ["in_project", "?", "clear", "clear", "clear"]
    assert [
        (f.severity, f.fields["group"])
        for f in run.findings
        if f.code == "list.perhaps-same"
    ] == [
        ("info", "กลุ่มจักสานบ้านหนองแสง"),
        ("warning", "กลุ่มจักสานบ้านหนองแสน"),
    ]


def test_an_id_with_the_name_of_another_group_settles_nothing(tmp_path: Path) -> None:
    """The name is nobody's, or a neighbour's whose own name is a letter away."""
    for name in ("ร้านกาแฟท่าเรือ", "กลุ่มจักสานบ้านหนองแสน"):
        run = run_with(
            tmp_path,
            {"projects": f"| รหัสผู้ผลิต | ชื่อกลุ่ม |\n| 240200001 | {name} |"},
            REGISTRY,
        )
        assert projects_of(run) == ["?", "clear", "clear", "clear", "clear"]
        assert told(run, "list.id-and-name-differ") == [
            ("list.id-and-name-differ", "B2", name)
        ]
    run = run_with(
        tmp_path,
        {"projects": "| รหัสผู้ผลิต | ชื่อกลุ่ม |\n| 240200001 | จักสานหนองแสง |"},
        REGISTRY,
    )
    assert projects_of(run)[0] == "in_project"


def test_findings_of_lists_speak_of_lists(tmp_path: Path) -> None:
    """Words of the cells; a municipality; what is near a line that matches nothing."""
    table = [
        [*row, project]
        for row, project in zip(
            REGISTRY, ("โครงการอื่น", "ไม่ซ้ำ", "", "", "", ""), strict=True
        )
    ]
    projects = """
        | อำเภอ          | ชื่อกลุ่ม               | รหัสผลิตภัณฑ์ | ชื่อผลิตภัณฑ์ | โครงการ     |
        | เทศบาลบางคล้า   | กลุ่มจักสานบ้านหนองแสง |             |            | Young OTOP |
        | บางคล้า         | กลุ่มทอผ้าบ้านทุ่งสน    |             | ร่มกระดาษ    | Young OTOP |
        | บางคล้า         |                      | 99          |            | Young OTOP |
    """
    run = run_with(tmp_path, {"projects": projects}, table)
    (finding,) = [f for f in run.findings if f.code == "list.disagrees"]
    assert "“Young OTOP” (E2" in finding.message("th")
    assert "“ไม่ซ้ำ” (registry.csv I2)" in finding.message("th")
    assert "รอยืนยัน" in finding.remedy("th")
    assert told(run, "list.unknown-place", "cell.municipality") == [
        ("list.unknown-place", "A2", "เทศบาลบางคล้า")
    ]
    unmatched = [f for f in run.findings if f.code == "list.unmatched"]
    assert [(f.value, f.suggestion) for f in unmatched] == [
        ("กลุ่มทอผ้าบ้านทุ่งสน / ร่มกระดาษ", "“ผ้าทอลายดอกแก้วสีแดงสด”, “ผ้าทอลายดอกแก้วสีแดงสุก”"),
        ("99", "-"),
    ]


def test_a_line_of_another_provinces_district_is_out_of_scope(tmp_path: Path) -> None:
    """A country's list without a column of provinces."""
    run = run_with(
        tmp_path,
        {"projects": "| อำเภอ | ชื่อกลุ่ม |\n| ศรีราชา | กลุ่มจักสานบ้านหนองแสง |"},
        REGISTRY,
    )
    assert projects_of(run) == ["clear"] * 5
    assert counts(run) == {"rows_read": 2, "out_of_scope": 1, "beside": 1}
