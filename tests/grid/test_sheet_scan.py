"""Large sheets are scanned by whole arrays: what the scan reads is what the fast reader reads, or it leaves the sheet.

- A sheet as Excel saves it is scanned, and every value, code, merged and hidden cell is the fast reader's.
- Whatever a mutation does to a sheet: the scan reads the same, or hands it back, in whatever pieces and shares it goes
  through the rows. 20,000 of them in the long run.
- Where a sheet is parted nobody can tell, whether a copy of the process scans the second part, one that dies, or none.
- What is not spelled as usual is handed back: dates, formulas, errors, rich text, odd tags and entities.
- Cells far apart are refused before anything is laid out.
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
import zipfile
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from kbo_screen.cores import beside
from kbo_screen.grid import xlsx_reader
from kbo_screen.grid.notices import ReadError
from kbo_screen.grid.scanned_sheets import scan_sheets
from kbo_screen.grid.sheet_scan import ScanSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.grid.grid import SheetGrid

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
#: Mutations of the ordinary run, and of the long one.
FEW = 400
MANY = 20_000
SHARED_TEXTS = (
    b"<si><t>\xe0\xb8\x9c\xe0\xb9\x89\xe0\xb8\xb2</t></si>"
    b'<si><t xml:space="preserve"> a </t></si><si><t>b &amp; c</t></si><si><t>1</t></si>'
    b"<si><t>b &amp; c</t></si><si><t>x_x000D_y</t></si><si><t></t></si>"
)
ROWS = (
    b'<row r="1" spans="1:4"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2" t="s"><v>1</v></c>'
    b'<c r="C1" s="1"/><c r="D1"><v>2.5</v></c></row>'
    b'<row r="2" hidden="1"><c r="A2" s="1" t="s"><v>2</v></c><c r="B2"><v>1</v></c>'
    b'<c r="C2" s="1" t="inlineStr"><is><t>in &lt; line</t></is></c><c r="D2" t="n"><v>2401000017</v></c></row>'
    b'<row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4" s="4"><v>44000</v></c>'
    b'<c r="C4" t="str"><v> s </v></c><c r="D4"><v>-1.5E-3</v></c><c r="AB4" s="3"><v>12345678901234567</v></c></row>'
    b'<row r="5" ht="0"/><row r="10"><c r="A10" t="s"><v>3</v></c><c r="B10" t="s"><v>5</v></c>'
    b'<c r="C10" t="s"><v>6</v></c><c r="D10"><v>0</v></c></row>'
)
MERGES = b'<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
#: Parts of a sheet's XML that are scanned first, and bytes that are scanned at a time.
SHARES = (0, 0.2, 0.4, 0.5, 0.6, 0.8, 1)
PIECES = (50, 150, 400, 2**20)
#: What a mutation puts somewhere.
SPLINTERS = (
    b'<c r="A3"><v>1</v></c>', b"<v>", b"</v>", b"</c>", b"<f>1</f>", b' t="s"', b' t="e"', b' t="b"', b' s="0"',
    b' s="5"', b"<!-- x -->", b"<![CDATA[x]]>", b"&amp;", b"&#10;", b">", b"<", b'"', b"'", b" ", b"\n", b"/", b"0", b"9",
    b"-", b".", b"E", b"x:", b'<row r="3">', b"</row>", b"<is>", b"<t>", b"<r><t>x</t></r>", b"\xff", b"\r\n", b"_x000D_",
    b"</sheetData>", b"<sheetData>", b'<c r="XFD1"/>', b"99999999", b"nan", b"\x00",
)  # fmt: skip


@pytest.fixture(scope="module")
def frame() -> dict[str, bytes]:
    """The parts of a workbook whose styles are: none, a border, a fill, struck out, a date."""
    return frame_of("ทะเบียน")


def frame_of(name: str, *names_behind: str) -> dict[str, bytes]:
    """The parts of such a workbook with other sheets behind the one that is filled."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for name_behind in names_behind:
            book.add_worksheet(name_behind).write_row(1, 2, ["x", 2, "x"])
        looks: list[dict[str, Any]] = [
            {"border": 1},
            {"bg_color": "#FFFF00"},
            {"font_strikeout": True},
            {"num_format": '0.00" ชิ้น"'},
            {"num_format": "d mmm yyyy"},
        ]
        for row, look in enumerate(looks):
            sheet.write(row, 0, "x", book.add_format(look))
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def workbook(
    frame: Mapping[str, bytes],
    rows: bytes,
    texts: bytes = SHARED_TEXTS,
    tail: bytes = MERGES,
) -> bytes:
    """A workbook with these rows."""
    head, _, rest = frame[SHEET].partition(b"<sheetData>")
    after = rest.partition(b"</sheetData>")[2]
    sheet = head + b"<sheetData>" + rows + b"</sheetData>" + tail + after
    sst = re.sub(rb"<si>.*</si>", lambda _: texts, frame[TEXTS], flags=re.DOTALL)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in {**frame, SHEET: sheet, TEXTS: sst}.items():
            package.writestr(name, content)
    return file.getvalue()


class Scans:
    """Reads workbooks by the scan and by the fast reader, and counts the sheets that were scanned."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.scanned = 0
        #: How the rows are gone through, as `scan_sheets` takes it; as the machine has it where nothing stands there.
        self.options: dict[str, Any] = {}

    def part(self, share_here: float, piece_bytes: int) -> None:
        """Let the rows be scanned in two shares, in pieces of so many bytes."""
        how = ScanSettings(piece_bytes=piece_bytes)
        self.options = {"share_here": share_here, "how": how}

    def read(self, data: bytes, *, is_scanned: bool) -> Any:
        """What is read of a workbook, in a form that can be compared; the notices of one that is refused."""
        least_bytes = -1 if is_scanned else 2**60
        self.patch.setattr(xlsx_reader, "SCANNED_BYTES", least_bytes)
        try:
            grids, notices = xlsx_reader.read_xlsx(data, "a.xlsx")
        except ReadError as error:
            return error.notices
        return list(map(comparable, grids)), notices

    def agree(self, data: bytes) -> bool:
        """True where the scan reads what the fast reader reads."""
        return bool(
            self.read(data, is_scanned=True) == self.read(data, is_scanned=False)
        )


def comparable(grid: SheetGrid) -> dict[str, Any]:
    parts = {field.name: getattr(grid, field.name) for field in fields(grid)}
    parts["columns"] = [
        (column.codes.tolist(), list(map(repr, column.distinct)))
        for column in grid.columns
    ]
    parts["formulas"] = None
    return parts


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> Scans:
    """A reader of both kinds."""
    scans = Scans(monkeypatch)

    def counted(*arguments: Any) -> Any:
        sheets = scan_sheets(*arguments, **scans.options)
        scans.scanned += len(sheets)
        return sheets

    monkeypatch.setattr("kbo_screen.grid.scanned_sheets.scan_sheets", counted)
    return scans


def test_sheet_as_excel_saves_it_is_scanned(
    frame: dict[str, bytes],
    scans: Scans,
) -> None:
    data = workbook(frame, ROWS)
    ((grid,), _) = scans.read(data, is_scanned=True)
    assert scans.scanned == 1
    assert grid["columns"][0] == (
        [1, 2, 0, 2, 0, 0, 0, 0, 0, 3],
        ["None", "'ผ้า'", "'b & c'", "'1'"],
    )
    assert grid["columns"][1][1] == ["None", "' a '", "1.0", "44000.0", "'x\\ry'"]
    assert grid["columns"][2][1] == ["None", "'in < line'", "' s '"]
    assert grid["merges"] == ((0, 0, 1, 1),)
    assert grid["hidden_rows"] == {1, 4}
    assert grid["fills"] == {(0, 1): "FFFF00"}
    assert grid["struck"] == {(3, 27)}
    assert scans.agree(data)


@pytest.mark.parametrize("piece_bytes", [50, 300])
def test_a_sheet_is_the_same_wherever_it_is_parted(
    frame: dict[str, bytes],
    scans: Scans,
    piece_bytes: int,
) -> None:
    data = workbook(frame, ROWS)
    expected = scans.read(data, is_scanned=False)
    for percent in range(0, 101, 2):
        scans.part(percent / 100, piece_bytes)
        assert scans.read(data, is_scanned=True) == expected
    assert scans.scanned == 51


def test_of_two_sheets_the_first_share_may_be_one(scans: Scans) -> None:
    data = workbook(frame_of("หนึ่ง", "สอง"), ROWS)
    for share_here in (0, 0.3, 0.7, 0.8, 1):
        scans.part(share_here, 200)
        assert scans.agree(data)
    assert scans.scanned == 10


COPYING = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux")


@COPYING
@pytest.mark.parametrize("dies", [False, True], ids=["works", "dies"])
def test_a_copy_scans_the_second_half(
    frame: dict[str, bytes],
    scans: Scans,
    monkeypatch: pytest.MonkeyPatch,
    dies: bool,
) -> None:
    copies = []
    fork = os.fork

    def begin_copy() -> int:
        process_id = fork()
        if dies and process_id == 0:
            os._exit(1)
        copies.append(process_id)
        return process_id

    monkeypatch.setattr(os, "fork", begin_copy)
    monkeypatch.setattr(beside, "FEWEST_ROWS", 0)
    monkeypatch.setattr(beside, "core_count", lambda: 2)
    assert scans.agree(workbook(frame, ROWS))
    assert scans.scanned == len(copies) == 1


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A3" s="5"><v>44000</v></c>',
        b'<c r="A3"><f>1+1</f><v>2</v></c>',
        b'<c r="A3" t="e"><v>#REF!</v></c>',
        b'<c r="A3" t="b"><v>1</v></c>',
        b'<c r="A3" t="inlineStr"><is><r><t>a</t></r></is></c>',
        b'<c r="A3" t="inlineStr"><is><t>>a</t></is></c>',
        b'<c r="A3" t="inlineStr"><is><t>&#65;</t></is></c>',
        b'<c r="A3" t="s"><v>99</v></c>',
        b'<c r="A3" t="s"><v></v></c>',
        b'<c r="A3" cm="1"><v>1</v></c>',
        b'<c r="a3"><v>1</v></c>',
        b'<c r="A4"><v>1</v></c>',
        b'<c r="A3"><v> 1</v></c>',
        b'<c r="A3"><v>1e999</v></c>',
        b'<c r="A3"><v>-0</v></c>',
        b'<c r="A3"><v>1</v></c> <c r="B3"><v>1</v></c>',
        b'<c r="B3"><v>1</v></c><c r="A3"><v>1</v></c>',
        b'<c r="A3"><v>1</v></c><c r="A3"><v>2</v></c>',
        b"<!-- a --><c r='A3'><v>1</v></c>",
    ],
)
def test_unusual_cell_is_left_to_the_fast_reader(
    frame: dict[str, bytes],
    scans: Scans,
    cell: bytes,
) -> None:
    rows = ROWS.replace(b'<row r="4">', b'<row r="3">%b</row><row r="4">' % cell)
    data = workbook(frame, rows)
    assert scans.agree(data)
    assert scans.scanned == 0


@pytest.mark.parametrize(
    "text",
    [
        b"<si><r><t>a</t></r><r><t>b</t></r></si>",
        b"<si><t>a&#10;b</t></si>",
        b"<si/>",
        b"<si><t>a</t><phoneticPr fontId='1'/></si>",
        b"<si><t><![CDATA[a]]></t></si>",
    ],
)
def test_unusual_shared_text_leaves_the_workbook_to_the_fast_reader(
    frame: dict[str, bytes],
    scans: Scans,
    text: bytes,
) -> None:
    data = workbook(frame, ROWS, SHARED_TEXTS + text)
    assert scans.agree(data)
    assert scans.scanned == 0


def test_cells_far_apart_are_refused_before_they_are_laid_out(
    frame: dict[str, bytes],
    scans: Scans,
) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (notice,) = scans.read(workbook(frame, rows), is_scanned=True)
    assert notice.kind == "sparse"


def mutated(xml: bytes, chance: random.Random) -> bytes:
    """The XML with some bytes taken out, put elsewhere, doubled or changed."""
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        marks = [found.start() for found in re.finditer(rb"[<>\"=/ ]", xml)] or [0]
        start = chance.choice([chance.choice(marks), chance.randrange(len(xml) + 1)])
        end = min(len(xml), start + chance.choice([0, 0, 1, 1, 2, 5, 12, 40]))
        kind = chance.randrange(4)
        if kind == 0:
            xml = xml[:start] + xml[end:]
        elif kind == 1:
            xml = xml[:start] + chance.choice(SPLINTERS) + xml[end:]
        elif kind == 2:
            xml = xml[:end] + xml[start:end] + xml[end:]
        else:
            target = chance.choice(marks)
            xml = xml[:target] + xml[start:end] + xml[target:]
    return xml


def check_mutations(
    frame: Mapping[str, bytes],
    scans: Scans,
    seeds: range,
) -> None:
    for seed in seeds:
        chance = random.Random(seed)
        rows, texts, tail = ROWS, SHARED_TEXTS, MERGES
        part = chance.choice(["rows", "rows", "rows", "texts", "tail"])
        if part == "rows":
            rows = mutated(rows, chance)
        elif part == "texts":
            texts = mutated(texts, chance)
        else:
            tail = mutated(tail, chance)
        scans.part(chance.choice(SHARES), chance.choice(PIECES))
        assert scans.agree(workbook(frame, rows, texts, tail)), seed


def test_mutated_sheets_are_read_the_same_or_handed_back(
    frame: dict[str, bytes],
    scans: Scans,
) -> None:
    check_mutations(frame, scans, range(FEW))
    # as many were scanned as show that the two readers were compared at all
    assert scans.scanned > FEW // 20


@pytest.mark.slow
def test_many_mutated_sheets_are_read_the_same_or_handed_back(
    frame: dict[str, bytes],
    scans: Scans,
) -> None:
    check_mutations(frame, scans, range(FEW, FEW + MANY))
