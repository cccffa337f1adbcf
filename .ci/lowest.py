"""Prints the lowest version of every dependency that pyproject.toml allows, as pip constraints."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(
    (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
for requirement in project["dependencies"]:
    print(re.sub(r">=", "==", requirement))
