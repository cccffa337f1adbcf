"""From a check of districts' lists to the files that are sent back to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text, text_in_each
from kbo_screen.formats.forms.marked_workbook import marked_copy
from kbo_screen.formats.forms.new_workbook import write_table_anew
from kbo_screen.formats.forms.returned_form import FormChanges
from kbo_screen.registry.returned_list import KEPT_SUFFIXES
from kbo_screen.results.validation.list_notes import (
    line_on_top,
    next_groups,
    notes_of_lists,
    reason_columns,
)
from kbo_screen.results.validation.validation_sheets import without_other_districts
from kbo_screen.sources.lost_in_saving import changed_beside_marks
from kbo_screen.sources.plain_sheets import plain_sheets
from kbo_screen.vocabulary.file_names import unique_file_names
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kbo_screen.checking.check_result import CheckedFile, Validation
    from kbo_screen.formats.writing import Writer
    from kbo_screen.registry.returned_list import ReturnedNote
    from kbo_screen.sources.workbooks import Reader

#: A larger workbook is not compared cell by cell.
_MOST_BYTES: Final = 4 * 1024**2


class ReturnedFiles(NamedTuple):
    """What writes each file that is sent back, by its name, and which of them are new, with the reason."""

    writers: dict[str, Writer]
    findings: list[Finding]


def returned_files(
    checked: Validation,
    reader: Reader,
    font: str,
) -> ReturnedFiles:
    """The files to send back, one for each file that counts and in which something is to be mended or looked at.

    A district's own workbook has notes and colours where nothing else of it changes by meaning; else, and for files of
    other kinds, a new workbook holds the same table.
    """
    lang = checked.lang
    lists = list(_lists_by_path(checked).items())
    names = unique_file_names(_name_of(path, lang) for path, _ in lists)
    writers: dict[str, Writer] = {}
    findings: list[Finding] = []
    for (path, files), name in zip(lists, names, strict=True):
        notes = notes_of_lists(files, lang)
        if not any(note.kind in ("mend", "look") for note in notes):
            continue
        kept_copy = _kept(path, files, notes, checked)
        if isinstance(kept_copy, bytes):
            writers[name] = partial(_write_bytes, kept_copy)
            continue
        writers[name] = partial(
            write_table_anew,
            sheets=plain_sheets(path, reader),
            notes=notes,
            font=font,
            reason_columns=reason_columns(files, lang),
        )
        place = Place(path.name)
        findings.append(make_finding("output.list-anew", place, what=kept_copy))
    return ReturnedFiles(writers, findings)


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _lists_by_path(checked: Validation) -> dict[Path, list[CheckedFile]]:
    return lists_by_key(
        (file.submission.path, file)
        for file in without_other_districts(checked)
        if file.submission.path and file.submission.is_readable and not file.superseded
    )


def _name_of(path: Path, lang: str) -> str:
    """What a list is called that is sent back, also for a second time, in whatever language the first was."""
    suffix = path.suffix if path.suffix.lower() in KEPT_SUFFIXES else ".xlsx"
    name = path.stem
    for ending in text_in_each("validate.sent_back.file", name="").values():
        name = name.removesuffix(ending)
    return text("validate.sent_back.file", lang, name=name) + suffix.lower()


def _kept(
    path: Path,
    files: Sequence[CheckedFile],
    notes: Sequence[ReturnedNote],
    checked: Validation,
) -> bytes | dict[str, str]:
    """The district's own workbook with the notes; where something of it would change, what, in every language."""
    content = path.read_bytes()
    if path.suffix.lower() not in KEPT_SUFFIXES:
        return text_in_each("validate.sent_back.kind")
    if len(content) > _MOST_BYTES:
        return text_in_each("validate.sent_back.large")
    is_form = any(file.submission.stamp for file in files)
    try:
        marked = marked_copy(content, path.name, notes)
        changed = changed_beside_marks(content, marked, path.name)
    except InputError:
        return text_in_each("validate.sent_back.unknown")
    kinds = dict.fromkeys(fact.kind for fact in changed)
    if is_form:
        kinds.pop("result", None)  # whoever opens a form of ours calculates it
    if kinds:
        return {language: _kinds_in_words(kinds, language) for language in LANGUAGES}
    if is_form:
        changes = _form_changes(files, notes, checked)
        return marked_copy(content, path.name, notes, changes)
    return marked


def _form_changes(
    files: Sequence[CheckedFile],
    notes: Sequence[ReturnedNote],
    checked: Validation,
) -> FormChanges:
    lang = checked.lang
    return FormChanges(
        line_on_top(notes, lang),
        next_groups(files[0], checked),
        reason_columns(files, lang),
    )


def _kinds_in_words(kinds: Iterable[str], lang: str) -> str:
    words = ", ".join(text(f"form.kept.{kind}", lang) for kind in kinds)
    return text("validate.sent_back.loses", lang, what=words)
