"""Names of the house: a word stands for one thing, so that a search ends at one place."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "kbo_screen"
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_no_file_name_stands_twice() -> None:
    names = Counter(path.name for path in MODULES if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_no_class_name_stands_twice() -> None:
    names: Counter[str] = Counter()
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        names.update(
            node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
        )
    assert [name for name, count in names.items() if count > 1] == []
