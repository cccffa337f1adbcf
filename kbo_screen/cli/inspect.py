"""`kbo-screen inspect`: what was recognised in a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import deliver
from kbo_screen.cli.option_groups import (
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_file
from kbo_screen.cli.running import run_options
from kbo_screen.cli.streams import can_ask
from kbo_screen.findings import UsageError

FilesArgument = Annotated[
    list[Path], o.file_argument(metavar="FILE...", help="inspect.files")
]
AskOption = Annotated[bool, o.option("--ask", help="inspect.ask")]
InspectOutput = Annotated[Path | None, o.output_option("payload")]


@as_command
def inspect(
    ctx: typer.Context,
    *,
    files: FilesArgument,
    letter: LetterOptions,
    column: o.ColumnOption = [],
    ask: AskOption = False,
    format: o.PayloadFormatOption = "table",
    output: InspectOutput = None,
    file: FileOptions,
    voice: VoiceOptions,
    verbose: o.VerboseOption = False,
) -> int:
    """Show which table was found where, and what its columns and values were taken for."""
    if ask and not can_ask():
        raise UsageError.of("usage.ask-needs-terminal")
    check_output_file(ctx, output, "payload")
    from kbo_screen.formats.terminal.inspect_terminal import show_inspection
    from kbo_screen.tasks.look_at_files import look_at_files
    from kbo_screen.tasks.reports import inspection_report

    options = run_options(ctx)
    inspections, findings = look_at_files(files, options)
    show = partial(show_inspection, inspections, findings, voice.lang, verbose=verbose)
    report = inspection_report(inspections, findings, voice.lang, font=file.font)
    code = deliver(report, show, ctx)
    if ask:
        from kbo_screen.cli.inspect_questions import settle_unknowns

        settle_unknowns(
            files,
            inspections,
            options,
            letter.config,
        )
    return code
