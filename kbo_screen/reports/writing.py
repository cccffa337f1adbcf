"""Files are written whole or not at all: beside their place first, then moved there.

Knows what can stand in the way of a file and what to say. Refuses to know what is written.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import signal
import sys
import time
import zlib
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, Place, UsageError, make_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from types import FrameType

Written = tuple[Path, tuple[Finding, ...]]

#: Numbered copies that are tried beside a file that is open in Excel.
COPIES = range(2, 100)
#: How a draft's folder is called: by the machine and the process that write it.
DRAFT_PREFIX = ".kbo-screen-"
_DRAFT_OF: Final = re.compile(re.escape(DRAFT_PREFIX) + r"([0-9a-f]{8})-(\d+)-")
#: The age at which a draft is nobody's any more, where its process cannot be asked after.
OLD_SECONDS = 3600
#: Folders that this run is writing drafts in.
DRAFTS: set[Path] = set()
#: What a system says where nothing more fits: on the disk, in the share of a user, in one file.
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(write: Callable[[Path], object], path: Path, *, force: bool, inputs: Iterable[Path]) -> Written:
    """Let `write` make a file, then move it to `path`; returns where it is now and what was noticed.

    `write` gets a path in a folder of its own, where it may leave whatever it needs on the way. Where `path` is a link,
    the file that it leads to is written. A file that is open in Excel is left alone and a numbered copy is written
    beside it. Raises UsageError where the file exists without `force`, is an input, or cannot be written; then nothing
    was changed.
    """
    check_target(path, force=force, inputs=inputs)
    target = path.resolve()
    written = _write_all({target: write})[target]
    return (path, ()) if written == target else (written, (_is_open(target, written),))


def write_folder(
    writers: Mapping[str, Callable[[Path], object]], folder: Path, *, force: bool, inputs: Collection[Path]
) -> Written:
    """Write several files, by their names, into a folder that is made where it is missing; returns it.

    All are drafted before the first is moved: an interrupt or a full disk leaves the folder as it was, or none.
    Raises UsageError where one cannot be written, and where the folder is an input itself: what is written there would
    be read as one the next time.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(make_finding("output.not-a-folder", Place(folder.name)))
    if any(folder.exists() and file.is_dir() and folder.samefile(file) for file in inputs):
        raise UsageError(make_finding("output.is-input", Place(folder.name)))
    if not folder.exists() and not folder.parent.is_dir():
        raise UsageError(make_finding("output.no-folder", Place(folder.name)))
    for name in writers if folder.exists() else ():
        check_target(folder / name, force=force, inputs=inputs)
    written = _write_all({(folder / name).resolve(): write for name, write in writers.items()})
    return folder, tuple(_is_open(target, copy) for target, copy in written.items() if copy != target)


def write_text(text: str, path: Path, *, force: bool, inputs: Iterable[Path]) -> Written:
    """Write text as UTF-8, line ends as they are, in the way of `write_file`."""
    return write_file(lambda draft: draft.write_bytes(text.encode("utf-8")), path, force=force, inputs=inputs)


def check_target(path: Path, *, force: bool, inputs: Iterable[Path]) -> None:
    """Raise UsageError where a file must not be written."""
    place = Place(path.name)
    if any(path.exists() and file.exists() and path.samefile(file) for file in inputs):
        raise UsageError(make_finding("output.is-input", place))
    if not path.resolve().parent.is_dir():
        raise UsageError(make_finding("output.no-folder", place))
    if path.is_dir() or (path.exists() and not force):
        raise UsageError(make_finding("output.exists", place))


def drop_drafts() -> None:
    """Remove what this run has half written; for a run that ends at once, too."""
    while DRAFTS:
        shutil.rmtree(DRAFTS.pop(), ignore_errors=True)


def is_full(error: OSError) -> bool:
    """There is no room for what is to be written."""
    return error.errno in FULL


def _write_all(writers: Mapping[Path, Callable[[Path], object]]) -> dict[Path, Path]:
    """Draft every file, by where it is to stand, then move all there; returns where each stands now."""
    drafts: dict[Path, Path] = {}
    folders: dict[Path, Path] = {}
    try:
        for target, write in writers.items():
            with _refusing(target):
                if target.parent not in folders:
                    folders[target.parent] = _folder_beside(target.parent)
                drafts[target] = folders[target.parent] / target.name
                write(drafts[target])
        with _not_cut_short():
            return _move_all(drafts)
    finally:
        drop_drafts()


def _folder_beside(folder: Path) -> Path:
    """A folder for drafts in the one that they are for; where that is still to be made, beside it."""
    home = folder if folder.is_dir() else folder.parent
    _sweep(home)
    made = Path(mkdtemp(prefix=f"{DRAFT_PREFIX}{_machine()}-{os.getpid()}-", dir=home))
    DRAFTS.add(made)
    return made


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed left behind, and nothing that another run is still writing."""
    for left in folder.glob(f"{DRAFT_PREFIX}*"):
        with suppress(OSError):
            if _is_left(left):
                shutil.rmtree(left)


def _is_left(draft: Path) -> bool:
    """A draft whose process is gone; where that cannot be asked (Windows, another machine's), one that is old."""
    owner = _DRAFT_OF.match(draft.name)
    if owner and owner[1] == _machine() and sys.platform != "win32":
        if int(owner[2]) == os.getpid():  # our number: a draft of ours, or of one before us that had it too
            return draft not in DRAFTS
        try:
            os.kill(int(owner[2]), 0)  # asks, and ends nothing; on Windows it would
        except ProcessLookupError:
            return True
        return False
    newest = max(path.stat().st_mtime for path in (draft, *draft.glob("*")))
    return time.time() - newest > OLD_SECONDS


@cache
def _machine() -> str:
    """A word for where a process number means this very process: a folder may be shared by machines and containers."""
    numbering = ""
    with suppress(OSError):
        numbering = str(Path("/proc/self/ns/pid").stat().st_ino)
    return f"{zlib.crc32(f'{platform.node()} {numbering}'.encode()):08x}"


def _move_all(drafts: Mapping[Path, Path]) -> dict[Path, Path]:
    """Move drafts to their places; a folder that was made for them goes again where one cannot be moved."""
    made = [folder for folder in dict.fromkeys(target.parent for target in drafts) if not folder.exists()]
    written = {}
    try:
        for target, draft in drafts.items():
            with _refusing(target):
                target.parent.mkdir(exist_ok=True)
                written[target] = _move(draft, target)
    except UsageError:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return written


def _move(draft: Path, target: Path) -> Path:
    """Move a draft to its place, or to a numbered copy beside a file that Windows holds because Excel has it open."""
    try:
        return draft.replace(target)
    except PermissionError:
        copy = next((c for n in COPIES if not (c := target.with_stem(f"{target.stem} ({n})")).exists()), None)
        if copy is None:
            raise
        return draft.replace(copy)


@contextmanager
def _not_cut_short() -> Iterator[None]:
    """Let Ctrl-C wait until all files are in their places, a moment later."""
    came: list[tuple[int, FrameType | None]] = []
    try:
        before = signal.signal(signal.SIGINT, lambda *told: came.append(told))
    except ValueError:  # not the main thread: no interrupt comes here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came and callable(before):
            before(*came[0])


@contextmanager
def _refusing(target: Path) -> Iterator[None]:
    """Say why a file cannot be written, whatever the system says of it."""
    try:
        yield
    except OSError as error:
        no_permission = isinstance(error, PermissionError)
        slug = "disk-full" if is_full(error) else "no-permission" if no_permission else "unwritable"
        what = error.strerror or type(error).__name__
        raise UsageError(make_finding(f"output.{slug}", Place(target.name), what=what)) from error


def _is_open(target: Path, copy: Path) -> Finding:
    return make_finding("output.open-elsewhere", Place(target.name), other=copy.name)
