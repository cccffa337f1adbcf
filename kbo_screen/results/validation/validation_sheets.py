"""The check of submissions as sheets to send back: what to mend by row, and by rule."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.sheets.district_findings import Owners, Readers
from kbo_screen.results.sheets.district_view import view_of
from kbo_screen.results.sheets.receipt_sheet import receipt_sheet
from kbo_screen.results.sheets.sheet import Line, LinkedText, Sheet
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    title_block,
    without_least,
)
from kbo_screen.results.validation.confirmed_sentences import (
    confirmed_by,
    reason_in_words,
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
from kbo_screen.results.validation.validation_payload import (
    district_name,
    findings_of_none,
)
from kbo_screen.results.validation.validation_sentences import (
    alternatives_in_words,
    has_alternatives,
    marked_count,
    missing_in_words,
    not_checked_in_words,
    not_counted_note,
    status_of_list,
    waits_for_list,
)
from kbo_screen.results.wording.finding_lines import gather_findings
from kbo_screen.vocabulary.file_names import unique_file_names
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.checking.check_result import ChangesSince, CheckedFile, Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding, Place
    from kbo_screen.results.sheets.sheet import Rows

_CELL: Final = re.compile(r"^([A-Z]+)(\d+)$")
#: File and sheet names that can stand in a link as they are.
_LINKABLE: Final = re.compile(r"^[^#'\"<>|*?:\\/\[\]]{1,120}$")
#: Findings of a group that is known, once its id or name is put right.
_SUGGESTED_ITSELF: Final = frozenset(
    {"registry.ambiguous-name", "registry.id-and-name-differ"}
)
#: What the name of a workbook ends with.
_SUFFIX: Final = ".xlsx"
#: A row of the sheet cannot be taller than this many characters of text allow.
_LONGEST: Final = 600

_SUMMARY: Final = {
    "district": 20,
    "file": 36,
    "status": 24,
    "rows": 12,
    "accepted": 12,
    "required": 14,
    "shortfall": 12,
    "errors": 12,
    "warnings": 14,
    "not_checked": 50,
}
_CONFIRMED: Final = {
    "file": 28,
    "cell": 10,
    "message": 64,
    "confirmed_by": 22,
    "reason_cell": 14,
    "reason": 50,
}
_SINCE: Final = {
    "file": 28,
    "since": 18,
    "cell": 10,
    "severity": 16,
    "message": 80,
}
_STANDING: Final = dict(
    zip(STANDING_COLUMNS, (26, 24, 12, 14, 14, 24, 34), strict=True)
)
_TO_DO: Final = {
    "file": 28,
    "cell": 10,
    "severity": 16,
    "value": 30,
    "message": 64,
    "remedy": 44,
    "write": 34,
}
_BY_RULE: Final = {
    "severity": 16,
    "count": 9,
    "file": 28,
    "cells": 30,
    "message": 70,
    "remedy": 50,
}
_CENTRED: Final = frozenset(
    {
        "rows",
        "accepted",
        "required",
        "shortfall",
        "errors",
        "warnings",
        "cell",
        "count",
        "reason_cell",
    }
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a workbook is about: the lists it tells of, whether they are all, and the folder it will stand in."""

    checked: Validation
    files: Sequence[CheckedFile]
    is_whole: bool
    folder: Path

    @property
    def run(self) -> Run:
        """The run that the lists are checked against."""
        return self.checked.run

    @property
    def lang(self) -> str:
        """The language of the run."""
        return self.checked.lang

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of its lists; of all lists together also who sent none."""
        findings: list[Finding] = []
        for file in self.files:
            findings += file.all_findings
        if self.is_whole:
            findings += findings_of_none(self.checked)
        return findings


def validation_sheets(checked: Validation, folder: Path) -> Iterator[Sheet]:
    """The findings of all lists. folder: where the workbook will stand, for its links to the lists."""
    return _sheets(
        _Part(
            checked,
            checked.files,
            is_whole=True,
            folder=folder,
        )
    )


def validation_sheets_by_file(
    checked: Validation,
    folder: Path,
) -> dict[str, Iterator[Sheet]]:
    """The findings of each file, to send each district its own, by what the workbook is called.

    Of two files of one name in several folders the later ones have a number.
    """
    lists_by_file = lists_by_key(
        ((file.submission.file, file.submission.path), file)
        for file in without_other_districts(checked)
    )
    title = text("validate.sheet.to_do", checked.lang)
    names = unique_file_names(f"{name}.{title}{_SUFFIX}" for name, _ in lists_by_file)
    parts = [
        _Part(
            checked,
            lists,
            is_whole=False,
            folder=folder,
        )
        for lists in lists_by_file.values()
    ]
    workbook_names = [name.removesuffix(_SUFFIX) for name in names]
    return dict(zip(workbook_names, map(_sheets, parts), strict=True))


def without_other_districts(checked: Validation) -> Iterator[CheckedFile]:
    """Every list, of other districts telling only which one names a group of it, and not in which cell or file."""
    readers = [_reader(file, position) for position, file in enumerate(checked.files)]
    readers_by_file: dict[str, set[int]] = defaultdict(set)
    for reader, file in zip(readers, checked.files, strict=True):
        readers_by_file[file.submission.file].add(reader)
    owners = Owners(checked.run.registry, readers_by_file)
    for reader, file in zip(readers, checked.files, strict=True):
        hide_others = partial(
            owners.without_others,
            readers=Readers({reader}, _words_of_list(file)),
        )
        yield replace(
            file,
            findings=tuple(map(hide_others, file.findings)),
            cross=tuple(map(hide_others, file.cross)),
            since=file.since and file.since.with_findings(hide_others),
            confirmed=tuple(
                replace(entry, finding=hide_others(entry.finding))
                for entry in file.confirmed
            ),
        )


def _reader(file: CheckedFile, position: int) -> int:
    """The district of a list; of no known district a number of its own."""
    district_ix = file.submission.district_ix
    return -1 - position if district_ix is None else district_ix


def _words_of_list(file: CheckedFile) -> set[str]:
    words: set[str] = set()
    for row in file.submission.rows:
        words |= {cell.text for cell in row.cells.values()}
    return words


def _sheets(part: _Part) -> Iterator[Sheet]:
    if part.is_whole and shows_standing(part.checked):
        yield _standing_sheet(part)
    yield _summary_sheet(part)
    yield _to_do_sheet(part)
    if any(file.confirmed for file in part.files):
        yield _confirmed_sheet(part)
    if any(file.since for file in part.files):
        yield _since_sheet(part)
    yield _by_rule_sheet(part)
    if part.is_whole:
        yield receipt_sheet(view_of(part.run), for_replay=True)


def _sheet(
    part: _Part,
    name: str,
    widths: dict[str, int],
    rows: Rows,
    notes: Iterable[str] = (),
) -> Sheet:
    """A sheet of findings; where some are not shown, it says so."""
    run, lang = part.run, part.lang
    block = title_block(run, text(f"validate.title.{name}", lang))
    if part.checked.hidden:
        block += (Line(text("validate.hidden", lang), "stamp"),)
    return Sheet(
        name=text(f"validate.sheet.{name}", lang),
        title_block=block,
        columns=labelled_columns("validate.label", widths, lang, centred=_CENTRED),
        rows=rows,
        notes=[Line(note, "plain") for note in notes],
    )


def _standing_sheet(part: _Part) -> Sheet:
    """Where things stand, a row per district."""
    lang = part.lang
    return Sheet(
        name=text("validate.standing.sheet", lang),
        title_block=title_block(part.run, text("validate.standing.title", lang)),
        columns=labelled_columns(
            "validate.standing", _STANDING, lang, centred=_CENTRED
        ),
        rows=[list(standing.cells) for standing in standing_of(part.checked)],
    )


def _summary_sheet(part: _Part) -> Sheet:
    """Every list, what may be named instead, and what only shows when all are seen together."""
    rows = (_summary_row(file, part) for file in part.files)
    sheet = _sheet(
        part,
        "summary",
        _SUMMARY,
        rows,
        _summary_notes(part),
    )
    return without_least(sheet, _SUMMARY, part.run)


def _summary_row(file: CheckedFile, part: _Part) -> list[Any]:
    lang = part.lang
    counts = file.severities
    return [
        district_name(file, part.checked) or "?",
        file.submission.file,
        status_of_list(file, lang),
        len(file.submission.rows),
        marked_count(file) if waits_for_list(file) else len(file.accepted),
        file.required,
        file.lacking,
        counts["error"],
        counts["warning"],
        "\n".join(not_checked_in_words(file, lang)) or None,
    ]


def _summary_notes(part: _Part) -> Iterator[str]:
    lang = part.lang
    if any(map(waits_for_list, part.files)):
        yield not_counted_note(part.run)
    for file in part.files:
        names = alternatives_in_words(file, part.checked)
        if names and has_alternatives(file.all_findings):
            district = district_name(file, part.checked) or "?"
            words = text("validate.alternatives", lang, names=", ".join(names))
            yield f"{district}: {words}"
    cross: list[Finding] = []
    for file in part.files:
        cross += file.cross
    for line in gather_findings(cross, lang):
        yield f"{line.message} {line.remedy}"
    missing = missing_in_words(part.checked)
    if part.is_whole and missing:
        yield missing


def _to_do_sheet(part: _Part) -> Sheet:
    """A line per finding, by file and row: where, what stands there, what is wrong, what to write."""
    rows = _to_do_rows(part)
    return _sheet(
        part,
        "to_do",
        _TO_DO,
        rows,
        _nothing_note(part, rows),
    )


def _to_do_rows(part: _Part) -> list[list[Any]]:
    findings = [
        (finding, file.submission.path)
        for file in part.files
        for finding in file.all_findings
        if finding.severity != "info"
    ]
    findings.sort(key=lambda pair: _by_row(pair[0]))
    return [_to_do_row(finding, path, part) for finding, path in findings]


def _to_do_row(
    finding: Finding,
    path: Path | None,
    part: _Part,
) -> list[Any]:
    lang, place = part.lang, finding.place
    cell: str | LinkedText = place.cell or "-"
    if target := _link(place, path, part.folder):
        cell = LinkedText(str(cell), target)
    return [
        place.file,
        cell,
        text(f"words.severity.{finding.severity}", lang),
        finding.value,
        finding.message(lang),
        finding.remedy(lang),
        _what_to_write(finding, lang),
    ]


def _by_row(finding: Finding) -> tuple[str, str, int, str, str]:
    """Sorts findings by file, sheet, row and column."""
    place = finding.place
    column, row = "", 0
    if match := _CELL.match(place.cell or ""):
        column, row = match[1], int(match[2])
    return place.file or "", place.sheet or "", row, column.rjust(3), finding.code


def _link(
    place: Place,
    path: Path | None,
    folder: Path,
) -> str | None:
    """A link to the cell in the district's own file, from the folder of the workbook, where its name can be in one."""
    if path is None or not place.cell or not place.sheet:
        return None
    names = [name for name in (place.file, place.sheet) if name]
    if not all(map(_LINKABLE.match, names)):
        return None
    try:
        target = os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        target = path.resolve().as_posix()
    if {"#", "%"} & set(target):
        return None
    return f"external:{target}#'{place.sheet}'!{place.cell}"


def _what_to_write(finding: Finding, lang: str) -> str | None:
    """What a person may write into the cell: the value meant, or the groups that may be named instead."""
    groups = finding.fields.get("alternatives", ())
    names = ", ".join(group["group_name"] for group in groups)
    if not names or finding.code in _SUGGESTED_ITSELF:
        return finding.suggestion
    instead = text("validate.instead", lang, names=names)
    if finding.code == "registry.unknown-group" and finding.suggestion:
        suggestion = text("validate.likely_meant", lang, name=finding.suggestion)
        return f"{suggestion}\n{instead}"
    return instead


def _confirmed_sheet(part: _Part) -> Sheet:
    """A line per warning that its district has confirmed: by whom, where, and why."""
    rows = [row for file in part.files for row in _confirmed_rows(file, part)]
    return _sheet(
        part,
        "confirmed",
        _CONFIRMED,
        rows,
    )


def _confirmed_rows(file: CheckedFile, part: _Part) -> Rows:
    lang = part.lang
    for entry in file.confirmed:
        yield [
            file.submission.file,
            entry.finding.place.cell,
            entry.finding.message(lang),
            confirmed_by(file, part.checked),
            entry.reason.place.cell,
            reason_in_words(entry),
        ]


def _since_sheet(part: _Part) -> Sheet:
    """What moved since each district's list before: what was accepted and changed first, then finding by finding."""
    lang = part.lang
    rows: list[list[Any]] = []
    notes = []
    for file in part.files:
        if file.since:
            rows += _since_rows(file.since, file.submission.file, lang)
            notes.append(since_in_words(file.since, lang))
    return Sheet(
        name=text("validate.since.sheet", lang),
        title_block=title_block(part.run, text("validate.since.title", lang)),
        columns=labelled_columns("validate.label", _SINCE, lang, centred=_CENTRED),
        rows=rows,
        notes=[Line(note, "plain") for note in notes],
    )


def _since_rows(
    since: ChangesSince,
    file: str,
    lang: str,
) -> Rows:
    for words in changes_in_words(since, lang):
        yield [file, text("validate.since.changed", lang), None, None, words]
    parts = {
        "still_there": since.still,
        "new": since.new,
        "mended": since.mended,
        "confirmed": since.confirmed,
    }
    for name, findings in parts.items():
        for finding in findings:
            yield [
                file,
                text(f"validate.since.{name}", lang),
                finding.place.cell,
                text(f"words.severity.{finding.severity}", lang),
                finding.message(lang),
            ]


def _by_rule_sheet(part: _Part) -> Sheet:
    """A line per kind of finding, with the cells at which it was met."""
    lang = part.lang
    rows = [
        [
            text(f"words.severity.{line.severity}", lang),
            line.count,
            line.place.file,
            line.place.cell,
            line.message[:_LONGEST],
            line.remedy,
        ]
        for line in gather_findings(part.findings, lang)
    ]
    return _sheet(
        part,
        "by_rule",
        _BY_RULE,
        rows,
        _nothing_note(part, rows),
    )


def _nothing_note(part: _Part, rows: list[list[Any]]) -> list[str]:
    return [] if rows else [text("validate.nothing", part.lang)]
