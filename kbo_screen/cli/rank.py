"""`kbo-screen rank`: the shortlist of every district, on the screen and in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.running import exit_code, run_of, run_options
from kbo_screen.cli.streams import busy, say, show_failure, show_text
from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding
    from kbo_screen.formats.writing import Overwriting

FormatOption = Annotated[
    Literal["table", "json", "csv", "html"],
    typer.Option("--format", help=o.help_text("format")),
]
SplitOption = Annotated[
    Literal["province", "district"] | None,
    typer.Option("--split", help=o.help_text("split")),
]
LineOption = Annotated[bool, typer.Option("--line", help=o.help_text("line"))]
ContactsOption = Annotated[
    bool, typer.Option("--with-contacts", help=o.help_text("contacts"))
]
AllRowsOption = Annotated[
    bool, typer.Option("--all-rows", help=o.help_text("all_rows"))
]


def rank(
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
    take: o.TakeOption = None,
    format: FormatOption = "table",  # noqa: A002 - the name of the option
    output: o.OutputOption = None,
    split: SplitOption = None,
    force: o.ForceOption = False,
    font: o.FontOption = "TH SarabunPSK",
    all_rows: AllRowsOption = False,
    with_contacts: ContactsOption = False,
    line: LineOption = False,
    fail_on: o.FailOnOption = "never",
    today: o.TodayOption = None,
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    verbose: o.VerboseOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Rank the groups of every district by the letter."""
    from kbo_screen.results.shown import shown_run

    asked = run_options(ctx)
    run = shown_run(run_of(registries, asked), with_contacts=with_contacts)
    _show(
        run,
        "line" if line else format,
        all_rows=all_rows,
        quiet=quiet or output is not None,
        verbose=verbose,
    )
    if output:
        with busy("help.writing", lang, quiet=quiet):
            written, findings = _write(
                run, output, split, font=font, all_rows=all_rows, over=overwriting(ctx)
            )
        show_failure(findings, lang)
        say("help.written", lang, file=written)
    raise typer.Exit(exit_code(run.findings, fail_on))


def _show(
    run: Run, format_name: str, *, all_rows: bool, quiet: bool, verbose: bool
) -> None:
    """Print the result to stdout in the format asked for."""
    if format_name == "table":
        from kbo_screen.formats.terminal import result_console, show_rank

        show_rank(run, result_console(), quiet=quiet, verbose=verbose)
    elif format_name == "line":
        from kbo_screen.results.chat_line import chat_line

        show_text(chat_line(run))
    else:
        show_text(_text_writers(all_rows=all_rows)[f".{format_name}"](run))


def _write(
    run: Run,
    output: Path,
    split: str | None,
    *,
    font: str,
    all_rows: bool,
    over: Overwriting,
) -> tuple[Path, tuple[Finding, ...]]:
    """Write the result in the format that the name of the file asks for; returns what was written and findings."""
    from kbo_screen.formats.workbook import write_workbook, write_workbooks
    from kbo_screen.formats.writing import write_text
    from kbo_screen.results.rank_sheets import rank_sheets, split_rank_sheets

    if split:
        workbooks = split_rank_sheets(run, split)
        return write_workbooks(workbooks, output, font=font, **over)
    if output.suffix == ".xlsx":
        return write_workbook(rank_sheets(run), output, font=font, **over)
    as_text = _text_writers(all_rows=all_rows)
    if output.suffix not in as_text:
        raise UsageError(make_finding("output.unknown-format", Place(output.name)))
    return write_text(as_text[output.suffix](run), output, **over)


def _text_writers(*, all_rows: bool) -> dict[str, Callable[[Run], str]]:
    """How a run becomes text, by the suffix of a file."""
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.results.rank_payload import to_json
    from kbo_screen.results.rank_table import rank_table

    return {
        ".json": lambda run: to_json(run, all_rows=all_rows),
        ".csv": lambda run: to_csv(rank_table(run)),
        ".html": _page,
    }


def _page(run: Run) -> str:
    from kbo_screen.formats.page import render_page
    from kbo_screen.results.page.page_contents import rank_content

    return render_page(rank_content(run))
