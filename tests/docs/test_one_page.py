"""The Thai page for officers, followed word by word in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from typer.testing import CliRunner

from kbo_screen.cli.app import app

if TYPE_CHECKING:
    import pytest

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "one-page.th.md").read_text("utf-8")
SAMPLE: Final = ROOT / "sample_data"
#: What the officer has, by the names that the page gives.
FILES: Final = {"ทะเบียน.xlsx": "registry.xlsx", "คำตอบ.xlsx": "answers.xlsx"}


def test_the_page_is_linked_from_the_first_lines_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert any("docs/one-page.th.md" in line for line in readme[:8])


def test_every_command_of_the_page_runs_as_it_stands(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, source in FILES.items():
        shutil.copy(SAMPLE / source, tmp_path / name)
    shutil.copytree(SAMPLE / "submissions", tmp_path / "แบบที่ส่งกลับ")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    lines = "".join(blocks).splitlines()
    commands = [shlex.split(line)[1] for line in lines]
    order = ["inspect", "rank", "shortfall", "form", "validate", "meeting", "explain"]
    assert list(dict.fromkeys(commands)) == order
    for line in lines:
        program, *words = shlex.split(line)
        done = CliRunner().invoke(app, words)
        assert program == "kbo-screen"
        # the samples hold mistakes: 1 is that there is something to mend
        assert done.exit_code in (0, 1), (line, done.stderr)
        for option, file in re.findall(r"(-o|--collect) (\S+)", line):
            assert (tmp_path / file).exists(), (line, option)
