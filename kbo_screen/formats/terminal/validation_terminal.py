"""The check of submissions on the terminal: a line per list, what was found by kind, what the rejected have to mend.

Of a few lists, and with --all of any, everything of each; then what only shows when all are seen together.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_result import STATUSES
from kbo_screen.findings import errors_among
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
    count_findings,
    print_aside,
    severity_counts,
    show_finding,
    show_kinds,
    show_next_steps,
    show_stamps,
)
from kbo_screen.results.validation.confirmed_sentences import (
    confirmed_count_in_words,
    confirmed_in_words,
)
from kbo_screen.results.validation.since_sentences import (
    changes_in_words,
    since_in_words,
)
from kbo_screen.results.validation.standing_lines import (
    STANDING_COLUMNS,
    shows_standing,
    standing_of,
)
from kbo_screen.results.validation.validation_payload import district_name
from kbo_screen.results.validation.validation_sentences import (
    SUPERSEDED,
    accepted_in_words,
    alternatives_in_words,
    counts_in_words,
    has_alternatives,
    missing_in_words,
    not_checked_in_words,
    not_counted_in_words,
    short_status,
    shown_status,
    status_of_list,
)
from kbo_screen.results.wording.area_names import district_unit
from kbo_screen.results.wording.finding_lines import gather_findings, in_cell_order
from kbo_screen.results.wording.province_quota import checked_province_lines
from kbo_screen.vocabulary.thai_text import display_width, shorten_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.checking.check_result import ChangesSince, CheckedFile, Validation
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.next_steps import StepLine
    from kbo_screen.results.validation.standing_lines import DistrictStanding
    from kbo_screen.results.wording.finding_lines import FindingLine

_STATUS_STYLE: Final = {
    "accepted": "green",
    "accepted_with_warnings": "yellow",
    "rejected": "red",
    "unreadable": "red",
    SUPERSEDED: "dim",
    "not_sent": "red",
}
#: Columns of numbers of the table of districts.
_COUNTS: Final = frozenset({"accepted", "errors", "warnings"})
#: Columns of the table of lists, and whether they hold numbers.
_COLUMNS: Final = {
    "file": False,
    "district": False,
    "status": False,
    "accepted": True,
    "errors": True,
    "warnings": True,
}
#: Lists up to which everything that each has to mend is shown.
LISTS_SHOWN_WHOLE: Final = 3
#: Kinds of finding shown of each of those; the rest with --all, or in the workbook.
LINES_SHOWN: Final = 8
#: Lines of the screen of many lists at 80 columns; findings get what the rest leaves, but the first of them at least.
MOST_LINES: Final = 40
FEWEST_FINDINGS: Final = 1
#: Lines that a finding takes with its heading and the line for those left out, and those around the next steps.
LINES_OF_FINDING: Final = 6
LINES_AROUND_STEPS: Final = 1
#: Rows of the table of lists; beyond, only lists that are not plainly accepted.
TABLE_ROWS: Final = 12
#: Names of districts that fit into one line.
_NAMES_SHOWN: Final = 12
#: Columns that the other columns of the table of lists take at most.
_OTHER_COLUMNS: Final = 64
_NARROWEST_FILE: Final = 16
#: Columns that a remark, and the name of a district, in the table of districts has at least.
_NARROWEST_REMARK: Final = 16
_NARROWEST_NAME: Final = 10


def show_validation(
    checked: Validation,
    screen: Screen,
    *,
    steps: Sequence[StepLine] = (),
    show_all: bool = False,
) -> None:
    """Show every list's status, then what was found: of many lists by kind, and what the rejected have to mend.

    show_all: everything of every list, however many there are.
    """
    lang = checked.lang
    _show_head(checked, screen)
    has_standing = shows_standing(checked)
    if has_standing:
        _show_standing(checked, screen, show_all=show_all)
    if show_all or not has_standing:
        _show_table(checked, screen, show_all=show_all)
    show_totals(checked, screen)
    if confirmed := confirmed_count_in_words(checked.files, lang):
        print_line(screen, confirmed)
    _show_since(checked, screen)
    if show_all or len(checked.files) <= LISTS_SHOWN_WHOLE:
        screen.print()
        _show_lists(checked, screen, show_all=show_all)
    else:
        _show_missing(checked, screen)
        screen.print()
        last_line = MOST_LINES - len(steps) - LINES_AROUND_STEPS
        _show_in_brief(checked, screen, last_line)
    if not (checked.findings or checked.hidden or confirmed):
        print_line(screen, text("validate.nothing", lang))
    show_next_steps(steps, lang, screen)


def _show_lists(
    checked: Validation,
    screen: Screen,
    *,
    show_all: bool,
) -> None:
    """Show what each list has to mend, what only shows when all are seen together, and of whom no list was given."""
    for file in checked.files:
        if file.findings or file.confirmed:
            _show_file(file, checked, screen, show_all=show_all)
    if checked.cross:
        _show_cross(checked, screen)
    _show_districts_without_list(checked, screen)


def _show_head(checked: Validation, screen: Screen) -> None:
    """Show how many lists there are and against which registry, and what was not checked."""
    run, lang = checked.run, checked.lang
    registry = ", ".join(file.name for file in run.registry.inputs)
    head = text(
        "validate.head",
        lang,
        files=len(checked.files),
        registry=registry,
    )
    print_line(screen, head, style="bold")
    screen.print()
    show_stamps(run, screen)
    if checked.hidden:
        print_line(screen, text("validate.hidden", lang), style="yellow")
        screen.print()


def _show_table(
    checked: Validation,
    screen: Screen,
    *,
    show_all: bool,
) -> None:
    """Show a row per list; of very many only those that are not plainly accepted, unless all are asked for."""
    files = checked.files if show_all else _files_of_table(checked)
    columns = [
        TableColumn(text(f"validate.column.{name}", checked.lang), is_number)
        for name, is_number in _COLUMNS.items()
    ]
    file_width = _file_width(checked, screen.width)
    rows = []
    for file in files:
        cells = _table_cells(file, checked, file_width)
        rows.append(TableRow(cells, _STATUS_STYLE[shown_status(file)]))
    show_table(screen, columns, rows)
    if len(files) < len(checked.files):
        count = len(checked.files) - len(files)
        words = text("validate.more_lists", checked.lang, count=f"{count:,}")
        print_aside(screen, words)
    screen.print()


def _show_standing(
    checked: Validation,
    screen: Screen,
    *,
    show_all: bool,
) -> None:
    """Show a row per district: what it sent, when, and whether another list of it was replaced.

    Of very many those that the table has room for, unless all are asked for.
    """
    run = checked.run
    columns = [
        TableColumn(text(f"validate.standing.{name}", run.lang), name in _COUNTS)
        for name in STANDING_COLUMNS
    ]
    standings = list(standing_of(checked))
    has_room = show_all or len(checked.districts) <= TABLE_ROWS
    shown_standings = standings if has_room else _standings_of_table(standings)
    labels = [column.label for column in columns]
    all_cells = [standing.cells for standing in shown_standings]
    cells_that_fit = _cells_within(screen.width, labels, all_cells)
    rows = [
        TableRow(cells, _STATUS_STYLE[standing.look])
        for standing, cells in zip(shown_standings, cells_that_fit, strict=True)
    ]
    show_table(screen, columns, rows)
    if len(shown_standings) < len(standings):
        words = text(
            "validate.standing.more",
            run.lang,
            count=f"{len(standings) - len(shown_standings):,}",
            unit=district_unit(run),
        )
        print_aside(screen, words)
    screen.print()


def _cells_within(
    width: int,
    labels: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> list[list[str]]:
    """The cells of a table that fits: a remark, which may be a file's name, is cut first, then the district's name."""
    names, *other_widths, remarks = column_widths([labels, *rows])
    gaps = COLUMN_GAP * (len(labels) - 1)
    room = width - sum(other_widths) - gaps
    remark_width = max(room - names, min(remarks, _NARROWEST_REMARK))
    name_width = max(room - remark_width, _NARROWEST_NAME)
    return [
        [
            shorten_middle(name, name_width),
            *cells,
            shorten_middle(remark, remark_width),
        ]
        for name, *cells, remark in rows
    ]


def _standings_of_table(
    standings: Sequence[DistrictStanding],
) -> list[DistrictStanding]:
    """Those that are not plainly accepted, as far as there is room; what came before what has not."""
    unsettled = [standing for standing in standings if standing.look != "accepted"]
    unsettled.sort(key=lambda standing: standing.look == "not_sent")
    return unsettled[:TABLE_ROWS]


def _files_of_table(checked: Validation) -> Sequence[CheckedFile]:
    """The lists that the table has room for, in their order."""
    if len(checked.files) <= TABLE_ROWS:
        return checked.files
    files = [file for file in checked.files if shown_status(file) != "accepted"]
    return files[:TABLE_ROWS]


def _file_width(checked: Validation, width: int) -> int:
    """Columns for the names of files: what they need, as far as the terminal has it."""
    longest = max(
        (display_width(file.submission.file) for file in checked.files),
        default=0,
    )
    return max(min(longest, width - _OTHER_COLUMNS), _NARROWEST_FILE)


def _table_cells(
    file: CheckedFile,
    checked: Validation,
    file_width: int,
) -> list[str]:
    counts = file.severities
    return [
        shorten_middle(file.submission.file, file_width),
        district_name(file, checked) or "?",
        short_status(file, checked.lang),
        accepted_in_words(file),
        str(counts["error"]),
        str(counts["warning"]),
    ]


def show_totals(checked: Validation, screen: Screen) -> None:
    """Show how many lists have which status, and how many groups were accepted."""
    lang = checked.lang
    counts = Counter(map(shown_status, checked.files))
    parts = [
        f"{text(f'validate.status.{status}', lang)} {counts[status]}"
        for status in (*STATUSES, SUPERSEDED)
        if counts[status]
    ]
    print_line(
        screen,
        text(
            "validate.totals",
            lang,
            parts=" | ".join(parts),
        ),
    )
    print_line(screen, counts_in_words(checked))
    for line in checked_province_lines(checked):
        print_line(screen, line, style="bold")
    if not_counted := not_counted_in_words(checked):
        print_line(screen, not_counted)


def _show_since(checked: Validation, screen: Screen) -> None:
    """Show what moved since each district's list before; what was accepted and changed is always named."""
    lang = checked.lang
    unchanged_names = []
    for file in checked.files:
        name = district_name(file, checked) or file.submission.file
        if file.since and _is_short_of_room(file.since, checked):
            unchanged_names.append(name)
        elif file.since:
            print_line(screen, f"{name}: {since_in_words(file.since, lang)}")
            for words in changes_in_words(file.since, lang):
                print_line(screen, f"- {words}")
    if unchanged_names:
        words = text(
            "validate.since.unchanged",
            lang,
            count=len(unchanged_names),
            names=", ".join(unchanged_names),
        )
        print_line(screen, words)


def _is_short_of_room(since: ChangesSince, checked: Validation) -> bool:
    """A list says the same as before, and is one of many: all such stand in one line."""
    is_unchanged = since.is_same_file or since.is_same_content
    return is_unchanged and len(checked.files) > LISTS_SHOWN_WHOLE


def _show_in_brief(
    checked: Validation,
    screen: Screen,
    last_line: int,
) -> None:
    """Show how many findings there are of each kind, then the errors of rejected lists, up to a line of the screen."""
    lang = checked.lang
    lines = gather_findings(checked.findings, lang)
    if not lines:
        return
    counts = severity_counts(lines, lang)
    heading = text("validate.findings", lang, counts=counts)
    print_line(screen, heading, style="bold")
    show_kinds(lines, lang, screen)
    screen.print()
    shown_lines = _show_errors(checked, screen, last_line)
    n_left = count_findings(lines) - count_findings(shown_lines)
    if n_left > 0:
        words = text("validate.more_findings", lang, count=f"{n_left:,}")
        print_aside(screen, words)
    screen.print()


def _show_errors(
    checked: Validation,
    screen: Screen,
    last_line: int,
) -> list[FindingLine]:
    """Show the errors of rejected lists, list by list in cell order; returns them. The first few in any case."""
    shown_lines: list[FindingLine] = []
    heading = ""
    for file in checked.files:
        for line in _errors_of(file, checked.lang):
            lines_left = last_line - screen.lines_printed
            is_enough = len(shown_lines) >= FEWEST_FINDINGS
            if is_enough and lines_left < LINES_OF_FINDING:
                return shown_lines
            new_heading = _head_of_sheet(file, line, checked)
            if new_heading != heading:
                print_line(screen, new_heading, style="bold red")
                heading = new_heading
            print_line(screen, f"{line.message}  [{line.code}]", indent=2)
            print_aside(screen, line.remedy, indent=4)
            shown_lines.append(line)
    return shown_lines


def _errors_of(file: CheckedFile, lang: str) -> list[FindingLine]:
    """What a rejected list has to mend, in cell order; of any other nothing."""
    if shown_status(file) not in ("rejected", "unreadable"):
        return []
    return in_cell_order(gather_findings(errors_among(file.all_findings), lang))


def _head_of_sheet(
    file: CheckedFile,
    line: FindingLine,
    checked: Validation,
) -> str:
    """The district, the file and the sheet, as far as each is known."""
    parts = [_title_of(file, checked), file.submission.file, line.place.sheet]
    return "  ".join(filter(None, parts))


def _title_of(file: CheckedFile, checked: Validation) -> str:
    """The district of a list, as a heading has it; "" where nothing says it."""
    name = district_name(file, checked)
    return text("terminal.district", checked.lang, district=name) if name else ""


def _show_missing(checked: Validation, screen: Screen) -> None:
    """Show the districts that sent no list, or those of which none was given."""
    if missing := missing_in_words(checked):
        print_line(screen, missing, style="yellow")
    _show_districts_without_list(checked, screen)


def _show_file(
    file: CheckedFile,
    checked: Validation,
    screen: Screen,
    *,
    show_all: bool,
) -> None:
    """Show what one list has to mend, what may be named instead, what could not be checked."""
    lang = checked.lang
    style = f"bold {_STATUS_STYLE[shown_status(file)]}"
    print_line(screen, _head_of_file(file, checked), style=style)
    lines = gather_findings(file.findings, lang)
    most = len(lines) if show_all else LINES_SHOWN
    show_kinds(lines, lang, screen)
    for line in in_cell_order(lines[:most]):
        show_finding(line, lang, screen)
    if n_left := count_findings(lines[most:]):
        more_words = text("validate.more_findings", lang, count=f"{n_left:,}")
        print_aside(screen, more_words)
    if has_alternatives(file.findings):
        names = ", ".join(alternatives_in_words(file, checked))
        print_line(
            screen,
            text("validate.alternatives", lang, names=names),
            indent=2,
        )
    _show_confirmed(file, checked, screen, show_all=show_all)
    for not_checked in not_checked_in_words(file, lang):
        print_line(
            screen,
            not_checked,
            indent=2,
            style="dim",
        )
    screen.print()


def _show_confirmed(
    file: CheckedFile,
    checked: Validation,
    screen: Screen,
    *,
    show_all: bool,
) -> None:
    """Show what the district has confirmed and is not asked again."""
    lang = checked.lang
    lines = confirmed_in_words(file, checked)
    most = len(lines) if show_all else LINES_SHOWN
    if lines:
        print_line(screen, text("validate.confirmed.head", lang), indent=2)
    for line in lines[:most]:
        print_line(screen, line, indent=4, style="dim")
    if len(lines) > most:
        count = len(lines) - most
        print_aside(screen, text("validate.more_findings", lang, count=count))


def _head_of_file(file: CheckedFile, checked: Validation) -> str:
    lang = checked.lang
    head = f"{file.submission.file}  ({status_of_list(file, lang)})"
    return "  ".join(filter(None, [_title_of(file, checked), head]))


def _show_cross(checked: Validation, screen: Screen) -> None:
    """Show what only shows when all lists are seen together."""
    lang = checked.lang
    print_line(screen, text("validate.across", lang), style="bold")
    findings = [f for f in checked.cross if f.code != "cross.nothing-sent"]
    for line in gather_findings(findings, lang):
        show_finding(line, lang, screen, where=line.place.file)
    if missing := missing_in_words(checked):
        print_line(
            screen,
            missing,
            indent=2,
            style="yellow",
        )
    screen.print()


def _show_districts_without_list(checked: Validation, screen: Screen) -> None:
    """Show the districts of which no list was given, where nobody expects all of them."""
    if any(finding.code == "cross.nothing-sent" for finding in checked.cross):
        return
    scope = checked.run.areas
    missing = [
        scope[district.district_ix].district
        for district in checked.districts
        if district.file is None
    ]
    if not missing:
        return
    names = ", ".join(missing[:_NAMES_SHOWN])
    if len(missing) > _NAMES_SHOWN:
        names += " ..."
    lang = checked.lang
    words = text(
        "validate.others",
        lang,
        count=len(missing),
        names=names,
    )
    print_line(screen, words, style="dim")
