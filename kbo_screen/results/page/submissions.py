"""What the districts sent, on the page: in the line of each district, and every list with what it has to mend.

Knows how a list's status looks. Refuses representatives and telephone numbers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.finding_lines import gather_findings
from kbo_screen.results.page.content import Bar, Cell, CheckRow
from kbo_screen.results.shortfall_sentences import sent_of
from kbo_screen.results.validation_sentences import (
    SUPERSEDED,
    alternatives_in_words,
    not_checked_in_words,
    shown_status,
)

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import (
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


def add_sent(content: Content, checked: Validation) -> None:
    """Behind what the registry says of a district, what became of its list; below, the lists and their findings."""
    content.summary += _labels(content.lang)
    for district in checked.districts:
        content.districts[district.district_ix].summary += _sent(
            checked, district, none="not_sent"
        )
    _add_lists(content, checked)


def only_sent(content: Content, checked: Validation) -> None:
    """What became of the lists in the place of what the registry says: marks, totals, bars, findings."""
    lang = content.lang
    none = (
        "not_sent"
        if any(finding.code == "cross.nothing-sent" for finding in checked.cross)
        else "not_given"
    )
    content.head.insert(0, _head(checked))
    content.summary = _labels(lang)
    content.bars = [
        ("met", text("shortfall.sent.accepted", lang)),
        ("short", text("shortfall.sent.short_after", lang)),
    ]
    content.findings = []
    if checked.hidden:
        content.stamps.append(text("validate.hidden", lang))
    for checked_district in checked.districts:
        district = content.districts[checked_district.district_ix]
        district.summary = _sent(checked, checked_district, none=none)
        district.status = district.summary[0]
        short = checked_district.shortfall
        district.bar = Bar(sum(district.bar) - short, 0, short)
        district.marks = []
    for ix, status in _marks(checked, none):
        content.districts[ix].marks.append(status)
    _add_lists(content, checked)
    counts = Counter(map(shown_status, checked.files))
    counts[none] = sum(district.file is None for district in checked.districts)
    content.filters = [
        (status, _status_words(status, lang)) for status in _LOOK if counts[status]
    ]
    content.totals = [
        (_LOOK[status], words, counts[status]) for status, words in content.filters
    ]


def _head(checked: Validation) -> str:
    names = ", ".join(file.name for file in checked.run.registry.inputs[:6])
    return text(
        "validate.head", checked.run.lang, files=len(checked.files), registry=names
    )


def _labels(lang: str) -> list[str]:
    return [
        text("shortfall.sent.status", lang),
        *(text(f"shortfall.sent.{name}", lang) for name in _COLUMNS),
    ]


def _sent(checked: Validation, district: CheckedDistrict, *, none: str) -> list[Cell]:
    """Status, groups named and accepted, in time or not, still short. none: the status where there is no list."""
    lang, sent = checked.run.lang, sent_of(checked, district)
    status = (
        none if district.file is None else shown_status(checked.files[district.file])
    )
    words = {name: str(value) for name, value in sent.items()}
    words["on_time"] = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
    return [
        Cell(_status_words(status, lang), _LOOK[status]),
        *(Cell(words[name]) for name in _COLUMNS),
    ]


def _status_words(status: str, lang: str) -> str:
    if status == "not_sent":
        return text("validate.on_time.not_sent", lang)
    return text(
        "page.not_given" if status == "not_given" else f"validate.status.{status}", lang
    )


def _marks(checked: Validation, none: str) -> list[tuple[int, str]]:
    """Every district with the status of each list it sent, once; of one that sent none, that."""
    marks = [
        (f.submission.district_ix, shown_status(f))
        for f in checked.files
        if f.submission.district_ix is not None
    ]
    without = [
        (district.district_ix, none)
        for district in checked.districts
        if district.file is None
    ]
    return list(dict.fromkeys([*marks, *without]))


def _add_lists(content: Content, checked: Validation) -> None:
    """Every list in its district; what is found across all, and lists of no known district, above."""
    lang = content.lang
    content.across = gather_findings(checked.cross, lang)
    for file in checked.files:
        if file.submission.district_ix is None:
            content.across += gather_findings(file.findings, lang)
        else:
            content.districts[file.submission.district_ix].checks.append(
                _check(file, checked)
            )


def _check(file: CheckedFile, checked: Validation) -> CheckRow:
    lang = checked.run.lang
    summary = text(
        "page.submitted",
        lang,
        rows=len(file.submission.rows),
        accepted=len(file.accepted),
        shortfall=file.shortfall,
    )
    more = not_checked_in_words(file, lang)
    if any(finding.fields.get("alternatives") for finding in file.all_findings):
        names = ", ".join(alternatives_in_words(file, checked))
        more.insert(0, text("validate.alternatives", lang, names=names))
    findings = gather_findings(file.all_findings, lang)
    status = shown_status(file)
    return CheckRow(
        file.submission.file,
        _LOOK[status],
        _status_words(status, lang),
        summary,
        findings,
        more,
    )
