"""Workbooks as LibreOffice calculates them: what is stored of a formula is taken out of a copy first."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
#: A cell with a formula, and what is stored of it.
CALCULATED = re.compile(
    rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="(?:str|b)")?(><f>[^<]*</f>)<v>[^<]*</v>'
)
SECONDS = 600


def recalculated(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them, every formula calculated anew, in a folder that is made."""
    bare, results = folder / "bare", folder / "calculated"
    bare.mkdir(parents=True)
    copies = []
    for number, path in enumerate(paths):
        copies.append(bare / f"{number}.xlsx")
        drop_results(path, copies[-1])
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(results),
            *map(str, copies),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return [results / copy.name for copy in copies]


def drop_results(path: Path, copy: Path) -> None:
    """A workbook whose formulas have no stored results."""
    with ZipFile(path) as parts, ZipFile(copy, "w", ZIP_DEFLATED) as package:
        for part in parts.namelist():
            content = parts.read(part)
            if part.startswith("xl/worksheets/sheet"):
                content = CALCULATED.sub(rb"\1\2", content)
            package.writestr(part, content)


def sheets_of(path: Path) -> dict[str, list[list[Any]]]:
    """The values of every sheet, row by row, as they are stored; a blank is None."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: [
            [None if value == "" else value for value in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }
