"""Files are written whole or not at all: beside their place first, then moved there.

Knows what can stand in the way of a file and what to say. Refuses to know what is written.
"""

from __future__ import annotations

import errno
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, Place, UsageError, make_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

Written = tuple[Path, tuple[Finding, ...]]

#: Numbered copies that are tried beside a file that is open in Excel.
COPIES = range(2, 100)
#: How a draft's folder is called, and the age at which one is nobody's any more.
DRAFT_PREFIX = ".kbo-screen-"
OLD_SECONDS = 3600
#: Folders that this run is writing drafts in.
DRAFTS: set[Path] = set()


def write_file(write: Callable[[Path], object], path: Path, *, force: bool, inputs: Iterable[Path]) -> Written:
    """Let `write` make a file, then move it to `path`; returns where it is now and what was noticed.

    `write` gets a path in a folder of its own, where it may leave whatever it needs on the way. A file that is open in
    Excel is left alone and a numbered copy is written beside it. Raises UsageError where the
    file exists without `force`, is an input, or cannot be written; then nothing was changed.
    """
    check_target(path, force=force, inputs=inputs)
    folder = _folder_beside(path)
    DRAFTS.add(folder)
    try:
        write(folder / path.name)
        return _move(folder / path.name, path)
    except OSError as error:
        raise _refusal(error, path) from error
    finally:
        DRAFTS.discard(folder)
        shutil.rmtree(folder, ignore_errors=True)


def write_folder(
    writers: Mapping[str, Callable[[Path], object]], folder: Path, *, force: bool, inputs: Collection[Path]
) -> Written:
    """Write several files, by their names, into a folder that is made where it is missing; returns it.

    Every target is looked at before the first is written. Raises UsageError where one cannot be written, and where the
    folder is an input itself: what is written there would be read as one the next time.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(make_finding("output.not-a-folder", Place(folder.name)))
    if any(folder.exists() and file.is_dir() and folder.samefile(file) for file in inputs):
        raise UsageError(make_finding("output.is-input", Place(folder.name)))
    if not folder.exists() and not folder.parent.is_dir():
        raise UsageError(make_finding("output.no-folder", Place(folder.name)))
    folder.mkdir(exist_ok=True)
    for name in writers:
        check_target(folder / name, force=force, inputs=inputs)
    noticed: list[Finding] = []
    for name, write in writers.items():
        noticed += write_file(write, folder / name, force=force, inputs=inputs)[1]
    return folder, tuple(noticed)


def write_text(text: str, path: Path, *, force: bool, inputs: Iterable[Path]) -> Written:
    """Write text as UTF-8, line ends as they are, in the way of `write_file`."""
    return write_file(lambda draft: draft.write_bytes(text.encode("utf-8")), path, force=force, inputs=inputs)


def check_target(path: Path, *, force: bool, inputs: Iterable[Path]) -> None:
    """Raise UsageError where a file must not be written."""
    place = Place(path.name)
    if any(path.exists() and file.exists() and path.samefile(file) for file in inputs):
        raise UsageError(make_finding("output.is-input", place))
    if not path.parent.is_dir():
        raise UsageError(make_finding("output.no-folder", place))
    if path.is_dir() or (path.exists() and not force):
        raise UsageError(make_finding("output.exists", place))


def drop_drafts() -> None:
    """Remove what this run has half written; for a run that ends at once."""
    for folder in tuple(DRAFTS):
        shutil.rmtree(folder, ignore_errors=True)


def _folder_beside(path: Path) -> Path:
    _sweep(path.parent)
    try:
        return Path(mkdtemp(prefix=DRAFT_PREFIX, dir=path.parent))
    except OSError as error:
        raise _refusal(error, path) from error


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed left behind: drafts too old for a run that is still writing."""
    for left in folder.glob(f"{DRAFT_PREFIX}*"):
        with suppress(OSError):
            newest = max(path.stat().st_mtime for path in (left, *left.glob("*")))
            if time.time() - newest > OLD_SECONDS:
                shutil.rmtree(left)


def _move(draft: Path, path: Path) -> Written:
    try:
        draft.replace(path)
    except PermissionError:  # Windows holds a file that is open in Excel
        copy = next((c for n in COPIES if not (c := path.with_stem(f"{path.stem} ({n})")).exists()), None)
        if copy is None:
            raise
        draft.replace(copy)
        return copy, (make_finding("output.open-elsewhere", Place(path.name), other=copy.name),)
    return path, ()


def _refusal(error: OSError, path: Path) -> UsageError:
    slugs = {errno.ENOSPC: "disk-full", errno.EDQUOT: "disk-full", errno.EACCES: "no-permission"}
    slug = slugs.get(error.errno or 0, "unwritable")
    return UsageError(make_finding(f"output.{slug}", Place(path.name), what=error.strerror or type(error).__name__))
