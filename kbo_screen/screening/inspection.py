"""What was recognised in a file, as reports show it. Knows shapes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kbo_screen.findings import Finding
    from kbo_screen.screening.registry import TableSource


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value as it is written, what it was taken for (None: blank or unknown), and in how many rows it stands."""

    text: str
    taken_for: Any
    known: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """One table: where it is, its columns and rows, the values of its coded columns, what is missing and amiss.

    `missing`: required fields that nothing gives. `stamped`: conditions of the letter that would not be checked.
    """

    table: TableSource
    values: dict[str, tuple[ValueCount, ...]]
    missing: tuple[str, ...]
    stamped: tuple[str, ...]
    findings: tuple[Finding, ...]
