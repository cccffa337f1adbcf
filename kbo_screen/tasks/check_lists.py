"""From what districts sent to a `Validation`: finds and reads their lists, dates them, checks them against a run."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kbo_screen.checking.check_result import ReceiptDates
from kbo_screen.checking.check_together import files_told_by_saving
from kbo_screen.checking.validation import check_submissions
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import STAGES, finding_codes
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.letters.loading import load_letter_file
from kbo_screen.registry.scope import make_scope, pick_districts
from kbo_screen.sources.date_words import bounds_in_words
from kbo_screen.sources.submissions.received import read_received
from kbo_screen.sources.submissions.submission_files import (
    find_submissions,
    list_reading,
    read_lists,
)
from kbo_screen.tasks.build_run import headers_still_unknown, with_config
from kbo_screen.tasks.receipts import with_inputs, with_options
from kbo_screen.vocabulary.areas import nearest
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import InputFile, Scope
    from kbo_screen.registry.submission import Submission
    from kbo_screen.sources.submissions.submission_files import ListReading
    from kbo_screen.sources.workbooks import Reader
    from kbo_screen.tasks.run_options import RunOptions
    from kbo_screen.vocabulary.dates import DateReading
    from kbo_screen.vocabulary.year_bounds import DateBounds


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What the user asked of a check."""

    #: The date on which all lists came, or the table that says when each did.
    received: str | None = None
    #: Codes of findings, or the stages of codes, to show alone or to leave out.
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    #: The district of lists that name none.
    district: str | None = None
    #: Districts that sent nothing are told; None: of several files or a folder.
    expects_all: bool | None = None
    #: Files and folders of what districts sent before.
    previous: Sequence[Path] = ()
    #: When files were saved, by their hashes, in the words of a receipt; of others their own times count.
    saved: Mapping[str, str] = field(default_factory=dict)


def check_sent(
    paths: Sequence[Path],
    run: Run,
    options: RunOptions,
    checks: CheckOptions,
    each: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> Validation:
    """Read every list of files, folders and patterns, and check it against a run; the receipt then names them too.

    options: of the run, whose words and mapped headers count here too. each: goes through the files, and may show how
    far it is. Raises UsageError where there is no file, no such district, a date that is none, or a header that stands
    in no list and not in the registry.
    """
    district_ix = _index_of(checks.district, run.registry.scope)
    files = _files_of(paths)
    previous_files = _files_of(checks.previous) if checks.previous else []
    today = run.receipt.time.date()
    reading = _list_reading(run.letter, run.registry.scope, options, district_ix, today)
    options.reader.plan(
        [*files, *previous_files],
        with_formulas=True,
        work=reading,
    )
    read = partial(_read_lists, reading=reading, reader=options.reader)
    lists = _saved_as(checks.saved, read(each(files)))
    previous = read(previous_files)
    _refuse_unknown_headers(run, lists)
    dates, table_files = _received(checks.received, run, lists, options.reader)
    expects_all = checks.expects_all
    if expects_all is None:
        expects_all = len(files) > 1 or any(path.is_dir() for path in paths)
    run = _with_checks(run, replace(checks, expects_all=expects_all))
    before = [file._replace(role="previous") for file in _inputs_of(previous)]
    run = with_inputs(run, [*_inputs_of(lists), *before, *table_files])
    checked = check_submissions(
        lists,
        run,
        received=dates,
        only=checks.only,
        skip=checks.skip,
        expects_all=expects_all,
        previous=previous,
    )
    return _with_saved(checked)


def _inputs_of(lists: Iterable[Submission]) -> list[InputFile]:
    """The files of lists, each once."""
    inputs = {submission.path: submission.input for submission in lists}
    return [file for file in inputs.values() if file]


def _saved_as(
    saved: Mapping[str, str], lists: Iterable[Submission]
) -> list[Submission]:
    """The lists, saved when a receipt says that they were. saved: by the hash of a file."""
    dated = []
    for submission in lists:
        words = saved.get(submission.input.sha256) if submission.input else None
        if words:
            time = dt.datetime.fromisoformat(words).astimezone()
            submission = replace(submission, saved=time)
        dated.append(submission)
    return dated


def _with_saved(checked: Validation) -> Validation:
    """The check with the times on its receipt that alone tell which of two lists of a district is newer."""
    receipt = checked.run.receipt
    bounds = bounds_of("report", checked.run.letter, receipt.time.date())
    saved = {}
    for file in files_told_by_saving(checked.files, bounds):
        submission = file.submission
        if submission.input and submission.saved:
            time = submission.saved.astimezone(dt.UTC).replace(microsecond=0)
            saved[submission.input.sha256] = time.isoformat()
    return replace(checked, run=with_options(checked.run, {"saved": saved}))


def plan_lists(
    paths: Sequence[Path],
    options: RunOptions,
    checks: CheckOptions,
) -> None:
    """Let lists be read as soon as their registry is, while it is ranked. `check_sent` says what is wrong with them."""
    if options.answers:  # they are read in between
        return
    with suppress(UsageError):
        letter = load_letter_file(options.letter).letter
        letter = with_config(letter, options.config)
        scope = make_scope(letter, options.province)
        district_ix = _index_of(checks.district, scope)
        reading = _list_reading(letter, scope, options, district_ix, options.day)
        options.reader.plan(
            find_submissions([*paths, *checks.previous]),
            with_formulas=True,
            work=reading,
            behind=True,
        )


def _list_reading(
    letter: Letter,
    scope: Scope,
    options: RunOptions,
    district_ix: int | None,
    today: dt.date,
) -> ListReading:
    """By what all lists are read. district_ix: of those that name no district."""
    return list_reading(
        letter,
        scope,
        district_ix=district_ix,
        columns=options.columns,
        spellings=options.spellings,
        today=today,
    )


def _read_lists(
    paths: Iterable[Path],
    *,
    reading: ListReading,
    reader: Reader,
) -> list[Submission]:
    """The lists of every file."""
    lists: list[Submission] = []
    for path in paths:
        lists += read_lists(path, reading, reader)
    return lists


def _files_of(paths: Sequence[Path]) -> list[Path]:
    """The files of lists. Raises UsageError where there is none."""
    files = find_submissions(paths)
    if not files:
        names = ", ".join(path.name for path in paths)
        raise UsageError.of("usage.no-submissions", value=names)
    return files


def _index_of(district: str | None, scope: Scope) -> int | None:
    """The position of a district that was named. Raises UsageError for one that is not in the scope."""
    if not district:
        return None
    return scope.districts.index(pick_districts(scope, [district])[0])


def _refuse_unknown_headers(run: Run, lists: Sequence[Submission]) -> None:
    if unknown := headers_still_unknown(run.registry, lists):
        raise UsageError(*unknown)


def _with_checks(run: Run, checks: CheckOptions) -> Run:
    """The run with what was asked of the checks on its receipt; a table of dates is named without its folder."""
    received = checks.received
    if received and Path(received).suffix:
        received = Path(received).name
    return with_options(
        run,
        {
            "received": received,
            "only": checks.only,
            "skip": checks.skip,
            "lists_of_district": checks.district,
            "expects_all": checks.expects_all,
        },
    )


def refuse_unknown_codes(codes: Sequence[str]) -> None:
    """Raise UsageError for a code that no finding has, naming the nearest."""
    known_codes = {*finding_codes(), *STAGES}
    for code in codes:
        if code not in known_codes:
            names = ", ".join(nearest(code, known_codes)) or "-"
            raise UsageError.of(
                "usage.unknown-code",
                value=code,
                suggestion=names,
            )


def _received(
    words: str | None,
    run: Run,
    lists: Sequence[Submission],
    reader: Reader,
) -> tuple[ReceiptDates | None, list[InputFile]]:
    """One date for all, or a table of dates with its file."""
    if words is None:
        return None, []
    bounds = bounds_of("receipt", run.letter, run.receipt.time.date())
    reading = bounded_date(words, bounds)
    if reading.date and not reading.is_mended:
        return ReceiptDates(for_all=reading.date), []
    path = Path(words)
    if not path.exists():
        _refuse_bad_date(words, reading, bounds)
    names = {submission.file for submission in lists}
    scope = run.registry.scope
    dates, file = read_received(path, scope, names, bounds, reader=reader)
    return dates, [file]


def _refuse_bad_date(
    words: str,
    reading: DateReading,
    bounds: DateBounds,
) -> None:
    """Raise UsageError for a date that cannot be, and for words that are neither a date nor the name of a file."""
    if reading.is_mended or reading.problem == "date-out-of-range":
        first, last = bounds_in_words(bounds)
        raise UsageError.of(
            "usage.unlikely-receipt",
            value=words,
            first=first,
            last=last,
        )
    may_be_file = reading.problem == "unreadable-date" and Path(words).suffix
    if not may_be_file:
        raise UsageError.of("usage.no-date", value=words)
