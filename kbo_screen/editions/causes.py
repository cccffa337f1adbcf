"""Why groups moved between two editions under one letter: their own changes, or those of others, each tried.

A change is the cause where undoing it puts the group back; nothing is concluded from what a cell looks like.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from kbo_screen.editions.changes import changes_by_group
from kbo_screen.editions.edition_rows import rows_of_editions
from kbo_screen.editions.moves import (
    ASPECT_OF,
    Cause,
    standing_in,
    standings_by_group,
)
from kbo_screen.editions.trials import MOST_CHANGES, MoveQuestion, Trials
from kbo_screen.editions.worlds import MOST_ROWS
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbo_screen.editions.changes import Change, EditionPair
    from kbo_screen.editions.moves import Causes, Move, Proof, Standings

    #: By area some of its groups.
    GroupsByArea = Mapping[int, Sequence[int]]

#: Other groups that a cause names; more are counted, or the causes of a district would grow with its square.
MOST_OTHERS: Final = 20


@dataclass(frozen=True, eq=False)
class _Case:
    """All that is known of why groups move.

    changes: by group. changed: by area the groups of which something changed. tried: by area those of them of which all
    changes were undone. old, new: where all groups stand.
    """

    changes: Mapping[int, Sequence[Change]]
    changed: GroupsByArea
    tried: GroupsByArea
    old: Standings
    new: Standings
    trials: Trials

    def area_of(self, group: int) -> int:
        """The area in which it competes."""
        return self.trials.rows.area_of_group[group]

    def rivals_of(self, group: int, groups: GroupsByArea) -> list[int]:
        """The other groups of its area. groups: by area those that are looked at."""
        area = self.area_of(group)
        return [rival for rival in groups.get(area, ()) if rival != group]


def causes_of_moves(
    pair: EditionPair,
    moves: Mapping[int, Move],
    most_rows: int = MOST_ROWS,
) -> dict[int, Causes]:
    """By common number of a group that moves between the two editions why it does.

    moves: by group what became of it, which says what of its standing is looked at; between these editions some of them
    may stand as before: those are left out. most_rows: as MOST_ROWS.
    """
    changes = changes_by_group(pair)
    old, new = map(standings_by_group, pair.standings)
    questions = list(
        _questions(
            old,
            new,
            moves,
        )
    )
    trials = Trials(rows_of_editions(pair, changes), most_rows)
    areas = trials.rows.area_of_group
    asked_areas = {areas[question.group] for question in questions}
    in_question = [group for group in changes if areas[group] in asked_areas]
    trials.try_groups(in_question)
    case = _Case(
        changes,
        _by_area(in_question, areas),
        _by_area(trials.undone, areas),
        old,
        new,
        trials,
    )
    _try_further(case, questions)
    return {question.group: _causes(question, case) for question in questions}


def _questions(
    old: Standings,
    new: Standings,
    moves: Mapping[int, Move],
) -> Iterator[MoveQuestion]:
    for group, move in moves.items():
        question = MoveQuestion(
            group,
            ASPECT_OF[move],
            standing_in(old, group),
            standing_in(new, group),
        )
        if not question.is_as_before(new):
            yield question


def _by_area(
    groups: Iterable[int], area_of_group: Mapping[int, int]
) -> dict[int, list[int]]:
    return lists_by_key((area_of_group[group], group) for group in groups)


def _try_further(case: _Case, questions: Sequence[MoveQuestion]) -> None:
    """Try what is asked about: the changes of a group alone, one by one, and with those of all that passed it."""
    moved_groups = [each.group for each in questions if each.group in case.changes]
    case.trials.try_alone(moved_groups)
    case.trials.try_changes(_single_changes(case, moved_groups))
    unsettled = {
        question.group: question
        for question in questions
        if not _rivals_alone(question, case)
    }

    def groups_to_undo(group: int) -> set[int]:
        return {group, *_passing(unsettled[group], case)}

    case.trials.try_several(unsettled, groups_to_undo)


def _single_changes(case: _Case, groups: Iterable[int]) -> Iterator[Change]:
    """The changes of the groups that have several, but not too many."""
    for group in groups:
        changes = case.changes[group]
        if 1 < len(changes) <= MOST_CHANGES:
            yield from changes


def _causes(question: MoveQuestion, case: _Case) -> Causes:
    """Its own changes where they have a part in it, and others where they have."""
    group = question.group
    changes = case.changes.get(group)
    if changes is None:
        return _causes_in_rivals(question, case)
    undone, made = case.trials.undone.get(group), case.trials.made.get(group)
    if undone is None or made is None:
        return _told(changes, "not-tried")
    is_needed = question.is_as_before(undone)
    is_enough = question.is_as_now(made)
    if question.is_as_before(made) and not is_needed:  # they have no part in it
        return _causes_in_rivals(question, case)
    causes = _causes_in_changes(
        question,
        case,
        _proof(is_needed, is_enough),
    )
    if is_needed and is_enough:
        return causes
    is_explained = any(cause.proof in ("alone", "each") for cause in causes)
    if is_needed or is_explained:
        return causes + _told_rivals(_rivals_alone(question, case), "alone")
    return causes + _causes_in_rivals(question, case)


def _proof(is_needed: bool, is_enough: bool) -> Proof:
    if is_needed:
        return "alone"
    return "each" if is_enough else "together"


def _causes_in_changes(
    question: MoveQuestion,
    case: _Case,
    proof: Proof,
) -> Causes:
    """The changes of a group that move it. proof: that of all of them at once."""
    changes = case.changes[question.group]
    undone, made = case.trials.change_undone, case.trials.change_made
    if len(changes) == 1:
        return _told(changes, proof)
    if any(change not in made for change in changes):
        return _told(changes, "not-tried")
    needed = [each for each in changes if question.is_as_before(undone[each])]
    if needed:
        return _told(needed, "alone")
    enough = [each for each in changes if question.is_as_now(made[each])]
    if enough:
        return _told(enough, "each")
    return _told(changes, "together")


def _told(changes: Iterable[Change], proof: Proof) -> Causes:
    return tuple(
        Cause(
            "change",
            proof,
            change,
        )
        for change in changes
    )


def _causes_in_rivals(question: MoveQuestion, case: _Case) -> Causes:
    """The groups whose changes move this one: each alone, else those that passed it, else all that changed."""
    needed_rivals = _rivals_alone(question, case)
    if needed_rivals:
        return _told_rivals(needed_rivals, "alone")
    if _is_put_back_by_passing(question, case):
        return _told_rivals(_passing(question, case), "together")
    return _all_rivals(question, case) or (Cause("order", "together"),)


def _all_rivals(question: MoveQuestion, case: _Case) -> Causes:
    """All others of its area of which something changed."""
    group = question.group
    area = case.area_of(group)
    changed = case.changed.get(area, ())
    first = [rival for rival in islice(changed, MOST_OTHERS + 1) if rival != group]
    is_tried = len(changed) == len(case.tried.get(area, ()))
    return _told_rivals(
        first,
        "together" if is_tried else "not-tried",
        len(changed) - (group in case.changes),
    )


def _told_rivals(
    rivals: Sequence[int],
    proof: Proof,
    n_rivals: int = 0,
) -> Causes:
    """One cause, none without rivals. n_rivals: how many there are, where not all of them are given."""
    if not rivals:
        return ()
    cause = Cause(
        "others",
        proof,
        others=tuple(rivals[:MOST_OTHERS]),
        n_others=n_rivals or len(rivals),
    )
    return (cause,)


def _is_put_back_by_passing(question: MoveQuestion, case: _Case) -> bool:
    """With all that passed it undone, and its own changes, the group stands as before."""
    several = case.trials.several_undone.get(question.group)
    if several is None or not _passing(question, case):
        return False
    return question.is_as_before(several)


def _rivals_alone(question: MoveQuestion, case: _Case) -> list[int]:
    """The groups of which each, undone alone, puts this one back."""
    return [
        rival
        for rival in case.rivals_of(question.group, case.tried)
        if question.is_as_before(case.trials.undone[rival])
    ]


def _passing(question: MoveQuestion, case: _Case) -> list[int]:
    """The changed groups that stand ahead of this one in one edition alone, its own changes aside."""
    group = question.group
    without_own = case.trials.undone.get(group, case.new)
    return [
        rival
        for rival in case.rivals_of(group, case.changed)
        if _is_ahead(case.old, rival, group) != _is_ahead(without_own, rival, group)
    ]


def _is_ahead(
    standings: Standings,
    rival: int,
    group: int,
) -> bool:
    """The rival is listed, and this group stands behind it or nowhere."""
    rank = standing_in(standings, group).rank
    rival_rank = standing_in(standings, rival).rank
    return rival_rank > 0 and (rank == 0 or rival_rank < rank)
