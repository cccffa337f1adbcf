"""The benchmarks name steps that the program has: one that is renamed is missed here, not by a long run."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import kbo_screen.screening.screen as screen_steps

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "inside.py"


def test_the_steps_that_the_benchmark_times_are_there() -> None:
    spec = importlib.util.spec_from_file_location("benchmark_inside", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    inside = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(inside)
    missing = [name for name in inside.RULES if not hasattr(screen_steps, name)]
    assert missing == []
