"""`kbo-screen whatif`: the same registry under a changed letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import complete_variants
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.running import run_of, run_options
from kbo_screen.cli.streams import busy, say, show_failure, show_text
from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbo_screen.desk.run import Run
    from kbo_screen.formats.writing import Overwriting
    from kbo_screen.gap.variant_results import VariantResult

VariantOption = Annotated[
    list[str],
    typer.Option(
        "--variant",
        metavar="'PATH=VALUE ...'",
        autocompletion=complete_variants,
        help=o.help_text("whatif.variant"),
    ),
]
VariantLetterOption = Annotated[
    list[Path],
    typer.Option(
        "--variant-letter",
        metavar="FILE",
        readable=False,
        help=o.help_text("whatif.letter"),
    ),
]
NamesOption = Annotated[
    bool, typer.Option("--verbose", "-v", help=o.help_text("whatif.verbose"))
]
FormatOption = Annotated[
    Literal["table", "json", "csv"],
    typer.Option("--format", help=o.help_text("format")),
]


def whatif(
    ctx: typer.Context,
    registries: o.RegistriesArgument = [],  # noqa: B006 - typer reads the default and never changes it
    variant: VariantOption = [],  # noqa: B006
    variant_letter: VariantLetterOption = [],  # noqa: B006
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
    today: o.TodayOption = None,
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    verbose: NamesOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Show per variant which districts are short, who enters and who leaves."""
    if not variant and not variant_letter:
        raise UsageError(make_finding("usage.no-variant"))
    from kbo_screen.results.shown import shown_outcome, shown_run
    from kbo_screen.tasks.build_run import open_letter
    from kbo_screen.tasks.compare_letters import compare, with_variants

    options = run_options(ctx)
    letters = [open_letter(path) for path in variant_letter]
    run = with_variants(run_of(registries, options), variant, letters)
    with busy("help.reading", lang, quiet=quiet) as tell:
        results = compare(run, registries, options, variant, letters, tell)
    outcomes = list(map(shown_outcome, results))
    run = shown_run(run)
    _show(run, outcomes, format, verbose=verbose)
    if output:
        with busy("help.writing", lang, quiet=quiet):
            written = _write(run, outcomes, output, font=font, over=overwriting(ctx))
        say("help.written", lang, file=written)


def _show(
    run: Run, outcomes: list[VariantResult], format_name: str, *, verbose: bool
) -> None:
    from kbo_screen.formats import whatif_report as report
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.formats.terminal import result_console

    if format_name == "json":
        show_text(report.whatif_json(run, outcomes))
    elif format_name == "csv":
        show_text(to_csv(report.whatif_table(run, outcomes)))
    else:
        report.show_whatif(run, outcomes, result_console(), verbose=verbose)


def _write(
    run: Run,
    outcomes: list[VariantResult],
    output: Path,
    *,
    font: str,
    over: Overwriting,
) -> Path:
    """Write in the format that the name of the file asks for; returns what was written."""
    from kbo_screen.formats import whatif_report as report
    from kbo_screen.formats.csv_file import to_csv
    from kbo_screen.formats.writing import write_file, write_text

    texts: dict[str, Callable[[], str]] = {
        ".json": lambda: report.whatif_json(run, outcomes),
        ".csv": lambda: to_csv(report.whatif_table(run, outcomes)),
    }
    if output.suffix == ".xlsx":
        path, told = write_file(
            lambda draft: report.write_whatif(run, outcomes, font, draft),
            output,
            **over,
        )
    elif output.suffix in texts:
        path, told = write_text(texts[output.suffix](), output, **over)
    else:
        raise UsageError(make_finding("output.unknown-format", Place(output.name)))
    show_failure(told, run.lang)
    return path
