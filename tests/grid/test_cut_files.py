"""Files that end in the middle, and lines that end as on an old Macintosh.

- A web table that ends inside the table is refused; a page that ends behind its tables is read, and told.
- A CSV whose last row does not end is read, and told; so is a letter of UTF-16 that lost its second half.
- Lines that end in a return alone are lines, in CSV and TSV, in quotes too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kbo_screen.findings import InputError
from kbo_screen.sources.workbooks import read_workbook, workbook_findings

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "<tr><td>อำเภอ</td><td>กลุ่ม</td></tr><tr><td>บางคล้า</td><td>จักสาน</td></tr>"
WHOLE_PAGES = [
    f"<table>{ROWS}</table>",
    f"<html><body><table>{ROWS}</table></body></html>",
    f"<html><table>{ROWS}</html>",
    f"<body><table><tr><td><table>{ROWS}</table></body>",
    f"<html><body><table>{ROWS}</table></body>",
]
CUT_TABLES = [
    f"<table>{ROWS}",
    f"<html><body><table>{ROWS}<tr><td>บางป",
    f"<html><body><table>{ROWS}<tr><td sty",
    f"<html><table>{ROWS}</table></html><html><table>{ROWS}",
    f"<table><tr><td><table>{ROWS}</table></td>",
]
CUT_PAGES = [
    f"<html><body><table>{ROWS}</table>",
    f"<html><table>{ROWS}</table><p>ข้อมู",
    f"<HTML><BODY><TABLE>{ROWS}</TABLE></BO",
]


def codes_of(tmp_path: Path, data: bytes) -> list[str]:
    path = tmp_path / "list.xls"
    path.write_bytes(data)
    try:
        findings = workbook_findings(read_workbook(path))
    except InputError as error:
        findings = list(error.findings)
    return [finding.code for finding in findings]


@pytest.mark.parametrize("page", WHOLE_PAGES)
def test_a_page_that_closes_its_tables_or_itself_is_whole(
    page: str, tmp_path: Path
) -> None:
    assert codes_of(tmp_path, page.encode()) == [
        "file.html-table",
        "file.marks-not-seen",
    ]


@pytest.mark.parametrize("page", CUT_TABLES)
def test_a_page_that_ends_inside_a_table_is_refused(page: str, tmp_path: Path) -> None:
    assert codes_of(tmp_path, page.encode()) == ["file.truncated"]


@pytest.mark.parametrize("page", CUT_PAGES)
def test_a_page_that_does_not_end_is_told(page: str, tmp_path: Path) -> None:
    assert codes_of(tmp_path, page.encode())[-1] == "file.cut-page"


HEAD = "อำเภอ,กลุ่ม,ดาว\nบางคล้า,จักสาน,3\n"


@pytest.mark.parametrize(
    ("last_line", "is_told"),
    [
        ("บางปะกง,ทอ", True),
        ("บางป", True),
        ("บางปะกง,ทอผ้า,4", False),
        ("บางปะกง,ทอผ้า\n", False),
        ("", False),
    ],
)
def test_a_csv_that_ends_in_a_row_is_told(
    last_line: str, is_told: bool, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + last_line, encoding="utf-8")
    findings = workbook_findings(read_workbook(path))
    cuts = [f.place.cell for f in findings if f.code == "file.cut-row"]
    assert cuts == (["3"] if is_told else [])


def test_half_a_letter_of_utf16_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((HEAD + "บางปะกง,ทอ").encode("utf-16")[:-1])
    workbook = read_workbook(path)
    assert workbook.sheets[0].columns[0][:] == ["อำเภอ", "บางคล้า", "บางปะกง"]
    told = {f.code: f.place.cell for f in workbook_findings(workbook)}
    assert told == {
        "file.encoding": None,
        "file.broken-bytes": "3",
        "file.cut-row": "3",
    }


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "utf-16"])
def test_returns_alone_end_lines(separator: str, encoding: str, tmp_path: Path) -> None:
    lines = ["อำเภอ,กลุ่ม", 'บางคล้า,"สาน\rไผ่"', "", "บางปะกง,ทอ", ""]
    text = "\r".join(lines).replace(",", separator)
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    (sheet,) = read_workbook(path).sheets
    assert sheet.columns[0][:] == ["อำเภอ", "บางคล้า", None, "บางปะกง"]
    assert sheet.columns[1][:] == ["กลุ่ม", "สาน\rไผ่", None, "ทอ"]


def test_a_line_that_names_the_separator_may_end_in_a_return(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("sep=|\rอำเภอ|กลุ่ม\rบางคล้า|a,b\r".encode())
    (sheet,) = read_workbook(path).sheets
    assert sheet.columns[1][:] == ["กลุ่ม", "a,b"]


def test_rows_that_a_quote_swallowed_are_told_whatever_ends_them(
    tmp_path: Path,
) -> None:
    lines = ["a,b,c", '1,"2,3', "4,5,6", '7,8",9', "1,2,3", "4,5,6", ""]
    path = tmp_path / "list.csv"
    path.write_text("\r".join(lines), encoding="utf-8", newline="")
    codes = [f.code for f in workbook_findings(read_workbook(path))]
    assert codes == ["file.quoted-rows"]
