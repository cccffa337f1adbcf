"""A cell that no reader can make sense of is that cell's finding: the run, and the check of all lists, go on.

- In every column of a registry and of a side list: exit code 0, and the other rows are read as without it.
- In every column of a district's list: that list has its findings, the other lists are checked as without it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

SAMPLE = Path(__file__).parents[2] / "sample_data"
HARD = {
    "digits": "9" * 400,
    "float": 1e308,
    "negative": -(10**15),
    "infinite": "Infinity",
}


def run(*words: object) -> dict[str, object]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "kbo_screen",
            *map(str, words),
            "--format",
            "json",
            "--lang",
            "en",
        ],
        capture_output=True,
        env=os.environ | {"KBO_SCREEN_LANG": "en"},
    )
    assert done.returncode in (0, 1), done.stderr.decode()[:800]
    return dict(json.loads(done.stdout))


def spoil(source: Path, target: Path, value: object) -> int:
    """A copy in which every cell of a row in the middle holds the value; the row's number."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    row = (sheet.max_row + 1) // 2
    for cell in sheet[row]:
        if not isinstance(cell, MergedCell):
            cell.value = value
    book.save(target)
    return row


@pytest.mark.parametrize("kind", HARD)
def test_a_hard_cell_of_a_registry_or_a_list_ends_no_run(
    kind: str, tmp_path: Path
) -> None:
    registry, projects = tmp_path / "registry.xlsx", tmp_path / "projects.xlsx"
    row = spoil(SAMPLE / "registry.xlsx", registry, HARD[kind])
    spoil(SAMPLE / "projects.xlsx", projects, HARD[kind])
    result = run("rank", registry, "--projects", projects, "--all-rows")
    told = [
        finding
        for finding in result["findings"]
        if str(finding["cell"]).endswith(str(row))
    ]
    assert told, "the row is told"
    assert (
        result["accounting"]["rows"]["data"]
        == run("rank", SAMPLE / "registry.xlsx")["accounting"]["rows"]["data"]
    )


def test_a_hard_cell_of_a_districts_list_is_that_lists(tmp_path: Path) -> None:
    source = sorted((SAMPLE / "submissions").glob("*.xlsx"))[:3]
    folder = tmp_path / "lists"
    folder.mkdir()
    for path in source:
        (folder / path.name).write_bytes(path.read_bytes())
    before = {
        file["file"]: file
        for file in run("validate", folder, "--registry", SAMPLE / "registry.xlsx")[
            "files"
        ]
    }
    spoil(source[0], folder / source[0].name, "9" * 400)
    after = {
        file["file"]: file
        for file in run("validate", folder, "--registry", SAMPLE / "registry.xlsx")[
            "files"
        ]
    }
    assert after.keys() == before.keys()
    for path in source[1:]:
        assert after[path.name]["rows"] == before[path.name]["rows"]
        assert after[path.name]["accepted"] == before[path.name]["accepted"]
