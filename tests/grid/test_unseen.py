"""What is stored is what is told, in every format: errors, formulas never calculated, hidden parts, lost cells, notices.

- An error value or a formula never calculated is unknown and a finding at its cell, never a blank.
- Hidden sheets, rows and columns are told wherever a list is read.
- A row of a CSV that is cut short, or too long, is told; what it lacks is unknown.
- What was noticed of a file is told when it is refused, too.
- Macros, links and objects are noted in every format.

`files/faults.xls` and `faults.ods` were made by LibreOffice from one workbook: a table at B2 with #N/A in F3, #REF! in
G3 and #DIV/0! in G4, all results of formulas; row 4, column D and a second sheet are hidden.
"""

from __future__ import annotations

import io
import struct
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter, read_registry
from kbo_screen.cli.app import app
from kbo_screen.findings import InputError
from kbo_screen.grid import NOT_CALCULATED, CellError, Notice, reader_process, sheet_xml
from kbo_screen.grid.calamine_grids import sheet_notices
from kbo_screen.grid.xls_records import has_outside_links, is_locked, look_at_xls
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.answer_files import read_answers
from kbo_screen.sources.inspect_files import inspect_files
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from kbo_screen.sources.submissions.received import read_received
from kbo_screen.sources.submissions.submission_files import read_submission
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from tests.tools.registries import write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.findings import Finding
    from kbo_screen.grid import SheetGrid

FILES = Path(__file__).parent / "files"
LETTER = load_letter()
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "โครงการอื่น"]
ROW = ["บางคล้า", "กลุ่มจักสาน", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า", 3, "-"]


def faults(grid: SheetGrid) -> dict[tuple[int, int], str]:
    """Errors and formulas never calculated, by (row, column) from 0."""
    return {
        (row, column): str(value)
        for column, values in enumerate(grid.columns)
        for row, value in enumerate(values)
        if isinstance(value, CellError)
    }


def told(findings: Iterable[Finding]) -> list[tuple[str, str | None]]:
    """Code and cell of every finding but the one that every file has that is no xlsx."""
    return [
        (finding.code, finding.place.cell)
        for finding in findings
        if finding.code != "file.marks-not-seen"
    ]


@pytest.mark.parametrize("name", ["faults.xls", "faults.ods"])
def test_errors_of_xls_and_ods_are_no_blanks(name: str) -> None:
    workbook = read_workbook(FILES / name)
    table, hidden = workbook.sheets
    assert faults(table) == {(2, 5): "#N/A", (2, 6): "#REF!", (3, 6): "#DIV/0!"}
    assert (table.hidden_rows, table.hidden_columns, hidden.visibility) == (
        {3},
        {3},
        "hidden",
    )
    registry = read_registry(FILES / name, LETTER)
    assert [
        registry.products[column].isna().tolist()
        for column in ("star_rated", "other_project")
    ] == [
        [True, False, False],
        [True, True, False],
    ]
    assert told(registry.findings) == [
        ("table.hidden-sheet", None),
        ("table.hidden-rows", "4"),
        ("table.hidden-columns", "D2"),
        ("table.formulas", None),
        ("cell.error-value", "F3"),
        ("cell.error-value", "G3"),
        ("cell.error-value", "G4"),
    ]


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def bound_sheet(start: int) -> bytes:
    return record(0x0085, struct.pack("<IHB", start, 0, 1) + b"\x00S")


def formula(row: int, result: bytes, flags: int) -> bytes:
    return record(
        0x0006, struct.pack("<3H", row, 2, 0) + result + bytes([flags, 0]) + bytes(8)
    )


def xls_stream(*records: bytes, globals_: bytes = b"") -> bytes:
    """The stream of an xls with one sheet of these records."""
    begin, end = record(0x0809, b"\x00\x06\x10\x00" + bytes(12)), record(0x000A)
    start = len(begin + globals_ + bound_sheet(0) + end)
    chart = begin + record(0x0205, struct.pack("<3H2B", 9, 9, 0, 0x2A, 1)) + end
    return (
        begin
        + globals_
        + bound_sheet(start)
        + end
        + begin
        + b"".join(records)
        + chart
        + end
    )


def test_records_of_an_xls_are_told_apart() -> None:
    """A typed error, formulas with an error, a text and no result; the records of a chart are not the sheet's."""
    stream = xls_stream(
        record(0x0205, struct.pack("<3H2B", 0, 1, 0, 0x17, 1)),
        record(0x0205, struct.pack("<3H2B", 0, 2, 0, 1, 0)),
        formula(1, b"\x02\x00\x07\x00\x00\x00\xff\xff", 0),
        formula(2, b"\x03\x00\x00\x00\x00\x00\xff\xff", 0),
        formula(3, bytes(8), 3),
        formula(4, bytes(8), 0),
        record(0x00BD, struct.pack("<2H", 5, 0) + bytes(12) + struct.pack("<H", 1)),
        record(0x0208, struct.pack("<8H", 5, 0, 1, 255, 0, 0, 0x20, 0)),
        record(0x007D, struct.pack("<5H", 3, 4, 0, 0, 1)),
        record(0x005E, b"\x00\x00"),
    )
    (seen,) = look_at_xls(stream)
    assert seen.errors == {(0, 1): "#REF!", (1, 2): "#DIV/0!", (3, 2): NOT_CALCULATED}
    assert (seen.hidden_rows, seen.hidden_columns, seen.is_stale, seen.extent[:2]) == (
        {5},
        {3, 4},
        True,
        (6, 3),
    )
    assert list(sheet_notices(["S"], [seen])) == [Notice("not-recalculated", "S")]
    assert not has_outside_links(stream)
    assert has_outside_links(
        xls_stream(globals_=record(0x01AE, b"\x01\x00\x05\x00\x00\x01abcd"))
    )
    assert not has_outside_links(
        xls_stream(globals_=record(0x01AE, b"\x01\x00\x01\x04"))
    )
    assert (
        is_locked(stream),
        is_locked(xls_stream(globals_=record(0x002F, bytes(6)))),
    ) == (False, True)


def binary(kind: int, body: bytes = b"") -> bytes:
    """A record of an xlsb; kinds beyond 127 take two bytes."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(*records: bytes, **parts: bytes) -> bytes:
    """A workbook of one sheet "S"; nothing writes this format, so its parts are made by hand."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{space}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    book = (
        binary(131)
        + binary(143)
        + binary(156, struct.pack("<2I", 0, 1) + wide("rId1") + wide("S"))
        + binary(144)
        + binary(132)
    )
    sheet = (
        binary(129)
        + binary(148, struct.pack("<4I", 0, 9, 0, 9))
        + binary(145)
        + b"".join(records)
        + binary(146)
        + binary(130)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/_rels/workbook.bin.rels", relations)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def row(number: int, *, hidden: bool = False) -> bytes:
    return binary(
        0,
        struct.pack("<2IH", number, 0, 300)
        + bytes([0, 0x10 if hidden else 0, 0])
        + bytes(4),
    )


def cell(kind: int, column: int, value: bytes) -> bytes:
    return binary(kind, struct.pack("<2I", column, 0) + value)


def test_errors_of_an_xlsb_are_no_blanks(tmp_path: Path) -> None:
    (tmp_path / "a.xlsb").write_bytes(
        xlsb(
            binary(60, struct.pack("<4IH", 1, 1, 0, 0, 1)),
            row(0),
            cell(5, 0, struct.pack("<d", 7)),
            cell(3, 1, b"\x17"),
            row(2, hidden=True),
            cell(11, 2, b"\x2a\x00\x00" + struct.pack("<I", 0) + struct.pack("<I", 0)),
            xl__vbaProject=b"x",
        )
    )
    workbook = read_workbook(tmp_path / "a.xlsb")
    (grid,) = workbook.sheets
    assert faults(grid) == {(0, 1): "#REF!", (2, 2): "#N/A"}
    assert (grid.columns[0][0], grid.hidden_rows, grid.hidden_columns) == (
        7.0,
        {2},
        {1},
    )
    assert told(workbook_findings(workbook)) == [("file.macros", None)]


def test_far_cells_of_an_xlsb_never_reach_the_reader(tmp_path: Path) -> None:
    far = (
        row(0)
        + cell(5, 0, struct.pack("<d", 1))
        + row(1_048_575)
        + cell(5, 16_383, struct.pack("<d", 1))
    )
    (tmp_path / "a.xlsb").write_bytes(xlsb(far))
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "a.xlsb")
    assert told(caught.value.findings) == [("file.sparse", None)]


#: One sheet, spelled in ways that no spreadsheet program has; what is wrong in it is the same.
SPELLINGS = {
    "plain": '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    "single quotes": "<row r='1'><c r='A1' t='e'><v>#REF!</v></c><c r='B1'><f>1+1</f></c></row><row r='2' hidden='1'><c r='A2'><v>1</v></c></row>",
    "no names": '<row><c t="e"><v>#REF!</v></c><c><f>1+1</f></c></row><row hidden="true"><c><v>1</v></c></row>',
    "comments": '<row r="1"><c r="A1" t="e"><!-- > --><v>#REF!</v></c><c r="B1"><f>1+1</f><!-- <v>2</v> --></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    "CDATA": '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f><![CDATA[1<2]]></f></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    "space": '<row r="1"><c r="A1" t="e"><v xml:space="preserve">#REF!</v></c><c r="B1"><f>1+1</f><v xml:space="preserve"></v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    "order": '<row spans="1:2" r="1"><c t="e" r="A1"><v>#REF!</v></c><c s="0" r="B1"><f>1+1</f></c></row><row hidden="1" r="2"><c r="A2"><v>1</v></c></row>',
    "prefix": '<x:row r="1"><x:c r="A1" t="e"><x:v>#REF!</x:v></x:c><x:c r="B1"><x:f>1+1</x:f></x:c></x:row><x:row r="2" hidden="1"><x:c r="A2"><x:v>1</x:v></x:c></x:row>',
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_sheet_spelled_otherwise_tells_the_same(name: str) -> None:
    xml = f"<worksheet xmlns:x='x'><sheetData>{SPELLINGS[name]}</sheetData></worksheet>".encode()
    xml = xml.replace(b"xmlns:x='x'", b'xmlns:x="x"')
    seen = sheet_xml.look_at_sheet(partial(io.BytesIO, xml))
    assert seen.errors == {(0, 0): "#REF!", (0, 1): NOT_CALCULATED}
    assert seen.hidden_rows == {1}


@pytest.mark.parametrize("value", ["1<!-- x -->2", "<![CDATA[12]]>"])
def test_a_value_that_the_reader_would_cut_is_refused(
    value: str, tmp_path: Path
) -> None:
    """The fast reader takes 1, or nothing, for 12."""
    path = write_xlsx(tmp_path / "a.xlsx", [[1]])
    with (
        zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old,
        zipfile.ZipFile(path, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"<v>1</v>", f"<v>{value}</v>".encode())
            )
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert told(caught.value.findings) == [("file.corrupt", None)]


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S"><table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1"/>'
    '<table:table-cell table:number-columns-repeated="2" calcext:value-type="error" office:value-type="string"><text:p>#REF!</text:p></table:table-cell></table:table-row>'
    '<table:table-row table:visibility="filter"><table:table-cell table:formula="of:=1+1"/><table:table-cell office:value-type="float" office:value="2"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def write_ods(path: Path, content: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return path


def test_repeated_errors_and_waiting_formulas_of_an_ods(tmp_path: Path) -> None:
    """LibreOffice always calculates: there a formula without a value came out as an empty text."""
    (grid,) = read_workbook(write_ods(tmp_path / "a.ods", ODS)).sheets
    errors = dict.fromkeys(((0, 1), (0, 2), (1, 1), (1, 2)), "#REF!")
    assert faults(grid) == errors | {(2, 0): "=?"}
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {1, 2})
    meta = {"meta.xml": "<m><meta:generator>LibreOffice/7</meta:generator></m>"}
    assert (
        faults(read_workbook(write_ods(tmp_path / "b.ods", ODS, **meta)).sheets[0])
        == errors
    )


def test_an_error_in_place_of_a_district_is_told_as_what_it_is(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        [["จังหวัด", *HEADER], *[["ฉะเชิงเทรา", *ROW] for _ in range(4)]],
    )
    book = openpyxl.load_workbook(path)
    book.active["B2"], book.active["B3"], book.active["A4"] = "#REF!", "=A1", "#N/A"
    book.save(path)
    registry = read_registry(path, LETTER)
    assert [
        found for found in told(registry.findings) if found[0].startswith("cell.")
    ] == [
        ("cell.error-value", "B2"),
        ("cell.not-calculated", "B3"),
        ("cell.error-value", "A4"),
    ]
    assert [row.reason for row in registry.unusable] == [
        "error-value",
        "not-calculated",
    ]
    assert (len(registry.products), [row.row for row in registry.repeated]) == (1, [5])
    for finding in registry.findings:
        assert "{" not in finding.message("th") + finding.message("en")


def hide(path: Path) -> Path:
    """The first row of data and the column of stars or people are hidden, and a sheet is."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("ซ่อน")
    other.append(["x"])
    other.sheet_state = "hidden"
    book.save(path)
    return path


def test_what_is_hidden_is_told_wherever_a_list_is_read(tmp_path: Path) -> None:
    hidden = {"table.hidden-sheet", "table.hidden-rows", "table.hidden-columns"}
    rows = [HEADER, ROW, ROW]
    registry = hide(write_xlsx(tmp_path / "a.xlsx", rows))
    scope = make_scope(LETTER)
    assert hidden <= {
        code for code, _ in told(read_registry(registry, LETTER).findings)
    }
    inspections, noticed = inspect_files([registry], LETTER)
    assert hidden <= {code for code, _ in told([*noticed, *inspections[0].findings])}
    projects = read_side_list(registry, "projects", LETTER, scope)
    assert hidden <= {code for code, _ in told(projects.findings)}
    own = hide(
        write_xlsx(
            tmp_path / "บางคล้า.xlsx",
            [["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"], *[[f"กลุ่ม {n}", f"คน {n}"] for n in "กข"]],
        )
    )
    (submission,) = read_submission(own, LETTER, scope)
    assert [found for found in told(submission.findings) if found[0] in hidden] == [
        ("table.hidden-sheet", None),
        ("table.hidden-rows", "3"),
        ("table.hidden-columns", "B1"),
    ]


def test_a_row_cut_short_lacks_cells_that_are_not_blank(tmp_path: Path) -> None:
    """Blank cells at the end of a row are fine."""
    lines = [
        ",".join(HEADER),
        "บางคล้า,กลุ่ม ก,กลุ่มผู้ผลิตชุมชน,ผ้า,3,-",
        "บางคล้า,กลุ่ม ข,กลุ่มผู้ผลิตชุมชน,ผ้า",
        "บางคล้า,กลุ่ม ค,กลุ่มผู้ผลิตชุมชน,ผ้า,,,,,",
        "บางคล้า,กลุ่ม ง,กลุ่มผู้ผลิตชุมชน,ผ้า,3,-,เกิน",
        "รวม",
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    registry = read_registry(path, LETTER)
    assert [found for found in told(registry.findings) if found[0] == "row.ragged"] == [
        ("row.ragged", "3"),
        ("row.ragged", "5"),
    ]
    assert registry.products["star_rated"].isna().tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert registry.products["other_project"].isna().tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert not [f for f in registry.findings if f.code.startswith("cell.")]


def test_a_quoted_cell_that_swallowed_rows_is_told(tmp_path: Path) -> None:
    """An address over two lines is none."""
    path = tmp_path / "a.csv"
    path.write_text(
        'a,b,c,d\n1,"บ้านเลขที่ 1\nหมู่ 2",3,4\n1,"2,3,4\n5,6,7,8\n9,8",7,6\n',
        encoding="utf-8-sig",
    )
    assert told(workbook_findings(read_workbook(path))) == [("file.quoted-rows", "3")]


def test_notices_are_told_when_a_file_is_refused_too(tmp_path: Path) -> None:
    scope = make_scope(LETTER)
    path = tmp_path / "a.csv"
    path.write_bytes("ข้อความ,ล้วน ๆ\nไม่ใช่,ตาราง\n".encode("cp874"))
    readers = {
        "table.no-header": [
            lambda: read_registry(path, LETTER),
            lambda: inspect_files([path], LETTER),
        ],
        "list.no-header": [lambda: read_side_list(path, "projects", LETTER, scope)],
        "answer.no-table": [lambda: read_answers(path, bounds_of("answer", LETTER))],
        "list.no-dates": [
            lambda: read_received(path, scope, set(), bounds_of("receipt", LETTER))
        ],
    }
    for code, calls in readers.items():
        for call in calls:
            with pytest.raises(InputError) as caught:
                call()
            assert told(caught.value.findings) == [
                (code, None),
                ("file.encoding", None),
            ]
    (submission,) = read_submission(path, LETTER, scope)
    assert told(submission.findings) == [
        ("table.no-list", None),
        ("file.encoding", None),
    ]
    rows = write_csv(
        tmp_path / "b.csv", ["อำเภอ", "ชื่อกลุ่ม", "ระดับดาว"], [["บางคล้า", "กลุ่ม", 3]]
    )
    rows.write_bytes(rows.read_text(encoding="utf-8-sig").encode("cp874"))
    with pytest.raises(InputError) as caught:
        read_registry(rows, LETTER)
    assert "file.encoding" in {f.code for f in caught.value.findings}


def test_active_content_is_noted_in_every_format(tmp_path: Path) -> None:
    link = ODS.replace("of:=1+1", "of:='file:///c:/x.ods'#$S.A1")
    cases = {
        "a.ods": (ODS, {"Basic__Standard__Module1.xml": "x"}, ["file.macros"]),
        "b.ods": (ODS, {"Scripts__python__a.py": "x"}, ["file.macros"]),
        "c.ods": (link, {}, ["file.outside-links"]),
        "d.ods": (ODS, {"Object 1__content.xml": "<x/>"}, ["file.embedded-objects"]),
        "e.ods": (ODS, {"Basic__script-lc.xml": "<x/>"}, ["file.macros"]),
    }
    for name, (content, parts, codes) in cases.items():
        found = workbook_findings(
            read_workbook(write_ods(tmp_path / name, content, **parts))
        )
        assert [code for code, _ in told(found)] == codes
    package = io.BytesIO((write_xlsx(tmp_path / "a.xlsx", [["a"]])).read_bytes())
    with zipfile.ZipFile(package, "a") as more:
        for name in (
            "xl/connections.xml",
            "xl/embeddings/oleObject1.bin",
            "xl/activeX/activeX1.bin",
        ):
            more.writestr(name, "<x/>")
    (tmp_path / "a.xlsx").write_bytes(package.getvalue())
    codes = [f.code for f in workbook_findings(read_workbook(tmp_path / "a.xlsx"))]
    assert codes == ["file.macros", "file.outside-links", "file.embedded-objects"]


def test_headers_that_are_missing_or_stand_twice_are_told(tmp_path: Path) -> None:
    header = [*HEADER, "หมายเหตุ", None, "หมายเหตุ"]
    path = write_xlsx(tmp_path / "a.xlsx", [header, [*ROW, "ก", "ข", "ค"]])
    found = [
        one for one in told(read_registry(path, LETTER).findings) if "header" in one[0]
    ]
    assert found == [("table.blank-header", "H1"), ("table.duplicate-header", "I1")]


def test_a_date_that_lost_its_format_is_read_and_told(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        [
            [*HEADER, "ปีที่ลงทะเบียน"],
            [*ROW, 45322],
            [ROW[0], "กลุ่มจักสานบ้านไร่", *ROW[2:], 2565],
        ],
    )
    registry = read_registry(path, LETTER)
    assert registry.products["registered_year_be"].tolist() == [2567, 2565]
    assert [one for one in told(registry.findings) if one[0].startswith("cell.")] == [
        ("cell.date-as-number", "G2")
    ]


def test_formulas_never_calculated_beside_the_columns_that_are_read(
    tmp_path: Path,
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [[*HEADER, "ยอด"], [*ROW, 1]])
    book = openpyxl.load_workbook(path)
    book.active["G2"] = "=1+1"
    book.save(path)
    found = told(read_registry(path, LETTER).findings)
    assert found == [("table.formulas", None), ("table.not-calculated", None)]


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    inspections, noticed = inspect_files(
        [write_xlsx(tmp_path / "a.xlsx", [["รหัส", "ชื่อ"]])], LETTER
    )
    assert [f.code for f in noticed] == ["table.no-data"]
    assert [f.code for f in inspections[0].findings] == ["table.no-rows"]


@pytest.mark.parametrize(
    "page",
    [
        "<![foo x]]><table><tr><td>a</td></tr></table>",
        '<table><tr><td rowspan="²">a</td></tr></table>',
        f'<table><tr><td rowspan="{"9" * 5000}">a</td></tr></table>',
        '<meta charset="undefined"><table><tr><td>a</td></tr></table>',
        "<table><tr><td rowspan=16000 colspan=1000>a</td></tr></table>",
    ],
)
def test_odd_pages_are_read(page: str, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(page, encoding="utf-8")
    (grid,) = read_workbook(tmp_path / "a.xls").sheets
    assert [list(column) for column in grid.columns] == [["a"]]


#: A reader that has a fault of ours on every file.
FAULTY_READER = reader_process.BOOT.replace(
    "\nmain(",
    """
from kbo_screen.grid import reader
def fail(path, **how):
    raise ZeroDivisionError("ours")
reader.read_here = fail
main(""",
)


def test_a_fault_of_the_reader_is_shown_under_debug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "BOOT", FAULTY_READER)
    path = write_xlsx(tmp_path / "a.xlsx", [HEADER, ROW])
    for words, is_shown in (
        (["inspect", str(path)], False),
        (["inspect", str(path), "--debug"], True),
    ):
        shown = CliRunner().invoke(app, words).output
        assert ("ZeroDivisionError: ours" in shown) == is_shown
