"""The check of all submissions, told as a story: each list by itself, then all of them together.

Knows the order of the stages, what a later one needs of an earlier one, and what a file's status is. Refuses to know
files and how a result is shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_form import check_form
from kbo_screen.checking.check_registry import check_product, check_values
from kbo_screen.checking.check_result import (
    NOT_OURS,
    NOT_THIS_LIST,
    CheckedDistrict,
    CheckedFile,
    Claim,
    Contested,
    NotChecked,
    Received,
    Status,
    Validation,
)
from kbo_screen.checking.check_rows import check_rows
from kbo_screen.checking.check_selection import (
    REFUSALS,
    Choice,
    certified_by_naming,
    check_order,
    check_quota,
    judge,
    next_eligible,
)
from kbo_screen.checking.codes import SUBMISSION_CODES
from kbo_screen.checking.cross import (
    check_claims,
    check_late,
    check_nothing_sent,
    pick_files,
)
from kbo_screen.desk.submitted_groups import SubmittedGroups
from kbo_screen.findings import Finding, Place
from kbo_screen.letters.date_bounds import bounds_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from kbo_screen.desk.group_matching import GroupMatch
    from kbo_screen.desk.run import Run
    from kbo_screen.registry.submission import Submission, SubmittedRow

#: Findings of a name that say the same as another finding of the same cell.
_SILENCED_BY: Final = {
    "registry.name-nearly-right": frozenset({"row.two-spellings"}),
    "form.typed-over": frozenset(),
}


def check_submissions(
    submissions: Sequence[Submission],
    run: Run,
    *,
    received: Received | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    expects_all: bool = False,
) -> Validation:
    """Check every list by itself and all together.

    only, skip: codes (or stages) to show or to leave out. What is accepted rests on all rules, so that leaving one
    out sends nothing up. expects_all: every district of the scope should have sent one, as where a folder is checked.
    """
    known = SubmittedGroups(
        run.registry, run.screening.products["group"], run.letter.matching
    )
    received = received or Received()
    alone = [_check_one(one, run, known, received.date_of(one)) for one in submissions]
    bounds = bounds_of("report", run.letter, run.receipt.time.date())
    counting = pick_files(alone, bounds)
    across = [
        *check_claims(alone, counting.newest.values(), run.registry.scope.districts),
        *counting.findings,
        *check_late(alone, counting.superseded, run),
    ]
    files = [
        _beside_others(
            file,
            [found for at, found in across if at == position],
            position in counting.superseded,
            run,
        )
        for position, file in enumerate(alone)
    ]
    scope = range(len(run.registry.scope.districts))
    districts = tuple(
        _district(ix, counting.newest.get(ix), files, run) for ix in scope
    )
    about_none = [found for at, found in across if at is None]
    cross = [
        *(finding for file in files for finding in file.cross),
        *about_none,
        *received.findings,
    ]
    if expects_all:
        cross += check_nothing_sent(districts, len(files), run)
    return _shown(
        Validation(run, tuple(files), tuple(cross), districts),
        frozenset(only),
        frozenset(skip),
    )


def _shown(
    checked: Validation, only: frozenset[str], skip: frozenset[str]
) -> Validation:
    """The check with the findings that the user wants to see, by code or by stage."""

    def is_wanted(code: str) -> bool:
        names = {code, code.partition(".")[0]}
        return not names & skip and (not only or bool(names & only))

    def keep(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if is_wanted(finding.code))

    files = tuple(
        replace(file, findings=keep(file.findings), cross=keep(file.cross))
        for file in checked.files
    )
    raised = (
        finding.code
        for file in checked.files
        for finding in (*file.findings, *checked.cross)
    )
    hidden = tuple(
        code
        for code in dict.fromkeys([*SUBMISSION_CODES, *raised])
        if not is_wanted(code)
    )
    return replace(checked, files=files, cross=keep(checked.cross), hidden=hidden)


def _check_one(
    submission: Submission, run: Run, known: SubmittedGroups, received: dt.date | None
) -> CheckedFile:
    """One list through the stages that it can go through."""
    of_form = list(check_form(submission, run))
    if any(finding.code in NOT_OURS for finding in of_form):
        findings = [
            finding
            for finding in submission.findings
            if finding.code.startswith("file.")
        ]
        return _unfinished(submission, [*findings, *of_form], "form", run, received)
    findings = [*submission.findings, *of_form]
    if submission.is_readable and submission.district_ix is not None:
        return _check_rows_of(
            submission, findings, submission.district_ix, run, known, received
        )
    findings += check_rows(
        submission.rows, [None] * len(submission.rows), run.letter.choices
    )
    because = "table" if submission.is_readable or submission.input else "file"
    return _unfinished(submission, findings, because, run, received)


def _check_rows_of(
    submission: Submission,
    before: Sequence[Finding],
    district_ix: int,
    run: Run,
    known: SubmittedGroups,
    received: dt.date | None,
) -> CheckedFile:
    """A district's list against the registry and the letter; before: what earlier stages found."""
    rows = submission.rows
    meant = [known.match(row, district_ix) for row in rows]
    findings = [*before]
    for row, match in zip(rows, meant, strict=True):
        findings += known.check(row, match, district_ix)
    findings += check_rows(rows, [one.group for one in meant], run.letter.choices)
    choices, of_choices = _judge_rows(submission, meant, district_ix, run, known)
    findings += of_choices
    named = {one.group for one in meant if one.group is not None}
    unclear = [
        *{
            row.group_place: row
            for row, one in zip(rows, meant, strict=True)
            if one.group is None
        }.values()
    ]
    if not unclear:
        findings += check_order(choices, named, district_ix, run)
    place = Place(submission.file, submission.sheet)
    findings += check_quota(len(named) + len(unclear), place, district_ix, run)
    findings += certified_by_naming(choices, place, run)
    settled = _settle_cells(findings)
    alternatives = tuple(next_eligible(named, district_ix, run))
    return CheckedFile(
        submission,
        _status(settled),
        _answer_in_kind(settled, alternatives, run),
        _accepted(choices, settled),
        int(run.screening.districts["required"].loc[district_ix]),
        alternatives,
        _not_checked(unclear),
        received,
        claims=_claims(submission, meant, district_ix, known),
    )


def _judge_rows(
    submission: Submission,
    meant: Sequence[GroupMatch],
    district_ix: int,
    run: Run,
    known: SubmittedGroups,
) -> tuple[list[Choice], list[Finding]]:
    """Rows that mean a group of the district: compared with the registry, judged where their product is clear."""
    choices: list[Choice] = []
    findings: list[Finding] = []
    for row, one in zip(submission.rows, meant, strict=True):
        if one.group is None or known.index.district_of[one.group] != district_ix:
            continue
        product, wrong = check_product(row, one.group, run)
        findings += [*wrong, *check_values(row, one.group, product, run)]
        if not wrong:
            choices.append(judge(row, one.group, product, run))
    choices = _one_per_group_cell(choices, run)
    return choices, [
        *findings,
        *(finding for choice in choices for finding in choice.findings),
    ]


def _not_checked(unclear: Sequence[SubmittedRow]) -> tuple[NotChecked, ...]:
    """Rows whose group is not known; each may be any group, so that who was left out cannot be told either."""
    of_cells = sum(not row.names_group for row in unclear)
    counts = {"cell": of_cells, "registry": len(unclear) - of_cells}
    because = [stage for stage, rows in counts.items() if rows]
    rows = [NotChecked("selection", stage, counts[stage]) for stage in because]
    return (*rows, NotChecked("order", because[0])) if because else ()


def _claims(
    submission: Submission,
    meant: Sequence[GroupMatch],
    district_ix: int,
    known: SubmittedGroups,
) -> tuple[Claim, ...]:
    """Every group that a list names, at the first row that does; another district's is called as the row calls it."""
    claims: dict[frozenset[int | str], Claim] = {}
    for row, one in zip(submission.rows, meant, strict=True):
        if one.group is not None:
            identities = frozenset(
                known.index.id_of[group] or group
                for group in (one.group, *one.other_groups)
            )
            is_own = district_ix in {
                known.index.district_of[group]
                for group in (one.group, *one.other_groups)
            }
            typed_name = row.value("group_name") or row.value("group_id")
            name = known.index.name_of[one.group] if is_own else str(typed_name)
            claims.setdefault(
                identities, Claim(row.group_place, name, identities, is_own)
            )
    return tuple(claims.values())


def _beside_others(
    file: CheckedFile, found: Sequence[Finding], superseded: bool, run: Run
) -> CheckedFile:
    """A list with what shows beside the others; a group that another district claims too is held back."""
    claimed = {
        f.place: str(f.fields["other_district"])
        for f in found
        if f.code == "cross.claimed-twice"
    }
    is_free = [choice.row.group_place not in claimed for choice in file.accepted]
    held = [
        choice for choice, free in zip(file.accepted, is_free, strict=True) if not free
    ]
    return replace(
        file,
        status=_status((*file.findings, *found))
        if file.status != "unreadable"
        else file.status,
        cross=_answer_in_kind(found, file.alternatives, run),
        accepted=tuple(
            choice for choice, free in zip(file.accepted, is_free, strict=True) if free
        ),
        contested=tuple(
            Contested(choice, claimed[choice.row.group_place]) for choice in held
        ),
        superseded=superseded,
    )


def _one_per_group_cell(choices: Sequence[Choice], run: Run) -> list[Choice]:
    """Rows under one merged group cell are one choice: the product by which the group stands best."""
    standing = run.screening.groups["product"]

    def behind(choice: Choice) -> tuple[bool, int, int, bool]:
        tier = len(run.letter.tiers) if choice.tier is None else choice.tier
        return (
            choice.outcome != "eligible",
            tier,
            len(choice.findings),
            choice.product != standing.loc[choice.group],
        )

    best: dict[Place, Choice] = {}
    for choice in choices:
        place = choice.row.group_place
        best[place] = min(best.get(place, choice), choice, key=behind)
    return list(best.values())


def _unfinished(
    submission: Submission,
    findings: list[Finding],
    because: str,
    run: Run,
    received: dt.date | None,
) -> CheckedFile:
    """A list that could not be compared with anything: what stood in the way is said."""
    is_read = submission.is_readable and because != "form"
    stages = (
        ("registry", "selection")
        if is_read
        else ("cell", "row", "registry", "selection")
    )
    status = _status(findings) if submission.is_readable else "unreadable"
    required = run.letter.quota.groups_per_district
    missing = tuple(NotChecked(stage, because) for stage in stages)
    return CheckedFile(
        submission,
        status,
        tuple(findings),
        (),
        required,
        not_checked=missing,
        received=received,
    )


def _settle_cells(findings: list[Finding]) -> list[Finding]:
    """Leave out what another finding of the same cell says better, and what rows under a merged cell say again."""
    by_place: dict[Place, set[str]] = defaultdict(set)
    for finding in findings:
        by_place[finding.place].add(finding.code)
    kept = []
    for finding in {repr(one): one for one in findings}.values():
        silencing = _SILENCED_BY.get(finding.code)
        others = by_place[finding.place] - {finding.code}
        if silencing is None or not (others & silencing if silencing else others):
            kept.append(finding)
    return kept


def _accepted(
    choices: Sequence[Choice], findings: Sequence[Finding]
) -> tuple[Choice, ...]:
    """The choices of which no cell holds an error, each group once; none where the list is not this district's."""
    if any(finding.code in NOT_THIS_LIST for finding in findings):
        return ()
    wrong = {
        finding.place
        for finding in findings
        if finding.severity == "error" and finding.place.cell
    }
    fine = [
        c
        for c in choices
        if c.outcome == "eligible"
        and wrong.isdisjoint(w.place for w in c.row.cells.values())
    ]
    return tuple({choice.group: choice for choice in reversed(fine)}.values())[::-1]


def _status(findings: Sequence[Finding]) -> Status:
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"


def _answer_in_kind(
    findings: Sequence[Finding], alternatives: Sequence[int], run: Run
) -> tuple[Finding, ...]:
    """Beside every refused or unknown group, the groups that may be named in its place.

    Where no clause refuses it, the one that asks for the groups stands: another must be named.
    """
    groups = run.screening.groups
    told = [
        {
            "group_id": groups["group_id"].loc[group]
            if isinstance(groups["group_id"].loc[group], str)
            else None,
            "group_name": str(groups["group_name"].loc[group]),
            "rank": int(groups["rank"].loc[group]),
        }
        for group in alternatives
    ]
    more = {"alternatives": told}
    of_quota = {"clause": run.letter.quota.clause}
    return tuple(
        replace(finding, fields=of_quota | finding.fields | more)
        if finding.code in REFUSALS
        else finding
        for finding in findings
    )


def _district(
    ix: int, position: int | None, files: Sequence[CheckedFile], run: Run
) -> CheckedDistrict:
    required = int(run.screening.districts["required"].loc[ix])
    if position is None:
        return CheckedDistrict(ix, None, None, 0, required)
    file = files[position]
    on_time = None if file.received is None else file.received <= run.letter.due_date
    return CheckedDistrict(ix, position, on_time, len(file.accepted), file.shortfall)
