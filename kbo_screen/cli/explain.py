"""`kbo-screen explain`: clause by clause why a group stands where it stands, and why one stands above another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import complete_groups, complete_registry_or_group
from kbo_screen.cli.running import run_of, run_options
from kbo_screen.findings import UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER

RegistryArgument = Annotated[
    str,
    typer.Argument(
        metavar="[REGISTRY]",
        show_default=False,
        autocompletion=complete_registry_or_group,
        help=o.help_text("explain.registry"),
    ),
]
GroupArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="GROUP",
        autocompletion=complete_groups,
        help=o.help_text("explain.group"),
    ),
]
AgainstOption = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="GROUP",
        autocompletion=complete_groups,
        help=o.help_text("explain.against"),
    ),
]


def explain(
    ctx: typer.Context,
    registry: RegistryArgument,
    group: GroupArgument = None,
    against: AgainstOption = None,
    config: o.ConfigOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    district: o.OneDistrictOption = None,
    column: o.ColumnOption = [],  # noqa: B006 - typer reads the default and never changes it
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Show every clause for the group's products, and where that puts the group."""
    asked = run_options(ctx)
    source = ctx.get_parameter_source("registry")
    if (
        source is not None and source.name == "DEFAULT_MAP"
    ):  # the config's, and not a word was typed
        raise UsageError(
            make_finding("usage.missing-word", value="GROUP", command=ctx.command_path)
        )
    paths = [Path(registry)]
    if group is None:  # one word is the group, where the config names the registry
        paths, group = o.configured_registries(ctx), registry
    if not paths:
        raise UsageError(make_finding("usage.no-registry"))
    run = run_of(paths, asked)

    from kbo_screen.formats.explain_terminal import show_comparison, show_explanation
    from kbo_screen.formats.terminal import result_console
    from kbo_screen.results.explanation import (
        compare_groups,
        deciding_places,
        explain_group,
    )
    from kbo_screen.results.shown import shown_run
    from kbo_screen.sources.cell_words import words_in_cells

    shown = shown_run(run)
    explanation = explain_group(run, group, district=district)
    written = words_in_cells(paths, deciding_places(explanation, run))
    show_explanation(explanation, shown, result_console(), written)
    if against:
        show_comparison(
            compare_groups(run, group, against, district=district),
            shown,
            result_console(),
        )
