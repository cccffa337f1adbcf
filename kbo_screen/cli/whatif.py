"""`kbo-screen whatif`: the same registry under a changed letter."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import complete_variants
from kbo_screen.cli.delivery import deliver
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_file
from kbo_screen.cli.running import run_of, run_options, shows_screen
from kbo_screen.cli.streams import busy
from kbo_screen.findings import UsageError

VariantOption = Annotated[
    list[str],
    o.option(
        "--variant",
        metavar="'PATH=VALUE ...'",
        autocompletion=complete_variants,
        help="whatif.variant",
    ),
]
VariantLetterOption = Annotated[
    list[Path], o.file_option("--variant-letter", metavar="FILE", help="whatif.letter")
]
ReadingOption = Annotated[
    list[str], o.option("--reading", metavar="ID", help="whatif.reading")
]
NamesOption = Annotated[bool, o.option("--verbose", "-v", help="whatif.verbose")]
OutputOption = Annotated[Path | None, o.output_option("payload", "rows")]


@as_command
def whatif(
    ctx: typer.Context,
    *,
    registries: o.RegistriesArgument = [],
    variant: VariantOption = [],
    variant_letter: VariantLetterOption = [],
    reading: ReadingOption = [],
    letter: LetterOptions,
    district: o.DistrictOption = [],
    data: DataOptions,
    format: o.RowsFormatOption = "table",
    output: OutputOption = None,
    file: FileOptions,
    voice: VoiceOptions,
    verbose: NamesOption = False,
) -> int:
    """Show per variant which districts are short, who enters and who leaves."""
    if not (variant or variant_letter or reading):
        raise UsageError.of("usage.no-variant")
    check_output_file(ctx, output, "payload", "rows")
    from kbo_screen.formats.terminal.whatif_terminal import show_whatif
    from kbo_screen.results.shown import shown_outcome, shown_run
    from kbo_screen.tasks.build_run import open_letter
    from kbo_screen.tasks.compare_letters import compare, with_variants
    from kbo_screen.tasks.receipts import with_options
    from kbo_screen.tasks.reports import own_font, whatif_report

    options = run_options(ctx)
    letters = [open_letter(path) for path in variant_letter]
    run = run_of(registries, options, is_shown=shows_screen(ctx))
    run = with_variants(run, variant, letters, reading)
    run = with_options(run, {"font": own_font(file.font)})
    with busy("help.reading", voice.lang, quiet=voice.quiet) as tell:
        results = compare(
            run,
            registries,
            options,
            variant,
            letters,
            tell,
            readings=reading,
        )
    outcomes = list(map(shown_outcome, results))
    run = shown_run(run)
    show = partial(show_whatif, run, outcomes, verbose=verbose)
    report = whatif_report(run, outcomes, font=file.font)
    return deliver(report, show, ctx)
