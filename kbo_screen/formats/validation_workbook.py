"""The check of submissions as a workbook to send back: what to mend by row, by rule, and the rules that were run.

Knows sheets and links. Refuses to decide anything, and personal data.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Unpack

from kbo_screen.checking.codes import SUBMISSION_CODES, severities_in_a_list
from kbo_screen.findings.catalogue import raw_finding_text, text
from kbo_screen.formats.workbook.book import Book, Page
from kbo_screen.formats.writing import Overwriting, Written, write_file, write_folder
from kbo_screen.results.district_findings import Owners
from kbo_screen.results.finding_lines import gather_findings
from kbo_screen.results.sentences import not_evaluated_lines
from kbo_screen.results.sheet import Column, LinkedText
from kbo_screen.results.validation_payload import district_name, findings_of_none
from kbo_screen.results.validation_sentences import (
    alternatives_in_words,
    missing_in_words,
    not_checked_in_words,
    shown_status,
)
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.checking.check_result import CheckedFile, Validation
    from kbo_screen.findings import Finding, Place

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
#: Sheets of findings, on which what is not shown is missed.
_OF_FINDINGS: Final = frozenset({"summary", "to_do", "by_rule", "rules"})
#: Findings of a group that is known, once its id or name is put right.
_SUGGESTED_ITSELF: Final = frozenset(
    {"registry.ambiguous-name", "registry.id-and-name-differ"}
)
#: A row of the sheet cannot be taller than this many characters of text allow.
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class _Part:
    """What a workbook is about: the lists it tells of, whether they are all, and the folder it will stand in."""

    checked: Validation
    files: Sequence[CheckedFile]
    is_whole: bool
    folder: Path

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of its lists; of all lists together also who sent none."""
        own = [finding for file in self.files for finding in file.all_findings]
        return own + (findings_of_none(self.checked) if self.is_whole else [])


def write_findings(
    checked: Validation, path: Path, *, font: str, **over: Unpack[Overwriting]
) -> Written:
    """Write the findings of all lists as one workbook; returns its path and what was noticed. Raises UsageError."""
    return write_file(findings_writer(checked, path, font=font), path, **over)


def findings_writer(
    checked: Validation, path: Path, *, font: str
) -> Callable[[Path], object]:
    """What writes the findings of all lists as one workbook, which is to stand at `path`."""
    part = _Part(checked, checked.files, is_whole=True, folder=path.parent)
    return lambda draft: _write(part, draft, font)


def write_findings_each(
    checked: Validation, folder: Path, *, font: str, **over: Unpack[Overwriting]
) -> tuple[int, Written]:
    """Write a workbook per file into a folder, to send each district its own; returns how many. Raises UsageError."""
    writers = findings_each(checked, folder, font=font)
    return len(writers), write_folder(writers, folder, **over)


def findings_each(
    checked: Validation, folder: Path, *, font: str
) -> dict[str, Callable[[Path], object]]:
    """What writes the findings of each file, by the name of its workbook: a file's is the district's alone.

    Of two files of one name in several folders the later ones have a number.
    """
    by_file: dict[tuple[str, Path | None], list[CheckedFile]] = {}
    for file in _without_others(checked):
        by_file.setdefault((file.submission.file, file.submission.path), []).append(
            file
        )
    title = text("validate.sheet.to_do", checked.run.lang)
    names = unique_file_names(f"{name}.{title}.xlsx" for name, _ in by_file)
    parts = [
        _Part(checked, files, is_whole=False, folder=folder)
        for files in by_file.values()
    ]
    return {
        name: partial(_write, part, font=font)
        for name, part in zip(names, parts, strict=True)
    }


def _without_others(checked: Validation) -> Iterator[CheckedFile]:
    """Every list, of other districts telling only which one names a group of it, and not in which cell or file."""
    readers = [_reader(file, position) for position, file in enumerate(checked.files)]
    files: dict[str, set[int]] = defaultdict(set)
    for reader, file in zip(readers, checked.files, strict=True):
        files[file.submission.file].add(reader)
    owners = Owners(checked.run.registry, files)
    for reader, file in zip(readers, checked.files, strict=True):
        written = {
            cell.text for row in file.submission.rows for cell in row.cells.values()
        }
        show = partial(owners.without_others, readers={reader}, own_words=written)
        yield replace(
            file,
            findings=tuple(map(show, file.findings)),
            cross=tuple(map(show, file.cross)),
        )


def _reader(file: CheckedFile, position: int) -> int:
    """The district of a list; of no known district a number of its own."""
    district_ix = file.submission.district_ix
    return -1 - position if district_ix is None else district_ix


def page_of(
    book: Book,
    checked: Validation,
    name: str,
    *,
    title: str | None = None,
    **widths: int,
) -> Page:
    """A sheet with its title block and the header of its columns."""
    letter, lang = checked.run.letter, checked.run.lang
    columns = [
        Column(
            text(f"validate.label.{c}", lang),
            width,
            c in _CENTRED,
            is_typed=name == "collected" and c in ("number", "representative", "phone"),
        )
        for c, width in widths.items()
    ]
    page = book.page(text(f"validate.sheet.{name}", lang), columns)
    page.line(title or text(f"validate.title.{name}", lang), "title")
    date = thai_date(letter.date, lang)
    page.line(
        text(
            "terminal.letter",
            lang,
            number=letter.number,
            date=date,
            province=letter.province,
        )
    )
    for line in not_evaluated_lines(checked.run):
        page.line(line, "stamp")
    if checked.hidden and name in _OF_FINDINGS:
        page.line(text("validate.hidden", lang), "stamp")
    page.header()
    return page


def _write(part: _Part, draft: Path, font: str) -> None:
    book = Book(draft, font)
    _add_summary(book, part)
    _add_to_do(book, part)
    _add_by_rule(book, part)
    _add_rules(book, part)
    book.close()


def _add_summary(book: Book, part: _Part) -> None:
    checked, lang = part.checked, part.checked.run.lang
    page = page_of(
        book, checked, "summary",
        district=20, file=36, status=24, rows=10, accepted=10, required=12, shortfall=10, errors=10, warnings=10,
        not_checked=50,
    )  # fmt: skip
    page.table(_summary_row(file, checked) for file in part.files)
    for file in part.files:
        names = alternatives_in_words(file, checked)
        if names and any(
            finding.fields.get("alternatives") for finding in file.all_findings
        ):
            district = district_name(file, checked) or "?"
            page.line(
                f"{district}: {text('validate.alternatives', lang, names=', '.join(names))}",
                "plain",
            )
    for line in gather_findings(
        [finding for file in part.files for finding in file.cross], lang
    ):
        page.line(f"{line.message} {line.remedy}", "plain")
    if part.is_whole and (missing := missing_in_words(checked)):
        page.line(missing, "plain")


def _summary_row(file: CheckedFile, checked: Validation) -> list[Any]:
    lang = checked.run.lang
    counts = Counter(finding.severity for finding in file.all_findings)
    return [
        district_name(file, checked) or "?", file.submission.file, text(f"validate.status.{shown_status(file)}", lang),
        len(file.submission.rows), len(file.accepted), file.required, file.shortfall, counts["error"],
        counts["warning"], "\n".join(not_checked_in_words(file, lang)) or None,
    ]  # fmt: skip


def _add_to_do(book: Book, part: _Part) -> None:
    """A line per finding, by file and row: where, what stands there, what is wrong, what to write."""
    lang = part.checked.run.lang
    page = page_of(
        book,
        part.checked,
        "to_do",
        file=28,
        cell=10,
        severity=16,
        value=30,
        message=64,
        remedy=44,
        write=34,
    )
    told = [
        (f, file.submission.path)
        for file in part.files
        for f in file.all_findings
        if f.severity != "info"
    ]
    for finding, path in sorted(told, key=lambda one: _by_row(one[0])):
        link = _link(finding.place, path, part.folder)
        cell: str | LinkedText = finding.place.cell or "-"
        if link:
            cell = LinkedText(str(cell), link)
        row = [
            finding.place.file, cell, text(f"words.severity.{finding.severity}", lang),
            finding.value, finding.message(lang), finding.remedy(lang), _what_to_write(finding, lang),
        ]  # fmt: skip
        page.table([row])
    if not told:
        page.line(text("validate.nothing", lang), "plain")


def _what_to_write(finding: Finding, lang: str) -> str | None:
    """What a person may write into the cell: the value meant, or the groups that may be named instead."""
    names = ", ".join(
        one["group_name"] for one in finding.fields.get("alternatives", ())
    )
    if not names or finding.code in _SUGGESTED_ITSELF:
        return finding.suggestion
    instead = text("validate.instead", lang, names=names)
    if finding.code == "registry.unknown-group" and finding.suggestion:
        return (
            f"{text('validate.likely_meant', lang, name=finding.suggestion)}\n{instead}"
        )
    return instead


def _add_by_rule(book: Book, part: _Part) -> None:
    lang = part.checked.run.lang
    page = page_of(
        book,
        part.checked,
        "by_rule",
        severity=16,
        count=9,
        file=28,
        cells=30,
        message=70,
        remedy=50,
    )
    lines = gather_findings(part.findings, lang)
    page.table(
        [text(f"words.severity.{line.severity}", lang), line.count, line.place.file, line.place.cell,
         line.message[:_LONGEST], line.remedy]
        for line in lines
    )  # fmt: skip
    if not lines:
        page.line(text("validate.nothing", lang), "plain")


def _add_rules(book: Book, part: _Part) -> None:
    """Every rule that was run, whether it met something or not."""
    met = Counter(finding.code for finding in part.findings)
    page = page_of(
        book, part.checked, "rules", stage=30, rule=100, severity=18, count=12, code=34
    )
    page.table(_rules(met, part.checked))


def _rules(met: Counter[str], checked: Validation) -> Iterator[list[Any]]:
    """Per rule its stage, words, what it can be in a list, and how often it was met."""
    lang = checked.run.lang
    for code in SUBMISSION_CODES:
        stage = text(f"validate.stage.{code.partition('.')[0]}", lang)
        words = re.sub(r"\{\w+\}", "...", raw_finding_text(code, "message", lang))
        severities = " / ".join(
            text(f"words.severity.{one}", lang) for one in severities_in_a_list(code)
        )
        count = (
            text("validate.not_shown", lang) if code in checked.hidden else met[code]
        )
        yield [stage, words, severities, count, code]


def _by_row(finding: Finding) -> tuple[str, str, int, str, str]:
    match = _CELL.match(finding.place.cell or "")
    column, row = (match[1], int(match[2])) if match else ("", 0)
    return (
        finding.place.file or "",
        finding.place.sheet or "",
        row,
        column.rjust(3),
        finding.code,
    )


def _link(place: Place, path: Path | None, folder: Path) -> str | None:
    """A link to the cell in the district's own file, from the folder of the workbook, where its name can be in one."""
    names = [name for name in (place.file, place.sheet) if name]
    if (
        path is None
        or not place.cell
        or not place.sheet
        or not all(map(_LINKABLE.match, names))
    ):
        return None
    try:
        target = os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        target = path.resolve().as_posix()
    return (
        None
        if {"#", "%"} & set(target)
        else f"external:{target}#'{place.sheet}'!{place.cell}"
    )
