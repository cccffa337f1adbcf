"""The check of all submissions, told as a story: each list by itself, then all of them together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_list import check_list, status_of, with_alternatives
from kbo_screen.checking.check_result import (
    CheckedDistrict,
    CheckedFile,
    ContestedChoice,
    ReceiptDates,
    Validation,
)
from kbo_screen.checking.check_together import (
    check_claims,
    check_late,
    check_nothing_sent,
    pick_files,
)
from kbo_screen.checking.codes import SUBMISSION_CODES
from kbo_screen.checking.confirming import with_confirmations
from kbo_screen.checking.since import since_of
from kbo_screen.cores.beside import WorkBeside
from kbo_screen.desk.submitted_groups import SubmittedGroups
from kbo_screen.findings import Finding
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.frame_values import value_at
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_together import CountingFiles
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.registry.submission import Submission

#: A list takes as long to check, 3 ms, as what is told of so many rows.
ROWS_PER_LIST: Final = 500
#: By the position of a file the findings about it that show beside the others; None: about none of them.
FindingsOfFiles = dict[int | None, list[Finding]]


def check_submissions(
    submissions: Sequence[Submission],
    run: Run,
    *,
    received: ReceiptDates | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    expects_all: bool = False,
    previous: Sequence[Submission] = (),
) -> Validation:
    """Check every list by itself and all together.

    only, skip: codes (or stages) to show or to leave out. What is accepted rests on all rules, so that leaving one
    out sends nothing up. expects_all: every district of the scope should have sent one, as where a folder is checked.
    previous: lists that districts sent before; without one of a district, its other list among the submissions.
    """
    received = received or ReceiptDates()
    groups = _groups_of(run)
    alone = _check_each(submissions, run, groups, received)
    report_dates = bounds_of("report", run.letter, run.receipt.time.date())
    counting = pick_files(alone, report_dates)
    across = _check_together(alone, counting, run)
    files = _fold_in(alone, across, counting, run)
    older = _check_each(previous, run, groups, received)
    before = _lists_before(older, files, counting, run)
    files = _with_confirmations(files, before)
    files = _with_since(files, before)
    districts = _districts(files, counting, run)
    cross = [
        *_cross_findings_of(files),
        *across.get(None, ()),
        *received.findings,
    ]
    if expects_all:
        cross += check_nothing_sent(districts, len(files), run)
    checked = Validation(
        run,
        tuple(files),
        tuple(cross),
        districts,
        expects_all=expects_all,
    )
    return _shown(checked, frozenset(only), frozenset(skip))


def _groups_of(run: Run) -> SubmittedGroups:
    """The groups of the registry, filed once for all lists."""
    numbers = run.screening.products["group"]
    return SubmittedGroups(run.registry, numbers, run.letter.matching)


def _check_each(
    submissions: Sequence[Submission],
    run: Run,
    groups: SubmittedGroups,
    received: ReceiptDates,
) -> list[CheckedFile]:
    """Every list by itself; the second half of many on another core."""
    check = partial(
        _check_some,
        run=run,
        groups=groups,
        received=received,
    )
    middle = len(submissions) // 2
    others = WorkBeside(
        partial(check, submissions[middle:]),
        rows=len(submissions) * ROWS_PER_LIST,
    )
    files = check(submissions[:middle])
    return [*files, *others.result()]


def _check_some(
    submissions: Sequence[Submission],
    *,
    run: Run,
    groups: SubmittedGroups,
    received: ReceiptDates,
) -> list[CheckedFile]:
    return [
        check_list(submission, run, groups, received.date_of(submission))
        for submission in submissions
    ]


def _check_together(
    alone: Sequence[CheckedFile],
    counting: CountingFiles,
    run: Run,
) -> FindingsOfFiles:
    """What only shows where all lists lie side by side."""
    return lists_by_key(
        [
            *check_claims(alone, counting.newest.values(), run.areas),
            *counting.findings,
            *check_late(alone, counting.superseded, run),
        ]
    )


def _fold_in(
    alone: Sequence[CheckedFile],
    across: FindingsOfFiles,
    counting: CountingFiles,
    run: Run,
) -> list[CheckedFile]:
    """The lists with what only shows beside the others."""
    return [
        replace(
            _beside_others(file, across.get(position, []), run),
            superseded=position in counting.superseded,
        )
        for position, file in enumerate(alone)
    ]


def _lists_before(
    previous: Sequence[CheckedFile],
    files: Sequence[CheckedFile],
    counting: CountingFiles,
    run: Run,
) -> dict[int, CheckedFile]:
    """By the position of a list that counts the one before it: one given as previous, else the newest superseded."""
    superseded = [file for file in files if file.superseded]
    report_dates = bounds_of("report", run.letter, run.receipt.time.date())
    before: dict[int, CheckedFile] = {}
    for lists in (superseded, previous):
        newest = pick_files(lists, report_dates).newest
        for district_ix, position in newest.items():
            before[district_ix] = lists[position]
    return _beside_each_other(before, files, counting, run)


def _beside_each_other(
    before: Mapping[int, CheckedFile],
    files: Sequence[CheckedFile],
    counting: CountingFiles,
    run: Run,
) -> dict[int, CheckedFile]:
    """The lists before as they were: each beside the others', of a district without one beside the one that counts.

    before: by district; what comes of it is by the position of the list that counts.
    """
    now = {ix: files[position] for ix, position in counting.newest.items()}
    by_district = now | dict(before)
    lists = list(by_district.values())
    claims = lists_by_key(check_claims(lists, range(len(lists)), run.areas))
    as_they_were = {}
    for list_ix, (district_ix, file) in enumerate(by_district.items()):
        position = counting.newest.get(district_ix)
        if position is not None and district_ix in before:
            file_then = _beside_others(file, claims.get(list_ix, []), run)
            as_they_were[position] = with_confirmations(file_then, None)
    return as_they_were


def _with_confirmations(
    files: Sequence[CheckedFile], before: Mapping[int, CheckedFile]
) -> list[CheckedFile]:
    """The lists with what their districts confirm; of those that count, beside the district's list before."""
    return [
        with_confirmations(file, before.get(position))
        for position, file in enumerate(files)
    ]


def _with_since(
    files: Sequence[CheckedFile], before: Mapping[int, CheckedFile]
) -> list[CheckedFile]:
    """The lists that count, each beside its district's list before."""
    compared_files = list(files)
    for position, older in before.items():
        file = files[position]
        if older.submission.is_readable and file.submission.is_readable:
            compared_files[position] = replace(file, since=since_of(file, older))
    return compared_files


def _cross_findings_of(files: Iterable[CheckedFile]) -> Iterator[Finding]:
    """The findings across the files that stand in one of them."""
    for file in files:
        yield from file.cross


def _beside_others(
    file: CheckedFile,
    findings: Sequence[Finding],
    run: Run,
) -> CheckedFile:
    """A list with what shows beside the others; a group that another district claims too is held back."""
    claimants = _claimants(findings)
    accepted = []
    contested = []
    for choice in file.accepted:
        districts = claimants.get(choice.row.group_place)
        if districts is None:
            accepted.append(choice)
        else:
            contested.append(ContestedChoice(choice, districts))
    status = file.status
    if status != "unreadable":
        status = status_of((*file.findings, *findings))
    return replace(
        file,
        status=status,
        cross=with_alternatives(findings, file.alternatives, run),
        accepted=tuple(accepted),
        contested=tuple(contested),
    )


def _claimants(findings: Sequence[Finding]) -> dict[Place, str]:
    """By the cell of a group, the other districts that claim it."""
    claimants = {}
    for finding in findings:
        if finding.code == "cross.claimed-twice":
            claimants[finding.place] = str(finding.fields["other_district"])
    return claimants


def _districts(
    files: Sequence[CheckedFile],
    counting: CountingFiles,
    run: Run,
) -> tuple[CheckedDistrict, ...]:
    """What every district of the scope has sent."""
    return tuple(
        _district(district_ix, counting, files, run)
        for district_ix in range(len(run.areas))
    )


def _district(
    district_ix: int,
    counting: CountingFiles,
    files: Sequence[CheckedFile],
    run: Run,
) -> CheckedDistrict:
    """What one district has sent, by the file of it that counts."""
    position = counting.newest.get(district_ix)
    if position is None:
        required = int(value_at(run.screening.districts, district_ix, "required"))
        return CheckedDistrict(district_ix, None, None, 0, required, 0, required)
    file = files[position]
    on_time = None
    if file.received is not None:
        on_time = not run.letter.is_late(file.received)
    return CheckedDistrict(
        district_ix=district_ix,
        file=position,
        on_time=on_time,
        accepted=len(file.accepted),
        shortfall=file.shortfall,
        counted=file.counted,
        lacking=file.lacking,
    )


def _shown(
    checked: Validation,
    only: frozenset[str],
    skip: frozenset[str],
) -> Validation:
    """The check with the findings that the user asks to see, by code or by stage."""

    def is_shown(code: str) -> bool:
        names = {code, code.partition(".")[0]}
        return not names & skip and (not only or bool(names & only))

    def shown(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if is_shown(finding.code))

    files = [
        replace(
            file,
            findings=shown(file.findings),
            cross=shown(file.cross),
            confirmed=tuple(
                entry for entry in file.confirmed if is_shown(entry.finding.code)
            ),
        )
        for file in checked.files
    ]
    return replace(
        checked,
        files=tuple(files),
        cross=shown(checked.cross),
        hidden=tuple(code for code in _codes(checked) if not is_shown(code)),
    )


def _codes(checked: Validation) -> Iterable[str]:
    """Every code that a check can raise, and what it raised beside."""
    raised_codes = [finding.code for finding in checked.findings]
    return dict.fromkeys((*SUBMISSION_CODES, *raised_codes))
