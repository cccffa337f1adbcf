"""Two readers on one file: every cell of every benign workbook is the same to openpyxl, or a finding says so."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kbo_screen.findings import InputError
from kbo_screen.grid import NOT_CALCULATED
from kbo_screen.grid.sniffing import sniff
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.corpus import CORPUS

if TYPE_CHECKING:
    from kbo_screen.grid import Workbook

#: Days before Excel's first of January 1900.
EPOCH = dt.datetime(1899, 12, 30)


def shown(value: object) -> object:
    """What a value says, whichever type a reader gives it: a date by its serial number."""
    if (
        value is None
        or value == NOT_CALCULATED
        or (isinstance(value, str) and not value.strip())
    ):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, dt.time):
        value = dt.timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
    if isinstance(value, dt.timedelta):
        return round(value.total_seconds() / 86400, 5)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.datetime):
        return round((value - EPOCH).total_seconds() / 86400, 5)
    if isinstance(value, int | float):
        return round(float(value), 5)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def other_reader(path: Path) -> dict[str, dict[tuple[int, int], object]]:
    """Per sheet the cells that hold something, by openpyxl."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            (cell.row - 1, cell.column - 1): shown(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if shown(cell.value) is not None
        }
        for sheet in book.worksheets
        if isinstance(sheet, Worksheet)
    }


def read_or_codes(path: Path) -> Workbook | list[str]:
    """A workbook, or the codes that refuse it."""
    try:
        return read_workbook(path)
    except InputError as error:
        return [finding.code for finding in error.findings]


def our_reader(workbook: Workbook) -> dict[str, dict[tuple[int, int], object]]:
    return {
        sheet.sheet or "": {
            (row, at): shown(value)
            for at, column in enumerate(sheet.columns)
            for row, value in enumerate(column)
            if shown(value) is not None
        }
        for sheet in workbook.sheets
    }


#: Files that openpyxl cannot read or reads as empty, by what is special in them.
NOT_FOR_THE_OTHER = {
    "poi__SampleSS.strict.xlsx": "the strict dialect",
    "sjs__wtf_path.xlsx": "an absolute path in a relation",
    "sjs__xlsx-stream-d-date-cell.xlsx": "no list of styles",
}
#: The corpus, where it is there.
WORKBOOKS = (
    sorted(
        p for p in CORPUS.glob("*.xls[xm]") if sniff(p.read_bytes()).format == "xlsx"
    )
    if CORPUS.is_dir()
    else []
)


@pytest.mark.skipif(not WORKBOOKS, reason="the shared corpus is not here")
def test_the_corpus_says_the_same_to_both() -> None:
    compared = 0
    for path in WORKBOOKS:
        read = read_or_codes(path)
        if isinstance(read, list):
            continue  # a finding says so, and the table of outcomes which
        ours = our_reader(read)
        if path.name in NOT_FOR_THE_OTHER:
            assert any(ours.values())
            continue
        theirs = {
            sheet: {
                at: value.replace("_x000D_", "").strip()
                if isinstance(value, str)
                else value
                for at, value in cells.items()
            }
            for sheet, cells in other_reader(path).items()
        }
        assert {sheet: cells for sheet, cells in ours.items() if cells} == {
            sheet: cells for sheet, cells in theirs.items() if cells
        }, path.name
        compared += 1
    assert compared >= 20


#: Encoding and separator of the text files, as the corpus names them, for Python's own reader.
TEXTS = {
    "fric__defective-rows.csv": ("utf-8", ","),
    "fric__encoding-issue-274.csv": ("utf-8", ","),
    "fric__invalid.csv": ("utf-8", ","),
    "s18_cp874.csv": ("cp874", ","),
    "s19_utf16le_tab.csv": ("utf-16", "\t"),
    "s20_utf8_semicolon_sep.csv": ("utf-8-sig", ";"),
    "s13_csv_named.xlsx": ("utf-8-sig", ","),
}


@pytest.mark.skipif(not WORKBOOKS, reason="the shared corpus is not here")
@pytest.mark.parametrize("name", TEXTS)
def test_text_files_say_the_same_to_python(name: str) -> None:
    encoding, separator = TEXTS[name]
    text = (CORPUS / name).read_bytes().decode(encoding)
    rows = list(
        csv.reader(
            io.StringIO(text.removeprefix(f"sep={separator}\r\n"), newline=""),
            delimiter=separator,
        )
    )
    theirs = {
        (row, at): shown(value)
        for row, cells in enumerate(rows)
        for at, value in enumerate(cells)
        if shown(value) is not None
    }
    assert our_reader(read_workbook(CORPUS / name)) == {"": theirs}


#: Workbooks of other formats that LibreOffice opens too: its copy as xlsx is read by openpyxl.
OTHERS = (
    sorted(
        p
        for p in CORPUS.glob("*")
        if sniff(p.read_bytes()).format in ("xls", "xlsb", "ods")
    )
    if CORPUS.is_dir()
    else []
)
OWN = sorted((Path(__file__).parent / "files").glob("*.*"))
#: Cells that LibreOffice does not copy as they are stored, with why.
COPIED_OTHERWISE = {
    ("faults.xls", (2, 6)): "a lost reference is calculated anew",
    ("cal__covered.ods", (2, 0)): "a text under a merged cell is left out",
}


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
def test_other_formats_say_the_same_to_libreoffice(tmp_path: Path) -> None:
    read = {
        path: found
        for path in [*OWN, *OTHERS]
        if not isinstance(found := read_or_codes(path), list)
    }
    copies = copied_by_libreoffice(list(read), tmp_path)
    compared = 0
    for path, workbook in read.items():
        if path.name not in copies:
            continue  # LibreOffice does not open it
        ours, theirs = our_reader(workbook), other_reader(copies[path.name])
        differ = {
            at
            for sheet in ours
            for at, _ in ours[sheet].items() ^ theirs[sheet].items()
        }
        assert differ == {at for name, at in COPIED_OTHERWISE if name == path.name}, (
            path.name
        )
        compared += 1
    assert compared >= len(OWN)


def copied_by_libreoffice(paths: list[Path], folder: Path) -> dict[str, Path]:
    """The xlsx that LibreOffice makes of each file, by the file's name."""
    given = folder / "given"
    given.mkdir()
    for number, path in enumerate(paths):  # two may differ in their suffix alone
        shutil.copy(path, given / f"{number}{path.suffix}")
    profile = (folder / "profile").as_uri()
    words = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "xlsx",
        "--outdir",
        folder,
    ]
    subprocess.run(
        [*map(str, words), *map(str, given.iterdir())],
        capture_output=True,
        timeout=120,
        check=False,
    )
    made = {path.name: folder / f"{number}.xlsx" for number, path in enumerate(paths)}
    return {name: path for name, path in made.items() if path.exists()}


#: Cells as xlsxwriter writes them: texts (Thai ones among them), numbers, yes and no, dates, formulas with a result.
WRITTEN = st.one_of(
    st.text("กขคงำ้ a1#=-.,\"'<&\n", min_size=1, max_size=8),
    st.integers(-(10**9), 10**15),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
    st.booleans(),
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.sampled_from([("=1+1", 2), ('="a"', "a"), ("=NA()", "#N/A")]),
)
LAYOUT = st.dictionaries(
    st.tuples(st.integers(0, 30), st.integers(0, 30)), WRITTEN, min_size=1, max_size=25
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cells=LAYOUT, hidden=st.sets(st.integers(0, 30), max_size=3))
def test_any_cells_in_any_layout_say_the_same_to_both(
    cells: dict[tuple[int, int], object], hidden: set[int], tmp_path: Path
) -> None:
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("แผ่น")
        date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for row in hidden:
            sheet.set_row(row, None, None, {"hidden": True})
        for (row, column), value in cells.items():
            if isinstance(value, tuple):
                sheet.write_formula(row, column, value[0], None, value[1])
            elif isinstance(value, dt.datetime):
                sheet.write_datetime(row, column, value, date)
            else:
                sheet.write(row, column, value)
    workbook = read_or_codes(path)
    if isinstance(workbook, list):
        assert workbook == ["file.empty"]
        assert not any(other_reader(path).values())
        return
    assert our_reader(workbook) == other_reader(path)
    expected = {
        at: shown(value[1] if isinstance(value, tuple) else value)
        for at, value in cells.items()
    }
    assert our_reader(workbook)["แผ่น"] == {
        at: value for at, value in expected.items() if value is not None
    }
    assert workbook.sheets[0].hidden_rows == hidden
