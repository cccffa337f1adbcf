"""Makes the workbook of a shortlist again, from the inputs that its receipt names, and says whether it is the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import ValidationError

from kbo_screen.desk.run import Receipt
from kbo_screen.findings import InputError, Place, make_finding
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.results.proof.proof_sheets import proof_sheets
from kbo_screen.results.proof.read_values import Orders
from kbo_screen.results.rank_sheets import rank_sheets
from kbo_screen.results.shown import shown_run
from kbo_screen.sources.changed_cells import changed_cells, read_result
from kbo_screen.sources.config_file import read_config
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.desk.run import InputReceipt, Run
    from kbo_screen.results.sheet import Sheet
    from kbo_screen.sources.changed_cells import ChangedCell, ResultBook

Verdict = Literal["same", "same-but-version", "differs", "by-hand"]
_SIDE_LISTS: Final = ("projects", "stars", "standards")
_RECEIPT_MARK: Final = '{"program":"kbo-screen"'
_FONT: Final = "TH SarabunPSK"


@dataclass(frozen=True)
class Replay:
    """What came of it. changed_inputs: names of files that are no longer those of the receipt.

    cells: those that differ, as `changed_cells` gives them. versions: of the program, then and now.
    """

    verdict: Verdict
    changed_inputs: tuple[str, ...]
    cells: tuple[ChangedCell, ...]
    versions: tuple[str, str]


def replay(
    path: Path,
    folders: Sequence[Path],
    *,
    version: str | None = None,
) -> Replay:
    """Run again with the letter and options of a workbook's receipt, and compare.

    folders: where the inputs are looked for, with the folders in them. version: of the program, where it is not this
    one. Raises InputError for a workbook without a receipt, and for an input that stands nowhere.
    """
    book = read_result(path)
    receipt = _receipt_of(book)
    files = _files_of(receipt, folders)
    registries = files.of_roles("registry")
    options = _options(receipt, files, folders)
    run = build_run(registries, options)
    run = with_readings(run, registries, options)  # as every workbook of `rank`
    expected = _made_again(run, book)
    skipped = text("workbook.sheet.receipt", run.lang)
    changes = changed_cells(
        book,
        expected,
        group_label=text("workbook.column.group", run.lang),
        skipped_sheets=[skipped],
    )
    cells = tuple(changes)
    changed = list(files.changed)
    if run.receipt.letter_sha256 != receipt.letter_sha256:
        changed.append(receipt.letter_id)
    versions = (receipt.version, version or run.receipt.version)
    verdict = _verdict(changed, cells, versions)
    return Replay(verdict, tuple(changed), cells, versions)


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


def _receipt_of(book: ResultBook) -> Receipt:
    """The receipt that stands in a cell of a workbook. Raises InputError."""
    words = book.text_beginning(_RECEIPT_MARK)
    fault = make_finding("file.no-receipt", Place(book.file))
    if words is None:
        raise InputError(fault)
    try:
        return Receipt.model_validate_json(words)
    except ValidationError:
        raise InputError(fault) from None


@dataclass(frozen=True)
class _InputFiles:
    """The inputs of a receipt with the files that stand for them now, in their order."""

    paths: tuple[tuple[InputReceipt, Path], ...]
    changed: tuple[str, ...]

    def of_roles(self, *roles: str) -> list[Path]:
        return [path for file, path in self.paths if file.role in roles]


def _files_of(receipt: Receipt, folders: Sequence[Path]) -> _InputFiles:
    """The file of each input by its hash; one of its name alone has changed. Raises InputError for missing ones."""
    candidates = list(_files_in(folders))
    paths = []
    changed = []
    missing = []
    for file in receipt.inputs:
        path = _same_file(file, candidates)
        if path is None:
            path = _same_name(file.name, candidates)
            if path is None:
                missing.append(make_finding("file.input-not-found", Place(file.name)))
                continue
            changed.append(file.name)
        paths.append((file, path))
    if missing:
        raise InputError(*missing)
    return _InputFiles(tuple(paths), tuple(changed))


def _files_in(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _same_file(file: InputReceipt, candidates: Iterable[Path]) -> Path | None:
    for path in candidates:
        if path.stat().st_size != file.size_bytes:
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256:
            return path
    return None


def _same_name(name: str, candidates: Iterable[Path]) -> Path | None:
    return next((path for path in candidates if path.name == name), None)


def _options(
    receipt: Receipt,
    files: _InputFiles,
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
        raise InputError(make_finding("file.input-not-found", Place(Path(name).name)))
    return path


def _made_again(run: Run, book: ResultBook) -> ResultBook:
    """The workbook as the program makes it now, with a proof where the old one has one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / book.file
        workbook_writer(_sheets(run, book), font=_FONT)(path)
        return read_result(path)


def _sheets(run: Run, book: ResultBook) -> list[Sheet]:
    shown = shown_run(run)
    sheets = list(rank_sheets(shown))
    if text("proof.sheet.letter", run.lang) in book.sheet_names:
        sheets += proof_sheets(shown, Orders(run))
    return sheets
