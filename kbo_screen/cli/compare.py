"""`kbo-screen compare`: what moved between two editions, and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import complete_letters
from kbo_screen.cli.delivery import deliver
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_file
from kbo_screen.cli.running import run_options
from kbo_screen.cli.streams import busy
from kbo_screen.cli.typed_options import is_typed
from kbo_screen.findings import Place, UsageError
from kbo_screen.letters import MOST_TAKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.registry.side_list import RoleLists
    from kbo_screen.tasks.compared_sides import SideInput
    from kbo_screen.tasks.run_options import RunOptions

#: Options that say how a registry is read and ranked; a result is read as its receipt says.
_OF_REGISTRIES: Final = frozenset(
    {
        "letter",
        "province",
        "column",
        "projects",
        "stars",
        "standards",
        "answers",
        "take",
    }
)


def _edition(metavar: str, name: str) -> Any:
    argument = o.file_argument(metavar=metavar, help=f"compare.{name}")
    return Annotated[Path, argument]


def _files_of_side(option: str) -> Any:
    name = option.removeprefix("--").replace("-", "_")
    files = o.file_option(option, metavar="FILE", help=f"compare.{name}")
    return Annotated[list[Path], files]


if TYPE_CHECKING:
    OldArgument = Path
    NewArgument = Path
    FilesOption = list[Path]
    OldProjects = FilesOption
    OldStars = FilesOption
    OldStandards = FilesOption
    OldAnswers = FilesOption
    NewProjects = FilesOption
    NewStars = FilesOption
    NewStandards = FilesOption
    NewAnswers = FilesOption
else:  # options that differ in nothing but their names
    OldArgument = _edition("OLD", "old")
    NewArgument = _edition("NEW", "new")
    OldProjects = _files_of_side("--old-projects")
    OldStars = _files_of_side("--old-stars")
    OldStandards = _files_of_side("--old-standards")
    OldAnswers = _files_of_side("--old-answers")
    NewProjects = _files_of_side("--new-projects")
    NewStars = _files_of_side("--new-stars")
    NewStandards = _files_of_side("--new-standards")
    NewAnswers = _files_of_side("--new-answers")
OldLetterOption = Annotated[
    str | None,
    o.option(
        "--old-letter",
        metavar="ID|FILE",
        autocompletion=complete_letters,
        help="compare.old_letter",
    ),
]
OldTakeOption = Annotated[
    int | None,
    o.option("--old-take", min=1, max=MOST_TAKEN, metavar="N", help="compare.old_take"),
]
InputsOption = Annotated[
    list[Path],
    o.option("--inputs", metavar="DIR", file_okay=False, help="compare.inputs"),
]
MovesOption = Annotated[bool, o.option("--verbose", "-v", help="compare.verbose")]
OutputOption = Annotated[Path | None, o.output_option("payload", "rows")]


@dataclass(
    frozen=True,
    slots=True,
    kw_only=True,
)
class OldOptions:
    """What holds for the older edition alone."""

    old_letter: OldLetterOption = None
    old_take: OldTakeOption = None
    old_projects: OldProjects = field(default_factory=list)
    old_stars: OldStars = field(default_factory=list)
    old_standards: OldStandards = field(default_factory=list)
    old_answers: OldAnswers = field(default_factory=list)

    @property
    def lists(self) -> RoleLists:
        """The side lists of the older edition alone."""
        return o.side_lists(self.old_projects, self.old_stars, self.old_standards)


@dataclass(
    frozen=True,
    slots=True,
    kw_only=True,
)
class NewOptions:
    """What holds for the newer edition alone."""

    new_projects: NewProjects = field(default_factory=list)
    new_stars: NewStars = field(default_factory=list)
    new_standards: NewStandards = field(default_factory=list)
    new_answers: NewAnswers = field(default_factory=list)

    @property
    def lists(self) -> RoleLists:
        """The side lists of the newer edition alone."""
        return o.side_lists(self.new_projects, self.new_stars, self.new_standards)


@as_command
def compare(
    ctx: typer.Context,
    *,
    old: OldArgument,
    new: NewArgument,
    letter: LetterOptions,
    district: o.DistrictOption = [],
    data: DataOptions,
    take: o.TakeOption = None,
    of_old: OldOptions,
    of_new: NewOptions,
    inputs: InputsOption = [],
    format: o.RowsFormatOption = "table",
    output: OutputOption = None,
    file: FileOptions,
    voice: VoiceOptions,
    verbose: MovesOption = False,
) -> int:
    """Compare two editions; 1 where anything moved."""
    check_output_file(
        ctx,
        output,
        "payload",
        "rows",
    )
    from kbo_screen.cli.step_commands import step_lines
    from kbo_screen.formats.terminal.compare_terminal import show_compare
    from kbo_screen.results.comparison.compare_payload import is_changed
    from kbo_screen.results.next_steps import steps_after_compare
    from kbo_screen.tasks.compare_editions import compare_sides
    from kbo_screen.tasks.compared_sides import side_of
    from kbo_screen.tasks.reports import comparison_report

    options = run_options(ctx)
    old_side = side_of(
        old,
        _old_options(options, of_old),
        inputs,
    )
    new_side = side_of(
        new,
        _with_own(options, of_new.lists, of_new.new_answers),
        inputs,
    )
    _refuse_unused(ctx, old_side, new_side)
    options.reader.plan([*old_side.paths, *new_side.paths])
    with busy(
        "help.reading",
        voice.lang,
        quiet=voice.quiet,
    ) as tell:
        payload = compare_sides(
            old_side,
            new_side,
            tell,
        )
    steps = steps_after_compare((str(old), str(new)), output, voice.lang)
    show = partial(
        show_compare,
        payload,
        voice.lang,
        steps=() if voice.quiet else step_lines(steps, ctx),
        verbose=verbose,
    )
    report = comparison_report(payload, voice.lang, font=file.font)
    return deliver(report, show, ctx) or int(is_changed(payload))


def _refuse_unused(
    ctx: typer.Context,
    old_side: SideInput,
    new_side: SideInput,
) -> None:
    """Raise UsageError for an option that says how to read a registry where a result stands, read by its receipt."""
    for name in filter(partial(is_typed, ctx), ctx.params):
        if name.startswith("old_"):
            sides = [old_side]
        elif name.startswith("new_"):
            sides = [new_side]
        elif name in _OF_REGISTRIES:
            sides = [old_side, new_side]
        else:
            continue
        results = [side.stated.file for side in sides if side.stated]
        if len(results) == len(sides):
            option = "--" + name.replace("_", "-")
            place = Place(results[0])
            raise UsageError.of("usage.option-of-registries", place, option=option)


def _old_options(options: RunOptions, of_old: OldOptions) -> RunOptions:
    return replace(
        _with_own(options, of_old.lists, of_old.old_answers),
        letter=of_old.old_letter or options.letter,
        take=of_old.old_take or options.take,
    )


def _with_own(
    options: RunOptions,
    lists: RoleLists,
    answers: Sequence[Path],
) -> RunOptions:
    """The options with the lists and answers of one edition alone behind those of both."""
    return replace(
        options,
        lists=(*options.lists, *lists),
        answers=(*options.answers, *answers),
    )
