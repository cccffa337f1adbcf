"""`kbo-screen letter show|check`: the letter as the program understands it, and whether a file holds together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.help_page import PlainCommand, PlainGroup
from kbo_screen.cli.letter_new import new
from kbo_screen.cli.option_groups import as_command
from kbo_screen.cli.running import run_of, run_options
from kbo_screen.cli.streams import show_text
from kbo_screen.findings import UsageError, errors_among
from kbo_screen.formats.terminal.console import result_screen
from kbo_screen.formats.text_formats import TEXT_FORMATS
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.tasks.run_options import RunOptions

LetterArgument = Annotated[str, o.argument(metavar="ID|FILE", help="letter.option")]
RegistryOption = Annotated[
    list[Path], o.file_option("--registry", metavar="FILE", help="letter.registry")
]
AllOption = Annotated[bool, o.option("--all", help="letter.all")]

letter_app = typer.Typer(
    cls=PlainGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@letter_app.command(
    "show",
    cls=PlainCommand,
    help=o.help_text("letter.show"),
)
@as_command
def show(
    letter: LetterArgument = DEFAULT_LETTER,
    lang: o.LangOption = "th",
) -> None:
    """Show the letter as the program understands it."""
    from kbo_screen.formats.terminal.letter_terminal import show_letter
    from kbo_screen.tasks.build_run import open_letter

    show_letter(open_letter(letter).letter, lang, result_screen())


@letter_app.command(
    "check",
    cls=PlainCommand,
    help=o.help_text("letter.check"),
)
@as_command
def check(
    ctx: typer.Context,
    *,
    letter: LetterArgument,
    registry: RegistryOption = [],
    show_all: AllOption = False,
    format: o.PayloadFormatOption = "table",
    today: o.TodayOption = None,
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
) -> None:
    """Check a letter file: its shape, its dates, every worked example, and what it has of the letter's text."""
    from kbo_screen.formats.terminal.letter_check_terminal import show_letter_check
    from kbo_screen.results.letter_coverage import letter_check_payload
    from kbo_screen.tasks.check_letter import check_letter_file

    run = _run_with_readings(registry, run_options(ctx)) if registry else None
    checked = check_letter_file(letter, run)
    payload = letter_check_payload(checked, lang)
    if format == "table":
        show_letter_check(payload, lang, result_screen(), in_full=show_all)
    else:
        show_text(TEXT_FORMATS[format].write(payload))
    if errors := errors_among(checked.findings):
        raise UsageError(*errors)


def _run_with_readings(registries: list[Path], options: RunOptions) -> Run:
    """A run under the letter that is checked, with what its readings decide."""
    run = run_of(registries, options)
    from kbo_screen.tasks.run_readings import with_readings

    return with_readings(run, registries, options)


letter_app.command(
    "new",
    cls=PlainCommand,
    help=o.help_text("letter_new.about"),
)(new)
