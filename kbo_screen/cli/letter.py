"""`kbo-screen letter show|check`: the letter as the program understands it, and whether a file holds together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.help_page import PlainCommand, PlainGroup
from kbo_screen.findings.catalogue import text
from kbo_screen.letters import DEFAULT_LETTER

FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        readable=False,
        help=o.help_text("letter.file"),
    ),
]
WhichArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID|FILE",
        help=o.help_text("letter.option"),
    ),
]

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
def show(
    letter: WhichArgument = DEFAULT_LETTER,
    lang: o.LangOption = "th",
    debug: o.DebugOption = False,
) -> None:
    """Show the letter as the program understands it."""
    from kbo_screen.formats.console import result_screen
    from kbo_screen.formats.letter_terminal import show_letter
    from kbo_screen.tasks.build_run import open_letter

    loaded = open_letter(letter)

    show_letter(loaded.letter, lang, result_screen())


@letter_app.command(
    "check",
    cls=PlainCommand,
    help=o.help_text("letter.check"),
)
def check(
    letter: FileArgument,
    lang: o.LangOption = "th",
    debug: o.DebugOption = False,
) -> None:
    """Check a letter file: its shape, its dates and every worked example."""
    from kbo_screen.tasks.build_run import open_letter

    checked = open_letter(letter).letter
    typer.echo(
        text(
            "help.letter.fine",
            lang,
            letter=checked.id,
            conditions=len(checked.conditions),
            tiers=len(checked.tiers),
            examples=len(checked.examples),
        )
    )
