"""Steps as lines to type: a command with the registries and options of this call, quoted for the shell."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.cli.option_groups import DataOptions, LetterOptions
from kbo_screen.cli.options import SAID_LANG_META
from kbo_screen.cli.shell_words import command_line, path_word, program_word
from kbo_screen.cli.typed_options import is_typed
from kbo_screen.results.next_steps import Step, StepLine
from kbo_screen.vocabulary.file_names import numbered_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import typer

#: What an edition of a comparison can have alone.
_OF_ONE_SIDE: Final = ("projects", "stars", "standards", "answers")
#: Options of a call that hold for the next one too, where it takes them.
_CARRIED: Final = (
    *(part.name for part in fields(LetterOptions)),
    "district",
    *(part.name for part in fields(DataOptions)),
    "take",
    "received",
    "previous",
    "only",
    "skip",
    "password_file",
    "inputs",
    "old_letter",
    "old_take",
    *(f"{side}_{kind}" for side in ("old", "new") for kind in _OF_ONE_SIDE),
)
#: An option of which a step has more to say.
_ADDED_TO: Final = "answers"
#: Commands whose registry is an option, and that of them which a step may be.
_TAKE_LISTS: Final = ("validate", "meeting")
_CHECK: Final = "validate"
#: A command that reads no registry from the config.
_WANTS_FILES: Final = "inspect"
#: A command that takes one registry.
_WANTS_ONE_FILE: Final = "explain"


def step_lines(steps: Iterable[Step], ctx: typer.Context) -> list[StepLine]:
    """The steps of a call, each with the line to type; one that cannot be typed is left out."""
    lines = []
    for step in steps:
        if step.command == _WANTS_ONE_FILE and len(_paths(ctx, "registries")) > 1:
            continue
        words = [program_word(ctx.find_root().command_path), step.command]
        words += _files(ctx, step.command)
        words += [*_carried_options(ctx, step), *step.arguments]
        if step.new_file:
            words += [step.output_option, free_name(step.new_file)]
        lines.append(StepLine(step.words, command_line(words)))
    return lines


def _files(
    ctx: typer.Context,
    command: str,
) -> list[str]:
    """The files that the next command reads, as it takes them: a check's registry is an option, a shortfall's lists."""
    lists = _paths(ctx, "submissions")
    if ctx.info_name not in _TAKE_LISTS:
        needs_files = command == _WANTS_FILES or is_typed(ctx, "registries")
        files = _paths(ctx, "registries") if needs_files else []
        if command in _TAKE_LISTS:
            return _as_options("--registry", files)
        takes_lists = command == ctx.info_name and is_typed(ctx, "submissions")
        return files + (_as_options("--submissions", lists) if takes_lists else [])
    registries = _paths(ctx, "registry")
    if command == _CHECK:
        return lists + _as_options("--registry", registries)
    return registries + _as_options("--submissions", lists)


def _as_options(
    option: str,
    paths: Iterable[str],
) -> list[str]:
    words = []
    for path in paths:
        words += [option, path]
    return words


def _paths(
    ctx: typer.Context,
    name: str,
) -> list[str]:
    return [path_word(path) for path in ctx.params.get(name) or ()]


def _carried_options(
    ctx: typer.Context,
    step: Step,
) -> Iterator[str]:
    """The options of this call that the next command takes, as they are typed; none that the step says itself."""
    root: Any = ctx.find_root().command
    next_params = {param.name: param for param in root.commands[step.command].params}
    for param in ctx.command.params:
        name, option = str(param.name), param.opts[0]
        is_said = option in step.arguments and name != _ADDED_TO
        is_carried = name in _CARRIED and name in next_params and not is_said
        if not is_carried or not is_typed(ctx, name):
            continue
        if _means_the_same(param, next_params[name]):
            value = ctx.params[name]
            values = value if isinstance(value, list | tuple) else [value]
            yield from _as_options(option, map(str, values))
    if lang := ctx.meta.get(SAID_LANG_META):
        yield from ("--lang", lang)


def _means_the_same(param: Any, next_param: Any) -> Any:
    """The next command takes as many values of an option: `form` takes districts, `validate` that of a list without."""
    return next_param.multiple == param.multiple


def free_name(name: str, folder: Path = Path()) -> str:
    """A name in a folder, the working folder where none is given, that nothing has."""
    new_name, number = name, 2
    while (folder / new_name).exists():
        new_name = numbered_name(name, number)
        number += 1
    return new_name
