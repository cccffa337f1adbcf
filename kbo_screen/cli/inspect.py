"""`kbo-screen inspect`: what was recognised in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.running import run_options
from kbo_screen.cli.streams import say, show_failure, show_text
from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", readable=False, help=o.help_text("inspect.files")
    ),
]
InspectOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        readable=False,
        help=o.help_text("inspect.output"),
    ),
]
FormatOption = Annotated[
    Literal["table", "json"], typer.Option("--format", help=o.help_text("format"))
]


def inspect(
    ctx: typer.Context,
    files: FilesArgument,
    config: o.ConfigOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    column: o.ColumnOption = [],  # noqa: B006 - typer reads the default and never changes it
    format: FormatOption = "table",  # noqa: A002 - the name of the option
    output: InspectOutput = None,
    force: o.ForceOption = False,
    font: o.FontOption = "TH SarabunPSK",
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    verbose: o.VerboseOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Show which table was found where, and what its columns and values were taken for."""
    from kbo_screen.formats.inspect_report import (
        inspection_json,
        show_inspection,
        write_inspection,
    )
    from kbo_screen.formats.terminal import result_console
    from kbo_screen.formats.writing import write_file, write_text
    from kbo_screen.results.shown import shown_findings, shown_inspection
    from kbo_screen.sources.inspect_files import inspect_files
    from kbo_screen.tasks.build_run import open_letter, use_config

    use_config(run_options(ctx).config)
    loaded = open_letter(letter).letter
    looked, findings = inspect_files(
        files, loaded, province=province, columns=o.parse_columns(column)
    )
    found, noticed = (
        [shown_inspection(each) for each in looked],
        shown_findings(findings),
    )
    if format == "json":
        show_text(inspection_json(found, noticed, lang))
    else:
        show_inspection(found, noticed, lang, result_console(), verbose=verbose)
    if output is None:
        return
    over = overwriting(ctx)
    if output.suffix == ".xlsx":
        path, told = write_file(
            lambda draft: write_inspection(found, noticed, lang, font, draft),
            output,
            **over,
        )
    elif output.suffix == ".json":
        path, told = write_text(inspection_json(found, noticed, lang), output, **over)
    else:
        raise UsageError(make_finding("output.unknown-format", Place(output.name)))
    show_failure(told, lang)
    say("help.written", lang, file=path)
