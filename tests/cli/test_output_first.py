"""What is wrong with the output is found before anything is read or printed.

The registry of these calls does not exist: a command that looked at it first would end with 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

READS = {
    "rank": ["rank", "no.xlsx"],
    "shortfall": ["shortfall", "no.xlsx"],
    "whatif": ["whatif", "no.xlsx", "--variant", "quota=5"],
    "compare": ["compare", "no.xlsx", "no.xlsx"],
    "inspect": ["inspect", "no.xlsx"],
    "form": ["form", "no.xlsx"],
    "meeting": ["meeting", "no", "--registry", "no.xlsx"],
    "config": ["config", "init", "no.xlsx"],
    "validate": ["validate", "no", "--registry", "no.xlsx"],
}
FAULTS = [
    ("rank", "-o -", "output.dash-or-format", "--format instead (json, csv, html)."),
    ("inspect", "-o -", "output.dash-or-format", "use --format instead (json)."),
    ("form", "-o -", "output.dash", "“-” is no name of a file or folder."),
    ("meeting", "-o -", "output.dash", "Name one in its place; this result is"),
    ("config", "-o -", "output.dash", "“-” is no name of a file or folder."),
    ("config", "-o a.pdf", "output.unknown-format", "It can be: .toml."),
    ("form", "-o a.pdf", "output.file-for-folder", "open the files in it and print"),
    ("meeting", "-o a.XLSX", "output.file-for-folder", "is the name of a file, but"),
    (
        "rank",
        "-o a.xlsx --split district",
        "output.file-for-folder",
        "without a suffix",
    ),
    (
        "rank",
        "-o a.pdf",
        "output.pdf",
        "Write .xlsx, .html, and print that to a PDF.",
    ),
    ("whatif", "-o a.pdf", "output.pdf", "Write .xlsx, and print that to a PDF."),
    ("compare", "-o a.html", "output.unknown-format", "It can be: .xlsx, .json, .csv."),
    ("shortfall", "-o a.doc", "output.unknown-format", ".xlsx, .json, .csv, .html"),
    ("inspect", "-o a.csv", "output.unknown-format", "It can be: .xlsx, .json."),
    ("validate", "--collect a.csv", "output.unknown-format", "It can be: .xlsx."),
    ("rank", "-o missing/a.xlsx", "output.no-folder", "does not exist"),
    ("form", "-o missing/forms", "output.no-folder", "does not exist"),
    ("rank", "-o old.xlsx", "output.exists", "exists already"),
    ("form", "-o old.xlsx", "output.not-a-folder", "is a file"),
    ("rank", "--stars old.xlsx -o old.xlsx --force", "output.is-input", "an input"),
    ("rank", "-o old.xlsx --split district", "output.not-a-folder", "is a file"),
    ("validate", "-o a.xlsx --collect a.xlsx", "output.named-twice", "to one file"),
]


@pytest.mark.parametrize(("command", "output", "code", "words"), FAULTS)
def test_a_fault_of_the_output_comes_first(
    command: str,
    output: str,
    code: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.xlsx").write_bytes(b"")
    call = [*READS[command], *output.split(), "--lang", "en"]
    done = CliRunner().invoke(app, call)
    assert (done.exit_code, done.stdout) == (2, ""), code
    assert words in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["old.xlsx"]


@pytest.mark.parametrize("words", [[], ["--template", "no.xlsx"], ["--blank"]])
def test_so_does_a_form_that_stands_there(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "2402 บางคล้า.xlsx").write_bytes(b"")
    call = ["form", "no.xlsx", "-o", "forms", "--lang", "en", *words]
    done = CliRunner().invoke(app, call)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("“2402 บางคล้า.xlsx” exists already.")
    other = CliRunner().invoke(
        app, ["form", "no.xlsx", "-o", "forms", "--district", "บางปะกง"]
    )
    assert other.exit_code == 3  # the registry is missing
