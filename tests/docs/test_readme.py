"""What the documents promise: made pages are fresh, the README's Python runs, CI runs the README's test command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
USING = (ROOT / "docs" / "using.md").read_text("utf-8")


def test_made_pages_and_outputs_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "make.py", "--check"],
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_notebook_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(code, {})  # noqa: S102 - our own README
    assert "เมืองฉะเชิงเทรา" in capsys.readouterr().out


def test_the_loop_of_questions_and_answers(tmp_path: Path) -> None:
    """The loop of using.md with the program's own sheet: it goes out, is filled in as the sample is, and comes back."""
    from openpyxl import load_workbook

    from tests.tools.program import run_program

    registry, sample = (
        ROOT / "sample_data" / name for name in ("registry.xlsx", "answers.xlsx")
    )
    assert (
        run_program(
            "rank", registry, "-o", tmp_path / "shortlist.xlsx", "--quiet"
        ).returncode
        == 0
    )
    said = {
        row[6]: row[3:6]
        for row in load_workbook(sample).worksheets[0].iter_rows(values_only=True)
        if row[3]
    }
    book = load_workbook(tmp_path / "shortlist.xlsx")
    sheet = book["To confirm"]
    asked = [row for row in sheet.iter_rows() if row[10].value in said]
    for row in asked:
        for cell, words in zip(row[6:9], said[str(row[10].value)], strict=True):
            cell.value = words
    book.save(tmp_path / "back.xlsx")
    shown = run_program(
        "rank", registry, "--answers", tmp_path / "back.xlsx", "--line"
    ).stdout
    (promised,) = re.findall(
        r"--answers sample_data/answers.xlsx --line --lang en -->\n```text\n(.*?)```",
        USING,
        re.DOTALL,
    )
    assert (len(asked), shown) == (4, promised)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    (command,) = re.findall(r"Pass the tests:\n\n```sh\n(.*?)\n```", README)
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_links_lead_somewhere() -> None:
    for page in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").glob("*.md"),
    ]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_sample_data_is_what_its_script_makes(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    sys.path.insert(0, str(ROOT / "sample_data"))
    import make
    import make_answers
    import make_submissions

    make.main(tmp_path)
    make_answers.main(tmp_path / "answers.xlsx")
    make_submissions.main(tmp_path)
    for path in sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")):
        if path.suffix == ".csv":
            assert (tmp_path / path).read_bytes() == (
                ROOT / "sample_data" / path
            ).read_bytes(), path.name
            continue
        made, kept = (
            load_workbook(folder / path).worksheets[0]
            for folder in (tmp_path, ROOT / "sample_data")
        )
        assert list(made.iter_rows(values_only=True)) == list(
            kept.iter_rows(values_only=True)
        ), path.name


def _is_there(name: str, names: set[str]) -> bool:
    """A name stands in the package, in the folder that it says; a page's maker in `docs`."""
    if "/" not in name:
        return name in names
    return (ROOT / "kbo_screen" / name).exists() or (ROOT / name).exists()


def test_the_files_that_the_architecture_names_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = {path.name for path in (ROOT / "kbo_screen").rglob("*.*")}
    named = set(re.findall(r"`((?:\w+/)*\w+\.(?:py|toml|j2))`", page))
    missing = [name for name in sorted(named) if not _is_there(name, names)]
    assert missing == []
