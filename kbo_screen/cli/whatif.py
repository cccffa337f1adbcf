"""`kbo-screen whatif`: the same registry under a changed letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import complete_variants
from kbo_screen.cli.console import show_text
from kbo_screen.cli.running import build_run, open_letter, run_options
from kbo_screen.findings import UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

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
    list[Path], typer.Option("--variant-letter", metavar="FILE", readable=False, help=o.help_text("whatif.letter"))
]
FormatOption = Annotated[Literal["table", "json"], typer.Option("--format", help=o.help_text("format"))]


def whatif(
    ctx: typer.Context,
    registries: o.RegistriesArgument = [],  # noqa: B006 - typer reads the default and never changes it
    variant: VariantOption = [],  # noqa: B006
    variant_letter: VariantLetterOption = [],  # noqa: B006
    config: o.ConfigOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    column: o.ColumnOption = [],  # noqa: B006
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    format: FormatOption = "table",  # noqa: A002 - the name of the option
    today: o.TodayOption = None,
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    verbose: o.VerboseOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Show per variant which districts are short, who enters and who leaves."""
    if not variant and not variant_letter:
        raise UsageError(make_finding("usage.no-variant"))
    asked = run_options(ctx)
    run = build_run(registries, asked)

    from kbo_screen.reports.terminal import result_console
    from kbo_screen.reports.whatif_report import show_whatif, whatif_json
    from kbo_screen.screening.shown import shown_outcome, shown_run
    from kbo_screen.screening.variants import compare_letters, try_variant

    outcomes = [try_variant(run.registry, run.screening, run.letter, words) for words in variant]
    for path in variant_letter:
        other = open_letter(str(path)).letter
        outcomes.append(compare_letters(run.registry, run.screening, other, path.name))
    shown, told = shown_run(run), [shown_outcome(outcome) for outcome in outcomes]
    if format == "json":
        show_text(whatif_json(shown, told))
    else:
        show_whatif(shown, told, result_console(), verbose=verbose)
