"""The same registry under changed letters, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import (
    DISTRICTS_SHOWN,
    print_line,
    ruled_table,
    show_head,
    show_stamps,
)
from kbo_screen.results.whatif_payload import MOVES, is_changed, variant_payload
from kbo_screen.results.whatif_sentences import (
    changed_district_line,
    move_line,
    short_line,
    status_counts,
)
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.results.schemas import MovedGroupShape, VariantShape
    from kbo_screen.results.whatif_payload import Move

#: Names shown of the groups that enter, or leave, one district; all with --verbose.
NAMES_SHOWN: Final = 5


def show_whatif(
    run: Run,
    results: Sequence[VariantResult],
    console: Console,
    *,
    verbose: bool,
) -> None:
    """Show a table of variants, then per variant which districts are short and which change, with who moves and why."""
    lang = run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(_variants_table(run, results))
    print_line(console, text("whatif.counts_key", lang), style="dim")
    console.print()
    for result in results:
        variant = variant_payload(run, result)
        _show_variant(variant, lang, console, verbose=verbose)
    print_line(console, text("whatif.only_asks", lang), style="dim")


def _variants_table(run: Run, results: Sequence[VariantResult]) -> Table:
    """How many districts are met under the letter and under every variant."""
    lang = run.lang
    table = ruled_table()
    table.add_column(text("whatif.variant", lang))
    for name in (*STATUSES, *MOVES):
        label = text(f"whatif.column.{name}", lang)
        table.add_column(
            label,
            justify="right",
            no_wrap=True,
        )
    statuses_now = status_counts(run.screening.districts)
    table.add_row(text("whatif.letter", lang), *statuses_now, "", "")
    for result in results:
        statuses = status_counts(result.screening.districts)
        enters, leaves = f"{len(result.entering):,}", f"{len(result.leaving):,}"
        table.add_row(result.variant, *statuses, enters, leaves)
    return table


def _show_variant(
    variant: VariantShape,
    lang: str,
    console: Console,
    *,
    verbose: bool,
) -> None:
    """Show one variant: its short districts, then every district that changes."""
    print_line(console, variant["variant"], style="bold")
    if province := variant["of_province"]:
        province_words = text("whatif.elsewhere", lang, province=province)
        print_line(
            console,
            province_words,
            indent=2,
            style="yellow",
        )
    print_line(console, short_line(variant["short"], lang), indent=2)
    _show_changed_districts(variant, lang, console, verbose=verbose)
    console.print()


def _show_changed_districts(
    variant: VariantShape,
    lang: str,
    console: Console,
    *,
    verbose: bool,
) -> None:
    """Show what becomes of every district that changes, with who moves."""
    changed = list(filter(is_changed, variant["districts"]))
    if not changed:
        print_line(console, text("whatif.nothing", lang), indent=2)
    most = len(changed) if verbose else DISTRICTS_SHOWN
    for district in changed[:most]:
        print_line(console, changed_district_line(district, lang), indent=2)
        for move in MOVES:
            _show_moves(district[move], move, lang, console, verbose=verbose)
    if len(changed) > most:
        more_words = text("whatif.more_districts", lang, count=len(changed) - most)
        print_line(
            console,
            more_words,
            indent=2,
            style="dim",
        )


def _show_moves(
    groups: list[MovedGroupShape],
    move: Move,
    lang: str,
    console: Console,
    *,
    verbose: bool,
) -> None:
    """Show who enters or leaves a district; the first of many unless all are asked for."""
    most = len(groups) if verbose else NAMES_SHOWN
    for group in groups[:most]:
        print_line(console, move_line(group, move, lang), indent=4)
    if len(groups) > most:
        more_words = text("whatif.more_groups", lang, count=len(groups) - most)
        print_line(console, more_words, indent=4)
