"""What was recognised in a file, as reports show it. It knows shapes only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from kbo_screen.findings import Finding
    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.registry.registry import TableSource

#: What a table is for: a registry, one of the side lists, a to-confirm sheet, what a district sends.
Kind = Literal["registry", "projects", "stars", "standards", "answers", "submission"]


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value as it is written, what it was taken for (None: blank or unknown), and in how many rows it stands.

    problem: the slug of why it is not known.
    """

    text: str
    taken_for: Any
    known: bool
    problem: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column that was taken for no field, counted from 0, and the cells of its header from the top."""

    number: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """One table: where and what it is, its columns and rows, the values of its coded columns, what is amiss.

    `unused_columns`: those that hold no field. `missing`: required fields that nothing gives. `stamped`: conditions of
    the letter that would not be checked; of anything but a registry both are empty. `asked`, `answered`: of a
    to-confirm sheet its questions.
    """

    table: TableSource
    kind: Kind = "registry"
    values: dict[str, tuple[ValueCount, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    stamped: tuple[Condition, ...] = ()
    findings: tuple[Finding, ...] = ()
    asked: int = 0
    answered: int = 0
    unused_columns: tuple[UnusedColumn, ...] = ()
