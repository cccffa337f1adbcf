"""What a command may write over: never what it reads, by whatever option, and by whatever name.

Only the options in OUTPUTS say where a result goes; every other one may name something that is read, so that a new
option is protected without a word here.
"""

from __future__ import annotations

import glob
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.cli.call_reader import reader_of
from kbo_screen.cli.dragged_paths import is_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import typer

    from kbo_screen.formats.writing import KeptFiles, OverwriteRules

#: Options that say where a result goes.
OUTPUTS: Final = frozenset({"output", "collect", "return_folder"})
#: What an option that takes a path calls its value in the help: typers of before keep such values as words.
_PATHS: Final = ("FILE", "DIR", "REGISTRY", "SUBMISSION", "OLD", "NEW")


def overwriting(ctx: typer.Context) -> OverwriteRules:
    """What the files of this call may be written over."""
    return {
        "force": bool(ctx.params.get("force")),
        "inputs": tuple(input_files(ctx)),
        "kept_files": partial(_kept_files, ctx),
    }


def _kept_files(ctx: typer.Context, new_by_old: Mapping[Path, Path]) -> KeptFiles:
    """Looked at only when something stands where a result is to go, and by the reader of this call."""
    from kbo_screen.sources.old_results.old_output import kept_files

    return kept_files(new_by_old, reader=reader_of(ctx))


def input_files(ctx: typer.Context) -> Iterator[Path]:
    """Every file and folder that the options of a call name, and the files in such folders.

    An option that takes words, such as a letter or a date, may name a file by them.
    """
    params: Any = ctx.command.params
    metavars = {param.name: param.metavar or "" for param in params}
    for name, value in ctx.params.items():
        if name in OUTPUTS:
            continue
        takes_path = any(word in metavars.get(name, "") for word in _PATHS)
        for item in _items(value):
            yield from _files_named(item, takes_path=takes_path)


def _files_named(item: str | Path, *, takes_path: bool) -> Iterator[Path]:
    """The files of a path; of words only a file that is called so, for a district's name may be a folder's too."""
    path = Path(item)
    if takes_path or isinstance(item, Path):
        yield from _files_of_path(path)
    elif is_there(path) and not path.is_dir():
        yield path


def _items(value: object) -> Iterator[str | Path]:
    """The words and paths of an option, which may have been given again and again."""
    if isinstance(value, str | Path):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _items(item)


def _files_of_path(path: Path) -> Iterator[Path]:
    """A file; a folder with all files in it; what a pattern finds; nothing for a name that nothing has."""
    if not is_there(path):
        for match in glob.iglob(str(path), recursive=True):  # noqa: PTH207 - may be absolute
            yield Path(match)
        return
    yield path
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file())
