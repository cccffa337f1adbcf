"""Two editions compared, on the terminal: the sums of every district, then who entered and left, and why."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.padded_table import TableColumn, TableRow, show_table
from kbo_screen.formats.terminal.screen_parts import (
    print_aside,
    show_next_steps,
)
from kbo_screen.results.comparison.compare_sentences import (
    causes_in_words,
    causes_of_all,
    difference_words,
    district_label,
    editions_line,
    group_line,
    has_several_provinces,
    homes_of,
    lines_of_all,
    proofs_line,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.comparison.compare_sentences import Homes
    from kbo_screen.results.next_steps import StepLine
    from kbo_screen.results.schemas import (
        CauseShape,
        ComparedDistrictShape,
        ComparedGroupShape,
        ComparePayload,
    )

_COLUMNS: Final = (
    "proposed_old",
    "left",
    "entered",
    "proposed_new",
    "moved",
    "state",
    "same",
)
#: Districts that changed and stand in the table, and groups that are named; all with --verbose.
DISTRICTS_SHOWN: Final = 12
GROUPS_SHOWN: Final = 6
#: What tells first: who is proposed now, and no more.
_FIRST_MOVES: Final = ("entered", "left")


def show_compare(
    payload: ComparePayload,
    lang: str,
    screen: Screen,
    *,
    steps: Sequence[StepLine] = (),
    verbose: bool = False,
) -> None:
    """Show what differs as a whole, the sums, and who moved. verbose: every district and group."""
    print_line(
        screen,
        editions_line(payload, lang),
        style="bold",
    )
    for difference in payload["differences"]:
        print_line(
            screen,
            difference_words(difference, lang),
            indent=2,
        )
    screen.print()
    changed = [each for each in payload["districts"] if each["groups"]]
    if not changed:
        print_line(screen, text("compare.nothing", lang))
        return
    _show_sums(
        payload,
        changed,
        lang,
        screen,
        verbose=verbose,
    )
    _show_moves(
        payload,
        changed,
        lang,
        screen,
        verbose=verbose,
    )
    print_aside(screen, proofs_line(payload, lang))
    if steps:
        screen.print()
        show_next_steps(
            steps,
            lang,
            screen,
        )


def _show_sums(
    payload: ComparePayload,
    changed: Sequence[ComparedDistrictShape],
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show a line per district that changed, of many the first, and the sums over all."""
    districts = payload["districts"] if verbose else changed[:DISTRICTS_SHOWN]
    labels = [text(f"compare.column.{name}", lang) for name in _COLUMNS]
    columns = [TableColumn(text("compare.column.district", lang))]
    columns += [TableColumn(label, is_number=True) for label in labels]
    with_province = has_several_provinces(payload)
    rows = []
    for district in districts:
        label = district_label(district, with_province=with_province)
        rows.append(_sums_row(label, district))
    rows.append(_sums_row(text("compare.total", lang), payload["totals"]))
    show_table(
        screen,
        columns,
        rows,
    )
    print_aside(screen, text("compare.sums", lang))
    unchanged = 0 if verbose else len(payload["districts"]) - len(changed)
    _count(
        "compare.unchanged",
        unchanged,
        lang,
        screen,
    )
    _count(
        "compare.more_districts",
        len(changed) - len(districts),
        lang,
        screen,
    )
    screen.print()


def _sums_row(name: str, sums: object) -> TableRow:
    values: dict[str, int] = dict(sums)  # type: ignore[call-overload]
    return TableRow([name, *(f"{values[column]:,}" for column in _COLUMNS)])


def _show_moves(
    payload: ComparePayload,
    districts: Sequence[ComparedDistrictShape],
    lang: str,
    screen: Screen,
    *,
    verbose: bool,
) -> None:
    """Show who entered and left, district by district; the others are counted unless all are asked for."""
    homes = homes_of(payload)
    with_province = has_several_provinces(payload)
    of_all = causes_of_all(payload)
    for line in lines_of_all(
        payload,
        homes,
        lang,
    ):
        print_line(screen, line)
    moves = [(each, group) for each in districts for group in each["groups"]]
    named_moves = moves
    if not verbose:
        first = [move for move in moves if move[1]["move"] in _FIRST_MOVES]
        named_moves = first[:GROUPS_SHOWN]
    for district, groups in groupby(named_moves, key=itemgetter(0)):
        label = district_label(district, with_province=with_province)
        print_line(screen, label, style="bold")
        for _, group in groups:
            _show_group(
                group,
                homes,
                lang,
                screen,
                of_all,
            )
    _count(
        "compare.more_groups" if named_moves else "compare.no_proposed_moved",
        len(moves) - len(named_moves),
        lang,
        screen,
    )
    screen.print()


def _count(
    text_id: str,
    count: int,
    lang: str,
    screen: Screen,
) -> None:
    """Say how many are not shown, where there are some."""
    if count > 0:
        print_aside(
            screen,
            text(
                text_id,
                lang,
                count=count,
            ),
        )


def _show_group(
    group: ComparedGroupShape,
    homes: Homes,
    lang: str,
    screen: Screen,
    of_all: Collection[CauseShape],
) -> None:
    print_line(
        screen,
        group_line(group, lang),
        indent=2,
    )
    for line in causes_in_words(
        group,
        homes,
        lang,
        of_all,
    ):
        print_line(
            screen,
            line,
            indent=4,
        )
