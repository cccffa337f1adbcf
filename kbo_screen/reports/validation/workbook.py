"""The check of submissions as a workbook to send back: what to mend by row, by rule, and the rules that were run.

Knows sheets and links. Refuses to decide anything, and personal data.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import finding_severity, raw_finding_text, text
from kbo_screen.reports.finding_lines import gather_findings
from kbo_screen.reports.sentences import not_evaluated_lines
from kbo_screen.reports.validation.payload import district_name
from kbo_screen.reports.validation.screen import alternatives_in_words, missing_in_words, not_checked_in_words
from kbo_screen.reports.workbook.pages import Book, Column, Page
from kbo_screen.reports.writing import Written, write_file, write_folder
from kbo_screen.screening.submissions.codes import SUBMISSION_CODES
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.screening.submissions.validation import CheckedFile, Validation

_CELL: Final = re.compile(r"^([A-Z]+)(\d+)$")
#: File and sheet names that can stand in a link as they are.
_LINKABLE: Final = re.compile(r"^[^#'\"<>|*?:\\/\[\]]{1,120}$")
_CENTRED: Final = frozenset(
    {
        "number",
        "rows",
        "accepted",
        "required",
        "shortfall",
        "errors",
        "warnings",
        "cell",
        "count",
        "group_id",
        "on_time",
    }
)
#: A row of the sheet cannot be taller than this many characters of text allow.
_LONGEST: Final = 600


def write_findings(checked: Validation, path: Path, *, font: str, force: bool, inputs: Sequence[Path]) -> Written:
    """Write the findings of all lists as one workbook; returns its path and what was noticed. Raises UsageError."""
    return write_file(lambda draft: _write(checked, checked.files, draft, font), path, force=force, inputs=inputs)


def write_findings_each(
    checked: Validation, folder: Path, *, font: str, force: bool, inputs: Sequence[Path]
) -> tuple[int, Written]:
    """Write a workbook per file into a folder, to send each district its own; returns how many. Raises UsageError."""
    by_file: dict[str, list[CheckedFile]] = {}
    for file in checked.files:
        by_file.setdefault(file.submission.file, []).append(file)
    title = text("validate.sheet.to_do", checked.run.lang)
    writers = {f"{name}.{title}.xlsx": _writer(checked, files, font) for name, files in by_file.items()}
    return len(writers), write_folder(writers, folder, force=force, inputs=inputs)


def _writer(checked: Validation, files: Sequence[CheckedFile], font: str) -> Callable[[Path], None]:
    return lambda draft: _write(checked, files, draft, font)


def page_of(book: Book, checked: Validation, name: str, *, title: str | None = None, **widths: int) -> Page:
    """A sheet with its title block and the header of its columns."""
    letter, lang = checked.run.letter, checked.run.lang
    columns = [Column(text(f"validate.label.{c}", lang), width, c in _CENTRED) for c, width in widths.items()]
    page = book.page(text(f"validate.sheet.{name}", lang), columns)
    page.line(title or text(f"validate.title.{name}", lang), "title")
    date = thai_date(letter.date, lang)
    page.line(text("terminal.letter", lang, number=letter.number, date=date, province=letter.province))
    for line in not_evaluated_lines(checked.run):
        page.line(line, "stamp")
    page.header()
    return page


def _write(checked: Validation, files: Sequence[CheckedFile], draft: Path, font: str) -> None:
    book = Book(draft, font)
    _add_summary(book, checked, files)
    _add_to_do(book, checked, files)
    _add_by_rule(book, checked, files)
    _add_rules(book, checked, files)
    book.close()


def _add_summary(book: Book, checked: Validation, files: Sequence[CheckedFile]) -> None:
    lang = checked.run.lang
    page = page_of(
        book, checked, "summary",
        district=22, file=34, status=24, rows=10, accepted=10, required=12, shortfall=10, errors=10, warnings=10,
        not_checked=50,
    )  # fmt: skip
    rows = []
    for file in files:
        counts = Counter(finding.severity for finding in file.findings)
        rows.append(
            [district_name(file, checked) or "?", file.submission.file, text(f"validate.status.{file.status}", lang),
             len(file.submission.rows), len(file.accepted), file.required, file.shortfall, counts["error"],
             counts["warning"], "\n".join(not_checked_in_words(file, lang)) or None]
        )  # fmt: skip
    page.table(rows)
    for file in files:
        names = alternatives_in_words(file, checked)
        if names and any(finding.fields.get("alternatives") for finding in file.findings):
            district = district_name(file, checked) or "?"
            page.line(f"{district}: {text('validate.alternatives', lang, names=', '.join(names))}", "plain")
    if len(files) > 1:
        for line in gather_findings([f for f in checked.cross if f.code != "cross.nothing-sent"], lang):
            page.line(f"{line.message} {line.remedy}", "plain")
        if missing := missing_in_words(checked):
            page.line(missing, "plain")


def _add_to_do(book: Book, checked: Validation, files: Sequence[CheckedFile]) -> None:
    """A line per finding, by file and row: where, what stands there, what is wrong, what to write."""
    lang = checked.run.lang
    page = page_of(book, checked, "to_do", file=28, cell=10, severity=16, value=30, message=64, remedy=44, write=34)
    row = page.row
    links: list[tuple[int, Finding]] = []
    rows: list[list[Any]] = []
    for finding in sorted((f for file in files for f in file.findings if f.severity != "info"), key=_by_row):
        links.append((row + len(rows), finding))
        rows.append(
            [finding.place.file, finding.place.cell or "-", text(f"words.severity.{finding.severity}", lang),
             finding.value, finding.message(lang), finding.remedy(lang), _what_to_write(finding, lang)]
        )  # fmt: skip
    for at, values in enumerate(rows):
        link = _link(links[at][1])
        page.table([values], links={1: link} if link else None)
    if not rows:
        page.line(text("validate.nothing", lang), "plain")


def _what_to_write(finding: Finding, lang: str) -> str | None:
    """What a person may write into the cell: the registry's value, or the groups that may be named instead."""
    alternatives = finding.fields.get("alternatives")
    if alternatives and finding.code.startswith("selection."):
        names = ", ".join(one["group_name"] for one in alternatives)
        return text("validate.instead", lang, names=names)
    return finding.suggestion


def _add_by_rule(book: Book, checked: Validation, files: Sequence[CheckedFile]) -> None:
    lang = checked.run.lang
    page = page_of(book, checked, "by_rule", severity=16, count=9, file=28, cells=30, message=70, remedy=50)
    findings = [f for file in files for f in file.findings] + (list(checked.cross) if len(files) > 1 else [])
    lines = gather_findings(findings, lang)
    page.table(
        [text(f"words.severity.{line.severity}", lang), line.count, line.place.file, line.place.cell,
         line.message[:_LONGEST], line.remedy]
        for line in lines
    )  # fmt: skip
    if not lines:
        page.line(text("validate.nothing", lang), "plain")


def _add_rules(book: Book, checked: Validation, files: Sequence[CheckedFile]) -> None:
    """Every rule that was run, whether it met something or not."""
    lang = checked.run.lang
    met = Counter(f.code for file in files for f in file.findings)
    met.update(finding.code for finding in checked.cross)
    page = page_of(book, checked, "rules", stage=30, rule=100, severity=18, count=10, code=34)
    page.table(_rules(met, lang))


def _rules(met: Counter[str], lang: str) -> Iterator[list[Any]]:
    for code in SUBMISSION_CODES:
        stage = text(f"validate.stage.{code.partition('.')[0]}", lang)
        words = re.sub(r"\{\w+\}", "...", raw_finding_text(code, "message", lang))
        yield [stage, words, text(f"words.severity.{finding_severity(code)}", lang), met[code], code]


def _by_row(finding: Finding) -> tuple[str, str, int, str, str]:
    match = _CELL.match(finding.place.cell or "")
    column, row = (match[1], int(match[2])) if match else ("", 0)
    return finding.place.file or "", finding.place.sheet or "", row, column.rjust(3), finding.code


def _link(finding: Finding) -> str | None:
    """A link to the cell in the district's own file, where its name can stand in a link."""
    file, sheet, cell = finding.place
    if not file or not cell or not _LINKABLE.match(file) or (sheet and not _LINKABLE.match(sheet)):
        return None
    return f"external:{file}#'{sheet}'!{cell}" if sheet else None
