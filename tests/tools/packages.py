"""Workbooks written by hand: packages of xlsx and ods, part by part."""

from __future__ import annotations

import io
import zipfile
from zipfile import ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CELLS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def worksheet(cells: str = CELLS, *, before: str = "", behind: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{behind}</worksheet>'


def relations(*kinds_and_targets: tuple[str, str]) -> str:
    each = [
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds_and_targets)
    ]
    return f'<Relationships xmlns="{PACKAGE}">{"".join(each)}</Relationships>'


def workbook(
    sheets: list[str],
    *,
    names: list[str] | None = None,
    targets: list[int] | None = None,
    **parts: str,
) -> bytes:
    """An xlsx of these sheets; targets: the number of each one's part. parts are added ("__" is "/")."""
    names = names or [f"s{number}" for number in range(len(sheets))]
    targets = targets or list(range(len(sheets)))
    tags = [
        f'<sheet name="{name}" sheetId="{number + 1}" r:id="r{target}"/>'
        for number, (name, target) in enumerate(zip(names, targets, strict=True))
    ]
    files = [("worksheet", f"worksheets/{number}.xml") for number in range(len(sheets))]
    out = io.BytesIO()
    with ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(tags)}</sheets></workbook>',
        )
        package.writestr("xl/_rels/workbook.xml.rels", relations(*files))
        for number, sheet in enumerate(sheets):
            package.writestr(f"xl/worksheets/{number}.xml", sheet)
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return out.getvalue()


ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
ODS_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def ods(*rows_of_tables: str) -> bytes:
    tables = [
        f'<table:table table:name="t{number}">{rows}</table:table>'
        for number, rows in enumerate(rows_of_tables)
    ]
    out = io.BytesIO()
    with ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            f"<office:document-content {ODS_SPACES}><office:body><office:spreadsheet>"
            f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()
