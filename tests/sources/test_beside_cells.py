"""What stands beside the values of a file: notes, pivot tables, hidden rows of a page, broken bytes, Excel's own lock.

- A note and a threaded comment are told with their cell; one that says that the group is no more leaves nothing of
  its rows certain.
- A pivot table is not read, and told; the table beside it is read.
- Rows of a web table that nobody sees are hidden rows.
- A text with a broken byte is read in the encoding that was meant; its row is told.
- A workbook that Excel opens without asking is read, its properties too; with a password for other files as well.
- Of formats whose marks are not looked at, that is told once.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from kbo_screen import load_letter, read_registry
from kbo_screen.grid import custom_properties
from kbo_screen.screening.screen import screen
from kbo_screen.sources.workbooks import read_workbook, workbook_findings

if TYPE_CHECKING:
    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
FILES = Path(__file__).parents[1] / "grid" / "files"
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "โครงการอื่น"]
ROWS = [
    ["บางคล้า", "กลุ่มจักสานบ้านเหนือ", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า", 3, "-"],
    ["บางคล้า", "กลุ่มทอผ้าบ้านใต้", "กลุ่มผู้ผลิตชุมชน", "ผ้าขาวม้า", 2, "-"],
    ["บ้านโพธิ์", "กลุ่มขนมบ้านออก", "กลุ่มผู้ผลิตชุมชน", "ทองม้วน", 1, "-"],
]
ALL = sorted(str(row[1]) for row in ROWS)
LINES = [HEADER, *([str(cell) for cell in row] for row in ROWS)]


def book() -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        workbook.active.append(row)
    return workbook


def certain(registry: Registry) -> list[str]:
    groups = screen(registry, LETTER).groups
    return sorted(groups.loc[groups["certainty"] == "certain", "group_name"])


def told(registry: Registry, stage: str) -> list[tuple[str, str | None]]:
    return [
        (f.code, f.place.cell) for f in registry.findings if f.code.startswith(stage)
    ]


@pytest.mark.parametrize(
    ("cell", "text", "code", "is_certain"),
    [
        ("B3", "ยุบกลุ่มแล้วเมื่อปี 2564", "cell.note-dissolved", False),
        ("E3", "เลิกกลุ่ม", "cell.note-dissolved", False),
        ("E3", "ตรวจแล้ว", "cell.note", True),
        ("B3", "ยังไม่ได้ยุบ", "cell.note", True),
        ("E1", "ผลของปี 2565", "cell.note", True),
    ],
)
def test_a_note_is_told_with_its_cell(
    cell: str, text: str, code: str, is_certain: bool, tmp_path: Path
) -> None:
    workbook = book()
    workbook.active[cell].comment = Comment(text, "ผู้เขียน")
    workbook.save(tmp_path / "r.xlsx")
    registry = read_registry(tmp_path / "r.xlsx", LETTER)
    assert told(registry, "cell.note") == [(code, cell)]
    assert ("กลุ่มทอผ้าบ้านใต้" in certain(registry)) is is_certain
    assert text in next(f.message("th") for f in registry.findings if f.code == code)


THREAD = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="B3" id="{1}"><text>กลุ่มนี้ยังอยู่ไหม</text></threadedComment>
<threadedComment ref="B3" id="{2}" parentId="{1}"><text>เลิกกลุ่มแล้ว</text></threadedComment></ThreadedComments>"""


def with_relation(path: Path, kind: str, target: str, content: str) -> None:
    """Give the first sheet one relation more, to a new part."""
    with zipfile.ZipFile(path) as package:
        parts = {part.filename: package.read(part) for part in package.infolist()}
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    none = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    relation = f'<Relationship Id="rIdX" Type="http://schemas.microsoft.com/{kind}" Target="{target}"/></Relationships>'
    parts[rels] = parts.get(rels, none).replace(b"</Relationships>", relation.encode())
    parts["xl/" + target.removeprefix("../")] = content.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)


def test_a_thread_of_comments_is_one_note(tmp_path: Path) -> None:
    """Excel writes a plain note in its place, for programs that know no threads: that is no second one."""
    path = tmp_path / "r.xlsx"
    workbook = book()
    workbook.active["B3"].comment = Comment(
        "[Threaded comment] Your version of Excel …", "tc"
    )
    workbook.save(path)
    with_relation(
        path, "threadedComment", "../threadedComments/threadedComment1.xml", THREAD
    )
    registry = read_registry(path, LETTER)
    assert told(registry, "cell.note") == [("cell.note-dissolved", "B3")]
    assert read_workbook(path).sheets[0].notes == {(2, 1): "กลุ่มนี้ยังอยู่ไหม / เลิกกลุ่มแล้ว"}
    assert "กลุ่มทอผ้าบ้านใต้" not in certain(registry)


def test_a_pivot_table_is_not_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    workbook = book()
    for row, cells in enumerate(
        [["อำเภอ", "ชื่อกลุ่ม", "ระดับดาว"], ["บางคล้า", "จำนวน", 2]], start=1
    ):
        for column, value in enumerate(cells, start=9):
            workbook.active.cell(row, column).value = value
    workbook.save(path)
    lies = '<pivotTableDefinition xmlns="x"><location ref="I1:K2" firstHeaderRow="1"/></pivotTableDefinition>'
    with_relation(path, "pivotTable", "../pivotTables/pivotTable1.xml", lies)
    registry = read_registry(path, LETTER)
    assert told(registry, "file.pivot") == [("file.pivot-table", "I1")]
    assert certain(registry) == ALL


@pytest.mark.parametrize(
    "hide",
    ["<tr hidden>", "<tr style='display: none'>", '<tr height=0 style="mso-height-source:userset">',
     "<tr style='height:0pt'>", "<tbody style='DISPLAY:NONE'><tr>"],
)  # fmt: skip
def test_a_row_of_a_page_that_nobody_sees_is_hidden(hide: str, tmp_path: Path) -> None:
    opening = ["<tr>", "<tr>", hide, "</tbody><tbody><tr style='height:20pt'>"]
    rows = (
        f"{tr}{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for tr, row in zip(opening, LINES, strict=True)
    )
    path = tmp_path / "r.xls"
    path.write_text(f"<table><tbody>{''.join(rows)}</table>", encoding="utf-8")
    assert read_workbook(path).sheets[0].hidden_rows == {2}
    assert told(read_registry(path, LETTER), "table.hidden") == [
        ("table.hidden-rows", "3")
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_broken_byte_costs_its_letter_alone(mark: bytes, tmp_path: Path) -> None:
    data = "\n".join(",".join(row) for row in LINES).encode()
    broken = data.replace("ผ้าขาวม้า".encode(), "ผ้าขาวม้า".encode()[:-1])
    path = tmp_path / "r.csv"
    path.write_bytes(mark + broken)
    registry = read_registry(path, LETTER)
    assert told(registry, "file.") == [("file.broken-bytes", "3")]
    assert {"กลุ่มจักสานบ้านเหนือ", "กลุ่มขนมบ้านออก"} <= set(certain(registry))
    assert "UTF-8" in next(
        f.message("th") for f in registry.findings if f.code == "file.broken-bytes"
    )


def test_a_text_of_a_thai_windows_is_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("\n".join(",".join(row) for row in LINES).encode("cp874"))
    registry = read_registry(path, LETTER)
    assert told(registry, "file.") == [("file.encoding", None)]
    assert certain(registry) == ALL


@pytest.mark.parametrize("password", [None, "another"])
def test_a_workbook_that_excel_opens_without_asking_is_read(
    password: str | None, tmp_path: Path
) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    from kbo_screen.grid.reader import read_here

    plain = BytesIO()
    book().save(plain)
    path = tmp_path / "locked.xlsx"
    with path.open("wb") as target:
        OOXMLFile(BytesIO(plain.getvalue())).encrypt("VelvetSweatshop", target)
    assert (
        read_here(path, password=password).sheets[0].columns[1][1] == "กลุ่มจักสานบ้านเหนือ"
    )


@pytest.mark.parametrize("password", [None, "another"])
def test_what_a_workbook_that_excel_protects_is_made_for_is_known(
    password: str | None, tmp_path: Path
) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    workbook = book()
    workbook.custom_doc_props.append(StringProperty(name="made for", value="people"))
    plain = BytesIO()
    workbook.save(plain)
    path = tmp_path / "protected.xlsx"
    with path.open("wb") as target:
        OOXMLFile(plain).encrypt("VelvetSweatshop", target)
    assert custom_properties(path, password) == {"made for": "people"}


@pytest.mark.parametrize(("name", "times"), [("faults.ods", 0), ("faults.xls", 1)])
def test_that_marks_are_not_looked_at_is_told_once(name: str, times: int) -> None:
    codes = [finding.code for finding in workbook_findings(read_workbook(FILES / name))]
    assert codes.count("file.marks-not-seen") == times
