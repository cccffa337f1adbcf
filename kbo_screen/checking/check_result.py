"""What a check of submissions gives: every list, every district, and what is to be said of them. Shapes only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbo_screen.registry.returned_list import WarningMark, reason_digest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_selection import DistrictChoice
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding, Place, Severity
    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.registry.submission import CellEntry, Submission

Status = Literal["accepted", "accepted_with_warnings", "rejected", "unreadable"]
ChangeKind = Literal[
    "added",
    "taken_out",
    "replaced",
    "product_changed",
    "representative_changed",
]
#: What a row of an older list was: accepted, without an error in a list that was sent back, or neither.
RowBefore = Literal["accepted", "in_order", "not_in_order"]
STATUSES: Final = ("accepted", "accepted_with_warnings", "rejected", "unreadable")
#: Findings of a form that is none of this check's: nothing else of it is looked at.
NOT_OURS: Final = frozenset({"form.other-letter", "form.district-out-of-scope"})
#: Findings that leave nothing of a file to be accepted: it is not this district's answer to this letter.
NOT_THIS_LIST: Final = NOT_OURS | {"form.other-district", "table.no-district"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that names a group.

    identities: the ids (without one: the numbers) of all groups it can mean; a group of two districts has one id.
    is_own: by the registry the group is of the list's own district.
    """

    place: Place
    name: str
    identities: frozenset[int | str]
    is_own: bool


@dataclass(frozen=True, slots=True)
class StageNotRun:
    """A stage that could not be run on some rows of a file, or on all (rows None), and the stage that stood before."""

    stage: str
    because: str
    rows: int | None = None


@dataclass(frozen=True, eq=False)
class ContestedChoice:
    """A row whose group may go up as soon as the districts that name it have settled whose it is."""

    choice: DistrictChoice
    other_districts: str


class GroupChange(NamedTuple):
    """A group that came, went, was replaced or changed.

    place: its cell in the newer list, of one taken out in the older; other_name: the group that it replaces.
    before: what the older list's row was.
    """

    change: ChangeKind
    group_name: str
    place: Place
    before: RowBefore
    other_name: str | None = None


class CellChange(NamedTuple):
    """A cell of a group in both lists that says something else, though nothing was wrong with it."""

    field: str
    place: Place
    older_place: Place
    before: RowBefore


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A warning that the district has confirmed, the reason that it wrote, and the mark of what was asked."""

    finding: Finding
    reason: CellEntry
    mark: str

    @property
    def note_mark(self) -> WarningMark:
        """What a note says of it when the list is sent back."""
        return WarningMark(
            self.mark, reason_digest(self.reason.text), is_confirmed=True
        )


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """A list beside the one before it of the same district.

    is_same_file: byte for byte; is_same_content: every cell says the same. mended: findings of the older list that are
    gone; still, new: findings of the newer one; confirmed: those of the older one for which the newer gives a reason.
    Findings that are only told (info) are left out.
    """

    file: str
    is_same_file: bool
    is_same_content: bool
    mended: tuple[Finding, ...] = ()
    still: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    groups: tuple[GroupChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    confirmed: tuple[Finding, ...] = ()

    def with_findings(self, change: Callable[[Finding], Finding]) -> ChangesSince:
        """The same with every finding changed."""
        return replace(
            self,
            mended=tuple(map(change, self.mended)),
            still=tuple(map(change, self.still)),
            new=tuple(map(change, self.new)),
            confirmed=tuple(map(change, self.confirmed)),
        )


@dataclass(frozen=True, eq=False)
class CheckedFile:
    """One list, checked.

    status, accepted: by all rules, whichever are shown. findings: of the list by itself; cross: of the list beside the
    others. accepted: the rows whose groups may go up; contested: those held back until two districts have settled
    whose group it is. alternatives: groups to name in the place of one that is refused. superseded: another list
    of the district counts. since: beside the district's list before it. claims: every group it names.
    confirmed: warnings that its district has confirmed, which are no findings any more; open_marks: by cell, the
    marks of the warnings that are open.
    """

    submission: Submission
    status: Status
    findings: tuple[Finding, ...]
    accepted: tuple[DistrictChoice, ...]
    required: int
    alternatives: tuple[int, ...] = ()
    not_checked: tuple[StageNotRun, ...] = ()
    received: dt.date | None = None
    cross: tuple[Finding, ...] = ()
    contested: tuple[ContestedChoice, ...] = ()
    superseded: bool = False
    since: ChangesSince | None = None
    claims: tuple[Claim, ...] = ()
    confirmed: tuple[Confirmation, ...] = ()
    open_marks: Mapping[str, Sequence[WarningMark]] = field(default_factory=dict)

    @property
    def is_passed(self) -> bool:
        """The list is not sent back, with or without remarks."""
        return self.status in ("accepted", "accepted_with_warnings")

    @property
    def is_accepted(self) -> bool:
        """The list goes up, and no other of its district stands in its place."""
        return self.is_passed and not self.superseded

    @property
    def counted(self) -> int:
        """Groups that go up now: the accepted ones of an accepted list, none of one that is sent back."""
        return len(self.accepted) if self.is_accepted else 0

    @property
    def accepted_units(self) -> int:
        """What the quota counts of the accepted groups."""
        return sum(choice.units for choice in self.accepted)

    @property
    def shortfall(self) -> int:
        """Groups, or what else the quota counts, that the list lacks of it."""
        return max(0, self.required - self.accepted_units)

    @property
    def lacking(self) -> int:
        """The same beside what goes up now."""
        units = self.accepted_units if self.is_accepted else 0
        return max(0, self.required - units)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What is to be said of the list, by itself and beside the others."""
        return (*self.findings, *self.cross)

    @property
    def severities(self) -> Counter[Severity]:
        """How many of them are of each severity."""
        return Counter(finding.severity for finding in self.all_findings)

    @property
    def is_usable(self) -> bool:
        """It could be read, says something, and is a district's answer to this letter."""
        codes = {finding.code for finding in self.findings}
        is_filled = self.submission.returned in ("list", "none")
        return is_filled and codes.isdisjoint(NOT_THIS_LIST)


@dataclass(frozen=True, slots=True)
class CheckedDistrict:
    """What a district has sent: the file that counts (position in `files`), None where there is none.

    accepted: rows without an error, also of a list that is sent back, and shortfall what lacks beside them; counted:
    the groups that go up now, of an accepted list alone, and lacking what lacks beside those.
    """

    district_ix: int
    file: int | None
    on_time: bool | None
    accepted: int
    shortfall: int
    counted: int
    lacking: int


@dataclass(frozen=True, eq=False)
class Validation:
    """All submissions checked against one run.

    cross: findings across the files, also those that stand in a file's own `cross`. hidden: codes that were checked,
    yet are not shown, as the user asked. expects_all: every district of the scope should have sent a list.
    """

    run: Run
    files: tuple[CheckedFile, ...]
    cross: tuple[Finding, ...]
    districts: tuple[CheckedDistrict, ...]
    hidden: tuple[str, ...] = ()
    expects_all: bool = False

    @property
    def lang(self) -> str:
        """The language of the run."""
        return self.run.lang

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, of the files and across them; of a file of which another counts, only that."""
        findings: list[Finding] = []
        for file in self.files:
            if not file.superseded:
                findings += file.findings
        return (*findings, *self.cross)

    def file_of(self, district: CheckedDistrict) -> CheckedFile | None:
        """The list of a district that counts; None where it has sent none."""
        return None if district.file is None else self.files[district.file]

    def lists_that_count(self) -> Iterator[tuple[CheckedDistrict, CheckedFile]]:
        """Every district that has sent a list, with the one that counts."""
        for district in self.districts:
            file = self.file_of(district)
            if file is not None:
                yield district, file

    def area_of(self, district: CheckedDistrict) -> ScopeDistrict:
        """The district by its name, code and province."""
        return self.run.areas[district.district_ix]

    @property
    def has_readable_list(self) -> bool:
        """At least one list could be read, or there was none to read."""
        return not self.files or any(file.submission.is_readable for file in self.files)


@dataclass(frozen=True, slots=True)
class ReceiptDates:
    """When lists were received: one date for all, or by district (position in the scope) and by file name.

    findings: rows of the table of dates that say nothing of a list.
    """

    for_all: dt.date | None = None
    by_district: Mapping[int | None, dt.date] = field(default_factory=dict)
    by_file: Mapping[str, dt.date] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def date_of(self, submission: Submission) -> dt.date | None:
        """The date of receipt of one list; None where nobody said."""
        of_file = self.by_file.get(submission.file)
        of_district = self.by_district.get(submission.district_ix)
        return of_file or of_district or self.for_all
