"""Opens a spreadsheet: bytes in, a `Workbook` of grids or one reason out.

It runs in the reader's own process (`reader_worker.py`); everybody else asks a `Reader`. What only pages and ods files
need is loaded for them: a process that reads one registry loads no more than that.
"""

from __future__ import annotations

import csv
import hashlib
import stat
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineWorkbook

from kbo_screen.grid import xls_records, xlsb_records
from kbo_screen.grid.active_content import active_content
from kbo_screen.grid.calamine_grids import faults_refuse, read_grids, sheet_notices
from kbo_screen.grid.csv_text import CsvFacts, OpenQuoteError, csv_rows, open_csv
from kbo_screen.grid.decryption import require_library, unlocked
from kbo_screen.grid.grid import PIECE_ROWS, SheetGrid, Workbook, to_columns
from kbo_screen.grid.notices import Notice, ReadError, unreadable
from kbo_screen.grid.ole import open_streams, with_stream
from kbo_screen.grid.package import broken_is_corrupt, check_package, numbered
from kbo_screen.grid.sheet_facts import (
    MAX_COLUMNS,
    Extent,
    covers_too_often,
    is_sparse,
)
from kbo_screen.grid.sniffing import sniff
from kbo_screen.grid.xlsx_reader import read_xlsx
from kbo_screen.grid.xml_tree import Package

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.grid.calamine_grids import Look
    from kbo_screen.grid.csv_text import CsvRow, CsvText, OpenBytes
    from kbo_screen.grid.sheet_facts import SheetFacts

    SheetsRead = tuple[list[SheetGrid], list[Notice]]

#: A file larger than this is no registry, whatever it is.
MAX_FILE_BYTES: Final = 1024**3
#: Strikes, notes and colours are not looked for in these: that is told.
_WITHOUT_MARKS: Final = ("xls", "xlsb")
NO_MARKS: Final = Notice("marks-not-seen")


def read_here(
    path: Path,
    *,
    with_formulas: bool = False,
    password: str | None = None,
) -> Workbook:
    """Read a spreadsheet in this process, as a `Reader` does in its own. Raises ReadError.

    password: of an encrypted workbook.
    """
    file = path.name
    stored, status = _read_bytes(path)
    sha256, size_bytes = hashlib.sha256(stored).hexdigest(), len(stored)
    data = stored
    file_type = sniff(data)
    if file_type.refusal == "encrypted":
        require_library()
        data = unlocked(stored, password)
        file_type = sniff(data)
    readers: dict[str, Callable[[bytes, str], SheetsRead]] = {
        "xlsx": partial(read_xlsx, with_formulas=with_formulas),
        "xlsb": _read_xlsb,
        "xls": _read_xls,
        "ods": _read_ods,
        "html": _read_html,
    }
    if file_type.refusal:
        raise unreadable(file_type.refusal, file_type.what)
    if file_type.format == "csv":
        if data is not stored:  # a locked workbook holds a workbook
            raise unreadable("other-type", "text")
        text = _csv_text(data, lambda: path.open("rb"))
        del data, stored  # a country's are as much as its columns
        sheets, notices = _read_csv(text, file)
        _refuse_changed(path, status)
    else:
        sheets, notices = readers[file_type.format](data, file)
    if file_type.format in _WITHOUT_MARKS:
        notices.append(NO_MARKS)
    if not any(sheet.height for sheet in sheets):
        raise ReadError(Notice("empty"), *notices)
    return Workbook(
        file,
        sha256,
        size_bytes,
        file_type.format,
        tuple(sheets),
        tuple(notices),
        status.st_mtime,
    )


def _read_bytes(path: Path) -> tuple[bytes, os.stat_result]:
    """All bytes of a file, and what the system said of it before they were read."""
    if path.name.startswith("~$"):
        raise unreadable("lock-file")
    if path.is_dir():
        raise unreadable("folder")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
            raise unreadable("not-regular")
        if status.st_size > MAX_FILE_BYTES:
            raise unreadable("too-large")
        return path.read_bytes(), status
    except FileNotFoundError:
        raise unreadable("missing") from None
    except PermissionError:
        raise unreadable("no-permission") from None
    except OSError as error:
        raise unreadable("unreadable", error.strerror or "") from None


def _refuse_changed(path: Path, status: os.stat_result) -> None:
    """Raise ReadError for a file that was written to while it was read: its hash would be that of other rows."""
    try:
        status_now = path.stat()
    except OSError as error:
        raise unreadable("unreadable", error.strerror or "") from None
    stamp = (status.st_size, status.st_mtime_ns)
    if (status_now.st_size, status_now.st_mtime_ns) != stamp:
        raise unreadable("changed-meanwhile")


def _read_xlsb(data: bytes, file: str) -> SheetsRead:
    with broken_is_corrupt():
        check_package(data)
        with Package(data) as package:
            facts = xlsb_records.look_at_xlsb(package)
            data = xlsb_records.with_names_apart(package, data)
    return _read_looked_at(data, file, facts, active_content(package.namelist()))


def _read_xls(data: bytes, file: str) -> SheetsRead:
    with broken_is_corrupt():
        streams = open_streams(data)
        stream_name = "workbook" if streams.get("workbook") else "book"
        stream = streams[stream_name]
        facts = xls_records.look_at_xls(stream)
        is_linked = xls_records.has_outside_links(stream)
    content = active_content(streams, is_linked=is_linked)

    def with_names_apart() -> bytes:
        return with_stream(data, stream_name, xls_records.with_names_apart(stream))

    return _read_looked_at(data, file, facts, content, with_names_apart)


def _read_ods(data: bytes, file: str) -> SheetsRead:
    from kbo_screen.grid import ods_xml

    with broken_is_corrupt():
        check_package(data)
        facts = ods_xml.look_at_ods(data)
        if facts is None:
            raise unreadable("sparse")
        data = ods_xml.with_names_apart(data, facts)
        is_linked = ods_xml.has_outside_links(facts, data)
        with Package(data) as package:
            names = package.namelist()
    content = active_content(names, is_linked=is_linked)
    return _read_looked_at(data, file, facts, content)


def _read_looked_at(
    data: bytes,
    file: str,
    facts_of_sheets: Sequence[SheetFacts | None],
    content: Iterable[Notice],
    with_names_apart: Callable[[], bytes] | None = None,
) -> SheetsRead:
    """The sheets of a workbook that was looked at, in order.

    with_names_apart: gives its bytes with sheets of other names, where two of one name
    are not told apart yet.
    """
    _refuse_sparse(facts.extent for facts in facts_of_sheets if facts)
    looks = [_look_of(facts) for facts in facts_of_sheets]
    with faults_refuse():
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        names = numbered(workbook.sheet_names)
        if with_names_apart and names != workbook.sheet_names:
            workbook = CalamineWorkbook.from_filelike(BytesIO(with_names_apart()))
        grids = read_grids(workbook, file, looks, names=names)
        notices = list(sheet_notices(names, facts_of_sheets))
    return grids, [*content, *notices]


def _look_of(facts: SheetFacts | None) -> Look | None:
    return None if facts is None else lambda: facts


def _refuse_sparse(extents: Iterable[Extent]) -> None:
    if is_sparse(extents):
        raise unreadable("sparse")


def _csv_text(data: bytes, open_bytes: OpenBytes) -> CsvText:
    try:
        return open_csv(data, open_bytes)
    except UnicodeDecodeError:
        raise unreadable("other-type", "binary") from None


def _read_csv(text: CsvText, file: str) -> SheetsRead:
    facts = CsvFacts()
    try:
        rows = _within_bounds(csv_rows(text, facts))
        columns = to_columns(rows)
    except OSError as error:  # the disk is gone
        raise unreadable("unreadable", error.strerror or "") from None
    except OpenQuoteError as error:
        fields = {"line": error.line}
        raise ReadError(Notice("open-quote", fields=fields)) from None
    except csv.Error:
        raise unreadable("corrupt") from None
    if len(facts.lengths) == sum(facts.lengths) == 1:
        # one line is no table: what a failed download leaves
        raise unreadable("other-type", "text")
    grid = SheetGrid(
        file,
        None,
        columns,
        row_lengths=facts.lengths,
    )
    return [grid], list(_csv_notices(text, facts))


def _within_bounds(rows: Iterable[CsvRow]) -> Iterator[CsvRow]:
    """The rows, as long as they make no trap; they are laid out as they come. Raises ReadError."""
    extent = Extent()
    for number, row in enumerate(rows, start=1):
        width = max(extent.columns, len(row))
        extent = Extent(number, width, extent.cells + len(row))
        if width > MAX_COLUMNS:
            raise unreadable("too-large")
        if number % PIECE_ROWS == 0:
            _refuse_sparse([extent])
        yield row
    _refuse_sparse([extent])


def _csv_notices(text: CsvText, facts: CsvFacts) -> Iterator[Notice]:
    if text.encoding != "utf-8":
        yield Notice("encoding", fields={"encoding": text.encoding})
    fields = {"encoding": text.encoding.upper()}
    for row in facts.broken:
        yield Notice(
            "broken-bytes",
            cell=str(row + 1),
            fields=fields,
        )
    for row in facts.swallowed:
        yield Notice("quoted-rows", cell=str(row + 1))
    if not text.has_line_end and facts.ends_early:
        yield Notice("cut-row", cell=str(len(facts.lengths)))


def _read_html(data: bytes, file: str) -> SheetsRead:
    from kbo_screen.grid.html_table import WideTableError, read_html_rows

    with broken_is_corrupt():
        try:
            page = read_html_rows(data)
        except WideTableError:
            raise unreadable("sparse") from None
    if page.has_open_table:
        raise unreadable("truncated")
    columns = to_columns(page.rows)
    if covers_too_often(page.merges, columns):
        raise unreadable("corrupt")
    grid = SheetGrid(
        file,
        None,
        columns,
        page.merges,
        page.hidden_rows,
    )
    notices = [Notice("html-table"), NO_MARKS]
    if page.is_cut:
        notices.append(Notice("cut-page"))
    return [grid], notices
