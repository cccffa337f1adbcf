"""One list, taken through the stages of the check as far as it can go.

A stage runs on what the one before understood; what could not be run is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.checking.check_form import check_form
from kbo_screen.checking.check_order import check_order, check_quota, next_eligible
from kbo_screen.checking.check_registry import (
    check_values,
    entry_of_row,
    product_not_of_group,
    standing_entry,
)
from kbo_screen.checking.check_result import (
    NOT_OURS,
    NOT_THIS_LIST,
    CheckedFile,
    Claim,
    StageNotRun,
    Status,
)
from kbo_screen.checking.check_return import check_return, counting_findings
from kbo_screen.checking.check_rows import check_rows
from kbo_screen.checking.check_selection import (
    DistrictChoice,
    certified_by_naming,
    judge_row,
)
from kbo_screen.checking.codes import REFUSALS
from kbo_screen.findings import each_once
from kbo_screen.registry.frame_values import value_at
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from kbo_screen.desk.group_matching import GroupMatch
    from kbo_screen.desk.run import Run
    from kbo_screen.desk.submitted_groups import SubmittedGroups
    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.submission import Submission, SubmittedRow

#: Findings of a name that say the same as another finding of the same cell; of an empty set, as any other.
_SILENCED_BY: Final = {
    "registry.name-nearly-right": frozenset({"row.two-spellings"}),
    "form.typed-over": frozenset(),
}


def check_list(
    submission: Submission,
    run: Run,
    groups: SubmittedGroups,
    received: dt.date | None,
) -> CheckedFile:
    """One list through the stages that it can go through. received: when it came, None where nobody said."""
    of_form = list(check_form(submission, run))
    if any(finding.code in NOT_OURS for finding in of_form):
        findings = [*_findings_of_file(submission), *of_form]
        return _unfinished(submission, findings, "form", run, received)
    findings = [*submission.findings, *of_form]
    if submission.is_readable and submission.district_ix is not None:
        district_ix = submission.district_ix
        return _check_rows_of(submission, findings, district_ix, run, groups, received)
    no_groups = [None] * len(submission.rows)
    findings += check_rows(submission.rows, no_groups, run.letter.choices)
    because = "table" if submission.is_readable or submission.input else "file"
    return _unfinished(submission, findings, because, run, received)


def _findings_of_file(submission: Submission) -> list[Finding]:
    return [
        finding for finding in submission.findings if finding.code.startswith("file.")
    ]


class MatchedRow(NamedTuple):
    """A row and the group that it means."""

    row: SubmittedRow
    match: GroupMatch


class MatchedRows:
    """The rows of a district's list, each with the group of the registry that it means."""

    def __init__(
        self,
        rows: Sequence[SubmittedRow],
        district_ix: int,
        groups: SubmittedGroups,
    ) -> None:
        self.pairs: list[MatchedRow] = []
        for row in rows:
            match = groups.match(row, district_ix)
            self.pairs.append(MatchedRow(row, match))
        #: Per row the number of its group, None where it is not known.
        self.groups = [match.group for _, match in self.pairs]
        self.named_groups = {group for group in self.groups if group is not None}
        self.unclear_rows = self._unclear_rows()

    def _unclear_rows(self) -> list[SubmittedRow]:
        """The rows whose group is not known, one for each cell of a group."""
        by_place: dict[Place, SubmittedRow] = {}
        for row, match in self.pairs:
            if match.group is None:
                by_place[row.group_place] = row
        return list(by_place.values())


def _check_rows_of(
    submission: Submission,
    findings: Sequence[Finding],
    district_ix: int,
    run: Run,
    groups: SubmittedGroups,
    received: dt.date | None,
) -> CheckedFile:
    """A district's list against the registry and the letter. findings: of the stages before."""
    matched = MatchedRows(submission.rows, district_ix, groups)
    choices, of_choices = _judge_rows(matched, district_ix, run, groups)
    of_rows = check_rows(submission.rows, matched.groups, run.letter.choices)
    of_all = _check_whole_choice(submission, matched, choices, district_ix, run)
    of_groups = _check_groups(matched, district_ix, groups)
    of_return = check_return(submission, district_ix, run)
    settled = _settle_cells(
        counting_findings(
            submission,
            [*findings, *of_groups, *of_rows, *of_choices, *of_all, *of_return],
        )
    )
    alternatives = tuple(next_eligible(matched.named_groups, district_ix, run))
    return CheckedFile(
        submission,
        status_of(settled),
        with_alternatives(settled, alternatives, run),
        _accepted(choices, settled),
        int(value_at(run.screening.districts, district_ix, "required")),
        alternatives,
        _not_checked(matched.unclear_rows),
        received,
        claims=_claims(matched, district_ix, groups),
    )


def _check_groups(
    matched: MatchedRows,
    district_ix: int,
    groups: SubmittedGroups,
) -> Iterator[Finding]:
    """What is to be said of the group that each row means."""
    for row, match in matched.pairs:
        yield from groups.check(row, match, district_ix)


def _check_whole_choice(
    submission: Submission,
    matched: MatchedRows,
    choices: Sequence[DistrictChoice],
    district_ix: int,
    run: Run,
) -> Iterator[Finding]:
    """The district's whole choice; who was left out is not told while a row may be any group."""
    place = submission.place
    if not matched.unclear_rows:
        yield from check_order(choices, matched.named_groups, district_ix, run)
    n_named = _units_named(matched.named_groups, run) + len(matched.unclear_rows)
    if n_named:
        yield from check_quota(n_named, submission, district_ix, run)
    yield from certified_by_naming(choices, place, run)


def _units_named(named_groups: Collection[int], run: Run) -> int:
    """What the quota counts of these groups; of one whose tier is not needed the product that is named."""
    units = run.screening.groups["units"].loc[list(named_groups)]
    return int(units.clip(lower=1).sum())


def _judge_rows(
    matched: MatchedRows,
    district_ix: int,
    run: Run,
    groups: SubmittedGroups,
) -> tuple[list[DistrictChoice], list[Finding]]:
    """Rows that mean a group of the district: compared with the registry, judged where their product is clear."""
    choices: list[DistrictChoice] = []
    findings: list[Finding] = []
    for row, match in matched.pairs:
        group = groups.own_group(match, district_ix)
        if group is None:
            continue
        entry = entry_of_row(row, group, run)
        if entry is None:
            findings.append(product_not_of_group(row, group, run))
            findings += check_values(row, standing_entry(group, run))
            continue
        findings += check_values(row, entry)
        choices.append(judge_row(row, entry))
    choices = _one_per_group_cell(choices, run)
    for choice in choices:
        findings += choice.findings
    return choices, findings


def _one_per_group_cell(
    choices: Sequence[DistrictChoice], run: Run
) -> list[DistrictChoice]:
    """Rows under one merged group cell are one choice: the product by which the group stands best."""
    standing = run.screening.groups["product"]

    def behind(choice: DistrictChoice) -> tuple[bool, int, int, bool]:
        is_refused = choice.outcome != "eligible"
        tier = len(run.letter.tiers) if choice.tier is None else choice.tier
        is_another_product = choice.product != standing.loc[choice.group]
        return is_refused, tier, len(choice.findings), is_another_product

    best: dict[Place, DistrictChoice] = {}
    for choice in choices:
        place = choice.row.group_place
        best[place] = min(
            best.get(place, choice),
            choice,
            key=behind,
        )
    return list(best.values())


def _not_checked(unclear_rows: Sequence[SubmittedRow]) -> tuple[StageNotRun, ...]:
    """Rows whose group is not known; each may be any group, so that who was left out cannot be told either."""
    unnamed = sum(not row.names_group for row in unclear_rows)
    rows_by_stage = {
        "cell": unnamed,
        "registry": len(unclear_rows) - unnamed,
    }
    not_checked = [
        StageNotRun("selection", stage, rows)
        for stage, rows in rows_by_stage.items()
        if rows
    ]
    if not_checked:
        not_checked.append(StageNotRun("order", not_checked[0].because))
    return tuple(not_checked)


def _claims(
    matched: MatchedRows,
    district_ix: int,
    groups: SubmittedGroups,
) -> tuple[Claim, ...]:
    """Every group that a list names, at the first row that does."""
    claims: dict[frozenset[int | str], Claim] = {}
    for row, match in matched.pairs:
        if match.group is not None:
            claim = _claim(row, match.group, match, district_ix, groups)
            claims.setdefault(claim.identities, claim)
    return tuple(claims.values())


def _claim(
    row: SubmittedRow,
    group: int,
    match: GroupMatch,
    district_ix: int,
    groups: SubmittedGroups,
) -> Claim:
    """What a row names; another district's group is called as the row calls it."""
    possible = (group, *match.other_groups)
    identities = frozenset(groups.index.id_of[each] or each for each in possible)
    is_own = district_ix in {groups.index.district_of[each] for each in possible}
    typed_name = row.value("group_name") or row.value("group_id")
    name = groups.index.name_of[group] if is_own else str(typed_name)
    return Claim(row.group_place, name, identities, is_own)


def _settle_cells(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what another finding of the same cell says better, and what rows under a merged cell say again."""
    codes_at = lists_by_key((finding.place, finding.code) for finding in findings)
    return [
        finding
        for finding in each_once(findings)
        if not _is_silenced(finding, set(codes_at[finding.place]))
    ]


def _is_silenced(finding: Finding, codes_of_cell: set[str]) -> bool:
    """Another finding of the cell says the same better."""
    silencing = _SILENCED_BY.get(finding.code)
    if silencing is None:
        return False
    further_codes = codes_of_cell - {finding.code}
    return bool(further_codes & silencing if silencing else further_codes)


def _accepted(
    choices: Sequence[DistrictChoice], findings: Sequence[Finding]
) -> tuple[DistrictChoice, ...]:
    """The choices of which no cell holds an error, each group once; none where the list is not this district's."""
    if any(finding.code in NOT_THIS_LIST for finding in findings):
        return ()
    wrong_cells = _wrong_cells(findings)
    accepted: dict[int, DistrictChoice] = {}
    for choice in reversed(choices):
        cells = {cell.place for cell in choice.row.cells.values()}
        if choice.outcome == "eligible" and wrong_cells.isdisjoint(cells):
            accepted[choice.group] = choice
    return tuple(reversed(accepted.values()))


def _wrong_cells(findings: Sequence[Finding]) -> set[Place]:
    return {
        finding.place
        for finding in findings
        if finding.severity == "error" and finding.place.cell
    }


def _unfinished(
    submission: Submission,
    findings: Sequence[Finding],
    because: str,
    run: Run,
    received: dt.date | None,
) -> CheckedFile:
    """A list that could not be compared with anything. because: the stage that stood in the way."""
    is_read = submission.is_readable and because != "form"
    stages = ["registry", "selection"]
    if not is_read:
        stages = ["cell", "row", *stages]
    return CheckedFile(
        submission,
        status_of(findings) if submission.is_readable else "unreadable",
        tuple(findings),
        (),
        run.letter.quota.least_per_district,
        not_checked=tuple(StageNotRun(stage, because) for stage in stages),
        received=received,
    )


def status_of(findings: Sequence[Finding]) -> Status:
    """What becomes of a list that could be read, by its gravest finding."""
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"


def with_alternatives(
    findings: Sequence[Finding],
    alternatives: Sequence[int],
    run: Run,
) -> tuple[Finding, ...]:
    """Beside every refused or unknown group, the groups that may be named in its place.

    Where no clause refuses it, the one that asks for the groups stands: another must be named.
    """
    clause_of_quota = {"clause": run.letter.quota.clause}
    to_name = {"alternatives": [_alternative(group, run) for group in alternatives]}
    answered = []
    for finding in findings:
        if finding.code in REFUSALS:
            fields = clause_of_quota | finding.fields | to_name
            answered.append(replace(finding, fields=fields))
        else:
            answered.append(finding)
    return tuple(answered)


def _alternative(group: int, run: Run) -> dict[str, object]:
    groups = run.screening.groups
    group_id = value_at(groups, group, "group_id")
    return {
        "group_id": group_id if isinstance(group_id, str) else None,
        "group_name": str(value_at(groups, group, "group_name")),
        "rank": int(value_at(groups, group, "rank")),
    }
