"""Makes a result again from the inputs that its receipt names, and says whether it is the same.

The results that can be made again are the whole workbook and the JSON of the commands in `results_again`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic import ValidationError

from kbo_screen.desk.run import Receipt
from kbo_screen.findings import InputError, Place
from kbo_screen.findings.catalogue import text
from kbo_screen.results.shown import shown_run
from kbo_screen.sources.old_results.changed_cells import changed_cells, read_result
from kbo_screen.sources.old_results.changed_values import (
    JsonResult,
    changed_values,
    read_json_result,
)
from kbo_screen.sources.old_results.results_of_ours import (
    why_not_read,
    why_without_receipt,
)
from kbo_screen.sources.workbooks import Reader
from kbo_screen.tasks.replay_inputs import files_of, options_of, under_their_names
from kbo_screen.tasks.results_again import COMMANDS_AGAIN, ReceiptCall, make_again

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kbo_screen.desk.run import AnswerReceipt, Run
    from kbo_screen.sources.old_results.changed_cells import ChangedCell, ResultBook
    from kbo_screen.tasks.replay_inputs import InputFiles
    from kbo_screen.tasks.reports import Report

    OldResult = ResultBook | JsonResult

Verdict = Literal["same", "same-but-version", "differs", "by-hand"]
_RECEIPT_MARK: Final = '{"program":"kbo-screen"'


class ChangedAnswer(NamedTuple):
    """An answer of the receipt that is now another, or gone; or one that the receipt does not have."""

    kind: Literal["changed", "gone", "new"]
    answer: AnswerReceipt


@dataclass(frozen=True)
class Replay:
    """What came of it. changed_inputs: names of files that are no longer those of the receipt.

    cells: those that differ, as `changed_cells` and `changed_values` give them. versions: of the program, then and now.
    changed_answers: what differs in files of answers that changed; None where none of them did, and for a receipt that
    tells of no answers.
    """

    changed_inputs: tuple[str, ...]
    cells: tuple[ChangedCell, ...]
    versions: tuple[str, str]
    changed_answers: tuple[ChangedAnswer, ...] | None = None

    @property
    def verdict(self) -> Verdict:
        """With the same inputs and the same program only a hand can have changed a cell."""
        old_version, new_version = self.versions
        if self.changed_inputs:
            return "differs"
        if not self.cells:
            return "same" if old_version == new_version else "same-but-version"
        return "by-hand" if old_version == new_version else "differs"


def replay(
    path: Path,
    folders: Sequence[Path],
    *,
    passwords: Mapping[str, str] | None = None,
    version: str | None = None,
) -> Replay:
    """Run again with the letter and options of a result's receipt, and compare.

    folders: where the inputs are looked for, with the folders in them. passwords: of locked inputs, or of the result
    itself, as a `Reader` takes them. version: of the program, where it is not this one. Raises InputError for a file
    without a receipt, for a result that cannot be made again, and for an input that stands nowhere.
    """
    with Reader(passwords) as reader:
        result = _result_in(path, reader)
    receipt = receipt_of(result)
    command = _command_of(result, receipt)
    files = files_of(receipt, folders)
    with TemporaryDirectory() as folder:
        named_files = under_their_names(files, Path(folder))
        options = options_of(receipt, named_files, folders, passwords)
        with options.reader:
            call = ReceiptCall(receipt, named_files, options, folders)
            run, report = make_again(command, call)
            cells = tuple(_changes(result, report, run.lang))
    changed = (*files.changed, *_changed_letters(receipt, run))
    return Replay(
        changed,
        cells,
        (receipt.version, version or run.receipt.version),
        _changed_answers(receipt, files, shown_run(run).receipt),
    )


def _result_in(path: Path, reader: Reader) -> OldResult:
    """A result that may be made again. Raises InputError that says of any other what it is."""
    if refusal := why_not_read(path, COMMANDS_AGAIN):
        raise InputError(refusal)
    if path.suffix.lower() == ".json":
        return read_json_result(path)
    book = read_result(path, reader)
    if not has_receipt(book):
        raise InputError(why_without_receipt(book))
    return book


def _command_of(result: OldResult, receipt: Receipt) -> str:
    """The command whose result it is. Raises InputError for one that is not made again."""
    command = str(receipt.options.get("command", "rank"))
    if isinstance(result, JsonResult):
        command = result.command
    if command not in COMMANDS_AGAIN:
        raise InputError.of("file.no-receipt", Place(result.file))
    return command


def _changed_letters(receipt: Receipt, run: Run) -> Iterator[str]:
    """The letter, the text of it, and other files of settings that are no longer those of a receipt."""
    current = run.receipt
    if current.letter_sha256 != receipt.letter_sha256:
        yield receipt.letter_id
    if current.letter_text_sha256 != receipt.letter_text_sha256:
        declared = run.letter.text
        yield declared.file if declared else receipt.letter_id
    hashes = dict(_hashes_of_options(current))
    for name, sha256 in _hashes_of_options(receipt):
        if hashes.get(name) != sha256:
            yield name


def _hashes_of_options(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """The config and the letters of variants, each with its hash."""
    config = receipt.options.get("config")
    letters = receipt.options.get("variant_letter", [])
    for file in (*([config] if config else []), *letters):
        yield file["file"], file["sha256"]


def has_receipt(book: ResultBook) -> bool:
    """A receipt stands in a workbook."""
    return book.text_beginning(_RECEIPT_MARK) is not None


def receipt_of(result: OldResult) -> Receipt:
    """The receipt that stands in a result. Raises InputError."""
    if isinstance(result, JsonResult):
        words = json.dumps(result.payload["receipt"])
    else:
        words = result.text_beginning(_RECEIPT_MARK) or ""
    try:
        return Receipt.model_validate_json(words)
    except ValidationError:
        raise InputError.of("file.no-receipt", Place(result.file)) from None


def _changed_answers(
    receipt: Receipt,
    files: InputFiles,
    current: Receipt,
) -> tuple[ChangedAnswer, ...] | None:
    """The answers whose hash is another than in a receipt, by their questions; None where all files are the same."""
    if "answers" not in receipt.model_fields_set or not files.has_changed("answers"):
        return None
    lost = _only_in(receipt.answers, current.answers)
    added = _only_in(current.answers, receipt.answers)
    lost_questions = {answer.question for answer in lost}
    added_questions = {answer.question for answer in added}
    new = [each for each in added if each.question not in lost_questions]
    return (
        *_lost_answers(lost, added_questions),
        *(ChangedAnswer("new", answer) for answer in new),
    )


def _only_in(
    answers: Iterable[AnswerReceipt],
    other_answers: Iterable[AnswerReceipt],
) -> list[AnswerReceipt]:
    """The answers whose hash is none of the others."""
    hashes = {answer.sha256 for answer in other_answers}
    return [answer for answer in answers if answer.sha256 not in hashes]


def _lost_answers(
    lost: Iterable[AnswerReceipt],
    added_questions: Collection[str],
) -> Iterator[ChangedAnswer]:
    """Answers that are no longer given: another one is, or none."""
    for answer in lost:
        is_there = answer.question in added_questions
        yield ChangedAnswer("changed" if is_there else "gone", answer)


def _changes(
    result: OldResult,
    report: Report,
    lang: str,
) -> Iterator[ChangedCell]:
    """The cells or values in which a result differs from one that was made again; of JSON all but its receipt."""
    if isinstance(result, JsonResult):
        expected_values: Any = json.loads(report.text_as("json"))
        yield from changed_values(result, expected_values)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / result.file
        report.workbook(path)(path)
        expected = read_result(path)
    yield from changed_cells(
        result,
        expected,
        group_label=text("workbook.column.group", lang),
    )
