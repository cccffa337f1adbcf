"""`kbo-screen validate`: what districts sent back, checked cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.running import exit_code, run_of, run_options
from kbo_screen.cli.streams import say, show_failure, show_text, track
from kbo_screen.findings import InputError, Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.formats.writing import Overwriting

#: The exit code where not one list could be read.
EXIT_UNREADABLE = InputError.exit_code

SubmissionsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="SUBMISSION...",
        readable=False,
        help=o.help_text("validate.submissions"),
    ),
]
RegistryOption = Annotated[
    list[Path],
    typer.Option(
        "--registry", metavar="FILE", readable=False, help=o.help_text("registries")
    ),
]
DistrictOption = Annotated[
    str | None,
    typer.Option("--district", metavar="NAME", help=o.help_text("validate.district")),
]
ReceivedOption = Annotated[
    str | None,
    typer.Option(
        "--received", metavar="DATE|FILE", help=o.help_text("validate.received")
    ),
]
OnlyOption = Annotated[
    list[str], typer.Option("--only", metavar="CODE", help=o.help_text("validate.only"))
]
SkipOption = Annotated[
    list[str], typer.Option("--skip", metavar="CODE", help=o.help_text("validate.skip"))
]
CollectOption = Annotated[
    Path | None,
    typer.Option(
        "--collect",
        metavar="FILE",
        readable=False,
        help=o.help_text("validate.collect"),
    ),
]
FormatOption = Annotated[
    Literal["table", "json", "csv", "html"],
    typer.Option("--format", help=o.help_text("format")),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE|DIR",
        readable=False,
        help=o.help_text("validate.output"),
    ),
]


def validate(
    ctx: typer.Context,
    submissions: SubmissionsArgument,
    registry: RegistryOption,
    config: o.ConfigOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    district: DistrictOption = None,
    column: o.ColumnOption = [],  # noqa: B006 - typer reads the default and never changes it
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    received: ReceivedOption = None,
    only: OnlyOption = [],  # noqa: B006
    skip: SkipOption = [],  # noqa: B006
    format: FormatOption = "table",  # noqa: A002 - the name of the option
    output: OutputOption = None,
    collect: CollectOption = None,
    force: o.ForceOption = False,
    font: o.FontOption = "TH SarabunPSK",
    fail_on: o.FailOnOption = "error",
    today: o.TodayOption = None,
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    verbose: o.VerboseOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Check what districts sent back: what is wrong, in which cell, what to write instead."""
    from kbo_screen.results.shown import shown_check
    from kbo_screen.tasks.check_lists import (
        check_lists,
        name_of_received,
        read_lists,
        refuse_unknown_codes,
    )
    from kbo_screen.tasks.receipts import with_options

    refuse_unknown_codes([*only, *skip])
    options = run_options(ctx)
    run = run_of(registry, options)
    each = partial(track, text_id="help.checking", lang=lang, quiet=quiet)
    lists, expects_all = read_lists(
        submissions, run, columns=options.columns, district=district, each=each
    )
    run = with_options(
        run,
        {
            "received": name_of_received(received),
            "only": only,
            "skip": skip,
            "lists_of_district": district,
        },
    )
    checked = shown_check(
        check_lists(
            lists, run, received=received, only=only, skip=skip, expects_all=expects_all
        )
    )
    _show(checked, format, quiet=quiet or output is not None, verbose=verbose)
    _write(checked, output, collect, font=font, over=overwriting(ctx))
    if lists and not any(one.is_readable for one in lists):
        raise typer.Exit(EXIT_UNREADABLE)
    raise typer.Exit(exit_code(checked.findings, fail_on))


def _show(checked: Validation, format_name: str, *, quiet: bool, verbose: bool) -> None:
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.results.validation_payload import validation_json, validation_table

    if format_name == "json":
        show_text(validation_json(checked))
    elif format_name == "csv":
        show_text(to_csv(validation_table(checked)))
    elif format_name == "html":
        show_text(_page(checked))
    else:
        from kbo_screen.formats.terminal import result_console
        from kbo_screen.formats.validation_terminal import show_validation

        show_validation(checked, result_console(), quiet=quiet, verbose=verbose)


def _page(checked: Validation) -> str:
    from kbo_screen.formats.page import render_page
    from kbo_screen.results.page.page_contents import check_content

    return render_page(check_content(checked))


@dataclass(frozen=True, slots=True)
class _Result:
    """One result to write: its file or folder, what writes each of its files, in a folder or alone."""

    to: Path
    writers: dict[Path, Callable[[Path], object]]
    is_folder: bool = False


def _write(
    checked: Validation,
    output: Path | None,
    collect: Path | None,
    *,
    font: str,
    over: Overwriting,
) -> None:
    """Write the findings in the format that the name asks for (no suffix: a folder), and the province's list."""
    from kbo_screen.formats.writing import write_files

    results = []
    if output and (output.is_dir() or not output.suffix):
        results.append(_folder_result(checked, output, font, over))
    elif output:
        results.append(
            _Result(output, {output: _findings_writer(checked, output, font)})
        )
    if collect:
        results.append(
            _Result(collect, {collect: _collected_writer(checked, collect, font)})
        )
    writers: dict[Path, Callable[[Path], object]] = {}
    for result in results:
        for path, write in result.writers.items():
            if path in writers:  # of two spellings of one name `write_files` tells
                raise UsageError(make_finding("output.named-twice", Place(path.name)))
            writers[path] = write
    if not writers:
        return
    lang = checked.run.lang
    folder = next((result.to for result in results if result.is_folder), None)
    standing, findings = write_files(writers, folder=folder, **over)
    show_failure(findings, lang)
    for result in results:
        if result.is_folder:
            say(
                "validate.written_folder",
                lang,
                count=len(result.writers),
                folder=result.to,
            )
        else:
            say("help.written", lang, file=standing[result.to])


def _folder_result(
    checked: Validation, folder: Path, font: str, over: Overwriting
) -> _Result:
    from kbo_screen.formats.validation_workbook import findings_each
    from kbo_screen.formats.writing import files_in_folder

    writers = findings_each(checked, folder, font=font)
    return _Result(
        folder, files_in_folder(writers, folder, inputs=over["inputs"]), is_folder=True
    )


def _findings_writer(
    checked: Validation, output: Path, font: str
) -> Callable[[Path], object]:
    """What writes the findings of all lists into one file."""
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.formats.validation_workbook import findings_writer
    from kbo_screen.formats.writing import text_writer
    from kbo_screen.results.validation_payload import validation_json, validation_table

    texts = {
        ".json": validation_json,
        ".csv": lambda checked: to_csv(validation_table(checked)),
        ".html": _page,
    }
    if output.suffix == ".xlsx":
        return findings_writer(checked, output, font=font)
    if output.suffix in texts:
        return text_writer(texts[output.suffix](checked))
    raise UsageError(make_finding("output.unknown-format", Place(output.name)))


def _collected_writer(
    checked: Validation, collect: Path, font: str
) -> Callable[[Path], object]:
    """What writes the province's list."""
    from kbo_screen.formats.collected_lists import collected_writer

    if collect.suffix != ".xlsx":
        raise UsageError(make_finding("output.unknown-format", Place(collect.name)))
    return collected_writer(checked, font=font)
