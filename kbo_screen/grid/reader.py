"""The one function that opens a spreadsheet: bytes in, a `Workbook` of grids or one plain finding out.

It runs in the reader's own process (`reader_worker.py`); everybody else asks `read_workbook`.

Knows which reader takes which format, and what goes before each. Refuses to know what a sheet is about.
"""

from __future__ import annotations

import csv
import hashlib
import stat
import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final, cast
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from python_calamine import (
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import ods_xml, xls_records
from kbo_screen.grid.active_content import active_content
from kbo_screen.grid.csv_text import CsvRows, OpenQuoteError, read_csv_rows
from kbo_screen.grid.decryption import decrypt, opened_by_excels_own
from kbo_screen.grid.grid import (
    CellValue,
    Merge,
    SheetGrid,
    Visibility,
    Workbook,
    to_columns,
)
from kbo_screen.grid.html_table import WideTableError, read_html_rows
from kbo_screen.grid.ole import open_streams
from kbo_screen.grid.package import (
    check_package,
    is_utf16,
    sheet_parts,
    with_names_apart,
    without_macro_sheets,
)
from kbo_screen.grid.sheet_extras import SheetExtras, read_extras
from kbo_screen.grid.sheet_facts import (
    MAX_COLUMNS,
    MAX_FILLS,
    Extent,
    SheetFacts,
    column_letters,
    is_sparse,
)
from kbo_screen.grid.sheet_xml import are_large, is_sparse_trap, look_at_sheet
from kbo_screen.grid.sniffing import sniff
from kbo_screen.grid.styles_xml import Marks, read_marks
from kbo_screen.grid.symbols import with_symbols
from kbo_screen.grid.xlsb_records import look_at_xlsb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    Read = tuple[list[SheetGrid], list[Finding]]
    Look = Callable[[], SheetFacts]

#: A file larger than this is no registry, whatever it is.
MAX_FILE_BYTES: Final = 1024**3
#: A sheet whose XML is larger is looked at for a trap while it is read: a province's takes about 3 MB.
LARGE_SHEET_BYTES: Final = 64 * 1024**2
#: What Python's own readers of packages and XML raise for bytes that are broken (found by fuzzing).
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, ExpatError, LookupError, StopIteration, EOFError,
    ValueError, OSError, NotImplementedError, RuntimeError, OverflowError, AssertionError,
)  # fmt: skip


def read_here(
    path: Path, *, with_formulas: bool = False, password: str | None = None
) -> Workbook:
    """Read a spreadsheet in this process, as `read_workbook` says; password: of an encrypted workbook."""
    data, modified = _read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    size = len(data)
    kind = sniff(data)
    if kind == "encrypted":
        opened = opened_by_excels_own(data, path.name)
        if opened is None and password is not None:
            opened = decrypt(data, password, path.name)
        data = opened or data
        kind = sniff(data)
    readers: dict[str, Callable[[bytes, str], Read]] = {
        "xlsx": partial(_read_xlsx, with_formulas=with_formulas),
        "xlsb": _read_xlsb,
        "xls": _read_xls,
        "ods": _read_ods,
        "csv": _read_csv,
        "html": _read_html,
    }
    if kind not in readers:
        raise _refusal(kind, path.name)
    sheets, findings = readers[kind](data, path.name)
    if not any(sheet.height for sheet in sheets):
        raise InputError(make_finding("file.empty", Place(path.name)), *findings)
    return Workbook(
        path.name, sha256, size, kind, tuple(sheets), tuple(findings), modified
    )


def _read_bytes(path: Path) -> tuple[bytes, float]:
    """All bytes of a file, and when it was last changed (seconds since 1970)."""
    if path.name.startswith("~$"):
        raise _refusal("lock-file", path.name)
    if path.is_dir():
        raise _refusal("folder", path.name)
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode):  # a pipe or a device may never end
            raise _refusal("not-regular", path.name)
        if seen.st_size > MAX_FILE_BYTES:
            raise _refusal("too-large", path.name)
        return path.read_bytes(), seen.st_mtime
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


def _read_xlsx(data: bytes, file: str, *, with_formulas: bool = False) -> Read:
    """A trap must never reach the reader; what else a sheet's XML tells is looked at while the reader reads.

    A trap is small, or padded: a large sheet is looked at for one beside the reader too, for that alone would take
    as long as a third of the reading. What a padded trap could do until it is seen, the limits of the process hold.
    """
    with _broken_is_corrupt(file):
        _refuse_package(data, file)
        data = with_names_apart(without_macro_sheets(data))
        package = zipfile.ZipFile(BytesIO(data))
        parts = sheet_parts(package)
        marks = read_marks(package)
        extras = [
            read_extras(package, part.filename) if part else SheetExtras()
            for _, part in parts
        ]
        opens = [partial(package.open, part) if part else None for _, part in parts]
        seen_parts = [part for _, part in parts if part]
        large = [part for part in seen_parts if part.file_size > LARGE_SHEET_BYTES]
        if any(is_utf16(package, part) for part in seen_parts):
            raise _refusal("corrupt", file)
        if is_sparse_trap(
            [partial(package.open, part) for part in seen_parts if part not in large]
        ):
            raise _refusal("sparse", file)
    with _refusing(file):
        workbook = CalamineWorkbook.from_filelike(
            BytesIO(data)
        )  # needs the interpreter: before the looking takes it
    with package, ThreadPoolExecutor(max_workers=1) as beside, _refusing(file):
        looked = [
            beside.submit(
                _look_at_xlsx, open_part, marks, extra, with_formulas=with_formulas
            )
            if open_part
            else None
            for open_part, extra in zip(opens, extras, strict=True)
        ]
        sheets = _calamine_sheets(
            workbook, file, [look.result if look else None for look in looked]
        )
        facts = [look.result() for look in looked if look]
        if (
            large
            and are_large(seen.extent for seen in facts)
            and is_sparse_trap(list(filter(None, opens)))
        ):
            raise _refusal("sparse", file)
    seen_in_order = [look.result() if look else None for look in looked]
    return sheets, [
        *active_content(package.namelist(), file),
        *_notices(workbook.sheet_names, seen_in_order, file),
    ]


def _look_at_xlsx(
    open_part: Callable[[], IO[bytes]],
    marks: Marks,
    extras: SheetExtras,
    *,
    with_formulas: bool,
) -> SheetFacts:
    """What the XML of a worksheet tells, and what lies beside it."""
    facts = look_at_sheet(open_part, marks, with_formulas=with_formulas)
    facts.notes = extras.notes
    facts.pivots = extras.pivots
    return facts


def _read_xlsb(data: bytes, file: str) -> Read:
    with _broken_is_corrupt(file):
        _refuse_package(data, file)
        with zipfile.ZipFile(BytesIO(data)) as package:
            names, facts = package.namelist(), look_at_xlsb(package)
    return _read_looked_at(data, file, facts, names)


def _read_xls(data: bytes, file: str) -> Read:
    with _broken_is_corrupt(file):
        streams = open_streams(data)
        stream = streams.get("workbook") or streams["book"]
        facts, is_linked = (
            xls_records.look_at_xls(stream),
            xls_records.has_outside_links(stream),
        )
    return _read_looked_at(data, file, facts, streams, is_linked=is_linked)


def _read_ods(data: bytes, file: str) -> Read:
    with _broken_is_corrupt(file):
        _refuse_package(data, file)
        facts = ods_xml.look_at_ods(data)
        if facts is None:
            raise _refusal("sparse", file)
        is_linked = ods_xml.has_outside_links(facts, data)
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    return _read_looked_at(data, file, facts, names, is_linked=is_linked)


def _read_looked_at(
    data: bytes,
    file: str,
    facts: Sequence[SheetFacts | None],
    names: Iterable[str],
    *,
    is_linked: bool = False,
) -> Read:
    """The sheets of a workbook that was looked at, in order; names: of its parts or streams."""
    _refuse_sparse((seen.extent for seen in facts if seen), file)
    with _refusing(file):
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = _calamine_sheets(
            workbook, file, [partial(_same, seen) if seen else None for seen in facts]
        )
        notices = list(_notices(workbook.sheet_names, facts, file))
    return sheets, [
        *active_content(names, file, is_linked=is_linked),
        *notices,
        _no_marks(file),
    ]


def _no_marks(file: str) -> Finding:
    """Strikes, notes and colours are looked for in xlsx alone: that is told."""
    return make_finding("file.marks-not-seen", Place(file))


def _same(facts: SheetFacts) -> SheetFacts:
    return facts


def _refuse_package(data: bytes, file: str) -> None:
    if wrong := check_package(data):
        raise _refusal(wrong, file)


def _refuse_sparse(extents: Iterable[Extent], file: str) -> None:
    if is_sparse(extents):
        raise _refusal("sparse", file)


def _read_csv(data: bytes, file: str) -> Read:
    try:
        read = read_csv_rows(data)
    except UnicodeDecodeError:
        raise _refusal("other:binary", file) from None
    except OpenQuoteError as error:
        raise InputError(
            make_finding("file.open-quote", Place(file), line=error.line)
        ) from None
    except csv.Error:
        raise _refusal("corrupt", file) from None
    if (
        len(read.rows) == 1 and len(read.rows[0]) == 1
    ):  # one line is no table: what a failed download leaves
        raise _refusal("other:text", file)
    widest = max(read.lengths, default=0)
    if widest > MAX_COLUMNS:
        raise _refusal("too-large", file)
    _refuse_sparse([Extent(len(read.rows), widest, sum(read.lengths))], file)
    return [
        SheetGrid(file, None, to_columns(read.rows), row_lengths=read.lengths)
    ], list(_csv_notices(read, file))


def _csv_notices(read: CsvRows, file: str) -> Iterator[Finding]:
    if read.encoding != "utf-8":
        yield make_finding("file.encoding", Place(file), encoding=read.encoding)
    for row in read.broken:
        yield make_finding(
            "file.broken-bytes", Place(file, None, str(row + 1)), encoding="UTF-8"
        )
    for row in read.swallowed:
        yield make_finding("file.quoted-rows", Place(file, None, str(row + 1)))


def _read_html(data: bytes, file: str) -> Read:
    with _broken_is_corrupt(file):
        try:
            read = read_html_rows(data)
        except WideTableError:
            raise _refusal("sparse", file) from None
    grid = SheetGrid(file, None, to_columns(read.rows), read.merges, read.hidden_rows)
    return [grid], [make_finding("file.html-table", Place(file)), _no_marks(file)]


@contextmanager
def _broken_is_corrupt(file: str) -> Iterator[None]:
    """What Python's own readers raise for broken bytes refuses the file."""
    try:
        yield
    except InputError:
        raise
    except BROKEN as error:
        raise _refusal("corrupt", file, type(error).__name__) from None


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """Whatever the Rust reader raises refuses the file: a panic of it is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, InputError, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001
        kind = "encrypted" if "assword" in str(error) else "corrupt"
        raise _refusal(kind, file, type(error).__name__) from None


def _calamine_sheets(
    workbook: CalamineWorkbook, file: str, looks: Sequence[Look | None]
) -> list[SheetGrid]:
    """All worksheets by calamine, with what it does not tell put back in its place.

    The looks are of the same sheets, in the same order; without one an error would be read as a blank. So a worksheet
    that was not looked at refuses the file, and so does one that has the name of another: only one of them is read.
    """
    sheets = []
    metas = workbook.sheets_metadata
    names = [meta.name for meta in metas]
    for at, meta in enumerate(metas):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        look = (
            looks[at]
            if len(looks) == len(metas) and names.count(meta.name) == 1
            else None
        )
        if look is None:
            raise InputError(make_finding("file.sheet-unseen", Place(file, meta.name)))
        sheets.append(_grid(workbook, meta, file, look))
    return sheets


def _grid(
    workbook: CalamineWorkbook, meta: SheetMetadata, file: str, look: Look
) -> SheetGrid:
    sheet = workbook.get_sheet_by_name(meta.name)
    facts = look()
    rows = cast(
        "Iterator[list[CellValue]]", sheet.iter_rows()
    )  # blank rows in front are there, blank columns are not
    merges: list[Merge] = [
        (*first, *last) for first, last in (sheet.merged_cell_ranges or [])
    ]
    columns = to_columns(
        rows, left=sheet.start[1] if sheet.start else 0, put=facts.errors
    )
    for (
        top,
        left,
        bottom,
        right,
    ) in facts.pivots:  # it repeats what stands elsewhere, and is told
        for at in range(left, min(right + 1, len(columns))):
            columns[at] = columns[at].without(top, bottom)
    return SheetGrid(
        file,
        meta.name,
        with_symbols(columns, facts.symbols),
        tuple(merges if facts.merges is None else facts.merges),
        frozenset(facts.hidden_rows),
        frozenset(facts.hidden_columns),
        _visibility(meta),
        None if facts.formulas is None else frozenset(facts.formulas),
        facts.has_formulas,
        struck=frozenset(facts.struck),
        fills=facts.fills if len(facts.fills) <= MAX_FILLS else {},
        symbol_fonts=facts.symbols,
        notes=facts.notes,
    )


def _visibility(meta: SheetMetadata) -> Visibility:
    """By comparison: the reader's enumerations can not be hashed."""
    if meta.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if meta.visible == SheetVisibleEnum.Hidden else "very-hidden"


def _notices(
    names: Iterable[str], facts: Sequence[SheetFacts | None], file: str
) -> Iterator[Finding]:
    """What a sheet's stored form tells of how it was saved; one of the facts for every name."""
    for name, seen in zip(names, facts, strict=False):
        place = Place(file, name)
        if seen and seen.rows_in_disorder:
            yield make_finding("file.rows-in-disorder", place)
        for top, left, _, _ in seen.pivots if seen else ():
            yield make_finding(
                "file.pivot-table",
                Place(file, name, f"{column_letters(left)}{top + 1}"),
            )
        if seen and seen.is_stale:
            yield make_finding("file.not-recalculated", place)
