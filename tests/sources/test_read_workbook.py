"""One function opens every file, told by its content; whatever is wrong with one is one plain finding.

1. xlsx, xls, ods, csv and tsv in UTF-8, windows-874 and UTF-16 give the same values at the same cells.
2. A file that is not read says why; no reader sees a trap.
3. What was noticed on the way is told.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from kbo_screen import load_letter, read_registry
from kbo_screen.findings import InputError
from kbo_screen.sources.spreadsheet import (
    NOT_CALCULATED,
    CellError,
    CellValue,
    column_of,
    read_workbook,
    reader,
    sheet_xml,
)
from tests.registries import text_table

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


def sheet(cells: str) -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'


def duplicate() -> bytes:
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("XL/workbook.xml", "again")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("a.xlsx", lambda: b" \n"),
    "encrypted": ("a.xlsx", lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
    "old-excel": ("a.xls", lambda: b"\x09\x00\x04\x00" + b"\0" * 50),
    "spreadsheetml": (
        "a.xls",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ),
    "truncated": ("a.xlsx", lambda: xlsx()[:400]),
    "corrupt": ("a.xlsx", lambda: xlsx(**{"xl__worksheets__sheet1.xml": "<worksheet><broken"})),
    "other-type": ("a.xlsx", lambda: b"%PDF-1.7 a page"),
    "duplicate-part": ("a.xlsx", duplicate),
    "escaping-part": ("a.xlsx", lambda: xlsx(**{"..__..__evil.xml": "x"})),
    "entities": ("a.xlsx", lambda: xlsx(**{"xl__sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "a">]><sst/>'})),
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
    """2."""
    name, make = REFUSED[slug]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert [(f"file.{slug}", name)] == [(f.code, f.place.file) for f in caught.value.findings]
    assert caught.value.exit_code == 3


def test_file_that_cannot_be_opened_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2."""
    real = tmp_path / "a.xlsx"
    real.write_bytes(xlsx())
    for path, code in ((tmp_path, "file.folder"), (tmp_path / "b.xlsx", "file.missing")):
        with pytest.raises(InputError) as caught:
            read_workbook(path)
        assert [code] == [f.code for f in caught.value.findings]
    for error, code in ((PermissionError(13, "no"), "file.no-permission"), (OSError(5, "I/O"), "file.unreadable")):

        def fail(self: Path, error: OSError = error) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", fail)
        with pytest.raises(InputError) as caught:
            reader.read_here(real)
        assert [code] == [f.code for f in caught.value.findings]
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError) as caught:
        reader.read_here(real)
    assert [f.code for f in caught.value.findings] == ["file.too-large"]


def test_trap_in_a_large_sheet_is_seen_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2. What is large is small here: a trap of 26,000 cells."""
    path = tmp_path / "a.xlsx"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="Z1000"><v>1</v></c></row>'
    path.write_bytes(xlsx(**{"xl__worksheets__sheet1.xml": sheet(cells)}))
    assert reader.read_here(path).sheets[0].height == 1000
    monkeypatch.setattr(sheet_xml, "MAX_GRID_CELLS", 1000)
    for large in (0, 10**6):
        monkeypatch.setattr(reader, "LARGE_SHEET_BYTES", large)
        with pytest.raises(InputError) as caught:
            reader.read_here(path)
        assert [f.code for f in caught.value.findings] == ["file.sparse"]


def test_what_was_noticed_is_told(tmp_path: Path) -> None:
    """3."""
    disorder = sheet('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')
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
        assert [code] == [f.code for f in read_workbook(path).findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_are_told_by_content(encoding: str, separator: str, tmp_path: Path) -> None:
    """1."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(TEXT.format(separator).encode(encoding))
    (grid,) = read_workbook(path).sheets
    assert [list(column) for column in grid.columns] == [["อำเภอ", "บางคล้า"], ["ชื่อกลุ่ม", "กลุ่มจักสาน"], ["ดาว", "๓"]]


@pytest.mark.parametrize("name", ["small.xls", "small.ods"])
def test_old_and_open_formats_keep_their_cells(name: str) -> None:
    """1. The table stands at C4; the cells of the second group are merged down."""
    registry = read_registry(FILES / name, load_letter())
    assert registry.products["group_name"].tolist() == ["กลุ่มจักสาน", "กลุ่มทอผ้า", "กลุ่มทอผ้า"]
    assert [(registry.products["star"][product], registry.place(product, "star").cell) for product in (0, 2)] == [
        (3, "G5"),
        (2, "G7"),
    ]
    assert [registry.place(product, "group_name").cell for product in range(3)] == ["D5", "D6", "D6"]
    assert registry.products["registered_year_be"].dropna().tolist() == [2560, 2562]


def test_formula_never_calculated_is_unknown_not_blank(tmp_path: Path) -> None:
    """3."""
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
    assert [(f.code, f.place.cell) for f in registry.findings] == [("cell.not-calculated", "E2")]
    assert registry.products["star_rated"].isna()[0]


def test_every_file_of_the_corpus_is_read_or_refused_with_a_finding() -> None:
    """2. In a process of its own: one file would abort the interpreter if it reached the reader."""
    if not CORPUS.exists():
        pytest.skip("the shared corpus is not beside the project")
    script = (
        "import sys; from pathlib import Path\n"
        "from kbo_screen.findings import InputError\n"
        "from kbo_screen.sources.spreadsheet import read_workbook\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: read_workbook(path)\n"
        "    except InputError as error: assert len(error.findings) == 1\n"
        "print('all')"
    )
    done = subprocess.run([sys.executable, "-c", script, CORPUS], capture_output=True, encoding="utf-8", timeout=300)
    assert (done.stdout.strip(), done.returncode) == ("all", 0), done.stderr[-500:]


def test_a_formula_that_gives_an_empty_text_was_calculated() -> None:
    """Excel and LibreOffice store such a result as an empty text; only a cell without any was never calculated."""
    from kbo_screen.sources.spreadsheet.sheet_xml import formula_cells, look_at_sheet

    cells = (
        b'<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>'
        b'<c r="B1"><f>1+1</f><v></v></c>'
        b'<c r="C1" t="str"><f>B1&amp;""</f></c>'
        b'<c r="D1" t="str"><f>"x"</f><v>x</v></c><c r="E1"><v>5</v></c>'
    )
    xml = b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    assert sorted(look_at_sheet([xml]).errors) == [(0, 1), (0, 2)]
    assert sorted(formula_cells([xml])) == [(0, 0), (0, 1), (0, 2), (0, 3)]


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
    assert [(type(value), value) for value in column] == [(type(value), value) for value in expected]
    assert column.distinct[0] is None
    assert column[:] == expected
    assert [column[row] for row in range(len(column))] == expected
    assert len(column.distinct) == len({(type(value), value) for value in expected} | {(type(None), None)})


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_pieces_tell_what_the_whole_sheet_tells(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """1. Wherever a piece ends, no cell is torn."""
    plain = (
        '<worksheet><cols><col min="3" max="4" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2" t="e"><v>#REF!</v></c></row>'
        '<row r="5"><c r="B5"><f>A1</f></c></row><row r="4"><c r="C4"><f>A1</f><v>1</v></c></row></sheetData></worksheet>'
    )
    xml = re.sub(r"<(/?)", rf"<\1{prefix}", plain).encode()
    looks = []
    for piece_bytes in (10, 50, 200, 10_000):
        monkeypatch.setattr(sheet_xml, "PIECE_BYTES", piece_bytes)
        pieces = list(sheet_xml.row_pieces(io.BytesIO(xml)))
        assert b"".join(pieces) == xml
        looks.append((sheet_xml.look_at_sheet(pieces), sorted(sheet_xml.formula_cells(pieces))))
    expected = sheet_xml.SheetFacts(
        rows_in_disorder=True,
        errors={(1, 0): CellError("#REF!"), (4, 1): NOT_CALCULATED},
        hidden_rows=frozenset({1}),
        hidden_columns=frozenset({2, 3}),
    )
    assert looks == [(expected, [(3, 2), (4, 1)])] * 4
