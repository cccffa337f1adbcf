"""A cause of a comparison for programs: which condition and clause it concerns, its cells, its groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kbo_screen.editions.letter_parts import CONDITION, READING
from kbo_screen.findings.finding import NOWHERE
from kbo_screen.results.comparison.change_cells import told_change
from kbo_screen.results.comparison.moved_rows import value_at

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.editions.changes import Change
    from kbo_screen.editions.moves import Cause
    from kbo_screen.letters.model import Letter
    from kbo_screen.results.comparison.two_editions import ComparedRuns
    from kbo_screen.results.schemas import CauseShape, ComparedValueShape

#: Keys of a cause, and what they say.
CauseKeys = dict[str, Any]


def cause_payload(cause: Cause, compared: ComparedRuns) -> CauseShape:
    """One cause."""
    shape = empty_cause(cause.kind, cause.proof)
    shape.update(_what_is_told(cause, compared))
    shape["groups"] = [compared.names[group].name for group in cause.others]
    shape["more_groups"] = cause.n_others - len(cause.others)
    return shape


def empty_cause(kind: str, proof: str) -> CauseShape:
    """A cause of which nothing more is said."""
    values: Any = {
        "kind": kind,
        "proof": proof,
        "field": None,
        "condition": None,
        "clause": None,
        "part": None,
        "old": None,
        "new": None,
        "groups": [],
        "more_groups": 0,
    }
    return cast("CauseShape", values)


def _what_is_told(cause: Cause, compared: ComparedRuns) -> Any:
    """The keys that a kind of cause fills."""
    if cause.change:
        return _of_change(cause.change, compared)
    match cause.kind:
        case "letter":
            return _of_letter_part(cause.part, compared.new.letter)
        case "column":
            return _of_field(cause.part, compared.new.letter)
        case "take":
            return {"old": _take(compared.old), "new": _take(compared.new)}
        case _:
            return {}


def _of_change(change: Change, compared: ComparedRuns) -> CauseKeys:
    told_as = told_change(change, compared)
    of_field = _of_field(told_as.field, compared.old_data.letter)
    return of_field | told_as._asdict()


def _of_field(field: str | None, letter: Letter) -> CauseKeys:
    """The field with the condition, or the preference, that asks for it, and its clause."""
    for condition in letter.conditions:
        if condition.field == field:
            clause = condition.clause
            return {"field": field, "condition": condition.id, "clause": clause}
    preference = letter.preference
    if preference and preference.field == field:
        return {"field": field, "condition": "preference", "clause": preference.clause}
    return {"field": field}


def _of_letter_part(part: str, letter: Letter) -> CauseKeys:
    """A reading by its id, a condition with its field, or another part of the letter, each with its clause."""
    if part.startswith(READING):
        return _of_reading(part.removeprefix(READING), letter)
    if part.startswith(CONDITION):
        condition = letter.condition(part.removeprefix(CONDITION))
        return {"part": part} | _of_field(condition.field, letter)
    owner = getattr(
        letter,
        part,
        None,
    )
    return {"part": part, "clause": getattr(owner, "clause", None)}


def _of_reading(reading_id: str, letter: Letter) -> CauseKeys:
    clauses = {reading.id: reading.clause for reading in letter.readings}
    clause = clauses.get(reading_id)
    return {"kind": "reading", "part": reading_id, "clause": clause}


def _take(run: Run) -> ComparedValueShape:
    """How many groups of each district are proposed; no value where a quota of the province says it."""
    quota = run.letter.quota
    of_letter = quota.groups_per_district if quota.per_province is None else None
    take = run.receipt.options.get("take", of_letter)
    return value_at(NOWHERE, None if take is None else str(take))
