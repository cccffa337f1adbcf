"""What moved between an older and a newer list of one district: findings, groups, cells that were right.

No value of a person's cell is kept: only which cell says something else now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.people import person_key
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import CheckedFile
    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.submission import CellEntry, SubmittedRow

ChangeKind = Literal[
    "added",
    "taken_out",
    "replaced",
    "product_changed",
    "representative_changed",
]
CHANGES: Final = (
    "added",
    "taken_out",
    "replaced",
    "product_changed",
    "representative_changed",
)
#: Fields that say which group a row is about; a change of them is a change of the group.
_NAMING: Final = frozenset({"group_name", "group_id"})
_OF_PRODUCT: Final = ("product_id", "product_name")


class GroupChange(NamedTuple):
    """A group that came, went, was replaced or changed.

    place: its cell in the newer list, of one taken out in the older; other_name: the group that it replaces.
    was_accepted: the older list's row was accepted.
    """

    change: ChangeKind
    group_name: str
    place: Place
    was_accepted: bool
    other_name: str | None = None


class CellChange(NamedTuple):
    """A cell of a group in both lists that says something else, though nothing was wrong with it."""

    field: str
    place: Place
    older_place: Place
    was_accepted: bool


@dataclass(frozen=True, slots=True)
class Since:
    """A list beside the one before it of the same district.

    is_same_file: byte for byte; is_same_content: every cell says the same. mended: findings of the older list that are
    gone; still, new: findings of the newer one. Findings that are only told (info) are left out.
    """

    file: str
    is_same_file: bool
    is_same_content: bool
    mended: tuple[Finding, ...] = ()
    still: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    groups: tuple[GroupChange, ...] = ()
    cells: tuple[CellChange, ...] = ()


def since_of(newer: CheckedFile, older: CheckedFile) -> Since:
    """What moved from an older list to a newer one."""
    hashes = [file.submission.input for file in (newer, older)]
    is_same_file = bool(
        hashes[0] and hashes[1] and hashes[0].sha256 == hashes[1].sha256
    )
    old, new = _ListByGroup(older), _ListByGroup(newer)
    mended, still, fresh = _compare_findings(old, new)
    return Since(
        older.submission.file,
        is_same_file,
        is_same_file or old.content == new.content,
        mended,
        still,
        fresh,
        tuple(_group_changes(old, new)),
        tuple(_cell_changes(old, new)),
    )


class _ListByGroup:
    """A checked list by what tells its groups apart: the identities of the registry, else the name as names compare."""

    def __init__(self, file: CheckedFile) -> None:
        self.file = file
        claims = {claim.place: claim for claim in file.claims}
        self.rows: dict[Hashable, SubmittedRow] = {}
        self.names: dict[Hashable, str] = {}
        self.owner_of_place: dict[Place, tuple[Hashable, str]] = {}
        for row in file.submission.rows:
            claim = claims.get(row.group_place)
            name = str(row.value("group_name") or row.value("group_id") or "")
            identity: Hashable = claim.identities if claim else group_key(name)
            self.rows.setdefault(identity, row)
            self.names.setdefault(identity, claim.name if claim else name)
            for field, cell in row.cells.items():
                self.owner_of_place.setdefault(cell.place, (identity, field))
        accepted_rows = {choice.row.row for choice in file.accepted}
        self.accepted = {
            identity for identity, row in self.rows.items() if row.row in accepted_rows
        }
        self.wrong_places = {
            finding.place for finding in file.findings if finding.severity != "info"
        }

    @property
    def content(self) -> list[tuple[str, str]]:
        """Every cell that somebody filled in, in order."""
        cells = [
            (field, fold(cell.text))
            for field, cell in self.file.submission.head.items()
            if cell.text
        ]
        for row in self.file.submission.rows:
            cells += [(field, fold(cell.text)) for field, cell in row.cells.items()]
        nil = self.file.submission.nil
        return [*cells, ("nil", fold(nil.text) if nil else "")]

    def identity_of(self, finding: Finding) -> Hashable:
        """What a finding is about, wherever its row stands: its code, its group and field, else its cell."""
        owner = self.owner_of_place.get(finding.place)
        return finding.code, owner or finding.place.cell


def _compare_findings(
    old: _ListByGroup,
    new: _ListByGroup,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that are gone, that are still there, and that are new; info is left out."""
    old_findings = _to_mend(old)
    new_findings = _to_mend(new)
    left = Counter(map(old.identity_of, old_findings))
    still, fresh = [], []
    for finding in new_findings:
        identity = new.identity_of(finding)
        if left[identity] > 0:
            left[identity] -= 1
            still.append(finding)
        else:
            fresh.append(finding)
    mended = []
    for finding in reversed(old_findings):
        identity = old.identity_of(finding)
        if left[identity] > 0:
            left[identity] -= 1
            mended.append(finding)
    return tuple(reversed(mended)), tuple(still), tuple(fresh)


def _to_mend(listed: _ListByGroup) -> list[Finding]:
    return [f for f in listed.file.findings if f.severity != "info"]


def _group_changes(old: _ListByGroup, new: _ListByGroup) -> Iterator[GroupChange]:
    """Groups that came, went or replaced the one of their row; groups with another product or representative."""
    gone_by_row: dict[int, list[Hashable]] = defaultdict(list)
    for identity, row in old.rows.items():
        if identity not in new.rows:
            gone_by_row[row.row].append(identity)
    for identity, row in new.rows.items():
        if identity in old.rows:
            yield from _changes_within(identity, old, new)
        elif gone_by_row[row.row]:
            replaced = gone_by_row[row.row].pop()
            yield GroupChange(
                "replaced",
                new.names[identity],
                row.group_place,
                replaced in old.accepted,
                old.names[replaced],
            )
        else:
            name = new.names[identity]
            yield GroupChange("added", name, row.group_place, was_accepted=False)
    for identities in gone_by_row.values():
        for identity in identities:
            place = old.rows[identity].group_place
            was_accepted = identity in old.accepted
            yield GroupChange("taken_out", old.names[identity], place, was_accepted)


def _changes_within(
    identity: Hashable,
    old: _ListByGroup,
    new: _ListByGroup,
) -> Iterator[GroupChange]:
    """Another product, another representative of a group that both lists name."""
    old_row, new_row = old.rows[identity], new.rows[identity]
    was_accepted = identity in old.accepted
    name = new.names[identity]
    for field in _OF_PRODUCT:
        if _says_otherwise(old_row.cells, new_row.cells, field):
            place = new_row.place(field)
            yield GroupChange("product_changed", name, place, was_accepted)
            break
    people = [_person(row) for row in (old_row, new_row)]
    if people[0] != people[1]:
        place = new_row.place("representative")
        yield GroupChange("representative_changed", name, place, was_accepted)


def _person(row: SubmittedRow) -> str:
    value = row.value("representative")
    return person_key(str(value)) if value else ""


def _cell_changes(old: _ListByGroup, new: _ListByGroup) -> Iterator[CellChange]:
    """The cells of groups that both lists name that were right and say something else."""
    told_as_group = {*_NAMING, *_OF_PRODUCT, "representative"}
    for identity, new_row in new.rows.items():
        old_row = old.rows.get(identity)
        if old_row is None:
            continue
        for field, cell in new_row.cells.items():
            if field in told_as_group:
                continue
            if not _says_otherwise(old_row.cells, new_row.cells, field):
                continue
            old_cell = old_row.cells[field]
            if old_cell.place not in old.wrong_places:
                was_accepted = identity in old.accepted
                yield CellChange(field, cell.place, old_cell.place, was_accepted)


def _says_otherwise(
    old_cells: Mapping[str, CellEntry],
    new_cells: Mapping[str, CellEntry],
    field: str,
) -> bool:
    """Both lists have the cell, and what it says differs."""
    pair: Sequence[CellEntry | None] = (old_cells.get(field), new_cells.get(field))
    old_cell, new_cell = pair
    if old_cell is None or new_cell is None:
        return False
    return fold(old_cell.text) != fold(new_cell.text)
