"""Memory that was freed goes back to the system, where there is an allocator that takes the word; elsewhere nothing."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from kbo_screen.cores.memory import give_back_memory

USED = Path("/proc/self/statm")
LITTLE = 2000
HAS_TRIM = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")


def pages_in_use() -> int:
    return int(USED.read_text(encoding="ascii").split()[1])


@pytest.mark.skipif(not HAS_TRIM, reason="glibc alone has it")
def test_what_is_free_between_what_is_in_use_goes_back() -> None:
    before = pages_in_use()
    texts = [b"x" * 4000 for _ in range(20_000)]
    kept = texts[-1]
    del texts
    give_back_memory()
    assert kept
    assert pages_in_use() < before + LITTLE


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_left_alone(
    system: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", None)
    give_back_memory()


def test_a_system_without_the_word_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back_memory()
