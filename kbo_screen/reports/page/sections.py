"""What else the page says of a district: its questions, its levers, the lists it sent.

Knows which report puts in which section. Refuses telephone numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.finding_lines import gather_findings
from kbo_screen.reports.page.content import CheckRow, Content
from kbo_screen.reports.sentences import question_line
from kbo_screen.reports.shortfall.lines import boundary_line, lever_line, nearly_line, preference_words
from kbo_screen.reports.validation.screen import SUPERSEDED, alternatives_in_words, not_checked_in_words, shown_status
from kbo_screen.screening.questions import open_questions

if TYPE_CHECKING:
    from kbo_screen.reports.shortfall import Shortfall
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.submissions.validation import CheckedFile, Validation

#: Lines of a section of one district.
LINES_SHOWN: Final = 30


def add_questions(content: Content, run: Run) -> None:
    """Every open question, in the district it is asked of."""
    groups = run.screening.products["group"].to_numpy()
    districts = run.screening.groups["district_ix"].to_dict()
    names = run.screening.groups["group_name"].to_dict()
    lines: dict[int, list[str]] = defaultdict(list)
    for asked in open_questions(run.registry, run.screening, run.letter):
        group = int(groups[asked.product])
        lines[districts[group]].append(f"{names[group]}: {question_line(run, asked)}")
    _put(content, "page.questions", lines)


def add_shortfall(content: Content, found: Shortfall) -> None:
    """Of every district that is not met: whom to ask first, levers, who is nearly in."""
    run = found.run
    open_ixs = {row.Index for row in found.open_districts()}
    names = run.screening.groups["group_name"].to_dict()
    asks = {
        ix: [
            f"{names[ask.group]}: " + "; ".join(question_line(run, q) for q in ask.questions) for ask in found.asks[ix]
        ]
        for ix in open_ixs
        if found.asks.get(ix)
    }
    _put(content, "shortfall.ask", asks)
    _put(content, "page.levers", {ix: [lever_line(run, *pair) for pair in found.levers_of(ix)] for ix in open_ixs})
    districts = run.screening.groups["district_ix"].to_dict()
    nearly: dict[int, list[str]] = defaultdict(list)
    for near in found.nearly.itertuples():
        if districts[near.group] in open_ixs:
            nearly[districts[near.group]].append(nearly_line(run, near))
    _put(content, "page.nearly", nearly)
    missed = {ix: [boundary_line(run, edge) for edge in found.boundary_of(ix) if not edge.listed] for ix in open_ixs}
    _put(content, "shortfall.boundary", missed)
    preference: dict[int, list[str]] = defaultdict(list)
    districts_of = run.registry.products["district_ix"].to_numpy()
    for asked in found.preference:
        group = int(run.screening.products["group"].to_numpy()[asked.product])
        preference[int(districts_of[asked.product])].append(f"{names[group]}: {preference_words(run, asked)}")
    _put(content, "shortfall.preference", preference)
    if found.checked:
        findings, totals = content.findings, content.totals
        add_checks(content, found.checked)
        content.findings, content.totals = findings, totals


def add_checks(content: Content, checked: Validation) -> None:
    """What each district sent; findings across all lists; districts are marked by what was accepted."""
    lang = checked.run.lang
    content.findings = []
    content.across = gather_findings(checked.cross, lang)
    if checked.hidden:
        content.stamps.append(text("validate.hidden", lang))
    for file in checked.files:
        row = _check(file, checked)
        if file.submission.district_ix is None:
            content.across += gather_findings(file.findings, lang)
        else:
            content.districts[file.submission.district_ix].checks.append(row)
    counts = Counter(map(shown_status, checked.files))
    content.totals = [
        (_LOOK[status], text(f"validate.status.{status}", lang), counts[status]) for status in _LOOK if counts[status]
    ]


#: The look of a list's status: that of a district's.
_LOOK: Final = {
    "accepted": "met", "accepted_with_warnings": "confirm", "rejected": "short", "unreadable": "short",
    SUPERSEDED: "confirm",
}  # fmt: skip


def _check(file: CheckedFile, checked: Validation) -> CheckRow:
    lang = checked.run.lang
    summary = text(
        "page.submitted", lang, rows=len(file.submission.rows), accepted=len(file.accepted), shortfall=file.shortfall
    )
    more = not_checked_in_words(file, lang)
    if any(finding.fields.get("alternatives") for finding in file.all_findings):
        names = ", ".join(alternatives_in_words(file, checked))
        more.insert(0, text("validate.alternatives", lang, names=names))
    status = shown_status(file)
    words = text(f"validate.status.{status}", lang)
    return CheckRow(file.submission.file, _LOOK[status], words, summary, gather_findings(file.all_findings, lang), more)


def _put(content: Content, title: str, lines: dict[int, list[str]]) -> None:
    """A section of that title in every district that has a line for it, capped with the number left out."""
    for ix, own in lines.items():
        if own:
            shown = own[:LINES_SHOWN]
            if len(own) > len(shown):
                shown.append(text("page.more", content.lang, count=len(own) - len(shown)))
            content.districts[ix].sections.append((text(title, content.lang), shown))
