"""What tests write by the program's own writers: a text, workbooks, forms, a folder of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from kbo_screen.formats.forms.form_workbook import form_writers
from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.formats.writing import (
    OverwriteRules,
    Writer,
    Written,
    files_in_folder,
    text_writer,
    write_file,
    write_files,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.results.forms.district_form import Form
    from kbo_screen.results.sheets.sheet import Sheet


def write_text(
    words: str,
    path: Path,
    **over: Unpack[OverwriteRules],
) -> Written:
    """Write text as UTF-8, line ends as they are, in the way of `write_file`."""
    return write_file(text_writer(words), path, **over)


def write_workbook(
    sheets: Iterable[Sheet],
    path: Path,
    *,
    font: str,
    **over: Unpack[OverwriteRules],
) -> Written:
    """Write sheets as one workbook; returns its path and what was noticed.

    Raises UsageError where it cannot be written.
    """
    return write_file(workbook_writer(sheets, font=font), path, **over)


def write_workbooks(
    workbooks: Mapping[str, Iterable[Sheet]],
    folder: Path,
    *,
    font: str,
    **over: Unpack[OverwriteRules],
) -> Written:
    """Write workbooks, by their names without suffix, into a folder; made if missing.

    Every target is looked at before the first is written. Raises UsageError.
    """
    writers = {
        f"{name}.xlsx": workbook_writer(sheets, font=font)
        for name, sheets in workbooks.items()
    }
    return write_folder(writers, folder, **over)


def write_forms(
    forms: Sequence[Form],
    folder: Path,
    *,
    font: str,
    **over: Unpack[OverwriteRules],
) -> Written:
    """Write every form into a folder, made where it is missing. Raises UsageError."""
    return write_folder(form_writers(forms, font=font), folder, **over)


def write_folder(
    writers: Mapping[str, Writer],
    folder: Path,
    **over: Unpack[OverwriteRules],
) -> Written:
    """Write several files, by their names, into a folder that is made where it is missing; returns it.

    A name that no file may have is made one that it may (`unique_file_names`).
    All are drafted before the first is moved: an interrupt or a full disk leaves the folder as it was, or none.
    Raises UsageError where one cannot be written, and where the folder is an input itself: what is written there would
    be read as one the next time.
    """
    _, findings = write_files(
        files_in_folder(writers, folder, inputs=over["inputs"]),
        folder=folder,
        **over,
    )
    return folder, findings
