"""Seeds of generated cases: the ordinary run takes the first few, the slow mark all."""

from __future__ import annotations

from typing import Any

import pytest


def seeds(total: int, *, ordinary: int) -> list[Any]:
    """The numbers from 0 to total - 1, those from `ordinary` on under the slow mark."""
    slow = [
        pytest.param(seed, marks=pytest.mark.slow) for seed in range(ordinary, total)
    ]
    return [*range(ordinary), *slow]
