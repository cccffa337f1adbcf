"""Files that waste time: each asks much of one thing that a reader does, and says little. `count` is how much.

`makers()` gives fifty and more by name and suffix; all are small at 1 and of a few megabytes at 20.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from typing import TYPE_CHECKING, Final

from tests.tools.packages import MAIN, ods, relations, workbook, worksheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HEADER: Final = ("อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว")
ROW: Final = ("บางคล้า", "กลุ่มทอผ้า", "กลุ่มชุมชน", "ผ้าขาวม้า", "3")
TONES: Final = "\u0e48\u0e49\u0e4a\u0e4b"
#: Of everything so many for each step of `count`.
STEP: Final = 1000
SHARED: Final = "sharedStrings"


def letters(number: int) -> str:
    """The letters of a column, from 0."""
    name = ""
    number += 1
    while number:
        number, sign = divmod(number - 1, 26)
        name = chr(65 + sign) + name
    return name


def row_of(number: int, cells: Sequence[str], behind: str = "") -> str:
    """A row of texts, from 1."""
    each = "".join(
        f'<c r="{letters(column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in enumerate(cells)
    )
    return f'<row r="{number}"{behind}>{each}</row>'


def rows_of(rows: Iterable[Sequence[str]]) -> str:
    return "".join(row_of(number, row) for number, row in enumerate(rows, start=1))


def table(count: int, change: Callable[[int], dict[int, str]] | None = None) -> str:
    """A registry; change: what stands in other columns than usual in a row."""
    rows = [HEADER]
    for number in range(count):
        row = [*ROW]
        row[1] += f" {number}"
        row[3] += f" {number}"
        for column, text in (change(number) if change else {}).items():
            row[column] = text
        rows.append(tuple(row))
    return rows_of(rows)


def registry(
    count: int, change: Callable[[int], dict[int, str]] | None = None
) -> bytes:
    return workbook([worksheet(table(count, change))])


def beside(before: str = "", behind: str = "", **parts: str) -> bytes:
    """A small registry with something in front of its rows or behind them."""
    return workbook([worksheet(table(3), before=before, behind=behind)], **parts)


def related(kind: str, part: str, count: int = 1) -> bytes:
    """A small registry with parts that belong to its sheet."""
    return beside(
        **{
            "xl__worksheets___rels__0.xml.rels": relations(
                *[(kind, "../p.xml")] * count
            ),
            "xl__p.xml": part,
        }
    )


def csv_of(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def csv_table(
    count: int, change: Callable[[int], dict[int, str]], more: Sequence[str] = ()
) -> bytes:
    rows = [(*HEADER, *more)]
    for number in range(count):
        row = [*ROW, *[""] * len(more)]
        row[1] += f" {number}"
        row[3] += f" {number}"
        for column, text in change(number).items():
            row[column] = text
        rows.append(tuple(row))
    return csv_of(rows)


def csv_of_tables(count: int) -> bytes:
    """Tables of one row, each with another header than the one above it."""
    rows: list[Sequence[str]] = []
    for number in range(count):
        district = number % 2
        rows += [
            (f"ตารางที่ {number}",),
            HEADER[district:],
            (*ROW[district:1], f"{ROW[1]} {number}", *ROW[2:]),
        ]
    return csv_of(rows)


def web(table: str) -> bytes:
    return f"<html><body>{table}</body></html>".encode()


def shuffled(word: str, number: int) -> str:
    """A word with its letters in another order, the same for the same number."""
    signs = list(word)
    random.Random(number).shuffle(signs)
    return "".join(signs) + str(number)


def _rich_text(count: int) -> bytes:
    runs = "".join(f"<r><rPr><b/></rPr><t>ก{n}</t></r>" for n in range(count))
    return workbook(
        [worksheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>')]
    )


def _styles(count: int) -> bytes:
    fonts = "<font><strike/></font>" * count
    looks = "".join(f'<xf fontId="{n}" applyFont="1"/>' for n in range(count))
    styles = f'<styleSheet xmlns="{MAIN}"><fonts>{fonts}</fonts><cellXfs>{looks}</cellXfs></styleSheet>'
    return beside(**{"xl__styles.xml": styles})


def _shared(count: int, text: Callable[[int], str]) -> bytes:
    items = "".join(f"<si>{text(n)}</si>" for n in range(count))
    return beside(**{"xl__sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>'})


def _defined_names(count: int) -> bytes:
    names = "".join(
        f'<definedName name="n{n}">s0!$A$1</definedName>' for n in range(count)
    )
    data = io.BytesIO(beside())
    out = io.BytesIO()
    with (
        zipfile.ZipFile(data) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/workbook.xml":
                content = content.replace(
                    b"</sheets>",
                    f"</sheets><definedNames>{names}</definedNames>".encode(),
                )
            target.writestr(part, content)
    return out.getvalue()


def _parts(count: int) -> bytes:
    return beside(**{f"xl__media__{n}.xml": "<a/>" for n in range(count)})


def _wide(count: int) -> bytes:
    return workbook([worksheet(rows_of([[f"ช่อง {n}" for n in range(count)]] * 8))])


def _comments(count: int) -> str:
    each = "".join(
        f'<comment ref="B{n + 2}"><text><t>ยุบแล้ว {n}</t></text></comment>'
        for n in range(count)
    )
    return f'<comments xmlns="{MAIN}"><commentList>{each}</commentList></comments>'


def _numbered(text: str, count: int) -> str:
    return "".join(text.replace("#", str(n)) for n in range(1, count + 1))


def makers(steps: int) -> dict[str, Callable[[], bytes]]:
    """What makes each file, by its name with its suffix."""
    n = STEP * steps
    few = 10 * steps
    formula = (
        '<row r="#"><c r="A#"><f>1+1</f></c><c r="B#" t="e"><v>#REF!</v></c></row>'
    )
    made: dict[str, Callable[[], bytes]] = {
        "long texts.xlsx": lambda: registry(few, lambda i: {1: f"{i}" + "กลุ่ม" * 6500}),
        "long texts of blanks.xlsx": lambda: registry(
            few, lambda i: {1: f"ก{i}" + " " * 32_000 + "ข"}
        ),
        "tone marks.xlsx": lambda: registry(
            few, lambda i: {1: "ก" + TONES * 8_000 + str(i)}
        ),
        "tone marks in notes.xlsx": lambda: related(
            "comments",
            f'<comments xmlns="{MAIN}"><commentList><comment ref="B2"><text><t>{TONES * 250 * steps}</t></text></comment></commentList></comments>',
        ),
        "entities.xlsx": lambda: registry(
            few, lambda i: {1: f"{i}" + "&#x0e01;" * 8_000}
        ),
        "sparse.xlsx": lambda: workbook(
            [
                worksheet(
                    row_of(1, HEADER)
                    + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                )
            ]
        ),
        "sparse sheets.xlsx": lambda: workbook(
            [worksheet('<row r="9000"><c r="ALM9000"><v>1</v></c></row>')] * few
        ),
        "columns.xlsx": lambda: _wide(min(16_384, n)),
        "merges.xlsx": lambda: workbook(
            [
                worksheet(
                    table(2 * n),
                    behind="<mergeCells>"
                    + "".join(
                        f'<mergeCell ref="A{2 * i + 2}:A{2 * i + 3}"/>'
                        for i in range(n)
                    )
                    + "</mergeCells>",
                )
            ]
        ),
        "merges and remarks.xlsx": lambda: workbook(
            [
                worksheet(
                    rows_of(
                        [(*HEADER, "หมายเหตุ")]
                        + [
                            (*ROW[:1], f"{ROW[1]} {i}", *ROW[2:], "ที่จริงได้ 4 ดาว")
                            for i in range(n)
                        ]
                    ),
                    behind="<mergeCells>"
                    + "".join(
                        f'<mergeCell ref="E{2 * i + 2}:E{2 * i + 3}"/>'
                        for i in range(n // 2)
                    )
                    + "</mergeCells>",
                )
            ]
        ),
        "defined names.xlsx": lambda: _defined_names(5 * n),
        "validations.xlsx": lambda: beside(
            behind="<dataValidations>"
            + _numbered(
                '<dataValidation type="list" sqref="A#"><formula1>"a,b"</formula1></dataValidation>',
                n,
            )
            + "</dataValidations>"
        ),
        "comments.xlsx": lambda: related("comments", _comments(n)),
        "comments of a cell.xlsx": lambda: related(
            "comments", _comments(n).replace('ref="B', 'ref="B2" x="')
        ),
        "threaded comments.xlsx": lambda: related(
            "threadedComment",
            "<ThreadedComments>"
            + _numbered(
                '<threadedComment ref="B#"><text>ยุบ</text></threadedComment>', n
            )
            + "</ThreadedComments>",
        ),
        "deep xml.xlsx": lambda: beside(
            behind="<extLst>" + "<ext>" * 5 * n + "</ext>" * 5 * n + "</extLst>"
        ),
        "deep styles.xlsx": lambda: beside(
            **{
                "xl__styles.xml": "<styleSheet>"
                + "<a>" * 5 * n
                + "</a>" * 5 * n
                + "</styleSheet>"
            }
        ),
        "unclosed cells.xlsx": lambda: workbook([worksheet('<c r="A1"' * 10 * n)]),
        "unclosed texts.xlsx": lambda: workbook(
            [worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>a' * 5 * n)]
        ),
        "unclosed tags.xlsx": lambda: workbook([worksheet("<" * 50 * n)]),
        "remarks.xlsx": lambda: workbook([worksheet("<!--" * 10 * n)]),
        "cdata.xlsx": lambda: workbook([worksheet("<![CDATA[" * 10 * n)]),
        "attributes.xlsx": lambda: workbook(
            [worksheet('<row r="1"><c r="A1" ' + "a='1' " * 10 * n + "/></row>")]
        ),
        "rich text.xlsx": lambda: _rich_text(n),
        "styles.xlsx": lambda: _styles(min(3 * n, 60_000)),
        "shared texts.xlsx": lambda: _shared(5 * n, lambda i: f"<t>ก{i}</t>"),
        "shared rich texts.xlsx": lambda: _shared(
            n, lambda i: f"<r><rPr><strike/></rPr><t>ก{i}</t></r>" * 3
        ),
        "column definitions.xlsx": lambda: beside(
            before="<cols>"
            + _numbered('<col min="#" max="16384" hidden="1"/>', 5 * n)
            + "</cols>"
        ),
        "conditional formats.xlsx": lambda: beside(
            behind=_numbered(
                '<conditionalFormatting sqref="A#:B#"><cfRule type="expression" priority="#"><formula>A#=1</formula></cfRule></conditionalFormatting>',
                n,
            )
        ),
        "hyperlinks.xlsx": lambda: beside(
            behind="<hyperlinks>"
            + _numbered('<hyperlink ref="A#" r:id="h#"/>', 3 * n)
            + "</hyperlinks>"
        ),
        "relations.xlsx": lambda: related("hyperlink", "<a/>", n),
        "formulas and errors.xlsx": lambda: workbook(
            [worksheet(_numbered(formula, 2 * n))]
        ),
        "hidden rows.xlsx": lambda: workbook(
            [
                worksheet(
                    row_of(1, HEADER)
                    + "".join(f'<row r="{i}" hidden="1"/>' for i in range(2, 5 * n))
                )
            ]
        ),
        "rows in disorder.xlsx": lambda: workbook(
            [worksheet("".join(row_of(i, ROW) for i in range(n, 0, -1)))]
        ),
        "digits.xlsx": lambda: workbook(
            [worksheet(f'<row r="1"><c r="A1"><v>{"9" * 50 * n}</v></c></row>')]
        ),
        "sheets.xlsx": lambda: workbook([worksheet(table(3))] * min(1000, few * 2)),
        "parts.xlsx": lambda: _parts(min(19_000, n)),
        "header words.xlsx": lambda: workbook([worksheet(rows_of([HEADER * 4] * n))]),
        "rival headers.xlsx": lambda: workbook(
            [worksheet(rows_of([("ชื่อกลุ่ม",) * 299] * few))]
        ),
        "titles.xlsx": lambda: workbook(
            [
                worksheet(
                    rows_of(
                        [(f"ทะเบียนปี 25{i % 100:02}",) for i in range(990)]
                        + [HEADER]
                        + [ROW] * n
                    )
                )
            ]
        ),
        "names nearly alike.xlsx": lambda: registry(
            n, lambda i: {1: "กลุ่มทอผ้า" + shuffled("บ้านดอนทราย", i)}
        ),
        "names.csv": lambda: csv_table(
            n, lambda i: {1: shuffled("กลุ่มแม่บ้านเกษตรกร", i)}
        ),
        "districts.csv": lambda: csv_table(
            n, lambda i: {0: shuffled("เมืองฉะเชิงเทรา", i)}
        ),
        "provinces.csv": lambda: csv_table(
            n, lambda i: {5: shuffled("ฉะเชิงเทรา", i)}, ("จังหวัด",)
        ),
        "stars.csv": lambda: csv_table(n, lambda i: {4: shuffled("สามดาว", i)}),
        "kinds.csv": lambda: csv_table(n, lambda i: {2: shuffled("ผู้ประกอบการชุมชน", i)}),
        "remarks.csv": lambda: csv_table(
            n, lambda i: {5: f"ยุบเลิกแล้ว ได้ 4 ดาว {i}"}, ("หมายเหตุ",)
        ),
        "projects.csv": lambda: csv_table(
            n, lambda i: {5: shuffled("โครงการยกระดับ", i)}, ("เข้าร่วมโครงการอื่น",)
        ),
        "ids.csv": lambda: csv_table(
            n, lambda i: {5: "240100001", 1: f"กลุ่ม {i}"}, ("รหัสกลุ่ม",)
        ),
        "one product.csv": lambda: csv_table(
            n, lambda i: {1: "กลุ่มทอผ้า", 3: "ผ้า", 4: str(i % 5)}
        ),
        "dashes beside.csv": lambda: csv_table(
            n,
            lambda _: dict.fromkeys(range(5, 105), "-"),
            [f"ช่อง {i}" for i in range(100)],
        ),
        "tables.csv": lambda: csv_of_tables(n),
        "years.csv": lambda: csv_table(
            n, lambda i: {5: f"{i}/13/2566"}, ("ปีที่ลงทะเบียน",)
        ),
        "quotes.csv": lambda: b'"' * 100 * n,
        "quotes and commas.csv": lambda: b'",' * 100 * n,
        "commas.csv": lambda: b"," * 100 * n,
        "line ends.csv": lambda: b"\r\n" * 100 * n,
        "semicolons.csv": lambda: b"a;b;c\r\n" * 30 * n,
        "tabs.csv": lambda: b"\t" * 100 * n,
        "one sign.csv": lambda: "\u0e48".encode() * 100 * n,
        "one cell a row.csv": lambda: csv_of([HEADER, *[("a",)] * 5 * n]),
        "last quote missing.csv": lambda: (
            csv_table(5 * n, lambda _: {}) + b'\xe0\xb8\x81,"a'
        ),
        "wide.csv": lambda: csv_of([[f"ช่อง {i}" for i in range(min(16_384, n))]] * 20),
        "other spelling.csv": lambda: (
            csv_table(n, lambda _: {}).decode("utf-8-sig").encode("utf-16")
        ),
        "nulls.csv": lambda: b"a,b\x00" * 50 * n,
        "nested tables.xls": lambda: web(
            "<table><tr><td>" * n + "x" + "</td></tr></table>" * n
        ),
        "spans.xls": lambda: web(
            "<table>"
            + '<tr><td colspan="1000" rowspan="65534">x</td></tr>' * few
            + "</table>"
        ),
        "unclosed cells.xls": lambda: web("<table>" + "<td>a" * 10 * n),
        "open tags.xls": lambda: web("<table><tr><td>" + "<" * 50 * n),
        "remarks.xls": lambda: web("<table><tr><td>" + "<!--" * 20 * n),
        "attributes.xls": lambda: web(
            "<table><tr><td " + "a=1 " * 20 * n + ">x</td></tr></table>"
        ),
        "cells.ods": lambda: ods(
            "<table:table-row>"
            + '<table:table-cell table:number-columns-repeated="16384"/>' * n
            + "</table:table-row>"
        ),
        "notes.ods": lambda: ods(
            "".join(
                f'<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>ยุบ {i}</text:p></office:annotation><text:p>a</text:p></table:table-cell></table:table-row>'
                for i in range(n)
            )
        ),
        "deep.ods": lambda: ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>'
            + "<text:span>" * 5 * n
            + "a"
            + "</text:span>" * 5 * n
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "paragraphs.ods": lambda: ods(
            '<table:table-row><table:table-cell office:value-type="string">'
            + "<text:p>a</text:p>" * 5 * n
            + "</table:table-cell></table:table-row>"
        ),
    }
    return made
