"""Opens the files that people give, and says in findings what the reader noticed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.grid import Reader, ReadError
from kbo_screen.registry.registry import InputFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kbo_screen.grid import Notice, NoticeKind, Workbook

Result = TypeVar("Result")

__all__ = [
    "FINDING_CODES",
    "Reader",
    "input_of",
    "input_of_file",
    "read_into",
    "read_workbook",
    "shared_reader",
    "workbook_findings",
]

#: What the reader notices, and the finding that says it.
FINDING_CODES: Final[dict[NoticeKind, str]] = {
    "missing": "file.missing",
    "folder": "file.folder",
    "not-regular": "file.not-regular",
    "no-permission": "file.no-permission",
    "unreadable": "file.unreadable",
    "changed-meanwhile": "file.changed-meanwhile",
    "lock-file": "file.lock-file",
    "empty": "file.empty",
    "encrypted": "file.encrypted",
    "encrypted-ods": "file.encrypted-ods",
    "wrong-password": "file.wrong-password",
    "no-unlocking": "file.no-unlocking",
    "old-excel": "file.old-excel",
    "spreadsheetml": "file.spreadsheetml",
    "other-type": "file.other-type",
    "truncated": "file.truncated",
    "corrupt": "file.corrupt",
    "duplicate-part": "file.duplicate-part",
    "escaping-part": "file.escaping-part",
    "entities": "file.entities",
    "too-large": "file.too-large",
    "unfolds": "file.unfolds",
    "sparse": "file.sparse",
    "open-quote": "file.open-quote",
    "sheet-unseen": "file.sheet-unseen",
    "reader-died": "file.reader-died",
    "reader-fault": "file.reader-fault",
    "too-slow": "file.too-slow",
    "encoding": "file.encoding",
    "broken-bytes": "file.broken-bytes",
    "quoted-rows": "file.quoted-rows",
    "cut-row": "file.cut-row",
    "html-table": "file.html-table",
    "cut-page": "file.cut-page",
    "marks-not-seen": "file.marks-not-seen",
    "macros": "file.macros",
    "outside-links": "file.outside-links",
    "embedded-objects": "file.embedded-objects",
    "rows-in-disorder": "file.rows-in-disorder",
    "pivot-table": "file.pivot-table",
    "not-recalculated": "file.not-recalculated",
}


@cache
def shared_reader() -> Reader:
    """The reader of all who give none: it knows no password, so that no result depends on it."""
    return Reader()


def read_workbook(
    path: Path,
    reader: Reader | None = None,
    *,
    with_formulas: bool = False,
) -> Workbook:
    """Read a spreadsheet of any kind, told by its content.

    reader: opens the file; one without passwords where none is given.
    with_formulas: say of every sheet of an xlsx or ods file which cells hold a formula.
    Raises InputError with the `file.…` finding that says why the file is not read, and
    what else was noticed of it.
    """
    with _refused_with_findings(path):
        return (reader or shared_reader()).read(path, with_formulas=with_formulas)


def read_into(
    path: Path,
    work: Callable[[Workbook, Path], Result],
    reader: Reader | None = None,
    *,
    with_formulas: bool = False,
) -> Result:
    """What a function makes of a spreadsheet and its whole path, as `Reader.read_into` has it made.

    Raises InputError as `read_workbook` does, and what the function raises.
    """
    reader = reader or shared_reader()
    with _refused_with_findings(path):
        return reader.read_into(
            path,
            work,
            with_formulas=with_formulas,
        )


@contextmanager
def _refused_with_findings(path: Path) -> Iterator[None]:
    """Say in findings why the reader refuses a file."""
    try:
        yield
    except ReadError as error:
        raise InputError(*_findings_of(path.name or str(path), error.notices)) from None


def workbook_findings(workbook: Workbook) -> list[Finding]:
    """What was noticed of a workbook while it was read."""
    return _findings_of(workbook.file, workbook.notices)


def input_of(
    workbook: Workbook,
    rows: int,
    role: str = "registry",
) -> InputFile:
    """A workbook as the receipt records it. rows: the sheet rows that were read."""
    return InputFile(workbook.file, workbook.sha256, workbook.size_bytes, rows, role)


def input_of_file(path: Path, role: str) -> InputFile | None:
    """A file of which nothing could be read, as the receipt records it; None for one whose bytes cannot be had."""
    if not path.is_file():  # a pipe would wait for somebody to write
        return None
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError:
        return None
    return InputFile(path.name, digest, size, 0, role)


def _findings_of(file: str, notices: Iterable[Notice]) -> list[Finding]:
    return [
        make_finding(
            FINDING_CODES[notice.kind],
            Place(file, notice.sheet, notice.cell),
            **notice.fields,
        )
        for notice in notices
    ]
