"""`kbo-screen rank`: the shortlist of every district, on the screen and in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.console import busy, say, show_failure
from kbo_screen.cli.running import RunOptions, build_run, exit_code

if TYPE_CHECKING:
    from kbo_screen.screening.run import Run

FormatOption = Annotated[Literal["table", "json", "csv"], typer.Option("--format", help=o.help_text("format"))]
SplitOption = Annotated[
    Literal["province", "district"] | None, typer.Option("--split", help=o.help_text("split"))
]
AllRowsOption = Annotated[bool, typer.Option("--all-rows", help=o.help_text("all_rows"))]


def rank(
    registries: o.RegistriesArgument,
    letter: o.LetterOption = o.DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    district: o.DistrictOption = [],  # noqa: B006 - typer reads the default and never changes it
    column: o.ColumnOption = [],  # noqa: B006
    take: o.TakeOption = None,
    format: FormatOption = "table",  # noqa: A002 - the name of the option
    output: o.OutputOption = None,
    split: SplitOption = None,
    force: o.ForceOption = False,
    font: o.FontOption = "TH SarabunPSK",
    all_rows: AllRowsOption = False,
    fail_on: o.FailOnOption = "never",
    today: o.TodayOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    verbose: o.VerboseOption = False,
    debug: o.DebugOption = False,  # noqa: ARG001 - read by the error handler
) -> None:
    """Rank the groups of every district by the letter."""
    asked = RunOptions(
        letter=letter,
        lang=lang,
        province=province,
        districts=tuple(district),
        columns=o.parse_columns(column),
        take=take,
        today=today,
        quiet=quiet,
    )
    run = build_run(registries, asked)
    show(run, format, all_rows=all_rows, quiet=quiet, verbose=verbose)
    if output:
        with busy("help.writing", lang, quiet=quiet):
            written = write(run, output, inputs=registries, split=split, force=force, font=font, all_rows=all_rows)
        say("help.written", lang, file=written)
    raise typer.Exit(exit_code(run.findings, fail_on))
