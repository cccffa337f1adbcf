"""What the districts sent, on the page: in the line of each, and every list checked.

Representatives and telephone numbers have no place in it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.chat.validation_line import text_by_district
from kbo_screen.results.page.content import Bar, Cell, CheckRow, registry_names
from kbo_screen.results.shortfall.shortfall_sentences import sent_of
from kbo_screen.results.validation.confirmed_sentences import confirmed_in_words
from kbo_screen.results.validation.since_sentences import (
    changes_in_words,
    since_in_words,
)
from kbo_screen.results.validation.standing_lines import replaced_lists
from kbo_screen.results.validation.validation_sentences import (
    SUPERSEDED,
    alternatives_in_words,
    has_alternatives,
    marked_count,
    not_checked_in_words,
    not_counted_in_words,
    on_time_words,
    shown_status,
    status_of_list,
)
from kbo_screen.results.wording.finding_lines import gather_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.checking.check_result import (
        ChangesSince,
        CheckedDistrict,
        CheckedFile,
        Validation,
    )
    from kbo_screen.results.page.content import Content

#: The look of a list's status: that of a district's.
_LOOK: Final = {
    "accepted": "met", "accepted_with_warnings": "confirm", "rejected": "short", "unreadable": "short",
    SUPERSEDED: "confirm", "not_sent": "short", "not_given": "",
}  # fmt: skip
#: What the line of a district says of its list, beside the list's status.
_COLUMNS: Final = ("submitted", "accepted", "on_time", "short_after")
#: Where accepted groups and those still short stand among the cells, of which the first is the status.
_ACCEPTED_CELL: Final = 1 + _COLUMNS.index("accepted")
_SHORT_CELL: Final = 1 + _COLUMNS.index("short_after")


def add_sent(content: Content, checked: Validation) -> None:
    """Behind what the registry says of a district, what became of its list.

    Below stand the lists and their findings.
    """
    content.summary += _labels(checked)
    for district in checked.districts:
        cells = _sent_cells(checked, district, no_list="not_sent")
        content.districts[district.district_ix].summary += cells
    _add_lists(content, checked)


def only_sent(content: Content, checked: Validation) -> None:
    """What became of the lists in the place of what the registry says."""
    lang = content.lang
    no_list = _status_without_list(checked)
    content.head.insert(0, _head(checked))
    if not_counted := not_counted_in_words(checked):
        content.head.append(not_counted)
    content.summary = _labels(checked)
    content.capped = ""
    if _has_least(checked):
        content.bars = [
            ("met", text("shortfall.sent.accepted", lang)),
            ("short", text("shortfall.sent.short_after", lang)),
        ]
    content.findings = []
    if checked.hidden:
        content.stamps.append(text("validate.hidden", lang))
    for checked_district in checked.districts:
        _show_only_sent(
            content,
            checked,
            checked_district,
            no_list,
        )
    for district_ix, chat in text_by_district(checked).items():
        content.districts[district_ix].chat = chat
    for district_ix, status in dict.fromkeys(_marks(checked, no_list)):
        content.districts[district_ix].marks.append(status)
    _add_lists(content, checked)
    _count_statuses(content, checked, no_list)


def _status_without_list(checked: Validation) -> str:
    """How a district without a list is shown: in a whole folder as one that sent none."""
    codes = {finding.code for finding in checked.cross}
    return "not_sent" if "cross.nothing-sent" in codes else "not_given"


def _head(checked: Validation) -> str:
    return text(
        "validate.head",
        checked.lang,
        files=len(checked.files),
        registry=registry_names(checked.run),
    )


def _has_least(checked: Validation) -> bool:
    """The letter sets a least of a district."""
    return checked.run.letter.quota.least_per_district > 0


def _columns_of(checked: Validation) -> list[str]:
    """What is told of a list; nothing is short where the letter sets no least of a district."""
    has_least = _has_least(checked)
    return [name for name in _COLUMNS if has_least or name != "short_after"]


def _labels(checked: Validation) -> list[str]:
    names = ("status", *_columns_of(checked))
    return [text(f"shortfall.sent.{name}", checked.lang) for name in names]


def _show_only_sent(
    content: Content,
    checked: Validation,
    checked_district: CheckedDistrict,
    no_list: str,
) -> None:
    """The line of a district: its list's status and counts, as its bar the groups of an accepted list alone."""
    district = content.districts[checked_district.district_ix]
    cells = _sent_cells(checked, checked_district, no_list=no_list)
    lacking = checked_district.lacking
    file = checked.file_of(checked_district)
    if file is not None:
        cells[_ACCEPTED_CELL] = Cell(marked_count(file))
    if _has_least(checked):
        cells[_SHORT_CELL] = Cell(str(lacking))
    district.summary = cells
    district.status = cells[0]
    district.bar = Bar(sum(district.bar) - lacking, 0, lacking)
    district.marks = []


def _sent_cells(
    checked: Validation,
    district: CheckedDistrict,
    *,
    no_list: str,
) -> list[Cell]:
    """Status, groups named and accepted, in time or not, still short.

    no_list: the status where there is no list.
    """
    lang = checked.lang
    file = checked.file_of(district)
    status = no_list if file is None else shown_status(file)
    sent = sent_of(checked, district)
    words = {name: str(value) for name, value in sent.items()}
    words["on_time"] = on_time_words(district, lang)
    n_replaced = replaced_lists(checked)[district.district_ix]
    if n_replaced:
        words["on_time"] += f" ({text('validate.replaced', lang, count=n_replaced)})"
    status_words = _status_words(status, lang)
    if file is not None:
        status_words = status_of_list(file, lang)
    status_cell = Cell(status_words, _LOOK[status])
    return [status_cell, *(Cell(words[name]) for name in _columns_of(checked))]


def _status_words(status: str, lang: str) -> str:
    if status == "not_sent":
        return text("validate.on_time.not_sent", lang)
    if status == "not_given":
        return text("page.not_given", lang)
    return text(f"validate.status.{status}", lang)


def _marks(checked: Validation, no_list: str) -> Iterator[tuple[int, str]]:
    """Every district with the status of each list it sent; or that it sent none."""
    for file in checked.files:
        district_ix = file.submission.district_ix
        if district_ix is not None:
            yield district_ix, shown_status(file)
    for district in checked.districts:
        if district.file is None:
            yield district.district_ix, no_list


def _count_statuses(
    content: Content,
    checked: Validation,
    no_list: str,
) -> None:
    """Totals and filters by the status of lists."""
    counts = Counter(shown_status(file) for file in checked.files)
    counts[no_list] = sum(district.file is None for district in checked.districts)
    content.filters = []
    content.totals = []
    for status, look in _LOOK.items():
        if counts[status]:
            words = _status_words(status, content.lang)
            content.filters.append((status, words))
            content.totals.append((look, words, counts[status]))


def _add_lists(content: Content, checked: Validation) -> None:
    """Every list in its district; above, findings across all and of no known district."""
    lang = content.lang
    content.across = gather_findings(checked.cross, lang)
    for file in checked.files:
        district_ix = file.submission.district_ix
        if district_ix is None:
            content.across += gather_findings(file.findings, lang)
        else:
            content.districts[district_ix].checks.append(_check_row(file, checked))


def _check_row(file: CheckedFile, checked: Validation) -> CheckRow:
    lang = checked.lang
    findings = file.all_findings
    status = shown_status(file)
    notes = not_checked_in_words(file, lang)
    if has_alternatives(findings):
        names = ", ".join(alternatives_in_words(file, checked))
        notes.insert(0, text("validate.alternatives", lang, names=names))
    notes += confirmed_in_words(file, checked)
    return CheckRow(
        file=file.submission.file,
        look=_LOOK[status],
        words=_status_words(status, lang),
        summary=_counts_of_list(file, lang),
        since=_since_lines(file.since, lang) if file.since else [],
        findings=gather_findings(findings, lang),
        more=notes,
    )


def _since_lines(since: ChangesSince, lang: str) -> list[str]:
    """How much moved since the list before, then each change, as on the screen."""
    return [since_in_words(since, lang), *changes_in_words(since, lang)]


def _counts_of_list(file: CheckedFile, lang: str) -> str:
    """Rows named, groups accepted (marked where the list is not), groups still short."""
    return text(
        "page.submitted",
        lang,
        rows=len(file.submission.rows),
        accepted=marked_count(file),
        shortfall=file.lacking,
    )
