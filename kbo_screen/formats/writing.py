"""Files are written whole or not at all: beside their place first, then moved there."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import signal
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import (
    TYPE_CHECKING,
    Final,
    Literal,
    NamedTuple,
    NotRequired,
    TypeAlias,
    TypedDict,
    Unpack,
)

from kbo_screen.findings import Finding, Place, UsageError, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.formats.placing import (
    keep_beside,
    place_numbered_copy,
    replace_file,
    take_free_name,
)
from kbo_screen.formats.writing_apart import Helpers
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import FrameType

#: Writes one file; returns what did not fit into it.
Writer: TypeAlias = "Callable[[Path], Iterable[Finding] | None]"
Written = tuple[Path, tuple[Finding, ...]]
#: What writes each file of a folder, by its name.
FolderWriters: TypeAlias = dict[str, Writer]
#: Why an old file is kept beside the new one: somebody typed into it, or it is none of ours.
WhyKept = Literal["typed", "foreign"]
#: The old files that are kept beside new ones, and why.
KeptFiles: TypeAlias = "Mapping[Path, WhyKept]"


class OverwriteRules(TypedDict):
    """What may be written over.

    force: a file that stands there is replaced. inputs: every file and folder that the run reads; none of them is
    written over, whatever it is called. kept_files: of old files and the new ones that take their places, which must
    not be lost to `force`, and why.
    """

    force: bool
    inputs: Iterable[Path]
    kept_files: NotRequired[Callable[[Mapping[Path, Path]], KeptFiles]]


#: How the folder of a draft begins.
DRAFT_PREFIX = ".kbo-screen-"
#: The age at which a draft is nobody's any more: a day without a byte.
OLD_SECONDS = 24 * 3600
#: Folders that this run is writing drafts in.
DRAFTS: set[Path] = set()
#: What a system says where nothing more fits: on the disk, in the share of a user, in one file.
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: What our own words say better than the system's.
_REASONS: Final = {
    errno.ELOOP: "link_loop",
    errno.ENAMETOOLONG: "long_name",
    errno.EROFS: "read_only",
    errno.EISDIR: "folder",
}


def write_file(
    write: Writer,
    path: Path,
    **over: Unpack[OverwriteRules],
) -> Written:
    """Let `write` make a file, then move it to `path`; returns where it is now and what was noticed.

    `write` gets a path in a folder of its own, where it may leave whatever it needs on the way. Where `path` is a link,
    the file that it leads to is written. A file that is open in Excel is left alone and a numbered copy is written
    beside it. Raises UsageError where the file exists without `force`, is an input, or cannot be written; then nothing
    was changed.
    """
    written, findings = write_files({path: write}, **over)
    return written[path], findings


def write_files(
    writers: Mapping[Path, Writer],
    *,
    folder: Path | None = None,
    **over: Unpack[OverwriteRules],
) -> tuple[dict[Path, Path], tuple[Finding, ...]]:
    """Write several files, all or none; returns where each stands now and what was noticed.

    folder: one that is made for them where it is missing. Raises UsageError as `write_file` does, and where two names
    are one file.
    """
    targets = {path: _target_of(path, folder, over) for path in writers}
    _refuse_one_file_twice(targets)
    target_writers = {targets[path]: write for path, write in writers.items()}
    placements, findings = _write_all(target_writers, over)
    paths: dict[Path, Path] = {}
    for path, target in targets.items():
        placement = placements[target]
        paths[path] = path if placement.path == target else placement.path
        findings += _findings_of(target, placement)
    return paths, tuple(findings)


def _target_of(
    path: Path,
    folder: Path | None,
    over: OverwriteRules,
) -> Path:
    """Where a file is to be written. folder: one that is made where it is missing."""
    if path.parent == folder and not folder.exists():
        return _target_in_new_folder(path)
    return check_target(path, over)


def files_in_folder(
    writers: FolderWriters,
    folder: Path,
    *,
    inputs: Iterable[Path],
) -> dict[Path, Writer]:
    """The writers of a folder's files by their paths, each name made one of a file. Raises UsageError."""
    check_folder(folder, inputs=inputs)
    names = unique_file_names(writers)
    return {
        folder / name: write
        for name, write in zip(names, writers.values(), strict=True)
    }


def text_writer(words: str) -> Writer:
    """What writes a text as UTF-8, line ends as they are."""

    def write(draft: Path) -> None:
        draft.write_bytes(words.encode("utf-8", "replace"))

    return write


def check_target(path: Path, over: OverwriteRules) -> Path:
    """Where a file is to be written, links followed. Raises UsageError where it must not be."""
    with _refusing(path):
        target = Path(os.path.realpath(path))
        status = _status_of(target)
        if status is None and not target.parent.is_dir():
            raise UsageError.of("output.no-folder", Place(path.name))
        if status is not None:
            _check_status(path, status, over["inputs"])
            if not over["force"]:
                raise UsageError.of("output.exists", Place(path.name))
        return target


def _check_status(
    path: Path,
    status: os.stat_result,
    inputs: Iterable[Path],
) -> None:
    """Refuse what is no file, and a file that the run reads."""
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not stat.S_ISREG(status.st_mode):
        raise _unwritable(path, "not_a_file")
    if (status.st_dev, status.st_ino) in set(_identities(inputs)):
        raise UsageError.of("output.is-input", Place(path.name))


def check_folder(folder: Path, *, inputs: Iterable[Path]) -> None:
    """Raise UsageError where no files must be written into a folder, which may be still to be made."""
    with _refusing(folder):
        status = _status_of(folder)
        if status is None:
            if not folder.parent.is_dir():
                raise UsageError.of("output.no-folder", Place(folder.name))
            return
        if not stat.S_ISDIR(status.st_mode):
            raise UsageError.of("output.not-a-folder", Place(folder.name))
        if (status.st_dev, status.st_ino) in set(_identities(inputs)):
            raise UsageError.of("output.is-input", Place(folder.name))


def _target_in_new_folder(path: Path) -> Path:
    """Where a file of a folder is to be written that is still to be made: nothing stands there."""
    with _refusing(path):
        return Path(os.path.realpath(path))


def _status_of(path: Path) -> os.stat_result | None:
    """What stands at a path, None for nothing. Raises OSError, of a link that leads to itself too."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _identities(paths: Iterable[Path]) -> Iterator[tuple[int, int]]:
    """Device and number of every file and folder that is there: the same whatever name leads to it."""
    for path in paths:
        with suppress(OSError, ValueError):
            status = path.stat()
            yield status.st_dev, status.st_ino


def _refuse_one_file_twice(targets: Mapping[Path, Path]) -> None:
    """Raise UsageError where two results are to be written to one file."""
    keys = set()
    for path, target in targets.items():
        key = os.path.normcase(target)
        if key in keys:
            raise UsageError.of("output.named-twice", Place(path.name))
        keys.add(key)


def drop_drafts() -> None:
    """Remove what this run has half written; for a run that ends at once, too."""
    for draft in tuple(DRAFTS):
        shutil.rmtree(draft, ignore_errors=True)
        DRAFTS.discard(draft)  # not before it is gone: Ctrl-C may come in between


def is_full(error: OSError) -> bool:
    """There is no room for what is to be written."""
    return error.errno in FULL


class _Placement(NamedTuple):
    """Where a file stands now, and under which name, and why, the old one is kept."""

    path: Path
    old: Path | None = None
    why_kept: WhyKept | None = None


def _write_all(
    writers: Mapping[Path, Writer], over: OverwriteRules
) -> tuple[dict[Path, _Placement], list[Finding]]:
    """Draft every file, by where it is to stand, then move all there.

    Returns where each stands now, and what did not fit into them.
    """
    drafts: dict[Path, Path] = {}
    folders: dict[Path, Path] = {}
    try:
        for target in writers:
            with _refusing(target):
                if target.parent not in folders:
                    folders[target.parent] = _folder_beside(target.parent)
            drafts[target] = folders[target.parent] / target.name
        findings = _write_drafts(writers, drafts)
        files_to_keep = _old_files_to_keep(drafts, over)
        with _not_cut_short():
            placements = _move_all(drafts, files_to_keep, force=over["force"])
        return placements, findings
    finally:
        drop_drafts()


def _write_drafts(
    writers: Mapping[Path, Writer],
    drafts: Mapping[Path, Path],
) -> list[Finding]:
    """Write the draft of every target, many of them by several processes; returns what did not fit into them."""
    findings: dict[Path, Iterable[Finding]] = {}

    def write_here(target: Path) -> None:
        with _refusing(target):
            findings[target] = writers[target](drafts[target]) or ()

    with Helpers(
        {drafts[target]: write for target, write in writers.items()}
    ) as helpers:
        for target in writers:
            if drafts[target] not in helpers.paths:
                write_here(target)
        written = helpers.written()
    for target in writers:
        if drafts[target] in written:
            findings[target] = written[drafts[target]]
        elif target not in findings:
            write_here(target)
    return [finding for target in writers for finding in findings[target]]


def _old_files_to_keep(drafts: Mapping[Path, Path], over: OverwriteRules) -> KeptFiles:
    """The files that must not be lost to `force`, and why."""
    kept_files = over.get("kept_files")
    if kept_files is None or not over["force"]:
        return {}
    replaced = {
        target: draft
        for target, draft in drafts.items()
        if target.exists() and not _are_alike(target, draft)
    }
    return kept_files(replaced)


def _are_alike(old: Path, new: Path) -> bool:
    """An old file holds byte for byte what the new one does: nothing of it can be lost."""
    with suppress(OSError):
        return filecmp.cmp(old, new, shallow=False)
    return False


def _folder_beside(folder: Path) -> Path:
    """A folder for drafts in the one that they are for; where that is still to be made, beside it."""
    home = folder if folder.is_dir() else folder.parent
    _sweep(home)
    draft = home / f"{DRAFT_PREFIX}{token_hex(8)}"
    DRAFTS.add(draft)  # before it is there: Ctrl-C may come in between
    draft.mkdir(mode=0o700)
    return draft


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed left behind, and nothing that another run is still writing."""
    for draft in folder.glob(f"{DRAFT_PREFIX}*"):
        with suppress(OSError):
            newest = max(path.stat().st_mtime for path in (draft, *draft.glob("*")))
            if time.time() - newest > OLD_SECONDS:
                shutil.rmtree(draft)


def _move_all(
    drafts: Mapping[Path, Path],
    files_to_keep: KeptFiles,
    *,
    force: bool,
) -> dict[Path, _Placement]:
    """Move drafts to their places; what was new goes again where one cannot be moved, a folder made for them too."""
    made: list[Path] = []
    new: list[Path] = []
    placements = {}
    try:
        for target, draft in drafts.items():
            with _refusing(target):
                if _make_folder(target.parent):
                    made.append(target.parent)
                is_new = not target.exists()
                why_kept = files_to_keep.get(target)
                placements[target] = _move(draft, target, why_kept, force=force)
                if is_new:
                    new.append(placements[target].path)
    except UsageError:
        for path in new:
            path.unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()  # another run may have put its files there
        raise
    return placements


def _make_folder(folder: Path) -> bool:
    """Make a folder that is missing; whether it was."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def _move(
    draft: Path,
    target: Path,
    why_kept: WhyKept | None,
    *,
    force: bool,
) -> _Placement:
    """Move a draft to its place, or to a numbered copy beside a file that Windows holds because Excel has it open."""
    old = None
    try:
        if not force:
            take_free_name(draft, target)
            return _Placement(target)
        old = keep_beside(target) if why_kept else None
        replace_file(draft, target)
        return _Placement(target, old, why_kept)
    except FileExistsError:
        raise UsageError.of("output.exists", Place(target.name)) from None
    except PermissionError:
        if not target.exists():
            raise
        if old:
            old.unlink()  # the file itself stays as it is
        return _Placement(place_numbered_copy(draft, target))


@contextmanager
def _not_cut_short() -> Iterator[None]:
    """Let Ctrl-C wait until all files are in their places, a moment later."""
    came: list[tuple[int, FrameType | None]] = []
    try:
        before = signal.signal(
            signal.SIGINT, lambda *signal_frame: came.append(signal_frame)
        )
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
        if error.errno in _REASONS:
            raise _unwritable(target, _REASONS[error.errno]) from error
        no_permission = isinstance(error, PermissionError)
        slug = (
            "disk-full"
            if is_full(error)
            else "no-permission"
            if no_permission
            else "unwritable"
        )
        what = error.strerror or type(error).__name__
        raise UsageError.of(f"output.{slug}", Place(target.name), what=what) from error


def _unwritable(path: Path, reason: str) -> UsageError:
    """That a file cannot be written, and why, in the words of each language."""
    what = text_in_each(f"words.unwritable.{reason}")
    return UsageError.of("output.unwritable", Place(path.name), what=what)


def _findings_of(target: Path, placement: _Placement) -> Iterator[Finding]:
    """What there is to say of a file that was written."""
    if placement.path != target:
        yield make_finding(
            "output.open-elsewhere", Place(target.name), other=placement.path.name
        )
    if placement.old and placement.why_kept == "typed":
        yield make_finding(
            "output.kept-typed", Place(target.name), other=placement.old.name
        )
    if placement.old and placement.why_kept == "foreign":
        yield make_finding(
            "output.kept-foreign", Place(target.name), other=placement.old.name
        )
