"""The one function that opens a spreadsheet: bytes in, a `Workbook` of grids or one plain finding out.

It runs in the reader's own process (`reader_worker.py`); everybody else asks `read_workbook`.

Knows which reader takes which format, and what goes before each. Refuses to know what a sheet is about.
"""

from __future__ import annotations

import csv
import hashlib
import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.sources.spreadsheet.csv_text import read_csv_rows
from kbo_screen.sources.spreadsheet.decryption import decrypt
from kbo_screen.sources.spreadsheet.grid import CellValue, Merge, SheetGrid, Visibility, Workbook, to_columns
from kbo_screen.sources.spreadsheet.html_table import read_html_rows
from kbo_screen.sources.spreadsheet.ods_xml import OdsFacts, look_at_ods
from kbo_screen.sources.spreadsheet.package import check_package, package_names, sheet_parts
from kbo_screen.sources.spreadsheet.sheet_xml import (
    SheetFacts,
    formula_cells,
    is_sparse_trap,
    look_at_sheet,
    row_pieces,
)
from kbo_screen.sources.spreadsheet.sniffing import sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

#: A file larger than this is no registry, whatever it is.
MAX_FILE_BYTES: Final = 1024**3
#: A sheet whose XML is larger is looked at for a trap while it is read: a province's takes about 3 MB.
LARGE_SHEET_BYTES: Final = 64 * 1024**2
#: What Python's own readers of packages and XML raise for bytes that are broken (found by fuzzing).
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, LookupError, StopIteration, EOFError, ValueError, OSError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


def read_here(path: Path, *, with_formulas: bool = False, password: str | None = None) -> Workbook:
    """Read a spreadsheet in this process, as `read_workbook` says; password: of an encrypted workbook."""
    data = _read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    size = len(data)
    if password is not None:
        data = decrypt(data, password, path.name)
    kind = sniff(data)
    readers: dict[str, Callable[[bytes, str], tuple[list[SheetGrid], list[Finding]]]] = {
        "xlsx": _read_xlsx,
        "xlsb": _read_binary,
        "xls": _read_binary,
        "ods": _read_ods,
        "csv": _read_csv,
        "html": _read_html,
    }
    if kind not in readers:
        raise _refusal(kind, path.name)
    sheets, findings = readers[kind](data, path.name)
    if not any(sheet.height for sheet in sheets):
        raise _refusal("empty", path.name)
    if with_formulas and kind == "xlsx":
        sheets = _mark_formulas(sheets, data)
    return Workbook(path.name, sha256, size, kind, tuple(sheets), tuple(findings))


def _read_bytes(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise _refusal("lock-file", path.name)
    if path.is_dir():
        raise _refusal("folder", path.name)
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _refusal("too-large", path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise _refusal("missing", path.name) from None
    except PermissionError:
        raise _refusal("no-permission", path.name) from None
    except OSError as error:
        raise _refusal("unreadable", path.name, error.strerror or "") from None


def _refusal(kind: str, file: str, detail: str = "") -> InputError:
    """The error for a file that is not read: the finding of that slug, `other:WHAT` naming what the file is."""
    slug, _, what = kind.partition(":")
    code = "file.other-type" if slug == "other" else f"file.{slug}"
    return InputError(make_finding(code, Place(file), what=what or detail))


def _read_xlsx(data: bytes, file: str) -> tuple[list[SheetGrid], list[Finding]]:
    """A trap must never reach the reader; what else a sheet's XML tells is looked at while the reader reads.

    A trap is small, or padded: a large sheet is looked at for one beside the reader too, for that alone would take
    as long as a third of the reading. What a padded trap could do until it is seen, the limits of the process hold.
    """
    try:
        if wrong := check_package(data):
            raise _refusal(wrong, file)
        package = zipfile.ZipFile(BytesIO(data))
        parts = sheet_parts(package)
        small = (part for part in parts.values() if part.file_size <= LARGE_SHEET_BYTES)
        if any(is_sparse_trap(partial(package.open, part)) for part in small):
            raise _refusal("sparse", file)
    except BROKEN as error:
        raise _refusal("corrupt", file, type(error).__name__) from None
    with _refusing(file):
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))  # needs the interpreter: before the looking takes it
    with package, ThreadPoolExecutor(max_workers=1) as beside, _refusing(file):
        looked = {name: beside.submit(_look, package, part) for name, part in parts.items()}
        sheets = _calamine_sheets(workbook, file, {name: look.result for name, look in looked.items()})
        facts = {name: look.result() for name, look in looked.items()}
    if any(seen.is_trap for seen in facts.values()):
        raise _refusal("sparse", file)
    return sheets, [*_active_content(data, file), *_disorder(facts, file)]


def _look(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> SheetFacts:
    """What the XML of one sheet tells; of a large one also whether it is a trap."""
    is_trap = part.file_size > LARGE_SHEET_BYTES and is_sparse_trap(partial(package.open, part))
    with package.open(part) as xml:
        return replace(look_at_sheet(row_pieces(xml)), is_trap=is_trap)


def _mark_formulas(sheets: list[SheetGrid], data: bytes) -> list[SheetGrid]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = sheet_parts(package)
        return [replace(sheet, formulas=_formulas(package, parts.get(sheet.sheet or ""))) for sheet in sheets]


def _formulas(package: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> frozenset[tuple[int, int]]:
    if part is None:
        return frozenset()
    with package.open(part) as xml:
        return formula_cells(row_pieces(xml))


def _read_binary(data: bytes, file: str) -> tuple[list[SheetGrid], list[Finding]]:
    if data.startswith(b"PK"):
        try:
            wrong = check_package(data)
        except BROKEN as error:
            raise _refusal("corrupt", file, type(error).__name__) from None
        if wrong:
            raise _refusal(wrong, file)
    elif _asks_too_much(data):
        raise _refusal("corrupt", file)
    with _refusing(file):
        return _calamine_sheets(CalamineWorkbook.from_filelike(BytesIO(data)), file), []


def _asks_too_much(data: bytes) -> bool:
    """True where the header of an OLE file speaks of more sectors than its bytes can hold."""
    if len(data) < 512:  # the header alone
        return True
    sector_size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    fat, _, _, _, _, mini_fat, _, difat = struct.unpack_from("<8I", data, 44)
    return bool(max(fat, mini_fat, difat) * sector_size > len(data))


def _read_ods(data: bytes, file: str) -> tuple[list[SheetGrid], list[Finding]]:
    try:
        if wrong := check_package(data):
            raise _refusal(wrong, file)
        facts = look_at_ods(data)
    except BROKEN as error:
        raise _refusal("corrupt", file, type(error).__name__) from None
    if facts is None:
        raise _refusal("sparse", file)
    with _refusing(file):
        return _calamine_sheets(CalamineWorkbook.from_filelike(BytesIO(data)), file, ods=facts), []


def _read_csv(data: bytes, file: str) -> tuple[list[SheetGrid], list[Finding]]:
    try:
        rows, encoding = read_csv_rows(data)
    except UnicodeDecodeError:
        raise _refusal("other:binary", file) from None
    except csv.Error:
        raise _refusal("corrupt", file) from None
    findings = [] if encoding == "utf-8" else [make_finding("file.encoding", Place(file), encoding=encoding)]
    return [SheetGrid(file, None, to_columns(rows))], findings


def _read_html(data: bytes, file: str) -> tuple[list[SheetGrid], list[Finding]]:
    rows, merges = read_html_rows(data)
    return [SheetGrid(file, None, to_columns(rows), merges)], [make_finding("file.html-table", Place(file))]


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """Whatever the Rust reader raises refuses the file: a panic of it is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001
        kind = "encrypted" if "assword" in str(error) else "corrupt"
        raise _refusal(kind, file, type(error).__name__) from None


def _calamine_sheets(
    workbook: CalamineWorkbook,
    file: str,
    facts: Mapping[str, Callable[[], SheetFacts]] = MappingProxyType({}),
    ods: dict[str, OdsFacts] | None = None,
) -> list[SheetGrid]:
    """All worksheets by calamine, with what it does not tell put back in its place."""
    return [
        _grid(workbook, meta, file, facts.get(meta.name, SheetFacts), (ods or {}).get(meta.name))
        for meta in workbook.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet
    ]


def _grid(
    workbook: CalamineWorkbook, meta: SheetMetadata, file: str, look: Callable[[], SheetFacts], ods: OdsFacts | None
) -> SheetGrid:
    sheet = workbook.get_sheet_by_name(meta.name)
    facts = look()
    rows = cast("Iterator[list[CellValue]]", sheet.iter_rows())  # blank rows in front are there, blank columns are not
    merges: list[Merge] = [(*first, *last) for first, last in (sheet.merged_cell_ranges or [])]
    return SheetGrid(
        file,
        meta.name,
        to_columns(rows, left=sheet.start[1] if sheet.start else 0, put=ods.errors if ods else facts.errors),
        tuple(ods.merges if ods else merges),
        facts.hidden_rows,
        facts.hidden_columns,
        _visibility(meta),
        frozenset(ods.formulas) if ods else None,
    )


def _visibility(meta: SheetMetadata) -> Visibility:
    """By comparison: the reader's enumerations can not be hashed."""
    if meta.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if meta.visible == SheetVisibleEnum.Hidden else "very-hidden"


def _active_content(data: bytes, file: str) -> list[Finding]:
    names = package_names(data)
    found = []
    if any("vbaProject" in name or "macrosheets/" in name for name in names):
        found.append(make_finding("file.macros", Place(file)))
    if any("externalLinks/" in name for name in names):
        found.append(make_finding("file.outside-links", Place(file)))
    return found


def _disorder(facts: dict[str, SheetFacts], file: str) -> list[Finding]:
    return [
        make_finding("file.rows-in-disorder", Place(file, sheet))
        for sheet, seen in facts.items()
        if seen.rows_in_disorder
    ]
