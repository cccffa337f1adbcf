"""The deciding values of listed groups, each with the cell that it comes from.

They are made a whole column at a time: the page of a country has many groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.registry import NO_CELL, cell_name
from kbo_screen.results.rows import plain_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Preference
    from kbo_screen.results.page.list_source import ListSource

#: States of a deciding value: it holds (the page's plain case), it is not known, it puts
#: nobody first, or another condition stands in its place. One that the tier does not ask
#: has neither value nor cell.
TRUE, OPEN, NONE = "", "u", "n"
#: Fields whose value says no more than that the condition holds.
_YES_OR_NO: Final = ("producer_type", "other_project", "potential")
_STANDARDS: Final = ("passed", "developing", "none")


class Fact(NamedTuple):
    """One deciding value of a group: whether it holds, the value, its cell."""

    state: str
    value: str
    cell: str


_NOT_ASKED: Final = Fact(TRUE, "", "")


@dataclass(frozen=True, slots=True)
class _FactColumn:
    """A deciding field of all listed groups.

    values: the field of every group. products: the product whose cell it is. states:
    of every value. sources: of the list that the group stands in.
    """

    run: Run
    field: str
    values: pd.Series
    products: np.ndarray
    states: np.ndarray
    sources: Sequence[ListSource]

    def facts(self) -> list[Fact]:
        """The fact of every group.

        A value without word or cell (an answer, a column that is not there) is said in
        a word.
        """
        lang = self.run.lang
        state_words = {
            TRUE: text("page.yes", lang),
            OPEN: text("page.open", lang),
            NONE: "",
        }
        facts = []
        columns = (self.states.tolist(), self._values(), self._cells())
        for state, value, cell in zip(*columns, strict=True):
            words = value if value or cell else state_words[state]
            facts.append(Fact(state, words, cell))
        return facts

    def _values(self) -> list[str]:
        """The values in a word; a condition of yes or no needs none."""
        if self.field in _YES_OR_NO:
            return [""] * len(self.values)
        values: list[Any] = plain_column(self.values)
        if self.field == "standard":
            words = {
                code: text(f"page.standard.{code}", self.run.lang)
                for code in _STANDARDS
            }
            return [words.get(value, "") for value in values]
        return ["" if value is None else str(value) for value in values]

    def _cells(self) -> list[str]:
        """The cells, with file and sheet where a list brought the value."""
        registry = self.run.registry
        addresses = registry.addresses[self.field].to_numpy()[self.products].tolist()
        cells = [
            "" if address == NO_CELL else cell_name(address) for address in addresses
        ]
        if self.field not in registry.origins:
            return cells
        origins = registry.origins[self.field].to_numpy()[self.products]
        for position in np.flatnonzero(origins >= 0).tolist():
            place = registry.place(int(self.products[position]), self.field)
            cells[position] = self.sources[position].place_in_words(place)
        return cells


def facts_of_groups(
    run: Run,
    listed: pd.DataFrame,
    sources: Sequence[ListSource],
) -> list[list[Fact]]:
    """Per listed group its deciding values, in the order of the page's columns."""
    columns = [
        _condition_facts(run, condition, listed, sources)
        for condition in run.evaluated_conditions
    ]
    preference = run.letter.preference
    if preference:
        columns.append(_preference_facts(run, preference, listed, sources))
    return [list(facts) for facts in zip(*columns, strict=True)]


def _condition_facts(
    run: Run,
    condition: Condition,
    listed: pd.DataFrame,
    sources: Sequence[ListSource],
) -> list[Fact]:
    """A condition's field, where the group's tier asks the condition."""
    products = listed["product"].to_numpy()
    is_unknown = run.screening.is_unknown[condition.id].to_numpy()[products]
    is_true = run.screening.is_true[condition.id].to_numpy()[products]
    column = _FactColumn(
        run,
        condition.field,
        run.registry.products[condition.field].loc[products],
        products,
        np.select([is_unknown, is_true], [OPEN, TRUE], NONE),
        sources,
    )
    asking = {tier.id for tier in run.letter.tiers if condition.id in tier.asks}
    facts = zip(column.facts(), plain_column(listed["tier"]), strict=True)
    return [fact if tier in asking else _NOT_ASKED for fact, tier in facts]


def _preference_facts(
    run: Run,
    preference: Preference,
    listed: pd.DataFrame,
    sources: Sequence[ListSource],
) -> list[Fact]:
    """The field that the letter prefers, of the product that has it."""
    values = listed["preference_value"]
    prefers = listed["prefers"].to_numpy(dtype=bool)
    other_states = np.where(values.isna().to_numpy(), OPEN, NONE)
    products = listed["preference_product"].to_numpy(dtype=np.int64)
    standing = listed["product"].to_numpy()
    column = _FactColumn(
        run,
        preference.field,
        values,
        np.where(products < 0, standing, products),
        np.where(prefers, TRUE, other_states),
        sources,
    )
    return column.facts()
