"""Two editions side by side, with people hidden: all that a report of a comparison reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.editions.pairing import NO_PRODUCT
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.shown import shown_registry, shown_run
from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.editions.changes import Change
    from kbo_screen.editions.comparison import EditionComparison
    from kbo_screen.editions.edition import Edition
    from kbo_screen.results.comparison.stated_list import StatedList


class GroupName(NamedTuple):
    """The id, None where there is none, and the name of a group."""

    group_id: str | None
    name: str


@dataclass(frozen=True, eq=False)
class ComparedRuns:
    """A comparison with its two runs.

    old_result, new_result: the result that was given for a side, None for a registry. old_data, new_data: the same
    runs, with the registries whose products the changes of the comparison tell.
    """

    old: Run
    new: Run
    old_data: Run
    new_data: Run
    comparison: EditionComparison
    old_result: StatedList | None = None
    new_result: StatedList | None = None

    @property
    def lang(self) -> str:
        """The language in which it is told."""
        return self.new.lang

    @cached_property
    def old_of_new(self) -> dict[int, int]:
        """By product of the new data that of the old."""
        partners = self.comparison.partners
        if partners is None:
            return {}
        pairs = enumerate(partners.tolist())
        return {new: old for new, old in pairs if old != NO_PRODUCT}

    @cached_property
    def new_of_old(self) -> dict[int, int]:
        """By product of the old data that of the new."""
        return {old: new for new, old in self.old_of_new.items()}

    @cached_property
    def old_names(self) -> dict[int, GroupName]:
        """By common number of a group what it is called in the old edition."""
        return _names(self.old, self.comparison.groups[0])

    @cached_property
    def names(self) -> dict[int, GroupName]:
        """By common number of a group what it is called, in the new edition where that has it."""
        return self.old_names | _names(self.new, self.comparison.groups[1])

    def other_old_name(self, group: int) -> str | None:
        """What a group was called in the old edition, where that is another name."""
        newest = self.names[group]
        old_name = self.old_names.get(group, newest).name
        return None if group_key(old_name) == group_key(newest.name) else old_name

    def partner_of(self, change: Change) -> int | None:
        """The product of the other edition that is that of a change of one edition alone; None for none."""
        if change.new == NO_PRODUCT:
            return self.new_of_old.get(change.old)
        return self.old_of_new.get(change.new)


def shown_comparison(
    old: Run,
    new: Run,
    comparison: EditionComparison,
) -> ComparedRuns:
    """What may be shown of a comparison of two runs."""
    old_shown, new_shown = shown_run(old), shown_run(new)
    return ComparedRuns(
        old_shown,
        new_shown,
        _with_data(old, old_shown, comparison.old_data),
        _with_data(new, new_shown, comparison.new_data),
        comparison,
    )


def _with_data(
    run: Run,
    shown_side: Run,
    edition: Edition,
) -> Run:
    """The shown run with the registry of an edition, which mostly holds the run's own products."""
    if edition.registry.products is run.registry.products:
        return shown_side
    return replace(shown_side, registry=shown_registry(edition.registry))


def _names(
    run: Run,
    numbers: Mapping[int, int],
) -> dict[int, GroupName]:
    """numbers: by common number of a group its own number in the run."""
    groups = run.screening.groups[["group_id", "group_name"]]
    rows = zip(
        numbers,
        each_row(groups.loc[list(numbers.values())]),
        strict=True,
    )
    return {
        number: GroupName(plain(row.group_id), str(row.group_name))
        for number, row in rows
    }
