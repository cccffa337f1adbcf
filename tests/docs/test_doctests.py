"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kbo_screen

MODULES = [
    found.name
    for found in pkgutil.walk_packages(kbo_screen.__path__, "kbo_screen.")
    if found.name != "kbo_screen.__main__"
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [
        one
        for name in MODULES
        for one in finder.find(importlib.import_module(name))
        if one.examples
    ]
    assert len(found) > 40
