"""`kbo-screen shortfall`: where each district stands, and what would close the gap."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.running import exit_code, run_of, run_options
from kbo_screen.cli.streams import busy, say, show_failure, show_text, track
from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.formats.writing import Overwriting
    from kbo_screen.results.shortfall_result import Shortfall
    from kbo_screen.tasks.run_options import RunOptions

FormatOption = Annotated[
    Literal["table", "json", "csv", "html"],
    typer.Option("--format", help=o.help_text("format")),
]
ContactsOption = Annotated[
    bool, typer.Option("--with-contacts", help=o.help_text("contacts"))
]
SubmissionsOption = Annotated[
    list[Path],
    typer.Option(
        "--submissions",
        metavar="FILE|DIR",
        readable=False,
        help=o.help_text("shortfall.submissions"),
    ),
]
ReceivedOption = Annotated[
    str | None,
    typer.Option(
        "--received", metavar="DATE|FILE", help=o.help_text("validate.received")
    ),
]
EachOption = Annotated[bool, typer.Option("--each", help=o.help_text("shortfall.each"))]
FailOption = Annotated[
    Literal["short", "error", "warning", "info", "never"],
    typer.Option("--fail-on", help=o.help_text("shortfall.fail_on")),
]


def shortfall(
    ctx: typer.Context,
    registries: o.RegistriesArgument = [],  # noqa: B006 - typer reads the default and never changes it
    config: o.ConfigOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    district: o.DistrictOption = [],  # noqa: B006
    column: o.ColumnOption = [],  # noqa: B006
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    format: FormatOption = "table",  # noqa: A002 - the name of the option
    output: o.OutputOption = None,
    force: o.ForceOption = False,
    font: o.FontOption = "TH SarabunPSK",
    with_contacts: ContactsOption = False,
    submissions: SubmissionsOption = [],  # noqa: B006
    received: ReceivedOption = None,
    each: EachOption = False,
    fail_on: FailOption = "never",
    today: o.TodayOption = None,
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Show who is short, whom to ask, and what another letter would change."""
    if each and (output is None or output.suffix != ".xlsx"):
        raise UsageError(make_finding("usage.each-needs-workbook"))
    from kbo_screen.results.shortfall_result import find_shortfall

    asked = run_options(ctx)
    run = run_of(registries, asked)
    found = find_shortfall(
        run, _check(run, asked, submissions, received), with_contacts=with_contacts
    )
    _show(found, format)
    if output:
        with busy("help.writing", lang, quiet=quiet):
            written = _write(found, output, font=font, each=each, over=overwriting(ctx))
        say("help.written", lang, file=written)
    if fail_on == "short":
        raise typer.Exit(int(found.is_short))
    raise typer.Exit(exit_code(run.findings, fail_on))


def _check(
    run: Run, asked: RunOptions, submissions: list[Path], received: str | None
) -> Validation | None:
    """What the districts sent, checked as `validate` does."""
    if not submissions:
        return None
    from kbo_screen.tasks.check_lists import check_lists, read_lists

    each = partial(track, text_id="help.checking", lang=run.lang, quiet=asked.quiet)
    lists, _ = read_lists(submissions, run, columns=asked.columns, each=each)
    return check_lists(lists, run, received=received)


def _show(found: Shortfall, format_name: str) -> None:
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.formats.shortfall_terminal import show_shortfall
    from kbo_screen.formats.terminal import result_console
    from kbo_screen.results.shortfall_payload import shortfall_json, shortfall_table

    if format_name == "json":
        show_text(shortfall_json(found))
    elif format_name == "csv":
        show_text(to_csv(shortfall_table(found)))
    elif format_name == "html":
        show_text(_page(found))
    else:
        show_shortfall(found, result_console())


def _page(found: Shortfall) -> str:
    from kbo_screen.formats.page import render_page
    from kbo_screen.results.page.page_contents import shortfall_content

    return render_page(shortfall_content(found))


def _write(
    found: Shortfall, output: Path, *, font: str, each: bool, over: Overwriting
) -> Path:
    """Write in the format that the name of the file asks for; returns what was written."""
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.formats.shortfall_workbook import write_shortfall
    from kbo_screen.formats.writing import write_file, write_text
    from kbo_screen.results.shortfall_payload import shortfall_json, shortfall_table

    texts = {
        ".json": shortfall_json,
        ".csv": lambda found: to_csv(shortfall_table(found)),
        ".html": _page,
    }
    if output.suffix == ".xlsx":
        path, told = write_file(
            lambda draft: write_shortfall(found, font, draft, each=each), output, **over
        )
    elif output.suffix in texts:
        path, told = write_text(texts[output.suffix](found), output, **over)
    else:
        raise UsageError(make_finding("output.unknown-format", Place(output.name)))
    show_failure(told, found.run.lang)
    return path
