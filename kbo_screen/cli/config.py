"""`kbo-screen config init`: a commented config from the options of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import CONFIG_NAME
from kbo_screen.cli.help_page import PlainCommand, PlainGroup
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.streams import say, show_failure
from kbo_screen.letters import DEFAULT_LETTER

ConfigOutput = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        readable=False,
        help=o.help_text("config.output"),
    ),
]
SomeRegistries = Annotated[
    list[Path],
    typer.Argument(
        metavar="[REGISTRY...]",
        show_default=False,
        readable=False,
        help=o.help_text("registries"),
    ),
]

config_app = typer.Typer(cls=PlainGroup, no_args_is_help=True, rich_markup_mode=None)


@config_app.command("init", cls=PlainCommand, help=o.help_text("config.init"))
def init(
    ctx: typer.Context,
    registries: SomeRegistries = [],  # noqa: B006 - typer reads the default and never changes it
    output: ConfigOutput = Path(CONFIG_NAME),
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    column: o.ColumnOption = [],  # noqa: B006
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    take: o.TakeOption = None,
    font: o.FontOption = "TH SarabunPSK",
    force: o.ForceOption = False,
    lang: o.LangOption = "th",
    debug: o.DebugOption = False,
) -> None:
    """Write a config whose keys are the options given, and examples for the rest."""
    from kbo_screen.formats.writing import write_text
    from kbo_screen.results.config_text import KEYS, config_text

    given = {
        name
        for name in ctx.params
        if (source := ctx.get_parameter_source(name)) and source.name == "COMMANDLINE"
    }
    said = {name: _paths_of(ctx.params[name]) for name in KEYS if name in given}
    if registries:
        said["registry"] = registries
    said = {name: _written(value, output.parent) for name, value in said.items()}
    said["columns"] = o.parse_columns(column)
    path, told = write_text(config_text(said, lang), output, **overwriting(ctx))
    show_failure(told, lang)
    say("help.written", lang, file=path)


def _paths_of(value: object) -> object:
    """The files of an option as paths, whatever the context keeps them as."""
    return (
        [Path(str(one)) for one in value] if isinstance(value, list | tuple) else value
    )


def _written(value: object, folder: Path) -> object:
    """Paths as the config means them: from its own folder, with the strokes that every system reads."""
    if isinstance(value, list):
        return [_written(one, folder) for one in value]
    if isinstance(value, Path):
        try:
            return value.resolve().relative_to(folder.resolve()).as_posix()
        except ValueError:
            return value.resolve().as_posix()
    return value
