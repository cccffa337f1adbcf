"""The tables of words beside these modules, each read once, and patterns made of their words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def word_table(name: str) -> dict[str, Any]:
    """The table `NAME.toml` of this folder."""
    path = files("kbo_screen.vocabulary") / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))
