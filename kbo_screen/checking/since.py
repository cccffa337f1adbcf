"""What moved between an older and a newer list of one district: findings, groups, cells that were right.

No value of a person's cell is kept: only which cell says something else now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_result import CellChange, GroupChange, Since
from kbo_screen.checking.row_identities import (
    claims_by_place,
    identity_of_row,
    name_in_row,
)
from kbo_screen.vocabulary.people import person_key
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import CheckedFile, Claim, RowBefore
    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.submission import CellEntry, SubmittedRow

#: Fields that say which group a row is about; a change of them is a change of the group.
_NAMING: Final = frozenset({"group_name", "group_id"})
_OF_PRODUCT: Final = ("product_id", "product_name")


def since_of(newer: CheckedFile, older: CheckedFile) -> Since:
    """What moved from an older list to a newer one."""
    hashes = [file.submission.input for file in (newer, older)]
    is_same_file = bool(
        hashes[0] and hashes[1] and hashes[0].sha256 == hashes[1].sha256
    )
    old, new = _ListByGroup(older), _ListByGroup(newer)
    gone, still, fresh = _compare_findings(old, new)
    mended, confirmed = _mended_and_confirmed(gone, old, new)
    return Since(
        older.submission.file,
        is_same_file,
        is_same_file or old.content == new.content,
        mended,
        still,
        fresh,
        tuple(_group_changes(old, new)),
        tuple(_cell_changes(old, new)),
        confirmed,
    )


def _mended_and_confirmed(
    gone: Sequence[Finding],
    old: _ListByGroup,
    new: _ListByGroup,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of the older list that are gone: mended, or with a reason in the newer one."""
    confirmed_identities = {
        new.identity_of(entry.finding) for entry in new.file.confirmed
    }
    mended: list[Finding] = []
    confirmed: list[Finding] = []
    for finding in gone:
        is_confirmed = old.identity_of(finding) in confirmed_identities
        (confirmed if is_confirmed else mended).append(finding)
    return tuple(mended), tuple(confirmed)


class _ListByGroup:
    """A checked list by what tells its groups apart: the identities of the registry, else the name as names compare."""

    def __init__(self, file: CheckedFile) -> None:
        self.file = file
        self.rows: dict[Hashable, SubmittedRow] = {}
        self.names: dict[Hashable, str] = {}
        self.owner_of_place: dict[Place, tuple[Hashable, str]] = {}
        claims = claims_by_place(file)
        for row in file.submission.rows:
            self._add(row, claims.get(row.group_place))
        self.rows_in_order = self._rows_in_order()
        self.wrong_places = self._wrong_places()

    def _add(self, row: SubmittedRow, claim: Claim | None) -> None:
        name = name_in_row(row)
        identity = identity_of_row(row, claim)
        self.rows.setdefault(identity, row)
        self.names.setdefault(identity, claim.name if claim else name)
        for field, cell in row.cells.items():
            self.owner_of_place.setdefault(cell.place, (identity, field))

    def row_before(self, identity: Hashable) -> RowBefore:
        """What the row of a group was, as a list before another one."""
        if identity not in self.rows_in_order:
            return "not_in_order"
        return "accepted" if self.file.is_passed else "in_order"

    def _rows_in_order(self) -> set[Hashable]:
        rows = {choice.row.row for choice in self.file.accepted}
        return {identity for identity, row in self.rows.items() if row.row in rows}

    def _wrong_places(self) -> set[Place]:
        """The cells with a warning, confirmed or not, or an error."""
        confirmed = [entry.finding for entry in self.file.confirmed]
        return {finding.place for finding in (*_to_mend(self), *confirmed)}

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
            cells.append(("confirmation", fold(row.reason.text) if row.reason else ""))
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
    left = Counter(map(old.identity_of, _to_mend(old)))
    still: list[Finding] = []
    fresh: list[Finding] = []
    for finding in _to_mend(new):
        identity = new.identity_of(finding)
        found_before = left[identity] > 0
        left[identity] -= found_before
        (still if found_before else fresh).append(finding)
    return _left_over(old, left), tuple(still), tuple(fresh)


def _left_over(old: _ListByGroup, left: Counter[Hashable]) -> tuple[Finding, ...]:
    """The findings of the older list that the newer one has not; of several alike the last."""
    mended = []
    for finding in reversed(_to_mend(old)):
        identity = old.identity_of(finding)
        if left[identity] > 0:
            left[identity] -= 1
            mended.append(finding)
    return tuple(reversed(mended))


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
        else:
            yield _newcomer(identity, gone_by_row[row.row], old, new)
    for identities in gone_by_row.values():
        for identity in identities:
            yield _taken_out(identity, old)


def _newcomer(
    identity: Hashable,
    gone: list[Hashable],
    old: _ListByGroup,
    new: _ListByGroup,
) -> GroupChange:
    """A group of the newer list alone; gone: groups that stood in its row, of which it takes the place of one."""
    name, place = new.names[identity], new.rows[identity].group_place
    if not gone:
        return GroupChange("added", name, place, "not_in_order")
    replaced = gone.pop()
    before = old.row_before(replaced)
    return GroupChange("replaced", name, place, before, old.names[replaced])


def _taken_out(identity: Hashable, old: _ListByGroup) -> GroupChange:
    place = old.rows[identity].group_place
    before = old.row_before(identity)
    return GroupChange("taken_out", old.names[identity], place, before)


def _changes_within(
    identity: Hashable,
    old: _ListByGroup,
    new: _ListByGroup,
) -> Iterator[GroupChange]:
    """Another product, another representative of a group that both lists name."""
    old_row, new_row = old.rows[identity], new.rows[identity]
    before = old.row_before(identity)
    name = new.names[identity]
    for field in _OF_PRODUCT:
        if _says_otherwise(old_row.cells, new_row.cells, field):
            place = new_row.place(field)
            yield GroupChange("product_changed", name, place, before)
            break
    people = [_person(row) for row in (old_row, new_row)]
    if people[0] != people[1]:
        place = new_row.place("representative")
        yield GroupChange("representative_changed", name, place, before)


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
                before = old.row_before(identity)
                yield CellChange(field, cell.place, old_cell.place, before)


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
