"""`kbo-screen config init`: a commented config from the options of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import CONFIG_NAME
from kbo_screen.cli.delivery import destination, file_target, write_targets
from kbo_screen.cli.help_page import PlainCommand, PlainGroup
from kbo_screen.cli.option_groups import DataOptions, as_command
from kbo_screen.cli.output_check import check_output_config
from kbo_screen.cli.typed_options import is_typed
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from kbo_screen.cli.completion import OptionValues

ConfigOutput = Annotated[
    Path, o.file_option("--output", "-o", metavar="FILE", help="config.output")
]
SomeRegistries = Annotated[
    list[Path],
    o.file_argument(metavar="[REGISTRY...]", show_default=False, help="registries"),
]

config_app = typer.Typer(
    cls=PlainGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@config_app.command(
    "init",
    cls=PlainCommand,
    help=o.help_text("config.init"),
)
@as_command
def init(
    ctx: typer.Context,
    *,
    registries: SomeRegistries = [],
    output: ConfigOutput = Path(CONFIG_NAME),
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    data: DataOptions,
    take: o.TakeOption = None,
    font: o.FontOption = "TH SarabunPSK",
    force: o.ForceOption = False,
    lang: o.LangOption = "th",
) -> None:
    """Write a config whose keys are the options given, and examples for the rest."""
    from kbo_screen.formats.writing import text_writer
    from kbo_screen.results.config_text import config_text

    check_output_config(ctx, output)
    values = _typed_values(ctx)
    if registries:
        values["registry"] = registries
    keys = {name: in_config(value, output.parent) for name, value in values.items()}
    keys["columns"] = o.parse_columns(data.column)
    writer = text_writer(config_text(keys, lang))
    write_targets([file_target(output, writer)], destination(ctx))


def _typed_values(ctx: typer.Context) -> OptionValues:
    """The values of the options that were typed and that a config can hold."""
    from kbo_screen.results.config_text import KEYS

    return {
        name: _with_paths(value)
        for name, value in ctx.params.items()
        if name in KEYS and is_typed(ctx, name)
    }


def _with_paths(value: object) -> object:
    """The files of an option as paths, whatever the context keeps them as."""
    if isinstance(value, list | tuple):
        return [Path(str(file)) for file in value]
    return value


def in_config(value: object, folder: Path) -> object:
    """Paths as the config means them: from its own folder, with the strokes that every system reads."""
    if isinstance(value, list):
        return [in_config(item, folder) for item in value]
    if not isinstance(value, Path):
        return value
    try:
        return value.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return value.resolve().as_posix()
