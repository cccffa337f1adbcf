"""Every regular expression of the package: those that modules hold, those that a run makes, and what is done with them."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import _lru_cache_wrapper, cache
from inspect import getsource, signature
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import kbo_screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

#: What holds expressions in a module; nothing is looked for deeper than this.
_DEEPEST: Final = 3
#: Functions of `re`, and of a Series' texts, whose first word is an expression.
_USES: Final = frozenset(
    {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "contains", "extract"}
)  # fmt: skip
#: What begins at one place only.
_AT_ONE_PLACE: Final = frozenset({"match", "fullmatch"})


class Expression(NamedTuple):
    """An expression, where it stands, and whether it is only asked at one place of a text."""

    place: str
    pattern: re.Pattern[Any]
    is_at_one_place: bool

    def search(self, text: Any) -> None:
        """What the package does with it, all matches of a search at most."""
        if self.is_at_one_place:
            self.pattern.match(text)
            return
        for _ in self.pattern.finditer(text):
            pass


@cache
def all_expressions() -> tuple[Expression, ...]:
    """Every different expression: of modules' values and caches, and those written where they are used."""
    expressions: dict[tuple[Any, int], Expression] = {}
    for module in package_modules():
        uses = _uses_of_names(getsource(module))
        for name, value in vars(module).items():
            is_at_one_place = bool(uses[name]) and uses[name] <= _AT_ONE_PLACE
            for pattern in _patterns_in(value, 0):
                expression = Expression(
                    f"{module.__name__}.{name}", pattern, is_at_one_place
                )
                expressions.setdefault((pattern.pattern, pattern.flags), expression)
        for pattern in _written_in_place(getsource(module)):
            expression = Expression(module.__name__, pattern, is_at_one_place=False)
            expressions.setdefault((pattern.pattern, pattern.flags), expression)
    return tuple(expressions.values())


@cache
def package_modules() -> tuple[ModuleType, ...]:
    """Every module of the package, imported."""
    names = [
        found.name
        for found in pkgutil.walk_packages(kbo_screen.__path__, "kbo_screen.")
    ]
    return tuple(
        importlib.import_module(name) for name in names if not name.endswith("__main__")
    )


def _uses_of_names(source: str) -> defaultdict[str, set[str]]:
    """Name -> what a module does with it: `_NAME.match(…)`, `map(_NAME.search, …)`."""
    uses: defaultdict[str, set[str]] = defaultdict(set)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses[node.value.id].add(node.attr)
    return uses


def _patterns_in(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    """The expressions that a value of a module holds; a cached function without parameters is asked."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _lru_cache_wrapper):
        if not signature(value).parameters:
            yield from _patterns_in(value(), depth + 1)
    elif depth <= _DEEPEST:
        for part in _parts_of(value):
            yield from _patterns_in(part, depth + 1)


def _parts_of(value: Any) -> list[Any]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, part.name) for part in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    return []


def _written_in_place(source: str) -> Iterator[re.Pattern[Any]]:
    """The expressions that a call names by a plain text: `re.sub(r"…", …)`, `ids.str.match("…")`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = ast.unparse(node.func.value)
        is_use = node.func.attr in _USES and (owner == "re" or owner.endswith(".str"))
        if is_use and node.args and isinstance(node.args[0], ast.Constant):
            yield re.compile(node.args[0].value)
