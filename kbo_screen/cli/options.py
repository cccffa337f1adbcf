"""The options that commands share, once each, with their help from the catalogue: how each is spelled and checked."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from kbo_screen.cli.call_reader import PASSWORDS_META
from kbo_screen.cli.completion import CONFIG_NAME, complete_districts, complete_letters
from kbo_screen.cli.streams import LANG_VARIABLE, help_language
from kbo_screen.cli.typed_options import is_typed
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.formats.text_formats import formats_of, suffixes_of
from kbo_screen.letters import MOST_TAKEN

if TYPE_CHECKING:
    from kbo_screen.formats.text_formats import Content
    from kbo_screen.registry.side_list import Role, RoleLists

CONFIG_META: Final = "kbo_screen.config"
LANG_META: Final = "kbo_screen.lang"
SAID_LANG_META: Final = "kbo_screen.said_lang"
DEBUG_META: Final = "kbo_screen.debug"

Language = Literal["th", "en"]
Threshold = Literal["error", "warning", "info", "never"]


def help_text(name: str, **fields: str) -> str:
    """The help of a command or an option in the language of the help."""
    return text(f"help.{name}", help_language(), **fields)


def _remember(key: str) -> Any:
    """Keep an option's value where the error handler finds it, before any other option is read."""

    def keep(ctx: typer.Context, value: Any) -> Any:
        ctx.meta[key] = value
        return value

    return keep


def _keep_language(ctx: typer.Context, value: str) -> str:
    """The language of the run: as the command says it, else as was said before the command."""
    if is_typed(ctx, "lang"):
        ctx.meta[SAID_LANG_META] = value
    value = ctx.meta.get(SAID_LANG_META, value)
    ctx.meta[LANG_META] = value
    return value


def _keep_first_language(ctx: typer.Context, value: str) -> str:
    """The language that is said before the command. Raises UsageError for one that there is not."""
    if value not in LANGUAGES:
        raise UsageError.of(
            "usage.no-choice",
            value="--lang",
            suggestion=", ".join(LANGUAGES),
        )
    return _keep_language(ctx, value)


def _load_config(ctx: typer.Context, path: Path | None) -> Path | None:
    """Let a config stand behind the options: what the command line or the environment says goes first.

    Without --config the one in the working folder counts, if there is one.
    """
    ctx.meta[CONFIG_META] = None
    path = path or config_in_folder()
    if path is None:
        return None
    from kbo_screen.sources.config.config_file import read_config

    loaded = read_config(path)
    ctx.meta[CONFIG_META] = loaded
    no_options = {"columns", "headers", "values", "matching"}
    values = loaded.config.model_dump(exclude_unset=True, exclude=no_options)
    columns = loaded.config.columns
    values["column"] = [f"{field}={header}" for field, header in columns.items()]
    ctx.default_map = {
        name: value for name, value in values.items() if value not in (None, [])
    }
    return path


def config_in_folder() -> Path | None:
    """The config of the working folder; a pipe or a broken link of its name too, for whoever reads it tells of that."""
    path = Path(CONFIG_NAME)
    return path if path.exists() or path.is_symlink() else None


def _keep_passwords(ctx: typer.Context, path: Path | None) -> Path | None:
    """Keep the passwords of a file for the reader of this call."""
    if path is not None:
        from kbo_screen.sources.config.password_file import read_passwords

        ctx.meta[PASSWORDS_META] = read_passwords(path)
    return path


def _or_configured(ctx: typer.Context, paths: list[Path]) -> list[Path]:
    """The registries of the command line, else the config's. Raises UsageError where there are none."""
    registries = paths or configured_registries(ctx)
    if not registries and not ctx.params.get("blank"):
        raise UsageError.of("usage.no-registry")
    return registries


def configured_registries(ctx: typer.Context) -> list[Path]:
    """The registries that the config names."""
    return [Path(path) for path in (ctx.default_map or {}).get("registry", [])]


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"kbo-screen {version('kbo-screen')}")
        raise typer.Exit


def _parse_date(value: str) -> dt.date:
    """A date as people write one, Buddhist or not. Raises UsageError for what is none."""
    from kbo_screen.vocabulary.dates import read_date

    date = read_date(value).date
    if date is None:
        raise UsageError.of("usage.bad-date", value=value)
    return date


def parse_columns(pairs: list[str]) -> dict[str, str]:
    """Read `FIELD=HEADER` pairs. Raises UsageError for one without `=`."""
    for pair in pairs:
        if "=" not in pair:
            raise UsageError.of("usage.bad-column", value=pair)
    return dict(pair.split("=", 1) for pair in pairs)


def side_lists(
    projects: list[Path],
    stars: list[Path],
    standards: list[Path],
) -> RoleLists:
    """The lists of a run."""
    lists: list[tuple[Role, Path]] = [("projects", path) for path in projects]
    lists += [("stars", path) for path in stars]
    lists += [("standards", path) for path in standards]
    return tuple(lists)


def option(*names: str, help: str, **settings: Any) -> Any:
    """An option by its names. help: of the text that tells of it; settings: as typer takes them."""
    return typer.Option(*names, help=help_text(help), **settings)


def argument(*, help: str, **settings: Any) -> Any:
    """The same of a word without a name."""
    return typer.Argument(help=help_text(help), **settings)


#: A path is looked at by whoever opens it (`readable=False`): typer would say in English, and with the wrong exit code,
#: that it may not be read.
file_option = partial(option, readable=False)
file_argument = partial(argument, readable=False)


def output_option(
    *contents: Content, metavar: str = "FILE", name: str = "output"
) -> Any:
    """`--output` of a command whose result has these contents. name: of the text that tells of it."""
    return typer.Option(
        "--output",
        "-o",
        metavar=metavar,
        readable=False,
        help=help_text(name, suffixes=suffixes_of(contents)),
    )


def _format_option(*contents: Content) -> Any:
    """`--format` of a command whose result has these contents: its words are the table's."""
    words = ("table", *formats_of(contents))
    return Annotated[Literal[words], option("--format", help="format")]


VersionOption = Annotated[
    bool, option("--version", callback=_print_version, is_eager=True, help="version")
]
RegistriesArgument = Annotated[
    list[Path],
    file_argument(
        metavar="REGISTRY...",
        show_default=False,
        callback=_or_configured,
        help="registries",
    ),
]
ConfigOption = Annotated[
    Path | None,
    file_option(
        "--config",
        metavar="FILE",
        is_eager=True,
        callback=_load_config,
        help="config.option",
    ),
]
LetterOption = Annotated[
    str,
    option(
        "--letter",
        metavar="ID|FILE",
        autocompletion=complete_letters,
        help="letter.option",
    ),
]
ProvinceOption = Annotated[
    str | None, option("--province", metavar="NAME|all", help="province")
]
DistrictOption = Annotated[
    list[str],
    option(
        "--district", metavar="NAME", autocompletion=complete_districts, help="district"
    ),
]
OneDistrictOption = Annotated[
    str | None,
    option(
        "--district", metavar="NAME", autocompletion=complete_districts, help="district"
    ),
]
ColumnOption = Annotated[
    list[str], option("--column", metavar="FIELD=HEADER", help="column")
]
ProjectsOption = Annotated[
    list[Path], file_option("--projects", metavar="FILE", help="projects")
]
StarsOption = Annotated[
    list[Path], file_option("--stars", metavar="FILE", help="stars")
]
StandardsOption = Annotated[
    list[Path], file_option("--standards", metavar="FILE", help="standards")
]
AnswersOption = Annotated[
    list[Path], file_option("--answers", metavar="FILE", help="answers")
]
PasswordFileOption = Annotated[
    Path | None,
    file_option(
        "--password-file",
        metavar="FILE",
        callback=_keep_passwords,
        help="password_file",
    ),
]
TakeOption = Annotated[
    int | None, option("--take", min=1, max=MOST_TAKEN, metavar="N", help="take")
]
TodayOption = Annotated[
    dt.date | None, option("--today", parser=_parse_date, metavar="DATE", help="today")
]
OutputOption = Annotated[Path | None, output_option("payload", "rows", "page")]
ForceOption = Annotated[bool, option("--force", help="force")]
FontOption = Annotated[str, option("--font", metavar="NAME", help="font")]
FailOnOption = Annotated[Threshold, option("--fail-on", help="fail_on")]
AllOption = Annotated[bool, option("--all", help="all")]
if TYPE_CHECKING:
    FormatOption = str
    RowsFormatOption = str
    PayloadFormatOption = str
else:  # the words are data: no type checker could read them
    FormatOption = _format_option("payload", "rows", "page")
    RowsFormatOption = _format_option("payload", "rows")
    PayloadFormatOption = _format_option("payload")
ContactsOption = Annotated[bool, option("--with-contacts", help="contacts")]
ReceivedOption = Annotated[
    str | None, option("--received", metavar="DATE|FILE", help="validate.received")
]
QuietOption = Annotated[bool, option("--quiet", "-q", help="quiet")]
VerboseOption = Annotated[bool, option("--verbose", "-v", help="verbose")]
LangOption = Annotated[
    Language,
    option(
        "--lang",
        envvar=LANG_VARIABLE,
        callback=_keep_language,
        is_eager=True,
        help="lang",
    ),
]
#: As LangOption, of plain text: typer loads pydantic for a choice, and every `--help` would wait for it.
FirstLangOption = Annotated[
    str,
    option(
        "--lang",
        metavar=f"<{'|'.join(LANGUAGES)}>",
        envvar=LANG_VARIABLE,
        callback=_keep_first_language,
        is_eager=True,
        help="lang",
    ),
]
DebugOption = Annotated[
    bool, option("--debug", callback=_remember(DEBUG_META), is_eager=True, help="debug")
]
