"""From what districts sent to a `Validation`: finds and reads their lists, dates them, checks them against a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kbo_screen.checking.check_result import ReceiptDates
from kbo_screen.checking.validation import check_submissions
from kbo_screen.findings import UsageError, make_finding
from kbo_screen.findings.catalogue import STAGES, finding_codes
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.scope import pick_districts
from kbo_screen.sources.date_words import bounds_in_words
from kbo_screen.sources.received import read_received
from kbo_screen.sources.submission_files import find_submissions, read_submission
from kbo_screen.tasks.receipts import with_inputs, with_options
from kbo_screen.vocabulary.areas import nearest
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import InputFile, Scope
    from kbo_screen.registry.submission import Submission
    from kbo_screen.sources.workbooks import Reader
    from kbo_screen.tasks.run_options import RunOptions
    from kbo_screen.vocabulary.dates import DateReading
    from kbo_screen.vocabulary.year_bounds import DateBounds


def read_lists(
    paths: Sequence[Path],
    run: Run,
    options: RunOptions,
    *,
    district: str | None = None,
    each: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> tuple[list[Submission], bool]:
    """Every list of files, folders and patterns, and whether all districts are expected among them.

    options: of the run, whose words and mapped headers count here too. each: goes through the files, and may show how
    far it is. Raises UsageError where there is no file, no such district, or a header that stands in no list and not
    in the registry.
    """
    district_ix = _index_of(district, run.registry.scope)
    files = find_submissions(paths)
    if not files:
        names = ", ".join(path.name for path in paths)
        raise UsageError(make_finding("usage.no-submissions", value=names))
    options.reader.plan(files, with_formulas=True)
    lists: list[Submission] = []
    for path in each(files):
        lists += read_submission(
            path,
            run.letter,
            run.registry.scope,
            district_ix=district_ix,
            columns=options.columns,
            spellings=options.spellings,
            today=run.receipt.time.date(),
            reader=options.reader,
        )
    _refuse_unknown_headers(run, lists)
    expects_all = len(files) > 1 or any(path.is_dir() for path in paths)
    return lists, expects_all


def _index_of(district: str | None, scope: Scope) -> int | None:
    """The position of a district that was named. Raises UsageError for one that is not in the scope."""
    if not district:
        return None
    return scope.districts.index(pick_districts(scope, [district])[0])


def _refuse_unknown_headers(run: Run, lists: Sequence[Submission]) -> None:
    mapped: set[str] = set()
    for submission in lists:
        mapped |= submission.mapped_by_hand
    unknown = [
        header
        for header in run.registry.unknown_headers
        if header.fields["field"] not in mapped
    ]
    if unknown:
        raise UsageError(*unknown)


def check_lists(
    lists: Sequence[Submission],
    run: Run,
    *,
    received: str | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    expects_all: bool = False,
    reader: Reader | None = None,
) -> Validation:
    """Check lists against a run; the receipt then names their files too.

    received: the date on which all came, or the table that says when each did. only, skip: codes of findings, or the
    stages of codes. reader: opens the table. Raises UsageError for a date that is none.
    """
    dates, table_files = _received(received, run, lists, reader)
    files = [submission.input for submission in lists if submission.input]
    run = with_inputs(run, dict.fromkeys([*files, *table_files]))
    return check_submissions(
        lists,
        run,
        received=dates,
        only=only,
        skip=skip,
        expects_all=expects_all,
    )


def with_checks(
    run: Run,
    received: str | None,
    only: Sequence[str],
    skip: Sequence[str],
    district: str | None,
) -> Run:
    """The run with what was asked of the checks on its receipt; a table of dates is named without its folder."""
    is_file = received is not None and Path(received).suffix
    return with_options(
        run,
        {
            "received": Path(received).name if received and is_file else received,
            "only": only,
            "skip": skip,
            "lists_of_district": district,
        },
    )


def refuse_unknown_codes(codes: Sequence[str]) -> None:
    """Raise UsageError for a code that no finding has, naming the nearest."""
    known_codes = {*finding_codes(), *STAGES}
    for code in codes:
        if code not in known_codes:
            names = ", ".join(nearest(code, known_codes)) or "-"
            raise UsageError(
                make_finding(
                    "usage.unknown-code",
                    value=code,
                    suggestion=names,
                )
            )


def _received(
    words: str | None,
    run: Run,
    lists: Sequence[Submission],
    reader: Reader | None,
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
        raise UsageError(
            make_finding(
                "usage.unlikely-receipt",
                value=words,
                first=first,
                last=last,
            )
        )
    may_be_file = reading.problem == "unreadable-date" and Path(words).suffix
    if not may_be_file:
        raise UsageError(make_finding("usage.no-date", value=words))
