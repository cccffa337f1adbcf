"""How many groups districts would propose under several readings at once, at least and at most, and who stands in all.

Every combination of the sides that change anything is looked at, where that can be afforded.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.gap.decide_again import twins_of
from kbo_screen.screening.screening import ReadingBounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.gap.decide_again import Standings
    from kbo_screen.letters.other_sides import ReadingSide
    from kbo_screen.screening.screening import WhySingly

#: With more sides their combinations are not looked at: so many double with each.
MOST_SIDES: Final = 8
#: So many products are decided anew for one run at most, over all combinations: about two seconds.
MOST_PRODUCTS_DECIDED: Final = 1_000_000
#: So many products are read again from their files at most, over all combinations: about two seconds.
MOST_PRODUCTS_READ: Final = 30_000

#: The sides that are taken together; none is the letter as it is.
Combination = tuple["ReadingSide", ...]


class Cost(NamedTuple):
    """What the combinations of some sides ask for: products decided, and products read again from their files."""

    products_decided: int
    products_read: int

    @property
    def is_affordable(self) -> bool:
        """Within the bounds of a run."""
        return (
            self.products_decided <= MOST_PRODUCTS_DECIDED
            and self.products_read <= MOST_PRODUCTS_READ
        )


def combinations_of(sides: Sequence[ReadingSide]) -> list[Combination]:
    """Every way to take some of the sides, none and all among them; of several sides of one reading at most one."""
    choices: dict[str, list[Combination]] = {}
    for side in sides:
        choices.setdefault(side.reading.id, [()]).append((side,))
    combinations = []
    for parts in product(*choices.values()):
        combination = [side for part in parts for side in part]
        combinations.append(tuple(combination))
    return combinations


class Bounds:
    """The bounds over standings that are added one by one."""

    def __init__(self, current: Standings) -> None:
        """current: where everything stands under the letter; it is counted first."""
        counts = _count_proposed(current)
        self._current = current
        self._least = counts
        self._most = counts
        self._totals = [int(counts.sum())]
        self._in_all = current.is_proposed

    def add(self, standings: Standings) -> None:
        """Count another way to read the letter."""
        counts = _count_proposed(standings)
        self._least = np.minimum(self._least, counts)
        self._most = np.maximum(self._most, counts)
        self._totals.append(int(counts.sum()))
        twins = twins_of(self._current.facts, standings.facts)
        is_lost = twins.only_first(self._in_all, standings.is_proposed)
        self._in_all = self._in_all & ~is_lost

    def result(
        self,
        sides: Sequence[ReadingSide],
        singly: WhySingly | None,
    ) -> ReadingBounds:
        """The bounds so far. sides: those that change anything. singly: why each was taken alone."""
        index = self._current.facts.index
        districts = pd.DataFrame(
            {
                "least": self._least,
                "most": self._most,
                "proposed": _count_proposed(self._current),
                "in_all": index.count_by_district(self._in_all),
            }
        )
        return ReadingBounds(
            sides=tuple(side.name for side in sides),
            ways=len(self._totals),
            singly=singly,
            least=min(self._totals),
            most=max(self._totals),
            in_all=frozenset(np.flatnonzero(self._in_all).tolist()),
            districts=districts,
        )


def _count_proposed(standings: Standings) -> np.ndarray:
    return standings.facts.index.count_by_district(standings.is_proposed)
