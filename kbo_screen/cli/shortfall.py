"""`kbo-screen shortfall`: where each district stands, and what would close the gap."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import deliver
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_file
from kbo_screen.cli.running import check_of, run_of, run_options, shows_screen
from kbo_screen.findings import UsageError

SubmissionsOption = Annotated[
    list[Path],
    o.file_option("--submissions", metavar="FILE|DIR", help="shortfall.submissions"),
]
EachOption = Annotated[bool, o.option("--each", help="shortfall.each")]
LeversOption = Annotated[bool, o.option("--levers", help="shortfall.levers")]
FailOption = Annotated[
    Literal["short", "error", "warning", "info", "never"],
    o.option("--fail-on", help="shortfall.fail_on"),
]


@as_command
def shortfall(
    ctx: typer.Context,
    *,
    registries: o.RegistriesArgument = [],
    letter: LetterOptions,
    district: o.DistrictOption = [],
    data: DataOptions,
    format: o.FormatOption = "table",
    output: o.OutputOption = None,
    file: FileOptions,
    with_contacts: o.ContactsOption = False,
    submissions: SubmissionsOption = [],
    received: o.ReceivedOption = None,
    each: EachOption = False,
    levers: LeversOption = False,
    fail_on: FailOption = "never",
    voice: VoiceOptions,
) -> int:
    """Show who is short, whom to ask, and what another letter would change."""
    if each and (output is None or output.suffix != ".xlsx"):
        raise UsageError.of("usage.each-needs-workbook")
    check_output_file(ctx, output, "payload", "rows", "page")
    options = run_options(ctx)
    is_shown = shows_screen(ctx)
    run = run_of(registries, options, is_shown=is_shown)  # read while rooms are loaded
    if levers:
        from kbo_screen.tasks.run_readings import with_readings

        run = with_readings(run, registries, options)

    from kbo_screen.formats.terminal.shortfall_terminal import show_shortfall
    from kbo_screen.results.next_steps import steps_after_shortfall
    from kbo_screen.results.shortfall.shortfall_result import find_shortfall
    from kbo_screen.tasks.check_lists import CheckOptions
    from kbo_screen.tasks.receipts import with_options
    from kbo_screen.tasks.reports import own_font, shortfall_report

    look = {
        "command": "shortfall",
        "font": own_font(file.font),
        "with_contacts": with_contacts,
        "levers": levers,
        "each": each,
    }
    run = with_options(run, look)
    validation = None
    if submissions:
        checks = CheckOptions(received=received, expects_all=False)
        validation = check_of(submissions, run, options, checks)
    result = find_shortfall(run, validation, with_contacts=with_contacts)
    report = shortfall_report(result, font=file.font, each=each)

    show = partial(show_shortfall, result, with_levers=levers, whole=bool(district))
    exit_code = deliver(
        report,
        show,
        ctx,
        "never" if fail_on == "short" else fail_on,
        next_steps=partial(
            steps_after_shortfall,
            result,
            output,
            with_levers=levers,
        ),
    )
    return int(result.is_short) if fail_on == "short" else exit_code
