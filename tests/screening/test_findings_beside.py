"""What is told of groups and projects is the same whether a copy of the process finds it or nobody does.

- Under letters of every kind, in every word and in the same order.
- Where no copy can be made, or one dies, it is found here.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, NoReturn

import pytest

from kbo_screen.cores import beside
from kbo_screen.screening import screen as screening
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import nobody, read_inputs
from tests.formats.test_json_text import LETTERS, OPTIONS, SAMPLE

if TYPE_CHECKING:
    from kbo_screen.findings import Finding
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry


@pytest.fixture
def worth_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "core_count", lambda: 2)
    monkeypatch.setattr(beside, "FEWEST_ROWS", 0)


def registry_of(letter: Letter) -> Registry:
    return read_inputs([SAMPLE], letter, OPTIONS, nobody)


def findings_alone(registry: Registry, letter: Letter) -> tuple[Finding, ...]:
    """What is told where no row is worth a copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "FEWEST_ROWS", len(registry.products) + 1)
        return screen(registry, letter).findings


@pytest.mark.usefixtures("worth_a_copy")
@pytest.mark.parametrize("name", LETTERS)
def test_a_copy_finds_what_is_found_alone(name: str) -> None:
    letter = LETTERS[name].letter
    registry = registry_of(letter)
    findings = screen(registry, letter).findings
    assert findings
    assert findings == findings_alone(registry, letter)


@pytest.mark.usefixtures("worth_a_copy")
def test_the_work_of_a_copy_that_dies_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = LETTERS["as it ships"].letter
    registry = registry_of(letter)
    expected = findings_alone(registry, letter)
    master, find = os.getpid(), screening._findings

    def find_or_die(*inputs: object) -> object:
        if os.getpid() != master:
            os.kill(os.getpid(), signal.SIGKILL)
        return find(*inputs)  # type: ignore[arg-type]

    monkeypatch.setattr(screening, "_findings", find_or_die)
    assert screen(registry, letter).findings == expected


def cannot_copy() -> NoReturn:
    raise OSError(11, "Resource temporarily unavailable")


@pytest.mark.usefixtures("worth_a_copy")
def test_where_no_copy_can_be_made_the_findings_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = LETTERS["as it ships"].letter
    registry = registry_of(letter)
    expected = findings_alone(registry, letter)
    monkeypatch.setattr(os, "fork", cannot_copy, raising=False)
    assert screen(registry, letter).findings == expected
