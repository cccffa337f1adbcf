"""One function opens every file, told by its content; whatever is wrong with one is one plain finding.

- xlsx, xls, ods, csv and tsv in UTF-8, windows-874 and UTF-16 give the same values at the same cells.
- A file that is not read says why; no reader sees a trap.
- What was noticed on the way is told.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.grid import (
    NOT_CALCULATED,
    CellError,
    CellValue,
    ReadError,
    column_of,
    reader,
    sheet_facts,
    sheet_xml,
    stored_sheets,
)
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from tests.tools.registries import text_table

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = Path(__file__).parent / "files"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "files"
TEXT = "อำเภอ{0}ชื่อกลุ่ม{0}ดาว\nบางคล้า{0}กลุ่มจักสาน{0}๓\n"


def xlsx(**parts: str) -> bytes:
    """A workbook of one cell; parts are added, or replaced where they exist ("/" is written "__")."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet("S").write(0, 0, "x")
    out = io.BytesIO()
    names = {name.replace("__", "/"): text for name, text in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, names.pop(name, old.read(name)))
        for name, text in names.items():
            new.writestr(name, text)
    return out.getvalue()


def xlsx_bytes(name: str, content: bytes) -> bytes:
    """A workbook of one cell, one part of it replaced by these bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def ods_of_type(mimetype: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mimetype)
    return out.getvalue()


def sheet(cells: str) -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'


def duplicate() -> bytes:
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("XL/workbook.xml", "again")
    return out.getvalue()


def locked(data: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("secret", out)
    return out.getvalue()


def ods(content: str = "", manifest: str = "<manifest/>", **parts: str) -> bytes:
    """An ods with this content.xml; parts are added ("/" is written "__")."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def far(cell: str) -> Callable[[], bytes]:
    """A workbook of two cells, the second far out and spelled like this."""
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row>{cell}'
    return lambda: xlsx(**{"xl__worksheets__sheet1.xml": sheet(cells)})


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "a">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("a.xlsx", lambda: b" \n"),
    "encrypted": ("a.xlsx", lambda: locked(xlsx())),
    "encrypted-ods": ("a.ods", lambda: ods(manifest="<encryption-data/>")),
    "old-excel": ("a.xls", lambda: b"\x09\x00\x04\x00" + b"\0" * 50),
    "spreadsheetml": (
        "a.xls",
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
    ),
    "truncated": ("a.xlsx", lambda: xlsx()[:400]),
    "corrupt": (
        "a.xlsx",
        lambda: xlsx(**{"xl__worksheets__sheet1.xml": "<worksheet><broken"}),
    ),
    "other-type": ("a.xlsx", lambda: b"%PDF-1.7 a page"),
    "duplicate-part": ("a.xlsx", duplicate),
    "escaping-part": ("a.xlsx", lambda: xlsx(**{"..__..__evil.xml": "x"})),
    "entities": (
        "a.xlsx",
        lambda: xlsx(
            **{"xl__sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "a">]><sst/>'}
        ),
    ),
    "sparse": (
        "a.xlsx",
        lambda: xlsx(
            **{
                "xl__worksheets__sheet1.xml": sheet(
                    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                )
            }
        ),
    ),
    "lock-file": ("~$a.xlsx", xlsx),
}


@pytest.mark.parametrize("slug", REFUSED)
def test_file_that_is_not_read_says_why(slug: str, tmp_path: Path) -> None:
    name, make = REFUSED[slug]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert [(f"file.{slug}", name)] == [
        (f.code, f.place.file) for f in caught.value.findings
    ]
    assert caught.value.exit_code == 3


#: Other ways to hide what is refused above, and what a file really is.
SHEET_1 = "xl__worksheets__sheet1.xml"
ALSO_REFUSED: list[tuple[str, str, Callable[[], bytes]]] = [
    (
        "far, single quotes",
        "sparse",
        far("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
    ),
    (
        "far, spaces",
        "sparse",
        far('<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>'),
    ),
    (
        "far, new lines",
        "sparse",
        far('<row\nr="1048576"><c\nr="XFD1048576"><v>1</v></c></row>'),
    ),
    (
        "far, lower case",
        "sparse",
        far('<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'),
    ),
    (
        "far, a prefix",
        "sparse",
        far('<x:row r="1048576"><x:c r="XFD1048576"><v>1</v></x:c></x:row>'),
    ),
    (
        "far, no such column",
        "corrupt",
        far('<row r="1048576"><c r="ZZZZ1048576"><v>1</v></c></row>'),
    ),
    (
        "DTD behind a comment",
        "entities",
        lambda: xlsx(**{SHEET_1: f"<!--{'x' * 6000}-->{DOCTYPE}<worksheet/>"}),
    ),
    (
        "DTD in relations",
        "entities",
        lambda: xlsx(**{"_rels__.rels": f"{DOCTYPE}<Relationships/>"}),
    ),
    (
        "DTD in the types",
        "entities",
        lambda: xlsx(**{"[Content_Types].xml": f"{DOCTYPE}<Types/>"}),
    ),
    (
        "DTD, other name",
        "entities",
        lambda: xlsx(**{"xl__worksheets__tabelle.xml": f"{DOCTYPE}<x/>"}),
    ),
    (
        "DTD in UTF-16",
        "entities",
        lambda: xlsx_bytes(
            "xl/workbook.xml", f"<?xml?>{DOCTYPE}<workbook/>".encode("utf-16")
        ),
    ),
    (
        "a prolog without end",
        "entities",
        lambda: xlsx(**{SHEET_1: f"<!--{'x' * 300_000}--><worksheet/>"}),
    ),
    (
        "UTF-16 sheet",
        "corrupt",
        lambda: xlsx_bytes("xl/worksheets/sheet1.xml", sheet("").encode("utf-16")),
    ),
    (
        "backslashes, twice",
        "duplicate-part",
        lambda: xlsx(**{"xl\\worksheets\\sheet1.xml": "x"}),
    ),
    ("backslashes, out", "escaping-part", lambda: xlsx(**{"..\\evil.txt": "x"})),
    ("no OLE file", "corrupt", lambda: OLE + b"\0" * 600),
    (
        "web archive",
        "other-type",
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<table>",
    ),
    ("JSON", "other-type", lambda: b'[{"a": 1}]'),
    ("PDF behind a blank line", "other-type", lambda: b"\r\n%PDF-1.7"),
    (
        "flat ods",
        "other-type",
        lambda: (
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:x"/>'
        ),
    ),
    ("XML", "other-type", lambda: b"<?xml version='1.0'?><a/>"),
    (
        "a copied lock file",
        "lock-file",
        lambda: b"\x04User" + b" " * 50 + "\x04User".encode("utf-16-le") + b" \0" * 50,
    ),
    ("a wide CSV", "too-large", lambda: b"," * 20_000),
    ("a tall and wide CSV", "sparse", lambda: b"," * 16_000 + b"\n" * 20_000),
    ("an open quote", "open-quote", lambda: b'a,b\n1,"2\n3,4\n5,6\n'),
    ("an open quote at the end", "open-quote", lambda: b'a,b\n1,2\n3,"4'),
    (
        "a mimetype that unpacks to much",
        "other-type",
        lambda: ods_of_type("x" * 5_000_000),
    ),
    ("a wide page", "sparse", lambda: b"<table><tr>" + b"<td colspan=1000>a</td>" * 20),
]


@pytest.mark.parametrize(
    ("name", "slug", "make"), ALSO_REFUSED, ids=[name for name, _, _ in ALSO_REFUSED]
)
def test_another_way_to_hide_it_is_seen(
    name: str, slug: str, make: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert [f.code for f in caught.value.findings] == [f"file.{slug}"]


def test_an_open_quote_is_told_by_its_line(tmp_path: Path) -> None:
    for text, line in (
        ('a,b\n1,"2\n3,4\n', 2),
        ('sep=,\na,b\n1,"2', 3),
        ('a,b\n"x\ny",2\n1,"2\n3,4', 4),
    ):
        (tmp_path / "a.csv").write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_workbook(tmp_path / "a.csv")
        assert f"line {line} " in caught.value.findings[0].message("en")


def test_cells_over_all_sheets_are_counted_together(tmp_path: Path) -> None:
    """Eight sheets, each of them just small enough."""
    far_cell = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="R1000000"><v>1</v></c></row>'
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        for _ in range(8):
            book.add_worksheet()
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, sheet(far_cell) if "worksheets/" in name else old.read(name)
            )
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "a.xlsx")
    assert [f.code for f in caught.value.findings] == ["file.sparse"]


@pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="this system has no pipes with a name"
)
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """It would never end."""
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "pipe.csv")
    assert [f.code for f in caught.value.findings] == ["file.not-regular"]


def test_file_that_cannot_be_opened_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "a.xlsx"
    real.write_bytes(xlsx())
    for path, code in (
        (tmp_path, "file.folder"),
        (tmp_path / "b.xlsx", "file.missing"),
    ):
        with pytest.raises(InputError) as caught:
            read_workbook(path)
        assert [code] == [f.code for f in caught.value.findings]
    for error, kind in (
        (PermissionError(13, "no"), "no-permission"),
        (OSError(5, "I/O"), "unreadable"),
    ):

        def fail(self: Path, error: OSError = error) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", fail)
        with pytest.raises(ReadError) as refused:
            reader.read_here(real)
        assert [kind] == [notice.kind for notice in refused.value.notices]
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 10)
    with pytest.raises(ReadError) as refused:
        reader.read_here(real)
    assert [notice.kind for notice in refused.value.notices] == ["too-large"]


def test_trap_in_a_large_sheet_is_seen_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is large is small here: a trap of 26,000 cells."""
    path = tmp_path / "a.xlsx"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="Z1000"><v>1</v></c></row>'
    path.write_bytes(xlsx(**{"xl__worksheets__sheet1.xml": sheet(cells)}))
    assert reader.read_here(path).sheets[0].height == 1000
    monkeypatch.setattr(sheet_xml, "MAX_GRID_CELLS", 1000)
    monkeypatch.setattr(sheet_facts, "MAX_GRID_CELLS", 1000)
    for large in (0, 10**6):
        monkeypatch.setattr(stored_sheets, "LARGE_SHEET_BYTES", large)
        with pytest.raises(ReadError) as refused:
            reader.read_here(path)
        assert [notice.kind for notice in refused.value.notices] == ["sparse"]


def test_what_was_noticed_is_told(tmp_path: Path) -> None:
    disorder = sheet(
        '<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    )
    cases = {
        "file.macros": xlsx(**{"xl__vbaProject.bin": "x"}),
        "file.outside-links": xlsx(**{"xl__externalLinks__externalLink1.xml": "<x/>"}),
        "file.rows-in-disorder": xlsx(**{"xl__worksheets__sheet1.xml": disorder}),
        "file.encoding": TEXT.format(",").encode("cp874"),
        "file.html-table": "<table><tr><td>อำเภอ</td></tr></table>".encode(),
    }
    for code, data in cases.items():
        path = tmp_path / "a.xlsx"
        path.write_bytes(data)
        codes = [f.code for f in workbook_findings(read_workbook(path))]
        assert [code] == [told for told in codes if told != "file.marks-not-seen"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_are_told_by_content(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(TEXT.format(separator).encode(encoding))
    (grid,) = read_workbook(path).sheets
    assert [list(column) for column in grid.columns] == [
        ["อำเภอ", "บางคล้า"],
        ["ชื่อกลุ่ม", "กลุ่มจักสาน"],
        ["ดาว", "๓"],
    ]


@pytest.mark.parametrize("name", ["small.xls", "small.ods"])
def test_old_and_open_formats_keep_their_cells(name: str) -> None:
    """The table stands at C4; the cells of the second group are merged down."""
    registry = read_registry(FILES / name, load_letter())
    assert registry.products["group_name"].tolist() == [
        "กลุ่มจักสาน",
        "กลุ่มทอผ้า",
        "กลุ่มทอผ้า",
    ]
    assert [
        (registry.products["star"][product], registry.place(product, "star").cell)
        for product in (0, 2)
    ] == [
        (3, "G5"),
        (2, "G7"),
    ]
    assert [registry.place(product, "group_name").cell for product in range(3)] == [
        "D5",
        "D6",
        "D6",
    ]
    assert registry.products["registered_year_be"].dropna().tolist() == [2560, 2562]


def test_formula_never_calculated_is_unknown_not_blank(tmp_path: Path) -> None:
    rows = text_table("""
        | อำเภอ    | ชื่อกลุ่ม   | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า   | กลุ่มจักสาน | กลุ่ม        | ตะกร้า     |                 |
    """)
    path = tmp_path / "a.xlsx"
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.active["E2"] = "=1+2"
    book.save(path)
    assert read_workbook(path).sheets[0].columns[4][1] == NOT_CALCULATED
    registry = read_registry(path, load_letter())
    assert [(f.code, f.place.cell) for f in registry.findings] == [
        ("table.formulas", None),
        ("cell.not-calculated", "E2"),
    ]
    assert registry.products["star_rated"].isna()[0]


def test_every_file_of_the_corpus_is_read_or_refused_with_a_finding() -> None:
    """In a process of its own: one file would abort the interpreter if it reached the reader."""
    if not CORPUS.exists():
        pytest.skip("the shared corpus is not beside the project")
    script = (
        "import sys; from pathlib import Path\n"
        "from kbo_screen.findings import InputError\n"
        "from kbo_screen.sources.workbooks import read_workbook\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: read_workbook(path)\n"
        "    except InputError as error: assert error.findings\n"
        "print('all')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, CORPUS],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert (done.stdout.strip(), done.returncode) == ("all", 0), done.stderr[-500:]


def test_a_formula_that_gives_an_empty_text_was_calculated() -> None:
    """Excel and LibreOffice store such a result as an empty text; only a cell without any was never calculated."""
    cells = (
        b'<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>'
        b'<c r="B1"><f>1+1</f><v></v></c>'
        b'<c r="C1" t="str"><f>B1&amp;""</f></c>'
        b'<c r="D1" t="str"><f>"x"</f><v>x</v></c><c r="E1"><v>5</v></c>'
    )
    xml = (
        b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    )
    for spelling in (xml, xml.replace(b'"1"', b"'1'")):
        seen = sheet_xml.look_at_sheet(
            partial(io.BytesIO, spelling), with_formulas=True
        )
        assert sorted(seen.errors) == [(0, 1), (0, 2)]
        assert sorted(seen.formulas or ()) == [(0, 0), (0, 1), (0, 2), (0, 3)]


@pytest.mark.parametrize(
    "stored",
    [
        [],
        ["", None, "a", "", "a"],
        [1, "1", 1.0, True, None, False, 0, 0.0],
        ["#N/A", CellError("#N/A"), "#N/A"],
        [2.5, 2.5, "x"],
    ],
)
def test_a_column_reads_as_what_was_stored_in_it(stored: list[CellValue]) -> None:
    column = column_of(stored)
    expected = [None if value == "" else value for value in stored]
    assert [(type(value), value) for value in column] == [
        (type(value), value) for value in expected
    ]
    assert column.distinct[0] is None
    assert column[:] == expected
    assert [column[row] for row in range(len(column))] == expected
    assert len(column.distinct) == len(
        {(type(value), value) for value in expected} | {(type(None), None)}
    )


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_pieces_tell_what_the_whole_sheet_tells(
    prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a piece ends, no cell is torn."""
    plain = (
        '<worksheet><cols><col min="3" max="4" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2" t="e"><v>#REF!</v></c></row>'
        '<row r="5"><c r="B5"><f>A1</f></c></row><row r="4"><c r="C4"><f>A1</f><v>1</v></c></row></sheetData></worksheet>'
    )
    xml = re.sub(r"<(/?)", rf"<\1{prefix}", plain).encode()
    for piece_bytes in (10, 50, 200, 10_000):
        monkeypatch.setattr(sheet_xml, "PIECE_BYTES", piece_bytes)
        assert b"".join(sheet_xml.row_pieces(io.BytesIO(xml))) == xml
        seen = sheet_xml.look_at_sheet(partial(io.BytesIO, xml), with_formulas=True)
        assert seen.rows_in_disorder
        assert seen.errors == {(1, 0): CellError("#REF!"), (4, 1): NOT_CALCULATED}
        assert (seen.hidden_rows, seen.hidden_columns, seen.formulas) == (
            {1},
            {2, 3},
            {(3, 2), (4, 1)},
        )
