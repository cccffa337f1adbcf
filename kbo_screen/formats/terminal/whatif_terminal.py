"""The same registry under changed letters, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.padded_table import TableColumn, TableRow, show_table
from kbo_screen.formats.terminal.screen_parts import (
    DISTRICTS_SHOWN,
    print_aside,
    show_head,
    show_stamps,
)
from kbo_screen.results.whatif.whatif_payload import MOVES, is_changed, variant_payload
from kbo_screen.results.whatif.whatif_sentences import (
    changed_district_line,
    move_line,
    short_line,
    status_counts,
)
from kbo_screen.results.wording.province_quota import province_count_lines
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.thai_text import shorten_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.results.schemas import MovedGroupShape, VariantShape
    from kbo_screen.results.whatif.whatif_payload import Move

#: Names shown of the groups that enter, or leave, one district; all with --verbose.
NAMES_SHOWN: Final = 5
#: Columns of the counts beside the name of a variant.
WIDEST_COUNTS: Final = 40


def show_whatif(
    run: Run,
    results: Sequence[VariantResult],
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show a table of variants, then per variant which districts are short and which change, with who moves and why."""
    lang = run.lang
    show_head(run, screen)
    show_stamps(run, screen)
    _show_variants(run, results, screen)
    print_aside(screen, text("whatif.counts_key", lang))
    screen.print()
    for result in results:
        variant = variant_payload(run, result)
        _show_variant(variant, lang, screen, verbose=verbose)
    print_aside(screen, text("whatif.only_asks", lang))


def _show_variants(
    run: Run,
    results: Sequence[VariantResult],
    screen: Screen,
) -> None:
    """Show how many districts are met under the letter and under every variant."""
    lang = run.lang
    labels = [text(f"whatif.column.{name}", lang) for name in (*STATUSES, *MOVES)]
    columns = [TableColumn(text("whatif.variant", lang))]
    columns += [TableColumn(label, is_number=True) for label in labels]
    statuses_now = status_counts(run.screening.districts)
    rows = [TableRow([text("whatif.letter", lang), *statuses_now, "", ""])]
    for result in results:
        statuses = status_counts(result.screening.districts)
        enters, leaves = f"{len(result.entering):,}", f"{len(result.leaving):,}"
        name = shorten_middle(result.variant, screen.width - WIDEST_COUNTS)
        rows.append(TableRow([name, *statuses, enters, leaves]))
    show_table(screen, columns, rows)


def _show_variant(
    variant: VariantShape,
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show one variant: its short districts, then every district that changes."""
    print_line(screen, variant["variant"], style="bold")
    if province := variant["of_province"]:
        province_words = text("whatif.elsewhere", lang, province=province)
        print_line(
            screen,
            province_words,
            indent=2,
            style="yellow",
        )
    for line in province_count_lines(variant.get("provinces", ()), lang):
        print_line(screen, line, indent=2)
    print_line(screen, short_line(variant["short"], lang), indent=2)
    _show_changed_districts(variant, lang, screen, verbose=verbose)
    screen.print()


def _show_changed_districts(
    variant: VariantShape,
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show what becomes of every district that changes, with who moves."""
    changed = list(filter(is_changed, variant["districts"]))
    if not changed:
        print_line(screen, text("whatif.nothing", lang), indent=2)
    most = len(changed) if verbose else DISTRICTS_SHOWN
    for district in changed[:most]:
        print_line(screen, changed_district_line(district, lang), indent=2)
        for move in MOVES:
            _show_moves(district[move], move, lang, screen, verbose=verbose)
    if len(changed) > most:
        more_words = text("whatif.more_districts", lang, count=len(changed) - most)
        print_aside(screen, more_words, indent=2)


def _show_moves(
    groups: list[MovedGroupShape],
    move: Move,
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show who enters or leaves a district; the first of many unless all are asked for."""
    most = len(groups) if verbose else NAMES_SHOWN
    for group in groups[:most]:
        print_line(screen, move_line(group, move, lang), indent=4)
    if len(groups) > most:
        more_words = text("whatif.more_groups", lang, count=len(groups) - most)
        print_line(screen, more_words, indent=4)
