"""How many cores this process may use, and work that is begun on another of them."""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor

Item = TypeVar("Item")
Result = TypeVar("Result")

#: The name of a thread that waits at a pipe and does next to nothing else: it holds no lock that anybody else takes.
WAITS_AT_PIPE: Final = "waits at a pipe"


def core_count() -> int:
    """Cores that this process may use, at least one."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin(
    pool: Executor,
    work: Callable[[], Result],
) -> Callable[[], Result]:
    """Begin work in a thread, and give what waits for it; where none starts, it is done when it is asked for."""
    try:
        return pool.submit(work).result
    except RuntimeError:
        return cache(work)


def do_behind(
    act: Callable[[Item], object],
    items: Iterable[Item],
) -> None:
    """Do something with each item, in their order, in a thread while the next item is made."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        wait: Callable[[], object] = tuple
        for item in items:
            wait()
            wait = begin(pool, partial(act, item))
        wait()
