"""By what the rows of two lists of one district are the same row, wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kbo_screen.checking.check_result import CheckedFile, Claim
    from kbo_screen.findings import Place
    from kbo_screen.registry.submission import SubmittedRow


def claims_by_place(file: CheckedFile) -> dict[Place, Claim]:
    """The groups that a list names, by the cell that names each first."""
    return {claim.place: claim for claim in file.claims}


def name_in_row(row: SubmittedRow) -> str:
    """What a row calls its group: by name, else by id."""
    return str(row.value("group_name") or row.value("group_id") or "")


def identity_of_row(row: SubmittedRow, claim: Claim | None) -> Hashable:
    """The identities of the registry of the group that a row names, else its name as names compare."""
    return claim.identities if claim else group_key(name_in_row(row))
