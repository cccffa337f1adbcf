"""What moved between an older and a newer list of one district: findings, groups, cells that were right.

No value of a person's cell is kept: only which cell says something else now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_result import ChangesSince, GroupChange
from kbo_screen.checking.list_by_group import ListByGroup
from kbo_screen.checking.since_cells import (
    cell_changes,
    has_same_content,
    says_otherwise,
)
from kbo_screen.vocabulary.people import person_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from kbo_screen.checking.check_result import CheckedFile
    from kbo_screen.findings import Finding
    from kbo_screen.registry.submission import SubmittedRow

_OF_PRODUCT: Final = ("product_id", "product_name")


def since_of(newer: CheckedFile, older: CheckedFile) -> ChangesSince:
    """What moved from an older list to a newer one."""
    hashes = [file.submission.input for file in (newer, older)]
    is_same_file = bool(
        hashes[0] and hashes[1] and hashes[0].sha256 == hashes[1].sha256
    )
    old, new = ListByGroup(older), ListByGroup(newer)
    gone, still, fresh = _compare_findings(old, new)
    mended, confirmed = _mended_and_confirmed(gone, old, new)
    return ChangesSince(
        older.submission.file,
        is_same_file,
        is_same_file or has_same_content(old, new),
        mended,
        still,
        fresh,
        tuple(_group_changes(old, new)),
        tuple(cell_changes(old, new)),
        confirmed,
    )


def _mended_and_confirmed(
    gone: Sequence[Finding],
    old: ListByGroup,
    new: ListByGroup,
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


def _compare_findings(
    old: ListByGroup,
    new: ListByGroup,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that are gone, that are still there, and that are new; info is left out."""
    left = Counter(map(old.identity_of, old.to_mend))
    still: list[Finding] = []
    fresh: list[Finding] = []
    for finding in new.to_mend:
        identity = new.identity_of(finding)
        found_before = left[identity] > 0
        left[identity] -= found_before
        (still if found_before else fresh).append(finding)
    return _left_over(old, left), tuple(still), tuple(fresh)


def _left_over(old: ListByGroup, left: Counter[Hashable]) -> tuple[Finding, ...]:
    """The findings of the older list that the newer one has not; of several alike the last."""
    mended = []
    for finding in reversed(old.to_mend):
        identity = old.identity_of(finding)
        if left[identity] > 0:
            left[identity] -= 1
            mended.append(finding)
    return tuple(reversed(mended))


def _group_changes(old: ListByGroup, new: ListByGroup) -> Iterator[GroupChange]:
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
    old: ListByGroup,
    new: ListByGroup,
) -> GroupChange:
    """A group of the newer list alone; gone: groups that stood in its row, of which it takes the place of one."""
    name, place = new.names[identity], new.rows[identity].group_place
    if not gone:
        return GroupChange("added", name, place, "not_in_order")
    replaced = gone.pop()
    before = old.row_before(replaced)
    return GroupChange("replaced", name, place, before, old.names[replaced])


def _taken_out(identity: Hashable, old: ListByGroup) -> GroupChange:
    place = old.rows[identity].group_place
    before = old.row_before(identity)
    return GroupChange("taken_out", old.names[identity], place, before)


def _changes_within(
    identity: Hashable,
    old: ListByGroup,
    new: ListByGroup,
) -> Iterator[GroupChange]:
    """Another product, another representative of a group that both lists name."""
    old_row, new_row = old.rows[identity], new.rows[identity]
    before = old.row_before(identity)
    name = new.names[identity]
    for field in _OF_PRODUCT:
        if says_otherwise(field, old, new, identity):
            place = new_row.place(field)
            yield GroupChange("product_changed", name, place, before)
            break
    old_person, new_person = _person(old_row), _person(new_row)
    is_mended = not old_person and old_row.place("representative") in old.wrong_places
    if old_person != new_person and not is_mended:
        place = new_row.place("representative")
        yield GroupChange("representative_changed", name, place, before)


def _person(row: SubmittedRow) -> str:
    value = row.value("representative")
    return person_key(str(value)) if value else ""
