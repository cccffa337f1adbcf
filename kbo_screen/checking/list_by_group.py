"""A checked list by what tells its groups apart, so that it can be laid beside another list of its district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.checking.row_identities import (
    claims_by_place,
    identity_of_row,
    name_in_row,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kbo_screen.checking.check_result import CheckedFile, Claim, RowBefore
    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.submission import SubmittedRow


class ListByGroup:
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

    def _add(
        self,
        row: SubmittedRow,
        claim: Claim | None,
    ) -> None:
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
        return self.before

    def _rows_in_order(self) -> set[Hashable]:
        rows = {choice.row.row for choice in self.file.accepted}
        return {identity for identity, row in self.rows.items() if row.row in rows}

    def _wrong_places(self) -> set[Place]:
        """The cells with a warning, confirmed or not, or an error; also a reason that is not enough."""
        confirmed = [entry.finding for entry in self.file.confirmed]
        places = {finding.place for finding in (*self.to_mend, *confirmed)}
        reason = self.file.submission.reason
        codes = {finding.code for finding in self.to_mend}
        if reason and "selection.too-few" in codes:
            places.add(reason.place)
        return places

    def identity_of(self, finding: Finding) -> Hashable:
        """What a finding is about, wherever its row stands: its code, its group and field, else its cell."""
        owner = self.owner_of_place.get(finding.place)
        return finding.code, owner or finding.place.cell

    @property
    def to_mend(self) -> list[Finding]:
        """Its errors and open warnings, also that another district names one of its groups."""
        findings = list(self.file.findings)
        findings += [
            finding
            for finding in self.file.cross
            if finding.code == "cross.claimed-twice"
        ]
        return [finding for finding in findings if finding.severity != "info"]

    @property
    def before(self) -> RowBefore:
        """What its head was, as a list before another one."""
        return "accepted" if self.file.is_passed else "in_order"
