"""`kbo-screen explain`: clause by clause why a group stands where it stands, and why one stands above another."""

from __future__ import annotations

from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.running import RunOptions, build_run
from kbo_screen.letters import DEFAULT_LETTER

GroupArgument = Annotated[str, typer.Argument(metavar="GROUP", help=o.help_text("explain.group"))]
AgainstOption = Annotated[str | None, typer.Option("--against", metavar="GROUP", help=o.help_text("explain.against"))]


def explain(
    registry: o.RegistryArgument,
    group: GroupArgument,
    against: AgainstOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    district: o.OneDistrictOption = None,
    column: o.ColumnOption = [],  # noqa: B006 - typer reads the default and never changes it
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    debug: o.DebugOption = False,  # noqa: ARG001 - read by the error handler
) -> None:
    """Show every clause for the group's products, and where that puts the group."""
    asked = RunOptions(
        letter=letter,
        lang=lang,
        province=province,
        columns=o.parse_columns(column),
        lists=o.side_lists(projects, stars, standards),
        answers=tuple(answers),
        quiet=quiet,
    )
    run = build_run([registry], asked)

    from kbo_screen.reports.explain_text import show_comparison, show_explanation
    from kbo_screen.reports.terminal import result_console
    from kbo_screen.screening.explain import compare_groups, explain_group

    show_explanation(explain_group(run, group, district=district), run, result_console())
    if against:
        show_comparison(compare_groups(run, group, against, district=district), run, result_console())
