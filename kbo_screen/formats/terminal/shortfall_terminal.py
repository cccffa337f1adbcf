"""The shortfall on the terminal: the districts that lack groups or wait, whom to ring first, what cannot be closed.

Of a country a line per province; of a district that was asked for, everything.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import Screen, print_line
from kbo_screen.formats.terminal.padded_table import TableColumn, TableRow, show_table
from kbo_screen.formats.terminal.screen_parts import (
    DISTRICTS_SHOWN,
    STATUS_STYLE,
    first_names,
    labelled_table_columns,
    print_aside,
    show_head,
    show_lines_to_settle,
    show_next_steps,
    show_provinces,
    show_stamps,
    show_status_counts,
)
from kbo_screen.results.rows import each_row
from kbo_screen.results.shortfall.calls import call_line, calls_in_order
from kbo_screen.results.shortfall.shortfall_sentences import (
    ask_lines,
    cannot_close_lines,
    district_status,
    if_yes_line,
    kept_out_line,
    kept_out_lines,
    lever_lines,
    lever_total_line,
    list_waits,
    missed_lines,
    preference_count_line,
    preference_lines,
    sent_row,
    to_name_lines,
)
from kbo_screen.results.validation.validation_sentences import not_counted_in_words
from kbo_screen.results.wording.area_names import (
    district_among,
    district_unit,
)
from kbo_screen.results.wording.province_quota import (
    capped_words,
    checked_province_lines,
)
from kbo_screen.results.wording.sentences import (
    nobody_words,
    open_line_words,
    preference_heading,
)
from kbo_screen.vocabulary.thai_text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.results.next_steps import StepLine
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

#: Lines of the screen of a province at 80 columns; calls get what the rest leaves, but the first of them at least.
MOST_LINES: Final = 40
FEWEST_CALLS: Final = 1
#: Lines that the calls want at least, and those among them of the heading, of notes and blank ones.
ROOM_OF_CALLS: Final = 13
LINES_AROUND_CALLS: Final = 4
#: Lines of a table: as many as leave room for the rest; and districts among those that cannot be met.
TABLE_ROWS: Final = 11
FEWEST_ROWS: Final = 2
REPORTED_ROWS: Final = 4
#: Names of districts in one line.
NAMES_SHOWN: Final = 12
_QUOTA_COLUMNS: Final = ("district", "status", "certain", "to_confirm", "shortfall")
#: Columns of what the districts sent, and whether their values are words.
_SENT_COLUMNS: Final = {
    "district": True,
    "status": True,
    "submitted": False,
    "accepted": False,
    "short_after": False,
    "on_time": False,
}


def show_shortfall(
    shortfall: Shortfall,
    screen: Screen,
    *,
    steps: Sequence[StepLine] = (),
    with_levers: bool = False,
    whole: bool = False,
) -> None:
    """Show who lacks groups or waits, whom to ring first, and what no answer can close.

    with_levers: what keeps groups out and what another letter would bring, too. whole: everything of every district.
    """
    run, lang = shortfall.run, shortfall.lang
    if whole:
        _show_standing(shortfall, screen, None)
        for district in each_row(run.screening.districts):
            _show_district(shortfall, district, screen)
    else:
        rows = _rows_that_fit(shortfall, steps, screen.width)
        _show_in_short(
            shortfall,
            steps,
            screen,
            rows,
        )
    if with_levers:
        _show_levers(shortfall, screen, whole=whole)
    has_levers = with_levers or (whole and _has_lever_lines(shortfall))
    if has_levers and shortfall.felt_levers:
        print_aside(screen, text("shortfall.letter_decides", lang))
        screen.print()
    show_next_steps(steps, lang, screen)


def _has_lever_lines(shortfall: Shortfall) -> bool:
    """Another letter would bring one of the districts something."""
    return any(
        lever_lines(shortfall, district.Index)
        for district in shortfall.open_districts()
    )


def _rows_that_fit(
    shortfall: Shortfall,
    steps: Sequence[StepLine],
    width: int,
) -> int:
    """How many rows a table has so that the screen of a province holds everything, as far as that goes."""
    if len(shortfall.run.provinces) > 1:
        return TABLE_ROWS
    room = MOST_LINES - _lines_of_steps(steps)
    for rows in range(TABLE_ROWS, FEWEST_ROWS, -1):
        trial = Screen(width, StringIO())
        _show_in_short(shortfall, steps, trial, rows)
        if trial.lines_printed <= room:
            return rows
    return FEWEST_ROWS


def _lines_of_steps(steps: Sequence[StepLine]) -> int:
    return len(steps) + 1 if steps else 0


def _show_in_short(
    shortfall: Shortfall,
    steps: Sequence[StepLine],
    screen: Screen,
    most_rows: int,
) -> None:
    """Show how the districts stand, whom to ring first, and what no answer can close. most_rows: of a table."""
    _show_standing(shortfall, screen, most_rows)
    _show_calls(shortfall, steps, screen)


def _show_standing(
    shortfall: Shortfall,
    screen: Screen,
    most_rows: int | None,
) -> None:
    """Show the letter and how the districts stand, of several provinces a line each.

    most_rows: of a table; None for everything of every district.
    """
    run = shortfall.run
    show_head(run, screen)
    show_stamps(run, screen)
    if len(run.provinces) > 1:
        show_provinces(run, screen)
        show_status_counts(run, screen)
        screen.print()
    else:
        _show_open_districts(shortfall, screen, most_rows)
    show_lines_to_settle(run, screen)
    _show_sent(shortfall, screen, most_rows)


def _show_open_districts(
    shortfall: Shortfall,
    screen: Screen,
    most_rows: int | None,
) -> None:
    """Show the districts that lack groups or wait, the shortest first, then the names of those that are met.

    most_rows: of the table; None for every district.
    """
    run, whole = shortfall.run, most_rows is None
    unmet, met = [], []
    for district in each_row(run.screening.districts):
        if whole or _is_short_or_waits(district):
            unmet.append(district)
        else:
            met.append(str(district.district))
    unmet.sort(key=_quota_left)
    if unmet:
        rows_shown = _rows_of(len(unmet), most_rows)
        _show_quota_table(run.lang, unmet[:rows_shown], screen)
        _show_more_districts(run, len(unmet) - rows_shown, screen)
        if capped := capped_words(run):
            print_aside(screen, capped)
    if not whole and run.letter.quota.least_per_district:
        _show_names(run, "shortfall.met", met, screen)
    screen.print()


def _is_short_or_waits(district: Any) -> bool:
    """A district lacks groups, or something of its proposed groups or of a projects list waits."""
    waits = district.selected_to_check or district.lines_to_settle
    return bool(district.status != "met" or waits)


def _quota_left(district: Any) -> tuple[int, int]:
    """Sorts districts: by what they lack, then by what waits, the most first."""
    return -int(district.shortfall), -int(district.to_confirm)


def _show_quota_table(
    lang: str,
    districts: Sequence[Any],
    screen: Screen,
) -> None:
    """Show a line per district: its status and the counts that make up its quota."""
    rows = []
    for district in districts:
        cells = [
            str(district.district),
            district_status(district, lang),
            str(district.certain_of_quota),
            str(district.to_confirm),
            str(district.shortfall),
        ]
        rows.append(TableRow(cells, STATUS_STYLE[str(district.status)]))
    show_table(screen, labelled_table_columns(_QUOTA_COLUMNS, lang), rows)


def _show_more_districts(run: Run, count: int, screen: Screen) -> None:
    """Show how many districts more there are, where there are any."""
    if count:
        words = text(
            "shortfall.more_districts",
            run.lang,
            count=count,
            unit=district_unit(run),
        )
        print_aside(screen, words)


def _show_names(
    run: Run,
    text_id: str,
    names: Sequence[str],
    screen: Screen,
) -> None:
    """Show how many districts these are, and the first names."""
    if not names:
        return
    line = text(
        text_id,
        run.lang,
        count=f"{len(names):,}",
        unit=district_unit(run),
        names=first_names(names, NAMES_SHOWN),
    )
    print_line(screen, line)


def _rows_of(count: int, most_rows: int | None) -> int:
    """How many rows a table of so many has: all that fit, else one less, for the line that says how many more."""
    if most_rows is None or count <= most_rows:
        return count
    return most_rows - 1


def _show_sent(
    shortfall: Shortfall,
    screen: Screen,
    most_rows: int | None,
) -> None:
    """Show what the districts sent that lack groups after it, or whose list is sent back, and the names of the others.

    Of districts without a least, those that sent a list; what they all bring is beside the quota of their province.
    most_rows: of the table; None for all.
    """
    checked, run = shortfall.checked, shortfall.run
    if checked is None:
        return
    columns = [
        TableColumn(text(f"shortfall.sent.{name}", run.lang), not has_words)
        for name, has_words in _SENT_COLUMNS.items()
    ]
    has_least = run.screening.districts["required"] > 0
    rows, names = [], []
    for district in checked.districts:
        cells = [str(value) for value in sent_row(checked, district)]
        is_set_a_least = bool(has_least[district.district_ix])
        is_open = district.shortfall or list_waits(checked, district)
        if is_open or (not is_set_a_least and district.file is not None):
            rows.append(TableRow(cells))
        elif is_set_a_least:
            names.append(cells[0])
    if rows:
        rows_shown = _rows_of(len(rows), most_rows)
        show_table(screen, columns, rows[:rows_shown])
        _show_more_districts(run, len(rows) - rows_shown, screen)
    if not_counted := not_counted_in_words(checked):
        print_aside(screen, not_counted)
    for line in checked_province_lines(checked):
        print_line(screen, line, style="bold")
    _show_names(run, "shortfall.sent_met", names, screen)
    screen.print()


def _show_calls(
    shortfall: Shortfall,
    steps: Sequence[StepLine],
    screen: Screen,
) -> None:
    """Show whom to ring first, as many as the screen still holds, then what no answer can close."""
    lang, calls = shortfall.lang, calls_in_order(shortfall)
    lines = [call_line(shortfall, call) for call in calls]
    room = MOST_LINES - screen.lines_printed - _lines_of_steps(steps)
    room_below = room - _lines_of_calls(lines, screen.width)
    lines_below = _lines_below_calls(shortfall, screen.width, room_below)
    if calls:
        print_line(screen, text("shortfall.calls", lang), style="bold")
        room_for_calls = room - len(lines_below) - LINES_AROUND_CALLS
        _show_numbered(lines, room_for_calls, lang, screen)
        asks_group = any(call.group is not None for call in calls)
        if asks_group and not shortfall.with_contacts:
            no_phones = text("shortfall.no_phones", lang)
            print_aside(screen, no_phones, indent=2)
        screen.print()
    for line in lines_below:
        screen.print(line)


def _lines_of_calls(lines: Sequence[str], width: int) -> int:
    """Lines that calls want: all of them where they are few."""
    folded = sum(len(wrap(line, width - 5)) for line in lines)
    return min(folded + LINES_AROUND_CALLS, ROOM_OF_CALLS)


def _lines_below_calls(
    shortfall: Shortfall,
    width: int,
    room: int,
) -> list[str]:
    """What no answer can close, and how many questions there are about the preference, as far as calls leave room."""
    preference = preference_count_line(shortfall)
    lines = _report_lines(shortfall, width, REPORTED_ROWS)
    preference_part = wrap(preference, width) if preference else []
    if len(lines) + len(preference_part) < room:
        lines += preference_part
    elif len(lines) >= room:
        lines = _report_lines(shortfall, width, 1)
    return [*lines, ""] if lines else []


def _show_numbered(
    lines: Sequence[str],
    room: int,
    lang: str,
    screen: Screen,
) -> None:
    """Show numbered lines as long as there is room, and how many more there are."""
    for number, line in enumerate(lines, start=1):
        folded = wrap(f"{number}. {line}", screen.width - 5)
        room -= len(folded)
        if room < 0 and number > FEWEST_CALLS:
            count = len(lines) - number + 1
            more_words = text("shortfall.more_calls", lang, count=f"{count:,}")
            print_aside(screen, more_words, indent=2)
            return
        screen.print(f"  {folded[0]}")
        for piece in folded[1:]:
            screen.print(f"     {piece}")


def _report_lines(
    shortfall: Shortfall,
    width: int,
    most: int,
) -> list[str]:
    """The districts that stay short whatever the answers, no more than these, folded, under their heading."""
    lines = cannot_close_lines(shortfall)
    if not lines:
        return []
    lang = shortfall.lang
    folded = wrap(text("shortfall.cannot_close", lang), width)
    for line in lines[:most]:
        folded += [f"  {piece}" for piece in wrap(line, width - 2)]
    if len(lines) > most:
        unit = district_unit(shortfall.run)
        count = f"{len(lines) - most:,}"
        folded.append(
            "  " + text("shortfall.more_districts", lang, count=count, unit=unit)
        )
    return folded


def _show_levers(
    shortfall: Shortfall,
    screen: Screen,
    *,
    whole: bool,
) -> None:
    """Show what keeps groups out and what another letter would bring: in all, and by district unless that was shown."""
    _show_kept_out(shortfall, screen)
    for district in shortfall.open_districts():
        if not whole:
            _show_levers_of_district(shortfall, district, screen)
    _show_levers_of_all(shortfall, screen)


def _show_levers_of_all(shortfall: Shortfall, screen: Screen) -> None:
    totals = [lever_total_line(shortfall.run, lever) for lever in shortfall.felt_levers]
    _show_list(
        screen,
        text("shortfall.levers_of_all", shortfall.lang),
        totals,
        indent=0,
    )


def _show_kept_out(shortfall: Shortfall, screen: Screen) -> None:
    """Show how many groups each condition alone keeps out: in all, and by district where they fit a screen."""
    run, counts = shortfall.run, shortfall.kept_out
    if not counts.to_numpy().any():
        print_line(screen, text("shortfall.kept_out_none", run.lang))
        screen.print()
        return
    print_line(screen, text("shortfall.kept_out", run.lang), style="bold")
    for number, (name, count) in enumerate(counts.sum().items(), start=1):
        line = kept_out_line(run, number, str(name), int(count))
        print_line(screen, line, indent=2)
    screen.print()
    if 1 < len(counts) <= DISTRICTS_SHOWN:
        _show_kept_out_table(shortfall, screen)
        screen.print()


def _show_kept_out_table(shortfall: Shortfall, screen: Screen) -> None:
    run, counts = shortfall.run, shortfall.kept_out
    numbers = range(1, len(counts.columns) + 1)
    columns = [TableColumn(text("words.field.district", run.lang))]
    columns += [TableColumn(f"[{number}]", is_number=True) for number in numbers]
    rows = []
    for district in each_row(run.screening.districts):
        cells = [str(int(count)) for count in counts.loc[district.Index]]
        rows.append(TableRow([str(district.district), *cells]))
    show_table(screen, columns, rows)


def _show_district(
    shortfall: Shortfall,
    district: Any,
    screen: Screen,
) -> None:
    """Show everything of one district: what it needs, the groups it can name, whom to ask, levers, who is nearly in."""
    run, lang = shortfall.run, shortfall.lang
    _show_district_name(shortfall, district, screen)
    if not district.possible:
        print_line(screen, nobody_words(district, lang=lang), indent=2)
    if shortfall.is_open(district):
        _show_gap(shortfall, district, screen)
    questions = preference_lines(shortfall, district.Index)
    _show_list(screen, preference_heading(run), questions)
    open_lines = open_line_words(run).get(district.Index, [])
    _show_list(screen, text("page.lines", lang), open_lines)
    screen.print()
    if shortfall.is_open(district):
        _show_levers_of_district(shortfall, district, screen, with_name=False)


def _show_district_name(
    shortfall: Shortfall,
    district: Any,
    screen: Screen,
) -> None:
    name = district_among(shortfall.run, district)
    standing = _standing(shortfall, district)
    print_line(screen, f"{name}  ({standing})", style="bold")


def _standing(shortfall: Shortfall, district: Any) -> str:
    """The status of a district, with the groups that it needs where it is not met."""
    lang = shortfall.lang
    status = district_status(district, lang)
    if not shortfall.is_open(district):
        return status
    needs = "shortfall.needs_after" if shortfall.checked else "shortfall.needs"
    return text(
        needs,
        lang,
        status=status,
        count=shortfall.needed(district),
    )


def _show_gap(
    shortfall: Shortfall,
    district: Any,
    screen: Screen,
) -> None:
    """Show what would close the gap of one district, or that no question can."""
    title = text("shortfall.to_name", shortfall.lang)
    _show_list(screen, title, to_name_lines(shortfall, district.Index))
    _show_asks(shortfall, district, screen)


def _show_asks(
    shortfall: Shortfall,
    district: Any,
    screen: Screen,
) -> None:
    """Show whom to ask, and where a yes to everything leads."""
    lang = shortfall.lang
    asks = ask_lines(shortfall, district.Index)
    _show_list(screen, text("shortfall.ask", lang), asks)
    status = shortfall.status_after(district, len(asks))
    if asks:
        print_line(screen, if_yes_line(status, lang), indent=4)
    elif status != "met":
        print_line(screen, text("shortfall.nothing_to_ask", lang), indent=2)


def _show_levers_of_district(
    shortfall: Shortfall,
    district: Any,
    screen: Screen,
    *,
    with_name: bool = True,
) -> None:
    """Show what another letter would bring a district, and the groups that one condition, or one unit, keeps out."""
    lang, ix = shortfall.lang, district.Index
    lists = {
        "shortfall.levers": lever_lines(shortfall, ix),
        "shortfall.nearly": kept_out_lines(shortfall, ix),
        "shortfall.boundary": missed_lines(shortfall, ix),
    }
    if not any(lists.values()):
        return
    if with_name:
        _show_district_name(shortfall, district, screen)
    for title, lines in lists.items():
        _show_list(screen, text(title, lang), lines)
    screen.print()


def _show_list(
    screen: Screen, title: str, lines: Sequence[str], indent: int = 2
) -> None:
    """Show lines under their title, where there are any."""
    if lines:
        print_line(screen, title, indent, "bold")
    for line in lines:
        print_line(screen, f"- {line}", indent + 2)
