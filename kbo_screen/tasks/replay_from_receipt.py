"""Makes a result again from the inputs that its receipt names, and says whether it is the same.

The results that can be made again are the whole workbook and the JSON of `rank` and of `shortfall`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic import ValidationError

from kbo_screen.desk.run import Receipt
from kbo_screen.findings import InputError, Place, make_finding
from kbo_screen.findings.catalogue import text
from kbo_screen.results.proof_formulas.read_values import Orders
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from kbo_screen.results.shown import shown_run
from kbo_screen.sources.config.config_file import read_config
from kbo_screen.sources.old_results.changed_cells import changed_cells, read_result
from kbo_screen.sources.old_results.changed_values import (
    JsonResult,
    changed_values,
    read_json_result,
)
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.check_lists import CheckOptions, check_sent
from kbo_screen.tasks.reports import DEFAULT_FONT, rank_report, shortfall_report
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import AnswerReceipt, InputReceipt, Run
    from kbo_screen.sources.old_results.changed_cells import ChangedCell, ResultBook
    from kbo_screen.tasks.reports import Report

Verdict = Literal["same", "same-but-version", "differs", "by-hand"]
_SIDE_LISTS: Final = ("projects", "stars", "standards")
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

    verdict: Verdict
    changed_inputs: tuple[str, ...]
    cells: tuple[ChangedCell, ...]
    versions: tuple[str, str]
    changed_answers: tuple[ChangedAnswer, ...] | None = None


def replay(
    path: Path,
    folders: Sequence[Path],
    *,
    version: str | None = None,
) -> Replay:
    """Run again with the letter and options of a result's receipt, and compare.

    folders: where the inputs are looked for, with the folders in them. version: of the program, where it is not this
    one. Raises InputError for a file without a receipt, for a result that cannot be made again, and for an input that
    stands nowhere.
    """
    is_json = path.suffix.lower() == ".json"
    result = read_json_result(path) if is_json else read_result(path)
    receipt = receipt_of(result)
    files = files_of(receipt, folders)
    with TemporaryDirectory() as folder:
        named_files = under_their_names(files, Path(folder))
        options = options_of(receipt, named_files, folders)
        run, report = _made_again(result, receipt, named_files, options)
    cells = tuple(_changes(result, report, run))
    changed = list(files.changed)
    if run.receipt.letter_sha256 != receipt.letter_sha256:
        changed.append(receipt.letter_id)
    versions = (receipt.version, version or run.receipt.version)
    verdict = _verdict(changed, cells, versions)
    return Replay(
        verdict,
        tuple(changed),
        cells,
        versions,
        _changed_answers(receipt, files, shown_run(run).receipt),
    )


def _verdict(
    changed: Sequence[str],
    cells: Sequence[ChangedCell],
    versions: tuple[str, str],
) -> Verdict:
    """With the same inputs and the same program only a hand can have changed a cell."""
    is_same_version = versions[0] == versions[1]
    if changed:
        return "differs"
    if not cells:
        return "same" if is_same_version else "same-but-version"
    return "by-hand" if is_same_version else "differs"


def has_receipt(book: ResultBook) -> bool:
    """A receipt stands in a workbook."""
    return book.text_beginning(_RECEIPT_MARK) is not None


def receipt_of(result: ResultBook | JsonResult) -> Receipt:
    """The receipt that stands in a result. Raises InputError."""
    fault = make_finding("file.no-receipt", Place(result.file))
    if isinstance(result, JsonResult):
        if result.command not in ("rank", "shortfall"):
            raise InputError(fault)
        words = json.dumps(result.payload["receipt"])
    else:
        words = result.text_beginning(_RECEIPT_MARK) or ""
    try:
        return Receipt.model_validate_json(words)
    except ValidationError:
        raise InputError(fault) from None


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
    new = [each for each in added if each.question not in lost_questions]
    return (
        *_lost_answers(lost, added),
        *(ChangedAnswer("new", answer) for answer in new),
    )


def _only_in(
    answers: Iterable[AnswerReceipt],
    others: Iterable[AnswerReceipt],
) -> list[AnswerReceipt]:
    """The answers whose hash is none of the others."""
    hashes = {answer.sha256 for answer in others}
    return [answer for answer in answers if answer.sha256 not in hashes]


def _lost_answers(
    lost: Iterable[AnswerReceipt],
    added: Iterable[AnswerReceipt],
) -> Iterator[ChangedAnswer]:
    """Answers that are no longer given: another one is, or none."""
    added_questions = {answer.question for answer in added}
    for answer in lost:
        is_there = answer.question in added_questions
        yield ChangedAnswer("changed" if is_there else "gone", answer)


@dataclass(frozen=True)
class InputFiles:
    """The inputs of a receipt with the files that stand for them now, in their order."""

    paths: tuple[tuple[InputReceipt, Path], ...]
    changed: tuple[str, ...]

    def of_roles(self, *roles: str) -> list[Path]:
        """The files of some roles."""
        return [path for file, path in self.paths if file.role in roles]

    def has_changed(self, role: str) -> bool:
        """A file of a role is no longer that of the receipt."""
        return any(
            file.role == role and file.name in self.changed for file, _ in self.paths
        )


def files_of(receipt: Receipt, folders: Sequence[Path]) -> InputFiles:
    """The file of each input by its hash; one of its name alone has changed. Raises InputError for missing ones."""
    candidates = list(_files_in(folders))
    paths = []
    changed = []
    missing = []
    taken: dict[str, set[Path]] = {}
    for file in receipt.inputs:
        of_role = taken.setdefault(file.role, set())
        path = _same_file(file, candidates, of_role)
        if path is None:
            path = _same_name(file.name, candidates)
            if path is None:
                missing.append(make_finding("file.input-not-found", Place(file.name)))
                continue
            changed.append(file.name)
        of_role.add(path)
        paths.append((file, path))
    if missing:
        raise InputError(*missing)
    return InputFiles(tuple(paths), tuple(changed))


def under_their_names(files: InputFiles, folder: Path) -> InputFiles:
    """The inputs as files of the names that they had: copies of those that have another now.

    folder: an empty one, for the copies.
    """
    paths = []
    for number, (file, path) in enumerate(files.paths):
        if path.name != file.name:
            place = folder / str(number)
            place.mkdir()
            path = Path(shutil.copy2(path, place / file.name))
        paths.append((file, path))
    return replace(files, paths=tuple(paths))


def _files_in(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _same_file(
    file: InputReceipt,
    candidates: Iterable[Path],
    taken: Collection[Path],
) -> Path | None:
    """The file of a hash: rather one that is not taken yet, and then one of the same name."""
    same = [path for path in candidates if _is_same(path, file)]
    return min(
        same,
        key=lambda path: (path in taken, path.name != file.name),
        default=None,
    )


def _is_same(path: Path, file: InputReceipt) -> bool:
    if path.stat().st_size != file.size_bytes:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def _same_name(name: str, candidates: Iterable[Path]) -> Path | None:
    return next((path for path in candidates if path.name == name), None)


def options_of(
    receipt: Receipt,
    files: InputFiles,
    folders: Sequence[Path],
) -> RunOptions:
    """The options of a receipt. Raises InputError for a letter file or a config that stands nowhere."""
    options = receipt.options
    config = options.get("config")
    lists = [(role, path) for role in _SIDE_LISTS for path in files.of_roles(role)]
    values: dict[str, Any] = {
        "letter": _letter_of(options, folders),
        "lang": options.get("lang", "th"),
        "province": options.get("province"),
        "districts": tuple(options.get("district", ())),
        "columns": options.get("column", {}),
        "lists": tuple(lists),
        "answers": tuple(files.of_roles("answers")),
        "take": options.get("take"),
        "with_submissions": bool(files.of_roles("submission")),
        "today": receipt.time.date(),
        "config": read_config(_named_file(config["file"], folders)) if config else None,
    }
    return RunOptions(**values)


def _letter_of(options: dict[str, Any], folders: Sequence[Path]) -> str:
    """A letter's id, or where its file stands now."""
    letter = str(options["letter"])
    if not letter.endswith(".toml"):
        return letter
    return str(_named_file(letter, folders))


def _named_file(name: str, folders: Sequence[Path]) -> Path:
    path = _same_name(Path(name).name, _files_in(folders))
    if path is None:
        raise InputError.of("file.input-not-found", Place(Path(name).name))
    return path


def _has_readings(result: ResultBook | JsonResult, receipt: Receipt) -> bool:
    """The result tells what the readings decide: every workbook of `rank` does, others where they were asked to."""
    if _is_of_shortfall(result, receipt):
        return bool(receipt.options.get("levers"))
    return "readings" in result.payload if isinstance(result, JsonResult) else True


def _is_of_shortfall(result: ResultBook | JsonResult, receipt: Receipt) -> bool:
    if isinstance(result, JsonResult):
        return result.command == "shortfall"
    return receipt.options.get("command") == "shortfall"


def _made_again(
    result: ResultBook | JsonResult,
    receipt: Receipt,
    files: InputFiles,
    options: RunOptions,
) -> tuple[Run, Report]:
    """The run over the same inputs, and what the command of a receipt gives of it."""
    registries = files.of_roles("registry")
    run = build_run(registries, options)
    if _has_readings(result, receipt):
        run = with_readings(run, registries, options, together=True)
    return _report_again(
        result, receipt, run, _lists_again(receipt, files, run, options)
    )


def _lists_again(
    receipt: Receipt,
    files: InputFiles,
    run: Run,
    options: RunOptions,
) -> Validation | None:
    """What districts sent, checked again; None where the result looked at no list."""
    lists = files.of_roles("submission")
    if not lists:
        return None
    tables = files.of_roles("received")
    received = str(tables[0]) if tables else receipt.options.get("received")
    checks = CheckOptions(
        received=received,
        tells_absent=False,
        saved=receipt.options.get("saved", {}),
    )
    return check_sent(lists, run, options, checks)


def _changes(
    result: ResultBook | JsonResult,
    report: Report,
    run: Run,
) -> Iterator[ChangedCell]:
    """The cells or values in which a result differs from what a run gives; the receipt itself is not compared."""
    if isinstance(result, JsonResult):
        yield from changed_values(result, json.loads(report.text_as("json")))
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / result.file
        report.workbook(path)(path)
        expected = read_result(path)
    yield from changed_cells(
        result,
        expected,
        group_label=text("workbook.column.group", run.lang),
        skipped_sheets=[text("workbook.sheet.receipt", run.lang)],
    )


def _report_again(
    result: ResultBook | JsonResult,
    receipt: Receipt,
    run: Run,
    checked: Validation | None,
) -> tuple[Run, Report]:
    """What the command of a receipt gives of a run, with its options of showing."""
    options = receipt.options
    font = str(options.get("font", DEFAULT_FONT))
    with_contacts = bool(options.get("with_contacts"))
    if _is_of_shortfall(result, receipt):
        shortfall = find_shortfall(run, checked, with_contacts=with_contacts)
        report = shortfall_report(shortfall, font=font, each=bool(options.get("each")))
        return run, report
    report = rank_report(
        shown_run(run, with_contacts=with_contacts),
        font=font,
        all_rows=bool(options.get("all_rows")),
        orders=Orders(run) if _has_proof(result, run.lang) else None,
    )
    return run, report


def _has_proof(result: ResultBook | JsonResult, lang: str) -> bool:
    if isinstance(result, JsonResult):
        return False
    return text("proof.sheet.letter", lang) in result.sheet_names
