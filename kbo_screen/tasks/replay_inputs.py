"""The inputs of a receipt as they stand now: found by their hashes, read under its options."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import InputError, Place, make_finding
from kbo_screen.sources.config.config_file import read_config
from kbo_screen.sources.workbooks import Reader
from kbo_screen.tasks.run_options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kbo_screen.desk.run import InputReceipt, Receipt

_SIDE_LISTS: Final = ("projects", "stars", "standards")


@dataclass(frozen=True)
class InputFiles:
    """The inputs of a receipt with the files that stand for them now, in their order.

    own_names: by the name that an input had, the one that its file has now, of those that were renamed.
    """

    paths: tuple[tuple[InputReceipt, Path], ...]
    changed: tuple[str, ...]
    own_names: Mapping[str, str] = field(default_factory=dict)

    def of_roles(self, *roles: str) -> list[Path]:
        """The files of some roles."""
        return [path for file, path in self.paths if file.role in roles]

    def has_changed(self, role: str) -> bool:
        """A file of a role is no longer that of the receipt."""
        return any(
            file.role == role and file.name in self.changed for file, _ in self.paths
        )


def files_of(receipt: Receipt, folders: Sequence[Path]) -> InputFiles:
    """The file of each input by its hash; one of its name alone has changed. Raises InputError for missing ones."""
    candidates = list(files_in(folders))
    paths = []
    changed = []
    missing = []
    taken_paths: dict[str, set[Path]] = {}
    for file in receipt.inputs:
        of_role = taken_paths.setdefault(file.role, set())
        path = _same_file(file, candidates, of_role)
        if path is None:
            path = _same_name(file.name, candidates)
            if path is None:
                missing.append(make_finding("file.input-not-found", Place(file.name)))
                continue
            changed.append(file.name)
        of_role.add(path)
        paths.append((file, path))
    if missing:
        raise InputError(*missing)
    return InputFiles(tuple(paths), tuple(changed))


def under_their_names(files: InputFiles, folder: Path) -> InputFiles:
    """The inputs as files of the names that they had: copies of those that have another now.

    folder: an empty one, for the copies.
    """
    paths = []
    own_names = {}
    for number, (file, path) in enumerate(files.paths):
        if path.name != file.name:
            own_names[file.name] = path.name
            place = folder / str(number)
            place.mkdir()
            path = Path(shutil.copy2(path, place / file.name))
        paths.append((file, path))
    return replace(
        files,
        paths=tuple(paths),
        own_names=own_names,
    )


def files_in(folders: Iterable[Path]) -> Iterator[Path]:
    """Every file of some folders, with the folders in them."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _same_file(
    file: InputReceipt,
    candidates: Iterable[Path],
    taken_paths: Collection[Path],
) -> Path | None:
    """The file of a hash: rather one that is not taken yet, and then one of the same name."""
    same = [path for path in candidates if _is_same(path, file)]
    return min(
        same,
        key=lambda path: (path in taken_paths, path.name != file.name),
        default=None,
    )


def _is_same(path: Path, file: InputReceipt) -> bool:
    if path.stat().st_size != file.size_bytes:
        return False
    return _sha256(path) == file.sha256


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _same_name(name: str, candidates: Iterable[Path]) -> Path | None:
    return next((path for path in candidates if path.name == name), None)


def named_file(
    name: str,
    folders: Sequence[Path],
    sha256: str | None = None,
) -> Path:
    """The file of a name, of several rather that of a hash. Raises InputError where there is none."""
    own_name = Path(name).name
    same = [path for path in files_in(folders) if path.name == own_name]
    if not same:
        raise InputError.of("file.input-not-found", Place(own_name))
    return min(same, key=lambda path: _sha256(path) != sha256)


def options_of(
    receipt: Receipt,
    files: InputFiles,
    folders: Sequence[Path],
    passwords: Mapping[str, str] | None = None,
) -> RunOptions:
    """The options of a receipt. Raises InputError for a letter file or a config that stands nowhere.

    passwords: as a `Reader` takes them, by the names that files have now.
    """
    options = receipt.options
    config = options.get("config")
    lists = [(role, path) for role in _SIDE_LISTS for path in files.of_roles(role)]
    values: dict[str, Any] = {
        "letter": _letter_of(receipt, folders),
        "lang": options.get("lang", "th"),
        "province": options.get("province"),
        "districts": tuple(options.get("district", ())),
        "columns": options.get("column", {}),
        "lists": tuple(lists),
        "answers": tuple(files.of_roles("answers")),
        "take": options.get("take"),
        "with_submissions": bool(files.of_roles("submission")),
        "today": receipt.time.date(),
        "config": _config_of(config, folders) if config else None,
        "reader": Reader(_by_old_names(passwords or {}, files)),
    }
    return RunOptions(**values)


def _config_of(config: dict[str, Any], folders: Sequence[Path]) -> Any:
    return read_config(named_file(config["file"], folders, config.get("sha256")))


def _by_old_names(
    passwords: Mapping[str, str],
    files: InputFiles,
) -> dict[str, str]:
    """The passwords also by the names that renamed files had: these are read under them."""
    of_renamed = {
        old_name: passwords[name]
        for old_name, name in files.own_names.items()
        if name in passwords
    }
    return {**of_renamed, **passwords}


def _letter_of(receipt: Receipt, folders: Sequence[Path]) -> str:
    """A letter's id, or where its file stands now."""
    letter = str(receipt.options["letter"])
    if not letter.endswith(".toml"):
        return letter
    return str(named_file(letter, folders, receipt.letter_sha256))
