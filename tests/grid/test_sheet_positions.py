"""Our look at a sheet and the fast reader's are of one sheet: matched by position, whatever it is called.

- Whatever the sheet or its part is called, its errors and hidden rows are told.
- Two sheets of one name are read each, in xlsx, xlsb, xls and ods; the second gets a number behind its name.
- A worksheet that was not looked at refuses its file: file.sheet-unseen.
"""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kbo_screen.findings import InputError
from kbo_screen.grid import CellError
from kbo_screen.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = Path(__file__).parent / "files"


def book(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A workbook with an error in B2 of its first sheet and row 3 hidden, and a second sheet, with parts changed."""
    workbook = openpyxl.Workbook()
    first = workbook.active
    for row in (["a", "b"], [1, "#REF!"], [2, 3]):
        first.append(row)
    first["B2"].data_type = "e"
    first.row_dimensions[3].hidden = True
    workbook.create_sheet("other").append(["second", "sheet"])
    workbook.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {part.filename: package.read(part) for part in package.infolist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def in_workbook(pattern: bytes, text: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        changed = re.sub(pattern, text, parts["xl/workbook.xml"])
        assert changed != parts["xl/workbook.xml"]
        parts["xl/workbook.xml"] = changed

    return change


def in_capitals(parts: dict[str, bytes]) -> None:
    parts["xl/worksheets/SHEET1.XML"] = parts.pop("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "change",
    [
        in_workbook(b'name="Sheet"', b'name="a\tb"'),
        in_workbook(b'name="Sheet"', b'name="a\nb"'),
        in_workbook(b'name="Sheet"', b'name="a&#9;b"'),
        in_workbook(b'name="Sheet"', b"name='a'"),
        in_capitals,
    ],
    ids=[
        "tab",
        "line end",
        "a tab written as a number",
        "single quotes",
        "part in capitals",
    ],
)
def test_what_a_sheet_is_called_hides_nothing(
    change: Callable[[dict[str, bytes]], None], tmp_path: Path
) -> None:
    sheet = read_workbook(book(tmp_path / "a.xlsx", change)).sheets[0]
    assert isinstance(sheet.columns[1][1], CellError)
    assert (sheet.columns[1][1], sheet.hidden_rows) == ("#REF!", {2})


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_two_sheets_of_one_name_are_read_each(quote: bytes, tmp_path: Path) -> None:
    same = b"name=" + quote + b"Sheet" + quote
    read = read_workbook(book(tmp_path / "a.xlsx", in_workbook(b'name="other"', same)))
    assert [sheet.sheet for sheet in read.sheets] == ["Sheet", "Sheet (2)"]
    assert [sheet.columns[0][0] for sheet in read.sheets] == ["a", "second"]
    assert [bool(sheet.hidden_rows) for sheet in read.sheets] == [True, False]


def test_two_sheets_of_one_awkward_name_keep_it(tmp_path: Path) -> None:
    """Its signs are written as XML again, where the second gets another name."""
    awkward = b"""name="R&amp;D &lt;'65&gt; &quot;x&quot;\""""
    read = read_workbook(
        book(tmp_path / "a.xlsx", in_workbook(b'name="(?:Sheet|other)"', awkward))
    )
    assert [sheet.sheet for sheet in read.sheets] == [
        """R&D <'65> "x\"""",
        """R&D <'65> "x" (2)""",
    ]


@pytest.mark.parametrize(
    "change",
    [
        in_workbook(
            rb'(<sheet [^>]*?)\br?:?id="(rId1)"',
            rb'\1xmlns:x="urn:x" x:id="\2" r:id="\2"',
        ),
        lambda parts: parts.pop("xl/worksheets/sheet1.xml"),
    ],
    ids=["an id of another namespace", "no such part"],
)
def test_a_sheet_that_was_not_looked_at_refuses_the_file(
    change: Callable[[dict[str, bytes]], None], tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(book(tmp_path / "a.xlsx", change))
    assert [(f.code, f.place.sheet) for f in caught.value.findings] == [
        ("file.sheet-unseen", "Sheet")
    ]


def ods(path: Path, names: dict[bytes, bytes]) -> Path:
    """`faults.ods` with its sheets under other names."""
    with (
        zipfile.ZipFile(FILES / "faults.ods") as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "content.xml":
                for old, new in names.items():
                    assert b'table:name="' + old + b'"' in content
                    content = content.replace(
                        b'table:name="' + old + b'"', b'table:name="' + new + b'"'
                    )
            target.writestr(part, content)
    return path


def test_the_name_of_an_ods_sheet_hides_nothing_and_two_of_one_are_each_read(
    tmp_path: Path,
) -> None:
    names = [
        str(sheet.sheet).encode()
        for sheet in read_workbook(FILES / "faults.ods").sheets
    ]
    plain = read_workbook(FILES / "faults.ods").sheets[0]
    named = read_workbook(ods(tmp_path / "a.ods", {names[0]: b"a\nb"})).sheets[0]
    assert list(map(list, named.columns)) == list(map(list, plain.columns))
    assert (named.hidden_rows, named.hidden_columns) == (
        plain.hidden_rows,
        plain.hidden_columns,
    )
    twice = read_workbook(ods(tmp_path / "b.ods", {names[1]: names[0]})).sheets
    plain_sheets = read_workbook(FILES / "faults.ods").sheets
    assert [sheet.sheet for sheet in twice[:2]] == [
        names[0].decode(),
        f"{names[0].decode()} (2)",
    ]
    for sheet, plain_sheet in zip(twice, plain_sheets, strict=True):
        assert list(map(list, sheet.columns)) == list(map(list, plain_sheet.columns))


def test_two_xls_sheets_of_one_name_are_read_each(tmp_path: Path) -> None:
    plain_sheets = read_workbook(FILES / "faults.xls").sheets
    first_name, second_name = (
        str(sheet.sheet).encode("utf-16-le") for sheet in plain_sheets
    )
    content = bytearray((FILES / "faults.xls").read_bytes())
    # the shorter name in place of the longer one: its record stays as long as it is
    place = content.index(b"\x07\x01" + first_name)
    content[place] = len(second_name) // 2
    content[place + 2 : place + 2 + len(second_name)] = second_name
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    sheets = read_workbook(path).sheets
    name = second_name.decode("utf-16-le")
    assert [sheet.sheet for sheet in sheets] == [name, f"{name} (2)"]
    for sheet, plain_sheet in zip(sheets, plain_sheets, strict=True):
        assert list(map(list, sheet.columns)) == list(map(list, plain_sheet.columns))
        assert sheet.hidden_rows == plain_sheet.hidden_rows


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of an xlsb part: kind and size are numbers of seven bits a byte."""
    coded_kind = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return coded_kind + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path: Path, names: list[str]) -> Path:
    """A binary workbook; the only cell of each sheet, A1, holds the number of its sheet."""
    sheets = b""
    relations = ""
    with zipfile.ZipFile(path, "w") as package:
        for number, name in enumerate(names, start=1):
            sheets += record(
                156, struct.pack("<2I", 0, number) + wide(f"rId{number}") + wide(name)
            )
            relations += (
                f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.bin" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
            )
            cells = (
                record(148, struct.pack("<4I", 0, 0, 0, 0))
                + record(145)
                + record(0, struct.pack("<2IHBBBI", 0, 0, 300, 0, 0, 0, 0))
                + record(5, struct.pack("<2Id", 0, 0, number))
                + record(146)
            )
            package.writestr(f"xl/worksheets/sheet{number}.bin", cells)
        properties = record(153, bytes(12))
        sheets = properties + record(143) + sheets + record(144)
        package.writestr("xl/workbook.bin", sheets + record(132))
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
            f'package/2006/relationships">{relations}</Relationships>',
        )
        package.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/xl/workbook.bin" ContentType="application/'
            'vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        )
    return path


def test_two_xlsb_sheets_of_one_name_are_read_each(tmp_path: Path) -> None:
    names = ["บางคล้า", "อื่น", "บางคล้า", "บางคล้า (2)"]
    sheets = read_workbook(xlsb(tmp_path / "a.xlsb", names)).sheets
    assert [sheet.sheet for sheet in sheets] == [*names[:2], "บางคล้า (3)", names[3]]
    assert [sheet.columns[0][0] for sheet in sheets] == [1, 2, 3, 4]
