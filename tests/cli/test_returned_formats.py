"""`validate --return` of files that cannot be kept: the new workbook says why, and comes back right.

xls, ods and a web table are of another kind; a workbook with drop-downs of later Excel or with threads of comments
would lose them. `files/flawed.xls` and `.ods` are `flawed_list()` as LibreOffice saves it.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from kbo_screen.registry.returned_list import MARK
from tests.cli.test_returned_lists import (
    call,
    correct,
    csv_line,
    flawed_list,
    notes_of,
    send_back,
    values,
    words_of,
)
from tests.tools.lists import make_run

if TYPE_CHECKING:
    from collections.abc import Callable

FILES: Final = Path(__file__).parent / "files"
#: A drop-down whose list lies on another sheet, as Excel since 2010 writes it.
EXTENDED: Final = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>อื่น!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>F7:F30</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)
THREAD: Final = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="C9" dT="2022-12-20T02:00:00.00" personId="{1}" id="{2}"><text>ตรวจแล้ว</text>'
    "</threadedComment></ThreadedComments>"
)
THREADS: Final = "xl/threadedComments/threadedComment1.xml"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    make_run(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def write_stored(folder: Path, suffix: str) -> None:
    shutil.copy(FILES / f"flawed{suffix}", folder / f"บางคล้า{suffix}")


def write_xls(folder: Path) -> None:
    write_stored(folder, ".xls")


def write_ods(folder: Path) -> None:
    write_stored(folder, ".ods")


def write_ods_with_long_names(folder: Path) -> None:
    """Sheets whose names begin alike for as long as Excel takes a name."""
    write_ods(folder)
    long_name = "รายชื่อกลุ่มเป้าหมายของอำเภอบางคล้า ฉบับที่"
    more = (
        f'<table:table table:name="{long_name} 2"><table:table-row><table:table-cell/>'
        "</table:table-row></table:table><table:named-expressions/>"
    )
    change_part(
        folder / "บางคล้า.ods",
        "content.xml",
        lambda words: words.replace(
            'table:name="รายชื่อ"', f'table:name="{long_name} 1"'
        ).replace("<table:named-expressions/>", more),
    )


def write_web_table(folder: Path) -> None:
    """A table as a web program hands it out, under a name of Excel's."""
    rows = "".join(map(web_row, flawed_list().cells()))
    page = f"<html><meta charset='utf-8'><table>{rows}</table></html>"
    (folder / "บางคล้า.xls").write_text(page, encoding="utf-8")


def web_row(row: list[Any]) -> str:
    cells = ("" if value is None else value for value in row)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def write_extended(folder: Path) -> None:
    change_part(
        flawed_list().write(folder),
        "xl/worksheets/sheet1.xml",
        lambda words: words.replace("</worksheet>", f"{EXTENDED}</worksheet>"),
    )


def write_thread(folder: Path) -> None:
    path = flawed_list().write(folder)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(THREADS, THREAD)


def change_part(
    path: Path,
    name: str,
    change: Callable[[str], str],
) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (write_xls, "เพราะไฟล์ไม่ใช่ .xlsx"),
        (write_ods, "เพราะไฟล์ไม่ใช่ .xlsx"),
        (write_ods_with_long_names, "เพราะไฟล์ไม่ใช่ .xlsx"),
        (write_web_table, "เพราะไฟล์ไม่ใช่ .xlsx"),
        (write_extended, "เพราะถ้าเขียนลงไฟล์เดิมจะเสียรายการให้เลือกจากแผ่นงานอื่น"),
        (write_thread, "เพราะถ้าเขียนลงไฟล์เดิมจะเสียความคิดเห็นที่ตอบกันได้"),
    ],
)
def test_it_is_a_new_workbook_that_says_why_and_is_accepted_once_corrected(
    desk: Path,
    write: Callable[[Path], None],
    reason: str,
) -> None:
    write(desk / "in")
    returned, result = send_back(desk)
    assert result.exit_code == 1
    assert reason in "".join(result.stderr.split("\n"))
    assert returned.suffix == ".xlsx"
    notes = notes_of(returned)
    assert {"B8", "F7"} <= set(notes)
    assert all(note.startswith(MARK) for note in notes.values())
    own_columns = [row[:-1] for row in values(returned)]  # the last is to confirm in
    assert rows_of(own_columns) == rows_of(flawed_list().cells())
    shutil.rmtree(desk / "in")
    correct(returned, desk)
    again = call(desk)
    assert again.exit_code == 0, again.output
    assert "รับแบบแล้ว" in again.output
    assert "3/3" in again.output


def rows_of(table: list[list[Any]]) -> list[list[str]]:
    """The rows of a table that say something, numbers and texts alike."""
    rows = [words_of(csv_line(row)) for row in table]
    return [row for row in rows if row]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
@pytest.mark.slow
def test_saved_as_ods_the_notes_are_there_and_are_no_words_of_the_district(
    desk: Path,
) -> None:
    """First as it was returned: the same is told. Then corrected: it is accepted."""
    flawed_list().write(desk / "in")
    before = told(desk)
    returned, _ = send_back(desk)
    notes = notes_of(returned)
    shutil.rmtree(desk / "in")
    (desk / "in").mkdir()
    shutil.copy(returned, desk / "in" / "บางคล้า.xlsx")
    as_ods(desk)
    content = zipfile.ZipFile(desk / "in" / "บางคล้า.ods").read("content.xml")
    assert content.count(b"<office:annotation ") == len(notes)
    assert told(desk) == before
    shutil.rmtree(desk / "in")
    correct(returned, desk)
    as_ods(desk)
    again = call(desk)
    assert again.exit_code == 0, again.output
    assert "3/3" in again.output
    assert told(desk) == []


def told(desk: Path) -> list[tuple[str, str]]:
    """Code and cell of every finding in the list that asks for something, whatever the file is called."""
    words = call(desk, "--format", "csv").stdout.lstrip("\ufeff")
    return [
        (finding["code"], finding["cell"])
        for finding in csv.DictReader(words.splitlines())
        if finding["cell"] and finding["severity"] in ("error", "warning")
    ]


def as_ods(desk: Path) -> None:
    """The list in the folder as LibreOffice saves it, in the place of the workbook."""
    path = desk / "in" / "บางคล้า.xlsx"
    profile = f"-env:UserInstallation=file://{desk}/lo"
    words = ["soffice", profile, "--headless", "--convert-to", "ods"]
    subprocess.run(
        [*words, "--outdir", str(desk / "in"), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    path.unlink()
