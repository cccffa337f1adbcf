"""`kbo-screen explain`: clause by clause why a group stands where it stands, and why one stands above another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import complete_groups, complete_registry_or_group
from kbo_screen.cli.delivery import deliver
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_file
from kbo_screen.cli.running import run_of, run_options
from kbo_screen.cli.usage_faults import missing_word
from kbo_screen.findings import UsageError

if TYPE_CHECKING:
    from kbo_screen.formats.terminal.console import Screen

RegistryArgument = Annotated[
    str,
    o.argument(
        metavar="[REGISTRY]",
        show_default=False,
        autocompletion=complete_registry_or_group,
        help="explain.registry",
    ),
]
GroupArgument = Annotated[
    str | None,
    o.argument(metavar="GROUP", autocompletion=complete_groups, help="explain.group"),
]
AgainstOption = Annotated[
    str | None,
    o.option(
        "--against",
        metavar="GROUP",
        autocompletion=complete_groups,
        help="explain.against",
    ),
]


@as_command
def explain(
    ctx: typer.Context,
    *,
    registry: RegistryArgument,
    group: GroupArgument = None,
    against: AgainstOption = None,
    letter: LetterOptions,
    district: o.OneDistrictOption = None,
    data: DataOptions,
    format: o.FormatOption = "table",
    output: o.OutputOption = None,
    file: FileOptions,
    voice: VoiceOptions,
) -> int:
    """Show every clause for the group's products, and where that puts the group."""
    check_output_file(ctx, output, "payload", "rows", "page")
    paths, group_name = _registry_and_group(ctx, registry, group)
    options = run_options(ctx)
    run = run_of(paths, options)

    from kbo_screen.formats.terminal.explain_terminal import show_explanation
    from kbo_screen.results.explanation.explanation_lines import (
        comparison_lines,
        explanation_lines,
    )
    from kbo_screen.tasks.explain_standing import explain_standing
    from kbo_screen.tasks.receipts import with_options
    from kbo_screen.tasks.reports import explanation_report, own_font

    run = with_options(run, {"font": own_font(file.font)})
    explained = explain_standing(
        run,
        paths,
        options,
        group_name,
        against=against,
        district=district,
    )
    masked_run, comparison = explained.run, explained.comparison

    def show(screen: Screen) -> None:
        lines = explanation_lines(
            explained.explanation, masked_run, explained.cell_words
        )
        show_explanation(lines, screen)
        if comparison:
            show_explanation(comparison_lines(comparison, masked_run), screen)

    report = explanation_report(explained, font=file.font)
    return deliver(report, show, ctx)


def _registry_and_group(
    ctx: typer.Context,
    registry: str,
    group: str | None,
) -> tuple[list[Path], str]:
    """The registries and the group: one word is the group, where the config names the registry. Raises UsageError."""
    source = ctx.get_parameter_source("registry")
    is_configured = source is not None and source.name == "DEFAULT_MAP"
    if is_configured:  # the config's registry, and not a word was typed
        raise UsageError(missing_word("group", "GROUP", ctx.command_path))
    if group is not None:
        return [Path(registry)], group
    paths = o.configured_registries(ctx)
    if not paths:
        raise UsageError.of("usage.no-registry")
    return paths, registry
