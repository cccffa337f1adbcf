"""The check of all submissions, told as a story: each list by itself, then all of them together.

Knows the order of the stages, what a later one needs of an earlier one, and what a file's status is. Refuses to know
files and how a result is shown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES
from kbo_screen.screening.submissions.check_registry import check_product, check_values
from kbo_screen.screening.submissions.check_rows import check_rows
from kbo_screen.screening.submissions.check_selection import Choice, check_order, check_quota, judge, next_eligible
from kbo_screen.screening.submissions.form_stamp import edition_of
from kbo_screen.screening.submissions.lookup import Groups, Meant
from kbo_screen.vocabulary.dates import read_date, thai_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kbo_screen.screening.run import Run
    from kbo_screen.screening.submissions.submission import Submission

Status = Literal["accepted", "accepted_with_warnings", "rejected", "unreadable"]
STATUSES: Final = ("accepted", "accepted_with_warnings", "rejected", "unreadable")
#: Findings that leave nothing of a file to be accepted: it is not this district's answer to this letter.
_NOT_THIS_LIST: Final = frozenset({"form.other-letter", "form.other-district", "table.no-district"})
#: Findings of a name that say the same as another finding of the same cell.
_SILENCED_BY: Final = {
    "registry.name-nearly-right": frozenset({"row.two-spellings"}),
    "form.typed-over": frozenset(),
}


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A stage that could not be run on some rows of a file, or on all (rows None), and the stage that stood before."""

    stage: str
    because: str
    rows: int | None = None


@dataclass(frozen=True, eq=False)
class CheckedFile:
    """One list, checked.

    accepted: the rows whose groups may go up. alternatives: groups to name in the place of one that is refused.
    """

    submission: Submission
    status: Status
    findings: tuple[Finding, ...]
    accepted: tuple[Choice, ...]
    required: int
    alternatives: tuple[int, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    received: dt.date | None = None

    @property
    def shortfall(self) -> int:
        """Groups that the list lacks of the quota."""
        return max(0, self.required - len(self.accepted))


@dataclass(frozen=True, slots=True)
class CheckedDistrict:
    """What a district has sent: the file that counts (position in `files`), None where there is none."""

    district_ix: int
    file: int | None
    on_time: bool | None
    accepted: int
    shortfall: int


@dataclass(frozen=True, eq=False)
class Validation:
    """All submissions checked against one run."""

    run: Run
    files: tuple[CheckedFile, ...]
    cross: tuple[Finding, ...]
    districts: tuple[CheckedDistrict, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, of the files and across them."""
        return (*(finding for file in self.files for finding in file.findings), *self.cross)


@dataclass(frozen=True, slots=True)
class Received:
    """When lists were received: one date for all, or by district (position in the scope) and by file name.

    findings: rows of the table of dates that say nothing of a list.
    """

    for_all: dt.date | None = None
    by_district: Mapping[int, dt.date] | None = None
    by_file: Mapping[str, dt.date] | None = None
    findings: tuple[Finding, ...] = ()

    def date_of(self, submission: Submission) -> dt.date | None:
        """The date of receipt of one list; None where nobody said."""
        by_file, by_district = self.by_file or {}, self.by_district or {}
        named = by_file.get(submission.file)
        of_district = by_district.get(submission.district_ix) if submission.district_ix is not None else None
        return named or of_district or self.for_all


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

    only, skip: codes (or stages) to keep or to leave out; a finding left out counts nowhere. expects_all: every
    district of the scope should have sent one, as where a folder is checked.
    """
    known = Groups(run.registry, run.screening.products["group"], run.letter.matching)
    received = received or Received()
    wanted = _Wanted(frozenset(only), frozenset(skip))
    checked = [_check_one(one, run, known, wanted, received.date_of(one)) for one in submissions]
    cross: list[Finding] = list(_claimed_twice([meant for _, meant in checked], run, known))
    files = [file for file, _ in checked]
    newest, twice = _newest(files)
    cross += twice
    districts = tuple(_district(ix, newest.get(ix), files, run) for ix in range(len(run.registry.scope.districts)))
    cross += (*received.findings, *_late(files, run))
    if expects_all:
        cross += _nothing_sent(districts, files, run)
    return Validation(run, tuple(files), wanted.keep(cross), districts)


@dataclass(frozen=True, slots=True)
class _Wanted:
    only: frozenset[str]
    skip: frozenset[str]

    def keep(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that the user wants to see, by code or by stage."""
        return tuple(
            f for f in findings if (not self.only or self._is_in(f, self.only)) and not self._is_in(f, self.skip)
        )

    def _is_in(self, finding: Finding, codes: frozenset[str]) -> bool:
        return finding.code in codes or finding.code.partition(".")[0] in codes


_MeantRows = list[tuple["Submission", "Place", int]]


def _check_one(
    submission: Submission, run: Run, known: Groups, wanted: _Wanted, received: dt.date | None
) -> tuple[CheckedFile, _MeantRows]:
    """One list through all stages; returns it with the cell and group of every row whose group is known."""
    findings = [*submission.findings, *_check_form(submission, run)]
    ix = submission.district_ix
    if not submission.is_readable or ix is None:
        findings += check_rows(submission.rows, [None] * len(submission.rows))
        return _unfinished(submission, findings, wanted, run, received), []
    meant = [known.meant_by(row, ix) if row.names_group else Meant(None) for row in submission.rows]
    findings += (finding for one in meant for finding in one.findings)
    findings += check_rows(submission.rows, [one.group for one in meant])
    choices: list[Choice] = []
    for row, one in zip(submission.rows, meant, strict=True):
        if one.group is None or known.district_of[one.group] != ix:
            continue
        product, wrong = check_product(row, one.group, run)
        findings += [*wrong, *check_values(row, one.group, product, run)]
        if not wrong:
            choices.append(judge(row, one.group, product, run))
    choices = _one_per_group_cell(choices, run)
    findings += (finding for choice in choices for finding in choice.findings)
    named = {one.group for one in meant if one.group is not None}
    findings += check_order(choices, named, ix, run)
    rows = list(zip(submission.rows, meant, strict=True))
    n_named = len(named) + len({row.group_place for row, one in rows if one.group is None and row.names_group})
    findings += check_quota(n_named, Place(submission.file, submission.sheet), ix, run)
    kept = wanted.keep(_settle_cells(findings))
    alternatives = tuple(next_eligible(named, ix, run))
    unclear = sum(one.group is None for one in meant)
    file = CheckedFile(
        submission,
        _status(kept),
        _answer_in_kind(kept, alternatives, run),
        _accepted(choices, kept),
        int(run.screening.districts["required"].loc[ix]),
        alternatives,
        (NotChecked("selection", "registry", unclear),) if unclear else (),
        received,
    )
    claims = [(submission, row.group_place, one.group) for row, one in rows if one.group is not None]
    return file, list(dict.fromkeys(claims))


def _one_per_group_cell(choices: Sequence[Choice], run: Run) -> list[Choice]:
    """Rows under one merged group cell are one choice: the product by which the group stands best."""
    standing = run.screening.groups["product"]

    def behind(choice: Choice) -> tuple[bool, int, int, bool]:
        tier = len(run.letter.tiers) if choice.tier is None else choice.tier
        return choice.outcome != "eligible", tier, len(choice.findings), choice.product != standing.loc[choice.group]

    best: dict[Place, Choice] = {}
    for choice in choices:
        place = choice.row.group_place
        best[place] = min(best.get(place, choice), choice, key=behind)
    return list(best.values())


def _unfinished(
    submission: Submission, findings: list[Finding], wanted: _Wanted, run: Run, received: dt.date | None
) -> CheckedFile:
    """A list that could not be compared with anything: what stood in the way is said."""
    kept = wanted.keep(findings)
    stages = ("registry", "selection") if submission.is_readable else ("cell", "row", "registry", "selection")
    because = "table" if submission.is_readable or submission.input else "file"
    status = _status(kept) if submission.is_readable else "unreadable"
    required = run.letter.quota.groups_per_district
    missing = tuple(NotChecked(stage, because) for stage in stages)
    return CheckedFile(submission, status, kept, (), required, not_checked=missing, received=received)


def _check_form(submission: Submission, run: Run) -> Iterator[Finding]:
    """Another letter's form, another district's, and one made from another edition of the registry."""
    stamp = submission.stamp
    if stamp is None:
        return
    place = Place(submission.file, submission.sheet)
    if stamp.letter != run.letter.id:
        yield make_finding("form.other-letter", place, value=stamp.letter, letter=run.letter.id)
    elif stamp.registry and stamp.registry != edition_of(run.registry.inputs):
        yield make_finding("form.other-edition", place)
    scope = run.registry.scope.districts
    own = next((district for district in scope if district.code == stamp.district), None)
    if own is None:
        yield make_finding("form.other-district", place, value=stamp.district, district="-", other="-")
        return
    said = submission.head.get("district")
    named = submission.named_district_ix
    if said and said.text and said.text != own.district:
        yield make_finding("form.other-district", said.place, value=said.text, district=own.district, other=said.text)
    elif named is not None and scope[named] != own:
        other = scope[named].district
        yield make_finding("form.other-district", place, value=submission.file, district=own.district, other=other)


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


def _accepted(choices: Sequence[Choice], findings: Sequence[Finding]) -> tuple[Choice, ...]:
    """The choices of which no cell holds an error, each group once; none where the list is not this district's."""
    if any(finding.code in _NOT_THIS_LIST for finding in findings):
        return ()
    wrong = {finding.place for finding in findings if finding.severity == "error" and finding.place.cell}
    fine = [c for c in choices if c.outcome == "eligible" and wrong.isdisjoint(w.place for w in c.row.cells.values())]
    return tuple({choice.group: choice for choice in reversed(fine)}.values())[::-1]


def _status(findings: Sequence[Finding]) -> Status:
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"


def _answer_in_kind(findings: Sequence[Finding], alternatives: Sequence[int], run: Run) -> tuple[Finding, ...]:
    """Beside every refused or unknown group, the groups that may be named in its place."""
    groups = run.screening.groups
    told = [
        {
            "group_id": groups["group_id"].loc[group] if isinstance(groups["group_id"].loc[group], str) else None,
            "group_name": str(groups["group_name"].loc[group]),
            "rank": int(groups["rank"].loc[group]),
        }
        for group in alternatives
    ]
    return tuple(
        replace(finding, fields={**finding.fields, "alternatives": told}) if _refuses(finding) else finding
        for finding in findings
    )


def _refuses(finding: Finding) -> bool:
    return finding.severity == "error" and finding.code.startswith(("selection.", "registry."))


def _claimed_twice(lists: Sequence[_MeantRows], run: Run, known: Groups) -> Iterator[Finding]:
    """One group in the lists of two districts, at the later cell, naming the first."""
    scope = run.registry.scope.districts
    claims: dict[int | str, tuple[Submission, Place]] = {}
    for rows in lists:
        for submission, place, group in rows:
            first, where = claims.setdefault(known.id_of[group] or group, (submission, place))
            if first.district_ix != submission.district_ix:
                yield make_finding(
                    "cross.claimed-twice",
                    place,
                    value=known.name_of[group],
                    other_place=" ".join(part for part in (where.file, where.sheet, where.cell) if part),
                    district=scope[submission.district_ix or 0].district,
                    other_district=scope[first.district_ix or 0].district,
                )


def _newest(files: Sequence[CheckedFile]) -> tuple[dict[int, int], list[Finding]]:
    """Per district the file that counts: the one received, reported or saved last; and who sent more than one."""
    of_district: dict[int, list[int]] = defaultdict(list)
    for position, file in enumerate(files):
        if file.submission.district_ix is not None:
            of_district[file.submission.district_ix].append(position)
    newest, found = {}, []
    for ix, positions in of_district.items():
        readable = [p for p in positions if files[p].submission.is_readable] or positions
        last = max(readable, key=lambda position: _age(files[position]))
        newest[ix] = last
        for position in positions:
            if position != last:
                place = Place(files[position].submission.file)
                found.append(make_finding("cross.two-files", place, other=files[last].submission.file))
    return newest, found


def _age(file: CheckedFile) -> tuple[dt.date, dt.date, dt.datetime]:
    """Received, reported, saved: whichever is known first decides."""
    reported = file.submission.head.get("date")
    date = read_date(reported.value).date if reported and reported.value else None
    saved = file.submission.saved or dt.datetime.min.replace(tzinfo=dt.UTC)
    return file.received or dt.date.min, date or dt.date.min, saved


def _district(ix: int, position: int | None, files: Sequence[CheckedFile], run: Run) -> CheckedDistrict:
    required = int(run.screening.districts["required"].loc[ix])
    if position is None:
        return CheckedDistrict(ix, None, None, 0, required)
    file = files[position]
    on_time = None if file.received is None else file.received <= run.letter.deadline.used
    return CheckedDistrict(ix, position, on_time, len(file.accepted), file.shortfall)


def _late(files: Sequence[CheckedFile], run: Run) -> Iterator[Finding]:
    deadline = run.letter.deadline
    for file in files:
        if file.received and file.received > deadline.used:
            yield make_finding(
                "cross.late",
                Place(file.submission.file),
                value=file.received.isoformat(),
                date={lang: thai_date(file.received, lang) for lang in LANGUAGES},
                days=(file.received - deadline.used).days,
                clause=deadline.clause,
            )


def _nothing_sent(districts: Sequence[CheckedDistrict], files: Sequence[CheckedFile], run: Run) -> Iterator[Finding]:
    """Districts that no file is of; a file of no known district may be theirs, and says so itself."""
    for district in districts:
        if district.file is None:
            name = run.registry.scope.districts[district.district_ix].district
            yield make_finding("cross.nothing-sent", value=name, files=len(files))
