"""The same list laid out or saved in another way gives the same findings, shifted with the cells.

1. Rows and columns in front, hidden or not; another sheet first.
2. Saved as CSV; saved by LibreOffice as ods and xlsx.
3. Our form and an own table of the same groups are judged alike.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kbo_screen.grid import position_of
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.forms.district_form import forms_of
from tests.tools.lists import OwnList, check, make_run, told
from tests.tools.registries import write_xlsx
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run


def flawed() -> OwnList:
    """A list with a flaw of every stage behind the table."""
    one = OwnList()
    one.rows[0]["ระดับดาว"] = 4
    one.rows[1]["มชช."] = "มผช. 1/2560"
    one.rows[2]["ผู้แทนกลุ่ม"] = "นายเอ บี, นางซี ดี"
    one.add("กลุ่มมะพร้าวบ้านสวน")
    one.add("กลุ่มขนมไทยบ้านโคกสูง")["ชื่อกลุ่ม"] = "ชมรมว่าวจุฬา"
    one.rows[-1]["รหัสผู้ผลิต"] = "999999999"
    one.head["วันที่รายงาน"] = "31/11/2565"
    return one


def shifted(
    found: list[tuple[str, str, str | None]], top: int, left: int
) -> list[tuple[str, str, str | None]]:
    def move(cell: str | None) -> str | None:
        if cell is None:
            return None
        row, column = position_of(cell)
        return f"{column_letters(column + left)}{row + top + 1}"

    return sorted((code, severity, move(cell)) for code, severity, cell in found)


@pytest.mark.parametrize(
    ("top", "left", "hidden"),
    [(0, 0, False), (3, 2, False), (5, 1, True), (0, 4, True)],
)
def test_what_stands_in_front_shifts_the_cells_and_nothing_else(
    top: int, left: int, hidden: bool, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "plain").mkdir()
    expected = told(check([flawed().write(tmp_path / "plain")], run))
    assert len(expected) == 6
    moved = check([flawed().write(tmp_path, top=top, left=left, hidden=hidden)], run)
    assert told(moved) == shifted(expected, top, left)


def test_another_sheet_first_changes_nothing(run: Run, tmp_path: Path) -> None:
    path = flawed().write(tmp_path)
    expected = told(check([path], run))
    book = openpyxl.load_workbook(path)
    note = book.create_sheet("บันทึก", 0)
    note["A1"] = "เรียน พัฒนาการจังหวัด"
    note["A2"] = "ขอส่งรายชื่อตามหนังสือที่อ้างถึง"
    book.save(path)
    assert told(check([path], run)) == expected


def test_saved_as_csv(run: Run, tmp_path: Path) -> None:
    (tmp_path / "xlsx").mkdir()
    expected = told(check([flawed().write(tmp_path / "xlsx")], run))
    path = tmp_path / "บางคล้า.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [["" if v is None else v for v in row] for row in flawed().cells()]
        )
    assert told(check([path], run)) == expected


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_saved_by_libreoffice(suffix: str, run: Run, tmp_path: Path) -> None:
    path = flawed().write(tmp_path)
    expected = told(check([path], run))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    (tmp_path / "out").mkdir()
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(tmp_path / "out"),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    saved = told(check([tmp_path / "out" / f"บางคล้า.{suffix}"], run))
    assert [
        finding for finding in saved if finding[0] != "file.marks-not-seen"
    ] == expected


def test_a_form_saved_as_csv(run: Run, tmp_path: Path) -> None:
    """Without merges the cells beside a label are empty up to what was filled in."""
    write_forms(
        forms_of(run, prefill=True),
        tmp_path / "forms",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    sheet = openpyxl.load_workbook(
        tmp_path / "forms" / "2404 บางปะกง.xlsx", data_only=True
    ).worksheets[0]
    for cell, value in {
        "K10": "นางหนึ่ง",
        "K11": "นายสอง",
        "K12": "นายสาม",
        "H7": "31/11/2565",
    }.items():
        sheet[cell] = value
    path = tmp_path / "อ.บางปะกง.csv"

    def save() -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(
                [["" if v is None else v for v in row] for row in sheet.values]
            )

    save()
    assert told(check([path], run)) == [
        ("cell.impossible-date", "error", "H7"),
        ("cell.no-officer", "warning", "B7"),
    ]
    sheet["C7"], sheet["H7"] = "นางสาวผู้ช่วย ตัวอย่าง", "20/12/2565"
    save()
    checked = check([path], run)
    assert told(checked) == []
    assert checked.files[0].submission.head["date"].text == "20/12/2565"


def test_a_name_is_looked_for_up_to_the_next_label(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    line = one.cells()
    line[1] = ["เจ้าหน้าที่ที่เข้าร่วมประชุม:", None, "นางสาวผู้ช่วย ตัวอย่าง", "โทร:", "0800000009"]
    assert told(check([write_xlsx(tmp_path / one.name, line)], run)) == []
    line[1] = ["เจ้าหน้าที่ที่เข้าร่วมประชุม:", None, "โทร:", "0800000009"]
    assert told(check([write_xlsx(tmp_path / one.name, line)], run)) == [
        ("cell.no-officer", "warning", "B2")
    ]


def test_several_districts_on_several_sheets_of_one_file(
    run: Run, tmp_path: Path
) -> None:
    """Each sheet is a list of its own, its district in its title."""
    path = OwnList("บางคล้า").write(tmp_path)
    other = OwnList("บางปะกง")
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("บางปะกง")
    for row in other.cells():
        sheet.append(row)
    book.save(path)
    checked = check([path], run)
    assert told(checked) == []
    assert [(file.submission.district_ix, file.status) for file in checked.files] == [
        (1, "accepted"),
        (3, "accepted"),
    ]


@pytest.mark.parametrize(
    ("title", "name", "sheet", "source"),
    [
        ("อำเภอบางคล้า", "ส่งแล้ว.xlsx", "Sheet1", "title"),
        (None, "ส่งแล้ว.xlsx", "บางคล้า", "sheet"),
        (None, "อ.บางคล้า รอบ 2.xlsx", "Sheet1", "file"),
    ],
)
def test_where_the_district_is_read(
    title: str | None, name: str, sheet: str, source: str, run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.title = title
    path = one.write(tmp_path)
    book = openpyxl.load_workbook(path)
    book.active.title = sheet
    book.save(tmp_path / name)
    path.unlink()
    (file,) = check(tmp_path, run).files
    assert (
        file.submission.district_from,
        file.submission.district_ix,
        file.status,
    ) == (source, 1, "accepted")


def test_the_district_of_a_column_goes_before_the_name_of_the_file(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.title, one.name = None, "บางปะกง.xlsx"
    one.header.append("อำเภอ")
    for row in one.rows:
        row["อำเภอ"] = "อ.บางคล้า"
    (file,) = check([one.write(tmp_path)], run).files
    assert (file.submission.district_from, file.status) == ("column", "accepted")


def two_districts() -> OwnList:
    """The lists of two districts in one table, a column says which row is whose."""
    one, other = OwnList("บางคล้า"), OwnList("บางปะกง")
    one.title, one.name = "รายชื่อกลุ่มเป้าหมาย", "รวม.xlsx"
    one.header.append("อำเภอ")
    one.rows = [
        row | {"อำเภอ": row_of.district}
        for row_of in (one, other)
        for row in row_of.rows
    ]
    one.rows[1]["อำเภอ"] = None
    for number, row in enumerate(one.rows):
        row["ผู้แทนกลุ่ม"] = f"คนที่{'กขคงจฉ'[number]}"
    return one


def test_one_table_of_several_districts_is_a_list_of_each(
    run: Run, tmp_path: Path
) -> None:
    """A row that names no district goes with the row above it."""
    checked = check([two_districts().write(tmp_path)], run)
    assert told(checked) == []
    assert [
        (file.submission.district_ix, len(file.submission.rows), file.status)
        for file in checked.files
    ] == [
        (1, 3, "accepted"),
        (3, 3, "accepted"),
    ]


def test_a_list_that_is_named_after_one_district_is_that_district_s(
    run: Run, tmp_path: Path
) -> None:
    """The file's name says whose list it is; a row of another district is odd."""
    one = two_districts()
    one.name = "อ.บางคล้า.xlsx"
    one.rows = one.rows[:3]
    one.rows[0]["อำเภอ"] = "บางปะกง"
    one.rows[1]["อำเภอ"] = "บางคล้า"
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("cell.district-differs", "error", "M7")]
    assert [file.submission.district_ix for file in checked.files] == [1]


def test_titles_between_the_rows_part_a_list_by_district(
    run: Run, tmp_path: Path
) -> None:
    one = two_districts()
    one.header.remove("อำเภอ")
    cells = one.cells()
    cells.insert(9, ["อำเภอบางปะกง"])
    cells.insert(6, ["อำเภอบางคล้า"])
    checked = check([write_xlsx(tmp_path / one.name, cells)], run)
    assert told(checked) == []
    assert [
        (file.submission.district_ix, file.submission.district_from)
        for file in checked.files
    ] == [
        (1, "title"),
        (3, "title"),
    ]


def test_two_columns_are_enough(run: Run, tmp_path: Path) -> None:
    """A group and a representative: every other column is compared only where it is there."""
    one = OwnList()
    one.header = ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == []
    assert checked.files[0].status == "accepted"
    worded = [
        ["ชื่อกลุ่ม/วิสาหกิจชุมชน", "ผู้แทนกลุ่ม ๑ คน"] if row == one.header else row
        for row in one.cells()
    ]
    assert told(check([write_xlsx(tmp_path / one.name, worded)], run)) == []


def test_a_folder_s_other_files_are_told_not_passed_over(
    run: Run, tmp_path: Path
) -> None:
    """A paper that was scanned is something that its district sent; what a system leaves in a folder is nothing."""
    OwnList().write(tmp_path)
    (tmp_path / "อ.บางปะกง.pdf").write_bytes(b"%PDF-1.7 scan")
    (tmp_path / "อ.บ้านโพธิ์.jpg").write_bytes(b"\xff\xd8\xff\xe0 scan")
    with zipfile.ZipFile(tmp_path / "อ.แปลงยาว.docx", "w") as letter:
        letter.writestr("word/document.xml", "<w:document/>")
    for name in (
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        ".~lock.บางคล้า.xlsx#",
        "~$บางคล้า.xlsx",
    ):
        (tmp_path / name).write_bytes(b"system")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "._บางคล้า.xlsx").write_bytes(b"system")
    checked = check(tmp_path, run, expects_all=True)
    assert [(file.submission.file, file.status) for file in checked.files] == [
        ("บางคล้า.xlsx", "accepted"),
        ("อ.บางปะกง.pdf", "unreadable"),
        ("อ.บ้านโพธิ์.jpg", "unreadable"),
        ("อ.แปลงยาว.docx", "unreadable"),
    ]
    assert [f.code for file in checked.files for f in file.findings] == [
        "file.other-type"
    ] * 3
    missing = {f.value for f in checked.cross if f.code == "cross.nothing-sent"}
    assert missing.isdisjoint({"บางปะกง", "บ้านโพธิ์", "แปลงยาว"})


def test_one_bad_file_never_stops_the_others(run: Run, tmp_path: Path) -> None:
    good = OwnList().write(tmp_path)
    (tmp_path / "บางปะกง.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (tmp_path / "~$บางคล้า.xlsx").write_bytes(b"lock")
    checked = check(tmp_path, run)
    assert [file.status for file in checked.files] == ["accepted", "unreadable"]
    assert [f.code for f in checked.findings] == ["file.truncated"]
    assert told(check([good], run)) == []


def test_a_group_merged_over_its_products_is_one_choice(tmp_path: Path) -> None:
    """The better product counts; another product, without a value of its own for people, repeats nothing."""
    path = write_xlsx(
        tmp_path / "อ.บางคล้า.xlsx",
        [
            ["เจ้าหน้าที่ที่เข้าร่วมประชุม", "นางสาวผู้ช่วย ตัวอย่าง"],
            [],
            ["ที่", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว", "ผู้แทนกลุ่ม", "โทรศัพท์"],
            [1, "กลุ่มสานสองผลิตภัณฑ์", "ตะกร้า", 5, "นางหนึ่ง ตัวอย่าง", "08123"],
            [None, None, "กระเป๋า", 3],
            [2, "กลุ่มสมุนไพรบ้านริมคลอง", "ยาหม่อง", 2, "นายสอง ตัวอย่าง"],
            [3, "กลุ่มทอผ้าบ้านดอนทราย", "ผ้าขาวม้า", 3, "นางสาม ตัวอย่าง"],
        ],
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B4:B5")
    book.save(path)
    two_products = """
    | บางคล้า | 240200016 | กลุ่มสานสองผลิตภัณฑ์ | กลุ่มผู้ผลิตชุมชน | 2402000161 | ตะกร้า  | 5 | A | 2560 | ผ่าน |  |  |
    | บางคล้า | 240200016 | กลุ่มสานสองผลิตภัณฑ์ | กลุ่มผู้ผลิตชุมชน | 2402000162 | กระเป๋า | 3 | A | 2560 | ผ่าน |  |  |
    """
    (tmp_path / "registry").mkdir()
    own = make_run(tmp_path / "registry", more=two_products)
    checked = check([path], own)
    assert told(checked) == [("cell.unreadable-phone", "warning", "F4")]
    accepted = checked.files[0].accepted
    assert [(one.row.row, one.row.value("representative")) for one in accepted] == [
        (5, "นางหนึ่ง ตัวอย่าง"),
        (6, "นายสอง ตัวอย่าง"),
        (7, "นางสาม ตัวอย่าง"),
    ]
