"""The shortlist on the terminal: every district against the quota, what to do next, the proposed groups of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.padded_table import (
    COLUMN_GAP,
    TableColumn,
    TableRow,
    column_widths,
    show_table,
)
from kbo_screen.formats.terminal.screen_parts import (
    DISTRICTS_SHOWN,
    STATUS_STYLE,
    labelled_table_columns,
    print_aside,
    severity_counts,
    show_findings,
    show_head,
    show_lines_to_settle,
    show_next_steps,
    show_provinces,
    show_stamps,
    show_status_counts,
)
from kbo_screen.registry.frame_values import value_at
from kbo_screen.results.rank.first_screen import (
    COLUMNS_WITHOUT_LEAST,
    DISTRICT_COLUMNS,
    proposed_by_district,
)
from kbo_screen.results.rank.rank_sentences import (
    accounting_lines,
    excluding_projects,
    standing_words,
)
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import district_among
from kbo_screen.results.wording.finding_lines import gather_findings
from kbo_screen.results.wording.province_quota import unit_words
from kbo_screen.results.wording.reading_sentences import bounds_line
from kbo_screen.results.wording.sentences import nobody_words, status_words
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.thai_text import shorten_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.next_steps import StepLine

#: Words for other projects that are shown; the rest are in the workbook.
PROJECTS_SHOWN: Final = 8
#: Columns that the names of group and product share at least.
NARROWEST_NAMES: Final = 24
#: Blanks before a group.
INDENT: Final = 2
_GROUP_COLUMNS: Final = (TableColumn("", is_number=True), *[TableColumn("")] * 4)


def show_rank(
    run: Run,
    screen: Screen,
    *,
    steps: Sequence[StepLine] = (),
    show_all: bool = False,
    verbose: bool = False,
) -> None:
    """Show every district, what to do next, the proposed groups, and how the sums add up.

    Of several provinces a line each. show_all: every district and group, the reserves too, and what must be mended.
    verbose: every finding.
    """
    lang = run.lang
    show_head(run, screen)
    show_stamps(run, screen)
    is_country = len(run.provinces) > 1
    if is_country:
        show_provinces(run, screen)
    if show_all or not is_country:
        _show_table_of_districts(run, screen)
    show_status_counts(run, screen)
    _show_key(run, screen)
    _show_bounds_of_readings(run, screen)
    show_lines_to_settle(run, screen)
    _show_excluding_projects(run, screen)
    screen.print()
    if steps:
        show_next_steps(steps, lang, screen)
        screen.print()
    has_rows = run.screening.districts["products"].any()
    if has_rows and (show_all or len(run.screening.districts) <= DISTRICTS_SHOWN):
        _show_groups_by_district(run, screen, show_all=show_all)
    _show_findings(run, screen, in_short=not (show_all or verbose), verbose=verbose)
    for line in accounting_lines(run):
        print_aside(screen, line)


def _show_findings(
    run: Run,
    screen: Screen,
    *,
    in_short: bool,
    verbose: bool,
) -> None:
    """Show what is amiss in the registry. in_short: how much of each severity, in one line."""
    lines = gather_findings(run.findings, run.lang)
    if not in_short or not lines:
        show_findings(
            lines,
            run.lang,
            screen,
            verbose=verbose,
            with_files=len(run.registry.files) > 1,
        )
        return
    counts = severity_counts(lines, run.lang)
    print_line(screen, text("terminal.findings_in_short", run.lang, counts=counts))
    screen.print()


def _show_table_of_districts(run: Run, screen: Screen) -> None:
    """Show a line per district: its status, the groups proposed, how many of them wait, how many it lacks."""
    show_province = len(run.provinces) > 1
    proposed = proposed_by_district(run)
    has_least = bool(run.letter.quota.least_per_district)
    columns = DISTRICT_COLUMNS if has_least else COLUMNS_WITHOUT_LEAST
    rows = []
    for district in each_row(run.screening.districts):
        status = str(district.status)
        name = str(district.district)
        cells = {
            "district": f"{name} ({district.province})" if show_province else name,
            "status": status_words(status, 0, run.lang),
            "proposed": str(proposed[district.Index]),
            "waiting": str(district.selected_to_check),
            "shortfall": str(district.shortfall),
        }
        row = TableRow([cells[name] for name in columns], STATUS_STYLE[status])
        rows.append(row)
    show_table(screen, labelled_table_columns(columns, run.lang), rows)
    screen.print()


def _show_key(run: Run, screen: Screen) -> None:
    """Show what the counts of the table are of."""
    quota = run.letter.quota.least_per_district
    text_id = "terminal.rank_key" if quota else "terminal.rank_key_province"
    print_aside(screen, text(text_id, run.lang, quota=quota, unit=unit_words(run)))


def _show_bounds_of_readings(run: Run, screen: Screen) -> None:
    """Show what stands whichever way the letter is read, where that was computed."""
    if together := bounds_line(run):
        print_line(screen, together)


def _show_excluding_projects(run: Run, screen: Screen) -> None:
    """Show every word that keeps groups out as another project, the costliest first."""
    parts = excluding_projects(run)
    if not parts:
        return
    line = " | ".join(parts[:PROJECTS_SHOWN])
    if len(parts) > PROJECTS_SHOWN:
        count_of_others = f"{len(parts) - PROJECTS_SHOWN:,}"
        line += text("terminal.more_projects", run.lang, count=count_of_others)
    print_line(screen, text("terminal.excluding", run.lang, parts=line))


def _show_groups_by_district(
    run: Run,
    screen: Screen,
    *,
    show_all: bool,
) -> None:
    """Show the proposed groups of every district; show_all: the reserves too."""
    listed = each_row(run.screening.listed)
    groups_of = lists_by_key((group.district_ix, group) for group in listed)
    for district in each_row(run.screening.districts):
        of_district = groups_of.get(district.Index, [])
        groups = [group for group in of_district if group.selected or show_all]
        reserves = len(of_district) - len(groups)
        _show_district_name(run, district, reserves, screen)
        if groups:
            _show_groups(run, groups, screen, with_reserves=show_all)
        else:
            print_line(screen, nobody_words(district, lang=run.lang), indent=2)
        screen.print()


def _show_district_name(
    run: Run,
    row: Any,
    reserves: int,
    screen: Screen,
) -> None:
    """Show a district with its status, and how many groups it has in reserve that are not shown."""
    status, lang = str(row.status), run.lang
    to_check, lines = int(row.selected_to_check), int(row.lines_to_settle)
    line = district_among(run, row)
    if row.required:
        line += f"  ({status_words(status, to_check, lang, lines)})"
    if reserves:
        line += text("terminal.reserves", lang, count=f"{reserves:,}")
    print_line(screen, line, style=f"bold {STATUS_STYLE[status]}")


def _show_groups(
    run: Run,
    groups: Sequence[Any],
    screen: Screen,
    *,
    with_reserves: bool,
) -> None:
    """Show a row per group: rank, names, its standing, its certainty; beside reserves a star for the proposed."""
    ranks, standings = [], []
    for row in groups:
        mark = (" *" if row.selected else " -") if with_reserves else ""
        ranks.append(f"{row.rank}{mark}")
        certainty = text(f"terminal.certainty.{row.certainty}", run.lang)
        standings.append([standing_words(run, row), certainty])
    fixed_width = max(map(len, ranks)) + sum(column_widths(standings))
    names = _names_within(run, groups, screen.width - fixed_width)
    rows = [
        TableRow([rank, *pair, *standing])
        for rank, pair, standing in zip(ranks, names, standings, strict=True)
    ]
    show_table(
        screen,
        _GROUP_COLUMNS,
        rows,
        indent=INDENT,
    )


def _names_within(
    run: Run,
    groups: Sequence[Any],
    width: int,
) -> list[tuple[str, str]]:
    """The names of every group and its product, cut so that both fit into `width` columns with the gaps of a row."""
    products = run.registry.products
    gaps = INDENT + COLUMN_GAP * (len(_GROUP_COLUMNS) - 1)
    names_width = max(width - gaps, NARROWEST_NAMES)
    group_width = names_width * 6 // 10
    pairs = []
    for group in groups:
        product_name = value_at(products, group.product, "product_name") or "-"
        pair = (
            shorten_middle(str(group.group_name), group_width),
            shorten_middle(str(product_name), names_width - group_width),
        )
        pairs.append(pair)
    return pairs
