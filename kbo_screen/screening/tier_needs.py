"""What a tier needs of the answers of products: every condition that it requires, one of each of its alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from kbo_screen.letters.model import Tier


class TierNeeds(NamedTuple):
    """The needs of a tier among the conditions that something answers, by their positions.

    is_required: a truth value per condition. alternatives: the positions of conditions of which one is enough; a
    condition that nothing answers is none of them.
    """

    is_required: np.ndarray
    alternatives: tuple[np.ndarray, ...]

    def count_failed(self, is_false: np.ndarray) -> np.ndarray:
        """Per product how many needs are not met. is_false: products by conditions."""
        counts: np.ndarray = is_false[:, self.is_required].sum(axis=1)
        for positions in self.alternatives:
            counts = counts + is_false[:, positions].all(axis=1)
        return counts

    def failing(self, is_false: np.ndarray) -> np.ndarray:
        """Products by conditions: the condition is false, and so is whatever could stand in its place."""
        failing: np.ndarray = is_false & self.is_required
        for positions in self.alternatives:
            is_failed = is_false[:, positions].all(axis=1, keepdims=True)
            failing[:, positions] |= is_failed
        return failing

    def doubtful(self, is_true: np.ndarray, is_unknown: np.ndarray) -> np.ndarray:
        """Products by conditions: the condition is unknown, and nothing that is true stands in its place."""
        doubtful: np.ndarray = is_unknown & self.is_required
        for positions in self.alternatives:
            is_settled = is_true[:, positions].any(axis=1, keepdims=True)
            doubtful[:, positions] |= is_unknown[:, positions] & ~is_settled
        return doubtful


def needs_of(tier: Tier, condition_ids: Iterable[Hashable]) -> TierNeeds:
    """The needs of a tier. condition_ids: of the conditions that something answers, in the order of the answers."""
    position_of = {name: position for position, name in enumerate(condition_ids)}
    is_required = [name in tier.requires for name in position_of]
    alternatives = []
    for need in tier.any_of:
        positions = [position_of[name] for name in need if name in position_of]
        if positions:
            alternatives.append(np.array(positions))
    return TierNeeds(np.array(is_required, dtype=bool), tuple(alternatives))
