"""What is wrong with where a result is to go, found before anything is read or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.cli.overwriting import input_files, overwriting
from kbo_screen.findings import Place, UsageError
from kbo_screen.formats.text_formats import (
    TEXT_FORMATS,
    WORKBOOK,
    formats_of,
    suffixes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import typer

    from kbo_screen.formats.text_formats import Content

#: What `-o -` means elsewhere.
_STANDARD_OUTPUT: Final = "-"
_PDF: Final = ".pdf"
_CONFIG: Final = ".toml"
#: Suffixes that a name of a file ends in, and one of a folder only by mistake.
_OF_FILES: Final = frozenset(
    f".{name}" for name in (WORKBOOK, *TEXT_FORMATS, "pdf", "xls", "docx", "zip")
)


def check_output_file(
    ctx: typer.Context,
    path: Path | None,
    *contents: Content,
) -> None:
    """Look at the file that a result with these contents is to be written to.

    Raises UsageError for one that cannot be written.
    """
    if path is None:
        return
    _refuse_standard_output(path, contents)
    if path.suffix.removeprefix(".") not in (WORKBOOK, *formats_of(contents)):
        raise _unknown_format(path, contents)
    check_files(ctx, [path])


def _unknown_format(path: Path, contents: Sequence[Content]) -> UsageError:
    """That a result has no format of this suffix, and which it has; of a PDF, those that are printed."""
    from kbo_screen.tasks.reports import unknown_suffix

    if path.suffix.lower() != _PDF:
        return unknown_suffix(path, contents)
    printed = suffixes_of([content for content in contents if content == "page"])
    return UsageError.of(
        "output.pdf",
        Place(path.name),
        suffixes=printed,
    )


def check_output_folder(ctx: typer.Context, folder: Path) -> None:
    """Look at the folder that several files are to be written into. Raises UsageError for one that cannot be."""
    from kbo_screen.formats.writing import check_folder

    _refuse_standard_output(folder)
    check_folder(folder, inputs=input_files(ctx))
    if folder.suffix.lower() in _OF_FILES and not folder.is_dir():
        raise UsageError.of("output.file-for-folder", Place(folder.name))


def check_files(ctx: typer.Context, paths: Iterable[Path]) -> None:
    """Look at files whose names are known before anything is read. Raises UsageError for one that cannot be written."""
    from kbo_screen.formats.writing import check_target

    over = overwriting(ctx)
    for path in paths:
        check_target(path, over)


def check_output_config(ctx: typer.Context, path: Path) -> None:
    """Look at the file that a config is to be written to. Raises UsageError for a name that is no config's."""
    _refuse_standard_output(path)
    check_files(ctx, [path])
    if path.suffix != _CONFIG:
        raise UsageError.of(
            "output.unknown-format",
            Place(path.name),
            suffixes=_CONFIG,
        )


def refuse_one_name(first: Path | None, second: Path | None) -> None:
    """Raise UsageError where two results are to be written to one file."""
    if first and second and first.resolve() == second.resolve():
        raise UsageError.of("output.named-twice", Place(first.resolve().name))


def _refuse_standard_output(path: Path, contents: Sequence[Content] = ()) -> None:
    """Refuse `-o -`, and say what is possible: a name, and `--format` where a result with these contents has any."""
    if str(path) != _STANDARD_OUTPUT:
        return
    if not contents:
        raise UsageError.of("output.dash")
    formats = ", ".join(formats_of(contents))
    raise UsageError.of("output.dash-or-format", formats=formats)


def output_folder(path: Path | None) -> Path | None:
    """The path where it means a folder: one that is there, or a name without a suffix."""
    if path is None or str(path) == _STANDARD_OUTPUT:
        return None
    return path if path.is_dir() or not path.suffix else None
