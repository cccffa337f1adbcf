"""Reading a registry as it lies on the desk.

- The table is found below titles, under one- and two-row and merged headers, above totals and notes.
- Merged cells fill what they cover, and only that; the address is the anchor's.
- Several sheets, one per district; several files.
- Addresses stay right when title rows, blank rows and columns, hidden or not, are put in front.
- What is not understood is a finding at its cell and an unknown.
- A row that cannot be used is kept aside with its reason; a row of another province is counted.
- A missing column stops the run: which, the nearest headers, how to map it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError, UsageError
from kbo_screen.registry.scope import make_scope
from kbo_screen.screening.screen import screen
from kbo_screen.sources.header.columns import letter_years
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.table.table_finder import find_table
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.program import run_program
from tests.tools.registries import text_table, write_csv, write_xlsx

LETTER = load_letter()
SHARED = Path(__file__).parents[3] / "shared"
TABLE = text_table("""
    | อำเภอ    | ชื่อกลุ่ม   | ประเภทผู้ผลิต     | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | ปีที่ลงทะเบียน | สถานะ มชช. | โครงการอื่น | ศักยภาพ |
    | บางคล้า   | กลุ่มจักสาน | กลุ่มผู้ผลิตชุมชน | ตะกร้า     | 3             | D        | 2560        | ผ่าน       |          | มี      |
    | บางปะกง  | กลุ่มทอผ้า  | กลุ่มผู้ผลิตชุมชน | ผ้าขาวม้า   | -             | D        | ๒๕๖๒        | ไม่ผ่าน     | ไม่ซ้ำ     |         |
""")
HEADER, ROWS = TABLE[0], TABLE[1:]


def with_cell(column: str, value: Any) -> list[list[Any]]:
    """The table with one cell of its first row of data changed."""
    rows = [list(row) for row in TABLE]
    rows[1][HEADER.index(column)] = value
    return rows


@pytest.mark.parametrize(
    ("column", "value", "code", "field"),
    [
        ("ประเภทผู้ผลิต", "?", "cell.unknown-producer-type", "producer_type"),
        ("ระดับดาว ปี 2565", "3-4", "cell.unreadable-star", "star"),
        ("ระดับดาว ปี 2565", "9", "cell.star-out-of-range", "star"),
        ("ระดับดาว ปี 2565", "#REF!", "cell.error-value", "star"),
        ("Quadrant", "X", "cell.unknown-quadrant", "quadrant"),
        ("ปีที่ลงทะเบียน", "นานแล้ว", "cell.unreadable-year", "registered_year_be"),
        ("ปีที่ลงทะเบียน", "2965", "cell.year-out-of-range", "registered_year_be"),
        ("สถานะ มชช.", "สมัครแล้ว", "cell.applied-only", "standard"),
        ("สถานะ มชช.", "มผช. 12/2560", "cell.product-standard", "standard"),
        ("สถานะ มชช.", "อะไรสักอย่าง", "cell.unknown-standard", "standard"),
        ("โครงการอื่น", "รอตรวจสอบ", "cell.unclear-project", "other_project"),
        ("ศักยภาพ", "ปานกลาง", "cell.unclear-potential", "potential"),
    ],
)
def test_what_is_not_understood_is_unknown_and_a_finding_at_its_cell(
    column: str, value: str, code: str, field: str, tmp_path: Path
) -> None:
    registry = read_registry(
        write_csv(tmp_path / "r.csv", HEADER, with_cell(column, value)[1:]), LETTER
    )
    found = [
        (f.code, f.place.cell, f.value)
        for f in registry.findings
        if f.code.startswith("cell.")
    ]
    cell = f"{'ABCDEFGHIJ'[HEADER.index(column)]}2"
    assert found == [(code, cell, value)]
    assert registry.products[field].isna()[0]


def test_two_digits_are_said_to_be_assumed(tmp_path: Path) -> None:
    registry = read_registry(
        write_csv(tmp_path / "r.csv", HEADER, with_cell("ปีที่ลงทะเบียน", "60")[1:]), LETTER
    )
    assert [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith("cell.")
    ] == [("cell.assumed-century", "G2")]
    assert registry.products["registered_year_be"][0] == 2560


@pytest.mark.parametrize(
    ("value", "code", "suggestion"),
    [
        ("บางคลา", "cell.unknown-district", "บางคล้า"),
        ("บางคล้า?", "cell.unknown-district", "บางคล้า"),
        ("เทศบาลเมืองบางคล้า", "cell.municipality", "บางคล้า"),
        ("ศรีราชา", "cell.foreign-district", "ชลบุรี"),
        ("", "row.no-district", None),
    ],
)
def test_row_without_a_district_of_the_letter_is_kept_aside(
    value: str, code: str, suggestion: str | None, tmp_path: Path
) -> None:
    registry = read_registry(
        write_csv(tmp_path / "r.csv", HEADER, with_cell("อำเภอ", value)[1:]), LETTER
    )
    found = [f for f in registry.findings if f.code == code]
    assert [("A2", suggestion)] == [(f.place.cell, f.suggestion) for f in found]
    assert [row.row for row in registry.unusable] == [2]
    assert len(registry.products) == 1
    assert screen(registry, LETTER).accounting.unusable == 1


def test_row_without_a_group_is_kept_aside(tmp_path: Path) -> None:
    registry = read_registry(
        write_csv(tmp_path / "r.csv", HEADER, with_cell("ชื่อกลุ่ม", "")[1:]), LETTER
    )
    assert [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith("row.")
    ] == [("row.no-group", "B2")]
    assert [(row.reason, row.row) for row in registry.unusable] == [("no-group", 2)]


def test_row_without_a_product_stays_and_is_told(tmp_path: Path) -> None:
    registry = read_registry(
        write_csv(tmp_path / "r.csv", HEADER, with_cell("ชื่อผลิตภัณฑ์", "")[1:]), LETTER
    )
    assert [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith("row.")
    ] == [("row.no-product", "D2")]
    assert len(registry.products) == 2


def test_province_column_settles_scope_and_a_blank_one_is_settled_by_the_district(
    tmp_path: Path,
) -> None:
    provinces = ["จังหวัด", "ชลบุรี", "", "ฉะเชิงเซา"]
    other_product = [*ROWS[1][:3], "ผ้าไหม", *ROWS[1][4:]]
    rows = [
        [province, *row]
        for province, row in zip(provinces, [*TABLE, other_product], strict=True)
    ]
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), LETTER)
    assert (registry.out_of_scope, len(registry.products)) == (1, 2)
    assert [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith("cell.")
    ] == [("cell.foreign-province", "A2"), ("cell.unknown-province", "A4")]


@pytest.mark.parametrize(
    ("has_column", "cell", "remedy"),
    [
        (True, "A2", "Write the district into cell A2."),
        (
            False,
            None,
            "Write the district above the table (อำเภอบางคล้า), or add a column of districts.",
        ),
    ],
)
def test_a_row_without_a_district_says_where_to_write_it(
    has_column: bool, cell: str | None, remedy: str, tmp_path: Path
) -> None:
    rows = [HEADER, ["", *ROWS[0][1:]], ["อำเภอบางคล้า"], ROWS[1]]
    if not has_column:
        rows = [row[1:] if len(row) > 1 else row for row in rows]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    told = [
        (f.place.cell, f.remedy("en"))
        for f in registry.findings
        if f.code == "row.no-district"
    ]
    assert told == [(cell, remedy)]


def test_an_id_cell_that_holds_a_date_is_told_as_one(tmp_path: Path) -> None:
    rows = [["รหัสผู้ผลิต", *HEADER], [dt.date(2022, 4, 2), *ROWS[0]]]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    found = [
        (f.code, f.place.cell, "date" in f.message("en"))
        for f in registry.findings
        if f.place.cell == "A2"
    ]
    assert found == [("cell.date-for-id", "A2", True)]


def test_a_name_of_several_provinces_needs_a_province(tmp_path: Path) -> None:
    rows = with_cell("อำเภอ", "เฉลิมพระเกียรติ")
    registry = read_registry(
        write_csv(tmp_path / "r.csv", HEADER, rows[1:]), LETTER, province="all"
    )
    assert [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith("cell.")
    ] == [("cell.ambiguous-district", "A2")]


def test_ids_are_text_and_a_foreign_prefix_is_told(tmp_path: Path) -> None:
    header = ["รหัสผู้ผลิต", "โทรศัพท์", *HEADER]
    rows = [
        [240400017, 812345678, *ROWS[0]],
        [1.23456789012e15, 8.123456780812e17, *ROWS[1]],
    ]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", [header, *rows]), LETTER)
    found = [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith("cell.")
    ]
    assert sorted(found) == [
        ("cell.id-of-other-district", "A2"),
        ("cell.unreadable-id", "A3"),
        ("cell.unreadable-phone", "B3"),
    ]
    assert (registry.products["group_id"][0], registry.products["phone"][0]) == (
        "240400017",
        "0812345678",
    )


def test_personal_values_are_masked_in_findings(tmp_path: Path) -> None:
    header = ["โทรศัพท์", *HEADER]
    registry = read_registry(
        write_xlsx(tmp_path / "r.xlsx", [header, [8.123456780812e17, *ROWS[0]]]), LETTER
    )
    assert [
        f.value for f in registry.findings if f.code == "cell.unreadable-phone"
    ] == ["***"]


def test_titles_totals_and_notes_are_no_products(tmp_path: Path) -> None:
    rows = [
        ["บัญชีผลิตภัณฑ์ OTOP จังหวัดฉะเชิงเทรา"],
        [],
        *TABLE,
        HEADER,
        [*ROWS[0][:3], "ชะลอม", *ROWS[0][4:]],
        ["รวม", "3 กลุ่ม"],
        ["หมายเหตุ: ข้อมูลสมมุติ"],
    ]
    registry = read_registry(write_xlsx(tmp_path / "r.xlsx", rows), LETTER)
    assert registry.tables[0].rows == {
        "data": 3,
        "title": 1,
        "header": 2,
        "total": 1,
        "note": 1,
        "blank": 1,
    }
    assert registry.products["row"].tolist() == [4, 5, 7]
    assert screen(registry, LETTER).products[
        "group"
    ].value_counts().sort_index().cumsum().tolist() == [2, 3]


def test_two_row_header_with_merged_parents(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("ทะเบียน")
        for column, name in enumerate(["ลำดับ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต"]):
            sheet.merge_range(1, column, 2, column, name)
        sheet.merge_range(1, 3, 1, 4, "ที่ตั้ง")
        sheet.write_row(2, 3, ["ตำบล", "อำเภอ"])
        sheet.merge_range(1, 5, 1, 6, "ผลการคัดสรร ปี ๒๕๖๕")
        sheet.write_row(2, 5, ["ชื่อผลิตภัณฑ์", "ระดับดาว"])
        sheet.write_row(3, 0, [1, "กลุ่มจักสาน", "กลุ่ม", "ปากน้ำ", "บางคล้า", "ตะกร้า", 3])
    registry = read_registry(path, LETTER)
    assert registry.tables[0].header_rows == (2, 3)
    row = registry.products.iloc[0]
    assert (
        row["district"], row["subdistrict"], row["product_name"], row["star"], row["star_year_be"],
    ) == ("บางคล้า", "ปากน้ำ", "ตะกร้า", 3, 2565)  # fmt: skip
    assert registry.place(0, "star").cell == "G4"


def test_merged_cells_fill_what_they_cover_and_only_that(tmp_path: Path) -> None:
    """The blank below the merged cell has no group."""
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("ทะเบียน")
        sheet.write_row(0, 0, HEADER)
        for row, name in enumerate(["ตะกร้า", "กระบุง", "กระด้ง"], start=1):
            sheet.write_row(row, 0, ["บางคล้า", None, "กลุ่ม", name, 3])
        sheet.merge_range(1, 1, 2, 1, "กลุ่มจักสาน")
    registry = read_registry(path, LETTER)
    assert registry.products["group_name"].tolist() == ["กลุ่มจักสาน", "กลุ่มจักสาน"]
    assert [registry.place(product, "group_name").cell for product in (0, 1)] == [
        "B2",
        "B2",
    ]
    assert [(row.reason, row.row) for row in registry.unusable] == [("no-group", 4)]


def test_sheet_or_title_gives_the_district(tmp_path: Path) -> None:
    """Also a hidden sheet and one without a table are told."""
    path = tmp_path / "r.xlsx"
    without = [row[1:] for row in TABLE]
    with xlsxwriter.Workbook(str(path)) as book:
        first = book.add_worksheet("บางคล้า")
        second = book.add_worksheet("Sheet2")
        second.write(0, 0, "บัญชีกลุ่ม อำเภอบางปะกง จังหวัดฉะเชิงเทรา")
        for number, row in enumerate(without):
            first.write_row(number, 0, row)
            second.write_row(number + 1, 0, row)
        book.add_worksheet("คำชี้แจง").write(0, 0, "อ่านก่อนใช้")
        hidden = book.add_worksheet("เก่า")
        hidden.write_row(0, 0, HEADER)
        hidden.hide()
        book.add_worksheet("ว่าง").write_row(0, 0, HEADER)
    registry = read_registry(path, LETTER)
    assert registry.products["district"].tolist() == [
        "บางคล้า",
        "บางคล้า",
        "บางปะกง",
        "บางปะกง",
    ]
    assert [registry.place(product, "district").cell for product in (0, 2)] == [
        None,
        "A1",
    ]
    told = {(f.code, f.place.sheet) for f in registry.findings}
    assert {
        ("table.hidden-sheet", "เก่า"),
        ("table.sheet-skipped", "คำชี้แจง"),
        ("table.no-rows", "ว่าง"),
    } <= told


@pytest.mark.parametrize("rows_come_first", [True, False])
def test_rows_below_no_header_are_told_with_their_number(
    tmp_path: Path,
    rows_come_first: bool,
) -> None:
    """The second half of a registry, moved to a sheet without its header: no row is dropped without a word."""
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        names = ["ต่อ", "ทะเบียน"] if rows_come_first else ["ทะเบียน", "ต่อ"]
        sheets = {name: book.add_worksheet(name) for name in names}
        for number, row in enumerate(TABLE):
            sheets["ทะเบียน"].write_row(number, 0, row)
        for number, row in enumerate(ROWS * 4):
            sheets["ต่อ"].write_row(number, 0, row)
        book.add_worksheet("คำชี้แจง").write_column(0, 0, ["1", "2", "3", "4"])
    registry = read_registry(path, LETTER)
    told = {f.place.sheet: f for f in registry.findings if f.code.startswith("table.")}
    finding = told["ต่อ"]
    assert (finding.code, finding.severity) == ("table.rows-without-header", "warning")
    assert f"{len(ROWS) * 4} rows" in finding.message("en")
    assert told["คำชี้แจง"].code == "table.sheet-skipped"


def test_several_files_are_one_registry_and_a_file_given_twice_is_read_once(
    tmp_path: Path,
) -> None:
    first = write_csv(tmp_path / "a.csv", HEADER, ROWS[:1])
    second = write_csv(tmp_path / "b.csv", HEADER, ROWS[1:])
    registry = read_registry([first, second, first], LETTER)
    assert [registry.place(product, "star").file for product in (0, 1)] == [
        "a.csv",
        "b.csv",
    ]
    assert [f.code for f in registry.findings if f.code.startswith("file.")] == [
        "file.given-twice"
    ]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    top=st.integers(0, 30),
    left=st.integers(0, 40),
    titles=st.integers(0, 3),
    hidden=st.booleans(),
)
def test_addresses_stay_right_wherever_the_table_stands(
    top: int, left: int, titles: int, hidden: bool, tmp_path: Path
) -> None:
    rows = [*([["บัญชีผลิตภัณฑ์"]] * titles), *TABLE]
    path = write_xlsx(tmp_path / "r.xlsx", rows, top=top, left=left, hidden=hidden)
    registry = read_registry(path, LETTER)
    from openpyxl.utils import get_column_letter

    for product in (0, 1):
        row = top + titles + 2 + product
        cells = {
            f: registry.place(product, f).cell
            for f in ("district", "star", "potential")
        }
        assert cells == {
            f: f"{get_column_letter(left + c + 1)}{row}"
            for f, c in (("district", 0), ("star", 4), ("potential", 9))
        }


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("ทะเบียน")
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
    registry = read_registry(path, LETTER)
    assert len(registry.products) == 2
    assert [
        (f.code, f.place.cell) for f in registry.findings if "hidden" in f.code
    ] == [("table.hidden-rows", "3")]


def test_two_columns_for_one_field_the_one_that_parses_wins(tmp_path: Path) -> None:
    header = [*HEADER, "Quadrant"]
    rows = [[*row, value] for row, value in zip(ROWS, ("?", "ไม่ทราบ"), strict=True)]
    registry = read_registry(write_csv(tmp_path / "r.csv", header, rows), LETTER)
    assert registry.products["quadrant"].tolist() == ["D", "D"]
    assert [(f.code, f.place.cell) for f in registry.findings] == [
        ("table.column-not-compared", "K1")
    ]


def test_stars_of_another_round_are_not_the_letters(tmp_path: Path) -> None:
    header = [*HEADER, "ระดับดาว ปี 2562"]
    registry = read_registry(
        write_csv(tmp_path / "r.csv", header, [[*row, "5"] for row in ROWS]), LETTER
    )
    assert registry.products["star"][0] == 3
    assert [(f.code, f.place.cell) for f in registry.findings] == [
        ("table.other-star-round", "K1")
    ]
    renamed = ["ระดับดาว ปี 2562" if "ดาว" in name else name for name in HEADER]
    with pytest.raises(InputError) as caught:
        read_registry(write_csv(tmp_path / "s.csv", renamed, ROWS), LETTER)
    assert [f.code for f in caught.value.findings] == ["table.no-star-of-round"]


def test_stars_without_a_year_are_taken_for_the_letters_round(tmp_path: Path) -> None:
    header = ["ระดับดาว" if "ดาว" in name else name for name in HEADER]
    registry = read_registry(write_csv(tmp_path / "r.csv", header, ROWS), LETTER)
    assert [(f.code, f.place.cell) for f in registry.findings] == [
        ("table.star-year-assumed", "E1")
    ]
    assert registry.products["star_year_be"][0] == 2565


def test_missing_column_names_the_nearest_headers_and_can_be_mapped(
    tmp_path: Path,
) -> None:
    header = ["ค่าที่ได้รับ" if "ดาว" in name else name for name in HEADER]
    path = write_csv(tmp_path / "r.csv", header, ROWS)
    with pytest.raises(InputError) as caught:
        read_registry(path, LETTER)
    (finding,) = caught.value.findings
    assert (finding.code, finding.suggestion, caught.value.exit_code) == (
        "table.no-star-column",
        "“ค่าที่ได้รับ” (E)",
        3,
    )
    assert (
        read_registry(path, LETTER, columns={"star": "ค่าที่ได้รับ"}).products["star"][0]
        == 3
    )
    for columns, code in (
        ({"stars": "x"}, "usage.unknown-field"),
        ({"star": "ไม่มีหัวนี้"}, "usage.unknown-header"),
    ):
        with pytest.raises(UsageError) as wrong:
            read_registry(path, LETTER, columns=columns)
        assert [code] == [f.code for f in wrong.value.findings]


#: Rows of data whose names are worded like headers.
WITH_IDS = [
    ["240100011", "กลุ่มขนมไทยบ้านป่าตาล 11", "กลุ่มผู้ผลิตชุมชน", "อ.เมือง", "D", 2566],
    ["240100012", "วิสาหกิจชุมชนสมุนไพรบ้านป่าตาล 12", "รายเดี่ยว", "อ.เมือง", "C", 2565],
]


def test_a_telephone_beside_the_header_is_no_id(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", [*HEADER, "", "0381234567"], ROWS)
    assert len(read_registry(path, LETTER).products) == len(ROWS)


def test_no_header_and_no_data_stop_the_run(tmp_path: Path) -> None:
    for rows, code in (
        ([["บันทึกข้อความ"], ["1"]], "table.no-header"),
        ([HEADER], "table.no-data"),
        ([["x0", "x1"], *WITH_IDS], "table.no-header"),
    ):
        with pytest.raises(InputError) as caught:
            read_registry(write_xlsx(tmp_path / f"{code}.xlsx", rows), LETTER)
        assert [code] == [f.code for f in caught.value.findings]


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (["rank", "-o", "own.xlsx"], "own.xlsx"),
        (["form", "-o", "own"], "own/2402 บางคล้า.xlsx"),
        (["shortfall", "-o", "own.xlsx"], "own.xlsx"),
    ],
)
def test_a_result_of_ours_is_told_as_one_and_not_by_what_it_lacks(
    command: list[str], written: str, tmp_path: Path
) -> None:
    sample = Path(__file__).parents[2] / "sample_data" / "registry.xlsx"
    run_program(command[0], sample, *command[1:], "-q", folder=tmp_path)
    with pytest.raises(InputError) as caught:
        read_registry(tmp_path / written, LETTER)
    assert [f.code for f in caught.value.findings] == ["table.own-result"]


@pytest.mark.parametrize(
    ("name", "products", "rows"),
    [
        (
            "chachoengsao_titles.xlsx",
            497,
            {"data": 497, "title": 2, "header": 1, "total": 1, "note": 0, "blank": 1},
        ),
        ("chachoengsao_merged_cells.xlsx", 507, None),
        ("chachoengsao_sheet_per_district.xlsx", 516, None),
        ("chachoengsao_windows874.csv", 538, None),
    ],
)
def test_the_four_registries_read_right(
    name: str, products: int, rows: dict[str, int] | None
) -> None:
    path = SHARED / "registries" / name
    if not path.exists():
        pytest.skip("the shared registries are not beside the project")
    registry = read_registry(path, LETTER)
    result = screen(registry, LETTER)
    assert products == len(registry.products)
    assert rows is None or rows == registry.tables[0].rows
    assert result.accounting.rows_read == sum(result.accounting.rows.values())


@pytest.mark.parametrize(
    ("name", "lacks"),
    [
        ("s18_cp874.csv", {"producer_type", "product_name", "star"}),
        ("s19_utf16le_tab.csv", {"producer_type", "product_name", "star"}),
        ("s20_utf8_semicolon_sep.csv", {"producer_type", "product_name", "star"}),
        (
            "s24_thai_titles_merged_header_total_row.xlsx",
            {"producer_type", "product_name", "star"},
        ),
        (
            "s25_thai_lookalikes_ids_dates.xlsx",
            {"district", "producer_type", "product_name", "star"},
        ),
        (
            "s28_hidden_rows_cols_veryhidden_first.xlsx",
            {"district", "group_name", "producer_type", "product_name", "star"},
        ),
    ],
)
def test_thai_tables_of_the_corpus_say_which_columns_they_lack(
    name: str, lacks: set[str]
) -> None:
    path = SHARED / "corpus" / "files" / name
    if not path.exists():
        pytest.skip("the shared corpus is not beside the project")
    with pytest.raises(InputError) as caught:
        read_registry(path, LETTER)
    assert {"table.missing-column", "table.no-star-column"} <= {
        f.code for f in caught.value.findings
    }
    assert lacks == {
        f.fields["field"] for f in caught.value.findings if "field" in f.fields
    }


def test_two_row_header_of_the_corpus_keeps_its_rows_apart() -> None:
    """Titles, a two-row merged header, Thai digits, a total and a note."""
    path = SHARED / "corpus" / "files" / "s24_thai_titles_merged_header_total_row.xlsx"
    if not path.exists():
        pytest.skip("the shared corpus is not beside the project")
    (grid,) = read_workbook(path).sheets
    table = find_table(grid, TableSearch(make_scope(LETTER), letter_years(LETTER), {}))
    assert table is not None
    assert (table.header.first_row, table.header.last_row) == (3, 4)
    assert [int(row) + 1 for row in table.data_rows] == [6, 7, 8]
    assert table.columns.by_field == {"group_name": 1, "subdistrict": 2, "district": 3}


def test_progress_is_told_after_every_file_by_bytes_and_rows(tmp_path: Path) -> None:
    from kbo_screen.tasks.build_run import progress

    header = [
        "อำเภอ",
        "ชื่อกลุ่ม",
        "ประเภทผู้ผลิต",
        "ชื่อผลิตภัณฑ์",
        "ระดับดาว",
        "Quadrant",
        "ปีที่ลงทะเบียน",
        "สถานะ มชช.",
        "โครงการอื่น",
    ]
    paths = [
        write_csv(
            tmp_path / f"{n}.csv",
            header,
            [["บางคล้า", f"กลุ่ม {n}", "กลุ่ม", "ผ้า", 3, "D", 2560, "ผ่าน", None]] * n,
        )
        for n in (1, 2)
    ]
    told: list[str] = []
    read_registry(
        paths,
        load_letter(),
        on_read=lambda read: told.append(progress(read, paths, "en")),
    )
    assert [words.partition(": ")[2] for words in told] == [
        "1/2 files, 0.0/0.0 MB, 2 rows",
        "2/2 files, 0.0/0.0 MB, 5 rows",
    ]
    assert "2 แถว" not in progress([], paths, "th")
