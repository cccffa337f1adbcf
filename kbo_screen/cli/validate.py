"""`kbo-screen validate`: what districts sent back, checked cell by cell."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import (
    Target,
    deliver,
    file_target,
    write_folder,
)
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import (
    check_output_file,
    check_output_folder,
    output_folder,
    refuse_one_name,
)
from kbo_screen.cli.running import check_of, run_of, run_options
from kbo_screen.cli.streams import say, show_failure, show_text
from kbo_screen.findings import InputError

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import Validation
    from kbo_screen.tasks.run_options import RunOptions

SubmissionsArgument = Annotated[
    list[Path], o.file_argument(metavar="SUBMISSION...", help="validate.submissions")
]
RegistryOption = Annotated[
    list[Path], o.file_option("--registry", metavar="FILE", help="registries")
]
DistrictOption = Annotated[
    str | None, o.option("--district", metavar="NAME", help="validate.district")
]
OnlyOption = Annotated[
    list[str], o.option("--only", metavar="CODE", help="validate.only")
]
SkipOption = Annotated[
    list[str], o.option("--skip", metavar="CODE", help="validate.skip")
]
CollectOption = Annotated[
    Path | None, o.file_option("--collect", metavar="FILE", help="validate.collect")
]
PreviousOption = Annotated[
    list[Path],
    o.file_option("--previous", metavar="DIR|FILE", help="validate.previous"),
]
ReturnOption = Annotated[
    Path | None, o.file_option("--return", metavar="DIR", help="validate.return_folder")
]
LineOption = Annotated[bool, o.option("--line", help="validate.line")]
AllOption = Annotated[bool, o.option("--all", help="validate.all")]
OutputOption = Annotated[
    Path | None,
    o.output_option(
        "payload", "rows", "page", metavar="FILE|DIR", name="validate.output"
    ),
]


@as_command
def validate(
    ctx: typer.Context,
    *,
    submissions: SubmissionsArgument,
    registry: RegistryOption,
    letter: LetterOptions,
    district: DistrictOption = None,
    data: DataOptions,
    received: o.ReceivedOption = None,
    previous: PreviousOption = [],
    only: OnlyOption = [],
    skip: SkipOption = [],
    format: o.FormatOption = "table",
    output: OutputOption = None,
    collect: CollectOption = None,
    return_folder: ReturnOption = None,
    show_all: AllOption = False,
    line: LineOption = False,
    file: FileOptions,
    fail_on: o.FailOnOption = "error",
    voice: VoiceOptions,
    verbose: o.VerboseOption = False,
) -> int:
    """Check what districts sent back: what is wrong, in which cell, what to write instead."""
    from kbo_screen.formats.terminal.validation_terminal import (
        show_totals,
        show_validation,
    )
    from kbo_screen.results.chat.validation_line import validation_line
    from kbo_screen.results.next_steps import steps_after_check
    from kbo_screen.results.shown import shown_check
    from kbo_screen.tasks.check_lists import (
        CheckOptions,
        plan_lists,
        refuse_unknown_codes,
    )
    from kbo_screen.tasks.receipts import with_options
    from kbo_screen.tasks.reports import own_font, validation_report

    refuse_one_name(output, collect)
    check_output_file(ctx, collect)
    _check_output(ctx, output)
    if return_folder:
        check_output_folder(ctx, return_folder)
    refuse_unknown_codes([*only, *skip])
    checks = CheckOptions(
        received=received,
        only=only,
        skip=skip,
        district=district,
        previous=previous,
    )
    options = run_options(ctx)
    run = run_of(
        registry,
        options,
        partial(plan_lists, submissions, options, checks),
    )
    run = with_options(run, {"command": "validate", "font": own_font(file.font)})
    checked = shown_check(check_of(submissions, run, options, checks))
    show = partial(show_validation, checked, show_all=show_all or verbose)
    if line:
        show_text(validation_line(checked))
    report = validation_report(
        checked,
        font=file.font,
        folder=output_folder(output),
    )
    if return_folder:
        _send_back(checked, return_folder, options, ctx)
    collected = [_collected(checked, collect, file.font)] if collect else []
    code = deliver(
        report,
        None if line else show,
        ctx,
        fail_on,
        companions=collected,
        next_steps=partial(
            steps_after_check,
            checked,
            output,
            is_returned=return_folder is not None,
            is_collected=collect is not None,
        ),
        show_briefly=partial(show_totals, checked),
    )
    return code if checked.has_readable_list else InputError.exit_code


def _check_output(ctx: typer.Context, output: Path | None) -> None:
    """Look at the file or the folder that findings go into. Raises UsageError."""
    if folder := output_folder(output):
        check_output_folder(ctx, folder)
    else:
        check_output_file(ctx, output, "payload", "rows", "page")


def _collected(
    validation: Validation,
    path: Path,
    font: str,
) -> Target:
    """The province's list."""
    from kbo_screen.formats.workbook import workbook_writer
    from kbo_screen.results.validation.collected_sheets import collected_sheets

    return file_target(path, workbook_writer(collected_sheets(validation), font=font))


def _send_back(
    checked: Validation,
    folder: Path,
    options: RunOptions,
    ctx: typer.Context,
) -> None:
    """Write the lists that are sent back, and say which of them are new workbooks."""
    from kbo_screen.tasks.return_lists import returned_files

    returned = returned_files(checked, options.reader, ctx.params["font"])
    if not options.quiet:
        show_failure(returned.findings, options.lang)
    if not (returned.writers or options.quiet):
        say("validate.sent_back.nothing", options.lang)
    write_folder(returned.writers, folder, ctx, "validate.sent_back.written")
